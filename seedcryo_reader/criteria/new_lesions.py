"""New lesions: RECIST 1.1 (Eisenhauer 2009, 4.3.5). Only an unequivocal one counts, but from when it was first seen."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from seedcryo_reader.criteria.protocol.model import NewLesionRule
from seedcryo_reader.criteria.trace import first_that_holds, plain
from seedcryo_reader.domain.conclusion import Conclusion, Step
from seedcryo_reader.domain.lesion import Certainty, NewLesions, NewLesionState

ABOUT: Final = "new lesions"


@dataclass(frozen=True, slots=True)
class NewLesionVisit:
    """What was said of new lesions at a visit.

    Attributes
    ----------
    timepoint : str
    states : mapping of id to NewLesionState
    recorded : tuple of str
        New lesions that were recorded for the first time.
    answer : NewLesions or None
        The answer that there is none, or that it cannot be said.
    """

    timepoint: str
    states: Mapping[str, NewLesionState]
    recorded: tuple[str, ...] = ()
    answer: NewLesions | None = None


def new_lesion_status(visits: Sequence[NewLesionVisit], options: NewLesionRule) -> Conclusion:
    """Whether there is a new lesion at the last of these visits: UNEQUIVOCAL, EQUIVOCAL, NO or NE.

    Parameters
    ----------
    visits : sequence of NewLesionVisit
        All follow-ups, the one to be judged last.
    """
    return first_that_holds(ABOUT, _RULES, _Facts(visits, options))


def followed(visits: Iterable[NewLesionVisit]) -> tuple[str, ...]:
    """The new lesions that have to be looked at again: recorded at these visits, and not resolved since."""
    alive: dict[str, None] = {}
    for visit in visits:
        alive |= dict.fromkeys(visit.recorded)
        for lesion, state in visit.states.items():
            if state.certainty is Certainty.RESOLVED:
                alive.pop(lesion, None)
            else:
                alive[lesion] = None
    return tuple(alive)


@dataclass(frozen=True, slots=True)
class _Facts:
    visits: Sequence[NewLesionVisit]
    options: NewLesionRule

    @property
    def current(self) -> NewLesionVisit:
        return self.visits[-1]

    def with_certainty(self, certainty: Certainty) -> tuple[str, ...]:
        return tuple(one for one, state in self.current.states.items() if state.certainty is certainty)

    def step(self, rule: str, text: str, holds: bool, dates_from: str | None = None) -> Step:
        return plain(rule, self.options.paragraph, text, holds, dates_from)

    def first_seen(self, lesion: str) -> str:
        """The first visit that showed it, since it was last resolved; or an earlier one that does in hindsight."""
        names = [visit.timepoint for visit in self.visits]
        first = len(names) - 1
        for place in range(len(names) - 1, -1, -1):
            state = self.visits[place].states.get(lesion)
            if state is None or state.certainty is Certainty.NOT_EVALUABLE:
                continue
            if state.certainty is Certainty.RESOLVED:
                break
            first = min(first, place)
            if state.first_seen in names:
                first = min(first, names.index(state.first_seen))
        return names[first]


def _unequivocal(facts: _Facts) -> Step:
    sure = facts.with_certainty(Certainty.UNEQUIVOCAL)
    if not sure:
        return facts.step("new-lesion", "No unequivocal new lesion", holds=False)
    text = f"New lesion: {', '.join(sure)} is unequivocal"
    order = [visit.timepoint for visit in facts.visits]
    first = min((facts.first_seen(lesion) for lesion in sure), key=order.index)
    if not facts.options.dates_back or first == facts.current.timepoint:
        return facts.step("new-lesion", text, holds=True)
    text = f"{text} and was first seen at {first}, so progression dates from there"
    return facts.step("new-lesion", text, holds=True, dates_from=first)


def _not_assessable(facts: _Facts) -> Step:
    before = followed(facts.visits[:-1])
    unsaid = [lesion for lesion in (*before, *facts.current.recorded) if lesion not in facts.current.states]
    gone = [*facts.with_certainty(Certainty.NOT_EVALUABLE), *dict.fromkeys(unsaid)]
    if gone:
        return facts.step("new-lesions-open", f"Not evaluable: {', '.join(gone)} not assessed", holds=True)
    if facts.current.answer is NewLesions.NOT_ASSESSABLE:
        return facts.step("new-lesions-open", "Not evaluable: it cannot be said if there is a new lesion", holds=True)
    unanswered = facts.current.answer is None and not facts.current.recorded
    text = "Not evaluable: nothing was said about new lesions" if unanswered else "New lesions were assessed"
    return facts.step("new-lesions-open", text, unanswered)


def _equivocal(facts: _Facts) -> Step:
    unsure = facts.with_certainty(Certainty.EQUIVOCAL)
    text = f"{', '.join(unsure)} may be a new lesion; followed on" if unsure else "No equivocal new lesion"
    return facts.step("equivocal-new-lesion", text, bool(unsure))


def _no(facts: _Facts) -> Step:
    return facts.step("no-new-lesion", "There is no new lesion", holds=True)


_RULES: Final[tuple[tuple[str, Callable[[_Facts], Step]], ...]] = (
    ("UNEQUIVOCAL", _unequivocal),
    ("NE", _not_assessable),
    ("EQUIVOCAL", _equivocal),
    ("NO", _no),
)
