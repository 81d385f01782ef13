"""The tables of the papers, as files that can be checked against them without reading any program."""

import csv
from functools import cache
from importlib.resources import files


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of the table ``<name>.csv`` in this folder, in order; every cell is a text, also ``NA``.

    Raises
    ------
    KeyError
        There is no such table.
    """
    place = files(__name__) / f"{name}.csv"
    if not place.is_file():
        raise KeyError(name)
    return tuple(csv.DictReader(place.read_text("utf-8").splitlines()))


def names() -> tuple[str, ...]:
    """The tables that there are, in alphabetical order."""
    return tuple(
        sorted(one.name.removesuffix(".csv") for one in files(__name__).iterdir() if one.name.endswith(".csv"))
    )
