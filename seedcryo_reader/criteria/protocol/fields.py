"""The kinds of value in a protocol file; each says in words what is allowed, for whoever wrote something else."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, Final, TypeAlias

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    WithJsonSchema,
)
from pydantic_core import CoreSchema, PydanticCustomError
from pydantic_core.core_schema import no_info_after_validator_function

_DECIMAL: Final = re.compile(r"(0|[1-9][0-9]{0,3})(\.[0-9]{1,3})?", re.ASCII)
_NAME: Final = re.compile(r"[a-z][a-z0-9-]{0,39}", re.ASCII)
_RULE: Final = re.compile(r"[a-z][a-z0-9.-]{0,39}", re.ASCII)
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

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {**handler(schema), "description": self.text}


@dataclass(frozen=True, slots=True)
class Form:
    """A text that a pattern matches as a whole."""

    pattern: re.Pattern[str]

    def __get_pydantic_core_schema__(self, source: type, handler: GetCoreSchemaHandler) -> CoreSchema:
        return no_info_after_validator_function(self._checked, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {**handler(schema), "pattern": f"^{self.pattern.pattern}$"}

    def _checked(self, value: str) -> str:
        if not self.pattern.fullmatch(value):
            raise PydanticCustomError("form", "not of this form")
        return value


@dataclass(frozen=True, slots=True)
class Distinct:
    """A list in which nothing is there twice."""

    def __get_pydantic_core_schema__(self, source: type, handler: GetCoreSchemaHandler) -> CoreSchema:
        return no_info_after_validator_function(self._checked, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {**handler(schema), "uniqueItems": True}

    def _checked(self, values: tuple[Any, ...]) -> tuple[Any, ...]:
        if len(set(values)) < len(values):
            raise PydanticCustomError("form", "one is there twice")
        return values


def _decimal(value: object) -> object:
    if not isinstance(value, str):
        raise PydanticCustomError("decimal_type", "no text")
    if not _DECIMAL.fullmatch(value):
        raise PydanticCustomError("decimal_form", "no decimal number")
    return Decimal(value)


def _readable(value: str) -> str:
    """Text that a screen can show: no control signs, no signs that turn the direction of writing."""
    if not value.strip() or not all(sign.isprintable() or sign == "\n" for sign in value):
        raise PydanticCustomError("form", "not readable")
    return value


def _one_line(value: str) -> str:
    if "\n" in value or value != value.strip():
        raise PydanticCustomError("form", "not one line")
    return value


_WRITTEN: Final = WithJsonSchema({"type": "string", "pattern": f"^{_DECIMAL.pattern}$"})
_EXACT: Final = "written as text so that it stays exact"

Millimetres: TypeAlias = Annotated[
    Decimal,
    BeforeValidator(_decimal),
    _WRITTEN,
    Field(le=1000),
    Allowed(f'millimetres from "0" to "1000", {_EXACT}, such as "5"'),
]
Growth: TypeAlias = Annotated[
    Decimal,
    BeforeValidator(_decimal),
    _WRITTEN,
    Field(gt=0, le=1000),
    Allowed(f'a percentage above 0 and up to "1000", {_EXACT}, such as "20"'),
]
Shrinkage: TypeAlias = Annotated[
    Decimal,
    BeforeValidator(_decimal),
    _WRITTEN,
    Field(gt=0, le=100),
    Allowed(f'a percentage above 0 and up to "100", {_EXACT}, such as "30"'),
]
Factor: TypeAlias = Annotated[
    Decimal,
    BeforeValidator(_decimal),
    _WRITTEN,
    Field(ge=1, le=10),
    Allowed(f'a factor from "1" to "10", {_EXACT}, such as "2"'),
]
Confidence: TypeAlias = Annotated[
    Decimal,
    BeforeValidator(_decimal),
    _WRITTEN,
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
Text: TypeAlias = Annotated[
    str, Field(min_length=1, max_length=2000), AfterValidator(_readable), Allowed("a readable text")
]
Term: TypeAlias = Annotated[
    str,
    Field(min_length=1, max_length=200),
    AfterValidator(_readable),
    AfterValidator(_one_line),
    Allowed("a short text on one line, without blanks at its ends"),
]
Name: TypeAlias = Annotated[str, Form(_NAME), Allowed("a name of small letters, digits and dashes, a letter first")]
RuleName: TypeAlias = Annotated[
    str, Form(_RULE), Allowed('the name of a rule or table of the program, such as "recist-1.1"')
]
Paragraph: TypeAlias = Annotated[str, Form(_PARAGRAPH), Allowed('the number of a paragraph, such as "4.2"')]
Version: TypeAlias = Annotated[str, Form(_VERSION), Allowed('a version, such as "0.1"')]
ProtocolId: TypeAlias = Annotated[
    str, Form(_PROTOCOL_ID), Allowed('a name of small letters, a slash and the version, such as "seed-cryo/0.1"')
]
Terms: TypeAlias = Annotated[
    tuple[Term, ...],
    Field(min_length=1, max_length=100),
    Distinct(),
    Allowed("a list of different texts, at least one"),
]
