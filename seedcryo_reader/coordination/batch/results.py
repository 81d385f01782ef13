"""What is said of a case: one row for each timepoint, or one for each lesion at each timepoint."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final

from seedcryo_reader.coordination.batch.case import Case
from seedcryo_reader.coordination.derived import treatment_response
from seedcryo_reader.criteria.evaluation import NEW_LESIONS, NON_TARGET, TARGET, Evaluation, Size
from seedcryo_reader.criteria.numbers import percent
from seedcryo_reader.criteria.outcome import Outcome
from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.domain.canonical import Json
from seedcryo_reader.domain.conclusion import OVERALL, Step

Row = dict[str, str]

TIMEPOINT_COLUMNS: Final = (
    "subject",
    "reader",
    "timepoint",
    "sum_mm",
    "nadir_mm",
    "change_from_nadir_pct",
    "change_from_baseline_pct",
    "target_response",
    "nontarget_response",
    "new_lesion",
    "overall_response",
    "local_progression",
)
IMMUNE_COLUMN: Final = "immune_response"
LESION_COLUMNS: Final = (
    "subject",
    "reader",
    "timepoint",
    "lesion",
    "node",
    "length_mm",
    "baseline_mm",
    "nadir_mm",
    "change_from_nadir_mm",
    "change_from_nadir_pct",
    "local_progression",
    "state",
    "dates_from",
    "rule",
    "reason",
    "treatment_response_nonradiation",
    "treatment_response_radiation",
)
_LOCAL_ORDER: Final = ("LP", "NE", "equivocal", "residual", "no LP")
"""Local progression of a timepoint is the first of these that one of its targets has."""


def timepoint_row(case: Case, evaluation: Evaluation) -> Row:
    """The row of a timepoint; of the baseline its sum only."""
    row = dict.fromkeys(TIMEPOINT_COLUMNS, "")
    total = evaluation.sum.total if evaluation.sum.measured else None
    row |= {
        "subject": case.subject,
        "reader": case.reader,
        "timepoint": evaluation.timepoint.name,
        "sum_mm": plain(total),
    }
    if evaluation.overall is None:
        return row
    nadir = None if evaluation.nadir is None else evaluation.nadir.mm
    return row | {
        "nadir_mm": plain(nadir),
        "change_from_nadir_pct": share(total, nadir),
        "change_from_baseline_pct": share(total, evaluation.baseline),
        "target_response": evaluation.value(TARGET) or "",
        "nontarget_response": evaluation.value(NON_TARGET) or "",
        "new_lesion": evaluation.value(NEW_LESIONS) or "",
        "overall_response": evaluation.overall,
        "local_progression": local_progression(case, evaluation),
    }


def timepoint_object(case: Case, evaluation: Evaluation, immune: Outcome | None = None) -> dict[str, Json]:
    """The same with what a table has no room for: calls and what counts, reasons, traces; iRECIST's where it is given.

    A reason is one sentence; a trace has every rule that was looked at, and the last that holds decided.
    """
    overall = evaluation.outcome(OVERALL)
    found = [evaluation.outcome(about) for about in (OVERALL, TARGET, NON_TARGET, NEW_LESIONS)]
    told = [one.conclusion() for one in (*found, immune) if one is not None]
    return {
        **timepoint_row(case, evaluation),
        **({} if immune is None else {IMMUNE_COLUMN: immune.value}),
        "overall_call": evaluation.timepoint.calls.get(OVERALL, ""),
        "overall_counted": _counted(evaluation, OVERALL),
        "complete": not evaluation.sum.missing,
        "baseline_mm": plain(evaluation.baseline),
        "dates_from": "" if overall is None else overall.dates_from or "",
        "reasons": {one.about: one.text for one in told},
        "traces": {one.about: _trace(one.trace) for one in told},
    }


def local_progression(case: Case, evaluation: Evaluation) -> str:
    """Local progression of a timepoint, from that of its prespecified targets; empty where there are none."""
    found = {evaluation.value(one.lesion) for one in case.course.targets}
    return next((one for one in _LOCAL_ORDER if one in found), "")


def lesion_rows(case: Case, evaluation: Evaluation, protocol: Protocol) -> Iterator[Row]:
    """A row for each prespecified target; at the baseline its length only."""
    for size in evaluation.sizes:
        yield _lesion_row(case, evaluation, size, protocol)


def _lesion_row(case: Case, evaluation: Evaluation, size: Size, protocol: Protocol) -> Row:
    row = dict.fromkeys(LESION_COLUMNS, "")
    row |= {
        "subject": case.subject,
        "reader": case.reader,
        "timepoint": evaluation.timepoint.name,
        "lesion": size.lesion,
        "node": "yes" if size.node else "no",
        "length_mm": plain(size.current),
    }
    outcome = evaluation.outcome(size.lesion)
    if outcome is None:
        return row
    nadir = None if size.nadir is None else size.nadir.mm
    row |= {
        "baseline_mm": "" if size.baseline is None else plain(size.baseline.mm),
        "nadir_mm": plain(nadir),
        "change_from_nadir_mm": "" if size.current is None or nadir is None else plain(size.current - nadir),
        "change_from_nadir_pct": share(size.current, nadir),
        "local_progression": outcome.value,
        "state": size.state,
        "dates_from": outcome.dates_from or "",
        "rule": outcome.rule,
        "reason": outcome.conclusion().text,
    }
    if protocol.derived is not None:
        categories = treatment_response(evaluation.timepoint, size.lesion, protocol)
        if categories is not None:
            row["treatment_response_nonradiation"] = categories.nonradiation
            row["treatment_response_radiation"] = categories.radiation
    return row


def lesion_objects(case: Case, evaluation: Evaluation, protocol: Protocol) -> Iterator[dict[str, Json]]:
    """The same, each with the call, what counts, and its trace: the last rule that holds decided."""
    for row in lesion_rows(case, evaluation, protocol):
        lesion = row["lesion"]
        outcome = evaluation.outcome(lesion)
        yield {
            **row,
            "call": evaluation.timepoint.calls.get(lesion, ""),
            "counted": _counted(evaluation, lesion),
            "trace": _trace(() if outcome is None else outcome.steps()),
        }


def plain(number: Decimal | None) -> str:
    """A number exactly and without idle zeros; empty where there is none."""
    return "" if number is None else f"{number.normalize():f}"


def share(current: Decimal | None, of: Decimal | None) -> str:
    """The change in percent, rounded half up to four places; empty where there is none."""
    if current is None or of is None:
        return ""
    found = percent(current - of, of)
    return "" if found is None else f"{found:f}"


def _counted(evaluation: Evaluation, about: str) -> str:
    """What counts, the call or what was computed; empty at the baseline."""
    found = evaluation.counted.get(about)
    return "" if found is None else found.value


def _trace(steps: Iterable[Step]) -> list[Json]:
    return [_step(one) for one in steps]


def _step(step: Step) -> dict[str, Json]:
    return {
        "rule": step.rule,
        "paragraph": step.paragraph,
        "text": step.text,
        "numbers": dict(step.numbers),
        "comparison": step.comparison,
        "holds": step.holds,
    }
