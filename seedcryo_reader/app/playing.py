"""What ``read play`` does: a scripted read, each saved act told to a file that survives any crash."""

import json
import os
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Final

import typer

from seedcryo_reader.app.leaves import leaves_of
from seedcryo_reader.app.passwords import existing_password
from seedcryo_reader.app.refusals import REFUSED, exit_code, say_findings
from seedcryo_reader.app.signing_in import refuse_other_roles, signed_in
from seedcryo_reader.app.worklist import refuse_closed
from seedcryo_reader.domain.errors import EnvironmentFailure, Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.lifecycle import IllegalAct
from seedcryo_reader.reading.playing import NotThisScript, Player, Waiting
from seedcryo_reader.reading.reading import Reading
from seedcryo_reader.reading.script import LARGEST, Script, read_script

WAITS: Final = 3
"""Exit code when the script goes on and the case waits for a part."""


class ShownLog:
    """The file that gets each sequence number once its event is told to be saved; every number is one write."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        except OSError as error:
            raise self._failure(error) from error

    def show(self, seq: int) -> None:
        """Append a number."""
        try:
            os.write(self._handle, f"{seq}\n".encode("ascii"))
        except OSError as error:
            raise self._failure(error) from error

    def close(self) -> None:
        """Close the file."""
        os.close(self._handle)

    def _failure(self, error: OSError) -> EnvironmentFailure:
        return EnvironmentFailure(f"{self._path} cannot be written: {error.strerror}. The read itself is saved.")


def play_script(station: Path, account: str, file: Path, shown: Path, password_fd: int | None, *, as_json: bool) -> int:
    """Run ``read play``; returns its exit code."""
    script = _script(file)
    password = cache(partial(existing_password, password_fd, f"account {account}"))
    with signed_in(station, account, password) as work:
        refuse_other_roles(work)
        refuse_closed(work, script.case_number)
        reading = Reading(script.case_number, work.desk)
        reading.bring_images()
        player = Player(reading, work.images, password, leaves_of(work, file.parent))
        log = ShownLog(shown)
        try:
            return _play(script, reading, player, log, as_json=as_json)
        finally:
            log.close()


def _script(file: Path) -> Script:
    try:
        with file.open("rb") as stream:
            data = stream.read(LARGEST + 1)
    except OSError as error:
        msg = f"{file} cannot be read: {error.strerror}."
        raise EnvironmentFailure(msg) from error
    return read_script(data, file.name)


@dataclass
class _Ending:
    """How a play ended: the exit code, why in words, and findings where something was refused."""

    code: int = 0
    text: str = ""
    findings: tuple[Finding, ...] = ()


def _play(script: Script, reading: Reading, player: Player, log: ShownLog, *, as_json: bool) -> int:
    ending, number = _Ending(), 0
    try:
        number = player.done(script)
        for act in script.acts[number:]:
            log.show(player.play(act).seq)
            number += 1
    except Waiting:
        ending = _waiting(script, reading)
    except NotThisScript as other:
        ending, number = _Ending(REFUSED, str(other)), len(reading.records)
    except IllegalAct as illegal:
        ending = _Ending(REFUSED, f"acts[{number}]: {illegal}")
    except Refused as refused:
        ending = _Ending(exit_code(refused), f"acts[{number}] was refused.", refused.findings)
    _tell(script, reading, number, ending, as_json=as_json)
    return ending.code


def _waiting(script: Script, reading: Reading) -> _Ending:
    if reading.records:
        return _Ending(WAITS, "The case waits for its next part. Receive it and play the script again.")
    text = f"No part of {script.case_number} was received for this account. Mind the number, or receive its parts."
    return _Ending(REFUSED, "acts[0] was refused.", (Finding("no-part", text),))


def _tell(script: Script, reading: Reading, number: int, ending: _Ending, *, as_json: bool) -> None:
    state = reading.read.state
    if as_json:
        report = {"format": 1, "case": script.case_number, "state": state, "acts": len(script.acts), "done": number}
        findings = [one.plain() for one in ending.findings]
        typer.echo(json.dumps({**report, "ended": ending.text, "findings": findings}, indent=1))
        return
    typer.echo(f"{script.case_number}: {number} of {len(script.acts)} acts are done; the read is {state}.")
    if ending.text:
        typer.echo(ending.text, err=True)
    say_findings(ending.findings)
