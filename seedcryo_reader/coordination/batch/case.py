"""A case of a table: a subject as one reader read it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from seedcryo_reader.criteria.course import Course


class VisitWords(NamedTuple):
    """How SDTM names a timepoint: VISITNUM, VISIT and the date of the scan, as far as the table says it."""

    visitnum: str
    visit: str
    dtc: str = ""


@dataclass(frozen=True, slots=True)
class Assessor:
    """Who read: SDTM's evaluator and its id. `name` is how results name the reader."""

    evaluator: str
    evaluator_id: str

    @property
    def name(self) -> str:
        """Both, such as ``"INDEPENDENT ASSESSOR RADIOLOGIST 1"``."""
        return " ".join(filter(None, (self.evaluator, self.evaluator_id)))


@dataclass(frozen=True, slots=True)
class Case:
    """A subject as one reader read it.

    Attributes
    ----------
    study : str
        SDTM's STUDYID; empty where the table does not say it.
    subject : str
    reader : str
        As results name the reader.
    assessor : Assessor
    course : Course
        What the criteria take.
    visits : mapping of timepoint to VisitWords
        By `Timepoint.name`.
    """

    study: str
    subject: str
    reader: str
    assessor: Assessor
    course: Course
    visits: Mapping[str, VisitWords]
