"""What is done to the keys of a vault: another password, other keys, recovery. Each is whole or not at all."""

import secrets
from collections.abc import Sequence
from dataclasses import replace

from sqlcipher3 import dbapi2

from seedcryo_reader.casefile.study import signing
from seedcryo_reader.casefile.study.age_keys import Identity
from seedcryo_reader.casefile.study.kdf import USUAL_COST, Cost, check_new_password
from seedcryo_reader.database.opening import key_literal
from seedcryo_reader.domain.errors import EnvironmentFailure
from seedcryo_reader.storage.vault.key_file import (
    KEY_BYTES,
    KeyFile,
    Secrets,
    recovered,
    sealed_file,
    unsealed,
    write_key_file,
)
from seedcryo_reader.storage.vault.vault import Place, Random, Vault


def sign(place: Place, password: str, data: bytes, context: bytes) -> tuple[str, bytes]:
    """Sign with the account's key, which the password opens for this once; returns key id and signature (64 bytes).

    Raises
    ------
    Refused
        ``wrong-password``, or the key file is damaged.
    """
    file = place.key_file()
    inside = unsealed(file, password, place.keys.name, seed=True)
    return file.key_id, signing.sign(data, context, inside.seed or b"")


def change_password(
    place: Place, old: str, new: str, *, cost: Cost = USUAL_COST, random: Random = secrets.token_bytes
) -> None:
    """Put the keys under another password.

    Raises
    ------
    Refused
        ``bad-password``, ``wrong-password``; nothing is changed.
    EnvironmentFailure
        The key file cannot be written; the old password holds.
    """
    check_new_password(new)
    Vault.open(place, old, random=random).close()  # nobody else has it open, and what was cut off before is settled
    file = place.key_file()
    inside = unsealed(file, old, place.keys.name, seed=True)
    changed = sealed_file(replace(file, cost=cost), new, inside, place.study.recovery, random)
    _put(place, changed, new, random)


def rotate_data_key(place: Place, password: str, *, random: Random = secrets.token_bytes) -> None:
    """Encrypt the database anew under another key.

    The key file holds both keys while SQLCipher rewrites the pages (one transaction), so that whichever fits after a
    power cut is found.

    Raises
    ------
    Refused
        ``wrong-password``, or something is damaged.
    EnvironmentFailure
        Disk full: the old key or the new one holds, and the next opening settles it.
    """
    Vault.open(place, password, random=random).close()  # what was cut off before is settled
    file = place.key_file()
    inside = unsealed(file, password, place.keys.name, seed=True)
    new = random(KEY_BYTES)
    both = Secrets((*inside.data, new), inside.seed)
    write_key_file(place.keys, sealed_file(file, password, both, place.study.recovery, random))
    with Vault.open_unsettled(place, inside.data) as vault:
        vault.database.pragma("journal_mode=DELETE")  # pages are rewritten in one transaction with a rollback journal
        _rekey(vault, new)
        vault.database.pragma("journal_mode=WAL")
    only = Secrets((new,), inside.seed)
    _put(place, sealed_file(place.key_file(), password, only, place.study.recovery, random), password, random)


def _rekey(vault: Vault, key: bytes) -> None:
    try:
        vault.database.pragma(f"rekey = {key_literal(key)}")
    except dbapi2.OperationalError as error:  # SQLCipher says of every failure that it is one
        size = vault.database.path.stat().st_size // 1024
        msg = (
            f"The vault could not be encrypted anew, most likely because the disk is full. Free {2 * size + 1024} KiB "
            "and try again; nothing was lost."
        )
        raise EnvironmentFailure(msg) from error


def rotate_signing_key(place: Place, password: str, *, random: Random = secrets.token_bytes) -> bytes:
    """Make a new signing key; returns its public half. What the old one signed stays verifiable.

    Raises
    ------
    Refused
        ``wrong-password``; nothing is changed.
    EnvironmentFailure
        The key file cannot be written; the old key holds.
    """
    Vault.open(place, password, random=random).close()
    file = place.key_file()
    inside = unsealed(file, password, place.keys.name, seed=True)
    seed = random(signing.SEED_BYTES)
    retired = replace(file, retired=(*file.retired, file.public))
    inside = Secrets(inside.data, seed)
    _put(place, sealed_file(retired, password, inside, place.study.recovery, random), password, random)
    return signing.public_of(seed)


def _put(place: Place, file: KeyFile, password: str, random: Random) -> None:
    """Write a changed key file, and let the vault know, so that it is never opened by an older one."""
    write_key_file(place.keys, file)
    Vault.open(place, password, random=random).close()


def recover(
    place: Place,
    identities: Sequence[Identity],
    new_password: str,
    *,
    cost: Cost = USUAL_COST,
    random: Random = secrets.token_bytes,
) -> bytes:
    """Give a vault whose password is lost a new one; returns the public half of a new signing key.

    The old signing key is gone for good: it was under the lost password alone.

    Raises
    ------
    Refused
        ``bad-password``, ``not-recoverable``; nothing is changed.
    EnvironmentFailure
        The key file cannot be written; it is as it was.
    """
    check_new_password(new_password)
    file = place.key_file()
    inside = recovered(file, identities, place.keys.name)
    seed = random(signing.SEED_BYTES)
    enrolled = replace(file, retired=(*file.retired, file.public), cost=cost)
    inside = Secrets(inside.data, seed)
    _put(place, sealed_file(enrolled, new_password, inside, place.study.recovery, random), new_password, random)
    return signing.public_of(seed)
