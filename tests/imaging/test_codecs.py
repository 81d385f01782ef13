"""Compressed pixels: exact where the codec is lossless, and refused where the stream is cut off or another image."""

import imagecodecs
import numpy as np
import pytest
from support.ct_files import compress, ct_slice, enhanced_mr, save, slice_values

ROWS, COLUMNS = 64, 96


def _picture(k: int) -> np.ndarray:
    """Stored signed values (row, column): a smooth ramp and noise, negative ones among them."""
    noise = np.random.default_rng(k).integers(-9, 10, (ROWS, COLUMNS))
    ramp = np.add.outer(np.arange(ROWS), 3 * np.arange(COLUMNS)) - 200
    return (ramp + noise).astype(np.int16)


def _rle(picture: np.ndarray) -> bytes:
    """RLE segments of 16-bit samples, high bytes first (PS3.5 Annex G), written from the standard's text."""
    planes = [picture.astype(">i2").view(np.uint8).reshape(*picture.shape, 2)[..., n] for n in (0, 1)]
    segments = []
    for plane in planes:
        out = b""
        for row in plane:
            out += b"".join(bytes([127]) + row[at : at + 128].tobytes() if len(row[at : at + 128]) == 128
                            else bytes([len(row[at : at + 128]) - 1]) + row[at : at + 128].tobytes()
                            for at in range(0, len(row), 128))  # fmt: skip
        segments.append(out + b"\0" * (len(out) % 2))
    header = np.zeros(16, "<u4")
    header[:3] = [2, 64, 64 + len(segments[0])]
    return header.tobytes() + b"".join(segments)


LOSSLESS = {
    "1.2.840.10008.1.2.5": _rle,
    "1.2.840.10008.1.2.4.57": lambda a: imagecodecs.ljpeg_encode(a.view(np.uint16), bitspersample=16),
    "1.2.840.10008.1.2.4.70": lambda a: imagecodecs.jpeg8_encode(a.view(np.uint16), lossless=True, predictor=1),
    "1.2.840.10008.1.2.4.80": lambda a: imagecodecs.jpegls_encode(a.view(np.uint16)),
    "1.2.840.10008.1.2.4.90": lambda a: imagecodecs.jpeg2k_encode(a, codecformat="j2k", level=0, reversible=True),
    "1.2.840.10008.1.2.4.201": lambda a: imagecodecs.htj2k_encode(a, reversible=True),
}


def _write(folder, syntax, streams, **attributes):
    for k, stream in enumerate(streams):
        data = ct_slice(k, rows=ROWS, columns=COLUMNS)
        for name, value in attributes.items():
            setattr(data, name, value)
        save(compress(data, syntax, [stream]), folder / f"{k}")


@pytest.mark.parametrize("syntax", LOSSLESS)
def test_lossless_codecs_are_exact(tmp_path, load_one, syntax):
    pictures = [_picture(k) for k in range(3)]
    _write(tmp_path, syntax, [LOSSLESS[syntax](one) for one in pictures])
    loaded = load_one(tmp_path)
    assert not loaded.findings
    assert np.array_equal(loaded.volume.array, np.stack(pictures) - 1024)


@pytest.mark.parametrize(("bits", "level", "largest"), [(8, 95, 12), (12, 95, 30)])
def test_baseline_and_extended_jpeg_are_near_and_said_to_be_lossy(tmp_path, load_one, bits, level, largest):
    pictures = [
        np.clip(_picture(k) + 200, 0, 2**bits - 1).astype(np.uint8 if bits == 8 else np.uint16) for k in range(3)
    ]
    streams = [imagecodecs.jpeg8_encode(one, level=level, bitspersample=bits) for one in pictures]
    syntax = "1.2.840.10008.1.2.4.50" if bits == 8 else "1.2.840.10008.1.2.4.51"
    allocated = 8 if bits == 8 else 16
    _write(tmp_path, syntax, streams, BitsAllocated=allocated, BitsStored=bits, HighBit=bits - 1, PixelRepresentation=0)
    loaded = load_one(tmp_path)
    assert [one.code for one in loaded.findings] == ["lossy-compression"]
    assert np.abs(loaded.volume.array.astype(int) + 1024 - np.stack(pictures).astype(int)).max() <= largest


def test_near_lossless_jpeg_ls(tmp_path, load_one):
    pictures = [_picture(k) for k in range(3)]
    streams = [imagecodecs.jpegls_encode((one.astype(int) + 300).astype(np.uint16), level=2) for one in pictures]
    _write(tmp_path, "1.2.840.10008.1.2.4.81", streams, RescaleIntercept=-300)
    loaded = load_one(tmp_path)
    assert [one.code for one in loaded.findings] == ["lossy-compression"]
    assert 0 < np.abs(loaded.volume.array.astype(int) - np.stack(pictures)).max() <= 2


def test_a_frame_in_several_fragments(tmp_path, load_one):
    stream = LOSSLESS["1.2.840.10008.1.2.4.80"](_picture(0))
    data = compress(ct_slice(0, rows=ROWS, columns=COLUMNS), "1.2.840.10008.1.2.4.80", [stream], fragments=3)
    save(data, tmp_path / "two")
    assert np.array_equal(load_one(tmp_path).volume.array[0], _picture(0) - 1024)


@pytest.mark.parametrize("syntax", LOSSLESS)
@pytest.mark.parametrize("share", [0.2, 0.6, 0.97])
def test_a_stream_cut_off_in_the_middle_is_no_image(tmp_path, read, syntax, share):
    streams = [LOSSLESS[syntax](_picture(k)) for k in range(3)]
    streams[1] = streams[1][: int(len(streams[1]) * share) // 2 * 2]
    _write(tmp_path, syntax, streams)
    _, [loaded] = read(tmp_path)
    assert [source.readable for source in loaded.volume.sources] == [True, False, True]
    [finding] = loaded.findings
    assert finding.code in {"truncated-pixel-data", "corrupt-pixel-data"}
    assert finding.files == ("1",)
    assert loaded.measurable == "in-plane"
    assert np.array_equal(loaded.volume.array[2], _picture(2) - 1024)


@pytest.mark.parametrize("syntax", ["1.2.840.10008.1.2.4.57", "1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.90"])
def test_a_stream_cut_off_and_given_an_end_marker_is_no_image_either(tmp_path, read, syntax):
    streams = [LOSSLESS[syntax](_picture(k)) for k in range(2)]
    streams[1] = streams[1][: len(streams[1]) // 2 // 2 * 2] + b"\xff\xd9"
    _write(tmp_path, syntax, streams)
    _, [loaded] = read(tmp_path)
    [finding] = loaded.findings
    assert finding.code in {"truncated-pixel-data", "corrupt-pixel-data"}
    assert finding.files == ("1",)


@pytest.mark.parametrize("bits", [8, 12])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_lossy_stream_cut_off_and_given_an_end_marker_is_no_image_either(tmp_path, read, bits, share):
    pictures = [np.clip(_picture(k) + 200, 0, 255).astype(np.uint8 if bits == 8 else np.uint16) for k in range(2)]
    streams = [imagecodecs.jpeg8_encode(one, level=90, bitspersample=bits) for one in pictures]
    streams[1] = streams[1][: int(len(streams[1]) * share)].rstrip(b"\xff") + b"\xff\xd9"
    syntax, allocated = ("1.2.840.10008.1.2.4.50", 8) if bits == 8 else ("1.2.840.10008.1.2.4.51", 16)
    _write(tmp_path, syntax, streams, BitsAllocated=allocated, BitsStored=bits, HighBit=bits - 1, PixelRepresentation=0)
    _, [loaded] = read(tmp_path)
    assert [source.readable for source in loaded.volume.sources] == [True, False]


@pytest.mark.parametrize("tail", [b"\xff\xff", b"\x20\x20", b"\0\0\0\0"])
@pytest.mark.parametrize("syntax", [one for one in LOSSLESS if not one.endswith(".5")])
def test_bytes_behind_a_whole_stream_do_no_harm(tmp_path, load_one, syntax, tail):
    _write(tmp_path, syntax, [LOSSLESS[syntax](_picture(0)) + tail])
    assert np.array_equal(load_one(tmp_path).volume.array[0], _picture(0) - 1024)


@pytest.mark.parametrize("syntax", ["1.2.840.10008.1.2.4.70", "1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.90"])
def test_bits_above_bits_stored_are_no_part_of_the_pixel(tmp_path, load_one, syntax):
    junk = ((_picture(0) & 0x0FFF) | 0x5000).astype(np.int16)
    encode = LOSSLESS[syntax] if not syntax.endswith("90") else lambda a: LOSSLESS[syntax](a.view(np.uint16))
    _write(tmp_path, syntax, [encode(junk)], BitsStored=12, HighBit=11)
    assert np.array_equal(load_one(tmp_path).volume.array[0], _picture(0) - 1024)


@pytest.mark.parametrize(("fragments", "table"), [(1, True), (1, False), (3, True), (3, False)])
def test_frames_of_a_multi_frame_image_are_found_in_their_fragments(tmp_path, load_one, fragments, table):
    data = enhanced_mr(4)
    pictures = [slice_values(k) for k in range(4)]
    streams = [LOSSLESS["1.2.840.10008.1.2.4.80"](one) for one in pictures]
    save(compress(data, "1.2.840.10008.1.2.4.80", streams, fragments=fragments, table=table), tmp_path / "multi")
    volume = load_one(tmp_path).volume
    assert np.array_equal(volume.array, np.stack([one * 2 + k for k, one in enumerate(pictures)]))


@pytest.mark.parametrize("syntax", [one for one in LOSSLESS if not one.endswith(".5")])
def test_a_stream_of_another_size_is_no_image(tmp_path, read, syntax):
    _write(tmp_path, syntax, [LOSSLESS[syntax](_picture(0)[:, :50].copy())])
    _, [loaded] = read(tmp_path)
    assert loaded.volume is None
    assert "64 × 50 pixels where its header says 64 × 96" in loaded.findings[-1].text


def test_a_file_cut_off_on_the_disk(tmp_path, read):
    syntax = "1.2.840.10008.1.2.4.80"
    _write(tmp_path, syntax, [LOSSLESS[syntax](_picture(k)) for k in range(3)])
    whole = (tmp_path / "1").read_bytes()
    (tmp_path / "1").write_bytes(whole[: len(whole) - 500])
    _, [loaded] = read(tmp_path)
    [finding] = loaded.findings
    assert (finding.code, finding.files) == ("truncated-pixel-data", ("1",))


def test_a_wrong_tile_length_in_jpeg_2000(tmp_path, read):
    stream = bytearray(LOSSLESS["1.2.840.10008.1.2.4.90"](_picture(0)))
    at = stream.index(b"\xff\x90") + 6  # Psot of the first tile part
    stream[at : at + 4] = (len(stream) * 3).to_bytes(4, "big")
    _write(tmp_path, "1.2.840.10008.1.2.4.90", [bytes(stream)])
    _, [loaded] = read(tmp_path)
    assert loaded.findings[-1].code == "corrupt-pixel-data"


def test_a_syntax_that_nobody_knows(tmp_path, read):
    _write(tmp_path, "1.2.840.10008.1.2.4.105", [b"no image at all."])
    _, [loaded] = read(tmp_path)
    assert loaded.volume is None
    assert [one.code for one in loaded.findings] == ["single-slice", "unsupported-syntax"]
