"""The columns of the long format, and the words that stand in them (`resources/manual/evaluate.md`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final

from seedcryo_reader.coordination.batch.cells import word
from seedcryo_reader.coordination.batch.files import Record, Shape, normal
from seedcryo_reader.criteria.course import State
from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.domain.lesion import Certainty, NewLesions, NonTargetStatus

NEEDED: Final = ("subject", "reader", "timepoint", "lesion", "set", "node", "state", "diameter_mm")
OPTIONAL: Final = (
    "day",
    "scheduled",
    "viable_mm",
    "viable_state",
    "merged_into",
    "first_seen",
    "reason",
    "prespecified",
    "in_sum",
    "attenuation_hu",
    "outside_baseline",
    "call",
)


class Kind(StrEnum):
    """What a row is about: a lesion of a set, or the timepoint."""

    TARGET = "target"
    NON_TARGET = "nontarget"
    NEW = "new"
    TIMEPOINT = "timepoint"


KINDS: Final = {word(text): kind for kind in Kind for text in (kind, kind.replace("non", "non "))}

TARGET_STATES: Final = {one.value: one for one in State}
VIABLE_STATES: Final = {one.value: one for one in (State.MEASURED, State.ABSENT, State.TOO_SMALL, State.NOT_EVALUABLE)}
NON_TARGET_STATES: Final = {**{one.value: one for one in NonTargetStatus}, "progressed": NonTargetStatus.PROGRESSION}
NEW_STATES: Final = {**{one.value: one for one in Certainty}, "absent": Certainty.RESOLVED}
ANSWERS: Final = {"none": NewLesions.NONE, "not evaluable": NewLesions.NOT_ASSESSABLE}


_SDTM: Final = tuple(
    (column, f"This is SDTM's {name}. Give the folder with tu.csv and tr.csv in it instead of the file.")
    for column, name in (("trtestcd", "TR"), ("trlnkid", "TR"), ("tutestcd", "TU"), ("tulnkid", "TU"))
)


def shape(protocol: Protocol) -> Shape:
    """What a table in the long format holds under a protocol: also a column for each of its questions."""
    questions = (normal(one.id) for one in protocol.questions)
    return Shape("subject", NEEDED, frozenset((*NEEDED, *OPTIONAL, *questions)), mistaken=_SDTM)


LOCAL_CALLS: Final = {word(one): one for one in ("LP", "residual", "equivocal", "no LP", "NE")}
OVERALL_CALLS: Final = {word(one): one for one in ("CR", "PR", "SD", "NON-CR/NON-PD", "PD", "NE", "NED")}


def local_columns(protocol: Protocol) -> tuple[str, ...]:
    """The columns of the questions that the protocol's rules of local progression go by, in the protocol's order."""
    local = protocol.local_progression
    asked: set[str] = set()
    if local.tissue is not None and "tissue" in local.rules:
        asked |= {local.tissue.question, local.tissue.change_question}
    if local.contiguous is not None and "contiguous" in local.rules:
        asked.add(local.contiguous.question)
    return tuple(normal(one.id) for one in protocol.questions if one.id in asked)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question: its id, the answers as a cell may write them → as the protocol does, and all of them for a person."""

    question: str
    answers: Mapping[str, str]
    known: str


@dataclass(frozen=True, slots=True)
class Terms:
    """What a protocol adds to the format.

    Attributes
    ----------
    questions : mapping of column to Asked
    too_small_mm : Decimal
        What a lesion too small to measure counts as, in mm.
    more : frozenset of str
        The columns that a row is whole without.
    """

    questions: Mapping[str, Asked]
    too_small_mm: Decimal
    more: frozenset[str]

    def more_in(self, record: Record) -> bool:
        """Whether a record says anything in them."""
        return not self.more.isdisjoint(record.cells)


def terms_of(protocol: Protocol) -> Terms:
    """What this protocol adds."""
    asked = {
        normal(one.id): Asked(one.id, {word(answer): answer for answer in one.answers}, ", ".join(one.answers))
        for one in protocol.questions
    }
    return Terms(asked, protocol.lengths.too_small_mm, frozenset(asked).union(OPTIONAL) - {"day"})
