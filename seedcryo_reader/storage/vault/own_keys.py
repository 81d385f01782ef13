"""Keys that follow from an account's signing seed, held while its vault is open by its password; the seed is not.

With the exchange key the account signs envelopes to the centre. The other one wraps what a coordinator's account keeps
of the centre. Recovery never gets the seed, so it has neither; after a change of the signing key both are others.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from seedcryo_reader.casefile.study.keys import CentreSecrets
from seedcryo_reader.domain import canonical

_KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12
_EXCHANGE: Final = b"seedcryo-vault/1 exchange key"
_CENTRE: Final = b"seedcryo-vault/1 centre keys"


@dataclass(frozen=True, slots=True)
class OwnKeys:
    """The seed (32 bytes) of the exchange key, and the key (32 bytes) that wraps the centre's secrets."""

    exchange_seed: bytes = field(repr=False)
    wrapping: bytes = field(repr=False)


def keys_from(seed: bytes) -> OwnKeys:
    """The keys that follow from the seed of a signing key."""
    return OwnKeys(_derived(seed, _EXCHANGE), _derived(seed, _CENTRE))


def wrapped(secrets: CentreSecrets, keys: OwnKeys, owner: str, random: Callable[[int], bytes]) -> str:
    """The centre's secrets, encrypted for one account of one study.

    Parameters
    ----------
    owner : str
        Study and account, which they are bound to.
    """
    nonce = random(_NONCE_BYTES)
    plain = canonical.encode({"seeds": [one.hex() for one in secrets.seeds], "uid_secret": secrets.uid_secret.hex()})
    sealed = ChaCha20Poly1305(keys.wrapping).encrypt(nonce, plain, _beside(owner))
    return (nonce + sealed).hex()


def unwrapped(text: str, keys: OwnKeys, owner: str) -> CentreSecrets | None:
    """The centre's secrets; None where they were wrapped under another signing key, for another account, or changed."""
    try:
        data = bytes.fromhex(text)
        inside = ChaCha20Poly1305(keys.wrapping).decrypt(data[:_NONCE_BYTES], data[_NONCE_BYTES:], _beside(owner))
    except (ValueError, InvalidTag):
        return None
    plain: Any = canonical.decode(inside)  # it was written here
    return CentreSecrets(tuple(map(bytes.fromhex, plain["seeds"])), bytes.fromhex(plain["uid_secret"]))


def _beside(owner: str) -> bytes:
    return _CENTRE + b"\0" + owner.encode()


def _derived(seed: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), _KEY_BYTES, None, purpose).derive(seed)
