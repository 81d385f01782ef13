"""What follows from the station's log: who it belongs to, its accounts and their keys, the parts it received."""

import re
from dataclasses import dataclass, field
from typing import Final

from seedcryo_reader.domain.role import Role
from seedcryo_reader.storage.station.accounts import LOST, ROTATED, Account, AccountKey
from seedcryo_reader.storage.station.entries import StationEntry

ABOUT_ACCOUNTS: Final = frozenset({"account-added", "keys-rotated", "recovered"})

_PUBLIC: Final = re.compile("[0-9a-f]{64}")


class IllegalEntry(ValueError):
    """An entry cannot have happened there; the text says why."""


@dataclass(frozen=True, slots=True)
class Made:
    """Whose station it is: study id, key id of the study's first key, station id; and the study's newest revision."""

    study_id: str
    root_id: str
    station_id: str
    revision: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Part:
    """A sealed part: its bytes, and the entry that first says it was received."""

    size: int
    seq: int


@dataclass(slots=True)
class Folded:
    """The station as far as its log was folded."""

    made: Made | None = None
    accounts: dict[str, Account] = field(default_factory=dict)
    parts: dict[str, Part] = field(default_factory=dict)

    def add(self, entry: StationEntry) -> None:
        """Go on by one entry.

        Raises
        ------
        IllegalEntry
            It cannot have happened there.
        """
        self.made = made_after(self.made, entry)
        if entry.event in ABOUT_ACCOUNTS:
            self.accounts[entry.account] = account_after(self.accounts.get(entry.account), entry)
        elif entry.event == "part-received":
            sha256, part = part_of(entry)
            self.parts.setdefault(sha256, part)


def made_after(made: Made | None, entry: StationEntry) -> Made:
    """Whose station it is after an entry."""
    match (made, entry.event, entry.data):
        case (
            None,
            "station-made",
            {
                "study": str(study),
                "root": str(root),
                "station": str(station),
                "revision": int(revision),
                "sha256": str(sha256),
            },
        ):
            return Made(study, root, station, revision, sha256)
        case (None, _, _) | (_, "station-made", _):
            msg = "a station is made once, before anything else"
            raise IllegalEntry(msg)
        case (Made() as before, "study-updated", {"revision": int(revision), "sha256": str(sha256)}):
            if revision <= before.revision:
                msg = "a study file is updated to a later revision"
                raise IllegalEntry(msg)
            return Made(before.study_id, before.root_id, before.station_id, revision, sha256)
        case (Made() as before, _, _):
            return before
    raise AssertionError  # pragma: no cover


def account_after(account: Account | None, entry: StationEntry) -> Account:
    """An account after an entry of `ABOUT_ACCOUNTS`."""
    public = _public(str(entry.data["public"]))
    if entry.event == "account-added":
        if account is not None or entry.data["role"] not in set(Role):
            msg = "an account is added once, with a role"
            raise IllegalEntry(msg)
        return Account(
            entry.account,
            Role(str(entry.data["role"])),
            str(entry.data["printed_name"]),
            str(entry.data["recipient"]),
            (AccountKey(public, entry.utc),),
        )
    if account is None:
        msg = "keys are changed of an account that was never added"
        raise IllegalEntry(msg)
    return account.with_key(public, entry.utc, LOST if entry.event == "recovered" else ROTATED)


def part_of(entry: StationEntry) -> tuple[str, Part]:
    """Hash of the file of a part that was received, and the part."""
    size = entry.data["size"]
    return str(entry.data["sha256"]), Part(size if isinstance(size, int) else 0, entry.seq)


def _public(text: str) -> bytes:
    if _PUBLIC.fullmatch(text) is None:
        msg = "its public key is none"
        raise IllegalEntry(msg)
    return bytes.fromhex(text)
