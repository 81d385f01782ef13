"""A whole read as a file: the acts of a reader in order, read strictly, with every problem noted at once."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from seedcryo_reader.domain import canonical, events
from seedcryo_reader.domain.case import CASE_NUMBER, MarkMm, millimetres
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.events import Event
from seedcryo_reader.domain.finding import Finding

FORMAT: Final = 1
LARGEST: Final = 16 << 20
MOST_ACTS: Final = 100_000
_TEXT: Final = 4000
_COORDINATE: Final = re.compile(r"-?[0-9]{1,4}(\.[0-9]{1,12})?")
_LARGEST_POWER: Final = 3
"""A coordinate has at most four digits before its point."""


class _Bad(ValueError):
    """A value that a field cannot have; the text goes on from the field's name."""


def _word(value: object) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= _TEXT:
        msg = f"must be a text of 1 to {_TEXT} characters"
        raise _Bad(msg)
    return value


def _count(value: object) -> int:
    if not isinstance(value, Decimal) or value != value.to_integral_value() or not 1 <= value <= 999:
        msg = "must be a whole number from 1 to 999"
        raise _Bad(msg)
    return int(value)


def _words(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        msg = "must be a list of texts"
        raise _Bad(msg)
    return tuple(map(_word, value))


def _point(value: object) -> MarkMm:
    if not isinstance(value, list) or len(value) != 3:
        msg = "must be three coordinates [x, y, z] in LPS, mm"
        raise _Bad(msg)
    x, y, z = (_millimetres(one) for one in value)
    return x, y, z


def _millimetres(value: object) -> str:
    if isinstance(value, str) and _COORDINATE.fullmatch(value):
        value = Decimal(value)
    if not isinstance(value, Decimal):
        msg = "must be three coordinates [x, y, z] in LPS, mm"
        raise _Bad(msg)
    # Only what is small enough is written out: 1e999999999 has a billion digits.
    within = value.is_zero() or value.adjusted() <= _LARGEST_POWER
    try:
        return millimetres(f"{value:.3f}" if within else "")
    except ValueError as error:
        msg = "must lie within ±9999.999 mm"
        raise _Bad(msg) from error


def _line(value: object) -> tuple[MarkMm, MarkMm]:
    if not isinstance(value, list) or len(value) != 2:
        msg = "must be two points [[x, y, z], [x, y, z]] in LPS, mm"
        raise _Bad(msg)
    return _point(value[0]), _point(value[1])


def _extent(value: object) -> str:
    if not isinstance(value, str) or value not in {"whole", "viable"}:
        msg = 'must be "whole" or "viable"'
        raise _Bad(msg)
    return value


def _answers(value: object) -> dict[str, tuple[str, ...]]:
    if not isinstance(value, dict):
        msg = "must be an object: question → list of answers"
        raise _Bad(msg)
    return {name: (_word(one),) if isinstance(one, str) else _words(one) for name, one in value.items()}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of act: the fields it must and may have, and the events that it may become."""

    events: tuple[type[Event], ...]
    needs: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict)
    may: Mapping[str, Callable[[Any], Any]] = field(default_factory=dict)


_LESION: Final = {"lesion": _word}
_EXTENT: Final = {"extent": _extent}
_SERIES: Final = {"series": _count}
_REASON: Final = {"reason": _word}

KINDS: Final[Mapping[str, Kind]] = {
    "open": Kind((events.TimepointOpened, events.CaseClosed)),
    "measure": Kind(
        (events.MeasurementMade, events.MeasurementRevised),
        {**_LESION, "long_mm": _line},
        {**_EXTENT, **_SERIES, "short_mm": _line},
    ),
    "absent": Kind((events.LesionMarkedAbsent,), _LESION, _EXTENT),
    "too-small": Kind((events.LesionMarkedTooSmall,), _LESION, _EXTENT),
    "not-evaluable": Kind((events.LesionMarkedNotEvaluable,), {**_LESION, **_REASON}, _EXTENT),
    "merged": Kind((events.LesionMarkedMerged,), {**_LESION, "into": _word}),
    "split": Kind((events.LesionMarkedSplit,), {**_LESION, "pieces": _count}),
    "remove": Kind((events.AssessmentRemoved,), _LESION, _EXTENT),
    "finding": Kind((events.LocalFindingGiven,), {**_LESION, "question": _word, "answer": _word}, _REASON),
    "record": Kind((events.LesionRecorded,), {**_LESION, "organ": _word, "place": _word, "point_mm": _point}, _SERIES),
    "drop": Kind((events.LesionDropped,), _LESION),
    "recist-set": Kind((events.RecistSetChosen,), {"lesions": _words}),
    "non-target": Kind((events.NonTargetAssessed,), {**_LESION, "status": _word}, _REASON),
    "new-lesion": Kind((events.NewLesionAssessed,), {**_LESION, "certainty": _word}, {"first_seen": _word, **_REASON}),
    "new-lesions": Kind((events.NewLesionsStated,), {"answer": _word}, _REASON),
    "timepoint-not-evaluable": Kind((events.TimepointMarkedNotEvaluable,), _REASON),
    "timepoint-evaluable": Kind((events.TimepointMarkedEvaluable,)),
    "call": Kind((events.CallMade,), {"about": _word, "value": _word}, _REASON),
    "reveal": Kind((events.ConclusionRevealed,)),
    "undo": Kind((events.ActUndone,)),
    "redo": Kind((events.ActRedone,)),
    "lock": Kind((events.TimepointLocked, events.GuardAnswered), {}, _REASON),
    "go-back": Kind((events.TimepointUnlocked, events.VersionOpened), {"leave": _word}),
    "reconfirm": Kind((events.TimepointReconfirmed,)),
    "erratum": Kind((events.ErratumNoted,), {"timepoint": _word, "text": _word}),
    "query": Kind((events.ImageQueried,), {"timepoint": _word, "kind": _word, "text": _word}),
    "incidental": Kind((events.IncidentalFindingReported,), {"timepoint": _word, "text": _word}),
    "questionnaire": Kind((events.QuestionnaireAnswered,), {"answers": _answers, "confidence": _word}),
    "sign": Kind((events.ReadSigned,)),
}
"""Every kind of act that a script may have."""


@dataclass(frozen=True, slots=True)
class Act:
    """One act: its kind, its fields (optional ones only where they were given), and why, where that was said."""

    kind: str
    fields: Mapping[str, Any]
    why: str | None


@dataclass(frozen=True, slots=True)
class Script:
    """The acts of one read."""

    case_number: str
    acts: tuple[Act, ...]


def read_script(data: bytes, file: str) -> Script:
    """Read a script.

    Raises
    ------
    Refused
        With everything that is wrong with it, each by the act and field.
    """
    findings: list[Finding] = []

    def problem(code: str, text: str) -> None:
        findings.append(Finding(code, text, (file,)))

    whole = _json(data, file)
    for key in whole:
        if key not in {"format", "case", "acts"}:
            problem("unknown-field", f"{canonical_key(key)} is not known.")
    version = whole.get("format")
    if not isinstance(version, Decimal) or version != FORMAT:
        problem("bad-field", f"format must be {FORMAT}.")
    case = whole.get("case")
    if not isinstance(case, str) or not CASE_NUMBER.fullmatch(case):
        problem("bad-field", "case must be a case number such as C-0042.")
    listed = whole.get("acts")
    acts: list[Act] = []
    if not isinstance(listed, list) or not 0 < len(listed) <= MOST_ACTS:
        problem("bad-field", f"acts must be a list of 1 to {MOST_ACTS} acts.")
    else:
        acts = [act for k, one in enumerate(listed) if (act := _act(one, f"acts[{k}]", problem)) is not None]
    if findings:
        raise Refused(findings)
    return Script(str(case), tuple(acts))


def _json(data: bytes, file: str) -> dict[str, Any]:
    try:
        if len(data) > LARGEST:
            msg = f"larger than {LARGEST >> 20} MiB"
            raise ValueError(msg)
        whole = json.loads(data, parse_float=_number, parse_int=_number, object_pairs_hook=canonical.once)
    except RecursionError as error:
        raise Refused([Finding("not-json", "It is no script: it is nested too deeply.", (file,))]) from error
    except ValueError as error:
        raise Refused([Finding("not-json", f"It is no script in JSON: {error}.", (file,))]) from error
    if not isinstance(whole, dict):
        raise Refused([Finding("not-json", "It is no script: a JSON object with format, case and acts.", (file,))])
    return whole


def _number(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation as error:
        msg = "a number has an exponent beyond all bounds"
        raise ValueError(msg) from error


def canonical_key(key: str) -> str:
    """A key of the file as it may be shown."""
    return "".join(sign if sign.isprintable() else "?" for sign in key[:40])


def _act(value: object, where: str, problem: Callable[[str, str], None]) -> Act | None:
    name = value.get("act") if isinstance(value, dict) else None
    kind = KINDS.get(name) if isinstance(name, str) else None
    if not isinstance(value, dict) or kind is None:
        problem("bad-field", f"{where}.act must be one of: {', '.join(KINDS)}.")
        return None
    known = {**kind.needs, **kind.may, "why": _word}
    for key in value:
        if key != "act" and key not in known:
            problem("unknown-field", f"{where}.{canonical_key(key)} is not known for {name!r}.")
    for key in kind.needs:
        if key not in value:
            problem("missing-field", f"{where}.{key} is missing.")
    fields: dict[str, Any] = {}
    for key, read_field in known.items():
        if key in value:
            try:
                fields[key] = read_field(value[key])
            except _Bad as bad:
                problem("bad-field", f"{where}.{key} {bad}.")
    return Act(str(name), fields, fields.pop("why", None))
