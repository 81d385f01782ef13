"""Start of the program: ``seedcryo-reader`` and ``python -P -m seedcryo_reader``."""

import multiprocessing
import sys


def main() -> None:
    """Run the command line. Imports wait until here: worker processes import this module too."""
    multiprocessing.freeze_support()
    from seedcryo_reader.app.commands import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
