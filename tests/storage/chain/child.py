"""A program that appends to a chain until it is killed, and prints its promises: ``child.py FOLDER shared|alone``."""

import sys
from pathlib import Path

from storage.chain.ways import Store, body


def main(folder: str, how: str) -> None:
    with Store(Path(folder), alone=how == "alone").open() as chain:
        while True:
            print(chain.append("s", body).seq, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
