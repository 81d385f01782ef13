"""Protocol files made of the shipped ones by changing them, and what is said about them."""

import tomllib
from pathlib import Path

import pytest

from seedcryo_reader.criteria.protocol.reader import read_protocol, read_tables
from seedcryo_reader.domain.errors import Refused

PROTOCOLS = Path(__file__).resolve().parents[3] / "resources" / "protocols"
SHIPPED = sorted(PROTOCOLS.glob("*/*.toml"))
NEWEST = PROTOCOLS / "seed-cryo" / "1.0.toml"
OLDEST = PROTOCOLS / "seed-cryo" / "0.1.toml"
SOURCE = tomllib.loads(NEWEST.read_text("utf-8"))
SOURCE_1 = tomllib.loads(OLDEST.read_text("utf-8"))


def toml(value) -> str:
    """A value as TOML, tables inline."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{toml(str(key))} = {toml(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        plain = (sign if sign.isalnum() or sign in " -_./" else f"\\U{ord(sign):08x}" for sign in value)
        return f'"{"".join(plain)}"'
    return str(value)


def text(tables: dict) -> bytes:
    """A whole file."""
    return "\n".join(f"{toml(str(key))} = {toml(one)}" for key, one in tables.items()).encode()


def read(tables: dict):
    """The protocol of such a file; writing it and reading it back is tested by itself."""
    return read_tables(tables, "0" * 64, "p.toml")


def read_written(tables: dict):
    """The same of its bytes."""
    return read_protocol(text(tables), "p.toml")


def findings(tables: dict) -> list[tuple[str, str]]:
    """Code and text of what is said about a file."""
    with pytest.raises(Refused) as refused:
        read(tables)
    assert all(one.files == ("p.toml",) for one in refused.value.findings)
    return [(one.code, one.text) for one in refused.value.findings]


def named(tables: dict) -> set[tuple[str, str]]:
    """Code and path of what is said about a file."""
    return {(code, said.partition(": ")[0]) for code, said in findings(tables)}


def steps(value, path=()):
    """The path of every key and list entry in the file."""
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
        yield (*path, key)
        if isinstance(inner, (dict, list)):
            yield from steps(inner, (*path, key))


def spelled(path) -> str:
    """A path as findings spell it."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)[1:]


def parts(path: str) -> list[str | int]:
    """The parts of a path that is written with points; a paragraph's number keeps its own."""
    if path.startswith("paragraphs."):
        return ["paragraphs", path.removeprefix("paragraphs.")]
    return [int(part) if part.isdigit() else part for part in path.split(".")]


def at(tables, path):
    """What stands at a path."""
    for part in path:
        tables = tables[part]
    return tables


def _copied(tables, path):
    """The tables, copied along a path only: what is beside it stays the one that all share."""
    copied = tables.copy()
    if path:
        copied[path[0]] = _copied(tables[path[0]], path[1:])
    return copied


def put(path, value, source=SOURCE) -> dict:
    """The file with another value at a path, or a key more."""
    tables = _copied(source, path[:-1])
    at(tables, path[:-1])[path[-1]] = value
    return tables


def dropped(path, source=SOURCE) -> dict:
    """The file without what stands at a path."""
    tables = _copied(source, path[:-1])
    del at(tables, path[:-1])[path[-1]]
    return tables


def changed(changes: dict, source=SOURCE) -> dict:
    """The file with other values at these paths; None takes a key away."""
    tables = source
    for path, value in changes.items():
        *way, last = parts(path)
        tables = _copied(tables, way)
        if value is None:
            del at(tables, way)[last]
        else:
            at(tables, way)[last] = value
    return tables


def only_used_picklists(tables: dict) -> dict:
    """The file without the picklists that nothing refers to."""
    used = {one["reasons"]["picklist"] for one in tables["questions"] if "reasons" in one}
    used |= {*tables["reasons"].values(), *tables["queries"].values()}
    tables["picklists"] = {name: terms for name, terms in tables["picklists"].items() if name in used}
    return tables
