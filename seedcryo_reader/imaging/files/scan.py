"""Scan one file for its header. Runs in a worker; a file is known as DICOM by its bytes, never by its name."""

import os
import struct
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from pydicom import dcmread

from seedcryo_reader.imaging.files import headers, syntaxes
from seedcryo_reader.imaging.files.deflate import inflated
from seedcryo_reader.imaging.files.facts import Ignored, OtherObject, Scanned, Unreadable
from seedcryo_reader.imaging.files.limits import Limits
from seedcryo_reader.imaging.files.trouble import FileTrouble

CALLS_PER_LEVEL: Final = 5
"""Python calls pydicom makes for one more level of sequences; a test holds this against the installed version."""

_CALLS_BESIDES: Final = 20

_FIRST_GROUPS: Final = (0x0002, 0x0008)
"""Group a file without preamble starts with: its meta header, or the data set itself."""


def scan_file(path: str, limits: Limits) -> Scanned:
    """Header facts of one file, or why there are none.

    Raises
    ------
    OSError
        The file cannot be opened at all.
    """
    file = Path(path)
    with file.open("rb") as stream:
        start = stream.read(140)
        marked = start[128:132] == b"DICM"
        if not marked and not _looks_like_data_set(start):
            return Ignored(_word_for(start))
        status = os.fstat(stream.fileno())
        try:
            found = _scan(stream, status.st_size, status.st_mtime_ns, limits)
        except FileTrouble as trouble:
            return Unreadable(trouble.code, trouble.text)
    if isinstance(found, OtherObject) and not found.sop_class:
        if not marked:
            return Ignored("not DICOM")
        return Unreadable("unreadable", "has the mark of DICOM and no SOP Class: it is damaged or cut off")
    return found


def _word_for(start: bytes) -> str:
    if start.startswith(b"PK\x03\x04"):
        return "an archive: give its own path to read it"
    return "not DICOM" if start else "empty"


def _looks_like_data_set(start: bytes) -> bool:
    if len(start) < 16:
        return False
    explicit = start[4:6].isalpha() and start[4:6].isupper()
    group, element, length = struct.unpack("<HHI", start[:8])
    if group in _FIRST_GROUPS and element < 0x2000 and (explicit or length <= 0x400):
        return True
    group, element = struct.unpack(">HH", start[:4])
    return group in _FIRST_GROUPS and element < 0x2000 and explicit


def _scan(file: BinaryIO, size: int, modified_ns: int, limits: Limits) -> Scanned:
    body = inflated(file, limits)
    stream = body or file
    stream.seek(0)
    with _nesting(limits.nesting):
        data = dcmread(stream, stop_before_pixels=True, force=True, specific_tags=headers.TAGS)
        if str(data.file_meta.get("MediaStorageSOPClassUID", "")) == syntaxes.MEDIA_DIRECTORY:
            return Ignored("DICOMDIR")
        syntax = syntaxes.DEFLATED if body else str(data.file_meta.get("TransferSyntaxUID", ""))
        end = len(body.getbuffer()) if body else size
        return headers.describe(data, stream, syntax, end, (size, modified_ns))


@contextmanager
def _nesting(levels: int) -> Iterator[None]:
    """Let sequences nest so deep and no deeper: pydicom reads them by recursion."""
    depth = 0
    frame = sys._getframe()  # noqa: SLF001 - the documented way to know one's own depth
    while frame.f_back is not None:
        depth, frame = depth + 1, frame.f_back
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(depth + _CALLS_BESIDES + CALLS_PER_LEVEL * levels)
    try:
        yield
    finally:
        sys.setrecursionlimit(before)
