"""What the protocol asks of the reader at a timepoint. Whether it was answered is for the completeness list to say."""

from collections.abc import Iterator
from dataclasses import dataclass

from seedcryo_reader.criteria.course import Course, Lesion
from seedcryo_reader.criteria.evaluate import progressed_before
from seedcryo_reader.criteria.lengths import viable_is_asked
from seedcryo_reader.criteria.merged import answered_by, answered_with
from seedcryo_reader.criteria.new_lesions import followed
from seedcryo_reader.criteria.protocol.model import Protocol, Question
from seedcryo_reader.criteria.reference import after_reference
from seedcryo_reader.criteria.sheets import chosen, course_of, recist_lesions, stated, targets, until
from seedcryo_reader.domain.conclusion import OVERALL
from seedcryo_reader.domain.lesion import NON_TARGET_ID, Absent, Merged, Split
from seedcryo_reader.domain.measurement import Extent
from seedcryo_reader.domain.read import BASELINE, Read, Sheet, Slot


@dataclass(frozen=True, slots=True)
class Demands:
    """What has to be said at a timepoint.

    Attributes
    ----------
    slots : tuple of (lesion, Extent)
        What has to be assessed: measured, absent, too small, not evaluable, merged or split.
    short_axis_slots : tuple of (lesion, Extent)
        Those of `slots` whose caliper needs a short axis, if they are measured.
    questions : tuple of (target, question)
    calls : tuple of str
        What the reader's own calls are about: targets, `OVERALL`.
    non_targets : tuple of str
        Non-target disease whose state has to be given.
    new_lesions : tuple of str
        New lesions that have to be assessed: found here, or found earlier and not resolved.
    any_new_lesion : bool
        Whether it has to be said that there is no (further) new lesion, or that it cannot be said.
    """

    slots: tuple[Slot, ...] = ()
    short_axis_slots: tuple[Slot, ...] = ()
    questions: tuple[tuple[str, str], ...] = ()
    calls: tuple[str, ...] = ()
    non_targets: tuple[str, ...] = ()
    new_lesions: tuple[str, ...] = ()
    any_new_lesion: bool = False


def demands(read: Read, protocol: Protocol, timepoint: str, progressed: bool | None = None) -> Demands:
    """What has to be said at this timepoint, as things stand on its sheet.

    Nothing at one that is not evaluable as a whole. After overall progression at an earlier timepoint only what is
    about the prespecified targets, and the calls.

    Parameters
    ----------
    read : Read
    protocol : Protocol
    timepoint : str
    progressed : bool, optional
        `Evaluation.progressed_before` of the timepoint, where it is known already.

    Raises
    ------
    ValueError
        The timepoint was not opened.
    """
    sheet = stated(until(read, timepoint)[-1].sheet)
    if sheet.not_evaluable is not None:
        return Demands()
    if timepoint == BASELINE:
        slots = _slots(sheet, (*targets(read), *chosen(read)), protocol)
        return Demands(tuple(slots), _short_axes(read, slots, protocol))
    if progressed is None:
        progressed = progressed_before(read, protocol, timepoint)
    extra = () if progressed else tuple(one for one in recist_lesions(read) if one not in targets(read))
    slots = _slots(sheet, (*targets(read), *extra), protocol)
    course = course_of(read, protocol, timepoint)
    *earlier, now = course.timepoints[1:]
    return Demands(
        slots,
        _short_axes(read, slots, protocol),
        tuple(_questions(course, sheet, protocol)),
        tuple(_calls(read, protocol)),
        () if progressed else _non_targets(read),
        () if progressed else tuple(dict.fromkeys((*followed(earlier, protocol.new_lesions), *now.found))),
        not progressed and not now.found,
    )


def _slots(sheet: Sheet, lesions: tuple[Lesion, ...], protocol: Protocol) -> tuple[Slot, ...]:
    return tuple(slot for one in lesions for slot in _slots_of(sheet, one, protocol))


def _slots_of(sheet: Sheet, lesion: Lesion, protocol: Protocol) -> Iterator[Slot]:
    """The whole lesion, its viable part where one is asked and can be there, and the same for its pieces."""
    whole = sheet.assessed(lesion.lesion)
    yield lesion.lesion, Extent.WHOLE
    if isinstance(whole, Split):
        for piece in whole.pieces:
            yield from _slots_of(sheet, Lesion(piece, lesion.node), protocol)
    elif not isinstance(whole, Absent | Merged) and lesion.lesion[0] == "T" and viable_is_asked(lesion.node, protocol):
        yield lesion.lesion, Extent.VIABLE


def _short_axes(read: Read, slots: tuple[Slot, ...], protocol: Protocol) -> tuple[Slot, ...]:
    if protocol.measuring.short_axis == "always":
        return slots
    nodes = {one.lesion for one in (*targets(read), *chosen(read)) if one.node}
    measuring = protocol.measuring
    return tuple(
        slot
        for slot in slots
        if (measuring.node if slot[0].partition(".")[0] in nodes else measuring.non_nodal) == "short"
    )


def _questions(course: Course, sheet: Sheet, protocol: Protocol) -> Iterator[tuple[str, str]]:
    now = course.timepoints[-1]
    for target in course.targets:
        if answered_by(course, now, target.lesion) == target.lesion:
            merged = answered_with(course, now, target.lesion)
            for question in protocol.questions:
                in_turn = question.asked == "follow-ups" or after_reference(now.number, protocol.reference)
                if in_turn and _follows(question, sheet, target.lesion, merged):
                    yield target.lesion, question.id


def _follows(question: Question, sheet: Sheet, target: str, merged: tuple[str, ...]) -> bool:
    """Whether the answer that a question depends on was given, of the target or of one that merged into it."""
    needed = question.asked_if
    if needed is None:
        return True
    unsaid = (one for one in merged if (one, question.id) not in sheet.findings)
    found = (sheet.findings.get((one, needed.question)) for one in (target, *unsaid))
    return any(one is not None and one.answer in needed.answers for one in found)


def _calls(read: Read, protocol: Protocol) -> Iterator[str]:
    if protocol.calls.local_progression:
        yield from (one.lesion for one in targets(read))
    if protocol.calls.overall:
        yield OVERALL


def _non_targets(read: Read) -> tuple[str, ...]:
    return tuple(sorted(name for name in read.recorded() if NON_TARGET_ID.fullmatch(name)))
