"""What the pages need of the station around them. `app` provides these."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.lifecycle import State
from seedcryo_reader.domain.role import Role
from seedcryo_reader.imaging.registration.judging import Registered
from seedcryo_reader.imaging.volume import Volume
from seedcryo_reader.imaging.watch import Watch
from seedcryo_reader.viewing.images import ImageStore

if TYPE_CHECKING:
    from seedcryo_reader.reading.reading import Reading


@dataclass(frozen=True, slots=True)
class AccountShown:
    """An account as the sign-in page lists it."""

    name: str
    printed_name: str
    role: Role


@dataclass(frozen=True, slots=True)
class StudyShown:
    """A study as it is confirmed at set-up: its id, the fingerprint to compare by voice, its protocols."""

    study_id: str
    revision: int
    fingerprint: str
    protocols: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CaseShown:
    """A case in the worklist.

    Attributes
    ----------
    case_number : str
    state : State
    version : int
    timepoints : int
        How many were opened; how many follow is not known to the program.
    active : str or None
        The timepoint that is open.
    ready : bool
        Whether the reader can go on with it now.
    taken_away : bool
        Whether somebody else reads it now; what was read of it stays.
    allowed : str
        Which timepoint the centre allows to be read again, and why, in a sentence; empty where it allows none.
    """

    case_number: str
    state: State
    version: int
    timepoints: int
    active: str | None
    ready: bool
    taken_away: bool = False
    allowed: str = ""


@dataclass(frozen=True, slots=True)
class ReceivedShown:
    """What became of one file: "received", "already here" or "refused"; `case_number` is None where it is refused."""

    file: str
    outcome: str
    case_number: str | None
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class ExchangedShown:
    """A file of an exchange that was refused, or that waits for another one, and why. The others are not told.

    How many came would tell how many timepoints follow.
    """

    file: str
    waits: bool
    findings: tuple[Finding, ...]


class Display(Protocol):
    """How a case lay on the screen when it was left: no event, but kept in the vault, encrypted like them."""

    def kept(self, case_number: str) -> str | None:
        """What was kept last (JSON), None where nothing was."""

    def keep(self, case_number: str, text: str) -> None:
        """Keep this instead.

        Raises
        ------
        EnvironmentFailure
            It cannot be written.
        """


class Seat(Protocol):
    """A signed-in account, with everything it works with. `close` signs it out."""

    @property
    def account(self) -> AccountShown:
        """Whose it is."""

    @property
    def study_id(self) -> str:
        """The study that the station belongs to."""

    @property
    def notices(self) -> tuple[Finding, ...]:
        """What the person should know at once: the clock was set back."""

    @property
    def images(self) -> ImageStore:
        """The decoded images of opened timepoints."""

    @property
    def display(self) -> Display:
        """Where the screen's state is kept."""

    @property
    def is_awake(self) -> bool:
        """Whether it did not lock itself because nobody touched anything."""

    def touch(self) -> None:
        """Somebody is there."""

    def unlock(self, password: str) -> None:
        """Open it again; raises Refused for a wrong password."""

    def cases(self) -> Sequence[CaseShown]:
        """The account's cases in the order they are to be read."""

    def receive(self, files: Sequence[Path], watch: Watch) -> Sequence[ReceivedShown]:
        """Copy and verify sealed parts (files or folders), each whole or not at all. Not for the UI's thread."""

    def reading(self, case_number: str) -> "Reading":
        """The case on the desk; raises Refused where its log was changed. Quick, nothing is decoded."""

    def go_back(self, case_number: str) -> None:
        """Use the centre's leave to read a timepoint again; raises Refused where it does not count.

        Not for the UI's thread: images that a signature closed are decoded again.
        """

    def exchange(self, folder: Path, watch: Watch) -> Sequence[ExchangedShown]:
        """Take what lies in a folder for this account, and put there what waits. Not for the UI's thread.

        Raises
        ------
        Refused, EnvironmentFailure, Cancelled
            What was taken or written before stays; the rest can be tried again.
        """

    def enrol(self, file: Path, password: str) -> str:
        """Write the account's public keys into a file for the coordinator; the fingerprint to be compared.

        Raises
        ------
        Refused
            Wrong password, or the file is there.
        EnvironmentFailure
            It cannot be written.
        """

    def register(self, fixed: Volume, moving: Volume, watch: Watch) -> Registered:
        """Bring two volumes together, in a worker. Slow; raises EnvironmentFailure or Cancelled."""

    def watch(self, watch: Watch) -> None:
        """Who is told of the progress of what opens next, and asked whether to stop it."""

    def close(self) -> None:
        """Sign out."""


class Door(Protocol):
    """A station before anybody is signed in."""

    @property
    def folder(self) -> Path:
        """Where the station lies, or will."""

    @property
    def exists(self) -> bool:
        """Whether there is a station in the folder."""

    def study(self, file: Path | None = None) -> StudyShown:
        """The station's study, or the one in a study file; raises Refused where that is not sound."""

    def accounts(self) -> Sequence[AccountShown]:
        """Who can sign in here."""

    def set_up(self, study_file: Path) -> None:
        """Make the station from a study file; raises Refused or EnvironmentFailure and leaves nothing then."""

    def add_account(self, name: str, printed_name: str, role: Role, password: str) -> None:
        """Add an account; raises Refused with every problem at once."""

    def public_keys(self, name: str) -> str:
        """What the centre needs of an account to seal parts for it."""

    def sign_in(self, name: str, password: str) -> Seat:
        """Sign in, slowly by design; raises Refused (wrong password, locked account) or EnvironmentFailure."""
