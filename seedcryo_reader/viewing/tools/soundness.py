"""Whether lines may count as a caliper: what a reader must draw again, with the reason."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.imaging.checks import Measurable
from seedcryo_reader.imaging.geometry import Vector
from seedcryo_reader.imaging.volume import Volume
from seedcryo_reader.viewing.view import Orientation, View

ANGLE_DEGREES: Final = 1.0
"""How far the two axes may be from a right angle."""

ROUNDING_MM: Final = 0.002
"""What rounding both ends to a thousandth can shift; very short axes are judged by it and not by their angle."""

_WHY: Final[dict[Measurable, tuple[str, ...]]] = {
    "no": ("colour", "mosaic", "localizer", "no-calibration", "bad-orientation"),
    "in-plane": (
        "localizer", "no-position", "single-slice", "duplicate-position", "missing-slice", "irregular-spacing",
        "gantry-tilt", "shifted-slices",
    ),
    "3d": (),
}  # fmt: skip
"""Codes of the findings that take the measuring away, by what they leave."""


def why_not_measurable(volume: Volume, orientation: Orientation, findings: tuple[Finding, ...] = ()) -> Finding | None:
    """Why no length may be taken on a plane of a volume; None where it may.

    Parameters
    ----------
    findings : tuple of Finding
        What is known about the series; the ones that are to blame are told as well.

    Returns
    -------
    Finding or None
        ``not-measurable``, ``in-plane-only`` or ``oblique-plane``.
    """
    because = " ".join(dict.fromkeys(one.text for one in findings if one.code in _WHY[volume.measurable]))
    if volume.measurable == "no" or volume.geometry is None:
        return _told("not-measurable", "Nothing can be measured in these images.", because)
    if orientation is Orientation.OBLIQUE:
        text = "A turned plane is for looking only: measure on the images as acquired, or axial, coronal or sagittal."
        return Finding("oblique-plane", text)
    if orientation is not Orientation.ACQUIRED and volume.measurable != "3d":
        text = "Distances across the slices are not safe here: measure on the images as acquired."
        return _told("in-plane-only", text, because)
    return None


def why_not_in(view: View) -> Finding | None:
    """Why nothing drawn in a view may count: what is averaged over a slab is seen on no image. None where it may."""
    if view.slab_mm <= 0:
        return None
    return Finding("slab", "What is averaged is not measured: make the slab one slice thin first (Ctrl+Down).")


def _told(code: str, text: str, because: str) -> Finding:
    return Finding(code, f"{text} {because}".rstrip())


def axes_problems(long: Vector, short: Vector | None) -> Iterator[Finding]:
    """What is wrong with axes that lie on one plane, each as points (2, 3) in mm.

    Yields
    ------
    Finding
        ``no-length``, ``no-right-angle`` or ``no-crossing``.
    """
    if short is None:
        return
    along, across = long[1] - long[0], short[1] - short[0]
    length, width = float(np.linalg.norm(along)), float(np.linalg.norm(across))
    if min(length, width) == 0:
        yield Finding("no-length", "Both ends of an axis are the same point: draw it again.")
        return
    slant = abs(float(along @ across)) / length
    if slant > max(np.sin(np.radians(ANGLE_DEGREES)) * width, ROUNDING_MM):
        degrees = float(np.degrees(np.arccos(min(1.0, slant / width))))
        yield Finding(
            "no-right-angle",
            f"The axes meet at {degrees:.1f}° and not at a right angle: move an end of the short axis.",
        )
    if not _cross(long, short):
        yield Finding("no-crossing", "The axes do not cross: move the short axis onto the long one.")


def _cross(long: Vector, short: Vector) -> bool:
    return _on_both_sides(long, short) and _on_both_sides(short, long)


def _on_both_sides(line: Vector, other: Vector) -> bool:
    """Whether the ends of another line lie on different sides of a line in their plane, or touch it."""
    along = line[1] - line[0]
    offset = other - line[0]
    off = offset - np.outer(offset @ along / (along @ along), along)
    touching = np.linalg.norm(off, axis=1).min() <= ROUNDING_MM
    return bool(touching or off[0] @ off[1] <= 0)
