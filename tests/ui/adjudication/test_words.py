"""Every kind of cell, state and parting has its words."""

from dataclasses import replace
from decimal import Decimal

import pytest
from adjudication.ways import parting

from seedcryo_reader.adjudication.comparing import Line, Recorded, Summed, What
from seedcryo_reader.criteria.evaluation import Counted
from seedcryo_reader.domain.discordance import Cause, Divergence, Side
from seedcryo_reader.domain.dispute import Choice, DisputeState
from seedcryo_reader.domain.lesion import (
    Absent,
    Certainty,
    LocalFinding,
    Mark,
    Merged,
    NewLesions,
    NewLesionsAnswer,
    NewLesionState,
    NonTargetState,
    NonTargetStatus,
    NotEvaluable,
    RecordedLesion,
    Split,
    TooSmall,
)
from seedcryo_reader.domain.measurement import Axis, Caliper, Extent, ImagePlace, Plane
from seedcryo_reader.ui.adjudication import words
from seedcryo_reader.ui.adjudication.headline import Headline

IMAGE = ImagePlace(1, "1.2.3")
LUNG = RecordedLesion("NL01", "lung", "lingula", Mark(IMAGE, ("1.000", "2.000", "3.000")))
LONG = Axis.between(("0.000", "0.000", "0.000"), ("20.000", "0.000", "0.000"), 1)


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        (None, "–"),
        ("NO", "none"),
        ("PD", "PD"),
        (Caliper(IMAGE, LONG), "20.0 mm"),
        (Absent(), "absent"),
        (TooSmall(), "too small to measure"),
        (NotEvaluable("poor scan quality"), "not evaluable: poor scan quality"),
        (Merged("T02"), "merged with T02"),
        (Split(("T01.1", "T01.2")), "in 2 pieces"),
        (LocalFinding("uncertain"), "uncertain"),
        (LocalFinding("not assessable", "artefact"), "not assessable (artefact)"),
        (NewLesionsAnswer(NewLesions.NOT_ASSESSABLE, "artefact"), "not assessable (artefact)"),
        (Summed(Decimal("40.1"), ()), "40.1 mm"),
        (Summed(Decimal("40.1"), ("T02",)), "40.1 mm without T02"),
        (Counted("LP", None, called=False), "LP"),
        (Counted("LP", "TP2", called=True), "LP since TP2, by the reader's call"),
        (Recorded(LUNG, None), "lung, lingula"),
        (Recorded(LUNG, NewLesionState(Certainty.UNEQUIVOCAL)), "lung, lingula: unequivocal"),
        (Recorded(LUNG, NonTargetState(NonTargetStatus.ABSENT)), "lung, lingula: absent"),
    ],
)
def test_every_cell_has_its_words(cell, told: str) -> None:
    assert words.said(cell) == told


@pytest.mark.parametrize("what", What)
def test_every_line_has_a_name(what: What) -> None:
    assert words.line_name(Line("TP1", what, "T01 tissue", "T01", Extent.WHOLE, None, None, parts=True))


def test_the_viable_part_is_named_as_such() -> None:
    assert (
        words.line_name(Line("TP1", What.LENGTH, "T01", "T01", Extent.VIABLE, None, None, parts=True)) == "T01 viable"
    )


@pytest.mark.parametrize(
    ("choice", "endpoint", "told"),
    [
        (
            Choice.A,
            "case",
            "Its whole series is accepted and marked so: TP0 to TP3, for T01, T02 and the overall response. "
            "Of read B nothing counts for it.",
        ),
        (
            Choice.B,
            "T02",
            "Its whole series is accepted and marked so: TP0 to TP3, for this endpoint alone. "
            "Of read A nothing counts for it.",
        ),
        (
            Choice.OWN,
            "overall",
            "Your own read is accepted as a whole, TP0 to TP3, for this endpoint alone. "
            "Neither read A nor read B counts for it.",
        ),
        (
            Choice.NEITHER,
            "case",
            "No read is accepted for it. The person whom the charter names decides, and may take either read.",
        ),
    ],
)
def test_every_answer_says_what_follows_from_it(choice: Choice, endpoint: str, told: str) -> None:
    assert words.meaning(choice, endpoint, ("TP0", "TP1", "TP2", "TP3"), ("T01", "T02")) == told


@pytest.mark.parametrize("state", DisputeState)
def test_every_state_has_its_words(state: DisputeState) -> None:
    assert words.state(state)


def test_a_decided_dispute_that_was_replaced_says_both() -> None:
    told = words.state(DisputeState.SUPERSEDED, is_decided=True)
    assert told == "decided, then replaced by another dispute"


@pytest.mark.parametrize(
    ("change", "slices", "told"),
    [
        ({}, None, "other slice"),
        ({}, 0, "same slice"),
        ({}, 1, "1 slice apart"),
        ({}, 3, "3 slices apart"),
        ({"image": None}, 3, ""),
        ({"image": ImagePlace(2, "1.2.9")}, None, "other series"),
        ({"image": ImagePlace(1, "1.2.9", plane=Plane.CORONAL)}, None, "other plane"),
    ],
)
def test_how_far_apart_the_images_are(change, slices: int | None, told: str) -> None:
    one = parting()
    first = replace(one.first, turning_mm=None)
    second = replace(one.second, turning_mm=None, **change)
    assert words.parting_more(replace(one, first=first, second=second), slices) == told


@pytest.mark.parametrize(
    ("value", "by", "told"),
    [
        ("LP", "-0.2", "0.2 mm less, 24.9 mm, would no longer be LP"),
        ("LP", "1.0", "1 mm more, 26.1 mm, would no longer be LP"),
        ("no LP", "0.8", "0.8 mm more, 25.9 mm, would be LP"),
        ("equivocal, later LP", "-1.5", "1.5 mm less, 23.6 mm, would be LP"),
    ],
)
def test_what_would_turn_a_read_is_told_with_the_length_that_it_would_be(value: str, by: str, told: str) -> None:
    side = Side(value, Decimal("25.1"), None, Decimal(by))
    assert words.turning(parting(), side) == told


def test_what_nothing_turns_has_no_such_words_and_of_a_sum_it_is_progression() -> None:
    assert words.turning(parting(), Side("NE")) == ""
    at_sum = replace(parting(), about="target", lesion="T02")
    assert words.turning(at_sum, Side("SD", Decimal(50), None, Decimal(2))) == "2 mm more, 52 mm, would be PD"


def test_a_parting_at_a_sum_names_the_lesion_and_one_without_lengths_the_values() -> None:
    at_sum = replace(parting(), about="target", lesion="T02")
    assert words.parting_at(at_sum) == "TP2, sum of diameters"
    assert words.parting_more(at_sum, 0).startswith("they differ most in T02 · same slice")
    new = Divergence("TP1", "new lesions", None, Side("UNEQUIVOCAL"), Side("NO"), Cause.NEW_LESION)
    assert words.parting_at(new) == "TP1, new lesions"
    assert words.parting_side("A", new.first, (), new.cause) == "unequivocal"


def test_a_question_of_another_protocol_is_told_by_its_name() -> None:
    assert words.question("wash-out-of-contrast") == "wash out of contrast"


def test_a_headline_without_a_parting_says_so(qtbot) -> None:
    headline = Headline(None, "")
    qtbot.addWidget(headline)
    assert "part nowhere by themselves" in headline.accessibleName()
