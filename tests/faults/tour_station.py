"""A station on which the tour is killed: its tour as a program, its disk and its log."""

import json
import os
import selectors
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from support.command_line import run_line

from seedcryo_reader.app.demo_station import PASSWORD, READER, Demo
from seedcryo_reader.app.signing_in import AtWork, open_station, seated
from seedcryo_reader.demo.phantom import build_study
from seedcryo_reader.demo.tour.expected import Truth
from seedcryo_reader.domain.read import Read
from seedcryo_reader.imaging.workers.pool import WorkerPool
from seedcryo_reader.reading.reading import Reading
from seedcryo_reader.storage.reads.display import VaultDisplay
from seedcryo_reader.viewing.kept import Kept, from_text

CASE = "C-0006"
TIMEPOINTS = 2
"""Of the case; the closing part comes after them."""

TESTS = Path(__file__).resolve().parents[1]
LINE_S = 120
"""How long a step of the tour may take on a busy machine."""


def make_case(folder: Path, built: Path) -> Demo:
    """The case with its parts, and a station that received nothing; cut short, so that many tours can be killed.

    Where `built` is a folder with the images of the case and their truth, they are taken from there.
    """
    told = folder / "truth.json"
    if built.exists():
        shutil.copytree(built / CASE, folder / CASE, copy_function=os.link)
        shutil.copy(built / told.name, told)
    else:
        build_study(folder, cases=[CASE])
    truth = json.loads(told.read_text("utf-8"))
    truth["cases"][0]["timepoints"] = truth["cases"][0]["timepoints"][:TIMEPOINTS]
    told.write_text(json.dumps(truth), "utf-8")
    demo = Demo(folder)
    demo.make(lambda _done, _total: None)
    return demo


def truth_of(demo: Demo) -> Truth:
    told: dict[str, Any] = json.loads((demo.directory / "truth.json").read_text("utf-8"))
    return Truth(told["cases"][0])


class TourChild:
    """A tour in a program of its own, with everything that it starts."""

    def __init__(self, station: Path, demo: Demo, work: Path, *how: str) -> None:
        for name in ("out", "tmp"):
            (work / name).mkdir(parents=True)
        self.scratch = work / "tmp"
        self._errors = work / "errors"
        script = Path(__file__).with_name("tour_child.py")
        arguments = (script, station, work / "out", demo.directory, *how)
        own = {"PYTHONPATH": str(TESTS), "TMPDIR": str(self.scratch), "QT_QPA_PLATFORM": "offscreen"}
        with self._errors.open("wb") as errors:
            self._process = subprocess.Popen(
                [sys.executable, "-P", *map(str, arguments)],
                stdout=subprocess.PIPE,
                stderr=errors,
                env=os.environ | own,
                start_new_session=True,
            )
        self._said = b""

    def wait_for_steps(self, number: int) -> None:
        """Wait until so many steps were told."""
        while len(self.steps) < number:
            assert self._reads_on(), self._all_said()

    def _reads_on(self) -> bool:
        """Read what it says next; false once it is over."""
        assert self._process.stdout is not None
        with selectors.DefaultSelector() as selector:
            selector.register(self._process.stdout, selectors.EVENT_READ)
            assert selector.select(LINE_S), f"Nothing came in {LINE_S} s.\n{self._all_said()}"
        data = os.read(self._process.stdout.fileno(), 4096)
        self._said += data
        return bool(data)

    def kill(self, after_s: float) -> None:
        """Kill it and all that it started, a moment from now."""
        try:
            self._process.wait(after_s)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
        self._end()

    def finish(self) -> tuple[int, str]:
        """Exit code of the whole, and everything that it said."""
        while self._reads_on():
            pass
        return self._end(), self._all_said()

    @property
    def steps(self) -> list[str]:
        """What it told as seen, in order; a line that was cut is none."""
        return self._said.decode().split("\n")[:-1]

    def _all_said(self) -> str:
        return self._said.decode() + self._errors.read_text("utf-8")

    def _end(self) -> int:
        assert self._process.stdout is not None
        self._said += self._process.stdout.read()
        self._process.stdout.close()
        code = self._process.wait()
        assert "Traceback" not in self._all_said(), self._all_said()
        return code


@dataclass(frozen=True)
class Found:
    """What lay on the disk before anybody signed in again."""

    opened: frozenset[str]
    is_half_decoded: bool
    scratch: tuple[str, ...]


def found_on_disk(station: Path, scratch: Path) -> Found:
    """Timepoints with decoded images, whether something was being decoded, and what lay outside the station."""
    own = station / "opened" / READER
    hidden = [one for folder in own.glob(".*") for one in folder.rglob("*") if one.is_file() and one.stat().st_size]
    files = (one for one in scratch.rglob("*") if one.is_file())
    return Found(
        frozenset(one.name for one in own.glob(f"{CASE}/*")),
        bool(hidden),
        tuple(str(one.relative_to(scratch)) for one in files),
    )


@contextmanager
def at_work(station: Path) -> Iterator[AtWork]:
    with open_station(station) as one, WorkerPool(slots=1) as pool, seated(one, READER, PASSWORD, pool) as work:
        yield work


def told_by(station: Path) -> tuple[Read, int, Kept | None]:
    """The read, how many records it has, and how it lay on the screen."""
    with at_work(station) as work:
        reading = Reading(CASE, work.desk)
        text = VaultDisplay(lambda: work.session.vault.database).kept(CASE)
        return reading.read, len(reading.records), None if text is None else from_text(text)


def verify(station: Path, capfd: Any) -> None:
    """The whole station, by the program's own command."""
    code, out, err = run_line(("audit", "verify", "--station", station, "--account", READER), PASSWORD, capfd)
    assert code == 0, out + err
