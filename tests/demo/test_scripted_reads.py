"""Scripted readers: their reads are whole and legal, say what the truth says, and part where that is planned."""

from decimal import Decimal
from functools import cache

import pytest
from demo.played import desk_of, play_at, played, scripted, shipped
from demo.truths import truth_of
from hypothesis import given, settings
from hypothesis import strategies as st

from seedcryo_reader.coordination.discordance.comparing import compare
from seedcryo_reader.coordination.discordance.results import result_of
from seedcryo_reader.demo.phantom import case_names
from seedcryo_reader.demo.reading.manner import Manner, Off
from seedcryo_reader.demo.reading.readers import ADA, BEN
from seedcryo_reader.domain.discordance import OVERALL, Cause, Comparison, ReadResult, Variable
from seedcryo_reader.domain.lesion import Merged, Split, TooSmall
from seedcryo_reader.domain.lifecycle import State
from seedcryo_reader.domain.measurement import Caliper
from seedcryo_reader.domain.read import Read
from seedcryo_reader.reading.playing import NotThisScript

EXACT = Manner(seed=0)
PLANNED = {
    "C-0005": [(Variable.LOCAL_TIMEPOINT, "T01", "TP3", "TP4")],
    "C-0009": [(Variable.LOCAL_PROGRESSION, "T01", "TP3", "none")],
    "C-0010": [(Variable.OVERALL_PROGRESSION, OVERALL, "TP2", "none")],
    "C-0012": [(Variable.LOCAL_EVALUABILITY, "T01", "evaluable", "not evaluable")],
    "C-0013": [(Variable.OVERALL_PROGRESSION, OVERALL, "none", "TP3")],
}


@cache
def read_of(case: str, who: str) -> Read:
    return played(case, {"exact": EXACT, "ada": ADA, "ben": BEN}[who])


def result(case: str, who: str) -> ReadResult:
    return result_of(read_of(case, who), shipped(), who, 1, who[0] * 64)


def compared(case: str) -> Comparison:
    return compare(result(case, "ada"), result(case, "ben"), shipped())


every_case = pytest.mark.parametrize("case", case_names())


@every_case
@pytest.mark.parametrize("who", ["ada", "ben"])
def test_every_script_is_played_to_the_signature(case: str, who: str) -> None:
    assert read_of(case, who).state is State.SIGNED


@every_case
def test_a_reader_without_habits_measures_what_is_true(case: str) -> None:
    checked = 0
    for told in truth_of(case)["timepoints"]:
        sheet = read_of(case, "exact").timepoint(told["timepoint"]).sheet
        for target in told["targets"]:
            for lesion in [target] if target["state"] == "measured" else target.get("parts", ()):
                said = sheet.assessed(lesion["id"])
                assert (said.long.mm, said.short.mm) == tuple(
                    Decimal(str(lesion["whole"][axis])).quantize(Decimal("0.1"))
                    for axis in ("long_axis_mm", "short_axis_mm")
                )
                checked += 1
    assert checked >= 4


@every_case
def test_a_reader_without_habits_concludes_what_the_story_tells(case: str) -> None:
    local = {one.target: one for one in result(case, "exact").local}
    for target in truth_of(case)["targets"]:
        told = [
            one["timepoint"]
            for one in truth_of(case)["timepoints"]
            if target["id"] in one["expected"]["local_progression"]
        ]
        assert local[target["id"]].progressed_at == (told[0] if told else None)
        assert local[target["id"]].evaluable


@every_case
def test_the_two_readers_differ_exactly_where_it_is_planned(case: str) -> None:
    differences = [(one.variable, one.about, one.first, one.second) for one in compared(case).differences]
    planned = PLANNED.get(case, [])
    assert differences[: len(planned)] == planned
    assert {one[1] for one in differences} == {one[1] for one in planned}


def test_the_planned_differences_have_all_kinds_of_causes() -> None:
    causes = {cause for case in PLANNED for one in compared(case).differences for cause in one.causes}
    assert causes >= {
        Cause.TARGET_MEASURE,
        Cause.NEW_LESION,
        Cause.NON_TARGET,
        Cause.EVALUABILITY,
        Cause.TIMEPOINT_ONLY,
    }


def test_two_readers_can_agree_for_different_reasons() -> None:
    one = compared("C-0011")
    assert not one.is_discordant
    assert len(one.different_reasons) == 1


def test_lesions_that_merge_split_and_nearly_vanish_are_said_to_do_so() -> None:
    last = read_of("C-0007", "ben").timepoints[-1].sheet
    assert last.assessed("T03") == Merged("T02")
    assert isinstance(last.assessed("T01"), Split)
    assert read_of("C-0007", "ben").timepoints[0].sheet.recist_set == ("T01", "T02", "T04")
    assert read_of("C-0002", "ada").timepoint("TP2").sheet.assessed("T03") == TooSmall()


def test_a_spoilt_timepoint_is_not_evaluable_as_a_whole() -> None:
    assert read_of("C-0012", "ada").timepoint("TP2").sheet.not_evaluable == "poor scan quality"


def test_notes_to_the_centre_are_made_where_they_are_planned() -> None:
    kinds = [act.kind for case in case_names() for who in (ADA, BEN) for act in scripted(case, who).acts]
    assert (kinds.count("incidental"), kinds.count("query")) == (1, 1)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from(["-0.4", "0", "0.3"]), st.sampled_from(["0", "0.5"]))
def test_a_habit_shifts_and_scatters_what_is_measured_and_no_more(seed: int, bias: str, spread: str) -> None:
    manner = Manner(seed, Decimal(bias), Decimal(spread))
    first, again = played("C-0009", manner), played("C-0009", manner)
    for told, one, other in zip(truth_of("C-0009")["timepoints"], first.timepoints, again.timepoints, strict=True):
        for target in told["targets"]:
            said = one.sheet.assessed(target["id"])
            assert isinstance(said, Caliper)
            assert said == other.sheet.assessed(target["id"])
            off = said.long.mm - Decimal(str(target["whole"]["long_axis_mm"]))
            assert abs(off - Decimal(bias)) <= 2 * Decimal(spread)


def test_another_seed_scatters_otherwise() -> None:
    scripts = {repr(scripted("C-0009", Manner(seed, spread_mm=Decimal("0.5"))).acts) for seed in range(5)}
    assert len(scripts) == 5


def test_what_is_measured_off_on_purpose_is_off_by_that_whatever_the_habit() -> None:
    deviations = {"C-0012": [Off("TP1", "T02", Decimal("1.5"))]}
    read = played("C-0012", Manner(3, Decimal("0.4"), Decimal("0.3"), deviations))
    said = read.timepoint("TP1").sheet.assessed("T02")
    assert said.short.mm == Decimal("17.5")


@pytest.mark.parametrize("locks", [1, 3])
def test_a_read_can_be_begun_and_gone_on_with_later(locks: int) -> None:
    made, script = desk_of("C-0007"), scripted("C-0007", BEN)
    for _ in range(2):
        begun = play_at(made, script, locks)
        assert (begun.state, len(begun.timepoints)) == (State.WAITING, locks)
    assert play_at(made, script).state is State.SIGNED


def test_what_somebody_else_read_meanwhile_is_left_alone() -> None:
    made = desk_of("C-0007")
    play_at(made, scripted("C-0007", BEN), 1)
    with pytest.raises(NotThisScript):
        play_at(made, scripted("C-0007", ADA))
