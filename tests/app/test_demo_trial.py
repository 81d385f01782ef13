"""The trial of the demo: cut off anywhere it goes on, and then it has everything that a trial has."""

import json
from contextlib import contextmanager

import pytest

from seedcryo_reader.app.demo_course import Plan, office_of
from seedcryo_reader.app.demo_station import READER, Demo
from seedcryo_reader.app.demo_trial import WHOLE, Trial
from seedcryo_reader.app.posting import adjudicator_office
from seedcryo_reader.app.signing_in import open_station, seated
from seedcryo_reader.coordination.office.board import board
from seedcryo_reader.coordination.office.standing import Outcome
from seedcryo_reader.demo.phantom import build_study, case_names
from seedcryo_reader.demo.station import people
from seedcryo_reader.demo.station.people import PEOPLE
from seedcryo_reader.domain.role import Role
from seedcryo_reader.imaging.workers.pool import WorkerPool

CASE = "C-0009"
PLAN = Plan(assigned=(CASE,), read=(CASE,), begun={})
CUT_OFF_AT = ("Taking in sealed parts", "Post of Dr. Ben Reader")


class CutOff(Exception):
    """The program was ended here."""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The trial of one case, cut off at one step after the other, and what was told of each attempt."""
    folder = tmp_path_factory.mktemp("trial")
    build_study(folder, cases=[CASE])
    trial, told = Trial(folder, PLAN), []
    for stop in CUT_OFF_AT:
        with pytest.raises(CutOff):
            trial.make(_until(stop, told))
        assert not trial.is_made
    trial.make(_until(None, told))
    return trial, told


def _until(stop, told):
    told.append([])

    def tell(what):
        told[-1].append(what)
        if what == stop:
            raise CutOff
        return lambda _done, _total: None

    return tell


@contextmanager
def at(trial, person):
    """Somebody who is signed in."""
    with (
        open_station(trial.station) as station,
        WorkerPool(slots=1) as pool,
        seated(station, person.account, person.password, pool) as work,
    ):
        yield work


def test_a_trial_that_is_cut_off_goes_on_and_does_nothing_twice(made):
    _, told = made
    steps = [what for one in told for what in one]
    assert steps[0] == "Sealing parts"
    assert steps.count("Sealing parts") == 1
    assert steps[-1] == "Post of Cora Coordinator"


def test_the_coordinator_finds_a_dispute_about_what_was_planned(made):
    with at(made[0], people.COORDINATOR) as work:
        office = office_of(work)
        [row] = board(office.state, ())
        [difference] = office.comparison(CASE).differences
        assert (row.outcome, row.is_closed, len(office.state.batches)) == (Outcome.DISPUTED, True, 1)
        assert {difference.first, difference.second} == {"TP3", "none"}
        assert sorted(office.state.accounts) == sorted(one.account for one in PEOPLE if one is not people.COORDINATOR)


def test_the_adjudicator_has_the_dispute_and_the_parts(made):
    with at(made[0], people.ADJUDICATOR) as work:
        assert len(work.received.of_case(CASE)) == 5
        acts = [one.act for one in adjudicator_office(work).records()]
        assert [act.kind for act in acts].count("DisputeSent") == 1


@pytest.mark.parametrize("person", people.READERS)
def test_the_readers_have_signed(made, person):
    with at(made[0], person) as work:
        events = [type(one.event).__name__ for one in work.log.records(CASE)]
        assert events.count("ReadSigned") == 1


def test_once_it_was_made_nothing_of_it_is_touched(made):
    trial, _ = made
    before = {path: path.stat().st_mtime_ns for path in trial.directory.rglob("*")}
    trial.make(_until("anything", []))
    assert {path: path.stat().st_mtime_ns for path in trial.directory.rglob("*")} == before
    assert not (trial.directory / "sealed").exists()
    assert list((trial.station / "post").rglob("*.seedcase")) == []  # everybody has theirs


def test_what_an_earlier_demo_made_is_kept_under_another_name(made, tmp_path):
    """Before there was a trial the demo had one reader at its station."""
    folder = tmp_path / "demo"
    folder.mkdir()
    (folder / "truth.json").write_text(json.dumps({"cases": []}), "utf-8")
    Demo(folder).make(lambda _done, _total: None)
    with pytest.raises(CutOff):
        Trial(folder, PLAN).make(_until("Taking in sealed parts", []))
    assert (folder / "station-before").is_dir()
    with open_station(folder / "station-before") as station:
        assert [one.name for one in station.accounts()] == [READER]
    with open_station(folder / "station") as station:
        found = {(one.name, one.role, one.printed_name) for one in station.accounts()}
        assert found == {(one.account, one.role, one.printed_name) for one in PEOPLE}


def test_the_demo_has_enough_of_everything():
    assert len(case_names()) >= 12
    assert set(WHOLE.read) < set(WHOLE.assigned) < set(case_names())
    assert set(WHOLE.begun) <= set(WHOLE.assigned) - set(WHOLE.read)
    roles = [one.role for one in PEOPLE]
    assert [roles.count(role) for role in (Role.READER, Role.ADJUDICATOR, Role.INTAKE, Role.COORDINATOR)] == [
        2,
        1,
        1,
        2,
    ]
    assert len({one.password for one in PEOPLE}) == len(PEOPLE)
