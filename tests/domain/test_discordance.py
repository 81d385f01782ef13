"""What two reads are compared by: values that say what they are about, and travel as plain values."""

from decimal import Decimal

import pytest

from seedcryo_reader.criteria.protocol.coordinating import Adjudication
from seedcryo_reader.domain import canonical
from seedcryo_reader.domain.codec import plain, value_from
from seedcryo_reader.domain.discordance import (
    OVERALL,
    Cause,
    Comparison,
    Difference,
    Divergence,
    LocalResult,
    ReadResult,
    Side,
    Variable,
)
from seedcryo_reader.domain.measurement import ImagePlace, Plane

DIFFERENCE = Difference(Variable.OVERALL_PROGRESSION, OVERALL, "TP3", "none", (Cause.NEW_LESION,))
LOCAL = LocalResult(
    "T01", "TP2", "TP3", Cause.LOCAL_FINDING, True, ("equivocal", "LP"), ("equivocal", "LP"), "in words"
)
VALUES = [
    LOCAL,
    ReadResult(
        "C-0042", "reader1", 2, "0" * 64, "seed-cryo/1.0", "1" * 64, ("TP0", "TP1"), (LOCAL,), None, None, (), ()
    ),
    Comparison("C-0042", "0" * 64, "1" * 64, (DIFFERENCE,), ("alike for another reason",), ("a remark",)),
    Divergence(
        "TP3",
        "T02",
        "T02",
        Side("LP", Decimal("24.1"), ImagePlace(1, "1.2.3", 4, Plane.AXIAL), Decimal("-1.0")),
        Side("NE"),
        Cause.TARGET_MEASURE,
    ),
]


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_a_value_comes_back_from_its_bytes_as_it_was(value):
    assert value_from(type(value), canonical.decode(canonical.encode(plain(value)))) == value


def test_reads_are_discordant_where_they_differ_and_not_for_another_reason_alone():
    assert Comparison("C-0042", "a", "b", (DIFFERENCE,)).is_discordant
    assert not Comparison("C-0042", "a", "b", (), ("alike for another reason",)).is_discordant


def test_the_variables_are_those_that_a_protocol_can_name():
    (items, _ellipsis) = Adjudication.model_fields["variables"].annotation.__args__
    assert [one.value for one in Variable] == list(items.__args__)
