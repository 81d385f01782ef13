"""Reading a protocol file strictly: everything that is wrong with it is said at once."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import TypeAdapter, ValidationError

from seedcryo_reader.criteria.protocol import findings
from seedcryo_reader.criteria.protocol.checks import problems
from seedcryo_reader.criteria.protocol.checks.problem import Problem
from seedcryo_reader.criteria.protocol.fields import Table
from seedcryo_reader.criteria.protocol.formats import Format, Raw, format_of
from seedcryo_reader.criteria.protocol.model import Protocol, Sections
from seedcryo_reader.criteria.protocol.standins import End, repaired
from seedcryo_reader.domain.errors import EnvironmentFailure, Refused
from seedcryo_reader.domain.finding import Finding

LARGEST_FILE: Final = 1 << 20
"""Bytes of a protocol file at most: a hundred times what the shipped one has."""

_LINE: Final = re.compile(r"at line ([0-9]+)")


def load_protocol(path: Path) -> Protocol:
    """Read the protocol file at `path`.

    Raises
    ------
    Refused
        As for `read_protocol`.
    EnvironmentFailure
        The file cannot be read.
    """
    try:
        with path.open("rb") as stream:
            data = stream.read(LARGEST_FILE + 1)
    except OSError as error:
        msg = f"The protocol file {path} cannot be read: {error.strerror}. Check the path and who may read it."
        raise EnvironmentFailure(msg) from error
    return read_protocol(data, str(path))


def read_protocol(data: bytes, file: str) -> Protocol:
    """The protocol of a file's bytes; `file` is its name for findings.

    Raises
    ------
    Refused
        It is no TOML (one finding, with the line), or it holds unknown keys, missing keys, wrong values, references to
        what is not there or what cannot be meant together: one finding for each, its text begins with the key's path.
    """
    return read_tables(_tables(data, file), sha256(data).hexdigest(), file)


def read_tables(tables: Raw, digest: str, file: str) -> Protocol:
    """The protocol of what a file says, as TOML gives it; `digest` is the SHA-256 (hex) of the file's bytes.

    Raises
    ------
    Refused
        As for `read_protocol`, save for what is no TOML.
    """
    raw = {name: _frozen(value) for name, value in tables.items()}
    form = format_of(raw)
    known = form.sections.model_fields
    found = [
        findings.finding(
            "missing-key", (name,), f"is missing; it must be {findings.allowed(form.sections, (name,))}", file
        )
        for name, field in known.items()
        if name not in raw and field.is_required()
    ]
    wrong = dict(_wrong(raw, form.sections))
    for name, error in wrong.items():
        found += findings.of_structure(error, form.sections, (name,), file)
    found += (
        findings.finding("unknown-key", (name,), f"is not known; known here are {', '.join(known)}", file)
        for name in raw
        if name not in known
    )
    said, sections = _checked(raw, form, wrong)
    found += (findings.finding(code, path, text, file) for code, path, text in said)
    if found:
        raise Refused(found)
    return Protocol.model_validate({**sections, "sha256": digest})


def _wrong(raw: Raw, model: type[Table]) -> Iterator[tuple[str, ValidationError]]:
    """The sections with wrong keys or values."""
    for name in model.model_fields:
        if name in raw:
            try:
                _adapter(model, name).validate_python(raw[name], strict=True)
            except ValidationError as error:
                yield name, error


def _checked(raw: Raw, form: Format, wrong: Mapping[str, ValidationError]) -> tuple[list[Problem], dict[str, Any]]:
    """What the checks say whatever stands in place of wrong values, and the sections."""
    sections = _sections(raw, form, wrong, End.LOW)
    said = _problems(sections, form)
    if wrong:
        also = _problems(_sections(raw, form, wrong, End.HIGH), form)
        paths = [
            findings.spelled(findings.path_of(detail, (name,)))
            for name, error in wrong.items()
            for detail in error.errors()
        ]
        said = [one for one in said if one in also and not any(_touch(one.path, path) for path in paths)]
    return said, sections


def _problems(sections: dict[str, Any], form: Format) -> list[Problem]:
    """What the checks say, in the words of the file's own format."""
    return [
        one._replace(path=path)
        for one in problems(sections)
        if one.code not in form.unchecked and (path := form.spelled(one.path)) is not None
    ]


def _touch(one: str, other: str) -> bool:
    """Whether a path is another one, or lies within it, or the other way round."""
    return any(
        long == short or long.startswith((f"{short}.", f"{short}[")) for long, short in ((one, other), (other, one))
    )


def _sections(raw: Raw, form: Format, wrong: Mapping[str, ValidationError], end: End) -> dict[str, Any]:
    """The sections as the newest format has them; where nothing can stand in for what is wrong, one is not there."""
    usable = {name: one for name, one in raw.items() if name in form.sections.model_fields}
    for name, error in wrong.items():
        try:
            usable[name] = repaired(raw[name], error, form.sections, (name,), end)
            _adapter(form.sections, name).validate_python(usable[name], strict=True)
        except (LookupError, ValidationError):
            del usable[name]
    left_out = {
        name: field.get_default()
        for name, field in Sections.model_fields.items()
        if name not in raw and not field.is_required()
    }
    upgraded = form.upgraded(usable)
    return left_out | {
        name: _adapter(Sections, name).validate_python(one, strict=True) for name, one in upgraded.items()
    }


@cache
def _adapter(model: type[Table], section: str) -> TypeAdapter[Any]:
    field = model.model_fields[section]
    kind: Any = field.annotation
    for one in field.metadata:
        kind = Annotated[kind, one]
    return TypeAdapter(kind)


def _tables(data: bytes, file: str) -> dict[str, Any]:
    if len(data) > LARGEST_FILE:
        raise Refused([Finding("too-large", f"A protocol file has at most {LARGEST_FILE} bytes.", (file,))])
    try:
        return tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = str(data.count(b"\n", 0, error.start) + 1)
        problem = "it is not written in UTF-8"
    except RecursionError:
        line, problem = "1", "its values are nested too deeply"
    except ValueError as error:
        where = _LINE.search(str(error))
        line = where[1] if where else str(data.count(b"\n") + 1)
        problem = str(error)
    text = f"line {line}: this is no TOML, or not all of it: {problem}. Open the file in a text editor and mend it."
    raise Refused([Finding("no-toml", text, (file,))])


def _frozen(value: Any) -> Any:
    """Its lists as tuples, so that nothing in it can change."""
    if isinstance(value, list):
        return tuple(_frozen(one) for one in value)
    if isinstance(value, dict):
        return {key: _frozen(one) for key, one in value.items()}
    return value
