"""What a check says, and what it looks at."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, TypeVar

Section = TypeVar("Section")


class Problem(NamedTuple):
    """A problem: its code, the key's path and what is wrong, as a finding says it.

    The codes: ``dangling`` refers to what is not there, ``unused`` is referred to by nothing, ``impossible`` cannot be
    meant together, and of a ``contradiction`` a text says something else than the value that counts.
    """

    code: str
    path: str
    text: str


Sections = Mapping[str, Any]
"""Those sections of a file that could be read, by name; one that may be left out, and is, is there as its default."""


def readable(kind: type[Section], sections: Sections, name: str) -> Iterator[Section]:
    """The section, if it is there and could be read."""
    if isinstance(section := sections.get(name), kind):
        yield section
