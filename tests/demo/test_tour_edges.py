"""The tour's eyes: a lesion's edge in a noisy picture, whatever lies in it and beside it; and none where none is."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seedcryo_reader.demo.tour.edges import outline_around

VOXEL = 4.6
SIZE = 340
MIDDLE = (SIZE / 2, SIZE / 2)


def ellipse(long, short, turn, at=MIDDLE):
    """Share of each pixel inside an ellipse, its edge as soft as two voxels; lengths in pixels, turn in radians."""
    rows, columns = np.indices((SIZE, SIZE)) + 0.5
    x, y = columns - at[0], rows - at[1]
    along, across = x * np.cos(turn) + y * np.sin(turn), y * np.cos(turn) - x * np.sin(turn)
    radius = np.hypot(along / (long / 2), across / (short / 2))
    gap = (radius - 1) * np.hypot(along, across) / np.maximum(radius, 1e-9)
    return 1 / (1 + np.exp(gap / (VOXEL / 2)))


def painted(long, short, turn, at=MIDDLE, *, lesion=60.0, seed=0):
    """A lesion in liver, air not far from it, and the noise of the images."""
    picture = 170 + ellipse(long, short, turn, at) * (lesion - 170)
    picture[:40] = 0
    noise = np.random.default_rng(seed).normal(0, 7, picture.shape)
    return np.clip(picture + noise, 0, 255)


def length(ends):
    return float(np.hypot(*np.subtract(*ends)))


@settings(max_examples=12, deadline=None)
@given(
    long=st.floats(70, 190),
    share=st.floats(0.78, 0.97),
    turn=st.floats(0, 3.1),
    off=st.tuples(st.floats(-15, 15), st.floats(-15, 15)),
)
def test_both_axes_of_an_ellipse_are_found_within_half_a_voxel(long, share, turn, off):
    at = (MIDDLE[0] + off[0], MIDDLE[1] + off[1])
    found = outline_around(painted(long, long * share, turn, at), MIDDLE, VOXEL)
    assert length(found.long_axis()) == pytest.approx(long, abs=VOXEL / 2)
    assert length(found.short_axis()) == pytest.approx(long * share, abs=VOXEL / 2)
    assert found.middle == pytest.approx(at, abs=VOXEL / 2)
    assert found.area == pytest.approx(np.pi / 4 * long * long * share, rel=0.05)


def test_a_bright_nodule_inside_is_not_taken_for_the_edge():
    picture = painted(150, 130, 0.4)
    picture += ellipse(60, 50, 0.4, (MIDDLE[0] + 20, MIDDLE[1])) * 55
    found = outline_around(picture, MIDDLE, VOXEL)
    assert length(found.long_axis()) == pytest.approx(150, abs=VOXEL / 2)


def test_the_axes_cross_at_a_right_angle():
    found = outline_around(painted(150, 120, 0.9), MIDDLE, VOXEL)
    long, short = (np.subtract(*one) for one in (found.long_axis(), found.short_axis()))
    assert abs(long @ short) / np.linalg.norm(long) / np.linalg.norm(short) < 1e-6


@pytest.mark.parametrize("lesion", [170.0, 165.0])
def test_where_nothing_differs_nothing_is_found(lesion):
    assert outline_around(painted(120, 100, 0.0, lesion=lesion), MIDDLE, VOXEL) is None
