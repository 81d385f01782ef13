"""What the checker has to say of one file, gathered; and how it stops where a file cannot be read strictly."""

from collections.abc import Callable
from typing import Final, TypeAlias

from seedcryo_reader.domain.finding import Finding

Say: TypeAlias = Callable[[str, str], None]
"""Told the code of a finding, and the end of a sentence that starts with what was looked at."""

MOST_FINDINGS: Final = 400
"""Findings kept of one file. One is enough to refuse it; a hostile file must not fill the memory with them."""


class Broken(Exception):
    """The bytes cannot be followed any further; it never leaves the checker, which makes a finding of it."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(text)
        self.code = code
        self.text = text


class Notes:
    """Collects the findings of one file, each sentence once.

    Parameters
    ----------
    name : str
        The file as it is shown to the user.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._findings: dict[Finding, None] = {}

    def add(self, code: str, text: str) -> None:
        """Note one finding; it must not contain a value of the file."""
        if not self.full:
            self._findings[Finding(code, text, (self._name,))] = None

    @property
    def full(self) -> bool:
        """Whether there are so many findings that no more are kept."""
        return len(self._findings) >= MOST_FINDINGS

    def findings(self) -> tuple[Finding, ...]:
        """All findings in the order of the file."""
        found = tuple(self._findings)
        if not self.full:
            return found
        text = f"More than {MOST_FINDINGS} findings: the rest of the file was not looked at."
        return (*found, Finding("more-leaks", text, (self._name,)))
