from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedcryo_reader.domain.anatomy import LYMPH_NODE, PLACES, is_place
from seedcryo_reader.domain.case import Target, is_case_number, is_target_id, is_timepoint, millimetres
from seedcryo_reader.domain.series_label import LABELS, is_label


@pytest.mark.parametrize(
    ("known", "good", "bad"),
    [
        (is_case_number, ["C-0001", "C-9999"], ["C-1", "c-0001", "C-00001", "C-0001\n", "C-٠٠٠١", ""]),
        (is_timepoint, ["TP0", "TP9", "TP99"], ["TP", "TP00", "TP01", "TP100", "tp0", "TP-1", "TP0\n"]),
        (is_target_id, ["T01", "T99"], ["T00", "T1", "T100", "t01"]),
    ],
)
def test_the_closed_forms(known, good, bad):
    assert all(map(known, good))
    assert not any(map(known, bad))


def test_a_target_lies_in_a_place_of_its_organ():
    assert is_place("liver", "segment VI")
    assert not is_place("lung", "segment VI")
    assert not is_place("left arm", "segment VI")
    assert Target("T01", "liver", "segment VI", node=False, mark_mm=("-1.000", "0.500", "120.250"))
    assert Target("T02", LYMPH_NODE, "paraaortic", node=True)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"target_id": "T1"}, "T01 to T99"),
        ({"place": "behind the stomach"}, "place is not one of the organ 'liver' .segment I,"),
        ({"organ": "left arm"}, "organ is not in the vocabulary .liver,"),
        ({"organ": LYMPH_NODE, "place": "paraaortic"}, "only there"),
        ({"node": True}, "only there"),
        ({"mark_mm": ("1.0", "2.0", "3.0")}, "three decimals"),
    ],
)
def test_a_target_that_exists_is_valid(change, said):
    fields = {"target_id": "T01", "organ": "liver", "place": "segment VI", "node": False, "mark_mm": None}
    with pytest.raises(ValueError, match=said):
        Target(**fields | change)


def test_all_problems_of_a_target_are_said_at_once():
    with pytest.raises(ValueError, match=r"T01 to T99.*the place"):
        Target("first", "liver", "somewhere", node=False)


@given(st.decimals(-9999, 9999, allow_nan=False, places=3))
def test_millimetres_keep_their_value_at_three_decimals(value):
    assert Decimal(millimetres(str(value))) == value


@pytest.mark.parametrize("text", ["", "1e3", "nan", "12,5", "1 ", "10000", "9999.9999", "１"])
def test_what_is_no_coordinate_is_refused(text):
    with pytest.raises(ValueError, match="millimetres"):
        millimetres(text)


def test_there_is_no_negative_zero():
    assert millimetres("-0.0001") == "0.000"


def test_labels_belong_to_a_modality():
    assert is_label("CT portal venous")
    assert is_label("CT portal venous", "CT")
    assert not is_label("CT portal venous", "MR")
    assert not is_label("post treatment")
    assert not is_label("CT", "PT")


def test_the_vocabularies_hold_no_word_twice():
    for words in (*PLACES.values(), *LABELS.values()):
        assert len(set(words)) == len(words)
