"""Numbers out of a seed that anybody can draw again in any language: ``seedcryo-draw/1``.

`resources/manual/decisions/0015-draws-and-covers.md` defines them with worked examples.
"""

import hmac
import re
from collections.abc import Iterable, Iterator
from typing import Final, TypeVar

_One = TypeVar("_One")

ALGORITHM: Final = "seedcryo-draw/1"
SEED: Final = re.compile(r"[0-9a-f]{32}")

_WORD_BYTES: Final = 8
_WORDS: Final = 1 << (8 * _WORD_BYTES)


class Stream:
    """Whole numbers drawn for one purpose; the same seed and purpose give the same numbers.

    Block i (0, 1, …) is HMAC-SHA256 under the seed's 16 bytes of: the algorithm's name, a zero byte, the purpose in
    UTF-8, a zero byte, and i as 8 bytes, the highest first. The blocks one after the other are cut into words of 8
    bytes, the highest first.
    """

    def __init__(self, seed: str, purpose: str) -> None:
        self._key = bytes.fromhex(seed)
        self._purpose = b"\0".join((ALGORITHM.encode(), purpose.encode(), b""))
        self._next = self._words()

    def below(self, bound: int) -> int:
        """A number from 0 up to but without `bound`, each as likely.

        A word at or above the largest multiple of `bound` is thrown away; of any other the remainder is taken.
        """
        limit = _WORDS - _WORDS % bound
        return next(word for word in self._next if word < limit) % bound

    def shuffled(self, values: Iterable[_One]) -> list[_One]:
        """The values in random order (Fisher and Yates): from the last down, each is swapped with one up to itself."""
        found = list(values)
        for place in range(len(found) - 1, 0, -1):
            other = self.below(place + 1)
            found[place], found[other] = found[other], found[place]
        return found

    def _words(self) -> Iterator[int]:
        number = 0
        while True:
            block = self._block(number)
            for start in range(0, len(block), _WORD_BYTES):
                yield int.from_bytes(block[start : start + _WORD_BYTES])
            number += 1

    def _block(self, number: int) -> bytes:
        return hmac.digest(self._key, self._purpose + number.to_bytes(_WORD_BYTES), "sha256")


def named(seed: str, purpose: str) -> str:
    """16 hex digits that stand for a purpose: the first word of its numbers."""
    return f"{Stream(seed, purpose).below(_WORDS):016x}"
