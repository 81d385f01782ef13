"""Sealing what an act sends: by the centre's key to an account, or by an account's exchange key to the centre."""

from collections.abc import Callable
from dataclasses import dataclass

from seedcryo_reader.casefile.study import signing
from seedcryo_reader.casefile.study.formats import refusal
from seedcryo_reader.casefile.study.model import Study
from seedcryo_reader.coordination.ports import Send
from seedcryo_reader.domain.messages.coding import message_bytes
from seedcryo_reader.exchange.envelope import Addressee, Head, sealed
from seedcryo_reader.exchange.sender import CENTRE, Sender, sender_of
from seedcryo_reader.storage.post.boxes import Letter
from seedcryo_reader.storage.post.drafts import Draft
from seedcryo_reader.storage.vault.vault import Vault


@dataclass(frozen=True)
class Mailing:
    """How envelopes are sealed.

    Attributes
    ----------
    study : Study
    sender : callable
        Who signs them, looked up for each act.
    addressee : callable
        Whom one to this account, or to ``"centre"``, is encrypted to; raises `Refused` where that is not known.
    number : callable
        16 random hex digits.
    """

    study: Study
    sender: Callable[[], Sender]
    addressee: Callable[[str], Addressee]
    number: Callable[[], str]

    def letter(self, send: Send, head: Head) -> Letter:
        """The sealed letter; an account states how far its log went, the centre does not.

        Raises
        ------
        Refused
            ``no-centre-keys``, ``unknown-account`` or whatever keeps it from being signed and addressed.
        """
        sender, to = self.sender(), self.addressee(send.to)
        made = sealed(
            send.message,
            sender,
            to,
            self.study,
            number=self.number(),
            head=None if sender.name == CENTRE else head,
            at_least=send.at_least,
        )
        draft = None
        if sender.name == CENTRE:
            kind, body = type(send.message).__name__, message_bytes(send.message)
            draft = Draft(sender.key_id, kind, body, send.at_least, len(made.data))
        return Letter(send.about, to.name, to.recipient, made.content, made.file_sha256, made.data, draft=draft)


def centre_sender(vault: Vault) -> Sender:
    """The centre, by the newest key of the study that is not revoked.

    Raises
    ------
    Refused
        ``no-centre-keys``; ``no-sealing-key``: that key is not among those that were adopted, or all are revoked.
    """
    key = vault.place.study.sealing_key
    for seed in vault.centre.seeds:
        if key is not None and signing.public_of(seed) == key.public:
            return sender_of(CENTRE, seed)
    text = "The centre's keys that were adopted do not hold the key that signs now. Adopt the newest key file."
    raise refusal("no-sealing-key", text)


def account_sender(vault: Vault) -> Sender:
    """The account, by its exchange key."""
    return sender_of(vault.place.account, vault.exchange_seed)
