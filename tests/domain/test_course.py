"""The course of a case: opening, locking, unlocking, new images, new versions, and notes beside it."""

from dataclasses import replace

import pytest
from domain.acts import (
    CONCLUSIONS,
    TARGETS,
    Desk,
    absent,
    at_follow_up,
    closed,
    measured,
    new_lesion,
    non_target,
    opened,
    reconfirmed,
    recorded,
    revised,
    signed,
    split,
)

from seedcryo_reader.domain import events
from seedcryo_reader.domain.lifecycle import IllegalAct, State
from seedcryo_reader.domain.measurement import Extent


def refused(desk, act, said):
    before = desk.read
    with pytest.raises(IllegalAct, match=said):
        desk.do(act)
    assert desk.read is before


def test_a_whole_read():
    desk = Desk()
    assert (desk.state, desk.read.active, desk.read.parts) == (State.ASSIGNED, None, ())
    desk.open()
    assert (desk.state, desk.read.targets, desk.active.name) == (State.IN_PROGRESS, TARGETS, "TP0")
    assert desk.lock(measured("TP0", "T01")).state is State.WAITING
    assert desk.open("TP1").lock().state is State.WAITING
    assert desk.do(events.CaseClosed(2, "c" * 64)).state is State.CLOSED
    assert desk.read.parts == (0, 1, 2)
    assert desk.do(events.QuestionnaireAnswered("c2VhbGVk")).state is State.QUESTIONNAIRE
    assert desk.do(signed()).state is State.SIGNED
    assert (desk.read.questionnaire, desk.read.signatures[0].version) == ("c2VhbGVk", 1)


def test_a_read_is_signed_without_a_questionnaire_where_none_is_asked():
    assert closed().do(signed()).state is State.SIGNED


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (opened("TP1", 1), "A case begins with TP0"),
        (replace(opened("TP0", 0), targets=()), "targets come with the baseline"),
        (replace(opened("TP0", 0), targets=(*TARGETS, TARGETS[0])), "Part 0 names a target or a series twice"),
        (replace(opened("TP0", 0), series=opened("TP0", 0).series * 2), "a target or a series twice"),
        (opened("TP0", 1, supersedes=0), "do not replace those of TP0"),
        (opened("first", 0), "names no timepoint"),
    ],
)
def test_a_case_begins_with_a_sound_baseline(act, said):
    refused(Desk(), act, said)


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (opened("TP1", 2), "TP1 does not come after TP1"),
        (opened("TP0", 2), "TP0 does not come after TP1"),
        (opened("TP2", 1), "Part 1 was opened already"),
        (opened("third", 2), "names no timepoint"),
        (replace(opened("TP2", 2), targets=TARGETS), "with the baseline, and only there"),
        (opened("TP2", 2, supersedes=1), "do not replace those of TP2"),
        (opened("TP1", 2, supersedes=0), "do not replace those of TP1"),
        (opened("TP1", 0, supersedes=1), "Part 0 was opened already"),
        (replace(opened("TP0", 2, supersedes=0), targets=()), "with the baseline, and only there"),
        (replace(opened("TP0", 2, supersedes=0), targets=TARGETS[:2]), "fixed once a follow-up was opened"),
        (events.CaseClosed(1, "c" * 64), "Part 1 was opened already"),
    ],
)
def test_a_case_goes_on_with_what_comes_next(act, said):
    refused(at_follow_up().lock(), act, said)


def test_a_part_that_replaces_has_a_higher_number():
    desk = Desk().do(opened("TP0", 4)).lock()
    refused(desk, opened("TP0", 3, supersedes=4), "do not replace those of TP0")


def test_the_next_timepoint_waits_for_the_lock():
    refused(at_follow_up(), opened("TP2", 2), "finish and lock it first")


def test_an_unlocked_timepoint_is_read_again_and_later_ones_are_reconfirmed_in_order():
    desk = at_follow_up().lock().open("TP2").lock().unlock("TP0")
    assert (desk.active.name, desk.active.hindsight, desk.active.reopened) == ("TP0", True, True)
    assert [one.reconfirm for one in desk.read.timepoints] == [False, True, True]
    refused(desk, reconfirmed("TP1"), "or an earlier one is still open")
    desk.do(measured("TP0", "T01")).lock()
    refused(desk, reconfirmed("TP2"), "or an earlier one is still open")
    refused(desk, measured("TP1", "T01"), "TP1 is locked and waits to be reconfirmed")
    refused(desk, events.TimepointUnlocked("TP2", "Q-2"), "TP2 waits to be reconfirmed, and so does an earlier one")
    assert desk.do(reconfirmed("TP1")).state is State.IN_PROGRESS
    assert desk.do(reconfirmed("TP2")).state is State.WAITING
    assert not any(one.reopened or one.hindsight for one in desk.read.timepoints[1:])
    refused(desk, reconfirmed("TP2"), "waits for the centre")


def test_what_waits_to_be_reconfirmed_can_be_unlocked_when_its_turn_has_come():
    desk = at_follow_up().lock().open("TP2").lock().unlock("TP0").lock().unlock("TP1")
    assert [(one.locked, one.reconfirm) for one in desk.read.timepoints] == [
        (True, False),
        (False, False),
        (True, True),
    ]
    assert (desk.lock().active.name, desk.do(reconfirmed("TP2")).state) == ("TP2", State.WAITING)


def test_what_was_concluded_is_outdated_from_an_unlock_on_until_it_is_reconfirmed():
    desk = at_follow_up(measured("TP0", "T01")).do(measured("TP1", "T01")).reveal().lock().unlock("TP0")
    later = desk.at("TP1")
    assert later.revealed.conclusions == CONCLUSIONS
    assert later.revealed.is_stale(later.sheet)
    desk.lock().do(events.TimepointReconfirmed("TP1", CONCLUSIONS[1:]))
    later = desk.at("TP1")
    assert later.revealed.conclusions == CONCLUSIONS[1:]
    assert not later.revealed.is_stale(later.sheet)
    assert (later.locked, later.sheet.measured_after_reveal) == (True, frozenset())


def test_a_reconfirmation_that_concludes_nothing_leaves_what_was_shown_outdated():
    desk = at_follow_up().reveal().lock().unlock("TP0").lock().do(events.TimepointReconfirmed("TP1", ()))
    later = desk.at("TP1")
    assert (later.revealed.conclusions, later.revealed.is_stale(later.sheet)) == (CONCLUSIONS, True)


def test_later_timepoints_can_be_unlocked_too():
    desk = at_follow_up().lock().open("TP2").lock().unlock("TP0", and_later=True)
    assert [(one.locked, one.hindsight, one.reopened) for one in desk.read.timepoints] == [
        (False, True, True),
        (False, True, True),
        (False, False, True),
    ]
    assert [desk.lock().state for _ in range(3)] == [State.IN_PROGRESS, State.IN_PROGRESS, State.WAITING]


def test_the_last_timepoint_is_unlocked_without_hindsight():
    desk = closed().unlock("TP1")
    assert (desk.active.reopened, desk.active.hindsight) == (True, False)


@pytest.mark.parametrize("name", ["TP0", "TP9"])
def test_only_what_is_locked_is_unlocked(name):
    refused(Desk().open(), events.TimepointUnlocked(name, "Q-1"), f"{name} is not locked")


def test_a_timepoint_that_is_open_waits_while_an_earlier_one_is_read_again():
    desk = at_follow_up(measured("TP0", "T01")).do(measured("TP1", "T01")).reveal().do(measured("TP1", "T02"))
    desk.unlock("TP0")
    later = desk.at("TP1")
    assert (later.locked, later.reconfirm, later.hindsight, later.reopened) == (False, False, False, False)
    assert later.revealed.is_stale(later.sheet)
    assert desk.do(revised("TP0", "T01", 30)).lock().active.name == "TP1"
    assert desk.active.sheet == later.sheet
    assert (desk.active.undoable, desk.active.redoable) == (None, None)


@pytest.mark.parametrize("state", [State.CLOSED, State.QUESTIONNAIRE])
def test_after_an_unlock_the_read_goes_on_where_it_was(state):
    desk = closed()
    if state is State.QUESTIONNAIRE:
        desk.do(events.QuestionnaireAnswered("c2VhbGVk"))
    desk.unlock("TP0", and_later=True).lock()
    desk.unlock("TP0")
    assert desk.lock().lock().state is state


def test_new_images_empty_their_timepoint_and_open_everything_after_it():
    found = [events.LesionRecorded("TP0", recorded(lesion)) for lesion in ("R01", "R02", "NT01")]
    desk = at_follow_up(*found, measured("TP0", "T01")).do(
        measured("TP1", "T01"),
        measured("TP1", "R01"),
        split("TP1", "R02"),
        absent("TP1", "R02.1"),
        events.LesionMarkedMerged("TP1", "T02", "R01"),
        non_target("TP1", "NT01"),
        events.LesionRecorded("TP1", recorded("NL01")),
        new_lesion("TP1", "NL01"),
    )
    desk.lock().do(opened("TP0", 2, supersedes=0))
    assert (desk.active.name, desk.active.part, desk.active.hindsight) == ("TP0", 2, True)
    assert (desk.active.sheet.recorded, desk.active.sheet.assessments) == ({}, {})
    later = desk.at("TP1")
    assert (later.locked, later.reopened) == (False, True)
    assert later.sheet.assessments.keys() == {("T01", Extent.WHOLE)}
    assert (later.sheet.non_targets, later.sheet.new_lesions.keys()) == ({}, {"NL01"})
    assert desk.read.parts == (2, 1)
    refused(desk, events.LesionRecorded("TP0", recorded("R01")), "R01 was another lesion")
    assert desk.do(events.LesionRecorded("TP0", recorded("R03"))).at("TP0").sheet.dropped == {"R01", "R02", "NT01"}


def test_new_images_may_come_while_a_timepoint_is_open_or_waits_to_be_reconfirmed():
    desk = at_follow_up(measured("TP0", "T01")).lock().unlock("TP0")
    desk.do(opened("TP1", 2, supersedes=1))
    assert (desk.active.name, desk.at("TP1").locked, desk.at("TP1").part) == ("TP0", False, 2)
    desk.do(measured("TP0", "T02"), opened("TP0", 3, supersedes=0))
    assert (desk.active.sheet.assessments, desk.active.undoable, desk.read.parts) == ({}, None, (3, 2))
    assert desk.lock().lock().state is State.WAITING
    assert Desk().open().do(replace(opened("TP0", 1, supersedes=0), targets=TARGETS[:1])).read.targets == TARGETS[:1]


def test_new_images_open_again_what_only_waited_to_be_reconfirmed():
    desk = at_follow_up().lock().unlock("TP0").do(opened("TP0", 2, supersedes=0))
    assert [(one.locked, one.reconfirm) for one in desk.read.timepoints] == [(False, False), (False, False)]


@pytest.mark.parametrize("and_later", [False, True])
def test_a_signed_read_gets_a_new_version_and_the_old_one_stays(and_later):
    desk = closed().do(signed())
    refused(desk, events.VersionOpened(3, "TP0", "Q-3"), "The next version of this read is 2")
    refused(desk, events.VersionOpened(2, "TP7", "Q-3"), "TP7 is not locked")
    desk.do(events.VersionOpened(2, "TP0", "Q-3", and_later))
    assert (desk.read.version, desk.active.name, desk.active.hindsight) == (2, "TP0", True)
    desk.lock()
    if and_later:
        desk.lock()
    else:
        desk.do(reconfirmed("TP1"))
    assert desk.state is State.CLOSED
    refused(desk, signed(1), "The version to be signed is 2")
    assert [one.version for one in desk.do(signed(2)).read.signatures] == [1, 2]


def test_the_questionnaire_is_asked_once_per_case():
    desk = closed().do(events.QuestionnaireAnswered("c2VhbGVk"), signed(), events.VersionOpened(2, "TP1", "Q-3"))
    assert desk.lock().state is State.QUESTIONNAIRE
    refused(desk, events.QuestionnaireAnswered("b3RoZXI="), "was answered")


def test_undo_takes_back_and_redo_gives_again_until_another_act():
    desk = at_follow_up().do(measured("TP1", "T01"), measured("TP1", "T02"))
    desk.undo().undo()
    assert desk.active.sheet.assessments == {}
    assert desk.redo().active.sheet.assessments.keys() == {("T01", Extent.WHOLE)}
    desk.do(measured("TP1", "T03"))
    refused(desk, events.ActRedone("TP1", 1), "nothing to redo")
    refused(desk, events.ActUndone("TP1", 4), "not the act that is next to undo")
    assert len(desk.log) == 3 + 2 + 2 + 1 + 1


def test_undo_ends_at_the_reveal_and_at_the_lock():
    desk = at_follow_up().do(measured("TP1", "T01")).reveal()
    refused(desk, events.ActUndone("TP1", 4), "nothing to undo")
    desk.do(measured("TP1", "T02")).lock().unlock("TP1")
    refused(desk, events.ActUndone("TP1", 6), "nothing to undo")


def test_shown_conclusions_grow_stale_by_an_assessment_but_not_by_a_call():
    desk = at_follow_up().do(measured("TP1", "T01")).reveal()
    assert desk.active.revealed.conclusions == CONCLUSIONS
    assert desk.active.revealed.value("T01") == "LP"
    assert desk.active.revealed.value("T02") is None
    desk.do(events.CallMade("TP1", "T01", "no LP", "It is scar."))
    assert not desk.active.revealed.is_stale(desk.active.sheet)
    desk.do(revised("TP1", "T01", 30))
    assert desk.active.revealed.is_stale(desk.active.sheet)
    desk.undo()
    assert not desk.active.revealed.is_stale(desk.active.sheet)
    desk.redo()
    assert desk.active.revealed.is_stale(desk.active.sheet)
    assert not desk.reveal().active.revealed.is_stale(desk.active.sheet)
    desk.lock().unlock("TP1")
    assert desk.active.revealed.is_stale(desk.active.sheet)
    assert desk.active.revealed.conclusions == CONCLUSIONS


def test_notes_stand_beside_the_read_and_change_no_sheet():
    desk = at_follow_up(measured("TP0", "T01"))
    before = desk.read.timepoints
    desk.do(
        events.ErratumNoted("TP0", "It was 12 mm."),
        events.ImageQueried("TP1", "wrong series", "Which phase is this?"),
        events.IncidentalFindingReported("TP0", "A clot in the portal vein."),
    )
    assert desk.read.timepoints == before
    assert (desk.read.errata[0].timepoint, desk.read.queries[0].kind) == ("TP0", "wrong series")
    assert desk.read.incidental[0].text == "A clot in the portal vein."
    refused(desk, events.ErratumNoted("TP1", "It was 12 mm."), "correct it instead")
    refused(desk, events.ImageQueried("TP2", "poor quality", "Blurred."), "TP2 was not opened yet")
    refused(desk, events.IncidentalFindingReported("TP2", "A clot."), "TP2 was not opened yet")


GUARD = events.GuardAnswered("TP1", "large-change", "T01", "Is it so?", "It grew.")


def test_an_answer_before_the_lock_stays_when_what_it_is_about_is_undone():
    desk = at_follow_up(measured("TP0", "T01")).do(measured("TP1", "T01", 40))
    sheet = desk.active.sheet
    desk.do(GUARD)
    assert desk.active.sheet == sheet
    answered = desk.read.guards_answered
    assert [(one.timepoint, one.guard, one.about, one.question, one.reason) for one in answered] == [
        ("TP1", "large-change", "T01", "Is it so?", "It grew.")
    ]
    desk.undo()
    assert (desk.read.guards_answered, desk.active.sheet.assessments) == (answered, {})
    assert desk.again() == desk.read


def test_only_the_timepoint_that_is_open_is_answered_for():
    desk = at_follow_up()
    refused(desk, replace(GUARD, timepoint="TP0"), "TP1 is open")
    refused(desk.lock(), GUARD, "waits for the centre")


def test_notes_can_be_written_after_the_signature_which_stays():
    desk = closed().do(signed())
    before = desk.read
    desk.do(
        events.ErratumNoted("TP0", "It was 12 mm."),
        events.ImageQueried("TP1", "wrong series", "Which phase is this?"),
        events.IncidentalFindingReported("TP0", "An aneurysm."),
    )
    read = desk.read
    assert (read.state, read.timepoints, read.signatures) == (before.state, before.timepoints, before.signatures)
    assert [len(notes) for notes in (read.errata, read.queries, read.incidental)] == [1, 1, 1]
    refused(desk, events.ErratumNoted("TP7", "It was 12 mm."), "TP7 was not opened yet")


def test_nothing_can_be_worked_at_while_nothing_is_open():
    assert Desk().read.timepoint("TP0") is None
    for read in (Desk().read, closed().read):
        assert read.active is None
    assert [one.name for one in closed(3).read.before("TP2")] == ["TP0", "TP1"]


def test_a_read_is_signed_until_a_new_version_begins():
    desk = closed()
    assert not desk.read.is_signed
    assert desk.do(signed()).read.is_signed
    assert not desk.do(events.VersionOpened(2, "TP1", "Q-3")).read.is_signed
