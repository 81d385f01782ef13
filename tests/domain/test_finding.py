"""A finding is a value with a code and a sentence."""

import pytest

from seedcryo_reader.domain.errors import Cancelled, EnvironmentFailure
from seedcryo_reader.domain.finding import Finding


def test_a_finding_is_a_value():
    assert Finding("missing-slice", "One is missing.", ("a",)) == Finding("missing-slice", "One is missing.", ("a",))
    assert Finding("x", "All of it.").files == ()
    with pytest.raises(AttributeError):
        Finding("x", "y").code = "z"


@pytest.mark.parametrize(("code", "text"), [("", "A sentence."), ("code", "")])
def test_a_finding_says_something(code, text):
    with pytest.raises(ValueError, match="code and a sentence"):
        Finding(code, text)


def test_trouble_of_the_surroundings_is_not_a_persons_wish():
    assert not issubclass(Cancelled, EnvironmentFailure)
    assert str(EnvironmentFailure("The disk is full.")) == "The disk is full."


def test_a_finding_as_plain_values():
    assert Finding("a", "One.", ("x", "y")).plain() == {"code": "a", "text": "One.", "files": ["x", "y"]}
