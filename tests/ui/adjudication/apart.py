"""The dispute about two reads that were written in short words."""

from support.reads_apart import Pair, shipped

from seedcryo_reader.coordination.discordance.comparing import compare
from seedcryo_reader.coordination.discordance.disputes import dispute_of
from seedcryo_reader.coordination.discordance.results import result_of
from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.domain.dispute import Dispute


def disputed(
    reads: Pair, protocol: Protocol | None = None, dispute_id: str = "a" * 16, *, a_is_first: bool = True
) -> Dispute:
    by = protocol or shipped()
    one, other = (result_of(each.read, by, each.reader.account, 1, each.sha256) for each in (reads.first, reads.second))
    return dispute_of(compare(one, other, by), *reads.reads, by, dispute_id, a_is_first=a_is_first)
