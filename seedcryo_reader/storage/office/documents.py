"""What a reader signed or locked, out of its document, quickly: no byte of it is decoded twice.

`storage.reads.signed_read` says what a signed read is. Here the same is decoded in one go and put together again from
its records: a document that comes back byte by byte is canonical and has nothing besides. Whatever does not come back
is left to `read_signed`, which also says what is wrong with it.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import msgspec

from seedcryo_reader.casefile.study import signing
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.fold import folded
from seedcryo_reader.domain.lifecycle import IllegalAct
from seedcryo_reader.domain.read import Read
from seedcryo_reader.domain.record import BadRecord, Record, read_record
from seedcryo_reader.reading.canonical_read import (
    CONTEXT,
    DOCUMENT,
    Signing,
    canonical_read,
    locked_document,
    read_hash,
)
from seedcryo_reader.storage.reads.quick import quick_record
from seedcryo_reader.storage.reads.signed_read import SignedRead, read_signed

_START: Final = re.compile(rb'\{"format":"%s","key":"([0-9a-f]{16})","read":' % DOCUMENT.encode("ascii"))
_END: Final = re.compile(rb',"signature":"([0-9a-f]{128})"\}')
_END_BYTES: Final = len(b',"signature":""}') + 2 * signing.SIGNATURE_BYTES


class _Item(msgspec.Struct):
    body: msgspec.Raw
    hash: str


class _Reader(msgspec.Struct):
    name: str


class _Read(msgspec.Struct):
    meaning: str
    reader: _Reader
    records: list[_Item]
    signed_at: str
    version: int


class _Locked(msgspec.Struct):
    records: list[_Item]


_READ: Final = msgspec.json.Decoder(_Read)
_LOCKED: Final = msgspec.json.Decoder(_Locked)


@dataclass(frozen=True, slots=True)
class Locked:
    """What is locked of a read: the records, the read they make, and its version."""

    records: tuple[Record, ...]
    read: Read
    version: int


def key_of(document: bytes) -> str:
    """The id of the key that a document says it is signed with; nothing where it does not begin as one."""
    found = _START.match(document)
    return "" if found is None else found[1].decode("ascii")


def signed_read(document: bytes, public: bytes, shown: str) -> tuple[SignedRead, str]:
    """Verify a signed read; with it the SHA-256 (hex) of what was signed.

    Parameters
    ----------
    document : bytes
        As `reading.canonical_read.signed_document` gives it, in canonical JSON.
    public : bytes
        The reader's public key (32 bytes).

    Raises
    ------
    Refused
        As for `storage.reads.signed_read.read_signed`.
    """
    quick = _quick(document, public)
    if quick is not None:
        return quick
    found = read_signed(document, public, shown)
    return found, read_hash(canonical_read(found.records, found.signing))


def locked_read(document: bytes, shown: str) -> Locked:
    """What is locked of a read, out of its document (`reading.canonical_read.locked_document`).

    Raises
    ------
    Refused
        ``bad-read``: it is none, or was put together in another way.
    """
    try:
        records = _records(_LOCKED.decode(document).records)
        if locked_document(records) != document:
            msg = "it holds something else besides"
            raise ValueError(msg)
        read = _folded(records)
    except (msgspec.MsgspecError, BadRecord, IllegalAct, ValueError) as error:
        text = f"What was locked cannot be read here: {error}. Ask the reader's station to send it again."
        raise Refused([Finding("bad-read", text, (shown,))]) from error
    return Locked(records, read, read.version)


def _quick(document: bytes, public: bytes) -> tuple[SignedRead, str] | None:
    start, end = _START.match(document), _END.fullmatch(document, max(0, len(document) - _END_BYTES))
    if start is None or end is None or start[1].decode("ascii") != signing.key_id(public):
        return None
    inside = document[start.end() : end.start()]
    if not signing.verify(public, inside, CONTEXT, bytes.fromhex(end[1].decode("ascii"))):
        return None
    try:
        read = _READ.decode(inside)
        records = _records(read.records)
        told = Signing(read.reader.name, read.meaning, read.signed_at, read.version)
        if canonical_read(records, told) != inside:
            return None
        return SignedRead(records, _folded(records), told), read_hash(inside)
    except (msgspec.MsgspecError, BadRecord, IllegalAct, ValueError):
        return None


def _records(items: Iterable[_Item]) -> tuple[Record, ...]:
    records = []
    for item in items:
        body = bytes(item.body)
        if hashlib.sha256(body).hexdigest() != item.hash:
            msg = "a record does not have the hash that stands beside it"
            raise BadRecord(msg)
        records.append(quick_record(body) or read_record(body))
    if not records:
        msg = "it holds no record"
        raise BadRecord(msg)
    return tuple(records)


def _folded(records: tuple[Record, ...]) -> Read:
    return folded(records[0].case_number, ((one.seq, one.event) for one in records))
