"""Leaves of the centre for one account of one station: as files, and as they came in envelopes."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from sqlalchemy import select

from seedcryo_reader.casefile.study import leave
from seedcryo_reader.casefile.study.formats import read_bounded, refusal
from seedcryo_reader.casefile.study.model import Study
from seedcryo_reader.database.opening import Database
from seedcryo_reader.reading.ports import Leave, Leaves
from seedcryo_reader.storage.clock import Clock
from seedcryo_reader.storage.vault.tables import allowed, inbox

_CONTENT: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class LeaveFiles:
    """Reads leaves from a folder, for the account of this recipient."""

    folder: Path
    study: Study
    recipient: str
    clock: Clock

    def leave(self, name: str) -> Leave:
        """The leave in a file of this name.

        Raises
        ------
        Refused
            It is not the centre's (see `casefile.study.leave.read_leave`), or ``other-account``.
        EnvironmentFailure
            It cannot be read.
        """
        if Path(name).name != name:
            raise refusal("bad-name", "A leave is named by its file, which lies beside the script.", name)
        path = self.folder / name
        return _verified(read_bounded(path), self.study, self.clock().utc.date(), self.recipient, path.name)


@dataclass(frozen=True)
class PostedLeaves:
    """Leaves that came in envelopes to the account of this recipient; `database` is its vault's."""

    database: Callable[[], Database]
    study: Study
    recipient: str

    def leave(self, name: str) -> Leave:
        """The leave in the envelope whose signed content has this SHA-256 (64 hex digits).

        A key that was revoked after the envelope came still counts.

        Raises
        ------
        Refused
            ``no-leave``, ``used-leave``; or it is not the centre's, or for another account.
        """
        chosen = select(allowed.c.leave, allowed.c.used, inbox.c.received_on).join_from(
            allowed, inbox, allowed.c.content == inbox.c.content
        )
        with self.database().reading() as connection:
            row = connection.execute(chosen.where(allowed.c.content == name)).first()
        if row is None:
            raise refusal("no-leave", "No leave of the centre came in an envelope of that name.", name)
        if row.used is not None:
            raise refusal("used-leave", "The leave was used before; it counts once. Ask the centre for another.", name)
        received = date.fromisoformat(row.received_on)
        return _verified(row.leave.encode("utf-8"), self.study, received, self.recipient, name)

    def waiting(self, case_number: str) -> tuple[str, ...]:
        """Names of the leaves for a case that were not used, in the order of their names."""
        chosen = select(allowed.c.content).where(allowed.c.case_number == case_number, allowed.c.used.is_(None))
        with self.database().reading() as connection:
            return tuple(connection.execute(chosen.order_by(allowed.c.content)).scalars())


@dataclass(frozen=True)
class EitherLeaves:
    """Leaves as files, or by the name of their envelope."""

    files: Leaves
    posted: Leaves

    def leave(self, name: str) -> Leave:
        """The leave of this name; raises as the one of both that has such names."""
        return (self.posted if _CONTENT.fullmatch(name) else self.files).leave(name)


def _verified(data: bytes, study: Study, received: date, recipient: str, name: str) -> Leave:
    found = leave.read_leave(data, study, received, name)
    if found.recipient != recipient:
        raise refusal("other-account", "The leave is for another account.", name)
    return Leave(data.decode("utf-8"), found.case_number, found.timepoint, found.and_later, found.version, found.reason)
