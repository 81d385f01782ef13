"""The ``study`` commands: make a study file, look at it, change its keys and protocols."""

import json as json_module
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from seedcryo_reader.app.days import parse_day, today
from seedcryo_reader.app.passwords import PasswordFd, existing_password, new_password
from seedcryo_reader.app.refusals import REFUSED
from seedcryo_reader.domain.errors import Refused

if TYPE_CHECKING:
    from seedcryo_reader.casefile.study.acts import Access

study_app = typer.Typer(help="Make and keep the study file that all trust starts in.", no_args_is_help=True)


def _study_name(path: Path) -> Path:
    return _ending(".seedstudy", path)


def _keys_name(path: Path | None) -> Path | None:
    return path if path is None else _ending(".seedkeys", path)


def _ending(ending: str, path: Path) -> Path:
    if path.suffix != ending:
        raise typer.BadParameter(f"The file name {path.name!r} must end in {ending}.")
    return path


StudyFile = Annotated[Path, typer.Argument(metavar="FILE.seedstudy", help="The study file.")]
KeyFile = Annotated[Path, typer.Option("--keys", metavar="FILE.seedkeys", help="The centre's key file.")]
ProtocolFiles = "A protocol file; its id is its folder and name (seed-cryo/0.1) unless given. Again for more."


@study_app.command()
def init(
    *,
    out: Annotated[
        Path,
        typer.Option(metavar="FILE.seedstudy", help="The study file to make.", callback=_study_name),
    ],
    study_id: Annotated[str, typer.Option("--id", help="Name of the study.")] = "SEED-CRYO",
    keys: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.seedkeys",
            help="The centre's key file to make; beside the study file by default.",
            callback=_keys_name,
        ),
    ] = None,
    recovery: Annotated[
        list[str] | None,
        typer.Option(metavar="age1…|FILE", help="Who can open what a lost password locks. Again for more."),
    ] = None,
    protocol: Annotated[list[str] | None, typer.Option(metavar="FILE.toml|ID=FILE", help=ProtocolFiles)] = None,
    password_fd: PasswordFd = None,
) -> None:
    """Make a study file and the centre's encrypted key file.

    Without --recovery also a recovery key file, under the same password. Exit codes: 0 done, 1 refused, 2 not done.
    """
    from seedcryo_reader.casefile.study.acts import make_study
    from seedcryo_reader.casefile.study.identities import all_recipients_from
    from seedcryo_reader.casefile.study.protocols import protocols_of

    key_file = keys or out.with_suffix(".seedkeys")
    recovery_file = None if recovery else out.with_suffix(".recovery.seedkeys")
    made = make_study(
        _access(out, key_file, password_fd, new=True),
        study_id,
        recovery=all_recipients_from(recovery or []),
        protocols=protocols_of(protocol or []),
        recovery_file=recovery_file,
        today=today(),
    )
    typer.echo(f"Study {made.study_id} is made.")
    typer.echo(f"  {out}: give it to every station. It holds no secret.")
    typer.echo(f"  {key_file}: the centre's keys. Keep it and a copy of it; who has it and its password can seal.")
    if recovery_file is not None:
        typer.echo(
            f"  {recovery_file}: will open a reader's vault whose password is lost, no sealed part. Move it to a safe."
        )
    if not made.protocols:
        typer.echo("It has no protocol yet; add one with study add-protocol before sealing.")
    typer.echo(f"Fingerprint: {made.root.fingerprint}")
    typer.echo("  Read it to everyone who makes a station from the study file, by voice.")


@study_app.command()
def show(
    file: StudyFile, json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False
) -> None:
    """Verify a study file and show what it says.

    Exit codes: 0 sound, 1 refused, 2 not done.
    """
    from seedcryo_reader.casefile.study.report import study_lines, study_report
    from seedcryo_reader.casefile.study.study_file import read_study

    day = today()
    if not json:
        study = read_study(file)
        for line in study_lines(study, day):
            typer.echo(line)
        return
    try:
        report = study_report(str(file), read_study(file), (), day)
    except Refused as refused:
        report = study_report(str(file), None, refused.findings, day)
    typer.echo(json_module.dumps(report, indent=1))
    raise typer.Exit(REFUSED if report["findings"] else 0)


@study_app.command()
def rotate_key(file: StudyFile, *, keys: KeyFile, password_fd: PasswordFd = None) -> None:
    """Make a new signing key, which seals from now on. The keys before it still count until they are revoked.

    Exit codes: 0 done, 1 refused, 2 not done.
    """
    from seedcryo_reader.casefile.study import acts

    study = acts.rotate_key(_access(file, keys, password_fd), today())
    typer.echo(f"Key {study.keys[-1].key_id} seals from now on. {file} is revision {study.revision}.")
    typer.echo(f"Send {file.name} to every station, and keep a copy of {keys.name}, which holds the new key.")


@study_app.command()
def revoke_key(
    file: StudyFile,
    key_id: Annotated[str, typer.Argument(metavar="KEY_ID", help="Id of the key, as study show lists it.")],
    *,
    keys: KeyFile,
    day: Annotated[
        date | None,
        typer.Option(
            "--from", metavar="DATE", parser=parse_day, help="First UTC day it no longer counts; today by default."
        ),
    ] = None,
    reason: Annotated[
        Literal["compromised", "retired", "lost"], typer.Option(help="Why it no longer counts.")
    ] = "retired",
    password_fd: PasswordFd = None,
) -> None:
    """Revoke a signing key: what it signed no longer counts when a station receives it on that day or later.

    The last key that is left to seal with is not revoked: make a new one first. Exit codes: 0 done, 1 refused, 2 not
    done.
    """
    from seedcryo_reader.casefile.study import acts
    from seedcryo_reader.casefile.study.model import Reason

    study = acts.revoke_key(_access(file, keys, password_fd), key_id, day or today(), Reason(reason))
    typer.echo(f"Key {key_id} is not taken on parts that arrive on {day or today()} or later ({reason}).")
    if study.sealing_key is not None:
        typer.echo(f"Key {study.sealing_key.key_id} seals. {file} is revision {study.revision}.")
    typer.echo(f"Send {file.name} to every station: until it has it, a station still takes the key.")
    if key_id == study.root_id:
        typer.echo("It is the study's first key: it seals no more, and it still signs the study file.")
        if reason == "compromised":
            typer.echo(
                "Who stole it can sign study files too. Make a new study and have everyone compare its fingerprint."
            )


@study_app.command()
def add_protocol(
    file: StudyFile,
    protocol: Annotated[list[str], typer.Argument(metavar="FILE.toml|ID=FILE", help=ProtocolFiles)],
    *,
    keys: KeyFile,
    password_fd: PasswordFd = None,
) -> None:
    """Add protocol files to a study. A changed protocol needs a new id.

    Exit codes: 0 done, 1 refused, 2 not done.
    """
    from seedcryo_reader.casefile.study import acts
    from seedcryo_reader.casefile.study.protocols import protocols_of

    study = acts.add_protocols(_access(file, keys, password_fd), protocols_of(protocol))
    for one in study.protocols:
        typer.echo(f"  {one.protocol_id}  SHA-256 {one.sha256}")
    typer.echo(f"{file} is revision {study.revision}. Send it to every station.")


@study_app.command()
def make_key(
    *,
    out: Annotated[
        Path,
        typer.Option(metavar="FILE.seedkeys", help="The key file to make.", callback=_keys_name),
    ],
    study: Annotated[
        Path | None, typer.Option(metavar="FILE.seedstudy", help="The study the account reads for.")
    ] = None,
    password_fd: PasswordFd = None,
) -> None:
    """Make a key pair for an account (a reader), which parts can be encrypted to; prints its recipient.

    Exit codes: 0 done, 1 refused, 2 not done.
    """
    from seedcryo_reader.casefile.study.acts import make_account_key
    from seedcryo_reader.casefile.study.study_file import read_study

    study_id = None if study is None else read_study(study).study_id
    recipient = make_account_key(out, study_id, partial(new_password, password_fd, out))
    typer.echo(recipient)
    typer.echo(f"Give this line to the coordinating centre. {out} stays with its owner, with a copy of it.", err=True)


def _access(study: Path, keys: Path, password_fd: int | None, *, new: bool = False) -> "Access":
    from seedcryo_reader.casefile.study.acts import Access

    return Access(study, keys, partial(new_password if new else existing_password, password_fd, keys))
