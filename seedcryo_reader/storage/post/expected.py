"""Letters as a log names them: what the outbox of an account is held against."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Expected:
    """A letter that follows from a log: its natural key, whom it is for, and whether it has to be there.

    No account where the log does not say whom it was for.
    """

    about: str
    account: str
    must_be: bool = True


@dataclass(frozen=True, slots=True)
class Addresses:
    """Whom letters are encrypted to, as it is known.

    Attributes
    ----------
    recipients : mapping of str to set of str
        Account → every ``age1…`` that it may be.
    anew : bool
        Whether letters may have been sealed anew, so that a receipt may name one that is not in the outbox any more.
    """

    recipients: Mapping[str, frozenset[str]]
    anew: bool
