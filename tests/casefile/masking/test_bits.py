"""Bits outside the samples are cleared, and no sample value changes, for every layout of bits."""

import numpy as np
import pytest
from casefile.masking.ways import as_bytes, parsed
from hypothesis import given
from hypothesis import strategies as st
from pydicom.uid import ExplicitVRBigEndian, ImplicitVRLittleEndian
from support.ct_files import ct_slice

from seedcryo_reader.casefile.masking.pixels import clear_unused_bits
from seedcryo_reader.imaging.files.facts import PixelFormat
from seedcryo_reader.imaging.files.limits import Limits
from seedcryo_reader.imaging.pixels.decode import stored_values


@st.composite
def layouts(draw):
    allocated = draw(st.sampled_from([8, 16, 32]))
    stored = draw(st.integers(1, allocated))
    high = draw(st.integers(stored - 1, allocated - 1))
    return PixelFormat("1.2.840.10008.1.2.1", 4, 6, 1, "MONOCHROME2", allocated, stored, high, draw(st.booleans()))


@given(layouts(), st.binary(min_size=96, max_size=96))
def test_samples_stay_and_the_rest_is_zero(layout, noise):
    samples = np.frombuffer(noise, dtype=f"<u{layout.bits_allocated // 8}", count=24)
    clear = clear_unused_bits(samples, layout)
    before, after = (stored_values(one.tobytes(), layout, Limits()) for one in (samples, clear))
    assert np.array_equal(before, after)
    mask = ((1 << layout.bits_stored) - 1) << (layout.high_bit + 1 - layout.bits_stored)
    assert not (clear & np.array(~mask & (2**layout.bits_allocated - 1), dtype=clear.dtype)).any()


@pytest.mark.parametrize(("high", "signed"), [(11, 0), (11, 1), (13, 0), (15, 1)])
def test_an_overlay_in_the_unused_bits_is_gone(mask, high, signed):
    data = ct_slice(0)
    data.BitsStored, data.HighBit, data.PixelRepresentation = 12, high, signed
    noise = np.random.default_rng(1).integers(0, 2**16, 12 * 16).astype("<u2")
    data.PixelData = noise.tobytes()
    masked = parsed(mask(as_bytes(data)))
    keep = 0xFFF << (high - 11)
    assert np.array_equal(np.frombuffer(masked.PixelData, "<u2"), noise & np.uint16(keep))
    assert (masked.BitsStored, masked.HighBit, masked.PixelRepresentation) == (12, high, signed)


@pytest.mark.parametrize("syntax", [ImplicitVRLittleEndian, ExplicitVRBigEndian])
@pytest.mark.parametrize(("bits", "columns"), [(8, 16), (8, 15), (16, 16), (16, 15)])
def test_every_uncompressed_encoding_becomes_little_endian(mask, syntax, bits, columns):
    data = ct_slice(0, rows=11, columns=columns)
    values = np.arange(11 * columns).astype(f"u{bits // 8}")
    data.BitsAllocated = data.BitsStored = bits
    data.HighBit, data.PixelRepresentation = bits - 1, 0
    big = syntax == ExplicitVRBigEndian
    raw = values.astype(f"{'>' if big else '<'}u{bits // 8}").tobytes()
    if bits == 8:  # 8-bit samples in 16-bit words: each two of them change places when words are turned (PS3.5 8.1.1)
        raw += b"\0" * (len(raw) % 2)
        raw = np.frombuffer(raw, "<u2").byteswap().tobytes() if big else raw
    data.PixelData, data.file_meta.TransferSyntaxUID = raw, syntax
    data["PixelData"].VR = "OW"
    data = _reencoded(data, syntax)
    masked = parsed(mask(as_bytes(data)))
    assert masked.file_meta.TransferSyntaxUID == "1.2.840.10008.1.2.1"
    assert np.array_equal(np.frombuffer(masked.PixelData, f"<u{bits // 8}")[: values.size], values)
    assert len(masked.PixelData) == values.nbytes + values.nbytes % 2


def _reencoded(data, syntax):
    from pydicom.dataset import FileDataset

    other = FileDataset("", data, file_meta=data.file_meta, preamble=b"\0" * 128)
    other.file_meta.TransferSyntaxUID = syntax
    return other


def test_what_follows_the_samples_is_not_taken_along(mask):
    data = ct_slice(0)
    data.PixelData += b"TOKEN-BEHIND-THE-SAMPLES"
    masked = mask(as_bytes(data))
    assert b"BEHIND" not in masked
    assert masked.endswith(ct_slice(0).PixelData)
