"""Response of a timepoint from its parts: RECIST 1.1 (Eisenhauer 2009, tables 1 and 2)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from seedcryo_reader.criteria.protocol.model import Overall
from seedcryo_reader.criteria.trace import first_that_holds, plain
from seedcryo_reader.domain.conclusion import OVERALL, Conclusion, Step


@dataclass(frozen=True, slots=True)
class Course:
    """What else counts for a timepoint.

    Attributes
    ----------
    progressed_at : str or None
        The timepoint an earlier overall progression dates from.
    local_progression : tuple of str
        Targets with local progression.
    dates_from : str or None
        The earlier timepoint that progression dates from, if it is found now.
    """

    progressed_at: str | None = None
    local_progression: tuple[str, ...] = ()
    dates_from: str | None = None


def timepoint_response(
    target: str, non_target: str, new_lesion: str, options: Overall, course: Course | None = None
) -> Conclusion:
    """Overall response of a timepoint: CR, PR, SD, NON-CR/NON-PD, PD, NE, or NED where there never was disease.

    Parameters
    ----------
    target : str
        CR, PR, SD, PD, NE or NA (no target lesion).
    non_target : str
        CR, NON-CR/NON-PD, PD, NE or NA (no non-target disease).
    new_lesion : str
        NO, UNEQUIVOCAL, EQUIVOCAL or NE. An equivocal one is followed on and counts as none at this timepoint.
    course : Course, optional
        What came before, and local progression.
    """
    return first_that_holds(OVERALL, _RULES, _Facts(target, non_target, new_lesion, options, course or Course()))


@dataclass(frozen=True, slots=True)
class _Facts:
    target: str
    non_target: str
    new_lesion: str
    options: Overall
    course: Course

    def step(self, rule: str, text: str, holds: bool) -> Step:
        return plain(rule, self.options.paragraph, text, holds)

    def progression(self, rule: str, text: str, holds: bool) -> Step:
        """A step that says progression if it holds, and from when where that is earlier."""
        first = self.course.dates_from
        if not holds or first is None:
            return self.step(rule, f"Progression: {text}" if holds else f"No progression here: {text}", holds)
        words = f"Progression: {text}; it dates from {first}"
        return plain(rule, self.options.paragraph, words, holds, first)


def _stays(facts: _Facts) -> Step | None:
    first = facts.course.progressed_at
    if first is None or not facts.options.pd_stays:
        return None
    text = f"Progression was reached at {first}, and the overall response stays so"
    return plain("progression-stays", facts.options.paragraph, text, True, first)


def _new_lesion(facts: _Facts) -> Step:
    text = f"new lesions {facts.new_lesion}"
    return facts.progression("overall-new-lesion", text, facts.new_lesion == "UNEQUIVOCAL")


def _target(facts: _Facts) -> Step:
    return facts.progression("overall-target", f"targets {facts.target}", facts.target == "PD")


def _non_target(facts: _Facts) -> Step:
    text = f"non-target disease {facts.non_target}"
    return facts.progression("overall-non-target", text, facts.non_target == "PD")


def _local(facts: _Facts) -> Step | None:
    if not facts.options.lp_counts_as_pd:
        return None
    where = ", ".join(facts.course.local_progression)
    text = f"local progression of {where or 'no target'}"
    return facts.progression("overall-local-progression", text, bool(where))


def _not_assessable(facts: _Facts) -> Step | None:
    if facts.new_lesion != "NE" or facts.options.new_lesions_not_assessable == "none":
        return None
    return facts.step("overall-new-lesions-open", "Not evaluable: new lesions could not be assessed", holds=True)


def _never_diseased(facts: _Facts) -> Step | None:
    if (facts.target, facts.non_target) != ("NA", "NA"):
        return None
    return facts.step("overall-no-disease", "No evidence of disease: there was none at the baseline", holds=True)


def _only(value: str) -> Callable[[_Facts], Step | None]:
    """Without targets the non-target disease alone decides."""

    def rule(facts: _Facts) -> Step | None:
        if facts.target != "NA" or facts.non_target != value:
            return None
        return facts.step("overall-non-target-only", f"Without targets: non-target disease {value}", holds=True)

    return rule


def _complete(facts: _Facts) -> Step | None:
    if facts.target != "CR":
        return None
    holds = facts.non_target in {"CR", "NA"}
    rest = "there is no other disease" if facts.non_target == "NA" else f"non-target disease {facts.non_target}"
    word = "Complete response" if holds else "No complete response"
    return facts.step("overall-complete-response", f"{word}: targets CR, {rest}", holds)


def _partial(facts: _Facts) -> Step:
    holds = facts.target in {"CR", "PR"}
    word = "Partial response" if holds else "No partial response"
    return facts.step("overall-partial-response", f"{word}: targets {facts.target}", holds)


def _stable(facts: _Facts) -> Step:
    holds = facts.target == "SD"
    word = "Stable disease" if holds else "Not stable disease"
    return facts.step("overall-stable-disease", f"{word}: targets {facts.target}", holds)


def _not_evaluable(facts: _Facts) -> Step:
    return facts.step("overall-not-evaluable", f"Not evaluable: targets {facts.target}", holds=True)


_RULES: Final[tuple[tuple[str, Callable[[_Facts], Step | None]], ...]] = (
    ("PD", _stays),
    ("PD", _new_lesion),
    ("PD", _target),
    ("PD", _non_target),
    ("PD", _local),
    ("NE", _not_assessable),
    ("NED", _never_diseased),
    *((value, _only(value)) for value in ("CR", "NON-CR/NON-PD", "NE")),
    ("CR", _complete),
    ("PR", _partial),
    ("SD", _stable),
    ("NE", _not_evaluable),
)
