"""Numbers as conclusions show them. What is compared is exact and never rounded; only what a person reads is."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

_PERCENT_PLACES: Final = 4


def percent(change: Decimal, of: Decimal) -> Decimal | None:
    """A change in percent, rounded half up to four places, for reading only; None of a length of 0 mm."""
    if of == 0:
        return None
    return (100 * change / of).quantize(Decimal(1).scaleb(-_PERCENT_PLACES), ROUND_HALF_UP)


def mm(length: Decimal) -> str:
    """A length as a text, such as ``"30.1 mm"``."""
    return f"{length:f} mm"


def change(current: Decimal, before: Decimal) -> str:
    """A change in words: ``"+6.7 mm and +28.6 %"``."""
    by = current - before
    share = percent(by, before)
    if share is None:
        return f"{by:+f} mm"
    return f"{by:+f} mm and {share.quantize(Decimal('0.1'), ROUND_HALF_UP):+f} %"


def factor(share: Decimal) -> Decimal:
    """What a length is multiplied by to have it changed by `share` percent: 1.2 for 20, 0.7 for -30."""
    return 1 + share.scaleb(-2)
