"""The disputes that a coordinator's log says were sent, worked out again: their envelopes open for nobody at home."""

from collections.abc import Callable
from contextlib import suppress

from seedcryo_reader.coordination.arrived import ReadArrived
from seedcryo_reader.coordination.discordance.comparing import compare
from seedcryo_reader.coordination.discordance.disputes import dispute_of
from seedcryo_reader.coordination.office.answering import Asked
from seedcryo_reader.coordination.office.state import is_discordant
from seedcryo_reader.coordination.ports import OfficeLog
from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.domain.dispute import Dispute, sha256_of
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.messages.reader import SignedReadSent
from seedcryo_reader.domain.office.coordinator import ReadsCompared
from seedcryo_reader.domain.office.received import EnvelopeReceived
from seedcryo_reader.reading.ports import ProtocolRef


class AskedBook:
    """Comparisons and signed reads as a log tells; what was gone through once is not gone through again.

    Parameters
    ----------
    log : OfficeLog
    criteria : callable
        The protocol of an id and hash.
    """

    def __init__(self, log: OfficeLog, criteria: Callable[[ProtocolRef], Protocol]) -> None:
        self._log = log
        self._criteria = criteria
        self._upto = 0
        self._compared: dict[str, ReadsCompared] = {}
        self._reads: dict[str, tuple[str, ReadArrived]] = {}

    def asked(self, dispute_id: str) -> Asked:
        """The dispute of this id, as it was sent.

        Raises
        ------
        Refused
            ``unknown-dispute``: none was sent; ``damaged``: one of its reads is not there any more.
        """
        self._go_on()
        act = self._compared.get(dispute_id)
        if act is None or not is_discordant(act):
            text = f"The decision is about dispute {dispute_id}, which was never sent to anybody. It does not count."
            raise Refused([Finding("unknown-dispute", text)])
        dispute = self._dispute(act)
        return Asked(dispute, act.adjudicator, act.dispute_sha256 or sha256_of(dispute))

    def _dispute(self, act: ReadsCompared) -> Dispute:
        missing = {act.first, act.second} - self._reads.keys()
        if missing:
            text = f"A read that dispute {act.dispute_id} is about is missing or damaged. Fetch a backup of the vault."
            raise Refused([Finding("damaged", text)])
        (one, first), (other, second) = self._reads[act.first], self._reads[act.second]
        protocol = self._criteria(ProtocolRef(first.result.protocol_id, first.result.protocol_sha256))
        return dispute_of(
            compare(first.result, second.result, protocol),
            self._log.read(one),
            self._log.read(other),
            protocol,
            act.dispute_id,
            a_is_first=act.a_is == "first",
        )

    def _go_on(self) -> None:
        """Take in what the log has got since."""
        for record in self._log.records(self._upto):
            self._upto, act = record.seq, record.act
            if isinstance(act, ReadsCompared):
                self._compared[act.dispute_id] = act
            elif isinstance(act, EnvelopeReceived) and act.kind == SignedReadSent.__name__:
                with suppress(Refused):  # whoever asks for a dispute about it is told
                    self._take(act.content)

    def _take(self, content: str) -> None:
        came = self._log.arrived(content)
        if isinstance(came, ReadArrived):
            self._reads.setdefault(came.result.read_sha256, (content, came))
