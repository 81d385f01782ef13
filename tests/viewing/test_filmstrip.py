"""What the filmstrip cuts out of which image: places that were drawn, places that were found, one scale for a row."""

from dataclasses import replace

import pytest
from viewing.strips import IMAGES, READ, TARGETS, caliper, load, mark, timepoint

from seedcryo_reader.domain.lesion import Absent
from seedcryo_reader.imaging.window import Window
from seedcryo_reader.viewing.drawing import Kind
from seedcryo_reader.viewing.filmstrip import LEAST_SIDE_MM, ROOM, Tile, rows_of, tile_view
from seedcryo_reader.viewing.linking import NO_LINK, Basis, Link, Offsets, link_between, shifted, side_of
from seedcryo_reader.viewing.view import Orientation, Shown


def ways(one: Shown, other: Shown) -> Link:
    return link_between(side_of(load(one.timepoint), one), side_of(load(other.timepoint), other), Offsets(), {})


def nowhere(one: Shown, other: Shown) -> Link:
    return NO_LINK


def test_what_was_measured_is_shown_where_it_was_measured():
    first, _ = rows_of(READ, load, ways)
    baseline, follow_up, _ = first.tiles
    assert (baseline.place, follow_up.place) == ((Shown("TP0", 1), (60, 50, 20)), (Shown("TP1", 1), (66, 54, 20)))
    assert baseline.drawn.kind is Kind.BIDIRECTIONAL
    assert not baseline.is_mapped


def test_what_is_absent_is_shown_where_it_was_in_the_nearest_timepoint():
    first, _ = rows_of(READ, load, ways)
    assert first.tiles[2] == Tile("TP2", Absent(), (Shown("TP2", 1), (66, 54, 20)), is_mapped=True)


def test_a_registration_carries_a_place_to_another_space():
    read = replace(READ, timepoints=(READ.timepoints[0], timepoint("TP1", None)))
    [first, _] = rows_of(read, load, lambda _one, _other: Link(Basis.REGISTERED, shifted((6, 4, 0))))
    assert first.tiles[1].place == (Shown("TP1", 1), (66, 54, 20))
    assert rows_of(read, load, nowhere)[0].tiles[1] == Tile("TP1"), "and without one there is nothing to show"


def test_the_marked_point_of_the_baseline_is_a_place_too():
    read = replace(READ, timepoints=(timepoint("TP0", None),))
    [first, second] = rows_of(read, load, ways)
    assert first.tiles[0].place == (Shown("TP0", 1), (60, 50, 20))
    assert second.tiles == (Tile("TP0"),)


@pytest.mark.parametrize("long_mm", [10.0, 20.0, 26.3, 61.0])
def test_a_row_has_one_scale_with_room_around_the_largest(long_mm):
    read = replace(READ, timepoints=(timepoint("TP0", caliper("TP0", max(long_mm, 16))), timepoint("TP1", None)))
    [first, _] = rows_of(read, load, ways)
    assert first.side_mm >= max(LEAST_SIDE_MM, ROOM * max(long_mm, 16))
    assert first.side_mm % 10 == 0
    views = [tile_view(first, one, IMAGES["TP0"].series[0].volumes[0], "CT", 120) for one in first.tiles if one.place]
    assert {one.mm_per_pixel for one in views} == {first.side_mm / 120}


def test_a_tile_is_cut_as_its_caliper_was_and_in_the_window_of_its_organ():
    volume = IMAGES["TP0"].series[0].volumes[0]
    in_lung = replace(READ, targets=(TARGETS[0], replace(TARGETS[1], mark_mm=mark(60, 50, 20))))
    liver, lung = rows_of(in_lung, load, ways)
    assert tile_view(liver, liver.tiles[0], volume, "CT", 120).orientation is Orientation.ACQUIRED
    assert tile_view(liver, liver.tiles[0], volume, "CT", 120).window == Window(40, 400)
    assert tile_view(lung, lung.tiles[0], volume, "CT", 120).window == Window(-600, 1500)


def test_a_tile_without_a_place_has_no_view():
    first, _ = rows_of(READ, load, ways)
    with pytest.raises(ValueError, match="place"):
        tile_view(first, Tile("TP1"), IMAGES["TP1"].series[0].volumes[0], "CT", 120)
