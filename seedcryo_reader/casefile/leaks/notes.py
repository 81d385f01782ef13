"""What the checker has to say of one file, gathered; and how it stops where a file cannot be read strictly."""

from typing import Final

from seedcryo_reader.domain.finding import Finding

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
        self._left_out = 0

    def add(self, code: str, text: str) -> None:
        """Note one finding; it must not contain a value of the file."""
        if len(self._findings) < MOST_FINDINGS:
            self._findings[Finding(code, text, (self._name,))] = None
        else:
            self._left_out += 1

    def findings(self) -> tuple[Finding, ...]:
        """All findings in the order of the file."""
        found = tuple(self._findings)
        if not self._left_out:
            return found
        return (*found, Finding("more-leaks", f"{self._left_out} more findings are not listed.", (self._name,)))
