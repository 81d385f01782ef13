"""The values that the look is made of."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Colours:
    """Every colour, as hex strings. Text on any of the three grounds has a contrast of 4.5 : 1 or more."""

    background: str = "#101214"
    surface: str = "#181b1f"
    raised: str = "#22262b"
    line: str = "#333941"
    text: str = "#d8dde3"
    muted: str = "#949da8"
    accent: str = "#5aa9e6"
    warning: str = "#e0b04c"
    danger: str = "#e5786d"
    good: str = "#7fb77e"
    own: str = "#ffd400"
    ghost: str = "#9aa3ad"
    mark: str = "#6fd3ff"
    temporary: str = "#e8e8e8"
    side_a: str = "#56b4e9"
    side_b: str = "#e69f00"


@dataclass(frozen=True, slots=True)
class Spacing:
    """Distances in logical pixels."""

    small: int = 4
    medium: int = 8
    large: int = 16
    page: int = 32


@dataclass(frozen=True, slots=True)
class TypeScale:
    """Sizes of type in logical pixels."""

    small: int = 11
    body: int = 13
    title: int = 16
    large: int = 22


COLOURS: Final = Colours()
SPACING: Final = Spacing()
TYPE: Final = TypeScale()
