"""From a drawn caliper to the record and back."""

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from viewing.tools.stack import COLUMNS_MM, ROWS_MM, at, turned, volume

from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.measurement import ImagePlace, Plane
from seedcryo_reader.imaging.volume import Volume
from seedcryo_reader.storage.images.place import image_at
from seedcryo_reader.viewing.calipers import (
    caliper_of,
    drawn_of,
    image_in,
    lengths_mm,
    mark_of,
    snapped,
)
from seedcryo_reader.viewing.drawing import Drawn, Kind
from seedcryo_reader.viewing.tools.soundness import why_not_measurable
from seedcryo_reader.viewing.view import Orientation, PointMm, Shown

SHOWN = Shown("TP1", 3)


def drawn(*points: PointMm, orientation: Orientation = Orientation.ACQUIRED) -> Drawn:
    kind = Kind.POINT if len(points) == 1 else Kind.BIDIRECTIONAL
    return Drawn(kind, SHOWN, orientation, points)


def on_slice(one: Volume, k: float, *ends: tuple[float, float]) -> Drawn:
    return drawn(*(at(one, i, j, k) for i, j in ends))


def codes(one: Drawn, on: Volume) -> list[str]:
    with pytest.raises(Refused) as refused:
        caliper_of(one, on, 1)
    return [finding.code for finding in refused.value.findings]


CROSS = ((5.0, 10.0), (30.0, 10.0), (12.0, 4.0), (12.0, 16.0))


@pytest.mark.parametrize("directions", [None, turned()])
def test_a_caliper_is_recorded_on_the_image_it_was_drawn_on(directions: np.ndarray | None) -> None:
    one = volume(directions)
    caliper = caliper_of(on_slice(one, 2, *CROSS), one, 1)
    assert caliper.image == ImagePlace(3, "2.25.3", 1, Plane.ACQUIRED)
    assert caliper.short is not None
    assert (caliper.long.mm, caliper.short.mm) == (Decimal("15.0"), Decimal("9.6"))


def test_of_two_images_at_one_place_the_one_that_was_looked_at_is_recorded() -> None:
    one = volume(measurable="in-plane")
    sources = list(one.sources)
    sources[3] = replace(sources[3], position_mm=sources[2].position_mm)
    one = replace(one, sources=tuple(sources))
    told = {seen: caliper_of(on_slice(one, 2, *CROSS), one, 1, seen).image.sop_instance for seen in (None, 2, 3, 5)}
    assert told == {None: "2.25.3", 2: "2.25.3", 3: "2.25.4", 5: "2.25.3"}
    assert mark_of(drawn(at(one, 5, 5, 2)), one, 3).image.sop_instance == "2.25.4"


@pytest.mark.parametrize("k", [1.6, 2.0, 2.45])
def test_points_beside_the_plane_are_brought_onto_it(k: float) -> None:
    one = volume(turned())
    caliper = caliper_of(on_slice(one, k, *CROSS), one, 1)
    assert caliper == caliper_of(on_slice(one, 2, *CROSS), one, 1)
    points = np.array(snapped(on_slice(one, k, *CROSS), one).points_mm)
    affine = one.slice_affine(2)
    assert np.abs((points - affine[:3, 3]) @ affine[:3, 2]).max() < 0.001


def test_what_is_recorded_comes_back_as_the_same_drawing() -> None:
    one = volume(turned())
    caliper = caliper_of(on_slice(one, 4, *CROSS), one, 1)
    again = drawn_of(caliper, SHOWN)
    assert (again.kind, again.shown, again.orientation) == (Kind.BIDIRECTIONAL, SHOWN, Orientation.ACQUIRED)
    assert caliper_of(again, one, 1) == caliper
    assert image_in(caliper.image, [volume(shape=(2, 8, 8)), one]) == (1, 4)
    assert image_in(replace(caliper.image, sop_instance="2.25.77"), [one]) is None


def test_a_long_axis_alone_is_a_caliper() -> None:
    one = volume()
    caliper = caliper_of(on_slice(one, 0, *CROSS[:2]), one, 0)
    assert (caliper.long.mm, caliper.short) == (Decimal("15"), None)
    assert drawn_of(caliper, SHOWN).points_mm == on_slice(one, 0, *CROSS[:2]).points_mm


def test_a_mark_is_recorded_and_comes_back() -> None:
    one = volume()
    mark = mark_of(drawn((1.23456, 0.0004, 104.9)), one)
    assert (mark.image.sop_instance, mark.point_mm) == ("2.25.3", ("1.235", "0.000", "105.000"))
    assert drawn_of(mark, SHOWN).points_mm == ((1.235, 0.0, 105.0),)
    with pytest.raises(Refused, match="beside the image"):
        mark_of(drawn((-11.0, 0.0, 105.0)), one)


@pytest.mark.parametrize(
    ("orientation", "plane", "axis"),
    [
        (Orientation.AXIAL, Plane.AXIAL, 2),
        (Orientation.CORONAL, Plane.CORONAL, 1),
        (Orientation.SAGITTAL, Plane.SAGITTAL, 0),
    ],
)
def test_on_a_reformat_the_nearest_image_is_named(orientation: Orientation, plane: Plane, axis: int) -> None:
    one = volume(spacing=2.0, shape=(9, 40, 50))
    centre = np.array(at(one, 20, 20, 4.2))
    long, short = np.eye(3)[(axis + 1) % 3] * 5, np.eye(3)[(axis + 2) % 3] * 3
    ends = [centre - long, centre + long, centre - short, centre + short]
    caliper = caliper_of(drawn(*(tuple(end) for end in ends), orientation=orientation), one, 1)  # type: ignore[arg-type]
    assert caliper.image == ImagePlace(3, "2.25.5", 1, plane)
    assert caliper.long.mm == Decimal("10.0")
    assert len({end[axis] for end in (caliper.long.start, caliper.long.end)}) == 1


def test_axes_that_do_not_cross_or_not_at_a_right_angle_do_not_count() -> None:
    one = volume()
    assert codes(on_slice(one, 1, (5, 10), (30, 10), (12, 12), (12, 16)), one) == ["no-crossing"]
    assert codes(on_slice(one, 1, (5, 10), (30, 10), (33, 4), (33, 16)), one) == ["no-crossing"]
    assert codes(on_slice(one, 1, (5, 10), (30, 10), (12, 4), (13, 16)), one) == ["no-right-angle"]
    assert codes(on_slice(one, 1, (5, 10), (30, 10), (2, 12), (4, 16)), one) == ["no-right-angle", "no-crossing"]


@pytest.mark.parametrize(("degrees", "counts"), [(0.9, True), (-0.9, True), (1.1, False), (-1.1, False)])
def test_one_degree_off_a_right_angle_is_allowed(degrees: float, counts: bool) -> None:
    one, turn = volume(), np.radians(90 + degrees)
    centre = np.array(at(one, 20, 20, 1))
    long, short = np.array([6.0, 0, 0]), 4 * np.array([np.cos(turn), np.sin(turn), 0])
    cross = drawn(*(tuple(centre + step) for step in (-long, long, -short, short)))  # type: ignore[arg-type]
    if counts:
        assert caliper_of(cross, one, 1).short is not None
    else:
        assert codes(cross, one) == ["no-right-angle"]


def test_what_lies_beside_or_between_images_does_not_count() -> None:
    one = volume()
    assert codes(on_slice(one, 1, (-2, 10), (30, 10)), one) == ["outside"]
    assert codes(on_slice(one, 7, (5, 10), (30, 10)), one) == ["off-image"]
    tilted = drawn(at(one, 5, 10, 1), at(one, 30, 10, 3))
    assert codes(tilted, one) == ["off-image"]
    assert codes(replace(tilted, orientation=Orientation.AXIAL), one) == ["not-flat"]
    above = replace(on_slice(one, 5.7, (5, 10), (30, 10)), orientation=Orientation.AXIAL)
    assert codes(above, one) == ["outside"]


def test_an_image_that_was_not_decoded_carries_no_caliper() -> None:
    one = volume()
    blind = replace(one, sources=tuple(replace(each, readable=False) for each in one.sources))
    assert codes(on_slice(one, 1, *CROSS), blind) == ["not-readable"]


def test_an_axis_that_rounds_to_nothing_does_not_count() -> None:
    one = volume()
    with pytest.raises(Refused) as refused:
        caliper_of(on_slice(one, 1, (5, 10), (5.7, 10)), one, 0)
    assert [finding.code for finding in refused.value.findings] == ["no-length"]


def test_all_reasons_are_told_at_once() -> None:
    one = volume()
    assert codes(on_slice(one, 7, (-5, 10), (30, 10), (12, 12), (14, 16)), one) == [
        "off-image", "outside", "no-right-angle", "no-crossing",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "orientation", "code"),
    [
        ({}, Orientation.ACQUIRED, None),
        ({}, Orientation.SAGITTAL, None),
        ({}, Orientation.OBLIQUE, "oblique-plane"),
        ({"measurable": "in-plane"}, Orientation.ACQUIRED, None),
        ({"measurable": "in-plane"}, Orientation.CORONAL, "in-plane-only"),
        ({"measurable": "no"}, Orientation.ACQUIRED, "not-measurable"),
        ({"geometry": None}, Orientation.ACQUIRED, "not-measurable"),
    ],
)
def test_what_cannot_be_measured_safely_says_why(
    changes: dict[str, str | None], orientation: Orientation, code: str | None
) -> None:
    one = volume(**changes)
    reason = why_not_measurable(one, orientation)
    assert (reason and reason.code) == code
    if code:
        line = replace(on_slice(volume(), 1, *CROSS), orientation=orientation)
        assert codes(line, one) == [code]


def test_the_findings_to_blame_are_told_and_no_others() -> None:
    findings = (Finding("gantry-tilt", "Gantry tilt of 5°."), Finding("lossy-compression", "Compressed with loss."))
    reason = why_not_measurable(volume(measurable="in-plane"), Orientation.CORONAL, findings)
    assert reason is not None
    assert reason.text.endswith("measure on the images as acquired. Gantry tilt of 5°.")


@given(
    k=st.integers(0, 5), off=st.floats(-0.49, 0.49), i=st.floats(1, 18), j=st.floats(5, 30), turn=st.floats(0, np.pi)
)
def test_the_image_named_is_the_one_that_the_read_finds_for_both_axes(
    k: int, off: float, i: float, j: float, turn: float
) -> None:
    one = volume(turned())
    long, short = 8 * np.array([np.cos(turn), np.sin(turn)]), 3 * np.array([-np.sin(turn), np.cos(turn)])
    middle = np.array([10 + i * 0.6, 8 + j * 0.5])
    ends = [(middle + step) / (COLUMNS_MM, ROWS_MM) for step in (-long, long, -short, short)]
    caliper = caliper_of(on_slice(one, k + off, *((float(x), float(y)) for x, y in ends)), one, 1)
    assert caliper.short is not None
    for axis in (caliper.long, caliper.short):
        assert image_at(3, [one], axis.start, axis.end) == caliper.image


coordinate = st.floats(0, 15)


@given(a=st.tuples(coordinate, coordinate), b=st.tuples(coordinate, coordinate), places=st.integers(0, 3))
def test_the_length_shown_while_drawing_is_the_one_recorded(
    a: tuple[float, float], b: tuple[float, float], places: int
) -> None:
    one = volume(turned())
    line = on_slice(one, 3, a, b)
    shown = lengths_mm(snapped(line, one), places)
    if shown[0] == 0:
        assert codes(line, one) if places == 1 else True
        return
    assert (caliper_of(line, one, places).long.mm,) == shown
    drift = np.abs(np.subtract(snapped(line, one).points_mm, line.points_mm)).max()
    assert drift <= 0.0005 + 1e-9
