"""The two commands: what they start, what they say to an old Python, and what the checks add up to."""

import subprocess
import sys
from pathlib import Path

import checks
import child
import pytest
import setup_env
import start

PYTHON = Path("venv") / "python"
PROGRAM = [str(PYTHON), "-P", "-m", "seedcryo_reader"]


class Runs:
    """Stands in for running programs: remembers them, and lets those fail that have ``failing`` in them."""

    def __init__(self) -> None:
        self.commands: list[list[str]] = []
        self.failing = "nothing"

    def run(self, command: list[str], **_where: Path) -> int:
        self.commands.append(command)
        return 5 if self.failing in command else 0


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> Runs:
    """Return what gets run, on a machine that is set up."""
    made = Runs()
    monkeypatch.setattr(child, "run", made.run)
    monkeypatch.setattr(setup_env, "prepare", lambda _kind: PYTHON)
    monkeypatch.setattr(sys, "argv", ["start.py"])
    return made


@pytest.fixture
def desktop(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pretend that there is a display."""
    monkeypatch.setenv("DISPLAY", ":0")


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pretend a Linux machine without a display."""
    monkeypatch.setattr(sys, "platform", "linux")
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("QT_QPA_PLATFORM", "")


@pytest.mark.usefixtures("desktop")
def test_start_builds_the_study_and_opens_its_station(runs: Runs, root: Path) -> None:
    study = root / "demo-study"
    assert start.main() == 0
    assert runs.commands == [
        [*PROGRAM, "demo", "--dir", str(study)],
        [*PROGRAM, "open", "--station", str(study / "station")],
    ]


@pytest.mark.usefixtures("bare")
def test_start_tours_the_window_where_there_is_no_display(runs: Runs, root: Path) -> None:
    study = root / "demo-study"
    assert start.main() == 0
    assert runs.commands == [[*PROGRAM, "demo", "--dir", str(study), "--tour", str(study / "tour")]]
    assert child.environment()["QT_QPA_PLATFORM"] == "offscreen"


@pytest.mark.usefixtures("desktop")
def test_start_passes_on_the_exit_code_and_stops_at_the_first_failure(runs: Runs) -> None:
    runs.failing = "open"
    assert start.main() == 5
    runs.commands.clear()
    runs.failing = "demo"
    assert start.main() == 5
    assert len(runs.commands) == 1


def test_start_hands_arguments_to_the_program(runs: Runs, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["start.py", "series", "some where"])
    assert start.main() == 0
    assert runs.commands == [[*PROGRAM, "series", "some where"]]


@pytest.mark.parametrize("name", ["start.py", "test.py"])
def test_an_old_python_is_told_so(root: Path, name: str) -> None:
    pretend = f"import runpy, sys; sys.version_info = (3, 8, 0); runpy.run_path({str(root / 'packaging' / name)!r})"
    done = subprocess.run([sys.executable, "-c", pretend], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 1
    assert "needs Python 3.11 or newer" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("name", ["start.py", "test.py"])
def test_an_old_python_can_read_that_far(root: Path, name: str) -> None:
    compile_as = "import ast, sys; ast.parse(open(sys.argv[1]).read(), feature_version=(3, 4))"
    subprocess.run([sys.executable, "-c", compile_as, root / "packaging" / name], check=True)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Return a source tree with a folder that must be fully covered."""
    folder = tmp_path / "seedcryo_reader" / "domain"
    folder.mkdir(parents=True)
    (folder / "case.py").touch()
    return tmp_path


def test_all_checks_run_even_when_some_fail(
    runs: Runs, tree: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    runs.failing = "mypy"
    assert checks.run_all(PYTHON, [], root=tree) == 1
    assert len(runs.commands) == 8
    assert all(command[:2] == [str(PYTHON), "-P"] for command in runs.commands)
    summary = capsys.readouterr().out.split("=== summary ===")[1]
    assert summary.count("passed") == 6
    assert summary.strip().endswith("FAILED: mypy, mypy packaging")


def test_all_checks_passing_is_said_and_returned(
    runs: Runs, tree: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert checks.run_all(PYTHON, [], root=tree) == 0
    assert capsys.readouterr().out.strip().endswith("All passed.")


def test_the_whole_suite_is_run_by_two_processes(tree: Path) -> None:
    suites = [one.arguments for one in checks.steps(tree, []) if one.name.startswith("pytest")]
    assert [one[:6] for one in suites] == [["-m", "pytest", "-n", "2", "--dist", "loadgroup"]] * 2


def test_every_test_is_in_one_of_both_runs(tree: Path) -> None:
    traced, others = (one.arguments for one in checks.steps(tree, []) if one.name.startswith("pytest"))
    places = [one for one in traced if one.startswith("tests/")]
    assert places
    assert [one.removeprefix("--ignore=") for one in others if one.startswith("--ignore=")] == places
    assert all((Path(__file__).parents[2] / one).exists() for one in places)


def test_the_gate_covers_the_folders_that_exist(tree: Path) -> None:
    gate = checks.steps(tree, [])[-1]
    assert gate.name == "coverage gate"
    assert "--include=seedcryo_reader/domain/*" in gate.arguments
    assert "--fail-under=100" in gate.arguments


def test_arguments_go_to_pytest_and_leave_the_gate_out(
    runs: Runs, tree: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert checks.run_all(PYTHON, ["-k", "geometry"], root=tree) == 0
    assert runs.commands[-1] == [str(PYTHON), "-P", "-m", "pytest", "-k", "geometry"]
    assert "left out" in capsys.readouterr().out
