"""A signed-in account whose slow calls run in another thread, as the window's do, while this one looks."""

import shutil
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager

import pytest
from casefile.part.ways import PASSWORD
from faults.world import CASES, READER, make_world

from seedcryo_reader.app.accounts import NewAccount, add_account, make_station
from seedcryo_reader.app.signing_in import AtWork, open_station, seated
from seedcryo_reader.domain.errors import EnvironmentFailure, Refused
from seedcryo_reader.domain.lifecycle import State
from seedcryo_reader.domain.role import Role
from seedcryo_reader.imaging.watch import UNWATCHED, Watch
from seedcryo_reader.imaging.workers.pool import WorkerPool
from seedcryo_reader.reading.playing import Player
from seedcryo_reader.reading.reading import Reading
from seedcryo_reader.reading.script import Act, read_script
from seedcryo_reader.storage.reads.derived import standings
from seedcryo_reader.storage.reads.display import VaultDisplay

CASE = CASES[0]
SLOW = {"open", "lock", "sign", "questionnaire"}


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    return make_world(tmp_path_factory.mktemp("world"))


@pytest.fixture
def station(world, tmp_path):
    """A copy of the station that has received nothing."""
    return shutil.copytree(world.empty, tmp_path / "st")


@contextmanager
def at_work(folder):
    with open_station(folder) as one, WorkerPool(slots=1) as pool, seated(one, READER, PASSWORD, pool) as work:
        yield work


def acts(world) -> tuple[Act, ...]:
    return read_script(world.script(CASE).read_bytes(), "s.json").acts


def looked(work: AtWork, display: VaultDisplay, slow: Future) -> int:
    """Look at everything until the other thread is done; how often that was."""
    count = 0
    while True:
        done = wait([slow], timeout=0).done
        work.session.touch()
        assert work.session.is_awake
        assert {one.case_number for one in standings(work.session.vault.database)} <= {CASE}
        display.keep(CASE, f"{count}")
        work.received.cases()
        count += 1
        if done:
            return count


def test_a_case_is_received_opened_read_and_signed_with_every_slow_call_in_another_thread(world, station):
    with ThreadPoolExecutor(1) as threads, at_work(station) as work:
        display = VaultDisplay(lambda: work.session.vault.database)

        def elsewhere(call: Callable):
            slow = threads.submit(call)
            assert looked(work, display, slow) >= 1
            return slow.result()

        receipts = elsewhere(lambda: list(work.reception.receive(world.parts(CASE))))
        assert [one.outcome for one in receipts] == ["received"] * 3
        reading = elsewhere(lambda: Reading(CASE, work.desk))
        player = Player(reading, work.images, lambda: PASSWORD)
        for act in acts(world):
            if act.kind in SLOW:
                elsewhere(lambda act=act: player.play(act))
            else:
                player.play(act)
            if act.kind == "open" and reading.read.active is not None:
                images = elsewhere(lambda: work.images.load(CASE, reading.read.active.name))
                images.check_slice(1, 0, 0)
                elsewhere(reading.bring_images)
        assert reading.read.state is State.SIGNED
        assert len({one.seq for one in reading.records}) == len(acts(world))
    with at_work(station) as again:
        assert Reading(CASE, again.desk).read == reading.read


def test_two_threads_that_write_at_once_keep_the_log_in_order(world, station):
    with ThreadPoolExecutor(2) as threads, at_work(station) as work:
        list(work.reception.receive(world.parts()))
        readings = [Reading(case, work.desk) for case in CASES]
        for reading in readings:
            reading.open_next()
        many = [act for act in acts(world) if act.kind in {"undo", "redo"}] * 10
        players = [Player(one, work.images, lambda: PASSWORD) for one in readings]
        first = next(act for act in acts(world) if act.kind == "measure")

        def writing(player):
            player.play(first)
            for act in many:
                player.play(act)

        list(threads.map(writing, players))
        seqs = sorted(record.seq for one in readings for record in one.records)
        assert seqs == list(range(1, len(seqs) + 1))
    with at_work(station) as again:
        assert [len(Reading(case, again.desk).records) for case in CASES] == [len(one.records) for one in readings]


def test_opening_tells_how_far_it_is_and_can_be_cancelled_with_nothing_left(world, station):
    with at_work(station) as work:
        list(work.reception.receive(world.parts(CASE)))
        reading = Reading(CASE, work.desk)
        told = []
        work.images.watched_by(Watch(told.append, lambda: len(told) > 2))
        with pytest.raises(EnvironmentFailure, match="cancelled; nothing was lost"):
            reading.open_next()
        assert told
        assert (reading.read.state, reading.records) == (State.ASSIGNED, ())
        assert [path for path in (station / "opened").rglob("*") if path.is_file()] == []
        work.images.watched_by(UNWATCHED)
        reading.open_next()
        shutil.rmtree(next((station / "opened" / READER).glob(f"{CASE}*")))
        work.images.watched_by(Watch(None, lambda: True))
        with pytest.raises(EnvironmentFailure, match="cancelled; nothing was lost"):
            reading.bring_images()
        work.images.watched_by(UNWATCHED)
        reading.bring_images()
        work.images.check(reading.read, "TP0")


def test_a_station_and_an_account_are_made_without_a_terminal(world, tmp_path, capfd):
    folder = tmp_path / "made"
    with make_station(folder, world.study) as station:
        account = add_account(station, NewAccount("reader-c", Role.READER, "Dr. C"), PASSWORD)
        assert station.protocol_files().keys() == {one.sha256 for one in station.study.protocols}
        with pytest.raises(Refused):
            add_account(station, NewAccount("reader-c", Role.READER, "Dr. C"), PASSWORD)
    with open_station(folder) as station, WorkerPool(slots=1) as pool:
        with seated(station, "reader-c", PASSWORD, pool) as work:
            assert work.session.account.recipient == account.recipient
        with pytest.raises(Refused), seated(station, "reader-c", "another word", pool):
            pass
    assert capfd.readouterr() == ("", "")
