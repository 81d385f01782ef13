"""What a signature covers: the read as canonical JSON, with every record of its log up to the signature.

Nothing is left to be believed: the events carry every point, answer and conclusion with their own times and hashes, so
whoever has these bytes and the public key can fold and check the whole read without the station.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from seedcryo_reader.domain import canonical
from seedcryo_reader.domain.canonical import Json
from seedcryo_reader.domain.events import ReadSigned, TimepointLocked, VersionOpened
from seedcryo_reader.domain.record import Record

FORMAT: Final = "seedcryo-read/1"
DOCUMENT: Final = "seedcryo-signed-read/1"
LOCKED: Final = "seedcryo-locked/1"
CONTEXT: Final = FORMAT.encode("ascii")
"""The purpose that signatures over a read are bound to."""


@dataclass(frozen=True, slots=True)
class Signing:
    """Who signs what: the printed name, the meaning, the UTC time, and the version of the read."""

    name: str
    meaning: str
    signed_at: str
    version: int


def canonical_read(records: Sequence[Record], signing: Signing) -> bytes:
    """The bytes that are signed.

    Parameters
    ----------
    records : sequence of Record
        All of the case, in order, up to the signature; at least one.
    """
    last = records[-1]
    before: dict[str, Json] = {
        "case": last.case_number,
        "format": FORMAT,
        "meaning": signing.meaning,
        "protocol": {"id": last.stamp.protocol_id, "sha256": last.stamp.protocol_sha256},
        "reader": {"account": last.stamp.actor, "name": signing.name},
    }
    behind: dict[str, Json] = {
        "signed_at": signing.signed_at,
        "station": last.stamp.station,
        "study": {"id": last.stamp.study_id, "root": last.stamp.root_id},
        "version": signing.version,
    }
    return canonical.encode(before)[:-1] + b',"records":[' + _listed(records) + b"]," + canonical.encode(behind)[1:]


def read_hash(data: bytes) -> str:
    """SHA-256 (hex) of a canonical read, as the signing event names it."""
    return hashlib.sha256(data).hexdigest()


def signed_document(records: Sequence[Record]) -> Mapping[str, Json]:
    """A signed read for whoever is to check it elsewhere: the canonical read, the key's id, and the signature.

    Parameters
    ----------
    records : sequence of Record
        All of the case up to a `ReadSigned`, which is the last one.

    Raises
    ------
    ValueError
        The last record is no signature.
    """
    signed = records[-1].event
    if not isinstance(signed, ReadSigned):
        msg = "the records do not end with a signature"
        raise ValueError(msg)
    data = canonical_read(records[:-1], signing_of(signed))
    return {
        "format": DOCUMENT,
        "read": canonical.decode(data),
        "key": signed.key_id,
        "signature": signed.signature,
    }


def locked_document(records: Sequence[Record]) -> bytes:
    """What is locked of a read before it is signed, as canonical JSON: every record up to its last lock.

    Parameters
    ----------
    records : sequence of Record
        All of the case, in order.

    Raises
    ------
    ValueError
        No timepoint was locked yet.
    """
    last = max((k for k, one in enumerate(records) if isinstance(one.event, TimepointLocked)), default=None)
    if last is None:
        msg = "no timepoint of the case is locked"
        raise ValueError(msg)
    upto = records[: last + 1]
    version = max((one.event.version for one in upto if isinstance(one.event, VersionOpened)), default=1)
    before = canonical.encode({"case": upto[-1].case_number, "format": LOCKED})
    return before[:-1] + b',"records":[' + _listed(upto) + b'],"version":' + str(version).encode("ascii") + b"}"


def _listed(records: Sequence[Record]) -> bytes:
    """Records and their hashes. The bodies are canonical as they are, and the keys around them stand in their order."""
    return b",".join(
        b'{"body":' + one.body + b',"hash":"' + hashlib.sha256(one.body).hexdigest().encode() + b'"}' for one in records
    )


def signing_of(signed: ReadSigned) -> Signing:
    """Who signed what, out of the event."""
    return Signing(signed.name, signed.meaning, signed.signed_at, signed.version)
