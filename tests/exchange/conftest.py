"""A centre, an account, and what passes between them."""

import pytest
from exchange.ways import Correspondents, make_correspondents


@pytest.fixture(scope="session")
def both() -> Correspondents:
    return make_correspondents()
