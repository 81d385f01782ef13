"""A case on the desk from the first image to the signature, and everything that may not happen on the way."""

from dataclasses import replace

import pytest
from reading.ways import (
    ANSWERS,
    CASE,
    WHY,
    answers,
    assessed,
    baseline,
    begun,
    called,
    calls,
    closed,
    follow_up,
    found,
    leave,
    measured,
    new_version,
    non_target,
    none_new,
    recorded,
    revised,
    said,
    signed,
    state,
    unlock,
)
from support.fake_desk import PASSWORD, PROTOCOL_FILE, fake_desk

from seedcryo_reader.domain import events
from seedcryo_reader.domain.errors import EnvironmentFailure, Refused
from seedcryo_reader.domain.fold import folded
from seedcryo_reader.domain.lifecycle import IllegalAct, State
from seedcryo_reader.domain.measurement import Extent
from seedcryo_reader.reading.ports import ProtocolRef
from seedcryo_reader.reading.reading import Reading


def test_a_case_goes_from_assigned_to_signed_and_its_images_are_removed():
    reading, desk = begun()
    seen = [Reading(CASE, fake_desk().desk).read.state, reading.read.state]
    baseline(reading)
    seen.append(reading.read.state)
    follow_up(reading)
    follow_up(reading, "30.1")
    reading.open_next()
    seen.append(reading.read.state)
    reading.answer_questionnaire(ANSWERS, "a guess")
    seen.append(reading.read.state)
    assert desk.images.purged == []
    reading.sign(PASSWORD)
    assert [*seen, reading.read.state] == [
        State.ASSIGNED,
        State.IN_PROGRESS,
        State.WAITING,
        State.CLOSED,
        State.QUESTIONNAIRE,
        State.SIGNED,
    ]
    assert desk.images.purged == [CASE]
    assert [one.value("T01") for one in (reading.read.timepoints[k].revealed for k in (1, 2))] == ["no LP", "LP"]


def test_a_case_taken_up_again_is_what_it_was():
    reading, desk = closed()
    again = Reading(CASE, desk.desk)
    assert (again.read, again.records) == (reading.read, reading.records)
    assert again.protocol.protocol_id == "seed-cryo/1.0"


def test_a_case_is_read_to_its_signature_under_the_version_that_it_was_sealed_with():
    reading, desk = signed(fake_desk(PROTOCOL_FILE.with_name("0.1.toml")))
    assert {one.stamp.protocol_id for one in reading.records} == {"seed-cryo/0.1"}
    assert [one.id for one in reading.protocol.questions] == ["tissue", "tissue-change", "contiguous"]
    assert reading.read.is_signed
    assert desk.images.purged == [CASE]


def test_every_act_returns_the_record_that_the_log_holds():
    reading, desk = begun()
    record = reading.do(measured("TP0", "T01", "23.4"), WHY)
    assert record == desk.log.stored[-1] == reading.records[-1]
    assert (record.event, record.reason) == (measured("TP0", "T01", "23.4"), WHY)


def test_opening_while_the_centre_has_sent_nothing_returns_none_and_changes_nothing():
    desk = fake_desk()
    desk.images.timepoints, desk.images.closing = ["TP0"], False
    reading, _ = begun(desk)
    baseline(reading)
    before = state(reading, desk)
    assert reading.open_next() is None
    assert state(reading, desk) == before


@pytest.mark.parametrize("received", [["TP0"], ["TP0", "TP1"]])
def test_while_a_timepoint_is_open_nothing_is_decoded_and_nothing_told_of_the_next(received):
    desk = fake_desk()
    desk.images.timepoints, desk.images.closing = received, False
    reading, _ = begun(desk)
    with pytest.raises(IllegalAct, match=r"^TP0 is open; finish and lock it first\.$"):
        reading.open_next()
    assert desk.images.opened == [0]


def test_a_signed_read_opens_nothing_and_decodes_nothing():
    reading, desk = signed()
    desk.images.replaced["TP1"] = 50
    decoded = list(desk.images.opened)
    with pytest.raises(IllegalAct, match="signed and frozen"):
        reading.open_next()
    assert desk.images.opened == decoded


def test_a_later_part_of_another_protocol_is_refused():
    reading, desk = begun()
    baseline(reading)
    ref = desk.images.protocol
    desk.desk.protocols.one = desk.desk.protocols.one.model_copy(update={"sha256": "0" * 64})
    desk.images.protocol = ProtocolRef(ref.protocol_id, "0" * 64)
    before = state(reading, desk)
    with pytest.raises(IllegalAct, match="another protocol than the case was begun with"):
        reading.open_next()
    assert state(reading, desk) == before


def test_a_case_of_a_protocol_that_the_station_lacks_is_not_begun():
    desk = fake_desk()
    desk.images.protocol = ProtocolRef("seed-cryo/9", "0" * 64)
    reading = Reading(CASE, desk.desk)
    with pytest.raises(Refused, match="no protocol"):
        reading.open_next()
    assert reading.read.state is State.ASSIGNED
    assert desk.log.stored == []


def test_images_that_are_not_the_ones_that_were_opened_prevent_the_lock():
    reading, desk = begun()
    said(reading, measured("TP0", "T01", "23.4"), measured("TP0", "T02", "18", "16"))
    desk.images.changed.add("TP0")
    before = state(reading, desk)
    with pytest.raises(Refused, match="not the ones that were opened"):
        reading.lock()
    assert state(reading, desk) == before
    desk.images.changed.clear()
    reading.lock()
    assert reading.read.timepoints[0].locked


def test_the_computed_conclusion_is_shown_after_the_calls_only():
    reading, _ = begun()
    with pytest.raises(IllegalAct, match="Nothing is concluded at the baseline"):
        reading.reveal()
    baseline(reading)
    reading.open_next()
    said(reading, *assessed("TP1"))
    with pytest.raises(IllegalAct, match="The overall call is missing"):
        reading.reveal()
    assert reading.read.active.revealed is None


def test_measuring_after_the_conclusion_was_shown_is_marked_and_shown_anew():
    reading, _ = begun()
    baseline(reading)
    reading.open_next()
    said(reading, *assessed("TP1"), *calls("TP1"))
    reading.reveal()
    said(reading, revised("TP1", "T01", "24"))
    assert reading.read.active.sheet.measured_after_reveal == {("T01", Extent.WHOLE)}
    with pytest.raises(IllegalAct, match="have it shown again"):
        reading.lock()
    reading.reveal()
    reading.lock()


def test_undo_takes_back_and_redo_brings_again_but_neither_crosses_a_lock():
    reading, desk = begun()
    said(reading, measured("TP0", "T01", "23.4"), measured("TP0", "T02", "18", "16"))
    whole = reading.read
    reading.undo()
    reading.undo()
    assert reading.read.active.sheet.assessments == {}
    reading.redo()
    reading.redo()
    assert reading.read == whole
    with pytest.raises(IllegalAct, match="nothing to redo"):
        reading.redo()
    reading.lock()
    before = state(reading, desk)
    for act in (reading.undo, reading.redo):
        with pytest.raises(IllegalAct, match="No timepoint is open"):
            act()
    reading.open_next()
    with pytest.raises(IllegalAct, match="nothing to undo"):
        reading.undo()
    assert reading.records[: len(before[1])] == tuple(before[1])


ILLEGAL = {
    "a target that is none": lambda r: r.do(measured("TP1", "T09", "10")),
    "another timepoint": lambda r: r.do(measured("TP0", "T01", "10")),
    "measured twice": lambda r: r.do(measured("TP1", "T02", "11")),
    "an unknown question": lambda r: r.do(found("TP1", "T01", "colour")),
    "no such non-target": lambda r: r.do(non_target("TP1", "NT01")),
    "a lesion of the baseline": lambda r: r.do(recorded("TP1", "R01")),
    "an early reveal": lambda r: r.reveal(),
    "an early lock": lambda r: r.lock(),
    "an early closing": lambda r: r.open_next(),
    "nothing to reconfirm": lambda r: r.reconfirm(),
    "an unlock of what is open": lambda r: unlock(r, "TP1"),
    "an unlock of what is not there": lambda r: unlock(r, "TP9"),
    "an unlock without a reason": lambda r: r.go_back(replace(leave("TP0"), reason="")),
    "an unlock without leave": lambda r: r.go_back(replace(leave("TP0"), document="")),
    "an unlock of another case": lambda r: r.go_back(leave("TP0", case_number="C-0002")),
    "a new version of what is not signed": lambda r: new_version(r, "TP0"),
    "an early questionnaire": lambda r: r.answer_questionnaire(ANSWERS, "a guess"),
    "an early signature": lambda r: r.sign(PASSWORD),
    "a note on what is open": lambda r: r.do(events.ErratumNoted("TP1", "a slip")),
    "a query of no kind": lambda r: r.do(events.ImageQueried("TP1", "ugly", "text")),
    "an empty note": lambda r: r.do(events.IncidentalFindingReported("TP1", " ")),
    "a reason of two lines": lambda r: r.do(called("TP1", "T01", "LP"), "because\n2026-01-01 signed"),
    "a reason that never ends": lambda r: r.do(called("TP1", "T01", "LP"), "x" * 501),
    "half of a surrogate pair": lambda r: r.do(called("TP1", "T01", "LP"), "\ud800"),
    "nothing to redo": lambda r: r.redo(),
}


@pytest.mark.parametrize("act", ILLEGAL.values(), ids=ILLEGAL.keys())
def test_an_illegal_act_says_why_changes_nothing_and_logs_nothing(act):
    reading, desk = begun()
    baseline(reading)
    reading.open_next()
    reading.do(measured("TP1", "T02", "10"))
    before = state(reading, desk)
    with pytest.raises(IllegalAct, match=r"[.:]"):
        act(reading)
    assert state(reading, desk) == before


@pytest.mark.parametrize("act", ["reconfirm", "do", "undo", "lock", "reveal", "missing", "sign", "unlock"])
def test_nothing_can_be_done_at_a_case_that_was_not_opened(act):
    desk = fake_desk()
    reading = Reading(CASE, desk.desk)
    acts = {
        "reconfirm": reading.reconfirm,
        "do": lambda: reading.do(measured("TP0", "T01", "10")),
        "undo": reading.undo,
        "lock": reading.lock,
        "reveal": reading.reveal,
        "missing": reading.missing,
        "sign": lambda: reading.sign(PASSWORD),
        "unlock": lambda: unlock(reading, "TP0"),
    }
    with pytest.raises(IllegalAct):
        acts[act]()
    assert desk.log.stored == []


def _ready_for(name):
    """A reading at which an act is legal, and the act."""
    if name in {"answer", "sign", "version"}:
        reading, desk = signed() if name == "version" else closed()
        if name == "sign":
            reading.answer_questionnaire(ANSWERS, "a guess")
        return reading, desk, {
            "answer": lambda: reading.answer_questionnaire(ANSWERS, "a guess"),
            "sign": lambda: reading.sign(PASSWORD),
            "version": lambda: new_version(reading, "TP1"),
        }[name]  # fmt: skip
    reading, desk = begun()
    baseline(reading)
    if name in {"unlock", "open"}:
        return reading, desk, {"unlock": lambda: unlock(reading, "TP0"), "open": reading.open_next}[name]
    reading.open_next()
    said(reading, *assessed("TP1"), *calls("TP1"))
    if name == "redo":
        reading.undo()
    if name in {"lock", "reconfirm"}:
        reading.reveal()
    if name == "reconfirm":
        reading.lock()
        unlock(reading, "TP0")
        reading.lock()
    return reading, desk, {
        "do": lambda: reading.do(revised("TP1", "T01", "25")),
        "undo": reading.undo,
        "redo": reading.redo,
        "reveal": reading.reveal,
        "lock": reading.lock,
        "reconfirm": reading.reconfirm,
    }[name]  # fmt: skip


@pytest.mark.parametrize(
    "name",
    ["open", "do", "undo", "redo", "reveal", "lock", "unlock", "reconfirm", "answer", "sign", "version"],
)
def test_an_act_that_could_not_be_saved_changed_nothing_and_works_afterwards(name):
    reading, desk, act = _ready_for(name)
    before = state(reading, desk)
    desk.log.fails = True
    with pytest.raises(EnvironmentFailure, match="disk is full"):
        act()
    assert state(reading, desk) == before
    assert desk.images.purged == ([CASE] if name == "version" else [])
    desk.log.fails = False
    record = act()
    assert reading.records == (*before[1], record)
    assert reading.read == folded(CASE, ((one.seq, one.event) for one in desk.log.stored))


def test_two_cases_in_one_log_do_not_touch_each_other():
    desk = fake_desk()
    first, other = Reading(CASE, desk.desk), Reading("C-0002", desk.desk)
    for reading in (first, other):
        reading.open_next()
    baseline(first)
    said(other, measured("TP0", "T01", "11"))
    assert other.read.active.sheet.assessments.keys() == {("T01", Extent.WHOLE)}
    assert first.read.state is State.WAITING
    first.open_next()
    said(first, *answers("TP1"), none_new("TP1"))
    first.undo()
    assert Reading(CASE, desk.desk).read == first.read


def test_the_reason_of_an_act_stands_in_the_log():
    reading, _ = begun()
    baseline(reading)
    reading.open_next("they are here")
    reading.do(measured("TP1", "T01", "22"))
    reading.undo("a slip")
    reading.redo("no slip")
    assert [one.reason for one in reading.records[-4:]] == ["they are here", None, "a slip", "no slip"]


def test_a_protocol_without_questionnaire_goes_from_closed_to_signed():
    desk = fake_desk()
    one = desk.desk.protocols.one
    asked = one.questionnaire.model_copy(update={"asked": False})
    desk.desk.protocols.one = one.model_copy(update={"questionnaire": asked})
    reading, _ = closed(desk)
    with pytest.raises(IllegalAct, match="asks for no questionnaire"):
        reading.answer_questionnaire(ANSWERS, "a guess")
    reading.sign(PASSWORD)
    assert reading.read.state is State.SIGNED


def test_live_reveal_shows_conclusions_before_the_calls():
    desk = fake_desk()
    one = desk.desk.protocols.one
    live = one.calls.model_copy(update={"reveal": "live"})
    desk.desk.protocols.one = one.model_copy(update={"calls": live})
    reading, _ = begun(desk)
    baseline(reading)
    reading.open_next()
    reading.reveal()
    assert reading.read.active.revealed.value("T01") == "NE"
    said(reading, *assessed("TP1"))
    reading.reveal()
    said(reading, *calls("TP1"))
    reading.lock()


def test_a_failing_seal_leaves_the_questionnaire_open():
    class Broken:
        def seal(self, data: bytes) -> str:
            msg = "The recipients cannot be read."
            raise EnvironmentFailure(msg)

    reading, desk = closed()
    broken = Reading(CASE, replace(desk.desk, sealing=Broken()))
    before = state(reading, desk)
    with pytest.raises(EnvironmentFailure):
        broken.answer_questionnaire(ANSWERS, "a guess")
    assert state(broken, desk) == before
