"""The accounts that a coordinator accepted, as its log tells, and whose envelopes count on which day."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from seedcryo_reader.casefile.study import signing
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.messages.adjudicator import FROM_ADJUDICATOR
from seedcryo_reader.domain.messages.coding import Kinds, kinds
from seedcryo_reader.domain.messages.intake import FROM_INTAKE
from seedcryo_reader.domain.messages.reader import FROM_READER, Receipt
from seedcryo_reader.domain.office.coordinator import COORDINATOR_ACTS, AccountAccepted, AccountRevoked
from seedcryo_reader.domain.role import Role
from seedcryo_reader.exchange.envelope import Addressee, Standing
from seedcryo_reader.storage.chain.chain import Chain, Entry, Last
from seedcryo_reader.storage.chain.table import FIRST_PREVIOUS
from seedcryo_reader.storage.office.acts import act_of

FROM_ROLE: Final[Mapping[Role, Kinds]] = {
    Role.READER: FROM_READER,
    Role.ADJUDICATOR: FROM_ADJUDICATOR,
    Role.INTAKE: FROM_INTAKE,
    Role.COORDINATOR: kinds(Receipt),
}
"""What each role may send to the centre."""

_ACTS: Final = (b'"act":"AccountAccepted"', b'"act":"AccountRevoked"')


@dataclass(frozen=True, slots=True)
class Accounts:
    """Accounts in the order they were accepted; one that got new keys stands in it again.

    Attributes
    ----------
    accepted : tuple of AccountAccepted
    revoked : tuple of AccountRevoked
    """

    accepted: tuple[AccountAccepted, ...] = ()
    revoked: tuple[AccountRevoked, ...] = ()

    def after(self, acts: Iterable[object]) -> "Accounts":
        """The accounts after more acts; those about something else change nothing."""
        listed = list(acts)
        return Accounts(
            (*self.accepted, *(one for one in listed if isinstance(one, AccountAccepted))),
            (*self.revoked, *(one for one in listed if isinstance(one, AccountRevoked))),
        )

    def named(self, name: str) -> AccountAccepted:
        """An account with the keys that were accepted last.

        Raises
        ------
        Refused
            ``unknown-account``.
        """
        found = next((one for one in reversed(self.accepted) if one.account == name), None)
        if found is None:
            text = f"There is no accepted account {name}. Accept its enrolment file first."
            raise Refused([Finding("unknown-account", text)])
        return found

    def with_exchange(self, name: str, key_id: str) -> AccountAccepted | None:
        """An account as it was accepted with this exchange key."""
        return next((one for one in self.accepted if one.account == name and _id(one.exchange) == key_id), None)

    def with_signing(self, name: str, key_id: str) -> AccountAccepted | None:
        """An account as it was accepted with this signing key."""
        return next((one for one in self.accepted if one.account == name and _id(one.public) == key_id), None)

    def is_revoked(self, one: AccountAccepted, on: date) -> bool:
        """Whether what is received from an account with these keys on a UTC day counts no more."""
        same = [said for said in self.revoked if (said.account, said.exchange) == (one.account, one.exchange)]
        return any(on.isoformat() >= said.day for said in same)


@dataclass(frozen=True, slots=True)
class AccountsTrust:
    """The trust of a coordinator: accepted accounts, each for what its role may send."""

    accounts: Accounts

    def standing(self, name: str, key_id: str, on: date) -> Standing:
        """As `exchange.envelope.Trust.standing`."""
        one = self.accounts.with_exchange(name, key_id)
        if one is None:
            return Standing(None, revoked=False, kinds={})
        return Standing(bytes.fromhex(one.exchange), self.accounts.is_revoked(one, on), FROM_ROLE[one.role])


class AccountBook:
    """The accounts as a log tells; what was read of it once is not read again.

    Parameters
    ----------
    chain : callable
        The log of the coordinator's account, whose vault may have been locked and opened again meanwhile.
    """

    def __init__(self, chain: Callable[[], Chain]) -> None:
        self._chain = chain
        self._known = Accounts()
        self._last = Last(0, FIRST_PREVIOUS)

    def accounts(self) -> Accounts:
        """The accounts as they are now.

        Raises
        ------
        Refused
            ``damaged``.
        """
        acts = []
        for entry in self._new_entries():
            if any(one in entry.body for one in _ACTS):
                acts.append(act_of(entry, COORDINATOR_ACTS).act)
            self._last = Last(entry.seq, entry.hash)
        self._known = self._known.after(acts) if acts else self._known
        return self._known

    def _new_entries(self) -> Iterator[Entry]:
        """The entries that were not read yet; all of them, where a transaction that was read in was undone."""
        if self._last.seq:
            entries = self._chain().entries(after=self._last.seq - 1)
            last = next(entries, None)
            if last is not None and last.hash == self._last.hash:
                return entries
        self._known, self._last = Accounts(), Last(0, FIRST_PREVIOUS)
        return self._chain().entries()

    def addressee(self, name: str) -> Addressee:
        """Whom an envelope to an account is encrypted to.

        Raises
        ------
        Refused
            ``unknown-account``.
        """
        return Addressee(name, self.accounts().named(name).recipient)


def _id(public: str) -> str:
    return signing.key_id(bytes.fromhex(public))
