"""The readers to compare with, each on the same files: what they need from path to voxels in memory."""

import subprocess
import tempfile
from pathlib import Path

import numpy as np
import SimpleITK as sitk


def simpleitk(folder: Path) -> None:
    """Read with GDCM ordering, as SimpleITK's examples do."""
    reader = sitk.ImageSeriesReader()
    [series] = reader.GetGDCMSeriesIDs(str(folder))
    reader.SetFileNames(reader.GetGDCMSeriesFileNames(str(folder), series))
    reader.Execute()


def vtk_unchecked(folder: Path) -> None:
    """Read with vtkDICOMImageReader, which looks at no geometry (uncompressed only)."""
    from vtkmodules.vtkIOImage import vtkDICOMImageReader

    reader = vtkDICOMImageReader()
    reader.SetDirectoryName(str(folder))
    reader.Update()


def dcm2niix(folder: Path) -> None:
    """Convert to NIfTI with dcm2niix (optional dependency group `bench`)."""
    import dcm2niix as package

    with tempfile.TemporaryDirectory() as out:
        subprocess.run([package.bin, "-z", "n", "-b", "n", "-o", out, str(folder)], check=True, capture_output=True)


def lookup_and_copy(image: np.ndarray, table: np.ndarray, out: np.ndarray) -> np.ndarray:
    """One lookup of the slice and one numpy copy of an 8-bit picture of the output's size."""
    table[image]
    return out.copy()
