"""The responses as SDTM's RS: TRGRESP, NTRGRESP, NEWLPROG, OVRLRESP (SDTMIG 3.4; CDISC codelists C96782, C96785)."""

from collections.abc import Iterator
from typing import Final

from seedcryo_reader.coordination.batch.case import Case, VisitWords
from seedcryo_reader.criteria.evaluation import NEW_LESIONS, NON_TARGET, TARGET, Evaluation
from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.domain.conclusion import OVERALL
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.finding import Finding

COLUMNS: Final = (
    "STUDYID",
    "DOMAIN",
    "USUBJID",
    "RSSEQ",
    "RSTESTCD",
    "RSTEST",
    "RSCAT",
    "RSORRES",
    "RSSTRESC",
    "RSEVAL",
    "RSEVALID",
    "VISITNUM",
    "VISIT",
    "RSDTC",
)
_TESTS: Final = (
    (TARGET, "TRGRESP", "Target Response"),
    (NON_TARGET, "NTRGRESP", "Non-target Response"),
    (NEW_LESIONS, "NEWLPROG", "New Lesion Progression"),
    (OVERALL, "OVRLRESP", "Overall Response"),
)
_NO_RECORD: Final = frozenset({"NA", "NO"})
"""No such disease, and no new lesion: SDTM has no record of what there is not."""


def category(protocol: Protocol) -> str:
    """RSCAT of a protocol.

    Raises
    ------
    Refused
        The protocol does not say it.
    """
    if protocol.sdtm is None:
        text = f"The protocol {protocol.protocol_id} has no section [sdtm], which says the category of responses."
        raise Refused((Finding("no-sdtm", text),))
    return protocol.sdtm.category


class Sequence:
    """Gives RSSEQ: counted for each subject."""

    def __init__(self) -> None:
        self._subject: str | None = None
        self._last = 0

    def after(self, subject: str) -> str:
        """The next number of a subject; subjects come one after the other."""
        self._last = self._last + 1 if subject == self._subject else 1
        self._subject = subject
        return str(self._last)


def rs_rows(case: Case, evaluation: Evaluation, protocol: Protocol, sequence: Sequence) -> Iterator[dict[str, str]]:
    """The records of a timepoint; none at the baseline. The overall response is the one that counts."""
    words = case.visits.get(evaluation.timepoint.name, VisitWords("", evaluation.timepoint.name))
    if evaluation.overall is None:
        return
    for about, code, test in _TESTS:
        value = evaluation.counted[OVERALL].value if about == OVERALL else evaluation.value(about)
        if value is None or value in _NO_RECORD:
            continue
        yield {
            "STUDYID": case.study or protocol.protocol_id.partition("/")[0].upper(),
            "DOMAIN": "RS",
            "USUBJID": case.subject,
            "RSSEQ": sequence.after(case.subject),
            "RSTESTCD": code,
            "RSTEST": test,
            "RSCAT": category(protocol),
            "RSORRES": value,
            "RSSTRESC": value,
            "RSEVAL": case.assessor.evaluator,
            "RSEVALID": case.assessor.evaluator_id,
            "VISITNUM": words.visitnum,
            "VISIT": words.visit,
            "RSDTC": words.dtc,
        }
