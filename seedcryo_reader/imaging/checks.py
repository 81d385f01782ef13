"""Is a stack's geometry safe to measure in? A list of small functions, each looking at one thing.

Adding a check is one function and one line in `CHECKS`. Checks look at headers only; what decoding finds is added by
`loading`.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, Literal, NamedTuple

import numpy as np

from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.imaging import geometry
from seedcryo_reader.imaging.files import syntaxes
from seedcryo_reader.imaging.stacks import SAME_POSITION_MM, Slice, Stack, file_names, is_even, line_tolerance_mm

Measurable = Literal["3d", "in-plane", "no"]

_GRADES: Final[tuple[Measurable, ...]] = ("no", "in-plane", "3d")

TILT_TOLERANCE_MM: Final = 0.02
"""Sideways shift of the last slice against the first below which a stack is straight, or 1 % of the way along."""


class Verdict(NamedTuple):
    """A finding, and the most that may still be measured in a stack that has it."""

    finding: Finding
    measurable: Measurable


Check = Callable[[Stack], Iterator[Verdict]]


def check(stack: Stack) -> tuple[tuple[Finding, ...], Measurable]:
    """Findings of a stack, and what may be measured in it: across slices, on each slice, or nothing."""
    verdicts = [verdict for one in CHECKS for verdict in one(stack)]
    return tuple(verdict.finding for verdict in verdicts), least(verdict.measurable for verdict in verdicts)


def least(grades: "Iterator[Measurable] | Sequence[Measurable]") -> Measurable:
    """Return the strictest of some grades; ``"3d"`` when there are none."""
    return min(grades, key=_GRADES.index, default="3d")


def _mixed(stack: Stack) -> Iterator[Verdict]:
    for what in sorted(stack.mixed):
        text = f"The series has images of different {what}; this is one of its stacks."
        yield Verdict(Finding(f"mixed-{what}", text), "3d")


def _colour(stack: Stack) -> Iterator[Verdict]:
    pixels = stack.first.file.pixels
    if not is_grey(stack):
        text = f"Colour image ({pixels.photometric}): its values are no measurement."
        yield Verdict(Finding("colour", text, file_names(stack.slices)), "no")


def is_grey(stack: Stack) -> bool:
    """Whether voxels have one value each."""
    pixels = stack.first.file.pixels
    return pixels.samples == 1 and pixels.photometric in ("MONOCHROME1", "MONOCHROME2")


def _mosaic(stack: Stack) -> Iterator[Verdict]:
    if "MOSAIC" in stack.first.frame.image_type:
        text = "Mosaic: many slices are tiled into one image, so its header does not say where its pixels lie."
        yield Verdict(Finding("mosaic", text, file_names(stack.slices)), "no")


def _localizer(stack: Stack) -> Iterator[Verdict]:
    marked = [one for one in stack.slices if one.file.localizer or "LOCALIZER" in one.frame.image_type]
    if not marked:
        return
    if stack.first.file.sop_class in syntaxes.CT_CLASSES:
        text = "Localizer: a projection through the body, in which lengths mean nothing."
        yield Verdict(Finding("localizer", text, file_names(marked)), "no")
    else:
        text = "Localizer: made for planning the scan, not for reading."
        yield Verdict(Finding("localizer", text, file_names(marked)), "in-plane")


def _calibration(stack: Stack) -> Iterator[Verdict]:
    if stack.first.frame.spacing is not None:
        return
    text = "No calibration: Pixel Spacing (0028,0030) is absent or no number."
    if stack.first.file.imager_spacing:
        text += " Imager Pixel Spacing is there, but it is the detector's scale and not the patient's."
    yield Verdict(Finding("no-calibration", text, file_names(stack.slices)), "no")


def _position(stack: Stack) -> Iterator[Verdict]:
    without = [one for one in stack.slices if one.frame.position is None or one.frame.orientation is None]
    if without:
        text = (
            "No position: Image Position or Image Orientation (Patient) is absent, so the order of slices is unknown."
        )
        yield Verdict(Finding("no-position", text, file_names(without)), "in-plane")
    elif stack.offsets_mm is None:
        text = "Image Orientation (Patient) is not two perpendicular unit vectors, so no direction can be trusted."
        yield Verdict(Finding("bad-orientation", text, file_names(stack.slices)), "no")


def _single(stack: Stack) -> Iterator[Verdict]:
    if len(stack.slices) == 1:
        yield Verdict(Finding("single-slice", "A single slice.", file_names(stack.slices)), "in-plane")


def _duplicates(stack: Stack) -> Iterator[Verdict]:
    offsets = stack.offsets_mm
    if offsets is None:
        return
    same = np.flatnonzero(np.diff(offsets) <= SAME_POSITION_MM)
    if len(same):
        at = sorted({int(index) for one in same for index in (one, one + 1)})
        text = f"{len(at)} slices lie at a position that another one has as well."
        yield Verdict(Finding("duplicate-position", text, file_names([stack.slices[i] for i in at])), "in-plane")


def _spacing(stack: Stack) -> Iterator[Verdict]:
    """Missing slices (gaps of whole multiples) and irregular spacing, over the distinct positions."""
    places = distinct_offsets(stack)
    if places is None or len(places) < 3 or is_even(places[:, 0]):
        return
    gaps = np.diff(places[:, 0])
    usual = usual_distance(gaps)
    multiples = np.maximum(1, np.rint(gaps / usual))
    odd = np.abs(gaps - multiples * usual) > line_tolerance_mm(usual)
    wide = np.flatnonzero((multiples > 1) & ~odd)
    if len(wide):
        count = int((multiples[wide] - 1).sum())
        where = ", ".join(f"{gaps[i]:.2f} mm between slices {i + 1} and {i + 2}" for i in wide[:5])
        text = f"{count} missing slice{'s' if count > 1 else ''}: the usual distance is {usual:.2f} mm, but {where}."
        yield Verdict(Finding("missing-slice", text, _beside(stack, places, wide)), "in-plane")
    if odd.any() or not len(wide):
        text = f"Irregular spacing: distances between slices run from {gaps.min():.2f} to {gaps.max():.2f} mm."
        uneven = np.flatnonzero(odd if odd.any() else np.abs(gaps - usual) == np.abs(gaps - usual).max())
        yield Verdict(Finding("irregular-spacing", text, _beside(stack, places, uneven)), "in-plane")


def usual_distance(gaps_mm: "np.ndarray[tuple[int], np.dtype[np.float64]]") -> float:
    """Distance between neighbours, mm: the smallest where it is frequent and all are its multiples, else the median."""
    smallest = float(gaps_mm.min())
    multiples = np.rint(gaps_mm / smallest)
    fits = np.abs(gaps_mm - multiples * smallest) <= line_tolerance_mm(smallest) * multiples
    frequent = 2 * np.count_nonzero(multiples == 1) >= len(gaps_mm)
    return smallest if frequent and fits.all() else float(np.median(gaps_mm))


def distinct_offsets(stack: Stack) -> "np.ndarray[tuple[int, int], np.dtype[np.float64]] | None":
    """Offset along the normal (mm) and slice index of each distinct position: (n, 2), ascending; None if unknown."""
    offsets = stack.offsets_mm
    if offsets is None:
        return None
    keep = np.concatenate([[True], np.diff(offsets) > SAME_POSITION_MM])
    return np.column_stack([offsets[keep], np.flatnonzero(keep)])


def _beside(
    stack: Stack,
    places: np.ndarray[tuple[int, int], np.dtype[np.float64]],
    gaps: "np.ndarray[tuple[int], np.dtype[np.signedinteger]]",
) -> tuple[str, ...]:
    indices = sorted({int(places[at, 1]) for gap in gaps for at in (gap, gap + 1)})
    return file_names([stack.slices[i] for i in indices])


def _tilt(stack: Stack) -> Iterator[Verdict]:
    """Slices that step sideways: their planes are tilted against the direction of the stack."""
    places = distinct_offsets(stack)
    orientation = stack.first.frame.orientation
    if places is None or len(places) < 2 or orientation is None:
        return
    first, last = (stack.slices[int(places[at, 1])].frame.position for at in (0, -1))
    step = (np.asarray(last, dtype=float) - np.asarray(first, dtype=float)) / (len(places) - 1)
    along = geometry.normal(orientation) * float(step @ geometry.normal(orientation))
    sideways, forward = float(np.linalg.norm(step - along)), float(np.linalg.norm(along))
    if sideways > max(TILT_TOLERANCE_MM / (len(places) - 1), 0.01 * forward):
        degrees = float(np.degrees(np.arctan2(sideways, forward)))
        text = f"Gantry tilt of {degrees:.1f}°: slices step sideways by {sideways:.2f} mm each, on average."
        yield Verdict(Finding("gantry-tilt", text), "in-plane")
    else:
        yield from _crooked(stack, places)


def _crooked(stack: Stack, places: np.ndarray[tuple[int, int], np.dtype[np.float64]]) -> Iterator[Verdict]:
    """Slices that lie beside the straight line through the first and the last."""
    positions = np.array([stack.slices[int(at)].frame.position for at in places[:, 1]], dtype=np.float64)
    orientation = stack.first.frame.orientation
    if len(places) < 3 or orientation is None:
        return
    share = (places[:, 0] - places[0, 0]) / (places[-1, 0] - places[0, 0])
    line = positions[0] + share[:, None] * (positions[-1] - positions[0])
    beside = np.linalg.norm(positions - line, axis=1)
    if beside.max() > line_tolerance_mm((places[-1, 0] - places[0, 0]) / (len(places) - 1)):
        text = f"Slices are shifted sideways against one another by up to {beside.max():.2f} mm."
        off = [stack.slices[int(places[i, 1])] for i in np.flatnonzero(beside > beside.max() / 2)]
        yield Verdict(Finding("shifted-slices", text, file_names(off)), "in-plane")


def _thickness(stack: Stack) -> Iterator[Verdict]:
    known = sorted({one.frame.thickness for one in stack.slices if one.frame.thickness is not None})
    if len(known) > 1 and known[-1] - known[0] > 0.01 * known[-1]:
        text = f"Slices of different thickness, from {known[0]:g} to {known[-1]:g} mm."
        yield Verdict(Finding("mixed-thickness", text), "3d")


def _rescaling(stack: Stack) -> Iterator[Verdict]:
    """Slope and intercept that are no numbers; and CT without them, whose values are then no Hounsfield units."""
    unusable = [one for one in stack.slices if one.frame.rescaling == "unusable"]
    if unusable:
        text = "Rescale Slope or Intercept is no usable number: values are shown as stored."
        yield Verdict(Finding("no-rescale", text, file_names(unusable)), "3d")
    absent = [one for one in stack.slices if one.frame.rescaling == "absent" and one.file.lut is None]
    if absent and stack.first.file.sop_class in syntaxes.CT_CLASSES:
        text = "Rescale Slope and Intercept are absent: values are as stored and no Hounsfield units."
        yield Verdict(Finding("no-rescale", text, file_names(absent)), "3d")


def _lossy(stack: Stack) -> Iterator[Verdict]:
    lossy = [one for one in stack.slices if one.file.lossy]
    if lossy:
        text = "Compressed with loss: values are not those the scanner made."
        yield Verdict(Finding("lossy-compression", text, file_names(lossy)), "3d")


def _pixel_troubles(stack: Stack) -> Iterator[Verdict]:
    """What scanning already saw of pixel data that cannot be used."""
    yield from file_verdicts((trouble, one) for one in stack.slices for trouble in one.file.troubles)


def file_verdicts(troubles: Iterable[tuple[tuple[str, str], Slice]]) -> list[Verdict]:
    """One verdict for each kind of trouble (finding code, sentence about a file), with all the files that have it."""
    told: dict[tuple[str, str], list[Slice]] = {}
    for trouble, one in troubles:
        told.setdefault(trouble, []).append(one)
    return [
        Verdict(Finding(code, f"The file {text}.", file_names(slices)), "in-plane")
        for (code, text), slices in told.items()
    ]


CHECKS: Final[tuple[Check, ...]] = (
    _colour, _mosaic, _localizer, _calibration, _position, _mixed, _single, _duplicates, _spacing, _tilt, _thickness,
    _rescaling, _lossy, _pixel_troubles,
)  # fmt: skip
