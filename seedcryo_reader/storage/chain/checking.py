"""Holding a chain and its head against each other, entry by entry."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import Connection
from sqlcipher3 import dbapi2

from seedcryo_reader.database.opening import driver
from seedcryo_reader.database.trouble import damaged, finding_of
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.storage.chain.head import Lines
from seedcryo_reader.storage.chain.table import FIRST_PREVIOUS


class Walked(NamedTuple):
    """How far a chain holds: its last sound entry, its hash at each line of the head, and the first bad entry."""

    seq: int
    hash: str
    bad: Finding | None
    unlike_head: int | None


def walk(connection: Connection, table: str, path: Path, lines: Lines) -> Walked:
    """Hold numbers, hashes and bodies of all entries against each other, and against the head's lines."""
    seq, digest = 0, FIRST_PREVIOUS
    unlike = None
    statement = f"SELECT seq, hash, previous, body FROM {table} ORDER BY seq"  # noqa: S608 (a constant name)
    try:
        for row in driver(connection).execute(statement):
            reason = _wrong(row, seq, digest)
            if reason is not None:
                return Walked(seq, digest, damaged(path, reason, seq=seq + 1), unlike)
            seq, digest = row[0], row[1]
            if unlike is None and lines.hashes.get(seq, digest) != digest:
                unlike = seq
    except dbapi2.DatabaseError as error:
        if finding_of(error, path) is None:
            raise
        return Walked(seq, digest, damaged(path, "it cannot be read, the file is damaged there.", seq=seq + 1), unlike)
    return Walked(seq, digest, None, unlike)


def head_findings(walked: Walked, lines: Lines, database: Path, head: Path, *, closed: bool) -> Iterator[Finding]:
    """What the head says against the chain; `closed` says that the database was closed properly before.

    Only a power cut lets the head lag behind, and then the database was not closed.
    """
    files = (str(database), str(head))
    if walked.unlike_head is not None:
        text = (
            f"Record {walked.unlike_head}: {database.name} holds another one than {head.name} names. One of them was "
            "replaced; fetch both from the same backup of today."
        )
        yield Finding("unlike-head", text, files)
    elif walked.bad is None and walked.seq < lines.last:
        text = (
            f"{database.name} ends with record {walked.seq}, but {head.name} names record {lines.last}: "
            f"{lines.last - walked.seq} were lost. Keep both as they are and fetch a backup of today."
        )
        yield Finding("shorter-than-head", text, files)
    elif walked.bad is None and closed and walked.seq > lines.last + 1:
        text = (
            f"{head.name} ends with record {lines.last}, but {database.name} with record {walked.seq}: the head was "
            "cut or replaced by an older one. Fetch the head of today."
        )
        yield Finding("head-behind", text, files)


def names_place(body: bytes, seq: int, previous: str) -> bool:
    """Whether bytes that were just made mention their place; that they are sound is for who makes them."""
    return b'"seq":%d' % seq in body and b'"previous":"%s"' % previous.encode() in body


def _wrong(row: tuple[Any, ...], seq: int, digest: str) -> str | None:
    if row[0] != seq + 1:
        return "it is missing."
    if row[2] != digest:
        return "it does not follow the one before."
    if not isinstance(row[3], bytes) or sha256(row[3]).hexdigest() != row[1]:
        return "it was changed after it was written."
    return None
