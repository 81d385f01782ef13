"""The seal itself: an Ed25519 signature (RFC 8032) over the bytes of the tag manifest.

Exactly those bytes, with no word before them, so that anybody can check it with what they have. Nothing else that these
keys sign looks like a manifest: a study file's signature is bound to its own purpose.
"""

import re
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from seedcryo_reader.domain.canonical import NotCanonical, decode, encode

_ALGORITHM: Final = "Ed25519"
_KEY_ID: Final = re.compile(r"[0-9a-f]{16}")
_SIGNATURE: Final = re.compile(r"[0-9a-f]{128}")


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed, by key id, and the 64 bytes of the signature."""

    key_id: str
    value: bytes

    def encoded(self) -> bytes:
        """Canonical bytes of ``signature.json``."""
        return encode({"algorithm": _ALGORITHM, "key": self.key_id, "signature": self.value.hex()})

    def holds(self, public: bytes, tag_manifest: bytes) -> bool:
        """Whether the owner of a public key (32 bytes) signed this tag manifest."""
        try:
            Ed25519PublicKey.from_public_bytes(public).verify(self.value, tag_manifest)
        except InvalidSignature:
            return False
        return True


def sign_manifest(tag_manifest: bytes, key_id: str, seed: bytes) -> Signature:
    """Sign a tag manifest with the private key given as its seed (32 bytes)."""
    return Signature(key_id, Ed25519PrivateKey.from_private_bytes(seed).sign(tag_manifest))


def read_signature(data: bytes) -> Signature | None:
    """The signature of a ``signature.json``; None for anything that is not one in its canonical form."""
    try:
        value = decode(data)
    except NotCanonical:
        return None
    if not isinstance(value, dict) or set(value) != {"algorithm", "key", "signature"}:
        return None
    key, signature = value["key"], value["signature"]
    if value["algorithm"] != _ALGORITHM or not isinstance(key, str) or not isinstance(signature, str):
        return None
    if not _KEY_ID.fullmatch(key) or not _SIGNATURE.fullmatch(signature):
        return None
    return Signature(key, bytes.fromhex(signature))
