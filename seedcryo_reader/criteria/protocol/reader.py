"""Reading a protocol file strictly: everything that is wrong with it is said at once."""

import re
import tomllib
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any, Final

from pydantic import TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from seedcryo_reader.criteria.protocol import findings
from seedcryo_reader.criteria.protocol.checks import problems
from seedcryo_reader.criteria.protocol.fields import Table
from seedcryo_reader.criteria.protocol.formats import format_of
from seedcryo_reader.criteria.protocol.model import Protocol, Sections
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
    raw = _tables(data, file)
    form = format_of(raw)
    read, found = _read(raw, form.sections, file)
    known = ", ".join(form.sections.model_fields)
    found += (
        findings.finding("unknown-key", (name,), f"is not known; known here are {known}", file)
        for name in raw
        if name not in form.sections.model_fields
    )
    if form.sections is not Sections:
        read, _ = _read(form.upgraded({name: raw[name] for name in read if name in raw}), Sections, file)
    found += (
        findings.finding(one.code, path, one.text, file)
        for one in problems(read)
        if one.code not in form.unchecked and (path := form.spelled(one.path)) is not None
    )
    if found:
        raise Refused(found)
    return Protocol.model_validate({**read, "sha256": sha256(data).hexdigest()})


def _read(raw: dict[str, Any], model: type[Table], file: str) -> tuple[dict[str, Any], list[Finding]]:
    """Those sections that are right by themselves, and what is wrong with the others."""
    sections: dict[str, Any] = {}
    found: list[Finding] = []
    for name, field in model.model_fields.items():
        if name in raw:
            try:
                sections[name] = _adapter(field).validate_python(raw[name], strict=True)
            except ValidationError as error:
                found += findings.of_structure(error, model, (name,), file)
        elif field.is_required():
            rule = findings.allowed(model, (name,))
            found.append(findings.finding("missing-key", (name,), f"is missing; it must be {rule}", file))
        else:
            sections[name] = field.get_default()
    return sections, found


def _adapter(field: FieldInfo) -> TypeAdapter[Any]:
    kind: Any = field.annotation
    for one in field.metadata:
        kind = Annotated[kind, one]
    return TypeAdapter(kind)


def _tables(data: bytes, file: str) -> dict[str, Any]:
    """What the file says, its lists as tuples so that nothing in it can change."""
    if len(data) > LARGEST_FILE:
        raise Refused([Finding("too-large", f"A protocol file has at most {LARGEST_FILE} bytes.", (file,))])
    try:
        return {name: _frozen(value) for name, value in tomllib.loads(data.decode("utf-8")).items()}
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
    if isinstance(value, list):
        return tuple(_frozen(one) for one in value)
    if isinstance(value, dict):
        return {key: _frozen(one) for key, one in value.items()}
    return value
