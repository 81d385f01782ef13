"""Best overall response of a case, without and with confirmation (RECIST 1.1, Eisenhauer 2009, 4.4 and table 3).

Disease after a complete response is progression, as the paper's footnote says, so that a response after it does not
count. A case of one or two timepoints up to the first progression is looked up in the paper's table. Longer ones follow
the same rules as the public package admiralonco (its confirmed best overall response).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from seedcryo_reader.criteria.protocol.coordinating import BestResponse
from seedcryo_reader.criteria.tables import table

ORDER: Final = ("CR", "PR", "SD", "NON-CR/NON-PD", "NED", "PD", "NE")
"""Best first."""

Rule = Literal["unconfirmed", "table", "sequence", "no-timepoint"]

_STABLE: Final = frozenset({"SD", "NON-CR/NON-PD", "NED"})
_RESPONSES: Final = frozenset({"CR", "PR"})


class Visit(NamedTuple):
    """A timepoint after the baseline: its day since randomisation, and the overall response that counts."""

    timepoint: str
    day: int
    response: str


@dataclass(frozen=True, slots=True)
class Best:
    """A best overall response.

    Attributes
    ----------
    response : str or None
        CR, PR, SD, NON-CR/NON-PD, NED, PD or NE; None where there was no timepoint and the protocol says so.
    timepoint : str
        The first that gives it; empty where there is none.
    rule : str
        ``"unconfirmed"``, or of the confirmed one ``"table"`` or ``"sequence"``, or ``"no-timepoint"``.
    day : int or None
        The day of the timepoint; None where there is none.
    reason : str
        In words.
    """

    response: str | None
    timepoint: str
    rule: Rule
    day: int | None
    reason: str


def best_response(visits: Sequence[Visit], options: BestResponse, *, confirmed: bool) -> Best:
    """The best response of the timepoints up to and including the first progression.

    Parameters
    ----------
    visits : sequence of Visit
        In order, without the baseline.
    options : BestResponse
    confirmed : bool
        Whether CR and PR have to be confirmed, whatever `options` says of it.
    """
    counting = tuple(_until_progression(visits))
    if not counting:
        response, text = ("NE", "it is NE") if options.missing_as_ne else (None, "there is no best response")
        return Best(response, "", "no-timepoint", None, f"No timepoint after the baseline counts: {text}.")
    if not confirmed:
        return _best(_unconfirmed(counting, options), "unconfirmed", _among(counting, options))
    counting = tuple(_until_disease_after_complete(counting))
    among = f"where a response has to be confirmed, {_among(counting, options)}"
    return _by_table(counting, options) or _best(_confirmed(counting, options), "sequence", among)


def _until_progression(visits: Sequence[Visit]) -> Iterator[Visit]:
    for visit in visits:
        yield visit
        if visit.response == "PD":
            return


def _until_disease_after_complete(visits: Sequence[Visit]) -> Iterator[Visit]:
    """The paper's footnote: disease after a CR is progression, so what follows it does not count."""
    for place, visit in enumerate(visits):
        yield visit
        if _disease_after_complete(visits, place):
            return


def _best(candidates: Iterator[tuple[str, Visit]], rule: Rule, among: str) -> Best:
    response, visit = min(candidates, key=lambda one: ORDER.index(one[0]))
    text = f"{visit.timepoint} on day {visit.day}, read as {visit.response}, gives {response}, the best {among}."
    return Best(response, visit.timepoint, rule, visit.day, text)


def _among(visits: Sequence[Visit], options: BestResponse) -> str:
    """What was looked at, in words."""
    last = visits[-1]
    until = last.timepoint
    if last.response == "PD":
        until = f"{until}, the first progression"
    elif _disease_after_complete(visits, len(visits) - 1):
        until = f"{until}, disease after a complete response"
    early = any(one.day < options.sd_min_days and one.response in _STABLE for one in visits)
    return f"up to {until}{f'; stable disease before day {options.sd_min_days} is NE' if early else ''}"


def _unconfirmed(visits: Sequence[Visit], options: BestResponse) -> Iterator[tuple[str, Visit]]:
    """What each timepoint counts as: stable disease that comes too early is not evaluable."""
    for visit in visits:
        early = visit.response in _STABLE and visit.day < options.sd_min_days
        yield ("NE" if early else visit.response), visit


# --- confirmed -------------------------------------------------------------------------------------------------------


def _by_table(visits: Sequence[Visit], options: BestResponse) -> Best | None:
    """What the paper's table says of up to two timepoints; None where it has no row, or they lie too close."""
    first = visits[0]
    if len(visits) > 2 or (len(visits) == 1 and first.response not in _RESPONSES | {"SD", "PD", "NE"}):
        return None
    second = visits[-1].response if len(visits) == 2 else "NE"
    met = "yes" if any(_is_stable_long_enough(one, options) for one in visits) else "no"
    for row in table(f"best-{options.table}"):
        if row["first"] == first.response and row["subsequent"] in {second, "ANY"} and row["sd_minimum_met"] == met:
            found = row["best_response"]
            too_close = found in _RESPONSES and visits[-1].day < first.day + options.confirm_after_days
            return None if too_close else _of_row(found, visits, options)
    return None


def _of_row(found: str, visits: Sequence[Visit], options: BestResponse) -> Best:
    giving = _giving(found, visits, options)
    said = ", then ".join(f"{one.response} at {one.timepoint} on day {one.day}" for one in visits)
    late = any(_is_stable_long_enough(one, options) for one in visits)
    text = f"{said}: {found} by the table, with {'a' if late else 'no'} timepoint late enough for stable disease."
    return Best(found, giving.timepoint, "table", giving.day, text)


def _giving(response: str, visits: Sequence[Visit], options: BestResponse) -> Visit:
    """The first timepoint that gives this response; where none does, the first of all.

    Stable disease is given by the first that is late enough for it, by its own SD or by a response that nothing
    confirms; progression by the last, which is PD or disease after a CR.
    """
    if response == "PD":
        return visits[-1]
    if response == "SD":
        giving = (one for one in visits if _is_stable_long_enough(one, options))
    else:
        giving = (one for one in visits if one.response == response)
    return next(giving, visits[0])


def _is_stable_long_enough(visit: Visit, options: BestResponse) -> bool:
    return visit.response in {"CR", "PR", "SD"} and visit.day >= options.sd_min_days


def _confirmed(visits: Sequence[Visit], options: BestResponse) -> Iterator[tuple[str, Visit]]:
    """What each timepoint can count as: a response only where it is confirmed, otherwise stable disease or less."""
    said = {one.response for one in visits}
    unconfirmed = "NON-CR/NON-PD" if "NON-CR/NON-PD" in said and not said & {"PR", "SD"} else "SD"
    for place, visit in enumerate(visits):
        early = visit.day < options.sd_min_days
        if visit.response == "CR" and _complete(visits, place, options):
            yield "CR", visit
        elif visit.response == "PR" and _partial(visits, place, options):
            yield "PR", visit
        elif early and visit.response in _STABLE | _RESPONSES:
            yield ("PD" if _disease_after_complete(visits, place) else "NE"), visit
        else:
            yield (unconfirmed if visit.response in _RESPONSES else visit.response), visit


def _complete(visits: Sequence[Visit], place: int, options: BestResponse) -> bool:
    """Whether a CR is confirmed by a CR late enough, with nothing but CR and few not evaluable ones between."""
    between = _period(visits, place, frozenset({"CR"}), options)
    return between is not None and set(between) <= {"CR", "NE"} and between.count("NE") <= options.max_ne


def _partial(visits: Sequence[Visit], place: int, options: BestResponse) -> bool:
    """Whether a PR is confirmed by a CR or PR late enough; a PR after a CR on the way says that the CR was none."""
    between = _period(visits, place, _RESPONSES, options)
    if between is None or not set(between) <= {"CR", "PR", "SD", "NE"}:
        return False
    back = "CR" in between and "PR" in between[between.index("CR") :]
    few = between.count("NE") <= options.max_ne and between.count("SD") <= (1 if options.accept_sd else 0)
    return few and not back


def _period(
    visits: Sequence[Visit], place: int, confirming: frozenset[str], options: BestResponse
) -> tuple[str, ...] | None:
    """The responses after a timepoint up to the first that can confirm it; None where there is none."""
    earliest = visits[place].day + options.confirm_after_days
    period = []
    for visit in visits[place + 1 :]:
        period.append(visit.response)
        if visit.response in confirming and visit.day >= earliest:
            return tuple(period)
    return None


def _disease_after_complete(visits: Sequence[Visit], place: int) -> bool:
    """Whether this is disease right after a CR, not evaluable ones aside: progression by the paper's footnote."""
    before = [one.response for one in visits[:place] if one.response != "NE"]
    return visits[place].response in {"PR", "SD"} and bool(before) and before[-1] == "CR"
