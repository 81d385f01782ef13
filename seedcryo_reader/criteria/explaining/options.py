"""The options of a protocol with their key paths, as its file has them."""

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from seedcryo_reader.criteria.explaining.words import code, number, sentence, table
from seedcryo_reader.criteria.protocol.fields import Table
from seedcryo_reader.criteria.protocol.findings import Path, spelled
from seedcryo_reader.criteria.protocol.model import Protocol, Sections

SECTIONS: Final = tuple(name for name in Sections.model_fields if name != "format")
"""All but the format, which every protocol is brought to."""

FOR_COORDINATOR: Final = frozenset(name for name in SECTIONS if not Sections.model_fields[name].is_required())
"""The sections that stations read without: readers are shown nothing of them."""

_IN_ANNEXES: Final = frozenset({"paragraphs", "charter"})


def lines(protocol: Protocol) -> Iterator[str]:
    """The appendix for whoever audits: every option and its value, but what annexes print word for word."""
    yield from _options(protocol, frozenset())


def lines_for_readers(protocol: Protocol) -> Iterator[str]:
    """The same without the sections of the coordinator."""
    yield from _options(protocol, FOR_COORDINATOR)


def _options(protocol: Protocol, left_out: frozenset[str]) -> Iterator[str]:
    yield from sentence(
        "Options of the file, with its place in it, for the auditor. The places are those of format 2; a file "
        "of format 1 was brought to it, and what format 1 left unsaid stands here as the program then did it. "
        "Paragraphs and notes to readers stand in the annexes."
    )
    rows = (
        (code(spelled(path)), code(written(value)))
        for path, value in leaves(protocol)
        if path[0] not in left_out | _IN_ANNEXES
    )
    yield from table(("Option", "Value"), rows)


def leaves(protocol: Protocol) -> Iterator[tuple[Path, Any]]:
    """Every single value with its path, in reading order; lists of texts are single values."""
    for name in SECTIONS:
        yield from _leaves(getattr(protocol, name), (name,))


def _leaves(value: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    inner = parts(value)
    if not inner:
        yield path, value
    for key, one in inner.items():
        yield from _leaves(one, (*path, key))


def parts(value: Any) -> Mapping[str | int, Any]:
    """What a value is made of, by key; nothing where it is a single value."""
    if isinstance(value, Table):
        return dict(value)
    if isinstance(value, Mapping):
        return value
    if isinstance(value, tuple) and any(isinstance(one, Table) for one in value):
        return dict(enumerate(value))
    return {}


def plain(value: Any) -> Any:
    """A value as JSON has it: exact numbers are texts, as they are in the file."""
    if isinstance(value, Decimal):
        return number(value)
    if isinstance(value, Table | Mapping):
        return {key: plain(one) for key, one in dict(value).items()}
    if isinstance(value, tuple):
        return [plain(one) for one in value]
    return value


def written(value: Any) -> str:
    """A value as one line of text, nearly as the file has it."""
    return "(not there)" if value is None else json.dumps(plain(value), ensure_ascii=False)
