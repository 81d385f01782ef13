"""A script is played through the acts of the screens, and goes on wherever it ended."""

import pytest
from reading.scripts import PLACE, WHOLE, measure, play, player, script
from reading.ways import CASE, leave
from support.fake_desk import PASSWORD, FakeLeaves, fake_desk

from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.lifecycle import IllegalAct, State
from seedcryo_reader.reading.playing import NotThisScript, Player, Waiting
from seedcryo_reader.reading.reading import Reading


def test_a_whole_script_ends_signed():
    desk = fake_desk()
    play(desk, script(WHOLE))
    read = Reading(CASE, desk.desk).read
    assert (read.state, len(desk.log.stored)) == (State.SIGNED, len(WHOLE))
    assert [one.reason for one in desk.log.stored if one.reason] == ["my first case", "it was right"]


def test_a_script_resumed_after_any_number_of_acts_leaves_the_same_log_as_played_at_once():
    whole = script(WHOLE)
    at_once = fake_desk()
    play(at_once, whole)
    for ended in range(len(WHOLE) + 1):
        desk = fake_desk()
        play(desk, whole, ended)
        assert player(desk).done(whole) == ended
        play(desk, whole)
        assert [one.body for one in desk.log.stored] == [one.body for one in at_once.log.stored]


def test_a_script_waits_for_a_part_and_goes_on_when_it_came():
    desk = fake_desk()
    desk.images.timepoints, desk.images.closing = ["TP0", "TP1"], False
    whole = script(WHOLE)
    for _ in range(2):
        with pytest.raises(Waiting):
            play(desk, whole)
    done = len(desk.log.stored)
    assert WHOLE[done]["act"] == "open"
    desk.images.timepoints, desk.images.closing = ["TP0", "TP1", "TP2"], True
    play(desk, whole)
    assert Reading(CASE, desk.desk).read.state is State.SIGNED


@pytest.mark.parametrize(
    ("place", "other"),
    [
        (0, {"act": "open"}),
        (1, measure("T02", 18, 16)),
        (1, measure("T01", 23.5, 20)),
        (1, measure("T01", 23.4, 19)),
        (1, {**measure("T01", 23.4, 20), "extent": "viable"}),
        (1, {key: value for key, value in measure("T01", 23.4, 20).items() if key != "short_mm"}),
        (1, {"act": "absent", "lesion": "T01"}),
        (4, {"act": "redo"}),
        (5, {"act": "record", "lesion": "NT02", **PLACE}),
        (5, {"act": "record", "lesion": "NT01", **PLACE, "place": "left hilum"}),
        (8, {"act": "recist-set", "lesions": ["T02", "T01"]}),
        (9, {"act": "query", "timepoint": "TP0", "kind": "other", "text": "another question"}),
        (10, {"act": "undo"}),
        (11, {"act": "erratum", "timepoint": "TP0", "text": "another slip"}),
    ],
)
def test_a_log_that_holds_other_acts_is_refused(place, other):
    desk = fake_desk()
    play(desk, script(WHOLE), 12)
    changed = script([*WHOLE[:place], other, *WHOLE[place + 1 :]])
    with pytest.raises(NotThisScript, match=rf"acts\[{place}\] is not what was done as event {place + 1} of {CASE}"):
        player(desk).done(changed)


def test_a_log_that_is_longer_than_the_script_is_refused():
    desk = fake_desk()
    play(desk, script(WHOLE), 3)
    with pytest.raises(NotThisScript):
        player(desk).done(script(WHOLE[:2]))


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        (measure("T09", 10, 5), "T09 is no target of this case"),
        (measure("T01", 10, 12), "The short axis is longer than the long axis"),
        (measure("T01", 0, 0), "The two ends of the long axis are the same point"),
        ({"act": "record", "lesion": "X01", **PLACE}, "The id of a lesion that a reader found"),
        ({"act": "record", "lesion": "NT01", **PLACE, "place": "moon"}, "The place is not one of the organ"),
        ({"act": "non-target", "lesion": "NT01", "status": "gone"}, "is not a valid NonTargetStatus"),
        ({"act": "new-lesion", "lesion": "NL01", "certainty": "sure"}, "is not a valid Certainty"),
        ({"act": "new-lesions", "answer": "some"}, "is not a valid NewLesions"),
        ({"act": "split", "lesion": "T01", "pieces": 10}, "two to nine"),
        ({"act": "remove", "lesion": "T01"}, "Nothing is said of T01"),
        ({"act": "reconfirm"}, "No timepoint waits to be reconfirmed"),
        ({"act": "lock"}, "T01 is not assessed"),
    ],
)
def test_an_act_that_is_not_legal_says_why_and_what_was_done_before_stays(act, sentence):
    desk = fake_desk()
    play(desk, script(WHOLE), 1)
    with pytest.raises(IllegalAct, match=sentence):
        player(desk).play(script([act]).acts[0])
    assert len(desk.log.stored) == 1


def test_a_script_goes_back_by_a_leave_and_brings_the_images():
    desk = fake_desk()
    back = [{"act": "go-back", "leave": "again.seedleave"}, {"act": "reveal"}, {"act": "lock"}]
    whole = script([*WHOLE[:34], *back])
    one = Player(Reading(CASE, desk.desk), desk.images, lambda: PASSWORD, FakeLeaves({"again.seedleave": leave("TP1")}))
    for act in whole.acts:
        one.play(act)
    assert (desk.images.brought, desk.log.stored[34].event.leave) == ([CASE], leave("TP1").document)
    assert player(desk).done(whole) == len(whole.acts)
    renamed = script([*WHOLE[:34], {**back[0], "leave": "renamed.seedleave"}, *back[1:]])
    assert player(desk).done(renamed) == len(whole.acts)


def test_a_leave_that_is_not_the_centres_opens_nothing():
    desk = fake_desk()
    play(desk, script(WHOLE[:34]))
    act = script([{"act": "go-back", "leave": "again.seedleave"}]).acts[0]
    with pytest.raises(Refused):
        Player(Reading(CASE, desk.desk), desk.images, lambda: PASSWORD, FakeLeaves()).play(act)
    with pytest.raises(IllegalAct, match="No leaves of the centre are at hand"):
        player(desk).play(act)
    assert (len(desk.log.stored), desk.images.brought) == (34, [])


def test_every_other_kind_of_act_is_played():
    acts = [
        *WHOLE[:11],
        {"act": "open"},
        measure("T01", 22, 20),
        measure("T01", 23, 20),
        {"act": "remove", "lesion": "T01"},
        {"act": "not-evaluable", "lesion": "T01", "reason": "artefact"},
        {"act": "too-small", "lesion": "T01"},
        {"act": "merged", "lesion": "T01", "into": "T02"},
        {"act": "split", "lesion": "T01", "pieces": 2},
        {"act": "absent", "lesion": "T01.2", "extent": "whole"},
        {"act": "record", "lesion": "NL01", **PLACE, "series": 1},
        {"act": "new-lesion", "lesion": "NL01", "certainty": "equivocal"},
        {"act": "incidental", "timepoint": "TP1", "text": "a clot"},
        {"act": "timepoint-not-evaluable", "reason": "artefact"},
        {"act": "timepoint-evaluable"},
    ]
    desk = fake_desk()
    play(desk, script(acts))
    names = [type(record.event).__name__ for record in desk.log.stored[12:]]
    assert names == [
        "MeasurementMade",
        "MeasurementRevised",
        "AssessmentRemoved",
        "LesionMarkedNotEvaluable",
        "LesionMarkedTooSmall",
        "LesionMarkedMerged",
        "LesionMarkedSplit",
        "LesionMarkedAbsent",
        "LesionRecorded",
        "NewLesionAssessed",
        "IncidentalFindingReported",
        "TimepointMarkedNotEvaluable",
        "TimepointMarkedEvaluable",
    ]
