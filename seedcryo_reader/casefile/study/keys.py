"""The secrets of a key file once it is open. Nothing here shows them by being printed."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from seedcryo_reader.casefile.study import signing
from seedcryo_reader.casefile.study.age_keys import Identity, recipient_of
from seedcryo_reader.casefile.study.formats import refusal
from seedcryo_reader.casefile.study.model import Study

UID_SECRET_BYTES: Final = 32


class Role(StrEnum):
    """Whose keys they are."""

    COORDINATOR = "coordinator"
    ACCOUNT = "account"
    RECOVERY = "recovery"


@dataclass(frozen=True, slots=True)
class CentreSecrets:
    """What only the coordinating centre has.

    Attributes
    ----------
    seeds : tuple of bytes
        The private halves (32 bytes) of the centre's signing keys, in the order they were made; the first is the root.
    uid_secret : bytes
        32 bytes, the same for the study's whole life: from it come the pseudonymous UIDs.
    """

    seeds: tuple[bytes, ...] = field(repr=False)
    uid_secret: bytes = field(repr=False)

    @property
    def public_keys(self) -> tuple[bytes, ...]:
        """The public halves of `seeds`."""
        return tuple(map(signing.public_of, self.seeds))


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of one key file, opened with its password.

    Attributes
    ----------
    file : str
        The key file, as shown to the user.
    study_id : str or None
        The study they belong to; an account's may belong to none yet.
    role : Role
    identity : Identity
        The age identity that opens what is encrypted to `recipient`.
    """

    file: str
    study_id: str | None
    role: Role
    identity: Identity = field(repr=False)
    centre: CentreSecrets | None = field(default=None, repr=False)

    @property
    def recipient(self) -> str:
        """The ``age1…`` recipient that others encrypt to."""
        return recipient_of(self.identity)

    @property
    def key_ids(self) -> tuple[str, ...]:
        """Ids of the signing keys in here; none in an account's file."""
        return () if self.centre is None else tuple(map(signing.key_id, self.centre.public_keys))

    @property
    def uid_secret(self) -> bytes:
        """The study's secret for pseudonymous UIDs (32 bytes).

        Raises
        ------
        Refused
            These are no coordinator's keys.
        """
        return self.need_centre().uid_secret

    def need_centre(self) -> CentreSecrets:
        """The centre's secrets.

        Raises
        ------
        Refused
            These are no coordinator's keys.
        """
        if self.centre is None:
            text = f"It is a key file of role {self.role} and cannot sign. Give the coordinating centre's."
            raise refusal("no-coordinator", text, self.file)
        return self.centre

    def sign(self, data: bytes, context: bytes, key_id: str) -> bytes:
        """Sign with one of the centre's keys (`signing.sign`); returns 64 bytes.

        Raises
        ------
        Refused
            The key is not in here.
        """
        return signing.sign(data, context, self.seed(key_id))

    def seed(self, key_id: str) -> bytes:
        """The private half of one signing key.

        Raises
        ------
        Refused
            The key is not in here.
        """
        centre = self.need_centre()
        for seed, public in zip(centre.seeds, centre.public_keys, strict=True):
            if signing.key_id(public) == key_id:
                return seed
        raise refusal(
            "key-not-here", f"It does not hold key {key_id}. Give the newest copy of the key file.", self.file
        )

    def check_study(self, study: Study) -> None:
        """Refuse keys that are not those of this study's centre.

        Raises
        ------
        Refused
            Another role, another study, or keys without the study's first key.
        """
        self.need_centre()
        if self.study_id != study.study_id:
            text = f"It belongs to study {self.study_id}, not to {study.study_id}."
        elif study.root_id not in self.key_ids:
            text = f"It does not hold the study's first key {study.root_id}: it belongs to another study of this name."
        else:
            return
        raise refusal("other-study", text, self.file)

    def sealing_key(self, study: Study) -> str:
        """Id of the key that seals for this study now: the last one added that is not revoked.

        Raises
        ------
        Refused
            As for `check_study`; or every key is revoked, or the key is not in here.
        """
        self.check_study(study)
        key = study.sealing_key
        if key is None:
            raise refusal("no-sealing-key", "Every key of the study is revoked. Make a new one with study rotate-key.")
        self.seed(key.key_id)
        return key.key_id
