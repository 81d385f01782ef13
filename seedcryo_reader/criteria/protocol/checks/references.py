"""Paragraphs, picklists, rules and tables that are named, and whether they are there."""

from collections.abc import Callable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any, Final

from seedcryo_reader.criteria.protocol import names
from seedcryo_reader.criteria.protocol.checks.problem import Problem, Sections
from seedcryo_reader.criteria.protocol.fields import Table


def _paragraphs(sections: Sections) -> Iterator[Problem]:
    if "paragraphs" in sections:
        for path, paragraph in named_paragraphs(sections):
            if paragraph not in sections["paragraphs"]:
                yield Problem("dangling", path, f'there is no paragraph "{paragraph}"; add it to [paragraphs]')


def named_paragraphs(sections: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    """Path and value of every key `paragraph`."""
    for key, inner in sections.items():
        if key == "paragraph":
            yield f"{path}{key}", inner
        elif isinstance(inner, Table):
            yield from named_paragraphs(dict(inner), f"{path}{key}.")


def _picklists(sections: Sections) -> Iterator[Problem]:
    lists: Mapping[str, Any] | None = sections.get("picklists")
    if lists is None:
        return
    users: dict[str, list[str]] = {}
    for path, name in _used_picklists(sections):
        users.setdefault(name, []).append(path)
    spare = [name for name in lists if name not in users]
    for name, (path, *more) in users.items():
        if name not in lists:
            meant = get_close_matches(name, spare, n=1)
            spare = [one for one in spare if one not in meant]
            also = f" (named by {', '.join(more)} too)" if more else ""
            there = f'perhaps "{meant[0]}" is meant' if meant else f"there are {', '.join(lists)}"
            yield Problem("dangling", path, f'there is no picklist "{name}"{also}; {there}')
    if {"reasons", "queries", "questions"} <= sections.keys():
        for name in spare:
            text = f"nothing refers to this picklist, only to {', '.join(users)}; remove it or use it"
            yield Problem("unused", f"picklists.{name}", text)


def _used_picklists(sections: Sections) -> Iterator[tuple[str, str]]:
    for section in ("reasons", "queries"):
        for key, name in dict(sections.get(section, {})).items():
            yield f"{section}.{key}", name
    for index, question in enumerate(sections.get("questions", ())):
        if question.reasons is not None:
            yield f"questions[{index}].reasons.picklist", question.reasons.picklist


def _names(sections: Sections) -> Iterator[Problem]:
    for path, known in names.KNOWN.items():
        name = _at(sections, path)
        if name is not None and name not in known():
            kind = path.rpartition(".")[2]
            yield Problem("dangling", path, f'there is no {kind} "{name}"; there are {", ".join(known())}')


def _rows(sections: Sections) -> Iterator[Problem]:
    """The overall table has a row for whatever the named rules conclude of the parts."""
    table, *rules = (_at(sections, path) for path in _PARTS)
    if table in names.overall_tables() and all(rule in names.families() for rule in rules):
        lacking = list(names.without_row(table, *rules))
        if lacking:
            text = f'the table "{table}" does not go with the rules named above: it has no row for {lacking[0]}'
            yield Problem("impossible", "overall.table", text)


_PARTS: Final = ("overall.table", "target_response.rule", "non_target_response.rule", "new_lesions.rule")


def _at(sections: Sections, path: str) -> Any:
    """What stands at a path, None where something on the way is not there."""
    first, *rest = path.split(".")
    found = sections.get(first)
    for part in rest:
        found = getattr(found, part, None)
    return found


REFERENCES: Final[tuple[Callable[[Sections], Iterator[Problem]], ...]] = (_paragraphs, _picklists, _names, _rows)
