"""How two reads are held against one another: the engine of `coordination.discordance` as a desk takes it."""

from seedcryo_reader.coordination.discordance import comparing, disputes
from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.domain.discordance import Comparison, ReadResult
from seedcryo_reader.domain.dispute import Dispute
from seedcryo_reader.domain.read import Read


class Engine:
    """Implements `coordination.ports.Judging`."""

    def compare(self, first: ReadResult, second: ReadResult, protocol: Protocol) -> Comparison:
        """As `comparing.compare`."""
        return comparing.compare(first, second, protocol)

    def dispute_of(
        self,
        comparison: Comparison,
        first: Read,
        second: Read,
        protocol: Protocol,
        dispute_id: str,
        *,
        a_is_first: bool,
    ) -> Dispute:
        """As `disputes.dispute_of`."""
        return disputes.dispute_of(comparison, first, second, protocol, dispute_id, a_is_first=a_is_first)

    def cover_size(self, first: Read, second: Read, protocol: Protocol) -> int:
        """As `disputes.cover_size`."""
        return disputes.cover_size(first, second, protocol)
