"""Finding the row of a table that fits: ``ANY``, ``CR or NA`` and ``NOT PD`` stand for several values."""

from functools import cache

from seedcryo_reader.criteria.tables import table


def fits(cell: str, value: str) -> bool:
    """Whether a value is one of those that a cell stands for."""
    if cell.startswith("NOT "):
        return value != cell.removeprefix("NOT ")
    return cell == "ANY" or value in cell.split(" or ")


@cache
def first_row(name: str, *wanted: tuple[str, str]) -> dict[str, str]:
    """The first row of a table whose cells fit these (column, value) pairs.

    Raises
    ------
    KeyError
        There is no such table, or no row of it fits.
    """
    for row in table(name):
        if all(fits(row[column], value) for column, value in wanted):
            return row
    raise KeyError(f"{name}: {wanted}")
