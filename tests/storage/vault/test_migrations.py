"""The migrations of a vault lead to the tables and triggers of the models, with rows in them too."""

import shutil

import pytest
from sqlalchemy import inspect
from sqlcipher3 import dbapi2
from storage.vault.ways import CHEAP, VAULT_MIGRATIONS, WORDS, grow, made, refused, seqs

from seedcryo_reader.database.migrating import Version, current_version, upgrade
from seedcryo_reader.database.opening import key_literal, open_database
from seedcryo_reader.database.schema import schema_findings
from seedcryo_reader.domain.role import Role
from seedcryo_reader.storage.post.boxes import Outbox
from seedcryo_reader.storage.posted import post_problems
from seedcryo_reader.storage.reads.display import VaultDisplay
from seedcryo_reader.storage.vault import vault as vault_module
from seedcryo_reader.storage.vault.key_file import unsealed
from seedcryo_reader.storage.vault.tables import EVENT, HEAD, TRIGGERS, metadata
from seedcryo_reader.storage.vault.vault import Place, Vault

NEXT = """
from alembic import op

revision = "vault_next"
down_revision = "{down}"


def upgrade():
    {statements}
"""
ADD = """op.execute("ALTER TABLE read_state ADD COLUMN note VARCHAR")"""
PART = "INSERT INTO received VALUES ('ab', 'C-0001', 0, 'seal', 'baseline', NULL, NULL, '2026-03-01')"
REBUILD = (
    'op.execute("CREATE TABLE event_again AS SELECT * FROM event"); op.execute("DROP TABLE event"); '
    'op.execute("ALTER TABLE event_again RENAME TO event")'
)


def changed(place, *statements):
    """What somebody who knows the key would do with a database tool."""
    raw = dbapi2.connect(str(place.database), isolation_level=None)
    raw.execute(f"PRAGMA key = {key_literal(unsealed(place.key_file(), WORDS, '', seed=False).data[0])}").fetchall()
    for statement in statements:
        raw.execute(statement)
    raw.close()


@pytest.fixture
def later(vault_place, tmp_path):
    """The place of the same vault for a made-up later program, by the statements of its migration."""

    def make(statements):
        folder = tmp_path / "migrations"
        shutil.copytree(VAULT_MIGRATIONS, folder)
        (folder / "versions" / "0099_next.py").write_text(NEXT.format(down=HEAD, statements=statements))
        return Place(vault_place.folder, vault_place.account, vault_place.study, folder)

    return make


def test_a_migrated_vault_is_what_the_models_say(vault_place):
    with Vault.create(vault_place, WORDS, cost=CHEAP) as vault, vault.database.reading() as connection:
        assert schema_findings(connection, vault_place.database, metadata, TRIGGERS) == ()
        assert current_version(connection) == HEAD
        assert set(inspect(connection).get_table_names()) == {*metadata.tables, "alembic_version"}


def test_an_upgrade_keeps_every_row_and_a_copy_of_before(vault_place, later, monkeypatch):
    made(vault_place, 3)
    monkeypatch.setattr(vault_module, "HEAD", "vault_next")
    monkeypatch.setattr(vault_module, "schema_findings", lambda *_: ())
    with Vault.open(later(ADD), WORDS) as vault:
        assert [one.seq for one in vault.chain.entries()] == [1, 2, 3]
        with vault.database.reading() as connection:
            assert current_version(connection) == "vault_next"
            connection.exec_driver_sql("SELECT note FROM read_state")
        grow(vault, 1)
    monkeypatch.undo()
    [kept] = vault_place.folder.glob("*.before-vault_next")
    assert refused(lambda: seqs(vault_place)) == ["newer-database"]
    vault_place.database.write_bytes(kept.read_bytes())
    assert refused(lambda: seqs(vault_place)) == ["shorter-than-head"]  # the copy is of before the fourth event
    [key] = unsealed(vault_place.key_file(), WORDS, "", seed=False).data
    with open_database(kept, key=key) as database, database.reading() as connection:
        assert connection.exec_driver_sql(f"SELECT count(*) FROM {EVENT}").scalar() == 3  # noqa: S608


def test_an_upgrade_that_loses_the_triggers_is_refused_and_nothing_is_changed(vault_place, later, monkeypatch):
    made(vault_place, 3)
    monkeypatch.setattr(vault_module, "HEAD", "vault_next")
    assert "trigger-missing" in refused(lambda: Vault.open(later(REBUILD), WORDS))
    monkeypatch.undo()
    assert seqs(vault_place) == [1, 2, 3]


@pytest.fixture(params=["vault_0001", "vault_0002"])
def older(vault_place, monkeypatch, request):
    """A closed vault with three events and a received part, as the program of older tables left it."""
    with monkeypatch.context() as before:
        before.setattr(vault_module, "HEAD", request.param)
        before.setattr(Place, "version", lambda place: Version(place.migrations, request.param, lambda _: ()))
        made(vault_place, 3)
    changed(vault_place, PART)
    return vault_place


def test_a_vault_of_an_older_program_is_brought_up_with_its_rows_and_a_backup(older, request):
    with Vault.open(older, WORDS) as vault:
        assert [one.seq for one in vault.chain.entries()] == [1, 2, 3]
        shown, sent = VaultDisplay(lambda: vault.database), Outbox(lambda: vault.database)
        assert shown.kept("C-0001") is None
        shown.keep("C-0001", "{}")
        assert sent.waiting() == ()
        with vault.database.reading() as connection:
            assert current_version(connection) == HEAD
            assert connection.exec_driver_sql("SELECT seal FROM received").scalars().all() == ["seal"]
    [kept] = older.folder.glob("*.before-vault_0003")
    [key] = unsealed(older.key_file(), WORDS, "", seed=False).data
    with open_database(kept, key=key) as database, database.reading() as connection:
        assert current_version(connection) == request.node.callspec.params["older"]
        assert connection.exec_driver_sql(f"SELECT count(*) FROM {EVENT}").scalar() == 3  # noqa: S608


def test_a_vault_of_an_older_program_is_recovered_as_it_is(older, recovery):
    before = older.database.read_bytes()
    with Vault.open_for_recovery(older, recovery) as vault:
        assert [one.seq for one in vault.chain.entries()] == [1, 2, 3]
        assert list(post_problems(vault, Role.READER, [])) == []  # it has no tables for envelopes yet
    assert older.database.read_bytes() == before
    changed(older, "DROP TABLE received")
    assert refused(lambda: Vault.open_for_recovery(older, recovery)) == ["table-missing"]


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("DROP TRIGGER event_no_update", "trigger-missing"),
        ("DROP TRIGGER event_no_delete", "trigger-missing"),
        ("DROP TRIGGER event_in_order", "trigger-missing"),
        ("CREATE TRIGGER more AFTER INSERT ON event BEGIN DELETE FROM measurement; END", "trigger-foreign"),
        ("CREATE TABLE more (x)", "table-foreign"),
        ("CREATE VIEW more AS SELECT 1", "table-foreign"),
        ("DROP TABLE read_state", "table-missing"),
        ("ALTER TABLE received ADD COLUMN more VARCHAR", "table-changed"),
        ("UPDATE alembic_version SET version_num = 'vault_9999'", "newer-database"),
    ],
)
def test_a_vault_with_other_tables_or_triggers_is_refused(vault_place, statement, code):
    made(vault_place, 1)
    changed(vault_place, statement)
    assert refused(lambda: seqs(vault_place)) == [code]


def test_a_downgrade_touches_derived_tables_only(tmp_path):
    path = tmp_path / "a.sqlite"
    with open_database(path, create=True) as database:
        upgrade(database, Version(VAULT_MIGRATIONS, HEAD, lambda _: ()))
        from alembic.migration import MigrationContext
        from alembic.operations import Operations
        from alembic.script import ScriptDirectory

        with database.writing() as connection:
            script = ScriptDirectory(str(VAULT_MIGRATIONS))
            with Operations.context(MigrationContext.configure(connection)):
                for one in script.iterate_revisions(HEAD, "base"):
                    one.module.downgrade()
            left = set(inspect(connection).get_table_names())
    assert set(metadata.tables) - left == {"measurement", "read_state", "display", "arrived"}
