"""What the ``protocol`` commands do."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import typer

from seedcryo_reader.app.refusals import NOT_DONE, REFUSED, say_findings, shown
from seedcryo_reader.app.shipped_protocols import protocol_at, released_otherwise
from seedcryo_reader.criteria.explaining.comparing import Difference, differences
from seedcryo_reader.criteria.explaining.document import Audience, explanation
from seedcryo_reader.criteria.explaining.options import plain, written
from seedcryo_reader.criteria.explaining.unchanged import unchanged
from seedcryo_reader.criteria.explaining.words import code, counted, quoted, table
from seedcryo_reader.criteria.protocol.findings import spelled
from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.criteria.protocol.schema import schema
from seedcryo_reader.domain.errors import EnvironmentFailure, Refused


def check_files(files: Sequence[Path], *, as_json: bool) -> int:
    """Run ``protocol check``; returns its exit code, the worst of all files."""
    worst, reports = 0, []
    for file in _each(files):
        exit_code, report = _checked(file, quiet=as_json)
        worst = max(worst, exit_code)
        reports.append(report)
    if as_json:
        _print_json({"format": 1, "files": reports})
    return worst


def _each(files: Sequence[Path]) -> Iterator[Path]:
    """The files; of a folder those in it. One without any is left as it is, and cannot be read."""
    for file in files:
        yield from sorted(file.glob("*.toml")) or [file]


def _checked(file: Path, *, quiet: bool) -> tuple[int, dict[str, Any]]:
    report: dict[str, Any] = {"file": str(file), "id": None, "status": None, "sha256": None, "findings": []}
    try:
        protocol = protocol_at(file)
        if found := released_otherwise(protocol, file):
            raise Refused(found)
    except Refused as refused:
        if not quiet:
            say_findings(refused.findings)
        return REFUSED, {**report, "findings": [{"code": one.code, "text": one.text} for one in refused.findings]}
    except EnvironmentFailure as failure:
        typer.echo(shown(f"seedcryo-reader: {failure}"), err=True)
        return NOT_DONE, {**report, "findings": [{"code": "unreadable", "text": str(failure)}]}
    if not quiet:
        typer.echo(f"{_named(protocol)}: no problems; SHA-256 {protocol.sha256}")
    return 0, {**report, **_identity(protocol)}


def _named(protocol: Protocol) -> str:
    return f"{protocol.protocol_id}, {protocol.identity.status}"


def _identity(protocol: Protocol) -> dict[str, str]:
    return {"id": protocol.protocol_id, "status": protocol.identity.status, "sha256": protocol.sha256}


def print_schema() -> None:
    """Run ``protocol schema``."""
    _print_json(schema())


def explain_file(file: Path, only: Audience | None, *, appendix: bool) -> None:
    """Run ``protocol explain``.

    Raises
    ------
    Refused
        The file has problems.
    EnvironmentFailure
        It cannot be read.
    """
    _print_document(explanation(protocol_at(file), only, appendix=appendix))


def compare_files(old_file: Path, new_file: Path, *, as_json: bool) -> int:
    """Run ``protocol diff``; returns its exit code.

    Raises
    ------
    EnvironmentFailure
        A file cannot be read.
    """
    try:
        old, new = protocol_at(old_file), protocol_at(new_file)
    except Refused as refused:  # 1 is for files that could be compared, and differ
        say_findings(refused.findings)
        return NOT_DONE
    found = list(differences(old, new))
    if as_json:
        _print_json(
            {
                "format": 1,
                "old": {"file": str(old_file), **_identity(old)},
                "new": {"file": str(new_file), **_identity(new)},
                "same_file": old.sha256 == new.sha256,
                "same_meaning": not found,
                "differences": [_reported(one, old, new) for one in found],
            }
        )
    else:
        _print_document("".join(f"{line}\n" for line in _told(old, new, found)))
    return 1 if found else 0


def _reported(one: Difference, old: Protocol, new: Protocol) -> dict[str, Any]:
    return {
        "option": spelled(one.path),
        "old": plain(one.old),
        "new": plain(one.new),
        "together": [spelled(path) for path in one.together],
        "removed": list(one.removed),
        "added": list(one.added),
        "unchanged": [{"what": what, "text": text} for what, text in unchanged(one, old, new)],
    }


def _told(old: Protocol, new: Protocol, found: Sequence[Difference]) -> Iterator[str]:
    if old.sha256 == new.sha256:
        yield f"{_named(old)}: the same file twice; SHA-256 {old.sha256}"
    elif not found:
        yield f"{_named(old)}: both files mean the same. Only comments, order or spelling differ."
        yield f"SHA-256 {old.sha256} and {new.sha256}"
    else:
        yield f"{_named(old)} → {_named(new)}: {counted(len(found), 'option differs', 'options differ')}."
        if old.protocol_id == new.protocol_id:
            yield f"Both are called {new.protocol_id} and do not mean the same: give one of them a new id and version."
        yield ""
        yield from table(
            ("Option", "Old", "New"),
            ((code(spelled(one.path)), code(written(one.old)), code(written(one.new))) for one in found),
        )
        for together in dict.fromkeys(one.together for one in found):
            yield from _sentences([one for one in found if one.together == together], old, new)


def _sentences(together: Sequence[Difference], old: Protocol, new: Protocol) -> Iterator[str]:
    """What options change in the explanation, as programs that compare texts show it, and what stayed beside them."""
    first = together[0]
    yield f"### {', '.join(code(spelled(one.path)) for one in together)}"
    yield ""
    yield "```diff"
    yield from (f"- {line}" for line in first.removed)
    yield from (f"+ {line}" for line in first.added)
    yield "```"
    yield ""
    for what, text in dict.fromkeys(said for one in together for said in unchanged(one, old, new)):
        yield f"Its {what} did not change: {quoted(text)}"
        yield ""


def _print_document(text: str) -> None:
    """Print in UTF-8 whatever the terminal is set to: a "≥" that became a "?" would be another rule."""
    typer.echo(text.encode("utf-8"), nl=False)


def _print_json(report: object) -> None:
    typer.echo(json.dumps(report, indent=1))
