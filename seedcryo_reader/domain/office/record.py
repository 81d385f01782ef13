"""An act of a coordinator or adjudicator at its place in the account's log."""

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from functools import cache
from typing import Any, Final

from seedcryo_reader.domain import canonical
from seedcryo_reader.domain.canonical import Json
from seedcryo_reader.domain.codec import BadValue, plain, value_from

SCHEMA: Final = "seedcryo-act/1"
SUBJECT: Final = "office"
"""What the log of an account files acts under; reads are filed under their case numbers."""

_KEYS: Final = frozenset({"schema", "seq", "previous", "act", "data", "stamp"})


class BadAct(ValueError):
    """The bytes are no act; the text says why without showing the content."""


@dataclass(frozen=True, slots=True)
class ActStamp:
    """When, who, where, by what: as `domain.record.Stamp`, without a protocol."""

    utc: str
    offset_minutes: int
    monotonic_us: int
    session: str
    actor: str
    station: str
    software: str
    study_id: str
    root_id: str


@dataclass(frozen=True, slots=True)
class ActRecord:
    """An act, its number in the whole log, and the hash of the entry before it (64 hex digits)."""

    seq: int
    previous: str
    act: object
    stamp: ActStamp

    def encoded(self) -> bytes:
        """The canonical bytes that are hashed and stored."""
        return canonical.encode(
            {
                "schema": SCHEMA,
                "seq": self.seq,
                "previous": self.previous,
                "act": type(self.act).__name__,
                "data": plain(self.act),
                "stamp": plain(self.stamp),
            }
        )


def read_act(data: bytes, known: Mapping[str, type]) -> ActRecord:
    """The record of these bytes, of an act that this role does.

    Raises
    ------
    BadAct
        They are no canonical record, or of an act that is not known.
    """
    try:
        value = canonical.decode(data)
        if not isinstance(value, dict) or value.get("schema") != SCHEMA or value.keys() != _KEYS:
            msg = f"it is not of the form {SCHEMA}"
            raise BadAct(msg)
        return ActRecord(
            value_from(int, value["seq"]),
            value_from(str, value["previous"]),
            _act(value["act"], value["data"], known),
            value_from(ActStamp, value["stamp"]),
        )
    except (canonical.NotCanonical, BadValue) as error:
        raise BadAct(str(error)) from error


def _act(name: Json, data: Json, known: Mapping[str, type]) -> object:
    kind: Any = known.get(name) if isinstance(name, str) else None
    if kind is None:
        msg = "an act of a kind that this program does not know"
        raise BadAct(msg)
    return value_from(kind, {**_added(kind), **data} if isinstance(data, dict) else data)


@cache
def _added(kind: Any) -> Mapping[str, Json]:
    """The fields that an act got later, with what older records say by lacking them: those that have a default."""
    return {one.name: plain(one.default) for one in fields(kind) if one.default is not MISSING}
