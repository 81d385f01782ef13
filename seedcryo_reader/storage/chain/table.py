"""The table of a log, and the triggers that let it only grow."""

from typing import Final

from sqlalchemy import Column, Integer, LargeBinary, MetaData, String, Table

FIRST_PREVIOUS: Final = "0" * 64
"""What the first entry names as the hash before it."""


def chain_table(name: str, metadata: MetaData) -> Table:
    """The table of a log: number, subject, SHA-256 (hex) of the body, hash of the entry before, canonical bytes."""
    return Table(
        name,
        metadata,
        Column("seq", Integer, primary_key=True, nullable=False),
        Column("subject", String, nullable=False),
        Column("hash", String, nullable=False),
        Column("previous", String, nullable=False),
        Column("body", LargeBinary, nullable=False),
    )


def triggers(name: str) -> dict[str, str]:
    """The triggers of such a table: name → exact SQL.

    With ``recursive_triggers=ON`` a REPLACE fires the one on DELETE. The BEFORE INSERT trigger sees rows of the same
    statement that are already there, so a statement with several rows is held to the same law.
    """
    last = f"(SELECT seq FROM {name} ORDER BY seq DESC LIMIT 1)"  # noqa: S608 (a constant)
    hashed = f"(SELECT hash FROM {name} ORDER BY seq DESC LIMIT 1)"  # noqa: S608 (a constant)
    return {
        f"{name}_no_update": (
            f"CREATE TRIGGER {name}_no_update BEFORE UPDATE ON {name} "
            f"BEGIN SELECT RAISE(ABORT, '{name}: entries are never changed'); END"
        ),
        f"{name}_no_delete": (
            f"CREATE TRIGGER {name}_no_delete BEFORE DELETE ON {name} "
            f"BEGIN SELECT RAISE(ABORT, '{name}: entries are never removed'); END"
        ),
        f"{name}_in_order": (
            f"CREATE TRIGGER {name}_in_order BEFORE INSERT ON {name} "
            f"WHEN NEW.seq IS NOT coalesce({last}, 0) + 1 "
            f"OR NEW.previous IS NOT coalesce({hashed}, '{FIRST_PREVIOUS}') "
            f"BEGIN SELECT RAISE(ABORT, '{name}: an entry does not follow on the last one'); END"
        ),
    }
