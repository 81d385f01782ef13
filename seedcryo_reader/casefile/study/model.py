"""What a study file says, as frozen values: verified after reading, or about to be signed."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from seedcryo_reader.casefile.study import signing


class Reason(StrEnum):
    """Why a key no longer counts."""

    COMPROMISED = "compromised"
    RETIRED = "retired"
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Revocation:
    """From which day on a key no longer counts (UTC, that day included), and why."""

    day: date
    reason: Reason


@dataclass(frozen=True, slots=True)
class SigningKey:
    """One of the centre's Ed25519 keys: its public half (32 bytes) and the UTC day it was added."""

    public: bytes
    added: date
    revoked: Revocation | None = None

    @property
    def key_id(self) -> str:
        """Short name of the key, made from the key itself."""
        return signing.key_id(self.public)

    @property
    def fingerprint(self) -> str:
        """Long name of the key, in groups, for comparing by voice."""
        return signing.fingerprint(self.public)


@dataclass(frozen=True, slots=True)
class Protocol:
    """A protocol file the study reads by: its id, and the SHA-256 of its bytes as 64 hex digits."""

    protocol_id: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Study:
    """One revision of a study file.

    Attributes
    ----------
    study_id : str
        Such as ``"SEED-CRYO"``.
    revision : int
        1 for the first.
    previous : str or None
        SHA-256 (hex) of the signed bytes of the revision before; None for the first.
    keys : tuple of SigningKey
        In the order they were added. The first is the root: it signs the study file, for the study's whole life.
    recovery : tuple of str
        age recipients (``age1…``) that can open what a lost password locks.
    protocols : tuple of Protocol
        In the order they were added.
    """

    study_id: str
    revision: int
    previous: str | None
    keys: tuple[SigningKey, ...]
    recovery: tuple[str, ...]
    protocols: tuple[Protocol, ...]

    @property
    def root(self) -> SigningKey:
        """The key that signs the study file."""
        return self.keys[0]

    @property
    def root_id(self) -> str:
        """Key id of the root."""
        return self.root.key_id

    @property
    def sealing_key(self) -> SigningKey | None:
        """The key that seals: the last one added that is not revoked, not even from a later day."""
        return next((key for key in reversed(self.keys) if key.revoked is None), None)

    def key(self, key_id: str) -> SigningKey | None:
        """The key of this id, if the study knows it."""
        return next((key for key in self.keys if key.key_id == key_id), None)

    def protocol(self, protocol_id: str) -> Protocol | None:
        """The protocol of this id, if the study has it."""
        return next((one for one in self.protocols if one.protocol_id == protocol_id), None)

    def trusts(self, key_id: str, on: date) -> bool:
        """Whether a signature by this key counts on something received on day `on`.

        `on` is the UTC day the verifying station received it. A part carries no date: none may reach a reader, and
        whoever stole a key could write any date into it. For the same reason the day a key was added plays no part:
        a study file that names the key is proof enough, and a station whose clock is behind must not refuse a part.
        """
        key = self.key(key_id)
        return key is not None and (key.revoked is None or on < key.revoked.day)
