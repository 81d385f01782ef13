"""The log of events with its triggers, secrets, and the tables derived from the log."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_TRIGGERS = (
    "CREATE TRIGGER event_no_update BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'event is append-only'); END",
    "CREATE TRIGGER event_no_delete BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'event is append-only'); END",
    "CREATE TRIGGER event_in_order BEFORE INSERT ON event "
    "WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM event) "
    "OR NEW.previous IS NOT coalesce((SELECT hash FROM event ORDER BY seq DESC LIMIT 1), "
    "'0000000000000000000000000000000000000000000000000000000000000000') "
    "BEGIN SELECT RAISE(ABORT, 'an entry of event follows the last one'); END",
)


def upgrade() -> None:
    """Make all tables."""
    op.create_table(
        "event",
        sa.Column("seq", sa.Integer, primary_key=True),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("hash", sa.Text, nullable=False),
        sa.Column("previous", sa.Text, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sqlite_strict=True,
    )
    op.create_index("event_subject", "event", ["subject", "seq"])
    for statement in _TRIGGERS:
        op.execute(sa.text(statement))
    op.create_table(
        "secret",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("value", sa.Text, nullable=False),
    )
    op.create_table(
        "read_state",
        sa.Column("case_number", sa.Text, primary_key=True),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("timepoints", sa.Integer, nullable=False),
        sa.Column("active", sa.Text),
        sa.Column("last_seq", sa.Integer, nullable=False),
    )
    op.create_table(
        "measurement",
        sa.Column("case_number", sa.Text, primary_key=True),
        sa.Column("timepoint", sa.Text, primary_key=True),
        sa.Column("lesion", sa.Text, primary_key=True),
        sa.Column("extent", sa.Text, primary_key=True),
        sa.Column("lesion_set", sa.Text, nullable=False),
        sa.Column("long_mm", sa.Text, nullable=False),
        sa.Column("short_mm", sa.Text),
        sa.Column("sop_instance", sa.Text, nullable=False),
        sa.Column("frame", sa.Integer, nullable=False),
    )
    op.create_table(
        "received",
        sa.Column("part_sha256", sa.Text, primary_key=True),
        sa.Column("case_number", sa.Text, nullable=False),
        sa.Column("part", sa.Integer, nullable=False),
        sa.Column("seal", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("timepoint", sa.Text),
        sa.Column("supersedes", sa.Integer),
    )
