"""The post of a reader. It knows the kinds that come to a reader and those a reader sends, and nothing else."""

from collections.abc import Sequence

from sqlalchemy import Connection

from seedcryo_reader.casefile.study.leave import read_leave
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.messages.reader import (
    TO_READER,
    CaseClosing,
    PartReleased,
    ReadingAllowed,
    Receipt,
)
from seedcryo_reader.exchange.envelope import Addressee
from seedcryo_reader.exchange.folder import Folder
from seedcryo_reader.exchange.sender import CENTRE
from seedcryo_reader.imaging.watch import Watch
from seedcryo_reader.storage.post import assigned
from seedcryo_reader.storage.post.account import AccountMail
from seedcryo_reader.storage.post.boxes import Incoming
from seedcryo_reader.storage.post.found import FoundEnvelope
from seedcryo_reader.storage.post.outgoing import seal_new
from seedcryo_reader.storage.post.owner import Owner
from seedcryo_reader.storage.post.parts import Enclosures, unready
from seedcryo_reader.storage.post.report import FileReport


class ReaderMail(AccountMail):
    """What a reader does with its post."""

    def __init__(self, owner: Owner, enclosures: Enclosures) -> None:
        super().__init__(owner, TO_READER)
        self._enclosures = enclosures

    def take(self, mail: Sequence[FoundEnvelope], folder: Folder, watch: Watch) -> Sequence[FileReport]:
        """Take envelopes; one that names a part is taken with the part, and waits for it."""
        reports, sound = [], []
        for one in mail:
            problems = self._problems(one, folder, watch)
            if problems:
                reports.append(unready(one.file, problems))
            else:
                sound.append(one)
        with self.owner.vault().database.writing() as connection:
            for one in sound:
                self._store(connection, one)
        return [*reports, *(FileReport(one.file, "taken") for one in sound)]

    def seal(self, connection: Connection, centre: Addressee, *, anew: bool) -> None:
        """Seal what the log has to send."""
        seal_new(connection, self.owner, centre, anew=anew)

    def _problems(self, one: FoundEnvelope, folder: Folder, watch: Watch) -> tuple[Finding, ...]:
        match one.opened.message:
            case PartReleased() | CaseClosing() as message:
                return self._enclosures.take(message, folder, self.owner.recipient, one.file, watch)
            case ReadingAllowed() as message:
                return self._bad_leave(message, one)
        return ()

    def _bad_leave(self, message: ReadingAllowed, found: FoundEnvelope) -> tuple[Finding, ...]:
        try:
            leave = read_leave(message.leave.encode("utf-8"), self.owner.study, found.day, found.file)
        except Refused as refused:
            return refused.findings
        if (leave.case_number, leave.recipient) != (message.case_number, self.owner.recipient):
            text = "The leave in it is for another case or another account. Ask the centre for a new one."
            return (Finding("bad-leave", text, (found.file,)),)
        return ()

    def _store(self, connection: Connection, one: FoundEnvelope) -> None:
        today = one.day.isoformat()
        self.owner.inbox.add(connection, Incoming.of(one.opened, today))
        assigned.note(connection, one.opened.content, one.opened.message)
        if isinstance(one.opened.message, Receipt):
            self.owner.outbox.receipt(CENTRE, one.opened.message.of, today)
