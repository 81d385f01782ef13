"""The part of JSON Schema (draft 2020-12) that the schema of protocol files uses, and no more."""

import re

_TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "integer": int}
_KNOWN = {
    "$schema", "$defs", "$ref", "title", "description", "type", "const", "enum", "pattern", "minLength", "maxLength",
    "minimum", "maximum", "items", "minItems", "maxItems", "uniqueItems", "properties", "required",
    "additionalProperties", "patternProperties", "propertyNames",
}  # fmt: skip


def problems(value, schema, root, path=""):
    """The path of everything that the schema does not allow."""
    unknown = schema.keys() - _KNOWN
    assert not unknown, unknown
    if "$ref" in schema:
        yield from problems(value, root["$defs"][schema["$ref"].removeprefix("#/$defs/")], root, path)
        return
    if not _alone(value, schema):
        yield path
        return
    if isinstance(value, list):
        for index, one in enumerate(value):
            yield from problems(one, schema["items"], root, f"{path}[{index}]")
    if isinstance(value, dict):
        yield from _keys(value, schema, root, path)


def _alone(value, schema) -> bool:
    kind = _TYPES.get(schema.get("type"))
    if kind is not None and (not isinstance(value, kind) or (kind is int and isinstance(value, bool))):
        return False
    if value != schema.get("const", value) or value not in schema.get("enum", [value]):
        return False
    if isinstance(value, str):
        return bool(re.search(schema.get("pattern", ""), value)) and _size(len(value), schema, "Length")
    if isinstance(value, list):
        return _size(len(value), schema, "Items") and not (schema.get("uniqueItems") and _repeats(value))
    return not isinstance(value, int) or schema.get("minimum", value) <= value <= schema.get("maximum", value)


def _size(size, schema, of) -> bool:
    return schema.get(f"min{of}", 0) <= size <= schema.get(f"max{of}", size)


def _repeats(values) -> bool:
    return len(values) != len({str(one) for one in values})


def _keys(value, schema, root, path):
    for key in schema.get("required", ()):
        if key not in value:
            yield f"{path}.{key}"
    for key, one in value.items():
        inner = schema.get("properties", {}).get(key) or _by_pattern(key, schema)
        if inner is None and schema.get("additionalProperties", True) is False:
            yield f"{path}.{key}"
        elif isinstance(inner, dict):
            yield from problems(one, inner, root, f"{path}.{key}")
        elif isinstance(schema.get("additionalProperties"), dict):
            yield from problems(one, schema["additionalProperties"], root, f"{path}.{key}")


def _by_pattern(key, schema):
    return next((one for pattern, one in schema.get("patternProperties", {}).items() if re.search(pattern, key)), None)
