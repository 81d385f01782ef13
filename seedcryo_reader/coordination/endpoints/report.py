"""Results as plain values, for JSON."""

from collections.abc import Mapping, Sequence
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
    summaries,
)
from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.domain.canonical import Json

FORMAT: Final = 1


def document(results: Sequence[CaseResult], protocol: Protocol) -> dict[str, Json]:
    """Everything, with days as integers and rates as strings."""
    options, _ = sections(protocol)
    return {
        "format": FORMAT,
        "protocol": {"id": protocol.protocol_id, "sha256": protocol.sha256},
        "subjects": [_subject(one, confirmation=options.confirmation) for one in results],
        "lesions": [_lesion(one, lesion) for one in results for lesion in one.lesions],
        "summary": {
            reader: {
                endpoint.casefold(): {
                    _key(variant): {"events": one.events, "censored": one.censored} for variant, one in found.items()
                }
                for endpoint, found in by_endpoint.items()
            }
            for reader, by_endpoint in summaries(results).items()
        },
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
    return {
        "response": best.response,
        "day": best.day,
        "timepoint": best.timepoint,
        "rule": best.rule,
        "reason": best.reason,
    }


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
    return {
        "status": one.status.value,
        "day": one.day,
        "rule": one.rule,
        "lesion": one.lesion,
        "reason": one.reason,
    }


def _lesion(one: CaseResult, lesion: LesionResult) -> dict[str, Json]:
    return {
        "subject": one.subject,
        "reader": one.reader,
        "lesion": lesion.lesion,
        **{
            view: {"status": found.status.value, "day": found.day, "rule": found.rule, "reason": found.reason}
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
