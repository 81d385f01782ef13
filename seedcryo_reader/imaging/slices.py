"""Native slices: the pixels of one slice, windowed and scaled, without resampling along any other axis."""

from typing import Any

import numpy as np
import numpy.typing as npt

from seedcryo_reader.imaging.volume import Volume
from seedcryo_reader.imaging.window import Grey, Lookup


def native_slice(volume: Volume, k: int) -> npt.NDArray[Any]:
    """Values (j, i) of slice k in the volume's unit; a view of the mapped file.

    Raises
    ------
    IndexError
        There is no slice k.
    """
    if not 0 <= k < len(volume.array):
        msg = f"slice {k} of {len(volume.array)}"
        raise IndexError(msg)
    return np.asarray(volume.array[k])


def native_image(volume: Volume, k: int, lookup: Lookup, size: tuple[int, int]) -> Grey:
    """Windowed picture of slice k, nearest voxel.

    Parameters
    ----------
    size : (height, width)
        In pixels of the picture; the slice is stretched to it.

    Returns
    -------
    array (height, width) of uint8
    """
    return enlarge(lookup(native_slice(volume, k)), size)


def enlarge(image: Grey, size: tuple[int, int]) -> Grey:
    """Stretch an 8-bit picture (j, i) to (height, width) by the nearest pixel.

    Pixel centres: picture pixel p shows source pixel ``floor((p + ½) × n / size)``.
    """
    (height, width), (rows, columns) = size, image.shape
    if height % rows == 0 and width % columns == 0:
        return _whole_factor(image, height // rows, width // columns)
    down = ((np.arange(height) + 0.5) * rows / height).astype(np.intp)
    across = ((np.arange(width) + 0.5) * columns / width).astype(np.intp)
    picked: Grey = np.take(np.take(image, across, axis=1), down, axis=0)
    return picked


def _whole_factor(image: Grey, down: int, across: int) -> Grey:
    """Copy each pixel `across` times, then each row `down` times: four times quicker than picking pixels."""
    rows, columns = image.shape
    wide = np.empty((rows, columns, across), np.uint8)
    for copy in range(across):
        wide[..., copy] = image
    tall = np.empty((rows, down, columns * across), np.uint8)
    tall[:] = wide.reshape(rows, 1, columns * across)
    return tall.reshape(rows * down, columns * across)
