"""Playing a reader's script through the acts of the screens, on with where it was cut off."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from seedcryo_reader.reading.playing import Player
from seedcryo_reader.reading.ports import Images
from seedcryo_reader.reading.reading import Desk, Reading
from seedcryo_reader.reading.script import Script, read_script


def script_from(written: Mapping[str, Any]) -> Script:
    """A script as `script_for` writes it, checked as one that comes from a file.

    Raises
    ------
    Refused
        It is none.
    """
    return read_script(json.dumps(written).encode("ascii"), f"{written['case']}.json")


def play(script: Script, desk: Desk, images: Images, password: Callable[[], str], locks: int | None = None) -> None:
    """Do what a script says and the log does not hold yet.

    Parameters
    ----------
    locks : int, optional
        Stop after so many timepoints were locked, with the rest left to do.

    Raises
    ------
    NotThisScript
        Somebody else read in this case meanwhile.
    Waiting
        A part was not received yet.
    IllegalAct, Refused, EnvironmentFailure
        As for `Player`.
    """
    reading = Reading(script.case_number, desk)
    reading.bring_images()
    player = Player(reading, images, password)
    for act in script.acts[player.done(script) :]:
        if locks is not None and reading.read.active is None and len(reading.read.timepoints) >= locks:
            return
        player.play(act)
