"""Packages of Debian and its kin (Ubuntu, Mint): which are missing, installing them, or saying how."""

from __future__ import annotations

import os
import shutil
import sys

import child

# What Qt and its xcb platform plugin load and a machine without a desktop does not have.
DISPLAY_LIBRARIES = (
    "libdbus-1-3",
    "libegl1",
    "libfontconfig1",
    "libgl1",
    "libglib2.0-0",
    "libx11-xcb1",
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-keysyms1",
    "libxcb-randr0",
    "libxcb-shape0",
    "libxcb-sync1",
    "libxcb-xfixes0",
    "libxkbcommon-x11-0",
)

# A display without a screen, on which the tests open the real window.
VIRTUAL_DISPLAY = ("xvfb",)


def available() -> bool:
    """Tell whether this system is managed with apt-get."""
    return sys.platform == "linux" and bool(shutil.which("apt-get")) and bool(shutil.which("dpkg-query"))


def missing(packages: tuple[str, ...]) -> list[str]:
    """Return those of the packages that are not installed."""
    # dpkg-query fails as soon as it does not know one of the names, but still lists the others.
    # Where time became 64 bits wide, some libraries have a new name, which also answers to the old one.
    names = [*packages, *(f"{package}t64" for package in packages)]
    _, listing = child.run_quietly(["dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\n", *names])
    lines = listing.splitlines()
    return [one for one in packages if not {f"{one} installed", f"{one}t64 installed"} & set(lines)]


def install(packages: list[str]) -> str:
    """Install packages with apt-get and return "", or why that was not possible."""
    rights = _rights()
    if rights is None:
        return "this needs root or sudo without a password"
    install_command = [*rights, "apt-get", "install", "-y", "--no-install-recommends", *packages]
    print(f"Installing system packages: {' '.join(packages)}", flush=True)
    code, said = _apt(install_command)
    if code != 0:
        # A fresh machine or container has no package lists yet, or outdated ones.
        _apt([*rights, "apt-get", "update"])
        code, said = _apt(install_command)
    return "" if code == 0 else "apt-get says:\n" + "\n".join(said.splitlines()[-5:])


def by_hand(packages: list[str]) -> str:
    """Return the command that a person can type to install the packages."""
    names = " ".join(packages)
    as_root = f"apt-get update && apt-get install -y {names}"
    if _is_root():
        return as_root
    if shutil.which("sudo"):
        return f"sudo sh -c '{as_root}'"
    return f"su -c '{as_root}'"


def ensure_display(*, virtual: bool) -> None:
    """Install what a display needs; without rights say how and go on, for much works without one.

    With `virtual` also the display that the tests start.
    """
    if not available():
        return
    packages = missing((*DISPLAY_LIBRARIES, *(VIRTUAL_DISPLAY if virtual else ())))
    if not packages:
        return
    problem = install(packages)
    if problem:
        print(f"Libraries for the display are missing; {problem}")
        print(f"Going on without them. To install them:\n  {by_hand(packages)}", flush=True)


def _is_root() -> bool:
    return sys.platform != "win32" and os.geteuid() == 0


def _rights() -> list[str] | None:
    """Return what goes before a command to run it as root, None where that may not be done unasked."""
    if _is_root():
        return []
    if shutil.which("sudo") and child.run_quietly(["sudo", "-n", "true"])[0] == 0:
        return ["sudo", "-n"]
    return None


def _apt(command: list[str]) -> tuple[int, str]:
    surroundings = child.environment()
    # dpkg wants its helpers in the path; a service or an empty environment often has no sbin there.
    surroundings["PATH"] += ":/usr/local/sbin:/usr/sbin:/sbin"
    # Through sudo the variable is lost; with no terminal to ask on, apt-get then falls back by itself.
    surroundings["DEBIAN_FRONTEND"] = "noninteractive"
    # Just after boot the system's own updater may hold dpkg's lock.
    return child.run_quietly([*command, "-o", "DPkg::Lock::Timeout=120"], env=surroundings)
