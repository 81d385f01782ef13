"""The study file ``*.seedstudy``: canonical JSON, signed by the study's first key."""

import re
from hashlib import sha256
from pathlib import Path
from typing import Final

from seedcryo_reader.casefile.study import age_keys, formats, signing
from seedcryo_reader.casefile.study.fields import (
    PROTOCOL_ID,
    PROTOCOL_ID_RULE,
    STUDY_ID,
    STUDY_ID_RULE,
    Fields,
)
from seedcryo_reader.casefile.study.model import Protocol, Reason, Revocation, SigningKey, Study
from seedcryo_reader.domain import canonical
from seedcryo_reader.domain.canonical import Json
from seedcryo_reader.domain.errors import Refused

CONTEXT: Final = formats.name(formats.STUDY).encode()
"""What the root's signature is bound to (`signing.sign`)."""

MOST_ENTRIES: Final = 1000
"""Keys, recipients or protocols in one study; a bound, not a plan."""

_SHA256: Final = re.compile("[0-9a-f]{64}")
_SHA256_RULE: Final = "64 lower-case hex digits"
_REASON: Final = re.compile("|".join(Reason))


def read_study(path: Path) -> Study:
    """Read a study file and verify it.

    That the signature is good says that the file is whole and from whoever holds its first key. Whose key that is only
    people can say, by comparing `Study.root.fingerprint`.

    Raises
    ------
    Refused
        It is no sound study file; all findings.
    EnvironmentFailure
        The file cannot be read.
    """
    return parse_study(formats.read_bounded(path), str(path))


def parse_study(data: bytes, file: str) -> Study:
    """The study of a file's bytes, verified; `file` is its name for findings.

    Raises
    ------
    Refused
        As for `read_study`.
    """
    whole = formats.decoded(data, formats.STUDY, file)
    fields = Fields(file)
    outer = fields.record(whole, "", ("format", "study", "signature"))
    study = _study(fields, outer["study"])
    signature = fields.record(outer["signature"], "signature", ("key", "value"))
    value = fields.hexadecimal(signature["value"], "signature.value", signing.SIGNATURE_BYTES)
    if study.keys and study.root.public:
        if signature["key"] != study.root_id:
            fields.problem("signature.key", f"must be the study's first key {study.root_id}", "wrong-signer")
        if value and not signing.verify(study.root.public, canonical.encode(outer["study"]), CONTEXT, value):
            text = "is not the first key's signature over this study: the file was changed. Get it again"
            fields.problem("signature.value", text, "bad-signature")
    if fields.findings:
        raise Refused(fields.findings)
    return study


def signed_bytes(study: Study) -> bytes:
    """The canonical bytes that the root signs."""
    return canonical.encode(_as_json(study))


def digest(study: Study) -> str:
    """SHA-256 (hex) of the signed bytes: what the next revision names as the one before."""
    return sha256(signed_bytes(study)).hexdigest()


def file_bytes(study: Study, root_seed: bytes, file: str) -> bytes:
    """The bytes of a study file, signed and read back; `file` is its name for findings.

    Raises
    ------
    Refused
        The study would not be read again: a name that is none, say. All findings.
    """
    signature: Json = {
        "key": study.root_id,
        "value": signing.sign(signed_bytes(study), CONTEXT, root_seed).hex(),
    }
    whole: Json = {"format": formats.name(formats.STUDY), "study": _as_json(study), "signature": signature}
    data = canonical.encode(whole)
    parse_study(data, file)
    return data


def _as_json(study: Study) -> Json:
    return {
        "id": study.study_id,
        "revision": study.revision,
        "previous": study.previous,
        "keys": [_key_json(key) for key in study.keys],
        "recovery": list(study.recovery),
        "protocols": [{"id": one.protocol_id, "sha256": one.sha256} for one in study.protocols],
    }


def _key_json(key: SigningKey) -> Json:
    revoked: Json = None
    if key.revoked is not None:
        revoked = {"date": key.revoked.day.isoformat(), "reason": key.revoked.reason.value}
    return {"id": key.key_id, "public": key.public.hex(), "added": key.added.isoformat(), "revoked": revoked}


def _study(fields: Fields, value: Json) -> Study:
    body = fields.record(value, "study", ("id", "revision", "previous", "keys", "recovery", "protocols"))
    revision = fields.integer(body["revision"], "study.revision", 1)
    previous = None
    if revision > 1 or body["previous"] is not None:
        previous = fields.text(body["previous"], "study.previous", _SHA256, _SHA256_RULE)
    if body["revision"] == 1 and previous is not None:
        fields.problem("study.previous", "must be null in revision 1")
    keys = tuple(_key(fields, one, where) for where, one in fields.each(body["keys"], "study.keys", MOST_ENTRIES, 1))
    recovery = tuple(
        fields.parsed(one, where, age_keys.recipient, "an age recipient (age1…)") or ""
        for where, one in fields.each(body["recovery"], "study.recovery", MOST_ENTRIES, 1)
    )
    protocols = tuple(
        _protocol(fields, one, where) for where, one in fields.each(body["protocols"], "study.protocols", MOST_ENTRIES)
    )
    fields.once((key.key_id if key.public else "" for key in keys), "study.keys", "key")
    fields.once(recovery, "study.recovery", "recipient")
    fields.once((one.protocol_id for one in protocols), "study.protocols", "protocol")
    return Study(
        fields.text(body["id"], "study.id", STUDY_ID, STUDY_ID_RULE),
        revision,
        previous,
        keys,
        recovery,
        protocols,
    )


def _key(fields: Fields, value: Json, where: str) -> SigningKey:
    body = fields.record(value, where, ("id", "public", "added", "revoked"))
    public = fields.hexadecimal(body["public"], f"{where}.public", signing.PUBLIC_BYTES)
    if public and body["id"] != signing.key_id(public):
        fields.problem(f"{where}.id", f"must be {signing.key_id(public)}, which the public key gives")
    added = fields.day(body["added"], f"{where}.added")
    revoked = None if body["revoked"] is None else _revocation(fields, body["revoked"], f"{where}.revoked")
    return SigningKey(public, added, revoked)


def _revocation(fields: Fields, value: Json, where: str) -> Revocation:
    body = fields.record(value, where, ("date", "reason"))
    reason = fields.text(body["reason"], f"{where}.reason", _REASON, f"one of {', '.join(Reason)}")
    return Revocation(fields.day(body["date"], f"{where}.date"), Reason(reason) if reason else Reason.COMPROMISED)


def _protocol(fields: Fields, value: Json, where: str) -> Protocol:
    body = fields.record(value, where, ("id", "sha256"))
    return Protocol(
        fields.text(body["id"], f"{where}.id", PROTOCOL_ID, PROTOCOL_ID_RULE),
        fields.text(body["sha256"], f"{where}.sha256", _SHA256, _SHA256_RULE),
    )
