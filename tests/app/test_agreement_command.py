"""``seedcryo-reader agreement`` at a coordinator's station."""

import hashlib
import json
from datetime import date

import pytest
from casefile.part.ways import CHEAP, PASSWORD
from reading.ways import signed
from storage.office.offices import Centre, Person, desk_of, place_of
from storage.vault.ways import WORDS
from support.command_line import run_line
from support.fake_desk import PROTOCOL_FILE, SEED

from seedcryo_reader.app.accounts import make_station
from seedcryo_reader.app.paths import migrations
from seedcryo_reader.app.posting import coordinator_office
from seedcryo_reader.app.signing_in import open_station, seated
from seedcryo_reader.casefile.study.acts import Access, make_study
from seedcryo_reader.casefile.study.model import Protocol
from seedcryo_reader.domain import canonical
from seedcryo_reader.domain.messages.reader import SignedReadSent
from seedcryo_reader.domain.office.coordinator import (
    BatchAssigned,
    CasePlan,
    PartsReleased,
    ReaderOrder,
    ReadsCompared,
)
from seedcryo_reader.domain.role import Role
from seedcryo_reader.imaging.workers.pool import WorkerPool
from seedcryo_reader.reading.canonical_read import signed_document
from seedcryo_reader.storage.station import acts
from seedcryo_reader.storage.vault.vault import Vault

CASE = "C-0001"
READERS = ("anna", "ben")


@pytest.fixture(scope="module")
def station(tmp_path_factory):
    """A station of a coordinator, who has compared the two reads of a case, and of a reader."""
    folder = tmp_path_factory.mktemp("centre")
    named = Protocol("seed-cryo/1.0", hashlib.sha256(PROTOCOL_FILE.read_bytes()).hexdigest())
    access = Access(folder / "s.seedstudy", folder / "s.seedkeys", lambda: PASSWORD)
    study = make_study(
        access,
        "SEED-CRYO",
        recovery=(),
        protocols=(named,),
        recovery_file=folder / "r.seedkeys",
        today=date(2026, 3, 1),
        cost=CHEAP,
    )
    with make_station(folder / "st", access.study) as made:
        for name, role in (("coordinator", Role.COORDINATOR), ("cleo", Role.READER)):
            place = made.place(name, migrations() / "vault")
            acts.enrol(made, place, role, f"Dr {name}", password=PASSWORD, cost=CHEAP)
    people = [Person(name, Role.READER, study, SEED) for name in READERS]
    with (
        open_station(folder / "st") as made,
        WorkerPool(slots=1) as pool,
        seated(made, "coordinator", PASSWORD, pool) as work,
    ):
        _compare(Centre(work.session.vault, coordinator_office(work)), people, named, folder / "vaults")
    return folder / "st"


def _compare(centre, people, protocol, vaults):
    office = centre.office
    for person in people:
        office.append(person.accepted)
    plan = CasePlan(CASE, "ben", "anna", "anna", "adam")
    orders = tuple(ReaderOrder(name, (CASE,)) for name in READERS)
    drawn = ("seedcryo-draw/1", "0" * 32, protocol.protocol_id, protocol.sha256)
    office.append(BatchAssigned(1, *drawn, (CASE,), READERS, ("adam",), (plan,), orders))
    office.append(PartsReleased(CASE, (*READERS, "adam"), (1, 2), ("0" * 64,) * 2, closing=True))
    office.receive_many([centre.taken(person, SignedReadSent(_document(person, vaults))) for person in people])
    anna, ben = (office.arrived(one.act.content).result.read_sha256 for one in office.records()[-2:])
    office.append(ReadsCompared(CASE, ben, anna, "d1" * 8, "first", "no ", "adam", supersedes=None))


def _document(person, vaults):
    """A whole read, signed."""
    with Vault.create(place_of(vaults, person.name, person.study), WORDS, cost=CHEAP) as vault:
        return canonical.encode(signed_document(signed(desk_of(vault))[0].records))


def agreement(station, capfd, *more, account="coordinator", password=PASSWORD):
    return run_line(["agreement", "--station", station, "--account", account, *more], password, capfd)


def test_the_report_is_json_with_the_seed_and_the_samples(station, capfd):
    code, out, _ = agreement(station, capfd, "--json", "--seed", "7", "--samples", "150")
    told = json.loads(out)
    assert (code, told["format"], told["seed"], told["samples"]) == (0, 1, 7, 150)
    assert (told["cases"], told["repeats"]) == (1, 0)
    both = told["between_readers"][1]
    assert both["readers"] == ["anna", "ben"]
    lengths = both["bland_altman"]["lengths"]
    assert {(one["case"], one["first_mm"] == one["second_mm"]) for one in lengths} == {(CASE, True)}
    assert {one["target"] for one in lengths} == {"T01", "T02"}
    rate = told["monitoring"]["adjudication_rate"][0]
    assert (rate["whose"], rate["count"], rate["n"], rate["value"]) == ("all", 0, 1, "0.0000")


def test_the_report_is_text_for_people(station, capfd):
    code, out, _ = agreement(station, capfd)
    assert code == 0
    assert out.startswith("Cases read by two readers: 1. Hidden repeats: 0.\nIntervals of 95 %")
    assert "Between readers: anna and ben (pairs of reads: 1)" in out
    assert "too few: 1 case, 5 are needed" in out


def test_it_writes_nothing_into_the_log_of_the_account(station, capfd):
    vault = station / "vaults" / "coordinator.head"
    before = vault.read_bytes()
    assert agreement(station, capfd)[0] == 0
    assert vault.read_bytes() == before


def test_only_a_coordinator_sees_it(station, capfd):
    code, out, err = agreement(station, capfd, account="cleo")
    assert (code, out) == (1, "")
    assert "cleo is an account of role reader; only a coordinator sees how readers agree. [not-a-coordinator]" in err


def test_a_wrong_password_opens_nothing(station, capfd):
    code, out, err = agreement(station, capfd, password=PASSWORD[::-1])
    assert (code, out) == (2, "")
    assert "wrong-password" in err


@pytest.mark.parametrize("option", [("--samples", "99"), ("--samples", "100001"), ("--seed", "-1")])
def test_a_seed_or_number_of_samples_that_makes_no_sense_is_wrong_usage(station, capfd, option):
    assert agreement(station, capfd, *option)[0] == 2
