"""When the set-up does something, and when it does nothing; with a made-up pip."""

import json
import os
import subprocess
import sys
from pathlib import Path

import child
import pytest
import setup_env
import setup_lock
import setup_stamp
import system_packages
import virtual_env


class Workshop:
    """A folder to set up, and a record of what the set-up does there."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.venv = root / ".venv"
        self.done: list[str] = []
        self.installed = ["pip", "numpy", "Seedcryo_Reader"]
        self.failing = ""

    def prepare(self, kind: str = "run") -> list[str]:
        """Set up and return what that did."""
        self.done.clear()
        setup_env.prepare(kind, self.root, self.venv)
        return list(self.done)

    def make(self, venv: Path, **_kept: str) -> None:
        self.done.append("make")
        python = virtual_env.python_of(venv)
        python.parent.mkdir(parents=True, exist_ok=True)
        python.touch()

    def run(self, command: list[str], **_where: Path) -> int:
        said = " ".join(command)
        self.done.append(said.replace(str(self.root / "packaging") + os.sep, ""))
        return 1 if self.failing and self.failing in said else 0

    def run_quietly(self, _command: list[str]) -> tuple[int, str]:
        listed = json.dumps([{"name": name, "version": "1"} for name in self.installed])
        return 0, f"WARNING: some warning\n{listed}\n[notice] some notice\n"

    def move_to(self, name: str) -> None:
        self.root = self.root.rename(self.root.with_name(name))
        self.venv = self.root / ".venv"

    def stamp(self) -> Path:
        return self.venv / setup_stamp.NAME


LOCKED = "pip install --quiet --require-hashes --no-deps --only-binary :all: --no-input -r"
RUN = f"{LOCKED} requirements.txt"
CHECK = f"{LOCKED} requirements-check.txt"
ITSELF = "pip install --quiet --no-index --no-deps --no-build-isolation -e ."


@pytest.fixture
def workshop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    """Return a source tree of the smallest size, on a machine where only pip and venv are made up."""
    root = tmp_path / "here"
    (root / "packaging").mkdir(parents=True)
    (root / "seedcryo_reader").mkdir()
    (root / "seedcryo_reader" / "__init__.py").write_text('__version__ = "1"\n')
    (root / "pyproject.toml").write_text('[build-system]\n[project]\nname = "x"\n[tool.ruff]\nline-length = 1\n')
    (root / "packaging" / "requirements.txt").write_text("numpy==1 \\\n")
    (root / "packaging" / "requirements-check.txt").write_text("numpy==1 \\\nmypy==1 \\\n")
    made = Workshop(root)
    monkeypatch.setattr(virtual_env, "make", made.make)
    monkeypatch.setattr(virtual_env, "pip_for", lambda _venv: ["pip"])
    monkeypatch.setattr(child, "run", made.run)
    monkeypatch.setattr(child, "run_quietly", made.run_quietly)
    monkeypatch.setattr(system_packages, "ensure_display", lambda **_: None)
    return made


def test_the_first_set_up_makes_and_installs_everything(workshop: Workshop) -> None:
    assert workshop.prepare() == ["make", RUN, ITSELF]


def test_the_second_set_up_does_nothing(workshop: Workshop) -> None:
    workshop.prepare()
    assert workshop.prepare() == []


def test_the_checks_need_more_and_include_what_the_program_needs(workshop: Workshop) -> None:
    workshop.prepare("run")
    assert workshop.prepare("check") == [CHECK, ITSELF]
    assert workshop.prepare("run") == []


def test_a_lock_that_changed_is_installed_into_the_same_environment(workshop: Workshop) -> None:
    workshop.prepare()
    (workshop.root / "packaging" / "requirements.txt").write_text("numpy==2 \\\n")
    assert workshop.prepare() == [RUN, ITSELF]


@pytest.mark.parametrize(
    ("file", "old", "new", "again"),
    [
        ("seedcryo_reader/__init__.py", '"1"', '"2"', [RUN, ITSELF]),
        ("pyproject.toml", '"x"', '"y"', [RUN, ITSELF]),
        ("pyproject.toml", "line-length = 1", "line-length = 2", []),
    ],
)
def test_only_what_changes_the_installed_program_counts(
    workshop: Workshop, file: str, old: str, new: str, again: list[str]
) -> None:
    workshop.prepare()
    path = workshop.root / file
    path.write_text(path.read_text().replace(old, new))
    assert workshop.prepare() == again


def test_an_environment_without_a_stamp_is_remade(workshop: Workshop) -> None:
    workshop.prepare()
    workshop.stamp().unlink()
    assert workshop.prepare() == ["make", RUN, ITSELF]


@pytest.mark.parametrize("text", ["", "{", "[]", "\udcff"])
def test_an_environment_with_a_damaged_stamp_is_remade(workshop: Workshop, text: str) -> None:
    workshop.prepare()
    workshop.stamp().write_bytes(text.encode(errors="surrogateescape"))
    assert workshop.prepare() == ["make", RUN, ITSELF]


@pytest.mark.parametrize(("prefix", "suffix"), [("/another", ".so"), ("/usr", ".another.so")])
def test_an_environment_of_another_python_is_remade(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch, prefix: str, suffix: str
) -> None:
    monkeypatch.setattr(setup_stamp.sys, "base_prefix", "/usr")
    monkeypatch.setattr(setup_stamp.sysconfig, "get_config_var", lambda _name: ".so")
    workshop.prepare()
    monkeypatch.setattr(setup_stamp.sys, "base_prefix", prefix)
    monkeypatch.setattr(setup_stamp.sysconfig, "get_config_var", lambda _name: suffix)
    assert workshop.prepare() == ["make", RUN, ITSELF]


def test_an_environment_that_was_moved_is_remade(workshop: Workshop) -> None:
    workshop.prepare()
    workshop.move_to("another place")
    assert workshop.prepare() == ["make", RUN, ITSELF]


def test_an_environment_whose_python_vanished_is_remade(workshop: Workshop) -> None:
    workshop.prepare()
    virtual_env.python_of(workshop.venv).unlink()
    assert workshop.prepare() == ["make", RUN, ITSELF]


def test_a_set_up_killed_while_making_the_environment_is_started_afresh(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(venv: Path, **_kept: str) -> None:
        workshop.make(venv)
        raise KeyboardInterrupt

    workshop.prepare()
    virtual_env.python_of(workshop.venv).unlink()
    monkeypatch.setattr(virtual_env, "make", killed)
    with pytest.raises(KeyboardInterrupt):
        workshop.prepare()
    monkeypatch.setattr(virtual_env, "make", workshop.make)
    assert workshop.prepare() == ["make", RUN, ITSELF]


def test_a_set_up_that_failed_among_the_packages_is_started_afresh(workshop: Workshop) -> None:
    workshop.failing = "--require-hashes"
    with pytest.raises(virtual_env.SetupError, match="no connection"):
        workshop.prepare()
    workshop.failing = ""
    assert workshop.prepare() == ["make", RUN, ITSELF]


def test_a_set_up_that_failed_at_the_program_itself_keeps_the_packages(workshop: Workshop) -> None:
    workshop.failing = "--no-index"
    with pytest.raises(virtual_env.SetupError, match="could not be installed"):
        workshop.prepare()
    workshop.failing = ""
    assert workshop.prepare() == [RUN, ITSELF]


def test_what_no_lock_lists_any_more_is_uninstalled(workshop: Workshop) -> None:
    workshop.installed += ["mypy", "Old_Decoder", "another.one"]
    assert workshop.prepare() == ["make", RUN, "pip uninstall --quiet -y another-one old-decoder", ITSELF]


def test_a_second_set_up_waits_for_the_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / ".venv" / "lock"
    first = setup_lock.alone(path)
    first.__enter__()
    waited: list[float] = []

    def first_ends(seconds: float) -> None:
        waited.append(seconds)
        first.__exit__(None, None, None)

    monkeypatch.setattr(setup_lock.time, "sleep", first_ends)
    with setup_lock.alone(path):
        assert len(waited) == 1


def test_what_the_set_up_runs_has_the_lock_too(tmp_path: Path) -> None:
    path = tmp_path / ".venv" / "lock"
    look = """if True:
        import os, sys
        lock = os.stat(sys.argv[1]).st_ino
        def is_lock(number):
            try:
                return os.fstat(number).st_ino == lock
            except OSError:
                return False
        sys.exit(0 if any(map(is_lock, range(100))) else 1)
    """
    with setup_lock.alone(path):
        assert child.run([sys.executable, "-c", look, str(path)]) == 0


def test_a_pip_that_outlives_its_set_up_keeps_the_next_one_waiting(tmp_path: Path) -> None:
    path = tmp_path / ".venv" / "lock"
    wait_for_input = [sys.executable, "-c", "input()"]
    with setup_lock.alone(path):
        pip = subprocess.Popen(wait_for_input, stdin=subprocess.PIPE, close_fds=False)
    with path.open("ab") as file:
        assert not setup_lock._try_to_lock(file)
        pip.communicate(b"\n")
        assert setup_lock._try_to_lock(file)


@pytest.mark.parametrize(
    ("trouble", "code", "said"),
    [
        (virtual_env.SetupError("do this"), 3, "do this"),
        (PermissionError(13, "Permission denied", ".venv"), 3, "yours to write in"),
        (KeyboardInterrupt(), 130, ""),
    ],
)
def test_trouble_ends_in_a_sentence_and_an_exit_code(
    trouble: BaseException, code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    def command() -> int:
        raise trouble

    with pytest.raises(SystemExit) as ended:
        setup_env.run_and_exit(command)
    assert ended.value.code == code
    assert said in capsys.readouterr().err
