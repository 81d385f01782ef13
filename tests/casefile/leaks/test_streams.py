"""Comments, application segments and slack bytes of compressed streams."""

import struct
import tracemalloc

import imagecodecs
import numpy as np
import pytest
from casefile.leaks.masked_ct import COLUMNS, ROWS, compressed

PIXELS = np.arange(ROWS * COLUMNS, dtype=np.uint16).reshape(ROWS, COLUMNS)
LOSSLESS_JPEG, JPEG_LS, J2K, HTJ2K, RLE = ("1.2.840.10008.1.2." + end for end in ("4.70", "4.80", "4.90", "4.201", "5"))


def without_segments(stream: bytes, *markers: int) -> bytes:
    """A JPEG family stream without the segments of these markers before its scan or tile."""
    at, out = 2, stream[:2]
    while stream[at + 1] not in {0xDA, 0x90}:
        size = 2 + int.from_bytes(stream[at + 2 : at + 4], "big")
        if stream[at + 1] not in markers:
            out += stream[at : at + size]
        at += size
    return out + stream[at:]


def lossless_jpeg(pixels: np.ndarray = PIXELS) -> bytes:
    return without_segments(imagecodecs.ljpeg_encode(pixels, bitspersample=16), *range(0xE0, 0xF0), 0xFE)


def jpeg_ls(pixels: np.ndarray = PIXELS) -> bytes:
    return without_segments(imagecodecs.jpegls_encode(pixels), *range(0xE0, 0xF0), 0xFE)


def j2k(pixels: np.ndarray = PIXELS) -> bytes:
    return without_segments(imagecodecs.jpeg2k_encode(pixels, codecformat="j2k", reversible=True, level=0), 0x64)


def htj2k(pixels: np.ndarray = PIXELS) -> bytes:
    return without_segments(imagecodecs.htj2k_encode(pixels, reversible=True), 0x64)


def rle(first: int = 0) -> bytes:
    """`first` is the highest byte of every sample."""
    low = bytes(range(ROWS * COLUMNS))
    run = bytes([257 - len(low), first])
    second = bytes([len(low) - 1]) + low
    return struct.pack("<16I", 2, 64, 64 + len(run), *[0] * 13) + run + second + b"\0"


def jpeg(pixels: np.ndarray = PIXELS) -> bytes:
    small = (pixels % 256).astype(np.uint8)
    return without_segments(imagecodecs.jpeg8_encode(small), *range(0xE0, 0xF0), 0xFE)


STREAMS = {
    LOSSLESS_JPEG: lossless_jpeg,
    JPEG_LS: jpeg_ls,
    J2K: j2k,
    HTJ2K: htj2k,
    RLE: rle,
    "1.2.840.10008.1.2.4.50": jpeg,
}


@pytest.mark.parametrize("syntax", STREAMS)
def test_a_bare_stream_is_clean(syntax, codes):
    assert codes(compressed(syntax, STREAMS[syntax]())) == []


@pytest.mark.parametrize("syntax", STREAMS)
def test_a_stream_in_two_fragments_is_clean(syntax, codes):
    stream = STREAMS[syntax]()
    cut = len(stream) // 4 * 2
    assert codes(compressed(syntax, stream[:cut], stream[cut:])) == []


@pytest.mark.parametrize("syntax", STREAMS)
def test_two_frames_are_clean_and_their_table_is_checked(syntax, codes):
    stream = STREAMS[syntax]()
    stream += b"\0" * (len(stream) % 2)
    table = struct.pack("<2I", 0, len(stream) + 8)
    assert codes(compressed(syntax, stream, stream, table=table, frames=2)) == []
    assert codes(compressed(syntax, stream, stream, table=struct.pack("<2I", 0, 4), frames=2)) == ["stream"]
    assert codes(compressed(syntax, stream, stream, table=b"JOHN DOE", frames=2)) == ["stream"]
    assert codes(compressed(syntax, stream, stream, stream, frames=2)) == ["stream"]


@pytest.mark.parametrize("syntax", STREAMS)
def test_bytes_behind_the_end_are_noticed(syntax, codes):
    stream = STREAMS[syntax]().rstrip(b"\0") if syntax == RLE else STREAMS[syntax]()
    assert codes(compressed(syntax, stream + b"JANE DOE")) == ["stream-comment"]


@pytest.mark.parametrize("syntax", STREAMS)
def test_a_stream_cut_off_is_noticed(syntax, codes):
    stream = STREAMS[syntax]()
    for length in range(len(stream) - 2):
        assert codes(compressed(syntax, stream[:length])), length


@pytest.mark.parametrize("marker", [0xFE, 0xE0, 0xE1, 0xEE, 0xEF])
@pytest.mark.parametrize("syntax", [LOSSLESS_JPEG, JPEG_LS, "1.2.840.10008.1.2.4.50"])
def test_comments_and_application_segments_of_jpeg(syntax, marker, codes):
    stream = STREAMS[syntax]()
    comment = bytes([0xFF, marker]) + b"\0\x0aDOE^JANE"
    assert codes(compressed(syntax, stream[:2] + comment + stream[2:])) == ["stream-comment"]


@pytest.mark.parametrize("syntax", [J2K, HTJ2K])
def test_comments_of_jpeg_2000_in_the_main_header_and_in_a_tile(syntax, codes):
    stream = STREAMS[syntax]()
    comment = b"\xff\x64\0\x0c\0\1DOE^JANE"
    tile = stream.index(b"\xff\x90")
    assert codes(compressed(syntax, stream[:tile] + comment + stream[tile:])) == ["stream-comment"]
    length = int.from_bytes(stream[tile + 6 : tile + 10], "big") + len(comment)
    inside = (
        stream[: tile + 6] + length.to_bytes(4, "big") + stream[tile + 10 : tile + 12] + comment + stream[tile + 12 :]
    )
    assert codes(compressed(syntax, inside)) == ["stream-comment"]


def test_boxes_around_jpeg_2000(codes):
    boxed = imagecodecs.jpeg2k_encode(PIXELS, codecformat="jp2", reversible=True, level=0)
    assert codes(compressed(J2K, boxed)) == ["stream-comment"]


def test_text_in_a_huffman_table_and_fill_bytes(codes):
    stream = lossless_jpeg()
    table = b"\xff\xc4" + struct.pack(">H", 2 + 17 + 4) + b"\3" + bytes([0, 0, 4] + [0] * 13) + b"JANE"
    assert codes(compressed(LOSSLESS_JPEG, stream[:2] + table + stream[2:])) == ["stream"]
    assert codes(compressed(LOSSLESS_JPEG, stream[:2] + b"\xff\xff" + stream[2:])) == ["stream"]
    assert codes(compressed(LOSSLESS_JPEG, stream[:-2] + b"\xff\xff\xd9")) == []


@pytest.mark.parametrize("syntax", STREAMS)
def test_a_stream_of_another_size_is_noticed(syntax, codes):
    whole = compressed(syntax, STREAMS[syntax]())
    rows = struct.pack("<HH2sHH", 0x28, 0x10, b"US", 2, ROWS)
    assert rows in whole
    fewer = whole.replace(rows, rows[:-2] + struct.pack("<H", ROWS - 1))
    assert set(codes(fewer)) & {"stream", "stream-comment"}


def test_slack_in_an_rle_table(codes):
    stream = bytearray(rle())
    stream[60:64] = b"JANE"
    assert codes(compressed(RLE, bytes(stream))) == ["stream"]


def test_samples_that_a_stream_cannot_unpack_to_are_not_made_room_for(codes):
    """65,535 × 65,535 samples of four bytes are 17 GB; the stream has some hundred bytes."""
    whole = compressed(RLE, struct.pack("<16I", 4, 64, 66, 68, 70, *[0] * 11) + b"\x81\0" * 4)
    for tag, old, new in ((0x10, ROWS, 65535), (0x11, COLUMNS, 65535), (0x100, 16, 32)):
        element = struct.pack("<HH2sHH", 0x28, tag, b"US", 2, old)
        assert element in whole
        whole = whole.replace(element, element[:-2] + struct.pack("<H", new))
    tracemalloc.start()
    found = codes(whole)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "stream" in found
    assert peak < 10_000_000


def test_step_sizes_that_spell_something(codes):
    picture = np.arange(64 * 64, dtype=np.uint16).reshape(64, 64)
    stream = bytearray(imagecodecs.jpeg2k_encode(picture, level=50, codecformat="j2k", resolutions=6))
    comment = stream.index(b"\xff\x64")
    del stream[comment : comment + 2 + int.from_bytes(stream[comment + 2 : comment + 4], "big")]
    assert "stream-comment" not in codes(compressed(J2K, bytes(stream)))
    at = stream.index(b"\xff\x5c") + 5
    stream[at : at + 10] = b"SMITHJOHN1"
    assert "stream-comment" in codes(compressed(J2K, bytes(stream)))


def test_a_syntax_that_cannot_be_looked_into(codes):
    assert codes(compressed("1.2.840.10008.1.2.4.102", b"\0\0")) == ["unreadable"]


@pytest.mark.parametrize("syntax", STREAMS)
def test_bits_that_do_not_count_are_noticed(syntax, codes):
    picture = (PIXELS + (0 if syntax.endswith("4.50") else 0xA000)).astype(np.uint16)
    stream = rle(first=0xA0) if syntax == RLE else STREAMS[syntax](picture)
    assert codes(compressed(syntax, stream, stored=16)) == []
    assert codes(compressed(syntax, stream, stored=7)) == ["hidden-bits"]


def test_a_plane_too_many_in_rle(codes):
    first, second = bytes([257 - 24, 0]), bytes([23]) + bytes(range(24)) + b"\0"
    three = struct.pack("<16I", 3, 64, 66, 66 + len(second), *[0] * 12) + first + second + second
    assert codes(compressed(RLE, three)) == ["stream"]


@pytest.mark.parametrize("syntax", [J2K, HTJ2K])
@pytest.mark.parametrize("marker", [0x55, 0x57, 0x60, 0x63])
def test_pointers_and_packed_headers_of_jpeg_2000(syntax, marker, codes):
    stream = STREAMS[syntax]()
    tile = stream.index(b"\xff\x90")
    table = bytes([0xFF, marker]) + b"\0\x0b\0DOE^JANE"
    assert codes(compressed(syntax, stream[:tile] + table + stream[tile:])) == ["stream-comment"]


@pytest.mark.parametrize("marker", [0x50, 0x53, 0x59, 0x5D, 0x5E, 0x5F])
def test_long_segments_of_jpeg_2000(marker, codes):
    stream = j2k()
    tile = stream.index(b"\xff\x90")
    long = bytes([0xFF, marker]) + struct.pack(">H", 202) + b"DOE^JANE" * 25
    assert codes(compressed(J2K, stream[:tile] + long + stream[tile:])) == ["stream"]


@pytest.mark.parametrize("body", [
    b"\1DOE^JANE 2", b"\1DOE^JANE", b"\2\1\1DOE^JANE", b"\3\1\1DOE^JANE", b"\4\1\1DOE^JANE", b"",
])  # fmt: skip
def test_texts_in_parameters_of_jpeg_ls(body, codes):
    stream = jpeg_ls()
    parameters = b"\xff\xf8" + struct.pack(">H", 2 + len(body)) + body
    assert codes(compressed(JPEG_LS, stream[:2] + parameters + stream[2:])) == ["stream"]


def test_real_parameters_of_jpeg_ls_are_clean(codes):
    stream = jpeg_ls()
    parameters = b"\xff\xf8\0\x0d\1" + struct.pack(">5H", 65535, 18, 67, 276, 64)
    assert codes(compressed(JPEG_LS, stream[:2] + parameters + stream[2:])) == []


@pytest.mark.parametrize("at", range(16, 40, 4))
def test_texts_in_places_of_jpeg_2000(at, codes):
    stream = j2k()
    assert "stream" in codes(compressed(J2K, stream[:at] + b"JANE" + stream[at + 4 :]))


@pytest.mark.parametrize("level", range(5, 101, 5))
def test_tables_of_all_qualities_are_clean(level, codes):
    plain = imagecodecs.jpeg8_encode((PIXELS % 256).astype(np.uint8), level=level)
    stream = without_segments(plain, *range(0xE0, 0xF0), 0xFE)
    assert codes(compressed("1.2.840.10008.1.2.4.50", stream)) == []


@pytest.mark.parametrize("number", [0, 3])
def test_a_table_that_no_scan_uses(number, codes):
    stream = jpeg()
    table = b"\xff\xdb\0\x43" + bytes([number]) + b"DOE^JANE" * 8
    assert codes(compressed("1.2.840.10008.1.2.4.50", stream[:2] + table + stream[2:])) == ["stream"]
