"""A station before anybody is signed in, as the set-up and sign-in pages see it."""

from contextlib import ExitStack
from pathlib import Path

from seedcryo_reader.app.accounts import NewAccount, add_account, make_station
from seedcryo_reader.app.seat import WorkSeat
from seedcryo_reader.app.signing_in import open_station, seated
from seedcryo_reader.casefile.study.model import Study
from seedcryo_reader.casefile.study.study_file import read_study
from seedcryo_reader.domain.role import Role
from seedcryo_reader.imaging.registration.register import registration_pool
from seedcryo_reader.imaging.workers.pool import WorkerPool
from seedcryo_reader.storage.station.accounts import Account
from seedcryo_reader.ui.shared.ports import AccountShown, StudyShown


class StationDoor:
    """The station of a folder; nothing of it is held open between two calls."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def exists(self) -> bool:
        """Whether there is a station in the folder."""
        return self.folder.is_dir() and any(self.folder.iterdir())

    def study(self, file: Path | None = None) -> StudyShown:
        """The station's study, or the one in a study file."""
        if file is not None:
            return _study(read_study(file))
        with open_station(self.folder) as station:
            return _study(station.study)

    def accounts(self) -> tuple[AccountShown, ...]:
        """Who can sign in here."""
        with open_station(self.folder) as station:
            return tuple(_account(one) for one in station.accounts())

    def set_up(self, study_file: Path) -> None:
        """Make the station."""
        make_station(self.folder, study_file).close()

    def add_account(self, name: str, printed_name: str, role: Role, password: str) -> None:
        """Add an account."""
        with open_station(self.folder) as station:
            add_account(station, NewAccount(name, role, printed_name), password)

    def public_keys(self, name: str) -> str:
        """What the centre needs of an account: to whom parts are encrypted, and the key that it signs with."""
        with open_station(self.folder) as station:
            account = station.account(name)
        return f"{account.recipient}\n{account.key.public.hex()}\n"

    def sign_in(self, name: str, password: str) -> WorkSeat:
        """Sign in."""
        with ExitStack() as opening:
            station = opening.enter_context(open_station(self.folder))
            pool = opening.enter_context(WorkerPool())
            work = opening.enter_context(seated(station, name, password, pool))
            registering = opening.enter_context(registration_pool())
            return WorkSeat(work, _account(work.session.account), registering, opening.pop_all())


def _account(one: Account) -> AccountShown:
    return AccountShown(one.name, one.printed_name, one.role)


def _study(study: Study) -> StudyShown:
    named = tuple(one.protocol_id for one in study.protocols)
    return StudyShown(study.study_id, study.revision, study.root.fingerprint, named)
