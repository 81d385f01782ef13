"""Logs of every schema that was ever shipped are read as they were written."""

import hashlib
import json
from decimal import Decimal

import pytest
from domain.logs import LOGS, lines_of, log_of

from seedcryo_reader.domain.events import EVENTS, TimepointReconfirmed, TimepointUnlocked, VersionOpened
from seedcryo_reader.domain.fold import folded
from seedcryo_reader.domain.lesion import Absent, Merged, NotEvaluable, TooSmall
from seedcryo_reader.domain.lifecycle import State
from seedcryo_reader.domain.measurement import Extent
from seedcryo_reader.domain.record import FIRST_PREVIOUS, SCHEMA

ALL = [pytest.param(log, id=f"{log.parent.name}/{log.name}") for log in LOGS]


def read_of(log, case):
    return folded(case, ((one.seq, one.event) for one in log_of(log) if one.case_number == case))


def test_there_is_a_log_of_every_schema():
    assert {log.parent.name for log in LOGS} == {f"schema-{number}" for number in range(1, SCHEMA + 1)}


@pytest.mark.parametrize("log", ALL)
def test_a_kept_log_is_whole(log):
    previous = FIRST_PREVIOUS
    for number, ((digest, body), record) in enumerate(zip(lines_of(log), log_of(log), strict=True), 1):
        assert hashlib.sha256(body).hexdigest() == digest
        assert (record.seq, record.previous, record.body) == (number, previous, body)
        previous = digest


@pytest.mark.parametrize("log", [log for log in ALL if log.id.startswith(f"schema-{SCHEMA}/")])
def test_todays_program_would_write_todays_log_the_same(log):
    assert [record.encoded() for record in log_of(log)] == [body for _, body in lines_of(log)]


def test_the_kept_logs_hold_every_kind_of_event():
    assert {type(record.event).__name__ for log in LOGS for record in log_of(log)} == set(EVENTS)


def test_an_answer_before_a_lock_is_read_with_what_was_asked():
    [log] = [one for one in LOGS if one.name == "with-guards.log"]
    read = read_of(log, "C-0042")
    [answer] = read.guards_answered
    assert (answer.timepoint, answer.guard, answer.about) == ("TP1", "large-change", "T01")
    assert "+105.0 %" in answer.question
    assert answer.reason.startswith("It grew")
    assert (read.timepoint("TP1").locked, read_of(LOGS[0], "C-0042").guards_answered) == (True, ())


def test_the_first_log_is_read_as_it_was_meant():
    assert LOGS[0].parent.name == "schema-1"
    read = read_of(LOGS[0], "C-0042")
    assert (read.state, read.version, read.parts) == (State.SIGNED, 2, (0, 3, 6, 4))
    assert [one.version for one in read.signatures] == [1, 2]
    assert (len(read.errata), len(read.queries), len(read.incidental)) == (5, 5, 5)
    assert read.incidental[1].text.startswith("门静脉内可疑血栓")
    assert [(one.locked, one.hindsight, one.reopened) for one in read.timepoints] == [
        (True, True, True),
        (True, True, True),
        (True, False, False),
    ]
    baseline, first, second = (one.sheet for one in read.timepoints)
    assert (baseline.dropped, first.dropped) == ({"NT02"}, {"NL01"})
    assert baseline.recist_set == ("T01", "T02", "T03", "R01", "R02")
    assert set(baseline.recorded) == {"R01", "R02", "NT01"}
    assert [str(baseline.assessed("T01").long.mm), str(baseline.assessed("T03").short.mm)] == ["23.4", "15.5"]
    assert (set(first.recorded), first.new_lesions["NL02"].certainty) == ({"NL02"}, "unequivocal")
    assert second.assessed("T01").long.mm == Decimal("30.1")
    assert second.non_targets["NT01"].reason == "no contrast"


def test_the_sheet_that_was_replaced_can_be_read_at_its_time():
    log = [one for one in log_of(LOGS[0]) if one.case_number == "C-0042"]
    number = next(k for k, one in enumerate(log) if type(one.event).__name__ == "ErratumNoted" and one.seq > 40)
    sheet = folded("C-0042", ((one.seq, one.event) for one in log[:number])).timepoint("TP1").sheet
    assert (sheet.assessed("T02"), sheet.assessed("R01.2")) == (Merged("R02"), Absent())
    assert (sheet.assessed("T03"), sheet.pieces("R01")) == (NotEvaluable("POOR SCAN QUALITY"), ("R01.1", "R01.2"))
    assert sheet.assessed("T01", Extent.VIABLE) == TooSmall()
    assert (sheet.calls["T01"].value, sheet.calls["T01"].reason) == ("LP", "The growth is real.")
    assert sheet.measured_after_reveal == {("T01", Extent.WHOLE)}
    assert sheet.findings[("T02", "mass")].reason == "no contrast"
    assert (sheet.findings[("T01", "mass")].answer, ("T01", "mass-change") in sheet.findings) == ("none", False)
    assert {about: call.after_reveal for about, call in sheet.calls.items()} == {"T01": True, "overall": False}


def test_the_cases_of_a_log_do_not_touch():
    read = read_of(LOGS[0], "C-0007")
    assert (read.state, read.questionnaire, read.parts) == (State.SIGNED, None, (0, 2, 3))
    sheet = read.timepoint("TP1").sheet
    assert (sheet.assessed("T01"), sheet.non_targets["T03"].status) == (Absent(), "unequivocal progression")


def test_every_record_names_the_study_and_every_way_back_its_leave():
    log = log_of(LOGS[0])
    assert {(one.stamp.study_id, one.stamp.root_id) for one in log} == {("SEED-CRYO", "0d" * 8)}
    leaves = [one.event.leave for one in log if isinstance(one.event, TimepointUnlocked | VersionOpened)]
    assert len(set(leaves)) == len(leaves) == 6
    assert {json.loads(one)["format"] for one in leaves} == {"seedcryo-leave/1"}


def test_a_reconfirmation_of_the_first_log_tells_what_was_concluded():
    told = [one.event.conclusions for one in log_of(LOGS[0]) if isinstance(one.event, TimepointReconfirmed)]
    assert [conclusions[0].value for conclusions in told] == ["LP"] * len(told)
    assert read_of(LOGS[0], "C-0042").timepoint("TP1").revealed.conclusions == told[0]
