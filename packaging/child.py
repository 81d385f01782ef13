"""Start other programs in surroundings that cannot lead Python or pip astray."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# Each of these makes Python import, or pip install, from or to some other place than the one meant here.
# Variables that say how to reach an index (proxy, certificate, mirror) stay: only this machine can know them.
MISLEADING = (
    "PIP_CONSTRAINT",
    "PIP_PREFIX",
    "PIP_REQUIREMENT",
    "PIP_ROOT",
    "PIP_TARGET",
    "PYTHONHOME",
    "PYTHONPATH",
    "PYTHONSTARTUP",
)


def environment() -> dict[str, str]:
    """Return this process's environment without what misleads Python and pip."""
    kept = {name: value for name, value in os.environ.items() if name not in MISLEADING}
    kept.setdefault("PATH", os.defpath)
    # A pip.conf may say "user = true", which a virtual environment refuses; the variable outranks the file.
    return kept | {"PIP_USER": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}


def run(command: list[str], cwd: Path | None = None) -> int:
    """Run a command with its output in plain sight and return its exit code as a shell would.

    It shares the set-up's lock, if that is held: a pip that outlives a killed set-up keeps the next one waiting.
    """
    code = subprocess.run(command, cwd=cwd, env=environment(), close_fds=False, check=False).returncode
    return code if code >= 0 else 128 - code


def run_quietly(command: list[str], env: dict[str, str] | None = None) -> tuple[int, str]:
    """Run a command and return its exit code and everything it said."""
    try:
        done = subprocess.run(
            command,
            env=env or environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
    except FileNotFoundError as missing:
        return 127, str(missing)
    return done.returncode, done.stdout
