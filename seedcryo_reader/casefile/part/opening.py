"""Open a part: nothing of it is used before all of it was verified.

In this order: the archive is the one its members have; the tag manifest is signed by a key that the study trusts on the
day the part was received; every byte of the payload has its hash; the tag files are the ones this payload has; the part
is a legal one of this study and follows on the parts before it; its images belong to it and are masked.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from seedcryo_reader.casefile.leaks.check import check_image, check_text
from seedcryo_reader.casefile.leaks.rules import Rules
from seedcryo_reader.casefile.part import bag
from seedcryo_reader.casefile.part.belonging import belonging_problems
from seedcryo_reader.casefile.part.box import Box
from seedcryo_reader.casefile.part.contents import Contents, Series, file_identity
from seedcryo_reader.casefile.part.integrity import check_payload, read_tag_files, signer
from seedcryo_reader.casefile.part.padding import step
from seedcryo_reader.casefile.part.plain import plain_archive
from seedcryo_reader.casefile.part.reading import read_contents
from seedcryo_reader.casefile.study.age_keys import Identity
from seedcryo_reader.casefile.study.model import Study
from seedcryo_reader.domain.errors import Cancelled, Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.imaging.watch import UNWATCHED, Progress, Watch

_MOST_NAMED = 50


@dataclass(frozen=True)
class Trust:
    """What a part is held against: the study, the rules of masking, and the UTC day the part was received."""

    study: Study
    rules: Rules
    received: date


@dataclass(frozen=True, slots=True)
class Image:
    """An image of an opened part: its series, its name in the bag, and its bytes (a DICOM file)."""

    series: Series
    name: str
    data: memoryview = field(repr=False)


@dataclass(frozen=True)
class OpenedPart:
    """A part that was verified, for as long as it is open.

    Attributes
    ----------
    contents : Contents
    seal : str
        SHA-256 (hex) of its tag manifest, by which later parts name it.
    key_id : str
        The key that signed it.
    size : int
        Bytes of its archive, padding included.
    images : tuple of Image
        In the order of their series and names.
    """

    contents: Contents
    seal: str
    key_id: str
    size: int
    images: tuple[Image, ...]


@contextmanager
def open_part(
    file: Path,
    trust: Trust,
    identities: Sequence[Identity],
    earlier: Mapping[int, str],
    *,
    watch: Watch = UNWATCHED,
) -> Iterator[OpenedPart]:
    """Open a sealed part, or the decrypted archive of one.

    Parameters
    ----------
    earlier : mapping of int to str
        Part number → seal of the parts of this case that are already known; the chain is held against them.

    Raises
    ------
    Refused
        With everything that is wrong; nothing of the part is left anywhere.
    EnvironmentFailure
        The file cannot be read, or there is not enough memory.
    Cancelled
        The person cancelled.
    """
    with plain_archive(file, identities) as view:
        box = Box.of(file.name, view)
        part = _verified(box, trust, earlier, watch)
        try:
            yield part
        finally:
            _release(part.images)


def seal_of(file: Path, identities: Sequence[Identity]) -> tuple[int, str]:
    """Number and seal of a part that another one is to follow on; the part itself is not verified.

    Raises
    ------
    Refused, EnvironmentFailure
        As for `open_part`, where it cannot even be opened.
    """
    with plain_archive(file, identities) as view:
        box = Box.of(file.name, view)
        tags = read_tag_files(box)
        number = bag.stated_part(tags[bag.INFO])
        if number is None:
            raise box.refusal("not-canonical", "The part does not say which part of a case it is.")
        return number, bag.digest(tags[bag.TAG_MANIFEST])


def _verified(box: Box, trust: Trust, earlier: Mapping[int, str], watch: Watch) -> OpenedPart:
    tags = read_tag_files(box)
    key_id = signer(box, tags, trust.study, trust.received)
    hashes = check_payload(box, tags, watch)
    contents = read_contents(bytes(box.content(bag.CASE)), box.file)
    expected = {**bag.leading(contents.identifier), **bag.manifests(contents.identifier, hashes)}
    if any(tags[name] != content for name, content in expected.items()):
        raise box.refusal("not-canonical", "The tag files of the part are not the ones that its payload has.")
    problems = [
        *_identity_problems(box, contents, trust.study),
        *_chain_problems(box, contents, earlier),
        *check_text(contents.encoded().decode("utf-8"), trust.rules, bag.CASE),
    ]
    if len(box.view) != step(len(box.view)):
        problems.append(box.finding("not-padded", "The part is not padded to a step of sizes."))
    images = _images(box, contents)
    try:
        problems += _file_problems(box, contents, images) or _image_problems(images, contents, trust.rules, watch)
        if problems:
            raise Refused(problems)
    except BaseException:
        _release(images)
        raise
    return OpenedPart(contents, bag.digest(tags[bag.TAG_MANIFEST]), key_id, len(box.view), images)


def _identity_problems(box: Box, contents: Contents, study: Study) -> Iterator[Finding]:
    if (contents.study_id, contents.root_id) != (study.study_id, study.root_id):
        text = f"The part belongs to study {contents.study_id} with first key {contents.root_id}, not to this study."
        yield box.finding("other-study", text)
    name = contents.protocol.protocol_id
    if study.protocol(name) != contents.protocol:
        text = f"The study file does not name the version of protocol {name} that the part is to be read by."
        yield box.finding("unknown-protocol", text)
    stated = file_identity(box.file)
    if stated is not None and stated != (contents.case_number, contents.part):
        yield box.finding("wrong-name", f"The file has the name of another part; it is {contents.identifier}.")


def _chain_problems(box: Box, contents: Contents, earlier: Mapping[int, str]) -> Iterator[Finding]:
    for link in contents.chain:
        if earlier.get(link.part, link.seal) != link.seal:
            text = f"It does not follow on the part {link.part} that is at hand."
            yield box.finding("broken-chain", text)


def _images(box: Box, contents: Contents) -> tuple[Image, ...]:
    folders = {series.folder: series for series in contents.series}
    return tuple(
        Image(folders[folder], name, box.content(name))
        for name in box.payload
        if (folder := name.rpartition("/")[0]) in folders
    )


def _file_problems(box: Box, contents: Contents, images: Sequence[Image]) -> list[Finding]:
    counts = {series.number: 0 for series in contents.series}
    for image in images:
        counts[image.series.number] += 1
    if len(images) + 2 == len(box.payload) and all(counts[one.number] == one.images for one in contents.series):
        return []
    return [box.finding("wrong-files", "The files of the part are not the images that its case.json lists.")]


def _image_problems(images: Sequence[Image], contents: Contents, rules: Rules, watch: Watch) -> list[Finding]:
    problems: list[Finding] = []
    uids: set[str] = set()
    for done, image in enumerate(images, 1):
        if watch.cancelled is not None and watch.cancelled():
            raise Cancelled
        problems += check_image(image.data, rules, image.name)
        problems += belonging_problems(image.data, image.name, contents, image.series, uids)
        if watch.progress is not None:
            watch.progress(Progress(done, len(images)))
    if len(problems) > _MOST_NAMED:
        rest = Finding("more", f"There are {len(problems) - _MOST_NAMED} more findings about images of this part.")
        return [*problems[:_MOST_NAMED], rest]
    return problems


def _release(images: Sequence[Image]) -> None:
    """Let go of the archive's bytes: a mapped file cannot be closed while anything points into it."""
    for image in images:
        image.data.release()
