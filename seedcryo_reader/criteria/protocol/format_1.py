"""What a protocol file of format 1 holds, where it differs from the newest one (`model.py`). It never changes."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from seedcryo_reader.criteria.protocol import local_model, model
from seedcryo_reader.criteria.protocol.fields import (
    Allowed,
    Count,
    Distinct,
    Growth,
    Millimetres,
    Name,
    Paragraph,
    ProtocolId,
    Shrinkage,
    Table,
    Term,
    Terms,
    Text,
    TimepointNumber,
    Version,
    YesNo,
)


class Identity(Table):
    """Which protocol it is, and whether the trial's physicians confirmed it."""

    id: ProtocolId
    title: Term
    version: Version
    status: Literal["unconfirmed", "confirmed"]


class RecistSet(Table):
    """The lesions in the sum of diameters, and how large they have to be at the baseline."""

    paragraph: Paragraph
    lesions: Literal["prespecified", "prespecified or chosen"]
    max_total: Count
    max_per_organ: Count
    min_non_nodal_mm: Millimetres
    min_node_mm: Millimetres


class Sets(Table):
    """The two sets of lesions."""

    endpoint: model.EndpointSet
    recist: RecistSet


class TargetResponse(Table):
    """Response of the sum of diameters."""

    rule: Literal["recist-1.1"]
    paragraph: Paragraph
    pr_percent: Shrinkage
    pd_percent: Growth
    pd_floor_mm: Millimetres
    node_normal_mm: Millimetres
    inclusive: YesNo
    nadir_visits: Literal["complete", "any"]
    missing_target_pd: YesNo
    pr_persistence: Literal["strict", "eortc"]
    reappearance_is_pd: YesNo


class NonTargetResponse(Table):
    """Response of the non-target disease."""

    rule: Literal["recist-1.1"]
    paragraph: Paragraph
    reappearance_is_pd: YesNo


class NewLesionRule(Table):
    """What new lesions say."""

    rule: Literal["recist-1.1"]
    paragraph: Paragraph
    dates_back: YesNo


class Overall(Table):
    """The response of a timepoint, from its parts."""

    rule: Literal["recist-1.1"]
    paragraph: Paragraph
    new_lesions_not_assessable: Literal["NE", "none"]
    lp_counts_as_pd: YesNo
    pd_stays: YesNo


class Reference(Table):
    """The timepoint that later ones are compared with."""

    paragraph: Paragraph
    timepoint: TimepointNumber
    if_missing: Literal["baseline", "not evaluable"]


class TissueRule(Table):
    """Local progression by new or larger tissue, compared with the reference timepoint."""

    paragraph: Paragraph
    question: Name
    answers: local_model.FindingClasses
    change_question: Name
    progression: Terms
    stable: Terms
    not_assessable: tuple[Term, ...]


class LocalProgression(Table):
    """Local progression of one lesion: the rules that are used, and their tables."""

    paragraph: Paragraph
    rules: Annotated[
        tuple[local_model.LocalRule, ...],
        Field(min_length=1),
        Distinct(),
        Allowed('a list of "size", "tissue" and "contiguous", at least one'),
    ]
    equivocal: Literal["dates back", "dates from confirmation"]
    size: local_model.SizeRule | None = None
    tissue: TissueRule | None = None
    contiguous: local_model.ContiguousRule | None = None


class Sections(Table):
    """A whole protocol file of format 1."""

    format: Literal[1]
    identity: Identity
    paragraphs: Mapping[Paragraph, Text]
    lengths: model.Lengths
    measuring: model.Measuring
    sets: Sets
    target_response: TargetResponse
    non_target_response: NonTargetResponse
    new_lesions: NewLesionRule
    overall: Overall
    reference: Reference
    local_progression: LocalProgression
    questions: tuple[model.Question, ...]
    picklists: Mapping[Name, Terms]
    reasons: model.Reasons
    queries: model.Queries
    calls: model.Calls
    questionnaire: model.Questionnaire
    signature: model.SignatureText
    charter: model.Charter
