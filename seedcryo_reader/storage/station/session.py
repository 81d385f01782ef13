"""Who is signed in: an open vault that closes itself when nobody touches it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Final, NamedTuple, Self

from seedcryo_reader.domain.errors import EnvironmentFailure, Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.storage.station.accounts import Account
from seedcryo_reader.storage.station.attempts import unknown_account, with_password
from seedcryo_reader.storage.station.belonging import know_station, settle
from seedcryo_reader.storage.station.station import Station
from seedcryo_reader.storage.vault import acts
from seedcryo_reader.storage.vault.vault import Place, Vault

IDLE_SECONDS: Final = 600

_ID_BYTES: Final = 8
_LOGGED_BEFORE: Final = {"wrong-password", "locked"}


class Opened(NamedTuple):
    """An open vault, whose it is, and what was noticed about the clock."""

    vault: Vault
    account: Account
    notices: tuple[Finding, ...]


class Session:
    """An account that is signed in; `sign_out` at the end.

    Attributes
    ----------
    account : Account
    session_id : str
        16 random hex digits.
    notices : tuple of Finding
        What the person should know: the clock was set back.
    """

    def __init__(self, station: Station, opened: Opened, idle_seconds: int) -> None:
        self._station = station
        self._place = opened.vault.place
        self._vault: Vault | None = opened.vault
        self._idle = timedelta(seconds=idle_seconds)
        self._touched = station.clock()
        self._signed_out = False
        self.account = opened.account
        self.notices = opened.notices
        self.session_id = station.token(_ID_BYTES).hex()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.sign_out()

    @property
    def vault(self) -> Vault:
        """The open vault. Asking for it is no touch.

        Raises
        ------
        EnvironmentFailure
            The account is signed out, or nobody touched anything for so long that it locked itself.
        """
        return self._awake()

    @property
    def printed_name(self) -> str:
        """The name that stands under the account's signatures."""
        return self.account.printed_name

    @property
    def is_awake(self) -> bool:
        """Whether the vault can be used; looking does not lock it."""
        return self._vault is not None and not self._is_idle()

    def touch(self) -> None:
        """Somebody is there: count the idle time anew.

        Raises
        ------
        EnvironmentFailure
            As for `vault`: what locked itself is not woken by a touch.
        """
        self._awake()
        self._touched = self._station.clock()

    def unlock(self, password: str) -> None:
        """Open the vault again with the password.

        Raises
        ------
        Refused
            ``wrong-password``, ``locked``, or the vault was changed meanwhile; it stays locked.
        EnvironmentFailure
            The account is signed out, or a file cannot be read or written.
        """
        if self._signed_out:
            msg = f"Account {self.account.name} is signed out. Sign in again; nothing was lost."
            raise EnvironmentFailure(msg)
        if self._vault is not None:
            self._leave("idle-locked")
        opened = _opened(self._station, self._place, password)
        with _closed_on_failure(opened.vault):
            self._station.note("unlocked", {"session": self.session_id}, self.account.name)
            know_station(self._station, opened.vault)
        self._touched = self._station.clock()
        self._vault, self.account = opened.vault, opened.account
        self.notices = (*self.notices, *opened.notices)

    def sign(self, password: str, data: bytes, context: bytes) -> tuple[str, bytes]:
        """Sign with the account's key, which the password opens for this once; returns key id and signature (64 bytes).

        Raises
        ------
        Refused
            ``wrong-password``, which is logged and may lock the account; ``locked``.
        EnvironmentFailure
            The session is locked or signed out.
        """
        place = self.vault.place
        signed, _ = with_password(self._station, self.account.name, lambda: acts.sign(place, password, data, context))
        return signed

    def sign_out(self) -> None:
        """Close the vault; the station's log keeps how far it went. Again it does nothing."""
        self._signed_out = True
        if self._vault is not None:
            self._leave("signed-out")

    def _awake(self) -> Vault:
        if self._vault is not None and self._is_idle():
            self._leave("idle-locked")
        if self._vault is None:
            done = "is signed out. Sign in again" if self._signed_out else "is locked. Give the password to go on"
            msg = f"Account {self.account.name} {done}; nothing was lost."
            raise EnvironmentFailure(msg)
        return self._vault

    def _is_idle(self) -> bool:
        """By either clock: the monotonic one stands still while some machines sleep, the other may be set back."""
        now, before = self._station.clock(), self._touched
        passed = timedelta(microseconds=now.monotonic_us - before.monotonic_us)
        return max(passed, now.utc - before.utc) >= self._idle

    def _leave(self, event: str) -> None:
        vault, self._vault = self._vault, None
        if vault is None:
            return
        try:
            last = vault.chain.last
        finally:
            vault.close()
        data: dict[str, object] = {"session": self.session_id, "vault_seq": last.seq, "vault_hash": last.hash}
        self._station.note(event, data, self.account.name)


def sign_in(station: Station, name: str, password: str, migrations: Path, idle_seconds: int = IDLE_SECONDS) -> Session:
    """Sign in to an account.

    Parameters
    ----------
    station : Station
    name : str
        The account's.
    password : str
    migrations : Path
        Of vaults.
    idle_seconds : int
        After so long without a touch the session locks itself.

    Raises
    ------
    Refused
        ``wrong-password``, also where there is no such account; ``locked``; ``older-than-signed-out``, ``other-keys``
        or whatever is wrong with the vault.
    EnvironmentFailure
        The vault is open elsewhere, or a file cannot be read or written.
    """
    opened = _opened(station, station.place(name, migrations), password)
    with _closed_on_failure(opened.vault):
        session = Session(station, opened, idle_seconds)
        station.note("signed-in", {"session": session.session_id}, name)
        know_station(station, opened.vault)
    return session


def _opened(station: Station, place: Place, password: str) -> Opened:
    """The vault of an account, held against the station's log."""
    name = place.account
    if all(one.name != name for one in station.accounts()):
        raise unknown_account(station, password)
    try:
        vault, notices = with_password(station, name, lambda: Vault.open(place, password))
        with _closed_on_failure(vault):
            settle(station, station.account(name), vault)
    except Refused as refused:
        code = refused.findings[0].code
        if code not in _LOGGED_BEFORE:
            station.note("sign-in-refused", {"code": code}, name)
        raise
    return Opened(vault, station.account(name), notices)


@contextmanager
def _closed_on_failure(vault: Vault) -> Iterator[None]:
    try:
        yield
    except BaseException:
        vault.close()
        raise
