"""Benchmarks of the stores: committing an event, replaying a read, checking a log, unlocking a vault.

Peers: the same row put into a bare SQLite table (and a bare SQLCipher one) with the same pragmas, by `sqlcipher3`.
"""

import hashlib
import random
import secrets
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from sqlcipher3 import dbapi2

from seedcryo_reader.app.paths import migrations
from seedcryo_reader.casefile.study.acts import Access, make_study
from seedcryo_reader.database.opening import key_literal
from seedcryo_reader.domain import events
from seedcryo_reader.domain.case import Target
from seedcryo_reader.domain.events import Event
from seedcryo_reader.domain.fold import applied, folded
from seedcryo_reader.domain.measurement import Axis, Caliper, Extent, ImagePlace, LesionSet
from seedcryo_reader.domain.read import Read
from seedcryo_reader.reading.ports import NewEvent, ProtocolRef
from seedcryo_reader.storage.clock import system_clock
from seedcryo_reader.storage.reads.check import Signer, check_reads
from seedcryo_reader.storage.reads.log import VaultLog, Writer
from seedcryo_reader.storage.vault.vault import Place, Vault

PASSWORD = "only for benchmarks"  # noqa: S105 - of keys that are thrown away
CASE = "C-0001"
EVENTS = 2000
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "recursive_triggers=ON", "temp_store=MEMORY")
ROW = "INSERT INTO event (seq, subject, hash, previous, body) VALUES (?, ?, ?, ?, ?)"


def measuring(count: int) -> Iterator[Event]:
    """A baseline with five targets that are measured over and over."""
    targets = tuple(Target(f"T0{k}", "liver", "segment VI", node=False) for k in range(1, 6))
    images = (events.SeriesImages(1, "CT", "CT portal venous", "0" * 64),)
    yield events.TimepointOpened("TP0", 0, "a" * 64, images, targets)
    chance, done = random.Random(1), set[str]()  # noqa: S311 - invented diameters
    for _ in range(count - 1):
        lesion = f"T0{chance.randint(1, 5)}"
        kind = events.MeasurementRevised if lesion in done else events.MeasurementMade
        done.add(lesion)
        long = Axis.between(("0.000", "0.000", "5.000"), (f"{chance.uniform(10, 60):.3f}", "3.123", "5.000"), 1)
        short = Axis.between(("3.000", "-2.000", "5.000"), ("3.000", "2.500", "5.000"), 1)
        place = ImagePlace(1, "2.25.123456789012345678901234567890123456789")
        yield kind("TP0", lesion, LesionSet.ENDPOINT, Extent.WHOLE, Caliper(place, long, short))


class Ours:
    """Commits events as reading does: judged, folded, encoded, chained, with derived rows and the head."""

    def __init__(self, vault: Vault) -> None:
        writer = Writer("0" * 16, "reader", "0" * 16, "bench", "BENCH", "0" * 16)
        self.log = VaultLog(lambda: vault.chain, writer, system_clock)
        self._ref = ProtocolRef("bench/1.0", "0" * 64)
        self._read, self._last = Read(CASE), 0

    def commit(self, event: Event) -> bytes:
        """Commit an event; returns its body."""
        new = NewEvent(CASE, event, None, self._ref, self._last)
        record, self._read = self.log.append(new, lambda seq: applied(self._read, event, seq))
        self._last = record.seq
        return record.body


class Bare:
    """The peer: one row per transaction into a bare table."""

    def __init__(self, path: Path, key: bytes | None) -> None:
        self._raw = dbapi2.connect(str(path), isolation_level=None)
        if key is not None:
            self._raw.execute(f"PRAGMA key = {key_literal(key)}")
        for words in PRAGMAS:
            self._raw.execute(f"PRAGMA {words}").fetchall()
        columns = "(seq INTEGER PRIMARY KEY, subject TEXT, hash TEXT, previous TEXT, body BLOB)"
        self._raw.execute(f"CREATE TABLE event {columns}")
        self._seq, self._previous = 0, "0" * 64

    def commit(self, body: bytes) -> None:
        """Insert a body."""
        self._seq += 1
        digest = hashlib.sha256(body).hexdigest()
        self._raw.execute(ROW, (self._seq, CASE, digest, self._previous, body))
        self._previous = digest

    def close(self) -> None:
        """Close it."""
        self._raw.close()


def commits(vault: Vault, folder: Path) -> tuple[Ours, list[float]]:
    """Medians of a commit: ours, bare SQLite, bare SQLCipher; taken in turn, so that the disk is the same for all."""
    ours = Ours(vault)
    peers = [Bare(folder / "plain.sqlite", None), Bare(folder / "cipher.sqlite", secrets.token_bytes(32))]
    taken: list[list[float]] = [[], [], []]
    for event in measuring(EVENTS):
        before = time.perf_counter()
        body = ours.commit(event)
        taken[0].append(time.perf_counter() - before)
        for peer, times in zip(peers, taken[1:], strict=True):
            before = time.perf_counter()
            peer.commit(body)
            times.append(time.perf_counter() - before)
    for peer in peers:
        peer.close()
    return ours, [statistics.median(times) for times in taken]


def seconds(work: Callable[[], object], rounds: int) -> float:
    """Median of several runs."""
    taken = []
    for _ in range(rounds):
        before = time.perf_counter()
        work()
        taken.append(time.perf_counter() - before)
    return statistics.median(taken)


def bench_stores(rounds: int) -> None:
    """Print the figures of the stores."""
    folder = Path(tempfile.mkdtemp(prefix="seedcryo-stores-"))
    try:
        _bench(folder, rounds)
    finally:
        shutil.rmtree(folder)


def _bench(folder: Path, rounds: int) -> None:
    access = Access(folder / "bench.seedstudy", folder / "bench.seedkeys", lambda: PASSWORD)
    study = make_study(
        access, "BENCH", recovery=(), protocols=(), recovery_file=folder / "r.seedkeys", today=datetime.now(UTC).date()
    )
    (folder / "vaults").mkdir()
    place = Place(folder / "vaults", "reader", study, migrations() / "vault")
    with Vault.create(place, PASSWORD) as vault:
        writer, (ours, plain, cipher) = commits(vault, folder)
        print(f"{'commit':14} {ours * 1e3:6.2f} ms, bare SQLite {plain * 1e3:.2f}, bare SQLCipher {cipher * 1e3:.2f}",
              f" ratio {ours / plain:.2f} / {ours / cipher:.2f}  (reach 3)")  # fmt: skip
        log = writer.log

        def replay() -> Read:
            return folded(CASE, ((one.seq, one.event) for one in log.records(CASE)))

        print(f"{'replay':14} {EVENTS} events {seconds(replay, rounds) * 1e3:6.0f} ms  (reach 150)")
        check = seconds(lambda: check_reads(vault.chain.entries(), Signer("bench", "", {}, {}), study), rounds)
        print(f"{'audit':14} {EVENTS / check:6.0f} events/s  (reach 20000)")
    unlock = seconds(lambda: Vault.open(place, PASSWORD).close(), rounds)
    print(f"{'unlock':14} {unlock:6.2f} s with {EVENTS} events  (reach 1)")
