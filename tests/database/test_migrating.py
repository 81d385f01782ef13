"""Migrations: whole or not at all, with a backup where there is something to lose, never of a newer database."""

from functools import partial

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, Text

from seedcryo_reader.database.migrating import Version, current_version, upgrade
from seedcryo_reader.database.opening import open_database
from seedcryo_reader.database.schema import schema_findings
from seedcryo_reader.domain.errors import Refused

SCRIPT = '''
"""A step."""
from alembic import op
revision = "{revision}"
down_revision = {down!r}
def upgrade() -> None:
    """Do it."""
{body}
'''
GUARD = "CREATE TRIGGER guard BEFORE DELETE ON thing BEGIN SELECT RAISE(ABORT, 'no'); END"
FIRST = ["CREATE TABLE thing (number INTEGER NOT NULL PRIMARY KEY, word TEXT)", GUARD]
ADDED = ["ALTER TABLE thing ADD COLUMN note TEXT"]
REBUILT = [
    "CREATE TABLE other (number INTEGER NOT NULL PRIMARY KEY, word TEXT, note TEXT)",
    "INSERT INTO other (number, word) SELECT number, word FROM thing",
    "DROP TABLE thing",
    "ALTER TABLE other RENAME TO thing",
]


def models(*more):
    metadata = MetaData()
    columns = [Column("number", Integer, primary_key=True), *(Column(name, Text) for name in ("word", *more))]
    Table("thing", metadata, *columns)
    return metadata


@pytest.fixture
def scripts(tmp_path):
    folder = tmp_path / "migrations"
    (folder / "versions").mkdir(parents=True)

    def write(revision, down, statements):
        body = "\n".join(f"    op.execute({one!r})" for one in statements)
        text = SCRIPT.format(revision=revision, down=down, body=body)
        (folder / "versions" / f"{revision}.py").write_text(text)

    write("a1", None, FIRST)
    return folder, write


@pytest.fixture
def version(scripts, tmp_path):
    def made(head, metadata):
        folder, _ = scripts
        path = tmp_path / "store.sqlite"
        return Version(folder, head, partial(schema_findings, path=path, models=metadata, triggers={"guard": GUARD}))

    return made


@pytest.fixture
def database(tmp_path, key, version):
    with open_database(tmp_path / "store.sqlite", key=key, create=True) as one:
        assert upgrade(one, version("a1", models()), key) is None
        yield one


def rows(database):
    with database.reading() as connection:
        return connection.exec_driver_sql("SELECT * FROM thing").all()


def state(database):
    with database.reading() as connection:
        return current_version(connection)


def insert(database):
    with database.writing() as connection:
        connection.exec_driver_sql("INSERT INTO thing (word) VALUES ('kept')")


def codes(refused):
    return [finding.code for finding in refused.value.findings]


def test_an_empty_database_comes_to_the_head_once(database, version, key):
    assert state(database) == "a1"
    assert upgrade(database, version("a1", models()), key) is None


def test_rows_live_through_an_upgrade_and_are_backed_up_before(database, version, scripts, key):
    insert(database)
    scripts[1]("a2", "a1", ADDED)
    kept = upgrade(database, version("a2", models("note")), key)
    assert (state(database), rows(database)) == ("a2", [(1, "kept", None)])
    with open_database(kept, key=key) as backup:
        assert (state(backup), rows(backup)) == ("a1", [(1, "kept")])


def test_without_rows_there_is_nothing_to_back_up(database, version, scripts, key, tmp_path):
    scripts[1]("a2", "a1", ADDED)
    assert upgrade(database, version("a2", models("note")), key) is None
    assert not list(tmp_path.glob("*before*"))


def test_a_migration_that_loses_a_trigger_is_taken_back(database, version, scripts, key):
    insert(database)
    scripts[1]("a2", "a1", REBUILT)
    with pytest.raises(Refused) as refused:
        upgrade(database, version("a2", models("note")), key)
    assert codes(refused) == ["trigger-missing"]
    assert (state(database), rows(database)) == ("a1", [(1, "kept")])


def test_a_migration_that_fails_halfway_is_taken_back(database, version, scripts, key):
    insert(database)
    scripts[1]("a2", "a1", [*ADDED, "SELECT * FROM nowhere"])
    with pytest.raises(Exception, match="nowhere"):
        upgrade(database, version("a2", models("note")), key)
    assert (state(database), rows(database)) == ("a1", [(1, "kept")])


def test_a_newer_database_is_refused_by_its_version(database, version, key):
    with database.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'z9'")
    with pytest.raises(Refused, match="z9") as refused:
        upgrade(database, version("a1", models()), key)
    assert codes(refused) == ["newer-database"]
    assert state(database) == "z9"


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("DROP TRIGGER guard", "trigger-missing"),
        ("CREATE TRIGGER more AFTER INSERT ON thing BEGIN SELECT 1; END", "trigger-foreign"),
        ("CREATE TABLE more (number INTEGER)", "table-foreign"),
        ("CREATE VIEW more AS SELECT * FROM thing", "table-foreign"),
        ("ALTER TABLE thing ADD COLUMN more TEXT", "table-changed"),
        ("ALTER TABLE thing DROP COLUMN word", "table-changed"),
    ],
)
def test_what_is_not_ours_in_a_schema_is_named(database, version, statement, code):
    with database.writing() as connection:
        assert version("a1", models()).check(connection) == ()
        connection.exec_driver_sql(statement)
        assert [one.code for one in version("a1", models()).check(connection)] == [code]


def test_a_changed_trigger_and_a_missing_table_are_named(database, version):
    with database.writing() as connection:
        connection.exec_driver_sql("DROP TRIGGER guard")
        connection.exec_driver_sql(GUARD.replace("'no'", "'maybe'"))
        assert [one.code for one in version("a1", models()).check(connection)] == ["trigger-changed"]
        connection.exec_driver_sql("DROP TABLE thing")
        assert {one.code for one in version("a1", models()).check(connection)} == {"trigger-missing", "table-missing"}
