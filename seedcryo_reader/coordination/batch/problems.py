"""What is wrong with a table: every problem with its file and line, all of them told at once."""

import unicodedata
from collections.abc import Sequence
from itertools import groupby
from typing import Final, NamedTuple

from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.finding import Finding

WHOLE_FILE: Final = 0
"""The line of a problem that is about no line."""

CALCULATED: Final = ("=", "+", "-", "@")
"""What begins with one of these is a formula where results are opened as a spreadsheet."""

_LONGEST: Final = 40


class Place(NamedTuple):
    """A line of a file, counted from 1; `WHOLE_FILE` where it is about the file."""

    file: str
    line: int = WHOLE_FILE

    def said(self) -> str:
        """As a person reads it: ``"reads.csv, line 17"``."""
        return self.file if self.line == WHOLE_FILE else f"{self.file}, line {self.line}"


class Problems:
    """The problems found so far."""

    def __init__(self) -> None:
        self._found: dict[tuple[Place, str], str] = {}

    def __len__(self) -> int:
        return len(self._found)

    def add(self, place: Place, code: str, text: str) -> None:
        """Keep a problem; `text` is a sentence that says what to do. The same one twice is kept once."""
        self._found[place, text] = code

    def findings(self) -> tuple[Finding, ...]:
        """All of them, by file and line."""
        return tuple(Finding(code, text, (place.said(),)) for (place, text), code in sorted(self._found.items()))

    def grouped(self) -> tuple[Finding, ...]:
        """The same, and what is said of several lines in the same words is said once."""
        lines: dict[tuple[str, str, str], list[int]] = {}
        for (place, text), code in sorted(self._found.items()):
            lines.setdefault((place.file, text, code), []).append(place.line)
        return tuple(Finding(code, text, (_where(file, own),)) for (file, text, code), own in _by_line(lines))

    def refuse(self) -> None:
        """Refuse the input if there is any.

        Raises
        ------
        Refused
            With all of them.
        """
        if self._found:
            raise Refused(self.grouped())


def _by_line(
    lines: dict[tuple[str, str, str], list[int]],
) -> list[tuple[tuple[str, str, str], list[int]]]:
    return sorted(lines.items(), key=lambda one: (one[0][0], one[1][0], one[0][1]))


def _where(file: str, lines: Sequence[int]) -> str:
    """As a person reads it: ``"reads.csv, line 17"``, ``"reads.csv, lines 2-34, 36"``."""
    if len(lines) == 1:
        return Place(file, lines[0]).said()
    runs = [[line for _, line in run] for _, run in groupby(enumerate(lines), lambda one: one[1] - one[0])]
    told = ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)
    return f"{file}, lines {told}"


def quoted(text: str) -> str:
    """A cell as a sentence names it: short, and on one line whatever it holds."""
    shown = "".join(one if one.isprintable() else "?" for one in text[: _LONGEST + 1])
    return f'"{shown[:_LONGEST]}…"' if len(shown) > _LONGEST else f'"{shown}"'


def unshown(text: str) -> str:
    """The first sign of a text that cannot be shown: its number and name, ``"U+200B ZERO WIDTH SPACE"``."""
    sign = next(one for one in text if not one.isprintable())
    return f"U+{ord(sign):04X} {unicodedata.name(sign, '')}".rstrip()


def calculated(column: str, name: str) -> str:
    """What is wrong with a name that begins with one of `CALCULATED`."""
    return f"{column} {quoted(name)} begins with a sign that spreadsheets calculate. Write it without."
