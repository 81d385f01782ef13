"""Which part of a case comes next: the law of reading forward, over what was received and what was read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from seedcryo_reader.casefile.part.contents import Kind
from seedcryo_reader.domain.read import Read
from seedcryo_reader.reading.ports import NextPart


@dataclass(frozen=True, slots=True)
class ReceivedPart:
    """A part that was received for an account and found sound.

    Attributes
    ----------
    sha256 : str
        Of the sealed file, by which it lies on the shelf.
    case_number : str
    part : int
    seal : str
    kind : "timepoint" or "closing"
    timepoint : str or None
    supersedes : int or None
        Number of the part that it replaces.
    received_on : date
        UTC day it was received, by which a key that was revoked later still counts.
    """

    sha256: str
    case_number: str
    part: int
    seal: str
    kind: Kind
    timepoint: str | None
    supersedes: int | None
    received_on: date


def next_part(read: Read, received: Sequence[ReceivedPart]) -> NextPart | None:
    """The part whose turn it is; None where it was not received, or where nothing is left.

    Parts come in the order of their numbers, without a gap. One that was replaced before it was opened is passed over:
    the newest part of its timepoint takes its turn. One that replaces what was read already has a turn of its own.

    Parameters
    ----------
    received : sequence of ReceivedPart
        Of the read's case, in any order.
    """
    parts = {one.part: one for one in received}
    replaced = {one.supersedes: one for one in received if one.supersedes is not None}
    newest = {one.timepoint: one for one in sorted(received, key=lambda one: one.part)}
    opened = {one.name: one.part for one in read.timepoints}
    for number in range(max(parts, default=-1) + 1):
        # A part that never came need not come any more once another one says that it replaces it.
        one = parts.get(number) or replaced.get(number)
        if one is None:
            return None
        if not _is_done(one, number, opened, read):
            return _turn(newest[one.timepoint], opened)
    return None


def _is_done(one: ReceivedPart, number: int, opened: Mapping[str, int], read: Read) -> bool:
    if one.timepoint is None:
        return read.closing_part is not None
    return opened.get(one.timepoint, -1) >= number


def _turn(one: ReceivedPart, opened: Mapping[str, int]) -> NextPart:
    return NextPart(one.part, one.timepoint, None if one.timepoint is None else opened.get(one.timepoint))
