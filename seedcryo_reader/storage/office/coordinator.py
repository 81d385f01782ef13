"""The log of a coordinator with what came to it: the port `OfficeLog` of coordination, over the account's vault."""

from collections.abc import Callable, Iterator
from typing import Final

from seedcryo_reader.coordination.arrived import Arrived
from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.domain.collecting import collector_paused
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.messages.adjudicator import FROM_ADJUDICATOR
from seedcryo_reader.domain.messages.intake import FROM_INTAKE
from seedcryo_reader.domain.messages.reader import FROM_READER
from seedcryo_reader.domain.office.coordinator import COORDINATOR_ACTS
from seedcryo_reader.domain.office.received import EnvelopeReceived
from seedcryo_reader.domain.read import Read
from seedcryo_reader.exchange.envelope import Opened
from seedcryo_reader.reading.ports import ProtocolRef
from seedcryo_reader.storage.clock import Clock
from seedcryo_reader.storage.office.accounts import AccountBook, AccountsTrust
from seedcryo_reader.storage.office.arriving import Arriving
from seedcryo_reader.storage.office.asked import AskedBook
from seedcryo_reader.storage.office.log import Duties, VaultOffice
from seedcryo_reader.storage.office.mailing import Mailing, centre_sender
from seedcryo_reader.storage.reads.log import Writer
from seedcryo_reader.storage.vault.vault import Vault

DUTIES: Final = Duties(COORDINATOR_ACTS, {**FROM_READER, **FROM_ADJUDICATOR, **FROM_INTAKE})


class CoordinatorOffice(VaultOffice):
    """The acts of a coordinator's account, and what came from readers and adjudicators.

    Parameters
    ----------
    vault : callable
        The account's, which may have been locked and opened again meanwhile.
    writer : Writer
    clock : Clock
    criteria : callable
        The protocol of an id and hash.
    number : callable
        16 random hex digits.
    """

    def __init__(
        self,
        vault: Callable[[], Vault],
        writer: Writer,
        clock: Clock,
        criteria: Callable[[ProtocolRef], Protocol],
        number: Callable[[], str],
    ) -> None:
        study = vault().place.study
        self.book = AccountBook(lambda: vault().chain)
        self._arriving = Arriving(study, self.book.accounts, criteria, AskedBook(self, criteria).asked)
        mailing = Mailing(study, lambda: centre_sender(vault()), self.book.addressee, number)
        super().__init__(vault, DUTIES, writer, clock, mailing)

    @property
    def trust(self) -> AccountsTrust:
        """Whose envelopes count now."""
        return AccountsTrust(self.book.accounts())

    def arriving(self, opened: Opened, shown: str) -> Arrived:
        """What an envelope brings, before it is received.

        Raises
        ------
        Refused
            Something of it does not hold: everything that is wrong.
        """
        with collector_paused():
            return self._arriving.arrived(opened.sender, opened.message, shown)

    def arrived(self, content: str) -> Arrived:
        """What an envelope of the log brought; made anew where the derived table does not hold it.

        Raises
        ------
        Refused
            ``damaged``, or it does not hold any more.
        """
        return self.arrivals.of(content) or self._brought(content)

    def derived_problems(self) -> Iterator[Finding]:
        """What came and does not hold any more, and where the derived table says something else than it brought."""
        for record in self.records():
            if isinstance(record.act, EnvelopeReceived):
                yield from self._derived_problems(record.act.content)

    def _derived_problems(self, content: str) -> Iterator[Finding]:
        try:
            brought = self._brought(content)
        except Refused as refused:
            yield from refused.findings
            return
        if self.arrivals.of(content) not in {None, brought}:
            text = f"What was derived from {_shown(content)} does not say what the envelope says."
            yield Finding("derived-differs", text)

    def _brought(self, content: str) -> Arrived:
        return self._arriving.arrived(self.incoming(content).sender, self.message(content), _shown(content))

    def read(self, content: str) -> Read:
        """The whole read that a signed read brought, verified again.

        Raises
        ------
        Refused
            ``damaged``, or it does not hold any more.
        """
        one = self.incoming(content)
        return self._arriving.read(one.sender, one.body, _shown(content))[0].read


def _shown(content: str) -> str:
    return f"envelope {content[:16]}"
