"""The desk of a coordinator whom no window serves: what scripts of the demo work at."""

import secrets
from dataclasses import dataclass
from functools import partial

from seedcryo_reader.app.posting import coordinator_office, number_of
from seedcryo_reader.app.signing_in import AtWork
from seedcryo_reader.coordination.discordance.comparing import compare
from seedcryo_reader.coordination.discordance.disputes import cover_size, dispute_of
from seedcryo_reader.coordination.office.office import Office, World
from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.reading.ports import ProtocolRef
from seedcryo_reader.storage.office.centre import VaultCentre
from seedcryo_reader.storage.office.parts import VaultParts
from seedcryo_reader.storage.protocols import ProtocolFolder


@dataclass(frozen=True, slots=True)
class _Judging:
    """Reads are compared by the rules of `coordination.discordance`."""

    compare = staticmethod(compare)
    dispute_of = staticmethod(dispute_of)
    cover_size = staticmethod(cover_size)


@dataclass(frozen=True, slots=True)
class _Criteria:
    """The protocols that the study names, by the hash of their files."""

    work: AtWork
    folder: ProtocolFolder

    def criteria(self, sha256: str) -> Protocol:
        """The protocol of this hash."""
        named = {one.sha256: one.protocol_id for one in self.work.station.study.protocols}
        return self.folder.protocol(ProtocolRef(named.get(sha256, sha256[:16]), sha256))


@dataclass(frozen=True, slots=True)
class _System:
    """Random numbers and the UTC day of the station."""

    work: AtWork

    def hexadecimal(self, digits: int) -> str:
        """So many random hex digits."""
        return secrets.token_hex(digits)[:digits]

    def day(self) -> str:
        """The UTC day."""
        return self.work.station.clock().utc.date().isoformat()


def office_of(work: AtWork) -> Office:
    """The desk of a coordinator's account."""
    station, name = work.station, work.session.account.name
    vault = lambda: work.session.vault  # noqa: E731
    system = _System(work)
    return Office(
        World(
            name,
            coordinator_office(work),
            VaultParts(vault, work.reception.shelf, station.folder / "addressing" / name),
            VaultCentre(vault, station.clock, partial(number_of, work)),
            _Criteria(work, ProtocolFolder(station.folder / "protocols")),
            _Judging(),
            system,
            system,
        )
    )
