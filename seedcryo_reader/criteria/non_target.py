"""Response of the non-target disease: RECIST 1.1 (Eisenhauer 2009, 4.3.3)."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Final

from seedcryo_reader.criteria.protocol.model import NonTargetResponse
from seedcryo_reader.criteria.trace import first_that_holds, plain
from seedcryo_reader.domain.conclusion import Conclusion, Step
from seedcryo_reader.domain.lesion import NonTargetStatus

ABOUT: Final = "non-target"


@dataclass(frozen=True, slots=True)
class NonTarget:
    """A non-target lesion at a visit; `status` is None where nothing was said."""

    lesion: str
    node: bool
    status: NonTargetStatus | None


def non_target_response(
    lesions: Iterable[NonTarget], options: NonTargetResponse, *, gone: Collection[str] = ()
) -> Conclusion:
    """Response of the non-target disease: CR, NON-CR/NON-PD, PD, NE, or NA where there is none.

    Parameters
    ----------
    lesions : iterable of NonTarget
        All non-target disease that was recorded at the baseline.
    gone : collection of str
        Lesions that were gone at an earlier overall CR or since.
    """
    return first_that_holds(ABOUT, _RULES, _Facts(tuple(lesions), options, gone))


@dataclass(frozen=True, slots=True)
class _Facts:
    lesions: tuple[NonTarget, ...]
    options: NonTargetResponse
    was_gone: Collection[str]

    def named(self, *states: NonTargetStatus | None) -> str:
        return ", ".join(one.lesion for one in self.lesions if one.status in states)

    def step(self, rule: str, text: str, holds: bool) -> Step:
        return plain(rule, self.options.paragraph, text, holds)


def _none(facts: _Facts) -> Step | None:
    return None if facts.lesions else facts.step("no-non-targets", "There is no non-target disease", holds=True)


def _progression(facts: _Facts) -> Step:
    worse = facts.named(NonTargetStatus.PROGRESSION)
    text = f"Progression: unequivocal in {worse}" if worse else "No unequivocal progression of non-target disease"
    return facts.step("non-target-progression", text, bool(worse))


def _reappearance(facts: _Facts) -> Step | None:
    """A node counts as back only if it progressed unequivocally (EORTC questions and answers)."""
    if not (facts.was_gone and facts.options.reappearance_is_pd):
        return None
    there = (one.lesion for one in facts.lesions if one.status is NonTargetStatus.PRESENT and not one.node)
    back = ", ".join(lesion for lesion in there if lesion in facts.was_gone)
    text = f"Progression: {back} is there again after a complete response" if back else "Nothing is there again"
    return facts.step("non-target-reappearance", text, bool(back))


def _persisting(facts: _Facts) -> Step:
    there = facts.named(NonTargetStatus.PRESENT)
    text = f"Neither complete response nor progression: {there} persists" if there else "Nothing persists for certain"
    return facts.step("non-target-persists", text, bool(there))


def _missing(facts: _Facts) -> Step:
    open_ones = facts.named(NonTargetStatus.NOT_EVALUABLE, None)
    text = f"Not evaluable: {open_ones} not assessed" if open_ones else "All non-target disease was assessed"
    return facts.step("non-target-missing", text, bool(open_ones))


def _gone(facts: _Facts) -> Step:
    return facts.step("non-target-complete-response", "Complete response: no non-target disease is left", holds=True)


_RULES: Final[tuple[tuple[str, Callable[[_Facts], Step | None]], ...]] = (
    ("NA", _none),
    ("PD", _progression),
    ("PD", _reappearance),
    ("NON-CR/NON-PD", _persisting),
    ("NE", _missing),
    ("CR", _gone),
)
