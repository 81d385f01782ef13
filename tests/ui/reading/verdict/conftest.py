"""A window for the flows that need one."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot
from ui.reading.verdict.rooms import Room


@pytest.fixture
def room(qtbot: QtBot) -> Iterator[Room]:
    made = Room(qtbot)
    yield made
    made.background.close()
