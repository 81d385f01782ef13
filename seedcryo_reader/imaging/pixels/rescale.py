"""Stored values → values in their unit (Hounsfield units for CT), in the smallest type that holds them exactly.

Source: DICOM PS3.3 C.11.1 (Modality LUT) and C.7.6.16.2.9 (Pixel Value Transformation).
"""

from fractions import Fraction
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from seedcryo_reader.imaging.files.facts import ImageFile, ModalityLut

INTEGERS: Final = ("int16", "int32")

Values = npt.NDArray[Any]


def first_choice(file: ImageFile) -> str:
    """Name of the array type to try first for frames of a file.

    ``int16`` or ``int32`` where slope and intercept are whole numbers, ``float32`` where samples have at most 16 bits
    (24 bits of mantissa hold the product to half a unit of its last place), else ``float64``.
    """
    stored = file.pixels.bits_stored
    whole = all(frame.slope == int(frame.slope) and frame.intercept == int(frame.intercept) for frame in file.frames)
    if file.lut is not None or whole:
        return "int16" if stored <= 16 else "int32"
    return "float32" if stored <= 16 else "float64"


def next_choice(dtype: str) -> str:
    """Type to use when a value did not fit."""
    return {"int16": "int32", "int32": "float64"}[dtype]


class DoesNotFit(Exception):
    """A rescaled value lies outside the array type asked for."""


def rescale(stored: Values, slope: float, intercept: float, lut: ModalityLut | None, dtype: str) -> Values:
    """Rescale one frame.

    Returns
    -------
    array of the same shape and of `dtype`
        ``stored × slope + intercept``, exact for integer types; or the Modality LUT's values.

    Raises
    ------
    DoesNotFit
        A value is outside `dtype`.
    """
    if lut is not None:
        table = np.asarray(lut.values, dtype=np.int64)
        values = table[np.clip(stored.astype(np.int64) - lut.first, 0, len(table) - 1)]
        _check_range(int(values.min()), int(values.max()), dtype)
        return values.astype(dtype)
    if dtype.startswith("float"):
        return np.asarray(stored.astype(np.float64) * slope + intercept, dtype=dtype)
    ends = [Fraction(slope) * int(end) + Fraction(intercept) for end in (stored.min(), stored.max())]
    _check_range(int(min(ends)), int(max(ends)), dtype)
    # The result fits, so arithmetic modulo 2ⁿ is exact whatever the sign of the samples.
    values = stored.astype(dtype, copy=False) if stored.dtype.itemsize * 8 <= 16 or dtype == "int32" else stored
    values = values if slope == 1 else values * np.array(int(slope)).astype(dtype)
    return np.asarray(values + np.array(int(intercept)).astype(dtype) if intercept else values, dtype=dtype)


def _check_range(low: int, high: int, dtype: str) -> None:
    limits = np.iinfo(dtype) if dtype in INTEGERS else None
    if limits is not None and not (limits.min <= low and high <= limits.max):
        raise DoesNotFit
