"""Canonical JSON: one value, one sequence of bytes, so that it can be hashed and signed.

RFC 8785 (JSON Canonicalization Scheme) restricted to what needs no number formatting: objects with ASCII keys, arrays,
strings, true, false, null and integers that every JSON reader keeps exactly. Decimals travel as strings.
"""

import json
from collections.abc import Iterable
from typing import Final, TypeAlias

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | bool | None"

LARGEST_INTEGER: Final = 2**53 - 1
"""RFC 7493 section 2.2: integers up to here are exact in every reader."""

DEEPEST: Final = 64
"""Levels of arrays and objects in one another; a deeper text is refused before it costs anything."""


class NotCanonical(ValueError):
    """The bytes or the value have no canonical form; the text says why without showing the content."""


def encode(value: Json) -> bytes:
    """Return the canonical bytes of a value, UTF-8.

    Raises
    ------
    NotCanonical
        It holds a float, a large integer, a key that is not ASCII, a lone surrogate, or is nested too deeply.
    """
    _check(value, DEEPEST)
    try:
        return _ENCODER.encode(value).encode("utf-8")
    except UnicodeEncodeError as error:
        msg = "a string holds half of a surrogate pair"
        raise NotCanonical(msg) from error


def decode(data: bytes) -> Json:
    """Return the value of canonical bytes.

    Raises
    ------
    NotCanonical
        No JSON, a key twice, or a value written in any other way than `encode` writes it.
    """
    try:
        value = _DECODER.decode(data.decode("utf-8"))
    except NotCanonical:
        raise
    except (ValueError, RecursionError) as error:
        msg = "not JSON in UTF-8"
        raise NotCanonical(msg) from error
    if not (data.isascii() and data.count(b"[") + data.count(b"{") < DEEPEST):
        _check(value, DEEPEST)  # else it is neither too deep nor has it a key that is not ASCII
    if _ENCODER.encode(value).encode("utf-8", "surrogatepass") != data:
        _DECODER_OF_PAIRS.decode(data.decode("utf-8"))
        msg = "JSON, but not in its canonical form"
        raise NotCanonical(msg)
    return value  # type: ignore[no-any-return]


def once(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    """The object of these keys and values, for a decoder's ``object_pairs_hook``.

    Raises
    ------
    NotCanonical
        A key is there twice.
    """
    value = dict(pairs)
    if len(value) != len(pairs):
        msg = "a key is there twice"
        raise NotCanonical(msg)
    return value


def _no_float(_text: str) -> Json:
    msg = "a number is no integer; decimals are written as strings"
    raise NotCanonical(msg)


def _bounded(text: str) -> int:
    number = int(text) if len(text) < 18 else LARGEST_INTEGER + 1
    if abs(number) > LARGEST_INTEGER:
        msg = "an integer beyond 2^53 - 1"
        raise NotCanonical(msg)
    return number


# With ASCII keys, order by code point is the order by UTF-16 unit that RFC 8785 3.2.3 asks for.
_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))
_DECODER: Final = json.JSONDecoder(parse_float=_no_float, parse_constant=_no_float, parse_int=_bounded)
_DECODER_OF_PAIRS: Final = json.JSONDecoder(object_pairs_hook=once)
"""Tells a key that is there twice, which shows as a text that is not canonical."""


def _check(value: object, levels: int) -> None:
    if levels == 0:
        msg = f"nested deeper than {DEEPEST} levels"
        raise NotCanonical(msg)
    match value:
        case None | bool() | str():
            return
        case int():
            if abs(value) > LARGEST_INTEGER:
                msg = "an integer beyond 2^53 - 1"
                raise NotCanonical(msg)
        case list():
            _check_all(value, levels)
        case dict():
            for key in value:
                if not isinstance(key, str) or not key.isascii():
                    msg = "a key that is not ASCII text"
                    raise NotCanonical(msg)
            _check_all(value.values(), levels)
        case _:
            msg = f"a {type(value).__name__} has no canonical form"
            raise NotCanonical(msg)


def _check_all(values: Iterable[object], levels: int) -> None:
    for one in values:
        if not (levels > 1 and (one is None or type(one) is str)):  # nearly everything; a call costs more than the look
            _check(one, levels - 1)
