"""Set everything up and run the program: ``python3 packaging/start.py [arguments for the program]``.

Without arguments it makes the phantom study in ``demo-study/`` and prints its series, with a contact sheet of
each in ``demo-study/sheets/``. The exit code is the program's, or 3 when the set-up failed.
"""

import sys
from pathlib import Path

# Any Python 3 must be able to read this whole file, so that an old one gets as far as this sentence.
if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit("SEED-CRYO read station needs Python 3.11 or newer; this is Python " + sys.version.split()[0] + ".")

import child
import setup_env


def program(python: Path, *arguments: str) -> int:
    """Run the program with these arguments and return its exit code."""
    return child.run([str(python), "-P", "-m", "seedcryo_reader", *arguments])


def main() -> int:
    """Set up, then run what was asked for, or the demonstration."""
    python = setup_env.prepare("run")
    if sys.argv[1:]:
        return program(python, *sys.argv[1:])
    study = str(child.ROOT / "demo-study")
    sheets = str(child.ROOT / "demo-study" / "sheets")
    return program(python, "demo", "--dir", study) or program(python, "series", study, "--sheet", sheets)


if __name__ == "__main__":
    setup_env.run_and_exit(main)
