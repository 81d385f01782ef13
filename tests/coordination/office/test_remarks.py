import pytest
from coordination.office.desk import DAY, Desk, answer

from seedcryo_reader.coordination.arrived import DecisionArrived
from seedcryo_reader.coordination.office.remarks import remarks
from seedcryo_reader.coordination.office.replacing import ReplacementWanted
from seedcryo_reader.coordination.office.unlocking import UnlockWanted
from seedcryo_reader.domain.dispute import Choice, Decision
from seedcryo_reader.domain.role import Role

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


def test_reads_that_cannot_be_compared_are_told():
    desk = Desk().ready(CASE)
    desk.sign(CASE, "ada")
    desk.sign(CASE, "ben", timepoints=("TP0",))
    assert told(desk) == ["incomparable"]
    assert "have different timepoints, so they cannot be compared" in remarks(desk.state, DAY)[0].text


def test_what_was_signed_when_no_training_held_is_told():
    desk = Desk().ready(CASE, "C-0002")
    desk.sign(CASE, "ada", signed_on="2027-03-10")
    desk.sign("C-0002", "ada", signed_on="2027-03-11")
    assert told(desk) == ["signed-untrained"]
    desk.train("ben", passed=False)
    desk.sign(CASE, "ben", signed_on="2026-01-05", version=1)
    assert told(desk) == ["signed-untrained"], "that was before the training that was not passed"
    desk.sign("C-0002", "ben", signed_on="2026-01-06")
    assert [one.text for one in remarks(desk.state, DAY)][-1].startswith("C-0002: ben signed version 1 on 2026-01-06")


def test_what_was_signed_when_no_training_held_stays_told_when_one_is_recorded_later():
    desk = Desk().ready(CASE)
    desk.sign(CASE, "ada", signed_on="2026-01-04")
    desk.sign(CASE, "ben", signed_on="2026-01-06")
    assert told(desk) == ["signed-untrained"], "the first training of ada ended a day after"
    desk.train("ben", passed=False)
    assert told(desk) == ["signed-untrained", "signed-untrained"]
    for reader in ("ada", "ben"):
        desk.train(reader)
        desk.office.revoke(reader, "2026-04-01", "new keys")
        desk.accept(reader, Role.READER, keys=" new")
    assert told(desk) == ["signed-untrained", "signed-untrained"]


def test_that_no_training_held_is_told_only_of_what_is_used():
    desk = Desk().ready(CASE)
    desk.accept("zoe", Role.READER)
    desk.sign(CASE, "zoe")
    assert told(desk) == ["stray-read"]
    for at in ("TP1", "TP2"):
        desk.sign(CASE, "ada", at, signed_on="2026-01-04")
    assert told(desk) == ["two-contents", "stray-read"]
    desk.office.allow_again(UnlockWanted(CASE, "ada", "TP1", False, "technical-fault", "restored twice", "carl"))
    desk.sign(CASE, "ada", version=2, signed_on="2026-01-04")
    assert told(desk) == ["two-contents", "stray-read", "signed-untrained"]


def test_an_own_read_and_a_decision_that_were_signed_when_no_training_held_are_told():
    desk = Desk().ready(CASE)
    desk.dispute(CASE)
    own = desk.sign(CASE, "dora", signed_on="2027-03-11")
    desk.decide(CASE, answer(Choice.A), by="emil")
    assert told(desk) == ["stray-decision"]
    desk.log.day = "2027-03-11"
    desk.decide(CASE, answer(Choice.OWN), own=own)
    assert told(desk) == ["stray-decision", "signed-untrained", "signed-untrained"]


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


def test_a_decision_of_a_revoked_adjudicator_is_told():
    desk = Desk().ready(CASE)
    desk.dispute(CASE)
    desk.office.revoke("dora", DAY, "left the study")
    desk.decide(CASE, answer(Choice.A))
    assert told(desk) == ["revoked-decision", "adjudicator-gone"]


def test_a_decision_of_an_adjudicator_who_was_replaced_is_told():
    desk = Desk().ready(CASE)
    desk.dispute(CASE)
    desk.office.replace_adjudicator(ReplacementWanted(CASE, "dora", "emil", "on leave"))
    desk.decide(CASE, answer(Choice.A))
    assert told(desk) == ["replaced-decision"]


@pytest.mark.parametrize("then", ["TP1", "TP3"])
def test_a_decision_upon_a_dispute_that_was_withdrawn_or_superseded_is_told(then):
    desk = Desk().ready(CASE)
    desk.both_sign(CASE, "TP1", "TP2")
    desk.office.compare_due()
    old, reader = desk.case(CASE).last_compared.dispute_id, desk.case(CASE).plan.second
    desk.office.allow_again(UnlockWanted(CASE, reader, "TP1", False, "data-entry", "typed wrong", "carl"))
    desk.sign(CASE, reader, then, version=2)
    assert desk.office.compare_due().cases == 1
    decision = Decision(old, CASE, (answer(Choice.A),), "measurement", "A is right.")
    desk.receive(DecisionArrived("dora", decision, f"{DAY}T10:00:00.000000Z"), "dora")
    assert told(desk) == ["superseded-decision"]
