"""The centre's leave: what it says, that the centre said it, and that nobody else did."""

from dataclasses import replace
from datetime import date

import pyrage
import pytest

from seedcryo_reader.casefile.study.acts import rotate_key
from seedcryo_reader.casefile.study.leave import Leave, leave_bytes, read_leave
from seedcryo_reader.domain import canonical
from seedcryo_reader.domain.errors import Refused

DAY = date(2026, 3, 2)
READER = str(pyrage.x25519.Identity.generate().to_public())


@pytest.fixture
def leave(made):
    study = made.study
    return Leave(
        study_id=study.study_id,
        root_id=study.root_id,
        case_number="C-0001",
        timepoint="TP1",
        recipient=READER,
        and_later=False,
        version=None,
        reason="The wrong series was measured.",
        issued=DAY,
        number="0f" * 8,
    )


def refusal(data, study, received=DAY):
    with pytest.raises(Refused) as refused:
        read_leave(data, study, received, "again.seedleave")
    assert {one.files for one in refused.value.findings} == {("again.seedleave",)}
    return [one.code for one in refused.value.findings]


def changed(data, **fields):
    """The file with other words and the signature of the first."""
    whole = canonical.decode(data)
    whole["leave"] |= fields
    return canonical.encode(whole)


@pytest.mark.parametrize("changes", [{}, {"version": 2, "and_later": True}, {"reason": "看错了序列。"}])
def test_a_leave_comes_back_as_it_was_given(made, leave, changes):
    wanted = replace(leave, **changes)
    data = leave_bytes(wanted, made.keys, made.study)
    assert read_leave(data, made.study, DAY, "again.seedleave") == wanted
    assert canonical.encode(canonical.decode(data)) == data


def test_the_longest_leave_fits_into_an_event(made, leave):
    data = leave_bytes(replace(leave, reason="€" * 500, version=99), made.keys, made.study)
    assert len(data.decode("utf-8")) < 4000


@pytest.mark.parametrize(
    "change",
    [
        {"case": "C-0002"},
        {"timepoint": "TP2"},
        {"recipient": str(pyrage.x25519.Identity.generate().to_public())},
        {"and_later": True},
        {"version": 2},
        {"reason": "Another reason."},
        {"issued": "2026-03-03"},
        {"number": "1e" * 8},
    ],
    ids=lambda one: next(iter(one)),
)
def test_a_leave_that_was_changed_is_refused(made, leave, change):
    assert refusal(changed(leave_bytes(leave, made.keys, made.study), **change), made.study) == ["bad-signature"]


def test_every_byte_of_the_file_counts(made, leave):
    data = leave_bytes(leave, made.keys, made.study)
    for place in range(0, len(data), 3):
        bent = bytearray(data)
        bent[place] ^= 1
        assert refusal(bytes(bent), made.study)


@pytest.mark.parametrize("changes", [{"study_id": "SEED-TWO"}, {"root_id": "0" * 16}])
def test_a_leave_of_another_study_is_refused(made, leave, changes):
    data = leave_bytes(replace(leave, **changes), made.keys, made.study)
    assert refusal(data, made.study) == ["other-study"]


def test_a_key_that_the_study_does_not_know_gives_no_leave(made, leave):
    data = leave_bytes(leave, made.keys, made.study)
    whole = canonical.decode(data)
    whole["signature"]["key"] = "0" * 16
    assert refusal(canonical.encode(whole), made.study) == ["unknown-key"]


def test_a_leave_stays_good_when_the_centre_takes_another_key(made, leave):
    data = leave_bytes(leave, made.keys, made.study)
    rotate_key(made.access, date(2026, 6, 1), made.cheap)
    assert read_leave(data, made.study, DAY, "again.seedleave") == leave
    later = leave_bytes(leave, made.keys, made.study)
    assert canonical.decode(later)["signature"]["key"] != canonical.decode(data)["signature"]["key"]
    assert read_leave(later, made.study, date(2026, 6, 2), "again.seedleave") == leave


@pytest.mark.parametrize(
    "changes",
    [
        {"case_number": "C-1"},
        {"timepoint": "first"},
        {"recipient": "age1nobody"},
        {"version": 1},
        {"version": 100},
        {"reason": "no"},
        {"reason": "x" * 501},
        {"reason": "because\nof this"},
        {"number": "0F" * 8},
        {"number": ""},
        {"study_id": ""},
        {"root_id": "root"},
    ],
    ids=str,
)
def test_a_leave_that_breaks_a_rule_is_not_given(made, leave, changes):
    with pytest.raises(Refused) as refused:
        leave_bytes(replace(leave, **changes), made.keys, made.study)
    assert len(refused.value.findings) == 1


def test_everything_wrong_with_a_leave_is_said_at_once(made, leave):
    wrong = {"case": 1, "and_later": "yes", "issued": "yesterday", "number": None}
    found = refusal(changed(leave_bytes(leave, made.keys, made.study), **wrong), made.study)
    assert len(found) == len(wrong)


@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b'{"format":"seedcryo-study/1"}', b"\xff"])
def test_what_is_no_leave_is_refused(made, data):
    assert refusal(data, made.study)
