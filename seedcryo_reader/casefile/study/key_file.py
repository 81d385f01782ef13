"""The key file ``*.seedkeys``: secrets under a password, and in the open what others may know.

Argon2id makes a key of the password, ChaCha20-Poly1305 (RFC 8439) encrypts under it and authenticates everything that
stands beside. Each time a file is written it gets a new salt, so no nonce is ever used twice with a key. The checksum
is no protection: it tells a damaged file from a wrong password, so that nobody goes on trying.
"""

import secrets
from hashlib import sha256
from pathlib import Path
from typing import Final, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from seedcryo_reader.casefile.study import age_keys, formats, kdf, signing
from seedcryo_reader.casefile.study.fields import STUDY_ID, STUDY_ID_RULE, Fields
from seedcryo_reader.casefile.study.formats import refusal
from seedcryo_reader.casefile.study.kdf import USUAL_COST, Cost
from seedcryo_reader.casefile.study.keys import UID_SECRET_BYTES, CentreSecrets, Keys, Role
from seedcryo_reader.domain import canonical
from seedcryo_reader.domain.canonical import Json, NotCanonical
from seedcryo_reader.domain.errors import Refused

_NONCE_BYTES: Final = 12
_MOST_KEYS: Final = 1000
_OUTSIDE: Final = ("format", "study", "role", "public", "kdf", "nonce")


class _Sealed(NamedTuple):
    study_id: str | None
    role: Role
    salt: bytes
    cost: Cost
    nonce: bytes
    sealed: bytes
    beside: bytes
    public: Json


def open_keys(path: Path, password: str) -> Keys:
    """Open a key file.

    Raises
    ------
    Refused
        ``wrong-password``, or it is no sound key file; all findings.
    EnvironmentFailure
        The file cannot be read, or there is not the memory its password needs.
    """
    file = str(path)
    whole = _read(formats.read_bounded(path), file)
    key = kdf.derive(password, whole.salt, whole.cost)
    try:
        inside = ChaCha20Poly1305(key).decrypt(whole.nonce, whole.sealed, whole.beside)
    except InvalidTag as error:
        text = "The password is not the one of this key file. Mind capitals and the keyboard's language."
        raise refusal("wrong-password", text, file) from error
    return _keys(inside, whole, file)


def stated_recipient(data: bytes, file: str) -> str:
    """The recipient that a key file states in the open, without its password.

    Raises
    ------
    Refused
        It is no sound key file.
    """
    public = _read(data, file).public
    return str(public["recipient"]) if isinstance(public, dict) else ""


def key_file_bytes(keys: Keys, password: str, cost: Cost = USUAL_COST) -> bytes:
    """The bytes of a key file with these keys under this password."""
    salt, nonce = secrets.token_bytes(kdf.SALT_BYTES), secrets.token_bytes(_NONCE_BYTES)
    whole: dict[str, Json] = {
        "format": formats.name(formats.KEYS),
        "study": keys.study_id,
        "role": keys.role.value,
        "public": _public(keys),
        "kdf": kdf.as_json(salt, cost),
        "nonce": nonce.hex(),
    }
    sealing = ChaCha20Poly1305(kdf.derive(password, salt, cost))
    whole["sealed"] = sealing.encrypt(nonce, _inside(keys), _beside(whole)).hex()
    whole["checksum"] = _checksum(whole)
    return canonical.encode(whole)


def _public(keys: Keys) -> Json:
    return {"recipient": keys.recipient, "keys": list(keys.key_ids)}


def _inside(keys: Keys) -> bytes:
    centre: Json = None
    if keys.centre is not None:
        centre = {"seeds": [seed.hex() for seed in keys.centre.seeds], "uid_secret": keys.centre.uid_secret.hex()}
    return canonical.encode({"identity": str(keys.identity), "centre": centre})


def _beside(whole: dict[str, Json]) -> bytes:
    outside = {key: whole[key] for key in _OUTSIDE}
    return formats.name(formats.KEYS).encode() + b"\0" + canonical.encode(outside)


def _checksum(whole: dict[str, Json]) -> str:
    return sha256(canonical.encode({key: one for key, one in whole.items() if key != "checksum"})).hexdigest()


def _read(data: bytes, file: str) -> _Sealed:
    whole = formats.decoded(data, formats.KEYS, file)
    if whole.get("checksum") != _checksum(whole):
        raise refusal("damaged", "The key file is damaged. Fetch the copy you keep of it.", file)
    fields = Fields(file)
    body = fields.record(whole, "", (*_OUTSIDE, "sealed", "checksum"))
    study_id = None
    if body["study"] is not None:
        study_id = fields.text(body["study"], "study", STUDY_ID, STUDY_ID_RULE)
    role = fields.parsed(body["role"], "role", _role, f"one of {', '.join(Role)}")
    public = fields.record(body["public"], "public", ("recipient", "keys"))
    fields.parsed(public["recipient"], "public.recipient", age_keys.recipient, "an age recipient (age1…)")
    salt, cost = kdf.read(fields, body["kdf"], "kdf")
    nonce = fields.hexadecimal(body["nonce"], "nonce", _NONCE_BYTES)
    sealed = fields.hexadecimal(body["sealed"], "sealed")
    if fields.findings or role is None:
        raise Refused(fields.findings)
    return _Sealed(study_id, role, salt, cost, nonce, sealed, _beside(whole), body["public"])


def _role(text: str) -> Role | None:
    return Role(text) if text in set(Role) else None


def _keys(inside: bytes, whole: _Sealed, file: str) -> Keys:
    fields = Fields(file)
    try:
        body = fields.record(canonical.decode(inside), "sealed", ("identity", "centre"))
    except NotCanonical as error:
        raise refusal("not-canonical", "What is sealed in it is no canonical JSON.", file) from error
    identity = fields.parsed(body["identity"], "sealed.identity", age_keys.identity, "an age identity")
    centre = None
    if whole.role is Role.COORDINATOR:
        centre = _centre(fields, body["centre"])
    elif body["centre"] is not None:
        fields.problem("sealed.centre", f"must be null in the key file of role {whole.role}")
    if fields.findings or identity is None:
        raise Refused(fields.findings)
    keys = Keys(file, whole.study_id, whole.role, identity, centre)
    if whole.public != _public(keys):
        raise refusal("bad-field", "What it states in the open does not belong to the keys in it.", file)
    return keys


def _centre(fields: Fields, value: Json) -> CentreSecrets:
    body = fields.record(value, "sealed.centre", ("seeds", "uid_secret"))
    seeds = [
        fields.hexadecimal(one, where, signing.SEED_BYTES)
        for where, one in fields.each(body["seeds"], "sealed.centre.seeds", _MOST_KEYS, 1)
    ]
    uid_secret = fields.hexadecimal(body["uid_secret"], "sealed.centre.uid_secret", UID_SECRET_BYTES)
    return CentreSecrets(tuple(seeds), uid_secret)
