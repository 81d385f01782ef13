"""Registration of phantom pairs, whose true map is known: to a millimetre, or not trusted."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from seedcryo_reader.demo.phantom.build import DEFAULT_SEED, choose
from seedcryo_reader.demo.phantom.scene import first_to_here, render_series, set_scene
from seedcryo_reader.demo.phantom.space import centred_grid, rotation_deg
from seedcryo_reader.domain.errors import Cancelled, EnvironmentFailure
from seedcryo_reader.imaging.registration.job import Found
from seedcryo_reader.imaging.registration.judging import Doubt, Registered, judge
from seedcryo_reader.imaging.registration.register import register, registration_pool
from seedcryo_reader.imaging.volume import Geometry, Statistics, Volume
from seedcryo_reader.imaging.watch import Watch
from seedcryo_reader.imaging.workers.pool import WorkerPool

Array = np.ndarray
Lie = tuple[Volume, Array]
"""A volume, and the true map from the first timepoint's millimetres to its own (4×4)."""


@pytest.fixture(scope="module")
def workers() -> Iterator[WorkerPool]:
    with registration_pool() as pool:
        yield pool


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("voxels")


def mapped(file: Path, voxels: Array, affine: Array, unit: str = "HU") -> Volume:
    """A volume whose voxels lie in a file."""
    np.ascontiguousarray(voxels).tofile(file)
    spacing = np.linalg.norm(affine[:3, :3], axis=0)
    return Volume(
        np.memmap(file, voxels.dtype, "r", shape=voxels.shape),
        Geometry(affine, (spacing[1], spacing[0], spacing[2])),
        "",
        unit,
        (),
        Statistics(float(voxels.min()), float(voxels.max()), 0.0),
        "3d",
        False,
        file,
    )


def phantom(folder: Path, case: str, timepoint: int, series: str) -> Lie:
    """A phantom on a coarser grid: quick to paint."""
    [chosen] = choose([case])
    scene = set_scene(chosen, timepoint, DEFAULT_SEED)
    middle = tuple(scene.grid.point(*(np.array([scene.grid.columns, scene.grid.rows, scene.grid.slices]) - 1) / 2))
    tilt = (-4.0, 2.0, 1.5) if series.startswith("MR") else (0.0, 0.0, 0.0)
    scene = replace(scene, grid=centred_grid(176, 176, 40, (2.1, 2.1, 3.0), middle=middle, tilt=tilt))
    voxels = np.stack([stored for _, stored in render_series(scene, series)]).astype(np.int16)
    voxels -= 1024 if series.startswith("CT") else 0
    unit = "HU" if series.startswith("CT") else "arbitrary"
    volume = mapped(folder / f"{case}-{timepoint}-{series}", voxels, scene.grid.affine(), unit)
    return volume, first_to_here(scene).matrix()


PORTAL, ARTERIAL, T1 = "CT-portal-venous", "CT-arterial", "MR-T1-post-contrast"


@pytest.fixture(scope="module")
def first(folder: Path) -> Lie:
    return phantom(folder, "C-0001", 0, PORTAL)


@pytest.fixture(scope="module")
def later(folder: Path) -> Lie:
    return phantom(folder, "C-0001", 1, PORTAL)


def errors_mm(found: Registered, fixed: Lie, moving: Lie) -> Array:
    """How far from the truth a registration brings points all over the fixed volume."""
    truth = moving[1] @ np.linalg.inv(fixed[1])
    k, j, i = fixed[0].array.shape
    index = np.stack(np.meshgrid([0.2 * i, 0.8 * i], [0.3 * j, 0.7 * j], [0, k - 1]), axis=-1).reshape(-1, 3)
    points = np.column_stack([index, np.ones(len(index))]) @ fixed[0].geometry.affine.T
    return np.linalg.norm((points @ np.asarray(found.matrix).T - points @ truth.T)[:, :3], axis=1)


def moved(folder: Path, lie: Lie, by: Array) -> Lie:
    """The same patient in a frame of reference zeroed somewhere else, and turned."""
    return mapped(folder / "moved", lie[0].array, by @ lie[0].geometry.affine), by @ lie[1]


def shift_and_turn(shift: tuple[float, ...], degrees: tuple[float, ...]) -> Array:
    by = np.eye(4)
    by[:3, :3], by[:3, 3] = rotation_deg(*degrees), shift
    return by


@pytest.fixture(scope="module")
def found(first: Lie, later: Lie, workers: WorkerPool) -> Registered:
    return register(first[0], later[0], workers)


def test_a_follow_up_is_found_to_a_millimetre(first, later, found):
    assert found.trusted
    assert found.quality > 0.85
    assert errors_mm(found, first, later).max() <= 1.0


def test_another_phase_and_the_other_way_round(first, folder, workers):
    arterial = phantom(folder, "C-0001", 1, ARTERIAL)
    found = register(arterial[0], first[0], workers)
    assert found.trusted
    assert errors_mm(found, arterial, first).max() <= 1.0


def test_mr_is_found_too(folder, workers):
    one, other = (phantom(folder, "C-0008", timepoint, T1) for timepoint in (0, 1))
    found = register(one[0], other[0], workers)
    assert found.trusted
    assert errors_mm(found, one, other).max() <= 1.0


def test_the_table_and_the_turn_do_not_matter(first, later, folder, workers):
    other = moved(folder, later, shift_and_turn((40, -25, 300), (4, -5, 7)))
    found = register(first[0], other[0], workers)
    assert found.trusted
    assert errors_mm(found, first, other).max() <= 1.0


def test_unequal_noise_and_coverage(first, later, folder, workers):
    """Six centimetres less of the patient, and five times the noise."""
    volume, truth = later
    noise = np.random.default_rng(5).normal(0, 60, volume.array[20:].shape)
    affine = volume.geometry.affine.copy()
    affine[:3, 3] += 20 * affine[:3, 2]
    other = mapped(folder / "noisy", (volume.array[20:] + noise).astype(np.int16), affine), truth
    found = register(first[0], other[0], workers)
    assert found.trusted
    assert errors_mm(found, first, other).max() <= 1.0


def in_the_mirror(array: Array) -> Array:
    return array[:, :, ::-1]


def upside_down(array: Array) -> Array:
    return array[::-1]


def noise_alone(array: Array) -> Array:
    return np.random.default_rng(3).normal(0, 100, array.shape).astype(np.int16)


def nobody(array: Array) -> Array:
    return np.full_like(array, -1000)


@pytest.mark.parametrize("change", [in_the_mirror, upside_down, noise_alone, nobody])
def test_what_is_not_the_same_body_is_not_trusted(first, later, folder, workers, change: Callable[[Array], Array]):
    other = mapped(folder / "wrong", change(later[0].array), later[0].geometry.affine)
    found = register(first[0], other, workers)
    assert Doubt.UNLIKE in found.doubts
    assert not found.trusted


def test_another_patient_is_not_trusted(first, folder, workers):
    stranger, _ = phantom(folder, "C-0002", 1, PORTAL)
    assert not register(first[0], stranger, workers).trusted


def test_a_few_slices_are_too_little(first, later, folder, workers):
    few = mapped(folder / "few", later[0].array[:4], later[0].geometry.affine)
    assert Doubt.LITTLE_OVERLAP in register(first[0], few, workers).doubts


def test_the_same_files_give_the_same_answer(first, later, found, workers):
    assert register(first[0], later[0], workers) == found


def test_it_can_be_cancelled(first, later, workers):
    with pytest.raises(Cancelled):
        register(first[0], later[0], workers, Watch(cancelled=lambda: True))


def test_a_file_that_is_gone_is_trouble_of_the_surroundings(first, later, folder, workers):
    gone = replace(later[0], file=folder / "gone")
    with pytest.raises(EnvironmentFailure, match="could not be registered"):
        register(first[0], gone, workers)


@pytest.mark.parametrize("lack", [{"file": None}, {"measurable": "in-plane"}, {"geometry": None}])
def test_what_has_no_sure_place_is_not_registered(first, later, workers, lack):
    with pytest.raises(ValueError, match="measurable in 3d"):
        register(first[0], replace(later[0], **lack), workers)


IDENTITY = tuple(map(tuple, np.eye(4).tolist()))


@pytest.mark.parametrize(
    ("found", "doubts"),
    [
        (Found(IDENTITY, 0.93, 0.9, 0.4), ()),
        (Found(IDENTITY, 0.71, 0.9, 0.4), (Doubt.UNLIKE,)),
        (Found(IDENTITY, 0.93, 0.29, 0.4), (Doubt.LITTLE_OVERLAP,)),
        (Found(IDENTITY, 0.93, 0.9, 3.1), (Doubt.UNSTEADY,)),
        (Found(IDENTITY, -0.2, 0.0, 9.0), (Doubt.LITTLE_OVERLAP, Doubt.UNLIKE, Doubt.UNSTEADY)),
    ],
)
def test_every_limit_is_a_doubt_of_its_own(found, doubts):
    judged = judge(found)
    assert (judged.doubts, judged.trusted) == (doubts, not doubts)
    assert 0 <= judged.quality <= 1


def test_asking_for_a_registration_does_not_load_simpleitk():
    program = "import sys, seedcryo_reader.imaging.registration.register; sys.exit('SimpleITK' in sys.modules)"
    assert subprocess.run([sys.executable, "-P", "-c", program], check=False).returncode == 0
