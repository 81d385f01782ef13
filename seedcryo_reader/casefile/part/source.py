"""What lies in a timepoint's folder, series by series, and which of it is to be sealed under which label."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.series_label import LABELS, is_label
from seedcryo_reader.imaging.checks import is_grey
from seedcryo_reader.imaging.files import syntaxes
from seedcryo_reader.imaging.stacks import Slice, Stack, file_names
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
        Ordered by label, then as the source lists them.

    Raises
    ------
    Refused
        Something in the source cannot be sealed and was not left out by choosing; or the choice does not fit it.
    """
    series: dict[str, list[Stack]] = {}
    for stack in survey.stacks:
        series.setdefault(stack.first.file.series, []).append(stack)
    # A file that cannot be read may belong to any series, also to one that was chosen.
    findings = [*survey.unreadable]
    if not labels:
        findings += _not_images(survey)
    chosen = _choice(series, labels, findings)
    found = []
    for uid, label in chosen.items():
        modality = modality_of(series[uid][0].first)
        if not is_label(label, modality):
            text = f"{label!r} is no label of a {modality} series. Labels: {', '.join(LABELS[modality])}."
            findings.append(Finding("unknown-label", text))
        found.append(SourceSeries(uid, modality, label, _ordered_images(series[uid])))
        findings += _colours(series[uid])
    findings += _without_identity(found)
    if not found and not findings:
        findings = [Finding("no-images", "No CT or MR image was found for this timepoint.")]
    if findings:
        raise Refused(findings)
    return tuple(sorted(found, key=lambda one: one.label))


def modality_of(image: Slice) -> str:
    """CT or MR, by the object's class."""
    return "CT" if image.file.sop_class in syntaxes.CT_CLASSES else "MR"


def _choice(
    series: Mapping[str, Sequence[Stack]], labels: Mapping[str, str], findings: list[Finding]
) -> dict[str, str]:
    if not labels:
        return {uid: _bare_label(stacks) for uid, stacks in series.items()}
    chosen: dict[str, str] = {}
    for key, label in labels.items():
        uids = [uid for uid, stacks in series.items() if uid == key or _lies_in(stacks, key)]
        if len(uids) != 1:
            known = ", ".join(sorted(series)) or "none"
            text = (
                f"{key!r} names {len(uids)} series of the timepoint; it must name one. Series that are there: {known}."
            )
            findings.append(Finding("no-such-series", text))
        elif uids[0] in chosen:
            findings.append(Finding("no-such-series", f"{key!r} names a series that has a label already."))
        else:
            chosen[uids[0]] = label
    return chosen


def _lies_in(stacks: Sequence[Stack], folder: str) -> bool:
    return all(one.name.startswith(folder.rstrip("/") + "/") for stack in stacks for one in stack.slices)


def _bare_label(stacks: Sequence[Stack]) -> str:
    modality = modality_of(stacks[0].first)
    localizer = all(one.file.localizer for stack in stacks for one in stack.slices)
    return f"{modality} localizer" if localizer else modality


def _not_images(survey: Survey) -> list[Finding]:
    """What is there and is no image that can be sealed. It may be left out by naming the series to seal."""
    findings = []
    for other in survey.others:
        kind = syntaxes.object_kind(other.sop_class)
        text = (
            f"{len(other.files)} of the files are of a kind that is never sealed ({kind}), since it could reveal the "
            "arm. Leave it out, or name the series to seal."
        )
        findings.append(Finding("object-refused", text, other.files[:MOST_NAMED]))
    return findings


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
    """Each file once, at its first frame."""
    images: dict[str, SourceImage] = {}
    for number, stack in enumerate(stacks, 1):
        for one in stack.slices:
            stamp = (one.file.size, one.file.modified_ns)
            images.setdefault(one.path, SourceImage(one.path, one.name, stamp, one.file.sop_instance, number))
    return tuple(images.values())
