"""What is done to an account of a station: added, another password, other keys, recovered. Each act is logged."""

from collections.abc import Sequence

from seedcryo_reader.casefile.study.age_keys import Identity, recipient_of
from seedcryo_reader.casefile.study.formats import refusal
from seedcryo_reader.casefile.study.kdf import USUAL_COST, Cost, check_new_password
from seedcryo_reader.domain.role import Role
from seedcryo_reader.storage.station.accounts import LOST, ROTATED, Account, PublicKeys, is_printed_name
from seedcryo_reader.storage.station.attempts import unknown_account, with_password
from seedcryo_reader.storage.station.belonging import is_older, know_station, settle
from seedcryo_reader.storage.station.station import Station
from seedcryo_reader.storage.vault import acts
from seedcryo_reader.storage.vault.vault import Place, Vault


def enrol(
    station: Station,
    place: Place,
    role: Role,
    printed_name: str,
    *,
    password: str,
    cost: Cost = USUAL_COST,
    identity: Identity | None = None,
) -> Account:
    """Add an account with a new vault.

    A vault of this name that no account of the station has was left by a program that was killed in between (or the
    station is an older backup than its vaults): with its password it becomes the account's, and nothing in it is lost.

    Parameters
    ----------
    station : Station
    place : Place
        Of the vault, and the account's name.
    role, printed_name
        Of the account.
    password : str
        Of the new vault.
    cost : Cost
        What a guess at the password costs.
    identity : Identity, optional
        An age identity that parts were already encrypted to.

    Raises
    ------
    Refused
        ``account-exists``, ``bad-account-name``, ``bad-printed-name``, ``bad-password``; for a vault that is left over
        ``wrong-password``, ``other-keys``.
    EnvironmentFailure
        It cannot be written.
    """
    name = place.account
    station.refuse_account(name, printed_name)
    check_new_password(password)
    if place.keys.exists():
        vault = Vault.open(place, password)
    else:
        vault = Vault.create(place, password, cost=cost, identity=identity)
    with vault:
        know_station(station, vault)
        if identity is not None and vault.recipient != recipient_of(identity):
            raise refusal("other-keys", f"There is a vault of {name} already, with another key. Choose another name.")
        return station.add_account(name, role, printed_name, PublicKeys(vault.public, vault.recipient))


def change_password(station: Station, place: Place, old: str, new: str, *, cost: Cost = USUAL_COST) -> None:
    """Put an account's keys under another password.

    Raises
    ------
    Refused
        ``bad-password``, ``wrong-password``, ``locked``; nothing is changed.
    EnvironmentFailure
        It cannot be written; the old password holds.
    """
    check_new_password(new)
    name = place.account
    _refuse_unknown(station, name, old)
    with_password(station, name, lambda: acts.change_password(place, old, new, cost=cost))
    station.note("password-changed", {}, name)


def rotate_keys(station: Station, place: Place, password: str) -> Account:
    """Give an account another data key and another signing key. Nobody may be signed in to it.

    What was signed stays verifiable by the old public key, which the log keeps.

    Raises
    ------
    Refused
        ``wrong-password``, ``locked``, or anything is wrong with the vault.
    EnvironmentFailure
        It cannot be written, or the vault is open; what was not finished is settled at the next sign-in.
    """
    name = place.account
    _refuse_unknown(station, name, password)
    with_password(station, name, lambda: _settled(station, place, password))
    station.note("keys-changing", {"why": ROTATED}, name)
    acts.rotate_data_key(place, password)
    public = acts.rotate_signing_key(place, password)
    station.note("keys-rotated", {"public": public.hex()}, name)
    return station.account(name)


def recover(
    station: Station, place: Place, identities: Sequence[Identity], new_password: str, *, cost: Cost = USUAL_COST
) -> Account:
    """Give an account whose password is lost a new one and a new signing key.

    The old signing key is listed as lost: it was under the lost password alone, and nobody can sign with it again.

    Raises
    ------
    Refused
        ``no-account``, ``bad-password``, ``not-recoverable``; nothing is changed.
    EnvironmentFailure
        It cannot be written.
    """
    check_new_password(new_password)
    name = place.account
    account = station.account(name)
    with Vault.open_for_recovery(place, identities) as vault:
        settle(station, account, vault)
    station.note("keys-changing", {"why": LOST}, name)
    public = acts.recover(place, identities, new_password, cost=cost)
    station.note("recovered", {"public": public.hex()}, name)
    return station.account(name)


def accept_backup(station: Station, place: Place, password: str, why: str) -> int:
    """Go on with an older vault, or an older station, because there is no newer one any more; returns its last event.

    What was done after the backup is lost, and the log says so for ever. A backup of before the signing key was changed
    gets a new one.

    Raises
    ------
    Refused
        ``wrong-password``, ``locked``, ``other-keys``, ``bad-reason``; ``no-backup``: neither is older than the other;
        or the vault itself is damaged.
    EnvironmentFailure
        It cannot be written, or the vault is open.
    """
    name = place.account
    _refuse_unknown(station, name, password)
    if not is_printed_name(why):
        raise refusal("bad-reason", "Say why in 1 to 100 printable characters.")
    vault, _ = with_password(station, name, lambda: Vault.open(place, password))
    account = station.account(name)
    with vault:
        if vault.recipient != account.recipient:
            raise refusal("other-keys", f"The vault is not that of {name}.")
        if not is_older(station, account, vault):
            raise refusal(
                "no-backup", f"The vault of {name} and the station are both of today: there is nothing to accept."
            )
        last = vault.chain.last
        station.note("backup-accepted", {"vault_seq": last.seq, "vault_hash": last.hash, "why": why}, name)
        know_station(station, vault)
        other_key = vault.public != account.key.public
    if other_key:
        station.note("keys-changing", {"why": ROTATED}, name)
        public = acts.rotate_signing_key(place, password)
        station.note("keys-rotated", {"public": public.hex()}, name)
    return last.seq


def _refuse_unknown(station: Station, name: str, password: str) -> None:
    if all(one.name != name for one in station.accounts()):
        raise unknown_account(station, password)


def _settled(station: Station, place: Place, password: str) -> None:
    with Vault.open(place, password) as vault:
        settle(station, station.account(place.account), vault)
