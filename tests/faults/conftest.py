"""Copies of a small station for each test, and the program's command line on them."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from casefile.part.ways import PASSWORD
from faults.world import READER, World, make_world
from support.command_line import run_line

BUG_WORDS = ("mistake of the program", "Traceback")


@dataclass
class Hands:
    """Commands on copies of a station; none of them may ever tell of a mistake of the program."""

    world: World
    folder: Path
    capfd: Any
    password: str = PASSWORD

    @property
    def shown(self) -> Path:
        return self.folder.with_suffix(".shown")

    def take(self, state: Path) -> None:
        """Begin again with a copy of a state; parts are links, for nothing may write to them."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.shown.unlink(missing_ok=True)
        shutil.copytree(state, self.folder, copy_function=_link_part)

    def run(self, *line: object, account: str | None = READER) -> tuple[int, str]:
        """Exit code, and all that was said."""
        words = [*line, "--station", self.folder, *(() if account is None else ("--account", account))]
        code, out, err = run_line(words, None if account is None else self.password, self.capfd)
        assert not any(word in err for word in BUG_WORDS), err
        return code, out + err

    def verify(self, account: str | None = READER) -> tuple[int, str]:
        return self.run("audit", "verify", account=account)

    def receive(self, *files: Path, account: str = READER) -> tuple[int, str]:
        return self.run("case", "receive", *files, account=account)

    def play(self, case: str = "C-0001", account: str = READER) -> tuple[int, str]:
        return self.run("read", "play", self.world.script(case), "--shown", self.shown, account=account)

    def first_acts(self, number: int, case: str) -> Path:
        """A script of the first acts of a case's script."""
        script = json.loads(self.world.script(case).read_bytes())
        file = self.folder.with_suffix(".json")
        file.write_text(json.dumps(script | {"acts": script["acts"][:number]}))
        return file

    def hashes(self) -> list[str]:
        """Hash of every event of the reader."""
        code, said = self.run("audit", "show", "--json")
        assert code == 0, said
        return [one["hash"] for one in json.loads(said)["events"]]

    def told(self) -> list[int]:
        """Numbers that the program said were saved."""
        return [int(one) for one in self.shown.read_text().split()] if self.shown.exists() else []

    def child(self, *line: object) -> subprocess.Popen[bytes]:
        """The command in a program of its own, for tests to kill."""
        arguments = [*map(str, line), "--station", str(self.folder), "--account", READER, "--password-fd", "0"]
        command = [sys.executable, "-P", "-m", "seedcryo_reader", *arguments]
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True
        )
        assert process.stdin is not None
        process.stdin.write(f"{self.password}\n".encode())
        process.stdin.close()
        return process


def finish(process: subprocess.Popen[bytes]) -> None:
    """Wait for a program that has to end well."""
    assert process.stdout is not None
    said = process.stdout.read()
    process.stdout.close()
    assert process.wait() == 0, said


def _link_part(source: str, target: str) -> None:
    if source.endswith(".seedcase"):
        os.link(source, target)
    else:
        shutil.copy2(source, target)


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return make_world(tmp_path_factory.mktemp("world"))


@pytest.fixture
def hands(world: World, tmp_path: Path, capfd: Any) -> Hands:
    """A station that has received nothing yet."""
    one = Hands(world, tmp_path / "st", capfd)
    one.take(world.empty)
    return one


@pytest.fixture(scope="session")
def received(world: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A station that has received both cases. Only copy it."""
    one = Hands(world, tmp_path_factory.mktemp("received") / "st", None)
    one.take(world.empty)
    finish(one.child("case", "receive", *world.parts()))
    return one.folder


@pytest.fixture(scope="session")
def begun(world: World, received: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A station with one signed read and one whose second timepoint is open. Only copy it."""
    one = Hands(world, tmp_path_factory.mktemp("begun") / "st", None)
    one.take(received)
    for script in (world.script("C-0001"), one.first_acts(10, "C-0002")):
        finish(one.child("read", "play", script, "--shown", one.shown))
    return one.folder
