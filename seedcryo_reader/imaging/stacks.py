"""Series → stacks: the frames that make one volume, ordered by position along their normal.

A stack holds frames of equal object class, size, orientation, spacing and frame of reference. Traits such as echo or
b-value part a series further where frames lie at the same position. A trait that merely changes along the stack (an
acquisition number per rotation) parts nothing, and InstanceNumber and file names are never looked at.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

import numpy as np

from seedcryo_reader.imaging import geometry
from seedcryo_reader.imaging.files.facts import Frame, ImageFile

ORIENTATION_TOLERANCE: Final = 1e-3
"""Largest difference of direction cosines within a stack: 0.06°, 0.35 mm over 350 mm."""

SPACING_TOLERANCE: Final = 1e-4
"""Largest relative difference of pixel spacing within a stack: 0.04 mm over 350 mm."""

SAME_POSITION_MM: Final = 0.01
"""Two slices closer than this along the normal lie at one position."""

ALWAYS: Final = ("image_kind", "stack")
"""Traits that part a series wherever they differ, unless nothing but single slices would be left."""

BY_POSITION: Final = (
    "temporal", "temporal_offset", "echo", "echo_time", "b_value", "acquisition", "image_type", "gradient",
    "inversion_time", "sequence", "kernel", "trigger_time", "acquisition_time",
)  # fmt: skip
"""Traits that part a series only where frames lie at the same position, in this order."""

MOST_ORIENTATIONS: Final = 300
"""Groups of one series up to which nearly equal orientations are joined; beyond, only equal ones."""


class Slice(NamedTuple):
    """One frame with the file it comes from; `name` is how the person knows the file."""

    path: str
    name: str
    file: ImageFile
    frame: Frame


def file_names(slices: Iterable[Slice]) -> tuple[str, ...]:
    """Names of the files of some slices, each once, in their order."""
    return tuple(dict.fromkeys(one.name for one in slices))


@dataclass(frozen=True)
class Stack:
    """Frames that make one volume, lowest along the normal first; unordered where positions are unknown.

    `mixed` names what else differs within the series this stack was parted from, e.g. orientation or spacing.
    """

    slices: tuple[Slice, ...]
    mixed: frozenset[str] = frozenset()

    @property
    def first(self) -> Slice:
        """Lowest slice; facts that all slices share are read from it."""
        return self.slices[0]

    @cached_property
    def offsets_mm(self) -> np.ndarray[tuple[int], np.dtype[np.float64]] | None:
        """Distance (n,) of each slice along the normal from the patient origin, mm, ascending; None if unknown."""
        return _along_normal(self.slices)


def part_into_stacks(slices: Iterable[Slice]) -> list[Stack]:
    """Group frames of any number of series into stacks, ordered by the first of their files' names."""
    series: dict[str, list[Slice]] = {}
    for one in slices:
        series.setdefault(one.file.series, []).append(one)
    stacks = []
    for members in series.values():
        groups = _same_geometry(members)
        mixed = _mixed(groups)
        for group in groups:
            stacks += [Stack(tuple(_ordered(part)), mixed[part[0].file.sop_class]) for part in _parted(group)]
    return sorted(stacks, key=_stack_order)


def _stack_order(stack: Stack) -> tuple[object, ...]:
    one = stack.first
    return (min(each.name for each in stack.slices), one.frame.number, sorted(one.frame.traits.items()))


def _same_geometry(members: Sequence[Slice]) -> list[list[Slice]]:
    """Groups that agree in everything a volume must share."""
    groups: list[list[Slice]] = []
    by_kind: dict[Hashable, list[list[Slice]]] = {}
    homes: dict[Hashable, list[Slice]] = {}
    for one in members:
        pixels, frame = one.file.pixels, one.frame
        kind = (one.file.sop_class, one.file.frame_of_reference, pixels.rows, pixels.columns, pixels.samples,
                pixels.photometric, frame.position is None)  # fmt: skip
        home = homes.get((kind, frame.orientation, frame.spacing))
        if home is None:
            candidates = by_kind.setdefault(kind, [])
            near = candidates if len(candidates) < MOST_ORIENTATIONS else []
            home = next((group for group in near if _agree(group[0].frame, frame)), None)
            if home is None:
                home = []
                candidates.append(home)
                groups.append(home)
            homes[kind, frame.orientation, frame.spacing] = home
        home.append(one)
    return groups


def _agree(a: Frame, b: Frame) -> bool:
    return _close(a.orientation, b.orientation, ORIENTATION_TOLERANCE, 0.0) and _close(
        a.spacing, b.spacing, 0.0, SPACING_TOLERANCE
    )


def _close(a: tuple[float, ...] | None, b: tuple[float, ...] | None, absolute: float, relative: float) -> bool:
    if a is None or b is None:
        return a is b
    return all(abs(x - y) <= absolute + relative * abs(x) for x, y in zip(a, b, strict=True))


def _mixed(groups: Sequence[Sequence[Slice]]) -> dict[str, frozenset[str]]:
    """What differs between the groups of a series, by object class."""
    found: dict[str, frozenset[str]] = {}
    firsts: dict[str, Slice] = {}
    for group in groups:
        one = group[0]
        sop_class = one.file.sop_class
        found[sop_class] = found.get(sop_class, frozenset()) | _differences(firsts.setdefault(sop_class, one), one)
    return found


def _differences(one: Slice, other: Slice) -> frozenset[str]:
    a, b = one.file.pixels, other.file.pixels
    found = {
        "size": (a.rows, a.columns) != (b.rows, b.columns),
        "orientation": not _close(one.frame.orientation, other.frame.orientation, ORIENTATION_TOLERANCE, 0.0),
        "spacing": not _close(one.frame.spacing, other.frame.spacing, 0.0, SPACING_TOLERANCE),
        "photometric": (a.samples, a.photometric) != (b.samples, b.photometric),
        "frame-of-reference": one.file.frame_of_reference != other.file.frame_of_reference,
    }
    return frozenset(what for what, differs in found.items() if differs)


def _parted(group: list[Slice]) -> list[list[Slice]]:
    parts = [group]
    for name in ALWAYS:
        parts = [piece for part in parts for piece in _part_by(part, name, _leaves_more_than_singles)]
    for name in BY_POSITION:
        parts = [piece for part in parts for piece in _part_by(part, name, _parts_doubles)]
    return [piece for part in parts for piece in _part_by(part, "acquisition", _two_ranges)]


def _part_by(
    part: list[Slice], name: str, worth: Callable[[list[Slice], list[list[Slice]]], bool]
) -> list[list[Slice]]:
    pieces: dict[Hashable, list[Slice]] = {}
    for one in part:
        pieces.setdefault(_trait(one.frame, name), []).append(one)
    split = list(pieces.values())
    return split if len(split) > 1 and worth(part, split) else [part]


def _trait(frame: Frame, name: str) -> Hashable:
    if name == "image_type":
        return frame.image_type
    if name == "image_kind":
        return frame.image_type[:3]
    return frame.traits.get(name, "")


def _leaves_more_than_singles(part: list[Slice], split: list[list[Slice]]) -> bool:
    return _doubles(part) > 0 or any(len(piece) > 1 for piece in split)


def _parts_doubles(part: list[Slice], split: list[list[Slice]]) -> bool:
    """Fewer frames lie at one position afterwards, and most frames are still among others."""
    doubles = _doubles(part)
    if not doubles or sum(map(_doubles, split)) >= doubles:
        return False
    return 2 * sum(len(piece) for piece in split if _distinct(piece) > 1) > len(part)


def _two_ranges(part: list[Slice], split: list[list[Slice]]) -> bool:
    """Acquisitions of several slices each, evenly spaced alone and not together: two ranges of the body."""
    return not _even(part) and all(len(piece) > 2 and _even(piece) for piece in split)


def _doubles(part: Sequence[Slice]) -> int:
    return len(part) - _distinct(part)


def _distinct(part: Sequence[Slice]) -> int:
    offsets = _along_normal(part)
    if offsets is None:
        return len(part)
    return 1 + int(np.count_nonzero(np.diff(np.sort(offsets)) > SAME_POSITION_MM))


def _even(part: Sequence[Slice]) -> bool:
    offsets = _along_normal(part)
    return offsets is not None and is_even(np.sort(offsets))


def line_tolerance_mm(spacing_mm: float) -> float:
    """How far a slice may lie from its place in an even stack: 0.05 mm, or 2 % of the spacing where that is more."""
    return max(0.05, 0.02 * spacing_mm)


def is_even(offsets_mm: np.ndarray[tuple[int], np.dtype[np.float64]]) -> bool:
    """Whether sorted offsets (n,) along the normal, mm, lie evenly within tolerance."""
    if len(offsets_mm) < 3:
        return True
    even = np.linspace(offsets_mm[0], offsets_mm[-1], len(offsets_mm))
    spacing = (offsets_mm[-1] - offsets_mm[0]) / (len(offsets_mm) - 1)
    return bool(np.max(np.abs(offsets_mm - even)) <= line_tolerance_mm(float(spacing)))


def _along_normal(slices: Sequence[Slice]) -> np.ndarray[tuple[int], np.dtype[np.float64]] | None:
    orientation = slices[0].frame.orientation
    if orientation is None or any(one.frame.position is None for one in slices):
        return None
    try:
        normal = geometry.normal(orientation)
    except ValueError:
        return None
    return np.array([one.frame.position for one in slices], dtype=np.float64) @ normal


def _ordered(part: list[Slice]) -> list[Slice]:
    offsets = _along_normal(part)
    names = [(one.file.sop_instance, one.frame.number) for one in part]
    if offsets is None:
        return [part[i] for i in sorted(range(len(part)), key=names.__getitem__)]
    return [part[i] for i in sorted(range(len(part)), key=lambda i: (round(float(offsets[i]), 6), names[i]))]
