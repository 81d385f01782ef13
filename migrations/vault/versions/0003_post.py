"""Envelopes that go out and that came, what they say to a reader, and what a coordinator derives from them."""

from alembic import op

revision = "vault_0003"
down_revision = "vault_0002"

OUTBOX = """
CREATE TABLE outbox (
    about VARCHAR NOT NULL,
    account VARCHAR NOT NULL,
    recipient VARCHAR NOT NULL,
    content VARCHAR NOT NULL,
    file_sha256 VARCHAR NOT NULL,
    data BLOB NOT NULL,
    receipted VARCHAR,
    PRIMARY KEY (about)
)
"""

INBOX = """
CREATE TABLE inbox (
    content VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    sender VARCHAR NOT NULL,
    key_id VARCHAR NOT NULL,
    received_on VARCHAR NOT NULL,
    number VARCHAR NOT NULL,
    head VARCHAR,
    body BLOB NOT NULL,
    PRIMARY KEY (content)
)
"""

ARRIVED = """
CREATE TABLE arrived (
    content VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    body VARCHAR NOT NULL,
    PRIMARY KEY (content)
)
"""

ASSIGNMENT = """
CREATE TABLE assignment (
    case_number VARCHAR NOT NULL,
    batch INTEGER NOT NULL,
    place INTEGER NOT NULL,
    protocol_id VARCHAR NOT NULL,
    protocol_sha256 VARCHAR NOT NULL,
    taken_away VARCHAR,
    PRIMARY KEY (case_number)
)
"""

TRAINING = """
CREATE TABLE training (
    protocol_sha256 VARCHAR NOT NULL,
    protocol_id VARCHAR NOT NULL,
    passed INTEGER NOT NULL,
    taken_on VARCHAR NOT NULL,
    valid_until VARCHAR NOT NULL,
    PRIMARY KEY (protocol_sha256)
)
"""

ALLOWED = """
CREATE TABLE allowed (
    content VARCHAR NOT NULL,
    case_number VARCHAR NOT NULL,
    leave VARCHAR NOT NULL,
    used VARCHAR,
    PRIMARY KEY (content)
)
"""

ADDRESSED = """
CREATE TABLE addressed (
    part_sha256 VARCHAR NOT NULL,
    recipients VARCHAR NOT NULL,
    file_sha256 VARCHAR NOT NULL,
    PRIMARY KEY (part_sha256, recipients)
)
"""


def upgrade() -> None:
    """Make the tables."""
    for statement in (OUTBOX, INBOX, ARRIVED, ASSIGNMENT, TRAINING, ALLOWED, ADDRESSED):
        op.execute(statement)


def downgrade() -> None:
    """Derived tables only: what came and what was sealed is never dropped, nor is what follows from it alone."""
    op.execute("DROP TABLE arrived")
