"""Links between images: laws of the maps, what rests on what, and what follows of a view and what does not."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from seedcryo_reader.imaging.window import Window
from seedcryo_reader.viewing.linking import (
    NO_LINK,
    Basis,
    Link,
    Offsets,
    Side,
    align,
    follow,
    followed_window,
    inverted,
    link_between,
    shares_window,
    shifted,
)
from seedcryo_reader.viewing.view import Orientation, Shown, SlabMode, View

millimetres = st.floats(-500, 500)
points = st.tuples(millimetres, millimetres, millimetres)
angles = st.floats(-np.pi, np.pi)


@st.composite
def rigid(draw: st.DrawFn) -> tuple[tuple[float, ...], ...]:
    matrix = np.eye(4)
    for axis in range(3):
        angle = draw(angles)
        turn = np.eye(4)
        one, two = (axis + 1) % 3, (axis + 2) % 3
        turn[one, one] = turn[two, two] = np.cos(angle)
        turn[one, two], turn[two, one] = -np.sin(angle), np.sin(angle)
        matrix = turn @ matrix
    matrix[:3, 3] = draw(points)
    return tuple(map(tuple, matrix.tolist()))


links = st.builds(Link, st.sampled_from([Basis.SAME, Basis.REGISTERED, Basis.BY_HAND]), rigid())
CT0 = Side(Shown("TP0", 1), "1.2.3", "CT", "CT portal venous")
CT1 = Side(Shown("TP1", 4), "1.2.4", "CT", "CT portal venous")
ARTERIAL1 = Side(Shown("TP1", 3), "1.2.4", "CT", "CT arterial")
T1, T2 = Side(Shown("TP0", 1), "1.2.3", "MR", "MR T1"), Side(Shown("TP0", 2), "1.2.3", "MR", "MR T2")
VIEW = View((1.0, 2.0, 3.0), 0.7, Window(40, 400))
OTHER = View((9.0, 9.0, 9.0), 1.5, Window(80, 150))


@given(links, points)
def test_there_and_back_is_where_it_was(link, point):
    assert np.allclose(link.inverse().point(link.point(point)), point, atol=1e-6)
    assert np.allclose(np.asarray(link.then(link.inverse()).matrix), np.eye(4), atol=1e-6)


@given(links, links, links, points)
def test_links_are_joined_in_any_grouping(first, second, third, point):
    one, other = first.then(second).then(third), first.then(second.then(third))
    assert one.basis is other.basis
    assert np.allclose(one.point(point), other.point(point), atol=1e-6)
    assert np.allclose(one.point(point), third.point(second.point(first.point(point))), atol=1e-6)


@given(links, points, points)
def test_a_link_keeps_distances(link, one, other):
    before = np.linalg.norm(np.subtract(one, other))
    assert np.linalg.norm(np.subtract(link.point(one), link.point(other))) == pytest.approx(before, abs=1e-6)


@given(links)
def test_nothing_leads_further_than_no_link(link):
    assert link.then(NO_LINK) == NO_LINK == NO_LINK.then(link)
    assert NO_LINK.point((1, 2, 3)) is None


@pytest.mark.parametrize(
    ("first", "second", "both"),
    [
        (Basis.SAME, Basis.SAME, Basis.SAME),
        (Basis.SAME, Basis.REGISTERED, Basis.REGISTERED),
        (Basis.BY_HAND, Basis.REGISTERED, Basis.BY_HAND),
    ],
)
def test_a_chain_is_as_sure_as_its_weakest_part(first, second, both):
    assert Link(first).then(Link(second)).basis is both


def test_a_shared_frame_of_reference_is_exact_and_wants_no_registration():
    link = link_between(CT1, ARTERIAL1, Offsets(), {("1.2.4", "1.2.4"): shifted((5, 0, 0))})
    assert (link.basis, link.point((1.5, 2.5, 3.5))) == (Basis.SAME, (1.5, 2.5, 3.5))


def test_a_registration_leads_both_ways():
    known = {("1.2.3", "1.2.4"): shifted((10, 0, -40))}
    assert link_between(CT0, CT1, Offsets(), known).point((0, 0, 0)) == (10, 0, -40)
    back = link_between(CT1, CT0, Offsets(), known)
    assert (back.basis, back.point((10, 0, -40))) == (Basis.REGISTERED, (0, 0, 0))


def test_without_calibration_there_is_no_link_whatever_is_shared():
    odd = replace(CT1, calibrated=False)
    assert link_between(odd, ARTERIAL1, Offsets().keep(odd, ARTERIAL1, (1, 1, 1)), {}) == NO_LINK


def test_stacks_of_no_space_are_not_linked():
    assert link_between(CT0, CT1, Offsets(), {}) == NO_LINK


@given(points)
def test_an_offset_is_remembered_from_both_sides_as_plain_text(offset):
    kept = Offsets().keep(CT1, CT0, offset)
    assert all(isinstance(text, str) for text in (*kept.kept, *kept.kept.values()))
    again = Offsets(dict(kept.kept))
    assert again.between(CT1, CT0) == pytest.approx(offset, abs=0.0006)
    assert again.between(CT0, CT1) == pytest.approx(np.negative(offset), abs=0.0006)
    assert again.between(CT0, ARTERIAL1) == again.between(CT0, CT1), "every series of a timepoint lies in one space"


def test_what_the_reader_kept_goes_before_all_else_until_it_is_dropped():
    known = {("1.2.3", "1.2.4"): shifted((10, 0, -40))}
    kept = Offsets().keep(CT0, CT1, (0, 0, 7))
    assert link_between(CT0, CT1, kept, known) == Link(Basis.BY_HAND, shifted((0, 0, 7)))
    assert link_between(CT0, CT1, kept.drop(CT1, CT0), known).basis is Basis.REGISTERED


def test_two_breaths_in_one_frame_of_reference_can_be_shifted_by_hand():
    kept = Offsets().keep(CT1, ARTERIAL1, (0, 0, 7))
    assert link_between(ARTERIAL1, CT1, kept, {}).point((0, 0, 0)) == (0, 0, -7)
    assert link_between(CT0, CT1, kept, {}) == NO_LINK


@pytest.mark.parametrize("text", ["", "1 2 3", "1.000 2.000", "a.000 b.000 c.000", "1e9 0 0"])
def test_a_text_that_is_no_offset_is_none(text):
    [pair] = Offsets().keep(CT0, CT1, (0, 0, 7)).kept
    assert Offsets({pair: text}).between(CT0, CT1) is None


@pytest.mark.parametrize("length", [1e5, float("nan"), float("inf")])
def test_an_absurd_offset_is_refused(length):
    with pytest.raises(ValueError, match="offset"):
        Offsets().keep(CT0, CT1, (0, 0, length))


def test_only_what_changed_is_followed():
    link = Link(Basis.REGISTERED, shifted((10, 0, 0)))
    same = follow(link, (CT0, CT1), VIEW, VIEW, OTHER)
    scrolled = follow(link, (CT0, CT1), VIEW, replace(VIEW, centre_mm=(1, 2, 8)), OTHER)
    zoomed = follow(link, (CT0, CT1), VIEW, replace(VIEW, mm_per_pixel=0.35), OTHER)
    assert same == OTHER
    assert scrolled == replace(OTHER, centre_mm=(11, 2, 8))
    assert zoomed == replace(OTHER, mm_per_pixel=0.35)


@given(links, points, points)
def test_following_does_not_depend_on_the_way(link, first, second):
    """Ten small steps or one large one: the other image is in the same place, so nothing drifts."""
    assume(first != second)
    way = [replace(VIEW, centre_mm=tuple(at)) for at in np.linspace(first, second, 10).tolist()]
    stepped = OTHER
    for before, after in pairwise(way):
        stepped = follow(link, (CT0, CT1), before, after, stepped)
    at_once = follow(link, (CT0, CT1), replace(way[0], centre_mm=(1e4, 0, 0)), way[-1], OTHER)
    assert stepped == at_once


def test_another_cut_is_followed_where_it_is_safe():
    coronal = replace(VIEW, orientation=Orientation.CORONAL, slab_mm=5.0, slab_mode=SlabMode.MEAN)
    assert follow(Link(Basis.SAME), (CT0, CT1), VIEW, coronal, OTHER).orientation is Orientation.CORONAL
    uneven = replace(CT1, reformattable=False)
    assert follow(Link(Basis.SAME), (CT0, uneven), VIEW, coronal, OTHER) == OTHER


def test_what_is_not_linked_follows_the_window_only():
    moved = replace(VIEW, centre_mm=(0, 0, 0), mm_per_pixel=1.0, window=Window(-600, 1500))
    assert follow(NO_LINK, (CT0, CT1), VIEW, moved, OTHER) == replace(OTHER, window=Window(-600, 1500))
    assert align(NO_LINK, VIEW, OTHER) == OTHER


def test_aligning_brings_the_same_point_into_the_middle():
    assert align(Link(Basis.SAME), VIEW, OTHER) == replace(OTHER, centre_mm=(1, 2, 3), mm_per_pixel=0.7)


@pytest.mark.parametrize(
    ("modality", "one", "other", "shares"),
    [
        ("CT", "CT arterial", "CT portal venous", True),
        ("CT", "CT arterial", "CT lung", False),
        ("CT", "CT lung", "CT lung", True),
        ("MR", "MR T1 arterial", "MR T1 delayed", True),
        ("MR", "MR T1", "MR T2", False),
    ],
)
def test_a_window_is_shared_where_it_means_the_same(modality, one, other, shares):
    sides = [Side(Shown("TP0", n), "1", modality, label) for n, label in enumerate((one, other), 1)]
    assert shares_window(*sides) is shares_window(*reversed(sides)) is shares
    assert not shares_window(sides[0], replace(sides[0], modality="PT"))


def test_hounsfield_units_are_taken_over_and_mr_is_scaled():
    change = (Window(400, 800), Window(500, 400))
    assert followed_window(CT0, CT1, change, Window(0, 1)) == Window(500, 400)
    assert followed_window(T1, T1, change, Window(40, 80)) == Window(50, 40)
    assert followed_window(T1, T2, change, Window(40, 80)) == Window(40, 80)


@given(st.booleans(), st.booleans(), st.booleans())
def test_black_for_white_turns_both(before, after, own):
    change = (Window(40, 400, inverted=before), Window(40, 400, inverted=after))
    assert followed_window(CT0, CT1, change, Window(40, 400, inverted=own)).inverted is (own ^ before ^ after)


@given(rigid())
def test_the_way_back_is_the_inverse_matrix(matrix):
    assert np.allclose(np.asarray(inverted(matrix)), np.linalg.inv(np.asarray(matrix)), atol=1e-6)
