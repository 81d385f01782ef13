"""Sealed parts that envelopes name: taken out of the folder together with the envelope, or not at all."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.messages.reader import CaseClosing, PartReleased
from seedcryo_reader.exchange.folder import Folder
from seedcryo_reader.imaging.watch import Watch
from seedcryo_reader.storage.images.receive import Reception
from seedcryo_reader.storage.images.received import ReceivedParts
from seedcryo_reader.storage.post.report import FileReport

MISSING: Final = "part-missing"


@dataclass(frozen=True)
class Enclosures:
    """Receives the parts that envelopes name, for one account."""

    reception: Reception
    received: ReceivedParts

    def take(
        self, message: PartReleased | CaseClosing, folder: Folder, recipient: str, shown: str, watch: Watch
    ) -> tuple[Finding, ...]:
        """Receive the part; nothing is said where it is here, and `part-missing` where its file is not there yet.

        Nothing that is said names a case or a timepoint: later ones are not shown.

        Raises
        ------
        EnvironmentFailure, Cancelled
            As for `Reception.receive`.
        """
        if self._is_here(message):
            return ()
        file = folder.part(recipient, message.file_sha256)
        if file is None:
            text = (
                "The sealed part that this envelope names is not in the folder. Leave the envelope there: both are "
                "taken once the part is beside it."
            )
            return (Finding(MISSING, text, (shown,)),)
        problem = _changed(file, message.file_sha256)
        if problem is not None:
            return (problem,)
        [receipt] = self.reception.receive([file], watch)
        if receipt.part is None:
            return receipt.findings
        if not self._is_here(message):
            text = "The sealed part is another one than its envelope says. Ask the centre to release the case again."
            return (Finding("other-part", text, (shown, file.name)),)
        return ()

    def _is_here(self, message: PartReleased | CaseClosing) -> bool:
        parts = self.received.of_case(message.case_number)
        return any((one.part, one.seal) == (message.part, message.seal) for one in parts)


def unready(file: str, problems: tuple[Finding, ...]) -> FileReport:
    """What is said of an envelope that cannot be taken now: it waits for its part, or is refused."""
    return FileReport(file, "waiting" if problems[0].code == MISSING else "refused", problems)


def _changed(file: Path, sha256: str) -> Finding | None:
    try:
        with file.open("rb") as stream:
            found = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        reason = error.strerror or "the system gives no reason"
        return Finding("not-readable", f"It cannot be read: {reason}. Put the stick in again.", (file.name,))
    if found != sha256:
        text = "The sealed part was changed or cut off on its way. Get it again from the sender."
        return Finding("changed", text, (file.name,))
    return None
