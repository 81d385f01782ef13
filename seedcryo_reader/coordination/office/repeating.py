"""Hidden repeats: a share of a batch's cases is sealed again under other numbers and read again by one of its readers.

They are served with a later batch, so that no place in a list tells what they are.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from seedcryo_reader.coordination.office import drawing
from seedcryo_reader.coordination.office.deed import Deed, refuse
from seedcryo_reader.coordination.office.state import OfficeState
from seedcryo_reader.coordination.office.stream import ALGORITHM
from seedcryo_reader.coordination.ports import PartKnown, Send
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.messages.intake import RepeatWanted
from seedcryo_reader.domain.office.coordinator import BatchAssigned, RepeatPlan, RepeatsDrawn
from seedcryo_reader.domain.role import Role

LONGEST_WASHOUT: Final = 3650
"""Days."""


def repeats_of(
    state: OfficeState, batch: BatchAssigned, percent: int, washout_days: int, parts: Iterable[PartKnown]
) -> RepeatsDrawn:
    """Which cases of a batch are read again, by whom and under which number.

    Raises
    ------
    Refused
        Repeats of this batch were drawn before, the numbers are none, or no case number is free.
    """
    refuse(_why_not(state, batch, percent, washout_days))
    plans = [state.cases[case].plan or plan for case, plan in zip(batch.cases, batch.plans, strict=True)]
    chosen = drawing.repeated(batch.seed, percent, plans, tuple(_read_last(state, batch)))
    in_use = frozenset(state.cases).union(part.case_number for part in parts)
    if len(chosen) > drawing.NUMBERS - len(in_use):
        refuse([Finding("no-numbers", f"{len(chosen)} new case numbers are needed, and not so many are free.")])
    numbers, passed_over = drawing.numbers(batch.seed, len(chosen), in_use)
    repeats = tuple(RepeatPlan(case, new, reader) for (case, reader), new in zip(chosen, numbers, strict=True))
    return RepeatsDrawn(batch.batch, ALGORITHM, batch.seed, percent, washout_days, repeats, passed_over)


def _read_last(state: OfficeState, batch: BatchAssigned) -> Iterator[tuple[str, str]]:
    """Cases with the reader who reads them last, or took them over behind the last."""
    for order in batch.orders:
        yield from ((case, order.reader) for case in order.cases[-1:])
    for number in batch.cases:
        yield from ((number, one.after) for one in state.cases[number].replaced)


def _why_not(state: OfficeState, batch: BatchAssigned, percent: int, washout_days: int) -> Iterator[Finding]:
    if batch.batch in state.repeats:
        yield Finding("drawn-already", f"The hidden repeats of batch {batch.batch} were drawn before.")
    if not batch.cases:
        yield Finding("nothing-to-repeat", f"Batch {batch.batch} has no cases but hidden repeats.")
    if not 1 <= percent <= 100:
        yield Finding("bad-percent", "Between 1 and 100 percent of the cases can be repeated.")
    if not 0 <= washout_days <= LONGEST_WASHOUT:
        yield Finding("bad-washout", f"The wash-out must have 0 to {LONGEST_WASHOUT} days.")


def repeating(state: OfficeState, drawn: RepeatsDrawn, day: str) -> Deed:
    """Draw repeats, and ask intake to seal the cases again; of several intake accounts the first by name.

    Raises
    ------
    Refused
        There is no intake account.
    """
    intake = intake_account(state, day)
    if intake is None:
        text = "No intake account is accepted, so nobody can seal the cases again. Accept one first."
        raise Refused((Finding("no-intake", text),))
    return Deed(
        drawn,
        tuple(
            Send(intake, RepeatWanted(plan.case_number, plan.as_number), f"repeat {plan.as_number}")
            for plan in drawn.plans
        ),
    )


def intake_account(state: OfficeState, day: str) -> str | None:
    """The first account of role intake by name; None where there is none."""
    every = sorted(state.accounts.items())
    found = (name for name, one in every if one.accepted.role is Role.INTAKE and one.is_active(day))
    return next(found, None)
