"""A case as the criteria take it, whether it was read in the reading room or comes from a table: frozen values only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from seedcryo_reader.domain.lesion import Certainty, NewLesions, NonTargetStatus


@dataclass(frozen=True, slots=True)
class Lesion:
    """A lesion, and whether it is a lymph node, whose short axis counts."""

    lesion: str
    node: bool


class State(StrEnum):
    """What is said of a measured lesion at a timepoint."""

    MEASURED = "measured"
    ABSENT = "absent"
    TOO_SMALL = "too small"
    NOT_EVALUABLE = "not evaluable"
    MERGED = "merged"
    SPLIT = "split"


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a measured lesion, or of a piece of one.

    Attributes
    ----------
    state : State
    mm : Decimal or None
        Of a measured one the length that counts (the long axis, of a node the short one), exactly as it was recorded.
    into : str
        Of a merged one, the lesion that carries the diameter of both.
    pieces : tuple of str
        Of a split one, the ids of its pieces, which are said of by themselves.
    viable : Said or None
        The same of its viable part, where that was assessed.
    attenuation_hu : Decimal or None
        Mean attenuation in Hounsfield units, where a table gives one (Choi). The reading room asks for none.
    """

    state: State
    mm: Decimal | None = None
    into: str = ""
    pieces: tuple[str, ...] = ()
    viable: "Said | None" = None
    attenuation_hu: Decimal | None = None


@dataclass(frozen=True, slots=True)
class NewLesionSaid:
    """A new lesion at a timepoint.

    Attributes
    ----------
    certainty : Certainty
    first_seen : str or None
        An earlier timepoint whose images show it in hindsight.
    node : bool
    mm : Decimal or None
        Its length where a table gives one, of a node the short axis; the reading room measures no new lesion.
    outside_baseline_images : bool
        Whether it lies where the baseline's images do not show.
    """

    certainty: Certainty
    first_seen: str | None = None
    node: bool = False
    mm: Decimal | None = None
    outside_baseline_images: bool = False


@dataclass(frozen=True)
class Timepoint:
    """What was said at a timepoint.

    Attributes
    ----------
    name : str
        Its label: ``"TP3"`` at the station, whatever a table calls it there.
    number : int or Decimal
        Number of the scheduled timepoint, 0 for the baseline; of an unscheduled one a half more than that of the
        scheduled one before (1.5 between the first and the second follow-up), so that it is before, at or after others.
    said : mapping of lesion or piece to Said
    findings : mapping of (target, question) to answer
    non_targets : mapping of lesion to NonTargetStatus
    new_lesions : mapping of lesion to NewLesionSaid
    found : tuple of str
        New lesions that were recorded here for the first time.
    any_new_lesion : NewLesions or None
        The answer that there is none, or that it cannot be said; None where nothing was answered.
    not_evaluable : str or None
        The reason why the whole timepoint is not evaluable. What else is said does not count then.
    calls : mapping of str to str
        The reader's own calls, by what they are about.
    any_merged : bool
        Whether a lesion has grown together with another here; follows from `said`.
    """

    name: str
    number: int | Decimal
    said: Mapping[str, Said] = field(default_factory=dict)
    findings: Mapping[tuple[str, str], str] = field(default_factory=dict)
    non_targets: Mapping[str, NonTargetStatus] = field(default_factory=dict)
    new_lesions: Mapping[str, NewLesionSaid] = field(default_factory=dict)
    found: tuple[str, ...] = ()
    any_new_lesion: NewLesions | None = None
    not_evaluable: str | None = None
    calls: Mapping[str, str] = field(default_factory=dict)
    any_merged: bool = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        # A frozen value is filled once, here.
        self.__dict__["any_merged"] = any(one.state is State.MERGED for one in self.said.values())


@dataclass(frozen=True, slots=True)
class Course:
    """The timepoints of one case read by one reader, and the lesions that are followed.

    Attributes
    ----------
    targets : tuple of Lesion
        The prespecified, treated ones: the endpoint set.
    chosen : tuple of Lesion
        Untreated ones that the reader chose for the sum.
    in_sum : tuple of Lesion
        The RECIST set, of the two above. A target that is not in it is non-target disease.
    non_targets : tuple of Lesion
    timepoints : tuple of Timepoint
        Baseline first, in order.
    """

    targets: tuple[Lesion, ...]
    chosen: tuple[Lesion, ...]
    in_sum: tuple[Lesion, ...]
    non_targets: tuple[Lesion, ...]
    timepoints: tuple[Timepoint, ...]

    def until(self, place: int) -> "Course":
        """The course up to and including one of its timepoints: what was known then."""
        return Course(self.targets, self.chosen, self.in_sum, self.non_targets, self.timepoints[: place + 1])
