"""What the centre does with a study: make it, change its keys, add protocols. Each act is whole or not at all."""

import dataclasses
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from seedcryo_reader.casefile.study import age_keys, formats, kdf, signing, writing
from seedcryo_reader.casefile.study.formats import refusal
from seedcryo_reader.casefile.study.kdf import USUAL_COST, Cost
from seedcryo_reader.casefile.study.key_file import key_file_bytes, open_keys, stated_recipient
from seedcryo_reader.casefile.study.keys import UID_SECRET_BYTES, CentreSecrets, Keys, Role
from seedcryo_reader.casefile.study.model import Protocol, Reason, Revocation, SigningKey, Study
from seedcryo_reader.casefile.study.revisions import follows
from seedcryo_reader.casefile.study.study_file import digest, file_bytes, parse_study
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.finding import Finding


@dataclass(frozen=True, slots=True)
class Access:
    """A study file, and the key file that may change it.

    Attributes
    ----------
    study, keys : Path
    password : callable
        The key file's password; asked once, after everything that can be refused without it.
    """

    study: Path
    keys: Path
    password: Callable[[], str]


def make_study(
    access: Access,
    study_id: str,
    *,
    recovery: Sequence[str],
    protocols: Sequence[Protocol],
    recovery_file: Path | None,
    today: date,
    cost: Cost = USUAL_COST,
) -> Study:
    """Make a study file and the centre's key file; both must not be there yet.

    Parameters
    ----------
    access : Access
        Where both go, and the new password.
    study_id : str
        Such as ``"SEED-CRYO"``.
    recovery : sequence of str
        age recipients.
    protocols : sequence of Protocol
    recovery_file : Path or None
        Where to put a new recovery identity, under the same password; its recipient is added to `recovery`.
    today : date
        The UTC day.
    cost : Cost
        What a guess at the password costs.

    Raises
    ------
    Refused
        A file that is there already, a bad name, a password that is too short; nothing is written.
    EnvironmentFailure
        A file cannot be written; nothing is left.
    """
    files = [access.keys, *([] if recovery_file is None else [recovery_file]), access.study]
    if len({*map(Path.resolve, files)}) != len(files):
        raise refusal("same-name", "Study file, key file and recovery file need a name each.", *files)
    writing.refuse_existing(*files)
    centre = CentreSecrets((secrets.token_bytes(signing.SEED_BYTES),), secrets.token_bytes(UID_SECRET_BYTES))
    keys = Keys(str(access.keys), study_id, Role.COORDINATOR, age_keys.new_identity(), centre)
    saved = Keys(str(recovery_file), study_id, Role.RECOVERY, age_keys.new_identity())
    recipients = (*recovery, *([] if recovery_file is None else [saved.recipient]))
    root = SigningKey(centre.public_keys[0], today)
    study = Study(study_id, 1, None, (root,), tuple(dict.fromkeys(recipients)), tuple(protocols))
    signed = file_bytes(study, centre.seeds[0], str(access.study))
    password = access.password()
    kdf.check_new_password(password)
    contents = [(access.keys, key_file_bytes(keys, password, cost), writing.SECRET)]
    if recovery_file is not None:
        contents.append((recovery_file, key_file_bytes(saved, password, cost), writing.SECRET))
    _write_all([*contents, (access.study, signed, writing.PUBLIC)])
    return study


def rotate_key(access: Access, today: date, cost: Cost = USUAL_COST) -> Study:
    """Make a new signing key, which seals from now on; returns the study's next revision.

    The key file is written first, with the new key beside the others, then the study file. Cut off in between, the old
    study and the new key file still go together, and running it again takes the key that waits in the key file.

    Raises
    ------
    Refused
        The files are unsound or do not belong together, or the password is wrong; nothing is changed.
    EnvironmentFailure
        A file cannot be read or written.
    """
    data, study = _read(access)
    before, password, keys = _open(access, study)
    centre = keys.need_centre()
    public = next((one for one in centre.public_keys if study.key(signing.key_id(one)) is None), None)
    if public is None:
        seed = secrets.token_bytes(signing.SEED_BYTES)
        public = signing.public_of(seed)
        more = dataclasses.replace(keys, centre=CentreSecrets((*centre.seeds, seed), centre.uid_secret))
        writing.replace(access.keys, key_file_bytes(more, password, cost), writing.SECRET, before)
    newer = _next(study, keys=(*study.keys, SigningKey(public, today)))
    _write_next(access, data, newer, study, keys)
    return newer


def revoke_key(access: Access, key_id: str, day: date, reason: Reason) -> Study:
    """Say from which day on a key no longer counts; returns the study, unchanged where it said so already.

    The last key that is not revoked stays: with it gone nobody could seal, and every part on its way would be refused.

    Raises
    ------
    Refused
        No such key, the last one, or a day later than the one that was said before; nothing is changed.
    EnvironmentFailure
        A file cannot be read or written.
    """
    data, study = _read(access)
    key = study.key(key_id)
    if key is None:
        known = ", ".join(one.key_id for one in study.keys)
        raise refusal("unknown-key", f"The study knows no key of that id. It knows {known}.", access.study)
    revoked = dataclasses.replace(key, revoked=Revocation(day, reason))
    newer = _next(study, keys=tuple(revoked if one == key else one for one in study.keys))
    if revoked == key:
        return study
    if study.sealing_key is not None and newer.sealing_key is None:
        text = f"Key {key_id} is the only one left to seal with. Make a new one with study rotate-key first."
        raise refusal("last-key", text, access.study)
    _check_follows(study, newer, access)
    _before, _password, keys = _open(access, study)
    _write_next(access, data, newer, study, keys)
    return newer


def add_protocols(access: Access, protocols: Sequence[Protocol]) -> Study:
    """Add protocols; returns the study, unchanged where it had them all already.

    Raises
    ------
    Refused
        A protocol of the same id with another hash; nothing is changed.
    EnvironmentFailure
        A file cannot be read or written.
    """
    data, study = _read(access)
    newer = _next(study, protocols=tuple(dict.fromkeys((*study.protocols, *protocols))))
    findings = [
        Finding(
            "changed-protocol",
            f"Protocol {one.protocol_id} is in the study with another hash. A changed protocol needs a new id.",
            (str(access.study),),
        )
        for one in protocols
        if study.protocol(one.protocol_id) not in {None, one}
    ]
    if findings:
        raise Refused(findings)
    if newer.protocols == study.protocols:
        return study
    _before, _password, keys = _open(access, study)
    _write_next(access, data, newer, study, keys)
    return newer


def make_account_key(out: Path, study_id: str | None, password: Callable[[], str], cost: Cost = USUAL_COST) -> str:
    """Make the key file of an account; returns the ``age1…`` recipient that parts can be encrypted to.

    Raises
    ------
    Refused
        The file is there already, or the password is too short.
    EnvironmentFailure
        The file cannot be written; nothing is left of it.
    """
    writing.refuse_existing(out)
    keys = Keys(str(out), study_id, Role.ACCOUNT, age_keys.new_identity())
    chosen = password()
    kdf.check_new_password(chosen)
    writing.write_new(out, key_file_bytes(keys, chosen, cost), writing.SECRET)
    return keys.recipient


def _read(access: Access) -> tuple[bytes, Study]:
    data = formats.read_bounded(access.study)
    return data, parse_study(data, str(access.study))


def _open(access: Access, study: Study) -> tuple[bytes, str, Keys]:
    """The key file's bytes, its password, and the keys, which are this study's."""
    before = formats.read_bounded(access.keys)
    stated_recipient(before, str(access.keys))  # an unsound file is refused before anybody types a password
    password = access.password()
    keys = open_keys(access.keys, password)
    keys.check_study(study)
    return before, password, keys


def _next(study: Study, **changes: object) -> Study:
    return dataclasses.replace(study, revision=study.revision + 1, previous=digest(study), **changes)  # type: ignore[arg-type]


def _check_follows(older: Study, newer: Study, access: Access) -> None:
    findings = follows(older, newer)
    if findings:
        raise Refused([dataclasses.replace(one, files=(str(access.study),)) for one in findings])


def _write_next(access: Access, before: bytes, newer: Study, older: Study, keys: Keys) -> None:
    _check_follows(older, newer, access)
    signed = file_bytes(newer, keys.seed(newer.root_id), str(access.study))
    writing.replace(access.study, signed, writing.PUBLIC, before)


def _write_all(contents: Sequence[tuple[Path, bytes, int]]) -> None:
    """Write new files, all or none."""
    written: list[Path] = []
    try:
        for path, data, mode in contents:
            writing.write_new(path, data, mode)
            written.append(path)
    except BaseException:
        for path in written:
            path.unlink()
        raise
