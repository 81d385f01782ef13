"""What a protocol file holds. No key has a default in the program: every number that counts stands in the file."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from seedcryo_reader.criteria.protocol.coordinating import (
    Adjudication,
    BestResponse,
    Derived,
    Design,
    Endpoints,
    ScheduledVisit,
    Sdtm,
)
from seedcryo_reader.criteria.protocol.fields import (
    Allowed,
    Count,
    Distinct,
    Factor,
    Growth,
    Millimetres,
    Name,
    Paragraph,
    Places,
    ProtocolId,
    RuleName,
    Shrinkage,
    Table,
    Term,
    Terms,
    Text,
    TimepointNumber,
    Version,
    YesNo,
)
from seedcryo_reader.criteria.protocol.local_model import LocalProgression

LesionKind = Literal["non-nodal", "node"]


class Approval(Table):
    """Who approved a version, by role (never by name: readers have this file), and the document that says so."""

    role: Term
    document: Term


class Identity(Table):
    """Which protocol it is, and whether the trial's physicians confirmed it."""

    id: ProtocolId
    title: Term
    version: Version
    status: Literal["unconfirmed", "confirmed"]
    approvals: tuple[Approval, ...] = ()


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
        Distinct(),
        Allowed('a list that may hold "non-nodal" and "node", or nothing'),
    ]


class Measurability(Table):
    """Which lesions can be measured at the baseline (RECIST 1.1, Eisenhauer 2009, section 3.1.1).

    `thick_slice_mm` is the slice distance up to which the least lengths hold; above it a lesion has to be
    `slice_factor` times the slice distance. `thick_slice_nodes` says whether that holds for lymph nodes too; EORTC
    lists it as open, so ``"ask"`` leaves it to the reader. `never` and `no_disease` are kinds of lesion that are never
    measurable, and that are no disease at all.
    """

    paragraph: Paragraph
    non_nodal_mm: Millimetres
    node_target_mm: Millimetres
    node_pathological_mm: Millimetres
    thick_slice_mm: Millimetres
    slice_factor: Factor
    thick_slice_nodes: Literal["ask", "as others", "no matter"]
    chest_xray_mm: Millimetres
    caliper_mm: Millimetres
    ultrasound: YesNo
    prior_treatment: Literal["not measurable", "not measurable unless progressed", "measurable"]
    never: Annotated[tuple[Term, ...], Distinct(), Allowed("a list of different texts, or nothing")]
    no_disease: Annotated[tuple[Term, ...], Distinct(), Allowed("a list of different texts, or nothing")]


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


class Sets(Table):
    """The two sets of lesions."""

    endpoint: EndpointSet
    recist: RecistSet


class TreatedInSum(Table):
    """What the sum says while it holds a treated lesion: a treated zone first grows.

    `before_reference` says whether the sum can be progression up to and including the end of the grace period, and
    `nadir_from` where its nadir begins for what comes later. New lesions and non-target disease always count.
    """

    paragraph: Paragraph
    before_reference: YesNo
    nadir_from: Literal["baseline", "reference"]


class TargetResponse(Table):
    """Response of the sum of diameters; `extent` is what is added up: whole lesions, or their viable parts.

    `attenuation_percent` is the decrease of the mean attenuation that is a response, for the rules that look at it
    (Choi); with others it is left out.
    """

    rule: RuleName
    paragraph: Paragraph
    extent: Literal["whole", "viable"]
    pr_percent: Shrinkage
    pd_percent: Growth
    pd_floor_mm: Millimetres
    node_normal_mm: Millimetres
    inclusive: YesNo
    nadir_visits: Literal["complete", "any"]
    missing_target_pd: YesNo
    pr_persistence: Literal["strict", "eortc"]
    reappearance_is_pd: YesNo
    attenuation_percent: Shrinkage | None = None
    treated: TreatedInSum


class NonTargetResponse(Table):
    """Response of the non-target disease."""

    rule: RuleName
    paragraph: Paragraph
    reappearance_is_pd: YesNo


class NewLesionRule(Table):
    """What new lesions say.

    A new lymph node with a known short axis under `node_min_mm` is none, one under `node_review_mm` is at most
    equivocal. `outside_baseline_images` is what an unequivocal lesion counts as that lies where the baseline's images
    do not show.
    """

    rule: RuleName
    paragraph: Paragraph
    dates_back: YesNo
    node_min_mm: Millimetres
    node_review_mm: Millimetres
    outside_baseline_images: Literal["new", "equivocal"]


class Overall(Table):
    """The response of a timepoint, from its parts by a named table (`seedcryo_reader/criteria/tables`)."""

    table: RuleName
    paragraph: Paragraph
    new_lesions_not_assessable: Literal["NE", "none"]
    lp_counts_as_pd: YesNo
    pd_stays: YesNo


class Reference(Table):
    """The timepoint that later ones are compared with: the same in all arms, after the latest procedure of any.

    `grace_until` is the last timepoint, counted the same way, up to which growth alone is not judged; at least the
    reference timepoint itself. `if_missing` says what growth of a target is compared with that has no length at it.
    """

    paragraph: Paragraph
    timepoint: TimepointNumber
    grace_until: TimepointNumber
    if_missing: Literal["baseline", "not evaluable"]


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
    """A whole protocol file, of the newest format; older ones are brought to it (`formats.py`).

    The sections with a default are for the coordinator's side: a station reads without them.
    """

    format: Annotated[int, Field(ge=2, le=2), Allowed("1 or 2, the formats that this version reads")]
    identity: Identity
    paragraphs: Mapping[Paragraph, Text]
    lengths: Lengths
    measuring: Measuring
    measurability: Measurability
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
    derived: Derived | None = None
    schedule: tuple[ScheduledVisit, ...] = ()
    best_response: BestResponse | None = None
    endpoints: Endpoints | None = None
    design: Design | None = None
    adjudication: Adjudication | None = None
    sdtm: Sdtm | None = None


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
