"""One timepoint of one case: how the patient lay, what the images are, and each slice rendered to stored values."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from seedcryo_reader.demo.phantom import artefact, lesions, metal, texture, tissues, trunk
from seedcryo_reader.demo.phantom.cases import ARTERIAL, PORTAL, T1, T2
from seedcryo_reader.demo.phantom.patient import grow_patient, open_canvas, paint_patient, plane_of, stream
from seedcryo_reader.demo.phantom.space import Grid, Rigid, centred_grid, rotation_deg

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from seedcryo_reader.demo.phantom.canvas import Canvas
    from seedcryo_reader.demo.phantom.patient import Patient
    from seedcryo_reader.demo.phantom.shapes import Image
    from seedcryo_reader.demo.phantom.story import Case, Lesion, Look
    from seedcryo_reader.demo.phantom.tissues import Palette

PALETTES = {PORTAL: tissues.PORTAL_VENOUS, ARTERIAL: tissues.ARTERIAL, T1: tissues.MR_T1_POST, T2: tissues.MR_T2}
HU_INTERCEPT = -1024
STORED_MAX = 4095
_CT_GRID = (512, 512, 40, (0.72, 0.72, 3.0))
_THICK_CT_GRID = (384, 384, 22, (0.96, 0.96, 5.0))
_MR_GRID = (256, 256, 36, (1.40625, 1.40625, 3.3))
_MR_TILT_DEG = (-4.0, 2.0, 1.5)
_LESION_CLEARANCE_MM = 9.0


@dataclass(frozen=True, eq=False)
class Scene:
    """A case at one timepoint.

    ``body_to_lps`` leads from the patient's own frame (the body lying straight, origin in its middle) to
    this timepoint's LPS frame, both mm; ``grid`` is shared by all series of the timepoint.
    """

    case: Case
    timepoint: int
    seed: int
    patient: Patient
    body_to_lps: Rigid
    grid: Grid

    @property
    def name(self) -> str:
        """Return the timepoint's name, ``TP0`` and so on."""
        return f"TP{self.timepoint}"

    def look(self, lesion: Lesion) -> Look:
        """Return how a lesion looks here."""
        return lesion.course[self.timepoint]

    def site(self, lesion: Lesion) -> lesions.Site:
        """Return where a lesion lies here."""
        return lesions.site_of(lesion, self.grid, self.body_to_lps, self.patient.scale)

    def rods(self, lesion: Lesion) -> tuple[metal.Rod, ...]:
        """Return the metal rods in a lesion here."""
        return metal.lay_rods(self.stream("rods", lesion.name, everywhere=True), lesion, self.timepoint)

    def stream(self, *names: str | int, everywhere: bool = False) -> np.random.Generator:
        """Return a named random stream of this timepoint, or of the whole case."""
        return stream(self.seed, self.case.name, *(() if everywhere else (self.timepoint,)), *names)


@lru_cache(maxsize=2)
def patient_of(case: Case, seed: int) -> Patient:
    """Return the body that a case has at all its timepoints."""
    clear = [(*lesion.at, lesions.reach_of(lesion) + _LESION_CLEARANCE_MM) for lesion in case.lesions]
    return grow_patient(stream(seed, case.name, "patient"), np.array(clear))


def set_scene(case: Case, timepoint: int, seed: int) -> Scene:
    """Return a case at a timepoint; the patient is the same each time and lies a little differently."""
    patient = patient_of(case, seed)
    rng = stream(seed, case.name, timepoint, "position")
    columns, rows, slices, spacing = _grid_of(case)
    table_z = -200.0 if timepoint == 0 else -200.0 + 0.5 * float(rng.integers(-20, 21))
    middle = (0.0, 0.0, table_z + spacing[2] / 2)
    tilt = (0.0, 0.0, 0.0) if case.modality == "CT" else _MR_TILT_DEG
    grid = centred_grid(columns, rows, slices, spacing, middle=middle, tilt=tilt)
    lying = round(trunk.COUCH_TOP_MM - 1.5 - trunk.BACK_MM * float(patient.scale[1]), 1)
    shift, angles = rng.uniform(-1, 1, 3), rng.uniform(-1, 1, 3)
    if timepoint == 0:
        turn, move = np.eye(3), np.array([1.5, lying, 0.0])
    else:
        turn = np.round(rotation_deg(*(angles * np.array([1.3, 1.3, 2.6]))), 9)
        move = np.round(shift * np.array([8.0, 1.5, 4.0]) + np.array([0.0, lying, 0.0]), 2)
    return Scene(case, timepoint, seed, patient, Rigid(turn, move + np.array([0.0, 0.0, table_z])), grid)


def _grid_of(case: Case) -> tuple[int, int, int, tuple[float, float, float]]:
    """Columns, rows, slices and spacing in mm of a case's images."""
    if case.modality == "MR":
        return _MR_GRID
    return _THICK_CT_GRID if case.thick else _CT_GRID


def first_to_here(scene: Scene) -> Rigid:
    """Return the exact rigid map from TP0's LPS frame to this timepoint's, mm."""
    first = set_scene(scene.case, 0, scene.seed).body_to_lps
    return scene.body_to_lps.after(first.inverse())


def paint_slice(scene: Scene, series: str, k: int) -> Canvas:
    """Return slice ``k`` of a series before metal and noise, as ``whole``: patient, couch, lesions, tracks."""
    palette = PALETTES[series]
    plane = plane_of(scene.grid, k, scene.body_to_lps, scene.patient.scale)
    canvas = open_canvas(scene.patient, scene.grid, plane, palette)
    paint_patient(canvas, scene.patient, palette)
    if scene.case.modality == "CT":
        paint_couch(canvas.whole, scene.grid, palette)
    for lesion in scene.case.lesions:
        site, look = scene.site(lesion), scene.look(lesion)
        metal.paint_track(canvas, k, site, lesion, timepoint=scene.timepoint, palette=palette)
        lesions.paint_lesion(canvas, k, site, lesion, look=look, palette=palette)
    return canvas


def paint_couch(image: Image, grid: Grid, palette: Palette) -> None:
    """Paint the couch on the lower part of a whole slice (rows, columns)."""
    first = int(grid.rows / 2 + (trunk.COUCH_TOP_MM - 20) / grid.spacing[1])
    across = ((np.arange(grid.columns) - (grid.columns - 1) / 2) * grid.spacing[0]).astype(np.float32)
    down = ((np.arange(first, grid.rows) - (grid.rows - 1) / 2) * grid.spacing[1]).astype(np.float32)
    trunk.paint_couch(image[first:], across[None, :], down[:, None], palette)


def add_metal(scene: Scene, canvas: Canvas, k: int) -> None:
    """Add rods and their streaks to a CT slice."""
    for lesion in scene.case.lesions:
        rods = scene.rods(lesion)
        if rods:
            site = scene.site(lesion)
            rng = scene.stream("streaks", lesion.name, k)
            metal.cast_streaks(rng, canvas, k, site, rods=rods, look=scene.look(lesion))
            metal.paint_rods(canvas, k, site, rods)


def render_series(scene: Scene, series: str) -> Iterator[tuple[int, NDArray[np.uint16]]]:
    """Yield (k, stored values (rows, columns)) for every slice of a series, from the feet upwards."""
    grid, pixel = scene.grid, scene.grid.spacing[0]
    moved = scene.timepoint in scene.case.moved_at
    is_ct = scene.case.modality == "CT"
    grain = texture.grain_filter(grid.rows, grid.columns, pixel, 0.26 if is_ct else 0.24)
    noise = texture.noise_slices(scene.stream("noise", series), grain)
    spread = ct_noise_spread(grid) if is_ct else np.float32(11.0)
    for k in range(grid.slices):
        canvas = paint_slice(scene, series, k)
        if is_ct:
            add_metal(scene, canvas, k)
        image = artefact.smear(scene.stream("motion", series, k), canvas.whole, pixel) if moved else canvas.whole
        image = image + spread * next(noise) * np.float32(artefact.NOISE_FACTOR if moved else 1.0)
        yield k, stored_ct(image) if is_ct else stored_mr(image * coil_shading(grid))


def ct_noise_spread(grid: Grid) -> Image:
    """Return the noise spread in HU per pixel (rows, columns): most in the middle of the field, least in air."""
    u = (np.arange(grid.columns) - grid.columns / 2) * grid.spacing[0]
    v = (np.arange(grid.rows) - grid.rows / 2) * grid.spacing[1]
    far = (u[None, :] / 150) ** 4 + (v[:, None] / 118) ** 4
    return (4.0 + 8.0 / (1 + far)).astype(np.float32)


def coil_shading(grid: Grid) -> Image:
    """Return the receive coils' relative sensitivity (rows, columns), brighter near the skin."""
    u = np.linspace(-1, 1, grid.columns)[None, :]
    v = np.linspace(-1, 1, grid.rows)[:, None]
    return (0.86 + 0.22 * u * u + 0.30 * v * v + 0.05 * u - 0.06 * v).astype(np.float32)


def stored_ct(image: Image) -> NDArray[np.uint16]:
    """Return HU as unsigned 12-bit stored values."""
    stored: NDArray[np.uint16] = np.clip(np.rint(image) - HU_INTERCEPT, 0, STORED_MAX).astype(np.uint16)
    return stored


def stored_mr(image: Image) -> NDArray[np.uint16]:
    """Return MR magnitude as unsigned 12-bit stored values."""
    stored: NDArray[np.uint16] = np.clip(np.rint(np.abs(image)), 0, STORED_MAX).astype(np.uint16)
    return stored
