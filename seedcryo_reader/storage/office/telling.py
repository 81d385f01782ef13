"""What an act of a coordinator or adjudicator says, for whoever reads the audit trail."""

import re
from dataclasses import dataclass, fields, is_dataclass
from typing import Final

from seedcryo_reader.domain.canonical import encode
from seedcryo_reader.domain.codec import plain
from seedcryo_reader.domain.office.record import ActRecord
from seedcryo_reader.storage.chain.chain import Entry
from seedcryo_reader.storage.office.acts import ACTS, act_of

_ABOUT: Final = ("case_number", "account", "dispute_id", "batch", "sender", "content")
"""What an act is about, the first of these that it has; the case has a column of its own."""

_WHY: Final = ("reason", "text")
_NOT_SAID: Final = frozenset({"case_number", "leave", "document", *_WHY})
"""Documents are signed texts of their own; the log holds them whole."""

_WORDS: Final = re.compile("(?<!^)(?=[A-Z])")


@dataclass(frozen=True, slots=True)
class ToldAct:
    """An act in words: the record, its case (may be empty), what it is about, what was done, with what, and why."""

    record: ActRecord
    case_number: str
    about: str
    what: str
    new: str
    why: str


def told_act(entry: Entry) -> ToldAct:
    """The act in an entry of a log, in words.

    Raises
    ------
    Refused
        ``damaged``: it holds none.
    """
    record = act_of(entry, ACTS)
    act = record.act
    said = {one.name: getattr(act, one.name) for one in fields(act)}  # type: ignore[arg-type]
    about = next((name for name in _ABOUT[1:] if said.get(name) is not None), "")
    return ToldAct(
        record,
        str(said.get("case_number") or ""),
        str(said.get(about) or ""),
        _WORDS.sub(" ", type(act).__name__).lower(),
        "; ".join(f"{name}: {_said(value)}" for name, value in said.items() if name not in {*_NOT_SAID, about}),
        " ".join(str(said[name]) for name in _WHY if said.get(name)),
    )


def _said(value: object) -> str:
    if isinstance(value, tuple) and value and is_dataclass(value[0]):
        return encode([plain(one) for one in value]).decode("utf-8")
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    return "none" if value is None else str(value)
