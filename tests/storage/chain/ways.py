"""A chain in a small database of its own, plain, so that it can be bent."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import MetaData
from sqlcipher3 import dbapi2

from seedcryo_reader.database.opening import Database, open_database
from seedcryo_reader.domain.canonical import encode
from seedcryo_reader.storage.chain.chain import Chain
from seedcryo_reader.storage.chain.head import create_head
from seedcryo_reader.storage.chain.table import chain_table, triggers

TABLE = "entry"


def body(seq: int, previous: str) -> bytes:
    return encode({"seq": seq, "previous": previous, "word": "patience"})


class Store:
    """A database with a chain, and the head beside it."""

    def __init__(self, folder: Path, *, alone: bool = False) -> None:
        self.database = folder / "log.sqlite"
        self.head = folder / "log.head"
        self.alone = alone

    def make(self, count: int = 0) -> "Store":
        create_head(self.head)
        metadata = MetaData()
        chain_table(TABLE, metadata)
        with open_database(self.database, create=True) as database, database.writing() as connection:
            metadata.create_all(connection)
            for statement in triggers(TABLE).values():
                connection.exec_driver_sql(statement)
        self.grow(count)
        return self

    @contextmanager
    def open(self, *, read_only: bool = False) -> Iterator[Chain]:
        with self.opened_database() as database:
            chain = Chain.open(database, TABLE, self.head, read_only=read_only)
            try:
                yield chain
            finally:
                chain.close()

    def opened_database(self) -> Database:
        return open_database(self.database, alone=self.alone)

    def grow(self, count: int) -> None:
        if count:
            with self.open() as chain:
                for _ in range(count):
                    chain.append("s", body)

    def seqs(self) -> list[int]:
        with self.open() as chain:
            return [one.seq for one in chain.entries()]

    def lines(self) -> list[str]:
        return self.head.read_text("ascii").splitlines()

    def change(self, *statements: str, keep_triggers: bool = False) -> None:
        """What somebody with a database tool would do."""
        raw = dbapi2.connect(str(self.database), isolation_level=None)
        try:
            raw.execute("PRAGMA recursive_triggers=ON").fetchall()
            names = [] if keep_triggers else triggers(TABLE)
            for name in names:
                raw.execute(f"DROP TRIGGER {name}")
            for statement in statements:
                raw.execute(statement)
        finally:
            raw.close()
