"""One open database: one connection, one writer at a time, everything durable when a transaction has ended.

The same SQLite (the one that sqlcipher3 brings) serves plain and encrypted files, so that what is tested is what runs.
"""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final, Self

from sqlalchemy import Connection, Engine, ExceptionContext, create_engine, event
from sqlalchemy.pool import StaticPool
from sqlcipher3 import dbapi2

from seedcryo_reader.database.trouble import plain_words
from seedcryo_reader.domain.errors import EnvironmentFailure

KEY_BYTES: Final = 32

_PRAGMAS: Final = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "recursive_triggers=ON",  # without it INSERT OR REPLACE passes a trigger on DELETE
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "temp_store=MEMORY",
)
_PATIENCE_SHARED: Final = 5.0
_PATIENCE_ALONE: Final = 0.5


def open_database(path: Path, *, key: bytes | None = None, alone: bool = False, create: bool = False) -> "Database":
    """Open a database.

    Parameters
    ----------
    path : Path
    key : bytes or None
        32 random bytes for an encrypted one.
    alone : bool
        Whether no other program may have it open at the same time.
    create : bool
        Make an empty one, readable by its owner only, which must not be there yet.

    Raises
    ------
    Refused
        ``damaged``: it is no database, or not one of this key.
    EnvironmentFailure
        It is not there, open elsewhere, or cannot be used.
    """
    try:
        if create:
            os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        elif path.stat().st_size == 0:
            msg = f"{path} is empty. Fetch a backup of it."
            raise EnvironmentFailure(msg)
    except OSError as error:
        msg = f"{path} cannot be used: {error.strerror}."
        raise EnvironmentFailure(msg) from error
    with plain_words(path):
        return Database(path, _connected(path, key, alone), alone=alone)


class Database:
    """An open database; `close` it. After that every use is an `EnvironmentFailure`."""

    def __init__(self, path: Path, raw: dbapi2.Connection, *, alone: bool = False) -> None:
        self.path = path
        self.alone = alone
        self._raw: dbapi2.Connection | None = raw
        self._turn = threading.RLock()
        self._begin = "BEGIN"
        self.engine: Engine = create_engine(
            "sqlite://",
            module=dbapi2,
            creator=lambda: raw,
            poolclass=StaticPool,
            pool_reset_on_return=None,
            hide_parameters=True,
        )
        event.listen(self.engine, "begin", self._begun)
        event.listen(self.engine, "handle_error", _still_connected)
        self._connection: Connection = self.engine.connect()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def is_open(self) -> bool:
        """Whether it can be used."""
        return self._raw is not None

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Let no other thread use the database meanwhile, for more than one transaction that belong together."""
        with self._turn:
            yield

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of everything; inside another transaction it is a part of that one."""
        with self._transaction("BEGIN") as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that is durable when the block has ended, or leaves nothing when the block raised.

        Raises
        ------
        EnvironmentFailure
            Disk full, locked, read-only: the earlier state stands and the act can be tried again.
        Refused
            ``damaged``.
        """
        with self._transaction("BEGIN IMMEDIATE") as connection:
            yield connection

    def checkpoint(self) -> None:
        """Bring everything into the database file itself and empty the log beside it (``-wal``)."""
        with self._turn, plain_words(self.path):
            self._need().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def pragma(self, words: str) -> list[Any]:
        """Rows of a PRAGMA, outside of any transaction."""
        with self._turn, plain_words(self.path):
            return list(self._need().execute(f"PRAGMA {words}").fetchall())

    def copy_to(self, raw: dbapi2.Connection) -> None:
        """Copy all pages to another connection (SQLite's online backup)."""
        with self._turn, plain_words(self.path):
            self._need().backup(raw)

    def close(self) -> None:
        """Empty the log into the file and close. What cannot be emptied now is when it is opened next."""
        with self._turn:
            raw, self._raw = self._raw, None
            if raw is None:
                return
            self._connection.close()
            self.engine.dispose()
            with suppress(dbapi2.Error):
                raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            raw.close()

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[Connection]:
        with self._turn, plain_words(self.path):
            self._need()
            if self._connection.in_transaction():
                yield self._connection
                return
            self._begin = begin
            with self._connection.begin():
                yield self._connection

    def _begun(self, connection: Connection) -> None:
        connection.exec_driver_sql(self._begin)

    def _need(self) -> dbapi2.Connection:
        if self._raw is None:
            msg = f"{self.path.name} is closed. Open it, or sign in again."
            raise EnvironmentFailure(msg)
        return self._raw


def _still_connected(context: ExceptionContext) -> None:
    """A signal (Ctrl-C) is no lost connection: the transaction is rolled back, and the one connection stays."""
    context.is_disconnect = False


def driver(connection: Connection) -> dbapi2.Connection:
    """The driver's connection inside a transaction, for statements that are made for every act of a reader."""
    return connection.connection.driver_connection


def connected(path: Path, key: bytes | None) -> dbapi2.Connection:
    """A bare connection under this key, in autocommit mode; the caller closes it."""
    raw = dbapi2.connect(str(path), timeout=_PATIENCE_SHARED, isolation_level=None, check_same_thread=False)
    if key is not None:
        raw.execute("PRAGMA cipher_log_level = NONE").fetchall()  # it would write to the terminal what we say better
        raw.execute(f"PRAGMA key = {key_literal(key)}").fetchall()
    return raw


def key_literal(key: bytes) -> str:
    """A raw key as SQLCipher takes it: used as it is, without deriving another one from it."""
    if len(key) != KEY_BYTES:
        msg = "a raw key has 32 bytes"
        raise ValueError(msg)
    return f"\"x'{key.hex()}'\""


def _connected(path: Path, key: bytes | None, alone: bool) -> dbapi2.Connection:
    raw = connected(path, key)
    try:
        raw.execute(f"PRAGMA busy_timeout={int(1000 * (_PATIENCE_ALONE if alone else _PATIENCE_SHARED))}").fetchall()
        if alone:  # before the first look at the file: then the log's index lies in memory and nobody else gets in
            raw.execute("PRAGMA locking_mode=EXCLUSIVE").fetchall()
        for words in _PRAGMAS:
            raw.execute(f"PRAGMA {words}").fetchall()
        raw.execute("SELECT count(*) FROM sqlite_schema").fetchall()
    except BaseException:
        raw.close()
        raise
    return raw
