"""Where the tour of this test run has built its case, so that nobody builds it twice."""

from pathlib import Path

import pytest


def toured_case(places: pytest.TempPathFactory) -> Path:
    """The folder with the images of the tour's case and their truth; it is there once the tour was made."""
    return places.getbasetemp() / "toured"
