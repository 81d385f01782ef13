"""Whose post it is: an account that is signed in, as all of its post knows it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from seedcryo_reader.casefile.study.model import Study
from seedcryo_reader.domain import canonical
from seedcryo_reader.domain.canonical import Json
from seedcryo_reader.exchange.envelope import Addressee, Head, sealed
from seedcryo_reader.exchange.sender import sender_of
from seedcryo_reader.storage.chain.chain import Entry
from seedcryo_reader.storage.clock import Clock
from seedcryo_reader.storage.post.boxes import Inbox, Letter, Outbox
from seedcryo_reader.storage.vault.vault import Vault

NUMBER_BYTES: Final = 8
_KEPT: Final = "post-day"
_BORNE_OUT: Final = timedelta(days=31)
"""So long after the last entry of the log an exchange may have been; a later one was by a clock that was wrong."""


@dataclass(frozen=True)
class Owner:
    """An account that is signed in.

    Attributes
    ----------
    name : str
    vault : callable
        Its vault, which may have been locked and opened again meanwhile.
    study : Study
    clock : Clock
    token : callable
        Gives random bytes.
    note : callable
        Writes an entry (name, data) into the station's log.
    """

    name: str
    vault: Callable[[], Vault] = field(repr=False)
    study: Study
    clock: Clock
    token: Callable[[int], bytes] = field(repr=False)
    note: Callable[[str, dict[str, Json]], None]

    @property
    def today(self) -> date:
        """The UTC day, never before a day that the vault knows of: a clock that is set back brings none again.

        These are the last entry of the log, and the last exchange where the log bears it out. So an exchange by a clock
        that was years ahead counts no more once the log goes on by a clock that is right.
        """
        vault = self.vault()
        last = next(map(_day_of, vault.chain.entries(after=vault.chain.last.seq - 1)), None)
        if last is None:
            return self.by_clock
        kept = _day(vault.kept(_KEPT))
        return max(self.by_clock, last, kept if kept - last <= _BORNE_OUT else last)

    @property
    def by_clock(self) -> date:
        """The UTC day by the clock alone: whether something is to come is asked of nothing else."""
        return self.clock().utc.date()

    def begin_exchange(self) -> date:
        """The UTC day of an exchange, which is kept.

        Raises
        ------
        EnvironmentFailure
            It could not be written, or the vault is locked.
        """
        vault, day = self.vault(), self.today
        if vault.kept(_KEPT) != day.isoformat():
            vault.keep(_KEPT, day.isoformat())
        return day

    @property
    def recipient(self) -> str:
        """The ``age1…`` that is encrypted to for this account."""
        return self.vault().recipient

    @property
    def outbox(self) -> Outbox:
        """What goes out."""
        return Outbox(lambda: self.vault().database)

    @property
    def inbox(self) -> Inbox:
        """What came."""
        return Inbox(lambda: self.vault().database)

    def letter(self, about: str, message: object, to: Addressee) -> Letter:
        """A message of this account, signed with its exchange key and sealed.

        Raises
        ------
        EnvironmentFailure
            The vault is locked.
        """
        vault = self.vault()
        last = vault.chain.last
        sender = sender_of(self.name, vault.exchange_seed)
        number = self.token(NUMBER_BYTES).hex()
        one = sealed(message, sender, to, self.study, number=number, head=Head(last.seq, last.hash))
        return Letter(about, to.name, to.recipient, one.content, one.file_sha256, one.data)


def _day_of(entry: Entry) -> date:
    """The UTC day of an entry of the log: records of reads and acts of an office are stamped alike."""
    body: Any = canonical.decode(entry.body)
    return _day(body["stamp"]["utc"][:10])


def _day(text: str | None) -> date:
    try:
        return date.fromisoformat(text or "")
    except ValueError:  # nothing is known
        return date.min
