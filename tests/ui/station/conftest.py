from collections.abc import Iterator

import pytest

from seedcryo_reader.ui.shared.background import Background


@pytest.fixture
def background() -> Iterator[Background]:
    made = Background()
    yield made
    made.close()
