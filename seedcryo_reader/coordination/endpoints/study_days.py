"""When something happened to a subject, in days since randomisation."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple


class Scan(NamedTuple):
    """A day on which images of a timepoint were made; `lesion` is what they show, empty where that is not said."""

    day: int
    lesion: str = ""


class FurtherTreatment(NamedTuple):
    """A further treatment of one target; of every target where `lesion` is empty."""

    day: int
    lesion: str = ""

    def of(self, target: str) -> bool:
        """Whether it is one of this target."""
        return self.lesion in {"", target}


@dataclass(frozen=True, slots=True)
class StudyDays:
    """What is known of one subject.

    Attributes
    ----------
    scans : mapping of timepoint to tuple of Scan
        At least one for each timepoint, by day.
    further_treatments : tuple of FurtherTreatment
        By day.
    death, new_therapy, cutoff : int or None
        The day of death, the first day of a new anticancer therapy, and the last day that counts.
    clinical_progression, stopped : int or None
        The day that study treatment was stopped, for progression that no image documents or for another reason.
    """

    scans: Mapping[str, tuple[Scan, ...]] = field(default_factory=lambda: MappingProxyType({}))
    further_treatments: tuple[FurtherTreatment, ...] = ()
    death: int | None = None
    new_therapy: int | None = None
    clinical_progression: int | None = None
    stopped: int | None = None
    cutoff: int | None = None

    def known(self, day: int | None) -> int | None:
        """A day, unless it lies after the cutoff."""
        return None if day is None or (self.cutoff is not None and day > self.cutoff) else day

    def days(self, timepoint: str) -> tuple[int, ...]:
        """The days of a timepoint, in order."""
        return tuple(one.day for one in self.scans[timepoint])

    def showing(self, timepoint: str, lesions: frozenset[str]) -> tuple[int, ...]:
        """The days of a timepoint on which these lesions were imaged.

        Scans that name one of them; where none does, those that say nothing of what they show; else all.
        """
        scans = self.scans[timepoint]
        for wanted in (lesions, frozenset({""})):
            if days := tuple(one.day for one in scans if one.lesion in wanted):
                return days
        return self.days(timepoint)

    def measuring(self, timepoint: str, lesions: frozenset[str]) -> tuple[int, ...]:
        """The days of a timepoint on which these lesions may have been measured: all but those of other lesions."""
        days = tuple(one.day for one in self.scans[timepoint] if not one.lesion or one.lesion in lesions)
        return days or self.days(timepoint)

    def treated_again(self, target: str) -> int | None:
        """The first day that a target was treated again, up to the cutoff."""
        days = (self.known(one.day) for one in self.further_treatments if one.of(target))
        return min((day for day in days if day is not None), default=None)
