"""Padding to coarse steps: the size of a part shall not tell whose images are in it.

A hidden repeat is the same images under another case number. Without padding its size would be that of the first to the
byte; with it, it is that of every part of about that size.
"""

import hashlib
import hmac
from collections.abc import Iterator
from typing import Final

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import ChaCha20

SMALLEST: Final = 1024**2
"""No archive inside a part has fewer bytes."""

_PIECE: Final = 64 * 1024


def step(size: int) -> int:
    """Smallest step that holds `size` bytes: 1, 1.5, 2, 3, 4, 6, 8, 12, … MiB."""
    power = SMALLEST
    while power < size:
        if size <= power + power // 2:
            return power + power // 2
        power *= 2
    return power


def padding_for(size: int, at_least: int = 0) -> tuple[int, int]:
    """How many bytes of padding fill an archive of `size` bytes to a step, not less than that of `at_least`.

    Returns
    -------
    (padding, size) : (int, int)
        Bytes of padding, and the step.
    """
    whole = step(max(size, at_least))
    return whole - size, whole


def padding_bytes(secret: bytes, identifier: str, size: int) -> Iterator[bytes]:
    """`size` bytes that nobody without the secret can tell from noise, the same each time for the same part.

    Zeros would give the padding of two parts one hash.
    """
    key = hmac.digest(secret, b"padding\0" + identifier.encode("ascii"), hashlib.sha256)
    stream = Cipher(ChaCha20(key, bytes(16)), mode=None).encryptor()
    for at in range(0, size, _PIECE):
        yield stream.update(bytes(min(_PIECE, size - at)))
