"""Make or refresh ``.venv``: what both commands do before their own work.

When nothing changed since the last time, nothing is done: a stamp inside ``.venv`` tells. The stamp says
"busy" while packages are being changed, so a set-up that was killed is recognised and started afresh.
"""

from __future__ import annotations

import json
import os
import platform
import re
import shutil
import sys
import time
from typing import TYPE_CHECKING, NoReturn

import child
import setup_stamp
import system_packages
import virtual_env
from setup_lock import alone
from virtual_env import SetupError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

VENV = child.ROOT / ".venv"
LOCK_FILE = "seedcryo-setup.lock"

# pip and its companions come with the environment itself, not from a lock.
NOT_OURS = {"pip", "setuptools", "wheel", "seedcryo-reader"}

# Apart from what the program and the checks return themselves.
SET_UP_FAILED = 3
INTERRUPTED = 130

NOT_INSTALLED = """\
The dependencies could not be installed; pip says why above. The usual reasons:
- no connection, or a proxy or certificate that pip has not been told of: put that right (pip config), then run the
  same command again; what has been downloaded is not downloaded twice
- with a connection, "No matching distribution found": nobody has built that package for this Python or this system;
  use another Python, 3.11 or newer
- "do not match the hashes": that file is not the one this program was tested with; do not use it"""


def prepare(kind: str, root: Path = child.ROOT, venv: Path = VENV) -> Path:
    """Make ``venv`` ready for ``kind`` ("run" or "check") and return its interpreter."""
    started = time.monotonic()
    system_packages.ensure_display(virtual=kind == "check")
    with alone(venv / LOCK_FILE):
        _remake_if_unsound(root, venv)
        _install_if_outdated(kind, root, venv)
    print(f"Set-up is complete ({time.monotonic() - started:.1f} s).", flush=True)
    return virtual_env.python_of(venv)


def run_and_exit(command: Callable[[], int]) -> NoReturn:
    """Run one of the commands, turning what a user can do something about into plain sentences."""
    try:
        _restart_if_lost()
        sys.exit(command())
    except SetupError as problem:
        print(f"\n{problem}", file=sys.stderr)
    except OSError as problem:
        print(f"\nThe set-up failed: {problem}", file=sys.stderr)
        print("Is this folder yours to write in, and is there space on the disk?", file=sys.stderr)
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    sys.exit(SET_UP_FAILED)


def _restart_if_lost() -> None:
    """Start again by full path: with no PATH at all, Python cannot tell where it is installed."""
    if sys.executable:
        return
    itself = shutil.which(f"python{sys.version_info.major}.{sys.version_info.minor}", path=os.defpath)
    if itself is None:
        raise SetupError("Python cannot tell where it is installed. Start it by its full path.")
    sys.exit(child.run([itself, *sys.orig_argv[1:]]))


def _remake_if_unsound(root: Path, venv: Path) -> None:
    stamp = setup_stamp.read(venv)
    origin = setup_stamp.origin(root)
    if stamp.get("origin") == origin and not stamp.get("busy") and virtual_env.python_of(venv).exists():
        return
    print(f"Making {venv} with Python {platform.python_version()}.", flush=True)
    setup_stamp.discard(venv)
    virtual_env.make(venv, keep=LOCK_FILE)
    setup_stamp.write(venv, origin, installed={})


def _install_if_outdated(kind: str, root: Path, venv: Path) -> None:
    wanted = {each: setup_stamp.fingerprint(root, each) for each in setup_stamp.INCLUDES[kind]}
    origin = setup_stamp.origin(root)
    installed = setup_stamp.read(venv)["installed"]
    if installed.get(kind) == wanted[kind]:
        return
    pip = virtual_env.pip_for(venv)
    setup_stamp.write(venv, origin, installed={}, busy=True)
    _install_locked(pip, root / "packaging" / setup_stamp.LOCKS[kind])
    _remove_dropped(pip, root)
    setup_stamp.write(venv, origin, installed={})
    _install_itself(pip, root)
    setup_stamp.write(venv, origin, installed=wanted)


def _install_locked(pip: list[str], lock: Path) -> None:
    print(f"Installing what {lock.name} lists (the first time this downloads some 300 MB).", flush=True)
    # A person wants to see that a long download moves; a log wants one line.
    loudness = [] if sys.stdout.isatty() else ["--quiet"]
    # Sources are never built: that would fetch build tools which nobody pinned.
    locked = ["--require-hashes", "--no-deps", "--only-binary", ":all:", "--no-input", "-r", str(lock)]
    if child.run([*pip, "install", *loudness, *locked]) != 0:
        raise SetupError(NOT_INSTALLED)


def _install_itself(pip: list[str], root: Path) -> None:
    print("Installing the program itself.", flush=True)
    itself = ["--quiet", "--no-index", "--no-deps", "--no-build-isolation", "-e", "."]
    if child.run([*pip, "install", *itself], cwd=root) != 0:
        raise SetupError("The program itself could not be installed; pip says why above.")


def _remove_dropped(pip: list[str], root: Path) -> None:
    """Uninstall what no lock lists any more, so that nothing can lean on it unnoticed."""
    code, listing = child.run_quietly([*pip, "list", "--format", "json"])
    if code != 0:
        raise SetupError(f"pip could not list what is installed:\n{listing}")
    installed = {_canonical(entry["name"]) for entry in json.loads(_json_line(listing))}
    dropped = sorted(installed - _locked_names(root) - NOT_OURS)
    if dropped and child.run([*pip, "uninstall", "--quiet", "-y", *dropped]) != 0:
        raise SetupError(f"Could not uninstall {', '.join(dropped)}; pip says why above.")


def _json_line(said: str) -> str:
    """Pick the answer out of what pip said: warnings may stand around it."""
    return next(line for line in said.splitlines() if line.startswith('[{"'))


def _locked_names(root: Path) -> set[str]:
    locks = (root / "packaging").glob("requirements*.txt")
    return {
        _canonical(name)
        for lock in locks
        for name in re.findall(r"^([\w.-]+)==", lock.read_text(encoding="utf-8"), re.MULTILINE)
    }


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
