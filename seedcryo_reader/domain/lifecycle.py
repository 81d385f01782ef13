"""The life of a read: every change of state that is legal. Anything else raises `IllegalAct` and changes nothing.

A case comes to a reader as a chain of parts, one per timepoint, and is read strictly forward:

* It is **assigned**: it stands on the worklist and nothing of it was opened.
* It is **in progress** while a timepoint lies open on the desk. The reader assesses it, makes the calls, sees what the
  criteria compute, and locks it. The timepoint after it does not exist for the program before that lock.
* It is **waiting** when all timepoints that came are locked. Nobody at the station can tell whether more will come:
  waiting and finished look alike.
* It is **closed** once the centre's closing part came: no timepoint will follow.
* It has its **questionnaire** answered (which arm was it, the reader's guess), where the protocol asks for it: once per
  case, sealed until the trial is unblinded.
* It is **signed**: frozen. A note beside it can still be written, for the patient's sake.

Three things go backwards, and only the centre may allow them: a locked timepoint is *unlocked* (what was seen later
is marked as hindsight, and the later timepoints are read again or reconfirmed), a signed read gets a *new version*
(the old one stays), and *new images* take the place of a timepoint's (it and all after it are read again). All end
where they began, once everything is locked again; the questionnaire is never asked a second time.

What may be written on the sheet of a timepoint is in `sheet`; that nothing may be missing at a lock, and that the
images are those that were opened, is in `reading`; that a part is decrypted when its turn comes and not before, in
`storage`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from seedcryo_reader.domain import events
from seedcryo_reader.domain.events import SHEET_ACTS, Event

if TYPE_CHECKING:
    from seedcryo_reader.domain.read import Read


class State(StrEnum):
    """Where a read stands."""

    ASSIGNED = "assigned"
    IN_PROGRESS = "in progress"
    WAITING = "waiting"
    CLOSED = "closed"
    QUESTIONNAIRE = "questionnaire"
    SIGNED = "signed"


class IllegalAct(Exception):
    """An act that may not happen now. The text is a sentence for the person who tried; nothing was changed."""


def _last_to_do(read: "Read", event: Event) -> bool:
    """Whether nothing is left to do once this timepoint is done."""
    return all(not one.to_do for one in read.timepoints if one.name != getattr(event, "timepoint", None))


def _new_images(_read: "Read", event: Event) -> bool:
    """Whether it brings new images for a timepoint that was read, and not the next timepoint."""
    return isinstance(event, events.TimepointOpened) and event.supersedes is not None


def _always(_read: "Read", _event: Event) -> bool:
    return True


RESUME: Final = "resume"
"""In the column `to`: the state it was in before something went backwards; waiting, where nothing did."""


@dataclass(frozen=True, slots=True)
class Row:
    """In state `state`, an event of kind `event` leads to state `to`, if `when` holds; `meaning` says it in words."""

    state: State
    event: type[Event]
    to: State | str
    meaning: str
    when: Callable[["Read", Event], bool] = _always


_S = State

TABLE: Final[tuple[Row, ...]] = (
    Row(_S.ASSIGNED, events.TimepointOpened, _S.IN_PROGRESS, "The reader opens the case: the baseline is shown."),
    # At work on a timepoint.
    *(Row(_S.IN_PROGRESS, act, _S.IN_PROGRESS, "The reader writes on the sheet of the timepoint.")
      for act in SHEET_ACTS),
    Row(_S.IN_PROGRESS, events.ActUndone, _S.IN_PROGRESS, "The last act is taken back; the log keeps both."),
    Row(_S.IN_PROGRESS, events.ActRedone, _S.IN_PROGRESS, "What was taken back is done again."),
    Row(_S.IN_PROGRESS, events.ConclusionRevealed, _S.IN_PROGRESS, "The computed conclusion is shown, after the call."),
    Row(_S.IN_PROGRESS, events.GuardAnswered, _S.IN_PROGRESS, "A question before the lock is answered with a reason."),
    Row(_S.IN_PROGRESS, events.TimepointLocked, RESUME, "The timepoint is locked; nothing else is open.", _last_to_do),
    Row(_S.IN_PROGRESS, events.TimepointLocked, _S.IN_PROGRESS, "It is locked; a later one is still to be done."),
    Row(_S.IN_PROGRESS, events.TimepointReconfirmed, RESUME, "The last of the later timepoints is reconfirmed.",
        _last_to_do),
    Row(_S.IN_PROGRESS, events.TimepointReconfirmed, _S.IN_PROGRESS, "A later timepoint is reconfirmed."),
    # Between timepoints, and at the end.
    Row(_S.WAITING, events.TimepointOpened, _S.IN_PROGRESS, "New images for a timepoint that was read are shown.",
        _new_images),
    Row(_S.WAITING, events.TimepointOpened, _S.IN_PROGRESS, "The next timepoint is there and is shown."),
    Row(_S.WAITING, events.CaseClosed, _S.CLOSED, "The closing part came: no timepoint will follow."),
    Row(_S.CLOSED, events.QuestionnaireAnswered, _S.QUESTIONNAIRE, "The blinding questionnaire is answered, once."),
    Row(_S.CLOSED, events.ReadSigned, _S.SIGNED, "The read is signed; the protocol asks for no questionnaire."),
    Row(_S.QUESTIONNAIRE, events.ReadSigned, _S.SIGNED, "The read is signed."),
    # Backwards, by the centre's leave.
    *(Row(state, events.TimepointUnlocked, _S.IN_PROGRESS, "The centre unlocked one timepoint.")
      for state in (_S.IN_PROGRESS, _S.WAITING, _S.CLOSED, _S.QUESTIONNAIRE)),
    *(Row(state, events.TimepointOpened, _S.IN_PROGRESS, "New images for a timepoint that was read are shown.",
          _new_images) for state in (_S.IN_PROGRESS, _S.CLOSED, _S.QUESTIONNAIRE)),
    Row(_S.SIGNED, events.VersionOpened, _S.IN_PROGRESS, "The centre allowed a correction: a new version."),
    # Notes change no state. They stand beside the read, so they may be written after the signature, which covers what
    # was there before it: who remembers something that matters to a patient has to be able to say it.
    *(Row(state, note, state, "A note is written beside the read.")
      for state in (_S.IN_PROGRESS, _S.WAITING, _S.CLOSED, _S.QUESTIONNAIRE, _S.SIGNED)
      for note in (events.ErratumNoted, events.ImageQueried, events.IncidentalFindingReported)),
)  # fmt: skip
"""Every legal change; the first row that fits counts."""

_ROWS: Final[dict[tuple[State, type[Event]], tuple[Row, ...]]] = {
    (row.state, row.event): tuple(one for one in TABLE if (one.state, one.event) == (row.state, row.event))
    for row in TABLE
}

_WHY_NOT: Final[dict[State, str]] = {
    State.ASSIGNED: "The case was not opened yet.",
    State.IN_PROGRESS: "A timepoint is open; finish and lock it first.",
    State.WAITING: "Every timepoint that came is locked; the case waits for the centre.",
    State.CLOSED: "The case is closed: every timepoint is locked.",
    State.QUESTIONNAIRE: "The questionnaire was answered; the read waits for its signature.",
    State.SIGNED: "The read is signed and frozen; only notes can be written. A correction needs the centre.",
}


def next_state(read: "Read", event: Event) -> State:
    """The state that an event leads to.

    Raises
    ------
    IllegalAct
        No row of the table fits.
    """
    for row in _ROWS.get((read.state, type(event)), ()):
        if row.when(read, event):
            return read.resume if row.to == RESUME else State(row.to)
    raise IllegalAct(_WHY_NOT[read.state])
