"""The key file of a vault ``<account>.keys``: the data key and the signing key, under the password.

Argon2id makes a key of the password; HKDF parts it into one that wraps the data key and one that wraps the signing key.
The data key is also encrypted to the study's recovery recipients (age), the signing key to nobody: recovery opens the
log and never signs. Everything that stands in the open is authenticated by both wraps, so nothing can be moved from one
account's file to another's.
"""

import base64
import hashlib
import os
import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

import pyrage
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from seedcryo_reader.casefile.study import age_keys, formats, kdf, signing
from seedcryo_reader.casefile.study.age_keys import Identity
from seedcryo_reader.casefile.study.fields import STUDY_ID, STUDY_ID_RULE, Fields
from seedcryo_reader.casefile.study.formats import refusal
from seedcryo_reader.casefile.study.kdf import Cost
from seedcryo_reader.database.copying import flush_folder
from seedcryo_reader.domain import canonical
from seedcryo_reader.domain.canonical import Json, NotCanonical
from seedcryo_reader.domain.errors import EnvironmentFailure, Refused

FORMAT: Final = "seedcryo-vault/1"
KEY_BYTES: Final = 32
ACCOUNT: Final = re.compile(r"[a-z][a-z0-9-]{0,31}")
ACCOUNT_RULE: Final = "1 to 32 small letters, digits or dashes, a letter first"

_NONCE_BYTES: Final = 12
_MOST_KEYS: Final = 100
_OUTSIDE: Final = ("format", "revision", "study", "account", "recipient", "public", "retired", "kdf", "recovery")
_KEYS: Final = (*_OUTSIDE, "data", "signing", "checksum")
_DATA: Final = b"seedcryo-vault/1 data key"
_SIGNING: Final = b"seedcryo-vault/1 signing key"


@dataclass(frozen=True, slots=True)
class Wrapped:
    """Something encrypted with ChaCha20-Poly1305: the nonce and the sealed bytes."""

    nonce: bytes
    sealed: bytes = field(repr=False)

    def plain(self) -> Json:
        """As JSON."""
        return {"nonce": self.nonce.hex(), "sealed": self.sealed.hex()}


@dataclass(frozen=True, slots=True)
class KeyFile:
    """What a key file says.

    Attributes
    ----------
    revision : int
        Counts every writing of it, so that an older copy is known by the vault that it opens.
    study_id, account : str
    recipient : str
        The account's ``age1…``, which parts are encrypted to.
    public : bytes
        The signing key's public half.
    retired : tuple of bytes
        Public halves of signing keys before it.
    salt, cost
        Of the password.
    recovery : tuple of bytes
        The data keys, encrypted to the recovery recipients (age): one, or two while the key is being changed.
    data : tuple of Wrapped
        The same data keys under the password, in the same order.
    signing : Wrapped
        The seed of the signing key, under the password alone.
    """

    revision: int
    study_id: str
    account: str
    recipient: str
    public: bytes
    retired: tuple[bytes, ...]
    salt: bytes
    cost: Cost
    recovery: tuple[bytes, ...] = field(repr=False)
    data: tuple[Wrapped, ...] = field(repr=False)
    signing: Wrapped = field(repr=False)

    @property
    def key_id(self) -> str:
        """Id of the signing key."""
        return signing.key_id(self.public)

    def outside(self) -> dict[str, Json]:
        """What stands in the open."""
        return {
            "format": FORMAT,
            "revision": self.revision,
            "study": self.study_id,
            "account": self.account,
            "recipient": self.recipient,
            "public": self.public.hex(),
            "retired": [one.hex() for one in self.retired],
            "kdf": kdf.as_json(self.salt, self.cost),
            "recovery": [base64.b64encode(one).decode("ascii") for one in self.recovery],
        }

    def encoded(self) -> bytes:
        """The bytes of the file."""
        whole = self.outside()
        whole["data"] = [one.plain() for one in self.data]
        whole["signing"] = self.signing.plain()
        whole["checksum"] = _checksum(whole)
        return canonical.encode(whole)


@dataclass(frozen=True, slots=True)
class Secrets:
    """What a key file keeps: the data keys (the newest last), and the seed of the signing key where it is known."""

    data: tuple[bytes, ...] = field(repr=False)
    seed: bytes | None = field(default=None, repr=False)


def sealed_file(
    file: KeyFile, password: str, inside: Secrets, recovery: Sequence[str], random: Callable[[int], bytes]
) -> KeyFile:
    """The key file with these secrets under this password, with a fresh salt and nonces.

    Raises
    ------
    ValueError
        The seed is not known.
    """
    if inside.seed is None:
        msg = "a key file is sealed with its signing key"
        raise ValueError(msg)
    recipients = [pyrage.x25519.Recipient.from_str(one) for one in recovery]
    file = replace(
        file,
        revision=file.revision + 1,
        salt=random(kdf.SALT_BYTES),
        public=signing.public_of(inside.seed),
        recovery=tuple(pyrage.encrypt(one, recipients) for one in inside.data),
    )
    data_key, signing_key = _parted(kdf.derive(password, file.salt, file.cost))
    beside = _beside(file)
    return replace(
        file,
        data=tuple(_wrap(data_key, one, beside, random) for one in inside.data),
        signing=_wrap(signing_key, inside.seed, beside, random),
    )


def unsealed(file: KeyFile, password: str, shown: str, *, seed: bool) -> Secrets:
    """The secrets, by the password; the seed of the signing key only where it is asked for.

    Raises
    ------
    Refused
        ``wrong-password``.
    """
    data_key, signing_key = _parted(kdf.derive(password, file.salt, file.cost))
    beside = _beside(file)
    try:
        data = tuple(_unwrap(data_key, one, beside) for one in file.data)
        return Secrets(data, _unwrap(signing_key, file.signing, beside) if seed else None)
    except InvalidTag as error:
        text = f"The password is not the one of account {file.account}. Mind capitals and the keyboard's language."
        raise refusal("wrong-password", text, shown) from error


def recovered(file: KeyFile, identities: Sequence[Identity], shown: str) -> Secrets:
    """The data keys, by an identity that the study may recover with.

    Raises
    ------
    Refused
        ``not-recoverable``: none of them fits.
    """
    try:
        return Secrets(tuple(pyrage.decrypt(one, list(identities)) for one in file.recovery))
    except pyrage.DecryptError as error:
        text = f"These keys cannot recover account {file.account}. Give the study's recovery key file."
        raise refusal("not-recoverable", text, shown) from error


def read_key_file(path: Path) -> KeyFile:
    """Read a key file; nothing of it is opened.

    Raises
    ------
    Refused
        It is damaged or none; all findings.
    EnvironmentFailure
        It cannot be read.
    """
    data = formats.read_bounded(path)
    shown = path.name
    try:
        whole = canonical.decode(data)
    except NotCanonical as error:
        raise _damaged(shown) from error
    if not isinstance(whole, dict) or whole.get("checksum") != _checksum(whole):
        raise _damaged(shown)
    if whole.get("format") != FORMAT:
        raise refusal(
            "newer-format", f"The vault's key file is not of the format {FORMAT}. Install a newer program.", shown
        )
    return _parsed(whole, shown)


def write_key_file(path: Path, file: KeyFile) -> None:
    """Write a key file in one step, over the one that is there.

    Raises
    ------
    EnvironmentFailure
        It cannot be written; the one that is there stays.
    """
    partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}.partial")
    try:
        try:
            handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
            with os.fdopen(handle, "wb") as stream:
                stream.write(file.encoded())
                stream.flush()
                os.fsync(stream.fileno())
            partial.replace(path)
            flush_folder(path.parent)
        finally:
            partial.unlink(missing_ok=True)
    except OSError as error:
        msg = f"{path} cannot be written: {error.strerror}. Free some space, or check who may write it."
        raise EnvironmentFailure(msg) from error


def _parsed(whole: dict[str, Json], shown: str) -> KeyFile:
    fields = Fields(shown)
    body = fields.record(whole, "", _KEYS)
    revision = fields.integer(body["revision"], "revision", 1)
    study_id = fields.text(body["study"], "study", STUDY_ID, STUDY_ID_RULE)
    account = fields.text(body["account"], "account", ACCOUNT, ACCOUNT_RULE)
    recipient = fields.parsed(body["recipient"], "recipient", age_keys.recipient, "an age recipient (age1…)")
    public = fields.hexadecimal(body["public"], "public", signing.PUBLIC_BYTES)
    retired = tuple(
        fields.hexadecimal(one, where, signing.PUBLIC_BYTES)
        for where, one in fields.each(body["retired"], "retired", _MOST_KEYS)
    )
    salt, cost = kdf.read(fields, body["kdf"], "kdf")
    recovery = tuple(
        fields.parsed(one, where, _base64, "base64") or b""
        for where, one in fields.each(body["recovery"], "recovery", 2, 1)
    )
    data = tuple(_wrapped(fields, one, where) for where, one in fields.each(body["data"], "data", 2, 1))
    seed = _wrapped(fields, body["signing"], "signing")
    if fields.findings or recipient is None:
        raise Refused(fields.findings)
    if len(data) != len(recovery):
        raise _damaged(shown)
    return KeyFile(revision, study_id, account, recipient, public, retired, salt, cost, recovery, data, seed)


def _wrapped(fields: Fields, value: Json, where: str) -> Wrapped:
    body = fields.record(value, where, ("nonce", "sealed"))
    return Wrapped(
        fields.hexadecimal(body["nonce"], f"{where}.nonce", _NONCE_BYTES),
        fields.hexadecimal(body["sealed"], f"{where}.sealed"),
    )


def _base64(text: str) -> bytes | None:
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        return None


def _parted(key: bytes) -> tuple[bytes, bytes]:
    """The two keys that a password gives: for the data key, and for the signing key."""
    return _derived(key, _DATA), _derived(key, _SIGNING)


def _derived(key: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, None, purpose).derive(key)


def _wrap(key: bytes, plain: bytes, beside: bytes, random: Callable[[int], bytes]) -> Wrapped:
    nonce = random(_NONCE_BYTES)
    return Wrapped(nonce, ChaCha20Poly1305(key).encrypt(nonce, plain, beside))


def _unwrap(key: bytes, wrapped: Wrapped, beside: bytes) -> bytes:
    return ChaCha20Poly1305(key).decrypt(wrapped.nonce, wrapped.sealed, beside)


def _beside(file: KeyFile) -> bytes:
    return FORMAT.encode() + b"\0" + canonical.encode(file.outside())


def _checksum(whole: dict[str, Json]) -> str:
    """Tells a damaged file from a wrong password; it protects nothing."""
    return hashlib.sha256(canonical.encode({key: one for key, one in whole.items() if key != "checksum"})).hexdigest()


def _damaged(shown: str) -> Refused:
    return refusal("damaged", f"{shown} is damaged: the vault's keys cannot be read. Fetch a backup of it.", shown)
