"""Metal, tracks and the spoilt timepoint, judged on single slices painted with and without them."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from seedcryo_reader.demo.phantom.build import DEFAULT_SEED
from seedcryo_reader.demo.phantom.cases import PARTIAL, STABLE
from seedcryo_reader.demo.phantom.lesions import Site
from seedcryo_reader.demo.phantom.scene import Scene, add_metal, paint_slice, render_series, set_scene


@pytest.fixture(scope="module")
def scene() -> Scene:
    return set_scene(PARTIAL, 1, DEFAULT_SEED)


@pytest.fixture(scope="module")
def site(scene: Scene) -> Site:
    return scene.site(PARTIAL.targets[0])


def far_from_rods(scene: Scene, site: Site, shape: tuple[int, int]) -> Any:
    """Pixels more than 6 mm from every rod and within 50 mm of the lesion."""
    rows, columns = np.mgrid[: shape[0], : shape[1]]
    du, dv, _ = scene.grid.spacing
    far = np.hypot((columns - site.centre[0]) * du, (rows - site.centre[1]) * dv) < 50
    for rod in scene.rods(PARTIAL.targets[0]):
        i, j, _ = scene.grid.index(site.lps(*rod.middle))
        far &= np.hypot((columns - i) * du, (rows - j) * dv) > 6
    return far


def test_metal_casts_bright_and_dark_streaks_that_fall_off(scene: Scene, site: Site) -> None:
    k = int(site.centre[2])
    canvas = paint_slice(scene, PARTIAL.series[0], k)
    before = canvas.whole.copy()
    add_metal(scene, canvas, k)
    cast = canvas.whole - before
    beside = cast[far_from_rods(scene, site, cast.shape)]
    assert beside.max() > 50
    assert beside.min() < -50
    rows, columns = np.mgrid[: cast.shape[0], : cast.shape[1]]
    away = np.hypot(columns - site.centre[0], rows - site.centre[1]) * scene.grid.spacing[0] > 90
    assert np.abs(cast[away]).max() < 1


def test_slices_beyond_the_metal_are_untouched(scene: Scene, site: Site) -> None:
    k = int(site.centre[2]) + 7
    canvas = paint_slice(scene, PARTIAL.series[0], k)
    before = canvas.whole.copy()
    add_metal(scene, canvas, k)
    np.testing.assert_allclose(canvas.whole, before, atol=0.01)


def test_no_metal_lies_in_the_patient_at_baseline() -> None:
    assert set_scene(PARTIAL, 0, DEFAULT_SEED).rods(PARTIAL.targets[0]) == ()


def test_tracks_run_from_the_skin_at_tp1_and_fade(site: Site) -> None:
    (lesion, *_) = PARTIAL.targets
    without = replace(PARTIAL, targets=tuple(replace(target, approach=None) for target in PARTIAL.targets))
    marks = []
    for n in range(4):
        with_tracks, bare = set_scene(PARTIAL, n, DEFAULT_SEED), set_scene(without, n, DEFAULT_SEED)
        k = int(with_tracks.site(lesion).centre[2])
        series = PARTIAL.series[0]
        marks.append(np.abs(paint_slice(with_tracks, series, k).whole - paint_slice(bare, series, k).whole).max())
    assert marks[0] == 0
    assert marks[1] > 80
    assert 30 < marks[2] < 0.7 * marks[1]
    assert marks[3] == 0


def test_the_spoilt_timepoint_is_much_noisier_than_the_others() -> None:
    spread = {}
    for n in (1, 2):
        scene = set_scene(STABLE, n, DEFAULT_SEED)
        _, stored = next(render_series(scene, STABLE.series[0]))
        steps = np.diff(stored[200:300, 120:200].astype(int), axis=1)
        spread[n] = np.median(np.abs(steps))
    assert spread[2] > 2.5 * spread[1]
