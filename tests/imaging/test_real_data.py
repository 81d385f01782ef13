"""Real vendor images against independent software (SimpleITK with GDCM, pydicom) and their documented truth."""

from pathlib import Path

import numpy as np
import pydicom
import pytest
import SimpleITK as sitk
from pydicom.data import get_testdata_file

from seedcryo_reader.imaging import geometry

WHOLE_VOLUMES = [
    "s01_ct_lidc0001/ct",
    "s02_ct_lungdx_a0002",
    "s03_mr_prostate_qin0001/ADC",
    "s04_mr_abdomen_lihc_cor",
    "s09_acr_siemens/Siemens",
    "s10_pseudo_phi_mr/dicom",
    "s13_mr_sts003_rtstruct",
]


def _only_image(read, path: Path):
    found, loaded = read(path)
    [one] = [each for each in loaded if each.volume is not None]
    assert not found.unreadable
    return one


@pytest.mark.parametrize("name", WHOLE_VOLUMES)
def test_order_geometry_and_values_are_those_of_simpleitk(real_data, read, name):
    volume = _only_image(read, real_data / name).volume
    reader = sitk.ImageSeriesReader()
    series = reader.GetGDCMSeriesIDs(str(real_data / name))
    files = max((reader.GetGDCMSeriesFileNames(str(real_data / name), one) for one in series), key=len)
    reader.SetFileNames(files)
    image = reader.Execute()
    affine = np.eye(4)
    affine[:3, :3] = np.reshape(image.GetDirection(), (3, 3)) * image.GetSpacing()
    affine[:3, 3] = image.GetOrigin()
    assert [Path(source.file).name for source in volume.sources] == [Path(file).name for file in files]
    assert np.allclose(volume.geometry.affine, affine, atol=2e-4)
    assert np.array_equal(volume.array, sitk.GetArrayFromImage(image))
    assert volume.measurable == "3d"


@pytest.mark.parametrize(
    ("name", "codes", "spacing_mm"),
    [
        ("s05_ct_tilt_ge", ["irregular-spacing", "gantry-tilt", "mixed-thickness"], 4.0),
        ("s08_hard_geometry/sliceincrement/001", ["missing-slice"], 5.0),
        ("s08_hard_geometry/sliceincrement/002", ["missing-slice", "gantry-tilt"], 0.75),
        ("s08_hard_geometry/gantrytilting/001", ["gantry-tilt"], 4.851),
        ("s08_hard_geometry/notavolume/001", ["duplicate-position"], None),
        ("s08_hard_geometry/nonsquare_per_slice_slope", [], 0.5),
    ],
)
def test_hard_geometry_is_named(real_data, read, name, codes, spacing_mm):
    loaded = _only_image(read, real_data / name)
    assert [one.code for one in loaded.findings] == codes
    assert loaded.volume.geometry.spacing_mm[2] == pytest.approx(spacing_mm, abs=0.01) if spacing_mm else True
    assert loaded.measurable == ("in-plane" if codes else "3d")


def test_two_orientations_and_two_spacings_in_one_series(real_data, read):
    _, loaded = read(real_data / "s08_hard_geometry/sliceorientation/001")
    assert [len(one.volume.array) for one in loaded] == [2, 2]
    for one in loaded:
        assert {"mixed-orientation", "mixed-spacing"} <= {finding.code for finding in one.findings}


def test_slope_and_intercept_of_each_slice(real_data, read):
    volume = _only_image(read, real_data / "s08_hard_geometry/nonsquare_per_slice_slope").volume
    assert volume.geometry.spacing_mm[:2] == pytest.approx((4.0, 6.39995861053464))
    for k, source in enumerate(volume.sources):
        data = pydicom.dcmread(real_data / "s08_hard_geometry/nonsquare_per_slice_slope" / source.file)
        expected = data.pixel_array * float(data.RescaleSlope) + float(data.RescaleIntercept)
        assert np.allclose(volume.array[k], expected, rtol=1e-6)


EXACT = ["1.2", "1.2.1.99", "1.2.2", "1.2.5", "1.2.4.57", "1.2.4.70", "1.2.4.80", "1.2.4.90"]


def _encoded(folder: Path, syntax: str) -> Path:
    [path] = folder.glob(f"*_1.2.840.10008.{syntax}.dcm")
    return path


@pytest.mark.parametrize("syntax", EXACT)
def test_lossless_syntaxes_of_one_slice_are_exact(real_data, read, syntax):
    folder = real_data / "s06_codecs_ct"
    reference = pydicom.dcmread(folder / "CTImage.dcm").pixel_array.astype(int) - 1024
    assert np.array_equal(_only_image(read, _encoded(folder, syntax)).volume.array[0], reference)


@pytest.mark.parametrize(
    ("syntax", "largest"),
    [("1.2.4.81", 1), ("1.2.4.91", 5), ("1.2.4.51", 20), ("1.2.4.50", 65), ("1.2.4.53", 20), ("1.2.4.55", 20)],
)
def test_lossy_syntaxes_are_near_and_said_to_be_lossy(real_data, read, syntax, largest):
    folder = real_data / "s06_codecs_ct"
    reference = np.clip(pydicom.dcmread(folder / "CTImage.dcm").pixel_array.astype(int) - 1024, -3024, None)
    loaded = _only_image(read, _encoded(folder, syntax))
    assert "lossy-compression" in {one.code for one in loaded.findings}
    assert np.percentile(np.abs(loaded.volume.array[0] - reference), 99) <= largest


def test_nine_encodings_of_one_mr_slice_are_one_image(real_data, read):
    _, [loaded] = read(real_data / "s07_syntax_mr")
    assert len(loaded.volume.array) == 9
    assert (loaded.volume.array == loaded.volume.array[0]).all()
    assert (loaded.volume.array.min(), loaded.volume.array.max()) == (0, 2362)


def test_enhanced_multi_frame_of_a_large_vendor(real_data, read):
    path = next((real_data / "s09_acr_siemens/Siemens_Sola_1.5T_T1").iterdir())
    volume = _only_image(read, path).volume
    assert volume.array.shape == (11, 256, 256)
    assert volume.geometry.spacing_mm == pytest.approx((0.9765625, 0.9765625, 10.0))
    stored = pydicom.dcmread(path).pixel_array
    assert np.array_equal(volume.array, stored[[source.frame - 1 for source in volume.sources]])


def test_the_lesion_of_the_lung_case_is_where_its_truth_says(real_data, read):
    """Segment of nodule 1: its centre maps to soft tissue, and its longest axis fits the published diameters."""
    volume = _only_image(read, real_data / "s01_ct_lidc0001/ct").volume
    i, j, k = np.rint(geometry.to_index(volume.geometry.affine, [55.2, 85.2, -117.5])).astype(int)
    assert volume.sources[k].position_mm[2] == pytest.approx(-117.5)
    assert -100 < volume.array[k, j, i] < 150


def test_exact_copies_after_one_tools_deidentification(real_data, read):
    found, [loaded] = read(real_data / "s10_pseudo_phi_mr")
    assert [one.code for findings in found.repeats.values() for one in findings] == ["duplicate-instance"]
    assert loaded.volume.geometry.spacing_mm == pytest.approx((1.367188, 1.367188, 9.6), abs=1e-3)


def test_objects_that_are_no_images_hide_nothing(real_data, read):
    found, loaded = read(real_data / "s12_burnedin_and_mixed")
    assert sum(len(one.files) for one in found.others) == 9
    [localizer] = loaded
    assert [one.code for one in localizer.findings] == ["localizer", "single-slice"]
    assert localizer.measurable == "no"


BUNDLED = [
    "CT_small.dcm", "MR_small.dcm", "MR_small_RLE.dcm", "MR_small_bigendian.dcm", "MR_small_expb.dcm",
    "MR_small_implicit.dcm", "MR_small_jp2klossless.dcm", "MR_small_jpeg_ls_lossless.dcm", "MR_small_padded.dcm",
    "693_J2KI.dcm", "J2K_pixelrep_mismatch.dcm", "image_dfl.dcm", "examples_overlay.dcm",
    "ExplVR_BigEndNoMeta.dcm", "ExplVR_LitEndNoMeta.dcm", "meta_missing_tsyntax.dcm",
]  # fmt: skip


@pytest.mark.parametrize("name", BUNDLED)
def test_pydicoms_own_examples_have_the_values_simpleitk_reads(read, name):
    """Files that come with pydicom: several vendors, encodings and defects, present wherever the program is."""
    path = get_testdata_file(name, download=False)
    data = pydicom.dcmread(path, force=True)
    found, loaded = read(Path(path))
    if data.get("SOPClassUID") not in {"1.2.840.10008.5.1.4.1.1.2", "1.2.840.10008.5.1.4.1.1.4"}:
        assert not loaded
        assert found.others or found.unreadable
        return
    image = sitk.GetArrayFromImage(sitk.ReadImage(path)).reshape(loaded[0].volume.array.shape)
    assert np.array_equal(loaded[0].volume.array, image)


def test_pydicoms_truncated_mr_is_no_image(read):
    _, [loaded] = read(Path(get_testdata_file("MR_truncated.dcm", download=False)))
    assert loaded.volume is None
    assert "truncated-pixel-data" in {one.code for one in loaded.findings}
