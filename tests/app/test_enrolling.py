"""An account is accepted at the command line by the rules of the coordinator's page."""

from types import SimpleNamespace

import pytest
from coordination.office.desk import FakeLog, codes

from seedcryo_reader.app import posting
from seedcryo_reader.app.enrolling import accept_enrolment
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.office.coordinator import AccountAccepted
from seedcryo_reader.domain.role import Role
from seedcryo_reader.exchange.enrolment import Enrolment

ACCOUNT = SimpleNamespace(name="carla", printed_name="Dr. Carla Coordinator")
WORK = SimpleNamespace(session=SimpleNamespace(account=ACCOUNT))


def enrolment(printed_name: str) -> Enrolment:
    return Enrolment(
        "STUDY", "a" * 16, "reader-a", Role.READER, printed_name, "f" * 16, "age1reader", "ab" * 32, "cd" * 32
    )


@pytest.mark.parametrize(
    ("printed_name", "person"),
    [("Coordinator, Carla", "Anna Reader"), ("Dr. Anna Reader", "carla coordinator")],
)
def test_a_coordinator_accepts_no_second_account_of_the_own_person(monkeypatch, printed_name, person):
    log = FakeLog()
    monkeypatch.setattr(posting, "coordinator_office", lambda work: log)
    with pytest.raises(Refused) as refused:
        accept_enrolment(WORK, enrolment(printed_name), person)
    assert codes(refused) == ["own-person"]
    assert log.stored == []


def test_anybody_else_is_accepted(monkeypatch):
    log = FakeLog()
    monkeypatch.setattr(posting, "coordinator_office", lambda work: log)
    accept_enrolment(WORK, enrolment("Dr. Anna Reader"), "Anna Reader")
    assert [type(record.act) for record in log.stored] == [AccountAccepted]
