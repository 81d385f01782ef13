"""Whether an image belongs where it lies: to this case, this timepoint, this series.

Masked images are written by one encoder, explicit little endian with the identifying elements near the beginning, so
the exact bytes of those elements are looked for. What is written in another way is refused.
"""

import re
from collections.abc import Iterator
from typing import Final

from seedcryo_reader.casefile.part.contents import Contents, Series
from seedcryo_reader.domain.finding import Finding

_HEAD: Final = 64 * 1024
"""Bytes of an image in which its identifying elements lie."""

_SOP_INSTANCE: Final = re.compile(rb"\x08\x00\x18\x00UI\x2c\x00(2\.25\.[1-9][0-9]{38})")


def belonging_problems(
    data: memoryview, name: str, contents: Contents, series: Series, seen: set[str]
) -> Iterator[Finding]:
    """Findings of one image; `seen` collects the SOP Instance UIDs of the part."""
    head = bytes(data[:_HEAD])
    marks = {
        "case": b"\x10\x00\x20\x00LO" + _value(contents.case_number),
        "timepoint": b"\x20\x00\x10\x00SH" + _value(contents.timepoint or ""),
        "series": b"\x20\x00\x0e\x00UI" + _value(series.uid),
    }
    for what, mark in marks.items():
        if mark not in head:
            yield Finding("misplaced-image", f"The image {name} does not say that it is of this {what}.", (name,))
    found = _SOP_INSTANCE.search(head)
    if found is None:
        yield Finding("misplaced-image", f"The image {name} has no masked SOP Instance UID.", (name,))
        return
    uid = found[1].decode("ascii")
    if uid in seen:
        yield Finding("misplaced-image", f"The image {name} is there twice.", (name,))
    seen.add(uid)


def _value(text: str) -> bytes:
    """Length and value of a short text element (PS3.5 7.1.2), padded to even length."""
    value = text.encode("ascii")
    value += b" " * (len(value) % 2)
    return len(value).to_bytes(2, "little") + value
