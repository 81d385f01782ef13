"""One patient's anatomy: the reference anatomy scaled, bent and filled by chance, painted slice by slice."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from seedcryo_reader.demo.phantom import organs, trunk, vessels
from seedcryo_reader.demo.phantom.canvas import Canvas, Plane, textured
from seedcryo_reader.demo.phantom.shapes import Points
from seedcryo_reader.demo.phantom.texture import Waves, random_waves

if TYPE_CHECKING:
    from seedcryo_reader.demo.phantom.shapes import Image, Tube
    from seedcryo_reader.demo.phantom.space import Grid, Matrix, Rigid
    from seedcryo_reader.demo.phantom.tissues import Palette

_BEND_MM = 2.6


def stream(*names: str | int) -> np.random.Generator:
    """Return the random stream of a name; the same name always gives the same numbers."""
    digest = hashlib.sha256("|".join(str(n) for n in names).encode()).digest()
    return np.random.Generator(np.random.PCG64(int.from_bytes(digest[:16], "big")))


@dataclass(frozen=True, eq=False)
class Patient:
    """What makes one body: ``scale`` (3,) stretches the reference anatomy, the rest fills it."""

    scale: Matrix
    wall: trunk.Wall
    vessels: vessels.Vasculature
    loops: tuple[Tube, ...]
    bends: Waves
    bends_up: Waves
    coarse: Waves
    fine: Waves


def grow_patient(rng: np.random.Generator, clear: Matrix) -> Patient:
    """Make a patient whose vessels and bowel stay out of the balls ``clear`` (n, 4): x, y, z and radius in mm."""
    return Patient(
        scale=np.array([rng.uniform(0.90, 1.0), rng.uniform(0.98, 1.08), 1.0]),
        wall=trunk.grow_wall(rng, float(rng.uniform(11, 20))),
        vessels=vessels.grow_vasculature(rng, clear),
        loops=organs.grow_loops(rng, clear),
        bends=random_waves(rng, 9, (45, 120)),
        bends_up=random_waves(rng, 7, (60, 140)),
        coarse=random_waves(rng, 26, (14, 46)),
        fine=random_waves(rng, 40, (4.5, 10)),
    )


def plane_of(grid: Grid, k: int, body_to_lps: Rigid, scale: Matrix) -> Plane:
    """Return the map between the pixels of slice ``k`` and the reference anatomy."""
    to_body = body_to_lps.inverse()
    steps = (to_body.rotation @ grid.steps()) / scale[:, None]
    corner = to_body.apply(grid.point(0, 0, k)) / scale
    back = np.linalg.inv(steps)
    return Plane(np.column_stack([steps, corner]), np.column_stack([back, -back @ corner]))


def open_canvas(patient: Patient, grid: Grid, plane: Plane, palette: Palette) -> Canvas:
    """Return the part of a slice where the body lies, filled with fat, ready to be painted; around it is air."""
    whole = np.full((grid.rows, grid.columns), palette.air, dtype=np.float32)
    rows, columns = body_window(grid, plane)
    steps = plane.to_anatomy[:, :3]
    corner = plane.to_anatomy @ np.array([columns.start, rows.start, 0, 1])
    image = whole[rows, columns]
    down, across = (np.arange(n) for n in image.shape)
    axes = [(np.add.outer(steps[n, 1] * down, steps[n, 0] * across) + corner[n]).astype(np.float32) for n in range(3)]

    def on_slice(waves: Waves) -> Image:
        return waves.on_slice(corner, steps[:, 0], steps[:, 1], image.shape)

    bends = [on_slice(waves) for waves in (patient.bends, patient.bends.shifted(), patient.bends_up)]
    soft = [p + np.float32(_BEND_MM) * b for p, b in zip(axes, bends, strict=True)]
    coarse, fine = on_slice(patient.coarse), on_slice(patient.fine)
    edge, start = palette.edge_mm, (rows.start, columns.start)
    canvas = Canvas(whole, image, Points(*axes), Points(*soft), coarse, fine, plane, edge, start)
    image[...] = textured(canvas, palette.fat, trunk.FAT_TEXTURE * palette.grain)
    return canvas


def body_window(grid: Grid, plane: Plane) -> tuple[slice, slice]:
    """Return the rows and columns of a slice that hold the body."""
    column, row, _ = plane.pixels(np.array([trunk.BODY.centre]))[0]
    across, down, _ = plane.spans(np.array([trunk.BODY.half]))[0]
    rows = slice(max(0, int(row - down)), min(grid.rows, int(row + down) + 2))
    columns = slice(max(0, int(column - across)), min(grid.columns, int(column + across) + 2))
    return rows, columns


def paint_patient(body: Canvas, patient: Patient, palette: Palette) -> None:
    """Paint the whole trunk on a slice; what is painted later lies in front of what is painted earlier."""
    depths = trunk.wall_depths(body, patient.wall)
    dome = body.distance(organs.DOME)
    vessels.paint_tree(body, patient.vessels.mesentery, palette.portal)
    trunk.paint_psoas(body, palette)
    organs.paint_retroperitoneum(body, palette)
    organs.paint_gut(body, palette, patient.loops)
    organs.paint_solid_organs(body, palette)
    vessels.paint_abdominal_vessels(body, patient.vessels, palette)
    organs.paint_chest(body, dome, palette)
    vessels.paint_tree(body, patient.vessels.lungs, palette.lung_vessel)
    organs.paint_heart(body, dome, palette)
    vessels.paint_great_vessels(body, palette)
    trunk.paint_wall(body, depths, palette)
    trunk.paint_back(body, palette)
    trunk.paint_spine(body, palette)
    trunk.paint_ribs(body, depths, palette)
