"""How the calls about the open timepoint stand: called, shown, agreeing, stale. Decides what the section shows."""

from dataclasses import dataclass
from enum import StrEnum

from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.domain.conclusion import OVERALL, Conclusion
from seedcryo_reader.domain.lesion import whole_of
from seedcryo_reader.domain.read import BASELINE, Call, Read, Slot, TimepointRead
from seedcryo_reader.reading.answers import LOCAL_CALLS, OVERALL_CALLS
from seedcryo_reader.reading.completeness import Missing, missing_before_reveal
from seedcryo_reader.reading.worked_out import WorkedOut


class Phase(StrEnum):
    """What the section of calls is for at the moment."""

    NOTHING = "nothing is open"
    BASELINE = "no call is made at the baseline"
    NOT_EVALUABLE = "the whole timepoint is not evaluable"
    CALLING = "the reader calls; nothing computed is shown"
    SHOWN = "the computed conclusions are shown"
    STALE = "they were shown, and something was changed since"
    LIVE = "the protocol has them shown all along, and they are not confirmed as they are now"
    RECONFIRMING = "a locked timepoint is looked at again"


@dataclass(frozen=True, slots=True)
class CallStanding:
    """One call.

    Attributes
    ----------
    about : str
        A target, or `OVERALL`.
    place : str
        Where the target lies; empty of the overall call.
    options : tuple of str
        The calls that can be made.
    call : Call or None
        The reader's own.
    computed : Conclusion or None
        What the criteria conclude; None as long as it must not be shown.
    differs : bool or None
        Whether both differ; None where one of them is not there, or is from before a change.
    needs_reason : bool
        They differ, and the protocol wants to know why.
    changed : tuple of (lesion, extent)
        What was assessed for it after the computed conclusion had been seen.
    """

    about: str
    place: str
    options: tuple[str, ...]
    call: Call | None
    computed: Conclusion | None
    differs: bool | None
    needs_reason: bool
    changed: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """All calls of the open timepoint.

    Attributes
    ----------
    phase : Phase
    timepoint : str
        Empty where none is open.
    calls : tuple of CallStanding
    parts : tuple of Conclusion
        What the overall response was made of: targets, non-target disease, new lesions.
    before_reveal : tuple of Missing
        What is left to do before the computed conclusions may be shown.
    """

    phase: Phase
    timepoint: str = ""
    calls: tuple[CallStanding, ...] = ()
    parts: tuple[Conclusion, ...] = ()
    before_reveal: tuple[Missing, ...] = ()

    @property
    def can_reveal(self) -> bool:
        """Whether the computed conclusions may be shown now, and are not shown as they are."""
        return self.phase in {Phase.CALLING, Phase.STALE, Phase.LIVE} and not self.before_reveal

    @property
    def can_call(self) -> bool:
        """Whether calls can be made or changed."""
        return self.phase in {Phase.CALLING, Phase.SHOWN, Phase.STALE, Phase.LIVE}


def standing(now: WorkedOut) -> Standing:
    """How the calls about the open timepoint stand."""
    read, protocol = now.read, now.protocol
    active = read.active
    if active is None:
        return Standing(Phase.NOTHING)
    phase = _phase(active, protocol)
    if phase in {Phase.BASELINE, Phase.NOT_EVALUABLE}:
        return Standing(phase, active.name)
    shown = _shown(now, active, phase)
    is_now = phase is not Phase.STALE
    calls = tuple(_call(about, read, active, (shown, is_now), protocol) for about in now.demands(active.name).calls)
    called = {one.about for one in calls}
    parts = tuple(one for one in shown if one.about not in called)
    return Standing(phase, active.name, calls, parts, missing_before_reveal(now))


def _phase(active: TimepointRead, protocol: Protocol) -> Phase:
    if active.name == BASELINE:
        return Phase.BASELINE
    if active.sheet.not_evaluable is not None:
        return Phase.NOT_EVALUABLE
    if active.locked:
        return Phase.RECONFIRMING
    if active.revealed is not None and not active.revealed.is_stale(active.sheet):
        return Phase.SHOWN
    if protocol.calls.reveal == "live":
        return Phase.LIVE
    return Phase.CALLING if active.revealed is None else Phase.STALE


def _shown(now: WorkedOut, active: TimepointRead, phase: Phase) -> tuple[Conclusion, ...]:
    """The conclusions that may be on the screen: none before the reveal."""
    if phase in {Phase.LIVE, Phase.RECONFIRMING}:
        return now.conclusions(active.name)
    return () if active.revealed is None else active.revealed.conclusions


def _call(
    about: str, read: Read, active: TimepointRead, shown: tuple[tuple[Conclusion, ...], bool], protocol: Protocol
) -> CallStanding:
    """One call, beside what is shown and whether that is so now: what was shown before a change differs from none."""
    call = active.sheet.calls.get(about)
    conclusions, is_now = shown
    computed = next((one for one in conclusions if one.about == about), None)
    differs = None if call is None or computed is None or not is_now else call.value != computed.value
    place = next((f"{one.organ}, {one.place}" for one in read.targets if one.target_id == about), "")
    return CallStanding(
        about,
        place,
        OVERALL_CALLS if about == OVERALL else LOCAL_CALLS,
        call,
        computed,
        differs,
        bool(differs) and protocol.calls.reason_if_different and not (call and call.reason),
        _changed(about, active, {one.target_id for one in read.targets}),
    )


def _changed(about: str, active: TimepointRead, targets: set[str]) -> tuple[Slot, ...]:
    """Of a target its own; to the overall call belongs whatever belongs to none."""
    late = sorted(active.sheet.measured_after_reveal)
    if about == OVERALL:
        return tuple(slot for slot in late if _whole(slot) not in targets)
    return tuple(slot for slot in late if _whole(slot) == about)


def _whole(slot: Slot) -> str:
    return whole_of(slot[0]) or slot[0]
