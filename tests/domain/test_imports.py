"""What a folder loads when it is imported in a fresh interpreter: the light ones stay light."""

import subprocess
import sys

import pytest

HEAVY = ("PySide6", "vtkmodules", "sqlalchemy", "SimpleITK", "pydicom", "numpy")


def _loaded(module: str) -> set[str]:
    program = f"import sys, {module}; print(' '.join(sys.modules))"
    command = [sys.executable, "-P", "-c", program]
    return set(subprocess.run(command, capture_output=True, encoding="utf-8", check=True).stdout.split())


@pytest.mark.parametrize("module", ["seedcryo_reader.domain.finding", "seedcryo_reader.domain.errors"])
def test_the_domain_loads_the_standard_library_only(module):
    assert not _loaded(module) & {*HEAVY, "msgspec", "typer", "PIL"}


def test_the_command_line_starts_without_any_heavy_library():
    assert not _loaded("seedcryo_reader.app.commands") & set(HEAVY)


def test_the_supervisor_loads_no_decoder_and_no_dicom():
    assert not _loaded("seedcryo_reader.imaging.workers.pool") & {*HEAVY, "imagecodecs"}


def test_reading_series_loads_neither_vtk_nor_simpleitk_nor_qt():
    assert not _loaded("seedcryo_reader.app.series") & {"PySide6", "vtkmodules", "SimpleITK"}
