"""Protocol files of older formats, brought to the newest one: what they left unsaid, the program did like this then."""

from collections.abc import Mapping
from typing import Any, Final

NEWEST: Final = 2


def newest(raw: Mapping[str, Any]) -> dict[str, Any]:
    """The tables of a file in the newest format. A released file never changes: the bytes, and their hash, stay.

    Where the file is not of the form that its format asks for, it is left as it is; the checks will say what is wrong.
    """
    return _from_1(raw) if raw.get("format") == 1 else dict(raw)


def _from_1(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Format 1 had no rules for days, and one family, whose table had its name."""
    tables = {name: dict(value) if isinstance(value, Mapping) else value for name, value in raw.items()}
    if "format" in tables:
        tables["format"] = NEWEST
    recist = _taken(tables, "sets", "recist")
    tables["measurability"] = {
        **_MEASURABILITY,
        **{new: recist.pop(old) for old, new in _LEAST.items() if old in recist},
        **{"paragraph": recist[key] for key in ("paragraph",) if key in recist},
    }
    response = _taken(tables, "target_response")
    response |= {"extent": "whole", "treated": {**_TREATED, "paragraph": response.get("paragraph")}}
    _taken(tables, "new_lesions").update(_NEW_LESIONS)
    overall = _taken(tables, "overall")
    if "rule" in overall:
        overall["table"] = overall.pop("rule")
    reference = _taken(tables, "reference")
    if "timepoint" in reference:
        reference["grace_until"] = reference["timepoint"]
    local = _taken(tables, "local_progression")
    local["stays"] = False
    if isinstance(local.get("tissue"), Mapping):
        local["tissue"] = {**local["tissue"], "within_mm": "10", "only_after_absence": False}
    return tables
