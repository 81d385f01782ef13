"""The truth against the story, worked out again with exact fractions (RECIST 1.1 target response)."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Literal

import numpy as np
import pytest

from seedcryo_reader.demo.phantom.build import DEFAULT_SEED, case_names, choose
from seedcryo_reader.demo.phantom.cases import STUDY
from seedcryo_reader.demo.phantom.lesions import axes_of
from seedcryo_reader.demo.phantom.scene import set_scene
from seedcryo_reader.demo.phantom.story import Case, Look, Oval, State
from seedcryo_reader.demo.phantom.truth import Json, case_truth, timepoint_truth
from seedcryo_reader.domain.anatomy import is_place

Part = Literal["whole", "viable"]
by_name = pytest.mark.parametrize("case", STUDY, ids=lambda case: case.name)


@by_name
def test_every_lesion_lies_where_the_vocabulary_has_a_place(case):
    assert [lesion.name for lesion in case.lesions if not is_place(lesion.organ, lesion.place)] == []


def truth_of(case: Case) -> Json:
    return case_truth(case, [timepoint_truth(set_scene(case, n, DEFAULT_SEED)) for n in range(case.timepoints)])


def size(lesion: Json, *, node: bool, part: Part) -> Fraction | None:
    """What a target adds to the sum, or nothing if it is missing."""
    if lesion["state"] == "not evaluable":
        return None
    if lesion["state"] == "split":
        return sum((length(piece, node=node, part=part) for piece in lesion["parts"]), Fraction(0))
    if lesion["state"] == "too small" and part == "whole":
        return Fraction(str(lesion["counts_as_mm"]))
    return length(lesion, node=node, part=part)


def length(measured: Json, *, node: bool, part: Part) -> Fraction:
    axes = measured.get(part)
    return Fraction(str(axes["short_axis_mm" if node else "long_axis_mm"])) if axes else Fraction(0)


def sizes(truth: Json, part: Part) -> Iterator[list[tuple[bool, Fraction | None]]]:
    nodes = {about["id"]: about["node"] for about in truth["targets"]}
    for timepoint in truth["timepoints"]:
        yield [
            (nodes[target["id"]], size(target, node=nodes[target["id"]], part=part)) for target in timepoint["targets"]
        ]


def responses(truth: Json, part: Part) -> list[str]:
    told, baseline, nadir = ["baseline"], Fraction(0), Fraction(0)
    for n, found in enumerate(sizes(truth, part)):
        measured = [mm for _, mm in found if mm is not None]
        complete, total = len(measured) == len(found), sum(measured, Fraction(0))
        if n == 0:
            baseline = nadir = total
            continue
        told.append(response(found, total=total, baseline=baseline, nadir=nadir))
        nadir = min(nadir, total) if complete else nadir
    return told


def response(found: list[tuple[bool, Fraction | None]], *, total: Fraction, baseline: Fraction, nadir: Fraction) -> str:
    if all(mm is None for _, mm in found):
        return "NE"
    if all(mm is not None and (mm < 10 if node else mm == 0) for node, mm in found):
        return "CR"
    if total - nadir >= 5 and total >= Fraction(6, 5) * nadir:
        return "PD"
    if any(mm is None for _, mm in found):
        return "NE"
    return "PR" if total <= Fraction(7, 10) * baseline else "SD"


@by_name
def test_the_sums_give_the_expected_responses(case: Case) -> None:
    truth = truth_of(case)
    for part, key in (("whole", "target_response_by_whole_sum"), ("viable", "target_response_by_viable_sum")):
        expected = [timepoint["expected"][key] for timepoint in truth["timepoints"]]
        assert responses(truth, part) == expected  # type: ignore[arg-type]


@by_name
def test_no_sum_lies_within_a_millimetre_of_a_threshold(case: Case) -> None:
    truth = truth_of(case)
    for part in ("whole", "viable"):
        totals = [[mm for _, mm in found] for found in sizes(truth, part)]  # type: ignore[arg-type]
        sums = [sum(mm, Fraction(0)) for mm in totals if None not in mm]  # type: ignore[arg-type]
        for n in range(1, len(sums)):
            nadir = min(sums[:n])
            limits = [Fraction(7, 10) * sums[0], max(Fraction(6, 5) * nadir, nadir + 5)]
            assert all(abs(sums[n] - limit) >= 1 for limit in limits), (part, n, float(sums[n]))


@by_name
def test_local_progression_follows_from_growth_or_new_viable_tissue(case: Case) -> None:
    truth = truth_of(case)
    nodes = {about["id"]: about["node"] for about in truth["targets"]}
    taken_in = {t["into"] for tp in truth["timepoints"] for t in tp["targets"] if t["state"] == "merged"}
    for n, timepoint in enumerate(truth["timepoints"]):
        progressing = [
            target["id"]
            for at, target in enumerate(timepoint["targets"])
            if n > 1
            and target["id"] not in taken_in
            and _grew([tp["targets"][at] for tp in truth["timepoints"][1 : n + 1]], nodes[target["id"]])
        ]
        assert timepoint["expected"]["local_progression"] == progressing


def _grew(course: list[Json], node: bool) -> bool:
    whole = [mm for look in course if (mm := size(look, node=node, part="whole")) is not None]
    viable = [mm for look in course if (mm := size(look, node=node, part="viable")) is not None]
    if course[-1]["state"] == "not evaluable":
        return False
    nadir = min(whole[:-1])
    return (whole[-1] - nadir >= 5 and whole[-1] >= Fraction(6, 5) * nadir) or viable[-1] > viable[0]


def test_the_study_covers_every_kind_of_course() -> None:
    covered = {kind for case in STUDY for kind in case.covers}
    assert covered >= {
        "CR by sum",
        "PR by sum",
        "SD by sum",
        "PD by sum",
        "local progression without PD by sum",
        "new lesion",
        "not evaluable",
        "node",
        "split",
        "merge",
        "MR",
        "two phases",
        "metal",
        "local progression by a hairbreadth",
        "equivocal new lesion",
        "two new lesions at one timepoint",
        "non-target disease",
    }
    assert {look.state for case in STUDY for lesion in case.lesions for look in lesion.course} == set(State)


@by_name
def test_the_table_is_whole(case: Case) -> None:
    assert 4 <= case.timepoints <= 6
    assert len({lesion.name for lesion in case.lesions}) == len(case.lesions)
    assert {len(lesion.course) for lesion in case.lesions} == {case.timepoints}
    assert {len(lesion.doubt) for lesion in case.new_lesions} <= {case.timepoints}
    assert len(case.expected.viable) == len(case.expected.local) == case.timepoints
    grid = set_scene(case, 0, DEFAULT_SEED).grid
    assert (20 if case.thick else 36) <= grid.slices <= 60
    assert grid.spacing[2] <= 5  # thicker slices would raise the limit of what is measurable


def test_treated_zones_first_grow_and_then_shrink() -> None:
    grown = 0
    for case in STUDY:
        for lesion in case.targets:
            spans = [axes_of(look.body + look.viable) for look in lesion.course[:3]]
            if lesion.approach is not None and all(spans):
                before, after, later = (span.long for span in spans if span)
                assert before < after > later
                grown += 1
    assert grown >= 8


def every_look() -> Iterator[Look]:
    for case in STUDY:
        for lesion in case.lesions:
            for look in lesion.course:
                yield from look.parts or (look,)


def outline(ovals: tuple[Oval, ...]) -> Any:
    turn = np.linspace(0, 2 * np.pi, 1440, endpoint=False)
    rings = [np.column_stack([o.along + o.long / 2 * np.cos(turn), o.short / 2 * np.sin(turn)]) for o in ovals]
    return np.concatenate(rings)


def test_long_and_short_axis_are_those_of_the_outline() -> None:
    checked = 0
    for look in every_look():
        for ovals in (look.body + look.viable, look.viable):
            axes = axes_of(ovals)
            if axes is None:
                continue
            points = outline(ovals)
            spread = max(np.ptp(points @ np.array([np.cos(a), np.sin(a)])) for a in np.linspace(0, np.pi, 721))
            assert axes.long == pytest.approx(spread, abs=0.01)
            assert axes.short == pytest.approx(np.ptp(points[:, 1]), abs=0.01)
            assert axes.long >= axes.short
            checked += 1
    assert checked > 100


def test_case_names_are_neutral_numbers_in_order() -> None:
    assert case_names() == tuple(f"C-{n:04d}" for n in range(1, 14))


def test_an_unknown_case_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="C-9999"):
        choose(["C-0001", "C-9999"])
    with pytest.raises(ValueError, match="none was named"):
        choose([])


def test_new_lesions_are_not_there_before_they_appear() -> None:
    for case in STUDY:
        for lesion in case.new_lesions:
            for look, doubt in zip(lesion.course, lesion.doubt, strict=True):
                assert (look.state is State.ABSENT) == (doubt == "none")
