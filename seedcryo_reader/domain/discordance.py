"""What two reads of a case are compared by, and how they differ. No reader's process may import this.

A read comes to a few answers about the endpoints (`ReadResult`). Two signed reads of a closed case are compared in the
variables that the protocol names; what they differ in is a `Difference`, and where they first part a `Divergence`.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from seedcryo_reader.domain.measurement import ImagePlace

OVERALL: Final = "overall"
"""What a difference is about when it is about the whole case, not one target."""


class Variable(StrEnum):
    """What can make two reads discordant; the protocol's ``adjudication.variables`` names those that do."""

    LOCAL_PROGRESSION = "local progression"
    LOCAL_TIMEPOINT = "local progression timepoint"
    LOCAL_EVALUABILITY = "local evaluability"
    OVERALL_PROGRESSION = "overall progression"
    OVERALL_TIMEPOINT = "overall progression timepoint"
    BEST_RESPONSE = "best response"


class Cause(StrEnum):
    """Why two reads differ (facts §3.2)."""

    NEW_LESION = "new lesion"
    TARGET_MEASURE = "target measurement"
    NON_TARGET = "non-target disease"
    LOCAL_FINDING = "local finding"
    EVALUABILITY = "evaluability"
    TIMEPOINT_ONLY = "timepoint only"
    CALL = "reader's call"


@dataclass(frozen=True, slots=True)
class LocalResult:
    """What a read comes to about one prespecified target.

    Attributes
    ----------
    target : str
    progressed_at : str or None
        The timepoint that local progression dates from; None where there is none.
    found_at : str or None
        The timepoint at which it was found, which may be later.
    cause : Cause or None
        What the progression rests on: a measurement, a local finding, or the reader's call against the computed value.
        Where several hold it is the first in the protocol's order of rules.
    evaluable : bool
        Whether the status is known at the landmark timepoint of the protocol, or at the last timepoint of a case that
        ends before it; a target that progressed by then is known.
    statuses : tuple of str
        What counts at each follow-up, in the order of `ReadResult.timepoints`: LP, residual, equivocal, no LP or NE.
    computed : tuple of str
        What the criteria compute at each, which may be overruled by the reader's call.
    grounds : str
        What the progression rests on, in words with its numbers; empty where there is none.
    """

    target: str
    progressed_at: str | None
    found_at: str | None
    cause: Cause | None
    evaluable: bool
    statuses: tuple[str, ...] = ()
    computed: tuple[str, ...] = ()
    grounds: str = ""


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What a signed read comes to.

    Attributes
    ----------
    case_number : str
    reader : str
        The account.
    version : int
    read_sha256 : str
        SHA-256 (hex) of the canonical read that was signed.
    protocol_id, protocol_sha256 : str
    timepoints : tuple of str
        Baseline first.
    local : tuple of LocalResult
        By target id.
    progressed_at, found_at : str or None
        Of overall progression, likewise.
    causes : tuple of Cause
        What overall progression rests on, all that hold at the timepoint at which it was found.
    grounds : tuple of str
        The same in words a person can compare: ``"Progression: 31.4 mm is +6.7 mm … over the nadir …"``, ``"new lesion
        in lung, lingula"``. Ids of new lesions are each reader's own, so they are left out.
    best_response : str or None
        Best overall response, where the protocol compares it.
    responses : tuple of str
        The overall response that counts at each follow-up.
    computed : tuple of str
        The one that the criteria compute at each, which may be overruled by the reader's call.
    new_lesions : tuple of str
        Where the new lesions lie that overall progression rests on, one text for each, sorted.
    non_targets : tuple of str
        The same of non-target disease: a target outside the sum by its id, everything else by organ and place.
    grown : tuple of str
        Where overall progression rests on lengths: what grew most in the sum, and targets whose local progression by
        size counts as progression. Named likewise.
    """

    case_number: str
    reader: str
    version: int
    read_sha256: str
    protocol_id: str
    protocol_sha256: str
    timepoints: tuple[str, ...]
    local: tuple[LocalResult, ...]
    progressed_at: str | None
    found_at: str | None
    causes: tuple[Cause, ...]
    grounds: tuple[str, ...]
    best_response: str | None = None
    responses: tuple[str, ...] = ()
    computed: tuple[str, ...] = ()
    new_lesions: tuple[str, ...] = ()
    non_targets: tuple[str, ...] = ()
    grown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Difference:
    """One variable in which two reads differ by more than the protocol tolerates.

    Attributes
    ----------
    variable : Variable
    about : str
        A target, or `OVERALL`.
    first, second : str
        What each read says, such as ``"TP3"``, ``"none"``, ``"evaluable"``.
    causes : tuple of Cause
    """

    variable: Variable
    about: str
    first: str
    second: str
    causes: tuple[Cause, ...]


@dataclass(frozen=True, slots=True)
class Side:
    """One read at the place where two reads first part.

    Attributes
    ----------
    value : str
        What it concludes there: ``"LP"``, ``"no LP"``, ``"PD"``, ….
    mm : Decimal or None
        The length that counts (of a lesion, or the sum of diameters), where one was given.
    image : ImagePlace or None
        The image it was measured on: series, SOP instance, frame.
    turning_mm : Decimal or None
        The least change of that length, in mm with its sign, that would turn the conclusion into the other read's;
        None where none would.
    """

    value: str
    mm: Decimal | None = None
    image: ImagePlace | None = None
    turning_mm: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Divergence:
    """Where two reads first part.

    Attributes
    ----------
    timepoint : str
    about : str
        A target, ``"target"``, ``"non-target"``, ``"new lesions"`` or ``"overall"`` (`domain.conclusion`).
    lesion : str or None
        The lesion whose lengths are given; None where the parting is not about one.
    first, second : Side
    cause : Cause
    """

    timepoint: str
    about: str
    lesion: str | None
    first: Side
    second: Side
    cause: Cause


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two reads of one case, compared.

    Attributes
    ----------
    case_number : str
    first, second : str
        SHA-256 of the reads, in the order of the assignment.
    differences : tuple of Difference
        Empty where the reads are concordant.
    different_reasons : tuple of str
        Sentences about what is concordant for another reason: the same timepoint through different lesions.
    remarks : tuple of str
        Sentences about what has to be known to judge the comparison: the case has other timepoints than are scheduled.
    """

    case_number: str
    first: str
    second: str
    differences: tuple[Difference, ...]
    different_reasons: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def is_discordant(self) -> bool:
        """Whether an adjudicator has to decide."""
        return bool(self.differences)
