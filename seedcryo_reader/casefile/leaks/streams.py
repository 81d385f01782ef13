"""Compressed pixel data: fragments, offset tables, and what the streams hold besides an image.

DICOM PS3.5 A.4 (fragments, Basic Offset Table), PS3.3 C.7.6.3.1.8 (extended offset table).
"""

import struct
from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Final, NamedTuple

from seedcryo_reader.casefile.leaks.jpeg import check_jpeg
from seedcryo_reader.casefile.leaks.jpeg2000 import check_jpeg2000
from seedcryo_reader.casefile.leaks.notes import Notes
from seedcryo_reader.casefile.leaks.parser import Span
from seedcryo_reader.casefile.leaks.rle import check_rle
from seedcryo_reader.casefile.leaks.samples import Layout

_JPEG: Final = "1.2.840.10008.1.2.4."
FAMILIES: Final = {
    "1.2.840.10008.1.2.5": "rle",
    **{_JPEG + part: "jpeg" for part in ("50", "51", "53", "55", "57", "70")},
    **{_JPEG + part: "jpeg-ls" for part in ("80", "81")},
    **{_JPEG + part: "jpeg2000" for part in ("90", "91", "201", "202", "203")},
}
"""Transfer syntax → the family of streams that the checker can look into."""


class Encapsulated(NamedTuple):
    """Encapsulated pixel data as the data set describes it.

    Attributes
    ----------
    spans : tuple of (start, length)
        Basic Offset Table and fragments.
    extended : pair of bytes
        Values of (7FE0,0001) and (7FE0,0002), empty when absent.
    syntax : str
        Transfer syntax, one of `FAMILIES`.
    layout : Layout
        Of the samples and frames that the header promises.
    """

    spans: tuple[Span, ...]
    extended: tuple[bytes, bytes]
    syntax: str
    layout: Layout


def check_encapsulated(data: memoryview, pixels: Encapsulated, notes: Notes) -> None:
    """Check offset tables, fragments and the stream of every frame."""
    if len(pixels.spans) < 2:
        notes.add("stream", "The compressed pixel data has no fragment.")
        return
    table, *fragments = pixels.spans
    counts = _shares(data, table, fragments, pixels.layout.frames, notes)
    if counts is None:
        return
    ends = list(accumulate(counts, initial=0))
    _check_extended(pixels.extended, [fragments[a:b] for a, b in pairwise(ends)], notes)
    check = {"jpeg": check_jpeg, "jpeg-ls": check_jpeg, "jpeg2000": check_jpeg2000}.get(FAMILIES[pixels.syntax])
    for number, (a, b) in enumerate(pairwise(ends), 1):
        pieces = fragments[a:b]
        stream = bytes(data[pieces[0][0] : sum(pieces[0])]) if len(pieces) == 1 else _joined(data, pieces)

        def say(code: str, text: str, number: int = number) -> None:
            notes.add(code, f"The compressed stream of frame {number} {text}.")

        if check is None:
            check_rle(stream, pixels.layout, say)
        else:
            check(stream, pixels.layout, say)


def _joined(data: memoryview, pieces: Sequence[Span]) -> bytes:
    return b"".join(data[start : start + length] for start, length in pieces)


def _shares(data: memoryview, table: Span, fragments: Sequence[Span], frames: int, notes: Notes) -> list[int] | None:
    """How many fragments each frame has; None, with a finding, when that cannot be told."""
    starts = _table_starts(data, table, fragments)
    if starts is None or (starts and len(starts) != frames):
        notes.add("stream", "The offset table of the compressed pixel data does not fit its fragments and frames.")
        return None
    if starts:
        return [b - a for a, b in pairwise([*starts, len(fragments)])]
    if frames == 1:
        return [len(fragments)]
    if len(fragments) == frames:
        return [1] * frames
    notes.add("stream", f"The compressed pixel data has {len(fragments)} fragments for {frames} frames and no table.")
    return None


def _table_starts(data: memoryview, table: Span, fragments: Sequence[Span]) -> list[int] | None:
    """Index of each frame's first fragment; empty without a table, None when the table is wrong."""
    at, length = table
    if length % 4:
        return None
    index_of = {start - 8 - (fragments[0][0] - 8): index for index, (start, _) in enumerate(fragments)}
    offsets = struct.unpack_from(f"<{length // 4}I", data, at)
    starts = [index_of.get(offset, -1) for offset in offsets]
    right = not starts or (starts[0] == 0 and all(a < b for a, b in pairwise(starts)))
    return starts if right else None


def _check_extended(extended: tuple[bytes, bytes], pieces: Sequence[Sequence[Span]], notes: Notes) -> None:
    if not any(extended):
        return
    offsets = [shared[0][0] - pieces[0][0][0] for shared in pieces]
    # PS3.3 C.7.6.3.1.8: with an extended table each frame is one fragment, and its length may leave the pad byte out.
    exact = struct.pack(f"<{len(pieces)}Q", *offsets)
    lengths = struct.unpack(f"<{len(extended[1]) // 8}Q", extended[1][: len(extended[1]) // 8 * 8])
    fits = len(lengths) == len(pieces) and all(
        length in {sum(size for _, size in shared), sum(size for _, size in shared) - 1}
        for length, shared in zip(lengths, pieces, strict=True)
    )
    if extended[0] != exact or not fits or len(extended[1]) % 8:
        notes.add("stream", "The extended offset table of the compressed pixel data does not fit its fragments.")
