"""The post of an adjudicator: disputes and covers alike are received into the log, parts with their envelopes."""

from collections.abc import Sequence

from sqlalchemy import Connection

from seedcryo_reader.domain.messages.adjudicator import TO_ADJUDICATOR, DecisionSent
from seedcryo_reader.domain.messages.reader import PartReleased
from seedcryo_reader.domain.office.adjudicator import DecisionSigned
from seedcryo_reader.exchange.envelope import Addressee
from seedcryo_reader.exchange.folder import Folder
from seedcryo_reader.imaging.watch import Watch
from seedcryo_reader.storage.office.log import Taken, VaultOffice
from seedcryo_reader.storage.post.account import AccountMail
from seedcryo_reader.storage.post.found import FoundEnvelope
from seedcryo_reader.storage.post.outgoing import seal_new
from seedcryo_reader.storage.post.owner import Owner
from seedcryo_reader.storage.post.parts import Enclosures, unready
from seedcryo_reader.storage.post.report import FileReport


class AdjudicatorMail(AccountMail):
    """What an adjudicator does with its post. Own reads are sealed here, and decisions that are sealed anew."""

    def __init__(self, owner: Owner, office: VaultOffice, enclosures: Enclosures) -> None:
        super().__init__(owner, TO_ADJUDICATOR)
        self._office = office
        self._enclosures = enclosures

    def seal(self, connection: Connection, centre: Addressee, *, anew: bool) -> None:
        """Seal what the own reads have to send, and decisions anew that waited for a receipt."""
        seal_new(connection, self.owner, centre, anew=anew)
        signed = [one.act for one in self._office.records() if isinstance(one.act, DecisionSigned)] if anew else []
        for act in signed:
            about = f"decision {act.dispute_id}"
            if self.owner.outbox.of(about) is None:
                letter = self.owner.letter(about, DecisionSent(act.document.encode("utf-8")), centre)
                self.owner.outbox.add(connection, letter)

    def take(self, mail: Sequence[FoundEnvelope], folder: Folder, watch: Watch) -> Sequence[FileReport]:
        """Take envelopes; one that names a part is taken with the part, and waits for it."""
        reports, sound = [], []
        for one in mail:
            message = one.opened.message
            problems = (
                self._enclosures.take(message, folder, self.owner.recipient, one.file, watch)
                if isinstance(message, PartReleased)
                else ()
            )
            if problems:
                reports.append(unready(one.file, problems))
            else:
                sound.append(one)
        self._office.receive_many(Taken(one.opened, one.day) for one in sound)
        return [*reports, *(FileReport(one.file, "taken") for one in sound)]
