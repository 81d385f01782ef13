"""The kinds of value in a protocol file; each says in words what is allowed, for whoever wrote something else."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Final, TypeAlias, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

Value = TypeVar("Value")

_DECIMAL: Final = re.compile(r"(0|[1-9][0-9]{0,3})(\.[0-9]{1,3})?", re.ASCII)
_NAME: Final = re.compile(r"[a-z][a-z0-9-]{0,39}", re.ASCII)
_PARAGRAPH: Final = re.compile(r"[1-9][0-9]?(\.[1-9][0-9]?){0,3}", re.ASCII)
_VERSION: Final = re.compile(r"[0-9]{1,3}(\.[0-9]{1,3}){1,2}", re.ASCII)
_PROTOCOL_ID: Final = re.compile(r"[a-z0-9][a-z0-9.-]{0,49}/[0-9]{1,3}(\.[0-9]{1,3}){1,2}", re.ASCII)


class Table(BaseModel):
    """A table of the file: no key may be missing, none may be unknown, no value is converted."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


@dataclass(frozen=True, slots=True)
class Allowed:
    """What may stand here, in words that follow "must be"."""

    text: str


def _decimal(value: object) -> object:
    if not isinstance(value, str):
        raise PydanticCustomError("decimal_type", "no text")
    if not _DECIMAL.fullmatch(value):
        raise PydanticCustomError("decimal_form", "no decimal number")
    return Decimal(value)


def _of(pattern: re.Pattern[str]) -> AfterValidator:
    def check(value: str) -> str:
        if not pattern.fullmatch(value):
            raise PydanticCustomError("form", "not of this form")
        return value

    return AfterValidator(check)


def _readable(value: str) -> str:
    """Text that a screen can show: no control signs, no signs that turn the direction of writing."""
    if not value.strip() or not all(sign.isprintable() or sign == "\n" for sign in value):
        raise PydanticCustomError("form", "not readable")
    return value


def _one_line(value: str) -> str:
    if "\n" in value or value != value.strip():
        raise PydanticCustomError("form", "not one line")
    return value


def distinct(values: tuple[Value, ...]) -> tuple[Value, ...]:
    """The values, if none is there twice."""
    if len(set(values)) < len(values):
        raise PydanticCustomError("form", "one is there twice")
    return values


_EXACT: Final = "written as text so that it stays exact"

Millimetres: TypeAlias = Annotated[
    Decimal,
    BeforeValidator(_decimal),
    Field(le=1000),
    Allowed(f'millimetres from "0" to "1000", {_EXACT}, such as "5"'),
]
Growth: TypeAlias = Annotated[
    Decimal,
    BeforeValidator(_decimal),
    Field(gt=0, le=1000),
    Allowed(f'a percentage above 0 and up to "1000", {_EXACT}, such as "20"'),
]
Shrinkage: TypeAlias = Annotated[
    Decimal,
    BeforeValidator(_decimal),
    Field(gt=0, le=100),
    Allowed(f'a percentage above 0 and up to "100", {_EXACT}, such as "30"'),
]
Factor: TypeAlias = Annotated[
    Decimal,
    BeforeValidator(_decimal),
    Field(ge=1, le=10),
    Allowed(f'a factor from "1" to "10", {_EXACT}, such as "2"'),
]
Confidence: TypeAlias = Annotated[
    Decimal,
    BeforeValidator(_decimal),
    Field(ge=50, lt=100),
    Allowed(f'a confidence level in percent from "50" to below "100", {_EXACT}, such as "95"'),
]
Places: TypeAlias = Annotated[int, Field(ge=0, le=3), Allowed("a whole number of decimal places from 0 to 3")]
Count: TypeAlias = Annotated[int, Field(ge=1, le=99), Allowed("a whole number from 1 to 99")]
Few: TypeAlias = Annotated[int, Field(ge=0, le=99), Allowed("a whole number from 0 to 99")]
Day: TypeAlias = Annotated[
    int, Field(ge=-3650, le=3650), Allowed("a whole number of days since randomisation, from -3650 to 3650")
]
Days: TypeAlias = Annotated[int, Field(ge=0, le=3650), Allowed("a whole number of days from 0 to 3650")]
Many: TypeAlias = Annotated[int, Field(ge=100, le=100000), Allowed("a whole number from 100 to 100000")]
Seed: TypeAlias = Annotated[int, Field(ge=0, le=2**31 - 1), Allowed("a whole number from 0 to 2147483647")]
TimepointNumber: TypeAlias = Annotated[int, Field(ge=0, le=99), Allowed("the number of a timepoint from 0 to 99")]
YesNo: TypeAlias = Annotated[bool, Allowed("true or false")]
Text: TypeAlias = Annotated[str, Field(max_length=2000), AfterValidator(_readable), Allowed("a readable text")]
Term: TypeAlias = Annotated[
    str,
    Field(max_length=200),
    AfterValidator(_readable),
    AfterValidator(_one_line),
    Allowed("a short text on one line, without blanks at its ends"),
]
Name: TypeAlias = Annotated[str, _of(_NAME), Allowed("a name of small letters, digits and dashes, a letter first")]
Paragraph: TypeAlias = Annotated[str, _of(_PARAGRAPH), Allowed('the number of a paragraph, such as "4.2"')]
Version: TypeAlias = Annotated[str, _of(_VERSION), Allowed('a version, such as "0.1"')]
ProtocolId: TypeAlias = Annotated[
    str, _of(_PROTOCOL_ID), Allowed('a name of small letters, a slash and the version, such as "seed-cryo/0.1"')
]
Terms: TypeAlias = Annotated[
    tuple[Term, ...],
    Field(min_length=1, max_length=100),
    AfterValidator(distinct),
    Allowed("a list of different texts, at least one"),
]
