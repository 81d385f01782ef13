"""A coordinator's office in a real vault, and a reader and an adjudicator whose keys it accepted."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path

from storage.vault.ways import CHEAP, RECOVERY_WORDS, VAULT_MIGRATIONS, WORDS
from support.fake_desk import PROTOCOL_FILE, FakeDesk, FakeSigner, fake_desk

from seedcryo_reader.casefile.study import age_keys, signing
from seedcryo_reader.casefile.study.age_keys import Identity
from seedcryo_reader.casefile.study.key_file import open_keys
from seedcryo_reader.casefile.study.model import Study
from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.criteria.protocol.reader import load_protocol
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.office.coordinator import AccountAccepted
from seedcryo_reader.domain.role import Role
from seedcryo_reader.exchange.envelope import Addressee, Head, Opened, Sealed, Trust, opened, sealed
from seedcryo_reader.exchange.sender import CENTRE, sender_of
from seedcryo_reader.reading.ports import ProtocolRef
from seedcryo_reader.storage.clock import Now
from seedcryo_reader.storage.office.coordinator import CoordinatorOffice
from seedcryo_reader.storage.office.log import Taken
from seedcryo_reader.storage.reads.log import VaultLog, Writer
from seedcryo_reader.storage.vault.vault import Place, Vault

DAY = date(2026, 5, 4)
PROTOCOL = load_protocol(PROTOCOL_FILE)
_NUMBERS = count(1)


def clock() -> Now:
    return Now(datetime(2026, 5, 4, 9, 15, tzinfo=UTC), 480, 12_000_345)


def number() -> str:
    """A number that no other envelope of the tests has."""
    return f"{next(_NUMBERS):016x}"


def criteria(wanted: ProtocolRef) -> Protocol:
    """The one protocol that the office has."""
    if wanted.sha256 != PROTOCOL.sha256:
        raise Refused([Finding("no-protocol", "The station does not have it.")])
    return PROTOCOL


@dataclass(frozen=True)
class Person:
    """An account of another station: who it is, and its keys."""

    name: str
    role: Role
    study: Study
    seed: bytes
    printed_name: str = FakeSigner.printed_name
    identity: Identity = field(default_factory=age_keys.new_identity)
    exchange: bytes = b"x" * 32

    @property
    def accepted(self) -> AccountAccepted:
        return AccountAccepted(
            account=self.name,
            person=f"person behind {self.name}",
            printed_name=self.printed_name,
            role=self.role,
            station="57" * 8,
            recipient=self.recipient,
            public=signing.public_of(self.seed).hex(),
            exchange=signing.public_of(self.exchange).hex(),
        )

    @property
    def recipient(self) -> str:
        return age_keys.recipient_of(self.identity)

    def sends(self, message: object, to: str, seq: int = 9_999, digest: str = "") -> Sealed:
        """An envelope to the centre at this recipient."""
        sender, head = sender_of(self.name, self.exchange), Head(seq, digest or f"{seq:064x}")
        return sealed(message, sender, Addressee(CENTRE, to), self.study, number=number(), head=head)

    def opens(self, data: bytes, trust: Trust) -> Opened:
        """A letter to this account, opened."""
        me = Addressee(self.name, self.recipient)
        return opened(data, self.identity, me, trust, study=self.study, received=DAY, shown="letter")


@dataclass(frozen=True)
class Centre:
    """A coordinator's open vault and office."""

    vault: Vault
    office: CoordinatorOffice

    def opened(self, made: Sealed, day: date = DAY) -> Opened:
        me = Addressee(CENTRE, self.vault.recipient)
        return opened(
            made.data,
            self.vault.identity,
            me,
            self.office.trust,
            study=self.vault.place.study,
            received=day,
            shown="mail",
        )

    def taken(self, person: Person, message: object, seq: int = 9_999, digest: str = "") -> Taken:
        """What a person sends, opened and looked into."""
        came = self.opened(person.sends(message, self.vault.recipient, seq, digest))
        return Taken(came, DAY, self.office.arriving(came, "mail"))

    def rows(self, table: str) -> list[tuple[object, ...]]:
        with self.vault.database.reading() as connection:
            return [tuple(one) for one in connection.exec_driver_sql(f"SELECT * FROM {table} ORDER BY 1")]  # noqa: S608


def place_of(folder: Path, account: str, study: Study) -> Place:
    folder.mkdir(exist_ok=True)
    return Place(folder, account, study, VAULT_MIGRATIONS)


def writer_of(vault: Vault) -> Writer:
    study = vault.place.study
    return Writer("5e" * 8, vault.place.account, "57" * 8, "0.3.0", study.study_id, study.root_id)


def office_of(vault: Vault) -> CoordinatorOffice:
    return CoordinatorOffice(lambda: vault, writer_of(vault), clock, criteria, number)


@contextmanager
def centre_at(folder: Path, study: Study, study_file: Path) -> Iterator[Centre]:
    """A new coordinator who adopted the centre's keys."""
    with Vault.create(place_of(folder, "coordinator", study), WORDS, cost=CHEAP) as vault:
        vault.adopt_centre(open_keys(study_file.parent / "s.seedkeys", RECOVERY_WORDS))
        yield Centre(vault, office_of(vault))


def desk_of(vault: Vault) -> FakeDesk:
    """A reader's desk that writes into the reader's vault, in the study of that vault."""
    fake = fake_desk()
    log = VaultLog(lambda: vault.chain, writer_of(vault), clock)
    return FakeDesk(log, fake.images, replace(fake.desk, log=log))
