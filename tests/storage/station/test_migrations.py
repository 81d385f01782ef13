"""The migrations of a station make the tables that the program knows."""

from storage.station.conftest import MIGRATIONS

from seedcryo_reader.database.migrating import current_version
from seedcryo_reader.database.opening import open_database
from seedcryo_reader.storage.station.tables import HEAD


def test_the_newest_migration_is_the_one_the_program_names(station):
    with open_database(station.layout.database) as database, database.reading() as connection:
        assert current_version(connection) == HEAD
        assert station.layout.version().check(connection) == ()


def test_migrations_import_no_code_of_the_program():
    for path in (MIGRATIONS / "station" / "versions").glob("*.py"):
        assert "seedcryo_reader" not in path.read_text()
