"""What is wrong with a protocol file, as findings: the key's path first, then what is allowed there."""

from collections.abc import Iterator, Mapping
from types import NoneType, UnionType
from typing import Any, Final, Literal, Union, get_args, get_origin

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from seedcryo_reader.criteria.protocol.fields import Allowed, Table
from seedcryo_reader.domain.finding import Finding

Path = tuple[str | int, ...]

_TOML_WORDS: Final[dict[type, str]] = {
    bool: "true or false",
    int: "a whole number",
    float: "a number with a point",
    str: "a text",
    tuple: "a list",
    dict: "a table",
}


def spelled(path: Path) -> str:
    """A path as the file spells it: ``questions[1].answers``."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f".{_shown(part)}"
    return text.removeprefix(".")


def finding(code: str, path: Path | str, text: str, file: str) -> Finding:
    """A finding about the key at this path; `text` is a whole sentence part after the colon."""
    return Finding(code, f"{path if isinstance(path, str) else spelled(path)}: {text}.", (file,))


def of_structure(error: ValidationError, model: type[Table], within: Path, file: str) -> Iterator[Finding]:
    """One finding for each thing that a validation found; `within` is the path of what was validated."""
    details = error.errors(include_url=False)
    for detail in details:
        path = path_of(detail, within)
        if any(path == path_of(other, within)[:-1] for other in details if detail["type"] == "too_short"):
            continue  # a list of one wrong value is no shorter than it was meant
        if "[key]" in detail["loc"]:
            yield finding(
                "wrong-value", path, f"the key {_shown(str(path[-1]))!r} must be {_key_rule(model, path)}", file
            )
            continue
        code, problem = _problem(detail, at(model, path)[0] if detail["type"] == "literal_error" else None)
        yield finding(code, path, f"{problem}; {_rule(model, path, code)}", file)


def path_of(detail: ErrorDetails, within: Path) -> Path:
    """The path of what a validation found."""
    return (*within, *(part for part in detail["loc"] if part != "[key]"))


def _problem(detail: ErrorDetails, choice: Any) -> tuple[str, str]:
    """Code and words; `choice` is the `Literal` that the value is none of, where that is what is wrong."""
    kind, value = detail["type"], detail["input"]
    if kind == "missing":
        return "missing-key", "is missing"
    if kind == "extra_forbidden":
        return "unknown-key", "is not known"
    if kind.endswith("_type") or (type(value) not in {type(one) for one in get_args(choice)} and choice is not None):
        return "wrong-type", f"is {_TOML_WORDS.get(type(value), 'a date or time')}"
    if type(value) is int and abs(value) < _LONG:
        return "wrong-value", f"is {value}"
    return "wrong-value", f"is {_shown(value)!r}" if isinstance(value, str) else "is not allowed"


_LONG: Final = 10**20
"""Whole numbers from here on are not shown: nobody means one."""


def _key_rule(model: type[Table], path: Path) -> str:
    """What a name of one's own must be, in words that follow "must be"."""
    mapping, _ = at(model, path[:-1])
    _, metadata = _bare(get_args(mapping)[0], ())
    return next(one.text for one in metadata if isinstance(one, Allowed))


def _rule(model: type[Table], path: Path, code: str) -> str:
    if code == "unknown-key":
        return f"known here are {', '.join(_keys(at(model, path[:-1])[0]))}"
    return f"it must be {allowed(model, path)}"


def allowed(model: type[Table], path: Path) -> str:
    """What may stand at a path of the file, in words that follow "must be"."""
    annotation, metadata = at(model, path)
    for one in metadata:
        if isinstance(one, Allowed):
            return one.text
    if get_origin(annotation) is Literal:
        return " or ".join(f'"{value}"' for value in get_args(annotation))
    if get_origin(annotation) is tuple:
        return "a list"
    return f"a table with the keys {', '.join(_keys(annotation))}"


def _keys(annotation: Any) -> tuple[str, ...]:
    if isinstance(annotation, type) and issubclass(annotation, Table):
        return tuple(annotation.model_fields)
    return ("names of your own",)


def at(model: type[Table], path: Path) -> tuple[Any, tuple[Any, ...]]:
    """Annotation and metadata of what stands at a path."""
    annotation: Any = model
    metadata: tuple[Any, ...] = ()
    for part in path:
        annotation, metadata = _step(annotation, part)
    return annotation, metadata


def _step(annotation: Any, part: str | int) -> tuple[Any, tuple[Any, ...]]:
    if isinstance(annotation, type) and issubclass(annotation, Table):
        field = annotation.model_fields[str(part)]
        return _bare(field.annotation, tuple(field.metadata))
    arguments = get_args(annotation)
    return _bare(arguments[1] if get_origin(annotation) is Mapping else arguments[0], ())


def _bare(annotation: Any, metadata: tuple[Any, ...]) -> tuple[Any, tuple[Any, ...]]:
    if get_origin(annotation) in {UnionType, Union}:
        annotation = next(one for one in get_args(annotation) if one is not NoneType)
    if hasattr(annotation, "__metadata__"):
        return annotation.__origin__, (*annotation.__metadata__, *metadata)
    return annotation, metadata


def _shown(text: str) -> str:
    """A text of the file as it may be shown: short, and without what could confuse a terminal."""
    shown = "".join(sign if sign.isprintable() else "?" for sign in text[:40])
    return shown if len(text) <= 40 else shown + "…"
