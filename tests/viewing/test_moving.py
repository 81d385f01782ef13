"""A view under the hands: laws of moving, zooming and windowing, and where pixels lie in patient space."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.shown_images import BALL_MM, made_volume

from seedcryo_reader.imaging.volume import SliceSource, Volume
from seedcryo_reader.imaging.window import Window
from seedcryo_reader.viewing import captions, moving, stacks
from seedcryo_reader.viewing.hands import Drag, Grip, Wheel
from seedcryo_reader.viewing.view import Orientation, SlabMode, View

SIZE = (640.0, 480.0)
VOLUME = made_volume((20, 48, 64), (1.5, 1.25, 4.0))
CUTS = [Orientation.AXIAL, Orientation.CORONAL, Orientation.SAGITTAL, Orientation.OBLIQUE]

pixels = st.floats(-500, 500)
orientations = st.sampled_from(list(Orientation))


def first(orientation: Orientation = Orientation.ACQUIRED) -> View:
    view = moving.turn_to(VOLUME, moving.first_view(VOLUME, "CT", SIZE), orientation)
    return replace(view, turn_degrees=(20.0, -35.0)) if orientation is Orientation.OBLIQUE else view


def uneven(depths: tuple[float, ...] = (0.0, 4.0, 8.0, 20.0, 24.0)) -> Volume:
    """Slices at 0, 4, 8, 20, 24 mm: a gap that no one affine can tell."""
    volume = made_volume((5, 8, 8), (1.0, 1.0, 4.0), measurable="in-plane")
    sources = tuple(
        SliceSource("", f"1.2.{n}", 1, (*volume.sources[0].position_mm[:2], depth), None, True)
        for n, depth in enumerate(depths)
    )
    return replace(volume, sources=sources)


def test_the_first_view_is_the_middle_slice_fitted_in_the_first_preset():
    view = moving.first_view(VOLUME, "CT", SIZE)
    assert moving.slice_of(VOLUME, view) == 10
    assert (view.window.center, view.window.width) == (40, 400)
    corners = moving.frame_of(VOLUME, view, SIZE).to_screen(stacks.corners_mm(VOLUME, 10))
    low, high = corners.min(axis=0), corners.max(axis=0)
    assert np.allclose(low + high, SIZE)
    assert np.isclose((high - low) / SIZE, 1).any()
    assert ((high - low) <= np.asarray(SIZE) + 1e-9).all()


@given(orientations, st.integers(-300, 300))
def test_scrolling_there_and_back_comes_to_the_same_place_unless_an_end_was_met(orientation, steps):
    view = moving.scroll(VOLUME, first(orientation), 0)
    there = moving.scroll(VOLUME, view, steps)
    place, count = moving.travel(VOLUME, view).at, moving.travel(VOLUME, view).count
    assert moving.travel(VOLUME, there).at == min(max(place + steps, 0), count - 1)
    if 0 <= place + steps < count:
        assert np.allclose(moving.scroll(VOLUME, there, -steps).centre_mm, view.centre_mm)


@given(st.integers(0, 19))
def test_an_acquired_view_lies_exactly_on_its_slice(k):
    view = replace(first(), centre_mm=(3.0, 4.0, VOLUME.sources[k].position_mm[2] + 1.3))
    frame = moving.frame_of(VOLUME, view, SIZE)
    assert moving.slice_of(VOLUME, view) == k
    assert frame.depth_mm(stacks.slice_origin(VOLUME, k)) == pytest.approx(0, abs=1e-9)
    assert moving.slice_of(VOLUME, moving.to_slice(VOLUME, view, k)) == k


def test_down_goes_to_the_feet_and_in_a_coronal_reformat_to_the_back():
    axial, coronal = first(), first(Orientation.CORONAL)
    assert moving.scroll(VOLUME, axial, 1).centre_mm[2] < axial.centre_mm[2]
    assert moving.scroll(VOLUME, coronal, 1).centre_mm[1] > coronal.centre_mm[1]
    assert moving.travel(VOLUME, moving.to_slice(VOLUME, axial, 19)).at == 0


def test_a_stack_with_a_gap_is_scrolled_slice_by_slice_by_position():
    volume = uneven()
    view = moving.to_slice(volume, moving.first_view(volume, "CT", SIZE), 4)
    depths = []
    for _ in range(5):
        depths.append(moving.frame_of(volume, view, SIZE).centre_mm[2])
        view = moving.scroll(volume, view, 1)
    assert depths == [24, 20, 8, 4, 0]
    assert moving.slice_of(volume, replace(view, centre_mm=(0, 0, 13.0))) == 2


@pytest.mark.parametrize("depths", [(0, 4, 4, 8, 12), (0, 0, 0, 4, 4), (4, 4, 4, 4, 4)])
def test_images_that_lie_at_one_place_are_each_seen_on_the_way_through_the_stack(depths):
    volume = uneven(tuple(map(float, depths)))
    view, seen = moving.to_slice(volume, moving.first_view(volume, "CT", SIZE), 4), []
    for _ in range(5):
        seen.append(moving.slice_of(volume, view))
        assert moving.frame_of(volume, view, SIZE).centre_mm[2] == pytest.approx(depths[seen[-1]], abs=1e-9)
        view = moving.scroll(volume, view, 1)
    assert seen == [4, 3, 2, 1, 0]
    assert moving.slice_of(volume, moving.scroll(volume, view, -2)) == 2


def test_beyond_the_ends_is_half_a_slice_further():
    assert not stacks.is_beyond(VOLUME, (0, 0, -2.0))
    assert stacks.is_beyond(VOLUME, (0, 0, -2.1))
    assert not stacks.is_beyond(VOLUME, (0, 0, 78.0))
    assert stacks.is_beyond(VOLUME, (0, 0, 78.1))


@given(orientations, pixels, pixels)
def test_panning_moves_the_picture_by_the_hand_s_pixels(orientation, dx, dy):
    view = first(orientation)
    before, after = (moving.frame_of(VOLUME, one, SIZE) for one in (view, moving.pan(VOLUME, view, dx, dy)))
    assert np.allclose(after.to_screen(before.to_mm(100, 200)), [100 + dx, 200 + dy], atol=1e-6)


@given(orientations, st.floats(0.2, 5), st.floats(0, 640), st.floats(0, 480))
def test_zooming_leaves_what_is_under_the_pointer(orientation, factor, x, y):
    view = first(orientation)
    before, after = (
        moving.frame_of(VOLUME, one, SIZE) for one in (view, moving.zoom(VOLUME, view, factor, (x, y), SIZE))
    )
    assert np.allclose(after.to_screen(before.to_mm(x, y)), [x, y], atol=1e-6)
    assert after.mm_per_pixel == pytest.approx(before.mm_per_pixel / factor)


@given(orientations, pixels, pixels, st.floats(0.2, 5))
def test_fitting_undoes_every_pan_and_zoom(orientation, dx, dy, factor):
    fitted = moving.fit(VOLUME, first(orientation), SIZE)
    moved = moving.zoom(VOLUME, moving.pan(VOLUME, fitted, dx, dy), factor, (10, 20), SIZE)
    again = moving.fit(VOLUME, moved, SIZE)
    assert np.allclose(again.centre_mm, fitted.centre_mm)
    assert moving.is_fitted(VOLUME, again, SIZE)
    assert not moving.is_fitted(VOLUME, moving.pan(VOLUME, fitted, 3, 0), SIZE)


@pytest.mark.parametrize("ratio", [1.0, 2.0])
def test_one_to_one_is_a_pixel_of_the_image_on_a_pixel_of_the_screen(ratio):
    view = moving.one_to_one(VOLUME, first(), ratio)
    frame = moving.frame_of(VOLUME, view, SIZE)
    step = frame.to_screen([[0, 0, 0], [1.25, 0, 0]])[:, 0]
    assert (step[1] - step[0]) * ratio == pytest.approx(1)
    assert moving.magnification(VOLUME, view, ratio) == pytest.approx(1)


@given(st.floats(-300, 300), st.floats(-300, 300), st.booleans())
def test_a_window_dragged_back_is_the_window_again_and_never_too_narrow(dx, dy, exact):
    start = Window(55.0, 310.0, exact=exact)
    view = replace(first(), window=start)
    dragged = moving.drag_window(view, start, dx, dy)
    assert moving.drag_window(dragged, start, 0, 0).window == start
    assert dragged.window.width >= 1
    assert abs(dx) < 2 or (dragged.window.width > 310) == (dx > 0)
    if not exact:
        assert dragged.window.width == round(dragged.window.width)


def test_a_preset_keeps_what_is_inverted():
    inverted = moving.invert(first())
    assert inverted.window.inverted
    assert moving.with_window(inverted, Window(80, 150)).window == Window(80, 150, inverted=True)
    assert moving.invert(inverted) == first()


def test_reformats_go_round_through_the_same_centre():
    view, seen = first(), []
    for _ in range(4):
        view = moving.turn_to(VOLUME, view, moving.next_orientation(view.orientation))
        seen.append(view.orientation)
        assert view.centre_mm == first().centre_mm
    assert seen == [Orientation.AXIAL, Orientation.CORONAL, Orientation.SAGITTAL, Orientation.ACQUIRED]
    assert moving.next_orientation(Orientation.OBLIQUE) is Orientation.ACQUIRED


def test_a_slab_is_never_thinner_than_the_plane():
    assert moving.with_slab(first(), -3).slab_mm == 0
    assert moving.with_slab(first(), 6, SlabMode.MAXIMUM).slab_mode is SlabMode.MAXIMUM


@pytest.mark.parametrize(
    ("orientation", "letters"),
    [
        (Orientation.ACQUIRED, ("R", "L", "A", "P")),
        (Orientation.AXIAL, ("R", "L", "A", "P")),
        (Orientation.CORONAL, ("R", "L", "H", "F")),
        (Orientation.SAGITTAL, ("A", "P", "H", "F")),
    ],
)
def test_the_letters_of_the_edges(orientation, letters):
    edges = captions.edges(moving.frame_of(VOLUME, first(orientation), SIZE))
    assert (edges.left, edges.right, edges.top, edges.bottom) == letters


def test_the_letters_follow_an_oblique_plane():
    view = replace(first(Orientation.OBLIQUE), turn_degrees=(30.0, 0.0))
    edges = captions.edges(moving.frame_of(VOLUME, view, SIZE))
    assert (edges.left, edges.top, edges.bottom) == ("R", "AF", "PH")


@given(st.floats(0.02, 20), st.floats(100, 2000))
def test_a_scale_bar_is_a_usual_length_of_at_most_a_quarter(scale, width):
    frame = replace(moving.frame_of(VOLUME, first(), SIZE), mm_per_pixel=scale, size=(width, 400.0))
    bar = captions.bar(frame)
    if bar is None:
        assert width * scale / 4 < 1
        return
    assert bar.pixels * scale == pytest.approx(bar.mm)
    assert bar.pixels <= width / 4 + 1e-9
    assert bar.pixels >= width / 4 / 2.6 or bar.mm == 500


def test_the_position_is_told_by_its_nearest_axis():
    assert captions.position(moving.frame_of(VOLUME, moving.to_slice(VOLUME, first(), 3), SIZE)) == captions.Position(
        "H", 12.0
    )
    left = replace(first(Orientation.SAGITTAL), centre_mm=(-12.5, 0.0, 40.0))
    assert captions.position(moving.frame_of(VOLUME, left, SIZE)) == captions.Position("R", 12.5)


def test_marks_are_found_on_the_way_through_the_volume():
    [place] = captions.places_of(VOLUME, first(), (BALL_MM,))
    assert moving.slice_of(VOLUME, moving.go_to(VOLUME, first(), place)) == stacks.nearest_slice(VOLUME, BALL_MM)


def test_images_without_geometry_are_moved_in_pixels():
    volume = made_volume((6, 40, 50), calibrated=False, measurable="no")
    view = moving.first_view(volume, "CT", SIZE)
    assert moving.slice_of(volume, view) == 3
    assert moving.slice_of(volume, moving.scroll(volume, view, 2)) == 1
    assert moving.frame_of(volume, view, SIZE).centre_mm == (24.5, 19.5, 3.0)


@given(st.lists(st.integers(-40, 40).filter(bool), max_size=60))
def test_a_fine_wheel_loses_nothing_while_it_turns_one_way(angles):
    wheel, one_way = Wheel(), [abs(angle) for angle in angles]
    assert sum(wheel.steps(angle) for angle in one_way) == -(sum(one_way) // 120)


def test_a_wheel_that_turns_back_starts_anew():
    wheel = Wheel()
    assert [wheel.steps(angle) for angle in (100, -100, -20, 120)] == [0, 0, 1, -1]


def test_a_drag_does_not_care_which_way_it_took():
    view = first()
    for grip in Grip:
        drag = Drag(grip, 10, 10, view)
        roundabout = drag.to(VOLUME, drag.to(VOLUME, view, 300, -80), 30, 40)
        assert roundabout == drag.to(VOLUME, view, 30, 40)


@given(orientations, pixels, pixels, st.floats(1.01, 8), st.tuples(st.floats(50, 4000), st.floats(50, 3000)))
def test_in_another_size_what_filled_it_fills_it_and_a_chosen_scale_stays(orientation, dx, dy, factor, now):
    whole = moving.pan(VOLUME, moving.fit(VOLUME, first(orientation), SIZE), dx, dy)
    other = moving.resized(VOLUME, whole, SIZE, now)
    assert other.mm_per_pixel == moving.fit(VOLUME, whole, now).mm_per_pixel
    assert moving.resized(VOLUME, other, now, SIZE).mm_per_pixel == pytest.approx(whole.mm_per_pixel)
    chosen = moving.zoom(VOLUME, whole, factor, (320, 240), SIZE)
    assert moving.resized(VOLUME, chosen, SIZE, now) == chosen
