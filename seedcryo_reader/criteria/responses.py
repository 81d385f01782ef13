"""Which overall response of a timepoint counts for whatever comes after it: the reader's call or the computed one."""

from seedcryo_reader.criteria.lengths import stated
from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.domain.conclusion import OVERALL
from seedcryo_reader.domain.read import Read


def counted_response(read: Read, protocol: Protocol, timepoint: str, computed: str) -> str:
    """The overall response of a timepoint that counts.

    Parameters
    ----------
    read : Read
    protocol : Protocol
        `calls.counts` says which one it is.
    timepoint : str
    computed : str
        What the criteria conclude; it counts too where the reader made no call, and where the whole timepoint is not
        evaluable, at which no call is asked.
    """
    one = read.timepoint(timepoint)
    if one is None or protocol.calls.counts == "computed":
        return computed
    call = stated(one.sheet).calls.get(OVERALL)
    return computed if call is None else call.value
