"""The facts that the response of the sum of diameters is judged by, and the questions that rules put to them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from seedcryo_reader.criteria.growth import Limit, Point
from seedcryo_reader.criteria.lengths import Length, Visit
from seedcryo_reader.criteria.protocol.model import Reference, TargetResponse
from seedcryo_reader.criteria.reference import after_grace, least

ABOUT: Final = "target"


@dataclass(frozen=True)
class TargetFacts:
    """What a rule about the sum of diameters looks at.

    Attributes
    ----------
    visits : sequence of Visit
        Baseline first, the visit to be judged last, all of the same lesions.
    options : TargetResponse
    reference : Reference
    treated : bool
        Whether a treated lesion is in the sum: growth up to the end of the grace period may not count then.
    was_gone : collection of str
        Lesions that were gone at an earlier overall CR or since.
    """

    visits: Sequence[Visit]
    options: TargetResponse
    reference: Reference
    treated: bool = False
    was_gone: Collection[str] = ()

    @property
    def paragraph(self) -> str:
        """The paragraph of the protocol."""
        return self.options.paragraph

    @property
    def baseline(self) -> Visit:
        """The visit that PR is judged against."""
        return self.visits[0]

    @property
    def current(self) -> Visit:
        """The visit to be judged."""
        return self.visits[-1]

    @property
    def limit(self) -> Limit:
        """What growth has to reach."""
        return Limit(self.options.pd_percent, self.options.pd_floor_mm, self.options.inclusive)

    @cached_property
    def nadir(self) -> Point | None:
        """The smallest sum before this visit, of a treated lesion from where the protocol says."""
        partly = self.options.nadir_visits == "any"
        counting = (one for one in self.visits[:-1] if not one.missing or (partly and one.measured))
        from_reference = self.treated and self.options.treated.nadir_from == "reference"
        return least(counting, self.current.number, self.reference, from_reference=from_reference)

    def growth_counts(self) -> bool:
        """Whether the sum can be progression at this visit."""
        if not self.treated or self.options.treated.before_reference:
            return True
        return after_grace(self.current.number, self.reference)

    def gone(self, length: Length) -> bool:
        """Whether a lesion is known not to be there any more."""
        return length.is_gone(self.options.node_normal_mm)

    def back(self) -> list[str]:
        """Lesions that are there again after they were gone at an overall CR or since."""
        there = (one.lesion for one in self.current.lengths if one.mm is not None and not self.gone(one))
        return [lesion for lesion in there if lesion in self.was_gone]
