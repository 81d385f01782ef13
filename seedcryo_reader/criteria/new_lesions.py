"""The facts that new lesions are judged by: only an unequivocal one counts, but from when it was first seen."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from seedcryo_reader.criteria.course import NewLesionSaid, Timepoint
from seedcryo_reader.criteria.protocol.model import NewLesionRule
from seedcryo_reader.domain.lesion import Certainty

ABOUT: Final = "new lesions"


def followed(timepoints: Iterable[Timepoint], options: NewLesionRule) -> tuple[str, ...]:
    """The new lesions that have to be looked at again: found at these timepoints, and not resolved since."""
    alive: dict[str, None] = {}
    for one in timepoints:
        alive |= dict.fromkeys(one.found)
        for lesion, said in one.new_lesions.items():
            if weighed(said, options) is Certainty.RESOLVED:
                alive.pop(lesion, None)
            else:
                alive[lesion] = None
    return tuple(alive)


def weighed(said: NewLesionSaid, options: NewLesionRule) -> Certainty:
    """What a new lesion counts as, whatever was said of it.

    A node needs a short axis of 10 mm to be disease (RECIST 1.1), and little more than that may be none (EORTC).
    """
    certainty = said.certainty
    if certainty not in {Certainty.EQUIVOCAL, Certainty.UNEQUIVOCAL}:
        return certainty
    if said.node and said.mm is not None:
        if said.mm < options.node_min_mm:
            return Certainty.RESOLVED
        if said.mm < options.node_review_mm:
            return Certainty.EQUIVOCAL
    if said.outside_baseline_images and options.outside_baseline_images == "equivocal":
        return Certainty.EQUIVOCAL
    return certainty


@dataclass(frozen=True, slots=True)
class NewLesionFacts:
    """What a rule about new lesions looks at: all follow-ups, the one to be judged last."""

    timepoints: Sequence[Timepoint]
    options: NewLesionRule

    @property
    def paragraph(self) -> str:
        """The paragraph of the protocol."""
        return self.options.paragraph

    @property
    def current(self) -> Timepoint:
        """The timepoint to be judged."""
        return self.timepoints[-1]

    def counting_as(self, certainty: Certainty) -> list[str]:
        """The new lesions that count as this now."""
        return [one for one, said in self.current.new_lesions.items() if weighed(said, self.options) is certainty]

    def not_assessed(self) -> list[str]:
        """The new lesions that had to be looked at and were not, or could not be judged."""
        before = followed(self.timepoints[:-1], self.options)
        unsaid = (one for one in (*before, *self.current.found) if one not in self.current.new_lesions)
        return [*self.counting_as(Certainty.NOT_EVALUABLE), *dict.fromkeys(unsaid)]

    def since(self) -> str | None:
        """The earlier timepoint that first showed one that is unequivocal now, where the protocol dates back."""
        if not self.options.dates_back:
            return None
        order = [one.name for one in self.timepoints]
        first = min((self._first_seen(one) for one in self.counting_as(Certainty.UNEQUIVOCAL)), key=order.index)
        return None if first == self.current.name else first

    def _first_seen(self, lesion: str) -> str:
        """The first visit that showed it, since it was last resolved; or an earlier one that does in hindsight."""
        names = [one.name for one in self.timepoints]
        first = len(names) - 1
        for place in range(len(names) - 1, -1, -1):
            said = self.timepoints[place].new_lesions.get(lesion)
            certainty = Certainty.NOT_EVALUABLE if said is None else weighed(said, self.options)
            if said is None or certainty is Certainty.NOT_EVALUABLE:
                continue
            if certainty is Certainty.RESOLVED:
                break
            first = min(first, place)
            if said.first_seen in names:
                first = min(first, names.index(said.first_seen))
        return names[first]
