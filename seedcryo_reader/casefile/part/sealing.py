"""Seal a timepoint, or close a case."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from seedcryo_reader.casefile.leaks.check import check_text
from seedcryo_reader.casefile.leaks.rules import read_rules
from seedcryo_reader.casefile.masking.uids import Uids
from seedcryo_reader.casefile.part import bag
from seedcryo_reader.casefile.part.assembling import Assembly, Piece
from seedcryo_reader.casefile.part.contents import Contents, Link, Series
from seedcryo_reader.casefile.part.encrypting import write_sealed
from seedcryo_reader.casefile.part.images import MaskedImages, Masking
from seedcryo_reader.casefile.part.legal import problems_of
from seedcryo_reader.casefile.part.marks import misplaced_marks
from seedcryo_reader.casefile.part.notes import notes_on
from seedcryo_reader.casefile.part.opening import OpenedPart
from seedcryo_reader.casefile.part.pins import pinned_series
from seedcryo_reader.casefile.part.signature import Signature, sign_manifest
from seedcryo_reader.casefile.part.source import MOST_NAMED, SourceSeries, chosen_series
from seedcryo_reader.casefile.study.keys import Keys
from seedcryo_reader.casefile.study.model import Protocol, Study
from seedcryo_reader.domain.case import Target, is_case_number, is_timepoint
from seedcryo_reader.domain.errors import EnvironmentFailure, Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.imaging.survey import survey
from seedcryo_reader.imaging.watch import UNWATCHED, Watch
from seedcryo_reader.imaging.workers.pool import WorkerPool


@dataclass(frozen=True)
class Centre:
    """Who seals: the study, the centre's opened keys, and the folder of the rules that masking is checked by."""

    study: Study
    keys: Keys
    rules: Path


@dataclass(frozen=True)
class Order:
    """Of which case, by which protocol, for whom, and where to.

    Attributes
    ----------
    recipients : sequence of str
        age recipients of the accounts the case is assigned to. The centre can always open its own parts.
    out : Path
        Folder for the new file.
    """

    case_number: str
    protocol: Protocol
    recipients: Sequence[str]
    out: Path


@dataclass(frozen=True)
class Timepoint:
    """What is to be sealed for a timepoint.

    Attributes
    ----------
    name : str
        ``"TP0"`` for the baseline.
    source : Path
        Folder, ZIP archive, DICOMDIR or single file.
    labels : mapping
        Source series (its UID, or a folder of the source) → label; empty for all series under bare labels.
    pinned : mapping
        Target id → source series, folder or label that it is to be read on. Who is not named here is read on the
        series that has the label of the part before, or on the only one.
    targets : tuple of Target
        The prespecified targets, for the baseline.
    supersedes : int, optional
        Number of the part that this one replaces.
    """

    name: str
    source: Path
    labels: Mapping[str, str] = field(default_factory=dict)
    pinned: Mapping[str, str] = field(default_factory=dict)
    targets: tuple[Target, ...] = ()
    supersedes: int | None = None


@dataclass(frozen=True)
class Sealed:
    """A part that was written.

    `recipients` are those it was ordered for, `ignored` names files that were passed over and why, `notes` say what is
    worth knowing about its images.
    """

    file: Path
    contents: Contents
    seal: str
    recipients: tuple[str, ...]
    ignored: tuple[tuple[str, str], ...] = ()
    notes: tuple[Finding, ...] = ()


class Sealer:
    """Seals parts of one case for its readers.

    `previous` is the part before, verified; None for the baseline.
    """

    def __init__(self, centre: Centre, order: Order, previous: OpenedPart | None) -> None:
        self._centre = centre
        self._order = order
        self._previous = previous
        self._key_id = centre.keys.sealing_key(centre.study)

    def seal(self, timepoint: Timepoint, pool: WorkerPool, scratch: Path, watch: Watch = UNWATCHED) -> Sealed:
        """Mask, check, bag, sign and encrypt a timepoint.

        Parameters
        ----------
        pool : WorkerPool
            Made with `seedcryo_reader.casefile.part.TASKS`.
        scratch : Path
            Empty folder for masked images; the caller removes it.

        Raises
        ------
        Refused
            With everything that is wrong with the order or its images; nothing was written.
        EnvironmentFailure
            A disk is full, or something cannot be read or written.
        Cancelled
            The person cancelled; nothing was written.
        """
        self._check_order(timepoint)
        for name in ("members", "masked"):
            (scratch / name).mkdir()
        found = survey(timepoint.source, pool, scratch / "members", watch)
        series = chosen_series(found, timepoint.labels)
        uids = Uids(self._centre.keys.uid_secret, self._order.case_number)
        contents = self._contents(timepoint, series, uids)
        job = Masking(uids, self._centre.keys.uid_secret, str(self._centre.rules), scratch / "masked")
        notes = [
            *notes_on(series),
            *misplaced_marks(timepoint.targets, {id_: series[at - 1].stacks for id_, at in contents.pinned.items()}),
            *self._repeated(timepoint, series, uids),
        ]
        with closing(MaskedImages(job, contents, series, pool, watch)) as images:
            sealed = self._written(contents, images, watch)
        return replace(sealed, ignored=found.ignored, notes=tuple(notes))

    def close(self, watch: Watch = UNWATCHED) -> Sealed:
        """Seal the part that says that no more will come. It is as large as the part before, to look like any other.

        Raises
        ------
        Refused, EnvironmentFailure
            As for `seal`.
        """
        _refuse_order(self._order_problems())
        contents = self._closing()
        self._refuse_illegal(contents)
        return self._written(contents, (), watch)

    def _order_problems(self) -> list[str]:
        previous, study = self._previous, self._centre.study
        problems = []
        if not is_case_number(self._order.case_number):
            problems.append(f"{self._order.case_number!r} is no case number; it is C- and four digits")
        if study.protocol(self._order.protocol.protocol_id) != self._order.protocol:
            problems.append(f"the study does not name protocol {self._order.protocol.protocol_id} in this version")
        if not self._order.recipients:
            problems.append("nobody is named to whom the part is encrypted")
        if previous is not None and previous.contents.case_number != self._order.case_number:
            problems.append(f"the part before is of another case, {previous.contents.case_number}")
        if previous is not None and previous.contents.protocol != self._order.protocol:
            name = previous.contents.protocol.protocol_id
            problems.append(f"the case was begun under protocol {name}, and is read by that to its end")
        return problems

    def _check_order(self, timepoint: Timepoint) -> None:
        """Refuse what can be seen without looking at an image."""
        problems = self._order_problems()
        if not is_timepoint(timepoint.name):
            problems.append(f"{timepoint.name!r} is no timepoint; it is TP0 to TP99")
        elif timepoint.name == "TP0" and not timepoint.targets:
            problems.append("the baseline needs the prespecified targets")
        elif timepoint.name != "TP0" and timepoint.targets:
            problems.append("targets are prespecified at the baseline; a later part has none")
        elif self._previous is None and timepoint.name != "TP0":
            problems.append(f"{timepoint.name} needs the part before it; only TP0 has none")
        _refuse_order(problems)

    def _contents(self, timepoint: Timepoint, series: Sequence[SourceSeries], uids: Uids) -> Contents:
        listed = tuple(
            Series(number, uids.masked(one.uid), one.modality, one.label, len(one.images))
            for number, one in enumerate(series, 1)
        )
        before = None if self._previous is None else self._previous.contents
        ids = [one.target_id for one in timepoint.targets] or list(before.target_ids if before is not None else ())
        pinned, findings = pinned_series(timepoint.pinned, ids, series, before)
        if before is not None and ids != list(before.target_ids) and before.follow_ups:
            text = f"The targets of the case are {', '.join(before.target_ids)}; after TP1 they stay these."
            findings.append(Finding("bad-order", text))
        if findings:
            raise Refused(findings)
        contents = replace(
            self._closing(),
            kind="timepoint",
            timepoint=timepoint.name,
            supersedes=timepoint.supersedes,
            series=listed,
            pinned=pinned,
            targets=timepoint.targets,
            target_ids=tuple(ids),
        )
        self._refuse_illegal(contents)
        return contents

    def _repeated(self, timepoint: Timepoint, series: Sequence[SourceSeries], uids: Uids) -> list[Finding]:
        """Images that the part before holds for another timepoint: somebody named the wrong folder."""
        previous = self._previous
        if previous is None or previous.contents.timepoint in {None, timepoint.name}:
            return []
        before = {PurePosixPath(image.name).stem for image in previous.images}
        same = [image.name for one in series for image in one.images if uids.name(image.sop_instance) in before]
        if not same:
            return []
        text = (
            f"{len(same)} of the images were sealed for {previous.contents.timepoint} already "
            f"({previous.contents.identifier}). Were the images of {timepoint.name} meant?"
        )
        return [Finding("same-images", text, tuple(same[:MOST_NAMED]))]

    def _refuse_illegal(self, contents: Contents) -> None:
        """Refuse what nobody could open: it is held against the same rules there."""
        _refuse_order([f"the part {text}" for text in problems_of(contents)])
        said = check_text(contents.encoded().decode("utf-8"), read_rules(self._centre.rules), bag.CASE)
        if said:
            name, protocol = contents.study_id, contents.protocol.protocol_id
            text = f"The name of the study ({name}) or of the protocol ({protocol}) may not reach a reader:"
            raise Refused(Finding(one.code, f"{text} {one.text}") for one in said)

    def _closing(self) -> Contents:
        """The contents of a closing part: what all parts of the case share, and nothing else."""
        return Contents(
            study_id=self._centre.study.study_id,
            root_id=self._centre.study.root_id,
            protocol=self._order.protocol,
            case_number=self._order.case_number,
            kind="closing",
            timepoint=None,
            chain=tuple(_chain(self._previous)),
            supersedes=None,
            series=(),
            pinned={},
            targets=(),
            target_ids=() if self._previous is None else self._previous.contents.target_ids,
        )

    def _written(self, contents: Contents, images: Iterable[Piece], watch: Watch) -> Sealed:
        keys = self._centre.keys
        signed: list[bytes] = []

        def sign(manifest: bytes) -> Signature:
            signed.append(manifest)
            return sign_manifest(manifest, self._key_id, keys.seed(self._key_id))

        at_least = self._previous.size if self._previous is not None and contents.kind == "closing" else 0
        assembly = Assembly(contents, images, keys.uid_secret, sign, at_least)
        try:
            self._order.out.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            msg = f"The folder {self._order.out} cannot be made: {error.strerror}. Name another one."
            raise EnvironmentFailure(msg) from error
        file = self._order.out / contents.file_name
        write_sealed(assembly, file, [*self._order.recipients, keys.recipient], watch)
        return Sealed(file, contents, bag.digest(signed[-1]), tuple(dict.fromkeys(self._order.recipients)))


def _chain(previous: OpenedPart | None) -> Iterator[Link]:
    if previous is not None:
        said = previous.contents
        yield from said.chain
        yield Link(said.part, said.kind, said.timepoint, previous.seal)


def _refuse_order(problems: Sequence[str]) -> None:
    if problems:
        raise Refused(Finding("bad-order", f"{text[0].upper()}{text[1:]}.") for text in problems)
