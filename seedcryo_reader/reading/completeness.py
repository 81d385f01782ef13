"""What is left to do at the open timepoint: the list a reader clicks through, and what the lock waits for."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from seedcryo_reader.criteria.demands import Demands
from seedcryo_reader.criteria.sheets import recist_lesions
from seedcryo_reader.domain.conclusion import OVERALL
from seedcryo_reader.domain.lesion import CHOSEN_ID, Merged
from seedcryo_reader.domain.measurement import Caliper, Extent
from seedcryo_reader.domain.read import BASELINE, Sheet, Slot, TimepointRead
from seedcryo_reader.reading.worked_out import WorkedOut


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is left to do.

    Attributes
    ----------
    code : str
        Stable machine word such as ``"not-assessed"``.
    text : str
        The sentence that the reader sees.
    about : str
        The lesion it is about, `OVERALL`, or the timepoint's name.
    field : str
        The extent or question that is empty; empty where the code says all.
    """

    code: str
    text: str
    about: str
    field: str = ""


def missing(now: WorkedOut) -> tuple[Missing, ...]:
    """What the timepoint at hand lacks before it can be locked; nothing where none is open.

    Of a locked one that waits to be reconfirmed it is what the changes before it have made to be asked now. A timepoint
    that is not evaluable as a whole lacks nothing: no call is asked, and the computed conclusion may be shown but need
    not.
    """
    active = now.read.active
    if active is None or active.sheet.not_evaluable is not None:
        return ()
    left = list(_assessments_missing(now, active))
    if active.name != BASELINE and not active.locked:
        left += _calls_missing(now, active)
        left += _reveal_missing(active)
        if now.protocol.calls.reason_if_different:
            left += _reasons_missing(now, active)
    return tuple(left)


def missing_before_reveal(now: WorkedOut) -> tuple[Missing, ...]:
    """What the open timepoint lacks before the computed conclusion may be shown."""
    active = now.read.active
    if active is None or active.locked or now.protocol.calls.reveal == "live":
        return ()
    return (*_assessments_missing(now, active), *_calls_missing(now, active))


def _assessments_missing(now: WorkedOut, active: TimepointRead) -> Iterator[Missing]:
    sheet = active.sheet
    asked = _with_carriers(now.demands(active.name), sheet)
    yield from _slots_missing(asked, sheet, active.name)
    for lesion, question in asked.questions:
        if (lesion, question) not in sheet.findings:
            known = now.protocol.question(question)
            text = question if known is None else known.text
            yield Missing("not-answered", f"{lesion} is not answered: {text}", lesion, question)
    for lesion in asked.non_targets:
        if lesion not in sheet.non_targets:
            yield Missing("no-status", f"{lesion}: its non-target status is missing.", lesion)
    for lesion in asked.new_lesions:
        if lesion not in sheet.new_lesions:
            yield Missing("no-status", f"{lesion}: say whether it is equivocal or unequivocal.", lesion)
    if asked.any_new_lesion and sheet.any_new_lesion is None:
        yield Missing("new-lesions", "Say whether there is a new lesion.", active.name)
    if active.name == BASELINE and sheet.not_evaluable is None:
        yield from _recist_set_missing(now, sheet)


def _with_carriers(asked: Demands, sheet: Sheet) -> Demands:
    """A lesion that is not asked for itself is, once a target that is asked for has merged into it."""
    carried: dict[Slot, Slot] = {}
    for slot in asked.slots:
        said = sheet.assessments.get(slot)
        if isinstance(said, Merged) and (said.into, Extent.WHOLE) not in asked.slots:
            carried[slot] = (said.into, Extent.WHOLE)
    short = (carrier for slot, carrier in carried.items() if slot in asked.short_axis_slots)
    return replace(
        asked,
        slots=(*asked.slots, *dict.fromkeys(carried.values())),
        short_axis_slots=(*asked.short_axis_slots, *short),
    )


def _slots_missing(asked: Demands, sheet: Sheet, timepoint: str) -> Iterator[Missing]:
    for slot in asked.slots:
        said = sheet.assessments.get(slot)
        if said is None:
            yield Missing("not-assessed", f"{_named(slot)} is not assessed at {timepoint}.", slot[0], slot[1])
        elif isinstance(said, Caliper) and said.short is None and slot in asked.short_axis_slots:
            yield Missing("no-short-axis", f"{_named(slot)} has no short axis at {timepoint}.", slot[0], slot[1])


def _named(slot: Slot) -> str:
    lesion, extent = slot
    return lesion if extent is Extent.WHOLE else f"{lesion} ({extent})"


def _recist_set_missing(now: WorkedOut, sheet: Sheet) -> Iterator[Missing]:
    """The sum of diameters has limits (RECIST 1.1, section 3), and holds whatever was recorded for it.

    What is not known to be measurable may not be in it. What the protocol leaves open is asked before the lock.
    """
    for one in now.selection:
        if one.code in {"too-many", "too-many-in-organ"}:
            yield Missing("recist-set", one.text, BASELINE)
        elif one.code == "not-measurable":
            yield Missing("not-measurable", one.text, one.lesion, Extent.WHOLE)
    counted = {one.lesion for one in recist_lesions(now.read)}
    for name in sorted(sheet.recorded):
        if CHOSEN_ID.fullmatch(name) and name not in counted:
            text = f"{name} was recorded for the sum of diameters and is not in it: choose it, or drop it."
            yield Missing("not-in-recist-set", text, name)


def _calls_missing(now: WorkedOut, active: TimepointRead) -> Iterator[Missing]:
    for about in now.demands(active.name).calls:
        if about not in active.sheet.calls:
            what = "The overall call" if about == OVERALL else f"Your call about {about}"
            yield Missing("no-call", f"{what} is missing.", about)


def _reveal_missing(active: TimepointRead) -> Iterator[Missing]:
    if active.revealed is None:
        yield Missing("not-revealed", "The computed conclusion was not shown yet.", active.name)
    elif active.revealed.is_stale(active.sheet):
        text = "Something was changed after the computed conclusion had been shown; have it shown again."
        yield Missing("not-revealed", text, active.name)


def _reasons_missing(now: WorkedOut, active: TimepointRead) -> Iterator[Missing]:
    """A conclusion that has to be computed anew differs from no call yet."""
    shown = active.revealed
    if shown is None or shown.is_stale(active.sheet):
        return
    for about in now.demands(active.name).calls:
        call, computed = active.sheet.calls.get(about), shown.value(about)
        if call is not None and computed not in {None, call.value} and not call.reason:
            text = f"Your call about {about} ({call.value}) differs from the computed one ({computed}); say why."
            yield Missing("no-reason", text, about)
