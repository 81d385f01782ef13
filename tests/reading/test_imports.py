"""A reader's read is blinded and light: what it loads when it is imported in a fresh interpreter."""

import subprocess
import sys

import pytest

HEAVY = {
    "PySide6",
    "vtkmodules",
    "sqlalchemy",
    "sqlcipher3",
    "numpy",
    "SimpleITK",
    "pydicom",
    "pyrage",
    "cryptography",
}
UNBLINDING = {
    "seedcryo_reader.coordination",
    "seedcryo_reader.adjudication",
    "seedcryo_reader.domain.discordance",
    "seedcryo_reader.domain.dispute",
}


@pytest.mark.parametrize(
    "module",
    [
        "seedcryo_reader.reading.reading",
        "seedcryo_reader.reading.playing",
        "seedcryo_reader.reading.telling",
        "seedcryo_reader.domain.fold",
    ],
)
def test_reading_loads_no_toolkit_no_store_and_nothing_that_unblinds(module):
    program = f"import sys, {module}; print(' '.join(sys.modules))"
    command = [sys.executable, "-P", "-c", program]
    loaded = set(subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout.split())
    assert module in loaded
    assert not loaded & (HEAVY | UNBLINDING)
