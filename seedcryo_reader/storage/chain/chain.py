"""The chain at work: appending, reading, and the checks when it is opened."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final, NamedTuple

from sqlalchemy import Connection

from seedcryo_reader.database.copying import keep_as_found
from seedcryo_reader.database.opening import Database, driver
from seedcryo_reader.domain.errors import EnvironmentFailure, Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.storage.chain.checking import Walked, head_findings, names_place, walk
from seedcryo_reader.storage.chain.head import Head, Lines, read_lines
from seedcryo_reader.storage.chain.table import FIRST_PREVIOUS

_BATCH: Final = 1000

Make = Callable[[int, str], bytes]
Also = Callable[[Connection, "Entry"], None]


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a chain; `hash` is the SHA-256 of `body`, `previous` that of the entry before (64 hex digits)."""

    seq: int
    subject: str
    hash: str
    previous: str
    body: bytes


class Last(NamedTuple):
    """Number and hash of the last entry; 0 and 64 zeros when there is none."""

    seq: int
    hash: str


class Chain:
    """An append-only log. Entries are on disk, and so is the head that names them, when `append` returns.

    Parameters
    ----------
    database : Database
    table : str
    head : Head or None
        None for a chain that is only read.
    """

    def __init__(self, database: Database, table: str, head: Head | None) -> None:
        self._database = database
        self._table = table
        self._head = head
        self._unnamed = False

    @classmethod
    def open(cls, database: Database, table: str, head: Path, *, read_only: bool = False) -> "Chain":
        """Check a chain and its head, and make it ready.

        Raises
        ------
        Refused
            ``damaged``, ``shorter-than-head``, ``unlike-head``, ``head-behind``, ``head-missing``, ``head-damaged``,
            all that apply. Nothing was written; what SQLite would drop on closing was copied aside.
        EnvironmentFailure
            A file cannot be read or written.
        """
        try:
            with database.reading() if read_only else database.writing() as connection:
                lines = read_lines(head)
                walked = _checked(connection, database, table, head, lines)
                if read_only:
                    return cls(database, table, None)
                chain = cls(database, table, Head.open(head, lines, alone=database.alone))
                try:
                    chain._catch_up(lines.last, walked.seq)
                except BaseException:
                    chain.close()
                    raise
                return chain
        except Refused as refused:
            kept = keep_as_found(database.path)
            if kept is None:
                raise
            text = f"What was found is kept in {kept.name} and {kept.name}-wal."
            raise Refused([*refused.findings, Finding("kept-as-found", text, (str(kept),))]) from refused

    def append(
        self,
        subject: str,
        make: Make,
        also: Also | None = None,
    ) -> Entry:
        """Add an entry.

        Parameters
        ----------
        subject : str
            Whom or what it is about.
        make : callable
            Gets the entry's number and the hash of the one before, and returns its body, which holds both.
        also : callable, optional
            Writes what is derived from it, in the same transaction.

        Raises
        ------
        EnvironmentFailure
            It could not be written: the log is as it was, and the act can be tried again.
        Refused
            ``damaged``; ``read-only``.
        """
        return self.append_all(subject, [(make, also)])[0]

    def append_all(self, subject: str, acts: Sequence[tuple[Make, Also | None]]) -> list[Entry]:
        """Add several entries in one transaction: all of them, or none.

        Parameters
        ----------
        subject : str
        acts : sequence of tuple
            For each entry `make` and `also`, as for `append`.

        Raises
        ------
        EnvironmentFailure, Refused
            As for `append`.
        """
        head = self._writable()
        with self._database.turn():  # another thread's entry would get its line before these
            with self._database.writing() as connection:
                last = self._last(connection)
                self._catch_up(self._named(head), last.seq)  # a line found no room, or its writer was killed
                if len(acts) > 1:
                    head.check_room(len(acts))
                entries = []
                for make, also in acts:
                    entries.append(self._inserted(connection, last, subject, make))
                    if also is not None:
                        also(connection, entries[-1])
                    last = Last(entries[-1].seq, entries[-1].hash)
            self._name_in_head(head, entries)
        return entries

    def _inserted(self, connection: Connection, last: Last, subject: str, make: Make) -> Entry:
        body = make(last.seq + 1, last.hash)
        if not names_place(body, last.seq + 1, last.hash):
            msg = "a body holds its own number and the hash of the entry before"
            raise ValueError(msg)
        entry = Entry(last.seq + 1, subject, sha256(body).hexdigest(), last.hash, body)
        driver(connection).execute(
            f"INSERT INTO {self._table} (seq, subject, hash, previous, body) VALUES (?, ?, ?, ?, ?)",  # noqa: S608
            (entry.seq, entry.subject, entry.hash, entry.previous, entry.body),
        )
        return entry

    def entries(self, subject: str | None = None, after: int = 0) -> Iterator[Entry]:
        """Entries in order, of one subject or all, behind number `after`."""
        own = "" if subject is None else "AND subject = ? "
        statement = (
            f"SELECT seq, subject, hash, previous, body FROM {self._table} "  # noqa: S608 (constant names)
            f"WHERE seq > ? {own}ORDER BY seq LIMIT {_BATCH}"
        )
        while True:
            values = (after,) if subject is None else (after, subject)
            with self._database.reading() as connection:
                rows = connection.exec_driver_sql(statement, values).all()
            yield from (Entry(*row) for row in rows)
            if len(rows) < _BATCH:
                return
            after = rows[-1][0]

    @property
    def last(self) -> Last:
        """Number and hash of the last entry."""
        with self._database.reading() as connection:
            return self._last(connection)

    def close(self) -> None:
        """Let go of the head; the database is closed by whoever opened it."""
        if self._head is None:
            return
        if self._unnamed:
            with suppress(EnvironmentFailure, Refused):
                self._database.checkpoint()  # a full disk has room again where the log of the database was
                self._catch_up(self._named(self._head), self.last.seq)
        self._head.close()

    def _writable(self) -> Head:
        if self._head is None:
            text = f"{self._database.path.name} was opened for reading only. Sign in to add to it."
            raise Refused([Finding("read-only", text, (str(self._database.path),))])
        return self._head

    def _last(self, connection: Connection) -> Last:
        row = (
            driver(connection)
            .execute(
                f"SELECT seq, hash FROM {self._table} ORDER BY seq DESC LIMIT 1"  # noqa: S608 (constant name)
            )
            .fetchone()
        )
        return Last(0, FIRST_PREVIOUS) if row is None else Last(row[0], row[1])

    def _name_in_head(self, head: Head, entries: Sequence[Entry]) -> None:
        """Add the lines of committed entries.

        With no room for them the entries stand all the same, and their lines are written before the next one is
        committed: to report a failure would make the caller add the entries again.
        """
        try:
            if self._database.alone:
                for entry in entries:
                    head.append(entry.seq, entry.hash)
                return
            with self._database.writing():  # keeps lines in order when two programs write
                for entry in entries:
                    if head.last() < entry.seq:
                        head.append(entry.seq, entry.hash)
        except (EnvironmentFailure, Refused):  # the next append meets it before it commits anything
            self._unnamed = True

    def _named(self, head: Head) -> int:
        """The last number in the head; who is alone need not look into the file for it."""
        return head.appended if self._database.alone else head.last()

    def _catch_up(self, named: int, last: int) -> None:
        """Add the lines of entries that the head does not name yet."""
        if named < last:
            head = self._writable()
            for entry in self.entries(after=named):
                head.append(entry.seq, entry.hash)


def _checked(connection: Connection, database: Database, table: str, head: Path, lines: Lines) -> Walked:
    walked = walk(connection, table, database.path, lines)
    findings = [] if walked.bad is None else [walked.bad]
    log = database.path.with_name(f"{database.path.name}-wal")
    closed = not log.exists() or log.stat().st_size == 0
    findings += head_findings(walked, lines, database.path, head, closed=closed)
    if findings:
        raise Refused(findings)
    return walked
