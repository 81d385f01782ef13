"""The rules and tables that a protocol file may name: asked of the places where they are, so that no list is kept."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import product
from typing import Final

from seedcryo_reader.criteria import tables
from seedcryo_reader.criteria.families import FAMILIES
from seedcryo_reader.criteria.tables.matching import first_row

_OVERALL_COLUMNS: Final = ("target", "non_target", "new_lesion", "overall")
_ANY: Final = "ANY"


def families() -> tuple[str, ...]:
    """The families of response criteria."""
    return tuple(FAMILIES)


def overall_tables() -> tuple[str, ...]:
    """The tables of a timepoint's overall response: those that have its columns."""
    return tuple(name for name in tables.names() if {*_OVERALL_COLUMNS} <= tables.table(name)[0].keys())


def best_tables() -> tuple[str, ...]:
    """The tables of confirmed best responses, ``best-<name>.csv``."""
    return _called("best-")


def censoring_tables() -> tuple[str, ...]:
    """The tables of events and censoring, ``censoring-<name>.csv``."""
    return _called("censoring-")


def _called(start: str) -> tuple[str, ...]:
    return tuple(name.removeprefix(start) for name in tables.names() if name.startswith(start))


KNOWN: Final[Mapping[str, Callable[[], tuple[str, ...]]]] = {
    "target_response.rule": families,
    "non_target_response.rule": families,
    "new_lesions.rule": families,
    "overall.table": overall_tables,
    "best_response.table": best_tables,
    "endpoints.survival.table": censoring_tables,
}
"""By the path of the key in the file, what may be named there."""


_PERSISTS: Final = "partial-response-persists"


def keeps_responses(family: str) -> bool:
    """Whether its target response has a rule by which a partial response lasts until progression."""
    return any(rule.name == _PERSISTS for rule in FAMILIES[family].target)


def without_row(table: str, target: str, non_target: str, new_lesions: str) -> Iterator[str]:
    """What these families can conclude of the parts that this overall table has no row for, in words."""
    parts = (
        _distinct(rule.value for rule in FAMILIES[target].target),
        _distinct(rule.value for rule in FAMILIES[non_target].non_target),
        _distinct(rule.value for rule in FAMILIES[new_lesions].new_lesions),
    )
    for values in product(*parts):
        try:
            first_row(table, *zip(_OVERALL_COLUMNS, values, strict=False))
        except KeyError:
            yield f"targets {values[0]}, non-target disease {values[1]}, new lesions {values[2]}"


def _distinct(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def finding_words(part: str) -> frozenset[str]:
    """The answers that the tables of treatment response know in their column `part`, such as ``"tissue"``."""
    rows = (row for name in tables.names() if name.startswith("lirads") for row in tables.table(name))
    return frozenset(word for row in rows if part in row for word in row[part].split(" or ")) - {_ANY}
