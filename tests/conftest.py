"""Fixtures for all tests."""

import os
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture
def real_data() -> Path:
    """Folder of real CT and MR images; where it is absent the test is skipped by name."""
    if not SHARED_DATA.is_dir():
        pytest.skip("the real images of ../shared/data are not here")
    return SHARED_DATA


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--soak", type=int, default=0, metavar="N", help="Rounds of the fault tests; 10 each when it is not given."
    )


@pytest.fixture
def rounds(request: pytest.FixtureRequest) -> int:
    """How many seeded rounds a fault test runs."""
    return int(request.config.getoption("--soak")) or 10
