"""How the explanation is written: numbers, lists, bullets and tables in Markdown (GitHub's flavour)."""

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Final

_SPECIAL: Final = re.compile(r"([\\`*_<>\[\]|])")
_BACKTICKS: Final = re.compile(r"`+")
_BARE_PIPE: Final = re.compile(r"(?<!\\)\|")
_ESCAPED: Final = r"\\|"


def number(value: Decimal) -> str:
    """A number without needless zeros: ``"5"`` for 5 and for 5.0, which mean the same."""
    return f"{value.normalize():f}"


def mm(length: Decimal) -> str:
    """A length: ``"5 mm"``."""
    return f"{number(length)} mm"


def percent(share: Decimal) -> str:
    """A percentage: ``"20 %"``."""
    return f"{number(share)} %"


def days(count: int) -> str:
    """A span of time: ``"1 day"``, ``"28 days"``."""
    return counted(count, "day", "days")


def counted(count: int, one: str, more: str) -> str:
    """A number and what is counted."""
    return f"{count} {one if count == 1 else more}"


def timepoint(place: int) -> str:
    """A scheduled timepoint as readers see it: ``"TP1"``."""
    return f"TP{place}"


def least(inclusive: bool) -> str:
    """The words before a limit that has to be reached, or passed."""
    return "at least" if inclusive else "more than"


def literal(text: str) -> str:
    """A text of the file on one line, with no sign of it taken for Markdown."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))


def quoted(text: str) -> str:
    """A text of the file in quotation marks."""
    return f"“{literal(text)}”"


def listed(items: Iterable[str], last: str = "and", none: str = "none") -> str:
    """The items in a row: ``"a, b and c"``."""
    *rest, final = tuple(items) or (none,)
    return f"{', '.join(rest)} {last} {final}" if rest else final


def cited(paragraph: str) -> str:
    """A reference to a paragraph of the protocol."""
    return f"(paragraph {paragraph})"


def sourced(text: str, paragraph: str) -> str:
    """A sentence that ends with the paragraph it follows from."""
    return f"{text.removesuffix('.')} {cited(paragraph)}."


def code(text: str) -> str:
    """A text shown sign by sign, as for a key of the file; it holds no backtick, or is quoted by more of them."""
    fence = "`" * (1 + max((len(run) for run in _BACKTICKS.findall(text)), default=0))
    return f"{fence}{text}{fence}" if len(fence) == 1 else f"{fence} {text} {fence}"


def sentence(text: str) -> Iterator[str]:
    """A paragraph of Markdown."""
    yield text
    yield ""


def bullets(*texts: str) -> Iterator[str]:
    """One bullet for each text that is not empty."""
    yield from (f"- {text}" for text in texts if text)
    yield ""


def numbered(*texts: str) -> Iterator[str]:
    """A numbered list."""
    yield from (f"{place}. {text}" for place, text in enumerate(texts, 1))
    yield ""


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table; a pipe in a cell that is not escaped yet becomes so."""
    yield _row(head)
    yield _row(["---"] * len(head))
    yield from map(_row, rows)
    yield ""


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(_BARE_PIPE.sub(_ESCAPED, cell) for cell in cells)} |"
