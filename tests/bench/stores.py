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


def filled(vault: Vault, count: int) -> list[float]:
    """Commit events as reading does; returns the seconds each took."""
    log = VaultLog(lambda: vault.chain, Writer("0" * 16, "reader", "0" * 16, "bench", "BENCH", "0" * 16), system_clock)
    ref = ProtocolRef("bench/1.0", "0" * 64)
    read, taken = Read(CASE), []
    for event in measuring(count):
        before = time.perf_counter()
        new = NewEvent(CASE, event, None, ref, len(taken))
        _, read = log.append(new, lambda seq, event=event, read=read: applied(read, event, seq))
        taken.append(time.perf_counter() - before)
    return taken


def bare(path: Path, bodies: list[bytes], key: bytes | None) -> list[float]:
    """The peer: one row per transaction into a bare table; returns the seconds each took."""
    raw = dbapi2.connect(str(path), isolation_level=None)
    if key is not None:
        raw.execute(f"PRAGMA key = {key_literal(key)}")
    for words in PRAGMAS:
        raw.execute(f"PRAGMA {words}").fetchall()
    raw.execute("CREATE TABLE event (seq INTEGER PRIMARY KEY, subject TEXT, hash TEXT, previous TEXT, body BLOB)")
    taken, previous = [], "0" * 64
    for seq, body in enumerate(bodies, 1):
        before = time.perf_counter()
        digest = hashlib.sha256(body).hexdigest()
        raw.execute(ROW, (seq, CASE, digest, previous, body))
        taken.append(time.perf_counter() - before)
        previous = digest
    raw.close()
    return taken


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
        ours = statistics.median(filled(vault, EVENTS))
        bodies = [one.body for one in vault.chain.entries()]
        plain = statistics.median(bare(folder / "plain.sqlite", bodies, None))
        cipher = statistics.median(bare(folder / "cipher.sqlite", bodies, secrets.token_bytes(32)))
        print(f"{'commit':14} {ours * 1e3:6.2f} ms, bare SQLite {plain * 1e3:.2f}, bare SQLCipher {cipher * 1e3:.2f}",
              f" ratio {ours / plain:.2f} / {ours / cipher:.2f}  (reach 3)")  # fmt: skip
        log = VaultLog(
            lambda: vault.chain, Writer("0" * 16, "reader", "0" * 16, "bench", "BENCH", "0" * 16), system_clock
        )

        def replay() -> Read:
            return folded(CASE, ((one.seq, one.event) for one in log.records(CASE)))

        print(f"{'replay':14} {EVENTS} events {seconds(replay, rounds) * 1e3:6.0f} ms  (reach 150)")
        check = seconds(lambda: check_reads(vault.chain.entries(), Signer("bench", "", {}, {}), study), rounds)
        print(f"{'audit':14} {EVENTS / check:6.0f} events/s  (reach 20000)")
    unlock = seconds(lambda: Vault.open(place, PASSWORD).close(), rounds)
    print(f"{'unlock':14} {unlock:6.2f} s with {EVENTS} events  (reach 1)")
