"""The locks: pins and hashes only, complete, and in step with pyproject.toml."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import lock
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

HASH = r"    --hash=sha256:[0-9a-f]{64}"
PIN = r"[a-z0-9-]+==[0-9][0-9a-z.]*( ; [a-z_]+ (<|>=|==|!=) '[\w.]+')?"
LOCK = re.compile(rf"# [^\n/]+/lock\.py[^\n/]+\n\n({PIN}( \\\n{HASH})+\n)+")


def pins(root: Path, name: str) -> list[Requirement]:
    text = (root / "packaging" / name).read_text(encoding="utf-8")
    return [Requirement(line.rstrip(" \\")) for line in text.splitlines() if "==" in line.split(";")[0]]


def project(root: Path) -> dict[str, list[str]]:
    """Map each lock to the requirements that pyproject.toml makes of it."""
    table = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = table["optional-dependencies"]
    return {
        name: table["dependencies"] + [each for extra in chosen for each in extras[extra]]
        for name, chosen in lock.EXTRAS.items()
    }


@pytest.mark.parametrize("name", lock.EXTRAS)
def test_a_lock_holds_pins_and_hashes_and_nothing_else(root: Path, name: str) -> None:
    assert LOCK.fullmatch((root / "packaging" / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("line", ["--index-url https://example.org/simple\n", "# via example.org\n", "numpy\n"])
def test_the_pattern_for_locks_lets_nothing_else_pass(root: Path, line: str) -> None:
    text = (root / "packaging" / "requirements.txt").read_text(encoding="utf-8")
    assert not LOCK.fullmatch(text + line)


@pytest.mark.parametrize("name", lock.EXTRAS)
def test_a_lock_meets_what_pyproject_asks(root: Path, name: str) -> None:
    versions: dict[str, list[str]] = {}
    for pin in pins(root, name):
        versions.setdefault(pin.name, []).append(next(iter(pin.specifier)).version)
    for text in [*project(root)[name], *lock.build_requirements()]:
        wanted = Requirement(text)
        found = versions[canonicalize_name(wanted.name)]
        assert all(wanted.specifier.contains(version) for version in found), text


@pytest.mark.parametrize("name", lock.EXTRAS)
def test_every_lock_holds_the_runtime_in_the_same_versions(root: Path, name: str) -> None:
    there = {str(pin) for pin in pins(root, name)}
    # What only one system needs to run, another tool may need on all of them.
    missing = {pin for pin in pins(root, "requirements.txt") if not {str(pin), f"{pin.name}{pin.specifier}"} & there}
    assert missing == set()


def test_the_program_imports_only_what_it_declares(root: Path) -> None:
    declared = {canonicalize_name(Requirement(text).name) for text in project(root)["requirements.txt"]}
    providers = packages_distributions()
    undeclared = {
        f"{file.relative_to(root)}: {module}"
        for file in (root / "seedcryo_reader").rglob("*.py")
        for module in _imported(file)
        if not declared & {canonicalize_name(name) for name in providers.get(module, [module])}
    }
    assert undeclared == set()


def _imported(file: Path) -> set[str]:
    nodes = list(ast.walk(ast.parse(file.read_text(encoding="utf-8"))))
    names = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom) and node.level == 0}
    return {name.split(".")[0] for name in names} - set(sys.stdlib_module_names) - {"seedcryo_reader"}
