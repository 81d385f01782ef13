"""What single keys cannot show: references to what is not there, and choices that cannot be meant together.

A check looks at whole sections. One that could not be read is not there, and what would need it is left out: its own
problems were said already.
"""

from collections.abc import Callable, Iterator
from typing import Final

from seedcryo_reader.criteria.protocol.checks.coordinating import COORDINATING
from seedcryo_reader.criteria.protocol.checks.local import LOCAL
from seedcryo_reader.criteria.protocol.checks.problem import Problem, Sections
from seedcryo_reader.criteria.protocol.checks.questions import QUESTIONS
from seedcryo_reader.criteria.protocol.checks.references import REFERENCES
from seedcryo_reader.criteria.protocol.checks.response import RESPONSE
from seedcryo_reader.criteria.protocol.checks.texts import text_problems


def problems(sections: Sections) -> Iterator[Problem]:
    """Every reference and combination that is wrong; of a value that is wrong anyway no text is compared."""
    found: set[str] = set()
    for check in _CHECKS:
        for one in check(sections):
            found.add(one.path)
            yield one
    yield from (one for one in text_problems(sections) if one.path not in found)


_CHECKS: Final[tuple[Callable[[Sections], Iterator[Problem]], ...]] = (
    *REFERENCES,
    *RESPONSE,
    *QUESTIONS,
    *LOCAL,
    *COORDINATING,
)
