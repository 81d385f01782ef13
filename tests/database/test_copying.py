"""Copies beside a database: a backup, and what was found."""

import stat

import pytest

from seedcryo_reader.database.copying import backup, keep_as_found
from seedcryo_reader.database.opening import open_database
from seedcryo_reader.domain.errors import EnvironmentFailure, Refused


def test_a_backup_is_whole_private_and_under_the_same_key(filled, key, count):
    target = filled.with_name("backup.sqlite")
    with open_database(filled, key=key, alone=True) as database:
        with database.writing() as connection:
            connection.exec_driver_sql("INSERT INTO thing (word) VALUES ('late')")
        backup(database, target, key)
        assert count(database) == 11
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert sorted(path.name for path in filled.parent.iterdir()) == ["backup.sqlite", "store.sqlite"]
    with open_database(target, key=key) as copy:
        assert count(copy) == 11
    if key is not None:
        with pytest.raises(Refused):
            open_database(target)


def test_a_database_is_still_held_after_its_backup(filled, key):
    with open_database(filled, key=key, alone=True) as database:
        backup(database, filled.with_name("backup.sqlite"), key)
        with pytest.raises(EnvironmentFailure, match="open in another program"):
            open_database(filled, key=key, alone=True)


def test_a_backup_that_cannot_be_written_leaves_nothing(filled, key, count):
    target = filled.parent / "nowhere" / "backup.sqlite"
    with open_database(filled, key=key) as database:
        with pytest.raises(EnvironmentFailure, match=r"backup\.sqlite"):
            backup(database, target, key)
        assert count(database) == 10
    assert [path.name for path in filled.parent.iterdir()] == [filled.name]


def test_what_was_found_is_kept_with_its_log_and_never_over_an_earlier_one(filled, key):
    with open_database(filled, key=key, alone=True) as database:
        assert keep_as_found(filled) is None
        with database.writing() as connection:
            connection.exec_driver_sql("INSERT INTO thing (word) VALUES ('late')")
        log = filled.with_name("store.sqlite-wal").read_bytes()
        kept = [keep_as_found(filled), keep_as_found(filled)]
    assert [one.name for one in kept if one] == ["store.sqlite.as-found-1", "store.sqlite.as-found-2"]
    assert filled.with_name("store.sqlite.as-found-1-wal").read_bytes() == log
    for one in kept:
        with open_database(one, key=key) as copy, copy.reading() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM thing").scalar_one() == 11
