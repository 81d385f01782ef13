"""A draft survives, and everything that is missing is told at once."""

import pytest
from adjudication.ways import dispute
from hypothesis import given
from hypothesis import strategies as st

from seedcryo_reader.adjudication.drafting import Draft, choices, decision_of, draft_from, draft_text, problems
from seedcryo_reader.domain.dispute import Answer, Choice, Decision

TWO_QUESTIONS = dispute(endpoints=("T01", "overall"))
WHOLE = Draft({"T01": Choice.A, "overall": Choice.NEITHER}, "new lesion", "The margin is treated tissue.")


def codes(draft: Draft, own: str | None = None) -> list[tuple[str, tuple[str, ...]]]:
    return [(one.code, one.files) for one in problems(TWO_QUESTIONS, own, draft)]


def test_everything_that_is_missing_is_told_at_once() -> None:
    assert codes(Draft()) == [
        ("no-answer", ("T01",)),
        ("no-answer", ("overall",)),
        ("no-reason", ()),
        ("no-comment", ()),
    ]


def test_a_whole_draft_has_no_problem_and_becomes_a_decision() -> None:
    assert codes(WHOLE) == []
    assert decision_of(TWO_QUESTIONS, None, WHOLE) == Decision(
        TWO_QUESTIONS.dispute_id,
        TWO_QUESTIONS.case_number,
        (Answer("T01", Choice.A), Answer("overall", Choice.NEITHER)),
        "new lesion",
        "The margin is treated tissue.",
    )


def test_the_own_read_can_be_taken_only_where_one_was_signed_before() -> None:
    own = WHOLE.answered("T01", Choice.OWN)
    assert codes(own) == [("no-such-choice", ("T01",))]
    assert codes(own, "d" * 64) == []
    assert choices(None) == (Choice.A, Choice.B, Choice.NEITHER)
    assert choices("d" * 64) == (Choice.A, Choice.B, Choice.OWN, Choice.NEITHER)


@pytest.mark.parametrize(
    ("comment", "code"),
    [("", "no-comment"), ("no ", "no-comment"), ("x" * 2001, "bad-comment"), ("one\ntwo", "bad-comment")],
)
def test_a_comment_is_long_enough_and_no_longer_and_of_one_line(comment: str, code: str) -> None:
    assert codes(Draft(WHOLE.answers, WHOLE.reason, comment)) == [(code, ())]


def test_a_comment_of_three_characters_and_of_two_thousand_is_one() -> None:
    assert codes(Draft(WHOLE.answers, WHOLE.reason, "why")) == []
    assert codes(Draft(WHOLE.answers, WHOLE.reason, "x" * 2000)) == []


def test_a_reason_is_one_of_the_protocols() -> None:
    assert codes(Draft(WHOLE.answers, "a feeling", WHOLE.comment)) == [("unknown-reason", ())]


@given(
    st.dictionaries(st.text("TR0123456789", min_size=1, max_size=3), st.sampled_from(Choice), max_size=4),
    st.none() | st.just("new lesion"),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=40),
)
def test_a_draft_is_kept_and_found_again(answers: dict[str, Choice], reason: str | None, comment: str) -> None:
    draft = Draft(answers, reason, comment)
    assert draft_from(draft_text(draft)) == draft


@pytest.mark.parametrize("text", [None, "", "{", "{}", '{"answers":[],"comment":"x"}'])
def test_what_is_no_draft_is_an_empty_one(text: str | None) -> None:
    assert draft_from(text) == Draft()
