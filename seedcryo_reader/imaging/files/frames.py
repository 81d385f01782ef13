"""Per-frame facts of a classic or an enhanced multi-frame image."""

from collections.abc import Sequence
from typing import Final, TypedDict

from seedcryo_reader.imaging.files import syntaxes
from seedcryo_reader.imaging.files.elements import Elements
from seedcryo_reader.imaging.files.facts import Frame, Numbers, Piece, PixelFormat, Rescaling
from seedcryo_reader.imaging.files.trouble import FileTrouble

SHARED: Final = 0x52009229
PER_FRAME: Final = 0x52009230

MOST_MM: Final = 1e5
"""No patient lies further than 100 m from the scanner's origin, and no voxel is larger."""

MOST_RESCALE: Final = 1e15

# Private elements that carry the b-value where the standard one is absent, with their private creator and VR.
_PRIVATE_B: Final = (
    (0x00190010, "SIEMENS MR HEADER", 0x0019100C, "IS"),
    (0x00430010, "GEMS_PARM_01", 0x00431039, "IS"),
    (0x20010010, "Philips Imaging DD 001", 0x20011003, "FL"),
)

_CLASSIC_TRAITS: Final = {
    "acquisition": 0x00200012,
    "temporal": 0x00200100,
    "echo": 0x00180086,
    "echo_time": 0x00180081,
    "inversion_time": 0x00180082,
    "trigger_time": 0x00181060,
    "sequence": 0x00180024,
    "kernel": 0x00181210,
    "acquisition_time": 0x00080032,
}

TAGS: Final[list[int]] = [
    0x00180050, 0x00189087, 0x00189089, 0x00200032, 0x00200037, 0x00280030, SHARED, PER_FRAME,
    *_CLASSIC_TRAITS.values(),
    *(tag for creator, _, element, _ in _PRIVATE_B for tag in (creator, element)),
]  # fmt: skip


def read_frames(
    data: Elements, sop_class: str, pixels: PixelFormat, count: int, pieces: Sequence[tuple[Piece, ...]]
) -> tuple[Frame, ...]:
    """Facts of every frame in `pieces`, which may be fewer than the `count` the header promises.

    Raises
    ------
    FileTrouble
        An enhanced image whose functional groups do not match its number of frames.
    """
    if sop_class not in syntaxes.ENHANCED:
        return tuple(_classic(data, pixels, number, where) for number, where in enumerate(pieces, 1))
    shared = data.first_item(SHARED)
    per_frame = data.items(PER_FRAME)
    if len(per_frame) != count:
        raise FileTrouble("unreadable", f"has {count} frames and functional groups for {len(per_frame)} of them")
    return tuple(
        _enhanced(data, (own, shared), pixels, number, where)
        for number, (own, where) in enumerate(zip(per_frame, pieces, strict=False), 1)
    )


def _classic(data: Elements, pixels: PixelFormat, number: int, where: tuple[Piece, ...]) -> Frame:
    traits = {name: _plain(data.text(tag)) for name, tag in _CLASSIC_TRAITS.items()}
    traits["gradient"] = _joined(data, 0x00189089, "FD")
    traits["b_value"] = _b_value(data)
    return Frame(
        number=number,
        position=_near(data.vector(0x00200032, "DS", 3)),
        orientation=data.vector(0x00200037, "DS", 6),
        spacing=_positive(data.vector(0x00280030, "DS", 2)),
        thickness=data.number(0x00180050, "DS"),
        **_rescaling(data),
        rescale_type=data.code(0x00281054),
        padding=_padding(data, pixels),
        pieces=where,
        image_type=_image_type(data, 0x00080008),
        traits={name: value for name, value in traits.items() if value},
    )


Groups = tuple[Elements, Elements]


def _enhanced(data: Elements, groups: Groups, pixels: PixelFormat, number: int, where: tuple[Piece, ...]) -> Frame:
    measures = _group(groups, 0x00289110)
    rescale = _group(groups, 0x00289145)
    kind = _group(groups, 0x00189226) or _group(groups, 0x00189329)
    return Frame(
        number=number,
        position=_near(_group(groups, 0x00209113).vector(0x00200032, "DS", 3)),
        orientation=_group(groups, 0x00209116).vector(0x00200037, "DS", 6),
        spacing=_positive(measures.vector(0x00280030, "DS", 2)),
        thickness=measures.number(0x00180050, "DS"),
        **_rescaling(rescale),
        rescale_type=rescale.code(0x00281054),
        padding=_padding(data, pixels),
        pieces=where,
        image_type=_image_type(kind, 0x00089007) if kind else _image_type(data, 0x00080008),
        traits=_enhanced_traits(groups),
    )


def _enhanced_traits(groups: Groups) -> dict[str, str]:
    content = _group(groups, 0x00209111)
    diffusion = _group(groups, 0x00189117)
    found = {
        "acquisition": _joined(content, 0x00209156, "US"),
        "temporal": _joined(content, 0x00209128, "UL"),
        "temporal_offset": _joined(_group(groups, 0x00209310), 0x0020930D, "FD"),
        "stack": content.text(0x00209056),
        "echo_time": _joined(_group(groups, 0x00189114), 0x00189082, "FD"),
        "b_value": _joined(diffusion, 0x00189087, "FD"),
        "gradient": _joined(diffusion.first_item(0x00189076), 0x00189089, "FD"),
        "trigger_time": _joined(_group(groups, 0x00189118), 0x00209153, "FD"),
    }
    return {name: value for name, value in found.items() if value}


def _joined(group: Elements, tag: int, kind: str) -> str:
    return "\\".join(f"{value:g}" for value in group.numbers(tag, kind) or ())


def _group(groups: Groups, tag: int) -> Elements:
    """Functional group macro of this frame: its own, else the shared one (PS3.3 C.7.6.16.1.1)."""
    return groups[0].first_item(tag) or groups[1].first_item(tag)


def _positive(spacing: Numbers | None) -> Numbers | None:
    return spacing if spacing is not None and min(spacing) > 0 and max(spacing) < MOST_MM else None


def _near(position: Numbers | None) -> Numbers | None:
    return position if position is not None and max(map(abs, position)) < MOST_MM else None


class _RescalingFields(TypedDict):
    slope: float
    intercept: float
    rescaling: Rescaling


def _rescaling(data: Elements) -> _RescalingFields:
    """Slope and intercept, used together or not at all."""
    slope, intercept = data.number(0x00281053, "DS"), data.number(0x00281052, "DS")
    if slope and intercept is not None and max(abs(slope), abs(intercept)) < MOST_RESCALE:
        return {"slope": slope, "intercept": intercept, "rescaling": "given"}
    said = data.text(0x00281053) or data.text(0x00281052)
    return {"slope": 1.0, "intercept": 0.0, "rescaling": "unusable" if said else "absent"}


def _image_type(data: Elements, tag: int) -> tuple[str, ...]:
    return tuple(data.code(tag).split("\\"))


def _padding(data: Elements, pixels: PixelFormat) -> tuple[int, int] | None:
    """Pixel Padding Value and Range Limit as stored values, lowest first (PS3.3 C.7.5.1.1.2).

    Their VR depends on Pixel Representation, and writers get it wrong: they are read by the sample's sign.
    """
    value = data.whole(0x00280120, "US")
    if value is None:
        return None
    limit = data.whole(0x00280121, "US")
    ends = [_as_sample(end, pixels) for end in (value, value if limit is None else limit)]
    return min(ends), max(ends)


def _as_sample(value: int, pixels: PixelFormat) -> int:
    return value - 0x10000 if pixels.signed and value > 0x7FFF else value


def _plain(value: str) -> str:
    """Numbers in one spelling: writers mix 4.76 with 4.760 and 1 with 01 within a series."""
    try:
        return f"{float(value):g}"
    except ValueError:
        return value


def _b_value(data: Elements) -> str:
    standard = data.number(0x00189087, "FD")
    if standard is not None:
        return f"{standard:g}"
    for creator_tag, creator, tag, kind in _PRIVATE_B:
        if data.text(creator_tag) == creator:
            value = data.number(tag, kind)
            # GE adds 10⁹ to the b-values of its newer sequences.
            return "" if value is None else f"{value % 1e9:g}"
    return ""
