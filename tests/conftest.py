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


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests of a file together where several processes run them: they share what was made for the file."""
    for item in items:
        item.add_marker(pytest.mark.xdist_group(_group(item.path)))


def _group(file: Path) -> str:
    """The name of what is run by one process: a file, or all that share the phantom's images and the tour."""
    of_the_demo = file.parent.name == "demo" or file.name == "test_tour_killed.py"
    return "demo" if of_the_demo else str(file)


@pytest.fixture
def rounds(request: pytest.FixtureRequest) -> int:
    """How many seeded rounds a fault test runs."""
    return int(request.config.getoption("--soak")) or 10
