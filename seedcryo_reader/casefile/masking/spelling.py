"""Numbers in one spelling each, made from their value: a source's own characters are never written."""

import re
from decimal import Decimal
from typing import Final

DIGITS: Final = 6
"""Significant digits of a number that nothing is measured with; as many as frames are told apart by."""


def decimal_string(value: float) -> str:
    """DS (PS3.5 6.2) of exactly this value; more than the allowed 16 characters only where fewer would change it.

    Only a source that itself broke the limit has such a value.
    """
    spelled = re.sub(r"e([+-])0+", r"e\1", repr(value).removesuffix(".0")).replace("e+", "e")
    if spelled == "-0":
        return "0"
    if len(spelled) <= 16:
        return spelled
    # A valid source may have spent its sixteenth character on a digit instead of a zero that `repr` writes.
    shorter = spelled.replace("0.", ".", 1) if abs(value) < 1 else spelled
    return min(shorter, str(Decimal(spelled).normalize()).replace("E+", "E"), key=len)


def rounded(value: float) -> float:
    """The value to `DIGITS` significant digits."""
    return float(f"{value:.{DIGITS}g}")
