"""One file's header → `ImageFile` or `OtherObject`. Runs in a worker.

Attributes are those of DICOM PS3.3 C.7.6.2 (Image Plane), C.7.6.3 (Image Pixel), C.7.6.16 (Multi-frame Functional
Groups), C.8.2.1 (CT Image), C.8.3.1 (MR Image) and C.11.1 (Modality LUT).
"""

import re
from typing import BinaryIO, Final

import msgspec
from pydicom.dataset import FileDataset

from seedcryo_reader.imaging.files import frames, pixel_element, syntaxes
from seedcryo_reader.imaging.files.elements import Elements, as_uid
from seedcryo_reader.imaging.files.facts import ImageFile, ModalityLut, OtherObject, Piece, PixelFormat
from seedcryo_reader.imaging.files.trouble import FileTrouble

MODALITY_LUT: Final = 0x00283000
LARGEST_FRAME_COUNT: Final = 65_536

TAGS: Final[list[int]] = [
    0x00080008, 0x00080016, 0x00080018, 0x00080060, 0x0008103E,
    0x0020000D, 0x0020000E, 0x00200052,
    0x00280002, 0x00280004, 0x00280006, 0x00280008, 0x00280010, 0x00280011,
    0x00280100, 0x00280101, 0x00280102, 0x00280103, 0x00280120, 0x00280121,
    0x00181164, 0x00281052, 0x00281053, 0x00281054, 0x00282110, MODALITY_LUT,
    0x7FE00001, *frames.TAGS,
]  # fmt: skip
"""The only attributes that are read from a file; everything else is skipped over."""

_LOCALIZER_TYPES: Final = ("LOCALIZER", "SCOUT", "SURVEY", "SURVIEW")
_LOCALIZER_WORDS: Final = re.compile(r"\b(locali[sz]er|loc|scout|survey)\b", re.IGNORECASE)


def describe(
    data: FileDataset, stream: BinaryIO, syntax: str, end: int, stamp: tuple[int, int]
) -> ImageFile | OtherObject:
    """Turn a parsed header into facts.

    Parameters
    ----------
    data : FileDataset
        Read with `TAGS`, stopped before the pixel data.
    stream : binary file
        Positioned at the pixel data element, in the same (inflated) bytes as `data`.
    syntax : str
        Transfer syntax UID; empty when the file has none.
    end : int
        Length of `stream` in bytes.
    stamp : (bytes, ns)
        Size and modification time of the file on disk, by which decoding knows it for the same file.

    Raises
    ------
    FileTrouble
        The object claims to be a CT or MR image and cannot be used.
    """
    syntax = as_uid(syntax) if syntax else _guessed_syntax(data)
    header = Elements(data)
    sop_class = header.uid(0x00080016) or as_uid(str(data.file_meta.get("MediaStorageSOPClassUID", "")))
    identity = {
        "study": header.uid(0x0020000D),
        "series": header.uid(0x0020000E),
        "sop_class": sop_class,
        "modality": _term(header, 0x00080060, syntaxes.MODALITIES, ""),
    }
    if sop_class not in syntaxes.IMAGE_CLASSES:
        return OtherObject(syntax=syntax, **identity)
    pixels = _pixel_format(header, syntax)
    count = _frame_count(header)
    troubles: list[tuple[str, str]] = []
    try:
        element = pixel_element.pixel_element(stream, little=syntax != syntaxes.EXPLICIT_BIG)
        if syntax == syntaxes.EXPLICIT_BIG and element.vr == "OW" and pixels.bits_allocated == 8:
            pixels = msgspec.structs.replace(pixels, swapped=True)
        pieces, excess = _pieces(header, (stream, end), element, pixels, count)
        if len(pieces) < count:
            troubles.append(("truncated-pixel-data", f"is cut off: {len(pieces)} of its {count} frames are whole"))
        if excess:
            text = f"holds {excess} bytes of pixel data more than its header describes; they are not shown"
            troubles.append(("excess-pixel-data", text))
    except FileTrouble as trouble:
        troubles.append((trouble.code, trouble.text))
        pieces = ()
    return ImageFile(
        **identity,
        sop_instance=header.uid(0x00080018),
        frame_of_reference=header.uid(0x00200052),
        pixels=pixels,
        lut=_modality_lut(header),
        lossy=_lossy(header, syntax),
        localizer=_localizer(header, sop_class),
        imager_spacing=bool(header.text(0x00181164)),
        # One frame stands for a file of which none is whole, so that its finding has a place.
        frames=frames.read_frames(header, sop_class, pixels, count, pieces or ((),)),
        troubles=tuple(troubles),
        size=stamp[0],
        modified_ns=stamp[1],
    )


def _term(header: Elements, tag: int, known: frozenset[str], otherwise: str) -> str:
    """Value of a closed vocabulary; what is not in it may be anything, a name included, and is not passed on."""
    value = header.text(tag).upper()
    return value if value in known else otherwise


def _guessed_syntax(data: FileDataset) -> str:
    """For a file without meta header: the encoding its bytes were found to have."""
    implicit, little = data.original_encoding
    if implicit:
        return syntaxes.IMPLICIT_LITTLE
    return syntaxes.EXPLICIT_LITTLE if little else syntaxes.EXPLICIT_BIG


def _pixel_format(header: Elements, syntax: str) -> PixelFormat:
    rows, columns = header.whole(0x00280010, "US"), header.whole(0x00280011, "US")
    allocated = header.whole(0x00280100, "US")
    if not rows or not columns or not allocated:
        raise FileTrouble("unreadable", "has no usable Rows, Columns or Bits Allocated")
    stored = header.whole(0x00280101, "US") or allocated
    if stored > allocated or allocated not in (8, 16, 32):
        raise FileTrouble("unreadable", f"stores {stored} bits in {allocated}; 8, 16 and 32 can be read")
    high = header.whole(0x00280102, "US")
    return PixelFormat(
        syntax=syntax,
        rows=rows,
        columns=columns,
        samples=header.whole(0x00280002, "US") or 1,
        photometric=_term(header, 0x00280004, syntaxes.PHOTOMETRIC, "unknown")
        if header.text(0x00280004)
        else "MONOCHROME2",
        bits_allocated=allocated,
        bits_stored=stored,
        high_bit=stored - 1 if high is None or not stored - 1 <= high < allocated else high,
        signed=header.whole(0x00280103, "US") == 1,
    )


def _frame_count(header: Elements) -> int:
    count = header.whole(0x00280008, "IS")
    if count is not None and not 0 < count <= LARGEST_FRAME_COUNT:
        raise FileTrouble("unreadable", f"says it has {count} frames; 1 to {LARGEST_FRAME_COUNT} can be read")
    return count or 1


def _pieces(
    header: Elements,
    source: tuple[BinaryIO, int],
    element: pixel_element.PixelElement,
    pixels: PixelFormat,
    count: int,
) -> tuple[tuple[tuple[Piece, ...], ...], int]:
    """Byte ranges of the frames that are whole, and how many bytes there are besides."""
    stream, size = source
    if pixels.syntax in syntaxes.NATIVE:
        found = pixel_element.native_frames(element, size, pixels.frame_bytes)[:count]
        # Writers pad to even length, some of them to a multiple of eight.
        excess = element.length - count * pixels.frame_bytes
        return tuple((piece,) for piece in found), excess if excess > 7 else 0
    if pixels.syntax not in syntaxes.CODEC:
        syntax = pixels.syntax or "not named by a UID"
        raise FileTrouble("unsupported-syntax", f"is compressed in a way that cannot be read ({syntax})")
    return pixel_element.encapsulated_frames(stream, element.offset, size, count, header.raw(0x7FE00001)), 0


def _modality_lut(header: Elements) -> ModalityLut | None:
    item = header.first_item(MODALITY_LUT)
    if not item:
        return None
    descriptor = item.vector(0x00283002, "US", 3)
    if not descriptor:
        raise FileTrouble("unreadable", "has a Modality LUT that cannot be read")
    count, first, bits = int(descriptor[0]) or 0x10000, int(descriptor[1]), int(descriptor[2])
    packed = item.raw(0x00283006)
    values = tuple(packed) if bits == 8 and len(packed) <= count + 1 else item.numbers(0x00283006, "US") or ()
    if len(values) < count:
        raise FileTrouble("unreadable", f"has a Modality LUT of {len(values)} entries where it says {count}")
    if header.whole(0x00280103, "US") == 1 and first > 0x7FFF:
        first -= 0x10000
    return ModalityLut(first, tuple(int(one) for one in values[:count]), item.code(0x00283004))


def _lossy(header: Elements, syntax: str) -> bool:
    said = header.text(0x00282110)
    return said == "01" or syntax in syntaxes.LOSSY or (syntax in syntaxes.MAYBE_LOSSY and said != "00")


def _localizer(header: Elements, sop_class: str) -> bool:
    """From Image Type; for MR, which rarely says it there, also from words of the description, which are not kept."""
    if any(word in header.text(0x00080008).upper() for word in _LOCALIZER_TYPES):
        return True
    return sop_class not in syntaxes.CT_CLASSES and bool(_LOCALIZER_WORDS.search(header.text(0x0008103E)))
