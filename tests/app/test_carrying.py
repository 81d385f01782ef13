"""A stick at the command line and at the window: parts that intake hands over, counts, and a stick of another study."""

import json
import shutil
from dataclasses import replace

import pytest
from casefile.part.ways import PASSWORD
from support.command_line import run_line
from support.office_station import at, made_office, open_office
from support.small_read import make_small_read

from seedcryo_reader.app.carrying import exchange
from seedcryo_reader.app.signing_in import open_station, signed_in
from seedcryo_reader.casefile.part import TASKS
from seedcryo_reader.exchange.centre import FILE, CentreAddress, address_bytes
from seedcryo_reader.exchange.folder import tag
from seedcryo_reader.imaging.watch import UNWATCHED
from seedcryo_reader.imaging.workers.pool import WorkerPool
from seedcryo_reader.ui.coordination.shown.post import Fate


@pytest.fixture(scope="module")
def material(tmp_path_factory):
    with WorkerPool(slots=2, tasks=TASKS) as pool:
        return make_small_read(tmp_path_factory.mktemp("material"), pool)


@pytest.fixture(scope="module")
def fresh(material, tmp_path_factory):
    return made_office(material, tmp_path_factory.mktemp("fresh"))


@pytest.fixture
def place(fresh, tmp_path):
    shutil.copytree(fresh, tmp_path / "all")
    (tmp_path / "all" / "stick").mkdir()
    return tmp_path / "all"


@pytest.fixture
def foreign(place, material):
    """A stick that the centre of another study wrote to."""
    stick, study = place / "stick", replace(material.centre.study, study_id="OTHER-TRIAL")
    address = CentreAddress("2026-01-01T00:00:00.000000Z", material.centre.recipient)
    (stick / FILE).write_bytes(address_bytes(address, material.centre.keys.centre, study))
    return stick


def line(place, way, capfd, *more, account="coordinator"):
    words = ("exchange", way, place / "stick", "--station", place / "st", "--account", account, *more)
    return run_line(words, PASSWORD, capfd)


def files_of(folder):
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def refusals(place):
    """What the station's log notes of envelopes."""
    with open_station(place / "st") as station:
        return [entry.event for entry in station.entries() if entry.event.startswith("envelope")]


def test_a_coordinator_takes_intakes_parts_in_at_the_command_line_as_in_the_window(place, material, capfd):
    for part in material.parts:
        shutil.copy(part, place / "stick")
    code, out, err = line(place, "in", capfd, "--json")
    told = json.loads(out)
    assert (code, told["counts"]) == (0, {"taken": 3}), err
    assert [one["file"] for one in told["files"]] == [one.name for one in material.parts]
    code, out, _ = line(place, "in", capfd)
    assert (code, out.splitlines()[-1]) == (0, "Files: 3 already here.")
    with at(place) as desk:
        assert [one.fate for one in desk.take_in(place / "stick", UNWATCHED)] == [Fate.HERE] * 3
        assert desk.look(UNWATCHED).cases[0].parts == 3


def test_parts_that_lie_open_in_a_folder_come_to_no_reader(place, material, capfd):
    shutil.copy(material.parts[0], place / "stick")
    code, out, _ = line(place, "in", capfd, account="reader-a")
    assert (code, out) == (0, "Nothing lies there for reader-a, and nothing waits to go out.\n")


def test_a_reader_is_told_how_many_were_taken_and_what_was_refused_and_why(place, material, capfd):
    with at(place) as desk:
        open_office(desk, material, place)
        desk.put_out(place / "stick", UNWATCHED)
    with signed_in(place / "st", "reader-a", lambda: PASSWORD) as work:
        mine = place / "stick" / tag(work.session.vault.recipient)
    mine.mkdir(exist_ok=True)
    (mine / "bad.seedmail").write_bytes(b"nothing")
    code, out, err = line(place, "in", capfd, account="reader-a")
    taken = len([*mine.glob("*.seedmail")])  # and the centre's address, less the bad one
    assert (code, out.splitlines()[-1]) == (1, f"Files: {taken} taken, 1 refused.")
    assert "bad.seedmail: " in err
    code, out, _ = line(place, "in", capfd, "--json", account="reader-a")
    assert (code, json.loads(out)["counts"]["refused"]) == (1, 1)


@pytest.mark.parametrize("account", ["coordinator", "reader-a"])
@pytest.mark.parametrize("way", ["in", "out"])
def test_a_stick_of_another_study_is_left_alone_and_its_study_named(foreign, place, material, capfd, way, account):
    with at(place) as desk:
        open_office(desk, material, place)
    before, noted = files_of(foreign), refusals(place)
    code, out, err = line(place, way, capfd, "--json", account=account)
    told = json.loads(out)
    assert (code, told["counts"]) == (1, {"refused": 1})
    [finding] = told["files"][0]["findings"]
    assert (finding["code"], "OTHER-TRIAL" in finding["text"]) == ("other-study", True), err
    assert (files_of(foreign), refusals(place)) == (before, noted)


def test_the_window_leaves_a_stick_of_another_study_alone_too(foreign, place):
    before = files_of(foreign)
    with signed_in(place / "st", "reader-a", lambda: PASSWORD) as work:
        [told] = exchange(work, foreign, UNWATCHED).files
    assert (told.outcome, told.findings[0].code) == ("refused", "other-study")
    with at(place) as desk:
        [line_] = desk.take_in(foreign, UNWATCHED)
        assert desk.put_out(foreign, UNWATCHED) == (line_,)
    assert (line_.fate, files_of(foreign)) == (Fate.REFUSED, before)


def test_an_address_that_is_none_is_told_by_whoever_needs_it(place, capfd):
    (place / "stick" / FILE).write_bytes(b"nothing")
    code, out, _ = line(place, "in", capfd, "--json", account="reader-a")
    assert (code, json.loads(out)["files"][0]["findings"][0]["code"]) == (1, "not-canonical")
    (place / "stick" / FILE).write_bytes(b" " * (1 << 26))
    code, out, _ = line(place, "in", capfd, "--json", account="reader-a")
    assert (code, json.loads(out)["counts"]) == (1, {"refused": 1})
