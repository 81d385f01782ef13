"""What an adjudicator decides with: the ports of adjudication over the vault, and the images of whole cases."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from seedcryo_reader.coordination.ports import Send
from seedcryo_reader.criteria.protocol.model import Protocol
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.fold import folded
from seedcryo_reader.domain.messages.adjudicator import DecisionSent
from seedcryo_reader.domain.office.adjudicator import AdjudicatorAct, DecisionSigned
from seedcryo_reader.domain.office.record import ActRecord
from seedcryo_reader.domain.read import Read, TimepointRead
from seedcryo_reader.domain.record import Record
from seedcryo_reader.exchange.sender import CENTRE
from seedcryo_reader.imaging.watch import Watch
from seedcryo_reader.reading.ports import NextPart, ProtocolRef
from seedcryo_reader.storage.images.opening import StationImages
from seedcryo_reader.storage.office.log import VaultOffice


@dataclass(frozen=True, eq=False)
class VaultDisputes:
    """The port `DecisionLog` of adjudication. What envelopes brought is read once: it never changes."""

    office: VaultOffice
    _brought: dict[str, object] = field(default_factory=dict, repr=False)

    def records(self) -> Sequence[ActRecord]:
        """Every act, in order."""
        return self.office.records()

    def message(self, content: str) -> object:
        """What an envelope of the log brought."""
        if content not in self._brought:
            self._brought[content] = self.office.message(content)
        return self._brought[content]

    def append(self, act: AdjudicatorAct, send: DecisionSent | None = None) -> ActRecord:
        """Commit an act together with the decision that it sends to the centre; a decision is sent once."""
        if isinstance(act, DecisionSigned) and send is not None:
            return self.office.append(act, [Send(CENTRE, send, f"decision {act.dispute_id}")])
        return self.office.append(act)


@dataclass(frozen=True, eq=False)
class StationCriteria:
    """The port `Protocols` of adjudication, over what gives a protocol by its id and hash."""

    protocol: Callable[[ProtocolRef], Protocol]

    def criteria(self, protocol_id: str, sha256: str) -> Protocol:
        """The protocol of this id and hash."""
        return self.protocol(ProtocolRef(protocol_id, sha256))


@dataclass(frozen=True, eq=False)
class VaultOwnReads:
    """The port `OwnReads` of adjudication, over the records of the account's own reads."""

    records: Callable[[str], Sequence[Record]]

    def signed(self, case_number: str) -> str | None:
        """SHA-256 (hex) of the read of a case as it is signed now; None where it is not."""
        records = self.records(case_number)
        read = folded(case_number, ((one.seq, one.event) for one in records))
        return read.signatures[-1].read_sha256 if read.is_signed else None


@dataclass(frozen=True, eq=False)
class WholeCases:
    """The images of every timepoint of a case at once, as only an adjudicator sees them."""

    images: StationImages

    def open_all(self, case_number: str, timepoints: Sequence[str], watch: Watch) -> None:
        """Decode the images of these timepoints, as far as they are not there and whole.

        Raises
        ------
        Refused
            ``no-part``: the images of a timepoint did not come yet, all of them named; or a part is not sound.
        EnvironmentFailure, Cancelled
            As for `StationImages.open`.
        """
        read = Read(case_number)
        while (part := self.images.next_part(read)) is not None:
            if part.timepoint is None:
                read = replace(read, closing_part=part.part)
                continue
            read = _with(read, self._opened(read, part, part.timepoint, watch))
        missing = [one for one in timepoints if read.timepoint(one) is None]
        if missing:
            text = (
                f"The images of {', '.join(missing)} of {case_number} are not at this station yet. Take in what the"
                " centre sent."
            )
            raise Refused([Finding("no-part", text, tuple(missing))])

    def close(self, case_numbers: Iterable[str]) -> None:
        """Remove the decoded images of cases.

        Raises
        ------
        EnvironmentFailure
            They cannot be removed.
        """
        for one in case_numbers:
            self.images.purge(one)

    def _opened(self, read: Read, part: NextPart, timepoint: str, watch: Watch) -> TimepointRead:
        """The images of one part, decoded before or now, as of a locked timepoint: so the next part can come."""
        kept = self._whole(read.case_number, part, timepoint)
        if kept is not None:
            return kept
        event = self.images.open(read, part, watch).event
        return TimepointRead(timepoint, part.part, event.seal, (), locked=True)

    def _whole(self, case_number: str, part: NextPart, timepoint: str) -> TimepointRead | None:
        try:
            images = self.images.load(case_number, timepoint)
        except Refused:
            return None
        index = images.index
        row = next((one for one in self.images.received.of_case(case_number) if one.part == part.part), None)
        is_it = row is not None and (index.part, index.seal) == (row.part, row.seal)
        if not is_it or any(images.problems(index.seen)):
            return None
        return TimepointRead(timepoint, index.part, index.seal, index.seen, locked=True)


def _with(read: Read, one: TimepointRead) -> Read:
    return replace(read, timepoints=(*read.timepoints, one))
