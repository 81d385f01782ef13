"""The trunk around the organs: wall layers, ribs, spine, back muscles, and the couch under the patient."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from seedcryo_reader.demo.phantom.canvas import coverage, doubled, every_second, paint, textured
from seedcryo_reader.demo.phantom.shapes import Box, Ellipsoid, Points, Tube

if TYPE_CHECKING:
    from seedcryo_reader.demo.phantom.canvas import Canvas
    from seedcryo_reader.demo.phantom.shapes import Image
    from seedcryo_reader.demo.phantom.space import Matrix
    from seedcryo_reader.demo.phantom.tissues import Palette

BODY = Box((0.0, 0.0, 0.0), (167.0, 121.0, 900.0))

FAT_TEXTURE = 7.0
COUCH_TOP_MM = 126.0
BACK_MM = 108.0

_BINS = 4096
_VERTEBRA_MM = 33.0
_RIB_GAP_MM = 29.0
_RIB_FALL_MM_PER_RAD = 46.0


@dataclass(frozen=True, eq=False)
class Wall:
    """Radii in mm of the wall's layers over the angle about the body axis, each table (_BINS,)."""

    skin: Matrix
    fat: Matrix
    muscle: Matrix
    taper: float


def grow_wall(rng: np.random.Generator, fat_mm: float) -> Wall:
    """Return a trunk wall with about ``fat_mm`` of fat under the skin."""
    angle = np.linspace(-np.pi, np.pi, _BINS, endpoint=False)
    across, down = np.abs(np.cos(angle)), np.sin(angle)
    depth, power = np.where(down > 0, BACK_MM, 117.0), np.where(down > 0, 2.7, 2.25)
    skin = ((across / 161) ** power + (np.abs(down) / depth) ** power) ** (-1 / power)
    for order in range(2, 7):
        skin += rng.normal(0, 2.4 / order) * np.cos(order * angle + rng.uniform(0, 2 * np.pi))
    skin -= 5.0 * bump(angle, np.pi / 2, 0.10)
    fat = fat_mm * (0.72 + 0.45 * bump(np.abs(angle), 2.35, 0.35) + 0.45 * bump(np.abs(angle), 0.8, 0.35))
    fat += fat_mm * 0.25 * bump(angle, -np.pi / 2, 0.4)
    muscle = 12.0 + 10.0 * bump(np.abs(np.cos(angle)), 1.0, 0.45) - 7.0 * bump(angle, -np.pi / 2, 0.06)
    muscle -= 3.5 * (bump(angle, -np.pi / 2 - 0.62, 0.09) + bump(angle, -np.pi / 2 + 0.62, 0.09))
    for order in range(2, 9):
        fat *= 1 + rng.normal(0, 0.05) * np.cos(order * angle + rng.uniform(0, 2 * np.pi))
        muscle *= 1 + rng.normal(0, 0.05) * np.cos(order * angle + rng.uniform(0, 2 * np.pi))
    return Wall(skin, fat, muscle, float(rng.uniform(-0.012, -0.004)))


def bump(x: Matrix, at: float, width: float) -> Matrix:
    """Return a smooth hill of height one at ``at``."""
    result: Matrix = np.exp(-(((x - at) / width) ** 2))
    return result


@dataclass(frozen=True, eq=False)
class Depths:
    """Per pixel of a slice: signed distances in mm to the wall's contours and to its bones, negative inside."""

    skin: Image
    outer: Image
    inner: Image
    rib: Image
    cartilage: Image


def wall_depths(canvas: Canvas, wall: Wall) -> Depths:
    """Look the wall up on every second pixel of a slice and interpolate: it is smooth."""
    x, y, z = every_second(canvas.rigid)
    angle = np.arctan2(y, x)
    bins = ((angle + np.float32(np.pi)) * np.float32(_BINS / (2 * np.pi))).astype(np.int32) % _BINS
    scale = 1 + np.float32(wall.taper / 60) * z
    skin = np.sqrt(x * x + y * y) / scale - wall.skin.astype(np.float32)[bins]
    bend = np.float32(0.35) * (canvas.soft.x[::2, ::2] - x)
    outer = skin + wall.fat.astype(np.float32)[bins] + np.float32(2) + bend
    inner = outer + wall.muscle.astype(np.float32)[bins] + bend
    rib, cartilage = _rib_distances(Points(x, y, z), inner)
    return Depths(*(doubled(half, canvas.image.shape) for half in (skin, outer, inner, rib, cartilage)))


def _rib_distances(points: Points, inner: Image) -> tuple[Image, Image]:
    """Return the distances to ribs, which fall from back to front, and to the cartilage where they end."""
    x, y, z = points
    turn: Image = np.abs(np.arctan2(x, y))
    along = z + np.float32(_RIB_FALL_MM_PER_RAD) * turn + np.float32(3) * np.sign(x)
    across = _periodic(along, _RIB_GAP_MM) / np.float32(6.6)
    depth = (inner - np.float32(5.2)) / np.float32(3.9)
    radial = (np.sqrt(across * across + depth * depth) - 1) * np.float32(3.9)
    last = np.float32(2.05) + z * np.float32(0.0075)
    behind = (turn - last) * np.float32(60)
    before = (np.float32(0.63) - turn) * np.float32(60)
    reach = behind - np.float32(18)
    rib = np.maximum(np.maximum(radial, behind), before)
    return rib, np.maximum(np.maximum(radial + np.float32(0.6), -behind), reach)


def paint_wall(canvas: Canvas, depths: Depths, palette: Palette) -> None:
    """Paint everything from the inner lining of the wall outwards to the air."""
    fat = textured(canvas, palette.fat, FAT_TEXTURE * palette.grain)
    canvas.blend(np.abs(depths.inner + np.float32(1)) - np.float32(1.2), palette.muscle, 0.5)
    canvas.blend(-depths.inner, textured(canvas, palette.muscle, 8 * palette.grain))
    thickness = depths.inner - depths.outer
    for share in (0.36, 0.62):
        plane = np.abs(
            depths.outer + np.float32(share) * thickness + (canvas.soft.x - canvas.rigid.x) * np.float32(0.5)
        ) - np.float32(0.2)
        canvas.blend(plane, palette.fat, np.clip(np.float32(0.35) + np.float32(0.45) * canvas.coarse, 0, 0.7))
    canvas.blend(-depths.outer, fat)
    canvas.blend(-(depths.skin + np.float32(1.9)), palette.skin)
    canvas.blend(-depths.skin, palette.air)


def paint_ribs(canvas: Canvas, depths: Depths, palette: Palette) -> None:
    """Paint obliquely cut ribs, and cartilage where they end in front."""
    canvas.blend(depths.rib, palette.cortical_bone)
    canvas.blend(depths.rib + np.float32(1.5), textured(canvas, palette.marrow, 0.2 * palette.marrow))
    canvas.blend(depths.cartilage, palette.cartilage)


def _periodic(x: Image, period: float) -> Image:
    """Return ``x`` folded into half a period on either side of zero."""
    result: Image = x - np.float32(period) * np.rint(x * np.float32(1 / period))
    return result


def paint_back(canvas: Canvas, palette: Palette) -> None:
    """Paint the muscles beside the spine, with fat between their bundles."""
    paint(canvas, Ellipsoid((0, 74, 0), (34, 22, 900)), palette.fat)
    for side in (-1.0, 1.0):
        bundle = Ellipsoid((side * 29, 75, 0), (29, 20, 900), yaw=side * 0.25)
        window = canvas.window(bundle.box)
        if window is None:
            continue
        distance = window.distance(bundle)
        window.blend(np.abs(distance - np.float32(0.8)) - np.float32(0.6), palette.fat, 0.7)
        window.blend(distance, textured(window, palette.muscle, 9 * palette.grain))
        strands = np.float32(1.9) - window.coarse - np.float32(0.7) * window.fine
        window.blend(np.maximum(strands, distance + np.float32(2)), palette.fat, 0.4)


def paint_spine(canvas: Canvas, palette: Palette) -> None:
    """Paint vertebrae with cortex, discs, canal and processes."""
    window = canvas.window(Box((0, 60, 0), (46, 46, 900)))
    if window is None:
        return
    x, y, z = window.rigid
    level = _periodic(z + np.float32(9), _VERTEBRA_MM)
    disc = np.abs(level) - np.float32(12.8)
    _paint_arch(window, palette, level)
    waist = 1 - np.float32(0.05) * (1 - np.minimum(np.abs(level) / 13, 1) ** 2)
    u, v = x / (np.float32(21.5) * waist), (y - np.float32(34)) / (np.float32(16.5) * waist)
    body = (np.sqrt(u * u + v * v) - 1) * np.float32(17)
    hollow = np.float32(9.5) - np.sqrt(x * x * np.float32(0.55) + (y - np.float32(57.5)) ** 2)
    body = np.maximum(body, hollow)
    window.blend(body, palette.cortical_bone * 0.8)
    window.blend(body + np.float32(1.5), textured(window, palette.marrow, 0.18 * palette.marrow))
    endplate = np.abs(disc + np.float32(0.6)) - np.float32(0.5)
    window.blend(np.maximum(endplate, body + np.float32(0.8)), palette.cortical_bone * 0.5, 0.75)
    window.blend(np.maximum(-disc, body - np.float32(0.8)), palette.disc)
    canal = (np.sqrt((x / 10) ** 2 + ((y - np.float32(57.5)) / 8) ** 2) - 1) * np.float32(8)
    window.blend(canal, palette.canal)
    window.blend(
        np.sqrt((x / 5) ** 2 + ((y - np.float32(57)) / 4) ** 2) * 4 - 4, palette.canal * 0.5 + palette.muscle * 0.35
    )


def _paint_arch(window: Canvas, palette: Palette, level: Image) -> None:
    x, y, _ = window.rigid
    side = np.abs(x)
    ring = np.abs(np.sqrt((x / np.float32(13.5)) ** 2 + ((y - np.float32(58)) / 11) ** 2) - 1) * 12 - np.float32(2.9)
    open_side = np.minimum(np.float32(62) - y, level + np.float32(2))
    ring = np.maximum(ring, np.minimum(open_side, 4))
    tip = np.sqrt((side - np.clip(side, 13, 38)) ** 2 + (y - np.float32(60) - np.float32(0.12) * side) ** 2)
    transverse = np.maximum(tip - np.float32(4.2), np.abs(level - 4) - 6)
    spinous = np.sqrt(x * x + (y - np.clip(y, 68, 91)) ** 2) - np.float32(3.4)
    spinous = np.maximum(spinous, np.abs(level + 4) - 11)
    facet = np.sqrt((side - 15) ** 2 + (y - 63) ** 2 + np.float32(0.3) * (np.abs(level) - 14) ** 2) - np.float32(6.5)
    bone = np.minimum(np.minimum(ring, transverse), np.minimum(spinous, facet))
    window.blend(bone, palette.cortical_bone * 0.85)
    window.blend(bone + np.float32(1.7), textured(window, palette.marrow * 1.25, 0.16 * palette.marrow))


def paint_couch(image: Image, across: Image, down: Image, palette: Palette) -> None:
    """Paint the couch, a curved shell with a light core, where there is air.

    ``across`` (1, columns) and ``down`` (rows, 1) are mm from the scanner's axis: the couch stays in its
    place when the patient lies differently.
    """
    top = np.float32(COUCH_TOP_MM) - np.float32(0.00036) * across * across
    bottom = np.float32(COUCH_TOP_MM + 32) - np.float32(0.0011) * across * across
    free = image < palette.fat - 200
    core = coverage(np.maximum(top - down, down - bottom), palette.edge_mm)
    image += core * free * (palette.couch_core - image)
    for surface in (top, bottom):
        shell = coverage(np.abs(down - surface) - np.float32(0.9), palette.edge_mm)
        image += shell * free * (palette.couch_shell - image)


def paint_psoas(canvas: Canvas, palette: Palette) -> None:
    """Paint the psoas muscles and the crura of the diaphragm."""
    for side in (-1.0, 1.0):
        psoas = Tube(((side * 25, 40, 6, 4), (side * 31, 43, -30, 12), (side * 38, 45, -80, 20)), blend=4)
        paint(canvas, psoas, palette.muscle, texture=6 * palette.grain)
        crus = Tube(((side * 17, 8, 48, 4.5), (side * 15, 15, 0, 6), (side * 13, 18, -50, 3.5)), blend=2)
        paint(canvas, crus, palette.muscle)
        flank = Ellipsoid((side * 62, 66, -60), (19, 8, 45))
        paint(canvas, flank, palette.muscle, texture=6 * palette.grain)
