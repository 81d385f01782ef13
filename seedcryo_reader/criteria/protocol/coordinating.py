"""What a protocol file holds for the coordinator's side: days, best response, endpoints, design, adjudication, SDTM.

Nothing of it is needed, or shown, while a case is read: a station knows no day.
"""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from seedcryo_reader.criteria.protocol.fields import (
    Allowed,
    Confidence,
    Count,
    Day,
    Days,
    Distinct,
    Few,
    Many,
    Name,
    Paragraph,
    RuleName,
    Seed,
    Table,
    Term,
    Terms,
    TimepointNumber,
    YesNo,
)


class TreatmentResponse(Table):
    """Which questions give the raw findings that treatment response categories are derived from after the reading.

    The categories of an algorithm for radiation and of one for everything else are both derived, for all targets, so
    that nobody has to know the treatment (LI-RADS treatment response; facts in `resources/manual/protocol.md`).
    """

    tissue: Name
    enhancement: Name
    change: Name


class Derived(Table):
    """What is derived outside the station from what was read."""

    treatment_response: TreatmentResponse


class ScheduledVisit(Table):
    """A scheduled timepoint, in days since randomisation; `label` is for the coordinator, never for a reader."""

    timepoint: TimepointNumber
    label: Term
    day: Day
    earliest: Day
    latest: Day


class BestResponse(Table):
    """Best overall response of a case (RECIST 1.1, Eisenhauer 2009, section 4.4 and table 3).

    Attributes
    ----------
    table : str
        The table of confirmed responses (`seedcryo_reader/criteria/tables`).
    confirmation : bool
        Whether CR and PR have to be confirmed; RECIST asks it of trials that are not randomised.
    confirm_after_days : int
        Least days between a response and its confirmation.
    max_ne : int
        Not evaluable timepoints that may lie between a response and its confirmation.
    accept_sd : bool
        Whether SD may lie between a PR and its confirmation.
    missing_as_ne : bool
        Whether a case without any timepoint after the baseline is NE, or has no best response.
    sd_min_days : int
        Least days from randomisation to a timepoint for its SD to count.
    """

    paragraph: Paragraph
    table: RuleName
    confirmation: YesNo
    confirm_after_days: Days
    max_ne: Few
    accept_sd: YesNo
    missing_as_ne: YesNo
    sd_min_days: Days


class LocalControl(Table):
    """Local control rate at a landmark (facts in `resources/manual/endpoints.md`).

    Attributes
    ----------
    landmark : int
        The scheduled timepoint that is the landmark.
    earliest, latest : int
        Days since randomisation in which an assessment is one of the landmark.
    bracketing : bool
        Whether a lesion without one is controlled if it was assessed before, and again after, without progression.
    not_evaluable : str
        What a lesion counts as whose status at the landmark is not known: left out (``"excluded"``) or ``"failure"``.
    death : str
        The same for a death before the landmark without local progression; ``"competing"`` counts it apart.
    reintervention : str
        A target treated again before the landmark, without local progression: ``"failure"``, ``"excluded"``, or
        ``"ignore"`` (the status at the landmark counts: assisted control).
    residual : str
        What residual tissue at the landmark is: ``"control"`` or ``"failure"``.
    equivocal : str
        What an equivocal status at the landmark is that was not confirmed later: ``"control"`` or ``"failure"``.
    confidence : Decimal
        Level of the intervals, in percent.
    bootstrap, seed : int
        Samples of the cluster bootstrap over subjects for the rate of lesions, and the seed they start from.
    """

    paragraph: Paragraph
    landmark: TimepointNumber
    earliest: Day
    latest: Day
    bracketing: YesNo
    not_evaluable: Literal["excluded", "failure"]
    death: Literal["excluded", "failure", "competing"]
    reintervention: Literal["failure", "excluded", "ignore"]
    residual: Literal["control", "failure"]
    equivocal: Literal["control", "failure"]
    confidence: Confidence
    bootstrap: Many
    seed: Seed


class Survival(Table):
    """PFS and local PFS: what ends them, and what the strict variant censors (the treatment policy ignores it).

    Attributes
    ----------
    table : str
        The table of rules (`seedcryo_reader/criteria/tables`), whose ids every result names: P01 to P13 of its source,
        R01 to R04 of the options here.
    max_missed : int
        Scheduled assessments in a row that may be missed before an event; after more the strict variant censors.
    sum_progression_day : str
        Of a timepoint with scans on several days, the day of progression by measurement: ``"last"`` or ``"first"``.
    death_ends_lpfs : bool
        Whether a death is an event of local PFS, or censors it (time to local progression).
    reintervention : str
        Strict LPFS of a target treated again without local progression: ``"censor"``, ``"event"`` or ``"ignore"``.
    residual : str
        Whether residual tissue at the reference timepoint is an ``"event"`` of local PFS, or ``"no event"``.
    retreated_in_sum : str
        Strict PFS and best response: a lesion of the sum in images after it was treated again is ``"not evaluable"``
        (EORTC's questions and answers on RECIST), or counts ``"as read"``.
    """

    paragraph: Paragraph
    table: RuleName
    max_missed: Few
    sum_progression_day: Literal["first", "last"]
    death_ends_lpfs: YesNo
    reintervention: Literal["censor", "event", "ignore"]
    residual: Literal["event", "no event"]
    retreated_in_sum: Literal["not evaluable", "as read"]


class Endpoints(Table):
    """The endpoints that are worked out from accepted reads and study days."""

    local_control: LocalControl
    survival: Survival


Role = Literal["READER 1", "READER 2", "READER 3", "ADJUDICATOR 1"]


class Design(Table):
    """How the cases are read."""

    paragraph: Paragraph
    readers: Count
    order: Literal["in order, locked"]
    release: Literal["batch", "ongoing"]


class Adjudication(Table):
    """When two reads of a case differ so that an adjudicator decides, and how."""

    paragraph: Paragraph
    variables: Annotated[
        tuple[
            Literal[
                "local progression",
                "local progression timepoint",
                "local evaluability",
                "overall progression",
                "overall progression timepoint",
                "best response",
            ],
            ...,
        ],
        Field(min_length=1),
        Distinct(),
        Allowed("a list of different variables, at least one"),
    ]
    tolerance_timepoints: Few
    unit: Literal["endpoint", "case"]
    mode: Literal["forced choice", "own read first"]
    reasons: Terms


class Sdtm(Table):
    """Words of the SDTM tables (CDISC controlled terminology)."""

    category: Term
    evaluator: Term
    not_evaluable: Mapping[Term, Term]
