"""Ids and places of lesions that a reader found, and the pieces of one."""

import pytest
from domain.acts import IMAGE, recorded

from seedcryo_reader.domain.lesion import Mark, RecordedLesion, whole_of
from seedcryo_reader.domain.role import Role


@pytest.mark.parametrize(
    ("lesion", "whole"),
    [
        ("T04.1", "T04"),
        ("R10.9", "R10"),
        ("T04", None),
        ("NT01.1", None),
        ("T04.0", None),
        ("T04.10", None),
        ("", None),
    ],
)
def test_a_piece_belongs_to_a_whole(lesion, whole):
    assert whole_of(lesion) == whole


@pytest.mark.parametrize("lesion", ["R01", "NT99", "NL10"])
def test_a_lesion_that_was_found_has_an_id_of_its_kind(lesion):
    assert not recorded(lesion).node
    assert RecordedLesion(lesion, "lymph node", "paraaortic", recorded(lesion).mark).node


@pytest.mark.parametrize("lesion", ["T01", "R00", "R1", "NL100", "nl01", "R01.1", ""])
def test_any_other_id_is_refused(lesion):
    with pytest.raises(ValueError, match="R, NT or NL"):
        recorded(lesion)


def test_a_lesion_lies_in_a_place_of_the_vocabulary():
    with pytest.raises(ValueError, match="place is not one of the organ 'lung'"):
        RecordedLesion("R01", "lung", "segment VI", recorded("R01").mark)


def test_a_mark_is_a_point():
    with pytest.raises(ValueError, match="three coordinates"):
        Mark(IMAGE, ("1", "2", "3"))


def test_there_are_four_roles():
    assert [role.value for role in Role] == ["reader", "adjudicator", "intake", "coordinator"]
