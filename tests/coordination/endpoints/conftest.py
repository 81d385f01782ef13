"""The shipped protocol."""

import pytest
from coordination.endpoints.tables import SHIPPED

from seedcryo_reader.criteria.protocol.reader import load_protocol


@pytest.fixture(scope="session")
def protocol():
    """Version 1.0 of the trial's protocol."""
    return load_protocol(SHIPPED)
