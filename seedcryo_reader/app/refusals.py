"""How a refusal is said on the command line."""

from collections.abc import Iterable
from typing import Final

import typer

from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.finding import Finding

REFUSED: Final = 1
"""Exit code when an input was refused; the findings say why."""

NOT_DONE: Final = 2
"""Exit code for wrong usage and for surroundings that failed; 1 is for work that was done and found something."""


def exit_code(refused: Refused) -> int:
    """Exit code of a refusal: with a wrong password, or none that is taken yet, nothing was looked at."""
    return NOT_DONE if any(one.code in {"wrong-password", "locked"} for one in refused.findings) else REFUSED


def say_findings(findings: Iterable[Finding]) -> None:
    """Print findings to stderr, one line each: its files, its sentence, its code."""
    for one in findings:
        files = f"{', '.join(one.files)}: " if one.files else ""
        typer.echo(shown(f"{files}{one.text} [{one.code}]"), err=True)


def shown(text: str) -> str:
    """A text as one line of a terminal: a file name with a line break must not feign another line."""
    return "".join(one if one.isprintable() else "?" for one in text)
