"""The wheel, built from a copy of the sources and installed somewhere else, works there."""

import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from dataclasses import dataclass
from pathlib import Path

import child
import imagecodecs
import numpy as np
import pytest
import virtual_env
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.uid import CTImageStorage, JPEGLSLossless, generate_uid

from seedcryo_reader import __version__

SHIPPED = ("migrations", "resources")


@dataclass(frozen=True)
class Elsewhere:
    """Another virtual environment, with the program installed from its wheel, and a folder to work in."""

    venv: Path
    work: Path

    def run(self, *arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        """Run the program there and return what it said."""
        command = [virtual_env.python_of(self.venv), "-P", "-m", "seedcryo_reader", *arguments]
        return self.call(*command, cwd=cwd)

    def call(self, *command: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        """Run any command there."""
        return subprocess.run(
            command,
            cwd=cwd or self.work,
            env=child.environment(),
            capture_output=True,
            encoding="utf-8",
            check=False,
        )


@pytest.fixture(scope="module")
def wheel(root: Path, source_files: list[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from a copy of the source tree."""
    copy = tmp_path_factory.mktemp("a copy")
    for name in source_files:
        (copy / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(root / name, copy / name)
    _succeed(sys.executable, "-P", "-m", "hatchling", "build", "-t", "wheel", "-d", "dist", cwd=copy)
    (built,) = (copy / "dist").glob("*.whl")
    return built


@pytest.fixture(scope="module")
def elsewhere(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Elsewhere:
    """Install the wheel into another environment, which borrows the dependencies but not the source tree."""
    folder = tmp_path_factory.mktemp("else where")
    venv = folder / "venv"
    _succeed(virtual_env.base_python(), "-I", "-m", "venv", "--without-pip", str(venv))
    site = Path(sysconfig.get_path("purelib", vars={"base": str(venv), "platbase": str(venv)}))
    # The folders named in a .pth file are searched, but that of the editable install in there is not read.
    borrowed = "\n".join(sysconfig.get_path(kind) for kind in ("purelib", "platlib"))
    (site / "borrowed.pth").write_text(borrowed, encoding="utf-8")
    pip = [
        virtual_env.pip_for(Path(sys.prefix))[0],
        "-P",
        "-m",
        "pip",
        "--python",
        str(virtual_env.python_of(venv)),
    ]
    _succeed(*pip, "install", "--no-index", "--no-deps", "--quiet", str(wheel))
    work = folder / "work"
    (work / "dl").mkdir(parents=True)
    for stray in ("dl/__init__.py", "numpy.py", "seedcryo_reader.py"):
        (work / stray).write_text("raise AssertionError('a stray file was imported')\n")
    return Elsewhere(venv, work)


def _succeed(*command: str, cwd: Path | None = None) -> None:
    done = subprocess.run(command, cwd=cwd, env=child.environment(), capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("folder", SHIPPED)
def test_the_wheel_carries_every_file_of(folder: str, root: Path, wheel: Path, source_files: list[str]) -> None:
    shipped = [name for name in source_files if name.startswith(f"{folder}/")]
    assert shipped
    with zipfile.ZipFile(wheel) as archive:
        for name in shipped:
            assert archive.read(f"seedcryo_reader/_shipped/{name}") == (root / name).read_bytes()


def test_the_wheel_carries_nothing_but_the_program_and_its_licence(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert {name.split("/")[0].split("-")[0] for name in names} == {"seedcryo_reader"}
    assert [name for name in names if name.endswith("licenses/LICENSE")]
    assert not [name for name in names if "__pycache__" in name or "/tests/" in name]


def test_the_installed_program_runs_from_where_it_is_installed(elsewhere: Elsewhere) -> None:
    done = elsewhere.run("--version")
    assert (done.returncode, done.stderr) == (0, "")
    assert __version__ in done.stdout


def test_the_installed_program_is_the_one_from_the_wheel(elsewhere: Elsewhere) -> None:
    where = "import seedcryo_reader; print(seedcryo_reader.__file__)"
    done = elsewhere.call(virtual_env.python_of(elsewhere.venv), "-P", "-c", where)
    assert Path(done.stdout.strip()).is_relative_to(elsewhere.venv)


def test_the_installed_program_finds_what_it_ships(elsewhere: Elsewhere) -> None:
    find = "from seedcryo_reader.app import paths; print(paths.resources(), paths.migrations(), sep='\\n')"
    done = elsewhere.call(virtual_env.python_of(elsewhere.venv), "-P", "-c", find)
    found = [Path(line) for line in done.stdout.splitlines()]
    assert [path.name for path in found] == ["resources", "migrations"]
    assert all(path.is_relative_to(elsewhere.venv) for path in found)


def test_the_installed_script_runs(elsewhere: Elsewhere) -> None:
    script = virtual_env.python_of(elsewhere.venv).with_name("seedcryo-reader" + (".exe" if os.name == "nt" else ""))
    done = elsewhere.call(script, "--version")
    assert done.returncode == 0, done.stderr
    assert __version__ in done.stdout


def test_the_installed_program_reads_compressed_images_among_stray_files(elsewhere: Elsewhere) -> None:
    scan = elsewhere.work / "scan"
    scan.mkdir()
    series, frame = generate_uid(), generate_uid()
    for k in range(3):
        _ct_slice(series, frame, k).save_as(scan / f"{k}.dcm", enforce_file_format=True)
    done = elsewhere.run("series", "scan", "--sheet", "sheets")
    assert (done.returncode, done.stderr) == (0, "")
    assert "3 × 16 × 16" in done.stdout
    assert list((elsewhere.work / "sheets").glob("*.png"))


def _ct_slice(series: str, frame: str, k: int) -> Dataset:
    dataset = Dataset()
    dataset.file_meta = FileMetaDataset()
    dataset.file_meta.TransferSyntaxUID = JPEGLSLossless
    dataset.SOPClassUID = CTImageStorage
    dataset.SOPInstanceUID = generate_uid()
    dataset.Modality = "CT"
    dataset.StudyInstanceUID = dataset.SeriesInstanceUID = series
    dataset.FrameOfReferenceUID = frame
    dataset.ImagePositionPatient = [0, 0, 2 * k]
    dataset.ImageOrientationPatient = [1, 0, 0, 0, 1, 0]
    dataset.PixelSpacing = [1, 1]
    dataset.SliceThickness = 2
    dataset.RescaleIntercept, dataset.RescaleSlope = 0, 1
    dataset.Rows = dataset.Columns = 16
    dataset.SamplesPerPixel = 1
    dataset.PhotometricInterpretation = "MONOCHROME2"
    dataset.BitsAllocated = dataset.BitsStored = 16
    dataset.HighBit = 15
    dataset.PixelRepresentation = 0
    pixels = np.arange(256, dtype=np.uint16).reshape(16, 16)
    dataset.PixelData = encapsulate([imagecodecs.jpegls_encode(pixels)])
    dataset["PixelData"].is_undefined_length = True
    return dataset
