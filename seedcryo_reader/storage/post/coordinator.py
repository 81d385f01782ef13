"""The post of the coordinator, which is the centre's: from every accepted account, and to each."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Final

from seedcryo_reader.casefile.study import writing
from seedcryo_reader.casefile.study.formats import read_bounded
from seedcryo_reader.coordination.ports import Send
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.office.coordinator import COORDINATOR_ACTS, PartsReleased
from seedcryo_reader.domain.office.record import SUBJECT
from seedcryo_reader.exchange.centre import FILE, CentreAddress, address_bytes, read_address
from seedcryo_reader.exchange.envelope import Addressee, Head, Trust
from seedcryo_reader.exchange.folder import Folder
from seedcryo_reader.exchange.sender import CENTRE
from seedcryo_reader.imaging.watch import Watch
from seedcryo_reader.storage.chain.table import FIRST_PREVIOUS
from seedcryo_reader.storage.clock import written
from seedcryo_reader.storage.images.durable import written_in
from seedcryo_reader.storage.images.received import ReceivedParts
from seedcryo_reader.storage.images.shelf import Shelf
from seedcryo_reader.storage.office.acts import act_of
from seedcryo_reader.storage.office.coordinator import CoordinatorOffice
from seedcryo_reader.storage.office.log import Taken
from seedcryo_reader.storage.office.mailing import Mailing, centre_sender
from seedcryo_reader.storage.post.boxes import Letter
from seedcryo_reader.storage.post.found import FoundEnvelope
from seedcryo_reader.storage.post.owner import NUMBER_BYTES, Owner
from seedcryo_reader.storage.post.renewing import seal_again
from seedcryo_reader.storage.post.report import FileReport
from seedcryo_reader.storage.post.sent_logs import Released, refuse_contradicted, seals_of

_NO_HEAD: Final = Head(0, FIRST_PREVIOUS)
_PART: Final = "part "
"""With the case, the part's number and the account: the natural key of a release (`coordination.office.releasing`)."""

_FOREIGN: Final = frozenset({"other-study", "wrong-format", "newer-format"})
"""What is said of a file that the centre of this study never wrote."""

_RELEASED: Final = b'"act":"PartsReleased"'


class CoordinatorMail:
    """What a coordinator does with the centre's post. What acts send is sealed with them; parts go beside it."""

    def __init__(self, owner: Owner, office: CoordinatorOffice, shelf: Shelf) -> None:
        self._owner = owner
        self._office = office
        self._shelf = shelf
        number = lambda: owner.token(NUMBER_BYTES).hex()  # noqa: E731
        self._mailing = Mailing(owner.study, lambda: centre_sender(owner.vault()), office.book.addressee, number)

    @property
    def me(self) -> Addressee:
        """Whom envelopes to the centre name."""
        return Addressee(CENTRE, self._owner.recipient)

    @property
    def trust(self) -> Trust:
        """Accepted accounts."""
        return self._office.trust

    def learn(self, _folder: Folder, _day: date) -> Sequence[FileReport]:
        """The centre learns nothing from what lies there for everybody."""
        return ()

    def take(self, mail: Sequence[FoundEnvelope], _folder: Folder, _watch: Watch) -> Sequence[FileReport]:
        """Take envelopes, each held against the sender's accepted keys."""
        reports, sound = [], []
        released = cache(self._released_parts)
        for one in mail:
            try:
                arrived = self._office.arriving(one.opened, one.file)
                refuse_contradicted(one.opened, partial(self._released_to, released, one.opened.sender), one.file)
                sound.append(Taken(one.opened, one.day, arrived))
                reports.append(FileReport(one.file, "taken", who=one.opened.sender))
            except Refused as refused:
                reports.append(FileReport(one.file, "refused", refused.findings, one.opened.sender))
        self._office.receive_many(sound)
        return reports

    def letter(self, about: str, message: object, to: str) -> Letter | None:
        """A sealed message of the centre; None for an account that was never accepted."""
        with suppress(Refused):
            self._office.book.addressee(to)
            letter = self._mailing.letter(Send(to, message, about), _NO_HEAD)
            known = letter.draft and replace(letter.draft, body=b"", size=0)  # it follows from the inbox
            return replace(letter, draft=known)
        return None

    def seal_new(self) -> None:
        """Seal anew what a key signed that is revoked; receipts are sealed for everybody alike."""
        seal_again(self._owner, lambda send: self._mailing.letter(send, _NO_HEAD))

    def put_more(self, folder: Folder) -> Sequence[FileReport]:
        """Put the centre's address into the folder, where it is not there, and the parts that released cases need.

        Raises
        ------
        Refused
            ``no-centre-keys``, ``no-sealing-key``.
        EnvironmentFailure
            As for `Post.put_out`.
        """
        address = FileReport(FILE, "written" if self._put_address(folder.root) else "already there")
        return [address, *self._put_parts(folder)]

    def _put_parts(self, folder: Folder) -> Iterator[FileReport]:
        """The parts of letters that wait: a part is received together with its envelope, so it waits as long."""
        letters = {one.about: one for one in self._owner.outbox.waiting() if one.about.startswith(_PART)}
        for about, sha256 in self._released() if letters else ():
            if about not in letters:
                continue
            source, recipient = self._shelf.path(sha256), letters[about].recipient
            who = letters[about].account
            if not source.is_file():
                text = "The sealed part is not on the station's shelf any more. Fetch it from a backup of the station."
                yield FileReport(source.name, "refused", (Finding("part-missing", text, (source.name,)),), who)
                continue
            yield replace(_put_part(folder, recipient, source, sha256), who=who)

    def _released(self) -> Iterator[tuple[str, str]]:
        """What the envelope of every released part is about, and the hash of the part's file."""
        for act in self._releases():
            for part, sha256 in zip(act.parts, act.files, strict=True):
                yield from ((f"{_PART}{act.case_number} {part} {one}", sha256) for one in act.accounts)

    def _releases(self) -> Iterator[PartsReleased]:
        for entry in self._owner.vault().chain.entries(SUBJECT):
            if _RELEASED in entry.body:
                act = act_of(entry, COORDINATOR_ACTS).act
                if isinstance(act, PartsReleased):
                    yield act

    def _released_parts(self) -> Mapping[tuple[str, str], frozenset[int]]:
        """The parts that were released of each (account, case)."""
        found: dict[tuple[str, str], set[int]] = defaultdict(set)
        for act in self._releases():
            for account in act.accounts:
                found[account, act.case_number].update(act.parts)
        return {key: frozenset(parts) for key, parts in found.items()}

    def _released_to(
        self, released: Callable[[], Mapping[tuple[str, str], frozenset[int]]], account: str, case_number: str
    ) -> Released:
        """What was released of a case to an account."""
        seals = seals_of(ReceivedParts(lambda: self._owner.vault().database), case_number)
        return Released(seals, released().get((account, case_number), frozenset()))

    def _put_address(self, root: Path) -> bool:
        """Whether another one had to be written."""
        path = root / FILE
        if path.is_symlink():
            text = f"{FILE} is a link there. Remove it, or use another folder; nothing was written."
            raise Refused([Finding("not-a-file", text, (FILE,))])
        there = read_bounded(path) if path.is_file() else None
        if there is not None and self._is_mine(there, path):
            return False
        address = CentreAddress(written(self._owner.clock().utc), self._owner.recipient)
        data = address_bytes(address, self._owner.vault().centre, self._owner.study)
        with written_in(root):
            root.mkdir(parents=True, exist_ok=True)
        if there is None:
            writing.write_new(path, data, writing.PUBLIC)
        else:
            writing.replace(path, data, writing.PUBLIC, there)
        return True

    def _is_mine(self, data: bytes, path: Path) -> bool:
        """Whether the address says where this account is; an old one does not, nor one that is empty, cut or damaged.

        Raises
        ------
        Refused
            ``other-study`` and the like: it is somebody else's file, and stays as it is.
        """
        owner = self._owner
        try:
            found = read_address(data, owner.study, owner.today, FILE, clock=owner.by_clock)
        except Refused as refused:
            first = refused.findings[0]
            if first.code in _FOREIGN:
                text = (
                    f"{path} was not written by this centre, and nothing was written there. Move the file away, or use "
                    f"another folder: {first.text}"
                )
                raise Refused([Finding(first.code, text, (FILE,))]) from refused
            return False
        return found.recipient == owner.recipient


def _put_part(folder: Folder, recipient: str, source: Path, sha256: str) -> FileReport:
    if folder.has_part(recipient, source, sha256):
        return FileReport(source.name, "already there")
    try:
        folder.put_part(recipient, source, sha256)
    except Refused as refused:
        return FileReport(source.name, "refused", refused.findings)
    return FileReport(source.name, "written")
