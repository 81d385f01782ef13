"""Values → 8-bit grey by window centre and width (DICOM PS3.3 C.11.2.1.2.1 and C.11.2.1.3.2), as a lookup table."""

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

Grey = npt.NDArray[np.uint8]

CT_PRESETS: Final = {
    "soft tissue": (40.0, 400.0),
    "lung": (-600.0, 1500.0),
    "bone": (400.0, 1800.0),
    "liver": (80.0, 150.0),
    "brain": (40.0, 80.0),
}
"""Name → (centre, width) in HU."""


@dataclass(frozen=True)
class Window:
    """Window in the volume's unit; `inverted` shows low values white.

    `exact` is the function LINEAR_EXACT, for values that are not whole numbers; otherwise LINEAR.
    """

    center: float
    width: float
    inverted: bool = False
    exact: bool = False

    def __post_init__(self) -> None:
        if not self.width > 0:
            msg = f"window width must be positive, got {self.width}"
            raise ValueError(msg)


def window_of_range(minimum: float, maximum: float, *, inverted: bool = False) -> Window:
    """Window that spans a range of values."""
    return Window((minimum + maximum) / 2, max(maximum - minimum, 1e-9), inverted, exact=True)


def grey(values: npt.NDArray[Any], window: Window) -> Grey:
    """Window an array of any shape to 8 bits, by arithmetic; the reference for `Lookup`."""
    if window.exact:
        low, span = window.center - window.width / 2, window.width
    else:
        low, span = window.center - 0.5 - (window.width - 1) / 2, max(window.width - 1, 1e-6)
    share = (values.astype(np.float64) - low) / span
    out = np.clip(np.floor(share * 255 + 0.5), 0, 255).astype(np.uint8)
    return np.asarray(255 - out if window.inverted else out)


class Lookup:
    """A window as a table over all 16-bit values, for ``int16`` arrays; other types go through `grey`."""

    def __init__(self, window: Window) -> None:
        self.window = window
        self._table = grey(np.arange(-0x8000, 0x8000, dtype=np.int32), window)
        # Indexed by the bits of an int16 read as uint16, which spares adding an offset to every voxel.
        self._table = np.roll(self._table, 0x8000)

    def __call__(self, values: npt.NDArray[Any]) -> Grey:
        """Window values of any shape."""
        if values.dtype != np.int16:
            return grey(values, self.window)
        # Every 16-bit index is inside the table: clipping never happens, it only spares the check of each index.
        return np.take(self._table, values.view(np.uint16), mode="clip")
