"""What SQLite complains about, in plain words. One place decides what is damage, what the surroundings, what a bug."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2

from seedcryo_reader.domain.errors import EnvironmentFailure, Refused
from seedcryo_reader.domain.finding import Finding

_PRIMARY: Final = 0xFF
"""The low byte of an extended result code is the primary one (https://sqlite.org/rescode.html)."""

_DAMAGE: Final = {11: "it is malformed", 26: "it is no database, or not one of this key"}
_UNDECODABLE: Final = "Could not decode to UTF-8"
_NO_TEXT: Final = "a text in it is none any more. It was changed or damaged; keep it as it is and fetch a backup."
_AROUND: Final = {
    3: "its access is forbidden. Check who may write the folder",
    5: "it is open in another program. Close that one and try again",
    6: "it is open in another program. Close that one and try again",
    7: "there is not enough memory. Close other programs and try again",
    8: "it or its folder is read-only. Make it writable and try again",
    10: "the disk refused it. Check the disk and its free space and try again",
    13: "the disk is full. Free some space and try again",
    14: "the file cannot be opened. Check that its folder is there and writable",
    15: "another program holds it in a way that does not work. Close that one and try again",
    22: "the system lacks what it takes. Use a folder on another disk",
    23: "its access is forbidden. Check who may write the folder",
}


def damaged(path: Path, text: str, *, seq: int | None = None, code: str = "damaged") -> Finding:
    """The finding that a store is not what was written; `seq` is the first bad record where it is known."""
    place = "" if seq is None else f"Record {seq}: "
    return Finding(code, f"{path.name}: {place}{text}", (str(path),))


def finding_of(error: dbapi2.Error | DBAPIError, path: Path) -> Finding | None:
    """What a complaint says about the content of the file; None when it is about something else."""
    original = error.orig if isinstance(error, DBAPIError) else error
    if str(original).startswith(_UNDECODABLE):
        return damaged(path, _NO_TEXT)
    reason = _DAMAGE.get(_code(error))
    if reason is None:
        return None
    return damaged(path, f"{reason}. It was changed or damaged; keep it as it is and fetch a backup.")


@contextmanager
def plain_words(path: Path) -> Iterator[None]:
    """Turn SQLite's complaints about `path` into ours; a mistake of the program passes as it is.

    Raises
    ------
    Refused
        With the code ``damaged``.
    EnvironmentFailure
        Disk full, folder read-only, open elsewhere; the earlier state stands.
    """
    try:
        yield
    except UnicodeDecodeError as error:  # in what SQLite says of a damaged schema
        raise Refused([damaged(path, _NO_TEXT)]) from error
    except (dbapi2.Error, DBAPIError) as error:
        finding = finding_of(error, path)
        if finding is not None:
            raise Refused([finding]) from error
        reason = _AROUND.get(_code(error))
        if reason is None:
            raise
        msg = f"{path} cannot be used: {reason}."
        raise EnvironmentFailure(msg) from error


def _code(error: dbapi2.Error | DBAPIError) -> int:
    original = error.orig if isinstance(error, DBAPIError) else error
    return int(getattr(original, "sqlite_errorcode", 0) or 0) & _PRIMARY
