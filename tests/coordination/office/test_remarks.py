from coordination.office.desk import DAY, Desk, answer

from seedcryo_reader.coordination.office.remarks import remarks
from seedcryo_reader.coordination.office.replacing import ReplacementWanted
from seedcryo_reader.domain.dispute import Choice

CASE = "C-0001"


def told(desk):
    return [finding.code for finding in remarks(desk.state, DAY)]


def test_nothing_is_told_where_everything_fits():
    desk = Desk().ready(CASE)
    desk.dispute(CASE)
    desk.decide(CASE, answer(Choice.A))
    assert told(desk) == []


def test_reads_that_nobody_waits_for_are_told_and_not_used():
    desk = Desk().ready(CASE)
    desk.sign(CASE, "cem")
    desk.sign("C-0777", "ada")
    desk.office.replace_reader(ReplacementWanted(CASE, "ada", "cem", "on leave"))
    desk.sign(CASE, "ada")
    assert told(desk) == ["replaced-read", "stray-read"]


def test_a_read_under_another_protocol_is_told_and_not_compared():
    desk = Desk().ready(CASE)
    desk.sign(CASE, "ada", protocol_sha256="e" * 64)
    desk.sign(CASE, "ben")
    assert told(desk) == ["other-protocol"]
    assert desk.office.compare_due().cases == 0


def test_what_a_revoked_reader_leaves_behind_is_told():
    desk = Desk().ready(CASE)
    desk.office.revoke("ada", DAY, "left the study")
    assert told(desk) == ["reader-gone"]
    desk.sign(CASE, "ada")
    assert told(desk) == ["revoked-read", "reader-gone"]


def test_a_revoked_adjudicator_is_told_while_something_is_to_decide():
    desk = Desk().ready(CASE)
    desk.office.revoke("dora", "2026-03-11", "leaves the study")
    assert told(desk) == []
    assert [finding.code for finding in remarks(desk.state, "2026-03-11")] == ["adjudicator-gone"]
    desk.both_sign(CASE)
    desk.office.compare_due()
    assert remarks(desk.state, "2026-03-11") == ()


def test_a_decision_about_nothing_is_told():
    desk = Desk().ready(CASE)
    desk.dispute(CASE)
    desk.decide(CASE, answer(Choice.A), by="emil")
    assert told(desk) == ["stray-decision"]
