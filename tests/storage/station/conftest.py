"""A station made cheaply, with a clock that goes as it is told."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from seedcryo_reader.casefile.study import kdf
from seedcryo_reader.casefile.study.acts import Access, make_study
from seedcryo_reader.casefile.study.kdf import Cost
from seedcryo_reader.casefile.study.key_file import open_keys
from seedcryo_reader.casefile.study.model import Protocol
from seedcryo_reader.domain.canonical import encode
from seedcryo_reader.domain.role import Role
from seedcryo_reader.storage.clock import Now
from seedcryo_reader.storage.station import acts
from seedcryo_reader.storage.station.session import Session, sign_in
from seedcryo_reader.storage.station.station import Station, check_station

MIGRATIONS = Path(__file__).parents[3] / "migrations"
CHEAP = Cost(memory_kib=8, passes=1, lanes=1)
WORDS = "correct horse battery"
OTHER_WORDS = "staple correct horse"
WRONG = "never the right words"
TODAY = date(2026, 3, 1)
NAME = "reader-a"


@dataclass
class Hands:
    """A clock whose hands are moved by the test; each look at it takes a microsecond."""

    utc: datetime = datetime(2026, 3, 1, 12, tzinfo=UTC)
    monotonic_us: int = 1_000_000

    def __call__(self) -> Now:
        self.go(timedelta(microseconds=1))
        return Now(self.utc, 60, self.monotonic_us)

    def go(self, time: timedelta) -> None:
        """Time passes."""
        self.utc += time
        self.monotonic_us += time // timedelta(microseconds=1)

    def set(self, time: timedelta) -> None:
        """Somebody sets the clock."""
        self.utc += time


@dataclass
class Place:
    """Where a station is to be made, and from what."""

    folder: Path
    study_file: Path
    access: Access
    protocols: list[Path]
    recovery: Path
    clock: Hands = field(default_factory=Hands)
    token: Callable[[int], bytes] = field(default_factory=lambda: random.Random(7).randbytes)  # noqa: S311

    def make(self) -> Station:
        return Station.create(
            self.folder,
            self.study_file,
            self.protocols,
            MIGRATIONS / "station",
            self.clock,
            token=self.token,
            software="0.3.0",
        )

    def open(self) -> Station:
        return Station.open(self.folder, MIGRATIONS / "station", self.clock, "0.3.0", token=self.token)

    def check(self):
        return check_station(self.folder, MIGRATIONS / "station")

    def identities(self):
        return [open_keys(self.recovery, WORDS).identity]


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    monkeypatch.setattr(kdf, "USUAL_COST", CHEAP)


@pytest.fixture
def place(tmp_path):
    protocol = tmp_path / "0.1.toml"
    protocol.write_text("format = 1\n")
    access = Access(tmp_path / "s.seedstudy", tmp_path / "s.seedkeys", lambda: WORDS)
    recovery = tmp_path / "s.recovery.seedkeys"
    named = Protocol("seed-cryo/0.1", sha256(protocol.read_bytes()).hexdigest())
    make_study(
        access,
        "SEED-CRYO",
        recovery=(),
        protocols=(named,),
        recovery_file=recovery,
        today=TODAY,
        cost=CHEAP,
    )
    return Place(tmp_path / "station", access.study, access, [protocol], recovery)


@pytest.fixture
def station(place):
    with place.make() as one:
        yield one


@pytest.fixture
def reader(station):
    """A station with the account `NAME`."""
    acts.enrol(station, vault_of(station), Role.READER, "Dr A. Reader", password=WORDS, cost=CHEAP)
    return station


def vault_of(station: Station, name: str = NAME):
    return station.place(name, MIGRATIONS / "vault")


def signed_in(station: Station, password: str = WORDS, name: str = NAME, **changes) -> Session:
    return sign_in(station, name, password, MIGRATIONS / "vault", **changes)


def events(station: Station, account: str | None = None) -> list[str]:
    return [one.event for one in station.entries(account)]


def codes(refused) -> list[str]:
    return [one.code for one in refused.value.findings]


def grow(vault, times: int) -> str:
    """Add events to a vault; returns the hash of the last one."""
    for _ in range(times):
        last = vault.chain.append("C-0001", lambda seq, hashed: encode({"seq": seq, "previous": hashed}))
    return last.hash
