"""Whether the tables and triggers of a database are those the program knows."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, MetaData, Table

from seedcryo_reader.database.trouble import damaged
from seedcryo_reader.domain.finding import Finding

VERSION_TABLE: Final = "alembic_version"


def schema_findings(
    connection: Connection, path: Path, models: MetaData, triggers: Mapping[str, str]
) -> tuple[Finding, ...]:
    """Tables, columns and triggers that are missing, changed or too many.

    Parameters
    ----------
    connection : Connection
    path : Path
        The database's file, for the findings.
    models : MetaData
    triggers : mapping of str to str
        Names and the exact SQL they were made with.
    """
    rows = connection.exec_driver_sql("SELECT type, name, sql FROM sqlite_schema").all()
    there = {(row[0], row[1]): row[2] for row in rows}
    return (
        *_triggers(there, path, triggers),
        *_too_many(there, path, models),
        *(finding for table in models.sorted_tables for finding in _table(connection, path, table)),
    )


def _triggers(there: Mapping[tuple[str, str], str], path: Path, triggers: Mapping[str, str]) -> Iterator[Finding]:
    found = {name: sql for (kind, name), sql in there.items() if kind == "trigger"}
    for name in sorted({*found, *triggers}):
        if name not in found:
            yield damaged(path, f"The trigger {name} is missing, which protects its log.", code="trigger-missing")
        elif name not in triggers:
            yield damaged(path, f"It has a trigger {name} that no program of ours made.", code="trigger-foreign")
        elif found[name] != triggers[name]:
            yield damaged(path, f"The trigger {name} was changed, which protects its log.", code="trigger-changed")


def _too_many(there: Mapping[tuple[str, str], str], path: Path, models: MetaData) -> Iterator[Finding]:
    known = {*models.tables, VERSION_TABLE}
    for kind, name in there:
        if kind in {"table", "view"} and name not in known and not name.startswith("sqlite_"):
            yield damaged(path, f"It has a {kind} {name} that no program of ours made.", code="table-foreign")


def _table(connection: Connection, path: Path, table: Table) -> Iterator[Finding]:
    rows = connection.exec_driver_sql(f'PRAGMA table_info("{table.name}")').all()
    found = {(row[1], row[2], bool(row[3]), bool(row[5])) for row in rows}
    known = {
        (one.name, one.type.compile(connection.dialect), not one.nullable, one.primary_key) for one in table.columns
    }
    if not found:
        yield damaged(path, f"The table {table.name} is missing.", code="table-missing")
    elif found != known:
        yield damaged(path, f"The columns of the table {table.name} were changed.", code="table-changed")
