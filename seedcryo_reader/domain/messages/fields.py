"""What the fields of a message may hold: nobody's envelope puts anything else into a table or onto a page."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from seedcryo_reader.domain.case import CASE_NUMBER, TIMEPOINT
from seedcryo_reader.domain.lifecycle import IllegalAct
from seedcryo_reader.domain.record import is_utc
from seedcryo_reader.domain.wording import LONGEST_NOTE, LONGEST_REASON, check_text

_HASH: Final = re.compile(r"[0-9a-f]{64}")
_FORMS: Final = {
    "case_number": (CASE_NUMBER, "a case number such as C-0042"),
    "as_number": (CASE_NUMBER, "a case number such as C-0042"),
    "timepoint": (TIMEPOINT, "a timepoint such as TP1"),
    "protocol_sha256": (_HASH, "64 hex digits"),
    "seal": (_HASH, "64 hex digits"),
    "file_sha256": (_HASH, "64 hex digits"),
}
_WORDS: Final = {
    "text": LONGEST_NOTE,
    "leave": LONGEST_NOTE,
    "reason": LONGEST_REASON,
    "kind": LONGEST_REASON,
    "protocol_id": LONGEST_REASON,
}
_LEAST: Final = {"batch": 1, "place": 1, "part": 0}
_MOST: Final = 99_999
_DAYS: Final = frozenset({"taken_on", "valid_until"})


def field_problems(message: object) -> Iterator[str]:
    """What is wrong with the fields of a message, each as a sentence that names the field and not what it holds.

    What a message carries as a whole (a dispute, a signed document, the contents that a receipt names) has its own
    rules and is not looked at.
    """
    for name in getattr(message, "__dataclass_fields__", ()):
        problem = _problem(name, getattr(message, name))
        if problem is not None:
            yield problem


def _problem(name: str, value: object) -> str | None:
    if isinstance(value, int):
        least = _LEAST.get(name, value)
        return None if least <= value <= _MOST else f"The {name} is no number from {least} to {_MOST}."
    if not isinstance(value, str):
        return None
    if name in _WORDS:
        return _wording_problem(name, value)
    if name in _FORMS:
        form, rule = _FORMS[name]
        return None if form.fullmatch(value) else f"The {name} is not {rule}."
    if name in _DAYS:
        return None if _is_day(value) else f"The {name} is no day such as 2026-03-01."
    return f"The {name} is no UTC time." if name == "noted_at" and not is_utc(value) else None


def _wording_problem(name: str, value: str) -> str | None:
    try:
        check_text(value, name, _WORDS[name])
    except IllegalAct as illegal:
        return str(illegal)
    return None


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
