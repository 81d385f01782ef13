"""The ``case`` commands: seal a timepoint, verify a part, receive it at a station, look for leaks."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from seedcryo_reader.app.days import parse_day, today
from seedcryo_reader.app.options import HERE, Account, AsJson, StationFolder
from seedcryo_reader.app.passwords import PasswordFd
from seedcryo_reader.domain.case import is_case_number, is_timepoint

case_app = typer.Typer(
    help="Seal cases for blinded reading, verify and receive them, and look for leaks.", no_args_is_help=True
)

StudyFile = Annotated[Path, typer.Option("--study", metavar="FILE.seedstudy", help="The study file.")]


@case_app.command()
def seal(
    *,
    study: StudyFile,
    coordinator: Annotated[Path, typer.Option(metavar="FILE.seedkeys", help="The centre's key file.")],
    out: Annotated[Path, typer.Option(metavar="DIR", help="Folder for the sealed part.")],
    to: Annotated[
        list[str], typer.Option(metavar="KEY", help="An account's age1… key, or a file with it. Again for more.")
    ],
    more: Annotated[list[str] | None, typer.Argument(metavar="[KEY]...", help="More keys for --to.")] = None,
    number: Annotated[str | None, typer.Option(metavar="C-0001", help="Case number; with --after it is known.")] = None,
    protocol: Annotated[
        str | None,
        typer.Option(metavar="ID|FILE.toml", help="Protocol the case is read by; with --after it is known."),
    ] = None,
    timepoint: Annotated[
        list[str] | None, typer.Option(metavar="TP0=DIR", help="Timepoint, and where its images are. One at a time.")
    ] = None,
    targets: Annotated[
        Path | None, typer.Option(metavar="FILE.json", help="The prespecified targets; for TP0.")
    ] = None,
    series: Annotated[
        Path | None,
        typer.Option(metavar="FILE.json", help="Which series are sealed, under which labels, pinned to which targets."),
    ] = None,
    after: Annotated[
        Path | None, typer.Option(metavar="FILE.seedcase", help="The part before this one; for all but the first.")
    ] = None,
    supersedes: Annotated[
        int | None, typer.Option(metavar="N", min=0, help="Number of the part that this one replaces.")
    ] = None,
    received: Annotated[
        date | None,
        typer.Option(metavar="DATE", parser=parse_day, help="UTC day the part before was received; today by default."),
    ] = None,
    close: Annotated[bool, typer.Option("--close", help="Seal the closing part: no more will come.")] = False,
    json: AsJson = False,
    password_fd: PasswordFd = None,
) -> None:
    """Mask, check, sign and encrypt a timepoint of a case for the accounts it is assigned to.

    Exit codes: 0 sealed, 1 refused and nothing written, 2 not done.
    """
    if timepoint is not None and len(timepoint) > 1:
        raise typer.BadParameter(
            "Seal one timepoint at a time: the next one comes --after it.", param_hint="--timepoint"
        )
    if number is not None and not is_case_number(number):
        raise typer.BadParameter(f"{number!r} is no case number: it is C- and four digits.", param_hint="--number")
    if close == (timepoint is not None):
        raise typer.BadParameter("Give either --timepoint TP0=DIR or --close.", param_hint="--timepoint")
    if close and (targets or series or supersedes is not None):
        raise typer.BadParameter("A closing part has no targets, series or part it replaces.", param_hint="--close")
    if after is None and number is None:
        raise typer.BadParameter("Give the case number with --number.", param_hint="--number")
    if after is None and protocol is None:
        raise typer.BadParameter("Give the protocol with --protocol.", param_hint="--protocol")
    name, equals, source = (timepoint[0] if timepoint else "").partition("=")
    if timepoint and not (equals and is_timepoint(name) and source):
        raise typer.BadParameter("It is written TP0=DIR, with TP0 to TP99.", param_hint="--timepoint")
    from seedcryo_reader.casefile.part import TASKS
    from seedcryo_reader.imaging.workers.pool import WorkerPool

    with WorkerPool(tasks=TASKS) as pool:
        if timepoint:  # workers load their libraries while this process loads its own and asks for the password
            pool.start()
        from seedcryo_reader.app.sealing import SealOrder, seal_case

        order = SealOrder(
            study=study,
            keys=coordinator,
            number=number,
            protocol=protocol,
            timepoint=name or None,
            source=Path(source),
            targets=targets,
            series=series,
            after=after,
            supersedes=supersedes,
            received=received or today(),
            to=(*to, *(more or ())),
            out=out,
        )
        raise typer.Exit(seal_case(order, pool, password_fd, as_json=json))


@case_app.command()
def verify(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A sealed part, or the decrypted archive of one.")],
    *,
    study: StudyFile,
    key: Annotated[
        Path | None, typer.Option(metavar="FILE", help="A key file, or an identity file as age-keygen writes it.")
    ] = None,
    after: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The part before; looked for beside FILE when not given."),
    ] = None,
    received: Annotated[
        date | None,
        typer.Option(metavar="DATE", parser=parse_day, help="UTC day the part was received; today by default."),
    ] = None,
    json: AsJson = False,
    password_fd: PasswordFd = None,
) -> None:
    """Verify everything about a part: signature, hashes, structure, chain, masking.

    Exit codes: 0 sound, 1 refused, 2 not done.
    """
    from seedcryo_reader.app.verifying import VerifyOrder, verify_part

    order = VerifyOrder(file, study, key, after, received or today())
    raise typer.Exit(verify_part(order, password_fd, as_json=json))


@case_app.command()
def receive(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Sealed parts, or folders of them.")],
    *,
    station: StationFolder = HERE,
    account: Account,
    json: AsJson = False,
    password_fd: PasswordFd = None,
) -> None:
    """Receive sealed parts at a station, for an account that they are for: copied, verified, not yet opened.

    Exit codes: 0 all are there, 1 some were refused, 2 not done.
    """
    from seedcryo_reader.app.receiving import receive_parts

    raise typer.Exit(receive_parts(station, account, files, password_fd, as_json=json))


@case_app.command()
def allow(
    *,
    study: StudyFile,
    coordinator: Annotated[Path, typer.Option(metavar="FILE.seedkeys", help="The centre's key file.")],
    to: Annotated[str, typer.Option(metavar="KEY", help="The reader's age1… key, or a file with it.")],
    number: Annotated[str, typer.Option(metavar="C-0001", help="The case.")],
    timepoint: Annotated[str, typer.Option(metavar="TP1", help="The timepoint that is read again.")],
    reason: Annotated[str, typer.Option(metavar="TEXT", help="Why; it stands in the reader's log.")],
    out: Annotated[Path, typer.Option(metavar="FILE.seedleave", help="The file to write.")],
    and_later: Annotated[
        bool, typer.Option("--and-later", help="Read the later timepoints again too, not only reconfirm them.")
    ] = False,
    version: Annotated[
        int | None, typer.Option(metavar="N", min=2, help="The read is signed: begin its version N.")
    ] = None,
    password_fd: PasswordFd = None,
) -> None:
    """Allow one reader to read a locked timepoint again, or to begin a new version of a signed read.

    Exit codes: 0 written, 1 refused, 2 not done.
    """
    from seedcryo_reader.app.leaves import Wanted, allow_again

    wanted = Wanted(study, coordinator, to, number, timepoint, and_later, version, reason, out)
    raise typer.Exit(allow_again(wanted, password_fd))


@case_app.command()
def leaks(
    path: Annotated[Path, typer.Argument(metavar="FILE-OR-DIR", help="A DICOM file, or a folder of them.")],
    json: AsJson = False,
) -> None:
    """Look for anything in DICOM files that could tell who the patient is, when it was, or which arm.

    Exit codes: 0 nothing found, 1 something found, 2 not done.
    """
    from seedcryo_reader.app.leaks import report_leaks

    raise typer.Exit(report_leaks(path, as_json=json))
