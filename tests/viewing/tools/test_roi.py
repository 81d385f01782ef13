"""Figures of an ellipse, and the voxel under a point."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from viewing.tools.stack import COLUMNS_MM, ROWS_MM, at, turned, volume

from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.imaging.volume import Volume
from seedcryo_reader.viewing.drawing import Drawn, Kind
from seedcryo_reader.viewing.roi import ellipse_figures, probe
from seedcryo_reader.viewing.view import Orientation, Shown

X, _, Z = np.eye(3)


def ellipse(one: Volume, centre: tuple[float, float, float], a: float, b: float, turn: float = 0.0) -> Drawn:
    """An ellipse on a slice, half axes in mm, turned by radians in the plane."""
    assert one.geometry is not None
    row, column = (one.geometry.affine[:3, axis] / np.linalg.norm(one.geometry.affine[:3, axis]) for axis in (0, 1))
    middle = np.array(at(one, *centre))
    first = middle + a * (np.cos(turn) * row + np.sin(turn) * column)
    second = middle + b * (np.cos(turn) * column - np.sin(turn) * row)
    points = tuple(tuple(map(float, point)) for point in (middle, first, second))
    return Drawn(Kind.ELLIPSE, Shown("TP0", 1), Orientation.ACQUIRED, points)  # type: ignore[arg-type]


@given(
    i=st.floats(-2, 52), j=st.floats(-2, 42), a=st.floats(0.5, 12), b=st.floats(0.5, 12), turn=st.floats(0, np.pi)
)  # fmt: skip
@settings(deadline=None, max_examples=50)
def test_voxels_count_whose_centres_lie_inside(i: float, j: float, a: float, b: float, turn: float) -> None:
    one = volume(turned())
    figures = ellipse_figures(ellipse(one, (i, j, 2), a, b, turn), one)
    rows, columns = np.indices((40, 50))
    x, y = (columns - i) * COLUMNS_MM, (rows - j) * ROWS_MM
    along, across = x * np.cos(turn) + y * np.sin(turn), y * np.cos(turn) - x * np.sin(turn)
    reach = (along / a) ** 2 + (across / b) ** 2
    assume(not (abs(reach - 1) < 1e-9).any())  # on the line itself a rounding decides
    values = one.array[2][reach <= 1].astype(float)
    assert figures.voxels == len(values)
    assert figures.area_mm2 == pytest.approx(np.pi * a * b)
    assert (figures.mean is None) == (len(values) == 0)
    if len(values) > 1:
        told = (figures.mean, figures.sd, figures.minimum, figures.maximum)
        assert told == pytest.approx((values.mean(), values.std(ddof=1), values.min(), values.max()))


def test_one_value_has_a_mean_and_no_spread() -> None:
    one = volume()
    figures = ellipse_figures(ellipse(one, (20, 10, 1), 0.3, 0.3), one)
    assert (figures.voxels, figures.mean, figures.sd) == (1, 100 + 20 + 20 - 300, None)


def test_padding_and_undecoded_images_do_not_count() -> None:
    one = volume()
    padded = replace(one, sources=tuple(replace(each, padding=(-2000.0, -160.0)) for each in one.sources))
    whole, part = (ellipse_figures(ellipse(one, (20, 10, 1), 3, 3), each) for each in (one, padded))
    assert whole.minimum is not None
    assert whole.minimum < -160
    assert part.minimum == -159
    assert 0 < part.voxels < whole.voxels
    blind = replace(one, sources=tuple(replace(each, readable=False) for each in one.sources))
    assert ellipse_figures(ellipse(one, (20, 10, 1), 3, 3), blind).voxels == 0
    assert probe(at(one, 20, 10, 1), padded, Orientation.ACQUIRED).value is None
    assert probe(at(one, 21, 10, 1), padded, Orientation.ACQUIRED).value == -159


def test_without_a_scale_there_are_values_but_no_area() -> None:
    one = volume(measurable="no", unit="arbitrary")
    figures = ellipse_figures(ellipse(one, (20, 10, 1), 3, 3), one)
    assert (figures.area_mm2, figures.unit) == (None, "arbitrary")
    assert figures.voxels > 0


@pytest.mark.parametrize("tilt", [0.0, 1.5])
def test_on_a_reformat_a_ramp_is_sampled_where_it_lies(tilt: float) -> None:
    """Values are a linear function of the index: their mean over a symmetric shape is the value at its centre."""
    one = volume(spacing=2.0, shape=(12, 40, 50))
    assert one.geometry is not None
    affine = one.geometry.affine.copy()
    affine[1, 2] = tilt
    one = replace(one, geometry=replace(one.geometry, affine=affine))
    centre = np.array(at(one, 20, 20, 5.3))
    points = tuple(tuple(map(float, point)) for point in (centre, centre + X * 6, centre + Z * 4))
    drawn = Drawn(Kind.ELLIPSE, Shown("TP0", 1), Orientation.CORONAL, points)  # type: ignore[arg-type]
    figures = ellipse_figures(drawn, one)
    assert figures.mean == pytest.approx(530 + 40 + 20 - 300, abs=1e-6)
    per_mm = np.linalg.solve(affine[:3, :3].T, (1.0, 2.0, 100.0))
    assert figures.sd == pytest.approx(np.hypot(6 * per_mm[0], 4 * per_mm[2]) / 2, rel=0.05)
    assert figures.area_mm2 == pytest.approx(24 * np.pi)


def test_nothing_of_an_undecoded_image_gets_into_the_samples_of_a_reformat() -> None:
    one = volume(spacing=2.0, shape=(12, 40, 50))
    poisoned = one.array.copy()
    poisoned[6] = 30000
    sources = tuple(replace(each, readable=k != 6) for k, each in enumerate(one.sources))
    centre = np.array(at(one, 20, 20, 5.0))
    points = tuple(tuple(map(float, point)) for point in (centre, centre + X * 6, centre + Z * 8))
    drawn = Drawn(Kind.ELLIPSE, Shown("TP0", 1), Orientation.CORONAL, points)  # type: ignore[arg-type]
    whole, part = (
        ellipse_figures(drawn, each) for each in (one, replace(one, array=poisoned, sources=sources))
    )  # fmt: skip
    assert (part.minimum, part.maximum) == (whole.minimum, whole.maximum)
    # Of the eight slices' distances across the ellipse two touch the missing one, beside its thick middle.
    assert 0.6 < part.voxels / whole.voxels < 0.75


def test_what_cannot_be_cut_safely_is_not_sampled() -> None:
    one = volume(measurable="in-plane")
    drawn = replace(ellipse(one, (20, 10, 1), 3, 3), orientation=Orientation.CORONAL)
    with pytest.raises(Refused, match="as acquired"):
        ellipse_figures(drawn, one)


@given(i=st.floats(-0.49, 49.49), j=st.floats(-0.49, 39.49), k=st.floats(-0.49, 5.49))
@settings(deadline=None)
def test_the_voxel_under_a_point_is_the_nearest_one(i: float, j: float, k: float) -> None:
    one = volume(turned())
    near = tuple(round(float(part)) for part in (i, j, k))
    if any(abs(abs(part - whole) - 0.5) < 1e-6 for part, whole in zip((i, j, k), near, strict=True)):
        return
    for orientation in (Orientation.ACQUIRED, Orientation.CORONAL):
        told = probe(at(one, i, j, k), one, orientation)
        assert (told.index, told.unit) == (near, "HU")
        assert told.value == 100 * near[2] + 2 * near[1] + near[0] - 300


def test_beside_the_image_there_is_no_voxel() -> None:
    one = volume()
    told = probe(at(one, -0.6, 5, 1), one, Orientation.ACQUIRED)
    assert (told.index, told.value) == (None, None)
