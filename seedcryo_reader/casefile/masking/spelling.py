"""Numbers in one spelling each, made from their value: a source's own characters are never written."""

from typing import Final

DIGITS: Final = 6
"""Significant digits of a number that nothing is measured with; as many as frames are told apart by."""


def decimal_string(value: float) -> str:
    """DS (PS3.5 6.2) of exactly this value; more than the allowed 16 characters only where fewer would change it.

    Only a source that itself broke the limit has such a value.
    """
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    spelled = repr(value)
    return spelled if len(spelled) <= 16 else spelled.replace("0.", ".", 1) if abs(value) < 1 else spelled


def rounded(value: float) -> float:
    """The value to `DIGITS` significant digits."""
    return float(f"{value:.{DIGITS}g}")
