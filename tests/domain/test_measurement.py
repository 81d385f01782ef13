"""The number of a measurement: exact, rounded once, the same wherever it is computed."""

from decimal import ROUND_HALF_UP, Context, Decimal

import pytest
from domain.acts import IMAGE
from hypothesis import given, settings
from hypothesis import strategies as st

from seedcryo_reader.domain.measurement import MOST_PLACES, Axis, Caliper, ImagePlace, Plane, length_mm

EXACT = Context(prec=200)
LAW = settings(deadline=None, max_examples=150)

THOUSANDTHS = st.integers(-9_999_999, 9_999_999)
NEAR = st.integers(-3_000, 3_000)
COORDINATES = st.tuples(*[THOUSANDTHS | NEAR] * 3)
PLACES = st.integers(0, MOST_PLACES)


def point(thousandths):
    return tuple(f"{Decimal(one).scaleb(-3):.3f}" for one in thousandths)


def by_decimals(start, end, places):
    """The distance by decimals of 200 digits, which a square root of these numbers cannot fool."""
    squares = sum((Decimal(a) - Decimal(b)) ** 2 for a, b in zip(start, end, strict=True))
    return EXACT.sqrt(squares).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, EXACT)


@LAW
@given(COORDINATES, COORDINATES, PLACES)
def test_a_length_is_the_distance_rounded_once_half_up(start, end, places):
    found = length_mm(point(start), point(end), places)
    assert str(found) == str(by_decimals(point(start), point(end), places))


@LAW
@given(st.integers(0, 9_999), PLACES.filter(lambda places: places < MOST_PLACES))
def test_an_exact_half_is_rounded_up(whole, places):
    half = (2 * whole + 1) * 10 ** (MOST_PLACES - places) // 2
    length = length_mm(point((0, 0, 0)), point((0, half, 0)), places)
    assert length == Decimal(whole + 1).scaleb(-places)
    assert length_mm(point((0, 0, 0)), point((0, half - 1, 0)), places) == Decimal(whole).scaleb(-places)


def test_an_exact_half_across_two_directions_is_rounded_up():
    # 3 : 4 : 5, so 0.03 and 0.04 mm make 0.05 mm.
    assert length_mm(("0.000", "0.000", "0.000"), ("0.030", "0.000", "0.040"), 1) == Decimal("0.1")
    assert length_mm(("0.000", "0.000", "0.000"), ("0.029", "0.000", "0.040"), 1) == Decimal("0.0")


@LAW
@given(COORDINATES, COORDINATES, PLACES)
def test_a_length_has_no_direction(start, end, places):
    assert length_mm(point(start), point(end), places) == length_mm(point(end), point(start), places)


@LAW
@given(st.tuples(*[NEAR] * 3), st.tuples(*[NEAR] * 3), st.tuples(*[st.integers(-9_000_000, 9_000_000)] * 3), PLACES)
def test_moving_both_ends_keeps_the_length(start, end, by, places):
    moved = [tuple(a + b for a, b in zip(one, by, strict=True)) for one in (start, end)]
    assert length_mm(*map(point, moved), places) == length_mm(point(start), point(end), places)


@pytest.mark.parametrize("places", [-1, 4])
def test_a_length_has_up_to_three_places(places):
    with pytest.raises(ValueError, match="0 to 3"):
        length_mm(("0.000",) * 3, ("1.000",) * 3, places)


@LAW
@given(COORDINATES, COORDINATES, PLACES, st.integers(1, 3).flatmap(lambda n: st.sampled_from([n, -n])))
def test_an_axis_has_its_own_length_and_no_other(start, end, places, off):
    axis = Axis.between(point(start), point(end), places)
    assert axis == Axis(point(start), point(end), axis.mm)
    with pytest.raises(ValueError, match="not the distance"):
        Axis(point(start), point(end), axis.mm + Decimal(off).scaleb(-places))


@pytest.mark.parametrize("mm", ["1E+1", "10.0000", "-10", "NaN", "Infinity", "010", "100000"])
def test_a_length_is_spelled_in_one_way(mm):
    with pytest.raises(ValueError, match="not the distance"):
        Axis(("0.000",) * 3, ("10.000", "0.000", "0.000"), Decimal(mm) if mm != "010" else "010")


@pytest.mark.parametrize(
    "end", [("1.0", "0.000", "0.000"), ("1.000", "-0.000", "0.000"), ("10000.000", "0.000", "0.000")]
)
def test_the_ends_are_spelled_in_one_way(end):
    with pytest.raises(ValueError, match="three coordinates"):
        Axis(("0.000",) * 3, end, Decimal(1))
    with pytest.raises(ValueError, match="three coordinates"):
        Axis(end, ("0.000",) * 3, Decimal(1))


def _axis(mm):
    return Axis.between(("0.000",) * 3, (f"{mm}.000", "0.000", "0.000"), 1)


def test_a_caliper_has_a_long_axis_and_perhaps_a_short_one():
    assert Caliper(IMAGE, _axis(12)).short is None
    assert Caliper(IMAGE, _axis(12), _axis(12)).short.mm == 12
    with pytest.raises(ValueError, match="long axis are the same point"):
        Caliper(IMAGE, _axis(0))
    with pytest.raises(ValueError, match="short axis are the same point"):
        Caliper(IMAGE, _axis(12), _axis(0))
    with pytest.raises(ValueError, match="longer than the long axis"):
        Caliper(IMAGE, _axis(12), _axis(13))


@pytest.mark.parametrize(
    "fields",
    [
        {"series": 0},
        {"frame": 0},
        {"sop_instance": ""},
        {"sop_instance": "1"},
        {"sop_instance": "1.02"},
        {"sop_instance": "3.1"},
        {"sop_instance": "1.2\n"},
        {"sop_instance": "1." + "2" * 63},
    ],
)
def test_an_image_is_named_by_series_instance_and_frame(fields):
    sound = {"series": 1, "sop_instance": "1." + "2" * 62, "frame": 1, "plane": Plane.AXIAL}
    assert ImagePlace(**sound).plane is Plane.AXIAL
    with pytest.raises(ValueError, match="counted from 1"):
        ImagePlace(**sound | fields)
