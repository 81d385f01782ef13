"""The greys of a view: which voxel comes where on the screen, what may be shown, what a value is."""

from dataclasses import replace

import numpy as np
import pytest
from support.shown_images import AIR, BALL, BALL_MM, BALL_RADIUS_MM, BODY, made_volume

from seedcryo_reader.imaging.volume import SliceSource
from seedcryo_reader.imaging.window import Window, grey
from seedcryo_reader.viewing import moving
from seedcryo_reader.viewing.picture import PictureMaker, Refusal, refusal, slices_needed, value_at
from seedcryo_reader.viewing.presets import Preset, choices, first_window, preset_window
from seedcryo_reader.viewing.view import Orientation, SlabMode

SIZE = (400.0, 300.0)
VOLUME = made_volume((24, 96, 80), (1.5, 1.25, 3.0))
CUTS = [Orientation.AXIAL, Orientation.CORONAL, Orientation.SAGITTAL, Orientation.OBLIQUE]


def at_ball(orientation, volume=VOLUME):
    view = moving.centred(volume, moving.first_view(volume, "CT", SIZE), BALL_MM)
    return replace(moving.turn_to(volume, view, orientation), turn_degrees=(25.0, 40.0))


def test_a_stored_slice_comes_as_it_is_stored_and_lies_where_its_voxels_do():
    view = at_ball(Orientation.ACQUIRED)
    picture = PictureMaker(VOLUME).picture(view, SIZE)
    frame, k = moving.frame_of(VOLUME, view, SIZE), moving.slice_of(VOLUME, view)
    assert np.array_equal(picture.greys, grey(VOLUME.array[k], view.window))
    i, j = 17, 60
    x = picture.left + (i + 0.5) * picture.width / 80
    y = picture.top + (j + 0.5) * picture.height / 96
    affine = VOLUME.slice_affine(k)
    assert np.allclose(frame.to_mm(x, y), affine[:3, :3] @ (i, j, 0) + affine[:3, 3])


@pytest.mark.parametrize("orientation", CUTS)
@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_a_cut_shows_the_ball_as_wide_and_where_it_is(orientation, ratio):
    view = at_ball(orientation)
    picture = PictureMaker(VOLUME).picture(view, SIZE, ratio)
    frame = moving.frame_of(VOLUME, view, SIZE)
    level = grey(np.array([(BODY + BALL) / 2]), view.window)[0]
    rows, columns = np.nonzero(picture.greys > level)
    x = picture.left + (columns + 0.5) / ratio
    y = picture.top + (rows + 0.5) / ratio
    assert np.allclose([x.mean(), y.mean()], frame.to_screen(BALL_MM), atol=1.2 / view.mm_per_pixel)
    radius = np.sqrt(len(x) / np.pi) / ratio * view.mm_per_pixel
    assert radius == pytest.approx(BALL_RADIUS_MM, abs=0.6)


def test_a_cut_is_as_fine_as_the_screen_and_half_as_fine_in_the_hand():
    view = moving.zoom(VOLUME, at_ball(Orientation.CORONAL), 4, (200, 150), SIZE)
    maker = PictureMaker(VOLUME)
    assert maker.picture(view, SIZE, 2.0).greys.shape == (600, 800)
    coarse = maker.picture(view, SIZE, 2.0, coarse=True)
    assert coarse.greys.shape == (300, 400)
    assert (coarse.width, coarse.height) == SIZE


def test_a_cut_reaches_as_far_as_the_volume():
    view = at_ball(Orientation.CORONAL)
    picture = PictureMaker(VOLUME).picture(view, SIZE)
    corners = moving.frame_of(VOLUME, view, SIZE).to_screen([[-50, 0, -1.5], [50, 0, 70.5]])
    left, right = corners[:, 0]
    assert (picture.left, picture.left + picture.width) == pytest.approx((left, right), abs=1)
    beside = moving.pan(VOLUME, view, 5000, 0)
    assert PictureMaker(VOLUME).picture(beside, SIZE) is None


def test_a_change_of_the_window_shows_the_same_values_otherwise():
    view, maker = at_ball(Orientation.SAGITTAL), PictureMaker(VOLUME)
    before = maker.picture(view, SIZE)
    after = maker.picture(moving.invert(view), SIZE)
    assert np.array_equal(after.greys, 255 - before.greys)


def test_pixels_of_a_cut_are_the_nearest_voxels():
    view = replace(at_ball(Orientation.CORONAL), smooth=False, window=Window(-400, 1400))
    greys = PictureMaker(VOLUME).picture(view, SIZE).greys
    assert set(np.unique(greys)) <= set(grey(np.array([AIR, BODY, BALL]), view.window).tolist())


def test_a_mean_slab_thins_the_ball_out():
    view = at_ball(Orientation.AXIAL)
    maker = PictureMaker(VOLUME)
    middle = (150, 200)
    plane = maker.picture(view, SIZE)
    slab = maker.picture(moving.with_slab(view, 44.0), SIZE)
    value = slab.greys[middle[0] - int(slab.top), middle[1] - int(slab.left)]
    expected = grey(np.array([(22 * BALL + 22 * BODY) / 44]), view.window)[0]
    assert plane.greys[middle[0] - int(plane.top), middle[1] - int(plane.left)] == grey(np.array([BALL]), view.window)
    assert abs(int(value) - int(expected)) <= 12


def test_what_cannot_be_cut_safely_is_refused_by_code():
    flat = made_volume(measurable="in-plane")
    bare = made_volume(calibrated=False, measurable="no")
    for volume, why in ((flat, Refusal.IN_PLANE_ONLY), (bare, Refusal.NO_GEOMETRY)):
        view = moving.first_view(volume, "CT", SIZE)
        assert refusal(volume, view, maximum_allowed=False) is None
        assert refusal(volume, replace(view, orientation=Orientation.CORONAL), maximum_allowed=False) is why
        assert refusal(volume, moving.with_slab(view, 6), maximum_allowed=False) is why


def test_a_maximum_is_shown_only_where_the_protocol_allows_it():
    view = moving.with_slab(at_ball(Orientation.AXIAL), 10, SlabMode.MAXIMUM)
    assert refusal(VOLUME, view, maximum_allowed=False) is Refusal.NO_MAXIMUM
    assert refusal(VOLUME, view, maximum_allowed=True) is None


def test_a_cut_needs_every_slice_and_a_stored_one_itself():
    view = at_ball(Orientation.ACQUIRED)
    assert slices_needed(VOLUME, view) == (10,)
    assert slices_needed(VOLUME, at_ball(Orientation.CORONAL)) == tuple(range(24))
    assert slices_needed(VOLUME, moving.with_slab(view, 6)) == tuple(range(24))


@pytest.mark.parametrize("orientation", list(Orientation))
def test_the_value_at_a_point_is_that_of_its_voxel(orientation):
    view = at_ball(orientation)
    frame, k = moving.frame_of(VOLUME, view, SIZE), moving.slice_of(VOLUME, view)
    x, y = frame.to_screen(BALL_MM)
    assert value_at(VOLUME, frame, x, y, k) == BALL
    assert value_at(VOLUME, frame, -4000, y, k) is None


def test_padding_and_unreadable_slices_have_no_value():
    view = at_ball(Orientation.ACQUIRED)
    frame, k = moving.frame_of(VOLUME, view, SIZE), moving.slice_of(VOLUME, view)
    for change in ({"padding": (BALL, BALL)}, {"readable": False}):
        sources = list(VOLUME.sources)
        sources[k] = SliceSource(**{**_fields(sources[k]), **change})
        volume = replace(VOLUME, sources=tuple(sources))
        assert value_at(volume, frame, *frame.to_screen(BALL_MM), k) is None


def _fields(source):
    return {name: getattr(source, name) for name in source.__dataclass_fields__}


def test_presets_of_ct_are_in_hounsfield_units_and_those_of_mr_in_shares_of_the_voxels():
    assert [one.preset for one in choices("CT")][:3] == [Preset.SOFT_TISSUE, Preset.LIVER, Preset.LUNG]
    assert preset_window(VOLUME, Preset.LIVER) == Window(80, 150)
    values = np.arange(24 * 96 * 80, dtype=np.int16).reshape(24, 96, 80)
    other = replace(VOLUME, array=values % 1000, unit="arbitrary")
    window = preset_window(other, Preset.USUAL)
    assert window.center - window.width / 2 == pytest.approx(10, abs=4)
    assert window.center + window.width / 2 == pytest.approx(990, abs=4)
    assert preset_window(other, Preset.NARROW).width < window.width


def test_padding_does_not_count_in_a_preset():
    sources = tuple(SliceSource(**{**_fields(one), "padding": (AIR, AIR)}) for one in VOLUME.sources)
    window = preset_window(replace(VOLUME, sources=sources, unit="arbitrary"), Preset.DARK)
    assert window.center == BODY


def test_monochrome_1_is_shown_with_its_lowest_values_white():
    assert first_window(replace(VOLUME, inverted=True), "CT").inverted
    assert not first_window(VOLUME, "MR").inverted
