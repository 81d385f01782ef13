"""The centre and a reader, each with keys, and a study that names the centre's."""

from dataclasses import dataclass, replace
from datetime import date

from seedcryo_reader.casefile.study import age_keys, signing
from seedcryo_reader.casefile.study.age_keys import Identity
from seedcryo_reader.casefile.study.model import Reason, Revocation, SigningKey, Study
from seedcryo_reader.domain.messages.reader import FROM_READER, TO_READER, CaseAssigned
from seedcryo_reader.exchange.envelope import Addressee, CentreTrust, Head, Opened, Sealed, Standing, opened, sealed
from seedcryo_reader.exchange.sender import CENTRE, Sender, sender_of

TODAY = date(2026, 3, 1)
NUMBER = "00112233445566aa"
HEAD = Head(17, "ab" * 32)
MESSAGE = CaseAssigned("C-0042", 1, 3, "seed-cryo/1.0", "0" * 64)


@dataclass(frozen=True)
class ReaderTrust:
    """The centre's trust in one account."""

    name: str
    public: bytes
    revoked_on: date | None = None

    def standing(self, name: str, key_id: str, on: date) -> Standing:
        if (name, key_id) != (self.name, signing.key_id(self.public)):
            return Standing(None, revoked=False, kinds={})
        return Standing(self.public, self.revoked_on is not None and on >= self.revoked_on, FROM_READER)


@dataclass(frozen=True)
class Correspondents:
    """Both sides."""

    study: Study
    centre: Sender
    reader: Sender
    reader_public: bytes
    centre_identity: Identity
    reader_identity: Identity

    @property
    def to_reader(self) -> Addressee:
        return Addressee("reader-a", age_keys.recipient_of(self.reader_identity))

    @property
    def to_centre(self) -> Addressee:
        return Addressee(CENTRE, age_keys.recipient_of(self.centre_identity))

    def sent(self, message: object = MESSAGE, **options) -> Sealed:
        """From the centre to the reader."""
        return sealed(message, self.centre, self.to_reader, self.study, number=NUMBER, **options)

    def taken(
        self, data: bytes, *, study: Study | None = None, me: Addressee | None = None, on: date = TODAY
    ) -> Opened:
        """At the reader's."""
        its = study or self.study
        trust = CentreTrust(its, TO_READER)
        to = me or self.to_reader
        return opened(data, self.reader_identity, to, trust, study=its, received=on, shown="one.seedmail")

    def answered(self, message: object) -> Sealed:
        """From the reader to the centre."""
        return sealed(message, self.reader, self.to_centre, self.study, number=NUMBER, head=HEAD)

    def taken_at_the_centre(self, data: bytes, trust: ReaderTrust | None = None, on: date = TODAY) -> Opened:
        """At the centre's."""
        whom = trust or ReaderTrust("reader-a", self.reader_public)
        return opened(
            data, self.centre_identity, self.to_centre, whom, study=self.study, received=on, shown="one.seedmail"
        )


def make_correspondents() -> Correspondents:
    """A study with one key of the centre, and a reader."""
    root, own = bytes(range(32)), bytes(range(1, 33))
    study = Study("SEED-CRYO", 1, None, (SigningKey(signing.public_of(root), date(2026, 1, 1)),), (), ())
    return Correspondents(
        study,
        sender_of(CENTRE, root),
        sender_of("reader-a", own),
        signing.public_of(own),
        age_keys.new_identity(),
        age_keys.new_identity(),
    )


def revoked(study: Study, day: date) -> Study:
    """The study with its key revoked."""
    return replace(study, keys=(replace(study.keys[0], revoked=Revocation(day, Reason.COMPROMISED)),))
