"""What is not safe is named, with its files, and never measured as if it were."""

import pytest
from pydicom.dataset import Dataset
from support.ct_files import ct_slice, enhanced_mr, mr_slice, save, write_stack


def _codes(loaded):
    return [finding.code for finding in loaded.findings]


def _at(positions):
    def place(data: Dataset, k: int) -> None:
        data.ImagePositionPatient = list(positions[k]) if isinstance(positions[k], tuple) else [-10, -20, positions[k]]

    return place


def test_an_even_stack_has_no_findings(tmp_path, load_one):
    write_stack(tmp_path, 5)
    loaded = load_one(tmp_path)
    assert not loaded.findings
    assert loaded.measurable == "3d"


def test_rounded_positions_are_even_enough(tmp_path, load_one):
    write_stack(tmp_path, 6, _at([0.0, 0.63, 1.25, 1.88, 2.5, 3.13]))
    assert load_one(tmp_path).measurable == "3d"


def test_a_missing_slice_is_named_with_its_neighbours(tmp_path, load_one):
    write_stack(tmp_path, 5, _at([100, 105, 110, 120, 125]))
    loaded = load_one(tmp_path)
    assert _codes(loaded) == ["missing-slice"]
    assert "1 missing slice" in loaded.findings[0].text
    assert "10.00 mm between slices 3 and 4" in loaded.findings[0].text
    assert loaded.findings[0].files == tuple(f"f{(k * 7) % 11:02}" for k in (2, 3))
    assert loaded.measurable == "in-plane"
    assert loaded.volume.geometry.spacing_mm[2] == pytest.approx(5)


def test_irregular_spacing(tmp_path, load_one):
    write_stack(tmp_path, 5, _at([100, 105, 110, 112.5, 117.5]))
    loaded = load_one(tmp_path)
    assert _codes(loaded) == ["irregular-spacing"]
    assert loaded.measurable == "in-plane"


def test_a_drift_that_no_single_gap_shows(tmp_path, load_one):
    write_stack(tmp_path, 10, _at([100 + 5 * k + 0.05 * k**2 / 2 for k in range(10)]))
    assert _codes(load_one(tmp_path)) == ["irregular-spacing"]


def test_two_slices_at_one_position(tmp_path, load_one):
    write_stack(tmp_path, 4, _at([100, 105, 105, 110]))
    loaded = load_one(tmp_path)
    assert _codes(loaded) == ["duplicate-position"]
    assert len(loaded.findings[0].files) == 2
    assert loaded.measurable == "in-plane"


def test_gantry_tilt_gives_the_distance_along_the_normal(tmp_path, load_one):
    def tilt(data: Dataset, k: int) -> None:
        data.ImageOrientationPatient = [1, 0, 0, 0, 0.9702957, -0.2419219]
        data.ImagePositionPatient = [-10, -20, 100 + 5 * k]

    write_stack(tmp_path, 4, tilt)
    loaded = load_one(tmp_path)
    assert _codes(loaded) == ["gantry-tilt"]
    assert "14.0°" in loaded.findings[0].text
    assert loaded.measurable == "in-plane"
    assert loaded.volume.geometry.spacing_mm[2] == pytest.approx(4.8515, abs=1e-3)
    assert loaded.volume.geometry.affine[:3, 2] == pytest.approx([0, 0, 5])


def test_a_slice_shifted_sideways(tmp_path, load_one):
    write_stack(tmp_path, 5, _at([(-10, -20, 100 + 5 * k) if k != 2 else (-8, -20, 110) for k in range(5)]))
    loaded = load_one(tmp_path)
    assert _codes(loaded) == ["shifted-slices"]
    assert loaded.findings[0].files == ("f03",)


@pytest.mark.parametrize("value", [None, [0, 0], "x"])
def test_without_pixel_spacing_nothing_is_measured(tmp_path, load_one, value):
    def strip(data: Dataset, k: int) -> None:
        del data.PixelSpacing
        if value is not None:
            data.add_new(0x00280030, "LO", "0\\0" if value != "x" else "one\\two")

    write_stack(tmp_path, 3, strip)
    loaded = load_one(tmp_path)
    assert _codes(loaded) == ["no-calibration"]
    assert loaded.measurable == "no"
    assert loaded.volume.geometry is None


def test_imager_pixel_spacing_is_no_calibration(tmp_path, load_one):
    def detector(data: Dataset, k: int) -> None:
        del data.PixelSpacing
        data.ImagerPixelSpacing = [0.1, 0.1]

    write_stack(tmp_path, 3, detector)
    [finding] = load_one(tmp_path).findings
    assert finding.code == "no-calibration"
    assert "Imager Pixel Spacing" in finding.text


def test_without_positions_only_in_plane(tmp_path, load_one):
    write_stack(tmp_path, 3, lambda data, k: data.pop("ImagePositionPatient"))
    loaded = load_one(tmp_path)
    assert _codes(loaded) == ["no-position"]
    assert loaded.measurable == "in-plane"


def test_an_orientation_that_is_none(tmp_path, load_one):
    write_stack(tmp_path, 3, lambda data, k: setattr(data, "ImageOrientationPatient", [1, 0, 0, 1, 0, 0]))
    loaded = load_one(tmp_path)
    assert _codes(loaded) == ["bad-orientation"]
    assert loaded.measurable == "no"


def test_a_single_slice(tmp_path, load_one):
    write_stack(tmp_path, 1)
    loaded = load_one(tmp_path)
    assert _codes(loaded) == ["single-slice"]
    assert loaded.measurable == "in-plane"
    assert loaded.volume.geometry.spacing_mm == (0.8, 0.6, None)


@pytest.mark.parametrize(("make", "measurable"), [(ct_slice, "no"), (mr_slice, "in-plane")])
def test_localizers(tmp_path, load_one, make, measurable):
    write_stack(tmp_path, 3, lambda data, k: setattr(data, "ImageType", ["ORIGINAL", "PRIMARY", "LOCALIZER"]), make)
    loaded = load_one(tmp_path)
    assert _codes(loaded) == ["localizer"]
    assert loaded.measurable == measurable


def test_a_localizer_known_by_its_description_only(tmp_path, load_one):
    write_stack(tmp_path, 3, lambda data, k: setattr(data, "SeriesDescription", "3-plane Scout"), mr_slice)
    assert _codes(load_one(tmp_path)) == ["localizer"]


def test_the_word_in_a_ct_description_makes_no_localizer(tmp_path, load_one):
    write_stack(tmp_path, 3, lambda data, k: setattr(data, "SeriesDescription", "Abdomen after scout"))
    assert load_one(tmp_path).measurable == "3d"


def test_colour_is_named_and_not_read(tmp_path, load_one):
    def paint(data: Dataset, k: int) -> None:
        data.SamplesPerPixel, data.PhotometricInterpretation, data.PlanarConfiguration = 3, "RGB", 0
        data.BitsAllocated = data.BitsStored = 8
        data.HighBit, data.PixelRepresentation = 7, 0
        data.PixelData = bytes(12 * 16 * 3)

    write_stack(tmp_path, 2, paint)
    loaded = load_one(tmp_path)
    assert _codes(loaded) == ["colour"]
    assert loaded.volume is None
    assert loaded.measurable == "no"


def test_a_mosaic_is_no_plane(tmp_path, load_one):
    write_stack(
        tmp_path, 2, lambda data, k: setattr(data, "ImageType", ["ORIGINAL", "PRIMARY", "M", "MOSAIC"]), mr_slice
    )
    loaded = load_one(tmp_path)
    assert _codes(loaded) == ["mosaic"]
    assert loaded.measurable == "no"


@pytest.mark.parametrize(
    ("attribute", "value", "code"),
    [
        ("ImageOrientationPatient", [1, 0, 0, 0, 0, -1], "mixed-orientation"),
        ("PixelSpacing", [0.9, 0.9], "mixed-spacing"),
    ],
)
def test_mixed_series_are_parted_and_said_to_be(tmp_path, read, attribute, value, code):
    def mix(data: Dataset, k: int) -> None:
        if k >= 3:
            setattr(data, attribute, value)
            data.ImagePositionPatient = [-10, -20 + 5 * k, 100 + 5 * k]

    write_stack(tmp_path, 6, mix)
    _, loaded = read(tmp_path)
    assert [len(one.volume.array) for one in loaded] == [3, 3]
    assert all(code in _codes(one) for one in loaded)


def test_mixed_sizes(tmp_path, read):
    write_stack(tmp_path, 6, make=lambda k: ct_slice(k, rows=12 if k < 3 else 24))
    _, loaded = read(tmp_path)
    assert [_codes(one) for one in loaded] == [["mixed-size"]] * 2


def test_lossy_compression_said_in_the_header(tmp_path, load_one):
    write_stack(tmp_path, 3, lambda data, k: setattr(data, "LossyImageCompression", "01"))
    loaded = load_one(tmp_path)
    assert _codes(loaded) == ["lossy-compression"]
    assert loaded.measurable == "3d"


def test_other_objects_are_named_beside_the_images(tmp_path, read):
    write_stack(tmp_path, 3)
    report = ct_slice(9)
    report.SOPClassUID, report.Modality, report.SeriesInstanceUID = "1.2.840.10008.5.1.4.1.1.88.22", "SR", "1.2.3.6"
    del report.PixelData
    save(report, tmp_path / "report")
    found, [loaded] = read(tmp_path)
    assert loaded.measurable == "3d"
    [other] = found.others
    assert (other.modality, other.files) == ("SR", ("report",))


def test_a_copy_is_left_out_and_said(tmp_path, read):
    paths = write_stack(tmp_path, 3)
    (tmp_path / "copy").write_bytes(paths[1].read_bytes())
    found, [loaded] = read(tmp_path)
    assert len(loaded.volume.array) == 3
    [[finding]] = found.repeats.values()
    assert finding.code == "duplicate-instance"
    assert finding.files in {("copy",), (paths[1].name,)}


def test_two_contents_under_one_identity(tmp_path, read):
    write_stack(tmp_path, 3)
    other = ct_slice(1)
    other.PixelData = bytes(12 * 16 * 2)
    save(other, tmp_path / "other")
    found, [loaded] = read(tmp_path)
    [[finding]] = found.repeats.values()
    assert finding.code == "conflicting-instance"
    assert set(finding.files) == {"f07", "other"}
    assert "duplicate-position" in _codes(loaded)
    assert loaded.measurable == "in-plane"


def test_functional_groups_that_do_not_match_the_frames(tmp_path, read):
    data = enhanced_mr(4)
    data.NumberOfFrames = 5
    save(data, tmp_path / "multi")
    found, loaded = read(tmp_path)
    assert not loaded
    assert "functional groups" in found.unreadable[0].text
