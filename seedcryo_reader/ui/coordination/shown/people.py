"""Accounts, their training, and who can be drawn."""

from dataclasses import dataclass
from pathlib import Path

from seedcryo_reader.domain.role import Role


@dataclass(frozen=True, slots=True)
class ProtocolShown:
    """A protocol of the station: its id, the SHA-256 of its file, and the sections that double reads need of it."""

    protocol_id: str
    sha256: str
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TrainingLine:
    """How a training for a protocol ended; it holds to `valid_until`, that UTC day included."""

    protocol_id: str
    protocol_sha256: str
    passed: bool
    taken_on: str
    valid_until: str

    def holds(self, day: str) -> bool:
        """Whether it counts on a day."""
        return self.passed and day <= self.valid_until


@dataclass(frozen=True, slots=True)
class AccountLine:
    """An accepted account.

    Attributes
    ----------
    account, person, printed_name : str
    role : Role
    station : str
    fingerprint : str
        Groups of characters with hyphens, as they are compared by voice.
    trainings : tuple of TrainingLine
        The newest per protocol version.
    revoked_on, revoked_for : str or None
        The UTC day from which on nothing of it counts, and why.
    """

    account: str
    person: str
    printed_name: str
    role: Role
    station: str
    fingerprint: str
    trainings: tuple[TrainingLine, ...] = ()
    revoked_on: str | None = None
    revoked_for: str | None = None

    @property
    def is_trained_role(self) -> bool:
        """Whether the role has to be trained for a protocol."""
        return self.role in (Role.READER, Role.ADJUDICATOR)


@dataclass(frozen=True, slots=True)
class EnrolmentShown:
    """An enrolment file that is sound: who asks to be accepted."""

    file: Path
    account: str
    printed_name: str
    role: Role
    station: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class TrainingWish:
    """A training to be recorded."""

    account: str
    protocol: ProtocolShown
    passed: bool
    taken_on: str
    valid_until: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """An account that could be drawn; `why_not` says what stands against it, and is empty where nothing does."""

    account: str
    printed_name: str
    why_not: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Replaceable:
    """Somebody who works at a case and can be replaced, and who could take it over."""

    account: str
    role: Role
    candidates: tuple[Candidate, ...]
