"""A decision counts only if it answers what was asked, by whom it was asked, upon what was sent."""

from dataclasses import replace

import pytest

from seedcryo_reader.coordination.office.answering import LONGEST_COMMENT, Answered, Asked, decision_problems
from seedcryo_reader.domain.dispute import Answer, Choice, Decision, Dispute, Mode, Question, Unit, sha256_of
from seedcryo_reader.domain.projection import ProjectedRead

EMPTY = ProjectedRead((), ())
DISPUTE = Dispute(
    dispute_id="12" * 8,
    case_number="C-0001",
    protocol_id="seed-cryo/1.0",
    protocol_sha256="ab" * 32,
    unit=Unit.ENDPOINT,
    mode=Mode.FORCED_CHOICE,
    reasons=("measurement", "call"),
    a=EMPTY,
    b=EMPTY,
    questions=(Question("T01", ("LP",), ("no LP",)), Question("overall", ("PD",), ("no PD",))),
    parting=None,
)
OWN_FIRST = replace(DISPUTE, mode=Mode.OWN_READ_FIRST)
A, B = Answer("T01", Choice.A), Answer("overall", Choice.B)
DECISION = Decision("12" * 8, "C-0001", (A, B), "call", "A saw it first.")
OWN = "0f" * 32


def answered(dispute=DISPUTE, decision=DECISION, **more):
    return replace(Answered("dora", decision, sha256_of(dispute), dispute.protocol_id, dispute.protocol_sha256), **more)


def codes(dispute=DISPUTE, **changes):
    decision = replace(DECISION, **changes)
    return [
        one.code for one in decision_problems(Asked(dispute, "dora", sha256_of(dispute)), answered(dispute, decision))
    ]


@pytest.mark.parametrize("answers", [(A, B), (B, A), (Answer("T01", Choice.NEITHER), B)])
def test_what_was_asked_can_be_answered_in_any_order(answers):
    assert codes(answers=answers) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"answers": ()}, ["no-answer", "no-answer"]),
        ({"answers": (A,)}, ["no-answer"]),
        ({"answers": (A, B, Answer("T02", Choice.A))}, ["unknown-endpoint"]),
        ({"answers": (A, B, Answer("T01", Choice.B))}, ["answered-twice"]),
        ({"answers": (Answer("case", Choice.A),)}, ["no-answer", "no-answer", "unknown-endpoint"]),
        ({"answers": (Answer("T01", Choice.OWN), B)}, ["no-such-choice"]),
        ({"own_read_sha256": OWN}, ["no-such-choice"]),
        ({"case_number": "C-0002"}, ["other-case"]),
        ({"reason": "a feeling"}, ["unknown-reason"]),
        ({"reason": ""}, ["unknown-reason"]),
        ({"comment": ""}, ["bad-comment"]),
        ({"comment": " . "}, ["bad-comment"]),
        ({"comment": "x" * (LONGEST_COMMENT + 1)}, ["bad-comment"]),
        ({"comment": "two\nlines"}, ["bad-comment"]),
    ],
)
def test_what_was_not_asked_or_is_missing_is_named(changes, expected):
    assert codes(**changes) == expected


def test_where_the_own_read_comes_first_it_is_named_and_can_be_taken():
    own = {"answers": (Answer("T01", Choice.OWN), B), "own_read_sha256": OWN}
    assert codes(OWN_FIRST, **own) == []
    assert codes(OWN_FIRST, own_read_sha256=OWN) == []
    assert codes(OWN_FIRST) == ["own-read-first"]
    assert codes(OWN_FIRST, own_read_sha256="my read") == ["own-read-first"]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"adjudicator": "emil"}, "other-adjudicator"),
        ({"dispute_sha256": "cd" * 32}, "other-dispute"),
        ({"protocol_id": "other/9"}, "other-protocol"),
        ({"protocol_sha256": "cd" * 32}, "other-protocol"),
    ],
)
def test_a_decision_upon_something_else_or_by_somebody_else_is_named(more, expected):
    [found] = decision_problems(Asked(DISPUTE, "dora", sha256_of(DISPUTE)), answered(**more))
    assert found.code == expected
