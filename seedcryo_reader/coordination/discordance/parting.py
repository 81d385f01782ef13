"""Where two discordant reads first part: the earliest place that explains a difference, with both reads' numbers."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from seedcryo_reader.coordination.discordance.comparing import compare
from seedcryo_reader.coordination.discordance.results import landmark_of
from seedcryo_reader.coordination.discordance.sides import divergence_at
from seedcryo_reader.coordination.discordance.worked import Worked
from seedcryo_reader.criteria.evaluation import NEW_LESIONS, NON_TARGET, TARGET
from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.criteria.sheets import number
from seedcryo_reader.domain.conclusion import OVERALL
from seedcryo_reader.domain.discordance import Cause, Difference, Divergence, LocalResult, Variable
from seedcryo_reader.domain.read import Read

_PROGRESSED: Final = {TARGET: "PD", NON_TARGET: "PD", NEW_LESIONS: "UNEQUIVOCAL", OVERALL: "PD"}
"""What each part of the disease says when it progressed; a target says LP."""

_COMPUTED: Final = (TARGET, NON_TARGET, NEW_LESIONS)
"""The parts of the disease, which nobody calls."""

_BY_PART: Final = {
    TARGET: Cause.TARGET_MEASURE,
    NON_TARGET: Cause.NON_TARGET,
    NEW_LESIONS: Cause.NEW_LESION,
    OVERALL: Cause.CALL,
}


def parting(first: Read, second: Read, protocol: Protocol) -> Divergence | None:
    """Where two reads of a case first part; None where they are concordant.

    Of all differences it is the earliest timepoint at which what counts is another and explains one of them, and there
    the first item: targets in their order, the sum of diameters, non-target disease, new lesions, overall.

    Raises
    ------
    ValueError
        As `compare`.
    """
    pair = _Pair(Worked(first, protocol), Worked(second, protocol))
    differences = compare(pair.first.result, pair.second.result, protocol).differences
    order = (*(one.target_id for one in first.targets), TARGET, NON_TARGET, NEW_LESIONS, OVERALL)
    places = [_place(pair, one) for one in differences]
    earliest = min(places, key=lambda one: (number(one.timepoint), order.index(one.about)), default=None)
    return None if earliest is None else divergence_at(earliest.timepoint, earliest.about, _cause(pair, earliest), pair)


class _Pair(NamedTuple):
    """Two reads of a case."""

    first: Worked
    second: Worked

    def values(self, place: "_Place") -> tuple[str, str]:
        """What counts in each."""
        return self.first.value(*place), self.second.value(*place)


class _Place(NamedTuple):
    """A timepoint, and what is looked at there."""

    timepoint: str
    about: str


def _place(pair: _Pair, difference: Difference) -> _Place:
    """The earliest place that explains a difference."""
    if difference.variable is Variable.LOCAL_EVALUABILITY:
        return _Place(landmark_of(pair.first.result.timepoints, pair.first.protocol), difference.about)
    if difference.variable is Variable.BEST_RESPONSE:
        return _of_response(pair)
    return _of_progression(pair, difference.about)


def _of_progression(pair: _Pair, about: str) -> _Place:
    """Where one read progresses, or sees what it later dates progression back to, and the other does not."""
    said = [one.said(about) for one in pair]
    found_at = {one.found_at for one in said}
    dates = {date for one in said for date in (one.progressed_at, one.found_at) if date is not None}
    for timepoint in sorted(dates, key=number):
        overruled = any(one.overruled(timepoint, about) for one in pair)
        for place in _places(pair, timepoint, about, overruled=overruled):
            if _parts(pair.values(place), place.about, in_hindsight=timepoint not in found_at):
                return place
    # Nothing was told apart then: one of them said later that it had been there.
    return _Place(min(dates, key=number), NEW_LESIONS if about == OVERALL else about)


def _places(pair: _Pair, timepoint: str, about: str, *, overruled: bool) -> Iterator[_Place]:
    """What can explain that one read progresses at a timepoint and the other does not, first things first."""
    if about == OVERALL and not overruled:
        counting = pair.first.protocol.overall.lp_counts_as_pd
        yield from (_Place(timepoint, one.target) for one in pair.first.result.local if counting)
        yield from (_Place(timepoint, one) for one in _COMPUTED)
    yield _Place(timepoint, about)


def _parts(values: tuple[str, str], about: str, *, in_hindsight: bool) -> bool:
    """Whether reads part there as far as progression goes; in hindsight what was equivocal then is progression."""
    progressed = {_PROGRESSED.get(about, "LP")} | ({"equivocal", "EQUIVOCAL"} if in_hindsight else set())
    return (values[0] in progressed) != (values[1] in progressed)


def _of_response(pair: _Pair) -> _Place:
    """The first timepoint with another overall response, and there the part of the disease that says another thing."""
    places = (_Place(one, OVERALL) for one in pair.first.result.timepoints[1:])
    timepoint = next(one.timepoint for one in places if len({*pair.values(one)}) > 1)
    parts = (_Place(timepoint, one) for one in _COMPUTED)
    return next((one for one in parts if len({*pair.values(one)}) > 1), _Place(timepoint, OVERALL))


def _cause(pair: _Pair, place: _Place) -> Cause:
    """Why they part there."""
    said = [one.said(place.about) for one in pair]
    if place.about not in _COMPUTED and any(one.overruled(*place) for one in pair):
        return Cause.CALL
    if pair.values(place).count("NE") == 1:
        return Cause.EVALUABILITY
    if place.about in _BY_PART:
        return _BY_PART[place.about]
    found = (one.cause for one in said if isinstance(one, LocalResult) and one.found_at == place.timepoint)
    return next((cause for cause in found if cause is not None), Cause.LOCAL_FINDING)
