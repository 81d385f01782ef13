"""How a case lay on the screen when it was left: the table `display` of a vault, the port `Display` of the screens."""

from collections.abc import Callable
from typing import Final

from sqlalchemy import select

from seedcryo_reader.database.opening import Database, driver
from seedcryo_reader.domain.errors import EnvironmentFailure
from seedcryo_reader.domain.lifecycle import State
from seedcryo_reader.storage.vault.tables import display

LARGEST: Final = 256 << 10
"""Bytes (UTF-8) that are kept of a case at most."""

# Nothing is kept of a signed case: its images and numbers are closed.
_KEEP: Final = (
    "INSERT INTO display (case_number, body) SELECT ?, ? "
    "WHERE NOT EXISTS (SELECT 1 FROM read_state WHERE case_number = ? AND state = ?) "
    "ON CONFLICT DO UPDATE SET body = excluded.body"
)


class VaultDisplay:
    """The table `display` of a vault.

    Parameters
    ----------
    database : callable
        The vault's, which may have been locked and opened again meanwhile.
    """

    def __init__(self, database: Callable[[], Database]) -> None:
        self._database = database

    def kept(self, case_number: str) -> str | None:
        """What was kept last; None where nothing was, and of a signed case."""
        with self._database().reading() as connection:
            body: str | None = connection.execute(
                select(display.c.body).where(display.c.case_number == case_number)
            ).scalar()
        return body

    def keep(self, case_number: str, text: str) -> None:
        """Keep this instead; of a signed case nothing is kept.

        Raises
        ------
        EnvironmentFailure
            It cannot be written, or is larger than `LARGEST`; what was kept before stays.
        """
        size = len(text.encode())
        if size > LARGEST:
            msg = (
                f"How {case_number} lies on the screen takes {size} bytes; {LARGEST} can be kept. Finish or delete "
                "what is drawn; nothing of the read is lost."
            )
            raise EnvironmentFailure(msg)
        with self._database().writing() as connection:
            driver(connection).execute(_KEEP, (case_number, text, case_number, State.SIGNED.value))
