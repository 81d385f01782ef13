"""What every test of a screen wants: the look, no warning of Qt, no widget left behind."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget

from seedcryo_reader.app.paths import resources
from seedcryo_reader.ui.shared import theme


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.qt_log_level_fail("WARNING"))
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support"))  # the offscreen platform


@pytest.fixture(scope="session")
def dressed(qapp: QApplication) -> QApplication:
    """The application with the theme on it, once."""
    theme.apply(qapp, resources())
    return qapp


@pytest.fixture(autouse=True)
def nothing_left(dressed: QApplication) -> Iterator[None]:
    """Every widget that a test makes belongs to qtbot or to another widget: none stands alone after the test."""
    before = alone(dressed)
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left = [widget for widget in alone(dressed) if widget not in before]
    if left:  # some may only wait for the collector
        left.clear()
        gc.collect()
        left = [widget for widget in alone(dressed) if widget not in before]
    assert not left, f"left behind: {left}"


def alone(app: QApplication) -> list[QWidget]:
    return [widget for widget in app.topLevelWidgets() if widget.parent() is None]
