"""Uncompressed pixel data: its exact length, and the bits beside the stored ones (DICOM PS3.5 8.1, 8.2)."""

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from seedcryo_reader.casefile.leaks.notes import Notes

_ROWS: Final = 0x00280010
_COLUMNS: Final = 0x00280011
_SAMPLES: Final = 0x00280002
_ALLOCATED: Final = 0x00280100
_STORED: Final = 0x00280101
_HIGH: Final = 0x00280102
_SIGNED: Final = 0x00280103
NUMBERS: Final = frozenset({_ROWS, _COLUMNS, _SAMPLES, _ALLOCATED, _STORED, _HIGH, _SIGNED})
"""Attributes (US) that describe the samples."""


class Layout(NamedTuple):
    """How samples lie in the pixel data."""

    rows: int
    columns: int
    frames: int
    allocated: int
    stored: int
    high: int
    signed: bool

    @property
    def frame_samples(self) -> int:
        """Samples of one frame."""
        return self.rows * self.columns


def layout(numbers: dict[int, int], frames: int, notes: Notes) -> Layout | None:
    """Layout of the samples; None, with a finding, where it is none of a grey CT or MR image."""
    found = Layout(
        rows=numbers.get(_ROWS, 0),
        columns=numbers.get(_COLUMNS, 0),
        frames=frames,
        allocated=numbers.get(_ALLOCATED, 0),
        stored=numbers.get(_STORED, 0),
        high=numbers.get(_HIGH, 0),
        signed=numbers.get(_SIGNED, 0) == 1,
    )
    right = (
        found.frame_samples > 0
        and frames > 0
        and found.allocated in {8, 16, 32}
        and 0 < found.stored <= found.high + 1 <= found.allocated
        and numbers.get(_SIGNED) in {0, 1}
    )
    if numbers.get(_SAMPLES) != 1:
        notes.add("object-refused", "(0028,0002) SamplesPerPixel is not 1: a colour image can be a page with text.")
        return None
    if not right:
        notes.add("pixel-length", "The description of the pixels (group 0028) is not that of a grey image.")
        return None
    return found


def check_samples(value: memoryview, found: Layout, notes: Notes, *, little: bool) -> None:
    """Hold uncompressed pixel data against its layout."""
    exact = found.frame_samples * found.frames * found.allocated // 8
    if len(value) != exact + exact % 2:
        notes.add("pixel-length", f"(7FE0,0010) PixelData has {len(value)} bytes where its image has {exact}.")
        return
    if exact % 2 and value[-1]:
        notes.add("hidden-bits", "The pad byte behind the pixels is not zero.")
    if found.stored < found.allocated and not is_clear(value[:exact], found, little=little):
        notes.add("hidden-bits", f"Bits outside the {found.stored} stored ones of the pixels are not clear.")


def is_clear(value: bytes | memoryview, found: Layout, *, little: bool) -> bool:
    """Whether the bits that are not stored are all zero, or repeat the sign in every sample of a signed image."""
    order = "<" if little else ">"
    samples: npt.NDArray[np.unsignedinteger] = np.frombuffer(value, f"{order}u{found.allocated // 8}")
    low = found.high + 1 - found.stored
    outside = ~(((1 << found.stored) - 1) << low) & ((1 << found.allocated) - 1)
    if not int(np.bitwise_or.reduce(samples)) & outside:
        return True
    if not found.signed or low:
        return False
    signed = samples.view(f"{order}i{found.allocated // 8}")
    half = 1 << (found.stored - 1)
    return bool(signed.min() >= -half and signed.max() < half)
