"""The ``case leaks`` command: the masking checker on any DICOM file or folder."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import typer

from seedcryo_reader.app.arguments import exists
from seedcryo_reader.app.paths import deidentification
from seedcryo_reader.app.progress import progress_line
from seedcryo_reader.casefile.leaks.scan import Checked, check_files
from seedcryo_reader.imaging.watch import Watch

_MOST_LINES: Final = 100
"""Findings that are printed for a person."""


def report_leaks(path: Path, *, as_json: bool) -> int:
    """Run the command; returns its exit code: 0 nothing leaks, 1 something does or there is nothing to check.

    Raises
    ------
    typer.BadParameter
        The path does not exist.
    EnvironmentFailure
        A folder or a table of the program cannot be read.
    """
    if not exists(path):
        raise typer.BadParameter(f"{path} does not exist.", param_hint="FILE-OR-DIR")
    told = _Told()
    for one in check_files(path, deidentification(), Watch(progress_line("Checking files"))):
        told.add(one)
    if not told.images:
        told.findings["no-dicom", f"There is no DICOM file in {path}: nothing was checked."] = []
    if as_json:
        typer.echo(json.dumps(told.report(), indent=1, allow_nan=False))
    else:
        for line in told.lines():
            typer.echo(line)
    return 1 if told.findings else 0


@dataclass
class _Told:
    """What is printed in the end: each different finding once, for a series has the same ones in every slice."""

    images: int = 0
    clean: int = 0
    others: list[str] = field(default_factory=list)
    findings: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def add(self, one: Checked) -> None:
        if one.is_dicom:
            self.images += 1
            self.clean += not one.findings
        else:
            self.others.append(one.name)
        for finding in one.findings:
            self.findings.setdefault((finding.code, finding.text), []).append(one.name)

    def report(self) -> dict[str, object]:
        return {
            "format": 1,
            "images": self.images,
            "clean": self.clean,
            "findings": [
                {"code": code, "text": text, "files": names} for (code, text), names in sorted(self.findings.items())
            ],
            "not_dicom": self.others,
        }

    def lines(self) -> list[str]:
        told = sorted(self.findings.items())
        lines = [f"{code}: {text}{_where(names)}" for (code, text), names in told[:_MOST_LINES]]
        if len(told) > _MOST_LINES:
            lines.append(f"… and {len(told) - _MOST_LINES} more different findings; --json lists all of them.")
        unjudged = f" Not DICOM and so not judged: {len(self.others)} other files." if self.others else ""
        return [*lines, f"{self.clean} of {self.images} images leak nothing.{unjudged}"]


def _where(names: list[str]) -> str:
    if not names:
        return ""
    return f" [{names[0]}{f' and {len(names) - 1} more' if len(names) > 1 else ''}]"
