"""Registration of two CTs of 400 × 512 × 512 whose true map is known: seconds, and error in mm.

    .venv/bin/python -P tests/bench/registration.py [--dir DIR] [--rounds N]

The pair is one phantom patient at two timepoints, the second one turned, shifted by 4 cm, 5 cm less of it covered, with
four times the noise. The files are made once, in a few minutes, and kept in DIR. Reach: 5 seconds on two processors,
1 mm anywhere in the common part. The worker is warm, as it is from the second registration on, and the cold start is
told beside it.
"""

import argparse
import statistics
import tempfile
import time
from dataclasses import replace
from multiprocessing import Pool
from pathlib import Path

import numpy as np

from seedcryo_reader.demo.phantom.build import DEFAULT_SEED, choose
from seedcryo_reader.demo.phantom.cases import PORTAL
from seedcryo_reader.demo.phantom.scene import first_to_here, render_series, set_scene
from seedcryo_reader.demo.phantom.space import centred_grid
from seedcryo_reader.imaging.registration.register import register, registration_pool
from seedcryo_reader.imaging.volume import Geometry, Statistics, Volume

SLICES, SIZE, SPACING = 400, 512, (0.72, 0.72, 0.7)
SHIFT_MM, LESS_MM = np.array([40.0, -12.0, 25.0]), 50.0
REACH_SECONDS, REACH_MM = 5.0, 1.0


def make(work: tuple[Path, int]) -> None:
    """Write one timepoint: voxels, affine, and the true map from the first timepoint."""
    folder, timepoint = work
    [case] = choose(["C-0001"])
    scene = set_scene(case, timepoint, DEFAULT_SEED)
    size = np.array([scene.grid.columns, scene.grid.rows, scene.grid.slices])
    middle = scene.grid.point(*((size - 1) / 2))
    middle = middle + np.array([0.0, 0.0, LESS_MM if timepoint else 0.0])
    grid = centred_grid(SIZE, SIZE, SLICES, SPACING, middle=tuple(middle.tolist()), tilt=(0.0, 0.0, 0.0))
    noise = np.random.default_rng(7)
    slices = []
    for _, stored in render_series(replace(scene, grid=grid), PORTAL):
        values = stored.astype(np.float32) - 1024
        slices.append((values + noise.normal(0, 40.0, values.shape) * bool(timepoint)).astype(np.int16))
    np.stack(slices).tofile(folder / f"{timepoint}.raw")
    away = np.eye(4)
    away[:3, 3] = SHIFT_MM * bool(timepoint)
    np.savez(folder / f"{timepoint}.npz", affine=away @ grid.affine(), truth=away @ first_to_here(scene).matrix())


def volume_of(folder: Path, timepoint: int) -> tuple[Volume, np.ndarray]:
    """A timepoint over its file, and its true map."""
    file, known = folder / f"{timepoint}.raw", np.load(folder / f"{timepoint}.npz")
    array = np.memmap(file, np.int16, "r", shape=(SLICES, SIZE, SIZE))
    geometry = Geometry(known["affine"], SPACING)
    return Volume(array, geometry, "", "HU", (), Statistics(-1024, 3071, 0), "3d", False, file), known["truth"]


def errors_mm(matrix: np.ndarray, fixed: Volume, truth: np.ndarray) -> np.ndarray:
    """Error at points all over the common part of the fixed volume."""
    index = np.stack(np.meshgrid(*(np.linspace(0.2, 0.8, 4) * n for n in fixed.array.shape[::-1])), -1).reshape(-1, 3)
    points = np.column_stack([index, np.ones(len(index))]) @ fixed.geometry.affine.T
    return np.linalg.norm((points @ matrix.T - points @ truth.T)[:, :3], axis=1)


def main() -> None:
    """Make the files, register, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--dir", type=Path, default=Path(tempfile.gettempdir()) / "seedcryo-bench")
    parser.add_argument("--rounds", type=int, default=5)
    wanted = parser.parse_args()
    folder = wanted.dir / "registration"
    folder.mkdir(parents=True, exist_ok=True)
    todo = [(folder, n) for n in (0, 1) if not (folder / f"{n}.npz").exists()]
    if todo:
        print("making files for registration …", flush=True)
        with Pool(2) as makers:
            makers.map(make, todo)
    (fixed, _), (moving, truth) = volume_of(folder, 0), volume_of(folder, 1)
    times = []
    with registration_pool() as pool:
        for _ in range(wanted.rounds + 1):
            start = time.perf_counter()
            found = register(fixed, moving, pool)
            times.append(time.perf_counter() - start)
    cold, *warm = times
    errors = errors_mm(np.asarray(found.matrix), fixed, truth)
    print(f"registration   {statistics.median(warm):5.2f} s warm, {cold:.2f} s cold  (reach ≤ {REACH_SECONDS:g} s)")
    print(f"               error {errors.mean():.2f} mm mean, {errors.max():.2f} mm at most  (reach ≤ {REACH_MM:g} mm)")
    print(f"               quality {found.quality:.2f}, {'trusted' if found.trusted else 'not trusted'}")


if __name__ == "__main__":
    main()
