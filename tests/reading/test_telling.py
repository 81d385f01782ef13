"""The trail in words: every event has its words, from what to what, and none of them unblinds."""

import csv
from pathlib import Path

import pytest
from reading.scripts import PLACE, WHOLE, measure, play, script
from reading.ways import (
    CASE,
    WHY,
    assessed,
    baseline,
    begun,
    calls,
    closed,
    locked,
    measured,
    new_lesion,
    new_version,
    recorded,
    revised,
    said,
    signed,
    unlock,
)
from support.fake_desk import fake_desk

from seedcryo_reader.casefile.leaks.terms import Terms
from seedcryo_reader.domain import events
from seedcryo_reader.domain.events import EVENTS
from seedcryo_reader.domain.lesion import Absent, Merged, NotEvaluable, Split, TooSmall
from seedcryo_reader.domain.measurement import Extent
from seedcryo_reader.reading.canonical_read import canonical_read, signing_of
from seedcryo_reader.reading.telling import Told, assessment_text, told

ARM_TERMS = Path(__file__).resolve().parents[2] / "resources" / "deidentification" / "arm_terms.csv"


def last(reading) -> tuple[str, str, str, str]:
    *_, one = told(CASE, reading.records)
    return one.about, one.what, one.old, one.new


@pytest.mark.parametrize(
    ("what", "text"),
    [
        (None, ""),
        (Absent(), "absent"),
        (TooSmall(), "too small to measure"),
        (NotEvaluable("artefact"), "not evaluable (artefact)"),
        (Merged("T02"), "merged with T02"),
        (Split(("T01.1", "T01.2")), "split into T01.1, T01.2"),
        (measured("TP0", "T01", "23.4").caliper, "23.4 × 8.0 mm"),
        (measured("TP0", "T01", "23.4", None).caliper, "23.4 mm"),
    ],
)
def test_an_assessment_has_its_words(what, text):
    assert assessment_text(what) == text


def test_an_act_is_told_from_what_to_what_and_undoing_the_other_way():
    reading, _ = begun()
    said(reading, measured("TP0", "T01", "23.4"))
    assert last(reading) == ("T01", "measured", "", "23.4 × 8.0 mm")
    said(reading, revised("TP0", "T01", "24"))
    assert last(reading) == ("T01", "measured again", "23.4 × 8.0 mm", "24.0 × 8.0 mm")
    reading.undo()
    assert last(reading) == ("T01", "undid act 3: measured again", "24.0 × 8.0 mm", "23.4 × 8.0 mm")
    reading.redo()
    assert last(reading) == ("T01", "did act 3 again: measured again", "23.4 × 8.0 mm", "24.0 × 8.0 mm")
    reading.undo()
    assert last(reading)[1:] == ("undid act 3: measured again", "24.0 × 8.0 mm", "23.4 × 8.0 mm")
    said(reading, events.LesionMarkedAbsent("TP0", "T01", Extent.WHOLE))
    said(reading, events.AssessmentRemoved("TP0", "T01", Extent.WHOLE))
    assert last(reading) == ("T01", "assessment removed", "absent", "")


def _everything():
    """Records that hold every kind of event there is."""
    reading, _ = signed()
    new_version(reading, "TP2")
    for act in (
        events.LesionMarkedTooSmall("TP2", "T01", Extent.WHOLE),
        events.LesionMarkedNotEvaluable("TP2", "T01", Extent.WHOLE, "artefact"),
        events.LesionMarkedMerged("TP2", "T01", "T02"),
        events.LesionMarkedSplit("TP2", "T01", ("T01.1", "T01.2")),
        events.LesionMarkedAbsent("TP2", "T01", Extent.WHOLE),
        events.AssessmentRemoved("TP2", "T01", Extent.WHOLE),
        measured("TP2", "T01", "22"),
        revised("TP2", "T01", "23"),
        recorded("TP2", "NL01"),
        new_lesion("TP2", "NL01", "equivocal"),
        new_lesion("TP2", "NL01", "unequivocal", first_seen="TP1"),
        new_lesion("TP2", "NL01", "equivocal"),
        events.LesionDropped("TP2", "NL01"),
        events.TimepointMarkedNotEvaluable("TP2", "artefact"),
        events.TimepointMarkedEvaluable("TP2"),
    ):
        reading.do(act, WHY)
    reading.undo()
    reading.redo()
    reading.do(events.ErratumNoted("TP1", "a slip"))
    reading.do(events.ImageQueried("TP1", "poor quality", "grainy"))
    reading.do(events.IncidentalFindingReported("TP1", "a clot"))
    unlock(reading, "TP1")
    reading.reveal()
    reading.lock()

    other = fake_desk()
    play(other, script([*WHOLE[:9], measure("T01", 24, 20), *WHOLE[9:11], {"act": "open"}]))
    return [*reading.records], other.log.stored


def test_every_kind_of_event_has_words_of_its_own_and_its_timepoint():
    first, second = _everything()
    third, _ = begun()
    baseline(third, recorded("TP0", "NT01"))
    third.open_next()
    said(third, *assessed("TP1"), *calls("TP1"))
    said(third, events.NonTargetAssessed("TP1", "NT01", "present"))
    said(third, revised("TP1", "T01", "40"))
    third.reveal()
    locked(third)
    unlock(third, "TP0")
    third.lock()
    third.reconfirm()
    seen = {}
    for records in (first, second, list(third.records)):
        lines = list(told(CASE, records))
        assert [one.record for one in lines] == list(records)
        assert all(one.what and one.timepoint == getattr(one.record.event, "timepoint", "") for one in lines)
        seen |= {type(one.record.event).__name__: one.what for one in lines}
    assert seen.keys() == EVENTS.keys()


def test_a_new_lesion_is_told_with_the_timepoint_it_was_seen_from():
    first, _ = _everything()
    lines = [(one.old, one.new) for one in told(CASE, first) if one.what == "new lesion assessed"]
    assert lines == [
        ("", "equivocal"),
        ("equivocal", "unequivocal, seen since TP1"),
        ("unequivocal, seen since TP1", "equivocal"),
    ]


def test_the_course_of_a_case_is_told_by_its_states():
    reading, _ = signed()
    lines = {one.what.split(",")[0]: (one.old, one.new) for one in told(CASE, reading.records)}
    assert lines["timepoint locked"] == ("in progress", "waiting")
    assert lines["case closed by the centre"] == ("waiting", "closed")
    assert lines["blinding questionnaire answered (sealed)"] == ("closed", "questionnaire")
    assert lines["read signed by Dr A. Reader"] == ("questionnaire", "signed")


def _words(line: Told) -> str:
    return "\n".join((line.timepoint, line.about, line.what, line.old, line.new))


def test_neither_the_trail_nor_the_signed_bytes_hold_a_word_that_tells_the_arm():
    with ARM_TERMS.open(encoding="utf-8", newline="") as stream:
        terms = Terms((row["term"], row["match"]) for row in csv.DictReader(stream))
    desk = fake_desk()
    acts = [*WHOLE[:12], {"act": "open"}, {"act": "record", "lesion": "NL01", **PLACE}]
    play(desk, script(acts))
    reading, _ = signed()
    meaning = reading.records[-1].event.meaning
    whole = canonical_read(reading.records[:-1], signing_of(reading.records[-1].event)).decode()
    ids = reading.records[0].stamp.protocol_id
    sealed = reading.read.questionnaire
    lines = [*told(CASE, reading.records), *told(CASE, desk.log.stored)]
    texts = [*map(_words, lines), whole.replace(f'"{ids}"', '""').replace(sealed, "")]
    assert terms.are_in("a seed")
    assert [text for text in texts if terms.are_in(text.replace(meaning, ""))] == []


def test_no_answer_of_the_questionnaire_is_told():
    reading, _ = closed()
    reading.answer_questionnaire({"arm": ("cryoablation alone",), "traces": ("a needle tract",)}, "rather sure")
    assert last(reading) == ("", "blinding questionnaire answered (sealed)", "closed", "questionnaire")
