"""The texts a masked CT or MR image may hold, and the sequences: the checker's own closed tables.

Whatever is not here has no value in a reader's copy. Patterns are matched against the whole value without padding.
De-identification codes: DICOM PS3.16 CID 7050. Trial attributes: PS3.3 C.7.1.3, C.7.2.3.
"""

from typing import Final

_CASE: Final = r"C-[0-9]{4}"
_TRIAL: Final = "SEED-CRYO"
_NOBODY: Final = f"(?:{_TRIAL}|REMOVED|MASKED|UNKNOWN|NONE)"
_KERNEL: Final = (
    "(?:SOFT_TISSUE|SOFT TISSUE|SOFT|LUNG|BONE|BRAIN|STANDARD|SMOOTH|MEDIUM|SHARP|DETAIL|EDGE|OTHER|UNKNOWN)"
)

TEXTS: Final[dict[int, str]] = {
    0x00020013: r"SEED-?CRYO[-_ ]?[0-9]{0,3}(?:\.[0-9]{1,3}){0,2}",
    0x00080050: _CASE,
    0x00080070: _NOBODY,
    0x00081010: _CASE,
    0x00081090: _NOBODY,
    0x00100010: _CASE,
    0x00100020: _CASE,
    0x00120010: _NOBODY,
    0x00120020: _NOBODY,
    0x00120021: _TRIAL,
    0x00120040: _CASE,
    0x00120042: _CASE,
    0x00120050: r"TP[0-9]{1,2}",
    0x00120063: rf"{_TRIAL} (?:masking|reader copy|allow-list)(?: [0-9]{{1,3}}(?:\.[0-9]{{1,3}}){{0,2}})?",
    0x00180010: "(?:YES|NO)",
    0x00180085: "(?:1H|3HE|7LI|13C|19F|23NA|31P|129XE)",
    0x00181000: f"(?:{_CASE}|{_NOBODY})",
    0x00181020: _NOBODY,
    0x00181210: _KERNEL,
    0x00189005: _NOBODY,
    0x00200010: r"TP[0-9]{1,2}",
    0x00200020: r"[AHFPLR]{1,3}\\[AHFPLR]{1,3}",
    0x00209056: r"[0-9]{1,4}",
    0x00281054: "(?:HU|US|OD|MGML|Z_EFF|ED|EDW|HU_MOD|PCT|NORMALIZED)",
    0x00283004: "(?:HU|US|OD|MGML|Z_EFF|ED|EDW|HU_MOD|PCT|NORMALIZED)",
}
"""Tag → what a text attribute may hold besides nothing."""

_DEIDENTIFICATION: Final = {
    "113100": "Basic Application Confidentiality Profile",
    "113101": "Clean Pixel Data Option",
    "113103": "Clean Graphics Option",
    "113104": "Clean Structured Content Option",
    "113105": "Clean Descriptors Option",
}
_UNITS: Final = {
    "1": "no units",
    "[hnsf'U]": "Hounsfield unit",
    "mm2/s": "square millimeter per second",
    "um2/s": "square micrometer per second",
    "ms": "millisecond",
}
_REGIONS: Final = {
    "38266002": "Entire body",
    "818981001": "Abdomen",
    "51185008": "Chest",
    "12921003": "Pelvis",
    "45048000": "Neck",
    "69536005": "Head",
}

CODED: Final[dict[int, tuple[str, dict[str, str]]]] = {
    0x00120064: ("DCM", _DEIDENTIFICATION),
    0x004008EA: ("UCUM", _UNITS),
    0x00082218: ("SCT", _REGIONS),
}
"""Sequence of coded entries (PS3.3 8.8) → coding scheme, and code values with their meanings."""

CODE_VALUE: Final = 0x00080100
CODE_SCHEME: Final = 0x00080102
CODE_MEANING: Final = 0x00080104

SEQUENCES: Final = frozenset({
    *CODED,
    0x00081140, 0x00082112, 0x00089092, 0x00189006, 0x00189042, 0x00189045, 0x00189049, 0x00189076, 0x00189107,
    0x00189112, 0x00189114, 0x00189115, 0x00189117, 0x00189118, 0x00189119, 0x00189125, 0x00189176, 0x00189226,
    0x00189239, 0x00189301, 0x00189304, 0x00189308, 0x00189312, 0x00189314, 0x00189321, 0x00189325, 0x00189326,
    0x00189329, 0x00189341, 0x00189360, 0x00189477, 0x00189601, 0x00209071, 0x00209111, 0x00209113, 0x00209116,
    0x00209170, 0x00209171, 0x00209172, 0x00209221, 0x00209222, 0x00209253, 0x00209310, 0x00283000,
    0x00289110, 0x00289132, 0x00289145, 0x00409096, 0x52009229, 0x52009230,
})  # fmt: skip
"""Sequences a CT or MR image may have: coded entries, references, a look-up table, functional groups (C.7.6.16)."""

GROUPS: Final = frozenset({0x0008, 0x0010, 0x0012, 0x0018, 0x0020, 0x0028, 0x0040, 0x2050, 0x5200, 0x7FE0})
"""Groups of attributes a CT or MR image is made of; any other belongs to another kind of object."""

LOOK_UP_DATA: Final = 0x00283006
BINARY: Final = frozenset({LOOK_UP_DATA, 0x7FE00001, 0x7FE00002, 0x7FE00010, 0x00020001})
"""Binary attributes with a check of their own."""

NUMBER_GROUPS: Final = frozenset({0x0018, 0x0020, 0x0028})
"""Groups whose numbers describe acquisition, geometry and pixels."""

NUMBERS: Final = frozenset({
    0x00020000, 0x00081160, 0x00409211, 0x00409213, 0x00409214, 0x00409216, 0x00409224, 0x00409225,
})  # fmt: skip
"""Numbers of other groups that belong to an image: a referenced frame, Real World Value Mapping (C.7.6.16.2.11)."""

LISTS: Final = frozenset({0x00189079, 0x00209157, 0x00280009, 0x00209165, 0x00209167})
"""Binary numbers of any multiplicity that an image needs: inversion times, index values, pointers to attributes."""

PERSON: Final = frozenset({0x00100010, 0x00100020, 0x00120040, 0x00120042})
"""Attributes that carry the case number."""

EXACT: Final = frozenset({0x00180050, 0x00180088, 0x00200032, 0x00200037, 0x00280030, 0x00281052, 0x00281053})
"""Decimal strings that may be longer than 16 characters: thickness, spacing, position, orientation, rescaling."""
