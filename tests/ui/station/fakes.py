"""A station without stores: a door with accounts, and a seat with cases."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from seedcryo_reader.domain.errors import Cancelled, EnvironmentFailure, Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.lifecycle import State
from seedcryo_reader.domain.role import Role
from seedcryo_reader.imaging.watch import Progress, Watch
from seedcryo_reader.ui.shared.ports import AccountShown, CaseShown, ReceivedShown, StudyShown

PASSWORD = "correct horse"  # noqa: S105
READER = AccountShown("reader-a", "Dr A. Reader", Role.READER)
STUDY = StudyShown("SEED-CRYO", 1, "7G4K-22QX-9D1M-PF0A-C3HV", ("seed-cryo/0.1",))
CASES = (
    CaseShown("C-0007", State.SIGNED, 1, 5, None, ready=False),
    CaseShown("C-0013", State.WAITING, 1, 2, None, ready=False),
    CaseShown("C-0042", State.IN_PROGRESS, 1, 2, "TP1", ready=True),
    CaseShown("C-0058", State.ASSIGNED, 1, 0, None, ready=True),
    CaseShown("C-0061", State.CLOSED, 1, 4, None, ready=True),
)


def refusal(code: str, text: str) -> Refused:
    return Refused([Finding(code, text)])


@dataclass
class FakeSeat:
    account: AccountShown = READER
    study_id: str = STUDY.study_id
    notices: tuple[Finding, ...] = ()
    shown: tuple[CaseShown, ...] = CASES
    is_awake: bool = True
    is_closed: bool = False
    touches: int = 0
    got: list[Path] = field(default_factory=list)
    outcomes: tuple[ReceivedShown, ...] = ()
    during: Callable[[Watch], None] = lambda _watch: None
    fails: list[Exception] = field(default_factory=list)

    def touch(self) -> None:
        if not self.is_awake:
            raise EnvironmentFailure("It locked itself.")
        self.touches += 1

    def unlock(self, password: str) -> None:
        if password != PASSWORD:
            raise refusal("wrong-password", "Account and password do not belong together.")
        self.is_awake = True

    def cases(self) -> Sequence[CaseShown]:
        if self.fails:
            raise self.fails.pop()
        return self.shown

    def receive(self, files: Sequence[Path], watch: Watch) -> Sequence[ReceivedShown]:
        self.got += files
        watch.progress(Progress(1, 2, 5_000_000, 20_000_000))
        self.during(watch)
        if watch.cancelled():
            raise Cancelled
        return self.outcomes

    def close(self) -> None:
        self.is_closed = True


@dataclass
class FakeDoor:
    folder: Path = Path("station")
    exists: bool = True
    people: list[AccountShown] = field(default_factory=lambda: [READER])
    seat: FakeSeat = field(default_factory=FakeSeat)
    trouble: Exception | None = None

    def study(self, file: Path | None = None) -> StudyShown:
        if file is not None and file.suffix != ".seedstudy":
            raise refusal("not-a-study", f"{file.name} is not a study file.")
        return STUDY

    def accounts(self) -> Sequence[AccountShown]:
        return tuple(self.people)

    def set_up(self, study_file: Path) -> None:
        self.exists = True

    def add_account(self, name: str, printed_name: str, role: Role, password: str) -> None:
        if name != name.lower():
            raise refusal("bad-account-name", "The name of an account must be small letters.")
        self.people.append(AccountShown(name, printed_name, role))

    def public_keys(self, name: str) -> str:
        return f"age1{name}\n00ff\n"

    def sign_in(self, name: str, password: str) -> FakeSeat:
        if self.trouble is not None:
            raise self.trouble
        if password != PASSWORD:
            raise refusal("wrong-password", "Account and password do not belong together.")
        return self.seat
