"""The tables of ``station.sqlite``, as the newest migration leaves them. The log is the truth, the rest derived."""

from typing import Final

from sqlalchemy import Column, Integer, MetaData, String, Table

from seedcryo_reader.storage.chain.table import chain_table, triggers

HEAD: Final = "station_0001"
"""The newest migration."""

ENTRY: Final = "entry"

metadata: Final = MetaData()

entry: Final = chain_table(ENTRY, metadata)

account: Final = Table(
    "account",
    metadata,
    Column("name", String, primary_key=True, nullable=False),
    Column("role", String, nullable=False),
    Column("printed_name", String, nullable=False),
    Column("recipient", String, nullable=False),
)

account_key: Final = Table(
    "account_key",
    metadata,
    Column("account", String, primary_key=True, nullable=False),
    Column("number", Integer, primary_key=True, nullable=False),
    Column("public", String, nullable=False),
    Column("added", String, nullable=False),
    Column("retired", String),
    Column("why", String),
)
"""Public halves of signing keys, numbered from 0 in the order they came; the last one holds."""

part: Final = Table(
    "part",
    metadata,
    Column("sha256", String, primary_key=True, nullable=False),
    Column("size", Integer, nullable=False),
    Column("seq", Integer, nullable=False),
)
"""Sealed parts that were received: hash of the file, its bytes, and the first entry that says so."""

TRIGGERS: Final = triggers(ENTRY)
