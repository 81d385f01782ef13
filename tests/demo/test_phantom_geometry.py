"""The images, read with SimpleITK, which shares no code with the writer: geometry, sizes, metal, noise."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import SimpleITK as sitk
from demo.built import Built, OneTimepoint
from demo.half_height import Points, diameter


def read(root: Path, series: dict[str, Any]) -> sitk.Image:
    reader = sitk.ImageSeriesReader()
    names = reader.GetGDCMSeriesFileNames(str(root / series["folder"]))
    assert len(names) == series["frames"]
    reader.SetFileNames(names)
    return reader.Execute()


@pytest.fixture(scope="session")
def ct(a_ct_timepoint_with_metal: OneTimepoint) -> sitk.Image:
    return read(a_ct_timepoint_with_metal.root, a_ct_timepoint_with_metal.series("CT-portal-venous"))


@pytest.fixture(scope="session")
def mr(an_mr_timepoint: OneTimepoint) -> sitk.Image:
    return read(an_mr_timepoint.root, an_mr_timepoint.series("MR-T1-post-contrast"))


def sampler(image: sitk.Image) -> Any:
    def sample(points: Points) -> Any:
        indices = [image.TransformPhysicalPointToContinuousIndex(p.tolist()) for p in points]
        return np.array([image.EvaluateAtContinuousIndex(index, sitk.sitkLinear) for index in indices])

    return sample


def found_diameter(image: sitk.Image, axes: dict[str, Any], which: str) -> float:
    """A diameter found at half height, mm; ``which`` is long or short."""
    other = "short" if which == "long" else "long"
    across = np.subtract(*axes[f"{other}_axis_ends_lps_mm"])
    ends = np.array(axes[f"{which}_axis_ends_lps_mm"])
    return diameter(sampler(image), ends, across / np.linalg.norm(across), size_mm=axes[f"{which}_axis_mm"])


@pytest.mark.parametrize("name", ["ct", "mr"])
def test_origin_spacing_and_direction_are_the_truths_affine(
    name: str, request: pytest.FixtureRequest, a_ct_timepoint_with_metal: OneTimepoint, an_mr_timepoint: OneTimepoint
) -> None:
    image: sitk.Image = request.getfixturevalue(name)
    timepoint = a_ct_timepoint_with_metal if name == "ct" else an_mr_timepoint
    series = timepoint.series(timepoint.truth["read_series"])
    affine = np.array(series["lps_mm_from_ijk"])
    assert list(image.GetSize()) == [*series["columns_rows"], series["frames"]]
    np.testing.assert_allclose(image.GetSpacing(), series["spacing_ijk_mm"], atol=1e-4)
    np.testing.assert_allclose(image.GetOrigin(), affine[:3, 3], atol=1e-4)
    steps = np.array(image.GetDirection()).reshape(3, 3) * np.array(image.GetSpacing())
    np.testing.assert_allclose(steps, affine[:3, :3], atol=1e-5)
    far = [n - 1 for n in image.GetSize()]
    np.testing.assert_allclose(image.TransformIndexToPhysicalPoint(far), (affine @ [*far, 1])[:3], atol=1e-3)


def test_the_mr_stack_is_tilted_and_the_ct_stack_is_not(ct: sitk.Image, mr: sitk.Image) -> None:
    assert np.allclose(np.array(ct.GetDirection()).reshape(3, 3), np.eye(3))
    assert not np.allclose(np.array(mr.GetDirection()).reshape(3, 3), np.eye(3), atol=0.02)


@pytest.mark.parametrize("which", ["long", "short"])
def test_a_zone_in_ct_has_the_size_that_truth_says(
    which: str, ct: sitk.Image, a_ct_timepoint_with_metal: OneTimepoint
) -> None:
    axes = a_ct_timepoint_with_metal.target("T02")["whole"]
    assert found_diameter(ct, axes, which) == pytest.approx(axes[f"{which}_axis_mm"], abs=ct.GetSpacing()[0])


@pytest.mark.parametrize("target", ["T01", "T02"])
def test_a_zone_in_mr_has_the_size_that_truth_says(target: str, mr: sitk.Image, an_mr_timepoint: OneTimepoint) -> None:
    axes = an_mr_timepoint.target(target)["whole"]
    assert found_diameter(mr, axes, "long") == pytest.approx(axes["long_axis_mm"], abs=mr.GetSpacing()[0])


def test_axis_ends_lie_as_far_apart_as_the_axes_are_long(a_case: Built) -> None:
    (case,) = a_case.truth["cases"]
    for timepoint in case["timepoints"]:
        for lesion in timepoint["targets"]:
            for part in (lesion["whole"], lesion["viable"]):
                for which in ("long", "short"):
                    ends = part[f"{which}_axis_ends_lps_mm"]
                    assert np.linalg.norm(np.subtract(*ends)) == pytest.approx(part[f"{which}_axis_mm"], abs=0.003)


def test_metal_saturates_where_it_lies(ct: sitk.Image, a_ct_timepoint_with_metal: OneTimepoint) -> None:
    rods = a_ct_timepoint_with_metal.truth["metal"]
    assert len(rods) == 11
    values = sitk.GetArrayViewFromImage(ct)
    for rod in rods:
        start, end = np.array(rod["ends_lps_mm"])
        assert np.linalg.norm(end - start) == pytest.approx(4.5, abs=0.003)
        i, j, k = ct.TransformPhysicalPointToIndex(((start + end) / 2).tolist())
        assert values[k, j - 1 : j + 2, i - 1 : i + 2].max() == 3071


def test_noise_has_the_spread_and_the_grain_of_a_soft_kernel(a_case: Built) -> None:
    (case,) = a_case.truth["cases"]
    (series,) = case["timepoints"][0]["series"]
    image = sitk.GetArrayFromImage(read(a_case.root, series)).astype(float)
    affine = np.array(series["lps_mm_from_ijk"])
    (still,) = case["timepoints"][0]["non_targets"]
    i, j, k = np.rint(np.linalg.solve(affine, [*still["centre_lps_mm"], 1])[:3]).astype(int)
    patch = image[k + 3, j - 26 : j - 8, i - 14 : i + 14]
    patch = patch - patch.mean()
    assert 9 < patch.std() < 15
    neighbours = np.mean(patch[:, 1:] * patch[:, :-1]) / patch.var()
    assert 0.2 < neighbours < 0.9


def test_tp0_positions_lead_to_tpn_by_the_recorded_transform(a_case: Built) -> None:
    (case,) = a_case.truth["cases"]
    first, *later = case["timepoints"]
    np.testing.assert_allclose(first["lps_from_tp0_lps_mm"], np.eye(4), atol=1e-9)
    for timepoint in later:
        matrix = np.array(timepoint["lps_from_tp0_lps_mm"])
        np.testing.assert_allclose(matrix[:3, :3] @ matrix[:3, :3].T, np.eye(3), atol=1e-7)
        assert np.linalg.norm(matrix[:3, 3]) > 0.5
        for before, now in zip(first["targets"], timepoint["targets"], strict=True):
            moved = (matrix @ [*before["centre_lps_mm"], 1])[:3]
            # Lesions are moved to the nearest slice, at both timepoints, by half a slice at most.
            assert np.linalg.norm(moved - now["centre_lps_mm"]) < 3.5


def test_the_anatomy_itself_moved_by_the_recorded_transform(a_case: Built) -> None:
    (case,) = a_case.truth["cases"]
    first, *_, last = case["timepoints"]
    fixed, moving = (read(a_case.root, timepoint["series"][0]) for timepoint in (first, last))
    matrix = np.array(last["lps_from_tp0_lps_mm"])
    recorded = sitk.AffineTransform(matrix[:3, :3].ravel().tolist(), matrix[:3, 3].tolist())
    centred = sitk.TranslationTransform(3, np.subtract(_middle(moving), _middle(fixed)).tolist())
    assert _difference(fixed, moving, recorded) < 0.6 * _difference(fixed, moving, centred)


def _middle(image: sitk.Image) -> tuple[float, ...]:
    middle: tuple[float, ...] = image.TransformContinuousIndexToPhysicalPoint([(n - 1) / 2 for n in image.GetSize()])
    return middle


def _difference(fixed: sitk.Image, moving: sitk.Image, transform: sitk.Transform) -> float:
    """Mean absolute difference in HU over the middle of the body, after moving one image onto the other."""
    moved = sitk.Resample(moving, fixed, transform, sitk.sitkLinear, -1000.0)
    both = [sitk.GetArrayFromImage(image)[10:30, 150:350, 130:380].astype(float) for image in (fixed, moved)]
    return float(np.mean(np.abs(both[0] - both[1])))
