"""Whether a vault that was opened is the one the station knows, and not one of yesterday."""

from typing import Final

from seedcryo_reader.casefile.study.formats import refusal
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.storage.station.accounts import Account
from seedcryo_reader.storage.station.entries import StationEntry
from seedcryo_reader.storage.station.station import Station
from seedcryo_reader.storage.vault.vault import Vault

_STATION_HEAD: Final = "station-head"


def settle(station: Station, account: Account, vault: Vault) -> None:
    """Hold an open vault against the station's log.

    A change of keys that was cut off before the log knew of it is made known: the vault lists the key that the log
    names among those it retired, and holds the identity that the account was added with.

    Raises
    ------
    Refused
        ``older-than-signed-out``, ``older-station``, ``other-keys``.
    EnvironmentFailure
        The log cannot be written.
    """
    _refuse_older(station, account.name, vault)
    if vault.recipient != account.recipient:
        raise _other_keys(account)
    _refuse_older_station(station, vault)
    if vault.public == account.key.public:
        return
    if account.key.public not in vault.place.key_file().retired:
        raise _other_keys(account)
    event = "keys-rotated"
    for entry in station.entries(account.name):
        if entry.event == "keys-changing":
            event = "recovered" if entry.data["why"] == "lost" else "keys-rotated"
    station.note(event, {"public": vault.public.hex()}, account.name)


def is_older(station: Station, account: Account, vault: Vault) -> bool:
    """Whether the vault or the station is older than the other one knows, or than the last change of keys."""
    try:
        settle(station, account, vault)
    except Refused:
        return True
    return False


def signed_out_head(station: Station, name: str) -> tuple[int, str]:
    """Number and hash of the vault's last event at the last sign-out or accepted backup; 0 and '' for neither."""
    head = (0, "")
    for entry in station.entries(name):
        match entry:
            case StationEntry(
                event="signed-out" | "idle-locked" | "backup-accepted",
                data={"vault_seq": int(seq), "vault_hash": str(digest)},
            ):
                head = (seq, digest)
    return head


def _refuse_older(station: Station, name: str, vault: Vault) -> None:
    seq, digest = signed_out_head(station, name)
    if seq == 0:
        return
    there = next(vault.chain.entries(after=seq - 1), None)
    if there is not None and (there.seq, there.hash) == (seq, digest):
        return
    last = vault.chain.last.seq
    what = f"ends with event {last}" if last < seq else f"holds another event {seq}"
    text = (
        f"The vault of {name} {what}, but it had event {seq} when the account signed out: it was replaced by an older "
        "or another one. Put back the files of today. Where "
        "there are none any more, the newest backup can be accepted with station accept-backup."
    )
    raise Refused([Finding("older-than-signed-out", text, (str(vault.place.database),))])


def _refuse_older_station(station: Station, vault: Vault) -> None:
    """The vault knows an entry of the station's log: with it go the failed sign-ins and changes of keys before it."""
    known = vault.kept(_STATION_HEAD)
    if known is None:
        return
    seq, digest = known.split()
    there = next(station.entries(after=int(seq) - 1), None)
    if there is None or (there.seq, there.hash) != (int(seq), digest):
        text = (
            f"The station's log lacks entry {seq}, which the vault of {vault.place.account} knows: "
            "station.sqlite and station.head were replaced by older ones. Put back those of today. Where there are "
            "none any more, station accept-backup goes on with what is here."
        )
        raise Refused([Finding("older-station", text, (str(station.folder / "station.sqlite"),))])


def know_station(station: Station, vault: Vault) -> None:
    """Keep in the vault how far the station's log went.

    Raises
    ------
    EnvironmentFailure
        It could not be written.
    """
    last = station.log.last()
    if last is not None:
        vault.keep(_STATION_HEAD, f"{last.seq} {last.hash}")


def _other_keys(account: Account) -> Refused:
    text = (
        f"The vault of {account.name} has other keys than the station's log names: one of them was replaced. "
        "Put back the files of one backup."
    )
    return refusal("other-keys", text)
