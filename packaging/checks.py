"""The steps of ``test.py``: run each, whatever became of the one before, and sum up."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import child

if TYPE_CHECKING:
    from pathlib import Path

# Every line and branch of these folders must be run by a test.
FULLY_COVERED = ("seedcryo_reader/coordination", "seedcryo_reader/criteria", "seedcryo_reader/domain")

# These tests do that. Only they are traced: tracing would make all others slower by a third.
COVERING = (
    "tests/coordination",
    "tests/criteria",
    "tests/domain",
    "tests/app/test_endpoints_command.py",
    "tests/app/test_evaluate_command.py",
    "tests/app/test_protocol_commands.py",
)

# The whole suite is run by two processes side by side, which halves its time; tests of a group stay in one of them.
SIDE_BY_SIDE = ("-n", "2", "--dist", "loadgroup")


@dataclass(frozen=True)
class Step:
    """One check: its name, and the arguments that make Python run it."""

    name: str
    arguments: list[str]


@dataclass(frozen=True)
class Outcome:
    """What became of a step."""

    name: str
    code: int
    seconds: float

    def __str__(self) -> str:
        verdict = "passed" if self.code == 0 else f"FAILED (exit code {self.code})"
        return f"{self.name:<22} {self.seconds:7.1f} s  {verdict}"


def steps(root: Path, pytest_arguments: list[str]) -> list[Step]:
    """List the steps; with arguments for pytest only some tests run, so their coverage says nothing."""
    gated = [] if pytest_arguments else _fully_covered(root)
    # The import linter has no module to run, only this function behind its script.
    import_linter = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    listed = [
        Step("ruff format", ["-m", "ruff", "format", "--check", "."]),
        Step("ruff check", ["-m", "ruff", "check", "."]),
        Step("mypy", ["-m", "mypy"]),
        Step("mypy packaging", ["-m", "mypy", "packaging"]),
        Step("import-linter", ["-c", import_linter]),
    ]
    if not gated:
        return [*listed, Step("pytest", ["-m", "pytest", *pytest_arguments])]
    traced = [*(f"--cov={folder}" for folder in gated), "--cov-report=", *COVERING]
    others = [f"--ignore={place}" for place in COVERING]
    include = ",".join(f"{folder}/*" for folder in gated)
    return [
        *listed,
        Step("pytest, traced", ["-m", "pytest", *SIDE_BY_SIDE, *traced]),
        Step("pytest, all others", ["-m", "pytest", *SIDE_BY_SIDE, *others]),
        Step("coverage gate", ["-m", "coverage", "report", f"--include={include}", "--fail-under=100"]),
    ]


def run_all(python: Path, pytest_arguments: list[str], root: Path = child.ROOT) -> int:
    """Run all steps and return 0 when every one passed, else 1."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    outcomes = [_run(step, python, root) for step in steps(root, pytest_arguments)]
    print("\n=== summary ===")
    for outcome in outcomes:
        print(outcome)
    if pytest_arguments:
        print(f"{'coverage gate':<22}       -    left out, because pytest was given arguments")
    failed = [outcome.name for outcome in outcomes if outcome.code != 0]
    print(f"FAILED: {', '.join(failed)}" if failed else "All passed.")
    return 1 if failed else 0


def _run(step: Step, python: Path, root: Path) -> Outcome:
    print(f"\n=== {step.name} ===", flush=True)
    started = time.monotonic()
    code = child.run([str(python), "-P", *step.arguments], cwd=root)
    return Outcome(step.name, code, time.monotonic() - started)


def _fully_covered(root: Path) -> list[str]:
    return [folder for folder in FULLY_COVERED if any((root / folder).rglob("*.py"))]
