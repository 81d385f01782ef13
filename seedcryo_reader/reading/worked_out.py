"""What the criteria make of a read as it is now, each thing worked out once, however many ask."""

from collections.abc import Callable
from functools import cached_property
from typing import TypeVar

from seedcryo_reader.criteria.demands import Demands, demands
from seedcryo_reader.criteria.evaluate import evaluations
from seedcryo_reader.criteria.evaluation import Evaluation
from seedcryo_reader.criteria.history import LesionHistory, history
from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.criteria.selection import SelectionFinding, selection_findings
from seedcryo_reader.criteria.sheets import course_of
from seedcryo_reader.domain.conclusion import Conclusion
from seedcryo_reader.domain.read import Read

_Value = TypeVar("_Value")


class WorkedOut:
    """A frozen read under its protocol. What is asked about a timepoint looks at nothing later.

    Everything about a timepoint raises ValueError where that was not opened.

    Attributes
    ----------
    read : Read
    protocol : Protocol
    """

    def __init__(self, read: Read, protocol: Protocol) -> None:
        self.read = read
        self.protocol = protocol
        self._demands: dict[str, Demands] = {}
        self._histories: dict[str, tuple[LesionHistory, ...]] = {}
        self._evaluations: dict[str, tuple[Evaluation, ...]] = {}
        self._conclusions: dict[str, tuple[Conclusion, ...]] = {}

    def demands(self, timepoint: str) -> Demands:
        """What the protocol asks at a timepoint."""
        return _once(self._demands, timepoint, lambda: self._demanded(timepoint))

    def _demanded(self, timepoint: str) -> Demands:
        progressed = self.evaluations(timepoint)[-1].progressed_before
        return demands(self.read, self.protocol, timepoint, progressed)

    def history(self, timepoint: str) -> tuple[LesionHistory, ...]:
        """The lengths of every lesion up to a timepoint."""
        return _once(self._histories, timepoint, lambda: history(self.read, self.protocol, timepoint))

    def evaluations(self, timepoint: str) -> tuple[Evaluation, ...]:
        """The evaluation of every timepoint up to one, baseline first."""
        return _once(self._evaluations, timepoint, lambda: self._evaluated(timepoint))

    def _evaluated(self, timepoint: str) -> tuple[Evaluation, ...]:
        return tuple(evaluations(course_of(self.read, self.protocol, timepoint), self.protocol))

    def conclusions(self, timepoint: str) -> tuple[Conclusion, ...]:
        """The conclusions about a timepoint with their reasons."""
        return _once(self._conclusions, timepoint, self.evaluations(timepoint)[-1].conclusions)

    @cached_property
    def selection(self) -> tuple[SelectionFinding, ...]:
        """What is to be said of the lesions of the sum of diameters while the baseline is read."""
        return selection_findings(self.read, self.protocol)


def _once(known: dict[str, _Value], timepoint: str, work: Callable[[], _Value]) -> _Value:
    if timepoint not in known:
        known[timepoint] = work()
    return known[timepoint]
