"""The virtual environment: making it, with or without ensurepip, and the pip that fills it."""

from __future__ import annotations

import importlib
import importlib.util
import re
import shutil
import sys
from typing import TYPE_CHECKING

import child
import system_packages

if TYPE_CHECKING:
    from pathlib import Path


NO_PIP_AT_ALL = """\
{python} has neither ensurepip nor pip, so it can make no virtual environment.
Install pip for it, or use another Python 3.11 or newer, then run the same command again."""


class SetupError(Exception):
    """The set-up cannot go on; the text says what the user can do."""


def python_of(venv: Path) -> Path:
    """Return where the interpreter of a virtual environment is."""
    return venv / "Scripts" / "python.exe" if sys.platform == "win32" else venv / "bin" / "python"


def base_python() -> str:
    """Return the interpreter outside any virtual environment: the one in use may be about to be remade."""
    return str(getattr(sys, "_base_executable", "") or sys.executable)


def make(venv: Path, keep: str) -> None:
    """Make the virtual environment anew, leaving alone only the entry named ``keep``."""
    _clear(venv, keep)
    problem = "" if _has("ensurepip") else _install_ensurepip()
    if _has("venv", "ensurepip"):
        _create(venv)
    elif _has("venv") and _system_pip():
        _create(venv, "--without-pip")
    else:
        raise SetupError(problem)


def pip_for(venv: Path) -> list[str]:
    """Return the command that is pip for this virtual environment: its own, or the system's pointed at it."""
    inside = str(python_of(venv))
    if child.run_quietly([inside, "-P", "-m", "pip", "--version"])[0] == 0:
        return [inside, "-P", "-m", "pip"]
    if _system_pip():
        return [base_python(), "-P", "-m", "pip", "--python", inside]
    raise SetupError(f"There is no pip in {venv}. Delete that folder and run the same command again.")


def _clear(venv: Path, keep: str) -> None:
    for entry in venv.iterdir():
        if entry.name == keep:
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()


def _create(venv: Path, *options: str) -> None:
    code, said = child.run_quietly([base_python(), "-I", "-m", "venv", *options, str(venv)])
    if code != 0:
        raise SetupError(f"Could not make {venv}:\n{said.strip()}")


def _has(*modules: str) -> bool:
    return all(importlib.util.find_spec(module) for module in modules)


def _system_pip() -> bool:
    """Tell whether the base Python has a pip that can work on another environment (22.3 and newer)."""
    code, said = child.run_quietly([base_python(), "-P", "-m", "pip", "--version"])
    version = re.match(r"pip (\d+)\.(\d+)", said)
    return code == 0 and version is not None and (int(version[1]), int(version[2])) >= (22, 3)


def _install_ensurepip() -> str:
    """Install what Debian leaves out of Python; return what to tell the user where that may not be done."""
    # A Python that somebody built themselves, apt-get cannot complete.
    if not system_packages.available() or sys.base_prefix != "/usr":
        return NO_PIP_AT_ALL.format(python=base_python())
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    problem = system_packages.install([package])
    importlib.invalidate_caches()
    command = system_packages.by_hand([package])
    return f"{package} is missing; {problem}.\nInstall it, then run the same command again:\n  {command}"
