"""Whose post it is: an account that is signed in, as all of its post knows it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from seedcryo_reader.casefile.study.model import Study
from seedcryo_reader.domain.canonical import Json
from seedcryo_reader.exchange.envelope import Addressee, Head, sealed
from seedcryo_reader.exchange.sender import sender_of
from seedcryo_reader.storage.clock import Clock
from seedcryo_reader.storage.post.boxes import Inbox, Letter, Outbox
from seedcryo_reader.storage.vault.vault import Vault

NUMBER_BYTES = 8


@dataclass(frozen=True)
class Owner:
    """An account that is signed in.

    Attributes
    ----------
    name : str
    vault : callable
        Its vault, which may have been locked and opened again meanwhile.
    study : Study
    clock : Clock
        Its UTC day is the day by which revoked keys are judged.
    token : callable
        Gives random bytes.
    note : callable
        Writes an entry (name, data) into the station's log.
    """

    name: str
    vault: Callable[[], Vault] = field(repr=False)
    study: Study
    clock: Clock
    token: Callable[[int], bytes] = field(repr=False)
    note: Callable[[str, dict[str, Json]], None]

    @property
    def today(self) -> date:
        """The UTC day."""
        return self.clock().utc.date()

    @property
    def recipient(self) -> str:
        """The ``age1…`` that is encrypted to for this account."""
        return self.vault().recipient

    @property
    def outbox(self) -> Outbox:
        """What goes out."""
        return Outbox(lambda: self.vault().database)

    @property
    def inbox(self) -> Inbox:
        """What came."""
        return Inbox(lambda: self.vault().database)

    def letter(self, about: str, message: object, to: Addressee) -> Letter:
        """A message of this account, signed with its exchange key and sealed.

        Raises
        ------
        EnvironmentFailure
            The vault is locked.
        """
        vault = self.vault()
        last = vault.chain.last
        sender = sender_of(self.name, vault.exchange_seed)
        number = self.token(NUMBER_BYTES).hex()
        one = sealed(message, sender, to, self.study, number=number, head=Head(last.seq, last.hash))
        return Letter(about, to.name, to.recipient, one.content, one.file_sha256, one.data)
