"""Treated lesions in the sum: growth up to the reference timepoint is no progression, and the nadir begins there."""

from dataclasses import replace
from decimal import Decimal

import pytest
from criteria.reads import read_of, recorded, sheet, target_response, values
from criteria.reads import visit as visit_of
from hypothesis import given, settings
from hypothesis import strategies as st

from seedcryo_reader.criteria.evaluate import evaluate, evaluations
from seedcryo_reader.criteria.lengths import Length
from seedcryo_reader.criteria.sheets import course_of
from seedcryo_reader.domain.lesion import NewLesions, NewLesionsAnswer, NonTargetState, NonTargetStatus

NONE = {"any_new_lesion": NewLesionsAnswer(NewLesions.NONE)}


def sums(*lengths: str | None):
    """Visits of one lesion that measured this."""
    return [
        visit_of(f"TP{k}", Length("T01", False, None if mm is None else Decimal(mm))) for k, mm in enumerate(lengths)
    ]


def response(protocol, *lengths: str | None, treated: bool = True):
    return target_response(sums(*lengths), protocol.target_response, reference=protocol.reference, treated=treated)


def test_growth_up_to_the_reference_timepoint_is_told_and_does_not_count(protocol):
    found = response(protocol, "30", "45")
    assert found.value == "SD"
    early = next(step for step in found.trace if step.rule == "sum-growth-early")
    words = "rowth up to TP1 is not judged while prespecified targets are in the sum"
    assert (early.holds, early.paragraph, early.text) == (False, "3.5", f"G{words}")
    assert found.text == (
        "Stable disease: the sum 45 mm is +15 mm and +50.0 % over the nadir 30 mm at TP0; "
        f"g{words} (rule 3.5); rule 3.1"
    )
    assert response(protocol, "30", "31").text == (
        "Stable disease: the sum 31 mm is +1 mm and +3.3 % over the nadir 30 mm at TP0; rule 3.1"
    )


@pytest.mark.parametrize(
    ("lengths", "value", "nadir"),
    [
        (("30", "45", "50"), "SD", "45"),
        (("30", "45", "54"), "PD", "45"),
        (("30", "45", "28", "33.5"), "SD", "28"),
        (("30", "45", "28", "33.6"), "PD", "28"),
        (("30", "20", "21"), "PR", "20"),
    ],
)
def test_later_growth_is_over_the_smallest_sum_since_the_reference_timepoint(lengths, value, nadir, protocol):
    found = response(protocol, *lengths)
    assert found.value == value
    compared = next(step for step in found.trace if step.rule == "sum-progression")
    assert dict(compared.numbers)["nadir_mm"] == nadir


def test_a_sum_without_treated_lesions_counts_at_once(protocol):
    assert response(protocol, "30", "45", treated=False).value == "PD"


def test_a_protocol_may_let_growth_count_at_once_and_from_the_baseline(protocol_with):
    plain = protocol_with(
        {"target_response.treated.before_reference": True, "target_response.treated.nadir_from": "baseline"}
    )
    assert response(plain, "30", "45").value == "PD"
    assert response(plain, "30", "45", "36").value == "PD"


def test_a_later_grace_period_keeps_growth_from_counting_and_the_nadir_where_it_was(protocol_with):
    longer = protocol_with({"reference.grace_until": 2})
    assert response(longer, "30", "20", "40").value == "SD"
    assert response(longer, "30", "20", "40", "26").value == "PD"


def test_without_a_sum_at_the_reference_timepoint_the_baseline_counts(protocol, protocol_with):
    assert response(protocol, "30", None, "36").value == "PD"
    patient = protocol_with({"reference.if_missing": "not evaluable"})
    assert response(patient, "30", None, "36").value == "SD"
    assert response(patient, "30", None, "36", "44").value == "PD"


def test_new_lesions_and_other_disease_count_from_the_first_follow_up(protocol):
    start = sheet("T01=30", recorded=recorded("NT01"))
    worse = {"non_targets": {"NT01": NonTargetState(NonTargetStatus.PROGRESSION)}}
    read = read_of("T01", start, sheet("T01=45", "T01:none/-/none", **NONE, **worse))
    found = values(evaluate(read, protocol, "TP1"))
    assert (found["target"], found["non-target"], found["overall"]) == ("SD", "PD", "PD")


def test_a_chosen_lesion_alone_in_the_sum_is_not_treated(protocol):
    start = sheet("T01=30;R01=20", recorded=recorded("R01"), recist_set=("R01",))
    read = read_of("T01", start, sheet("T01=30;R01=26", "T01:none/-/none", **NONE))
    assert values(evaluate(read, protocol, "TP1"))["target"] == "PD"


@settings(deadline=None, max_examples=60)
@given(lengths=st.lists(st.none() | st.decimals("0.1", 60, places=1), min_size=2, max_size=7))
def test_the_nadir_of_the_sum_never_rises_after_the_reference_timepoint(protocol, lengths):
    texts = [f"T01={'NE' if mm is None else mm}" for mm in (Decimal(30), *lengths)]
    read = read_of("T01", *(sheet(text) for text in texts))
    found = list(evaluations(course_of(read, protocol, read.timepoints[-1].name), protocol))
    lows = [one.nadir.mm for one in found[2:] if one.nadir is not None]
    assert lows == sorted(lows, reverse=True)


@pytest.mark.parametrize(("between", "value"), [("0.5", "SD"), ("1.5", "PD")])
def test_an_unscheduled_timepoint_counts_as_before_or_after_the_reference_timepoint(between, value, protocol):
    first, last = sums("30", "45")
    unscheduled = replace(last, number=Decimal(between))
    found = target_response([first, unscheduled], protocol.target_response, reference=protocol.reference, treated=True)
    assert found.value == value
