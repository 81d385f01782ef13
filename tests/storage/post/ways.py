"""A centre and accounts that exchange envelopes through a folder, without stations around them."""

import hashlib
import itertools
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyrage
from storage.reads.desks import desk_of
from support.fake_desk import FakeDesk

from seedcryo_reader.casefile.study.keys import Keys
from seedcryo_reader.casefile.study.leave import Leave, leave_bytes
from seedcryo_reader.casefile.study.model import Study
from seedcryo_reader.database.opening import driver
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.messages.coding import Kinds
from seedcryo_reader.domain.messages.reader import FROM_READER, PartReleased, Receipt
from seedcryo_reader.exchange.centre import FILE, CentreAddress, address_bytes
from seedcryo_reader.exchange.envelope import Addressee, Opened, Sealed, Standing, opened, sealed
from seedcryo_reader.exchange.folder import Folder
from seedcryo_reader.exchange.sender import CENTRE, sender_of
from seedcryo_reader.storage.clock import Now
from seedcryo_reader.storage.post.owner import Owner
from seedcryo_reader.storage.post.post import Post
from seedcryo_reader.storage.post.reader import ReaderMail
from seedcryo_reader.storage.vault.vault import Vault

CASE = "C-0001"
PROTOCOL = "seed-cryo/1.0"
DIGEST = "ab" * 32
DAY = date(2026, 5, 4)


def clock() -> Now:
    return Now(datetime(2026, 5, 4, 12, tzinfo=UTC), 0, 0)


@dataclass
class FakeEnclosures:
    """Parts that are there, by the hash of their file."""

    there: set[str] = field(default_factory=set)
    bad: set[str] = field(default_factory=set)

    def take(self, message: PartReleased, *_: object) -> tuple[Finding, ...]:
        if message.file_sha256 in self.bad:
            return (Finding("changed", "The sealed part was changed."),)
        if message.file_sha256 in self.there:
            return ()
        return (Finding("part-missing", "The sealed part is not there."),)


@dataclass(frozen=True)
class Account:
    """A reader's vault with its post; `notes` collects what goes into the station's log."""

    vault: Vault
    owner: Owner
    post: Post
    parts: FakeEnclosures
    notes: list[tuple[str, dict[str, object]]]

    @property
    def desk(self) -> FakeDesk:
        """A desk that writes into this vault."""
        return desk_of(self.vault)

    def take_in(self, folder: Folder) -> list[str]:
        """What became of each envelope, in the order of the files' names."""
        return [one.outcome for one in self.post.take_in(folder).files if one.file != FILE]

    def state(self) -> dict[str, list[Any]]:
        """All rows that say what the centre told, whatever order it came in."""
        tables = ("inbox", "assignment", "training", "allowed")
        with self.vault.database.reading() as connection:
            raw = driver(connection)
            found = {one: sorted(raw.execute(f"SELECT * FROM {one}").fetchall(), key=str) for one in tables}  # noqa: S608
            found["outbox"] = raw.execute("SELECT about, receipted FROM outbox ORDER BY 1").fetchall()
        return found


def account_of(vault: Vault, study: Study, name: str = "reader-a") -> Account:
    notes: list[tuple[str, dict[str, object]]] = []
    numbers = itertools.count()
    token = lambda size: next(numbers).to_bytes(size)  # noqa: E731
    owner = Owner(name, lambda: vault, study, clock, token, lambda event, data: notes.append((event, data)))
    parts = FakeEnclosures()
    return Account(vault, owner, Post(owner, ReaderMail(owner, parts)), parts, notes)


@dataclass(frozen=True)
class FakeCentre:
    """The centre's keys, and an account of a coordinator that envelopes to the centre are encrypted to."""

    study: Study
    keys: Keys
    identity: Any = field(default_factory=pyrage.x25519.Identity.generate)
    numbers: Any = field(default_factory=itertools.count)

    @property
    def me(self) -> Addressee:
        return Addressee(CENTRE, str(self.identity.to_public()))

    def seal(self, message: object, to: Account, name: str | None = None, study: Study | None = None) -> Sealed:
        key = self.study.sealing_key
        assert key is not None
        addressee = Addressee(name or to.owner.name, to.vault.recipient)
        number = next(self.numbers).to_bytes(8).hex()
        sender = sender_of(CENTRE, self.keys.seed(key.key_id))
        return sealed(message, sender, addressee, study or self.study, number=number)

    def send(self, folder: Folder, to: Account, *messages: object) -> list[Sealed]:
        """Put envelopes into a folder, with the centre's address."""
        letters = [self.seal(one, to) for one in messages]
        for one in letters:
            folder.put(to.vault.recipient, one.data)
        self.address(folder)
        return letters

    def address(self, folder: Folder, issued: str = "2026-05-04T08:00:00.000000Z") -> None:
        """Write the centre's address into a folder."""
        assert self.keys.centre is not None
        folder.root.mkdir(exist_ok=True)
        data = address_bytes(CentreAddress(issued, self.me.recipient), self.keys.centre, self.study)
        (folder.root / FILE).write_bytes(data)

    def leave(self, to: Account, case_number: str = CASE) -> str:
        """A leave to read TP0 again."""
        leave = Leave(
            self.study.study_id,
            self.study.root_id,
            case_number,
            "TP0",
            to.vault.recipient,
            and_later=False,
            version=None,
            reason="The wrong slice.",
            issued=DAY,
            number="0d" * 8,
        )
        return leave_bytes(leave, self.keys, self.study).decode()

    def came(self, folder: Folder, sender: Account) -> list[Opened]:
        """What lies in a folder for the centre, by kind and number."""
        trust = OneAccount(sender, FROM_READER)
        found = [
            opened(path.read_bytes(), self.identity, self.me, trust, study=self.study, received=DAY, shown=path.name)
            for path in folder.mail(self.me.recipient)
        ]
        return sorted(found, key=lambda one: (one.kind, one.number))

    def messages(self, folder: Folder, sender: Account) -> list[object]:
        return [one.message for one in self.came(folder, sender)]


@dataclass(frozen=True)
class OneAccount:
    """Trust in one account."""

    account: Account
    kinds: Kinds

    def standing(self, name: str, key_id: str, on: date) -> Standing:
        assert (name, on) == (self.account.owner.name, DAY)
        return Standing(self.account.vault.exchange_public, revoked=False, kinds=self.kinds)


def receipted(messages: Iterable[object]) -> set[str]:
    """The contents that receipts among messages name."""
    return {content for one in messages if isinstance(one, Receipt) for content in one.of}


def names(folder: Folder) -> dict[str, str]:
    """Every file of a folder with the hash of its bytes."""
    return {
        str(path.relative_to(folder.root)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.root.rglob("*"))
        if path.is_file()
    }


Make = Callable[..., Account]


def bent(path: Path, place: int | None = None) -> None:
    """Change one byte of a file, that in its middle unless another is named."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2 if place is None else place] ^= 1
    path.write_bytes(bytes(data))
