"""`images.json`: what the decoded images of a timepoint are, and where they came from.

Numbers with a fraction are strings that give the same number back (the shortest ones that do).
"""

import hashlib
import math
from collections.abc import Iterable
from typing import Final, Literal, Self

import msgspec
import numpy as np

from seedcryo_reader.domain import canonical
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.images import SeriesImages
from seedcryo_reader.imaging.checks import Measurable, least
from seedcryo_reader.imaging.volume import Unit

FORMAT: Final = "seedcryo-images/1"
INDEX: Final = "images.json"


class FoundTrouble(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A finding, as it is kept."""

    code: str
    text: str
    files: tuple[str, ...]

    @classmethod
    def of(cls, finding: Finding) -> Self:
        """A finding as it is kept."""
        return cls(finding.code, finding.text, finding.files)

    def finding(self) -> Finding:
        """As the value that is shown."""
        return Finding(self.code, self.text, self.files)


class StackGeometry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`imaging.volume.Geometry`: the affine (index i, j, k → LPS mm) row by row, and the spacings in mm."""

    affine: tuple[tuple[str, str, str, str], ...]
    spacing_mm: tuple[str, str, str | None]


class StackStatistics(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Of all voxels that could be read."""

    minimum: str
    maximum: str
    mean: str


class SliceImages(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One slice: the SHA-256 (hex) of its voxels as they lie in the file, and where it came from."""

    sha256: str
    file: str
    sop_instance: str
    frame: int
    position_mm: tuple[str, ...] | None
    padding: tuple[str, str] | None
    readable: bool


class StackImages(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One stack: a file of voxels (C order: slice, row, column; little endian), and its slices."""

    file: str
    dtype: Literal["int16", "int32", "float32", "float64"]
    shape: tuple[int, int, int]
    geometry: StackGeometry | None
    frame_of_reference: str
    unit: Unit
    measurable: Measurable
    inverted: bool
    statistics: StackStatistics
    slices: tuple[SliceImages, ...]
    findings: tuple[FoundTrouble, ...]

    @property
    def size(self) -> int:
        """Bytes of the file."""
        return math.prod(self.shape) * np.dtype(self.dtype).itemsize


class SeriesIndex(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One series of the part; its findings are about what is in none of its stacks."""

    number: int
    uid: str
    modality: str
    label: str
    stacks: tuple[StackImages, ...]
    findings: tuple[FoundTrouble, ...]

    @property
    def seen(self) -> SeriesImages:
        """The series as the event names it."""
        first = self.stacks[0]
        return SeriesImages(
            number=self.number,
            modality=self.modality,
            label=self.label,
            voxels=seen_hash(self.stacks),
            uid=self.uid,
            frame_of_reference=first.frame_of_reference,
            slice_mm=max(filter(None, map(_slice_mm, self.stacks)), key=float, default=None),
            measurable=least(one.measurable for one in self.stacks),
        )


class Index(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The images of one timepoint; `pinned` names the series that each target is to be read on."""

    format: str
    case: str
    timepoint: str
    part: int
    seal: str
    pinned: dict[str, int]
    series: tuple[SeriesIndex, ...]

    @property
    def seen(self) -> tuple[SeriesImages, ...]:
        """The series as the event names them."""
        return tuple(one.seen for one in self.series)

    def encoded(self) -> bytes:
        """Canonical bytes."""
        return canonical.encode(msgspec.json.decode(msgspec.json.encode(self)))


def _slice_mm(stack: StackImages) -> str | None:
    across = None if stack.geometry is None else stack.geometry.spacing_mm[2]
    return None if across is None else f"{float(across):.3f}"


def seen_hash(stacks: Iterable[StackImages]) -> str:
    """SHA-256 (hex) of what was decoded, and where it lies: a wrong spacing is as bad as a wrong voxel.

    It is taken over ASCII text, in which every line ends with a line feed. For each stack: a line ``int16 40 512 512``
    (array type, slices, rows, columns), and on it the unit, what can be measured, ``inverted`` or ``upright``, and the
    Frame of Reference UID or ``-``; a line with the sixteen numbers of the affine, row by row, with six decimals, or
    ``-`` without geometry; and for each slice a line with the SHA-256 of its voxels, its SOP Instance UID, its frame,
    and its position with six decimals, or ``-``.
    """
    digest = hashlib.sha256()
    for stack in stacks:
        affine = () if stack.geometry is None else (one for row in stack.geometry.affine for one in row)
        lines = [
            " ".join((stack.dtype, *map(str, stack.shape), stack.unit, stack.measurable, *_shown(stack))),
            _numbers(affine),
            *(f"{one.sha256} {one.sop_instance} {one.frame} {_numbers(one.position_mm or ())}" for one in stack.slices),
        ]
        digest.update("".join(f"{line}\n" for line in lines).encode("ascii"))
    return digest.hexdigest()


def _shown(stack: StackImages) -> tuple[str, str]:
    return "inverted" if stack.inverted else "upright", stack.frame_of_reference or "-"


def _numbers(texts: Iterable[str]) -> str:
    # Six decimals, so that another machine's last bit makes no other hash.
    return " ".join(f"{round(float(one), 6) + 0.0:.6f}" for one in texts) or "-"


def read_index(data: bytes, file: str) -> Index:
    """Read ``images.json``.

    Raises
    ------
    Refused
        Code ``damaged-images``: it was changed, or is of another version.
    """
    try:
        index = msgspec.convert(canonical.decode(data), Index)
        if not index.pinned:
            msg = "no series is pinned"
            raise ValueError(msg)
        for stack in (stack for series in index.series for stack in series.stacks):
            _check_stack(stack)
    except (canonical.NotCanonical, msgspec.ValidationError, ValueError) as error:
        text = "The list of the decoded images was changed or cut off. Open the images again from the sealed part."
        raise Refused([Finding("damaged-images", text, (file,))]) from error
    if index.format != FORMAT:
        text = f"The images were decoded by another version of the program ({index.format}). Install that one."
        raise Refused([Finding("damaged-images", text, (file,))])
    return index


def _check_stack(stack: StackImages) -> None:
    well = len(stack.slices) == stack.shape[0] and all(one > 0 for one in stack.shape) and "/" not in stack.file
    if not well or (stack.geometry is not None and len(stack.geometry.affine) != 4):
        msg = "a stack contradicts itself"
        raise ValueError(msg)
