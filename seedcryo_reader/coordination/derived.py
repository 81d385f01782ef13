"""Treatment response categories (LI-RADS) of a target, derived after the reading from findings alike in all arms.

Which of the two algorithms of v2024 applies depends on the treatment. Both are worked out for every target, and that of
v2018, so that nobody has to know the arm. The tables are `seedcryo_reader/criteria/tables/lirads_*.csv`; their column
`basis` says which rows are LI-RADS, and which (``EXT``) are this project's for findings that it does not name.
"""

from dataclasses import dataclass
from typing import Final

from seedcryo_reader.criteria.course import Timepoint
from seedcryo_reader.criteria.protocol.coordinating import TreatmentResponse
from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.criteria.tables import table
from seedcryo_reader.criteria.tables.matching import first_row
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.finding import Finding

NONRADIATION: Final = "lirads_nonradiation"
RADIATION: Final = "lirads_radiation"
V2018: Final = "lirads_v2018"

NOT_ASKED: Final = "not asked"
_NOT_ASSESSABLE: Final = "not assessable"

_WORDS: Final = {
    "tissue": ("none", "uncertain", "present", _NOT_ASSESSABLE),
    "enhancement": ("no", "uncertain", "yes", _NOT_ASSESSABLE),
    "change": ("new", "larger", "same", "smaller", _NOT_ASSESSABLE),
}
"""The answers that the tables know, by what is asked."""


@dataclass(frozen=True, slots=True)
class Raw:
    """The raw findings in and at a target.

    Attributes
    ----------
    tissue : str
        Nodular or masslike tissue: ``"none"``, ``"uncertain"``, ``"present"`` or ``"not assessable"``.
    enhancement : str
        Whether it enhances: ``"no"``, ``"uncertain"``, ``"yes"``, ``"not assessable"``, or `NOT_ASKED`.
    change : str
        Against the reference timepoint: ``"new"``, ``"larger"``, ``"same"``, ``"smaller"``, ``"not assessable"``, or
        `NOT_ASKED`, as at the reference timepoint itself.
    ancillary : bool
        Whether an ancillary feature of MRI favours viability (restricted diffusion, mild to moderate T2
        hyperintensity). The station does not ask for it.
    """

    tissue: str
    enhancement: str = NOT_ASKED
    change: str = NOT_ASKED
    ancillary: bool = False


@dataclass(frozen=True, slots=True)
class TreatmentCategories:
    """The categories by the algorithm for treatments without radiation, by the one for radiation, and of v2018."""

    nonradiation: str
    radiation: str
    v2018: str


def treatment_categories(raw: Raw) -> TreatmentCategories:
    """The categories of these findings.

    Raises
    ------
    KeyError
        The tables do not know them: another word, or the enhancement of tissue that there is was not asked.
    """
    return TreatmentCategories(_category(NONRADIATION, raw), _category(RADIATION, raw), _category(V2018, raw))


def treatment_response(timepoint: Timepoint, target: str, protocol: Protocol) -> TreatmentCategories | None:
    """The categories of a target at a follow-up; None where tissue was not asked, or an answer it needs is missing.

    At one that is not evaluable as a whole no target is.

    Raises
    ------
    Refused
        The protocol derives no treatment response, or its questions have answers that the tables do not know.
    """
    questions = _questions(protocol)
    if timepoint.not_evaluable is not None:
        return treatment_categories(Raw(_NOT_ASSESSABLE))
    tissue, enhancement, change = (
        timepoint.findings.get((target, question), NOT_ASKED)
        for question in (questions.tissue, questions.enhancement, questions.change)
    )
    there = tissue in {"uncertain", "present"}
    if tissue == NOT_ASKED or (there and enhancement == NOT_ASKED):
        return None
    return treatment_categories(Raw(tissue, enhancement, change))


def _questions(protocol: Protocol) -> TreatmentResponse:
    if protocol.derived is None:
        text = f"Protocol {protocol.protocol_id} has no section [derived.treatment_response], which says what to ask."
        raise Refused((Finding("no-treatment-response", text),))
    asked = protocol.derived.treatment_response
    unknown = tuple(
        finding for part, words in _WORDS.items() for finding in _unknown_answers(protocol, getattr(asked, part), words)
    )
    if unknown:
        raise Refused(unknown)
    return asked


def _unknown_answers(protocol: Protocol, question: str, words: tuple[str, ...]) -> tuple[Finding, ...]:
    found = protocol.question(question)
    if found is None:
        return (Finding("no-question", f"The protocol has no question {question!r}, which treatment response needs."),)
    strange = [answer for answer in found.answers if answer not in words]
    if not strange:
        return ()
    text = (
        f"Question {question!r} has answers that no table of treatment response knows ({', '.join(strange)}); "
        f"the tables know {', '.join(words)}."
    )
    return (Finding("unknown-answer", text),)


def _category(name: str, raw: Raw) -> str:
    said = {
        "tissue": raw.tissue,
        "enhancement": raw.enhancement,
        "change": raw.change,
        "ancillary": "yes" if raw.ancillary else "no",
    }
    return first_row(name, *((part, value) for part, value in said.items() if part in table(name)[0]))["category"]
