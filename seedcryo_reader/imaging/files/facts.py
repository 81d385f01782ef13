"""What scanning learns about one file: frozen records that cross the process border as MessagePack.

They are decoded strictly (types checked), because the worker that wrote them had an untrusted file in hand.
No attribute that names a person or a date is read into them. Free text of technical attributes (sequence, kernel) tells
frames apart and goes no further.
"""

from typing import Literal, TypeAlias

import msgspec

Numbers: TypeAlias = tuple[float, ...]
Piece: TypeAlias = tuple[int, int]
"""Byte offset and length of one stretch of pixel data in its file."""


class PixelFormat(msgspec.Struct, frozen=True, array_like=True):
    """How samples are stored: PS3.3 C.7.6.3 (Image Pixel) and the transfer syntax.

    `swapped`: 8-bit samples in big-endian 16-bit words, so that each two of them change places (PS3.5 8.1.1).
    """

    syntax: str
    rows: int
    columns: int
    samples: int
    photometric: str
    bits_allocated: int
    bits_stored: int
    high_bit: int
    signed: bool
    swapped: bool = False

    @property
    def frame_bytes(self) -> int:
        """Bytes of one uncompressed frame; a frame that ends inside a byte counts that byte."""
        return (self.rows * self.columns * self.samples * self.bits_allocated + 7) // 8


class ModalityLut(msgspec.Struct, frozen=True, array_like=True):
    """Modality LUT, PS3.3 C.11.1: stored values from `first` on → `values`; beyond either end, the end value."""

    first: int
    values: tuple[int, ...]
    kind: str


Rescaling: TypeAlias = Literal["given", "absent", "unusable"]
"""Whether slope and intercept are both there and numbers; otherwise 1 and 0 stand in for them."""


class Frame(msgspec.Struct, frozen=True, array_like=True):
    """One frame: where it lies, how to rescale it, what tells it from its neighbours.

    Lengths in mm, LPS. `pieces` are the byte ranges that make up the frame in order (one for uncompressed data).
    `traits` are the values by which frames of one series are told apart (see `stacks`).
    """

    number: int
    position: Numbers | None
    orientation: Numbers | None
    spacing: Numbers | None
    thickness: float | None
    slope: float
    intercept: float
    rescaling: Rescaling
    rescale_type: str
    padding: tuple[int, int] | None
    pieces: tuple[Piece, ...]
    image_type: tuple[str, ...]
    traits: dict[str, str]


class ImageFile(msgspec.Struct, frozen=True, tag="image"):
    """A CT or MR image object whose header could be read."""

    study: str
    series: str
    sop_class: str
    sop_instance: str
    modality: str
    frame_of_reference: str
    pixels: PixelFormat
    lut: ModalityLut | None
    lossy: bool
    localizer: bool
    imager_spacing: bool
    frames: tuple[Frame, ...]
    troubles: tuple[tuple[str, str], ...]
    size: int
    modified_ns: int


class OtherObject(msgspec.Struct, frozen=True, tag="other"):
    """A DICOM object that is not a CT or MR image: report, plan, structure set, capture, document, …."""

    study: str
    series: str
    sop_class: str
    modality: str
    syntax: str


class Unreadable(msgspec.Struct, frozen=True, tag="unreadable"):
    """A file that claims or seems to be DICOM and could not be read: finding code and sentence."""

    code: str
    text: str


class Ignored(msgspec.Struct, frozen=True, tag="ignored"):
    """Not DICOM, or a DICOMDIR: nothing to read and nothing wrong."""

    reason: str


Scanned: TypeAlias = ImageFile | OtherObject | Unreadable | Ignored
