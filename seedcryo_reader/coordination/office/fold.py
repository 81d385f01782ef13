"""What a coordinator knows, folded from the log act by act; a running desk adds the next one.

Own acts come in the order of the log. What arrived may stand anywhere between them and more than once: it is put into
sets that have an order of their own.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, Final

from seedcryo_reader.coordination import arrived
from seedcryo_reader.coordination.arrived import Arrived
from seedcryo_reader.coordination.office.state import (
    Account,
    CaseFile,
    Coming,
    Compared,
    GivenDecision,
    Note,
    OfficeState,
    SignedRead,
    key_id,
    newest_training,
)
from seedcryo_reader.domain.changing import replace
from seedcryo_reader.domain.collecting import collector_paused
from seedcryo_reader.domain.office import coordinator as acts
from seedcryo_reader.domain.office.received import EnvelopeReceived
from seedcryo_reader.domain.office.record import ActRecord


def folded(records: Iterable[ActRecord], arrivals: Callable[[str], Arrived]) -> OfficeState:
    """The state that a log makes; `arrivals` gives what an envelope brought by the hash of its content."""
    fold = Fold(arrivals)
    with collector_paused():
        for record in records:
            fold.add(record)
    return fold.state()


class Fold:
    """Takes acts one after the other; each costs the same however many came before."""

    def __init__(self, arrivals: Callable[[str], Arrived]) -> None:
        self._arrivals = arrivals
        self._seen: dict[str, Coming] = {}
        self._known = _Known()

    def add(self, record: ActRecord) -> None:
        """Add the next act.

        Raises
        ------
        TypeError
            It is no act of a coordinator.
        """
        act = record.act
        if isinstance(act, EnvelopeReceived):
            self._receive(act)
        else:
            take = _TAKE.get(type(act))
            if take is None:
                msg = f"{type(act).__name__} is no act of a coordinator"
                raise TypeError(msg)
            take(self._known, act, record.stamp.utc[:10])

    def state(self) -> OfficeState:
        """What is known now; it does not change when more is added."""
        known = self._known
        return OfficeState(
            accounts=dict(known.accounts),
            former=tuple(known.former),
            batches=dict(known.batches),
            repeats=dict(known.repeats),
            cases=dict(known.cases),
            notes={content: Note(*note, known.handled.get(content, ())) for content, note in known.notes.items()},
            receipts={account: frozenset(contents) for account, contents in known.receipts.items()},
            last_received=dict(known.last_received),
            revoked_keys=dict(known.revoked_keys),
            seeds_shown=tuple(known.seeds_shown),
        )

    def _receive(self, act: EnvelopeReceived) -> None:
        known = self._known
        known.last_received[act.sender] = max(act.received_on, known.last_received.get(act.sender, ""))
        coming = Coming(act.received_on, act.content, act.key_id)
        if act.content in self._seen and self._seen[act.content] <= coming:
            return
        one = self._arrivals(act.content)
        self._seen[act.content] = coming
        _ARRIVE[type(one)](known, one, coming)


@dataclass(slots=True)
class _Known:
    """What a fold has so far."""

    accounts: dict[str, Account] = field(default_factory=dict)
    former: list[Account] = field(default_factory=list)
    batches: dict[int, acts.BatchAssigned] = field(default_factory=dict)
    repeats: dict[int, acts.RepeatsDrawn] = field(default_factory=dict)
    cases: dict[str, CaseFile] = field(default_factory=dict)
    notes: dict[str, tuple[arrived.QueryArrived | arrived.IncidentalArrived, Coming]] = field(default_factory=dict)
    handled: dict[str, tuple[acts.NoteHandled, ...]] = field(default_factory=dict)
    receipts: dict[str, set[str]] = field(default_factory=dict)
    last_received: dict[str, str] = field(default_factory=dict)
    revoked_keys: dict[str, str] = field(default_factory=dict)
    seeds_shown: list[acts.SeedShown] = field(default_factory=list)

    def case(self, number: str) -> CaseFile:
        """The case as it is known so far."""
        return self.cases.get(number) or CaseFile(number)


# --- own acts --------------------------------------------------------------------------------------------------------


def _accepted(known: _Known, act: acts.AccountAccepted, _day: str) -> None:
    before = known.accounts.get(act.account)
    if before is not None:
        known.former.append(before)
    fresh = Account(act) if before is None else replace(before, accepted=act, revoked=None)
    known.accounts[act.account] = fresh


def _revoked(known: _Known, act: acts.AccountRevoked, _day: str) -> None:
    key = key_id(act.exchange)
    known.revoked_keys[key] = min(act.day, known.revoked_keys.get(key, act.day))
    known.accounts[act.account] = replace(known.accounts[act.account], revoked=act)


def _trained(known: _Known, act: acts.TrainingPassed, _day: str) -> None:
    account = known.accounts[act.account]
    newest = newest_training((account.trainings.get(act.protocol_sha256, act), act))
    known.accounts[act.account] = replace(
        account,
        trainings={**account.trainings, act.protocol_sha256: newest},
        every_training=(*account.every_training, act),
    )


def _seed_shown(known: _Known, act: acts.SeedShown, _day: str) -> None:
    known.seeds_shown.append(act)


def _assigned(known: _Known, act: acts.BatchAssigned, _day: str) -> None:
    known.batches[act.batch] = act
    for plan in act.plans:
        known.cases[plan.case_number] = replace(
            known.case(plan.case_number), batch=act.batch, protocol_sha256=act.protocol_sha256, plan=plan
        )
    planned = {plan.case_number for plan in act.plans}
    for number in {one for order in act.orders for one in order.cases} - planned:
        known.cases[number] = replace(known.case(number), batch=act.batch, protocol_sha256=act.protocol_sha256)


def _repeats_drawn(known: _Known, act: acts.RepeatsDrawn, _day: str) -> None:
    known.repeats[act.batch] = act
    for plan in act.plans:
        known.cases[plan.as_number] = replace(known.case(plan.as_number), repeat=plan)


def _reader_replaced(known: _Known, act: acts.ReaderReplaced, _day: str) -> None:
    case = known.cases[act.case_number]
    plan = None if case.plan is None else _with_backup(case.plan, act)
    known.cases[act.case_number] = replace(case, plan=plan, replaced=(*case.replaced, act))


def _with_backup(plan: acts.CasePlan, act: acts.ReaderReplaced) -> acts.CasePlan:
    role = "first" if plan.first == act.before else "second"
    return replace(plan, accepted=act.accepted, **{role: act.after})


def _adjudicator_replaced(known: _Known, act: acts.AdjudicatorReplaced, _day: str) -> None:
    case = known.cases[act.case_number]
    plan = None if case.plan is None else replace(case.plan, adjudicator=act.after)
    known.cases[act.case_number] = replace(case, plan=plan, adjudicators_replaced=(*case.adjudicators_replaced, act))


def _released(known: _Known, act: acts.PartsReleased, _day: str) -> None:
    case = known.cases[act.case_number]
    known.cases[act.case_number] = replace(case, released=(*case.released, act))


def _allowed(known: _Known, act: acts.ReadingAllowedAgain, _day: str) -> None:
    case = known.cases[act.case_number]
    known.cases[act.case_number] = replace(case, allowed=(*case.allowed, act))


def _compared(known: _Known, act: acts.ReadsCompared, day: str) -> None:
    case = known.cases[act.case_number]
    known.cases[act.case_number] = replace(case, compared=(*case.compared, Compared(act, day)))


def _settled(known: _Known, act: acts.CaseSettled, _day: str) -> None:
    case = known.cases[act.case_number]
    known.cases[act.case_number] = replace(case, settled=(*case.settled, act))


def _note_handled(known: _Known, act: acts.NoteHandled, _day: str) -> None:
    known.handled[act.content] = (*known.handled.get(act.content, ()), act)


# --- what arrived ----------------------------------------------------------------------------------------------------


def _read_arrived(known: _Known, one: arrived.ReadArrived, coming: Coming) -> None:
    case = known.case(one.result.case_number)
    reads = {_which(read): read for read in case.reads}
    fresh = SignedRead(one, coming)
    before = reads.get(_which(fresh), fresh)
    reads[_which(fresh)] = fresh if coming < before.coming else before
    in_order = tuple(read for _, read in sorted(reads.items(), key=itemgetter(0)))
    known.cases[case.case_number] = replace(case, reads=in_order)


def _which(read: SignedRead) -> tuple[str, int, str, str]:
    """What makes a signed version another one, in the order that they are kept in."""
    result = read.arrived.result
    return result.reader, result.version, read.arrived.signed_on, result.read_sha256


def _progress_arrived(known: _Known, one: arrived.ProgressArrived, _coming: Coming) -> None:
    case = known.case(one.case_number)
    key = one.reader, one.version
    locked = dict(case.locked)
    locked[key] = max(one.locked, locked.get(key, 0))
    known.cases[case.case_number] = replace(case, locked=dict(sorted(locked.items())))


def _note_arrived(known: _Known, one: arrived.QueryArrived | arrived.IncidentalArrived, coming: Coming) -> None:
    known.notes[coming.content] = one, coming


def _decision_arrived(known: _Known, one: arrived.DecisionArrived, coming: Coming) -> None:
    case = known.case(one.decision.case_number)
    others = [given for given in case.decisions if given.coming.content != coming.content]
    in_order = tuple(sorted((*others, GivenDecision(one, coming)), key=_decided_when))
    known.cases[case.case_number] = replace(case, decisions=in_order)


def _decided_when(given: GivenDecision) -> tuple[str, str, str]:
    return given.arrived.decision.dispute_id, given.coming.day, given.coming.content


def _receipt_arrived(known: _Known, one: arrived.ReceiptArrived, _coming: Coming) -> None:
    known.receipts.setdefault(one.account, set()).update(one.of)


_TAKE: Final[Mapping[type, Callable[[_Known, Any, str], None]]] = {
    acts.AccountAccepted: _accepted,
    acts.AccountRevoked: _revoked,
    acts.TrainingPassed: _trained,
    acts.SeedShown: _seed_shown,
    acts.BatchAssigned: _assigned,
    acts.RepeatsDrawn: _repeats_drawn,
    acts.ReaderReplaced: _reader_replaced,
    acts.AdjudicatorReplaced: _adjudicator_replaced,
    acts.PartsReleased: _released,
    acts.ReadingAllowedAgain: _allowed,
    acts.ReadsCompared: _compared,
    acts.CaseSettled: _settled,
    acts.NoteHandled: _note_handled,
}
"""What each kind of act does."""

_ARRIVE: Final[Mapping[type, Callable[[_Known, Any, Coming], None]]] = {
    arrived.ReadArrived: _read_arrived,
    arrived.ProgressArrived: _progress_arrived,
    arrived.QueryArrived: _note_arrived,
    arrived.IncidentalArrived: _note_arrived,
    arrived.DecisionArrived: _decision_arrived,
    arrived.ReceiptArrived: _receipt_arrived,
}
"""Where each kind of what arrives is put."""
