"""What hands do to a view: each function takes a view and gives the next one. Nothing here draws."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from seedcryo_reader.imaging.geometry import Vector
from seedcryo_reader.imaging.volume import Volume
from seedcryo_reader.imaging.window import Window
from seedcryo_reader.viewing import stacks
from seedcryo_reader.viewing.frame import Frame
from seedcryo_reader.viewing.presets import first_window
from seedcryo_reader.viewing.view import Orientation, PointMm, SlabMode, View

Size = tuple[float, float]
"""Width and height of the picture's place on the screen, logical pixels."""

WIDTH_PER_PIXEL: Final = 0.005
"""A drag over one pixel to the right makes the window this share wider."""

CENTRE_PER_PIXEL: Final = 0.004
"""A drag over one pixel downwards moves the centre up by this share of the width: the picture darkens."""

ZOOM_LIMITS: Final = (0.005, 50.0)
"""Least and greatest millimetres of a logical pixel."""


@dataclass(frozen=True, slots=True)
class Travel:
    """A view on its way through a volume.

    Attributes
    ----------
    count : int
        Places there are: slices, or steps of about a voxel of a reformat.
    at : int
        Counted from 0 in reading order: towards the feet for planes that are nearest axial, otherwise away from the
        eye (coronal: from front to back).
    """

    count: int
    at: int


_SAME_SCALE: Final = 1e-9

CYCLE: Final = (Orientation.ACQUIRED, Orientation.AXIAL, Orientation.CORONAL, Orientation.SAGITTAL)


def frame_of(volume: Volume, view: View, size: Size) -> Frame:
    """The plane that the screen shows.

    An acquired view lies exactly on the slice nearest to its centre, so that what is drawn on it does too.
    """
    across, down = stacks.plane_of(volume, view.orientation, view.turn_degrees)
    centre = np.asarray(view.centre_mm)
    k = slice_of(volume, view)
    if k is not None:
        normal = stacks.normal_of((across, down))
        centre = centre + ((stacks.slice_origin(volume, k) - centre) @ normal) * normal
    return Frame(_point(centre), _point(across), _point(down), view.mm_per_pixel, size)


def slice_of(volume: Volume, view: View) -> int | None:
    """The stored slice that is shown; None for a reformat."""
    if view.orientation is not Orientation.ACQUIRED:
        return None
    return stacks.nearest_slice(volume, view.centre_mm)


def first_view(volume: Volume, modality: str, size: Size) -> View:
    """The middle slice, fitted, in the first preset of its modality (``"CT"`` or ``"MR"``)."""
    middle = stacks.corners_mm(volume).mean(axis=0)
    view = View(_point(middle), 1.0, first_window(volume, modality))
    return fit(volume, to_slice(volume, view, len(volume.array) // 2), size)


def to_slice(volume: Volume, view: View, k: int) -> View:
    """Move along the normal onto slice k, or the last one there is; the view becomes an acquired one."""
    k = min(max(k, 0), len(volume.array) - 1)
    normal = stacks.normal_of(stacks.acquired_plane(volume))
    centre = np.asarray(view.centre_mm)
    depth = float((centre - stacks.slice_origin(volume, 0)) @ normal)
    centre = centre + (float(stacks.slice_depths(volume)[k]) - depth) * normal
    return replace(view, centre_mm=_point(centre), orientation=Orientation.ACQUIRED)


def is_same_plane(volume: Volume, one: View, other: View) -> bool:
    """Whether two views show the same image or cut; enlarged, moved or windowed otherwise or not."""
    if (one.orientation, one.slab_mm) != (other.orientation, other.slab_mm):
        return False
    if one.orientation is Orientation.ACQUIRED:
        return slice_of(volume, one) == slice_of(volume, other)
    is_turned = one.orientation is Orientation.OBLIQUE and one.turn_degrees != other.turn_degrees
    away = float(np.subtract(other.centre_mm, one.centre_mm) @ _normal(volume, one))
    return not is_turned and abs(away) < 1e-6


def travel(volume: Volume, view: View) -> Travel:
    """Where the view is on its way through the volume, in reading order."""
    k = slice_of(volume, view)
    if k is not None:
        count, at = len(volume.array), k
    else:
        first, count, step = _grid(volume, view)
        at = min(max(round((float(np.asarray(view.centre_mm) @ _normal(volume, view)) - first) / step), 0), count - 1)
    return Travel(count, at if _onward(volume, view) > 0 else count - 1 - at)


def go_to(volume: Volume, view: View, place: int) -> View:
    """Move along the normal to a place of `travel`, or the first or last one."""
    count = travel(volume, view).count
    at = min(max(place, 0), count - 1)
    at = at if _onward(volume, view) > 0 else count - 1 - at
    if view.orientation is Orientation.ACQUIRED:
        return to_slice(volume, view, at)
    first, _, step = _grid(volume, view)
    normal, centre = _normal(volume, view), np.asarray(view.centre_mm)
    return replace(view, centre_mm=_point(centre + (first + at * step - float(centre @ normal)) * normal))


def scroll(volume: Volume, view: View, steps: int) -> View:
    """Move by slices, or by about a voxel of a reformat, in reading order; stops at the ends."""
    return go_to(volume, view, travel(volume, view).at + steps)


def _normal(volume: Volume, view: View) -> Vector:
    return stacks.normal_of(stacks.plane_of(volume, view.orientation, view.turn_degrees))


def _onward(volume: Volume, view: View) -> int:
    """1 where reading goes along the normal, −1 where against it: nearest axial planes are read towards the feet."""
    normal = _normal(volume, view)
    return -1 if np.argmax(np.abs(normal)) == 2 and normal[2] > 0 else 1


def _grid(volume: Volume, view: View) -> tuple[float, int, float]:
    """Places of a reformat along its normal: depth of the first in mm, how many, distance."""
    plane = stacks.plane_of(volume, view.orientation, view.turn_degrees)
    step = stacks.step_mm(volume, plane)
    depths = stacks.corners_mm(volume) @ stacks.normal_of(plane)
    return float(depths.min()) + step / 2, max(round(float(np.ptp(depths)) / step), 1), step


def pan(volume: Volume, view: View, dx: float, dy: float) -> View:
    """Drag the picture by logical pixels to the right and downwards."""
    across, down = stacks.plane_of(volume, view.orientation, view.turn_degrees)
    centre = np.asarray(view.centre_mm) - view.mm_per_pixel * (dx * across + dy * down)
    return replace(view, centre_mm=_point(centre))


def zoom(volume: Volume, view: View, factor: float, about: tuple[float, float], size: Size) -> View:
    """Enlarge by a factor; what lies under the logical pixel `about` stays there."""
    low, high = ZOOM_LIMITS
    scale = min(max(view.mm_per_pixel / factor, low), high)
    x, y = about[0] - size[0] / 2, about[1] - size[1] / 2
    moved = pan(volume, view, -x, -y)
    return pan(volume, replace(moved, mm_per_pixel=scale), x, y)


def fit(volume: Volume, view: View, size: Size) -> View:
    """Show the whole plane, as large as it goes, in the middle."""
    across, down = stacks.plane_of(volume, view.orientation, view.turn_degrees)
    corners = stacks.corners_mm(volume, slice_of(volume, view))
    spans = [corners @ across, corners @ down]
    scale = max(float(np.ptp(span)) / max(length, 1.0) for span, length in zip(spans, size, strict=True))
    centre = np.asarray(view.centre_mm)
    for direction, span in zip((across, down), spans, strict=True):
        centre = centre + ((span.min() + span.max()) / 2 - centre @ direction) * direction
    low, high = ZOOM_LIMITS
    return replace(view, centre_mm=_point(centre), mm_per_pixel=min(max(scale, low), high))


def resized(volume: Volume, view: View, before: Size, now: Size) -> View:
    """The view after its place on the screen got another size: as large as it goes, if it was; a chosen scale stays."""
    if is_fitted(volume, view, before):
        return fit(volume, view, now)
    is_whole = abs(fit(volume, view, before).mm_per_pixel - view.mm_per_pixel) < _SAME_SCALE
    return replace(view, mm_per_pixel=fit(volume, view, now).mm_per_pixel) if is_whole else view


def is_fitted(volume: Volume, view: View, size: Size) -> bool:
    """Whether a view is as `fit` leaves it."""
    wanted = fit(volume, view, size)
    away = np.abs(np.subtract(wanted.centre_mm, view.centre_mm)).max()
    return bool(away < 1e-6 and abs(wanted.mm_per_pixel - view.mm_per_pixel) < _SAME_SCALE)


def one_to_one(volume: Volume, view: View, device_ratio: float = 1.0) -> View:
    """One image pixel on one pixel of the screen's hardware (`device_ratio` of them to a logical one)."""
    return replace(view, mm_per_pixel=stacks.pixel_mm(volume, view.orientation) * device_ratio)


def magnification(volume: Volume, view: View, device_ratio: float = 1.0) -> float:
    """Hardware pixels of the screen to one image pixel: 1 after `one_to_one`."""
    return stacks.pixel_mm(volume, view.orientation) * device_ratio / view.mm_per_pixel


def drag_window(view: View, start: Window, dx: float, dy: float) -> View:
    """The window `start` after a drag by logical pixels: wider to the right, darker downwards.

    Measured from where the drag began, so a drag back to there gives `start` again. Whole numbers where the window is
    one over whole numbers.
    """
    width = start.width * float(np.exp(np.clip(dx * WIDTH_PER_PIXEL, -20, 20)))
    centre = start.center + dy * start.width * CENTRE_PER_PIXEL
    if not start.exact:
        width, centre = max(round(width), 1), round(centre) if dy else start.center
    return replace(view, window=replace(start, center=float(centre), width=float(min(max(width, 1e-6), 1e6))))


def with_window(view: View, window: Window) -> View:
    """Take a preset's centre and width; what is shown white stays so."""
    return replace(view, window=replace(window, inverted=view.window.inverted))


def invert(view: View) -> View:
    """Swap black and white."""
    return replace(view, window=replace(view.window, inverted=not view.window.inverted))


def with_smooth(view: View, smooth: bool) -> View:
    """Interpolate on the screen, or show squares."""
    return replace(view, smooth=smooth)


def turn_to(volume: Volume, view: View, orientation: Orientation) -> View:
    """Cut the volume another way through the same centre, at the same scale; back on the slices, on the nearest one."""
    if orientation is Orientation.ACQUIRED:
        return to_slice(volume, view, stacks.nearest_slice(volume, view.centre_mm))
    return replace(view, orientation=orientation)


def next_orientation(orientation: Orientation) -> Orientation:
    """Acquired, axial, coronal, sagittal, and round."""
    place = CYCLE.index(orientation) if orientation in CYCLE else -1
    return CYCLE[(place + 1) % len(CYCLE)]


def turn_by(view: View, about_x: float, about_y: float) -> View:
    """Turn the axial plane by degrees about x and y, through the same centre."""
    x, y = view.turn_degrees if view.orientation is Orientation.OBLIQUE else (0.0, 0.0)
    return replace(view, orientation=Orientation.OBLIQUE, turn_degrees=(x + about_x, y + about_y))


def with_slab(view: View, slab_mm: float, mode: SlabMode = SlabMode.MEAN) -> View:
    """Show a slab of a thickness, mm; 0 for the plane alone."""
    return replace(view, slab_mm=max(slab_mm, 0.0), slab_mode=mode)


def centred(volume: Volume, view: View, point_mm: PointMm) -> View:
    """Bring a point into the middle; an acquired view goes to the slice nearest to it."""
    moved = replace(view, centre_mm=point_mm)
    return turn_to(volume, moved, view.orientation)


def _point(vector: np.typing.ArrayLike) -> PointMm:
    x, y, z = np.asarray(vector, dtype=np.float64).tolist()
    return x, y, z
