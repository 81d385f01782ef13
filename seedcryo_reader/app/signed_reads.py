"""What ``read export`` and ``read verify`` do: a signed read as a file, checked with a public key alone."""

import json
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

import typer

from seedcryo_reader.app.passwords import existing_password
from seedcryo_reader.app.refusals import REFUSED
from seedcryo_reader.app.signing_in import signed_in
from seedcryo_reader.casefile.study.writing import refuse_existing, write_new
from seedcryo_reader.domain.canonical import encode
from seedcryo_reader.domain.errors import EnvironmentFailure, Refused
from seedcryo_reader.domain.events import ReadSigned
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.reading.canonical_read import signed_document
from seedcryo_reader.storage.reads.signed_read import SignedRead, read_signed

PUBLIC_BYTES: Final = 32
LARGEST: Final = 256 << 20


@dataclass(frozen=True)
class Wanted:
    """The options of ``read export``."""

    station: Path
    account: str
    case_number: str
    version: int | None
    out: Path


def export_read(wanted: Wanted, password_fd: int | None) -> int:
    """Run ``read export``; returns its exit code."""
    refuse_existing(wanted.out)
    password = partial(existing_password, password_fd, f"account {wanted.account}")
    with signed_in(wanted.station, wanted.account, password) as work:
        records = tuple(work.log.records(wanted.case_number))
    signed = {one.event.version: k for k, one in enumerate(records) if isinstance(one.event, ReadSigned)}
    version = max(signed, default=0) if wanted.version is None else wanted.version
    if version not in signed:
        known = ", ".join(map(str, signed)) or "none"
        text = f"{wanted.case_number} has no such signed version; it has: {known}."
        raise Refused([Finding("not-signed", text)])
    write_new(wanted.out, encode(dict(signed_document(records[: signed[version] + 1]))), 0o600)
    typer.echo(f"{wanted.out}: {wanted.case_number}, version {version}, {signed[version]} events and the signature.")
    return 0


def verify_read(file: Path, public: str, *, as_json: bool) -> int:
    """Run ``read verify``; returns its exit code."""
    key = _public(public)
    try:
        data = file.read_bytes() if file.stat().st_size <= LARGEST else b""
    except OSError as error:
        msg = f"{file} cannot be read: {error.strerror}."
        raise EnvironmentFailure(msg) from error
    found: SignedRead | None = None
    findings: tuple[Finding, ...] = ()
    try:
        found = read_signed(data, key, file.name)
    except Refused as refused:
        if not as_json:
            raise
        findings = refused.findings
    if as_json:
        report = {"format": 1, "file": file.name, "sound": found is not None, "read": _report(found)}
        typer.echo(json.dumps({**report, "findings": [one.plain() for one in findings]}, indent=1))
    elif found is not None:
        typer.echo(f"{file.name}: {found.read.case_number}, version {found.signing.version}, as it was signed.")
        typer.echo(f"  Signed by {found.signing.name} at {found.signing.signed_at}: {found.signing.meaning}")
        typer.echo(f"  {len(found.records)} events, {len(found.read.timepoints)} timepoints.")
    return 0 if found is not None else REFUSED


def _public(text: str) -> bytes:
    try:
        key = bytes.fromhex(text)
    except ValueError:
        key = b""
    if len(key) != PUBLIC_BYTES:
        msg = "It is 64 hex digits, as station show lists it."
        raise typer.BadParameter(msg, param_hint="--public")
    return key


def _report(found: SignedRead | None) -> dict[str, object] | None:
    if found is None:
        return None
    return {
        "case": found.read.case_number,
        "version": found.signing.version,
        "name": found.signing.name,
        "meaning": found.signing.meaning,
        "signed_at": found.signing.signed_at,
        "events": len(found.records),
        "timepoints": [one.name for one in found.read.timepoints],
    }
