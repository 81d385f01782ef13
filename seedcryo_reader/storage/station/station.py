"""An open station: its folder, its study, its accounts and its log."""

import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from hashlib import sha256
from pathlib import Path
from typing import Final, Self

from seedcryo_reader.casefile.study import formats, writing
from seedcryo_reader.casefile.study.formats import refusal
from seedcryo_reader.casefile.study.model import Study
from seedcryo_reader.casefile.study.revisions import follows
from seedcryo_reader.casefile.study.study_file import digest, parse_study
from seedcryo_reader.database.migrating import upgrade
from seedcryo_reader.database.opening import Database, open_database
from seedcryo_reader.database.trouble import damaged
from seedcryo_reader.domain.errors import EnvironmentFailure, Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.role import Role
from seedcryo_reader.storage.chain.chain import Chain
from seedcryo_reader.storage.chain.head import create_head
from seedcryo_reader.storage.clock import Clock
from seedcryo_reader.storage.station.accounts import Account, PublicKeys, account_problems
from seedcryo_reader.storage.station.checking import check_database, check_files, check_unopened
from seedcryo_reader.storage.station.derived import derived_problems, stored_account, stored_accounts
from seedcryo_reader.storage.station.entries import StationEntry
from seedcryo_reader.storage.station.fold import IllegalEntry, Made
from seedcryo_reader.storage.station.layout import (
    Layout,
    make_folder,
    protocol_bytes,
    study_problems,
    write_protocols,
)
from seedcryo_reader.storage.station.log import Author, StationLog
from seedcryo_reader.storage.station.tables import ENTRY
from seedcryo_reader.storage.vault.vault import Place

Token = Callable[[int], bytes]

_ID_BYTES: Final = 8

__all__ = ["Account", "Station", "StationEntry", "check_station"]


def check_station(folder: Path, migrations: Path) -> list[Finding]:
    """Everything that is wrong with a station, also one that cannot even be opened."""
    return check_unopened(Layout(folder.absolute(), migrations))


class Station:
    """An open station; `close` it. Other programs may have it open at the same time.

    Attributes
    ----------
    study : Study
    log : StationLog
    clock : callable
        The moment it is.
    software : str
        Version of the program.
    token : callable
        Gives random bytes.
    """

    def __init__(self, layout: Layout, database: Database, log: StationLog, author: Author, token: Token) -> None:
        self.layout = layout
        self._database = database
        self.log = log
        self.clock: Clock = author.clock
        self.software = author.software
        self.token = token
        self._made, self.study = self._checked()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @classmethod
    def create(
        cls,
        folder: Path,
        study_file: Path,
        protocols: Sequence[Path],
        migrations: Path,
        clock: Clock,
        *,
        token: Token = secrets.token_bytes,
        software: str,
    ) -> "Station":
        """Make a station: whole, or not at all.

        Parameters
        ----------
        folder : Path
            New or empty.
        study_file : Path
        protocols : sequence of Path
            Protocol files that the study names; those that are missing can be given later.
        migrations : Path
            Of the station's tables.
        clock, token, software
            As for the attributes.

        Raises
        ------
        Refused
            ``not-empty``, ``unknown-protocol``, or the study file is not sound.
        EnvironmentFailure
            Something cannot be read or written; nothing is left.
        """
        data = formats.read_bounded(study_file)
        study = parse_study(data, str(study_file))
        files = protocol_bytes(protocols, study)
        made = {
            "study": study.study_id,
            "root": study.root_id,
            "station": token(_ID_BYTES).hex(),
            "revision": study.revision,
            "sha256": digest(study),
        }

        def fill(partial: Path) -> None:
            layout = Layout(partial, migrations)
            writing.write_new(layout.study, data, writing.SECRET)
            write_protocols(layout, files)
            create_head(layout.head)
            with open_database(layout.database, create=True) as database:
                upgrade(database, layout.version())
                log = StationLog(database, Chain.open(database, ENTRY, layout.head), Author(clock, software))
                try:
                    log.note("station-made", made)
                finally:
                    log.close()

        make_folder(folder, token, fill)
        return cls.open(folder, migrations, clock, software, token=token)

    @classmethod
    def open(
        cls, folder: Path, migrations: Path, clock: Clock, software: str, *, token: Token = secrets.token_bytes
    ) -> "Station":
        """Open a station.

        Raises
        ------
        Refused
            Anything of it is damaged, was replaced by something older, or was written by a newer program.
        EnvironmentFailure
            It is no station, or a file cannot be read or written.
        """
        layout = Layout(folder.absolute(), migrations)
        if not layout.database.exists():
            msg = f"{folder} is no station: {layout.database.name} is missing. Name the folder of one, or make one."
            raise EnvironmentFailure(msg)
        with ExitStack() as undo:
            database = undo.enter_context(open_database(layout.database))
            upgrade(database, layout.version())
            with database.reading() as connection:
                findings = layout.version().check(connection)
            if findings:
                raise Refused(findings)
            author = Author(clock, software)
            log = StationLog(database, Chain.open(database, ENTRY, layout.head), author)
            undo.callback(log.close)
            station = cls(layout, database, log, author, token)
            undo.pop_all()
            return station

    @property
    def folder(self) -> Path:
        """The station's folder."""
        return self.layout.folder

    @property
    def station_id(self) -> str:
        """16 random hex digits that the station was made with."""
        return self._made.station_id

    def place(self, name: str, migrations: Path) -> Place:
        """Where the vault of an account lies; `migrations` are those of vaults."""
        return Place(self.layout.vaults, name, self.study, migrations)

    def accounts(self) -> tuple[Account, ...]:
        """All accounts, by name."""
        with self._database.reading() as connection:
            return stored_accounts(connection)

    def account(self, name: str) -> Account:
        """The account of a name.

        Raises
        ------
        Refused
            ``no-account``.
        """
        with self._database.reading() as connection:
            found = stored_account(connection, name)
        if found is None:
            known = ", ".join(one.name for one in self.accounts()) or "none yet"
            raise refusal("no-account", f"This station has no account of that name. Its accounts: {known}.")
        return found

    def entries(self, account: str | None = None, after: int = 0) -> Iterator[StationEntry]:
        """Entries of the log in order, of one account or all, behind number `after`."""
        return self.log.entries(account, after)

    def note(self, name: str, data: Mapping[str, object], account: str = "") -> StationEntry:
        """Add an entry to the log, of a name and with data that `entries.DATA` knows; it is on disk when this returns.

        Raises
        ------
        EnvironmentFailure
            It could not be written; the log is as it was.
        """
        return self.log.note(name, data, account)

    def add_account(self, name: str, role: Role, printed_name: str, keys: PublicKeys) -> Account:
        """Add an account whose vault is there.

        Raises
        ------
        Refused
            ``account-exists``, ``bad-account-name``, ``bad-printed-name``, ``bad-key``, ``bad-recipient``:
            all that apply.
        EnvironmentFailure
            It could not be written.
        """
        self.refuse_account(name, printed_name, keys)
        data = {
            "role": role.value,
            "printed_name": printed_name,
            "public": keys.public.hex(),
            "recipient": keys.recipient,
        }
        try:
            self.note("account-added", data, name)
        except IllegalEntry:  # another program added it just now
            self.refuse_account(name, printed_name)
            raise
        return self.account(name)

    def refuse_account(self, name: str, printed_name: str, keys: PublicKeys | None = None) -> None:
        """Refuse an account that cannot be added; before its keys are made, without them.

        Raises
        ------
        Refused
            As for `add_account`.
        """
        findings = list(account_problems(name, printed_name, keys))
        if any(one.name == name for one in self.accounts()):
            findings.append(Finding("account-exists", f"There is an account {name} already. Choose another name."))
        if findings:
            raise Refused(findings)

    def protocol_files(self) -> dict[str, Path]:
        """SHA-256 → protocol file, of those of the study that are here.

        Raises
        ------
        Refused
            ``damaged``: a file is not what its name says.
        EnvironmentFailure
            One cannot be read.
        """
        found = {}
        for one in self.study.protocols:
            path = self.layout.protocol(one.sha256)
            if not path.exists():
                continue
            if sha256(formats.read_bounded(path)).hexdigest() != one.sha256:
                raise Refused([damaged(path, "it was changed. Give the protocol file of the study again.")])
            found[one.sha256] = path
        return found

    def update_study(self, path: Path, protocols: Sequence[Path] = ()) -> Study:
        """Take a later revision of the study file, and protocol files that it names.

        The same revision again is no problem where protocol files come with it.

        Raises
        ------
        Refused
            It does not follow on the one that is here, or is not sound; a protocol that it does not name.
        EnvironmentFailure
            A file cannot be read or written.
        """
        data = formats.read_bounded(path)
        newer = parse_study(data, str(path))
        files = protocol_bytes(protocols, newer)
        if newer != self.study or not files:
            findings = follows(self.study, newer)
            if findings:
                raise Refused(Finding(one.code, one.text, (str(path),)) for one in findings)
        write_protocols(self.layout, files)
        if newer != self.study:
            writing.replace(self.layout.study, data, writing.SECRET, formats.read_bounded(self.layout.study))
            self._made, self.study = self._checked()
        return self.study

    def check(self) -> list[Finding]:
        """Everything that is wrong with the station: log, head, triggers, pages, derived tables, study, protocols."""
        return [*check_database(self._database, self.layout), *check_files(self.layout, self._made)]

    def close(self) -> None:
        """Close it."""
        self.log.close()

    def _checked(self) -> tuple[Made, Study]:
        """What the log says, held against the derived tables and the study file.

        A study file that is newer than the log was put there by an update that was cut off: the log gets to know it.

        Raises
        ------
        Refused
        """
        with self._database.reading() as connection:  # one state of both, whatever other programs add meanwhile
            state = self.log.folded()
            findings = [*derived_problems(connection, state, self._database.path)]
        if state.made is None:
            findings.append(damaged(self._database.path, "its log does not say whose station it is."))
            raise Refused(findings)
        study = self.layout.read_study()
        findings += study_problems(state.made, study, self.layout.study)
        if findings:
            raise Refused(findings)
        if study.revision > state.made.revision:
            self.log.note("study-updated", {"revision": study.revision, "sha256": digest(study)})
            state = self.log.folded()
        return state.made or self._made, study
