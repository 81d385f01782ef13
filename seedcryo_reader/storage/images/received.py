"""The parts that one account received: rows of its vault, so that nobody else knows which case a sealed part is of."""

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import Row, insert, select

from seedcryo_reader.database.opening import Database
from seedcryo_reader.storage.images.order import ReceivedPart
from seedcryo_reader.storage.vault.tables import received


class ReceivedParts:
    """The table `received` of a vault.

    Parameters
    ----------
    database : callable
        The vault's, which may have been locked and opened again meanwhile.
    """

    def __init__(self, database: Callable[[], Database]) -> None:
        self._database = database

    def of_file(self, sha256: str) -> ReceivedPart | None:
        """The part of a sealed file, by the hash of the file."""
        with self._database().reading() as connection:
            row = connection.execute(select(received).where(received.c.part_sha256 == sha256)).first()
        return None if row is None else _part(row)

    def of_case(self, case_number: str) -> tuple[ReceivedPart, ...]:
        """The parts of a case, in the order of their numbers."""
        chosen = select(received).where(received.c.case_number == case_number).order_by(received.c.part)
        with self._database().reading() as connection:
            return tuple(map(_part, connection.execute(chosen)))

    def cases(self) -> tuple[str, ...]:
        """The numbers of all cases, in order."""
        chosen = select(received.c.case_number).distinct().order_by(received.c.case_number)
        with self._database().reading() as connection:
            return tuple(connection.execute(chosen).scalars())

    def add(self, one: ReceivedPart) -> None:
        """Add a part; it is on disk when this returns.

        Raises
        ------
        EnvironmentFailure
            It could not be written; the table is as it was.
        """
        with self._database().writing() as connection:
            connection.execute(
                insert(received).values(
                    part_sha256=one.sha256,
                    case_number=one.case_number,
                    part=one.part,
                    seal=one.seal,
                    kind=one.kind,
                    timepoint=one.timepoint,
                    supersedes=one.supersedes,
                    received_on=one.received_on.isoformat(),
                )
            )


def _part(row: Row[Any]) -> ReceivedPart:
    return ReceivedPart(
        row.part_sha256,
        row.case_number,
        row.part,
        row.seal,
        row.kind,
        row.timepoint,
        row.supersedes,
        date.fromisoformat(row.received_on),
    )
