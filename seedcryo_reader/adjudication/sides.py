"""A and B as the adjudicator's screens look at them: each read with what the criteria make of it, worked out once."""

from collections.abc import Mapping
from dataclasses import dataclass

from seedcryo_reader.criteria.evaluate import evaluations
from seedcryo_reader.criteria.evaluation import Evaluation
from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.criteria.sheets import course_of
from seedcryo_reader.domain.dispute import Dispute
from seedcryo_reader.domain.projection import ProjectedRead, read_of
from seedcryo_reader.domain.read import Read


@dataclass(frozen=True, eq=False)
class SideRead:
    """One of the two reads.

    Attributes
    ----------
    name : str
        ``"A"`` or ``"B"``.
    read : Read
    evaluations : mapping of timepoint to Evaluation
    """

    name: str
    read: Read
    evaluations: Mapping[str, Evaluation]

    @property
    def timepoints(self) -> tuple[str, ...]:
        """Baseline first."""
        return tuple(one.name for one in self.read.timepoints)


def sides_of(dispute: Dispute, protocol: Protocol) -> tuple[SideRead, SideRead]:
    """A and B of a dispute."""
    return (
        _side("A", dispute.case_number, dispute.a, protocol),
        _side("B", dispute.case_number, dispute.b, protocol),
    )


def _side(name: str, case_number: str, shown: ProjectedRead, protocol: Protocol) -> SideRead:
    read = read_of(case_number, shown)
    found = evaluations(course_of(read, protocol, read.timepoints[-1].name), protocol)
    return SideRead(name, read, {one.timepoint.name: one for one in found})
