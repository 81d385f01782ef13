"""What envelopes tell of the log that they came from, held against what was released and against one another.

The numbers of a read's records have gaps: between them lies what its reader did elsewhere. So one envelope alone does
not show whether a record was left out; several do, because every record names the entry before it, and every envelope
the last entry of its log.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Final

import msgspec

from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.messages.reader import LockedTimepointsSent, SignedReadSent
from seedcryo_reader.exchange.envelope import Head, Opened
from seedcryo_reader.storage.images.received import ReceivedParts
from seedcryo_reader.storage.post.boxes import Incoming

_OPENING: Final = frozenset({"TimepointOpened", "CaseClosed"})
_NOTHING_BEFORE: Final = "0" * 64
_NAMED: Final = 5
"""So many numbers are named where many are wrong."""


class _Body(msgspec.Struct):
    seq: int
    previous: str
    case: str
    event: str
    data: msgspec.Raw


class _Item(msgspec.Struct):
    body: _Body
    hash: str


class _Locked(msgspec.Struct):
    records: list[_Item]


class _Signed(msgspec.Struct):
    read: _Locked


class _Part(msgspec.Struct):
    part: int
    seal: str


_DECODED: Final[Mapping[str, Callable[[bytes], list[_Item]]]] = {
    SignedReadSent.__name__: lambda body: msgspec.json.decode(body, type=_Signed).read.records,
    LockedTimepointsSent.__name__: lambda body: msgspec.json.decode(body, type=_Locked).records,
}
"""Kinds of envelopes that hold records of a read, and how they are found in them."""


@dataclass(frozen=True, slots=True)
class Released:
    """What the centre knows of the parts of a case.

    Attributes
    ----------
    seals : mapping of int to set of str
        The seals that a part of this number has as it was received from intake.
    parts : frozenset of int
        Those that were released to the account; none where it got the case by hand.
    """

    seals: Mapping[int, frozenset[str]]
    parts: frozenset[int]


def refuse_contradicted(one: Opened, released: Callable[[str], Released], shown: str) -> None:
    """Refuse a read that shows other images than were released, or does not fit to its envelope; others pass.

    Parameters
    ----------
    one : Opened
        What it brings was found sound.
    released : callable
        What was released of a case to the sender.
    shown : str
        How findings name the file.

    Raises
    ------
    Refused
        ``other-images``, ``bad-read``.
    """
    decoded = _DECODED.get(one.kind)
    items = [] if decoded is None else decoded(one.body)
    if items:
        problems = [*_image_problems(items, released), *_head_problems(items, one.head)]
        if problems:
            raise Refused([Finding(found.code, found.text, (shown,)) for found in problems])


def _image_problems(items: list[_Item], released: Callable[[str], Released]) -> Iterator[Finding]:
    known = released(items[0].body.case)
    for case, opened in _opened_parts(items):
        seals = known.seals.get(opened.part)
        if known.parts and opened.part not in known.parts:
            text = f"Part {opened.part} of {case} was read, which was never released to this account."
            yield Finding("other-images", f"{text} Release it, or ask the station where it came from.")
        elif seals is not None and opened.seal not in seals:
            text = f"What was read as part {opened.part} of {case} are other images than were released."
            yield Finding("other-images", f"{text} Ask the reader's station how it came to that.")


def _opened_parts(items: Iterable[_Item]) -> Iterator[tuple[str, _Part]]:
    """The case and the part of every opening."""
    for item in items:
        if item.body.event in _OPENING:
            yield item.body.case, msgspec.json.decode(item.body.data, type=_Part)


def seals_of(received: ReceivedParts, case_number: str) -> Mapping[int, frozenset[str]]:
    """The seals that each part of a case has as it was received from intake."""
    seals: dict[int, frozenset[str]] = {}
    for one in received.of_case(case_number):
        seals[one.part] = seals.get(one.part, frozenset()) | {one.seal}
    return seals


def seal_problems(came: Iterable[Incoming], received: ReceivedParts) -> Iterator[Finding]:
    """Parts that were received under another seal than a read states which was taken: each read was held against it."""
    known = cache(partial(seals_of, received))
    read = {(case, one.part, one.seal) for each in came for case, one in _opened_parts(_items(each))}
    for case, part, seal in sorted(read):
        if seal not in known(case).get(part, {seal}):
            text = (
                f"Part {part} of {case} has another seal in the table received than in a read that was taken. If "
                "intake did not send other images after that read, the table was changed: fetch a backup of the vault."
            )
            yield Finding("received-differs", text)


def _head_problems(items: list[_Item], head: Head | None) -> Iterator[Finding]:
    first, last = items[0], items[-1]
    if (first.body.seq == 1) != (first.body.previous == _NOTHING_BEFORE):
        yield Finding("bad-read", f"Record {first.body.seq} of the log begins the read and does not follow any entry.")
    if head is None:
        yield Finding("bad-read", "The envelope does not say how far the log of its station went.")
        return
    if head.seq < last.body.seq:
        text = f"The read goes to entry {last.body.seq} of the log; the envelope says the log ended at {head.seq}."
        yield Finding("bad-read", text)
    if head.seq == last.body.seq and head.hash != last.hash:
        yield Finding("bad-read", f"Entry {head.seq} of the log is another one in the read than the envelope says.")


def contradictions(came: Iterable[Incoming]) -> Iterator[Finding]:
    """Senders whose log went on in two ways, and reads without a record that another envelope has."""
    hashes: dict[tuple[str, int], set[str]] = defaultdict(set)
    reads: dict[tuple[str, str], list[frozenset[int]]] = defaultdict(list)
    for one in came:
        if one.head is not None:
            number, _, digest = one.head.partition(" ")
            hashes[one.sender, int(number)].add(digest)
        for item in _items(one):
            hashes[one.sender, item.body.seq].add(item.hash)
            hashes[one.sender, item.body.seq - 1].add(item.body.previous)
        if items := _items(one):
            reads[one.sender, items[0].body.case].append(frozenset(item.body.seq for item in items))
    forked = {key for key, told in hashes.items() if len(told) > 1}
    for sender, seq in sorted(forked):
        text = (
            f"Account {sender} stated two different entries {seq} of its log. Its vault was replaced by an older copy, "
            "and then it went on, or its log was written anew: ask that station how it came to that."
        )
        yield Finding("log-forked", text)
    for (sender, case), told in reads.items():
        if sender not in {name for name, _ in forked}:
            yield from _left_out(sender, case, told)


def _left_out(sender: str, case: str, told: list[frozenset[int]]) -> Iterator[Finding]:
    every = frozenset().union(*told)
    missing = sorted({seq for one in told for seq in every - one if seq < max(one)})
    if missing:
        named = ", ".join(map(str, missing[:_NAMED])) + (", …" if len(missing) > _NAMED else "")
        text = f"Account {sender} sent {case} without entries of its log that another envelope holds: {named}."
        yield Finding("records-left-out", f"{text} Ask that station how it came to that.")


def _items(one: Incoming) -> list[_Item]:
    decoded = _DECODED.get(one.kind)
    try:
        return [] if decoded is None else decoded(one.body)
    except msgspec.MsgspecError:
        return []  # it was changed, which is told by its content
