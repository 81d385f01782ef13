"""What a reader may write on a sheet, and the sentence for what not."""

from dataclasses import replace

import pytest
from domain.acts import (
    absent,
    at_follow_up,
    closed,
    measured,
    new_lesion,
    non_target,
    none_new,
    recorded,
    revised,
    split,
)

from seedcryo_reader.domain import events
from seedcryo_reader.domain.lesion import (
    Absent,
    Certainty,
    Mark,
    Merged,
    NewLesions,
    NonTargetStatus,
    NotEvaluable,
    TooSmall,
)
from seedcryo_reader.domain.lifecycle import IllegalAct
from seedcryo_reader.domain.measurement import Extent, ImagePlace, LesionSet
from seedcryo_reader.domain.sheet import assessed_lesions

VIABLE = Extent.VIABLE
FOUND = tuple(events.LesionRecorded("TP0", recorded(lesion)) for lesion in ("R01", "R02", "NT01"))


def merged(name, lesion, into):
    return events.LesionMarkedMerged(name, lesion, into)


def refused(desk, act, said):
    before = desk.read
    with pytest.raises(IllegalAct, match=said):
        desk.do(act)
    assert desk.read is before


def test_what_is_said_of_a_target_is_on_the_sheet():
    desk = at_follow_up().do(
        measured("TP1", "T01", 24),
        measured("TP1", "T01", 12, VIABLE),
        events.LesionMarkedTooSmall("TP1", "T02", Extent.WHOLE),
        absent("TP1", "T02", VIABLE),
        events.LesionMarkedNotEvaluable("TP1", "T03", Extent.WHOLE, "artefact"),
    )
    sheet = desk.active.sheet
    assert sheet.assessed("T01").long.mm == 24
    assert sheet.assessed("T01", VIABLE).long.mm == 12
    assert sheet.assessed("T02") == TooSmall()
    assert sheet.assessed("T02", VIABLE) == Absent()
    assert sheet.assessed("T03") == NotEvaluable("artefact")
    assert sheet.assessed("T03", VIABLE) is None


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (measured("TP1", "T09"), "T09 is no target"),
        (measured("TP1", "NT01"), "NT01 is no target"),
        (measured("TP1", "T01.1"), "T01 was not split into a piece T01.1"),
        (measured("TP0", "T01"), "TP0 cannot be worked at now; TP1 is open"),
        (measured("TP2", "T01"), "TP2 cannot be worked at now; TP1 is open"),
        (replace(measured("TP1", "T01"), lesion_set=LesionSet.RECIST), "T01 belongs to the endpoint set"),
        (replace(measured("TP1", "R01"), lesion_set=LesionSet.ENDPOINT), "R01 belongs to the recist set"),
        (revised("TP1", "T01"), "T01 .whole. was not measured at TP1 yet"),
        (events.AssessmentRemoved("TP1", "T01", Extent.WHOLE), "Nothing is said of T01"),
        (merged("TP1", "T01", "T01"), "another target"),
        (merged("TP1", "T01", "NT01"), "another target"),
        (events.LesionMarkedSplit("TP1", "T01", ("T01.1",)), "two to nine"),
        (events.LesionMarkedSplit("TP1", "T01", ("T01.1", "T01.3")), "two to nine"),
        (split("TP1", "T01", 10), "two to nine"),
        (events.LocalFindingGiven("TP1", "R01", "mass", "none"), "R01 is no prespecified target"),
        (events.LesionRecorded("TP1", recorded("NT02")), "all others at the baseline"),
        (events.LesionRecorded("TP1", recorded("R01")), "R01 is recorded already"),
        (events.LesionDropped("TP1", "R01"), "R01 was not recorded at TP1"),
        (events.RecistSetChosen("TP1", ("T01",)), "at the baseline"),
        (non_target("TP1", "NT02"), "NT02 is no non-target disease"),
        (non_target("TP1", "R01"), "R01 is no non-target disease"),
        (replace(non_target("TP1", "NT01"), reason="artefact"), "and only then"),
        (events.NonTargetAssessed("TP1", "NT01", NonTargetStatus.NOT_EVALUABLE), "Say why"),
        (new_lesion("TP1", "NL01"), "NL01 is no new lesion"),
        (new_lesion("TP1", "R01"), "R01 is no new lesion"),
        (events.NewLesionsStated("TP1", NewLesions.NOT_ASSESSABLE), "Say why"),
        (events.NewLesionsStated("TP1", NewLesions.NONE, "artefact"), "and only then"),
        (events.TimepointMarkedEvaluable("TP1"), "TP1 was not marked as not evaluable"),
        (events.CallMade("TP1", "R01", "PD"), "prespecified target or 'overall'"),
        (events.CallMade("TP1", "T09", "PD"), "prespecified target or 'overall'"),
        (events.ActUndone("TP1", 1), "nothing to undo"),
        (events.ActRedone("TP1", 1), "nothing to redo"),
    ],
)
def test_what_does_not_fit_is_refused_with_a_sentence(act, said):
    refused(at_follow_up(*FOUND), act, said)


@pytest.mark.parametrize(
    "act",
    [
        events.LocalFindingGiven("TP0", "T01", "mass", "none"),
        non_target("TP0", "NT01"),
        none_new("TP0"),
        events.CallMade("TP0", "overall", "SD"),
    ],
)
def test_nothing_is_compared_at_the_baseline(act):
    refused(closed(1).unlock("TP0"), act, "at the baseline")


def test_a_measurement_is_revised_not_made_twice():
    desk = at_follow_up().do(measured("TP1", "T01", 24))
    refused(desk, measured("TP1", "T01", 25), "measured at TP1 already; revise it")
    assert desk.do(revised("TP1", "T01", 25)).active.sheet.assessed("T01").long.mm == 25
    assert [type(event).__name__ for _, event in desk.log[-2:]] == ["MeasurementMade", "MeasurementRevised"]


def test_what_was_said_can_be_taken_away():
    desk = at_follow_up().do(split("TP1", "T01"), measured("TP1", "T01.1"), measured("TP1", "T01.2", 9, VIABLE))
    desk.do(events.AssessmentRemoved("TP1", "T01.1", Extent.WHOLE))
    assert desk.active.sheet.assessed("T01.1") is None
    assert desk.active.sheet.pieces("T01") == ("T01.1", "T01.2")
    assert desk.do(events.AssessmentRemoved("TP1", "T01", Extent.WHOLE)).active.sheet.assessments == {}
    assert desk.active.sheet.pieces("T01") == ()


def test_what_is_gone_has_no_viable_part():
    for gone in (absent("TP1", "T01"), merged("TP1", "T01", "T02"), split("TP1", "T01")):
        desk = at_follow_up().do(measured("TP1", "T01"), measured("TP1", "T01", 8, VIABLE), gone)
        assert desk.active.sheet.assessed("T01", VIABLE) is None
        refused(desk, measured("TP1", "T01", 8, VIABLE), "no viable part of its own")
    assert desk.do(measured("TP1", "T01.1"), measured("TP1", "T01.1", 8, VIABLE))


def test_what_carries_another_diameter_keeps_one_of_its_own():
    desk = at_follow_up().do(merged("TP1", "T01", "T02"))
    for act in (absent("TP1", "T02"), split("TP1", "T02"), merged("TP1", "T02", "T03")):
        refused(desk, act, "T01 is merged into T02; take that back first")
    assert desk.do(measured("TP1", "T02", 40), measured("TP1", "T01"), absent("TP1", "T02"))


@pytest.mark.parametrize("gone", [absent("TP1", "T02"), split("TP1", "T02"), merged("TP1", "T02", "T03")])
def test_nothing_merges_into_what_has_no_diameter(gone):
    refused(at_follow_up().do(gone), merged("TP1", "T01", "T02"), "T02 has no diameter of its own")


def test_a_target_merges_with_one_of_the_recist_set():
    desk = at_follow_up(*FOUND).do(merged("TP1", "T01", "R01"))
    assert desk.active.sheet.assessed("T01") == Merged("R01")


def test_pieces_are_measured_and_nothing_else():
    desk = at_follow_up().do(split("TP1", "T01", 3), measured("TP1", "T01.3"), absent("TP1", "T01.1"))
    refused(desk, split("TP1", "T01.1"), "not split again")
    refused(desk, merged("TP1", "T01.1", "T02"), "piece of a lesion is not merged")
    refused(desk, measured("TP1", "T01.4"), "not split into a piece T01.4")
    assert desk.do(measured("TP1", "T01")).active.sheet.assessments.keys() == {("T01", Extent.WHOLE)}


def test_lesions_are_recorded_at_the_baseline_and_new_ones_later():
    desk = at_follow_up(*FOUND)
    assert assessed_lesions(desk.read) == ("T01", "T02", "T03", "R01", "R02")
    desk.do(none_new("TP1"), events.LesionRecorded("TP1", recorded("NL01")))
    assert desk.active.sheet.any_new_lesion is None
    refused(desk, none_new("TP1"), "NL01 is recorded at TP1: that says it already")
    assert desk.read.recorded("TP0").keys() == {"R01", "R02", "NT01"}
    assert desk.read.recorded().keys() == {"R01", "R02", "NT01", "NL01"}
    refused(closed(1).unlock("TP0"), events.LesionRecorded("TP0", recorded("NL01")), "after the baseline")


def test_a_new_lesion_is_seen_where_it_is_recorded_and_may_have_been_there_earlier():
    desk = at_follow_up().lock().open("TP2").do(events.LesionRecorded("TP2", recorded("NL01")))
    refused(desk, new_lesion("TP2", "NL01", Certainty.RESOLVED), "equivocal or unequivocal")
    for never in ("TP0", "TP2", "TP3"):
        refused(desk, new_lesion("TP2", "NL01", first_seen=never), "earlier timepoint after the baseline")
    desk.do(new_lesion("TP2", "NL01", Certainty.UNEQUIVOCAL, "TP1")).lock().open("TP3")
    assert desk.at("TP2").sheet.new_lesions["NL01"].first_seen == "TP1"
    assert desk.do(new_lesion("TP3", "NL01", Certainty.RESOLVED), new_lesion("TP3", "NL01", Certainty.NOT_EVALUABLE))


def test_a_lesion_that_is_none_after_all_takes_what_was_said_of_it_along():
    acts = (split("TP0", "R01"), measured("TP0", "R01.1"), measured("TP0", "R02"), events.LesionDropped("TP0", "R01"))
    sheet = at_follow_up(*FOUND, *acts).at("TP0").sheet
    assert (set(sheet.recorded), set(sheet.assessments)) == ({"R02", "NT01"}, {("R02", Extent.WHOLE)})
    desk = at_follow_up().do(events.LesionRecorded("TP1", recorded("NL01")), new_lesion("TP1", "NL01"))
    assert desk.do(events.LesionDropped("TP1", "NL01")).active.sheet.new_lesions == {}


def test_a_lesion_in_use_is_not_dropped():
    desk = closed(1).unlock("TP0").do(*FOUND)
    desk.do(events.RecistSetChosen("TP0", ("T01", "R01")), merged("TP0", "T02", "R02"))
    refused(desk, events.LesionDropped("TP0", "R01"), "R01 is in the RECIST set; take it out first")
    refused(desk, events.LesionDropped("TP0", "R02"), "merged into R02; take that back first")
    assert desk.do(events.RecistSetChosen("TP0", ("T01",)), events.LesionDropped("TP0", "R01"))


@pytest.mark.parametrize(
    ("lesion", "follow_up"),
    [
        ("R01", measured("TP1", "R01")),
        ("R01", merged("TP1", "T01", "R01")),
        ("NT01", non_target("TP1", "NT01")),
    ],
)
def test_a_lesion_that_was_followed_is_not_dropped(lesion, follow_up):
    desk = at_follow_up(*FOUND).do(follow_up).unlock("TP0")
    refused(desk, events.LesionDropped("TP0", lesion), f"{lesion} was followed at TP1")
    desk.do(events.LesionDropped("TP0", "R02"))
    refused(desk, events.LesionRecorded("TP0", recorded(lesion)), "recorded already")


@pytest.mark.parametrize("lesions", [("T01", "T01"), ("T01", "NT01"), ("R09",)])
def test_the_recist_set_holds_measured_lesions_once_each(lesions):
    refused(closed(1).unlock("TP0").do(*FOUND), events.RecistSetChosen("TP0", lesions), "each once")


def test_a_timepoint_that_is_not_evaluable_takes_nothing_more_and_no_call_either():
    desk = at_follow_up().do(measured("TP1", "T01"), events.TimepointMarkedNotEvaluable("TP1", "no images"))
    refused(desk, measured("TP1", "T02"), "not evaluable as a whole; take that back")
    refused(desk, events.TimepointMarkedNotEvaluable("TP1", "artefact"), "take that back")
    refused(desk, events.CallMade("TP1", "overall", "NE"), "take that back")
    desk.do(events.TimepointMarkedEvaluable("TP1"))
    assert desk.active.sheet.not_evaluable is None
    assert desk.active.sheet.assessed("T01") is not None


def test_calls_about_a_timepoint_that_is_not_evaluable_are_void_until_that_is_undone():
    desk = at_follow_up().do(events.CallMade("TP1", "T01", "LP"), events.CallMade("TP1", "overall", "PD"))
    called = desk.active.sheet.calls
    desk.do(events.TimepointMarkedNotEvaluable("TP1", "no images"))
    assert desk.active.sheet.calls == {}
    assert desk.undo().active.sheet.calls == called
    assert desk.redo().do(events.TimepointMarkedEvaluable("TP1")).active.sheet.calls == {}


def test_a_call_made_after_the_reveal_is_marked():
    desk = at_follow_up().do(events.CallMade("TP1", "T01", "no LP"), events.CallMade("TP1", "T02", "no LP")).reveal()
    desk.do(events.CallMade("TP1", "T01", "LP", "It grew."))
    assert {about: call.after_reveal for about, call in desk.active.sheet.calls.items()} == {"T01": True, "T02": False}
    assert not desk.undo().active.sheet.calls["T01"].after_reveal


def test_what_is_drawn_names_a_series_of_its_timepoint():
    desk = at_follow_up()
    there, elsewhere = measured("TP1", "T01"), ImagePlace(2, "1.2.826.0.1.3680043.8.498.1")
    measurement = replace(there, caliper=replace(there.caliper, image=elsewhere))
    mark = events.LesionRecorded("TP1", replace(recorded("NL01"), mark=Mark(elsewhere, ("1.000", "2.000", "3.000"))))
    for act in (measurement, revised_on(elsewhere), mark):
        refused(desk, act, "TP1 has no series 2")


def revised_on(image):
    act = revised("TP1", "T01")
    return replace(act, caliper=replace(act.caliper, image=image))


def test_the_id_of_a_dropped_lesion_is_never_given_to_another_one():
    desk = at_follow_up().do(events.LesionRecorded("TP1", recorded("NL01")), events.LesionDropped("TP1", "NL01"))
    assert desk.active.sheet.dropped == {"NL01"}
    refused(desk, events.LesionRecorded("TP1", recorded("NL01")), "NL01 was another lesion, which was dropped")
    desk.do(events.LesionRecorded("TP1", recorded("NL02"))).lock().open("TP2")
    refused(desk, events.LesionRecorded("TP2", recorded("NL01")), "take the next number")
    assert desk.do(events.LesionRecorded("TP2", recorded("NL03")))


def test_undoing_the_drop_of_a_lesion_brings_it_back():
    desk = at_follow_up().do(events.LesionRecorded("TP1", recorded("NL01")), new_lesion("TP1", "NL01"))
    before = desk.read
    desk.do(events.LesionDropped("TP1", "NL01")).undo()
    assert desk.read == before
    assert desk.active.sheet.dropped == frozenset()
    refused(desk, events.LesionRecorded("TP1", recorded("NL01")), "NL01 is recorded already")


def test_an_answer_clears_what_was_asked_because_of_the_answer_before():
    desk = at_follow_up().do(
        events.LocalFindingGiven("TP1", "T01", "mass", "present"),
        events.LocalFindingGiven("TP1", "T01", "mass-change", "larger"),
        events.LocalFindingGiven("TP1", "T02", "mass-change", "same"),
    )
    before = desk.read
    desk.do(events.LocalFindingGiven("TP1", "T01", "mass", "none", clears=("mass-change", "never-answered")))
    assert {slot: one.answer for slot, one in desk.active.sheet.findings.items()} == {
        ("T01", "mass"): "none",
        ("T02", "mass-change"): "same",
    }
    assert desk.undo().read == before


def test_a_prespecified_target_outside_the_sum_is_assessed_as_non_target_disease():
    chosen = events.RecistSetChosen("TP0", ("T01", "R01"))
    desk = at_follow_up(*FOUND, chosen)
    desk.do(non_target("TP1", "T02", NonTargetStatus.PROGRESSION))
    assert desk.active.sheet.non_targets["T02"].status is NonTargetStatus.PROGRESSION
    for lesion in ("T01", "R01", "R02", "T09"):
        refused(desk, non_target("TP1", lesion), f"{lesion} is no non-target disease")
    refused(at_follow_up(*FOUND), non_target("TP1", "T02"), "T02 is no non-target disease")


def test_what_is_measured_after_the_reveal_is_marked():
    desk = at_follow_up().do(measured("TP1", "T01")).reveal()
    assert desk.active.sheet.measured_after_reveal == frozenset()
    desk.do(revised("TP1", "T01", 21), events.AssessmentRemoved("TP1", "T01", Extent.WHOLE))
    assert desk.active.sheet.measured_after_reveal == {("T01", Extent.WHOLE)}
    assert desk.undo().undo().active.sheet.measured_after_reveal == frozenset()


def test_answers_and_calls_replace_earlier_ones():
    desk = at_follow_up().do(
        events.LocalFindingGiven("TP1", "T01", "mass", "none"),
        events.LocalFindingGiven("TP1", "T01", "mass", "not assessable", "no contrast"),
        events.CallMade("TP1", "T01", "no LP"),
        events.CallMade("TP1", "T01", "LP", "It grew."),
    )
    sheet = desk.active.sheet
    assert (sheet.findings[("T01", "mass")].answer, sheet.calls["T01"].value) == ("not assessable", "LP")


def test_every_act_on_a_sheet_is_written_by_a_function_of_its_own():
    from seedcryo_reader.domain.sheet import _write  # the writer for any other kind is a bug's

    own = [act for act in events.SHEET_ACTS if _write.dispatch(act) is not _write.dispatch(object)]
    assert set(events.SHEET_ACTS) - set(own) == {events.TimepointMarkedEvaluable}
    with pytest.raises(TypeError, match="writes on no sheet"):
        _write(events.TimepointLocked("TP0"), None, None)
