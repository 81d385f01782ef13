"""Receiving sealed parts: copied, verified in memory, put on the shelf, listed for the account. Nothing is decoded."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, TypeAlias

from seedcryo_reader.casefile.part.contents import Contents, file_identity
from seedcryo_reader.casefile.part.plain import is_encrypted
from seedcryo_reader.domain.canonical import Json
from seedcryo_reader.domain.errors import EnvironmentFailure, Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.imaging.watch import UNWATCHED, Watch
from seedcryo_reader.storage.images.order import ReceivedPart
from seedcryo_reader.storage.images.parts import PartOpener
from seedcryo_reader.storage.images.received import ReceivedParts
from seedcryo_reader.storage.images.shelf import Arrival, Shelf

Outcome: TypeAlias = Literal["received", "already here", "refused"]

BROKEN_CHAIN: Final = "broken-chain"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one file; `part` is None and `findings` say why where it was refused."""

    file: Path
    outcome: Outcome
    part: ReceivedPart | None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Reception:
    """Receives parts for one account; `note` writes an entry (name, data) into the station's log."""

    shelf: Shelf
    received: ReceivedParts
    opener: PartOpener
    note: Callable[[str, dict[str, Json]], None]

    def receive(self, files: Iterable[Path], watch: Watch = UNWATCHED) -> Iterator[Receipt]:
        """Receive files one after the other; one that is refused does not stop the others.

        Raises
        ------
        EnvironmentFailure
            The station cannot store the part; those before it are received, and the rest can be tried again.
        Cancelled
            The person cancelled; likewise.
        """
        for file in files:
            try:
                yield self._receipt(file, watch)
            except Refused as refused:
                self.note("part-refused", {"code": refused.findings[0].code})
                yield Receipt(file, "refused", None, refused.findings)

    def _receipt(self, file: Path, watch: Watch) -> Receipt:
        _refuse_open_part(file)
        with self.shelf.arriving(file, watch) as arrival:
            known = self.received.of_file(arrival.sha256)
            if known is not None:
                self.shelf.keep(arrival)  # should it have been lost or damaged there
                return Receipt(file, "already here", known)
            part, contents = self._verified(file, arrival, watch)
            others = self.received.of_case(part.case_number)
            same = next((one for one in others if one.part == part.part), None)
            if same is not None and same.seal == part.seal:
                return Receipt(file, "already here", same)
            self._check_place(file.name, part, contents, others)
            self.shelf.keep(arrival)
        self.note("part-received", {"sha256": arrival.sha256, "size": arrival.size})
        self.received.add(part)
        return Receipt(file, "received", part)

    def _verified(self, file: Path, arrival: Arrival, watch: Watch) -> tuple[ReceivedPart, Contents]:
        with self.opener.opened(arrival.path, file.name, watch) as opened:
            contents, seal = opened.contents, opened.seal
        part = ReceivedPart(
            sha256=arrival.sha256,
            case_number=contents.case_number,
            part=contents.part,
            seal=seal,
            kind=contents.kind,
            timepoint=contents.timepoint,
            supersedes=contents.supersedes,
            received_on=self.opener.clock().utc.date(),
        )
        if file_identity(file.name) not in {None, (part.case_number, part.part)}:
            text = f"The file has the name of another part; it is {contents.identifier}."
            raise Refused([Finding("wrong-name", text, (file.name,))])
        return part, contents

    def _check_place(self, file: str, part: ReceivedPart, contents: Contents, others: Sequence[ReceivedPart]) -> None:
        """Refuse a part that cannot belong to one chain with the parts that were received before it."""
        seals = {one.part: one.seal for one in others}
        findings = []
        if part.part in seals:
            text = (
                f"Another part {part.part} of {part.case_number} was received before. Ask the centre which one counts."
            )
            findings.append(Finding("other-part", text, (file,)))
        broken = [link.part for link in contents.chain if seals.get(link.part, link.seal) != link.seal]
        if broken:
            text = f"It does not follow on the part {broken[0]} that was received. Ask the centre which one counts."
            findings.append(Finding(BROKEN_CHAIN, text, (file,)))
        later = next((one for one in others if one.part > part.part), None)
        if later is not None and self._link(later, part.part) not in {None, part.seal}:
            text = f"Part {later.part}, which was received before, follows on another part {part.part}. Ask the centre."
            findings.append(Finding(BROKEN_CHAIN, text, (file,)))
        if findings:
            raise Refused(findings)

    def _link(self, later: ReceivedPart, number: int) -> str | None:
        """The seal by which a part that came early names one before it; None where it cannot be opened now."""
        try:
            with self.opener.opened(
                self.shelf.path(later.sha256), later.case_number, received_on=later.received_on
            ) as opened:
                return opened.contents.chain[number].seal
        except (Refused, EnvironmentFailure):  # that is told when its own turn comes
            return None


def _refuse_open_part(file: Path) -> None:
    """Refuse what is not encrypted before a byte of it is copied: nothing readable comes onto the station's disk."""
    try:
        encrypted = is_encrypted(file)
    except EnvironmentFailure as failure:
        raise Refused([Finding("not-readable", str(failure), (file.name,))]) from failure
    if not encrypted:
        text = "The file is no sealed part: it is not encrypted, or its beginning was changed. Get the sealed file."
        raise Refused([Finding("not-a-part", text, (file.name,))])
