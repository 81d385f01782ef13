"""One open database: durable, private, alone where it has to be, and plain about trouble."""

import random
import stat
import subprocess
import sys
import threading

import pytest
from sqlalchemy.exc import OperationalError

from seedcryo_reader.database.opening import key_literal, open_database
from seedcryo_reader.domain.errors import EnvironmentFailure, Refused

KEY = bytes(range(32))
OTHER = bytes(32)
HOLDER = """
import sys
from pathlib import Path
from seedcryo_reader.database.opening import open_database
with open_database(Path(sys.argv[1]), key=bytes.fromhex(sys.argv[2]) or None, alone=True):
    print("held", flush=True)
    sys.stdin.readline()
"""
WRITER = """
import os, signal, sys
from pathlib import Path
from seedcryo_reader.database.opening import open_database
database = open_database(Path(sys.argv[1]), key=bytes.fromhex(sys.argv[2]) or None, alone=True)
with database.writing() as connection:
    connection.exec_driver_sql("INSERT INTO thing (word) VALUES ('committed')")
with database.writing() as connection:
    connection.exec_driver_sql("INSERT INTO thing (word) VALUES ('never')")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def hex_of(key):
    return "" if key is None else key.hex()


def add(database, word="more"):
    with database.writing() as connection:
        connection.exec_driver_sql("INSERT INTO thing (word) VALUES (?)", (word,))


def add_and_fail(database):
    with database.writing():
        add(database)
        raise KeyError


@pytest.mark.parametrize("alone", [False, True])
def test_the_safe_settings_hold(filled, key, alone):
    with open_database(filled, key=key, alone=alone) as database:
        settings = {
            name: database.pragma(name)[0][0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "recursive_triggers", "trusted_schema")
        }
        assert database.pragma("locking_mode")[0][0] == ("exclusive" if alone else "normal")
    assert settings == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "trusted_schema": 0,
    }


def test_what_was_written_is_there_again_and_nothing_lies_beside_it(filled, key, count):
    with open_database(filled, key=key) as database:
        add(database)
    assert [path.name for path in filled.parent.iterdir()] == [filled.name]
    with open_database(filled, key=key) as database:
        assert count(database) == 11


def test_only_its_owner_may_read_it(filled):
    assert stat.S_IMODE(filled.stat().st_mode) == 0o600


def test_an_encrypted_one_shows_nothing(tmp_path):
    path = tmp_path / "secret.sqlite"
    with open_database(path, key=KEY, create=True) as database:
        with database.writing() as connection:
            connection.exec_driver_sql("CREATE TABLE thing (word TEXT)")
        add(database, "patience")
        data = path.read_bytes() + path.with_name("secret.sqlite-wal").read_bytes()
    assert b"patience" not in data + path.read_bytes()
    assert b"SQLite format" not in path.read_bytes()


def test_a_wrong_key_is_refused_without_showing_it(tmp_path, capfd):
    path = tmp_path / "secret.sqlite"
    with open_database(path, key=KEY, create=True) as database, database.writing() as connection:
        connection.exec_driver_sql("CREATE TABLE thing (word TEXT)")
    with pytest.raises(Refused) as refused:
        open_database(path, key=OTHER)
    [finding] = refused.value.findings
    assert (finding.code, finding.files) == ("damaged", (str(path),))
    assert capfd.readouterr() == ("", "")


def test_a_key_has_32_bytes():
    with pytest.raises(ValueError, match="32 bytes"):
        key_literal(b"short")


def test_no_database_is_refused(tmp_path):
    path = tmp_path / "letter.sqlite"
    path.write_bytes(b"Dear colleague, " * 500)
    with pytest.raises(Refused) as refused:
        open_database(path)
    assert refused.value.findings[0].code == "damaged"


@pytest.mark.parametrize("content", [None, b""])
def test_a_missing_or_empty_one_is_not_made_by_opening(tmp_path, content):
    path = tmp_path / "none.sqlite"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(EnvironmentFailure, match=r"none\.sqlite"):
        open_database(path)
    assert path.exists() == (content is not None)


def test_creating_replaces_nothing(filled, key):
    before = filled.read_bytes()
    with pytest.raises(EnvironmentFailure):
        open_database(filled, key=key, create=True)
    assert filled.read_bytes() == before


def test_a_transaction_that_raised_leaves_nothing(filled, key, count):
    with open_database(filled, key=key) as database:
        with pytest.raises(KeyError):
            add_and_fail(database)
        assert count(database) == 10


def test_a_transaction_inside_another_is_a_part_of_it(filled, key, count):
    with open_database(filled, key=key) as database:
        with pytest.raises(KeyError), database.writing():
            add_and_fail(database)
        assert count(database) == 10


def test_writers_in_several_threads_take_turns(filled, key, count):
    with open_database(filled, key=key) as database:
        threads = [threading.Thread(target=lambda: [add(database) for _ in range(20)]) for _ in range(4)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        assert count(database) == 90


def test_a_mistake_of_the_program_stays_one(filled, key):
    with (
        open_database(filled, key=key) as database,
        pytest.raises(OperationalError, match="nowhere"),
        database.reading() as connection,
    ):
        connection.exec_driver_sql("SELECT * FROM nowhere")


def test_a_closed_one_says_so(filled, key):
    database = open_database(filled, key=key)
    assert database.is_open
    database.close()
    database.close()
    assert not database.is_open
    for act in (database.checkpoint, lambda: database.pragma("user_version"), lambda: add(database)):
        with pytest.raises(EnvironmentFailure, match="closed"):
            act()


def test_a_second_program_is_told_that_it_is_open(filled, key):
    command = [sys.executable, "-P", "-c", HOLDER, str(filled), hex_of(key)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(EnvironmentFailure, match="open in another program"):
            open_database(filled, key=key, alone=True)
        holder.communicate(b"\n")
    open_database(filled, key=key, alone=True).close()


def test_a_killed_program_leaves_what_it_committed(filled, key, count):
    done = subprocess.run([sys.executable, "-P", "-c", WRITER, str(filled), hex_of(key)], check=False)
    assert done.returncode == -9
    with open_database(filled, key=key, alone=True) as database:
        assert count(database) == 11


def test_a_flipped_byte_is_refused_or_changes_no_row_of_an_encrypted_one(tmp_path):
    path = tmp_path / "secret.sqlite"
    with open_database(path, key=KEY, create=True) as database, database.writing() as connection:
        connection.exec_driver_sql("CREATE TABLE thing (number INTEGER PRIMARY KEY, word TEXT)")
        connection.exec_driver_sql("INSERT INTO thing (word) VALUES (?)", [("patience",)] * 900)
    whole = path.read_bytes()
    chance = random.Random(4)  # noqa: S311 (the same bytes each time)
    refusals = []
    for _ in range(40):
        damaged = bytearray(whole)
        damaged[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        path.write_bytes(damaged)
        refusals += codes_of_reading(path)
    assert set(refusals) == {"damaged"}
    assert len(refusals) > 30


def codes_of_reading(path):
    try:
        with open_database(path, key=KEY) as database, database.reading() as connection:
            words = connection.exec_driver_sql("SELECT word FROM thing").scalars().all()
    except Refused as refused:
        return [one.code for one in refused.findings]
    assert words == ["patience"] * 900
    return []
