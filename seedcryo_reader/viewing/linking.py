"""Two images side by side: which point of the one is which point of the other, and how the one follows the other.

A link only ever moves a view. No number that is measured, stored or compared goes through it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

import numpy as np

from seedcryo_reader.imaging.window import Window
from seedcryo_reader.viewing.images import TimepointImages
from seedcryo_reader.viewing.view import Orientation, PointMm, Shown, SlabMode, View

Matrix = tuple[tuple[float, ...], ...]
"""4×4 by rows, LPS mm → LPS mm, rigid."""

IDENTITY: Final[Matrix] = tuple(tuple(float(i == j) for j in range(4)) for i in range(4))

_OFFSET: Final = re.compile(r"(-?[0-9]{1,4}\.[0-9]{3}) (-?[0-9]{1,4}\.[0-9]{3}) (-?[0-9]{1,4}\.[0-9]{3})")


class Basis(StrEnum):
    """What a link rests on."""

    SAME = "same"
    REGISTERED = "registered"
    BY_HAND = "by hand"
    NONE = "none"


_STRENGTH: Final = (Basis.SAME, Basis.REGISTERED, Basis.BY_HAND, Basis.NONE)
"""A chain of links rests on the last of these that occurs in it."""


@dataclass(frozen=True, slots=True)
class Link:
    """From the space of one image to that of another.

    Attributes
    ----------
    basis : Basis
    matrix : Matrix
        LPS mm of the one → LPS mm of the other; means nothing where the basis is `NONE`.
    """

    basis: Basis
    matrix: Matrix = IDENTITY

    def point(self, point_mm: PointMm) -> PointMm | None:
        """Where a point of the one lies in the other; None where nothing is known."""
        if self.basis is Basis.NONE:
            return None
        if self.matrix == IDENTITY:
            return point_mm
        x, y, z, _ = (np.asarray(self.matrix) @ (*point_mm, 1.0)).tolist()
        return x, y, z

    def inverse(self) -> "Link":
        """The way back."""
        return Link(self.basis, inverted(self.matrix))

    def then(self, onward: "Link") -> "Link":
        """First this link, then another; as sure as the less sure of them."""
        basis = max(self.basis, onward.basis, key=_STRENGTH.index)
        return NO_LINK if basis is Basis.NONE else Link(basis, _rows(np.asarray(onward.matrix) @ self.matrix))


NO_LINK: Final = Link(Basis.NONE)


def inverted(matrix: Matrix) -> Matrix:
    """The rigid map back: the rotation's transpose, and the shift turned by it."""
    there = np.asarray(matrix)
    back = np.eye(4)
    back[:3, :3] = there[:3, :3].T
    back[:3, 3] = -there[:3, :3].T @ there[:3, 3]
    return _rows(back)


def shifted(offset_mm: PointMm) -> Matrix:
    """The map that moves every point by an offset."""
    return (*((*IDENTITY[row][:3], offset_mm[row]) for row in range(3)), IDENTITY[3])


def _rows(array: np.typing.NDArray[np.float64]) -> Matrix:
    return tuple(tuple(row) for row in array.tolist())


@dataclass(frozen=True, slots=True)
class Side:
    """A stack as far as linking cares.

    Attributes
    ----------
    shown : Shown
    space : str
        Whatever has the same is in the same millimetres: its Frame of Reference UID, or where it has none the stack
        itself.
    modality, label : str
        Of its series.
    calibrated : bool
        Whether its millimetres are millimetres of the patient.
    reformattable : bool
        Whether it can be cut across its slices.
    """

    shown: Shown
    space: str
    modality: str
    label: str
    calibrated: bool = True
    reformattable: bool = True

    @property
    def stack_name(self) -> str:
        """The stack itself, e.g. ``"TP1/2/0"``."""
        return f"{self.shown.timepoint}/{self.shown.series}/{self.shown.stack}"


def side_of(images: TimepointImages, shown: Shown) -> Side | None:
    """The side that a viewport shows; None where the timepoint has no such stack."""
    series = next((one for one in images.series if one.number == shown.series), None)
    if series is None or not 0 <= shown.stack < len(series.volumes):
        return None
    volume = series.volumes[shown.stack]
    side = Side(
        shown,
        volume.frame_of_reference,
        series.modality,
        series.label,
        calibrated=volume.geometry is not None,
        reformattable=volume.measurable == "3d",
    )
    return side if side.space else replace(side, space=side.stack_name)


@dataclass(frozen=True, slots=True)
class Offsets:
    """Offsets that were set by hand, by pair of spaces (of stacks, where both are in one space).

    `kept` is plain text, for the display's state: pair → ``"x y z"`` in mm with three decimals.
    """

    kept: Mapping[str, str] = field(default_factory=dict)

    def between(self, one: Side, other: Side) -> PointMm | None:
        """What is added to a point of the one to find it in the other; None where nothing was kept."""
        key, is_turned = _pair(one, other)
        found = _OFFSET.fullmatch(self.kept.get(key, ""))
        if found is None:
            return None
        sign = -1.0 if is_turned else 1.0
        x, y, z = (sign * float(number) for number in found.groups())
        return x, y, z

    def keep(self, one: Side, other: Side, offset_mm: PointMm) -> "Offsets":
        """Remember an offset from the one to the other.

        Raises
        ------
        ValueError
            It is longer than anything in a scanner: 10 m or more along an axis.
        """
        key, is_turned = _pair(one, other)
        text = " ".join(f"{round(-number if is_turned else number, 3) + 0.0:.3f}" for number in offset_mm)
        if not _OFFSET.fullmatch(text):
            msg = f"an offset of {text} mm is none"
            raise ValueError(msg)
        return Offsets({**self.kept, key: text})

    def drop(self, one: Side, other: Side) -> "Offsets":
        """Forget the offset of a pair."""
        key, _ = _pair(one, other)
        return Offsets({pair: text for pair, text in self.kept.items() if pair != key})


def _pair(one: Side, other: Side) -> tuple[str, bool]:
    """Name of a pair, the same from both sides, and whether its order was turned for that."""
    names = (one.stack_name, other.stack_name) if one.space == other.space else (one.space, other.space)
    return " ".join(sorted(names)), names[0] > names[1]


def link_between(one: Side, other: Side, offsets: Offsets, registered: Mapping[tuple[str, str], Matrix]) -> Link:
    """How one image leads to another.

    An offset that the reader kept goes before all else, for it was kept because the rest did not fit. Then a shared
    frame of reference is exact, then comes a registration that is trusted.

    Parameters
    ----------
    registered : mapping of (space, space) to Matrix
        Trusted registrations, each one way only.
    """
    if not (one.calibrated and other.calibrated):
        return NO_LINK
    by_hand = offsets.between(one, other)
    if by_hand is not None:
        return Link(Basis.BY_HAND, shifted(by_hand))
    if one.space == other.space:
        return Link(Basis.SAME)
    if (one.space, other.space) in registered:
        return Link(Basis.REGISTERED, registered[one.space, other.space])
    if (other.space, one.space) in registered:
        return Link(Basis.REGISTERED, registered[other.space, one.space]).inverse()
    return NO_LINK


# --- following -------------------------------------------------------------------------------------------------------


def align(link: Link, leader: View, other: View) -> View:
    """Bring what lies in the middle of the leader into the middle of the other, at the same scale.

    Slices of another distance or direction: the other shows the one nearest to that point (`moving.frame_of`).
    """
    centre = link.point(leader.centre_mm)
    return other if centre is None else replace(other, centre_mm=centre, mm_per_pixel=leader.mm_per_pixel)


def follow(link: Link, sides: tuple[Side, Side], before: View, after: View, other: View) -> View:
    """The other image after the leader was moved: whatever changed in the leader, and nothing else, is followed.

    Parameters
    ----------
    link : Link
        From the leader to the other.
    sides : (leader, other)
    before, after : View
        The leader's.
    other : View
        The other's, as it is now.
    """
    leading, following = sides
    if after.window != before.window:
        other = replace(other, window=followed_window(leading, following, (before.window, after.window), other.window))
    centre = link.point(after.centre_mm)
    if centre is None:
        return other
    if after.centre_mm != before.centre_mm:
        other = replace(other, centre_mm=centre)
    if after.mm_per_pixel != before.mm_per_pixel:
        other = replace(other, mm_per_pixel=after.mm_per_pixel)
    if following.reformattable and _cut(after) != _cut(before):
        orientation, slab_mm, slab_mode, turn = _cut(after)
        other = replace(other, orientation=orientation, slab_mm=slab_mm, slab_mode=slab_mode, turn_degrees=turn)
    return other


def _cut(view: View) -> tuple[Orientation, float, SlabMode, tuple[float, float]]:
    return view.orientation, view.slab_mm, view.slab_mode, view.turn_degrees


def kind_of(modality: str, label: str) -> str:
    """What a window is shared among: in CT all but lung, bone and localizer; in MR a sequence with all its phases."""
    if modality == "CT":
        return label if label in {"CT lung", "CT bone", "CT localizer"} else "CT"
    return "MR T1 contrast" if label in _MR_PHASES else label


_MR_PHASES: Final = frozenset(
    {"MR T1 contrast", "MR T1 arterial", "MR T1 portal venous", "MR T1 delayed", "MR T1 hepatobiliary"}
)


def shares_window(one: Side, other: Side) -> bool:
    """Whether the window of the one means the same to the other."""
    same_kind = kind_of(one.modality, one.label) == kind_of(other.modality, other.label)
    return one.modality == other.modality and same_kind


def followed_window(leader: Side, other: Side, change: tuple[Window, Window], window: Window) -> Window:
    """The other's window after the leader's changed from the first of `change` to the second.

    CT is in Hounsfield units, so the numbers are taken over. MR has a scale of its own in every series: the other's
    width is changed by the same factor, and its centre by the same share of its width.
    """
    before, after = change
    if not shares_window(leader, other):
        return window
    inverted_too = window.inverted != (before.inverted != after.inverted)
    if leader.modality == "CT":
        return replace(window, center=after.center, width=after.width, inverted=inverted_too)
    width = window.width * (after.width / before.width)
    center = window.center + (after.center - before.center) * (window.width / before.width)
    return replace(window, center=center, width=width, inverted=inverted_too)
