"""Set everything up and run the program: ``python3 packaging/start.py [arguments for the program]``.

Without arguments it shows what the program does. With a display it builds the demo study in ``demo-study/`` and opens
the window of its station. Without one (Linux without ``DISPLAY`` and ``WAYLAND_DISPLAY``) it lets a script read a demo
case in that window, unseen, and leaves a picture of every step in ``demo-study/tour/``. The exit code is the
program's, or 3 when the set-up failed.
"""

import os
import sys
from pathlib import Path

# Any Python 3 must be able to read this whole file, so that an old one gets as far as this sentence.
if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit("SEED-CRYO read station needs Python 3.11 or newer; this is Python " + sys.version.split()[0] + ".")

import child
import setup_env

STUDY = child.ROOT / "demo-study"


def program(python: Path, *arguments: str) -> int:
    """Run the program with these arguments and return its exit code."""
    return child.run([str(python), "-P", "-m", "seedcryo_reader", *arguments])


def has_display() -> bool:
    """Whether a window can be shown: always on Windows and macOS."""
    return sys.platform != "linux" or any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))


def show(python: Path) -> int:
    """Open the demo's station, or have it toured where nobody could see it."""
    if has_display():
        made = program(python, "demo", "--dir", str(STUDY))
        return made or program(python, "open", "--station", str(STUDY / "station"))
    print("There is no display, so a script reads a demo case in a window that nobody sees.", flush=True)
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    return program(python, "demo", "--dir", str(STUDY), "--tour", str(STUDY / "tour"))


def main() -> int:
    """Set up, then run what was asked for, or the demonstration."""
    python = setup_env.prepare("run")
    return program(python, *sys.argv[1:]) if sys.argv[1:] else show(python)


if __name__ == "__main__":
    setup_env.run_and_exit(main)
