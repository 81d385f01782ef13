"""What a coordinator knows: own acts, and the set of what came from others. Everything else is worked out of it.

A value of `CaseFile` holds the acts about a case as they were done, and what arrived about it in an order of its own,
not that of its coming. So whatever is worked out of it does not depend on when an envelope came, or how often.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final, NamedTuple

from seedcryo_reader.coordination.arrived import DecisionArrived, IncidentalArrived, QueryArrived, ReadArrived
from seedcryo_reader.domain.office.coordinator import (
    AccountAccepted,
    AccountRevoked,
    AdjudicatorReplaced,
    BatchAssigned,
    CasePlan,
    CaseSettled,
    NoteHandled,
    PartsReleased,
    ReaderReplaced,
    ReadingAllowedAgain,
    ReadsCompared,
    RepeatPlan,
    RepeatsDrawn,
    SeedShown,
    TrainingPassed,
)

DISCORDANT: Final = "yes"
CONCORDANT: Final = "no "
"""What a comparison says; as long either way."""


class Coming(NamedTuple):
    """How something came: the first UTC day it was taken in, the hash of its envelope's content, and the key's id."""

    day: str
    content: str
    key_id: str


class SignedRead(NamedTuple):
    """A signed version of a read, and how it came."""

    arrived: ReadArrived
    coming: Coming


class GivenDecision(NamedTuple):
    """A decision, and how it came."""

    arrived: DecisionArrived
    coming: Coming


class Note(NamedTuple):
    """A query or an incidental finding, how it came, and what was done about it."""

    arrived: QueryArrived | IncidentalArrived
    coming: Coming
    handled: tuple[NoteHandled, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """An account as it was accepted last.

    Attributes
    ----------
    accepted : AccountAccepted
    revoked : AccountRevoked or None
        Of these keys.
    trainings : mapping of str to TrainingPassed
        The newest per SHA-256 of a protocol.
    every_training : tuple of TrainingPassed
        As they were recorded.
    """

    accepted: AccountAccepted
    revoked: AccountRevoked | None = None
    trainings: Mapping[str, TrainingPassed] = field(default_factory=dict)
    every_training: tuple[TrainingPassed, ...] = ()

    def lacked_training(self, protocol_sha256: str, day: str) -> bool:
        """Whether no training for a protocol version held on a past UTC day, whatever was recorded since."""
        taken = [one for one in self.every_training if one.protocol_sha256 == protocol_sha256 and one.taken_on <= day]
        return not taken or not _holds(newest_training(taken), day)

    @property
    def key_id(self) -> str:
        """Id of its exchange key, as envelopes name it."""
        return key_id(self.accepted.exchange)

    def is_active(self, day: str) -> bool:
        """Whether what comes from it on a UTC day counts."""
        return self.revoked is None or day < self.revoked.day

    def is_trained(self, protocol_sha256: str, day: str) -> bool:
        """Whether it passed the training for a protocol version, and that still holds on a UTC day."""
        found = self.trainings.get(protocol_sha256)
        return found is not None and _holds(found, day)


def newest_training(trainings: Iterable[TrainingPassed]) -> TrainingPassed:
    """The training that ended last, of one day the one that allows least: as at the account's own station."""
    found = tuple(trainings)
    last = max(one.taken_on for one in found)
    return min((one for one in found if one.taken_on == last), key=lambda one: (one.passed, one.valid_until))


def _holds(training: TrainingPassed, day: str) -> bool:
    return training.passed and day <= training.valid_until


def key_id(public: str) -> str:
    """Id of a key by its public half (hex): the first 16 hex digits of its SHA-256 (`casefile.study.signing`)."""
    return sha256(bytes.fromhex(public)).hexdigest()[:16]


class Compared(NamedTuple):
    """A comparison, and the UTC day it was made."""

    act: ReadsCompared
    day: str


@dataclass(frozen=True, slots=True)
class CaseFile:
    """What is known of a case.

    Attributes
    ----------
    case_number : str
    batch : int or None
        Which batch it was assigned in.
    protocol_sha256 : str
        Of that batch.
    plan : CasePlan or None
        As it was drawn, with everybody replaced who was.
    repeat : RepeatPlan or None
        Of a case that is a hidden repeat: it has no plan.
    replaced, adjudicators_replaced, released, allowed, compared, settled
        The acts, in order.
    reads : tuple of SignedRead
        By reader, version, day of the signature, hash.
    locked : mapping of (reader, version) to how many timepoints are locked
    decisions : tuple of GivenDecision
        By dispute, day it came, hash of its envelope's content.
    """

    case_number: str
    batch: int | None = None
    protocol_sha256: str = ""
    plan: CasePlan | None = None
    repeat: RepeatPlan | None = None
    replaced: tuple[ReaderReplaced, ...] = ()
    adjudicators_replaced: tuple[AdjudicatorReplaced, ...] = ()
    released: tuple[PartsReleased, ...] = ()
    allowed: tuple[ReadingAllowedAgain, ...] = ()
    compared: tuple[Compared, ...] = ()
    settled: tuple[CaseSettled, ...] = ()
    reads: tuple[SignedRead, ...] = ()
    locked: Mapping[tuple[str, int], int] = field(default_factory=dict)
    decisions: tuple[GivenDecision, ...] = ()

    @property
    def readers(self) -> tuple[str, ...]:
        """Who reads it now: two, one of a hidden repeat, nobody of a case that is not assigned."""
        if self.repeat is not None:
            return (self.repeat.reader,)
        return () if self.plan is None else (self.plan.first, self.plan.second)

    @property
    def is_closed(self) -> bool:
        """Whether its closing part was released."""
        return any(act.closing for act in self.released)

    @property
    def was_read_twice(self) -> bool:
        """Whether two who read it, or did, have signed: from then on somebody can see in what both reads differ.

        It stays so whatever becomes of the reads, and whether or not they were compared.
        """
        readers = {*self.readers, *(act.before for act in self.replaced)}
        return len(readers & {read.arrived.result.reader for read in self.reads}) > 1

    @property
    def last_compared(self) -> ReadsCompared | None:
        """The comparison that counts."""
        return self.compared[-1].act if self.compared else None

    def released_to(self, account: str) -> frozenset[int]:
        """The parts that an account has got."""
        return frozenset(part for act in self.released if account in act.accounts for part in act.parts)


def is_discordant(compared: ReadsCompared) -> bool:
    """Whether somebody has to decide; it is written as long either way."""
    return compared.discordant == DISCORDANT


@dataclass(frozen=True, slots=True)
class OfficeState:
    """Everything that a coordinator knows.

    Attributes
    ----------
    accounts : mapping of str to Account
        By name, as accepted last.
    former : tuple of Account
        Accepted before under other keys.
    batches : mapping of int to BatchAssigned
    repeats : mapping of int to RepeatsDrawn
        By the batch they were drawn from.
    cases : mapping of str to CaseFile
        Assigned ones, hidden repeats, and any that something arrived about.
    notes : mapping of str to Note
        By the hash of their envelope's content.
    receipts : mapping of str to frozenset of str
        Per account the envelopes that it said have come.
    last_received : mapping of str to str
        Per sender the last UTC day that something new came.
    revoked_keys : mapping of str to str
        Id of a key → the UTC day from which on it counts no more.
    seeds_shown : tuple of SeedShown
        Draws that were looked at, whether or not they were assigned.
    """

    accounts: Mapping[str, Account]
    former: tuple[Account, ...]
    batches: Mapping[int, BatchAssigned]
    repeats: Mapping[int, RepeatsDrawn]
    cases: Mapping[str, CaseFile]
    notes: Mapping[str, Note]
    receipts: Mapping[str, frozenset[str]]
    last_received: Mapping[str, str]
    revoked_keys: Mapping[str, str]
    seeds_shown: tuple[SeedShown, ...] = ()

    def counts(self, coming: Coming) -> bool:
        """Whether the key of something that came counted on the day it came."""
        revoked = self.revoked_keys.get(coming.key_id)
        return revoked is None or coming.day < revoked
