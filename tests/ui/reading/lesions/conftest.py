"""The offscreen platform has no window manager: lists that open over a window say so, on it alone."""

from pathlib import Path

import pytest

UNSUPPORTED = "plugin does not support (propagateSizeHints|raise|grabbing the keyboard)"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.qt_log_ignore(UNSUPPORTED), append=False)
