"""`case.json` is read strictly, and every problem of it is said at once; so are the files a person writes."""

import json
from copy import deepcopy

import pytest
from casefile.part.test_legal import part
from casefile.part.ways import TARGETS
from hypothesis import assume, given
from hypothesis import strategies as st

from seedcryo_reader.casefile.part.contents import Contents, Link, Series, file_identity
from seedcryo_reader.casefile.part.orders import read_series, read_targets
from seedcryo_reader.casefile.part.reading import read_contents
from seedcryo_reader.casefile.study.model import Protocol
from seedcryo_reader.domain import canonical
from seedcryo_reader.domain.anatomy import LYMPH_NODE, PLACES
from seedcryo_reader.domain.case import Target
from seedcryo_reader.domain.errors import EnvironmentFailure, Refused
from seedcryo_reader.domain.series_label import LABELS

HASHES = st.binary(min_size=32, max_size=32).map(bytes.hex)
UIDS = st.integers(10**38, 2**128 - 1).map(lambda number: f"2.25.{number}")
MILLIMETRES = st.integers(-9_999_999, 9_999_999).map(
    lambda number: f"{'-' if number < 0 else ''}{abs(number) // 1000}.{abs(number) % 1000:03}"
)


@st.composite
def targets(draw, name: str) -> Target:
    organ = draw(st.sampled_from(sorted(PLACES)))
    mark = draw(st.none() | st.tuples(MILLIMETRES, MILLIMETRES, MILLIMETRES))
    return Target(name, organ, draw(st.sampled_from(PLACES[organ])), node=organ == LYMPH_NODE, mark_mm=mark)


@st.composite
def contents(draw) -> Contents:
    """Legal parts: a baseline, a later timepoint, one that comes again, or a closing part."""
    count = draw(st.integers(1, 4))
    modalities = [draw(st.sampled_from(sorted(LABELS))) for _ in range(count)]
    uids = draw(st.lists(UIDS, min_size=count, max_size=count, unique=True))
    series = tuple(
        Series(n, uid, modality, draw(st.sampled_from(LABELS[modality])), draw(st.integers(1, 5000)))
        for n, (modality, uid) in enumerate(zip(modalities, uids, strict=True), 1)
    )
    names = sorted(draw(st.sets(st.integers(1, 99).map(lambda n: f"T{n:02}"), min_size=1, max_size=3)))
    kind = draw(st.sampled_from(["baseline", "later", "again", "closing"]))
    earlier = 0 if kind == "baseline" else draw(st.integers(1, 4))
    chain = tuple(Link(n, "timepoint", f"TP{n}", draw(HASHES)) for n in range(earlier))
    closing = kind == "closing"
    number = draw(st.integers(0, earlier - 1)) if kind == "again" else earlier
    return Contents(
        study_id=draw(st.sampled_from(["SEED-CRYO", "TRIAL-2"])),
        root_id=draw(HASHES)[:16],
        protocol=Protocol(draw(st.sampled_from(["seed-cryo/0.1", "x/1"])), draw(HASHES)),
        case_number=f"C-{draw(st.integers(0, 9999)):04}",
        kind="closing" if closing else "timepoint",
        timepoint=None if closing else f"TP{number}",
        chain=chain,
        supersedes=number if kind == "again" else None,
        series=() if closing else series,
        pinned={} if closing else {name: draw(st.integers(1, count)) for name in names},
        targets=() if closing or number else tuple(draw(targets(name)) for name in names),
        target_ids=tuple(names),
    )


def findings(data: bytes) -> list[str]:
    with pytest.raises(Refused) as refusal:
        read_contents(data, "C-0001.p0.seedcase")
    assert all(one.files == ("C-0001.p0.seedcase",) for one in refusal.value.findings)
    return [one.code for one in refusal.value.findings]


@given(contents())
def test_what_was_written_is_read(one):
    assert read_contents(one.encoded(), "x") == one
    assert canonical.decode(one.encoded())["previous"] == (one.chain[-1].seal if one.chain else None)
    assert file_identity(one.file_name) == (one.case_number, one.part)


def places(value, path=()):
    """Every place in a JSON value."""
    yield path
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in inside:
        yield from places(one, (*path, key))


def holder(value, path):
    for key in path[:-1]:
        value = value[key]
    return value


STRANGE = [
    None,
    True,
    False,
    0,
    -1,
    7,
    2**53 - 1,
    "",
    "x",
    "TP9",
    "\u0000",
    "seeds",
    [],
    {},
    [None],
    {"x": 1},
    "0" * 64,
]
WHOLE = [part("0"), part("0 1"), part("0 1 1", 1), part("0 1 X")]


def all_mutations():
    """Each field dropped, each replaced by a value of each kind, a field more in each object."""
    for whole in WHOLE:
        said = canonical.decode(whole.encoded())
        for path in places(said):
            if path:
                changed = deepcopy(said)
                del holder(changed, path)[path[-1]]
                yield said, changed
            for strange in STRANGE:
                changed = deepcopy(said)
                if not path:
                    changed = strange
                else:
                    holder(changed, path)[path[-1]] = deepcopy(strange)
                yield said, changed
            found = holder(said, (*path, None))
            if isinstance(found, dict):
                changed = deepcopy(said)
                holder(changed, (*path, None))["arm"] = "x"
                yield said, changed


def values_may_differ(before, after) -> bool:
    """Changes that give another legal case.json: another word of the vocabulary, number, hash or pin."""
    one, other = read_contents(before, "x"), read_contents(after, "x")
    return one != other


def test_every_mutation_is_refused_or_says_something_else():
    """No field can be dropped, added or retyped; what can be changed to another legal value changes what is read."""
    refused, other = 0, 0
    for before, after in all_mutations():
        if before == after:
            continue
        data = canonical.encode(after)
        try:
            found = read_contents(data, "x")
        except Refused:
            refused += 1
        else:
            other += 1
            assert found.encoded() == data != canonical.encode(before)
            assert shape(after) == shape(before)
    assert refused > 2500
    assert other < refused / 15


UNSHAPED = {"mark_mm", "pinned", "supersedes", "target_ids"}


def shape(value):
    """Names and kinds of a JSON value without the values; what may be null is of no kind, targets have no names."""
    if isinstance(value, dict):
        return {key: shape(one) for key, one in value.items() if key not in UNSHAPED}
    if isinstance(value, list):
        return [shape(one) for one in value]
    return type(value)


@given(contents(), st.data())
def test_one_more_field_anywhere_is_refused(one, data):
    said = canonical.decode(one.encoded())
    objects = [path for path in places(said) if isinstance(holder(said, (*path, None)), dict)]
    path = data.draw(st.sampled_from(objects))
    key = data.draw(st.text("abcdefghijklmnopqrstuvwxyz_", min_size=1, max_size=12))
    found = holder(said, (*path, None))
    assume(key not in found)
    found[key] = data.draw(st.sampled_from(["arm A", "2026-03-01", 1, None]))
    assert set(findings(canonical.encode(said))) & {"unknown-field", "bad-field"}


@given(st.binary(max_size=200))
def test_other_bytes_are_no_case(data):
    assert findings(data)


def test_all_problems_are_said_at_once():
    said = canonical.decode(part("0").encoded())
    del said["kind"]
    said["case"], said["arm"], said["study"]["id"] = "c-1", "seeds", ""
    said["series"][1]["label"], said["targets"][0]["organ"] = "CT after seeds", "heart of stone"
    said["pinned"]["iodine"] = 1
    codes = findings(canonical.encode(said))
    assert sorted(set(codes)) == ["bad-field", "missing-field", "unknown-field"]
    assert len(codes) == 7  # a field that is missing is missing once


def test_what_is_refused_is_not_repeated():
    """A finding shows where, never what: the value may be what must not be seen."""
    said = canonical.decode(part("0").encoded())
    said["series"][0]["label"] = "CT after iodine seeds"
    said["targets"][0]["place"] = "cryo zone"
    with pytest.raises(Refused) as refusal:
        read_contents(canonical.encode(said), "x")
    assert not any(word in str(refusal.value) for word in ("iodine", "cryo zone"))


def test_a_newer_format_is_said_to_be_one():
    said = canonical.decode(part("0").encoded())
    said["format"], said["more"] = "seedcryo-case/2", {}
    assert findings(canonical.encode(said)) == ["newer-format"]


def test_in_another_spelling():
    data = part("0 1").encoded()
    for changed in (
        json.dumps(json.loads(data)).encode(),
        json.dumps(json.loads(data), indent=1).encode(),
        data + b" ",
    ):
        assert findings(changed) == ["bad-case"]


@pytest.mark.parametrize(
    "name", ["C-0001.p0.seedcase.bak", "C-1.p0.seedcase", "C-0001.p01.seedcase", "C-0001.p100.seedcase",
             "C-0001.seedcase", "c-0001.p0.seedcase", "C-0001.p-1.seedcase", "C-0001.p٣.seedcase",
             "C-٠٠٠١.p0.seedcase", ""],
)  # fmt: skip
def test_names_that_state_no_part(name):
    assert file_identity(name) is None


@pytest.fixture
def written(tmp_path):
    def write(value) -> object:
        path = tmp_path / "order.json"
        path.write_text(value if isinstance(value, str) else json.dumps(value), "utf-8")
        return path

    return write


def test_targets_as_a_person_writes_them(written):
    found = read_targets(
        written(
            {
                "targets": [
                    {"id": "T02", "organ": "lymph node", "place": "paraaortic", "series": "mr"},
                    {"id": "T01", "organ": "liver", "place": "segment VI", "mark_mm": [-8, -15.5, "105"]},
                ]
            }
        )
    )
    assert found.targets == TARGETS
    assert found.pinned == {"T02": "mr"}


def test_numbers_are_taken_as_they_are_written(written):
    """Never through a binary fraction: 0.0005 would be rounded by chance."""
    text = '{"targets": [{"id": "T01", "organ": "liver", "place": "left lobe", "mark_mm": [%s]}]}'
    [target] = read_targets(written(text % "1.0005, 2.6755, -0.0001")).targets
    assert target.mark_mm == ("1.000", "2.676", "0.000")
    for bad in ("1, 2", "1, 2, 3, 4", "NaN, 1, 2", "1e3, 1, 2", "10000, 1, 2", "null, 1, 2", "true, 1, 2", '"", 1, 2',
                "Infinity, 1, 2", "[1], 1, 2", '"1 ", 1, 2'):  # fmt: skip
        with pytest.raises(Refused) as refusal:
            read_targets(written(text % bad))
        assert {one.code for one in refusal.value.findings} == {"bad-field"}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("", ["not-json"]),
        ("{'targets': []}", ["not-json"]),
        ('{"targets": [], "targets": []}', ["not-json"]),
        ("[" * 100_000, ["not-json"]),
        ([], ["not-json"]),
        ({}, ["missing-field"]),
        ({"targets": []}, ["bad-field"]),
        ({"targets": "T01"}, ["bad-field"]),
        ({"targets": [{"id": "T01", "organ": "liver", "place": "left lobe"}], "arm": 1}, ["unknown-field"]),
        ({"targets": [{"id": "T01", "organ": "liver", "place": "left lobe", "note": "x"}]}, ["unknown-field"]),
        ({"targets": [{"id": "T01", "organ": "liver", "place": "left lobe", "series": 1}]}, ["bad-field"]),
        ({"targets": [{"id": "T01", "organ": "liver", "place": "left lobe", "node": True}]}, ["bad-field"]),
        ({"targets": [{"id": "T01", "organ": "liver", "place": "left lobe"}] * 2}, ["duplicate"]),
        ({"targets": [{"id": "T1", "organ": "lever", "place": "lobe"}, {"organ": "liver"}]},
         ["bad-field", "missing-field", "missing-field"]),
    ],
)  # fmt: skip
def test_a_targets_file_that_is_wrong(written, value, expected):
    with pytest.raises(Refused) as refusal:
        read_targets(written(value))
    assert sorted(one.code for one in refusal.value.findings) == expected
    assert all(one.files for one in refusal.value.findings)


def test_series_as_a_person_writes_them(written):
    found = read_series(written({"labels": {"ct": "CT portal venous"}, "pinned": {"T01": "ct"}}))
    assert (found.labels, found.pinned) == ({"ct": "CT portal venous"}, {"T01": "ct"})
    found = read_series(written({}))
    assert (found.labels, found.pinned) == ({}, {})
    for bad in ([], {"labels": []}, {"labels": {"ct": 1}}, {"pinned": {"T01": None}}, {"label": {}}):
        with pytest.raises(Refused):
            read_series(written(bad))
    with pytest.raises(EnvironmentFailure):
        read_series(written({}).with_name("nothing.json"))
