"""The sentence about the place where two reads part."""

from dataclasses import replace
from decimal import Decimal

import pytest

from seedcryo_reader.coordination.discordance.telling import sentence
from seedcryo_reader.domain.discordance import Cause, Divergence, Side
from seedcryo_reader.domain.measurement import ImagePlace, Plane

IMAGE = ImagePlace(2, "1.2.3", 40)
CHARTER = Divergence(
    "TP3",
    "T02",
    "T02",
    Side("LP", Decimal("24.1"), IMAGE, Decimal("-1.0")),
    Side("no LP", Decimal("22.9"), IMAGE, Decimal("1.3")),
    Cause.TARGET_MEASURE,
)


def test_it_is_said_as_the_charter_says_it():
    assert sentence(CHARTER) == "TP3, T02: A 24.1 mm (LP), B 22.9 mm (no LP); same slice; 1 mm would turn it"


def test_the_reads_can_be_called_something_else():
    assert sentence(CHARTER, ("first", "second")).startswith("TP3, T02: first 24.1 mm (LP), second 22.9 mm (no LP);")


@pytest.mark.parametrize(
    ("other", "slices", "words"),
    [
        (replace(IMAGE, frame=41), None, "other slice"),
        (replace(IMAGE, sop_instance="1.2.4"), None, "other slice"),
        (replace(IMAGE, frame=41), 1, "1 slice apart"),
        (replace(IMAGE, frame=41), 4, "4 slices apart"),
        (replace(IMAGE, frame=41), 0, "same slice"),
        (IMAGE, 3, "same slice"),
        (replace(IMAGE, series=3), None, "other series"),
        (replace(IMAGE, plane=Plane.CORONAL), 2, "other plane"),
    ],
)
def test_it_says_how_far_the_images_lie_apart(other, slices, words):
    second = replace(CHARTER.second, image=other)
    assert f"; {words}; 1 mm" in sentence(replace(CHARTER, second=second), slices=slices)


def test_without_an_image_on_a_side_nothing_is_said_of_slices():
    second = Side("NE")
    told = sentence(replace(CHARTER, second=second))
    assert told == "TP3, T02: A 24.1 mm (LP), B not evaluable; 1 mm would turn it"
    assert sentence(replace(CHARTER, first=replace(CHARTER.first, turning_mm=None), second=second)).endswith(
        "evaluable"
    )


def test_a_sum_names_the_lesion_that_the_reads_differ_most_in():
    told = sentence(replace(CHARTER, about="target"))
    assert told.startswith("TP3, sum of diameters: A 24.1 mm")
    assert "; they differ most in T02, same slice; 1 mm" in told
    assert "they differ" not in sentence(replace(CHARTER, about="target", lesion=None))


@pytest.mark.parametrize(
    ("mm", "words"), [("-0.5", "0.5 mm"), ("10.0", "10 mm"), ("20", "20 mm"), ("1.25", "1.25 mm"), ("-100.0", "100 mm")]
)
def test_millimetres_have_no_zeros_behind_the_point(mm, words):
    first, second = (replace(side, turning_mm=Decimal(mm)) for side in (CHARTER.first, CHARTER.second))
    assert sentence(replace(CHARTER, first=first, second=second)).endswith(f"; {words} would turn it")
