"""What holds for every case, whatever was read."""

from dataclasses import replace
from decimal import Decimal

from criteria.courses import courses
from hypothesis import given, settings
from hypothesis import strategies as st

from seedcryo_reader.criteria.course import Course, Lesion, State, Timepoint
from seedcryo_reader.criteria.evaluate import evaluations

SOME = settings(deadline=None, max_examples=60)


def told(course, protocol) -> list[dict[str, tuple[str, str | None]]]:
    """What is concluded at each timepoint, and from when it dates."""
    return [
        {one.about: (one.value, one.dates_from) for one in evaluation.outcomes}
        for evaluation in evaluations(course, protocol)
    ]


@SOME
@given(course=courses(), chance=st.randoms(use_true_random=False))
def test_the_order_of_lesions_never_matters(protocol, course, chance):
    def turned(lesions):
        places = list(lesions)
        chance.shuffle(places)
        return tuple(places)

    def mixed(mapping):
        return {key: mapping[key] for key in turned(mapping)}

    other = Course(
        turned(course.targets),
        course.chosen,
        turned(course.in_sum),
        turned(course.non_targets),
        tuple(
            replace(one, said=mixed(one.said), findings=mixed(one.findings), non_targets=mixed(one.non_targets))
            for one in course.timepoints
        ),
    )
    assert told(other, protocol) == told(course, protocol)


@SOME
@given(course=courses(), data=st.data())
def test_what_comes_later_never_changes_what_was_concluded(protocol, course, data):
    place = data.draw(st.integers(0, len(course.timepoints) - 1))
    assert told(course.until(place), protocol) == told(course, protocol)[: place + 1]


@SOME
@given(course=courses(), data=st.data())
def test_one_more_timepoint_that_is_not_evaluable_never_makes_a_response(protocol, course, data):
    place = data.draw(st.integers(1, len(course.timepoints)))
    between = course.timepoints[place - 1].number + Decimal("0.5")
    empty = Timepoint("unscheduled", between, not_evaluable="artefact")
    more = replace(course, timepoints=(*course.timepoints[:place], empty, *course.timepoints[place:]))
    before, after = told(course, protocol), told(more, protocol)
    assert after[place]["overall"][0] in {"NE", "PD"}
    assert {value for value, _ in after[place].values()} <= {"NE", "PD", "LP"}
    rest = after[:place] + after[place + 1 :]
    for one, other in zip(before[1:], rest[1:], strict=True):
        assert one["target"] == other["target"]
        assert one["overall"] == other["overall"]


@SOME
@given(course=courses(nodes=False, exact=True), times=st.sampled_from([Decimal("0.1"), Decimal("2.5"), Decimal(40)]))
def test_without_nodes_defaults_and_floors_the_unit_of_length_does_not_matter(protocol_with, course, times):
    plain = protocol_with({"target_response.pd_floor_mm": Decimal(0), "local_progression.size.floor_mm": Decimal(0)})
    scaled = replace(
        course,
        timepoints=tuple(
            replace(
                one,
                said={
                    lesion: said if said.mm is None else replace(said, mm=said.mm * times)
                    for lesion, said in one.said.items()
                },
            )
            for one in course.timepoints
        ),
    )
    assert told(scaled, plain) == told(course, plain)


@SOME
@given(course=courses())
def test_progression_by_growth_is_at_least_the_floor_and_the_percentage(protocol, course):
    rule, local = protocol.target_response, protocol.local_progression.size
    for evaluation in evaluations(course, protocol):
        for outcome in evaluation.outcomes:
            limits = {
                "sum-progression": (rule.pd_floor_mm, rule.pd_percent),
                "progression-by-size": (local.floor_mm, local.percent),
            }
            if outcome.rule in limits:
                floor, percent = limits[outcome.rule]
                step = next(one for one in outcome.steps() if one.rule == outcome.rule and one.holds)
                numbers = {name: Decimal(value) for name, value in step.numbers}
                assert numbers["current_mm"] - numbers["nadir_mm"] >= floor
                assert 100 * (numbers["current_mm"] - numbers["nadir_mm"]) >= percent * numbers["nadir_mm"]


@SOME
@given(course=courses())
def test_the_nadirs_never_rise_once_they_begin_at_the_reference_timepoint(protocol, course):
    after = [one for one in evaluations(course, protocol) if one.timepoint.number > protocol.reference.timepoint]
    sums = [one.nadir.mm for one in after if one.nadir is not None]
    assert sums == sorted(sums, reverse=True)
    if any(said.state is State.MERGED for one in course.timepoints for said in one.said.values()):
        return
    for target in course.targets:
        lows = [size.nadir.mm for one in after for size in one.sizes if size.lesion == target.lesion and size.nadir]
        assert lows == sorted(lows, reverse=True)


@SOME
@given(course=courses())
def test_a_target_that_progressed_and_a_case_that_progressed_stay_so(protocol, course):
    values = [{about: value for about, (value, _) in one.items()} for one in told(course, protocol)[1:]]
    for about in (*(one.lesion for one in course.targets), "overall"):
        reached = "PD" if about == "overall" else "LP"
        progressed = [one[about] == reached for one in values]
        assert progressed == sorted(progressed)


@SOME
@given(course=courses())
def test_every_conclusion_can_be_told_and_the_last_step_that_holds_decided(protocol, course):
    for evaluation in evaluations(course, protocol):
        for outcome, conclusion in zip(evaluation.outcomes, evaluation.conclusions(), strict=True):
            assert (conclusion.about, conclusion.value) == (outcome.about, outcome.value)
            assert conclusion.dates_from == outcome.dates_from
            decisive = next(step for step in reversed(conclusion.trace) if step.holds)
            assert conclusion.text == f"{decisive.text}; rule {decisive.paragraph}"
            assert decisive.paragraph in protocol.paragraphs
            assert outcome.rule in {step.rule for step in conclusion.trace}


def test_a_lesion_outside_every_table_is_not_invented(protocol):
    course = Course(
        (Lesion("T01", False),), (), (Lesion("T01", False),), (), (Timepoint("TP0", 0), Timepoint("TP1", 1))
    )
    assert {about for one in told(course, protocol) for about in one} == {
        "T01",
        "target",
        "non-target",
        "new lesions",
        "overall",
    }
