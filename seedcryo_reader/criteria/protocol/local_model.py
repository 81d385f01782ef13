"""What a protocol file says of the local progression of one lesion."""

from typing import Annotated, Literal

from pydantic import Field

from seedcryo_reader.criteria.protocol.fields import (
    Allowed,
    Distinct,
    Growth,
    Millimetres,
    Name,
    Paragraph,
    Table,
    Term,
    Terms,
    YesNo,
)

LocalRule = Literal["size", "tissue", "contiguous"]


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

    `within_mm` is how far from the target it may lie, as the question says too. With `only_after_absence` tissue counts
    only after a timepoint that showed none (documented efficacy); a rule gated that way favours an arm.
    Every answer about the change is in exactly one of the lists `progression`, `stable` and `not_assessable`.
    """

    paragraph: Paragraph
    question: Name
    answers: FindingClasses
    change_question: Name
    progression: Terms
    stable: Terms
    not_assessable: tuple[Term, ...]
    within_mm: Millimetres
    only_after_absence: YesNo


class ContiguousRule(Table):
    """Local progression by new tumour that touches the target."""

    paragraph: Paragraph
    question: Name
    answers: FindingClasses
    before_reference: YesNo


class LocalProgression(Table):
    """Local progression of one lesion: the rules that are used, and their tables.

    With `stays` a target that progressed has progressed from then on (`tables/local_states.csv`).
    """

    paragraph: Paragraph
    stays: YesNo
    rules: Annotated[
        tuple[LocalRule, ...],
        Field(min_length=1),
        Distinct(),
        Allowed('a list of "size", "tissue" and "contiguous", at least one'),
    ]
    equivocal: Literal["dates back", "dates from confirmation"]
    size: SizeRule | None = None
    tissue: TissueRule | None = None
    contiguous: ContiguousRule | None = None
