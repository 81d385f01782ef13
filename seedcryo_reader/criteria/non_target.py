"""The facts that the response of the non-target disease is judged by."""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from seedcryo_reader.criteria.course import Course, Timepoint
from seedcryo_reader.criteria.lengths import Length, Visit
from seedcryo_reader.criteria.protocol.model import NonTargetResponse
from seedcryo_reader.domain.lesion import NonTargetStatus

ABOUT: Final = "non-target"


@dataclass(frozen=True, slots=True)
class NonTarget:
    """A non-target lesion at a visit; `status` is None where nothing was said."""

    lesion: str
    node: bool
    status: NonTargetStatus | None


@dataclass(frozen=True, slots=True)
class NonTargetFacts:
    """What a rule about the non-target disease looks at.

    Attributes
    ----------
    lesions : tuple of NonTarget
        All non-target disease that was recorded at the baseline.
    options : NonTargetResponse
    was_gone : collection of str
        Lesions that were gone at an earlier overall CR or since.
    """

    lesions: tuple[NonTarget, ...]
    options: NonTargetResponse
    was_gone: Collection[str] = ()

    @property
    def paragraph(self) -> str:
        """The paragraph of the protocol."""
        return self.options.paragraph

    def with_status(self, *states: NonTargetStatus | None) -> list[str]:
        """The lesions of which one of these was said."""
        return [one.lesion for one in self.lesions if one.status in states]

    def back(self) -> list[str]:
        """Lesions, no nodes, that are there again after they were gone at an overall CR or since."""
        there = (one.lesion for one in self.lesions if one.status is NonTargetStatus.PRESENT and not one.node)
        return [lesion for lesion in there if lesion in self.was_gone]


def non_targets(course: Course, one: Timepoint, outside: Visit, normal_mm: Decimal) -> tuple[NonTarget, ...]:
    """The non-target disease at a timepoint.

    A target that is not in the sum of diameters is non-target disease (RECIST 1.1: "all other lesions"): it persists
    until it is gone, and progresses if the reader says that it did unequivocally (4.3.3), whatever it measures.

    Parameters
    ----------
    course : Course
    one : Timepoint
    outside : Visit
        The targets outside the sum, at this timepoint.
    normal_mm : Decimal
        A node below this is normal.
    """
    said = one.non_targets
    recorded = (NonTarget(lesion.lesion, lesion.node, said.get(lesion.lesion)) for lesion in course.non_targets)
    worse = NonTargetStatus.PROGRESSION
    rest = (
        NonTarget(length.lesion, length.node, worse if said.get(length.lesion) is worse else _status(length, normal_mm))
        for length in outside.lengths
    )
    return (*recorded, *rest)


def _status(length: Length, normal: Decimal) -> NonTargetStatus | None:
    if length.mm is None:
        return None
    return NonTargetStatus.ABSENT if length.is_gone(normal) else NonTargetStatus.PRESENT
