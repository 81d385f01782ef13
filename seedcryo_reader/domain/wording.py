"""What may be written where a person, or a picklist, puts words into an event: how much, and in which characters."""

import unicodedata
from functools import cache
from typing import Any, Final

from seedcryo_reader.domain.events import Event
from seedcryo_reader.domain.lifecycle import IllegalAct

LONGEST_NOTE: Final = 4000
"""Characters of a note at most."""

LONGEST_REASON: Final = 500
"""Characters of a reason, an answer, a name and any other single line at most."""

_LIMITS: Final[dict[str, int]] = {
    "text": LONGEST_NOTE,
    "leave": LONGEST_NOTE,
    **dict.fromkeys(
        ("reason", "answer", "question", "value", "kind", "name", "meaning", "guard", "about"),
        LONGEST_REASON,
    ),
}
"""Field of an event → how many characters it holds at most."""

_UNSEEN: Final = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Control characters, halves of surrogate pairs, and breaks of lines and paragraphs: a text with them could feign lines
of an audit trail, or has no canonical form."""

_TURNING: Final = frozenset("\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
"""Marks that turn the direction of a text or hide in it; joiners are letters' own business in many scripts."""


def check_words(event: Event) -> None:
    """Hold every text of an event against its limit.

    Raises
    ------
    IllegalAct
        One is blank, too long, or holds a control character; the sentence names the field, not the text.
    """
    kind: Any = type(event)
    for field, most in _worded(kind):
        text = getattr(event, field)
        if text is not None:
            check_text(text, field, most)


def check_text(text: str, what: str, most: int = LONGEST_REASON) -> None:
    """Hold a text against its limit; `what` names it, as in "the reason".

    Raises
    ------
    IllegalAct
        It is blank, longer than `most` characters, or holds a control character.
    """
    problem = None
    if not text or text.isspace():
        problem = "is empty"
    elif len(text) > most:
        problem = f"has {len(text)} characters; it can have {most}"
    elif not text.isprintable() and any(one in _TURNING or unicodedata.category(one) in _UNSEEN for one in text):
        problem = "holds a control character, an invisible one or a line break; write it without"
    if problem:
        msg = f"The {what} {problem}."
        raise IllegalAct(msg)


@cache
def _worded(kind: Any) -> tuple[tuple[str, int], ...]:
    return tuple((field, _LIMITS[field]) for field in _LIMITS if field in kind.__slots__)
