"""What an adjudicator is asked about two reads, and what each of them says about it, in sentences."""

from collections.abc import Iterable, Sequence
from typing import Final

from seedcryo_reader.coordination.discordance.comparing import EVALUABLE, NONE
from seedcryo_reader.domain.discordance import OVERALL, Difference, Variable
from seedcryo_reader.domain.dispute import WHOLE_CASE, Question, Unit

LOCAL: Final = (Variable.LOCAL_PROGRESSION, Variable.LOCAL_TIMEPOINT, Variable.LOCAL_EVALUABILITY)
"""The variables that are about one target."""


def questions_of(differences: Sequence[Difference], unit: Unit, *, a_is_first: bool) -> tuple[Question, ...]:
    """What is to be decided: the case as one question, or one for each endpoint in which the reads differ.

    Parameters
    ----------
    differences : sequence of Difference
    unit : Unit
    a_is_first : bool
        Whether the first read stands on side A.
    """
    if unit is Unit.CASE:
        return (_question(WHOLE_CASE, differences, a_is_first=a_is_first),)
    endpoints = dict.fromkeys(one.about for one in differences)
    return tuple(
        _question(endpoint, [one for one in differences if one.about == endpoint], a_is_first=a_is_first)
        for endpoint in endpoints
    )


def _question(endpoint: str, differences: Iterable[Difference], *, a_is_first: bool) -> Question:
    said = [(_sentence(one, one.first), _sentence(one, one.second)) for one in differences]
    first, second = tuple(one for one, _ in said), tuple(other for _, other in said)
    return Question(endpoint, first, second) if a_is_first else Question(endpoint, second, first)


def _sentence(difference: Difference, value: str) -> str:
    """What a read says in one variable."""
    about, variable = difference.about, difference.variable
    if variable is Variable.BEST_RESPONSE:
        return "No best response" if value == NONE else f"Best response {value}"
    if variable is Variable.LOCAL_EVALUABILITY:
        return f"{about}: its status at the landmark is {'known' if value == EVALUABLE else 'not known'}"
    if about == OVERALL:
        return "No progression" if value == NONE else f"Progression at {value}"
    return f"{about}: no local progression" if value == NONE else f"{about}: local progression at {value}"
