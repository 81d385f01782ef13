"""Images side by side: when the reader moves one, the others follow."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Protocol

from PySide6.QtCore import QObject, Signal, SignalInstance

from seedcryo_reader.domain.errors import Cancelled
from seedcryo_reader.imaging.registration.judging import Doubt, Registered
from seedcryo_reader.imaging.volume import Volume
from seedcryo_reader.imaging.watch import Watch
from seedcryo_reader.ui.reading.case_images import CaseImages
from seedcryo_reader.ui.shared.background import Background, Running
from seedcryo_reader.viewing.linking import (
    NO_LINK,
    Basis,
    Link,
    Offsets,
    Side,
    align,
    follow,
    link_between,
    shares_window,
    side_of,
)
from seedcryo_reader.viewing.moving import frame_of
from seedcryo_reader.viewing.view import PointMm, Shown, View

Register = Callable[[Volume, Volume, Watch], Registered]
"""Bring two volumes together; slow. Raises EnvironmentFailure or Cancelled."""

Pair = tuple[str, str]
"""Two stacks, or the spaces they lie in."""


class Linkable(Protocol):
    """What is linked: `view_changed` tells of the reader's hand only, `pointed` where the pointer is, if anywhere."""

    view_changed: SignalInstance
    pointed: SignalInstance

    @property
    def shown(self) -> Shown | None:
        """Its stack; None where it shows none."""

    @property
    def view(self) -> View | None:
        """How it is shown."""

    def set_view(self, view: View) -> None:
        """Show it like this."""

    def set_crosshair(self, point_mm: PointMm | None) -> None:
        """Show where the pointer of another one is."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a registration: its result, or the sentence of what stopped it."""

    registered: Registered | None = None
    trouble: str = ""


class Comparing(QObject):
    """Links viewports. The last of those it holds is the one the others are compared with.

    Give it a `Background` of its own: a registration takes seconds, and locking a timepoint should not wait for it.
    `state_changed` carries how the images are linked, for the status line.
    """

    state_changed = Signal(str)

    def __init__(
        self, images: CaseImages, background: Background, register: Register, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._images = images
        self._background = background
        self._register = register
        self._viewports: list[Linkable] = []
        self._connections: list[tuple[SignalInstance, Callable[..., None]]] = []
        self._sides: list[Side | None] = []
        self._before: list[View | None] = []
        self._is_apart = True
        self._offsets = Offsets()
        self._outcomes: dict[Pair, Outcome] = {}
        self._trusted: dict[Pair, Registered] = {}
        self._running: dict[Pair, Running] = {}
        self._is_linked = True
        self._has_crosshair = True

    # --- what it holds ---

    def hold(self, viewports: Sequence[Linkable]) -> None:
        """Link these from now on, and no others."""
        for signal, slot in self._connections:
            signal.disconnect(slot)
        self._viewports = list(viewports)
        self._connections = []
        for at, viewport in enumerate(self._viewports):
            for signal, slot in (
                (viewport.view_changed, partial(self._follow, at)),
                (viewport.pointed, partial(self._point, at)),
            ):
                signal.connect(slot)
                self._connections.append((signal, slot))
        self.refresh()

    def refresh(self) -> None:
        """Other stacks are shown: look again how they are linked, and register what needs it. Moves nothing."""
        self._sides = [self._side_of(viewport) for viewport in self._viewports]
        self._remember_views(is_apart=True)
        self._start_registrations()
        self._tell()

    def align_to(self, leader: Linkable) -> None:
        """Bring what lies in the middle of one into the middle of the others."""
        at = self._viewports.index(leader)
        self._is_apart = True
        for other in range(len(self._viewports)):
            self._lead(at, other, None)
        self._remember_views(is_apart=False)

    # --- the reader's wishes ---

    @property
    def is_linked(self) -> bool:
        """Whether the others follow."""
        return self._is_linked

    def set_linked(self, is_linked: bool, leader: Linkable | None = None) -> None:
        """Let the others follow, beginning with `leader` where one is given, or let them go."""
        self._is_linked = is_linked
        if is_linked and leader is not None:
            self.align_to(leader)
        self._tell()

    def set_crosshair(self, is_on: bool) -> None:
        """Show the point under the pointer in the others, or not."""
        self._has_crosshair = is_on
        if not is_on:
            for viewport in self._viewports:
                viewport.set_crosshair(None)

    def keep_offset(self) -> bool:
        """Link the images by hand as they stand now; whether there was anything to link."""
        hub, centres = self._hub, [self._centre_of(viewport) for viewport in self._viewports]
        kept = False
        for side, centre in zip(self._sides[:-1], centres[:-1], strict=True):
            if hub is None or side is None or centre is None or centres[-1] is None:
                continue
            if not (hub.calibrated and side.calibrated) or side.shown == hub.shown:
                continue
            offset = tuple(to - of for to, of in zip(centre, centres[-1], strict=True))
            self._offsets = self._offsets.keep(hub, side, (offset[0], offset[1], offset[2]))
            kept = True
        self._is_linked = self._is_linked or kept
        self._remember_views(is_apart=not kept)
        self._tell()
        return kept

    def drop_offsets(self) -> None:
        """Forget the offsets by hand of the images shown; what they were linked by before holds again."""
        for side in self._sides[:-1]:
            if side is not None and self._hub is not None:
                self._offsets = self._offsets.drop(self._hub, side)
        self.refresh()

    @property
    def offsets(self) -> dict[str, str]:
        """The offsets by hand, for the display's state."""
        return dict(self._offsets.kept)

    def set_offsets(self, offsets: Mapping[str, str]) -> None:
        """Take them from the display's state again."""
        self._offsets = Offsets(dict(offsets))
        self.refresh()

    def cancel(self) -> None:
        """Stop registering."""
        for running in self._running.values():
            running.cancel()

    def register_again(self) -> None:
        """Begin what was stopped, or failed, anew."""
        self._outcomes = {pair: one for pair, one in self._outcomes.items() if one.registered is not None}
        self.refresh()

    @property
    def is_registering(self) -> bool:
        """Whether a registration of what is shown has not ended yet."""
        return bool(self._running)

    # --- following ---

    def _follow(self, at: int, _view: View) -> None:
        for other in range(len(self._viewports)):
            if self._is_linked:
                self._lead(at, other, self._before[at])
        self._remember_views(is_apart=not self._is_linked)

    def _remember_views(self, *, is_apart: bool) -> None:
        """Those that are apart are brought together by the next movement."""
        self._before = [viewport.view for viewport in self._viewports]
        self._is_apart = is_apart

    def _lead(self, at: int, other: int, before: View | None) -> None:
        leader, follower = self._viewports[at], self._viewports[other]
        sides = self._sides[at], self._sides[other]
        if other == at or leader.view is None or follower.view is None or sides[0] is None or sides[1] is None:
            return
        link = self._link(sides[0], sides[1])
        wanted = follow(link, (sides[0], sides[1]), before or leader.view, leader.view, follower.view)
        if self._is_apart:
            wanted = align(link, leader.view, wanted)
        if wanted != follower.view:
            follower.set_view(wanted)

    def _point(self, at: int, point_mm: PointMm | None) -> None:
        if not self._has_crosshair:
            return
        for other, viewport in enumerate(self._viewports):
            one, side = self._sides[at], self._sides[other]
            if other != at and one is not None and side is not None:
                viewport.set_crosshair(None if point_mm is None else self._link(one, side).point(point_mm))

    # --- how they are linked ---

    @property
    def _hub(self) -> Side | None:
        return self._sides[-1] if self._sides else None

    def _side_of(self, viewport: Linkable) -> Side | None:
        shown = viewport.shown
        return None if shown is None else side_of(self._images.load(shown.timepoint), shown)

    def _centre_of(self, viewport: Linkable) -> PointMm | None:
        """The point in its middle, on the slice that is really shown."""
        volume = None if viewport.shown is None else self._images.volume(viewport.shown)
        if volume is None or viewport.view is None:
            return None
        return frame_of(volume, viewport.view, (1.0, 1.0)).centre_mm

    def _link(self, one: Side, other: Side) -> Link:
        """Directly where both are in one space, else by way of the image that all are compared with."""
        stops = [one, other] if self._hub is None or one.space == other.space else [one, self._hub, other]
        link = Link(Basis.SAME)
        for here, there in pairwise(stops):
            if here.shown != there.shown:
                matrices = {spaces: one.matrix for spaces, one in self._trusted.items()}
                link = link.then(link_between(here, there, self._offsets, matrices))
        return link

    def between(self, one: Shown, other: Shown) -> Link:
        """How any two stacks of the case are linked, shown or not."""
        sides = [side_of(self._images.load(shown.timepoint), shown) for shown in (one, other)]
        if sides[0] is None or sides[1] is None:
            return NO_LINK
        matrices = {spaces: found.matrix for spaces, found in self._trusted.items()}
        direct = link_between(sides[0], sides[1], self._offsets, matrices)
        return self._link(sides[0], sides[1]) if direct.basis is Basis.NONE else direct

    # --- registering ---

    def _start_registrations(self) -> None:
        hub = self._hub
        wanted = {_stacks(hub, side): side for side in self._sides[:-1] if hub and side and self._needs(hub, side)}
        for pair in [one for one in self._running if one not in wanted]:
            self._running.pop(pair).cancel()
        for pair, side in wanted.items():
            volumes = self._images.volume(hub.shown) if hub else None, self._images.volume(side.shown)
            if hub is None or volumes[0] is None or volumes[1] is None or pair in self._running:
                continue
            self._running[pair] = self._background.look(
                partial(self._register, volumes[0], volumes[1]),
                partial(self._registered, pair, (hub.space, side.space)),
                partial(self._not_registered, pair),
            )

    def _needs(self, hub: Side, side: Side) -> bool:
        """Whether a registration could link them, and was not tried with these very stacks."""
        alike = hub.modality == side.modality == "CT" or shares_window(hub, side)
        is_safe = hub.reformattable and side.reformattable
        is_open = _stacks(hub, side) not in self._outcomes and self._link(hub, side).basis is Basis.NONE
        return alike and is_safe and is_open

    def _registered(self, pair: Pair, spaces: Pair, registered: Registered) -> None:
        if registered.trusted:
            self._trusted[spaces] = registered
        self._end(pair, Outcome(registered))

    def _not_registered(self, pair: Pair, trouble: Exception) -> None:
        running = self._running.get(pair)
        is_stopped = isinstance(trouble, Cancelled)
        if is_stopped and (running is None or not running.is_cancelled):
            return  # one that nobody waits for any more
        self._end(pair, Outcome(trouble=self.tr("registration stopped") if is_stopped else str(trouble)))

    def _end(self, pair: Pair, outcome: Outcome) -> None:
        """Nothing moves by itself: the others come along with the reader's next movement."""
        self._running.pop(pair, None)
        self._outcomes[pair] = outcome
        self._remember_views(is_apart=True)
        self._tell()

    # --- words ---

    def states(self) -> tuple[tuple[Shown, str], ...]:
        """How each of the others is linked to the last one, in words."""
        hub = self._hub
        return tuple(
            (side.shown, self._words(hub, side)) for side in self._sides[:-1] if side is not None and hub is not None
        )

    def _tell(self) -> None:
        states = self.states()
        if not self._is_linked:
            text = self.tr("link off")
        elif len(states) == 1:
            text = states[0][1]
        else:
            text = " · ".join(f"{shown.timepoint}: {words}" for shown, words in states)
        self.state_changed.emit(text)

    def _words(self, hub: Side, side: Side) -> str:
        match self._link(hub, side).basis:
            case Basis.SAME:
                return self.tr("same frame of reference")
            case Basis.BY_HAND:
                return self.tr("offset by hand")
            case Basis.REGISTERED:
                registered = self._trusted.get((hub.space, side.space)) or self._trusted[side.space, hub.space]
                return self.tr("registered, quality {0}").format(f"{registered.quality:.2f}")
        if _stacks(hub, side) in self._running:
            return self.tr("registering…")
        return self._why_not(self._outcomes.get(_stacks(hub, side)))

    def _why_not(self, outcome: Outcome | None) -> str:
        if outcome is None:
            return self.tr("not linked")
        if outcome.registered is None:
            return self.tr("not linked: {0}").format(outcome.trouble)
        return self.tr("not trusted: {0}").format(", ".join(map(self._doubt, outcome.registered.doubts)))

    def _doubt(self, doubt: Doubt) -> str:
        return {
            Doubt.UNLIKE: self.tr("the images are not alike enough"),
            Doubt.LITTLE_OVERLAP: self.tr("the images have too little of the body in common"),
            Doubt.UNSTEADY: self.tr("two tries did not agree"),
        }[doubt]


def _stacks(one: Side, other: Side) -> Pair:
    return one.stack_name, other.stack_name
