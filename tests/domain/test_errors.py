import pytest

from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.finding import Finding


def test_a_refusal_carries_every_finding():
    one, other = Finding("a", "One."), Finding("b", "Other.")
    refusal = Refused([one, other])
    assert refusal.findings == (one, other)
    assert str(refusal) == "One.; Other."


def test_a_refusal_without_a_reason_cannot_be_made():
    with pytest.raises(ValueError, match="needs a finding"):
        Refused([])
