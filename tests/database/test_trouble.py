"""Full disks and read-only folders: plain sentences, and nothing lost."""

import resource
import subprocess
from contextlib import contextmanager

import pytest

from seedcryo_reader.database.opening import open_database
from seedcryo_reader.domain.errors import EnvironmentFailure

BIG = b"x" * 50_000


def insert(database, content=BIG):
    with database.writing() as connection:
        connection.exec_driver_sql("INSERT INTO thing (word) VALUES (?)", (content,))


@contextmanager
def little_room(folder):
    """Make a small disk, or limit file sizes where none can be mounted; yields what makes room."""
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=512k", "none", folder], check=False).returncode == 0:
        try:
            yield lambda: subprocess.run(["mount", "-o", "remount,size=8m", folder], check=True)
        finally:
            subprocess.run(["umount", "-l", folder], check=True)
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, hard))
    try:
        yield lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def fill(database):
    for _ in range(40):
        insert(database)


def test_a_full_disk_loses_nothing_and_the_act_can_be_tried_again(tmp_path, key, count):
    folder = tmp_path / "small"
    folder.mkdir()
    path = folder / "store.sqlite"
    with little_room(folder) as make_room:
        with open_database(path, key=key, alone=True, create=True) as database:
            with database.writing() as connection:
                connection.exec_driver_sql("CREATE TABLE thing (number INTEGER PRIMARY KEY, word BLOB)")
            with pytest.raises(EnvironmentFailure, match="try again"):
                fill(database)
            kept = count(database)
            assert 0 < kept < 40
            with pytest.raises(EnvironmentFailure, match="try again"):
                insert(database)
            assert count(database) == kept
        with open_database(path, key=key, alone=True) as database:
            assert count(database) == kept
            make_room()
            insert(database)
            assert count(database) == kept + 1
            assert database.pragma("integrity_check") == [("ok",)]


@pytest.fixture
def read_only_folder(tmp_path):
    """A folder that nothing can be written to, not even by root where a mount is possible."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "none", folder], check=False).returncode == 0

    def close():
        if mounted:
            subprocess.run(["mount", "-o", "remount,ro", folder], check=True)
        else:
            folder.chmod(0o500)

    yield folder, close
    if mounted:
        subprocess.run(["umount", "-l", folder], check=True)
    else:
        folder.chmod(0o700)


def test_a_read_only_folder_is_named_and_stays_as_it_is(filled, key, read_only_folder):
    folder, close = read_only_folder
    path = folder / filled.name
    path.write_bytes(filled.read_bytes())
    close()
    with pytest.raises(EnvironmentFailure, match=r"store\.sqlite cannot be used") as failure:
        open_and_insert(path, key)
    assert "read-only" in str(failure.value) or "cannot be opened" in str(failure.value)
    assert path.read_bytes() == filled.read_bytes()


def open_and_insert(path, key):
    with open_database(path, key=key) as database:
        insert(database, b"small")
