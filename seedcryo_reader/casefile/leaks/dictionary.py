"""What DICOM PS3.6 says of a tag: value representation, multiplicity, keyword. The only use of pydicom here.

The dictionary is a table of the standard; pydicom's parser, which the rest of the program reads with, is not used. It
is loaded when the first tag is looked up: a station that only shows its worklist looks up none.
"""

import re
from functools import lru_cache
from typing import Final, NamedTuple

MANY: Final = 32
"""Values believed of an attribute that the standard lets have any number of them."""

_MULTIPLICITY: Final = re.compile(r"(?:\d+-)?(?P<most>\d+|\d*n)\Z")


class Entry(NamedTuple):
    """One row of PS3.6: the VRs it may have (empty for an unknown tag), most values, keyword."""

    vrs: frozenset[bytes]
    most: int
    keyword: str


UNKNOWN: Final = Entry(frozenset(), 0, "")


@lru_cache(maxsize=8192)
def entry(tag: int) -> Entry:
    """Return the dictionary's row for a tag given as one number, `UNKNOWN` where there is none."""
    from pydicom.datadict import get_entry

    try:
        names, multiplicity, _, _, keyword = get_entry(tag)
    except KeyError:
        return UNKNOWN
    match = _MULTIPLICITY.match(multiplicity)
    most = match["most"] if match else "n"
    vrs = frozenset(name.encode("ascii") for name in names.split(" or ")) - {b"NONE"}
    return Entry(vrs, int(most) if most.isdigit() else MANY, keyword)


def is_registered_uid(uid: str) -> bool:
    """Whether DICOM itself registers this UID (PS3.6 Annex A), so that nothing can hide in it."""
    from pydicom._uid_dict import UID_dictionary

    return uid in UID_dictionary


def shown(tag: int) -> str:
    """Tag and keyword for a sentence, such as ``(0010,0010) PatientName``."""
    return f"({tag >> 16:04X},{tag & 0xFFFF:04X}) {entry(tag).keyword}".rstrip()
