"""Files that were taken before: a folder is never emptied, and nobody wants to decrypt everything at each sign-in."""

import hashlib
from typing import Final

from seedcryo_reader.exchange.envelope import SUFFIX
from seedcryo_reader.storage.post.owner import Owner

_KEPT: Final = "post-taken"
_DIGITS: Final = 16


class SeenFiles:
    """The names of files whose envelopes are in the inbox, as the vault of an account keeps them.

    A file counts only under the name that is the hash of its bytes: under another one somebody could hide an envelope
    that is yet to come. 16 digits of it are kept.
    """

    def __init__(self, owner: Owner) -> None:
        self._owner = owner
        self._kept = frozenset((owner.vault().kept(_KEPT) or "").split())
        self._named: set[str] = set()
        self._new: set[str] = set()

    def has(self, name: str) -> bool:
        """Whether the file of this name need not be read again."""
        return name.endswith(SUFFIX) and name[:_DIGITS] in self._kept

    def read(self, name: str, data: bytes) -> None:
        """Look whether a file has the name it has to have."""
        if name == f"{hashlib.sha256(data).hexdigest()}{SUFFIX}":
            self._named.add(name)

    def add(self, name: str) -> None:
        """Remember a file that was read and whose envelope is in the inbox now."""
        if name in self._named:
            self._new.add(name[:_DIGITS])

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
