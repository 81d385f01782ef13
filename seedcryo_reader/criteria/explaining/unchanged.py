"""Sentences of the file that belong to an option and stayed as they were: words that a change may have left behind."""

from collections.abc import Iterator
from typing import Final

from seedcryo_reader.criteria.explaining.comparing import Difference
from seedcryo_reader.criteria.explaining.options import parts
from seedcryo_reader.criteria.protocol.findings import Path
from seedcryo_reader.criteria.protocol.model import Protocol

_NOTES: Final = (
    (("lengths", "too_small_mm"), "too_small"),
    (("measuring",), "measuring"),
    (("sets", "recist"), "recist_set"),
    (("non_target_response",), "non_target"),
    (("new_lesions",), "new_lesions"),
    (("overall",), "overall"),
    (("local_progression", "size", "merged_against"), "merged"),
    (("local_progression",), "local_progression"),
)
"""Whose charter's note it is; the first that fits."""


def unchanged(one: Difference, old: Protocol, new: Protocol) -> Iterator[tuple[str, str]]:
    """What a changed option's paragraph and charter's note are called, and their words, where they stayed the same."""
    number = _paragraph(new, one.path)
    if number is not None and one.path[-1] != "paragraph":
        text = new.paragraphs.get(number)
        if text is not None and text == old.paragraphs.get(number):
            yield f"paragraph {number}", text
    for start, note in _NOTES:
        if one.path[: len(start)] == start and one.path[-1] != "paragraph":
            text = getattr(new.charter.notes, note)
            if text == getattr(old.charter.notes, note):
                yield f"note “{note.replace('_', ' ')}”", text
            return


def _paragraph(protocol: Protocol, path: Path) -> str | None:
    """The paragraph that the innermost section around an option names."""
    number: str | None = None
    value: object = protocol
    for key in path:
        number = getattr(value, "paragraph", number)
        value = getattr(value, str(key), None) if value is protocol else parts(value).get(key)
    return number
