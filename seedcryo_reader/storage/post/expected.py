"""Letters as a log names them: what the outbox of an account is held against."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Expected:
    """A letter that follows from a log: its natural key, whom it is for, and whether it has to be there.

    No account where the log does not say whom it was for.
    """

    about: str
    account: str
    must_be: bool = True
