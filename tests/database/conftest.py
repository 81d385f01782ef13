"""Small databases, plain and encrypted."""

import pytest

from seedcryo_reader.database.opening import open_database

KEY = bytes(range(32))


@pytest.fixture(params=[None, KEY], ids=["plain", "encrypted"])
def key(request):
    return request.param


@pytest.fixture
def filled(tmp_path, key):
    """Path of a closed database with ten rows."""
    path = tmp_path / "store.sqlite"
    with open_database(path, key=key, create=True) as database, database.writing() as connection:
        connection.exec_driver_sql("CREATE TABLE thing (number INTEGER PRIMARY KEY, word TEXT)")
        connection.exec_driver_sql("INSERT INTO thing (word) VALUES (?)", [("patience",)] * 10)
    return path


@pytest.fixture
def count():
    def counted(database):
        with database.reading() as connection:
            return connection.exec_driver_sql("SELECT count(*) FROM thing").scalar_one()

    return counted
