"""What counts of a reader: the first version, and later ones that the office gave a leave for."""

from coordination.office.desk import DAY, Desk, answer

from seedcryo_reader.coordination.office.remarks import remarks
from seedcryo_reader.coordination.office.standing import Outcome, Reading, cell, signed_by, standing, wanted_version
from seedcryo_reader.coordination.office.unlocking import UnlockWanted
from seedcryo_reader.domain.dispute import Choice

CASE = "C-0001"


def decided():
    """A desk at which the case is decided, and its second reader."""
    desk = Desk().ready(CASE)
    desk.dispute(CASE)
    desk.decide(CASE, answer(Choice.A))
    return desk, desk.case(CASE).plan.second


def now(desk):
    return standing(desk.state, desk.case(CASE))


def told(desk, day=DAY):
    return [finding.code for finding in remarks(desk.state, day)]


def allow(desk, reader):
    desk.office.allow_again(UnlockWanted(CASE, reader, "TP1", False, "data-entry", "typed wrong", "carl"))


def test_a_version_that_the_office_never_allowed_undoes_no_decision_and_is_told():
    desk, reader = decided()
    before = now(desk)
    desk.sign(CASE, reader, "TP1", version=2)
    assert (now(desk), desk.office.compare_due().cases) == (before, 0)
    assert signed_by(desk.state, desk.case(CASE), reader).arrived.result.version == 1
    assert told(desk) == ["no-leave"]


def test_a_version_that_is_begun_without_a_leave_keeps_nobody_waiting_and_is_told():
    desk, reader = decided()
    before = now(desk)
    desk.lock(CASE, reader, 1, version=2)
    assert (now(desk), wanted_version(desk.case(CASE), reader)) == (before, 1)
    assert cell(desk.state, desk.case(CASE), reader).state is Reading.SIGNED
    assert told(desk) == ["no-leave"]
    desk.sign(CASE, reader, "TP1", version=2)
    assert told(desk) == ["no-leave"], "once about one version"


def test_a_version_whose_leave_is_given_later_counts_from_then_on():
    desk, reader = decided()
    desk.sign(CASE, reader, "TP1", version=2)
    allow(desk, reader)
    assert (now(desk).outcome, told(desk)) == (Outcome.TO_COMPARE, [])


def test_a_leave_for_one_version_allows_no_later_one_and_none_of_the_other_reader():
    desk, reader = decided()
    allow(desk, reader)
    desk.sign(CASE, reader, "TP1", version=3)
    desk.sign(CASE, desk.case(CASE).plan.first, "TP3", version=2)
    assert told(desk) == ["no-leave", "no-leave"]
    assert (now(desk).outcome, desk.office.compare_due().cases) == (Outcome.WAITING, 0)


def test_a_reader_who_leaves_before_reading_again_takes_no_decision_along():
    desk, reader = decided()
    before = now(desk)
    allow(desk, reader)
    assert now(desk).outcome is Outcome.WAITING
    desk.log.day = "2026-04-20"
    desk.office.revoke(reader, "2026-04-20", "left the study")
    assert (now(desk), told(desk)) == (before, ["leave-lapsed"])


def test_what_a_reader_who_leaves_signs_before_the_last_day_counts_still():
    desk, reader = decided()
    allow(desk, reader)
    desk.office.revoke(reader, "2026-04-20", "leaves the study")
    assert now(desk).outcome is Outcome.DECIDED
    desk.sign(CASE, reader, "TP1", version=2)
    assert (now(desk).outcome, told(desk)) == (Outcome.TO_COMPARE, [])


def test_reads_that_were_signed_before_their_reader_left_are_compared():
    desk = Desk().ready(CASE)
    desk.both_sign(CASE, "TP1", "TP1")
    allow(desk, "ada")
    assert desk.office.compare_due().cases == 0
    desk.office.revoke("ada", "2026-04-01", "leaves the study")
    assert desk.office.compare_due().cases == 1
    assert now(desk).outcome is Outcome.CONCORDANT
