"""Types of the fixtures, and how a caller of masking numbers acquisitions."""

import io
from collections.abc import Callable
from pathlib import Path

from pydicom import dcmread, dcmwrite
from pydicom.dataset import FileDataset

from seedcryo_reader.imaging.loading import Loaded
from seedcryo_reader.imaging.stacks import Slice, Stack
from seedcryo_reader.imaging.survey import Survey

Mask = Callable[[bytes], bytes]
MaskFolder = Callable[[Path], tuple[Path, dict[str, tuple[str, str]]]]
Shown = Callable[[Path], list[tuple[Stack, Loaded]]]


def acquisitions(found: Survey) -> list[tuple[Slice, int]]:
    """A slice of each file, with the number of the first volume that the file belongs to."""
    numbered: dict[str, tuple[Slice, int]] = {}
    for number, stack in enumerate(found.stacks, 1):
        for one in stack.slices:
            numbered.setdefault(one.path, (one, number))
    return list(numbered.values())


def as_bytes(data: FileDataset) -> bytes:
    """A data set as the bytes of a file."""
    data.file_meta.MediaStorageSOPClassUID = data.SOPClassUID
    data.file_meta.MediaStorageSOPInstanceUID = data.SOPInstanceUID
    out = io.BytesIO()
    dcmwrite(out, data, enforce_file_format=True)
    return out.getvalue()


def parsed(masked: bytes) -> FileDataset:
    """A masked file read by pydicom."""
    return dcmread(io.BytesIO(masked))
