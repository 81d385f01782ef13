"""An exchange: what lies in a folder for an account is taken, what waits is put there. Nothing is ever removed.

What one role does with its post is its `Mail`; here is what all have in common. What lies in a folder for others is not
looked at.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Final, Protocol

from seedcryo_reader.domain.errors import Cancelled, Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.exchange.envelope import LARGEST, SUFFIX, Addressee, Opened, Trust, opened
from seedcryo_reader.exchange.folder import Folder, tag
from seedcryo_reader.imaging.watch import UNWATCHED, Progress, Watch
from seedcryo_reader.storage.post.boxes import Letter
from seedcryo_reader.storage.post.found import FoundEnvelope
from seedcryo_reader.storage.post.owner import Owner
from seedcryo_reader.storage.post.receipts import owed
from seedcryo_reader.storage.post.report import FileReport, Report
from seedcryo_reader.storage.post.seen import SeenFiles

_BATCH_BYTES: Final = 64 << 20
"""So much of what came is held in memory before it is committed."""


class Mail(Protocol):
    """What a role does with its post."""

    @property
    def me(self) -> Addressee:
        """Whom its envelopes name."""

    @property
    def trust(self) -> Trust:
        """Whose envelopes it takes."""

    def learn(self, folder: Folder, day: date) -> Sequence[FileReport]:
        """Look at what lies in a folder for everybody, on a UTC day."""

    def take(self, mail: Sequence[FoundEnvelope], folder: Folder, watch: Watch) -> Sequence[FileReport]:
        """Take envelopes that are sound and new; all that are taken are so in one transaction.

        Raises
        ------
        EnvironmentFailure, Cancelled
            None of these envelopes was taken; they can be tried again.
        """

    def letter(self, about: str, message: object, to: str) -> Letter | None:
        """A sealed message to a sender of envelopes; None where it is not known whom to encrypt to any more."""

    def seal_new(self) -> None:
        """Seal what follows from what is stored and was not sealed yet.

        Raises
        ------
        EnvironmentFailure
            It could not be written.
        """

    def put_more(self, folder: Folder) -> Sequence[FileReport]:
        """Put into a folder what goes with the letters that wait."""


class Post:
    """The post of an account that is signed in."""

    def __init__(self, owner: Owner, mail: Mail) -> None:
        self._owner = owner
        self._mail = mail

    def take_in(self, folder: Folder, watch: Watch = UNWATCHED) -> Report:
        """Take what lies in a folder for this account. Again it changes nothing.

        Raises
        ------
        EnvironmentFailure
            The folder or the vault cannot be used; what was taken before stays taken, the rest can be tried again.
        Cancelled
            The person cancelled; likewise.
        """
        day = self._owner.begin_exchange()  # the same for all of it, though midnight may pass
        files = list(self._mail.learn(folder, day))
        seen = SeenFiles(self._owner)
        for batch in self._batches(folder, day, watch, seen, files):
            files += self._mail.take(batch, folder, watch)
        for one in files:
            if one.outcome in {"taken", "already here"}:
                seen.add(one.file)
        seen.keep()
        for code in seen.refused((one.file, one.findings[0].code) for one in files if one.outcome == "refused"):
            self._owner.note("envelope-refused", {"code": code})
        return Report(tuple(sorted(files, key=lambda one: one.file)))

    def put_out(self, folder: Folder, watch: Watch = UNWATCHED) -> Report:
        """Put what waits for a receipt into a folder, as it was sealed. Again it changes nothing.

        Raises
        ------
        EnvironmentFailure
            The folder or the vault cannot be used; nothing is lost, and the rest can be tried again.
        Cancelled
            The person cancelled; likewise.
        """
        self._mail.seal_new()
        self._answer()
        files = list(self._mail.put_more(folder))
        letters = self._owner.outbox.waiting()
        for place, letter in enumerate(letters):
            _go_on(watch, place, len(letters))
            files.append(_put(folder, letter))
        return Report(tuple(sorted(files, key=lambda one: one.file)))

    def _answer(self) -> None:
        """Seal the receipts that are due."""
        outbox = self._owner.outbox
        with self._owner.vault().database.writing() as connection:
            for one in owed(connection):
                letter = self._mail.letter(one.about, one.receipt, one.sender)
                if letter is not None:
                    outbox.add(connection, letter)

    def _batches(
        self, folder: Folder, day: date, watch: Watch, seen: SeenFiles, files: list[FileReport]
    ) -> Iterator[list[FoundEnvelope]]:
        """New envelopes, a few at a time; what became of the others is added to `files`."""
        batch: dict[str, FoundEnvelope] = {}
        size = 0
        paths = folder.mail(self._mail.me.recipient)
        for place, path in enumerate(paths):
            _go_on(watch, place, len(paths))
            if seen.has(path):
                files.append(FileReport(path.name, "already here"))
                continue
            try:
                data = _read(path)
                seen.read(path.name, data)
                one = self._opened(data, day, path.name)
            except Refused as refused:
                files.append(FileReport(path.name, "refused", refused.findings))
                continue
            if one.content in batch or self._owner.inbox.has(one.content):
                files.append(FileReport(path.name, "already here"))
                continue
            batch[one.content] = FoundEnvelope(path.name, one, day)
            size += len(data)
            if size > _BATCH_BYTES:
                yield list(batch.values())
                batch, size = {}, 0
        if batch:
            yield list(batch.values())

    def _opened(self, data: bytes, day: date, shown: str) -> Opened:
        owner = self._owner
        me, trust, identity = self._mail.me, self._mail.trust, owner.vault().identity
        return opened(data, identity, me, trust, study=owner.study, received=day, shown=shown)


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(LARGEST + 1)
    except OSError as error:
        if path.is_dir():
            text = "It is a folder that has the name of an envelope. Remove it; nothing of it was looked at."
            raise Refused([Finding("not-a-file", text, (path.name,))]) from error
        reason = error.strerror or "the system gives no reason"
        text = f"It cannot be read: {reason}. Put the stick in again, and try once more."
        raise Refused([Finding("not-readable", text, (path.name,))]) from error


def _put(folder: Folder, letter: Letter) -> FileReport:
    name = f"{letter.file_sha256}{SUFFIX}"
    path = folder.root / tag(letter.recipient) / name
    with suppress(OSError):
        if not path.is_symlink() and path.read_bytes() == letter.data:
            return FileReport(name, "already there", who=letter.account)
    if path.is_dir() and not path.is_symlink():
        text = "A folder has the name of this envelope, which was not written. Remove it, or use another stick."
        return FileReport(name, "refused", (Finding("not-a-file", text, (name,)),), letter.account)
    folder.put(letter.recipient, letter.data)
    return FileReport(name, "written", who=letter.account)


def _go_on(watch: Watch, done: int, total: int) -> None:
    if watch.cancelled is not None and watch.cancelled():
        raise Cancelled
    if watch.progress is not None:
        watch.progress(Progress(done, total))
