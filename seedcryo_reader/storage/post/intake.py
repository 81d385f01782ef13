"""The post of intake: what the centre wants sealed again, and questions about images."""

from collections.abc import Sequence

from seedcryo_reader.domain.messages.intake import TO_INTAKE
from seedcryo_reader.domain.messages.reader import Receipt
from seedcryo_reader.exchange.folder import Folder
from seedcryo_reader.exchange.sender import CENTRE
from seedcryo_reader.imaging.watch import Watch
from seedcryo_reader.storage.post.account import AccountMail
from seedcryo_reader.storage.post.boxes import Incoming
from seedcryo_reader.storage.post.found import FoundEnvelope
from seedcryo_reader.storage.post.owner import Owner
from seedcryo_reader.storage.post.report import FileReport


class IntakeMail(AccountMail):
    """What intake does with its post: it lies in the inbox."""

    def __init__(self, owner: Owner) -> None:
        super().__init__(owner, TO_INTAKE)

    def take(self, mail: Sequence[FoundEnvelope], _folder: Folder, _watch: Watch) -> Sequence[FileReport]:
        """Put envelopes into the inbox."""
        with self.owner.vault().database.writing() as connection:
            for one in mail:
                today = one.day.isoformat()
                self.owner.inbox.add(connection, Incoming.of(one.opened, today))
                if isinstance(one.opened.message, Receipt):
                    self.owner.outbox.receipt(CENTRE, one.opened.message.of, today)
        return [FileReport(one.file, "taken") for one in mail]
