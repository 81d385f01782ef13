"""What the second part of the tour expects is worked out of the truth and the readers' manners."""

from decimal import Decimal

import pytest
from demo.truths import truth_of

from seedcryo_reader.demo.reading.manner import Manner, Off
from seedcryo_reader.demo.reading.readers import ADA, BEN
from seedcryo_reader.demo.tour.disputed import Disputed, disputed_of


def test_the_lengths_are_those_that_the_two_readers_measure() -> None:
    expected = Disputed("C-0009", "TP3", "T01", (Decimal("29.4"), Decimal("28.5")))
    assert disputed_of(truth_of("C-0009"), (ADA, BEN)) == expected


def test_another_manner_measures_something_else() -> None:
    manner = Manner(1, deviations={"C-0009": [Off("TP3", "T01", Decimal("2.6"))]})
    assert disputed_of(truth_of("C-0009"), (manner,)).lengths == (Decimal("32.0"),)


def test_a_case_without_local_progression_has_no_such_dispute() -> None:
    with pytest.raises(ValueError, match="C-0010"):
        disputed_of(truth_of("C-0010"), (ADA, BEN))
