from dataclasses import replace
from itertools import permutations

import pytest
from coordination.office.desk import SHA, Desk, applicant, codes

from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.messages.reader import TrainingRecorded
from seedcryo_reader.domain.office.coordinator import TrainingPassed
from seedcryo_reader.domain.role import Role
from seedcryo_reader.storage.office.training import training_problems


def test_an_accepted_account_is_known_with_its_person():
    desk = Desk()
    desk.accept("ada", Role.READER, "Ada Lovelace")
    found = desk.state.accounts["ada"]
    assert (found.accepted.person, found.accepted.role) == ("Ada Lovelace", Role.READER)
    assert found.is_active("2999-01-01")


@pytest.mark.parametrize("name", ["centre", "carla"])
def test_the_centre_and_the_coordinator_have_their_names(name):
    with pytest.raises(Refused) as refused:
        Desk().accept(name, Role.READER)
    assert codes(refused) == ["account-exists"]


def test_an_account_is_accepted_once():
    desk = Desk()
    desk.accept("ada", Role.READER)
    with pytest.raises(Refused) as refused:
        desk.accept("ada", Role.READER, keys="new")
    assert codes(refused) == ["account-exists"]
    assert len(desk.acts) == 1


def test_one_person_holds_one_role_even_after_the_account_was_revoked():
    desk = Desk()
    desk.accept("ada", Role.READER, "Ada Lovelace")
    with pytest.raises(Refused) as refused:
        desk.accept("judge", Role.ADJUDICATOR, "ada  LOVELACE")
    assert codes(refused) == ["two-roles", "two-accounts"]
    desk.office.revoke("ada", "2026-03-01", "left the study")
    with pytest.raises(Refused) as refused:
        desk.accept("judge", Role.ADJUDICATOR, "Ada Lovelace")
    assert codes(refused) == ["two-roles"]


def test_a_person_is_known_by_the_printed_name_too():
    desk = Desk()
    desk.accept("ada", Role.READER, "Ada Lovelace")
    same = replace(applicant("judge", Role.ADJUDICATOR), printed_name="Prof. Lovelace, Ada")
    with pytest.raises(Refused) as refused:
        desk.office.accept(same, "A. King")
    assert codes(refused) == ["two-roles", "two-accounts"]


@pytest.mark.parametrize("role", [Role.READER, Role.ADJUDICATOR, Role.COORDINATOR, Role.INTAKE])
def test_the_coordinator_at_the_desk_has_no_other_account(role):
    desk = Desk()
    with pytest.raises(Refused) as refused:
        desk.accept("other", role, "coordinator, carla")
    assert codes(refused) == ["own-person"]
    with pytest.raises(Refused) as refused:
        desk.office.accept(replace(applicant("other", role), printed_name="Carla Coordinator"), "Somebody")
    assert codes(refused) == ["own-person"]
    assert desk.acts == []


def test_new_keys_of_the_same_person_are_accepted_after_the_old_ones_were_revoked():
    desk = Desk().staff()
    desk.office.revoke("ada", "2026-03-01", "lost the password")
    with pytest.raises(Refused) as refused:
        desk.accept("ada", Role.READER)
    assert codes(refused) == ["known-keys"]
    with pytest.raises(Refused) as refused:
        desk.accept("ada", Role.READER, "Somebody Else", keys="new")
    assert codes(refused) == ["account-exists"]
    desk.accept("ada", Role.READER, keys="new")
    found = desk.state.accounts["ada"]
    assert found.is_active("2026-03-02")
    assert found.is_trained(SHA, "2026-03-02"), "the person was trained, not the key"
    [former] = desk.state.former
    assert not former.is_active("2026-03-01")


def test_an_account_that_changed_its_signing_key_keeps_what_is_encrypted_to_it():
    desk = Desk()
    desk.accept("ada", Role.READER, "Ada Lovelace")
    desk.office.revoke("ada", "2026-03-01", "changed its keys")
    changed = replace(applicant("ada", Role.READER, "new"), recipient=applicant("ada", Role.READER).recipient)
    desk.office.accept(changed, "Ada Lovelace")
    assert desk.state.accounts["ada"].accepted.recipient == changed.recipient


def test_nobody_else_is_encrypted_to_under_another_name():
    desk = Desk()
    desk.accept("ada", Role.READER, "Ada Lovelace")
    other = replace(applicant("ben", Role.READER), recipient=applicant("ada", Role.READER).recipient)
    with pytest.raises(Refused) as refused:
        desk.office.accept(other, "Ben Shapiro-Smith")
    assert codes(refused) == ["known-keys"]


def test_a_person_has_one_account_at_a_time():
    desk = Desk()
    desk.accept("ada", Role.READER, "Ada Lovelace")
    with pytest.raises(Refused) as refused:
        desk.accept("ada2", Role.READER, "Ada Lovelace")
    assert codes(refused) == ["two-accounts"]
    desk.office.revoke("ada", "2026-03-01", "another station")
    desk.accept("ada2", Role.READER, "Ada Lovelace")
    assert set(desk.state.accounts) == {"ada", "ada2"}


def test_everything_that_is_wrong_is_said_at_once():
    desk = Desk()
    desk.accept("ada", Role.READER)
    with pytest.raises(Refused) as refused:
        desk.office.accept(applicant("ada", Role.READER), " ")
    assert codes(refused) == ["bad-text", "account-exists", "known-keys"]


def test_revoking_counts_from_a_day():
    desk = Desk()
    desk.accept("ada", Role.READER)
    desk.office.revoke("ada", "2026-03-12", "leaves the study")
    found = desk.state.accounts["ada"]
    assert [found.is_active(day) for day in ("2026-03-11", "2026-03-12", "2026-03-13")] == [True, False, False]
    assert desk.state.revoked_keys == {found.key_id: "2026-03-12"}


@pytest.mark.parametrize(
    ("name", "day", "reason", "wanted"),
    [
        ("nobody", "2026-03-01", "why not", ["unknown-account"]),
        ("ada", "1 March", "why not", ["bad-day"]),
        ("ada", "2026-02-30", "no", ["bad-day", "bad-text"]),
    ],
)
def test_a_revocation_that_cannot_be_is_refused(name, day, reason, wanted):
    desk = Desk()
    desk.accept("ada", Role.READER)
    with pytest.raises(Refused) as refused:
        desk.office.revoke(name, day, reason)
    assert codes(refused) == wanted


def test_an_account_is_revoked_once():
    desk = Desk()
    desk.accept("ada", Role.READER)
    desk.office.revoke("ada", "2026-03-01", "left the study")
    with pytest.raises(Refused) as refused:
        desk.office.revoke("ada", "2026-03-02", "left the study")
    assert codes(refused) == ["revoked-account"]


def test_a_training_holds_up_to_its_last_day_and_is_told_to_the_account():
    desk = Desk()
    desk.accept("dora", Role.ADJUDICATOR)
    desk.train("dora", until="2026-06-30")
    found = desk.state.accounts["dora"]
    assert [found.is_trained(SHA, day) for day in ("2026-06-30", "2026-07-01")] == [True, False]
    assert not found.is_trained("0" * 64, "2026-06-30")
    assert desk.sent_to("dora") == [TrainingRecorded("seed-cryo/1.0", SHA, True, "2026-01-05", "2026-06-30")]


TRAININGS = [
    TrainingPassed("dora", "seed-cryo/1.0", SHA, *told)
    for told in (
        (True, "2026-01-05", "2027-01-05"),
        (False, "2026-01-05", "2027-01-05"),
        (True, "2026-02-01", "2026-03-31"),
        (True, "2026-02-01", "2026-12-31"),
        (False, "2025-12-01", "2026-12-01"),
    )
]


@pytest.mark.parametrize("order", list(permutations(range(len(TRAININGS)), 2)))
def test_the_training_that_ended_last_counts_in_whatever_order_they_are_recorded(order):
    recorded = [TRAININGS[one] for one in order]
    desk = Desk()
    desk.accept("dora", Role.ADJUDICATOR)
    for one in recorded:
        desk.office.record_training(one)
    told = [TrainingRecorded(one.protocol_id, SHA, one.passed, one.taken_on, one.valid_until) for one in recorded]
    for day in ("2026-03-10", "2026-03-31", "2026-04-01"):
        at_the_station = not training_problems(told, SHA, day)
        assert desk.state.accounts["dora"].is_trained(SHA, day) == at_the_station
    assert len(desk.sent_to("dora")) == 2


@pytest.mark.parametrize(
    ("training", "wanted"),
    [
        (TrainingPassed("ina", "p", SHA, True, "2026-01-05", "2027-01-05"), ["wrong-role"]),
        (TrainingPassed("nobody", "p", SHA, True, "2026-01-05", "2027-01-05"), ["unknown-account"]),
        (TrainingPassed("ada", "p", SHA, True, "2026-03-11", "2027-01-05"), ["bad-day"]),
        (TrainingPassed("ada", "p", SHA, True, "2026-01-05", "2026-01-04"), ["bad-day"]),
        (TrainingPassed("ada", "p", SHA, True, "x", "y"), ["bad-day", "bad-day"]),
        (TrainingPassed("ada", "p", "0" * 64, True, "2026-01-05", "2027-01-04"), ["unknown-protocol"]),
    ],
)
def test_a_training_that_cannot_be_is_refused(training, wanted):
    desk = Desk().staff()
    before = len(desk.acts)
    with pytest.raises(Refused) as refused:
        desk.office.record_training(training)
    assert codes(refused) == wanted
    assert len(desk.acts) == before
