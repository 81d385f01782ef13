"""The words in which the study is told: how a lesion looks, its course, a case. Sizes in mm, angles in degrees."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

Response = Literal["baseline", "CR", "PR", "SD", "PD", "NE"]
Doubt = Literal["none", "equivocal", "unequivocal"]


class State(StrEnum):
    """What can be said of a lesion at one timepoint."""

    MEASURED = "measured"
    ABSENT = "absent"
    TOO_SMALL = "too small"
    NOT_EVALUABLE = "not evaluable"
    SPLIT = "split"
    MERGED = "merged"


@dataclass(frozen=True)
class Oval:
    """An ellipse with its middle ``along`` mm from the lesion's centre on the long axis."""

    long: float
    short: float
    along: float = 0.0


@dataclass(frozen=True)
class Look:
    """A lesion at one timepoint.

    The whole lesion is the union of ``body`` and ``viable``. All ovals lie on one long axis and none is
    wider than it is long, so the union's long axis is exactly the span of the ovals on that axis.
    """

    state: State
    body: tuple[Oval, ...] = ()
    viable: tuple[Oval, ...] = ()
    parts: tuple[Look, ...] = ()
    into: str = ""


GONE = Look(State.ABSENT)


def tumour(long: float, short: float) -> Look:
    """Return an untreated lesion: all of it enhances."""
    return Look(State.MEASURED, viable=(Oval(long, short),))


def zone(long: float, short: float, *viable: Oval, along: float = 0.0) -> Look:
    """Return a treated lesion that no longer enhances but for the parts ``viable``."""
    return Look(State.MEASURED, body=(Oval(long, short, along),), viable=viable)


def speck(size: float) -> Look:
    """Return a remnant that is seen but too small to measure."""
    return Look(State.TOO_SMALL, body=(Oval(size, size),))


def unreadable(hidden: Look) -> Look:
    """Return a lesion that is there but cannot be judged on these images."""
    return Look(State.NOT_EVALUABLE, hidden.body, hidden.viable)


def split(*parts: Look) -> Look:
    """Return a lesion that has fallen into parts, each measured by itself."""
    return Look(State.SPLIT, parts=parts)


def coalesced(*ovals: Oval) -> Look:
    """Return the lesion that has taken in a neighbour: one body, no plane between the two."""
    return Look(State.MEASURED, viable=ovals)


def merged(into: str) -> Look:
    """Return a lesion that can no longer be told from the lesion ``into``."""
    return Look(State.MERGED, into=into)


@dataclass(frozen=True)
class Lesion:
    """A lesion and its course.

    ``at`` is the centre in the reference anatomy (LPS, mm); ``turn`` is the direction of the long axis in
    the image, degrees from the column direction towards the row direction. ``markers`` metal rods lie in it
    from TP1 on, and thin tracks lead to it from the direction ``approach`` (same angle) at TP1 and TP2.
    """

    name: str
    organ: str
    place: str
    at: tuple[float, float, float]
    turn: float
    course: tuple[Look, ...]
    node: bool = False
    markers: int = 0
    approach: float | None = None
    doubt: tuple[Doubt, ...] = ()


@dataclass(frozen=True)
class Expected:
    """What the story says of each timepoint, written by hand; tests compute it again from the truth.

    ``whole`` and ``viable`` are the RECIST 1.1 target responses by sums of whole and of viable diameters.
    ``local`` names the targets with local progression, judged against TP1.
    """

    whole: tuple[Response, ...]
    viable: tuple[Response, ...]
    local: tuple[tuple[str, ...], ...]


Modality = Literal["CT", "MR"]


@dataclass(frozen=True)
class Case:
    """One patient: ``covers`` names what the case is for; ``series`` the folders written for each timepoint.

    The first series is the one that truth refers to. A ``thick`` CT has fewer, thicker slices and larger pixels: small
    files that are quickly made, where the story needs no fine ones.
    """

    name: str
    covers: tuple[str, ...]
    story: str
    modality: Modality
    series: tuple[str, ...]
    targets: tuple[Lesion, ...]
    expected: Expected
    non_targets: tuple[Lesion, ...] = ()
    new_lesions: tuple[Lesion, ...] = ()
    moved_at: frozenset[int] = field(default_factory=frozenset)
    thick: bool = False

    @property
    def timepoints(self) -> int:
        """Return the number of timepoints."""
        return len(self.expected.whole)

    @property
    def lesions(self) -> tuple[Lesion, ...]:
        """Return all lesions, targets first."""
        return self.targets + self.non_targets + self.new_lesions
