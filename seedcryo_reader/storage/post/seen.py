"""Files that were taken or refused before: a folder is never emptied, and nobody wants to begin anew each time."""

import hashlib
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

from seedcryo_reader.exchange.envelope import SUFFIX
from seedcryo_reader.storage.post.owner import Owner

_KEPT: Final = "post-taken"
_TOLD: Final = "post-refused"
_DIGITS: Final = 32


class SeenFiles:
    """Files whose envelopes are in the inbox, as the vault of an account keeps them: by name, size and time.

    A file counts only under the name that is the hash of its bytes: under another one somebody could hide an envelope
    that is yet to come. One that was changed since is read again.
    """

    def __init__(self, owner: Owner) -> None:
        self._owner = owner
        self._kept = frozenset(one for one in (owner.vault().kept(_KEPT) or "").split() if len(one) == _DIGITS)
        self._told = frozenset((owner.vault().kept(_TOLD) or "").split())
        self._met: dict[str, str] = {}
        self._named: set[str] = set()
        self._new: set[str] = set()

    def has(self, path: Path) -> bool:
        """Whether a file was taken as it is, and need not be read again."""
        self._met[path.name] = _as_it_is(path)
        return self._met[path.name] in self._kept

    def read(self, name: str, data: bytes) -> None:
        """Look whether a file that was asked for has the name it has to have."""
        if name == f"{hashlib.sha256(data).hexdigest()}{SUFFIX}":
            self._named.add(name)

    def add(self, name: str) -> None:
        """Remember a file that was read and whose envelope is in the inbox now."""
        if name in self._named and self._met[name]:
            self._new.add(self._met[name])

    def refused(self, reasons: Iterable[tuple[str, str]]) -> tuple[str, ...]:
        """The codes among names and codes of refused files that were not told before, which are kept as told.

        Raises
        ------
        EnvironmentFailure
            They could not be kept.
        """
        new = {_short(f"{code} {name}"): code for name, code in reasons}
        untold = new.keys() - self._told
        if untold:
            self._told |= untold
            self._owner.vault().keep(_TOLD, " ".join(sorted(self._told)))
        return tuple(sorted({new[one] for one in untold}))

    def keep(self) -> None:
        """Keep what was added.

        Raises
        ------
        EnvironmentFailure
            It could not be written; the files are just read again.
        """
        if not self._new <= self._kept:
            self._kept |= self._new
            self._owner.vault().keep(_KEPT, " ".join(sorted(self._kept)))


def _as_it_is(path: Path) -> str:
    """What tells a file with this name from a changed one; nothing where it cannot be looked at."""
    with suppress(OSError):
        found = path.stat()
        return _short(f"{path.name} {found.st_size} {found.st_mtime_ns}")
    return ""


def _short(text: str) -> str:
    """The first digits of the hash of a text, which may hold a name that is no UTF-8."""
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:_DIGITS]
