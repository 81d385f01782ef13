"""Debian packages, with a made-up apt-get and dpkg."""

from collections.abc import Callable

import child
import pytest
import system_packages

Said = tuple[int, str]


class Machine:
    """Answers every command from ``answer`` and remembers it."""

    def __init__(self, answer: Callable[[list[str]], Said]) -> None:
        self.answer = answer
        self.commands: list[list[str]] = []
        self.paths: list[str] = []

    def run_quietly(self, command: list[str], env: dict[str, str] | None = None) -> Said:
        self.commands.append(command)
        self.paths.append((env or {}).get("PATH", ""))
        return self.answer(command)


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    """Return a Debian machine where all commands succeed and we are root."""
    made = Machine(lambda _command: (0, ""))
    monkeypatch.setattr(child, "run_quietly", made.run_quietly)
    monkeypatch.setattr(system_packages, "available", lambda: True)
    monkeypatch.setattr(system_packages, "_is_root", lambda: True)
    monkeypatch.setattr(system_packages.shutil, "which", lambda name: f"/usr/bin/{name}")
    return made


def test_only_installed_packages_count_as_there(machine: Machine) -> None:
    machine.answer = lambda _command: (
        1,
        "dpkg-query: no packages found\na installed\nb config-files\nc installed\n",
    )
    assert system_packages.missing(("a", "b", "c", "d")) == ["b", "d"]


def test_nothing_is_installed_when_nothing_is_missing(machine: Machine, capsys: pytest.CaptureFixture[str]) -> None:
    machine.answer = lambda command: (0, "".join(f"{name} installed\n" for name in command[4:]))
    system_packages.ensure_display(virtual=True)
    assert [command[0] for command in machine.commands] == ["dpkg-query"]
    assert capsys.readouterr().out == ""


def test_root_installs_what_is_missing_and_finds_sbin(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/usr/bin")
    assert system_packages.install(["a"]) == ""
    assert machine.commands[0][:5] == ["apt-get", "install", "-y", "--no-install-recommends", "a"]
    assert machine.paths[0].split(":")[0] == "/usr/bin"
    assert "/usr/sbin" in machine.paths[0].split(":")


def test_package_lists_are_fetched_only_when_the_first_try_fails(machine: Machine) -> None:
    codes = iter([100, 0, 0])
    machine.answer = lambda _command: (next(codes), "E: Unable to locate package a")
    assert system_packages.install(["a"]) == ""
    assert [command[1] for command in machine.commands] == ["install", "update", "install"]


def test_what_apt_says_is_passed_on_when_it_fails(machine: Machine) -> None:
    machine.answer = lambda _command: (100, "E: no space left")
    assert "E: no space left" in system_packages.install(["a"])


def test_sudo_is_used_only_where_it_asks_for_no_password(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_packages, "_is_root", lambda: False)
    assert system_packages.install(["a"]) == ""
    assert machine.commands[1][:3] == ["sudo", "-n", "apt-get"]

    machine.answer = lambda _command: (1, "sudo: a password is required")
    machine.commands.clear()
    assert "sudo" in system_packages.install(["a"])
    assert machine.commands == [["sudo", "-n", "true"]]


def test_without_rights_the_exact_command_is_printed(
    machine: Machine, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(system_packages, "_is_root", lambda: False)
    machine.answer = lambda _command: (1, "")
    system_packages.ensure_display(virtual=True)
    wanted = " ".join([*system_packages.DISPLAY_LIBRARIES, *system_packages.VIRTUAL_DISPLAY])
    assert f"sudo sh -c 'apt-get update && apt-get install -y {wanted}'" in capsys.readouterr().out


def test_the_command_to_type_fits_the_machine(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    assert system_packages.by_hand(["a", "b"]) == "apt-get update && apt-get install -y a b"
    monkeypatch.setattr(system_packages, "_is_root", lambda: False)
    monkeypatch.setattr(system_packages.shutil, "which", lambda _name: None)
    assert system_packages.by_hand(["a"]) == "su -c 'apt-get update && apt-get install -y a'"


def test_other_systems_are_left_in_peace(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_packages, "available", lambda: False)
    system_packages.ensure_display(virtual=True)
    assert machine.commands == []
