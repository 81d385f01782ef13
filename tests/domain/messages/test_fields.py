"""What a field of a message may hold is the same in whatever kind it stands."""

from dataclasses import replace

import pytest

from seedcryo_reader.domain.messages.adjudicator import DecisionSent, DisputeWithdrawn, NothingToDecide
from seedcryo_reader.domain.messages.fields import field_problems
from seedcryo_reader.domain.messages.intake import RepeatWanted
from seedcryo_reader.domain.messages.reader import (
    CaseAssigned,
    CaseReassigned,
    ImageQuerySent,
    PartReleased,
    Receipt,
    TrainingRecorded,
)

SHA = "ab" * 32
ASSIGNED = CaseAssigned("C-0042", 1, 12, "seed-cryo/1.0", SHA)
PART = PartReleased("C-0042", 0, SHA, SHA)
TRAINED = TrainingRecorded("seed-cryo/1.0", SHA, False, "2026-01-01", "2027-01-01")
QUERY = ImageQuerySent(
    "C-0042", "TP1", "poor quality", "Ist das Segment II? Zu unscharf.", "2026-05-04T09:00:00.000000Z"
)
SOUND = (
    ASSIGNED,
    PART,
    TRAINED,
    QUERY,
    RepeatWanted("C-0042", "C-0043"),
    CaseReassigned("C-0042", "ill"),
    DisputeWithdrawn("0d" * 16, "ill"),
    NothingToDecide("0" * 20_000),
    DecisionSent(b"anything"),
    Receipt((SHA,)),
)


@pytest.mark.parametrize("message", SOUND)
def test_what_a_program_of_ours_writes_has_no_problems(message):
    assert list(field_problems(message)) == []


@pytest.mark.parametrize(
    ("message", "change"),
    [
        *((ASSIGNED, {"case_number": one}) for one in ("", "c-0042", "C-0042\n", "C-٠٠٤٢", "../C-0042")),
        *((ASSIGNED, {name: one}) for name in ("batch", "place") for one in (0, -1, 100_000)),
        *((PART, {"part": one}) for one in (-1, 2**53)),
        *((PART, {name: one}) for name in ("seal", "file_sha256") for one in ("", "AB" * 32, "../x", "ab" * 33)),
        *((ASSIGNED, {"protocol_id": one}) for one in ("", "p" * 501, "p\x1b[31m", "p\u202eq")),
        *(
            (TRAINED, {name: one})
            for name in ("taken_on", "valid_until")
            for one in ("", "20260101", "2026-13-01", "X")
        ),
        *((QUERY, {"text": one}) for one in ("", " ", "x" * 4001, "a\nb", "a\x00b", "\ud800")),
        *((QUERY, {"kind": one}) for one in ("", "k" * 501, "k\r")),
        (QUERY, {"timepoint": "TP01"}),
        (QUERY, {"noted_at": "yesterday"}),
        (RepeatWanted("C-0042", "C-0043"), {"as_number": "43"}),
        (CaseReassigned("C-0042", "ill"), {"reason": "\x07"}),
    ],
)
def test_another_value_is_named_by_its_field_and_not_shown(message, change):
    [problem] = field_problems(replace(message, **change))
    [(name, value)] = change.items()
    assert problem.startswith(f"The {name} ")
    assert not str(value).strip() or str(value) not in problem


def test_everything_wrong_is_told_at_once():
    assert len(list(field_problems(CaseAssigned("x", 0, 0, "", "")))) == 5
