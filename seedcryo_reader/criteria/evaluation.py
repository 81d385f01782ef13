"""What the criteria conclude about one timepoint of a course."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, NamedTuple

from seedcryo_reader.criteria.course import Timepoint
from seedcryo_reader.criteria.growth import Point
from seedcryo_reader.criteria.lengths import Visit
from seedcryo_reader.criteria.outcome import Outcome
from seedcryo_reader.domain.conclusion import OVERALL, Conclusion

TARGET: Final = "target"
NON_TARGET: Final = "non-target"
NEW_LESIONS: Final = "new lesions"


@dataclass(frozen=True, slots=True)
class Size:
    """A measured target's length at a timepoint, and what it is compared with.

    Attributes
    ----------
    lesion : str
    node : bool
    current : Decimal or None
        In mm, of the extent that local progression is judged by; None where there is none.
    baseline, nadir : Point or None
        The nadir as local progression is judged by it: before this timepoint, from where the protocol says.
    state : str
        controlled, residual, equivocal, progressed or not evaluable after this timepoint (`tables/local_states.csv`);
        empty at the baseline.
    """

    lesion: str
    node: bool
    current: Decimal | None
    baseline: Point | None
    nadir: Point | None
    state: str = ""


class Counted(NamedTuple):
    """What counts about a target or the timepoint: the reader's call where calls count, else what was computed.

    `dates_from` is the earlier timepoint that a progression dates from; `called` says that a call decided.
    """

    value: str
    dates_from: str | None
    called: bool


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One timepoint.

    Attributes
    ----------
    timepoint : Timepoint
    sum : Visit
        The lesions in the sum of diameters, and what each adds; `Visit.total` is the sum in mm.
    baseline : Decimal or None
        The baseline sum in mm; None where it is not complete or no lesion is in it.
    nadir : Point or None
        The smallest sum before this timepoint, from where the protocol says; None at the baseline.
    outcomes : tuple of Outcome
        At the baseline one, about `TARGET`, with the value ``"baseline"``. At a follow-up one about each prespecified
        target (LP, residual, equivocal, no LP or NE), then `TARGET`, `NON_TARGET`, `NEW_LESIONS` and `OVERALL`.
    counted : mapping of str to Counted
        What counts about each target and about `OVERALL`; empty at the baseline.
    progressed_before : bool
        Whether the overall response that counts was progression at a timepoint before this one.
    measure : callable
        Gives `sizes`, which are worked out when they are asked for.
    """

    timepoint: Timepoint
    sum: Visit
    baseline: Decimal | None
    nadir: Point | None
    outcomes: tuple[Outcome, ...]
    counted: Mapping[str, Counted]
    progressed_before: bool
    measure: Callable[[], tuple[Size, ...]]

    @property
    def sizes(self) -> tuple[Size, ...]:
        """The sizes of the prespecified targets."""
        return self.measure()

    def outcome(self, about: str) -> Outcome | None:
        """The outcome about a target, a set or the timepoint (`OVERALL`)."""
        return next((one for one in self.outcomes if one.about == about), None)

    def value(self, about: str) -> str | None:
        """Its value; None where nothing is concluded about it, as at the baseline."""
        found = self.outcome(about)
        return None if found is None else found.value

    @property
    def overall(self) -> str | None:
        """The overall response; None at the baseline."""
        return self.value(OVERALL)

    def conclusions(self) -> tuple[Conclusion, ...]:
        """All of them with their reasons."""
        return tuple(one.conclusion() for one in self.outcomes)
