"""Steps that envelopes are padded to: their size shall not tell what is in them."""

from typing import Final

SMALLEST: Final = 4096
"""No envelope has fewer bytes inside."""


def step(size: int) -> int:
    """Smallest step that holds `size` bytes: 4, 6, 8, 12, 16, 24, … KiB."""
    power = SMALLEST
    while power < size:
        if size <= power + power // 2:
            return power + power // 2
        power *= 2
    return power
