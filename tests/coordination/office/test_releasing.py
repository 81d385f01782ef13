import pytest
from coordination.office.desk import SHA, SHIPPED, Desk, codes, sha

from seedcryo_reader.coordination.office.replacing import ReplacementWanted
from seedcryo_reader.coordination.office.unlocking import UnlockWanted
from seedcryo_reader.domain.errors import Cancelled, Refused
from seedcryo_reader.domain.messages.reader import CaseClosing, PartReleased
from seedcryo_reader.domain.office.coordinator import TrainingPassed
from seedcryo_reader.imaging.watch import Progress, Watch

CASE = "C-0001"


def ongoing(desk):
    design = SHIPPED.design.model_copy(update={"release": "ongoing"})
    desk.protocols.known[SHA] = SHIPPED.model_copy(update={"design": design})


def parts_sent(desk, account):
    return [message for message in desk.sent_to(account) if isinstance(message, PartReleased | CaseClosing)]


def assigned(*timepoints):
    desk = Desk().staff()
    desk.seal(CASE, *timepoints)
    desk.assign(CASE)
    return desk


def test_a_complete_case_goes_to_both_readers_and_the_adjudicator_as_the_same_files():
    desk = assigned("TP0", "TP1", None)
    assert desk.office.release_due().cases == 1
    recipients = ("age1ada", "age1ben", "age1dora")
    assert desk.parts.encrypted == [(sha(f"file {CASE} {part}"), recipients) for part in range(3)]
    files = {account: [one.file_sha256 for one in parts_sent(desk, account)] for account in ("ada", "ben", "dora")}
    assert files["ada"] == files["ben"] == files["dora"]
    assert [type(one) for one in parts_sent(desk, "ada")] == [PartReleased, PartReleased, CaseClosing]
    assert {type(one) for one in parts_sent(desk, "dora")} == {PartReleased}
    assert desk.case(CASE).is_closed


def test_in_batch_a_case_waits_for_its_closing_part():
    desk = assigned("TP0", "TP1")
    assert desk.office.release_due().cases == 0
    desk.seal(CASE, None)
    assert desk.office.release_due().cases == 1
    assert desk.office.release_due().cases == 0, "sent once"


def test_ongoing_every_part_is_sent_as_it_comes():
    desk = assigned("TP0")
    ongoing(desk)
    assert desk.office.release_due().cases == 1
    assert not desk.case(CASE).is_closed
    desk.seal(CASE, "TP1", None)
    assert desk.office.release_due().cases == 1
    assert [one.part for one in parts_sent(desk, "ben")] == [0, 1, 2]
    assert desk.case(CASE).released_to("ben") == {0, 1, 2}


def test_nothing_is_sent_beyond_a_part_that_is_missing():
    desk = assigned("TP0")
    ongoing(desk)
    desk.seal(CASE, "TP1", None)
    del desk.parts.known[1]
    assert desk.office.release_due().cases == 1
    assert [one.part for one in parts_sent(desk, "ada")] == [0]


def test_a_protocol_without_a_design_releases_complete_cases():
    desk = assigned("TP0")
    desk.protocols.known[SHA] = SHIPPED.model_copy(update={"design": None})
    assert desk.office.due() == ()


def test_a_revoked_account_gets_nothing_and_its_backup_all_of_it():
    desk = assigned("TP0", None)
    desk.office.revoke("ben", "2026-03-01", "left the study")
    [due] = desk.office.due()
    assert set(due.accounts) == {"ada", "dora"}
    assert due.recipients == ("age1ada", "age1dora")


def test_a_part_that_was_changed_is_told_and_the_other_cases_are_sent():
    desk = Desk().staff()
    for number in (CASE, "C-0002"):
        desk.seal(number, "TP0", None)
    desk.assign(CASE, "C-0002")
    desk.parts.damaged = sha(f"file {CASE} 1")
    done = desk.office.release_due()
    assert (done.cases, [finding.code for finding in done.findings]) == (1, ["changed"])
    assert desk.case(CASE).released == ()
    assert desk.case("C-0002").is_closed


def test_one_case_can_be_sent_alone():
    desk = Desk().staff()
    for number in (CASE, "C-0002"):
        desk.seal(number, "TP0", None)
    desk.assign(CASE, "C-0002")
    assert desk.office.release("C-0002").cases == 1
    assert [due.case_number for due in desk.office.due()] == [CASE]


def test_sending_tells_how_far_it_is_and_stops_when_told():
    desk = Desk().staff()
    for number in (CASE, "C-0002"):
        desk.seal(number, "TP0", None)
    desk.assign(CASE, "C-0002")
    told = []
    with pytest.raises(Cancelled):
        desk.office.release_due(Watch(told.append, lambda: bool(told)))
    assert told == [Progress(1, 2)]
    assert desk.case(CASE).is_closed
    assert desk.office.release_due(Watch(told.append, lambda: False)).cases == 1
    assert told[-1] == Progress(1, 1)


def test_parts_are_held_back_from_whoever_is_not_trained_any_more_and_the_others_get_the_same_files():
    desk = assigned("TP0", None)
    for name in ("ada", "dora"):
        desk.office.record_training(TrainingPassed(name, "seed-cryo/1.0", SHA, True, "2026-02-01", "2026-03-01"))
    done = desk.office.release_due()
    assert (done.cases, [one.code for one in done.findings]) == (1, ["not-trained", "not-trained"])
    assert all(one.text.startswith(f"{CASE} is held back from ") for one in done.findings)
    assert parts_sent(desk, "ada") == parts_sent(desk, "dora") == []
    assert desk.office.release_due().cases == 0
    [due] = desk.office.due()
    assert set(due.accounts) == {"ada", "dora"}
    for name in ("ada", "dora"):
        desk.office.record_training(TrainingPassed(name, "seed-cryo/1.0", SHA, True, "2026-03-09", "2027-03-01"))
    assert desk.office.release_due() == (1, ())
    assert {one.file_sha256 for one in parts_sent(desk, "ada")} == {one.file_sha256 for one in parts_sent(desk, "ben")}


def test_nothing_to_read_again_or_to_decide_is_given_to_whoever_is_not_trained_any_more():
    desk = Desk().ready(CASE)
    for name in ("ada", "dora"):
        desk.office.record_training(TrainingPassed(name, "seed-cryo/1.0", SHA, True, "2026-02-01", "2026-03-01"))
    with pytest.raises(Refused) as refused:
        desk.office.allow_again(UnlockWanted(CASE, "ada", "TP1", False, "data-entry", "typed wrong"))
    assert codes(refused) == ["not-trained"]
    desk.both_sign(CASE, "TP1", None)
    done = desk.office.compare_due()
    assert (done.cases, [one.code for one in done.findings]) == (0, ["not-trained"])
    desk.office.replace_adjudicator(ReplacementWanted(CASE, "dora", "emil", "training is over"))
    assert desk.office.compare_due() == (1, ())
