"""The JSON Schema of a protocol file, for editors and other programs, made of the model itself.

It says what single keys may hold. What has to fit together (`checks`) and how large an exact number may be is said by
``seedcryo-reader protocol check`` only.
"""

import re
from typing import Any, Final

from pydantic.json_schema import GenerateJsonSchema

from seedcryo_reader.criteria.protocol import names
from seedcryo_reader.criteria.protocol.model import Sections

_ATTRIBUTES: Final = "Attributes\n----------\n"
_ATTRIBUTE: Final = re.compile(r"^(\w+(?:, \w+)*) : .*\n((?:    .*\n?)+)", re.MULTILINE)
_TITLE: Final = "A protocol file of the read station, format 2"


def schema() -> dict[str, Any]:
    """The schema (JSON Schema, draft 2020-12) of a file of the newest format, its TOML taken as JSON."""
    made = Sections.model_json_schema()
    tables = {name: _table(table) for name, table in made.pop("$defs").items()}
    whole = {**_table(made), "$defs": tables}
    whole["properties"]["format"] = {"const": 2, "description": "The format of the file; this schema is of format 2."}
    for path, known in names.KNOWN.items():
        _at(whole, path.split("."))["enum"] = list(known())
    return {"$schema": GenerateJsonSchema.schema_dialect, "title": _TITLE, **whole}


def _table(table: dict[str, Any]) -> dict[str, Any]:
    """The schema of a table; what its docstring says of a key stands at the key."""
    about, of_keys = _docstring(table["description"])
    keys = {key: _plain(one) for key, one in table["properties"].items()}
    for key, text in of_keys.items():
        allowed = keys[key].get("description")
        keys[key]["description"] = text if allowed is None else f"{text} It must be {allowed}."
    return {**_plain(table), "description": about, "properties": keys}


def _plain(schema: dict[str, Any]) -> dict[str, Any]:
    """Without what pydantic adds: titles made of names, and null for what is just left out."""
    plain = {key: one for key, one in schema.items() if key not in {"title", "default"}}
    if "anyOf" in plain:
        (only,) = (one for one in plain.pop("anyOf") if one != {"type": "null"})
        plain |= only
    if "patternProperties" in plain:
        plain["additionalProperties"] = False
    return plain


def _docstring(text: str) -> tuple[str, dict[str, str]]:
    """What a docstring says of the table, and of each key under its heading "Attributes"."""
    about, _, attributes = text.partition(_ATTRIBUTES)
    of_keys: dict[str, str] = {}
    for names_, said in _ATTRIBUTE.findall(attributes):
        of_keys |= dict.fromkeys(names_.split(", "), " ".join(said.split()))
    return " ".join(about.split()), of_keys


def _at(schema: dict[str, Any], path: list[str]) -> dict[str, Any]:
    """The schema of the key at a path."""
    found = schema
    for part in path:
        while "$ref" in found:
            found = schema["$defs"][found["$ref"].rpartition("/")[2]]
        found = found["properties"][part]
    return found
