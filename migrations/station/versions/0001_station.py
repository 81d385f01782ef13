"""The log of a station with its triggers, and the accounts, keys and parts derived from it."""

from alembic import op

revision = "station_0001"
down_revision = None

ENTRY = """
CREATE TABLE entry (
    seq INTEGER NOT NULL,
    subject VARCHAR NOT NULL,
    hash VARCHAR NOT NULL,
    previous VARCHAR NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (seq)
)
"""

NO_UPDATE = (
    "CREATE TRIGGER entry_no_update BEFORE UPDATE ON entry "
    "BEGIN SELECT RAISE(ABORT, 'entry: entries are never changed'); END"
)
NO_DELETE = (
    "CREATE TRIGGER entry_no_delete BEFORE DELETE ON entry "
    "BEGIN SELECT RAISE(ABORT, 'entry: entries are never removed'); END"
)
IN_ORDER = (
    "CREATE TRIGGER entry_in_order BEFORE INSERT ON entry "
    "WHEN NEW.seq IS NOT coalesce((SELECT seq FROM entry ORDER BY seq DESC LIMIT 1), 0) + 1 "
    "OR NEW.previous IS NOT coalesce((SELECT hash FROM entry ORDER BY seq DESC LIMIT 1), "
    "'0000000000000000000000000000000000000000000000000000000000000000') "
    "BEGIN SELECT RAISE(ABORT, 'entry: an entry does not follow on the last one'); END"
)

ACCOUNT = """
CREATE TABLE account (
    name VARCHAR NOT NULL,
    role VARCHAR NOT NULL,
    printed_name VARCHAR NOT NULL,
    recipient VARCHAR NOT NULL,
    PRIMARY KEY (name)
)
"""

ACCOUNT_KEY = """
CREATE TABLE account_key (
    account VARCHAR NOT NULL,
    number INTEGER NOT NULL,
    public VARCHAR NOT NULL,
    added VARCHAR NOT NULL,
    retired VARCHAR,
    why VARCHAR,
    PRIMARY KEY (account, number)
)
"""

PART = """
CREATE TABLE part (
    sha256 VARCHAR NOT NULL,
    size INTEGER NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (sha256)
)
"""


def upgrade() -> None:
    """Make the tables of a new station."""
    for statement in (ENTRY, NO_UPDATE, NO_DELETE, IN_ORDER, ACCOUNT, ACCOUNT_KEY, PART):
        op.execute(statement)


def downgrade() -> None:
    """Derived tables only: what was logged is never dropped."""
    for table in ("part", "account_key", "account"):
        op.execute(f"DROP TABLE {table}")
