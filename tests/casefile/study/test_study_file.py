"""What a study file says, and everything that is refused."""

import json
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seedcryo_reader.casefile.study import signing
from seedcryo_reader.casefile.study.formats import LARGEST_FILE
from seedcryo_reader.casefile.study.model import Protocol
from seedcryo_reader.casefile.study.study_file import CONTEXT, parse_study, read_study, signed_bytes
from seedcryo_reader.domain import canonical
from seedcryo_reader.domain.errors import EnvironmentFailure, Refused

SAME_FILE = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
ABSENT = object()


def codes(refused) -> list[str]:
    return [finding.code for finding in refused.value.findings]


@pytest.fixture
def resigned(made):
    """The study file's bytes after a change, signed by the root again: only the reader's rules can refuse it."""
    seed = made.keys.seed(made.study.root_id)
    data = made.access.study.read_bytes()

    def change(edit):
        whole = json.loads(data)
        edit(whole)
        if isinstance(whole.get("study"), dict):
            value = signing.sign(canonical.encode(whole["study"]), CONTEXT, seed).hex()
            if isinstance(whole.get("signature"), dict) and "value" in whole["signature"]:
                whole["signature"]["value"] = value
        return canonical.encode(whole)

    return change


def test_what_was_made_is_read(made):
    study = made.study
    assert (study.study_id, study.revision, study.previous) == ("SEED-CRYO", 1, None)
    assert [key.key_id for key in study.keys] == [study.root_id] == list(made.keys.key_ids)
    assert study.root.added == date(2026, 3, 1)
    assert study.protocols == (Protocol("seed-cryo/0.1", "ab" * 32),)
    assert study.protocol("seed-cryo/0.1") == study.protocols[0]
    assert study.protocol("seed-cryo/0.2") is None
    assert len(study.recovery) == 1
    assert canonical.encode(json.loads(made.access.study.read_bytes())["study"]) == signed_bytes(study)


@SAME_FILE
@given(place=st.floats(0, 1, exclude_max=True), flip=st.integers(1, 255))
def test_any_byte_changed_is_refused_and_named(made, place, flip):
    data = bytearray(made.access.study.read_bytes())
    data[int(place * len(data))] ^= flip
    with pytest.raises(Refused) as refused:
        parse_study(bytes(data), "s.seedstudy")
    assert all(finding.files == ("s.seedstudy",) for finding in refused.value.findings)


@SAME_FILE
@given(place=st.floats(0, 1, exclude_max=True))
def test_cut_anywhere_is_refused(made, place):
    data = made.access.study.read_bytes()
    with pytest.raises(Refused):
        parse_study(data[: int(place * len(data))], "s.seedstudy")


def test_every_single_digit_of_key_and_signature_counts(made):
    text = made.access.study.read_text()
    for digits in (made.study.root.public.hex(), json.loads(text)["signature"]["value"]):
        for index, digit in enumerate(digits):
            other = digits[:index] + ("0" if digit != "0" else "1") + digits[index + 1 :]
            with pytest.raises(Refused) as refused:
                parse_study(text.replace(digits, other).encode(), "s")
            assert "bad-signature" in codes(refused)


def test_the_same_json_written_otherwise_is_refused(made):
    pretty = json.dumps(json.loads(made.access.study.read_bytes()), indent=1).encode()
    with pytest.raises(Refused) as refused:
        parse_study(pretty, "s")
    assert codes(refused) == ["not-canonical"]


BAD = {
    "study.id": ["", " ", "a b", "x" * 65, 7, None, "ü", "a\n", "../x"],
    "study.revision": [0, -1, True, "1", None],
    "study.previous": ["", "00", "AB" * 32, 1, False],
    "study.keys": [[], {}, None, "x"],
    "study.keys.0": [None, [], "x"],
    "study.keys.0.id": ["", "0" * 16, None],
    "study.keys.0.public": ["", "00" * 31, "zz" * 32, None, 5],
    "study.keys.0.added": ["", "2026-02-30", "20260301", "2026-3-1", "2026-03-01T00:00:00", "٢٠٢٦-03-01", None, 5],
    "study.keys.0.revoked": [False, {}, "2026-03-01", {"date": "2026-03-01"}, {"date": "2026-03-01", "reason": "?"},
                             {"date": "tomorrow", "reason": "lost"}, {"date": "2026-03-01", "reason": "lost", "x": 1}],
    "study.recovery": [[], None, "age1", ["age1"], [5], ["AGE-SECRET-KEY-1"]],
    "study.protocols": [None, {}, [None], [{}], [{"id": "a"}], [{"id": "a b", "sha256": "ab" * 32}],
                        [{"id": "/a", "sha256": "ab" * 32}], [{"id": "a/../b", "sha256": "ab" * 32}],
                        [{"id": "a", "sha256": "ab"}], [{"id": "a", "sha256": "ab" * 32, "x": 1}]],
    "study.other": [1, None],
    "signature.key": ["", "0" * 16, None],
    "signature.other": [1],
    "other": [1],
    "study": [None, [], "x"],
    "signature": [None, [], "x"],
}  # fmt: skip


def put(whole, path, value):
    *parents, last = path.split(".")
    for name in parents:
        whole = whole[int(name)] if name.isdigit() else whole[name]
    if value is ABSENT:
        del whole[last]
    else:
        whole[int(last) if last.isdigit() else last] = value


@pytest.mark.parametrize(("path", "value"), [(path, value) for path, values in BAD.items() for value in values])
def test_a_bad_field_is_refused_by_its_name(resigned, path, value):
    with pytest.raises(Refused) as refused:
        parse_study(resigned(lambda whole: put(whole, path, value)), "s")
    name = path.replace(".0", "[0]").removeprefix("other")
    assert any(finding.text.startswith(name) for finding in refused.value.findings)


FIELDS = ["study", "signature", "study.id", "study.revision", "study.previous", "study.keys", "study.recovery",
          "study.protocols", "study.keys.0.id", "study.keys.0.public", "study.keys.0.added", "study.keys.0.revoked",
          "study.protocols.0.id", "study.protocols.0.sha256", "signature.key", "signature.value"]  # fmt: skip


@pytest.mark.parametrize("path", FIELDS)
def test_a_missing_field_is_said_once(resigned, path):
    with pytest.raises(Refused) as refused:
        parse_study(resigned(lambda whole: put(whole, path, ABSENT)), "s")
    name = path.replace(".0", "[0]")
    about = [one for one in refused.value.findings if f"{name} " in f"{one.text} "]
    assert [one.code for one in about] == ["missing-field"]


def test_all_problems_at_once(resigned):
    def edit(whole):
        study = whole["study"]
        study["id"], study["revision"], study["extra"] = "a b", 0, 1
        study["keys"][0]["added"] = "yesterday"
        study["keys"].append(dict(study["keys"][0], added="2026-03-02"))
        study["recovery"] = [study["recovery"][0], study["recovery"][0], "age1nonsense"]
        study["protocols"].append(study["protocols"][0])
        whole["signature"]["key"] = "0" * 16

    with pytest.raises(Refused) as refused:
        parse_study(resigned(edit), "s")
    said = " ".join(finding.text for finding in refused.value.findings)
    for name in (
        "study.id",
        "study.revision",
        "study.extra",
        "study.keys[0].added",
        "study.recovery[2]",
        "signature.key",
    ):
        assert name in said
    assert codes(refused).count("duplicate") == 3
    assert len(refused.value.findings) == 9


def test_a_changed_field_and_the_broken_signature_are_said_together(made):
    data = made.access.study.read_bytes().replace(b'"id":"SEED-CRYO"', b'"id":"SEED CRYO"')
    with pytest.raises(Refused) as refused:
        parse_study(data, "s")
    assert set(codes(refused)) == {"bad-field", "bad-signature"}


def test_a_signature_by_a_later_key_is_none(made):
    whole = json.loads(made.access.study.read_bytes())
    seed = b"\7" * 32
    public = signing.public_of(seed)
    key = {"id": signing.key_id(public), "public": public.hex(), "added": "2026-03-02", "revoked": None}
    whole["study"]["keys"].append(key)
    value = signing.sign(canonical.encode(whole["study"]), CONTEXT, seed).hex()
    whole["signature"] = {"key": signing.key_id(public), "value": value}
    with pytest.raises(Refused) as refused:
        parse_study(canonical.encode(whole), "s")
    assert codes(refused) == ["wrong-signer", "bad-signature"]


def test_a_signature_for_another_purpose_is_none(made):
    whole = json.loads(made.access.study.read_bytes())
    made_for = made.keys.sign(canonical.encode(whole["study"]), b"seedcryo-part/1", made.study.root_id)
    whole["signature"]["value"] = made_for.hex()
    with pytest.raises(Refused) as refused:
        parse_study(canonical.encode(whole), "s")
    assert codes(refused) == ["bad-signature"]


def test_a_newer_format_is_said_as_such(made):
    data = made.access.study.read_bytes().replace(b"seedcryo-study/1", b"seedcryo-study/2")
    with pytest.raises(Refused) as refused:
        parse_study(data, "s")
    assert codes(refused) == ["newer-format"]
    assert "Install a newer program" in str(refused.value)


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b"null", b'"x"', b"\xff", b'{"format":1}', b'{"format":"x"}',
                                  b"[" * 100_000, b'{"format":"seedcryo-study/01"}', b'{"a":1,"a":1}'])  # fmt: skip
def test_something_else_altogether(data):
    with pytest.raises(Refused) as refused:
        parse_study(data, "s")
    assert codes(refused)[0] in {"not-canonical", "wrong-format"}


def test_a_key_file_is_no_study_file(made):
    with pytest.raises(Refused, match="It is a key file; a study file is needed here"):
        read_study(made.access.keys)


def test_a_file_that_cannot_be_read(tmp_path):
    with pytest.raises(EnvironmentFailure, match="No such file"):
        read_study(tmp_path / "nothing")
    with pytest.raises(EnvironmentFailure):
        read_study(tmp_path)
    with pytest.raises(EnvironmentFailure):
        read_study(tmp_path / "a\0b")


def test_a_file_too_large_is_not_read_whole(tmp_path):
    with (tmp_path / "large").open("wb") as stream:
        stream.truncate(50 * LARGEST_FILE)
    with pytest.raises(Refused) as refused:
        read_study(tmp_path / "large")
    assert codes(refused) == ["too-large"]


any_json = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53) + 1, 2**53 - 1)
    | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("abid", max_size=4), inner, max_size=3),
    max_leaves=6,
)


@SAME_FILE
@given(
    path=st.sampled_from([*FIELDS, "study.keys.0", "study.protocols.0", "study.recovery.0", "format"]), value=any_json
)
def test_any_value_in_any_field_is_refused_or_read_as_it_stands(resigned, path, value):
    data = resigned(lambda whole: put(whole, path, value))
    with suppress(Refused):
        assert signed_bytes(parse_study(data, "s")) == canonical.encode(json.loads(data)["study"])


def test_a_word_that_begins_with_a_vowel_has_its_article():
    with pytest.raises(Refused, match="It is an enrolment; a study file is needed here"):
        parse_study(b'{"format":"seedcryo-account/1"}', "s")
