"""What a DICOM RLE frame holds besides an image (DICOM PS3.5 Annex G)."""

import struct
from itertools import pairwise
from typing import Final

from seedcryo_reader.casefile.leaks.notes import Say
from seedcryo_reader.casefile.leaks.samples import Layout, is_clear

_HEAD: Final = 64
_MOST_UNPACKED: Final = 64
"""Two bytes of a segment stand for 128 samples at most (G.3.1)."""


def check_rle(stream: bytes, layout: Layout, say: Say) -> None:
    """Check the segment table, that no segment goes on behind its samples, and the bits beside the stored ones.

    Parameters
    ----------
    stream : bytes
        One frame.
    layout : Layout
        Of the data set; a segment unpacks to one byte of each sample, the highest first (G.2).
    say : callable
        Told the code and the end of a sentence that starts with the stream.
    """
    if len(stream) < _HEAD:
        say("stream", "is shorter than its segment table")
        return
    count, *offsets = struct.unpack("<16I", stream[:_HEAD])
    if count != layout.allocated // 8 or offsets[0] != _HEAD or any(offsets[count:]):
        say("stream", "has a segment table that is none")
        return
    ends = [*offsets[:count], len(stream)]
    if any(a >= b for a, b in pairwise(ends)):
        say("stream", "has segments that do not follow one another")
        return
    if layout.frame_samples * count > _MOST_UNPACKED * len(stream):
        say("stream", "has segments that cannot unpack to so many samples")
        return
    planes = bytearray(layout.frame_samples * count)
    for number, (start, end) in enumerate(pairwise(ends)):
        plane, used = _unpacked(stream, start, end, layout.frame_samples)
        if plane is None:
            say("stream", "has a segment that does not unpack to its samples")
            return
        planes[number::count] = plane
        if stream[used:end] not in {b"", b"\0"}:
            say("stream-comment", "has bytes behind a segment")
    if layout.stored < layout.allocated and not is_clear(bytes(planes), layout, little=False):
        say("hidden-bits", "has bits outside the stored ones that are not clear")


def _unpacked(stream: bytes, at: int, end: int, samples: int) -> tuple[bytes | None, int]:
    """The samples' bytes and where the runs end that make them up; None when they do not."""
    made = bytearray()
    while len(made) < samples and at < end:
        head = stream[at]
        if head < 128:
            made += stream[at + 1 : at + head + 2]
            at += head + 2
        elif head > 128:
            made += stream[at + 1 : at + 2] * (257 - head)
            at += 2
        else:
            return None, at  # the one byte that stands for nothing has no place in a copy
    return (bytes(made) if len(made) == samples and at <= end else None), at
