"""Cases are assigned: drawn over a pool of readers and adjudicators that are all fit for it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from seedcryo_reader.coordination.office import checks, drawing
from seedcryo_reader.coordination.office.deed import Deed, refuse
from seedcryo_reader.coordination.office.state import OfficeState
from seedcryo_reader.coordination.office.stream import ALGORITHM, SEED
from seedcryo_reader.coordination.ports import PartKnown, Send
from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.messages.reader import CaseAssigned
from seedcryo_reader.domain.office.coordinator import BatchAssigned, RepeatPlan, SeedShown
from seedcryo_reader.domain.read import BASELINE
from seedcryo_reader.domain.role import Role

_READERS: Final = 2


@dataclass(frozen=True, slots=True)
class BatchWanted:
    """What is to be drawn over, in any order.

    Attributes
    ----------
    protocol_sha256 : str
    cases, readers, adjudicators : tuple of str
        Without cases the batch has the hidden repeats alone that wait to be served.
    seed : str
        32 hex digits.
    """

    protocol_sha256: str
    cases: tuple[str, ...]
    readers: tuple[str, ...]
    adjudicators: tuple[str, ...]
    seed: str


def batch_of(
    state: OfficeState, wanted: BatchWanted, protocol: Protocol, parts: Iterable[PartKnown], day: str
) -> BatchAssigned:
    """What the draw comes to; hidden repeats that wait are served among the cases.

    Raises
    ------
    Refused
        With everything that is against it.
    """
    sealed = frozenset(part.case_number for part in parts if part.timepoint == BASELINE)
    waiting = tuple(_waiting_repeats(state, wanted.protocol_sha256, sealed, day))
    refuse(
        [
            *_why_not_this_protocol(protocol),
            *_why_not_these_people(state, wanted, day),
            *_why_not_these_cases(state, wanted.cases, sealed),
            *([] if wanted.cases or waiting else [_NOTHING]),
        ]
    )
    plans = drawing.plans(wanted.seed, drawing.Pools(wanted.cases, wanted.readers, wanted.adjudicators))
    repeats = [(one.reader, one.as_number) for one in waiting]
    number = max(state.batches, default=0) + 1
    return BatchAssigned(
        batch=number,
        algorithm=ALGORITHM,
        seed=wanted.seed,
        protocol_id=protocol.protocol_id,
        protocol_sha256=wanted.protocol_sha256,
        cases=tuple(sorted(wanted.cases)),
        readers=tuple(sorted(wanted.readers)),
        adjudicators=tuple(sorted(wanted.adjudicators)),
        plans=plans,
        orders=drawing.orders(wanted.seed, wanted.readers, plans, repeats),
        shown=sum(one.batch == number for one in state.seeds_shown),
    )


def shown(batch: BatchAssigned) -> SeedShown:
    """That somebody looked at what a draw comes to."""
    return SeedShown(batch.batch, batch.seed, batch.protocol_sha256, batch.cases, batch.readers, batch.adjudicators)


_NOTHING: Final = Finding("nothing-to-assign", "Choose at least one case.")


def assigning(batch: BatchAssigned) -> Deed:
    """Assign a batch, and tell each reader the own cases and their order."""
    return Deed(
        batch,
        tuple(
            assigned(batch, order.reader, case, place)
            for order in batch.orders
            for place, case in enumerate(order.cases, 1)
        ),
    )


def assigned(batch: BatchAssigned, reader: str, case: str, place: int) -> Send:
    """What tells a reader that a case is to be read."""
    message = CaseAssigned(case, batch.batch, place, batch.protocol_id, batch.protocol_sha256)
    return Send(reader, message, f"assigned {case} {reader}")


def drawn_order(batch: BatchAssigned, reader: str) -> tuple[str, ...]:
    """The cases of a batch in the order that was drawn for a reader; none for one who was not in it."""
    return next((order.cases for order in batch.orders if order.reader == reader), ())


def taken_over(state: OfficeState, batch: BatchAssigned, reader: str) -> tuple[str, ...]:
    """The cases of a batch that a reader took over from somebody; they stand behind the drawn ones."""
    return tuple(
        number
        for number, case in sorted(state.cases.items())
        if case.batch == batch.batch and any(one.after == reader for one in case.replaced)
    )


def _why_not_this_protocol(protocol: Protocol) -> Iterator[Finding]:
    for section in ("design", "adjudication"):
        if getattr(protocol, section) is None:
            text = f"Protocol {protocol.protocol_id} has no section [{section}]: cases cannot be read twice by it."
            yield Finding("no-section", text)
    if protocol.design is not None and protocol.design.readers != _READERS:
        text = f"Protocol {protocol.protocol_id} wants {protocol.design.readers} readers; a case is assigned to two."
        yield Finding("other-design", text)


def _why_not_these_people(state: OfficeState, wanted: BatchWanted, day: str) -> Iterator[Finding]:
    if not SEED.fullmatch(wanted.seed):
        yield Finding("bad-seed", "The seed must be 32 hex digits.")
    if len(set(wanted.readers)) < _READERS:
        yield Finding("too-few-readers", "Choose at least two readers.")
    if not wanted.adjudicators:
        yield Finding("no-adjudicator", "Choose at least one adjudicator.")
    for role, names in ((Role.READER, wanted.readers), (Role.ADJUDICATOR, wanted.adjudicators)):
        if len(set(names)) < len(names):
            yield Finding("twice", f"A {role} is named twice.")
        for name in sorted(names):
            yield from fit(state, name, role, wanted.protocol_sha256, day)


def fit(state: OfficeState, name: str, role: Role, protocol_sha256: str, day: str) -> Iterator[Finding]:
    """Why an account cannot take work of a role under a version of the protocol."""
    yield from checks.account(state, name, role, day)
    yield from checks.trained(state, name, protocol_sha256, day)


def _why_not_these_cases(state: OfficeState, cases: Sequence[str], sealed: frozenset[str]) -> Iterator[Finding]:
    if len(set(cases)) < len(cases):
        yield Finding("twice", "A case is named twice.")
    for number in sorted(set(cases)):
        case = state.cases.get(number)
        if case is not None and case.repeat is not None:
            yield Finding("hidden-repeat", f"{number} is a hidden repeat; it is served by itself.")
        elif case is not None and case.batch is not None:
            yield Finding("assigned-already", f"{number} was assigned in batch {case.batch}.")
        if number not in sealed:
            yield Finding("no-baseline", f"The sealed baseline of {number} is not here. Take in what intake sent.")


def _waiting_repeats(
    state: OfficeState, protocol_sha256: str, sealed: frozenset[str], day: str
) -> Iterator[RepeatPlan]:
    """Hidden repeats that were sealed and not served, whose reader reads the case still and is fit for it."""
    for drawn in state.repeats.values():
        for plan in drawn.plans:
            original = state.cases[plan.case_number]
            served = state.cases[plan.as_number].batch is not None
            same = original.protocol_sha256 == protocol_sha256 and plan.reader in original.readers
            unfit = any(True for _ in fit(state, plan.reader, Role.READER, protocol_sha256, day))
            if plan.as_number in sealed and same and not served and not unfit:
                yield plan
