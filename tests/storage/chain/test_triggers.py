"""The triggers let the table of a log only grow, one entry behind the other, whatever statement is tried."""

import pytest
from sqlalchemy.exc import IntegrityError
from storage.chain.ways import Store

LAST = "(SELECT hash FROM entry ORDER BY seq DESC LIMIT 1)"
ROW = "INSERT INTO entry (seq, subject, hash, previous, body)"
ZEROS = f"'{'0' * 64}'"


def spelled(statement: str) -> str:
    """The statement with its abbreviations written out."""
    return statement.replace("ROW", ROW).replace("LAST", LAST).replace("ZEROS", ZEROS)


@pytest.fixture
def store(tmp_path):
    return Store(tmp_path).make(3)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entry SET subject = 'other' WHERE seq = 2",
        "UPDATE entry SET seq = 9 WHERE seq = 3",
        "UPDATE OR REPLACE entry SET seq = 1 WHERE seq = 3",
        "UPDATE OR IGNORE entry SET body = x'00'",
        "DELETE FROM entry",
        "DELETE FROM entry WHERE seq = 3",
        "INSERT OR REPLACE INTO entry VALUES (3, 's', 'h', LAST, x'00')",
        "REPLACE INTO entry VALUES (2, 's', 'h', LAST, x'00')",
        "ROW VALUES (3, 's', 'h', LAST, x'00') ON CONFLICT DO UPDATE SET body = x'00'",
        "ROW VALUES (3, 's', 'h', LAST, x'00') ON CONFLICT DO NOTHING",
        "ROW VALUES (4, 's', 'h4', LAST, x'00'), (6, 's', 'h6', 'h4', x'00')",
        "ROW VALUES (4, 's', 'h4', LAST, x'00'), (5, 's', 'h5', 'h3', x'00')",
        "ROW VALUES (4, 's', 'h4', LAST, x'00'), (3, 's', 'h5', 'h4', x'00')",
        "ROW SELECT seq, subject, hash, previous, body FROM entry",
        "ROW SELECT seq + 3, subject, hash, previous, body FROM entry",
        "ROW VALUES (4, 's', 'h', ZEROS, x'00')",
        "ROW VALUES (4, 's', 'h', NULL, x'00')",
        "ROW VALUES (4, 's', NULL, LAST, x'00')",
        "ROW VALUES (4, NULL, 'h', LAST, x'00')",
        "ROW VALUES (4, 's', 'h', LAST, NULL)",
        "ROW VALUES (NULL, 's', 'h', LAST, x'00')",
        "ROW VALUES (5, 's', 'h', LAST, x'00')",
        "ROW VALUES (0, 's', 'h', LAST, x'00')",
        "ROW VALUES (-1, 's', 'h', LAST, x'00')",
        "INSERT OR IGNORE INTO entry VALUES (5, 's', 'h', LAST, x'00')",
    ],
)
def test_no_statement_changes_a_log_or_leaves_a_gap(store, statement):
    with store.opened_database() as database:
        with pytest.raises(IntegrityError), database.writing() as connection:
            connection.exec_driver_sql(spelled(statement))
        with database.reading() as connection:
            assert connection.exec_driver_sql("SELECT count(*), max(seq) FROM entry").one() == (3, 3)
    assert store.seqs() == [1, 2, 3]


def test_the_first_entry_names_none_before_it(tmp_path):
    store = Store(tmp_path).make()
    with store.opened_database() as database, database.writing() as connection:
        for previous in ("'0'", "''", "NULL"):
            with pytest.raises(IntegrityError), connection.begin_nested():
                connection.exec_driver_sql(
                    spelled("ROW VALUES (1, 's', 'h', PREVIOUS, x'00')").replace("PREVIOUS", previous)
                )
        connection.exec_driver_sql(spelled("ROW VALUES (1, 's', 'h', ZEROS, x'00')"))
