from dataclasses import replace

import pytest
from coordination.office.desk import Desk, answer, codes

from seedcryo_reader.coordination.office.replacing import ReplacementWanted
from seedcryo_reader.coordination.office.standing import Outcome, Reading, cell, standing
from seedcryo_reader.coordination.office.unlocking import REASONS, UnlockWanted, needs_approver
from seedcryo_reader.domain.dispute import Choice
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.messages.reader import ReadingAllowed

CASE = "C-0001"


def wanted(**changes):
    values = {"account": "ada", "timepoint": "TP1", "and_later": True, "code": "data-entry", "text": "typed wrong"}
    return UnlockWanted(changes.pop("case", CASE), **(values | changes))


def refusal(desk, **changes):
    before = len(desk.acts)
    with pytest.raises(Refused) as refused:
        desk.office.allow_again(wanted(**changes))
    assert len(desk.acts) == before
    return codes(refused)


def test_the_reader_gets_the_leave_and_no_free_words():
    desk = Desk().ready(CASE)
    desk.office.allow_again(wanted(text="the other reader differs"))
    leave = f"{CASE} TP1 age1ada True None {REASONS['data-entry']}"
    assert desk.sent_to("ada")[-1] == ReadingAllowed(CASE, leave)
    assert desk.acts[-1].version is None
    assert desk.acts[-1].leave == leave


def test_two_leaves_are_two_envelopes():
    desk = Desk().ready(CASE)
    before = len(desk.sent_to("ada"))
    desk.office.allow_again(wanted())
    desk.office.allow_again(wanted())
    assert len(desk.sent_to("ada")) == before + 2


def test_of_a_signed_read_a_new_version_is_begun_and_nothing_is_accepted_meanwhile():
    desk = Desk().ready(CASE)
    desk.both_sign(CASE)
    desk.office.compare_due()
    assert standing(desk.state, desk.case(CASE)).outcome is Outcome.CONCORDANT
    desk.office.allow_again(wanted(approver="carl"))
    assert desk.acts[-1].version == 2
    desk.office.allow_again(wanted(timepoint="TP0", approver="carl"))
    assert desk.acts[-1].version is None, "it is being read already"
    now = standing(desk.state, desk.case(CASE))
    assert (now.outcome, now.accepted) == (Outcome.WAITING, ())
    assert cell(desk.state, desk.case(CASE), "ada").state is Reading.READING_AGAIN
    desk.sign(CASE, "ada", version=2)
    assert desk.office.compare_due().cases == 1


def test_what_cannot_be_allowed_is_refused():
    desk = Desk().ready(CASE)
    assert refusal(desk, case="C-0009") == ["other-reader"]
    assert refusal(desk, account="cem") == ["other-reader"]
    assert refusal(desk, timepoint="month 3", code="mood", text="") == ["bad-text", "unknown-reason", "no-timepoint"]
    assert refusal(desk, timepoint="TP7") == ["no-timepoint"], "before it is signed too"
    desk.sign(CASE, "ada")
    assert refusal(desk, timepoint="TP7") == ["no-timepoint"]
    desk.office.revoke("ada", "2026-03-01", "left the study")
    assert refusal(desk) == ["revoked-account"]


def test_a_timepoint_that_a_reader_was_never_sent_is_not_read_again():
    desk = Desk().staff()
    desk.seal(CASE, "TP0", "TP1", None)
    desk.assign(CASE)
    assert refusal(desk) == ["no-timepoint"], "it is sealed, and not sent"
    desk.office.release_due()
    desk.office.allow_again(wanted())


def test_everything_that_is_against_a_leave_is_told_at_once():
    desk = Desk().ready(CASE)
    own = desk.state.accounts["carl"].accepted
    desk.log.append(replace(own, account="carla2", person="Carla Coordinator", public="ab" * 32, exchange="cd" * 32))
    desk.log.day = "2027-04-01"
    assert refusal(desk, text="", timepoint="TP7", approver="carla2") == [
        "not-trained",
        "bad-text",
        "no-timepoint",
        "same-approver",
    ]


def test_once_both_reads_are_signed_a_second_coordinator_has_to_approve():
    desk = Desk().ready(CASE)
    assert not needs_approver(desk.case(CASE))
    desk.sign(CASE, "ada", "TP1")
    desk.sign(CASE, "ada", "TP2", signed_on="2026-03-11")
    assert not needs_approver(desk.case(CASE))
    desk.sign(CASE, "ben")
    assert needs_approver(desk.case(CASE)), "nobody pressed anything yet"
    assert refusal(desk) == ["no-approver"]
    assert refusal(desk, approver="carla") == ["same-approver"]
    assert refusal(desk, approver="dora") == ["wrong-role"]
    assert refusal(desk, approver="nobody") == ["unknown-account"]
    desk.office.allow_again(wanted(approver="carl"))
    assert desk.acts[-1].approver == "carl"


def test_a_second_person_stays_needed_when_a_backup_takes_over():
    desk = Desk().ready(CASE)
    desk.both_sign(CASE, "TP1", None)
    desk.office.allow_again(wanted(approver="carl"))
    desk.office.replace_reader(ReplacementWanted(CASE, "ada", "cem", "on leave"))
    assert refusal(desk, account="ben") == ["no-approver"]


def test_a_second_person_stays_needed_after_the_decision():
    desk = Desk().ready(CASE)
    desk.dispute(CASE)
    desk.decide(CASE, answer(Choice.A))
    assert refusal(desk) == ["no-approver"]


def test_every_reason_fits_into_a_leave():
    assert all(3 <= len(text) <= 500 and "disput" not in text.lower() for text in REASONS.values())
