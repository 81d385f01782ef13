"""What ``case seal`` does: read what a person wrote, open the part before, seal, and say what was sealed."""

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

import typer

from seedcryo_reader.app.arguments import exists
from seedcryo_reader.app.passwords import existing_password
from seedcryo_reader.app.paths import deidentification
from seedcryo_reader.app.progress import progress_line
from seedcryo_reader.app.refusals import REFUSED, exit_code
from seedcryo_reader.casefile.leaks.rules import read_rules
from seedcryo_reader.casefile.part.opening import OpenedPart, Trust, open_part
from seedcryo_reader.casefile.part.orders import SeriesFile, TargetsFile, read_series, read_targets
from seedcryo_reader.casefile.part.report import sealed_lines, sealed_report
from seedcryo_reader.casefile.part.sealing import Centre, Order, Sealed, Sealer, Timepoint
from seedcryo_reader.casefile.study.identities import all_recipients_from
from seedcryo_reader.casefile.study.key_file import open_keys
from seedcryo_reader.casefile.study.model import Protocol, Study
from seedcryo_reader.casefile.study.protocols import protocols_of
from seedcryo_reader.casefile.study.study_file import read_study
from seedcryo_reader.domain.errors import EnvironmentFailure, Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.imaging.watch import Watch
from seedcryo_reader.imaging.workers.pool import WorkerPool


@dataclass(frozen=True)
class SealOrder:
    """The options of the command, as they were given."""

    study: Path
    keys: Path
    number: str | None
    protocol: str | None
    timepoint: str | None
    source: Path
    targets: Path | None
    series: Path | None
    after: Path | None
    supersedes: int | None
    received: date
    to: tuple[str, ...]
    out: Path


def seal_case(order: SealOrder, pool: WorkerPool, password_fd: int | None, *, as_json: bool) -> int:
    """Run the command; returns its exit code."""
    try:
        sealed = _sealed(order, pool, password_fd)
    except Refused as refused:
        if not as_json or exit_code(refused) != REFUSED:
            raise
        typer.echo(json.dumps(sealed_report(None, refused.findings), indent=1))
        return REFUSED
    if as_json:
        typer.echo(json.dumps(sealed_report(sealed, ()), indent=1))
    else:
        for line in sealed_lines(sealed):
            typer.echo(line)
    return 0


def _sealed(order: SealOrder, pool: WorkerPool, password_fd: int | None) -> Sealed:
    study = read_study(order.study)
    targets = read_targets(order.targets) if order.targets else TargetsFile((), {})
    series = read_series(order.series) if order.series else SeriesFile({}, {})
    recipients = all_recipients_from(order.to)
    if order.timepoint is not None and not exists(order.source):
        msg = f"{order.source} does not exist. Name the folder of the images, as in --timepoint TP0=DIR."
        raise EnvironmentFailure(msg)
    keys = open_keys(order.keys, partial(existing_password, password_fd, order.keys)())
    centre = Centre(study, keys, deidentification())
    with _previous(order, centre) as previous:
        case_number = order.number or (previous.contents.case_number if previous else "")
        protocol = _protocol(order.protocol, study) or (previous.contents.protocol if previous else None)
        assert protocol is not None  # noqa: S101 - the command asks for it where there is no part before
        sealer = Sealer(centre, Order(case_number, protocol, recipients, order.out), previous)
        if order.timepoint is None:
            return sealer.close(Watch(progress_line("Sealing")))
        timepoint = Timepoint(
            name=order.timepoint,
            source=order.source,
            labels=series.labels,
            pinned={**targets.pinned, **series.pinned},
            targets=targets.targets,
            supersedes=order.supersedes,
        )
        with tempfile.TemporaryDirectory(prefix="seedcryo-") as scratch:
            return sealer.seal(timepoint, pool, Path(scratch), Watch(progress_line("Sealing")))


@contextmanager
def _previous(order: SealOrder, centre: Centre) -> Iterator[OpenedPart | None]:
    if order.after is None:
        yield None
        return
    trust = Trust(centre.study, read_rules(centre.rules), order.received)
    watch = Watch(progress_line("Verifying the part before"))
    with open_part(order.after, trust, [centre.keys.identity], {}, watch=watch) as previous:
        yield previous


def _protocol(named: str | None, study: Study) -> Protocol | None:
    """The protocol of the study that is meant: by its id, or by its file."""
    if named is None:
        return None
    known = study.protocol(named)
    if known is not None:
        return known
    if not Path(named.rpartition("=")[2]).exists():
        ids = ", ".join(one.protocol_id for one in study.protocols) or "none yet"
        text = f"The study names no protocol {named!r}; it names {ids}. Add it with study add-protocol."
        raise Refused([Finding("unknown-protocol", text)])
    return protocols_of([named])[0]
