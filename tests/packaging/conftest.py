"""The launchers are scripts beside one another, not a package: their folder goes to the end of the path."""

import os
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

sys.path.append(str(ROOT / "packaging"))


@pytest.fixture(scope="session")
def root() -> Path:
    """Return the folder that holds pyproject.toml."""
    return ROOT


@pytest.fixture(scope="session")
def source_files() -> list[str]:
    """List every file of the source tree, relative to the root, committed or about to be."""
    return _git("ls-files", "--cached", "--others", "--exclude-standard") or _not_ignored()


@pytest.fixture(scope="session")
def committed_files(source_files: list[str]) -> list[str]:
    """List every file that git holds; in a copy without git, every file that it would."""
    return _git("ls-files") or source_files


def _git(*arguments: str) -> list[str]:
    try:
        done = subprocess.run(["git", *arguments, "-z"], cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    except FileNotFoundError:
        return []
    listed = done.stdout.split("\0")[:-1] if done.returncode == 0 else []
    return [name for name in listed if (ROOT / name).is_file()]


def _not_ignored() -> list[str]:
    patterns = [
        ".git",
        *(line.strip("/") for line in (ROOT / ".gitignore").read_text(encoding="utf-8").split()),
    ]
    listed = []
    for folder, folders, files in os.walk(ROOT):
        folders[:] = [name for name in folders if not _matches(name, patterns)]
        kept = (Path(folder, name) for name in files if not _matches(name, patterns))
        listed += [path.relative_to(ROOT).as_posix() for path in kept]
    return sorted(listed)


def _matches(name: str, patterns: list[str]) -> bool:
    return any(fnmatch(name, pattern) for pattern in patterns)
