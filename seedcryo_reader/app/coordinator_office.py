"""The stores that a coordinator's desk stands in, over the vault and the shelf of a station."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

from seedcryo_reader.app.posting import coordinator_office, number_of
from seedcryo_reader.app.signing_in import AtWork
from seedcryo_reader.casefile.study.model import Study
from seedcryo_reader.coordination.discordance.parting import parting
from seedcryo_reader.coordination.discordance.telling import sentence
from seedcryo_reader.coordination.office.judging import Engine
from seedcryo_reader.coordination.office.office import World
from seedcryo_reader.coordination.office.persons import Me
from seedcryo_reader.coordination.office.state import OfficeState, SignedRead
from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.domain.discordance import Comparison, ReadResult
from seedcryo_reader.domain.office.coordinator import AccountAccepted
from seedcryo_reader.domain.read import Read
from seedcryo_reader.exchange.enrolment import Enrolment
from seedcryo_reader.imaging.watch import UNWATCHED, Watch
from seedcryo_reader.reading.ports import ProtocolRef
from seedcryo_reader.storage.office.centre import VaultCentre
from seedcryo_reader.storage.office.parts import VaultParts
from seedcryo_reader.storage.protocols import ProtocolFolder
from seedcryo_reader.storage.vault.vault import Vault


class CoordinatorStores:
    """Implements what a desk needs besides its log: protocols by their hash, random numbers, the day."""

    def __init__(self, work: AtWork) -> None:
        station, name = work.station, work.session.account.name
        self._work = work
        self._watch = UNWATCHED
        self._engine = Engine()
        self._compared: dict[tuple[str, str], Comparison] = {}
        self._protocols = ProtocolFolder(station.folder / "protocols")
        self._named = {one.sha256: one.protocol_id for one in station.study.protocols}
        self.log = coordinator_office(work)
        self.parts = VaultParts(
            self._vault, work.reception.shelf, station.folder / "addressing" / name, Watch(None, self._is_cancelled)
        )

    @property
    def study(self) -> Study:
        """The station's study."""
        return self._work.station.study

    def world(self) -> World:
        """What the desk stands in."""
        centre = VaultCentre(self._vault, self._work.station.clock, partial(number_of, self._work))
        account = self._work.session.account
        me = Me(account.name, account.printed_name)
        return World(me, self.log, self.parts, centre, self, self._engine, self, self)

    @contextmanager
    def watched(self, watch: Watch) -> Iterator[None]:
        """Let parts that are encrypted meanwhile ask a watch whether to stop."""
        self._watch = watch
        try:
            yield
        finally:
            self._watch = UNWATCHED

    def criteria(self, sha256: str) -> Protocol:
        """The protocol of this hash; raises Refused where the station does not have it."""
        return self._protocols.protocol(ProtocolRef(self._named.get(sha256, sha256[:16]), sha256))

    def hexadecimal(self, digits: int) -> str:
        """So many random hex digits."""
        return secrets.token_hex(digits)[:digits]

    def day(self) -> str:
        """The UTC day."""
        return self._work.station.clock().utc.date().isoformat()

    def release_of(self, protocol_sha256: str) -> str:
        """How a protocol says that cases are released."""
        design = self.criteria(protocol_sha256).design
        return "" if design is None else design.release

    def compare(self, first: ReadResult, second: ReadResult) -> Comparison:
        """Two reads, compared once: what they come to never changes."""
        key = first.read_sha256, second.read_sha256
        if key not in self._compared:
            self._compared[key] = self._engine.compare(first, second, self.criteria(first.protocol_sha256))
        return self._compared[key]

    def parting(self, state: OfficeState, case_number: str) -> str:
        """The sentence of where the reads of a case that were compared last first part; empty where they do not."""
        case = state.cases.get(case_number)
        if case is None or case.last_compared is None:
            return ""
        known = {one.arrived.result.read_sha256: one for one in case.reads}
        first, second = known[case.last_compared.first], known[case.last_compared.second]
        found = parting(self._read(first), self._read(second), self.criteria(case.protocol_sha256))
        return "" if found is None else sentence(found, (first.arrived.result.reader, second.arrived.result.reader))

    def fingerprint(self, accepted: AccountAccepted) -> str:
        """What was compared by voice when an account was accepted."""
        return Enrolment(
            study_id=self.study.study_id,
            root_id=self.study.root_id,
            account=accepted.account,
            role=accepted.role,
            printed_name=accepted.printed_name,
            station=accepted.station,
            recipient=accepted.recipient,
            public=accepted.public,
            exchange=accepted.exchange,
        ).fingerprint

    def _read(self, one: SignedRead) -> Read:
        return self.log.read(one.coming.content)

    def _vault(self) -> Vault:
        return self._work.session.vault

    def _is_cancelled(self) -> bool:
        return self._watch.cancelled is not None and self._watch.cancelled()
