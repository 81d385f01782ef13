"""The organs as shapes in the reference anatomy: LPS in mm about the middle of the body, slab from −62 to +62.

Organs are painted from back to front of dominance; lungs and trunk wall are painted later and hide what lies beyond.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from seedcryo_reader.demo.phantom.canvas import paint, textured
from seedcryo_reader.demo.phantom.shapes import Cut, Ellipsoid, Tube, Union

if TYPE_CHECKING:
    from seedcryo_reader.demo.phantom.canvas import Canvas
    from seedcryo_reader.demo.phantom.shapes import Image, Shape
    from seedcryo_reader.demo.phantom.space import Matrix
    from seedcryo_reader.demo.phantom.tissues import Palette

LIVER_TEXTURE = 3.5

DOME = Union(
    (
        Ellipsoid((-56, -6, -58), (92, 98, 119)),
        Ellipsoid((62, -2, -66), (88, 98, 114)),
        Ellipsoid((0, -25, -70), (95, 95, 105)),
    ),
    blend=14,
)
KIDNEYS = (
    Ellipsoid((-61, 41, -34), (27, 31, 54), yaw=-0.5),
    Ellipsoid((62, 40, -22), (27, 31, 54), yaw=0.5),
)
STOMACH = Tube(((72, 8, 42, 26), (74, -16, 20, 33), (58, -42, 0, 27), (30, -52, -18, 20), (4, -46, -26, 15)), blend=12)
SPLEEN = Cut(Ellipsoid((104, 34, 8), (30, 56, 47), yaw=-0.35), (STOMACH, KIDNEYS[1]), gap=4, blend=6)
LIVER = Cut(
    Union(
        (
            Ellipsoid((-76, 0, -2), (72, 92, 76)),
            Ellipsoid((-2, -56, 24), (78, 38, 40), yaw=0.12),
            Ellipsoid((-20, -14, 18), (24, 20, 26)),
        ),
        blend=16,
    ),
    (KIDNEYS[0], Ellipsoid((-4, 42, 0), (46, 44, 900)), Ellipsoid((22, -10, -36), (52, 48, 46))),
    gap=4,
    blend=10,
)
GALLBLADDER = Tube(((-40, -44, -22, 7), (-48, -58, -36, 13), (-54, -68, -50, 14)), blend=6)
COLON = (
    Tube(((-96, 0, -75, 22), (-98, -22, -58, 21), (-78, -58, -52, 18), (-40, -80, -54, 17)), blend=6),
    Tube(((-40, -80, -54, 17), (0, -84, -56, 18), (45, -78, -50, 18), (84, -54, -38, 19)), blend=6),
    Tube(((84, -54, -38, 19), (108, -22, -24, 20), (114, 8, -34, 18), (112, 22, -75, 17)), blend=6),
)
PANCREAS = Tube(
    ((-22, -16, -52, 12), (-20, -20, -34, 14), (-2, -26, -24, 9), (24, -20, -16, 10), (52, -2, -6, 10), (80, 16, 0, 9)),
    blend=5,
)
DUODENUM = Tube(
    ((4, -46, -26, 13), (-28, -42, -24, 14), (-40, -22, -36, 13), (-36, -8, -56, 13), (-10, -4, -68, 12)), blend=5
)
HEART = Ellipsoid((20, -44, 74), (62, 44, 42), yaw=0.35)
HEART_FAT = Ellipsoid((20, -44, 74), (67, 49, 46), yaw=0.35)
VENTRICLES = (Ellipsoid((42, -38, 72), (26, 20, 30), yaw=0.5), Ellipsoid((-6, -56, 72), (32, 18, 26), yaw=0.2))
MEDIASTINUM = Ellipsoid((4, 22, 40), (30, 36, 900))


def grow_loops(rng: np.random.Generator, clear: Matrix) -> tuple[Tube, ...]:
    """Return small bowel loops for the lower left of the abdomen, none in the balls ``clear`` (n, 4), mm."""
    loops = (_loop(rng) for _ in range(16))
    return tuple(loop for loop in loops if not _touches(loop, clear))


def _touches(loop: Tube, clear: Matrix) -> bool:
    knots = np.array(loop.knots)
    apart = np.linalg.norm(knots[:, None, :3] - clear[None, :, :3], axis=2)
    return bool(np.any(apart < knots[:, None, 3] + clear[None, :, 3]))


def _loop(rng: np.random.Generator) -> Tube:
    x, y, z = rng.uniform(-4, 92), rng.uniform(-62, -6), rng.uniform(-74, -30)
    heading = rng.uniform(0, 2 * math.pi)
    knots: list[tuple[float, float, float, float]] = []
    for _ in range(4):
        knots.append((x, y, z, rng.uniform(9, 12)))
        heading += rng.uniform(-1.2, 1.2)
        x, y, z = x + 16 * math.cos(heading), y + 13 * math.sin(heading), z + rng.uniform(-5, 5)
    return Tube(tuple(knots), blend=5)


def paint_retroperitoneum(canvas: Canvas, palette: Palette) -> None:
    """Paint kidneys, adrenals and pancreas."""
    for kidney in KIDNEYS:
        _paint_kidney(canvas, kidney, palette)
    for side, at in ((-1.0, (-30.0, 20.0, 16.0)), (1.0, (30.0, 14.0, 12.0))):
        x, y, z = at
        for foot in ((side * 10, 14, -8), (side * 2, 17, -6)):
            limb = Tube(((x, y, z + 6, 2.6), (x + foot[0], y + foot[1], z + foot[2], 2.0)))
            paint(canvas, limb, palette.adrenal)
    window = canvas.window(PANCREAS.box)
    if window is not None:
        lobules = np.float32(1.0) * window.fine + np.float32(1.0) * window.coarse
        window.blend(window.distance(PANCREAS) + lobules, textured(window, palette.pancreas, 7 * palette.grain))


def _paint_kidney(canvas: Canvas, kidney: Ellipsoid, palette: Palette) -> None:
    window = canvas.window(kidney.box)
    if window is None:
        return
    x, y, z = kidney.centre
    side = np.sign(x)
    outline = window.distance(kidney)
    hilum = window.distance(Ellipsoid((x - side * 20, y - 12, z), (15, 11, 25), yaw=side * 0.5))
    body = np.maximum(outline, -hilum - np.float32(1))
    window.blend(body, textured(window, palette.kidney_cortex, 4 * palette.grain))
    across, down, up = (p - np.float32(c) for p, c in zip(window.soft, kidney.centre, strict=True))
    spokes = np.cos(5 * np.arctan2(down, across) + up * np.float32(0.16))
    spokes *= np.minimum((across * across + down * down) * np.float32(0.006), 1)
    pyramids = np.maximum(body + np.float32(6.5), -hilum + np.float32(2)) - np.float32(3.2) * spokes
    window.blend(pyramids + np.float32(2), palette.kidney_medulla)
    window.blend(hilum, textured(window, palette.fat, 4 * palette.grain))
    pelvis = Tube(((x - side * 4, y - 2, z, 4), (x - side * 22, y - 12, z - 4, 5), (x - side * 26, y - 4, z - 40, 2.5)))
    paint(canvas, pelvis, palette.gut_fluid)


def paint_solid_organs(canvas: Canvas, palette: Palette) -> None:
    """Paint spleen, liver with its fissure, and gallbladder."""
    paint(canvas, SPLEEN, palette.spleen, texture=3 * palette.grain)
    paint(canvas, LIVER, palette.liver, texture=LIVER_TEXTURE * palette.grain)
    fissure = Ellipsoid((2, -60, -12), (2.4, 34, 27), yaw=0.2)
    paint(canvas, fissure, palette.fat, strength=0.8)
    porta = Ellipsoid((-22, -16, -6), (26, 8, 9), yaw=0.35)
    paint(canvas, porta, palette.fat, strength=0.8)
    paint(canvas, GALLBLADDER, palette.gut_wall)
    paint(canvas, _shrunk(GALLBLADDER, 1.4), palette.bile)


def _shrunk(tube: Tube, by_mm: float) -> Tube:
    return Tube(tuple((x, y, z, r - by_mm) for x, y, z, r in tube.knots), tube.blend)


def paint_gut(canvas: Canvas, palette: Palette, loops: tuple[Tube, ...]) -> None:
    """Paint duodenum, small bowel, colon and stomach, each with wall, content and gas in front."""
    for loop in (DUODENUM, *loops):
        _paint_hollow(canvas, loop, palette, wall_mm=2.4, content=palette.gut_fluid * 1.4, gas_share=0.82)
    for part in COLON:
        _paint_hollow(canvas, part, palette, wall_mm=2.0, content=palette.stool, gas_share=0.25, mottled=True)
    _paint_hollow(canvas, STOMACH, palette, wall_mm=4.2, content=palette.gut_fluid, gas_share=0.66)


def _paint_hollow(
    canvas: Canvas,
    tube: Tube,
    palette: Palette,
    *,
    wall_mm: float,
    content: float,
    gas_share: float,
    mottled: bool = False,
) -> None:
    """Gas fills a hollow organ in front of the horizontal level at ``gas_share`` of its own depth (0 back, 1 front)."""
    window = canvas.window(tube.box)
    if window is None:
        return
    folds = window.fine * np.float32(0.28) + window.coarse * np.float32(0.9)
    outline = window.distance(tube) + folds
    window.blend(outline, palette.gut_wall)
    lumen = outline + np.float32(wall_mm) + window.fine * np.float32(0.35)
    filling = textured(window, content, (55 if mottled else 4) * palette.grain)
    window.blend(lumen, filling)
    fronts = [y - r for _, y, _, r in tube.knots]
    backs = [y + r for _, y, _, r in tube.knots]
    level = np.float32(max(backs) + (min(fronts) - max(backs)) * gas_share)
    wobble = window.coarse * np.float32(9) if mottled else np.float32(0)
    window.blend(np.maximum(lumen + np.float32(0.3), window.rigid.y - level + wobble), palette.gut_gas)


def paint_chest(canvas: Canvas, dome: Image, palette: Palette) -> None:
    """Paint diaphragm and lungs over what lies above the dome; ``dome`` is the distance in mm to it."""
    canvas.blend(-dome, palette.muscle)
    canvas.blend(np.float32(2.2) - dome, aerated_lung(canvas, palette))


def aerated_lung(window: Canvas, palette: Palette) -> Image | float:
    """Return the lung's values, in CT a little denser towards the back, where blood settles."""
    lung = textured(window, palette.lung, abs(palette.lung) * 0.02)
    return lung + np.float32(0.25) * window.rigid.y if palette.lung < 0 else lung


def paint_heart(canvas: Canvas, dome: Image, palette: Palette) -> None:
    """Paint heart, gullet and the fat around them; ``dome`` is the distance in mm to the diaphragm."""
    _paint_above(canvas, dome, MEDIASTINUM, palette.fat, 5 * palette.grain)
    _paint_above(canvas, dome, HEART_FAT, palette.fat, 5 * palette.grain)
    _paint_above(canvas, dome, HEART, palette.heart_wall, 3 * palette.grain)
    for chamber, value in zip(VENTRICLES, (palette.aorta, palette.vena_cava), strict=True):
        _paint_above(canvas, dome - np.float32(4), chamber, value, 0)
    gullet = Tube(((10, 6, 90, 9), (14, 2, 52, 9), (30, -4, 36, 9)))
    paint(canvas, gullet, palette.muscle)
    paint(canvas, Tube(((10, 6, 90, 3), (15, 1, 48, 2.5))), palette.gut_gas, strength=0.8)


def _paint_above(canvas: Canvas, dome: Image, shape: Shape, value: float, texture: float) -> None:
    window = canvas.window(shape.box)
    if window is not None:
        rows, columns = (
            slice(a - b, a - b + n) for a, b, n in zip(window.corner, canvas.corner, window.image.shape, strict=True)
        )
        below = np.float32(1.5) - dome[rows, columns]
        window.blend(np.maximum(window.distance(shape), below), textured(window, value, texture))
