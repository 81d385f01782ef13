"""The tables derived from the station's log: written along with each entry, held against the log when it is opened."""

from collections.abc import Iterator
from pathlib import Path

from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.role import Role
from seedcryo_reader.storage.station.accounts import Account, AccountKey
from seedcryo_reader.storage.station.entries import StationEntry
from seedcryo_reader.storage.station.fold import ABOUT_ACCOUNTS, Folded, Part, account_after, part_of
from seedcryo_reader.storage.station.tables import account, account_key, part


def write_derived(connection: Connection, entry: StationEntry) -> None:
    """Write what follows from an entry.

    Raises
    ------
    IllegalEntry
        It cannot have happened there.
    """
    if entry.event in ABOUT_ACCOUNTS:
        _write_account(connection, account_after(stored_account(connection, entry.account), entry))
    elif entry.event == "part-received":
        sha256, one = part_of(entry)
        connection.execute(
            sqlite_insert(part).values(sha256=sha256, size=one.size, seq=one.seq).on_conflict_do_nothing()
        )


def stored_account(connection: Connection, name: str) -> Account | None:
    """An account, if there is one of this name."""
    return next(_accounts(connection, name), None)


def stored_accounts(connection: Connection) -> tuple[Account, ...]:
    """All accounts, by name."""
    return tuple(_accounts(connection, None))


def stored_parts(connection: Connection) -> dict[str, Part]:
    """All parts, by the hash of their file."""
    return {row.sha256: Part(row.size, row.seq) for row in connection.execute(select(part))}


def derived_problems(connection: Connection, state: Folded, path: Path) -> Iterator[Finding]:
    """Where the derived tables say something else than the log does."""
    for name in _unlike_accounts(connection, state):
        text = f"{path.name}: the table of accounts does not say what the log says of {name}. Fetch a backup of today."
        yield Finding("derived-differs", text, (str(path),))
    if stored_parts(connection) != state.parts:
        text = f"{path.name}: the table of parts does not say what the log says. Fetch a backup of today."
        yield Finding("derived-differs", text, (str(path),))


def _unlike_accounts(connection: Connection, state: Folded) -> list[str]:
    """Names whose rows are not what they should be; compared as rows, since those may hold anything."""
    rows = {(row.name, row.role, row.printed_name, row.recipient) for row in connection.execute(select(account))}
    keys = {tuple(row) for row in connection.execute(select(account_key))}
    for one in state.accounts.values():
        rows ^= {(one.name, one.role.value, one.printed_name, one.recipient)}
        keys ^= set(_key_rows(one))
    return sorted({str(row[0]) for row in rows} | {str(row[0]) for row in keys})


def _accounts(connection: Connection, name: str | None) -> Iterator[Account]:
    chosen = select(account).order_by(account.c.name)
    wanted = select(account_key).order_by(account_key.c.account, account_key.c.number)
    if name is not None:
        chosen, wanted = chosen.where(account.c.name == name), wanted.where(account_key.c.account == name)
    keys: dict[str, list[AccountKey]] = {}
    for row in connection.execute(wanted):
        keys.setdefault(row.account, []).append(AccountKey(bytes.fromhex(row.public), row.added, row.retired, row.why))
    for row in connection.execute(chosen):
        yield Account(row.name, Role(row.role), row.printed_name, row.recipient, tuple(keys[row.name]))


def _write_account(connection: Connection, one: Account) -> None:
    connection.execute(delete(account_key).where(account_key.c.account == one.name))
    connection.execute(delete(account).where(account.c.name == one.name))
    connection.execute(
        insert(account).values(
            name=one.name, role=one.role.value, printed_name=one.printed_name, recipient=one.recipient
        )
    )
    for row in _key_rows(one):
        connection.execute(insert(account_key).values(row))


def _key_rows(one: Account) -> Iterator[tuple[str, int, str, str, str | None, str | None]]:
    """The rows of `account_key`, in the order of its columns."""
    for number, key in enumerate(one.keys):
        yield one.name, number, key.public.hex(), key.added, key.retired, key.why
