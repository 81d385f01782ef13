"""The allow-list of single-frame and common attributes. What is not in these tables cannot reach a masked image.

Modules: DICOM PS3.3 C.7.2.1 (General Study), C.7.3.1, C.7.4.1, C.7.5.1, C.7.6.1 to C.7.6.3, C.8.2.1 (CT Image), C.8.3.1
(MR Image), C.11.1 (Modality LUT), C.11.2 (VOI LUT). Type 2 attributes that would tell something are written empty.
"""

from typing import Final

from seedcryo_reader.casefile.masking import encode, vocabulary
from seedcryo_reader.casefile.masking.contrast import agent_given, kernel_class
from seedcryo_reader.casefile.masking.rules import Number, Rule, Words
from seedcryo_reader.imaging.files.elements import Elements
from seedcryo_reader.imaging.files.facts import Frame, ImageFile
from seedcryo_reader.imaging.files.frames import MOST_MM, MOST_RESCALE

POSITION: Final = Number("DS", -MOST_MM, MOST_MM, 3, 3, exact=True)
ORIENTATION: Final = Number("DS", -2, 2, 6, 6, exact=True)
SPACING: Final = Number("DS", 0, MOST_MM, 2, 2, exact=True)
THICKNESS: Final = Number("DS", 0, 2000, exact=True)
_KVP: Final = Number("DS", 1, 1000)
MILLISECONDS: Final = Number("DS", 0, 1e5)
_COUNT: Final = Number("IS", 0, 65_535)
FLIP_ANGLE: Final = Number("DS", 0, 360)
TILT: Final = Number("DS", -90, 90)
B_VALUE: Final = Number("FD", 0, 1e5)
GRADIENT: Final = Number("FD", -2, 2, 3, 3)
_WINDOW: Final = Number("DS", -1e6, 1e6, 1, 8)
_RESCALE: Final = Number("DS", -MOST_RESCALE, MOST_RESCALE, exact=True)

EMPTY: Final = {
    0x00080020: "DA", 0x00080030: "TM", 0x00080050: "SH", 0x00080070: "LO", 0x00080090: "PN",
    0x00100030: "DA", 0x00100040: "CS", 0x00200060: "CS", 0x00201040: "LO",
}  # fmt: skip
"""Type 2 or 2C in every image, written empty: dates, accession number, maker, physician, birth date, sex, side."""

_PLANE: Final[dict[int, Rule]] = {
    0x00180050: THICKNESS,
    0x00185100: Words(vocabulary.PATIENT_POSITION),
    0x00200032: POSITION,
    0x00200037: ORIENTATION,
    0x00200100: _COUNT,
    0x00200105: _COUNT,
    0x00280030: SPACING,
}

CT: Final[dict[int, Rule]] = {
    **_PLANE,
    0x00180022: Words(vocabulary.CT_SCAN_OPTIONS, most=4),
    0x00180060: _KVP,
    0x00180088: THICKNESS,
    0x00181120: TILT,
}

MR: Final[dict[int, Rule]] = {
    **_PLANE,
    0x00180020: Words(vocabulary.SCANNING_SEQUENCE, most=4),
    0x00180021: Words(vocabulary.SEQUENCE_VARIANT, most=6),
    0x00180022: Words(vocabulary.MR_SCAN_OPTIONS, most=6),
    0x00180023: Words(vocabulary.MR_ACQUISITION),
    0x00180080: MILLISECONDS,
    0x00180081: MILLISECONDS,
    0x00180086: _COUNT,
    0x00180087: Number("DS", 0, 30),
    0x00180088: THICKNESS,
    0x00180091: _COUNT,
    0x00181314: FLIP_ANGLE,
    0x00189089: GRADIENT,
}

NEEDED: Final = {
    "CT": {0x00180050: "DS", 0x00180060: "DS", 0x00185100: "CS"},
    "MR": {0x00180022: "CS", 0x00180023: "CS", 0x00180050: "DS", 0x00180080: "DS", 0x00180081: "DS",
           0x00180091: "IS", 0x00185100: "CS"},
}  # fmt: skip
"""Type 2 of the CT and MR Image modules: written empty where nothing better may be."""

_LOSSY: Final[dict[int, Rule]] = {
    0x00282112: Number("DS", 0, 1e5, 1, 8),
    0x00282114: Words(vocabulary.LOSSY_METHOD, most=8),
}

ASPECT: Final = Number("IS", 1, 65_535, 2, 2)


def image_type(data: Elements, tag: int) -> bytes | None:
    """Image Type (0008,0008) or Frame Type (0008,9007): known words in their places, none put in another's place."""
    said = [one.strip() for one in data.text(tag).upper().split("\\")]
    kept: list[str] = []
    for word, known in zip(said, vocabulary.IMAGE_TYPE, strict=False):
        if word not in known:
            break
        kept.append(word)
    if not kept:
        return None
    if len(kept) == len(vocabulary.IMAGE_TYPE):
        kept += [word for word in said[3:12] if word in vocabulary.TYPE_4]
    return encode.text(tag, "CS", "\\".join(kept))


def window(data: Elements) -> dict[int, bytes]:
    """Window Center and Width, as many of one as of the other; never their explanation."""
    centers, widths = data.numbers(0x00281050, "DS"), data.numbers(0x00281051, "DS")
    if centers is None or widths is None or len(centers) != len(widths):
        return {}
    made = (_WINDOW.element(data, 0x00281050), _WINDOW.element(data, 0x00281051))
    if made[0] is None or made[1] is None:
        return {}
    return {0x00281050: made[0], 0x00281051: made[1]}


def rescaling(data: Elements, frame: Frame) -> dict[int, bytes]:
    """Rescale Intercept, Slope and Type, together or not at all, as `imaging` uses them."""
    if frame.rescaling != "given":
        return {}
    made = {
        tag: element
        for tag, value in ((0x00281052, frame.intercept), (0x00281053, frame.slope))
        if (element := _RESCALE.encoded(tag, (value,))) is not None
    }
    if data.text(0x00281054):
        kind = data.text(0x00281054).upper()
        made[0x00281054] = encode.text(0x00281054, "LO", _unit(kind))
    return made


def _unit(kind: str) -> str:
    return kind if kind in vocabulary.RESCALE_TYPE else vocabulary.UNSPECIFIED


def modality_lut(image: ImageFile) -> dict[int, bytes]:
    """Modality LUT Sequence of numbers, without its explanation (PS3.3 C.11.1)."""
    lut = image.lut
    if lut is None:
        return {}
    signed = image.pixels.signed
    first = encode.number(0, "SS" if signed else "US", lut.first)[8:]
    count, bits = (encode.number(0, "US", value)[8:] for value in (len(lut.values) & 0xFFFF, 16))
    fields = {
        0x00283002: encode.element(0x00283002, "SS" if signed else "US", count + first + bits),
        0x00283004: encode.text(0x00283004, "LO", _unit(lut.kind)),
        0x00283006: encode.number(0x00283006, "US", *lut.values),
    }
    return {0x00283000: encode.sequence(0x00283000, [fields])}


def padding(data: Elements, *, signed: bool) -> dict[int, bytes]:
    """Pixel Padding Value and Range Limit, their VR by the samples' sign (PS3.3 C.7.5.1.1.2)."""
    made: dict[int, bytes] = {}
    for tag in (0x00280120, 0x00280121):
        value = data.whole(tag, "US")
        if value is None or not -0x8000 <= value <= 0xFFFF:
            break
        value &= 0xFFFF
        made[tag] = (
            encode.number(tag, "SS", value - 0x10000 * (value > 0x7FFF)) if signed else encode.number(tag, "US", value)
        )
    return made


def lossy(data: Elements, image: ImageFile) -> dict[int, bytes]:
    """Whether the pixels were ever compressed with loss; a loss that only the transfer syntax told is written down."""
    if not image.lossy:
        return {0x00282110: encode.text(0x00282110, "CS", "00")} if data.text(0x00282110) == "00" else {}
    made = {tag: element for tag, rule in _LOSSY.items() if (element := rule.element(data, tag)) is not None}
    return {0x00282110: encode.text(0x00282110, "CS", "01"), **made}


def contrast(data: Elements) -> dict[int, bytes]:
    """Contrast/Bolus Agent as YES or NO."""
    given = agent_given(data.text(0x00180010)) or ("YES" if data.items(0x00180012) else None)
    return {} if given is None else {0x00180010: encode.text(0x00180010, "LO", given)}


def kernel(data: Elements) -> dict[int, bytes]:
    """Convolution Kernel as its class."""
    name = kernel_class(data.text(0x00181210))
    return {} if name is None else {0x00181210: encode.text(0x00181210, "SH", name)}


def inversion(data: Elements) -> dict[int, bytes]:
    """Inversion Time: type 2 of an inversion recovery, absent elsewhere unless a source gives one all the same."""
    made = MILLISECONDS.element(data, 0x00180082)
    if "IR" in data.text(0x00180020).upper().split("\\"):
        return {0x00180082: made or encode.element(0x00180082, "DS", b"")}
    return {0x00180082: made} if made is not None and data.number(0x00180082, "DS") else {}


def diffusion(frame: Frame) -> dict[int, bytes]:
    """Diffusion b-value, from the standard or a vendor's element as `imaging` finds it."""
    value = frame.traits.get("b_value")
    if not value or not B_VALUE.low <= float(value) <= B_VALUE.high:
        return {}
    made = B_VALUE.encoded(0x00189087, (float(value),))
    return {} if made is None else {0x00189087: made}


TAGS: Final = [
    *CT, *MR, *_LOSSY, 0x00080008, 0x00080064, 0x00180010, 0x00180012, 0x00180082, 0x00181210, 0x00189302,
    0x00089209, 0x00189087,
    0x00280034, 0x00280120, 0x00280121, 0x00280301, 0x00281050, 0x00281051, 0x00281052, 0x00281053, 0x00281054,
    0x00282110,
]  # fmt: skip
"""What is read of a source besides what `imaging` reads."""
