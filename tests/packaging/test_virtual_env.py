"""Making the virtual environment where parts of Python are missing."""

import sys
from pathlib import Path

import child
import pytest
import system_packages
import virtual_env

KEPT = "the.lock"


@pytest.fixture
def venv(tmp_path: Path) -> Path:
    """Return a folder with the remains of an environment in it."""
    folder = tmp_path / "with a space" / ".venv"
    (folder / "lib" / "left over").mkdir(parents=True)
    (folder / "pyvenv.cfg").write_text("home = /gone\n")
    (folder / KEPT).touch()
    return folder


@pytest.fixture
def python(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Return the modules that Python has here, for a test to change; it is Debian's Python."""
    modules = {"venv", "ensurepip"}
    monkeypatch.setattr(virtual_env, "_has", lambda *names: modules.issuperset(names))
    monkeypatch.setattr(system_packages, "available", lambda: True)
    monkeypatch.setattr(virtual_env.sys, "base_prefix", "/usr")
    return modules


@pytest.fixture
def created(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """Record with which options environments are made, without making any."""
    calls: list[tuple[str, ...]] = []
    monkeypatch.setattr(virtual_env, "_create", lambda _venv, *options: calls.append(options))
    return calls


def test_remains_are_cleared_and_a_working_environment_is_made(venv: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(virtual_env, "_has", lambda *names: "ensurepip" not in names)
    monkeypatch.setattr(virtual_env, "_install_ensurepip", lambda: "not here")
    monkeypatch.setattr(virtual_env, "_system_pip", lambda: True)
    virtual_env.make(venv, keep=KEPT)
    assert (venv / KEPT).exists()
    assert not (venv / "lib" / "left over").exists()
    code, said = child.run_quietly([str(virtual_env.python_of(venv)), "-P", "-c", "import sys; print(sys.prefix)"])
    assert (code, said.strip()) == (0, str(venv))


def test_with_ensurepip_the_environment_gets_its_own_pip(
    venv: Path, python: set[str], created: list[tuple[str, ...]]
) -> None:
    virtual_env.make(venv, keep=KEPT)
    assert created == [()]


def test_a_missing_ensurepip_is_installed_from_debian(
    venv: Path, python: set[str], created: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def install(packages: list[str]) -> str:
        asked.extend(packages)
        python.add("ensurepip")
        return ""

    python.remove("ensurepip")
    monkeypatch.setattr(system_packages, "install", install)
    virtual_env.make(venv, keep=KEPT)
    assert asked == [f"python3.{sys.version_info.minor}-venv"]
    assert created == [()]


def test_without_rights_the_system_s_pip_steps_in(
    venv: Path, python: set[str], created: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    python.remove("ensurepip")
    monkeypatch.setattr(system_packages, "install", lambda _packages: "no rights")
    monkeypatch.setattr(virtual_env, "_system_pip", lambda: True)
    virtual_env.make(venv, keep=KEPT)
    assert created == [("--without-pip",)]


def test_with_nothing_at_all_the_exact_command_is_said(
    venv: Path, python: set[str], created: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    python.remove("ensurepip")
    monkeypatch.setattr(system_packages, "install", lambda _packages: "no rights")
    monkeypatch.setattr(virtual_env, "_system_pip", lambda: False)
    with pytest.raises(virtual_env.SetupError, match=rf"apt-get install -y python3\.{sys.version_info.minor}-venv"):
        virtual_env.make(venv, keep=KEPT)
    assert created == []


def test_a_python_that_debian_did_not_make_is_not_completed_by_debian(
    venv: Path, python: set[str], created: list[tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    python.remove("ensurepip")
    monkeypatch.setattr(virtual_env.sys, "base_prefix", "/opt/python")
    monkeypatch.setattr(virtual_env, "_system_pip", lambda: False)
    with pytest.raises(virtual_env.SetupError, match="neither ensurepip nor pip"):
        virtual_env.make(venv, keep=KEPT)


@pytest.mark.parametrize(
    ("said", "usable"),
    [
        ("pip 22.3 from x", True),
        ("pip 101.0.1 from x", True),
        ("pip 22.2.2 from x", False),
        ("No module", False),
    ],
)
def test_the_system_s_pip_must_know_other_environments(
    monkeypatch: pytest.MonkeyPatch, said: str, usable: bool
) -> None:
    monkeypatch.setattr(child, "run_quietly", lambda _command: (0, said))
    monkeypatch.setattr(virtual_env, "_has", lambda *names: "ensurepip" not in names)
    assert virtual_env._system_pip() is usable


def test_pip_is_the_environment_s_own_or_the_system_s_pointed_at_it(
    venv: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside = str(virtual_env.python_of(venv))
    has_pip = {inside, virtual_env.base_python()}
    monkeypatch.setattr(
        child, "run_quietly", lambda command: (0, "pip 25.0 from x") if command[0] in has_pip else (1, "")
    )
    assert virtual_env.pip_for(venv) == [inside, "-P", "-m", "pip"]
    has_pip.remove(inside)
    assert virtual_env.pip_for(venv) == [virtual_env.base_python(), "-P", "-m", "pip", "--python", inside]
    has_pip.clear()
    with pytest.raises(virtual_env.SetupError, match="Delete that folder"):
        virtual_env.pip_for(venv)
