"""A changed byte in a text of a plain database: SQLite hands it over, and the driver cannot make a text of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2

from seedcryo_reader.database.trouble import damaged
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.finding import Finding

_UNDECODABLE: Final = "Could not decode to UTF-8"


@contextmanager
def decodable(path: Path) -> Iterator[None]:
    """Turn the driver's complaint about a text that is none into the finding that the file was changed.

    Raises
    ------
    Refused
        ``damaged``.
    """
    try:
        yield
    except UnicodeDecodeError as error:  # in what SQLite says of a damaged schema
        raise Refused([_finding(path)]) from error
    except (dbapi2.OperationalError, DBAPIError) as error:
        original = error.orig if isinstance(error, DBAPIError) else error
        if not str(original).startswith(_UNDECODABLE):
            raise
        raise Refused([_finding(path)]) from error


def _finding(path: Path) -> Finding:
    return damaged(path, "a text in it is none any more. It was changed or damaged; keep it and fetch a backup.")
