"""Numbers that a sentence says, in digits or in words, each with the words around it."""

import re
from decimal import Decimal
from typing import Final, NamedTuple

_WORDS: Final = {
    word: Decimal(number)
    for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"), 1
    )
} | {"twice": Decimal(2)}
_NUMBER: Final = rf"(?<![\w.])(?P<number>[0-9]+(?:\.[0-9]+)?|{'|'.join(_WORDS)})"
_EACH: Final = r"(?:per|in each|in any|of each|of any|of one) organ"

_UNITS: Final = {
    "mm": rf"{_NUMBER}[\s-]?(?:mm|millimet(?:re|er)s?)\b",
    "%": rf"{_NUMBER}\s?(?:%|per ?cent\b)",
    "decimal places": rf"{_NUMBER} decimal places?\b",
    "lesions": rf"(?:at most|up to|no more than) {_NUMBER} (?:target )?(?:lesions?|targets?)\b(?! {_EACH})",
    "per organ": rf"{_NUMBER} (?:lesions? |targets? )?{_EACH}",
    "readers": rf"{_NUMBER} readers?\b",
    "times": rf"(?<!\w)(?P<number>twice)\b|{_NUMBER.replace('number', 'count')} times\b",
    "days": rf"{_NUMBER}[\s-](?P<span>weeks?|days?)\b",
}
_PATTERNS: Final = {unit: re.compile(pattern, re.IGNORECASE) for unit, pattern in _UNITS.items()}
_CLAUSE_END: Final = re.compile(r"[.,;:()](?=\s|$)")
_DAYS_OF_A_WEEK: Final = 7


class Said(NamedTuple):
    """A number of a text.

    Attributes
    ----------
    value : Decimal
        In its unit; weeks are days here.
    words : str
        As the text has it: ``"six weeks"``.
    before, after : str
        The rest of its clause: what stands before it from the number before on, and what stands after it.
    since : str
        Everything from the number before on.
    place : int
        Where in the text it stands: the same words twice are two numbers.
    """

    value: Decimal
    words: str
    before: str
    after: str
    since: str
    place: int


def said_in(text: str, unit: str) -> list[Said]:
    """The numbers of this unit in a text."""
    found: list[Said] = []
    start = 0
    for match in _PATTERNS[unit].finditer(text):
        before = text[start : match.start()]
        first = max((one.end() for one in _CLAUSE_END.finditer(before)), default=0)
        end = _CLAUSE_END.search(text, match.end())
        after = text[match.end() : end.start() if end else len(text)]
        found.append(Said(_value(match), match[0], before[first:], after, before, match.start()))
        start = match.end()
    return found


def _value(match: re.Match[str]) -> Decimal:
    parts = match.groupdict()
    word = (parts["number"] or parts.get("count") or "").lower()
    number = _WORDS[word] if word in _WORDS else Decimal(word)
    return number * _DAYS_OF_A_WEEK if (parts.get("span") or "").lower().startswith("week") else number


def spelled_out(value: Decimal, unit: str) -> str:
    """A value of the file in its unit, as a sentence says it."""
    return f"{value:f} {unit}"
