"""The tables of a vault, as the newest migration leaves them."""

from typing import Final

from sqlalchemy import Column, Integer, LargeBinary, MetaData, String, Table

from seedcryo_reader.storage.chain.table import chain_table, triggers

HEAD: Final = "vault_0003"
"""The newest migration."""

EVENT: Final = "event"

metadata: Final = MetaData()

event: Final = chain_table(EVENT, metadata)

read_state: Final = Table(
    "read_state",
    metadata,
    Column("case_number", String, primary_key=True, nullable=False),
    Column("state", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("timepoints", Integer, nullable=False),
    Column("active", String),
    Column("last_seq", Integer, nullable=False),
)

measurement: Final = Table(
    "measurement",
    metadata,
    Column("case_number", String, primary_key=True, nullable=False),
    Column("timepoint", String, primary_key=True, nullable=False),
    Column("lesion", String, primary_key=True, nullable=False),
    Column("extent", String, primary_key=True, nullable=False),
    Column("lesion_set", String, nullable=False),
    Column("long_mm", String, nullable=False),
    Column("short_mm", String),
    Column("sop_instance", String, nullable=False),
    Column("frame", Integer, nullable=False),
)

received: Final = Table(
    "received",
    metadata,
    Column("part_sha256", String, primary_key=True, nullable=False),
    Column("case_number", String, nullable=False),
    Column("part", Integer, nullable=False),
    Column("seal", String, nullable=False),
    Column("kind", String, nullable=False),
    Column("timepoint", String),
    Column("supersedes", Integer),
    Column("received_on", String, nullable=False),
)

secret: Final = Table(
    "secret",
    metadata,
    Column("name", String, primary_key=True, nullable=False),
    Column("value", String, nullable=False),
)

display: Final = Table(
    "display",
    metadata,
    Column("case_number", String, primary_key=True, nullable=False),
    Column("body", String, nullable=False),
)

outbox: Final = Table(
    "outbox",
    metadata,
    Column("about", String, primary_key=True, nullable=False),
    Column("account", String, nullable=False),
    Column("recipient", String, nullable=False),
    Column("content", String, nullable=False),
    Column("file_sha256", String, nullable=False),
    Column("data", LargeBinary, nullable=False),
    Column("receipted", String),
)

inbox: Final = Table(
    "inbox",
    metadata,
    Column("content", String, primary_key=True, nullable=False),
    Column("kind", String, nullable=False),
    Column("sender", String, nullable=False),
    Column("key_id", String, nullable=False),
    Column("received_on", String, nullable=False),
    Column("number", String, nullable=False),
    Column("head", String),
    Column("body", LargeBinary, nullable=False),
)

arrived: Final = Table(
    "arrived",
    metadata,
    Column("content", String, primary_key=True, nullable=False),
    Column("kind", String, nullable=False),
    Column("body", String, nullable=False),
)

assignment: Final = Table(
    "assignment",
    metadata,
    Column("case_number", String, primary_key=True, nullable=False),
    Column("batch", Integer, nullable=False),
    Column("place", Integer, nullable=False),
    Column("protocol_id", String, nullable=False),
    Column("protocol_sha256", String, nullable=False),
    Column("taken_away", String),
)

training: Final = Table(
    "training",
    metadata,
    Column("protocol_sha256", String, primary_key=True, nullable=False),
    Column("protocol_id", String, nullable=False),
    Column("passed", Integer, nullable=False),
    Column("taken_on", String, nullable=False),
    Column("valid_until", String, nullable=False),
)

allowed: Final = Table(
    "allowed",
    metadata,
    Column("content", String, primary_key=True, nullable=False),
    Column("case_number", String, nullable=False),
    Column("leave", String, nullable=False),
    Column("used", String),
)

addressed: Final = Table(
    "addressed",
    metadata,
    Column("part_sha256", String, primary_key=True, nullable=False),
    Column("recipients", String, primary_key=True, nullable=False),
    Column("file_sha256", String, nullable=False),
)

TRIGGERS: Final = triggers(EVENT)

POST: Final = ("outbox", "inbox", "arrived", "assignment", "training", "allowed", "addressed")
"""The tables of what goes out and what came, and of what is derived from that."""

_SINCE: Final = {"vault_0001": ("display", *POST), "vault_0002": POST}
"""An older version → the tables that it did not have."""


def models_at(version: str | None) -> MetaData:
    """The tables of a vault at a version: one that is only looked at is not brought to the newest."""
    older = MetaData()
    for table in metadata.sorted_tables:
        if table.name not in _SINCE.get(version or HEAD, ()):
            table.to_metadata(older)
    return older
