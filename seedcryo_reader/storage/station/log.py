"""The station's log: entries that are on disk when they are told, with the tables derived from them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from seedcryo_reader.database.opening import Database
from seedcryo_reader.database.trouble import damaged
from seedcryo_reader.domain.canonical import Json
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.storage.chain.chain import Chain, Entry
from seedcryo_reader.storage.clock import Clock, written
from seedcryo_reader.storage.station.derived import write_derived
from seedcryo_reader.storage.station.entries import BadEntry, StationEntry, read_entry
from seedcryo_reader.storage.station.fold import Folded, IllegalEntry


@dataclass(frozen=True, slots=True)
class Author:
    """What every entry says of itself: when it is, and the version of the program."""

    clock: Clock
    software: str


class StationLog:
    """The log of an open station."""

    def __init__(self, database: Database, chain: Chain, author: Author) -> None:
        self._database = database
        self._chain = chain
        self._author = author

    def entries(self, account: str | None = None, after: int = 0) -> Iterator[StationEntry]:
        """Entries in order, of one account or all, behind number `after`.

        Raises
        ------
        Refused
            ``damaged``: one is none.
        """
        return (entry_of(one, self._database.path) for one in self._chain.entries(account, after))

    def last(self) -> StationEntry | None:
        """The last entry."""
        return next(self.entries(after=self._chain.last.seq - 1), None) if self._chain.last.seq else None

    def note(self, event: str, data: Mapping[str, object], account: str = "") -> StationEntry:
        """Add an entry, after one that says so when the clock was set back since the last one.

        Raises
        ------
        EnvironmentFailure
            It could not be written; the log is as it was.
        IllegalEntry
            It cannot happen now.
        ValueError
            No such entry is written.
        """
        self.watch_clock()
        return self._append(event, data, account)

    def watch_clock(self, account: str = "", since: datetime | None = None) -> Finding | None:
        """Log it when the clock was set back since the last entry, or since a given moment.

        Parameters
        ----------
        account : str
            Whom it matters to; empty when nobody.
        since : datetime, optional

        Returns
        -------
        Finding or None
            ``clock-set-back``.
        """
        last = self.last()
        moments = [moment for moment in (None if last is None else last.moment, since) if moment is not None]
        now = self._author.clock().utc
        if not moments or now >= max(moments):
            return None
        later = max(moments)
        self._append("clock-changed", {"earlier": written(now), "later": written(later)}, account)
        text = (
            f"The clock of this computer was set back: it shows {now:%Y-%m-%d %H:%M:%S} UTC, and the log goes to "
            f"{later:%Y-%m-%d %H:%M:%S} UTC. It is logged; set the clock right."
        )
        return Finding("clock-set-back", text)

    def folded(self) -> Folded:
        """The station after all entries.

        Raises
        ------
        Refused
            ``damaged``: one is none, or cannot have happened there.
        """
        state = Folded()
        for entry in self.entries():
            try:
                state.add(entry)
            except IllegalEntry as error:
                raise Refused([illegal(entry, error, self._database.path)]) from error
        return state

    def close(self) -> None:
        """Let go of the log and its database. Again it does nothing."""
        if self._database.is_open:
            self._chain.close()
            self._database.close()

    def _append(self, event: str, data: Mapping[str, object], account: str) -> StationEntry:
        made: list[StationEntry] = []

        def make(seq: int, previous: str) -> bytes:
            now = self._author.clock()
            stamp = (written(now.utc), now.offset_minutes, now.monotonic_us, self._author.software)
            made.append(StationEntry(seq, previous, *stamp, account, event, _plain(data)))
            return made[-1].encoded()

        def derive(connection: Connection, _: Entry) -> None:
            write_derived(connection, made[-1])

        entry = self._chain.append(account, make, derive)
        return replace(made[-1], hash=entry.hash)


def entry_of(entry: Entry, path: Path) -> StationEntry:
    """The entry of the station's log in an entry of the chain.

    Raises
    ------
    Refused
        ``damaged``.
    """
    try:
        return read_entry(entry)
    except BadEntry as error:
        raise Refused([damaged(path, f"{error}.", seq=entry.seq)]) from error


def illegal(entry: StationEntry, error: IllegalEntry, path: Path) -> Finding:
    """The finding that an entry cannot have happened where it stands."""
    return damaged(path, f"it cannot have happened there: {error}.", seq=entry.seq, code="illegal-entry")


def _plain(data: Mapping[str, object]) -> dict[str, Json]:
    """Texts and numbers of an entry's data; the table of names says whether they are the right ones."""
    if not all(isinstance(one, str | int) for one in data.values()):
        msg = "the data of an entry are texts and numbers"
        raise ValueError(msg)
    return {key: one for key, one in data.items() if isinstance(one, str | int)}
