"""Functional groups of enhanced multi-frame images, written anew (DICOM PS3.3 C.7.6.16, C.8.13.5, C.8.15.3).

A macro that is not in `_MACROS` is not written: who took part, when, with which coil and protocol stays behind.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Final

from seedcryo_reader.casefile.masking import attributes, encode, vocabulary
from seedcryo_reader.casefile.masking.encode import Fields
from seedcryo_reader.casefile.masking.rules import Number, Rule, Words, written
from seedcryo_reader.casefile.masking.uids import Uids
from seedcryo_reader.imaging.files.elements import Elements
from seedcryo_reader.imaging.files.facts import ImageFile
from seedcryo_reader.imaging.files.frames import PER_FRAME, SHARED

_ORGANIZATIONS: Final = 0x00209221
_INDICES: Final = 0x00209222
_UID: Final = 0x00209164
_POINTER: Final = 0x00209165
_GROUP_POINTER: Final = 0x00209167
_CONTENT: Final = 0x00209111
_VALUES: Final = 0x00209157
_TRANSFORMATION: Final = 0x00289145

_FRAME_KIND: Final[dict[int, Rule]] = {
    0x00089205: Words(vocabulary.PIXEL_PRESENTATION),
    0x00089206: Words(vocabulary.VOLUMETRIC),
    0x00089207: Words(vocabulary.VOLUME_TECHNIQUE),
}
_MR_KIND: Final[dict[int, Rule]] = {
    **_FRAME_KIND,
    0x00089208: Words(vocabulary.COMPLEX_COMPONENT),
    0x00089209: Words(vocabulary.CONTRAST_OF_ACQUISITION),
}
_FRAME_TYPES: Final = frozenset({0x00189329, 0x00189226})

_MACROS: Final[dict[int, dict[int, Rule]]] = {
    0x00289110: {0x00180050: attributes.THICKNESS, 0x00180088: attributes.THICKNESS, 0x00280030: attributes.SPACING},
    0x00209113: {0x00200032: attributes.POSITION},
    0x00209116: {0x00200037: attributes.ORIENTATION},
    _CONTENT: {0x00209057: Number("UL", 1, 65_536), 0x00209128: Number("UL", 1, 65_536)},
    _TRANSFORMATION: {},
    0x00289132: {},
    0x00189329: _FRAME_KIND,
    0x00189226: _MR_KIND,
    0x00189114: {0x00189082: Number("FD", 0, 1e5)},
    0x00189112: {
        0x00180080: attributes.MILLISECONDS,
        0x00180091: Number("IS", 0, 65_535),
        0x00181314: attributes.FLIP_ANGLE,
        0x00189240: Number("US", 0, 65_535),
        0x00189241: Number("US", 0, 65_535),
    },
    0x00189115: {
        0x00189009: Words(vocabulary.YES_NO),
        0x00189079: Number("FD", 0, 1e5, 1, 8),
    },
    0x00189117: {0x00189075: Words(vocabulary.DIRECTIONALITY), 0x00189087: attributes.B_VALUE},
    0x00189118: {0x00209153: Number("FD", -1e6, 1e6)},
    0x00209310: {0x0020930D: Number("FD", -1e6, 1e6)},
    0x00189325: {0x00180060: Number("DS", 1, 1000)},
    0x00189304: {0x00181120: attributes.TILT},
    0x00189314: {},
}

_HEADER: Final[dict[int, Rule]] = {
    **_MR_KIND,
    0x00180087: Number("DS", 0, 30),
    0x00180023: Words(vocabulary.MR_ACQUISITION),
    0x00185100: Words(vocabulary.PATIENT_POSITION),
    0x00189004: Words(vocabulary.CONTENT_QUALIFICATION),
    0x00189100: Words(vocabulary.NUCLEUS, most=2),
    0x00209311: Words(vocabulary.DIMENSIONS),
    0x20500020: Words(vocabulary.LUT_SHAPE),
}

_POINTERS: Final = {
    tag: macro for macro, rules in _MACROS.items() for tag in rules
} | {0x00209056: _CONTENT, 0x00209156: _CONTENT, 0x00189089: 0x00189117}  # fmt: skip
"""Attributes a dimension may point to, with the macro they are in: those that are written."""

_LEGACY: Final = frozenset({"1.2.840.10008.5.1.4.1.1.2.2", "1.2.840.10008.5.1.4.1.1.4.4"})
_UNASSIGNED: Final = {0x00209171: encode.sequence(0x00209171, [{}])}
"""Unassigned Per-Frame Converted Attributes Sequence: type 2 in legacy converted images (PS3.3 C.7.6.16.2.25)."""

TAGS: Final = [*_HEADER, _ORGANIZATIONS, _INDICES]


def header(data: Elements, image: ImageFile, uids: Uids, acquisition: int) -> dict[int, bytes]:
    """Attributes of the enhanced image modules, its dimensions and its functional groups.

    Parameters
    ----------
    acquisition : int
        Number that the file's first acquisition gets; its others follow. Stacks are numbered the same way.
    """
    indices = data.items(_INDICES)
    kept = [n for n, one in enumerate(indices) if _pointed_at(one) in _POINTERS]
    own = data.items(PER_FRAME)
    shared = data.first_item(SHARED)
    numbering = _Numbering((shared, *own), kept, len(indices), acquisition)
    made = written(data, _HEADER)
    made |= _dimensions(data, [indices[n] for n in kept], uids)
    made[0x00400555] = encode.sequence(0x00400555, ())
    first = image.frames[0]
    unassigned = _UNASSIGNED if image.sop_class in _LEGACY else {}
    groups = [{**_group(one, image, n, numbering), **unassigned} for n, one in enumerate(own[: len(image.frames)])]
    made[SHARED] = encode.sequence(SHARED, [_group(shared, image, first.number - 1, numbering)])
    made[PER_FRAME] = encode.sequence(PER_FRAME, groups)
    return made


def _pointed_at(dimension: Elements) -> int:
    parts = dimension.numbers(_POINTER, "US") or ()
    return int(parts[0]) << 16 | int(parts[1]) if len(parts) == 2 else 0


def _dimensions(data: Elements, kept: Sequence[Elements], uids: Uids) -> dict[int, bytes]:
    """Dimension Organization and Dimension Index Sequence, of standard attributes that are written."""
    known = {uid: uids.masked(uid) for one in data.items(_ORGANIZATIONS) if (uid := one.uid(_UID))}
    if not known:
        return {}
    made = {
        _ORGANIZATIONS: encode.sequence(_ORGANIZATIONS, [{_UID: encode.text(_UID, "UI", v)} for v in known.values()])
    }
    items = []
    for one in kept:
        tag = _pointed_at(one)
        fields = {
            _POINTER: encode.number(_POINTER, "AT", tag),
            _GROUP_POINTER: encode.number(_GROUP_POINTER, "AT", _POINTERS[tag]),
        }
        if one.uid(_UID) in known:
            fields[_UID] = encode.text(_UID, "UI", known[one.uid(_UID)])
        items.append(fields)
    return made | {_INDICES: encode.sequence(_INDICES, items)} if items else made


class _Numbering:
    """Our own numbers for what a source numbers or names freely, the same for all frames of a file.

    Acquisitions and stacks count on from the number the caller gives, dimension index values from 1 in their order.
    """

    def __init__(self, groups: Iterable[Elements], kept: Sequence[int], dimensions: int, first: int) -> None:
        contents = [content for one in groups if (content := one.first_item(_CONTENT))]
        acquisitions = {value for one in contents if (value := one.whole(0x00209156, "US")) is not None}
        self._acquisitions = {value: first + n for n, value in enumerate(sorted(acquisitions))}
        stacks = dict.fromkeys(name for one in contents if (name := one.text(0x00209056)))
        self._stacks = {name: first + n for n, name in enumerate(stacks)}
        self._kept, self._dimensions = kept, dimensions
        columns = list(zip(*(values for one in contents if (values := self._index(one))), strict=True))
        self._ranks = [{value: rank for rank, value in enumerate(sorted(set(column)), 1)} for column in columns]

    def _index(self, content: Elements) -> tuple[float, ...]:
        values = content.numbers(_VALUES, "UL")
        if not self._kept or values is None or len(values) != self._dimensions:
            return ()
        return tuple(values[n] for n in self._kept)

    def fields(self, content: Elements) -> dict[int, bytes]:
        """Frame Acquisition Number, Stack ID and Dimension Index Values of one frame."""
        made = {}
        acquisition = content.whole(0x00209156, "US")
        if acquisition is not None:
            made[0x00209156] = encode.number(0x00209156, "US", self._acquisitions[acquisition] & 0xFFFF)
        if name := content.text(0x00209056):
            made[0x00209056] = encode.text(0x00209056, "SH", str(self._stacks[name]))
        if values := self._index(content):
            ranks = [rank[value] for rank, value in zip(self._ranks, values, strict=True)]
            made[_VALUES] = encode.number(_VALUES, "UL", *ranks)
        return made


def _group(source: Elements, image: ImageFile, frame: int, numbering: _Numbering) -> Fields:
    """One item of the shared or per-frame groups; `frame` is the index of a frame to which it applies."""
    made: dict[int, bytes] = {}
    for macro, rules in _MACROS.items():
        data = source.first_item(macro)
        if not data:
            continue
        fields = written(data, rules)
        extra = _EXTRA.get(macro)
        if extra is not None:
            fields |= extra(data, image, frame)
        if macro == _CONTENT:
            fields |= numbering.fields(data)
        if fields:
            made[macro] = encode.sequence(macro, [fields])
    return made


def _transformation(data: Elements, image: ImageFile, frame: int) -> dict[int, bytes]:
    return attributes.rescaling(data, image.frames[frame])


def _frame_type(data: Elements, _image: ImageFile, _frame: int) -> dict[int, bytes]:
    kind = attributes.image_type(data, 0x00089007)
    return {} if kind is None else {0x00089007: kind}


def _gradient(data: Elements, _image: ImageFile, _frame: int) -> dict[int, bytes]:
    made = attributes.GRADIENT.element(data.first_item(0x00189076), 0x00189089)
    return {} if made is None else {0x00189076: encode.sequence(0x00189076, [{0x00189089: made}])}


def _window(data: Elements, _image: ImageFile, _frame: int) -> dict[int, bytes]:
    return attributes.window(data)


def _kernel(data: Elements, _image: ImageFile, _frame: int) -> dict[int, bytes]:
    return attributes.kernel(data)


_EXTRA: Final[dict[int, Callable[[Elements, ImageFile, int], dict[int, bytes]]]] = {
    _TRANSFORMATION: _transformation,
    0x00289132: _window,
    0x00189117: _gradient,
    0x00189314: _kernel,
    **dict.fromkeys(_FRAME_TYPES, _frame_type),
}
