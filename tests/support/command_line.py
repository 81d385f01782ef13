"""Run the program's command line in this process."""

import os
from collections.abc import Sequence
from typing import Any

from seedcryo_reader.app.commands import run


def run_line(line: Sequence[object], password: str | None, capfd: Any) -> tuple[int, str, str]:
    """Run a command, with a password on a pipe where one is given; returns exit code, output and errors."""
    arguments = [*map(str, line)]
    if password is None:
        return run(arguments), *capfd.readouterr()
    reading, writing = os.pipe()
    os.write(writing, f"{password}\n".encode())
    os.close(writing)
    try:
        return run([*arguments, "--password-fd", str(reading)]), *capfd.readouterr()
    finally:
        os.close(reading)
