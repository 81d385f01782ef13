"""Images that are never written: what they show names the arm or the patient, or they are no CT or MR."""

import re
from collections.abc import Iterator
from typing import Final

from seedcryo_reader.imaging.files import syntaxes
from seedcryo_reader.imaging.files.elements import Elements
from seedcryo_reader.imaging.files.facts import ImageFile, Scanned
from seedcryo_reader.imaging.files.frames import PER_FRAME, SHARED
from seedcryo_reader.imaging.files.trouble import FileTrouble

_CT: Final = syntaxes.CT_CLASSES
_MR: Final = frozenset({"1.2.840.10008.5.1.4.1.1.4"}) | (syntaxes.ENHANCED - _CT)

MODALITY: Final = {**dict.fromkeys(_CT, "CT"), **dict.fromkeys(_MR, "MR")}
"""SOP classes that may be in a case, with the modality of their images."""

_MODES: Final = (0x00080008, 0x00180022, 0x00180020, 0x00189302, 0x00089209)
"""Image Type, Scan Options, Scanning Sequence, Acquisition Type, Acquisition Contrast: they say how an image was made.

Descriptions are not asked: a follow-up may be described by what was treated, and is masked, not refused."""

_FRAME_MODES: Final = ((0x00189226, 0x00089007), (0x00189329, 0x00089007), (0x00189226, 0x00089209),
                       (0x00189301, 0x00189302))  # fmt: skip

_CAPTURED: Final = frozenset({"DV", "DI", "DF", "SD", "SI"})
"""Conversion Type (0008,0064), PS3.3 C.8.6.1, without those that workstations give to their own results."""

_INTERVENTION: Final = re.compile(
    r"(?<![A-Z])(FLUORO\w*|I-?FLUORO|CT_?FLUORO\w*|BIOPSY|INTERVENTION\w*|NEEDLE|PUNCTURE|CCT|CARE ?VISION|SMARTVIEW"
    r"|TEMPERATURE|THERMO\w*)(?![A-Z])"
)
_SCREEN: Final = re.compile(
    r"(?<![A-Z])(SCREEN[ _-]?(SAVE|SHOT|CAPTURE)?|CAPTURE|(?<!LOW[ _-])DOSE|PATIENT[ _]INFO"
    r"|(EXAM[ _])?SUMMARY|RESULTS?|REPORT|GRAPH|CURVE)(?![A-Z])"
)


def check_object(found: Scanned) -> ImageFile:
    """Return the scanned file if it is an image of an allowed SOP class and grey.

    Raises
    ------
    FileTrouble
        ``"object-refused"``: another object, or one whose pixels are no grey values; or whatever keeps the image from
        being read whole.
    """
    if not isinstance(found, ImageFile) or found.sop_class not in MODALITY:
        sop_class = getattr(found, "sop_class", "")
        kind = "colour image" if isinstance(found, ImageFile) else syntaxes.object_kind(sop_class)
        raise FileTrouble(
            "object-refused",
            f"is no CT or MR image but of another kind ({kind}, SOP class {sop_class or 'not named'}); leave it out",
        )
    if found.pixels.samples != 1 or found.pixels.photometric not in ("MONOCHROME1", "MONOCHROME2"):
        raise FileTrouble("object-refused", "has colours or a palette instead of grey values; leave it out")
    for code, text in found.troubles:
        if code != "excess-pixel-data":  # what is in excess is not written
            raise FileTrouble(code, text)
    return found


def check_content(header: Elements, image: ImageFile) -> None:
    """Refuse an image whose header says that its pixels show an intervention, a screen, or burned-in text.

    Raises
    ------
    FileTrouble
        ``"object-refused"``, ``"burned-in"``, ``"interventional-image"`` or ``"screen-save"``.
    """
    expected = MODALITY[image.sop_class]
    if header.text(0x00080060).upper() not in ("", expected):
        other = image.modality or "none that is known"  # what is no known term may be a name
        raise FileTrouble(
            "object-refused", f"is stored as a {expected} image and its modality is another ({other}); leave it out"
        )
    if header.text(0x00280301).upper() == "YES":
        raise FileTrouble("burned-in", "says that text is burned into its pixels; leave it out")
    if header.text(0x00080064).upper() in _CAPTURED:
        raise FileTrouble("screen-save", "says that it was captured from film, paper or video; leave it out")
    for said in _modes(header):
        if _INTERVENTION.search(said):
            raise FileTrouble(
                "interventional-image",
                "says that it was taken during an intervention, which would show how the patient was treated; "
                "leave it out",
            )
    if _SCREEN.search(header.text(0x00080008).upper()):
        raise FileTrouble("screen-save", "says that it is a saved screen or a dose page and no scan; leave it out")


def _modes(header: Elements) -> Iterator[str]:
    yield from (header.text(tag).upper() for tag in _MODES)
    for group in (header.first_item(SHARED), *header.items(PER_FRAME)):
        if not group:
            continue
        yield from (group.first_item(macro).text(tag).upper() for macro, tag in _FRAME_MODES)
        if group.first_item(0x00189301).text(0x00189334).upper() == "YES":
            yield "FLUOROSCOPY"
