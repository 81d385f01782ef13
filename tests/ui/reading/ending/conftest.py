"""A thread for what is slow."""

from collections.abc import Iterator

import pytest

from seedcryo_reader.ui.shared.background import Background


@pytest.fixture
def background(dressed: object) -> Iterator[Background]:
    made = Background()
    yield made
    made.close()
