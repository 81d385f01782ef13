"""Every lesion of the whole study can be found at its true size on its centre slice, before noise and metal."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from demo.half_height import Points, diameter

from seedcryo_reader.demo.phantom.build import DEFAULT_SEED
from seedcryo_reader.demo.phantom.cases import STUDY
from seedcryo_reader.demo.phantom.scene import Scene, paint_slice, set_scene
from seedcryo_reader.demo.phantom.story import Case
from seedcryo_reader.demo.phantom.truth import Json, timepoint_truth


def measured(truth: Json) -> Iterator[Json]:
    for group in ("targets", "non_targets", "new_lesions"):
        for lesion in truth[group]:
            if lesion["state"] in {"measured", "split"}:
                yield from lesion.get("parts", [lesion])


def sampler(scene: Scene, image: Any) -> Any:
    def sample(points: Points) -> Any:
        i, j, _ = np.array([scene.grid.index(point) for point in points]).T
        left, top = np.floor(i).astype(int), np.floor(j).astype(int)
        x, y = i - left, j - top
        upper = image[top, left] * (1 - x) + image[top, left + 1] * x
        lower = image[top + 1, left] * (1 - x) + image[top + 1, left + 1] * x
        return upper * (1 - y) + lower * y

    return sample


@pytest.mark.parametrize("case", STUDY, ids=lambda case: case.name)
def test_every_axis_is_found_within_a_pixel(case: Case) -> None:
    checked = 0
    for n in range(case.timepoints):
        scene = set_scene(case, n, DEFAULT_SEED)
        painted: dict[int, Any] = {}
        for lesion in measured(timepoint_truth(scene)):
            k = lesion["centre_slice_k"]
            if k not in painted:
                painted[k] = sampler(scene, paint_slice(scene, case.series[0], k).whole)
            for axes in (lesion["whole"], lesion["viable"]):
                checked += _check(painted[k], axes, scene.grid.spacing[0]) if axes["long_axis_mm"] else 0
    assert checked >= 2 * case.timepoints


def _check(sample: Any, axes: Json, pixel_mm: float) -> int:
    for which, other in (("long", "short"), ("short", "long")):
        across = np.subtract(*axes[f"{other}_axis_ends_lps_mm"])
        ends = np.array(axes[f"{which}_axis_ends_lps_mm"])
        truth = axes[f"{which}_axis_mm"]
        found = diameter(sample, ends, across / np.linalg.norm(across), size_mm=truth)
        assert found == pytest.approx(truth, abs=pixel_mm)
    return 1
