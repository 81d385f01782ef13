"""What a reader's log sends to the centre: signed reads, what is locked of others, questions about images, findings.

Everything follows from the log, under natural keys: whatever was ended in between is sealed the next time, and nothing
twice. How far the log was looked through is kept, so that nothing is cheap.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from seedcryo_reader.domain import events
from seedcryo_reader.domain.canonical import encode
from seedcryo_reader.domain.case import CASE_NUMBER
from seedcryo_reader.domain.messages.reader import (
    ImageQuerySent,
    IncidentalFindingSent,
    LockedTimepointsSent,
    SignedReadSent,
)
from seedcryo_reader.domain.record import Record
from seedcryo_reader.exchange.envelope import Addressee
from seedcryo_reader.reading.canonical_read import locked_document, signed_document
from seedcryo_reader.storage.post.assigned import Assignments, use_leave
from seedcryo_reader.storage.post.owner import Owner
from seedcryo_reader.storage.reads.log import record_of

_THROUGH: Final = "posted-through"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message and its natural key."""

    about: str
    message: object


def seal_new(connection: Connection, owner: Owner, centre: Addressee, *, anew: bool) -> None:
    """Seal what the log has to send and was not sealed yet, in a transaction.

    Parameters
    ----------
    anew : bool
        Whether to look through the whole log again, and not only through what was added since the last time.

    Raises
    ------
    EnvironmentFailure
        It could not be written, or the vault is locked.
    Refused
        ``damaged``: the log was changed.
    """
    vault, outbox = owner.vault(), owner.outbox
    through = 0 if anew else int(vault.kept(_THROUGH) or 0)
    entries = list(vault.chain.entries(after=through))
    if not entries:
        return
    new = [record_of(entry) for entry in entries if CASE_NUMBER.fullmatch(entry.subject)]
    for one in _messages(owner, new):
        if outbox.of(one.about) is None:
            outbox.add(connection, owner.letter(one.about, one.message, centre))
    for record in new:
        if isinstance(record.event, events.TimepointUnlocked | events.VersionOpened):
            use_leave(connection, record.event.leave, owner.today.isoformat())
    vault.keep(_THROUGH, str(entries[-1].seq))


def _messages(owner: Owner, new: Sequence[Record]) -> Iterator[Outgoing]:
    vault = owner.vault()
    taken_away = Assignments(lambda: vault.database).taken_away()
    for case_number in sorted({one.case_number for one in new}):
        own = [one for one in new if one.case_number == case_number]
        yield from filter(None, map(_note, own))
        ends = [one.seq for one in own if isinstance(one.event, events.TimepointLocked | events.ReadSigned)]
        if ends and case_number not in taken_away:
            whole = [record_of(entry) for entry in vault.chain.entries(case_number)]
            yield from _reads(whole, ends)


def _reads(whole: Sequence[Record], ends: Sequence[int]) -> Iterator[Outgoing]:
    """Every signature among these numbers, and what was locked last where no signature came after it."""
    for place, one in enumerate(whole):
        if one.seq in ends and isinstance(one.event, events.ReadSigned):
            document = encode(dict(signed_document(whole[: place + 1])))
            yield Outgoing(f"read {one.case_number} v{one.event.version}", SignedReadSent(document))
    last = next(one for one in whole if one.seq == ends[-1])
    if isinstance(last.event, events.TimepointLocked):
        upto = [one for one in whole if one.seq <= last.seq]
        version = max((one.event.version for one in upto if isinstance(one.event, events.VersionOpened)), default=1)
        # A timepoint that was unlocked is locked again: the number of the event tells both apart.
        about = f"locked {last.case_number} v{version} {last.event.timepoint} e{last.seq}"
        yield Outgoing(about, LockedTimepointsSent(locked_document(upto)))


def _note(one: Record) -> Outgoing | None:
    match one.event:
        case events.ImageQueried(timepoint, kind, text):
            query = ImageQuerySent(one.case_number, timepoint, kind, text, one.stamp.utc)
            return Outgoing(f"query {one.case_number} e{one.seq}", query)
        case events.IncidentalFindingReported(timepoint, text):
            finding = IncidentalFindingSent(one.case_number, timepoint, text, one.stamp.utc)
            return Outgoing(f"finding {one.case_number} e{one.seq}", finding)
    return None
