"""What small pictures of numbers show, as plain values: whoever makes one chose its axes and wrote its words.

`ui.shared.chart` paints them.
"""

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis from `low` to `high`, with the marks that are written on it."""

    title: str
    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]


@dataclass(frozen=True, slots=True)
class Dot:
    """A point and what it stands for in words; a loud one is out of the ordinary."""

    x: float
    y: float
    says: str
    is_loud: bool = False


@dataclass(frozen=True, slots=True)
class Level:
    """A height with its words; a dashed one is a limit. `low` and `high` are its interval, where it has one."""

    value: float
    words: str
    is_dashed: bool = False
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Scatter:
    """Points over two axes, with levels across."""

    x: Axis
    y: Axis
    dots: tuple[Dot, ...]
    levels: tuple[Level, ...] = ()


@dataclass(frozen=True, slots=True)
class Course:
    """Points in their order; `limits` are the lower and the upper one at each point, None where there are none.

    They are joined where they follow one another in time.
    """

    x: Axis
    y: Axis
    dots: tuple[Dot, ...]
    centre: Level | None
    limits: tuple[tuple[float, float] | None, ...]
    is_joined: bool = True


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a bar chart."""

    name: str
    value: float
    words: str


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars that lie, longest possible `most`."""

    rows: tuple[Bar, ...]
    most: float


@dataclass(frozen=True, slots=True)
class Estimate:
    """A row of a forest: an estimate and its interval; None where there is none, and `words` say why."""

    name: str
    words: str
    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Forest:
    """Estimates with their intervals under each other."""

    x: Axis
    rows: tuple[Estimate, ...]


Picture: TypeAlias = Scatter | Course | Bars | Forest
