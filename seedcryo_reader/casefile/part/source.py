"""What lies in a timepoint's folder, series by series, and which of it is to be sealed under which label."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.series_label import LABELS, is_label
from seedcryo_reader.imaging.checks import is_grey
from seedcryo_reader.imaging.files import syntaxes
from seedcryo_reader.imaging.stacks import Stack, file_names
from seedcryo_reader.imaging.survey import Survey

MOST_NAMED: Final = 5


@dataclass(frozen=True)
class SourceImage:
    """A source file, and its place: which of its series' stacks it is in (1, 2, …), and where along it."""

    path: str
    name: str
    stamp: tuple[int, int]
    sop_instance: str
    acquisition: int


@dataclass(frozen=True)
class SourceSeries:
    """A series of the source that was chosen, with its label. Its images are in the order of their stacks."""

    uid: str
    modality: str
    label: str
    images: tuple[SourceImage, ...]
    stacks: tuple[Stack, ...] = field(default=(), repr=False, compare=False)

    def lies_in(self, folder: str) -> bool:
        """Whether all its files lie in a folder of the source; ``"."`` is the source itself."""
        return folder == "." or all(image.name.startswith(folder.rstrip("/") + "/") for image in self.images)

    @property
    def shown(self) -> str:
        """How a person knows it: its label, its number of images, its folder where it has one, its UID."""
        folders = {image.name.rpartition("/")[0] for image in self.images}
        place = f"in {folders.pop()}, " if len(folders) == 1 and "" not in folders else ""
        return f"{self.label} ({len(self.images)} images, {place}{self.uid})"


def chosen_series(survey: Survey, labels: Mapping[str, str]) -> tuple[SourceSeries, ...]:
    """Choose what is sealed.

    Parameters
    ----------
    labels : mapping
        Source series (its Series Instance UID, or a folder of the source) → label. When it is empty, every series is
        sealed under the bare label of its modality, or as localizer.

    Returns
    -------
    tuple of SourceSeries
        Ordered by label, then by UID, whatever the files are called.

    Raises
    ------
    Refused
        Something in the source cannot be sealed and was not left out by choosing; or the choice does not fit it.
    """
    stacks: dict[str, list[Stack]] = {}
    for stack in survey.stacks:
        stacks.setdefault(stack.first.file.series, []).append(stack)
    there = {uid: _source_series(uid, own) for uid, own in stacks.items()}
    # A file that cannot be read may belong to any series, also to one that was chosen.
    findings = [*survey.unreadable]
    if not labels:
        findings += _not_images(survey)
    found = _labelled(there, labels, findings) if labels else list(there.values())
    for one in found:
        findings += _colours(stacks[one.uid])
    findings += _without_identity(found)
    if not found and not findings:
        passed_over = "".join(f" {name}: {reason}." for name, reason in survey.ignored[:MOST_NAMED])
        findings = [Finding("no-images", f"No CT or MR image was found for this timepoint.{passed_over}")]
    if findings:
        raise Refused(findings)
    return tuple(sorted(found, key=lambda one: (one.label, one.uid)))


def _labelled(
    there: Mapping[str, SourceSeries], labels: Mapping[str, str], findings: list[Finding]
) -> list[SourceSeries]:
    chosen: dict[str, SourceSeries] = {}
    for key, label in labels.items():
        named = [one for one in there.values() if key == one.uid or one.lies_in(key)]
        if len(named) != 1 or named[0].uid in chosen:
            known = "; ".join(one.shown for one in there.values()) or "none"
            again = "one that has a label already" if len(named) == 1 else f"{len(named)} of them"
            text = f"{key!r} must name one series of the timepoint, and names {again}. There are: {known}."
            findings.append(Finding("no-such-series", text))
            continue
        one = named[0]
        if not is_label(label, one.modality):
            text = f"{label!r} is no label of a {one.modality} series. Labels: {', '.join(LABELS[one.modality])}."
            findings.append(Finding("unknown-label", text))
        chosen[one.uid] = replace(one, label=label)
    return list(chosen.values())


def _source_series(uid: str, stacks: Sequence[Stack]) -> SourceSeries:
    """A series under the bare label of its modality."""
    modality = "CT" if stacks[0].first.file.sop_class in syntaxes.CT_CLASSES else "MR"
    localizer = all(one.file.localizer for stack in stacks for one in stack.slices)
    label = f"{modality} localizer" if localizer else modality
    return SourceSeries(uid, modality, label, _ordered_images(stacks), tuple(stacks))


def _not_images(survey: Survey) -> list[Finding]:
    """What is there and is no image that can be sealed. It may be left out by naming the series to seal."""
    findings = []
    for other in survey.others:
        kind = syntaxes.object_kind(other.sop_class)
        text = (
            f"{_number(other.files)} of a kind that is never sealed ({kind}), since it could reveal the arm. Leave "
            "out what should not be read, or name the series to seal with --series."
        )
        findings.append(Finding("object-refused", text, other.files[:MOST_NAMED]))
    return findings


def _number(files: Sequence[str]) -> str:
    return "1 file is" if len(files) == 1 else f"{len(files)} files are"


def _colours(stacks: Sequence[Stack]) -> list[Finding]:
    names = [name for stack in stacks if not is_grey(stack) for name in file_names(stack.slices)]
    if not names:
        return []
    text = f"{len(names)} images of a series are in colour; only grey values are sealed. Leave the series out."
    return [Finding("object-refused", text, tuple(names[:MOST_NAMED]))]


def _without_identity(series: Sequence[SourceSeries]) -> list[Finding]:
    """Images that no UID tells from others, so that a measurement on them could not be found again."""
    images = [image for one in series for image in one.images]
    counts = Counter(image.sop_instance for image in images)
    nameless = [image.name for image in images if not image.sop_instance]
    doubled = [image.name for image in images if image.sop_instance and counts[image.sop_instance] > 1]
    findings = []
    if nameless or not all(one.uid for one in series):
        text = "Images have no SOP or Series Instance UID. Ask the site to export them again."
        findings.append(Finding("no-uid", text, tuple(nameless[:MOST_NAMED])))
    if doubled:
        text = f"{len(doubled)} different images share a SOP Instance UID. Ask the site to export them again."
        findings.append(Finding("same-uid", text, tuple(doubled[:MOST_NAMED])))
    return findings


def _ordered_images(stacks: Sequence[Stack]) -> tuple[SourceImage, ...]:
    """Each file once, at its first frame, in an order that no file name decides about."""
    images: dict[str, SourceImage] = {}
    by_uid = sorted(stacks, key=lambda stack: min((one.file.sop_instance, one.frame.number) for one in stack.slices))
    for number, stack in enumerate(by_uid, 1):
        for one in stack.slices:
            stamp = (one.file.size, one.file.modified_ns)
            images.setdefault(one.path, SourceImage(one.path, one.name, stamp, one.file.sop_instance, number))
    return tuple(images.values())
