"""From synthetic files to volumes: order, geometry, values. Every expected number is worked out here, not read back."""

import zipfile
from pathlib import Path

import numpy as np
import pytest
from pydicom.dataset import Dataset
from pydicom.uid import DeflatedExplicitVRLittleEndian, ExplicitVRBigEndian, ImplicitVRLittleEndian
from support.ct_files import ct_slice, enhanced_mr, mr_slice, save, slice_values, write_dicomdir, write_stack

from seedcryo_reader.imaging import geometry


def test_slices_are_ordered_by_position_and_rescaled(tmp_path, load_one):
    write_stack(tmp_path, 5)
    volume = load_one(tmp_path).volume
    assert volume.array.dtype == np.int16
    assert volume.unit == "HU"
    for k in range(5):
        assert np.array_equal(volume.array[k], slice_values(k) - 1024)
    expected = np.array([[0.6, 0, 0, -10], [0, 0.8, 0, -20], [0, 0, 2.5, 100], [0, 0, 0, 1]])
    assert np.allclose(volume.geometry.affine, expected)
    assert volume.geometry.spacing_mm == (0.8, 0.6, 2.5)
    assert volume.measurable == "3d"


def test_instance_numbers_and_names_do_not_matter(tmp_path, load_one):
    def backwards(data: Dataset, k: int) -> None:
        data.InstanceNumber = 100 - k

    write_stack(tmp_path, 5, backwards)
    assert [source.sop_instance[-1] for source in load_one(tmp_path).volume.sources] == list("12345")


def test_statistics_are_of_all_rescaled_voxels(tmp_path, load_one):
    write_stack(tmp_path, 3)
    values = np.stack([slice_values(k).astype(float) - 1024 for k in range(3)])
    found = load_one(tmp_path).volume.statistics
    assert (found.minimum, found.maximum) == (values.min(), values.max())
    assert found.mean == pytest.approx(values.mean())


@pytest.mark.parametrize("syntax", [ImplicitVRLittleEndian, ExplicitVRBigEndian, DeflatedExplicitVRLittleEndian])
def test_every_uncompressed_syntax_gives_the_same_values(tmp_path, load_one, syntax):
    def encode(data: Dataset, k: int) -> None:
        data.file_meta.TransferSyntaxUID = syntax
        if syntax == ExplicitVRBigEndian:
            data.PixelData = slice_values(k).astype(">i2").tobytes()

    write_stack(tmp_path, 3, encode)
    volume = load_one(tmp_path).volume
    assert np.array_equal(volume.array, np.stack([slice_values(k) - 1024 for k in range(3)]))


def test_a_file_without_preamble_and_meta_header_is_found(tmp_path, load_one):
    for k in range(3):
        data = ct_slice(k)
        whole = save(data, tmp_path / "whole").read_bytes()
        (tmp_path / f"bare{k}.txt").write_bytes(whole[whole.index(b"\x08\x00\x08\x00") :])
    (tmp_path / "whole").unlink()
    assert load_one(tmp_path).volume.array.shape == (3, 12, 16)


def test_unsigned_samples_beyond_int16_get_a_wider_type(tmp_path, load_one):
    def bright(data: Dataset, k: int) -> None:
        data.PixelRepresentation = 0
        data.PixelData = (slice_values(k).astype(np.uint16) + 60_000).tobytes()

    write_stack(tmp_path, 3, bright)
    volume = load_one(tmp_path).volume
    assert volume.array.dtype == np.int32
    assert volume.array.max() == 60_000 + int(slice_values(2).max()) - 1024


def test_twelve_bit_samples_ignore_what_lies_above_them(tmp_path, load_one):
    def overlay(data: Dataset, k: int) -> None:
        data.BitsStored, data.HighBit, data.PixelRepresentation = 12, 11, 0
        data.PixelData = (slice_values(k).astype(np.uint16) | 0xA000).tobytes()

    write_stack(tmp_path, 3, overlay)
    assert np.array_equal(load_one(tmp_path).volume.array[1], slice_values(1) - 1024)


def test_signed_twelve_bit_samples_keep_their_sign(tmp_path, load_one):
    def negative(data: Dataset, k: int) -> None:
        data.BitsStored, data.HighBit = 12, 11
        data.PixelData = ((-slice_values(k)).view(np.uint16) & 0x0FFF).tobytes()

    write_stack(tmp_path, 3, negative)
    assert np.array_equal(load_one(tmp_path).volume.array[2], -slice_values(2) - 1024)


@pytest.mark.parametrize(("bits", "dtype"), [(8, np.uint8), (32, np.int32)])
def test_eight_and_thirty_two_bit_samples(tmp_path, load_one, bits, dtype):
    def widen(data: Dataset, k: int) -> None:
        data.BitsAllocated = data.BitsStored = bits
        data.HighBit, data.PixelRepresentation = bits - 1, int(bits == 32)
        data.PixelData = slice_values(k).astype(dtype).tobytes()

    write_stack(tmp_path, 3, widen)
    expected = np.stack([slice_values(k).astype(dtype).astype(int) - 1024 for k in range(3)])
    assert np.array_equal(load_one(tmp_path).volume.array, expected)


def test_slope_and_intercept_of_each_slice(tmp_path, load_one):
    def rescale(data: Dataset, k: int) -> None:
        data.RescaleSlope, data.RescaleIntercept = 0.5 + k, 3.25 * k

    write_stack(tmp_path, 3, rescale)
    volume = load_one(tmp_path).volume
    assert volume.array.dtype == np.float32
    for k in range(3):
        assert np.allclose(volume.array[k], slice_values(k) * (0.5 + k) + 3.25 * k)


def test_modality_lut(tmp_path, load_one):
    def table(data: Dataset, k: int) -> None:
        item = Dataset()
        item.add_new(0x00283002, "SS", [256, 0, 16])
        item.ModalityLUTType = "HU"
        item.add_new(0x00283006, "US", [1000 + 3 * n for n in range(256)])
        data.ModalityLUTSequence = [item]
        del data.RescaleSlope, data.RescaleIntercept

    write_stack(tmp_path, 2, table)
    volume = load_one(tmp_path).volume
    assert np.array_equal(volume.array[1], 1000 + 3 * np.clip(slice_values(1).astype(int), 0, 255))
    assert volume.unit == "HU"


def test_monochrome1_keeps_its_values_and_says_so(tmp_path, load_one):
    write_stack(tmp_path, 2, lambda data, k: setattr(data, "PhotometricInterpretation", "MONOCHROME1"))
    volume = load_one(tmp_path).volume
    assert volume.inverted
    assert np.array_equal(volume.array[0], slice_values(0) - 1024)


@pytest.mark.parametrize(
    ("attributes", "unit"),
    [({}, "HU"), ({"RescaleType": "US"}, "arbitrary"), ({"RescaleSlope": None}, "arbitrary")],
)
def test_hounsfield_units_only_where_the_file_says_so(tmp_path, load_one, attributes, unit):
    def change(data: Dataset, k: int) -> None:
        for name, value in attributes.items():
            if value is None:
                delattr(data, name)
            else:
                setattr(data, name, value)

    write_stack(tmp_path, 2, change)
    assert load_one(tmp_path).volume.unit == unit


def test_mr_has_an_arbitrary_unit(tmp_path, load_one):
    write_stack(tmp_path, 2, make=mr_slice)
    assert load_one(tmp_path).volume.unit == "arbitrary"


def test_padding_is_told_in_the_volumes_unit_whatever_vr_it_was_written_with(tmp_path, load_one):
    def pad(data: Dataset, k: int) -> None:
        data.add_new(0x00280120, "US", 63536)  # −2000 as an unsigned number, as one large vendor writes it
        data.add_new(0x00280121, "SS", -1990)

    write_stack(tmp_path, 2, pad)
    assert load_one(tmp_path).volume.sources[0].padding == (-3024, -3014)


def test_enhanced_multi_frame_by_its_functional_groups(tmp_path, load_one):
    order = [3, 0, 5, 1, 4, 2]
    save(enhanced_mr(6, order), tmp_path / "multi")
    volume = load_one(tmp_path).volume
    assert [source.frame for source in volume.sources] == [order.index(k) + 1 for k in range(6)]
    for k in range(6):
        assert np.array_equal(volume.array[k], slice_values(k) * 2 + k)
    assert volume.geometry.spacing_mm == (0.8, 0.6, 2.5)
    assert np.allclose(volume.geometry.affine[:3, 3], [-10, -20, 100])


def test_oblique_slices_step_along_their_normal(tmp_path, load_one):
    row, column = np.array([0.8, 0.6, 0]), np.array([0, 0, -1.0])
    normal = np.cross(row, column)

    def turn(data: Dataset, k: int) -> None:
        data.ImageOrientationPatient = [*row, *column]
        data.ImagePositionPatient = [float(one) for one in 30 * row + 4 * k * normal]

    write_stack(tmp_path, 4, turn)
    loaded = load_one(tmp_path)
    assert not loaded.findings
    assert np.allclose(geometry.to_mm(loaded.volume.geometry.affine, [1, 2, 3]),
                       30 * row + 0.6 * row + 1.6 * column + 12 * normal)  # fmt: skip


def test_each_slice_has_an_affine_of_its_own(tmp_path, load_one):
    def uneven(data: Dataset, k: int) -> None:
        data.ImagePositionPatient = [-10, -20, [100, 102, 109, 111][k]]

    write_stack(tmp_path, 4, uneven)
    volume = load_one(tmp_path).volume
    assert np.allclose(geometry.to_mm(volume.slice_affine(2), [0, 0, 0]), [-10, -20, 109])


def _zip(folder: Path, target: Path) -> None:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.iterdir()):
            archive.write(path, f"../disc/{path.name}")


def test_a_zip_is_read_like_a_folder_and_no_name_in_it_becomes_a_path(tmp_path, read):
    write_stack(tmp_path / "a" / "in", 4)
    _zip(tmp_path / "a" / "in", tmp_path / "a" / "disc.zip")
    _, [loaded] = read(tmp_path / "a" / "disc.zip")
    assert loaded.volume.array.shape == (4, 12, 16)
    assert loaded.volume.sources[0].file == "../disc/f00"
    assert sorted(path.name for path in (tmp_path / "a").iterdir()) == ["disc.zip", "in"]
    assert not (tmp_path / "disc").exists()


def test_a_dicomdir_leads_to_its_files_and_names_those_it_cannot_reach(tmp_path, read):
    write_stack(tmp_path / "disc" / "images", 3)
    save(ct_slice(7), tmp_path / "outside")
    names = [["IMAGES", path.name.upper()] for path in sorted((tmp_path / "disc" / "images").iterdir())]
    path = write_dicomdir(tmp_path / "disc", [*names, ["IMAGES", "GONE"], ["..", "outside"]])
    found, [loaded] = read(path)
    assert loaded.volume.array.shape == (3, 12, 16)
    assert [(one.code, one.files) for one in found.unreadable] == [
        ("missing-file", ("IMAGES/GONE",)),
        ("missing-file", ("../outside",)),
    ]


def test_a_dicomdir_inside_a_folder_is_no_image_and_no_trouble(tmp_path, read):
    write_stack(tmp_path, 3)
    write_dicomdir(tmp_path, [["F00"]])
    found, [loaded] = read(tmp_path)
    assert loaded.volume.array.shape == (3, 12, 16)
    assert found.ignored == (("DICOMDIR", "DICOMDIR"),)


def test_files_that_are_not_dicom_are_passed_over(tmp_path, read):
    write_stack(tmp_path, 3)
    (tmp_path / "README.txt").write_text("read me")
    (tmp_path / "empty.dcm").touch()
    found, [loaded] = read(tmp_path)
    assert loaded.measurable == "3d"
    assert dict(found.ignored) == {"README.txt": "not DICOM", "empty.dcm": "empty"}
