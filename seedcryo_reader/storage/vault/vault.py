"""An open vault: the event log and the tables of one account, for as long as its session is awake."""

import secrets
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self, TypeVar

from sqlalchemy import delete, insert, select

from seedcryo_reader.casefile.study import age_keys, signing
from seedcryo_reader.casefile.study.age_keys import Identity
from seedcryo_reader.casefile.study.formats import refusal
from seedcryo_reader.casefile.study.kdf import USUAL_COST, Cost, check_new_password
from seedcryo_reader.casefile.study.keys import CentreSecrets, Keys
from seedcryo_reader.casefile.study.model import Study
from seedcryo_reader.database.migrating import Version, current_version, upgrade
from seedcryo_reader.database.opening import Database, open_database
from seedcryo_reader.database.schema import schema_findings
from seedcryo_reader.domain.errors import EnvironmentFailure, Refused
from seedcryo_reader.storage.chain.chain import Chain
from seedcryo_reader.storage.chain.head import create_head
from seedcryo_reader.storage.vault.key_file import (
    KEY_BYTES,
    KeyFile,
    Secrets,
    Wrapped,
    read_key_file,
    recovered,
    sealed_file,
    unsealed,
    write_key_file,
)
from seedcryo_reader.storage.vault.own_keys import OwnKeys, keys_from, unwrapped, wrapped
from seedcryo_reader.storage.vault.tables import EVENT, HEAD, TRIGGERS, metadata, models_at, secret

Random = Callable[[int], bytes]

_IDENTITY: Final = "identity"
_REVISION: Final = "key-file-revision"
_CENTRE: Final = "centre-keys"
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a vault lies, whose it is, and the migrations of its tables."""

    folder: Path
    account: str
    study: Study
    migrations: Path

    @property
    def database(self) -> Path:
        """The encrypted database."""
        return self.folder / f"{self.account}.sqlite"

    @property
    def keys(self) -> Path:
        """The key file."""
        return self.folder / f"{self.account}.keys"

    @property
    def head(self) -> Path:
        """The head of the event log."""
        return self.folder / f"{self.account}.head"

    def version(self) -> Version:
        """What the tables have to be."""
        return Version(
            self.migrations,
            HEAD,
            lambda connection: schema_findings(connection, self.database, metadata, TRIGGERS),
        )

    def key_file(self) -> KeyFile:
        """The key file, which must be this account's in this study.

        Raises
        ------
        Refused
            It is damaged, or another's.
        EnvironmentFailure
            It cannot be read.
        """
        file = read_key_file(self.keys)
        if (file.account, file.study_id) != (self.account, self.study.study_id):
            text = f"The key file is of account {file.account} in study {file.study_id}. Put the right one back."
            raise refusal("other-account", text, self.keys.name)
        return file


class Vault:
    """An account's vault. After `close` nothing of it can be used, and its keys are gone from it."""

    def __init__(self, place: Place, database: Database, chain: Chain, identity: Identity, file: KeyFile) -> None:
        self.place = place
        self._database: Database | None = database
        self._chain: Chain | None = chain
        self._identity: Identity | None = identity
        self._file = file
        self._own: OwnKeys | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @classmethod
    def create(
        cls,
        place: Place,
        password: str,
        *,
        cost: Cost = USUAL_COST,
        identity: Identity | None = None,
        random: Random = secrets.token_bytes,
    ) -> "Vault":
        """Make a vault with new keys; `identity` is an age identity that parts were already encrypted to.

        Raises
        ------
        Refused
            ``bad-password``, ``already-there``.
        EnvironmentFailure
            It cannot be written; nothing is left of it.
        """
        check_new_password(password)
        if place.keys.exists():
            raise refusal("already-there", f"There is a vault of account {place.account} already.", place.keys.name)
        own = identity or age_keys.new_identity()
        data_key, seed = random(KEY_BYTES), random(signing.SEED_BYTES)
        nothing = Wrapped(b"", b"")
        blank = KeyFile(
            0, place.study.study_id, place.account, age_keys.recipient_of(own), b"", (), b"", cost, (), (), nothing
        )
        file = sealed_file(blank, password, Secrets((data_key,), seed), place.study.recovery, random)
        _set_aside(place)
        try:
            create_head(place.head)
            with open_database(place.database, key=data_key, alone=True, create=True) as database:
                upgrade(database, place.version(), data_key)
                with database.writing() as connection:
                    connection.execute(insert(secret).values(name=_IDENTITY, value=str(own)))
            write_key_file(place.keys, file)
        except BaseException:
            _remove(place)
            place.keys.unlink(missing_ok=True)
            raise
        return cls._opened(place, (data_key,), file, own=keys_from(seed))[0]

    @classmethod
    def open(cls, place: Place, password: str, *, random: Random = secrets.token_bytes) -> "Vault":
        """Open a vault with its password.

        Raises
        ------
        Refused
            ``wrong-password``; or anything of it is damaged: the findings say what.
        EnvironmentFailure
            It is open in another program, or cannot be read or written.
        """
        file = place.key_file()
        inside = unsealed(file, password, place.keys.name, seed=True)
        vault, key = cls._opened(place, inside.data, file, own=keys_from(inside.seed or b""))
        if len(file.data) > 1:  # changing the data key was cut off: the one that fits stays
            with ExitStack() as undo:
                undo.callback(vault.close)
                kept = Secrets((key,), inside.seed)
                write_key_file(place.keys, sealed_file(file, password, kept, place.study.recovery, random))
                undo.pop_all()
        return vault

    @classmethod
    def open_for_recovery(cls, place: Place, identities: Sequence[Identity]) -> "Vault":
        """Open a vault with the study's recovery keys, to read its log; nothing can be added or signed.

        Raises
        ------
        Refused
            ``not-recoverable``; or anything of it is damaged.
        EnvironmentFailure
            As for `open`.
        """
        file = place.key_file()
        inside = recovered(file, identities, place.keys.name)
        return cls._opened(place, inside.data, file, read_only=True)[0]

    @classmethod
    def open_unsettled(cls, place: Place, keys: Sequence[bytes]) -> "Vault":
        """Open a vault whose data key is being changed, under one of these keys."""
        return cls._opened(place, keys, place.key_file())[0]

    @classmethod
    def _opened(
        cls, place: Place, keys: Sequence[bytes], file: KeyFile, *, own: OwnKeys | None = None, read_only: bool = False
    ) -> "tuple[Vault, bytes]":
        """The vault, and the data key that fits."""
        with ExitStack() as undo:
            database, key = _database(place, keys)
            undo.callback(database.close)
            if not read_only:
                upgrade(database, place.version(), key)
            with database.reading() as connection:
                models = models_at(current_version(connection))
                findings = schema_findings(connection, place.database, models, TRIGGERS)
                if findings:
                    raise Refused(findings)
                value = connection.execute(select(secret.c.value).where(secret.c.name == _IDENTITY)).scalar() or ""
            identity = age_keys.identity(value)
            if identity is None or age_keys.recipient_of(identity) != file.recipient:
                text = "The vault does not hold the key that its key file names. Put back the files of one backup."
                raise refusal("damaged", text, place.database.name)
            chain = Chain.open(database, EVENT, place.head, read_only=read_only)
            undo.callback(chain.close)
            vault = cls(place, database, chain, identity, file)
            vault._own = own
            vault._know_revision(read_only=read_only)
            undo.pop_all()
            return vault, key

    def _know_revision(self, *, read_only: bool) -> None:
        """Refuse a key file of before the last change: a password that was changed opens nothing any more."""
        known = int(self.kept(_REVISION) or 0)
        if self._file.revision < known:
            text = (
                f"{self.place.keys.name} is older than the vault: it was written before the password or the keys were "
                "changed. Put back the newest one."
            )
            raise refusal("older-keys", text, self.place.keys.name)
        if self._file.revision > known and not read_only:
            self.keep(_REVISION, str(self._file.revision))

    @property
    def chain(self) -> Chain:
        """The event log."""
        return self._need(self._chain)

    @property
    def database(self) -> Database:
        """The database, for derived tables and received parts."""
        return self._need(self._database)

    @property
    def identity(self) -> Identity:
        """The age identity that opens parts for this account."""
        return self._need(self._identity)

    def kept(self, name: str) -> str | None:
        """A value that `keep` put into the vault."""
        with self.database.reading() as connection:
            value: str | None = connection.execute(select(secret.c.value).where(secret.c.name == name)).scalar()
        return value

    def keep(self, name: str, value: str) -> None:
        """Keep a value under a name, in the place of the one before.

        Raises
        ------
        EnvironmentFailure
            It could not be written.
        """
        with self.database.writing() as connection:
            connection.execute(delete(secret).where(secret.c.name == name))
            connection.execute(insert(secret).values(name=name, value=value))

    @property
    def exchange_seed(self) -> bytes:
        """The private half (32 bytes) of the key that signs this account's envelopes.

        Raises
        ------
        EnvironmentFailure
            The vault is closed, or was not opened by its password.
        """
        return self._need(self._own).exchange_seed

    @property
    def exchange_public(self) -> bytes:
        """The public half (32 bytes) of the same key."""
        return signing.public_of(self.exchange_seed)

    def adopt_centre(self, keys: Keys, *, random: Random = secrets.token_bytes) -> None:
        """Keep the secrets of the centre's key file, under this account's password alone.

        Raises
        ------
        Refused
            They are not the keys of this study's centre.
        EnvironmentFailure
            It could not be written; or as for `exchange_seed`.
        """
        keys.check_study(self.place.study)
        self.keep(_CENTRE, wrapped(keys.need_centre(), self._need(self._own), self._owner, random))

    @property
    def centre(self) -> CentreSecrets:
        """The centre's secrets.

        Raises
        ------
        Refused
            ``no-centre-keys``: they were not adopted, or the signing key was changed since.
        EnvironmentFailure
            As for `exchange_seed`.
        """
        own, text = self._need(self._own), self.kept(_CENTRE)
        found = None if text is None else unwrapped(text, own, self._owner)
        if found is None:
            lost = "" if text is None else " any more, because its signing key was changed"
            said = f"Account {self.place.account} does not hold the centre's keys{lost}. Adopt the centre's key file."
            raise refusal("no-centre-keys", said)
        return found

    @property
    def _owner(self) -> str:
        return f"{self.place.study.study_id}/{self.place.account}"

    @property
    def recipient(self) -> str:
        """The ``age1…`` recipient that parts are encrypted to."""
        return self._file.recipient

    @property
    def public(self) -> bytes:
        """Public half (32 bytes) of the signing key."""
        return self._file.public

    @property
    def key_id(self) -> str:
        """Id of the signing key."""
        return self._file.key_id

    def close(self) -> None:
        """Close the vault and let go of its keys."""
        chain, database = self._chain, self._database
        self._chain = self._database = self._identity = self._own = None
        if chain is not None:
            chain.close()
        if database is not None:
            database.close()

    def _need(self, value: _Value | None) -> _Value:
        if value is None:
            msg = f"The vault of {self.place.account} is locked. Sign in again."
            raise EnvironmentFailure(msg)
        return value


def _database(place: Place, keys: Sequence[bytes]) -> tuple[Database, bytes]:
    """The database under the key that fits, the newest first."""
    for key in reversed(keys[1:]):
        with suppress(Refused):
            return open_database(place.database, key=key, alone=True), key
    return open_database(place.database, key=keys[0], alone=True), keys[0]


def _remove(place: Place) -> None:
    for path in (place.database, place.head, *place.folder.glob(f"{place.database.name}-*")):
        with suppress(OSError):
            path.unlink()


def _set_aside(place: Place) -> None:
    """Make room for a new vault. What lies there without a key file is perhaps not just what a killed program left."""
    left = [path for path in (place.database, place.head) if path.exists()]
    number = 1
    while any(path.with_name(f"{path.name}.left-{number}").exists() for path in left):
        number += 1
    try:
        for path in (*left, *place.folder.glob(f"{place.database.name}-wal")):
            path.rename(path.with_name(f"{path.name}.left-{number}"))
    except OSError as error:
        msg = f"{place.database} is in the way and cannot be renamed: {error.strerror}."
        raise EnvironmentFailure(msg) from error
