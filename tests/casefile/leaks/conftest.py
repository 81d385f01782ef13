"""The checker's rules, read once."""

from collections.abc import Callable
from pathlib import Path

import pytest

from seedcryo_reader.casefile.leaks.check import check_image
from seedcryo_reader.casefile.leaks.rules import Rules, read_rules

TABLES = Path(__file__).resolve().parents[3] / "resources" / "deidentification"

Codes = Callable[[bytes], list[str]]


@pytest.fixture(scope="session")
def tables() -> Path:
    return TABLES


@pytest.fixture(scope="session")
def rules() -> Rules:
    return read_rules(TABLES)


@pytest.fixture(scope="session")
def codes(rules: Rules) -> Codes:
    """Codes of all findings of one file, in order."""
    return lambda data: [one.code for one in check_image(data, rules, "a.dcm")]
