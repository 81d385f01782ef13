"""The event log of an account with its triggers, what is derived from it, the parts received, and the account's key."""

from alembic import op

revision = "vault_0001"
down_revision = None

EVENT = """
CREATE TABLE event (
    seq INTEGER NOT NULL,
    subject VARCHAR NOT NULL,
    hash VARCHAR NOT NULL,
    previous VARCHAR NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (seq)
)
"""

NO_UPDATE = (
    "CREATE TRIGGER event_no_update BEFORE UPDATE ON event "
    "BEGIN SELECT RAISE(ABORT, 'event: entries are never changed'); END"
)
NO_DELETE = (
    "CREATE TRIGGER event_no_delete BEFORE DELETE ON event "
    "BEGIN SELECT RAISE(ABORT, 'event: entries are never removed'); END"
)
IN_ORDER = (
    "CREATE TRIGGER event_in_order BEFORE INSERT ON event "
    "WHEN NEW.seq IS NOT coalesce((SELECT seq FROM event ORDER BY seq DESC LIMIT 1), 0) + 1 "
    "OR NEW.previous IS NOT coalesce((SELECT hash FROM event ORDER BY seq DESC LIMIT 1), "
    f"'{'0' * 64}') "
    "BEGIN SELECT RAISE(ABORT, 'event: an entry does not follow on the last one'); END"
)

READ_STATE = """
CREATE TABLE read_state (
    case_number VARCHAR NOT NULL,
    state VARCHAR NOT NULL,
    version INTEGER NOT NULL,
    timepoints INTEGER NOT NULL,
    active VARCHAR,
    last_seq INTEGER NOT NULL,
    PRIMARY KEY (case_number)
)
"""

MEASUREMENT = """
CREATE TABLE measurement (
    case_number VARCHAR NOT NULL,
    timepoint VARCHAR NOT NULL,
    lesion VARCHAR NOT NULL,
    extent VARCHAR NOT NULL,
    lesion_set VARCHAR NOT NULL,
    long_mm VARCHAR NOT NULL,
    short_mm VARCHAR,
    sop_instance VARCHAR NOT NULL,
    frame INTEGER NOT NULL,
    PRIMARY KEY (case_number, timepoint, lesion, extent)
)
"""

RECEIVED = """
CREATE TABLE received (
    part_sha256 VARCHAR NOT NULL,
    case_number VARCHAR NOT NULL,
    part INTEGER NOT NULL,
    seal VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    timepoint VARCHAR,
    supersedes INTEGER,
    received_on VARCHAR NOT NULL,
    PRIMARY KEY (part_sha256)
)
"""

SECRET = """
CREATE TABLE secret (
    name VARCHAR NOT NULL,
    value VARCHAR NOT NULL,
    PRIMARY KEY (name)
)
"""


def upgrade() -> None:
    """Make the tables of a new vault."""
    for statement in (EVENT, NO_UPDATE, NO_DELETE, IN_ORDER, READ_STATE, MEASUREMENT, RECEIVED, SECRET):
        op.execute(statement)


def downgrade() -> None:
    """Derived tables only: what was logged or received is never dropped."""
    for table in ("measurement", "read_state"):
        op.execute(f"DROP TABLE {table}")
