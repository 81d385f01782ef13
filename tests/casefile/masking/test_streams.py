"""Compressed images: the same values, and nothing in their streams but the image."""

import struct

import imagecodecs
import numpy as np
import pytest
from casefile.masking.ways import as_bytes, parsed
from pydicom.encaps import generate_frames
from support.ct_files import compress, ct_slice, enhanced_mr

from seedcryo_reader.casefile.masking import jpeg, jpeg2000
from seedcryo_reader.imaging.files.trouble import FileTrouble

ROWS, COLUMNS = 32, 48
TOKEN = b"JOHN-DOE-19431117"
UNCOMPRESSED = "1.2.840.10008.1.2.1"
JPEG, EXTENDED, LOSSLESS, LOSSLESS_1 = (f"1.2.840.10008.1.2.4.{n}" for n in (50, 51, 57, 70))
LS, NEAR_LS, J2K, J2K_LOSSY, HTJ2K = (f"1.2.840.10008.1.2.4.{n}" for n in (80, 81, 90, 91, 201))

ENCODERS = {
    JPEG: (8, lambda a: imagecodecs.jpeg8_encode(a, level=90)),
    EXTENDED: (12, lambda a: imagecodecs.jpeg8_encode(a, level=90, bitspersample=12)),
    LOSSLESS: (16, lambda a: imagecodecs.ljpeg_encode(a, bitspersample=16)),
    LOSSLESS_1: (16, lambda a: imagecodecs.jpeg8_encode(a, lossless=True, predictor=1, bitspersample=16)),
    LS: (16, imagecodecs.jpegls_encode),
    NEAR_LS: (16, lambda a: imagecodecs.jpegls_encode(a, level=2)),
    J2K: (16, lambda a: imagecodecs.jpeg2k_encode(a, codecformat="j2k", level=0, reversible=True)),
    J2K_LOSSY: (16, lambda a: imagecodecs.jpeg2k_encode(a, codecformat="j2k", level=40)),
    HTJ2K: (16, lambda a: imagecodecs.htj2k_encode(a, reversible=True)),
}
JPEGS = (JPEG, EXTENDED, LOSSLESS, LOSSLESS_1)
JPEG_2000 = (J2K, J2K_LOSSY, HTJ2K)
DECODE = {
    **dict.fromkeys(JPEGS, imagecodecs.jpeg8_decode),
    **dict.fromkeys((LS, NEAR_LS), imagecodecs.jpegls_decode),
    **dict.fromkeys(JPEG_2000, imagecodecs.jpeg2k_decode),
}


def _picture(bits: int, seed: int = 0) -> np.ndarray:
    noise = np.random.default_rng(seed).integers(0, 2 ** (bits - 3), (ROWS, COLUMNS))
    ramp = np.add.outer(np.arange(ROWS), 3 * np.arange(COLUMNS))
    return (ramp + noise).clip(0, 2**bits - 1).astype(np.uint8 if bits == 8 else np.uint16)


def _stream(syntax: str) -> bytes:
    bits, encode = ENCODERS[syntax]
    return encode(_picture(bits))


def _file(syntax: str, stream: bytes, **changes) -> bytes:
    bits = changes.pop("stored", ENCODERS[syntax][0])
    data = ct_slice(0, rows=ROWS, columns=COLUMNS)
    data.BitsAllocated, data.BitsStored, data.HighBit = 8 if bits == 8 else 16, bits, bits - 1
    data.PixelRepresentation = 0
    return as_bytes(compress(data, syntax, [stream], **changes))


def _masked(mask, syntax: str, stream: bytes, **changes):
    raw = mask(_file(syntax, stream, **changes))
    assert TOKEN not in raw
    return parsed(raw)


def _values(masked) -> np.ndarray:
    syntax = masked.file_meta.TransferSyntaxUID
    if syntax == UNCOMPRESSED:
        width = masked.BitsAllocated // 8
        return np.frombuffer(masked.PixelData, f"<u{width}").reshape(masked.Rows, masked.Columns)
    [frame] = generate_frames(masked.PixelData, number_of_frames=1)
    return DECODE[syntax](frame)


def _segment(marker: int, body: bytes = TOKEN) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


@pytest.mark.parametrize("syntax", ENCODERS)
def test_values_and_syntax_stay(mask, syntax):
    stream = _stream(syntax)
    masked = _masked(mask, syntax, stream)
    assert masked.file_meta.TransferSyntaxUID == syntax
    assert np.array_equal(_values(masked), DECODE[syntax](stream))


@pytest.mark.parametrize("syntax", [*JPEGS, LS, NEAR_LS])
@pytest.mark.parametrize("marker", [0xE0, 0xE1, 0xE8, 0xED, 0xEF, 0xFE])
def test_comments_and_application_segments_go(mask, syntax, marker):
    stream = _stream(syntax)
    noisy = stream[:2] + b"\xff\xff" + _segment(marker) + _segment(marker) + stream[2:]
    masked = _masked(mask, syntax, noisy)
    assert masked.file_meta.TransferSyntaxUID == syntax
    assert np.array_equal(_values(masked), DECODE[syntax](stream))


@pytest.mark.parametrize("syntax", ENCODERS)
def test_what_lies_behind_the_end_goes(mask, syntax):
    stream = _stream(syntax)
    end = stream.rindex(b"\xff\xd9") + 2
    masked = _masked(mask, syntax, stream[:end] + TOKEN * 9)
    assert np.array_equal(_values(masked), DECODE[syntax](stream))


@pytest.mark.parametrize("syntax", JPEGS)
@pytest.mark.parametrize("token", [TOKEN, TOKEN[:4], TOKEN * 20])
def test_what_lies_between_the_last_pixel_and_the_end_goes(mask, syntax, token):
    stream = _stream(syntax)
    end = stream.rindex(b"\xff\xd9")
    noisy = stream[:end] + token + b"\xff\xd9"
    raw = mask(_file(syntax, noisy))
    assert token not in raw
    assert np.array_equal(_values(parsed(raw)), DECODE[syntax](stream))


@pytest.mark.parametrize("syntax", [LS, NEAR_LS])
def test_the_same_in_jpeg_ls(mask, syntax):
    stream = _stream(syntax)
    end = stream.rindex(b"\xff\xd9")
    noisy = stream[:end] + TOKEN + b"\xff\xd9"
    with pytest.raises(FileTrouble) as caught:  # its decoder refuses more data than pixels
        mask(_file(syntax, noisy))
    assert caught.value.code == "corrupt-pixel-data"


@pytest.mark.parametrize("syntax", [JPEG, EXTENDED])
def test_tables_that_no_scan_uses_go(mask, syntax):
    stream = _stream(syntax)
    body = (TOKEN * 4)[:64]
    unused = _segment(0xDB, b"\x03" + body) + _segment(0xC4, b"\x13" + bytes([0] * 7 + [17] + [0] * 8) + TOKEN)
    masked = _masked(mask, syntax, stream[:2] + unused + stream[2:])
    assert np.array_equal(_values(masked), DECODE[syntax](stream))


@pytest.mark.parametrize("syntax", [JPEG, EXTENDED])
def test_a_table_that_is_defined_again_goes(mask, syntax):
    stream = _stream(syntax)
    masked = _masked(mask, syntax, stream[:2] + _segment(0xDB, b"\x00" + (TOKEN * 4)[:64]) + stream[2:])
    assert np.array_equal(_values(masked), DECODE[syntax](stream))


@pytest.mark.parametrize("syntax", JPEG_2000)
@pytest.mark.parametrize(("marker", "body"), [(0x64, b"\0\1" + TOKEN), (0x64, b"\0\0" + TOKEN), (0x63, TOKEN[:4])])
def test_comments_in_the_main_header_of_jpeg_2000_go(mask, syntax, marker, body):
    stream = _stream(syntax)
    at = stream.index(b"\xff\x90")
    masked = _masked(mask, syntax, stream[:at] + _segment(marker, body) + stream[at:])
    assert masked.file_meta.TransferSyntaxUID == syntax
    assert np.array_equal(_values(masked), DECODE[syntax](stream))


def _tile_part(stream: bytes, insert: bytes, at_end: bool) -> bytes:
    """The stream with bytes put into its first tile part's header, or behind its data, and Psot set right."""
    start = stream.index(b"\xff\x90")
    size = struct.unpack(">I", stream[start + 6 : start + 10])[0] or stream.rindex(b"\xff\xd9") - start
    place = start + size if at_end else start + 12
    longer = stream[:place] + insert + stream[place:]
    return longer[: start + 6] + struct.pack(">I", size + len(insert)) + longer[start + 10 :]


@pytest.mark.parametrize("syntax", JPEG_2000)
def test_comments_in_a_tile_part_go(mask, syntax):
    stream = _stream(syntax)
    masked = _masked(mask, syntax, _tile_part(stream, _segment(0x64, b"\0\1" + TOKEN), at_end=False))
    assert masked.file_meta.TransferSyntaxUID == syntax
    assert np.array_equal(_values(masked), DECODE[syntax](stream))


@pytest.mark.parametrize("syntax", JPEG_2000)
def test_what_lies_behind_the_last_pixel_of_a_tile_part_goes(mask, syntax):
    stream = _stream(syntax)
    masked = _masked(mask, syntax, _tile_part(stream, TOKEN, at_end=True))
    assert np.array_equal(_values(masked), DECODE[syntax](stream))


def test_boxes_around_a_codestream_go(mask):
    picture = _picture(16)
    boxed = imagecodecs.jpeg2k_encode(picture, codecformat="jp2", level=0, reversible=True)
    at = boxed.index(b"jp2c") - 4
    noisy = boxed[:at] + struct.pack(">I", len(TOKEN) + 8) + b"xml " + TOKEN + boxed[at:]
    masked = _masked(mask, J2K, noisy)
    [frame] = generate_frames(masked.PixelData, number_of_frames=1)
    assert frame.startswith(b"\xff\x4f\xff\x51")
    assert np.array_equal(_values(masked), picture)


@pytest.mark.parametrize("syntax", [LOSSLESS_1, LS, J2K])
def test_bits_above_bits_stored_do_not_travel_in_a_stream(mask, syntax):
    picture = _picture(16) | 0xA000
    masked = _masked(mask, syntax, ENCODERS[syntax][1](picture), stored=12)
    assert masked.file_meta.TransferSyntaxUID == UNCOMPRESSED
    assert np.array_equal(_values(masked), picture & 0x0FFF)


def test_a_frame_in_many_fragments_becomes_one(mask):
    stream = _stream(LS)
    masked = _masked(mask, LS, stream, fragments=4)
    assert np.array_equal(_values(masked), _picture(16))
    assert masked.PixelData.count(b"\xfe\xff\x00\xe0") == 2


def test_frames_of_a_multi_frame_image_with_a_token_in_one(mask):
    data = enhanced_mr(3)
    data.Rows, data.Columns, data.PixelRepresentation = ROWS, COLUMNS, 0
    pictures = [_picture(16, seed) for seed in range(3)]
    streams = [imagecodecs.jpegls_encode(one) for one in pictures]
    streams[1] = streams[1][:2] + _segment(0xFE) + streams[1][2:]
    raw = mask(as_bytes(compress(data, LS, streams)))
    assert TOKEN not in raw
    frames = generate_frames(parsed(raw).PixelData, number_of_frames=3)
    assert all(np.array_equal(imagecodecs.jpegls_decode(one), a) for one, a in zip(frames, pictures, strict=True))


def test_rle_is_written_uncompressed(mask):
    picture = _picture(16)
    planes = [picture.astype(">u2").view(np.uint8).reshape(-1, 2)[:, n].tobytes() for n in (0, 1)]
    segments = [b"".join(bytes([47]) + one[at : at + 48] for at in range(0, len(one), 48)) for one in planes]
    header = (struct.pack("<3I", 2, 64, 64 + len(segments[0])) + TOKEN * 4)[:64]
    data = ct_slice(0, rows=ROWS, columns=COLUMNS)
    data.PixelRepresentation = 0
    raw = mask(as_bytes(compress(data, "1.2.840.10008.1.2.5", [header + b"".join(segments)])))
    assert TOKEN not in raw
    assert parsed(raw).file_meta.TransferSyntaxUID == UNCOMPRESSED
    assert np.array_equal(_values(parsed(raw)), picture)


@pytest.mark.parametrize("syntax", ENCODERS)
@pytest.mark.parametrize("share", [0.3, 0.8])
def test_a_stream_that_is_cut_off_is_refused(mask, syntax, share):
    stream = _stream(syntax)
    with pytest.raises(FileTrouble) as caught:
        mask(_file(syntax, stream[: int(len(stream) * share)]))
    assert caught.value.code in {"truncated-pixel-data", "corrupt-pixel-data"}


def test_loss_that_only_the_syntax_told_is_written_down(mask):
    assert _masked(mask, JPEG, _stream(JPEG)).LossyImageCompression == "01"
    assert "LossyImageCompression" not in _masked(mask, LS, _stream(LS))


@pytest.mark.parametrize("noise", [b"", b"\xff", b"\xff\xd8", b"\xff\xd8\xff", b"\xff\x4f\xff\x51", b"\0" * 99])
def test_what_is_no_stream_is_not_rebuilt(noise):
    assert jpeg.rebuilt(noise) is None
    assert jpeg2000.rebuilt(noise) is None


def _with_last_codes(stream: bytes, symbols: bytes) -> bytes:
    """The stream with the rarest codes of its AC table spelling something; its picture hardly uses them."""
    at = stream.index(b"\xff\xc4\x00\xb5\x10")
    end = at + 2 + 0xB5
    return stream[: end - len(symbols)] + symbols + stream[end:]


@pytest.mark.parametrize("symbols", [b"19431117", b"PATIENT", b"JOHN DOE", b"doe"])
def test_codes_of_a_table_that_spell_something_are_not_written(symbols):
    flat = imagecodecs.jpeg8_encode(np.full((ROWS, COLUMNS), 99, np.uint8), level=90)
    assert jpeg.rebuilt(flat) is not None
    assert jpeg.rebuilt(_with_last_codes(flat, symbols)) is None


@pytest.mark.parametrize("text", [b"JOHN DOE", b"19431117", b"DOE^JO"])
def test_steps_that_spell_something_are_not_written(mask, text):
    stream = imagecodecs.jpeg8_encode(np.full((ROWS, COLUMNS), 99, np.uint8), level=90)
    at = stream.index(b"\xff\xdb") + 8
    noisy = stream[:at] + text + stream[at + len(text) :]
    raw = mask(_file(JPEG, noisy))
    assert text not in raw
    assert np.array_equal(_values(parsed(raw)), imagecodecs.jpeg8_decode(noisy))


@pytest.mark.parametrize("level", [80, 90, 95, 100])
def test_steps_of_fine_tables_are_written(level):
    assert jpeg.rebuilt(imagecodecs.jpeg8_encode(_picture(8), level=level)) is not None


@pytest.mark.parametrize("syntax", JPEG_2000)
@pytest.mark.parametrize(("at", "text"), [(6, b"JO"), (24, b"JOHN"), (28, b"DOE "), (24, b"JOHN DOE")])
def test_sizes_of_tiles_that_spell_something_become_those_of_the_image(mask, syntax, at, text):
    stream = _stream(syntax)
    noisy = stream[:at] + text + stream[at + len(text) :]
    if syntax == HTJ2K and at == 6:
        noisy = stream[:6] + b"jo" + stream[8:]  # with the bit that says what the stream is
    masked = _masked(mask, syntax, noisy)
    assert masked.file_meta.TransferSyntaxUID == syntax
    [frame] = generate_frames(masked.PixelData, number_of_frames=1)
    assert frame[6:40] == struct.pack(">H8I", 0x4000 * (syntax == HTJ2K), *[COLUMNS, ROWS, 0, 0] * 2)
    assert np.array_equal(_values(masked), DECODE[syntax](stream))


@pytest.mark.parametrize("syntax", [J2K, J2K_LOSSY])
def test_offsets_that_spell_something_are_not_written(mask, syntax):
    stream = bytearray(_stream(syntax))
    left, top = struct.unpack(">2I", b"JOHNDOE ")
    stream[8:40] = struct.pack(">8I", left + COLUMNS, top + ROWS, left, top, COLUMNS, ROWS, left, top)
    raw = mask(_file(syntax, bytes(stream)))
    assert b"JOHN" not in raw
    assert parsed(raw).file_meta.TransferSyntaxUID == UNCOMPRESSED


def test_step_sizes_that_spell_something_are_not_written(mask):
    stream = bytearray(imagecodecs.jpeg2k_encode(_picture(16), level=50, codecformat="j2k", resolutions=6))
    at = stream.index(b"\xff\x5c") + 5
    stream[at : at + 10] = b"SMITHJOHN1"
    raw = mask(_file(J2K_LOSSY, bytes(stream)))
    assert b"SMITH" not in raw
    assert parsed(raw).file_meta.TransferSyntaxUID == UNCOMPRESSED


def test_files_of_very_many_frames_are_written_uncompressed(mask):
    data = enhanced_mr(260)
    data.PixelRepresentation = 0
    pictures = [np.full((12, 16), n, np.uint16) for n in range(260)]
    masked = parsed(mask(as_bytes(compress(data, LS, [imagecodecs.jpegls_encode(one) for one in pictures]))))
    assert masked.file_meta.TransferSyntaxUID == UNCOMPRESSED
    assert np.array_equal(np.frombuffer(masked.PixelData, "<u2").reshape(260, 12, 16), pictures)
