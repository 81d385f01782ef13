"""What became of the files of an exchange."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from seedcryo_reader.domain.canonical import Json
from seedcryo_reader.domain.finding import Finding

Outcome: TypeAlias = Literal["taken", "already here", "waiting", "refused", "written", "already there"]
"""Of what came: the first four ("waiting" for the sealed part that it names). Of what goes out: the last two."""


@dataclass(frozen=True, slots=True)
class FileReport:
    """One file by its name, which tells nothing, and why it was refused or waits.

    `who` is the account it goes to, or came from, where that is known; only the centre is shown it.
    """

    file: str
    outcome: Outcome
    findings: tuple[Finding, ...] = ()
    who: str = ""

    def plain(self) -> dict[str, Json]:
        """As JSON."""
        return {
            "file": self.file,
            "outcome": self.outcome,
            "findings": [one.plain() for one in self.findings],
        }


@dataclass(frozen=True, slots=True)
class Report:
    """Every file of an exchange, in the order of their names."""

    files: tuple[FileReport, ...]

    def count(self, outcome: Outcome) -> int:
        """How many files have this outcome."""
        return sum(one.outcome == outcome for one in self.files)
