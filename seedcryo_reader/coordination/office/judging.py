"""How two reads are held against one another: the engine of `coordination.discordance` as a desk takes it."""

from seedcryo_reader.coordination.discordance import comparing, disputes
from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.domain.discordance import Comparison, ReadResult
from seedcryo_reader.domain.dispute import Dispute
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.read import Read


class Engine:
    """Implements `coordination.ports.Judging`."""

    def compare(self, first: ReadResult, second: ReadResult, protocol: Protocol) -> Comparison:
        """As `comparing.compare`.

        Raises
        ------
        Refused
            ``incomparable``: they have other timepoints or targets, or follow another protocol.
        """
        try:
            return comparing.compare(first, second, protocol)
        except ValueError as error:
            text = (
                f"{first.case_number}: the reads of {first.reader} and {second.reader} cannot be compared: {error}."
                " Find out which parts of the case each of them got; the other cases are compared."
            )
            raise Refused([Finding("incomparable", text, (first.case_number,))]) from error

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
