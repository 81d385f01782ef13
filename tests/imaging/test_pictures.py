"""Windows, native slices, reformatted planes and slabs, against arithmetic done here."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydicom.dataset import Dataset
from support.ct_files import write_stack

from seedcryo_reader.imaging import geometry
from seedcryo_reader.imaging.reslice import Plane, Reslicer
from seedcryo_reader.imaging.slices import enlarge, native_image, native_slice
from seedcryo_reader.imaging.window import Lookup, Window, grey, window_of_range

centers = st.floats(-2000, 2000)
widths = st.floats(2, 5000)


@given(centers, widths, st.booleans())
def test_the_table_agrees_with_the_arithmetic(center, width, inverted):
    window = Window(center, width, inverted)
    values = np.arange(-32768, 32768, 7, dtype=np.int16)
    assert np.array_equal(Lookup(window)(values), grey(values, window))


@given(centers, widths)
def test_a_window_never_falls_and_spans_black_to_white(center, width):
    shades = grey(np.linspace(center - width, center + width, 999), Window(center, width)).astype(int)
    assert (np.diff(shades) >= 0).all()
    assert (shades[0], shades[-1]) == (0, 255)


def test_the_window_of_the_standard():
    """PS3.3 C.11.2.1.2.1, its example of centre 2048 and width 4096 over 8 bits."""
    shades = grey(np.array([-1, 0, 2047, 2048, 4095, 5000]), Window(2048, 4096))
    assert shades.tolist() == [0, 0, 127, 128, 255, 255]


def test_an_inverted_window_is_the_negative():
    values = np.arange(-200, 300, 10)
    assert np.array_equal(grey(values, Window(40, 400, inverted=True)), 255 - grey(values, Window(40, 400)))


def test_a_window_needs_a_width():
    with pytest.raises(ValueError, match="width"):
        Window(0, 0)
    assert window_of_range(5, 5).width > 0


@pytest.mark.parametrize("size", [(24, 32), (12, 16), (30, 40), (7, 50), (12, 64)])
def test_enlarging_shows_the_nearest_pixel(size):
    image = np.random.default_rng(1).integers(0, 256, (12, 16)).astype(np.uint8)
    big = enlarge(image, size)
    for row, column in [(0, 0), (size[0] // 2, size[1] // 3), (size[0] - 1, size[1] - 1)]:
        assert big[row, column] == image[int((row + 0.5) * 12 / size[0]), int((column + 0.5) * 16 / size[1])]
    assert big.shape == size


def test_a_native_image_is_the_windowed_slice(tmp_path, load_one):
    write_stack(tmp_path, 3)
    volume = load_one(tmp_path).volume
    window = Window(-950, 120)
    picture = native_image(volume, 1, Lookup(window), (24, 32))
    assert np.array_equal(picture[::2, ::2], grey(native_slice(volume, 1), window))
    with pytest.raises(IndexError):
        native_slice(volume, 3)


def _ramp(data: Dataset, k: int) -> None:
    """Values that are a linear function of the position in mm: 2x + 3y − 4z, so that any plane is known exactly."""
    affine = geometry.slice_affine(
        tuple(data.ImagePositionPatient), tuple(data.ImageOrientationPatient), tuple(data.PixelSpacing)
    )
    j, i = np.mgrid[0:12, 0:16]
    points = geometry.to_mm(affine, np.stack([i, j, np.zeros_like(i)], axis=-1))
    values = points @ [2.0, 3.0, -4.0]
    data.RescaleSlope, data.RescaleIntercept = 0.01, 0
    data.PixelData = np.rint(values * 100).astype(np.int16).tobytes()


def _oblique(data: Dataset, k: int) -> None:
    row, column = np.array([0.96, 0.28, 0.0]), np.array([0.0, 0.0, -1.0])
    normal = np.cross(row, column)
    data.PixelSpacing, data.ImageOrientationPatient = [0.8, 0.6], [*row, *column]
    data.ImagePositionPatient = [float(one) for one in -4 * row - 5 * column + 0.9 * k * normal]
    _ramp(data, k)


def _straight(data: Dataset, k: int) -> None:
    data.ImagePositionPatient = [-4, -5, 0.9 * k]
    _ramp(data, k)


@pytest.mark.parametrize("stack", [_straight, _oblique])
@pytest.mark.parametrize(
    ("across", "down"),
    [((1, 0, 0), (0, 1, 0)), ((1, 0, 0), (0, 0, -1)), ((0.6, 0.8, 0), (0, 0, -1)), ((0.6, 0, 0.8), (0, 1, 0))],
)
def test_planes_are_where_they_say(tmp_path, load_one, stack, across, down):
    write_stack(tmp_path, 9, stack)
    volume = load_one(tmp_path).volume
    centre = geometry.to_mm(volume.geometry.affine, [7.5, 5.5, 4])
    corner = centre - 0.5 * np.asarray(across) - 0.5 * np.asarray(down)
    plane = Plane(tuple(corner), across, down, 0.25, (5, 5))
    found = Reslicer(volume).cut(plane)
    j, i = np.mgrid[0:5, 0:5]
    points = corner + 0.25 * i[..., None] * np.asarray(across) + 0.25 * j[..., None] * np.asarray(down)
    assert np.allclose(found, points @ [2.0, 3.0, -4.0], atol=0.02)


def test_a_plane_through_a_slice_is_that_slice(tmp_path, load_one):
    write_stack(tmp_path, 5, lambda data, k: setattr(data, "PixelSpacing", [0.6, 0.6]))
    volume = load_one(tmp_path).volume
    plane = Plane((-10, -20, 105), (1, 0, 0), (0, 1, 0), 0.6, (12, 16))
    assert np.array_equal(Reslicer(volume).cut(plane), volume.array[2])


def test_outside_lies_the_lowest_value(tmp_path, load_one):
    write_stack(tmp_path, 3)
    volume = load_one(tmp_path).volume
    found = Reslicer(volume).cut(Plane((500, 500, 500), (1, 0, 0), (0, 1, 0), 1, (4, 4)))
    assert (found == volume.statistics.minimum).all()


def test_slabs_join_what_they_span(tmp_path, load_one):
    def layers(data: Dataset, k: int) -> None:
        data.PixelSpacing = [1, 1]
        data.ImagePositionPatient = [0, 0, float(k)]
        data.RescaleIntercept = 0
        data.PixelData = np.full((12, 16), 100 * k, np.int16).tobytes()

    write_stack(tmp_path, 7, layers)
    reslicer = Reslicer(load_one(tmp_path).volume)
    plane = Plane((4, 4, 3), (1, 0, 0), (0, 1, 0), 1, (3, 3))
    assert np.allclose(reslicer.cut(plane, slab_mm=4), 300, atol=1)
    assert np.allclose(reslicer.cut(plane, slab_mm=4, mode="maximum"), 500)


def test_what_is_not_safe_is_not_cut(tmp_path, load_one):
    write_stack(tmp_path, 4, lambda data, k: setattr(data, "ImagePositionPatient", [0, 0, [0, 1, 2, 4][k]]))
    with pytest.raises(ValueError, match="measurable in 3d"):
        Reslicer(load_one(tmp_path).volume)


@pytest.mark.parametrize(
    "wrong",
    [{"across": (2, 0, 0)}, {"down": (0.6, 0.8, 0)}, {"pixel_mm": 0}, {"size": (0, 4)}],
)
def test_a_plane_that_is_none(wrong):
    good = {"origin_mm": (0, 0, 0), "across": (1, 0, 0), "down": (0, 1, 0), "pixel_mm": 1, "size": (4, 4)}
    with pytest.raises(ValueError, match="plane"):
        Plane(**(good | wrong))
