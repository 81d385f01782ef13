"""Ed25519 signatures that hold for one purpose only, and the names of keys."""

from hashlib import sha256
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

PUBLIC_BYTES: Final = 32
SEED_BYTES: Final = 32
SIGNATURE_BYTES: Final = 64

_KEY_ID_DIGITS: Final = 16
_FINGERPRINT_DIGITS: Final = 32


def key_id(public: bytes) -> str:
    """Name of a public key: the first 16 hex digits of its SHA-256."""
    return sha256(public).hexdigest()[:_KEY_ID_DIGITS]


def fingerprint(public: bytes) -> str:
    """What two people compare by voice: the first 32 hex digits of the key's SHA-256 in groups of four.

    Twice as long as the key id, because whoever wants to pass for a study has all the time to look for a key that
    reads alike.
    """
    digits = sha256(public).hexdigest()[:_FINGERPRINT_DIGITS]
    return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))


def public_of(seed: bytes) -> bytes:
    """Public key (32 bytes) of a private key given as its seed (32 bytes, RFC 8032 section 5.1.5)."""
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()


def sign(data: bytes, context: bytes, seed: bytes) -> bytes:
    """Sign `data` for one purpose; returns 64 bytes.

    Parameters
    ----------
    data : bytes
        What is signed.
    context : bytes
        The purpose, such as ``b"seedcryo-study/1"``. A signature for one purpose is none for another.
    seed : bytes
        The private key.

    Raises
    ------
    ValueError
        The context is empty or holds a zero byte, so that it would not end where it seems to.
    """
    return Ed25519PrivateKey.from_private_bytes(seed).sign(_bound(data, context))


def verify(public: bytes, data: bytes, context: bytes, signature: bytes) -> bool:
    """Whether the signature was made with this key over this data for this purpose.

    Raises
    ------
    ValueError
        As for `sign`. A public key or signature of the wrong length is simply no match.
    """
    message = _bound(data, context)
    if len(public) != PUBLIC_BYTES:
        return False
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except InvalidSignature:
        return False
    return True


def _bound(data: bytes, context: bytes) -> bytes:
    if not context or b"\0" in context:
        msg = "a context is a word without zero bytes"
        raise ValueError(msg)
    return context + b"\0" + data
