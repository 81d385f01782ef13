"""Bringing a database to the version this program knows, by Alembic, in one explicit transaction."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from seedcryo_reader.database.copying import backup
from seedcryo_reader.database.opening import Database
from seedcryo_reader.database.schema import VERSION_TABLE
from seedcryo_reader.database.trouble import damaged
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.finding import Finding


@dataclass(frozen=True, slots=True)
class Version:
    """What a store is to be brought to.

    Attributes
    ----------
    folder : Path
        Holds ``versions/`` with the migrations.
    head : str
        The revision that this program knows as the last.
    check : callable
        What is wrong with tables and triggers; asked after the migrations, before they count.
    """

    folder: Path
    head: str
    check: Callable[[Connection], tuple[Finding, ...]]


def current_version(connection: Connection) -> str | None:
    """The revision a database is at; None for an empty one."""
    found = connection.exec_driver_sql(
        "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = ?", (VERSION_TABLE,)
    ).scalar_one()
    if not found:
        return None
    return connection.exec_driver_sql(f"SELECT version_num FROM {VERSION_TABLE}").scalar()  # noqa: S608 (a constant)


def upgrade(database: Database, version: Version, key: bytes | None = None) -> Path | None:
    """Bring the database to `version`; returns the backup written before, if there was anything to lose.

    Raises
    ------
    Refused
        ``newer-database``; or a table or trigger is not what it should be afterwards. It stays at its old version.
    EnvironmentFailure
        Disk full, read-only: likewise.
    """
    with database.reading() as connection:
        current = current_version(connection)
        if current == version.head:
            return None
        steps = _steps(version, current, database.path)
        filled = _has_rows(connection)
    kept = None
    if filled:
        kept = database.path.with_name(f"{database.path.name}.before-{version.head}")
        backup(database, kept, key)
    with database.writing() as connection:
        _run(connection, version, steps)
        findings = version.check(connection)
        if findings:
            raise Refused(findings)
    return kept


def _steps(version: Version, current: str | None, path: Path) -> list[str]:
    from alembic.script import ScriptDirectory  # a database that is up to date does without

    revisions = {one.revision for one in ScriptDirectory(str(version.folder)).walk_revisions()}
    if current is not None and current not in revisions:
        text = f"It was written by a newer program (version {current}). Install that one; nothing was changed."
        raise Refused([damaged(path, text, code="newer-database")])
    script = ScriptDirectory(str(version.folder))
    return [one.revision for one in script.iterate_revisions(version.head, current or "base")][::-1]


def _run(connection: Connection, version: Version, steps: list[str]) -> None:
    from alembic.operations import Operations
    from alembic.runtime.migration import MigrationContext
    from alembic.script import ScriptDirectory

    script = ScriptDirectory(str(version.folder))
    context = MigrationContext.configure(connection, opts={"transactional_ddl": True})
    with Operations.context(context):
        for revision in steps:
            script.get_revision(revision).module.upgrade()
    context.stamp(script, version.head)


def _has_rows(connection: Connection) -> bool:
    tables = connection.exec_driver_sql(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> ?",
        (VERSION_TABLE,),
    ).scalars()
    return any(connection.exec_driver_sql(f'SELECT 1 FROM "{name}" LIMIT 1').first() for name in tables)  # noqa: S608
