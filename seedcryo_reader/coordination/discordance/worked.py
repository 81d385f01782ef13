"""A read with what the criteria make of it, each thing worked out once."""

from dataclasses import dataclass
from functools import cached_property

from seedcryo_reader.coordination.discordance.results import evaluated, result_of
from seedcryo_reader.criteria.course import Course
from seedcryo_reader.criteria.evaluation import Evaluation
from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.criteria.sheets import course_of
from seedcryo_reader.domain.conclusion import OVERALL
from seedcryo_reader.domain.discordance import LocalResult, ReadResult
from seedcryo_reader.domain.read import Read


@dataclass(frozen=True)
class Worked:
    """A read under its protocol."""

    read: Read
    protocol: Protocol

    @cached_property
    def every(self) -> dict[str, Evaluation]:
        """The evaluation of every timepoint."""
        return {one.timepoint.name: one for one in evaluated(self.read, self.protocol)}

    @cached_property
    def result(self) -> ReadResult:
        """What the read comes to, without its reader."""
        return result_of(self.read, self.protocol, "", self.read.version, "")

    def course(self, timepoint: str) -> Course:
        """The read up to a timepoint, as the criteria take it."""
        return course_of(self.read, self.protocol, timepoint)

    def value(self, timepoint: str, about: str) -> str:
        """What counts about a target or overall; of a part of the disease, which nobody calls, what was computed."""
        found = self.every[timepoint]
        counted = found.counted.get(about)
        return next(one.value for one in found.outcomes if one.about == about) if counted is None else counted.value

    def said(self, about: str) -> LocalResult | ReadResult:
        """What the read comes to about a target; about everything else, overall."""
        return next((one for one in self.result.local if one.target == about), self.result)

    def overruled(self, timepoint: str, about: str) -> bool:
        """Whether progression was computed there, of a target or overall, and the reader's call says otherwise."""
        progressed = "PD" if about == OVERALL else "LP"
        found = self.every[timepoint]
        return found.value(about) == progressed != found.counted[about].value
