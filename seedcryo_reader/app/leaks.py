"""The ``case leaks`` command: the masking checker on any DICOM file or folder."""

import json
from pathlib import Path

import typer

from seedcryo_reader.app.paths import resources
from seedcryo_reader.app.progress import progress_line
from seedcryo_reader.casefile.leaks.rules import read_rules
from seedcryo_reader.casefile.leaks.scan import Checked, check_files
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.imaging.watch import Watch


def report_leaks(path: Path, *, as_json: bool) -> int:
    """Run the command; returns its exit code: 0 nothing leaks, 1 something does or there is nothing to check.

    Raises
    ------
    typer.BadParameter
        The path does not exist.
    EnvironmentFailure
        A folder or a table of the program cannot be read.
    """
    if not _exists(path):
        raise typer.BadParameter(f"{path} does not exist.", param_hint="FILE-OR-DIR")
    rules = read_rules(resources() / "deidentification")
    checked = list(check_files(path, rules, Watch(progress_line("Checking files"))))
    images = [one for one in checked if one.is_dicom]
    findings = [finding for one in images for finding in one.findings]
    if not images:
        findings.append(Finding("no-dicom", f"There is no DICOM file in {path}: nothing was checked."))
    if as_json:
        typer.echo(json.dumps(_report(checked, findings), indent=1, allow_nan=False))
    else:
        _print(images, findings, len(checked) - len(images))
    return 1 if findings else 0


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a name too long to be one
        return False


def _report(checked: list[Checked], findings: list[Finding]) -> dict[str, object]:
    return {
        "format": 1,
        "images": sum(one.is_dicom for one in checked),
        "clean": sum(one.is_dicom and not one.findings for one in checked),
        "findings": [{"code": one.code, "text": one.text, "files": list(one.files)} for one in findings],
        "not_dicom": [one.name for one in checked if not one.is_dicom],
    }


def _print(images: list[Checked], findings: list[Finding], others: int) -> None:
    """Each different finding once, with the files it is about: a series has the same ones in every slice."""
    files: dict[tuple[str, str], list[str]] = {}
    for one in findings:
        files.setdefault((one.code, one.text), []).extend(one.files)
    for (code, text), names in sorted(files.items()):
        where = f" [{names[0]}{f' and {len(names) - 1} more' if len(names) > 1 else ''}]" if names else ""
        typer.echo(f"{code}: {text}{where}")
    clean = sum(not one.findings for one in images)
    unjudged = f" {others} other files are no DICOM and were not judged." if others else ""
    typer.echo(f"{clean} of {len(images)} images leak nothing.{unjudged}")
