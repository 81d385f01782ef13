"""Results as they are given out: plain values for JSON, rows for CSV, lines for a person."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from seedcryo_reader.coordination.endpoints.best_response import Best
from seedcryo_reader.coordination.endpoints.control import Controlled, Status
from seedcryo_reader.coordination.endpoints.rates import Rate
from seedcryo_reader.coordination.endpoints.results import (
    CaseResult,
    LesionResult,
    ReaderRates,
    Survivals,
    reader_rates,
    sections,
)
from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.domain.canonical import Json

FORMAT: Final = 1
COLUMNS: Final = ("subject", "reader", "endpoint", "variant", "status", "day", "rule", "timepoint", "reason")


# --- JSON ------------------------------------------------------------------------------------------------------------


def document(results: Sequence[CaseResult], protocol: Protocol) -> dict[str, Json]:
    """Everything, with days as integers and rates as strings."""
    options, _ = sections(protocol)
    return {
        "format": FORMAT,
        "protocol": {"id": protocol.protocol_id, "sha256": protocol.sha256},
        "subjects": [_subject(one, confirmation=options.confirmation) for one in results],
        "lesions": [_lesion(one, lesion) for one in results for lesion in one.lesions],
        "rates": {reader: _rates(one) for reader, one in reader_rates(results, protocol).items()},
    }


def _subject(one: CaseResult, *, confirmation: bool) -> dict[str, Json]:
    return {
        "subject": one.subject,
        "reader": one.reader,
        "best_response": {
            "counts": "confirmed" if confirmation else "unconfirmed",
            "unconfirmed": _best(one.unconfirmed),
            "confirmed": _best(one.confirmed),
        },
        "pfs": _survivals(one.pfs),
        "lpfs": _survivals(one.lpfs),
        "local_control": {view: _controlled(found) for view, found in one.control.items()},
    }


def _best(best: Best) -> dict[str, Json]:
    return {"response": best.response, "timepoint": best.timepoint, "rule": best.rule}


def _survivals(found: Survivals) -> dict[str, Json]:
    return {
        _key(variant): {
            "status": one.status,
            "day": one.day,
            "rule": one.rule,
            "timepoint": one.timepoint,
            "reason": one.reason,
        }
        for variant, one in found.items()
    }


def _controlled(one: Controlled) -> dict[str, Json]:
    return {"status": one.status.value, "rule": one.rule, "lesion": one.lesion, "reason": one.reason}


def _lesion(one: CaseResult, lesion: LesionResult) -> dict[str, Json]:
    return {
        "subject": one.subject,
        "reader": one.reader,
        "lesion": lesion.lesion,
        **{
            view: {"status": found.status.value, "rule": found.rule, "reason": found.reason}
            for view, found in lesion.control.items()
        },
        "local_progression": None
        if lesion.progressed is None
        else {"day": lesion.progressed, "timepoint": lesion.timepoint},
        "reintervention_day": lesion.treated_again,
    }


def _rates(one: ReaderRates) -> dict[str, Json]:
    return {
        "local_control": {
            view: {
                "lesions": _rate(one.lesions[view], one.lesion_statuses[view]),
                "subjects": _rate(one.subjects[view], one.subject_statuses[view]),
            }
            for view in one.lesions
        },
        "reintervention": {_key(what): _rate(rate) for what, rate in one.treated_again.items()},
    }


def _rate(rate: Rate, statuses: Mapping[Status, int] | None = None) -> dict[str, Json]:
    found: dict[str, Json] = {
        "count": rate.count,
        "of": rate.of,
        "rate": _text(rate.rate),
        "lower": _text(rate.lower),
        "upper": _text(rate.upper),
        "interval": rate.method,
    }
    if statuses is not None:
        found["statuses"] = {status.value: number for status, number in statuses.items()}
    return found


def _text(number: object) -> str | None:
    return None if number is None else f"{number:f}"


def _key(words: str) -> str:
    return words.replace(" ", "_")


# --- rows ------------------------------------------------------------------------------------------------------------


def rows(results: Sequence[CaseResult]) -> Iterator[tuple[str, ...]]:
    """One row for each read, endpoint and variant, under `COLUMNS`."""
    for one in results:
        for variant, best in (("unconfirmed", one.unconfirmed), ("confirmed", one.confirmed)):
            yield one.subject, one.reader, "BOR", variant, best.response or "", "", best.rule, best.timepoint, ""
        for name, ended in (("PFS", one.pfs), ("LPFS", one.lpfs)):
            for policy, how in ended.items():
                found = (how.status, str(how.day), how.rule, how.timepoint, how.reason)
                yield one.subject, one.reader, name, policy, *found
        for view, control in one.control.items():
            yield one.subject, one.reader, "LC", view, control.status.value, "", control.rule, "", control.reason


def rate_rows(results: Sequence[CaseResult], protocol: Protocol) -> Iterator[tuple[str, ...]]:
    """One row for each rate of a reader: reader, what, count of all, rate with its interval, and how that was made."""
    for reader, one in reader_rates(results, protocol).items():
        for view in one.lesions:
            yield reader, f"local control of lesions, {view}", *_cells(one.lesions[view])
            yield reader, f"local control of subjects, {view}", *_cells(one.subjects[view])
        for what, rate in one.treated_again.items():
            yield reader, f"{what.replace(' ', ' treated again ', 1)}", *_cells(rate)


def _cells(rate: Rate) -> tuple[str, str, str]:
    if rate.rate is None:
        return "0 of 0", "-", rate.method
    return f"{rate.count} of {rate.of}", f"{rate.rate} ({rate.lower} to {rate.upper})", rate.method
