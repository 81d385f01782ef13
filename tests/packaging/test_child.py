"""Surroundings of other programs."""

import subprocess
import sys

import child
import pytest


def test_what_misleads_python_or_pip_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", "/elsewhere")
    monkeypatch.setenv("PIP_TARGET", "/elsewhere")
    monkeypatch.setenv("PIP_INDEX_URL", "a mirror")
    surroundings = child.environment()
    assert "PYTHONPATH" not in surroundings
    assert "PIP_TARGET" not in surroundings
    assert surroundings["PIP_INDEX_URL"] == "a mirror"


def test_an_empty_environment_still_has_a_path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PATH")
    assert child.environment()["PATH"]


def test_a_program_that_was_killed_has_the_exit_code_a_shell_gives_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    killed = subprocess.CompletedProcess([], returncode=-9)
    monkeypatch.setattr(subprocess, "run", lambda *_args, **_kwargs: killed)
    assert child.run(["program"]) == 137


def test_both_streams_of_a_quiet_program_are_returned() -> None:
    code, said = child.run_quietly(
        [sys.executable, "-c", "import sys; print('out'); print('err', file=sys.stderr); sys.exit(5)"]
    )
    assert (code, sorted(said.split())) == (5, ["err", "out"])


def test_a_program_that_does_not_exist_is_no_crash() -> None:
    assert child.run_quietly(["no-such-program-anywhere"])[0] == 127
