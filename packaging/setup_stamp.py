"""The stamp in ``.venv``: which Python made it, for which folder, and what has been installed into it."""

from __future__ import annotations

import hashlib
import json
import sys
import sysconfig
import tomllib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

LOCKS = {"run": "requirements.txt", "check": "requirements-check.txt"}
# A lock holds everything the ones named here hold, in the same versions.
INCLUDES = {"run": ("run",), "check": ("check", "run")}

NAME = "seedcryo-setup.json"


def origin(root: Path) -> dict[str, str]:
    """Say what a virtual environment is tied to: one build of Python, and the folder it stands in."""
    return {
        "python": sys.base_prefix,
        "abi": str(sysconfig.get_config_var("EXT_SUFFIX")),
        "folder": str(root),
    }


def fingerprint(root: Path, kind: str) -> str:
    """Return the hash over everything that decides what gets installed for ``kind``."""
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    tools = project.get("tool", {})
    parts = [
        (root / "packaging" / LOCKS[kind]).read_bytes(),
        (root / "seedcryo_reader" / "__init__.py").read_bytes(),
        json.dumps([project["build-system"], project["project"], tools.get("hatch")], sort_keys=True).encode(),
    ]
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


def read(venv: Path) -> dict[str, Any]:
    """Return the stamp; a missing or damaged one is an empty one."""
    try:
        stamp = json.loads((venv / NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def discard(venv: Path) -> None:
    """Remove the stamp, so that what is in ``venv`` counts for nothing."""
    (venv / NAME).unlink(missing_ok=True)


def write(venv: Path, origin: dict[str, str], installed: dict[str, str], *, busy: bool = False) -> None:
    """Replace the stamp in one step; ``busy`` marks that packages are just being changed."""
    stamp = {"origin": origin, "installed": installed, "busy": busy}
    draft = venv / f"{NAME}.new"
    draft.write_text(json.dumps(stamp, indent=1) + "\n", encoding="utf-8")
    draft.replace(venv / NAME)
