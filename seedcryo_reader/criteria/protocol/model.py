"""What a protocol file holds. No key has a default in the program: every number that counts stands in the file."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from seedcryo_reader.criteria.protocol.fields import (
    Allowed,
    Count,
    Growth,
    Millimetres,
    Name,
    Paragraph,
    Places,
    ProtocolId,
    Shrinkage,
    Table,
    Term,
    Terms,
    Text,
    TimepointNumber,
    Version,
    YesNo,
    distinct,
)

LesionKind = Literal["non-nodal", "node"]
LocalRule = Literal["size", "tissue", "contiguous"]


class Identity(Table):
    """Which protocol it is, and whether the trial's physicians confirmed it."""

    id: ProtocolId
    title: Term
    version: Version
    status: Literal["unconfirmed", "confirmed"]


class Lengths(Table):
    """How a length is kept, and what counts for a lesion that is seen but cannot be measured."""

    paragraph: Paragraph
    places: Places
    too_small_mm: Millimetres


class Measuring(Table):
    """Which axis counts for which kind of lesion, and what is drawn."""

    paragraph: Paragraph
    non_nodal: Literal["long", "short"]
    node: Literal["long", "short"]
    short_axis: Literal["always", "where it counts"]
    viable: Annotated[
        tuple[LesionKind, ...],
        AfterValidator(distinct),
        Allowed('a list that may hold "non-nodal" and "node", or nothing'),
    ]


class EndpointSet(Table):
    """The lesions whose local progression is judged."""

    paragraph: Paragraph
    lesions: Literal["prespecified"]


class RecistSet(Table):
    """The lesions in the sum of diameters."""

    paragraph: Paragraph
    lesions: Literal["prespecified", "prespecified or chosen"]
    max_total: Count
    max_per_organ: Count
    min_non_nodal_mm: Millimetres
    min_node_mm: Millimetres


class Sets(Table):
    """The two sets of lesions."""

    endpoint: EndpointSet
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
    """The timepoint that later ones are compared with: the same in all arms, after the latest procedure of any.

    `if_missing` says what growth of a target is compared with that has no length at it.
    """

    paragraph: Paragraph
    timepoint: TimepointNumber
    if_missing: Literal["baseline", "not evaluable"]


class SizeRule(Table):
    """Local progression by growth of the lesion itself."""

    paragraph: Paragraph
    percent: Growth
    floor_mm: Millimetres
    inclusive: YesNo
    extent: Literal["whole", "viable"]
    nadir_from: Literal["baseline", "reference"]
    before_reference: YesNo
    merged_against: Literal["sum", "each"]


class FindingClasses(Table):
    """What the answers of a question mean: every answer is in exactly one of these lists."""

    absent: tuple[Term, ...]
    uncertain: tuple[Term, ...]
    present: tuple[Term, ...]
    not_assessable: tuple[Term, ...]


class TissueRule(Table):
    """Local progression by new or larger tissue, compared with the reference timepoint.

    Every answer about the change is in exactly one of the lists `progression`, `stable` and `not_assessable`.
    """

    paragraph: Paragraph
    question: Name
    answers: FindingClasses
    change_question: Name
    progression: Terms
    stable: Terms
    not_assessable: tuple[Term, ...]


class ContiguousRule(Table):
    """Local progression by new tumour that touches the target."""

    paragraph: Paragraph
    question: Name
    answers: FindingClasses
    before_reference: YesNo


class LocalProgression(Table):
    """Local progression of one lesion: the rules that are used, and their tables."""

    paragraph: Paragraph
    rules: Annotated[
        tuple[LocalRule, ...],
        Field(min_length=1),
        AfterValidator(distinct),
        Allowed('a list of "size", "tissue" and "contiguous", at least one'),
    ]
    equivocal: Literal["dates back", "dates from confirmation"]
    size: SizeRule | None = None
    tissue: TissueRule | None = None
    contiguous: ContiguousRule | None = None


class AskedIf(Table):
    """A question is asked only where another one has one of these answers."""

    question: Name
    answers: Terms


class ReasonFor(Table):
    """Answers that need a reason, and the picklist it comes from."""

    answers: Terms
    picklist: Name


class Question(Table):
    """A question about each target."""

    id: Name
    text: Text
    answers: Terms
    asked: Literal["follow-ups", "after reference"]
    note: Text
    asked_if: AskedIf | None = None
    reasons: ReasonFor | None = None


class Reasons(Table):
    """From which picklist the reason comes why something is not evaluable."""

    target: Name
    non_target: Name
    new_lesions: Name
    timepoint: Name


class Queries(Table):
    """What a reader may ask the centre about images."""

    kinds: Name


class Calls(Table):
    """Which calls the reader makes, when the computed conclusion is shown, and which of the two counts."""

    paragraph: Paragraph
    local_progression: YesNo
    overall: YesNo
    reveal: Literal["after-call", "live"]
    counts: Literal["call", "computed"]
    reason_if_different: YesNo


class QuestionnaireQuestion(Table):
    """A question of the blinding questionnaire; with `several`, more than one answer may be chosen."""

    id: Name
    text: Text
    answers: Terms
    several: YesNo


class Questionnaire(Table):
    """The blinding questionnaire after the last lock."""

    paragraph: Paragraph
    asked: YesNo
    confidence: Terms
    questions: tuple[QuestionnaireQuestion, ...]


class SignatureText(Table):
    """What a signature says."""

    meaning: Text


class Notes(Table):
    """The charter's note for each field of the read panel."""

    measuring: Text
    viable: Text
    absent: Text
    too_small: Text
    not_evaluable: Text
    merged: Text
    split: Text
    recist_set: Text
    non_target: Text
    new_lesions: Text
    timepoint: Text
    local_progression: Text
    overall: Text


class Charter(Table):
    """What F1 shows: a note for each field, and what can look like progression."""

    notes: Notes
    mimics: Terms


class Sections(Table):
    """A whole protocol file."""

    format: Annotated[int, Field(ge=1, le=1), Allowed("1, the only format this version reads")]
    identity: Identity
    paragraphs: Mapping[Paragraph, Text]
    lengths: Lengths
    measuring: Measuring
    sets: Sets
    target_response: TargetResponse
    non_target_response: NonTargetResponse
    new_lesions: NewLesionRule
    overall: Overall
    reference: Reference
    local_progression: LocalProgression
    questions: tuple[Question, ...]
    picklists: Mapping[Name, Terms]
    reasons: Reasons
    queries: Queries
    calls: Calls
    questionnaire: Questionnaire
    signature: SignatureText
    charter: Charter


class Protocol(Sections):
    """A protocol that was read: what its file holds, and the SHA-256 (hex) of the file's bytes."""

    sha256: str

    @property
    def protocol_id(self) -> str:
        """Its id, such as ``"seed-cryo/0.1"``."""
        return self.identity.id

    def question(self, question: str) -> Question | None:
        """The question about targets that has this id."""
        return next((one for one in self.questions if one.id == question), None)
