"""The shipped protocol, and ways to change it."""

import pytest
from criteria.reads import SHIPPED, changed

from seedcryo_reader.criteria.protocol.reader import load_protocol


@pytest.fixture(scope="session")
def protocol():
    """The shipped protocol."""
    return load_protocol(SHIPPED)


@pytest.fixture(scope="session")
def first_protocol():
    """The protocol of format 1, as it was released."""
    return load_protocol(SHIPPED.with_name("0.1.toml"))


@pytest.fixture(scope="session")
def protocol_with(protocol):
    """The shipped protocol with other values: ``protocol_with({"target_response.pr_percent": Decimal(25)})``."""
    return lambda changes: changed(protocol, changes)
