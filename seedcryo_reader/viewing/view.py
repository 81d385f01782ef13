"""What one viewport shows, as a frozen value: which images, cut where, how large, in which window."""

from dataclasses import dataclass
from enum import StrEnum

from seedcryo_reader.imaging.window import Window

PointMm = tuple[float, float, float]
"""x, y, z in LPS, mm, in the frame of reference of the series it belongs to."""


class Orientation(StrEnum):
    """How the volume is cut: `ACQUIRED` shows the stored slices themselves."""

    ACQUIRED = "acquired"
    AXIAL = "axial"
    CORONAL = "coronal"
    SAGITTAL = "sagittal"
    OBLIQUE = "oblique"


class SlabMode(StrEnum):
    """How the slices of a slab are joined."""

    MEAN = "mean"
    MAXIMUM = "maximum"


@dataclass(frozen=True, slots=True)
class Shown:
    """Which stack is shown: timepoint, number of the series in the part, and its stack, counted from 0."""

    timepoint: str
    series: int
    stack: int = 0


@dataclass(frozen=True, slots=True)
class View:
    """How a stack is shown.

    Attributes
    ----------
    centre_mm : PointMm
        The point in the middle of the viewport; scrolling moves it along the normal, panning across.
    mm_per_pixel : float
        Size of a logical pixel of the screen.
    window : Window
        In the volume's unit; `window.inverted` shows low values white.
    orientation : Orientation
    smooth : bool
        Interpolated between voxels on the screen, or each voxel as a square.
    slab_mm : float
        Thickness of a slab centred on the plane; 0 for the plane alone.
    slab_mode : SlabMode
    turn_degrees : (float, float)
        Only for `Orientation.OBLIQUE`: the axial plane turned about x, then about y.
    """

    centre_mm: PointMm
    mm_per_pixel: float
    window: Window
    orientation: Orientation = Orientation.ACQUIRED
    smooth: bool = True
    slab_mm: float = 0.0
    slab_mode: SlabMode = SlabMode.MEAN
    turn_degrees: tuple[float, float] = (0.0, 0.0)
