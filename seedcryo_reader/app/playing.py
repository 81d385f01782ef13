"""What ``read play`` does: a scripted read, each saved act told to a file that survives any crash."""

import json
import os
from functools import cache, partial
from pathlib import Path
from typing import Final

import typer

from seedcryo_reader.app.passwords import existing_password
from seedcryo_reader.app.refusals import REFUSED
from seedcryo_reader.app.signing_in import refuse_other_roles, signed_in
from seedcryo_reader.domain.errors import EnvironmentFailure, Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.lifecycle import IllegalAct
from seedcryo_reader.reading.playing import Player, Waiting
from seedcryo_reader.reading.reading import Reading
from seedcryo_reader.reading.script import LARGEST, Script, read_script
from seedcryo_reader.storage.leaves import LeaveFiles

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
        reading = Reading(script.case_number, work.desk)
        reading.bring_images()
        leaves = LeaveFiles(file.parent, work.station.study, work.session.account.recipient, work.station.clock)
        player = Player(reading, work.images, password, leaves)
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


def _play(script: Script, reading: Reading, player: Player, log: ShownLog, *, as_json: bool) -> int:
    code, ended, number = 0, "", 0
    try:
        number = player.done(script)
        for act in script.acts[number:]:
            log.show(player.play(act).seq)
            number += 1
    except Waiting:
        if not reading.records:
            text = (
                f"No part of {script.case_number} was received for this account. Mind the number, or receive its parts."
            )
            raise Refused([Finding("no-part", text)]) from None
        code, ended = WAITS, "The case waits for its next part. Receive it and play the script again."
    except IllegalAct as illegal:
        code, ended = REFUSED, f"acts[{number}]: {illegal}"
    except Refused as refused:
        findings = [Finding(one.code, f"acts[{number}]: {one.text}", one.files) for one in refused.findings]
        raise Refused(findings) from refused
    state = reading.read.state
    if as_json:
        report = {"format": 1, "case": script.case_number, "state": state, "acts": len(script.acts), "done": number}
        typer.echo(json.dumps({**report, "ended": ended}, indent=1))
    else:
        typer.echo(f"{script.case_number}: {number} of {len(script.acts)} acts are done; the read is {state}.")
        if ended:
            typer.echo(ended, err=True)
    return code
