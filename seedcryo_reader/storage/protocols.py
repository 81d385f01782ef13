"""The protocol files that a station keeps, by the hash that the study names."""

from collections.abc import Iterable
from pathlib import Path

from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.criteria.protocol.reader import read_protocol
from seedcryo_reader.domain.errors import EnvironmentFailure, Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.reading.ports import ProtocolRef


class ProtocolFolder:
    """Protocol files ``<sha256>.toml`` in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read: dict[str, Protocol] = {}

    def protocol(self, wanted: ProtocolRef) -> Protocol:
        """The protocol of this id and hash.

        Raises
        ------
        Refused
            ``no-protocol``: the station does not have it; ``damaged``: it was changed; or it is no sound protocol.
        EnvironmentFailure
            It cannot be read.
        """
        if wanted.sha256 not in self._read:
            self._read[wanted.sha256] = self._load(wanted)
        return self._read[wanted.sha256]

    def missing(self, wanted: Iterable[ProtocolRef]) -> list[Finding]:
        """What is wrong with the protocol files that these reads need."""
        findings: list[Finding] = []
        for one in sorted(set(wanted)):
            try:
                self.protocol(one)
            except Refused as refused:
                findings += refused.findings
        return findings

    def _load(self, wanted: ProtocolRef) -> Protocol:
        path = self._folder / f"{wanted.sha256}.toml"
        try:
            data = path.read_bytes()
        except FileNotFoundError as error:
            what = f"The station does not have protocol {wanted.protocol_id}."
            text = f"{what} Give its file with station update-study --protocol."
            raise Refused([Finding("no-protocol", text, (wanted.protocol_id,))]) from error
        except OSError as error:
            msg = f"{path} cannot be read: {error.strerror}."
            raise EnvironmentFailure(msg) from error
        protocol = read_protocol(data, wanted.protocol_id)
        if protocol.sha256 != wanted.sha256:
            text = f"The station's file of protocol {wanted.protocol_id} was changed. Add it again."
            raise Refused([Finding("damaged", text, (path.name,))])
        return protocol
