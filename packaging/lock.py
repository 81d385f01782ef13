"""Make the lock files anew from pyproject.toml: ``python packaging/lock.py [--upgrade] [more for uv]``.

Needs uv in the path, and is run by whoever changes a dependency; nobody else needs it. The locks hold for all
systems and Pythons at once, with one version of each package wherever that can be. They name no index, only
versions and the hashes of every file of each.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib

from child import ROOT

# Each lock holds the whole of "requirements.txt", in the same versions, and what the extra adds.
EXTRAS = {"requirements.txt": [], "requirements-check.txt": ["check"], "requirements-bench.txt": ["bench"]}

# The oldest Python decides for all; what is not built for the newest Python in that version is newer there.
NEWER = ("contourpy>=1.4; python_version >= '3.15'", "numpy>=2.5; python_version >= '3.15'")

HEADER = "# Made by packaging/lock.py from pyproject.toml; not to be edited.\n\n"


def build_requirements() -> list[str]:
    """Return what installing the program itself takes: its build backend, and what that needs for -e."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return [*project["build-system"]["requires"], "editables"]


def compile_command(uv: str, name: str, more: list[str]) -> list[str]:
    """Return the command that writes one lock file."""
    command = [uv, "--no-config", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11"]
    command += ["--fork-strategy", "fewest", "--generate-hashes", "--no-header", "--no-annotate"]
    command += ["--no-emit-index-url", "--no-emit-find-links"]
    for extra in EXTRAS[name]:
        command += ["--extra", extra, "--constraints", "packaging/requirements.txt"]
    return [*command, *more, "--output-file", f"packaging/{name}", "pyproject.toml", "-"]


def main() -> int:
    """Write all lock files, the one that the others are held to first."""
    uv = shutil.which("uv")
    if uv is None:
        print("uv is needed to make the lock files; install it so that it is in the path.", file=sys.stderr)
        return 1
    besides = "\n".join([*build_requirements(), *NEWER])
    for name in EXTRAS:
        command = compile_command(uv, name, sys.argv[1:])
        subprocess.run(command, cwd=ROOT, input=besides, text=True, check=True)
        path = ROOT / "packaging" / name
        path.write_text(HEADER + path.read_text(encoding="utf-8"), encoding="utf-8", newline="\n")
        print(f"Wrote {path}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
