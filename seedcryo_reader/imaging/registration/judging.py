"""Whether a registration is to be trusted: limits, and what they were measured on."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from seedcryo_reader.imaging.registration.job import Found, Rows

LEAST_LIKENESS: Final = 0.72
"""Correlation of the details (`aligning.DETAIL_MM`) that counts as the same body.

Measured: phantom pairs of one patient 0.89 to 0.97, one timepoint spoilt by motion 0.73; a real chest CT against itself
turned, shifted, cut and made noisy 0.93. Against that 22 pairs of different phantom patients, who share the plan of
their anatomy, 0.71 at most; a phantom in the mirror or upside down 0.50 and 0.62; two real chests of different people
0.27. A pair refused wrongly costs an offset by hand, one trusted wrongly shows the wrong place: so the limit lies above
every wrong pair.
"""

LEAST_OVERLAP: Final = 0.30
"""Share of the smaller body in common. Less than that, and the search had too little to hold on to: it is allowed
anything over a quarter.
"""

MOST_SPREAD_MM: Final = 3.0
"""Two searches from different starts end 0.1 to 1 mm apart on pairs that fit, and 14 mm and more on noise or upside
down.
"""


class Doubt(StrEnum):
    """Why a registration is not trusted."""

    UNLIKE = "unlike"
    LITTLE_OVERLAP = "little overlap"
    UNSTEADY = "unsteady"


@dataclass(frozen=True, slots=True)
class Registered:
    """Where the points of one volume lie in another.

    Attributes
    ----------
    matrix : 4×4 by rows
        LPS mm of the fixed → LPS mm of the moving volume; rigid.
    quality : float
        Likeness of the two after it, 0 to 1.
    doubts : tuple of Doubt
    """

    matrix: Rows
    quality: float
    doubts: tuple[Doubt, ...] = ()

    @property
    def trusted(self) -> bool:
        """Whether views may be linked by it."""
        return not self.doubts


def judge(found: Found) -> Registered:
    """Hold what was found against the limits."""
    reasons = (
        (found.overlap < LEAST_OVERLAP, Doubt.LITTLE_OVERLAP),
        (found.likeness < LEAST_LIKENESS, Doubt.UNLIKE),
        (found.spread_mm > MOST_SPREAD_MM, Doubt.UNSTEADY),
    )
    doubts = tuple(doubt for is_so, doubt in reasons if is_so)
    return Registered(found.matrix, min(max(found.likeness, 0.0), 1.0), doubts)
