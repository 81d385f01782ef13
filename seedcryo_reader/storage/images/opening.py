"""Opening the next part of a case: the port `Images` of reading, over the shelf and the opened folder of an account."""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from seedcryo_reader.casefile.part.contents import Contents
from seedcryo_reader.domain.canonical import Json
from seedcryo_reader.domain.case import MarkMm
from seedcryo_reader.domain.errors import Cancelled, EnvironmentFailure, Refused
from seedcryo_reader.domain.events import CaseClosed, TimepointOpened
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.images import Pin, SeriesImages
from seedcryo_reader.domain.measurement import ImagePlace
from seedcryo_reader.domain.read import Read, TimepointRead
from seedcryo_reader.imaging.watch import UNWATCHED, Watch
from seedcryo_reader.imaging.workers.pool import WorkerPool
from seedcryo_reader.reading.ports import NextPart, Opened, ProtocolRef
from seedcryo_reader.storage.images import order
from seedcryo_reader.storage.images.decoding import Decoder, write_images
from seedcryo_reader.storage.images.durable import private_folder, written_in
from seedcryo_reader.storage.images.index import FORMAT, Index
from seedcryo_reader.storage.images.opened import OpenedFolder
from seedcryo_reader.storage.images.order import ReceivedPart
from seedcryo_reader.storage.images.parts import PartOpener
from seedcryo_reader.storage.images.place import image_at
from seedcryo_reader.storage.images.received import ReceivedParts
from seedcryo_reader.storage.images.shelf import Shelf
from seedcryo_reader.storage.images.viewing import OpenedImages


@dataclass(eq=False)
class StationImages:
    """The parts and images of one account; `note` writes an entry (name, data) into the station's log.

    `watch` is told of progress, and asked whether to stop, where `open` and `bring` are given no other: `Reading` knows
    nothing of progress.
    """

    shelf: Shelf
    received: ReceivedParts
    folder: OpenedFolder
    opener: PartOpener
    pool: WorkerPool
    note: Callable[[str, dict[str, Json]], None]
    watch: Watch = UNWATCHED

    def watched_by(self, watch: Watch) -> None:
        """From now on this one is told of progress."""
        self.watch = watch

    def next_part(self, read: Read) -> NextPart | None:
        """The part whose turn it is; None where it was not received. Only what is listed of parts is looked at."""
        return order.next_part(read, self.received.of_case(read.case_number))

    def open(self, read: Read, part: NextPart, watch: Watch | None = None) -> Opened:
        """Decrypt, verify and decode the part whose turn it is.

        Images that were decoded before and are whole are taken as they are: the program was ended before it could say
        that they had been opened.

        Raises
        ------
        Refused
            It is not its turn (``not-its-turn``), it is not there (``no-part``), it is not sound, or a series of it has
            no readable image (``no-readable-image``). Nothing is left of it.
        EnvironmentFailure
            No room for the images, a worker was ended from outside, or the person cancelled through `self.watch`.
            Nothing is left of it.
        Cancelled
            The person cancelled through the watch that was given. Nothing is left of it.
        """
        self._check_turn(read, part)
        row = self._listed(read.case_number, part.part)
        with self._watching(watch) as watcher:
            contents, index = self._decoded(row, None, watcher)
        return Opened(
            _event(part, row, contents, index), ProtocolRef(contents.protocol.protocol_id, contents.protocol.sha256)
        )

    def restore(self, read: Read, timepoint: str, watch: Watch = UNWATCHED) -> None:
        """Decode the images of an opened timepoint again: they were purged, or damaged.

        Raises
        ------
        Refused
            As for `open`; ``other-images`` where they are not what was opened. Nothing is left of them.
        EnvironmentFailure, Cancelled
            As for `open`.
        """
        one = _opened(read, timepoint)
        self._decoded(self._listed(read.case_number, one.part), one.series, watch)

    def bring(self, read: Read, watch: Watch | None = None) -> None:
        """Decode again what is missing or was damaged of the timepoints that were opened.

        Raises
        ------
        Refused, EnvironmentFailure, Cancelled
            As for `open`.
        """
        with self._watching(watch) as watcher:
            for one in read.timepoints:
                try:
                    self.check(read, one.name)
                except Refused:
                    self.restore(read, one.name, watcher)

    def load(self, case_number: str, timepoint: str) -> OpenedImages:
        """The images of an opened timepoint, mapped read-only; nothing is decoded and nothing hashed.

        Raises
        ------
        Refused
            ``no-images`` or ``damaged-images``.
        EnvironmentFailure
            They cannot be read.
        """
        return self.folder.load(case_number, timepoint)

    def check(self, read: Read, timepoint: str) -> None:
        """Hash every slice of an opened timepoint and hold it against what was opened.

        Raises
        ------
        Refused
            ``no-images``, ``damaged-images`` or ``other-images``, with every stack that differs.
        EnvironmentFailure
            They cannot be read.
        """
        one = _opened(read, timepoint)
        images = self.load(read.case_number, timepoint)
        problems = list(images.problems(one.series))
        if (images.index.part, images.index.seal) != (one.part, one.seal) and not problems:
            problems.append(_other_images(timepoint))
        if problems:
            raise Refused(problems)

    def image_of(
        self,
        case_number: str,
        timepoint: str,
        series: int,
        start_mm: MarkMm,
        end_mm: MarkMm,
        *,
        named: ImagePlace | None = None,
    ) -> ImagePlace:
        """The acquired image of a series that both points (LPS, mm) lie on; of several the named one.

        Raises
        ------
        Refused
            They lie on none, or nothing can be measured there; see `place.image_at`.
        EnvironmentFailure
            The images cannot be read.
        """
        return image_at(series, self.load(case_number, timepoint).one(series).volumes, start_mm, end_mm, named=named)

    def usual_series(self, case_number: str, timepoint: str, lesion: str) -> int:
        """Number of the series that a lesion is to be read on: the one pinned for it, or the first target's.

        A piece of a target (``T04.1``) is read where the target is.

        Raises
        ------
        Refused, EnvironmentFailure
            As for `load`.
        """
        pinned = self.load(case_number, timepoint).index.pinned
        return pinned.get(lesion.partition(".")[0], pinned[min(pinned)])

    def purge(self, case_number: str) -> None:
        """Remove the decoded images of a case.

        Raises
        ------
        EnvironmentFailure
            They cannot be removed; the next start tries again.
        """
        if self.folder.purge(case_number):
            self.note("images-purged", {})

    def sweep(self, signed_cases: Collection[str]) -> None:
        """At the start: remove what a killed program left, and images of cases that are signed.

        Raises
        ------
        EnvironmentFailure
            It cannot be removed.
        """
        self.shelf.sweep()
        self.folder.sweep()
        for case_number in sorted(signed_cases):
            self.purge(case_number)

    def missing_parts(self) -> list[Finding]:
        """Parts that were received and are not on the shelf any more."""
        return [
            Finding("part-missing", f"The sealed part {one.sha256[:16]}… was received and is gone. Receive it again.")
            for case_number in self.received.cases()
            for one in self.received.of_case(case_number)
            if not self.shelf.path(one.sha256).exists()
        ]

    @contextmanager
    def _watching(self, given: Watch | None) -> Iterator[Watch]:
        """The watch that counts. Whoever gave none cannot know that somebody else may cancel."""
        try:
            yield self.watch if given is None else given
        except Cancelled as cancelled:
            if given is not None:
                raise
            msg = "Opening the images was cancelled; nothing was lost. Open the case again when you are ready."
            raise EnvironmentFailure(msg) from cancelled

    def _check_turn(self, read: Read, part: NextPart) -> None:
        """Nothing of a later timepoint is decoded before the one before it is locked, whoever asks."""
        active = read.active
        if part != self.next_part(read) or (active is not None and part.supersedes is None):
            waiting = "" if active is None else f" {active.name} has to be locked first."
            raise Refused([Finding("not-its-turn", f"Part {part.part} of {read.case_number} is not next.{waiting}")])

    def _listed(self, case_number: str, number: int) -> ReceivedPart:
        for one in self.received.of_case(case_number):
            if one.part == number and self.shelf.path(one.sha256).exists():
                return one
        text = f"Part {number} of {case_number} is not on this station. Receive its file again."
        raise Refused([Finding("no-part", text, (f"{case_number}.p{number}",))])

    def _decoded(
        self, row: ReceivedPart, seen: tuple[SeriesImages, ...] | None, watch: Watch
    ) -> tuple[Contents, Index | None]:
        """The images of a part in their place; no index for a closing part. `seen` is what they have to be."""
        with self.folder.scratch() as scratch:
            contents, index = self._unpacked(row, seen, scratch, watch)
            if index is None and contents.timepoint is not None:
                index = self._made(row, contents, contents.timepoint, scratch, watch)
                if seen is not None and index.seen != seen:
                    raise Refused([_other_images(index.timepoint)])
                self.folder.publish(scratch / "voxels", index)
        return contents, index

    def _unpacked(
        self, row: ReceivedPart, seen: tuple[SeriesImages, ...] | None, scratch: Path, watch: Watch
    ) -> tuple[Contents, Index | None]:
        """Write the images of a part into a scratch folder, unless whole voxels of it are there already."""
        shown = f"{row.case_number}.p{row.part}"
        with self.opener.opened(self.shelf.path(row.sha256), shown, watch, received_on=row.received_on) as part:
            contents = part.contents
            if (contents.case_number, contents.part, part.seal) != (row.case_number, row.part, row.seal):
                text = "The file on the shelf is another part than the one that was received. Receive its file again."
                raise Refused([Finding("other-part", text, (shown,))])
            index = None if contents.timepoint is None else self._whole(row, contents.timepoint, seen)
            if index is None:
                write_images(part.images, scratch)
        return contents, index

    def _whole(self, row: ReceivedPart, timepoint: str, seen: tuple[SeriesImages, ...] | None) -> Index | None:
        """What is there of exactly this part and is whole."""
        try:
            images = self.load(row.case_number, timepoint)
        except Refused:
            return None
        index = images.index
        well = index.seal == row.seal and (seen is None or index.seen == seen) and not list(images.problems(index.seen))
        return index if well else None

    def _made(self, row: ReceivedPart, contents: Contents, timepoint: str, scratch: Path, watch: Watch) -> Index:
        voxels = scratch / "voxels"
        with written_in(scratch):
            private_folder(voxels)
        series = Decoder(self.pool, scratch, voxels, watch).decode(contents.series)
        return Index(FORMAT, row.case_number, timepoint, row.part, row.seal, dict(contents.pinned), series)


def _event(part: NextPart, row: ReceivedPart, contents: Contents, index: Index | None) -> TimepointOpened | CaseClosed:
    if index is None:
        return CaseClosed(row.part, row.seal)
    return TimepointOpened(
        timepoint=index.timepoint,
        part=index.part,
        seal=index.seal,
        series=index.seen,
        targets=contents.targets,
        supersedes=part.supersedes,
        pinned=tuple(Pin(target, series) for target, series in sorted(index.pinned.items())),
    )


def _opened(read: Read, timepoint: str) -> TimepointRead:
    one = read.timepoint(timepoint)
    if one is None:
        raise Refused([Finding("not-opened", f"{timepoint} of {read.case_number} was not opened yet.", (timepoint,))])
    return one


def _other_images(timepoint: str) -> Finding:
    text = f"The images of {timepoint} are not the ones that were opened."
    return Finding("other-images", text, (timepoint,))
