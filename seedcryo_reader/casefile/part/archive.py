"""The canonical ZIP: for a list of members there is exactly one archive.

Stored, sorted by name, dated 1980-01-01, made on one system, without extra fields, comments or ZIP64 (APPNOTE 6.3.10,
sections 4.3.7, 4.3.12, 4.3.16). Reading rebuilds every header from what the directory says and compares the bytes, so
there is no room for a hidden member, a second directory, or anything between and behind.
"""

import re
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.finding import Finding

MOST_MEMBERS: Final = 20_000
MOST_BYTES: Final = 2**32 - 2
"""Largest archive, bytes: what the format holds without its 64-bit extension."""

_NAME: Final = re.compile(r"[a-z0-9][a-z0-9.-]*(/[a-z0-9][a-z0-9.-]*){0,2}")
_LONGEST_NAME: Final = 100

_LOCAL: Final = struct.Struct("<4s5H3I2H")
_CENTRAL: Final = struct.Struct("<4s6H3I5H2I")
_END: Final = struct.Struct("<4s4H2IH")

_VERSION: Final = 20
_UNIX: Final = 3 << 8
_MIDNIGHT: Final = 0
_FIRST_DAY: Final = 1 << 5 | 1
_PLAIN_FILE: Final = 0o600 << 16


@dataclass(frozen=True, slots=True)
class Entry:
    """A member: its name, its length in bytes and its CRC-32."""

    name: str
    size: int
    crc: int


@dataclass(frozen=True, slots=True)
class Member:
    """A member found in an archive, and where its bytes begin."""

    entry: Entry
    offset: int


def local_header(entry: Entry) -> bytes:
    """Bytes before a member's content."""
    name = entry.name.encode("ascii")
    return _LOCAL.pack(b"PK\x03\x04", _VERSION, 0, 0, _MIDNIGHT, _FIRST_DAY, entry.crc, entry.size, entry.size,
                       len(name), 0) + name  # fmt: skip


def directory(entries: Sequence[Entry]) -> bytes:
    """Bytes behind the last member's content: the central directory and its end."""
    central, offset = bytearray(), 0
    for entry in entries:
        name = entry.name.encode("ascii")
        central += _CENTRAL.pack(b"PK\x01\x02", _UNIX | _VERSION, _VERSION, 0, 0, _MIDNIGHT, _FIRST_DAY, entry.crc,
                                 entry.size, entry.size, len(name), 0, 0, 0, 0, _PLAIN_FILE, offset) + name  # fmt: skip
        offset += _LOCAL.size + len(name) + entry.size
    count = len(entries)
    return bytes(central) + _END.pack(b"PK\x05\x06", 0, 0, count, count, len(central), offset, 0)


def archive_size(entries: Sequence[Entry]) -> int:
    """Bytes of the archive of these members."""
    return _END.size + sum(_LOCAL.size + _CENTRAL.size + 2 * len(one.name) + one.size for one in entries)


def read_archive(view: memoryview) -> tuple[Member, ...]:
    """Find the members of a canonical archive.

    The contents' CRCs are not checked here: that needs reading all of it.

    Raises
    ------
    Refused
        Anything but the one archive that `local_header` and `directory` make of these members.
    """
    members = tuple(_members(view))
    names = [member.entry.name for member in members]
    if names != sorted(set(names)):
        raise _not_canonical("its members are not in order, or one is there twice")
    for member in members:
        head = local_header(member.entry)
        if view[member.offset - len(head) : member.offset] != head:
            raise _not_canonical("a member's header does not say what the directory says")
    end = members[-1].offset + members[-1].entry.size
    # Looked at first: a length that reaches behind the end may be more than a directory can say.
    if end > len(view) or view[end:] != directory([member.entry for member in members]):
        raise _not_canonical("its directory is not the one its members have")
    return members


def _members(view: memoryview) -> Iterator[Member]:
    """Members as the directory names them, their places counted up from the beginning."""
    at, count = _directory_start(view)
    offset = 0
    for _ in range(count):
        if at + _CENTRAL.size > len(view):
            raise _not_canonical("its directory is cut off")
        fields = _CENTRAL.unpack_from(view, at)
        crc, size, length = fields[7], fields[8], fields[10]
        raw = bytes(view[at + _CENTRAL.size : at + _CENTRAL.size + length]) if length <= _LONGEST_NAME else b""
        name = raw.decode("ascii", "replace")
        if not _NAME.fullmatch(name):
            raise _not_canonical("a member's name is none that a part has")
        offset += _LOCAL.size + length
        yield Member(Entry(name, size, crc), offset)
        offset += size
        at += _CENTRAL.size + length


def _directory_start(view: memoryview) -> tuple[int, int]:
    if len(view) > MOST_BYTES:
        raise _not_canonical(f"it has more than {MOST_BYTES} bytes")
    if len(view) < _END.size:
        raise _not_canonical("it is cut off")
    mark, _, _, _, count, length, start, _ = _END.unpack_from(view, len(view) - _END.size)
    if mark != b"PK\x05\x06" or start + length + _END.size != len(view):
        raise _not_canonical("it does not end as an archive does")
    if not 0 < count <= MOST_MEMBERS:
        raise _not_canonical(f"it says it has {count} members; 1 to {MOST_MEMBERS} are possible")
    return start, count


def _not_canonical(why: str) -> Refused:
    return Refused([Finding("not-canonical", f"The archive inside the part is not in its canonical form: {why}.")])
