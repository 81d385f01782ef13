"""Start of the program: ``seedcryo-reader`` and ``python -P -m seedcryo_reader``."""

import io
import logging
import multiprocessing
import signal
import sys


def main() -> None:
    """Run the command line. Imports wait until here: worker processes import this module too."""
    multiprocessing.freeze_support()
    # Ended by the system, the program still removes its scratch files; so it does on Ctrl-C anyway.
    signal.signal(signal.SIGTERM, lambda _number, _frame: sys.exit(128 + signal.SIGTERM))
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that knows fewer letters shows the rest
    from seedcryo_reader.app.commands import run

    # Ctrl-C while a database closes is no news for the person who pressed it.
    logging.getLogger("sqlalchemy.pool").setLevel(logging.CRITICAL + 1)
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
