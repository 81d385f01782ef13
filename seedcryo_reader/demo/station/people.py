"""Who works at the station of the demo: only there all roles share one, and only there passwords are no secrets."""

from dataclasses import dataclass
from typing import Final

from seedcryo_reader.domain.role import Role


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account.

    Attributes
    ----------
    account : str
        Name of the account.
    role : Role
    printed_name : str
        The name under signatures; who it is, too.
    """

    account: str
    role: Role
    printed_name: str

    @property
    def password(self) -> str:
        """Opens nothing but the demo, and is printed."""
        return f"demo-{self.account}-1"


ADA: Final = Person("reader-a", Role.READER, "Dr. Ada Reader")
BEN: Final = Person("reader-b", Role.READER, "Dr. Ben Reader")
ADJUDICATOR: Final = Person("adjudicator", Role.ADJUDICATOR, "Dr. Cleo Adjudicator")
INTAKE: Final = Person("intake", Role.INTAKE, "Ines Intake")
COORDINATOR: Final = Person("coordinator", Role.COORDINATOR, "Cora Coordinator")
APPROVER: Final = Person("approver", Role.COORDINATOR, "Otto Approver")
"""A second coordinator: approves what one alone may not do."""

PEOPLE: Final = (ADA, BEN, ADJUDICATOR, INTAKE, COORDINATOR, APPROVER)
READERS: Final = (ADA, BEN)
