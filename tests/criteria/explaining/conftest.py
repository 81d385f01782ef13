"""Explanations, and protocols that are changed at one place."""

import pytest
from criteria.explaining.walking import replaced

from seedcryo_reader.criteria.explaining.document import explanation


@pytest.fixture
def explained():
    """The whole document about a protocol."""
    return explanation


@pytest.fixture
def with_option(protocol):
    """The shipped protocol with another value: ``with_option("overall.pd_stays", False)``."""
    return lambda path, value: replaced(protocol, tuple(path.split(".")), value)
