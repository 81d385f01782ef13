"""The hanging protocol on timepoints without pixels: what hangs where, and what a key goes round."""

from dataclasses import dataclass, replace

import numpy as np
import pytest

from seedcryo_reader.domain.images import Pin
from seedcryo_reader.imaging.volume import Geometry, Statistics, Volume
from seedcryo_reader.imaging.window import Window
from seedcryo_reader.viewing.hanging import Hung, Layout, Role, Wanted, carried, hang, next_series, usual_stack
from seedcryo_reader.viewing.linking import Side, side_of
from seedcryo_reader.viewing.view import Orientation, Shown, View


def volume(slices: int = 5, space: str = "1.2.3") -> Volume:
    return Volume(
        array=np.zeros((slices, 4, 4), np.int16),
        geometry=Geometry(np.eye(4), (1.0, 1.0, 1.0)),
        frame_of_reference=space,
        unit="HU",
        sources=(),
        statistics=Statistics(0, 0, 0),
        measurable="3d",
        inverted=False,
    )


@dataclass(frozen=True)
class Series:
    number: int
    label: str
    modality: str = "CT"
    volumes: tuple[Volume, ...] = (volume(),)
    findings: tuple = ()


@dataclass(frozen=True)
class Images:
    series: tuple[Series, ...]
    pinned: tuple[Pin, ...] = ()


LOCALIZER = Series(1, "CT localizer")
ARTERIAL, PORTAL, LUNG = Series(2, "CT arterial"), Series(3, "CT portal venous"), Series(4, "CT lung")
CASE = {
    "TP0": Images((LOCALIZER, ARTERIAL, PORTAL), (Pin("T02", 2), Pin("T01", 3))),
    "TP1": Images((replace(PORTAL, number=1), replace(ARTERIAL, number=2))),
    "TP2": Images((LOCALIZER, LUNG, PORTAL)),
    "TP3": Images((ARTERIAL, LUNG, PORTAL), (Pin("T01", 3),)),
}


def until(last: str) -> dict[str, Images]:
    return {name: one for name, one in CASE.items() if name <= last}


def test_one_image_is_the_current_timepoint_on_the_series_pinned_for_the_lesion():
    assert hang(Layout.ONE, CASE, Wanted("TP0", "T01")) == (Hung(Shown("TP0", 3), Role.CURRENT),)
    assert hang(Layout.ONE, CASE, Wanted("TP0", "T02")) == (Hung(Shown("TP0", 2), Role.CURRENT),)


def test_the_prior_hangs_left_in_the_phase_of_the_current_one():
    assert hang(Layout.TWO, CASE, Wanted("TP2", series=3)) == (
        Hung(Shown("TP1", 1), Role.PREVIOUS),
        Hung(Shown("TP2", 3), Role.CURRENT),
    )


def test_another_prior_can_be_chosen():
    left, right = hang(Layout.TWO, CASE, Wanted("TP3", "T01", prior="TP0"))
    assert (left, right) == (Hung(Shown("TP0", 3), Role.BASELINE), Hung(Shown("TP3", 3), Role.CURRENT))


def test_four_images_are_baseline_nadir_previous_and_current():
    hung = hang(Layout.FOUR, CASE, Wanted("TP3", "T01", nadir="TP1"))
    assert [(one.shown.timepoint, one.role) for one in hung] == [
        ("TP0", Role.BASELINE),
        ("TP1", Role.NADIR),
        ("TP2", Role.PREVIOUS),
        ("TP3", Role.CURRENT),
    ]


@pytest.mark.parametrize("nadir", [None, "TP0", "TP1"])
def test_a_timepoint_hangs_once_and_the_rest_are_phases_of_the_current_one(nadir):
    hung = hang(Layout.FOUR, until("TP2"), Wanted("TP2", series=3, nadir=nadir))
    assert [one and (one.shown.timepoint, one.shown.series) for one in hung] == [
        ("TP0", 3),
        ("TP1", 1),
        ("TP2", 4),
        ("TP2", 3),
    ]
    assert [one.role for one in hung][2:] == [Role.PHASE, Role.CURRENT]


def test_at_the_baseline_there_is_no_prior_but_the_other_phase():
    assert hang(Layout.TWO, until("TP0"), Wanted("TP0", "T01")) == (
        Hung(Shown("TP0", 2), Role.PHASE),
        Hung(Shown("TP0", 3), Role.CURRENT),
    )
    alone = {"TP0": Images((PORTAL,))}
    assert hang(Layout.FOUR, alone, Wanted("TP0")) == (None, None, None, Hung(Shown("TP0", 3), Role.CURRENT))


def test_a_timepoint_without_images_leaves_its_places_empty():
    assert hang(Layout.TWO, {"TP0": Images(())}, Wanted("TP0")) == (None, None)
    left, right = hang(Layout.TWO, {"TP0": Images(()), "TP1": CASE["TP1"]}, Wanted("TP1", series=2))
    assert (left.role, left.shown, right.shown) == (Role.PHASE, Shown("TP1", 1), Shown("TP1", 2))


def test_the_other_modality_is_better_than_nothing():
    mixed = {"TP0": Images((Series(5, "MR T2", "MR"),)), "TP1": CASE["TP1"]}
    assert hang(Layout.TWO, mixed, Wanted("TP1"))[0] == Hung(Shown("TP0", 5), Role.BASELINE)


def test_a_localizer_is_shown_only_where_there_is_nothing_else():
    assert usual_stack(CASE["TP2"], "TP2") == Shown("TP2", 4)
    assert usual_stack(Images((LOCALIZER,)), "TP0") == Shown("TP0", 1)


def test_of_several_stacks_the_longest_is_shown():
    parts = Images((replace(PORTAL, volumes=(volume(3), volume(40), volume(7))),))
    assert usual_stack(parts, "TP0") == Shown("TP0", 3, 1)


def test_a_key_goes_round_the_phases_and_back():
    shown, seen = Shown("TP3", 3), []
    for _ in range(3):
        shown = next_series(CASE["TP3"], shown)
        seen.append(shown.series)
    assert seen == [2, 4, 3]
    assert next_series(CASE["TP3"], shown, -1).series == 4
    assert next_series(CASE["TP0"], Shown("TP0", 3)).series == 2, "a localizer is left out"
    assert next_series(CASE["TP0"], Shown("TP0", 9)) == Shown("TP0", 9)


VIEW = View((1.0, 2.0, 3.0), 0.4, Window(80, 150), Orientation.CORONAL, slab_mm=5.0)
OWN = View((0.0, 0.0, 0.0), 1.0, Window(40, 400))


def side(label: str, modality: str = "CT", space: str = "1.2.3") -> Side:
    return Side(Shown("TP0", 1), space, modality, label)


def test_the_next_phase_is_shown_at_the_same_place_in_the_same_window():
    assert carried(VIEW, (side("CT arterial"), side("CT portal venous")), OWN) == VIEW


def test_the_next_sequence_keeps_the_place_but_has_a_window_of_its_own():
    assert carried(VIEW, (side("MR T1", "MR"), side("MR T2", "MR")), OWN) == replace(VIEW, window=OWN.window)


def test_an_uneven_stack_keeps_its_own_cut():
    uneven = replace(side("CT portal venous"), reformattable=False)
    assert carried(VIEW, (side("CT arterial"), uneven), OWN) == replace(VIEW, orientation=Orientation.ACQUIRED)


def test_in_another_space_the_place_is_not_known():
    found = carried(VIEW, (side("CT arterial"), side("CT portal venous", space="1.9")), OWN)
    assert found == replace(OWN, window=VIEW.window)


def test_a_side_is_what_its_series_says():
    images = Images((replace(PORTAL, volumes=(volume(space=""), volume())),))
    nowhere = side_of(images, Shown("TP1", 3))
    assert (nowhere.space, nowhere.label, nowhere.reformattable) == ("TP1/3/0", "CT portal venous", True)
    assert side_of(images, Shown("TP1", 3, 1)).space == "1.2.3"
    assert side_of(images, Shown("TP1", 3, 2)) is side_of(images, Shown("TP1", 4)) is None
