"""Laws of geometry, and the two cases everybody can check by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedcryo_reader.imaging import geometry

angles = st.floats(-np.pi, np.pi)
coordinates = st.floats(-500, 500)
spacings = st.floats(0.1, 10)


def _rotation(a: float, b: float, c: float) -> np.ndarray:
    def turn(axis: int, angle: float) -> np.ndarray:
        i, j = [n for n in range(3) if n != axis]
        matrix = np.eye(3)
        matrix[i, i] = matrix[j, j] = np.cos(angle)
        matrix[i, j], matrix[j, i] = -np.sin(angle), np.sin(angle)
        return matrix

    return turn(0, a) @ turn(1, b) @ turn(2, c)


@given(angles, angles, angles, st.tuples(coordinates, coordinates, coordinates), spacings, spacings,
       st.tuples(coordinates, coordinates, coordinates))  # fmt: skip
def test_index_and_millimetres_are_inverse(a, b, c, position, row_mm, column_mm, point):
    rotation = _rotation(a, b, c)
    affine = geometry.slice_affine(position, (*rotation[:, 0], *rotation[:, 1]), (row_mm, column_mm))
    back = geometry.to_mm(affine, geometry.to_index(affine, point))
    assert np.allclose(back, point, atol=1e-6)


@given(angles, angles, angles)
def test_normal_is_unit_and_perpendicular_to_both_directions(a, b, c):
    rotation = _rotation(a, b, c)
    orientation = (*rotation[:, 0], *rotation[:, 1])
    normal = geometry.normal(orientation)
    x, y = geometry.direction_cosines(orientation)
    assert abs(np.linalg.norm(normal) - 1) < 1e-9
    assert abs(normal @ x) < 1e-9
    assert abs(normal @ y) < 1e-9
    assert abs(x @ y) < 1e-9


def test_columns_step_by_column_spacing_and_rows_by_row_spacing():
    affine = geometry.slice_affine((1, 2, 3), (1, 0, 0, 0, 1, 0), (0.8, 0.6))
    assert np.allclose(geometry.to_mm(affine, [[0, 0, 0], [10, 0, 0], [0, 10, 0]]), [[1, 2, 3], [7, 2, 3], [1, 10, 3]])


@pytest.mark.parametrize(
    ("orientation", "name"),
    [
        ((1, 0, 0, 0, 1, 0), "axial"),
        ((1, 0, 0, 0, 0, -1), "coronal"),
        ((0, 1, 0, 0, 0, -1), "sagittal"),
        ((1, 0, 0, 0, 0.9, -0.4358898944), "axial oblique"),
        ((1, 0, 0, 0, 0.9999, -0.01414), "axial"),
    ],
)
def test_planes_have_their_names(orientation, name):
    assert geometry.plane_name(orientation) == name


@pytest.mark.parametrize(
    "orientation",
    [(1, 0, 0, 0, 1), (1, 0, 0, 1, 0, 0), (2, 0, 0, 0, 1, 0), (0, 0, 0, 0, 0, 0), (1, 0, 0, 0, float("nan"), 0)],
)
def test_what_is_no_orientation_is_refused(orientation):
    with pytest.raises(ValueError, match="orientation"):
        geometry.direction_cosines(orientation)


@pytest.mark.parametrize(
    ("direction", "letters"),
    [((1, 0, 0), "L"), ((-1, 0, 0), "R"), ((0, 1, 0), "P"), ((0, 0, -1), "F"), ((0, -0.9, 0.4), "AH"), ((0, 0, 0), "")],
)
def test_directions_have_their_letters(direction, letters):
    assert geometry.direction_letters(direction) == letters
