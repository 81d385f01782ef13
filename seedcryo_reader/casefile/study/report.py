"""What a study file says, as JSON and as lines for a person."""

from collections.abc import Sequence
from datetime import date

from seedcryo_reader.casefile.study.model import SigningKey, Study
from seedcryo_reader.casefile.study.study_file import digest
from seedcryo_reader.domain.canonical import Json
from seedcryo_reader.domain.finding import Finding

FORMAT = 1
"""Changes when a key of the JSON report changes its meaning."""


def state(study: Study, key: SigningKey, today: date) -> str:
    """What a key is good for on a day: ``seals``, ``valid``, ``ending`` (revoked from a later day) or ``revoked``."""
    if key.revoked is not None:
        return "ending" if today < key.revoked.day else "revoked"
    return "seals" if key == study.sealing_key else "valid"


def study_report(file: str, study: Study | None, findings: Sequence[Finding], today: date) -> dict[str, Json]:
    """The JSON of ``study show``; the study is null where the file was refused."""
    return {
        "format": FORMAT,
        "file": file,
        "study": None if study is None else _study_json(study, today),
        "findings": [one.plain() for one in findings],
    }


def _study_json(study: Study, today: date) -> Json:
    return {
        "id": study.study_id,
        "revision": study.revision,
        "previous": study.previous,
        "sha256": digest(study),
        "root": {"id": study.root_id, "fingerprint": study.root.fingerprint},
        "keys": [_key_json(study, key, today) for key in study.keys],
        "recovery": list(study.recovery),
        "protocols": [{"id": one.protocol_id, "sha256": one.sha256} for one in study.protocols],
    }


def _key_json(study: Study, key: SigningKey, today: date) -> Json:
    revoked: Json = None
    if key.revoked is not None:
        revoked = {"date": key.revoked.day.isoformat(), "reason": key.revoked.reason.value}
    return {
        "id": key.key_id,
        "public": key.public.hex(),
        "added": key.added.isoformat(),
        "revoked": revoked,
        "state": state(study, key, today),
    }


def study_lines(study: Study, today: date) -> list[str]:
    """The study for a person."""
    return [
        f"Study {study.study_id}, revision {study.revision}; signed by its first key.",
        f"Fingerprint: {study.root.fingerprint}",
        "  Compare it by voice with the coordinating centre before you trust this file.",
        "Signing keys:",
        *(f"  {key.key_id}  added {key.added}, {_words(study, key, today)}" for key in study.keys),
        "Recovery recipients:",
        *(f"  {one}" for one in study.recovery),
        "Protocols:" if study.protocols else "Protocols: none yet; add one with study add-protocol before sealing.",
        *(f"  {one.protocol_id}  SHA-256 {one.sha256}" for one in study.protocols),
    ]


def _words(study: Study, key: SigningKey, today: date) -> str:
    root = "; signs this file" if key == study.root else ""
    if key.revoked is None:
        return ("seals now" if key == study.sealing_key else "still counts") + root
    word = "ending" if today < key.revoked.day else "revoked"
    return f"{word} ({key.revoked.reason}): not taken on parts that arrive on {key.revoked.day} or later{root}"
