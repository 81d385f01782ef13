"""Dates in running text: ISO, compact, European, American and Chinese spellings."""

import re
import unicodedata
from typing import Final

_MONTHS: Final = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_YEAR: Final = r"(?:19|20)\d\d"
_MONTH: Final = r"(?:0?[1-9]|1[0-2])"
_DAY: Final = r"(?:0?[1-9]|[12]\d|3[01])"
_DATE: Final = re.compile(
    "|".join(
        (
            rf"(?<!\d){_YEAR}\s?([-/.年])\s?{_MONTH}\s?[-/.月]\s?{_DAY}(?!\d)",
            rf"(?<![\d.]){_DAY}([-/.])(?:{_MONTH})\2{_YEAR}(?![\d.])",
            rf"(?<![\d.]){_MONTH}([-/])(?:{_DAY})\3{_YEAR}(?![\d.])",
            rf"(?<![0-9a-z]){_DAY}(?:st|nd|rd|th)?[-\s.]*(?:{_MONTHS})[a-z]*[-\s.,]*{_YEAR}(?!\d)",
            rf"(?<![a-z])(?:{_MONTHS})[a-z]*[\s.]*{_DAY}(?:st|nd|rd|th)?[\s,]+{_YEAR}(?!\d)",
            rf"(?<![0-9a-z.]){_YEAR}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:\d{{6}}(?:\.\d+)?)?(?![0-9a-z]|\.\d)",
        )
    )
)
_BARE_NUMBER: Final = re.compile(r"(?<=[:,\[])\s*\d+(?=\s*[,}\]])")


def has_date(text: str) -> bool:
    """Whether a text has a date; a whole number of a JSON document (a size in bytes, say) is none."""
    normal = unicodedata.normalize("NFKC", text).lower()
    return _DATE.search(_BARE_NUMBER.sub(" ", normal)) is not None
