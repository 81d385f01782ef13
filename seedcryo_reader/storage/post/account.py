"""What the post of readers, adjudicators and intake has in common: the centre alone writes to them, and they to it."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection

from seedcryo_reader.domain.messages.coding import Kinds
from seedcryo_reader.exchange.envelope import Addressee, CentreTrust, Trust
from seedcryo_reader.exchange.folder import Folder
from seedcryo_reader.exchange.sender import CENTRE
from seedcryo_reader.storage.post.anew import forget_stale
from seedcryo_reader.storage.post.boxes import Letter
from seedcryo_reader.storage.post.centre import KnownCentre
from seedcryo_reader.storage.post.owner import Owner
from seedcryo_reader.storage.post.report import FileReport


class AccountMail:
    """The part of a `Mail` that does not depend on the role; `kinds` are those that may come."""

    def __init__(self, owner: Owner, kinds: Kinds) -> None:
        self.owner = owner
        self.centre = KnownCentre(owner)
        self.trust: Trust = CentreTrust(owner.study, kinds)

    @property
    def me(self) -> Addressee:
        """Whom its envelopes name."""
        return Addressee(self.owner.name, self.owner.recipient)

    def learn(self, folder: Folder, day: date) -> Sequence[FileReport]:
        """Take the centre's address, where the folder has a newer one."""
        found = self.centre.learn(folder.root, day)
        return () if found is None else (found,)

    def letter(self, about: str, message: object, to: str) -> Letter | None:
        """A sealed message; None where it is not known whom to encrypt to."""
        centre = self.centre.addressee() if to == CENTRE else None
        return None if centre is None else self.owner.letter(about, message, centre)

    def seal_new(self) -> None:
        """Seal what was not sealed yet, and anew what was sealed in vain, once it is known where the centre is."""
        centre = self.centre.addressee()
        if centre is None:
            return
        with self.owner.vault().database.writing() as connection:
            stale = forget_stale(connection, self.owner, centre)
            self.seal(connection, centre, anew=stale)

    def seal(self, connection: Connection, centre: Addressee, *, anew: bool) -> None:
        """Seal what follows from the log, in a transaction; receipts are sealed for everybody alike.

        Parameters
        ----------
        anew : bool
            Whether letters that waited are not in the outbox any more.
        """

    def put_more(self, _folder: Folder) -> Sequence[FileReport]:
        """Nothing goes with the letters of an account."""
        return ()
