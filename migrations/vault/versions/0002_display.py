"""How a case lay on the screen when it was left: no event, and it goes with the signature."""

from alembic import op

revision = "vault_0002"
down_revision = "vault_0001"

DISPLAY = """
CREATE TABLE display (
    case_number VARCHAR NOT NULL,
    body VARCHAR NOT NULL,
    PRIMARY KEY (case_number)
)
"""


def upgrade() -> None:
    """Make the table."""
    op.execute(DISPLAY)


def downgrade() -> None:
    """Nothing that was logged or received is lost with it."""
    op.execute("DROP TABLE display")
