"""What a reader's log sends to the centre: signed reads, what is locked of others, questions about images, findings.

Everything follows from the log, under natural keys: whatever was ended in between is sealed the next time, and nothing
twice. How far the log was looked through is kept, so that nothing is cheap.
"""

from collections.abc import Collection, Iterator, Sequence
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
from seedcryo_reader.exchange.sender import CENTRE
from seedcryo_reader.reading.canonical_read import locked_document, signed_document
from seedcryo_reader.storage.post.assigned import Assignments, use_leave
from seedcryo_reader.storage.post.expected import Expected
from seedcryo_reader.storage.post.owner import Owner
from seedcryo_reader.storage.reads.log import record_of
from seedcryo_reader.storage.vault.vault import Vault

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
    through = 0 if anew else looked_through(vault)
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
            yield Outgoing(_about_read(one, one.event), SignedReadSent(document))
    last = next(one for one in whole if one.seq == ends[-1])
    if isinstance(last.event, events.TimepointLocked):
        upto = [one for one in whole if one.seq <= last.seq]
        version = max((one.event.version for one in upto if isinstance(one.event, events.VersionOpened)), default=1)
        yield Outgoing(_about_locked(last, last.event, version), LockedTimepointsSent(locked_document(upto)))


def expected(records: Sequence[Record], through: int, taken_away: Collection[str]) -> Iterator[Expected]:
    """The letters that a log has to have sent, and those that it may have sent.

    Parameters
    ----------
    records : sequence of Record
        Of every read of the log, in order.
    through : int
        The number up to which the log was looked through for letters.
    taken_away : collection of str
        Cases that somebody else reads now: what was read of them may not have been sent.
    """
    versions: dict[str, int] = {}
    for one in records:
        must_be = one.seq <= through
        note = _note(one)
        match one.event:
            case events.VersionOpened(version):
                versions[one.case_number] = version
            case events.TimepointLocked() as event:
                yield Expected(_about_locked(one, event, versions.get(one.case_number, 1)), CENTRE, must_be=False)
            case events.ReadSigned() as event:
                must_be = must_be and one.case_number not in taken_away
                yield Expected(_about_read(one, event), CENTRE, must_be)
        if note is not None:
            yield Expected(note.about, CENTRE, must_be)


def looked_through(vault: Vault) -> int:
    """The number up to which the log of a vault was looked through for letters."""
    return int(vault.kept(_THROUGH) or 0)


def _about_read(one: Record, signed: events.ReadSigned) -> str:
    return f"read {one.case_number} v{signed.version}"


def _about_locked(one: Record, event: events.TimepointLocked, version: int) -> str:
    """A timepoint that was unlocked is locked again: the number of the event tells both apart."""
    return f"locked {one.case_number} v{version} {event.timepoint} e{one.seq}"


def _note(one: Record) -> Outgoing | None:
    match one.event:
        case events.ImageQueried(timepoint, kind, text):
            query = ImageQuerySent(one.case_number, timepoint, kind, text, one.stamp.utc)
            return Outgoing(f"query {one.case_number} e{one.seq}", query)
        case events.IncidentalFindingReported(timepoint, text):
            finding = IncidentalFindingSent(one.case_number, timepoint, text, one.stamp.utc)
            return Outgoing(f"finding {one.case_number} e{one.seq}", finding)
    return None
