"""What a DICOM RLE frame holds besides an image (DICOM PS3.5 Annex G)."""

import struct
from collections.abc import Callable
from itertools import pairwise
from typing import Final

Say = Callable[[str, str], None]

_HEAD: Final = 64
_MOST_SEGMENTS: Final = 15


def check_rle(stream: bytes, samples: int, say: Say) -> None:
    """Check the segment table, and that no segment goes on behind its samples.

    Parameters
    ----------
    stream : bytes
        One frame.
    samples : int
        Bytes one segment unpacks to.
    say : callable
        Told the code and the end of a sentence that starts with the stream.
    """
    if len(stream) < _HEAD:
        say("stream", "is shorter than its segment table")
        return
    count, *offsets = struct.unpack("<16I", stream[:_HEAD])
    if not 1 <= count <= _MOST_SEGMENTS or offsets[0] != _HEAD or any(offsets[count:]):
        say("stream", "has a segment table that is none")
        return
    ends = [*offsets[:count], len(stream)]
    if any(a >= b for a, b in pairwise(ends)):
        say("stream", "has segments that do not follow one another")
        return
    for start, end in pairwise(ends):
        used = _unpacked_length(stream, start, end, samples)
        if used is None:
            say("stream", "has a segment that does not unpack to its samples")
        elif stream[used:end] not in {b"", b"\0"}:
            say("stream-comment", "has bytes behind a segment")


def _unpacked_length(stream: bytes, at: int, end: int, samples: int) -> int | None:
    """Where the runs end that make up the samples; None when they do not."""
    made = 0
    while made < samples and at < end:
        head = stream[at]
        if head < 128:
            made += head + 1
            at += head + 2
        elif head > 128:
            made += 257 - head
            at += 2
        else:
            return None  # the one byte that stands for nothing has no place in a copy
    return at if made == samples and at <= end else None
