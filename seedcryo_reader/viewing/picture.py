"""The greys of a view: which pixels, and where on the screen they go."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from seedcryo_reader.imaging.reslice import Plane, Reslicer
from seedcryo_reader.imaging.slices import native_slice
from seedcryo_reader.imaging.volume import Volume
from seedcryo_reader.imaging.window import Grey, Lookup
from seedcryo_reader.viewing import stacks
from seedcryo_reader.viewing.frame import Frame
from seedcryo_reader.viewing.moving import Size, frame_of, slice_of
from seedcryo_reader.viewing.view import Orientation, SlabMode, View


class Refusal(StrEnum):
    """Why a view cannot be shown; the screen gives each its sentence."""

    NO_GEOMETRY = "no geometry"
    IN_PLANE_ONLY = "in-plane only"
    NO_MAXIMUM = "no maximum"


Room = tuple[int, int, int, int]
"""Left, top, right and bottom edge of a part of a frame, in picture pixels from its top left corner."""


@dataclass(frozen=True, eq=False)
class Picture:
    """Greys and the rectangle that they fill.

    Attributes
    ----------
    greys : array (row, column) of uint8
    left, top, width, height : float
        Logical pixels, outer edges of the first and last picture pixel.
    """

    greys: Grey
    left: float
    top: float
    width: float
    height: float


def refusal(volume: Volume, view: View, *, maximum_allowed: bool) -> Refusal | None:
    """Why a view must not be shown; None where it may.

    A maximum shows the seeds, and with them the arm, so the protocol has to allow it.
    """
    if view.slab_mm > 0 and view.slab_mode is SlabMode.MAXIMUM and not maximum_allowed:
        return Refusal.NO_MAXIMUM
    if not _is_cut(view) or volume.measurable == "3d":
        return None
    return Refusal.NO_GEOMETRY if volume.measurable == "no" else Refusal.IN_PLANE_ONLY


def slices_needed(volume: Volume, view: View) -> tuple[int, ...]:
    """The stored slices whose pixels a view can show: one, or all for a cut across them."""
    k = slice_of(volume, view)
    return tuple(range(len(volume.array))) if k is None or view.slab_mm > 0 else (k,)


class PictureMaker:
    """Makes the pictures of one volume; keeps the last window's table, the last slice and the reslicer."""

    def __init__(self, volume: Volume) -> None:
        self._volume = volume
        self._lookup: Lookup | None = None
        self._reslicer: Reslicer | None = None
        self._slice: tuple[int, Lookup, Grey] | None = None
        self._last_cut: tuple[object, npt.NDArray[Any]] | None = None

    def picture(self, view: View, size: Size, device_ratio: float = 1.0, *, coarse: bool = False) -> Picture | None:
        """The picture of a view on a place of `size` logical pixels.

        An acquired slice comes as it is stored and is scaled by whoever draws it. Anything else is cut at the
        screen's hardware pixels (`device_ratio` to a logical one), or at half as many where it is `coarse`, as far as
        the volume reaches; None where it lies beside the screen.

        Raises
        ------
        ValueError
            `refusal` would have told why.
        """
        frame = frame_of(self._volume, view, size)
        if _is_cut(view):
            return self._cut(view, frame, device_ratio * (0.5 if coarse else 1.0))
        k = stacks.nearest_slice(self._volume, view.centre_mm)
        return self._native(k, self._lookup_of(view), frame)

    def _native(self, k: int, lookup: Lookup, frame: Frame) -> Picture:
        if self._slice is None or self._slice[:2] != (k, lookup):
            self._slice = k, lookup, lookup(native_slice(self._volume, k))
        left, top, right, bottom = slice_edges(self._volume, k, frame)
        return Picture(self._slice[2], left, top, right - left, bottom - top)

    def _cut(self, view: View, frame: Frame, per_pixel: float) -> Picture | None:
        room = _covered(self._volume, frame, per_pixel)
        if room is None:
            return None
        values = self._values(view, frame, per_pixel, room)
        left, top, right, bottom = (edge / per_pixel for edge in room)
        return Picture(self._lookup_of(view)(values), left, top, right - left, bottom - top)

    def _values(self, view: View, frame: Frame, per_pixel: float, room: Room) -> npt.NDArray[Any]:
        """What the plane cuts; kept, because a change of the window cuts the same again."""
        key = (frame, per_pixel, view.slab_mm, view.slab_mode, view.smooth)
        if self._last_cut is None or self._last_cut[0] != key:
            if self._reslicer is None:
                self._reslicer = Reslicer(self._volume)
            values = self._reslicer.cut(
                picture_plane(frame, per_pixel, room),
                slab_mm=view.slab_mm,
                mode=view.slab_mode.value,
                smooth=view.smooth,
            )
            self._last_cut = key, values
        return self._last_cut[1]

    def _lookup_of(self, view: View) -> Lookup:
        if self._lookup is None or self._lookup.window != view.window:
            self._lookup = Lookup(view.window)
        return self._lookup


def slice_edges(volume: Volume, k: int, frame: Frame) -> tuple[float, float, float, float]:
    """Left, top, right and bottom outer edge of slice k on the screen of an acquired view, logical pixels."""
    corners = frame.to_screen(stacks.corners_mm(volume, k))
    left, top = corners.min(axis=0).tolist()
    right, bottom = corners.max(axis=0).tolist()
    return left, top, right, bottom


def picture_plane(frame: Frame, per_pixel: float, room: Room) -> Plane:
    """The plane of a picture that fills a part of a frame, with `per_pixel` picture pixels to a logical one."""
    left, top, right, bottom = room
    origin = frame.to_mm((left + 0.5) / per_pixel, (top + 0.5) / per_pixel)
    return Plane(origin, frame.across, frame.down, frame.mm_per_pixel / per_pixel, (bottom - top, right - left))


def _covered(volume: Volume, frame: Frame, per_pixel: float) -> Room | None:
    """The part of a frame that the volume can be seen on; None where it lies beside it."""
    corners = frame.to_screen(stacks.corners_mm(volume)) * per_pixel
    low = np.maximum(np.floor(corners.min(axis=0) + 1e-6), 0)
    high = np.minimum(np.ceil(corners.max(axis=0) - 1e-6), np.ceil(np.asarray(frame.size) * per_pixel - 1e-6))
    if (high <= low).any():
        return None
    (left, top), (right, bottom) = low.astype(int).tolist(), high.astype(int).tolist()
    return left, top, right, bottom


def value_at(volume: Volume, frame: Frame, x: float, y: float, k: int | None = None) -> float | None:
    """The value of the voxel under a logical pixel, in the volume's unit; None outside, or where it is padding.

    Of an acquired view the voxel of its slice k, which holds for uneven stacks too.
    """
    point = np.asarray(frame.to_mm(x, y))
    affine = stacks.affine_of(volume)
    if k is None:
        index = np.linalg.solve(affine[:3, :3], point - affine[:3, 3])
        i, j, k = (int(np.floor(value + 0.5)) for value in index)
    else:
        index = np.linalg.lstsq(affine[:3, :2], point - stacks.slice_origin(volume, k), rcond=None)[0]
        i, j = (int(np.floor(value + 0.5)) for value in index)
    return _voxel(volume, i, j, k)


def _voxel(volume: Volume, i: int, j: int, k: int) -> float | None:
    slices, rows, columns = volume.array.shape
    if not (0 <= k < slices and 0 <= j < rows and 0 <= i < columns):
        return None
    source, value = volume.sources[k], float(volume.array[k, j, i])
    padded = source.padding is not None and source.padding[0] <= value <= source.padding[1]
    return None if padded or not source.readable else value


def _is_cut(view: View) -> bool:
    """Whether the picture is not one stored slice."""
    return view.orientation is not Orientation.ACQUIRED or view.slab_mm > 0
