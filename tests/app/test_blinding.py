"""A whole case at one station of all roles, once with two reads that differ and once with two that agree.

What a reader's process can reach is the same either way: files, sizes, rows, logs, and the objects in its memory.
"""

import copy
import gc
import json
import shutil
import sqlite3
import subprocess
import sys
from dataclasses import dataclass

import pytest
from casefile.part.ways import PASSWORD
from support.office_station import a_wish, at, made_office, open_office
from support.small_read import CASE, make_small_read, whole_script

from seedcryo_reader.app.adjudicator_seat import AdjudicatorWork
from seedcryo_reader.app.posting import go_round, own_folder
from seedcryo_reader.app.signing_in import AtWork, signed_in
from seedcryo_reader.app.worklist import worklist
from seedcryo_reader.casefile.part import TASKS
from seedcryo_reader.imaging.registration.register import registration_pool
from seedcryo_reader.imaging.watch import UNWATCHED
from seedcryo_reader.imaging.workers.pool import WorkerPool
from seedcryo_reader.reading.playing import Player
from seedcryo_reader.reading.reading import Reading
from seedcryo_reader.reading.script import read_script

READERS = ("reader-a", "reader-b")
NEW_LESION = [
    {"act": "record", "lesion": "NL01", "organ": "liver", "place": "segment II", "point_mm": [16, 1, 105]},
    {"act": "new-lesion", "lesion": "NL01", "certainty": "unequivocal"},
]
WANTED = ("NL01", "discordant", "ReadsCompared", "DisputeSent", "NothingToDecide")
"""What the other reader said and what was made of it."""

HIDDEN = ("domain.dispute", "domain.discordance", "domain.office", "adjudication", "coordination", "storage.office")


@pytest.fixture(scope="module")
def material(tmp_path_factory):
    with WorkerPool(slots=2, tasks=TASKS) as pool:
        return make_small_read(tmp_path_factory.mktemp("material"), pool)


@pytest.fixture(scope="module")
def released(material, tmp_path_factory):
    """A case that was assigned and released to both readers. To be copied."""
    folder = made_office(material, tmp_path_factory.mktemp("office"))
    with at(folder) as desk:
        open_office(desk, material, folder)
        desk.assign(a_wish(desk))
        desk.release_due(UNWATCHED)
        desk.exchange_here(UNWATCHED)
    return folder


def script(differs: bool) -> dict:
    """The same read, or one with a new lesion: as many acts, so that a reader's own log tells nothing either."""
    told = copy.deepcopy(whole_script())
    acts = told["acts"]
    place = next(k for k, one in enumerate(acts) if one["act"] == "new-lesions")
    if differs:
        acts[place : place + 1] = NEW_LESION
        call = next(one for one in acts if one.get("about") == "overall")
        call["value"] = "PD"
    return told


def read(station, account: str, acts: dict, tmp_path) -> None:
    """Take the case, read it whole, and send it."""
    with signed_in(station, account, lambda: PASSWORD) as work:
        assert go_round(work) == ()
        reading = Reading(CASE, work.desk)
        player = Player(reading, work.images, lambda: PASSWORD)
        for act in read_script(json.dumps(acts).encode(), "script").acts:
            player.play(act)
        assert go_round(work) == ()


VAULTS = "vaults .sqlite"
PAGE, SPLITS = 4096, 2


@dataclass(frozen=True)
class Seen:
    """What lies in a station's folder: how many files of which size, how many rows, and what the log names."""

    files: dict[str, list[int]]
    rows: dict[str, int]
    log: list[str]


def seen(station) -> Seen:
    files: dict[str, list[int]] = {}
    for path in sorted(one for one in station.rglob("*") if one.is_file()):
        kind = f"{path.relative_to(station).parts[0]} {path.suffix}"
        if not path.name.startswith(("reader-b.", "station.")):  # the read itself, and what it needed
            files.setdefault(kind, []).append(path.stat().st_size)
    with sqlite3.connect(f"file:{station / 'station.sqlite'}?mode=ro", uri=True) as base:
        tables = [row[0] for row in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = {one: base.execute(f"SELECT count(*) FROM {one}").fetchone()[0] for one in tables}  # noqa: S608
        log = [json.loads(row[0])["event"] for row in base.execute("SELECT body FROM entry ORDER BY seq")]
    base.close()
    return Seen({kind: sorted(sizes) for kind, sizes in files.items()}, rows, log)


def gone_through(released, tmp_path, *, differs: bool):
    """The station after both reads were compared and everybody's post went round; whether there is a dispute."""
    folder = shutil.copytree(released, tmp_path / ("differs" if differs else "agrees"))
    station = folder / "st"
    read(station, "reader-a", script(differs=False), tmp_path)
    read(station, "reader-b", script(differs=differs), tmp_path)
    with at(folder) as desk:
        desk.exchange_here(UNWATCHED)
        assert desk.compare_due(UNWATCHED).cases == 1
        desk.exchange_here(UNWATCHED)
        standing = [len(desk.look(UNWATCHED).disputes)]
    with signed_in(station, "adjudicator", lambda: PASSWORD) as work, registration_pool() as pool:
        disputes = AdjudicatorWork(work, pool).disputes()
        go_round(work)
    with at(folder) as desk:
        desk.exchange_here(UNWATCHED)
    with signed_in(station, "reader-a", lambda: PASSWORD) as work:
        go_round(work)
    return station, standing[0], len(disputes)


@pytest.fixture(scope="module")
def both(released, tmp_path_factory):
    """A station with a dispute, and one without."""
    folder = tmp_path_factory.mktemp("both")
    return [gone_through(released, folder, differs=differs) for differs in (True, False)]


def test_one_of_them_has_a_dispute(both):
    assert [(open_ones, received) for _, open_ones, received in both] == [(1, 1), (0, 0)]


def test_a_station_with_a_dispute_looks_like_one_without(both):
    with_one, without = (seen(station) for station, *_ in both)
    assert with_one.rows == without.rows
    assert with_one.log == without.log
    vaults, others = with_one.files.pop(VAULTS), without.files.pop(VAULTS)
    assert with_one.files == without.files
    # Rows are as long; where a tree of random keys splits a page is chance: two stations without a dispute differ too.
    assert all(abs(one - other) <= SPLITS * PAGE for one, other in zip(vaults, others, strict=True)), (vaults, others)


def test_a_readers_memory_holds_nothing_of_the_other_reader_or_a_dispute(both):
    """In a process of its own: signed in, post taken, the worklist looked at."""
    station = both[0][0]
    wanted = [one.encode().hex() for one in WANTED]
    code = PROBE.format(station=str(station), password=PASSWORD, hidden=HIDDEN, wanted=wanted)
    done = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, text=True, timeout=120, check=True)
    assert json.loads(done.stdout.splitlines()[-1]) == {
        "modules": [],
        "records": True,
        "texts": [],
    }


PROBE = """
import gc, json, sys
from pathlib import Path
from seedcryo_reader.app.posting import go_round
from seedcryo_reader.app.signing_in import signed_in
from seedcryo_reader.app.worklist import worklist

def held():
    there = [one for one in gc.get_objects() if isinstance(one, (dict, list, tuple, set, frozenset))]
    for one in there:
        inside = list(one.values()) if isinstance(one, dict) else list(one)
        yield from (text for text in inside if isinstance(text, (str, bytes)))

with signed_in(Path({station!r}), "reader-a", lambda: {password!r}) as work:
    go_round(work)
    worklist(work)
    records = list(work.log.records("C-0001"))
    modules = sorted(m for m in sys.modules if m.startswith(tuple("seedcryo_reader." + one for one in {hidden!r})))
    texts = {{one.encode("utf-8", "replace") if isinstance(one, str) else one for one in held()}}
    # What is looked for is spelled only now, so that this program itself did not hold it.
    wanted = [bytes.fromhex(one) for one in {wanted!r}]
    found = sorted(word.decode() for word in wanted if any(word in text for text in texts))
print(json.dumps({{"modules": modules, "records": len(records) > 10, "texts": found}}))
"""


def test_what_a_reader_reaches_is_the_own_work(both):
    with signed_in(both[0][0], "reader-a", lambda: PASSWORD) as work:
        assert [one.standing.case_number for one in worklist(work)] == [CASE]
        kinds = {type(one).__name__ for one in gc.get_objects() if isinstance(one, AtWork)}
        assert kinds == {"AtWork"}
        own = own_folder(work.station.folder)
        assert own.mail(work.session.vault.recipient)
