"""The top level of the tree stays what a newcomer can take in at a glance."""

import os
import subprocess
from pathlib import Path

TOP = {
    "CHANGELOG.md",
    "LICENSE",
    "README.md",
    "migrations",
    "packaging",
    "pyproject.toml",
    "resources",
    "seedcryo_reader",
    "tests",
}


def test_the_top_level_holds_these_entries_and_no_other(committed_files: list[str]) -> None:
    top = {name.split("/")[0] for name in committed_files}
    assert {name for name in top if not name.startswith(".")} == TOP


def test_the_ci_runs_the_same_command_as_everybody(root: Path, tmp_path: Path) -> None:
    stand_in = tmp_path / "python3"
    stand_in.write_text('#!/bin/sh\necho "$PWD" "$@"\nexit 7\n')
    stand_in.chmod(0o755)
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [root / ".ci" / "run"], cwd=tmp_path, env={"PATH": path}, capture_output=True, encoding="utf-8", check=False
    )
    assert done.stdout.split("\n")[0] == f"{root} packaging/test.py"
    assert done.returncode == 7
