"""A masked series is the same series: the same volumes, geometry and values, and nothing of its header."""

import warnings
from pathlib import Path

import numpy as np
import pydicom
import pytest
from support.ct_files import ct_slice, enhanced_mr, mr_slice, save, slice_values, write_stack

SETS = [
    "s02_ct_lungdx_a0002",
    "s03_mr_prostate_qin0001/ADC",
    "s04_mr_abdomen_lihc_cor",
    "s05_ct_tilt_ge",
    "s08_hard_geometry/sliceincrement/001",
    "s08_hard_geometry/sliceincrement/002",
    "s08_hard_geometry/notavolume/001",
    "s08_hard_geometry/sliceorientation/001",
    "s08_hard_geometry/gantrytilting/001",
    "s08_hard_geometry/nonsquare_per_slice_slope",
    "s09_acr_siemens",
    "s10_pseudo_phi_mr/dicom",
    "s13_mr_sts003_rtstruct",
]


def _assert_same(before, after, uids):
    """Volumes match one to one by the images in them; each is the same in everything that is measured with."""
    known = {frozenset((one.file.sop_instance, one.frame.number) for one in stack.slices): it for stack, it in after}
    assert len(known) == len(after) == len(before)
    for stack, loaded in before:
        key = frozenset((uids.masked(one.file.sop_instance), one.frame.number) for one in stack.slices)
        masked = known[key]
        assert (loaded.volume is None) == (masked.volume is None)
        assert [one.code for one in masked.findings] == [one.code for one in loaded.findings]
        assert masked.measurable == loaded.measurable
        if loaded.volume is not None:
            _assert_same_volume(loaded.volume, masked.volume, uids)


def _assert_same_volume(one, other, uids):
    assert (one.array.dtype, one.unit, one.inverted) == (other.array.dtype, other.unit, other.inverted)
    assert (one.geometry is None) == (other.geometry is None)
    for a, b, c, d in zip(one.sources, other.sources, one.array, other.array, strict=True):
        same_place = [n for n in one.sources if n.position_mm == a.position_mm]
        if len(same_place) == 1:  # slices at one position are in the order of their UIDs
            assert uids.masked(a.sop_instance) == b.sop_instance
            assert np.array_equal(c, d)
        assert (a.frame, a.position_mm, a.padding, a.readable) == (b.frame, b.position_mm, b.padding, b.readable)
    assert one.statistics == other.statistics
    if one.geometry is not None:
        assert np.array_equal(one.geometry.affine, other.geometry.affine)
        assert one.geometry.spacing_mm == other.geometry.spacing_mm


@pytest.mark.parametrize("name", SETS)
def test_real_series_load_the_same(real_data, mask_folder, shown, uids, name):
    source = real_data / name
    target, failed = mask_folder(source)
    assert not failed
    _assert_same(shown(source), shown(target), uids)


def test_a_chest_ct(real_data, mask_folder, shown, uids, tmp_path):
    for n, path in enumerate(sorted((real_data / "s01_ct_lidc0001/ct").iterdir())[::5]):
        (tmp_path / f"{n}").symlink_to(path)
    target, failed = mask_folder(tmp_path)
    assert not failed
    _assert_same(shown(tmp_path), shown(target), uids)


@pytest.mark.parametrize("name", ["s06_codecs_ct", "s07_syntax_mr"])
def test_every_encoding_keeps_its_values(real_data, mask, shown, uids, name, tmp_path):
    for path in sorted((real_data / name).glob("*.dcm")):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            (tmp_path / path.name).write_bytes(mask(path.read_bytes()))
        [(_, before)], [(_, after)] = shown(path), shown(tmp_path / path.name)
        assert np.array_equal(before.volume.array, after.volume.array)
        assert [one.code for one in before.findings] == [one.code for one in after.findings]


def test_nothing_of_a_header_is_left(real_data, mask_folder):
    """Texts, dates and UIDs of every real image, searched in the bytes of its masked image."""
    for name in SETS:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            texts = _texts(real_data / name)
        target, failed = mask_folder(real_data / name)
        assert not failed
        headers = b"".join(_without_pixels(path) for path in target.iterdir())
        assert len(texts) > 8
        assert [one for one in sorted(texts) if one in headers] == []


def _without_pixels(path: Path) -> bytes:
    raw = path.read_bytes()
    return raw[: raw.index(b"\xe0\x7f\x10\x00O")]


def _texts(folder: Path) -> set[bytes]:
    """All values of 8 and more characters that identify: names, texts, dates, UIDs that are not the standard's."""
    found = set()
    for path in folder.rglob("*"):
        if path.is_file():
            for element in pydicom.dcmread(path, stop_before_pixels=True, force=True).iterall():
                values = element.value if element.VM > 1 else [element.value]
                if element.VR in {"LO", "SH", "PN", "ST", "LT", "UT", "UI", "DA", "TM", "DT", "AE"}:
                    found |= {str(one).encode() for one in values if len(str(one)) >= 8}
    ours = (b"1.2.840.10008.", b"Basic Application", b"Clean ", b"REMOVED")
    return {one for one in found if not one.startswith(ours)}


def _two_phases(data, k):
    """Ten images, two at each position, told apart only by a time that masking takes away."""
    data.ImagePositionPatient = [-10, -20, 100 + 2.5 * (k // 2)]
    data.AcquisitionTime = "101500" if k % 2 else "101000"


def _two_echoes(data, k):
    data.ImagePositionPatient = [-10, -20, 100 + 2.5 * (k // 2)]
    data.EchoTime, data.EchoNumbers = ("4.760", 2) if k % 2 else (2.38, 1)


def _two_kernels(data, k):
    data.ImagePositionPatient = [-10, -20, 100 + 2.5 * (k // 2)]
    data.ConvolutionKernel = "B31f" if k % 2 else "Br40d"


def _localizer_beside(data, k):
    if k > 6:
        data.ImageType = ["ORIGINAL", "PRIMARY", "LOCALIZER"]


@pytest.mark.parametrize(
    ("change", "make"),
    [(_two_phases, ct_slice), (_two_phases, mr_slice), (_two_echoes, mr_slice), (_two_kernels, ct_slice),
     (_localizer_beside, ct_slice)],
)  # fmt: skip
def test_volumes_of_one_series_stay_apart(tmp_path, mask_folder, shown, uids, change, make):
    write_stack(tmp_path, 10, change, make)
    target, failed = mask_folder(tmp_path)
    assert not failed
    before = shown(tmp_path)
    assert len(before) == 2
    _assert_same(before, shown(target), uids)


@pytest.mark.parametrize("value", ["-0.000", "00012.5000", "1.25e1", ".123456789012345", "-.00001234567891", "+7"])
def test_positions_keep_their_value_in_any_spelling(tmp_path, mask_folder, shown, uids, value):
    def place(data, k):
        data.ImagePositionPatient = [value, "-20.5", str(100 + 3 * k)]

    write_stack(tmp_path, 4, place)
    target, failed = mask_folder(tmp_path)
    assert not failed
    _assert_same(shown(tmp_path), shown(target), uids)


def test_a_modality_lut(tmp_path, mask_folder, shown, uids):
    def table(data, k):
        del data.RescaleSlope, data.RescaleIntercept
        data.PixelRepresentation, data.BitsStored, data.HighBit = 0, 12, 11
        item = pydicom.Dataset()
        item.LUTDescriptor, item.ModalityLUTType, item.LUTExplanation = [4096, 0, 16], "US", "JOHN DOE"
        item.add_new(0x00283006, "US", [(3 * n) % 65536 for n in range(4096)])
        data.ModalityLUTSequence = [item]
        data.PixelData = (slice_values(k).astype("u2") & 0xFFF).tobytes()

    write_stack(tmp_path, 4, table)
    target, failed = mask_folder(tmp_path)
    assert not failed
    assert all(b"JOHN" not in path.read_bytes() for path in target.iterdir())
    before = shown(tmp_path)
    assert before[0][1].volume.array.max() > 500
    _assert_same(before, shown(target), uids)


def test_enhanced_frames_in_any_order(tmp_path, mask_folder, shown, uids):
    save(enhanced_mr(6, [3, 0, 5, 1, 4, 2]), tmp_path / "multi")
    target, failed = mask_folder(tmp_path)
    assert not failed
    _assert_same(shown(tmp_path), shown(target), uids)
