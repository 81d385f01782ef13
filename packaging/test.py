"""Set everything up and run every check and test: ``python3 packaging/test.py [arguments for pytest]``.

All steps run even when one fails; the exit code is 0 when all passed, 1 when not, 3 when the set-up failed.
"""

import sys

# Any Python 3 must be able to read this whole file, so that an old one gets as far as this sentence.
if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit("SEED-CRYO read station needs Python 3.11 or newer; this is Python " + sys.version.split()[0] + ".")

import checks
import setup_env


def main() -> int:
    """Set up, then check."""
    return checks.run_all(setup_env.prepare("check"), sys.argv[1:])


if __name__ == "__main__":
    setup_env.run_and_exit(main)
