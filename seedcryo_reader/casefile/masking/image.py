"""One image file → one masked image, written anew. Runs in a worker: the source is not trusted.

What is read is read as `imaging` reads it, so that the masked image is the same image; what is written comes from the
tables of `attributes` and `groups`, from the caller's `Place`, or is made from the study secret.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, Final

import msgspec
from pydicom import dcmread

from seedcryo_reader.casefile.masking import attributes, encode, groups, refusals
from seedcryo_reader.casefile.masking.pixels import masked_pixels
from seedcryo_reader.casefile.masking.place import Place
from seedcryo_reader.casefile.masking.rules import written
from seedcryo_reader.casefile.masking.uids import Uids
from seedcryo_reader.imaging.files import headers, syntaxes
from seedcryo_reader.imaging.files.deflate import inflated
from seedcryo_reader.imaging.files.elements import Elements
from seedcryo_reader.imaging.files.facts import ImageFile
from seedcryo_reader.imaging.files.limits import Limits
from seedcryo_reader.imaging.files.trouble import FileTrouble

__all__ = ["MaskedImage", "Place", "mask_image"]

_TAGS: Final = sorted({*headers.TAGS, *attributes.TAGS, *groups.TAGS})

_METHODS: Final = (
    ("113100", "Basic Application Confidentiality Profile"),
    ("113103", "Clean Graphics Option"),
    ("113104", "Clean Structured Content Option"),
    ("113105", "Clean Descriptors Option"),
)
"""What is done to every image, as codes of PS3.16 CID 7050. Pixels are not cleaned (113101), only refused."""


class MaskedImage(msgspec.Struct, frozen=True):
    """A masked file in pieces to be written one after the other, and how it is known from now on."""

    pieces: tuple[bytes | memoryview, ...]
    sop_class: str
    sop_instance: str
    series: str
    study: str
    frame_of_reference: str


def mask_image(source: bytes | BinaryIO, place: Place, uids: Uids, limits: Limits) -> MaskedImage:
    """Write one image anew.

    Parameters
    ----------
    source : bytes or binary file
        A DICOM file; not closed.

    Raises
    ------
    FileTrouble
        Not an image that may be in a case, not whole, or not readable.
    """
    raw = source if isinstance(source, bytes) else source.read(limits.output_bytes + 1)
    if len(raw) > limits.output_bytes:
        raise FileTrouble("limit-output", f"has more than {limits.output_bytes // 1024**2} MiB")
    with _any_trouble():
        return _masked(raw, place, uids, limits)


def _masked(raw: bytes, place: Place, uids: Uids, limits: Limits) -> MaskedImage:
    stream = io.BytesIO(raw)
    body = inflated(stream, limits) or stream
    if body is not stream:
        raw = body.getvalue()
    body.seek(0)
    data = dcmread(body, stop_before_pixels=True, force=True, specific_tags=_TAGS)
    syntax = syntaxes.DEFLATED if body is not stream else str(data.file_meta.get("TransferSyntaxUID", ""))
    image = refusals.check_object(headers.describe(data, body, syntax, len(raw), (len(raw), 0)))
    header = Elements(data)
    refusals.check_content(header, image)
    _check_identity(image)
    pixels = masked_pixels(memoryview(raw), image, limits)
    identity = _identity(image, uids)
    fields = _fields(header, image, place, uids) | {
        tag: encode.text(tag, "UI", value) for tag, value in identity.items()
    }
    start = encode.preamble_and_meta(image.sop_class, identity[_INSTANCE], pixels.syntax)
    return MaskedImage(
        pieces=(start + encode.joined(fields), *pixels.pieces),
        sop_class=image.sop_class,
        sop_instance=identity[_INSTANCE],
        series=identity[_SERIES],
        study=identity[_STUDY],
        frame_of_reference=identity[_FRAME_OF_REFERENCE],
    )


_CLASS, _INSTANCE, _STUDY, _SERIES, _FRAME_OF_REFERENCE = 0x00080016, 0x00080018, 0x0020000D, 0x0020000E, 0x00200052


@contextmanager
def _any_trouble() -> Iterator[None]:
    """Turn whatever hostile bytes in memory make a parser raise into that file's trouble, OSError too."""
    try:
        yield
    except (FileTrouble, MemoryError, RecursionError):
        raise
    except Exception as error:
        raise FileTrouble("unreadable", f"could not be read ({type(error).__name__})") from error


def _check_identity(image: ImageFile) -> None:
    missing = [
        name for name, uid in (("SOP", image.sop_instance), ("Series", image.series), ("Study", image.study)) if not uid
    ]
    if missing:
        names = " and ".join(f"{name} Instance UID" for name in missing)
        raise FileTrouble("no-uid", f"has no valid {names}, so that it cannot be known again; leave it out")


def _identity(image: ImageFile, uids: Uids) -> dict[int, str]:
    """Masked UIDs. A frame of reference that the source does not name is its series'."""
    return {
        _CLASS: image.sop_class,
        _INSTANCE: uids.masked(image.sop_instance),
        _STUDY: uids.masked(image.study),
        _SERIES: uids.masked(image.series),
        _FRAME_OF_REFERENCE: uids.masked(image.frame_of_reference or f"frame of {image.series}"),
    }


def _fields(header: Elements, image: ImageFile, place: Place, uids: Uids) -> dict[int, bytes]:
    """All elements but UIDs and pixels."""
    modality = refusals.MODALITY[image.sop_class]
    made = {tag: encode.element(tag, vr, b"") for tag, vr in attributes.EMPTY.items()}
    made |= _placed(place, modality) | _DEIDENTIFICATION | _pixel_description(header, image)
    kind = attributes.image_type(header, 0x00080008)
    if kind is not None:
        made[0x00080008] = kind
    made |= attributes.contrast(header)
    if image.sop_class in syntaxes.ENHANCED:
        return made | _NO_EQUIPMENT | groups.header(header, image, uids, place.acquisition_number)
    made |= {tag: encode.element(tag, vr, b"") for tag, vr in attributes.NEEDED[modality].items()}
    made |= written(header, attributes.CT if modality == "CT" else attributes.MR)
    made |= attributes.rescaling(header, image.frames[0]) | attributes.window(header)
    if modality == "CT":
        return made | attributes.kernel(header)
    return made | attributes.inversion(header) | attributes.diffusion(image.frames[0])


def _placed(place: Place, modality: str) -> dict[int, bytes]:
    """Identity and numbers that the case gives."""
    return {
        0x00080060: encode.text(0x00080060, "CS", modality),
        0x00100010: encode.text(0x00100010, "PN", place.case_number),
        0x00100020: encode.text(0x00100020, "LO", place.case_number),
        0x00200010: encode.text(0x00200010, "SH", place.timepoint),
        0x00200011: encode.text(0x00200011, "IS", str(place.series_number)),
        0x00200012: encode.text(0x00200012, "IS", str(place.acquisition_number)),
        0x00200013: encode.text(0x00200013, "IS", str(place.instance_number)),
    }


_NO_EQUIPMENT: Final = {
    tag: encode.text(tag, "LO", "REMOVED") for tag in (0x00080070, 0x00081090, 0x00181000, 0x00181020)
}
"""Maker, model, serial number and software: type 1 in an enhanced image (PS3.3 C.7.5.2), so a dummy stands there."""

_DEIDENTIFICATION: Final = {
    0x00120062: encode.text(0x00120062, "CS", "YES"),
    0x00120064: encode.sequence(
        0x00120064,
        [
            {
                0x00080100: encode.text(0x00080100, "SH", code),
                0x00080102: encode.text(0x00080102, "SH", "DCM"),
                0x00080104: encode.text(0x00080104, "LO", meaning),
            }
            for code, meaning in _METHODS
        ],
    ),
    0x00280303: encode.text(0x00280303, "CS", "REMOVED"),
}


def _pixel_description(header: Elements, image: ImageFile) -> dict[int, bytes]:
    """Image Pixel, Modality LUT and lossy compression attributes (PS3.3 C.7.6.3, C.11.1, C.7.6.1.1.5)."""
    pixels = image.pixels
    shorts = {
        0x00280002: 1,
        0x00280010: pixels.rows,
        0x00280011: pixels.columns,
        0x00280100: pixels.bits_allocated,
        0x00280101: pixels.bits_stored,
        0x00280102: pixels.high_bit,
        0x00280103: int(pixels.signed),
    }
    made = {tag: encode.number(tag, "US", value) for tag, value in shorts.items()}
    made[0x00280004] = encode.text(0x00280004, "CS", pixels.photometric)
    if len(image.frames) > 1 or image.sop_class in syntaxes.ENHANCED:
        made[0x00280008] = encode.text(0x00280008, "IS", str(len(image.frames)))
    if header.text(0x00280301).upper() == "NO":
        made[0x00280301] = encode.text(0x00280301, "CS", "NO")
    aspect = None if image.frames[0].spacing else attributes.ASPECT.element(header, 0x00280034)
    if aspect is not None:
        made[0x00280034] = aspect
    made |= attributes.padding(header, signed=pixels.signed) | attributes.lossy(header, image)
    return made | attributes.modality_lut(image)
