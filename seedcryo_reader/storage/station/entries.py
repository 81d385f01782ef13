"""An entry of the station's log: what happened at the station, never what is in a case.

The table `DATA` holds every name there is and what comes with it, so that nobody can put a patient's name, a date or a
result into this log, which every account may read.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from seedcryo_reader.domain import canonical
from seedcryo_reader.domain.canonical import Json, NotCanonical
from seedcryo_reader.domain.record import UTC_FORM
from seedcryo_reader.storage.chain.chain import Entry

FORMAT: Final = "seedcryo-entry/1"

DATA: Final[Mapping[str, Mapping[str, type]]] = {
    "station-made": {"study": str, "root": str, "station": str, "revision": int, "sha256": str},
    "study-updated": {"revision": int, "sha256": str},
    "account-added": {"role": str, "printed_name": str, "public": str, "recipient": str},
    "signed-in": {"session": str},
    "signed-out": {"session": str, "vault_seq": int, "vault_hash": str},
    "idle-locked": {"session": str, "vault_seq": int, "vault_hash": str},
    "unlocked": {"session": str},
    "sign-in-failed": {},
    "sign-in-locked": {"until": str},
    "sign-in-refused": {"code": str},
    "password-changed": {},
    "keys-changing": {"why": str},
    "keys-rotated": {"public": str},
    "recovered": {"public": str},
    "opened-for-recovery": {},
    "backup-accepted": {"vault_seq": int, "vault_hash": str, "why": str},
    "part-received": {"sha256": str, "size": int},
    "part-refused": {"code": str},
    "images-purged": {},
    "envelope-refused": {"code": str},
    "clock-changed": {"earlier": str, "later": str},
}
"""Name of an entry → keys of its data, and their types."""

_KEYS: Final = {
    "format": str,
    "seq": int,
    "previous": str,
    "utc": str,
    "offset_minutes": int,
    "monotonic_us": int,
    "software": str,
    "account": str,
    "event": str,
    "data": dict,
}


class BadEntry(ValueError):
    """The bytes are no entry; the text says why without showing the content."""


@dataclass(frozen=True, slots=True)
class StationEntry:
    """One entry.

    Attributes
    ----------
    seq : int
    previous : str
        Hash of the entry before (64 hex digits).
    utc : str
        When it happened, as the machine's clock had it: ``2026-03-01T14:02:11.000123Z``.
    offset_minutes, monotonic_us : int
        Local time minus UTC; the machine's monotonic clock.
    software : str
        Version of the program that wrote it.
    account : str
        Whom it is about; empty when nobody.
    event : str
        A name of `DATA`, or one of a newer program.
    data : mapping
    hash : str
        SHA-256 (hex) of its bytes; empty before it is stored.
    """

    seq: int
    previous: str
    utc: str
    offset_minutes: int
    monotonic_us: int
    software: str
    account: str
    event: str
    data: Mapping[str, Json]
    hash: str = ""

    @property
    def moment(self) -> datetime:
        """When it happened."""
        return datetime.fromisoformat(self.utc)

    def plain(self) -> dict[str, Json]:
        """The entry as plain values."""
        return {
            "format": FORMAT,
            "seq": self.seq,
            "previous": self.previous,
            "utc": self.utc,
            "offset_minutes": self.offset_minutes,
            "monotonic_us": self.monotonic_us,
            "software": self.software,
            "account": self.account,
            "event": self.event,
            "data": dict(self.data),
        }

    def encoded(self) -> bytes:
        """The bytes that are hashed and stored.

        Raises
        ------
        ValueError
            No such entry is written: its name is unknown, or its data are not those of the name.
        """
        if self.event not in DATA or not _fits(self.data, DATA[self.event]):
            msg = f"an entry {self.event!r} is not written with {', '.join(self.data) or 'nothing'}"
            raise ValueError(msg)
        return canonical.encode(self.plain())


def read_entry(entry: Entry) -> StationEntry:
    """The entry of the station's log that an entry of the chain holds.

    Raises
    ------
    BadEntry
        It holds none, or one of another place.
    """
    try:
        body = canonical.decode(entry.body)
    except NotCanonical as error:
        raise BadEntry(str(error)) from error
    if not isinstance(body, dict) or body.get("format") != FORMAT or not _fits(body, _KEYS):
        msg = f"it is not of the format {FORMAT}"
        raise BadEntry(msg)
    found = _parsed(body, entry.hash)
    if (found.seq, found.previous, found.account) != (entry.seq, entry.previous, entry.subject):
        msg = "it stands in another's place"
        raise BadEntry(msg)
    if found.event in DATA and not _fits(found.data, DATA[found.event]):
        msg = f"it is no {found.event}"
        raise BadEntry(msg)
    return found


def _is_moment(text: str) -> bool:
    try:
        return UTC_FORM.fullmatch(text) is not None and datetime.fromisoformat(text) is not None
    except ValueError:
        return False


def _fits(values: Mapping[str, Json], kinds: Mapping[str, type]) -> bool:
    return values.keys() == kinds.keys() and all(type(values[key]) is kind for key, kind in kinds.items())


def _parsed(body: dict[str, Json], digest: str) -> StationEntry:
    match body:
        case {
            "seq": int(seq),
            "previous": str(previous),
            "utc": str(utc),
            "offset_minutes": int(offset),
            "monotonic_us": int(monotonic),
            "software": str(software),
            "account": str(account),
            "event": str(event),
            "data": dict(data),
        }:
            if not _is_moment(utc):
                msg = "its time is none"
                raise BadEntry(msg)
            return StationEntry(seq, previous, utc, offset, monotonic, software, account, event, data, digest)
    msg = f"it is not of the format {FORMAT}"
    raise BadEntry(msg)
