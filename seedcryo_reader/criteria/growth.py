"""Growth over a nadir, compared by multiplication so that no percentage is ever rounded before it is compared."""

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from seedcryo_reader.criteria.numbers import change, factor, mm
from seedcryo_reader.criteria.rules import Numbers


class Point(NamedTuple):
    """A length in mm, and the timepoint it was measured at."""

    timepoint: str
    mm: Decimal


@dataclass(frozen=True, slots=True)
class Limit:
    """What growth has to reach: `percent` of the nadir and `floor` mm; `inclusive` if reaching it is enough."""

    percent: Decimal
    floor: Decimal
    inclusive: bool

    def reached(self, current: Decimal, nadir: Decimal) -> bool:
        """Whether `current` is that much larger; over a nadir of 0 mm the percentage counts as reached."""
        by, least = current - nadir, factor(self.percent) * nadir
        if self.inclusive:
            return by > 0 and by >= self.floor and current >= least
        return by > 0 and by > self.floor and current > least

    def formula(self, current: Decimal, nadir: Decimal) -> str:
        """The comparison with its numbers."""
        sign = ">=" if self.inclusive else ">"
        times = factor(self.percent)
        return f"{current:f} {sign} {times:f} * {nadir:f} and {current:f} - {nadir:f} {sign} {self.floor:f}"

    def numbers(self, current: Decimal, nadir: Decimal) -> Numbers:
        """What was compared."""
        return (
            ("current_mm", f"{current:f}"),
            ("nadir_mm", f"{nadir:f}"),
            ("change_mm", f"{current - nadir:f}"),
            ("factor", f"{factor(self.percent):f}"),
            ("floor_mm", f"{self.floor:f}"),
        )


def over(current: Decimal, nadir: Point) -> str:
    """The comparison in words: ``"30.1 mm is +6.7 mm and +28.6 % over the nadir 23.4 mm at TP2"``."""
    return f"{mm(current)} is {change(current, nadir.mm)} over the nadir {mm(nadir.mm)} at {nadir.timepoint}"
