"""Results as rows of tables, for CSV and for a person."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from seedcryo_reader.coordination.endpoints.control import Status
from seedcryo_reader.coordination.endpoints.rates import Rate
from seedcryo_reader.coordination.endpoints.results import CaseResult, reader_rates, sections, summaries
from seedcryo_reader.criteria.protocol.model import Protocol

COLUMNS: Final = (
    "subject", "reader", "endpoint", "variant", "counts", "status", "day", "rule", "timepoint", "reason",
)  # fmt: skip
LESION_COLUMNS: Final = (
    "subject", "reader", "lesion", "variant", "status", "day", "rule", "local_progression_day",
    "local_progression_timepoint", "reintervention_day", "reason",
)  # fmt: skip
RATE_COLUMNS: Final = (
    "reader", "endpoint", "unit", "variant", "numerator", "denominator", "excluded", "competing", "rate", "lower",
    "upper", "confidence", "method",
)  # fmt: skip
SUMMARY_COLUMNS: Final = ("reader", "endpoint", "variant", "subjects", "events", "censored")


def rows(results: Sequence[CaseResult], protocol: Protocol) -> Iterator[tuple[str, ...]]:
    """One row for each read, endpoint and variant, under `COLUMNS`."""
    options, _ = sections(protocol)
    for one in results:
        who = one.subject, one.reader
        for best, confirmed in ((one.unconfirmed, False), (one.confirmed, True)):
            variant, counts = _CONFIRMED[confirmed], "yes" if confirmed is options.confirmation else "no"
            found = (best.response or "", _text(best.day), best.rule, best.timepoint, best.reason)
            yield *who, "BOR", variant, counts, *found
        for name, ended in (("PFS", one.pfs), ("LPFS", one.lpfs)):
            for policy, how in ended.items():
                yield *who, name, policy, "", how.status, str(how.day), how.rule, how.timepoint, how.reason
        for view, control in one.control.items():
            decided = (control.status.value, _text(control.day), control.rule, "", control.reason)
            yield *who, "LC", view, "", *decided


_CONFIRMED: Final = {False: "unconfirmed", True: "confirmed"}


def lesion_rows(results: Sequence[CaseResult]) -> Iterator[tuple[str, ...]]:
    """Local control: one row for each read, prespecified target and view, under `LESION_COLUMNS`."""
    for one in results:
        for lesion in one.lesions:
            for view, found in lesion.control.items():
                decided = (found.status.value, _text(found.day), found.rule)
                happened = (_text(lesion.progressed), lesion.timepoint, _text(lesion.treated_again))
                yield one.subject, one.reader, lesion.lesion, view, *decided, *happened, found.reason


def rate_rows(results: Sequence[CaseResult], protocol: Protocol) -> Iterator[tuple[str, ...]]:
    """One row for each rate of a reader, under `RATE_COLUMNS`; rate and interval are empty where nothing is counted."""
    _, endpoints = sections(protocol)
    level = f"{endpoints.local_control.confidence:f}"
    for reader, one in reader_rates(results, protocol).items():
        for view in one.lesions:
            yield reader, "LC", "lesions", view, *_cells(one.lesions[view], one.lesion_statuses[view], level)
            yield reader, "LC", "subjects", view, *_cells(one.subjects[view], one.subject_statuses[view], level)
        for what, rate in one.treated_again.items():
            unit, when = what.split(" ", 1)
            yield reader, "reintervention", unit, when, *_cells(rate, {}, level)


def _cells(rate: Rate, statuses: Mapping[Status, int], level: str) -> tuple[str, ...]:
    apart = (str(statuses.get(one, 0)) for one in (Status.EXCLUDED, Status.COMPETING))
    return str(rate.count), str(rate.of), *apart, *map(_text, (rate.rate, rate.lower, rate.upper)), level, rate.method


def summary_rows(results: Sequence[CaseResult]) -> Iterator[tuple[str, ...]]:
    """How many events and censored times each reader has, by endpoint and variant, under `SUMMARY_COLUMNS`."""
    for reader, by_endpoint in summaries(results).items():
        for endpoint, by_variant in by_endpoint.items():
            for variant, one in by_variant.items():
                numbers = (one.events + one.censored, one.events, one.censored)
                yield reader, endpoint, variant, *map(str, numbers)


def _text(number: object) -> str:
    """A number as a cell; empty where there is none."""
    return "" if number is None else f"{number}"
