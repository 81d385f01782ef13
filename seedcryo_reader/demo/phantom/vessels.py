"""Blood vessels: named trunks, and trees that branch by chance within an organ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from seedcryo_reader.demo.phantom.canvas import paint
from seedcryo_reader.demo.phantom.organs import DOME, LIVER
from seedcryo_reader.demo.phantom.shapes import Points, Tube, piece_distance

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from seedcryo_reader.demo.phantom.canvas import Canvas
    from seedcryo_reader.demo.phantom.shapes import Image
    from seedcryo_reader.demo.phantom.space import Matrix
    from seedcryo_reader.demo.phantom.tissues import Palette

    _Test = Callable[[Matrix], NDArray[np.bool_]]
    _Root = tuple[tuple[float, float, float], tuple[float, float, float], float, float]

_MOST_GENERATIONS = 7
_LUNG_ROOTS = ((30, 0.2, 0.45), (10, 0.75, 0.1), (-20, 0.6, -0.45), (40, 0.55, 0.35), (20, 0.05, 0.25))

AORTA = Tube(((22, 24, 95, 11.5), (20, 18, 40, 11), (14, 6, 0, 10.5), (10, 2, -90, 9)))
VENA_CAVA = Tube(((-22, -8, 75, 12), (-24, 0, 40, 12.5), (-24, 4, 0, 11.5), (-20, 8, -90, 11)))
SPLENIC_VEIN = Tube(((-4, -16, -26, 6), (26, -10, -14, 5), (58, 6, -4, 4.2), (82, 26, 4, 3.5)))
PORTAL_TRUNK = Tube(((6, -24, -90, 5.5), (0, -18, -40, 6), (-4, -16, -26, 7), (-22, -16, -8, 7), (-34, -14, 0, 7.5)))
ARTERIES = (
    Tube(((14, 4, -14, 4), (9, -10, -20, 3.6), (12, -18, -60, 3.4), (14, -22, -95, 3))),
    Tube(((15, 6, 2, 4), (12, -12, 6, 3.2), (-10, -18, 4, 2.4), (-28, -20, 0, 2.0))),
    Tube(((12, -12, 6, 3), (30, -2, 6, 2.4), (50, 4, 8, 2.2), (80, 22, 10, 2.0))),
)
RENAL_VEINS = (
    Tube(((-24, 4, -36, 5), (-42, 26, -36, 4.5), (-50, 34, -34, 4))),
    Tube(((-20, 2, -26, 5), (8, -14, -26, 4), (36, 16, -24, 4.5), (50, 32, -22, 4))),
)
RENAL_ARTERIES = (
    Tube(((13, 5, -30, 3), (-22, 18, -32, 2.6), (-48, 30, -36, 2.4))),
    Tube(((13, 5, -26, 3), (34, 22, -26, 2.6), (50, 30, -24, 2.4))),
)


@dataclass(frozen=True, eq=False)
class Tree:
    """Vessel pieces: ``starts`` and ``ends`` (n, 4) hold x, y, z and radius in mm in the reference anatomy."""

    starts: Matrix
    ends: Matrix


@dataclass(frozen=True)
class Vasculature:
    """All trees of one patient."""

    hepatic: Tree
    portal: Tree
    lungs: Tree
    mesentery: Tree


def grow_vasculature(rng: np.random.Generator, clear: Matrix) -> Vasculature:
    """Grow the trees of one patient; ``clear`` (n, 4) holds balls x, y, z, radius in mm that vessels stay out of.

    Lesions push vessels aside, and a vessel across a lesion's edge would blur what its size truly is.
    """
    in_liver = _inside(LIVER.distance, -5.0)
    in_lung = _inside(lambda p: -DOME.distance(p), -5.0)
    outflow = [((-24, -2, 42), d, 5.4, 30.0) for d in ((-0.75, 0.35, -0.55), (-0.5, -0.7, -0.5), (0.35, -0.85, -0.3))]
    inflow = [((-34, -14, 0), d, 5.6, 26.0) for d in ((-0.9, 0.35, 0.05), (-0.75, -0.5, 0.25), (0.45, -0.8, 0.4))]
    inflow.append(((-36, -12, 0), (-0.8, 0.2, -0.6), 4.6, 26.0))
    hila = [((s * 42, y, 92), (s * dx, dy, -0.9), 3.4, 24.0) for s in (-1, 1) for y, dx, dy in _LUNG_ROOTS]
    roots = [
        ((4, -22, -40), (dx, dy, -0.6), 2.6, 20.0) for dx, dy in ((-0.5, -0.5), (0.5, -0.6), (0.9, -0.1), (0.1, -0.9))
    ]
    return Vasculature(
        _grow(rng, outflow, in_liver, clear, thinnest=0.7),
        _grow(rng, inflow, in_liver, clear, thinnest=0.7),
        _grow(rng, hila, in_lung, clear, thinnest=0.5),
        _grow(rng, roots, _anywhere, clear, thinnest=0.7),
    )


def _inside(distance: Callable[[Points], Image], limit: float) -> _Test:
    """Return a test that tells which points (n, 3) in mm are nearer than ``limit`` by that distance."""
    return lambda points: distance(Points(*points.T.astype(np.float32))) < limit


def _anywhere(points: Matrix) -> NDArray[np.bool_]:
    return np.ones(len(points), dtype=bool)


def _grow(rng: np.random.Generator, roots: Sequence[_Root], allowed: _Test, clear: Matrix, *, thinnest: float) -> Tree:
    pieces: list[tuple[list[float], list[float]]] = []
    tips = [(np.array(p, float), np.array(d, float) / np.linalg.norm(d), r, length) for p, d, r, length in roots]
    for generation in range(_MOST_GENERATIONS):
        ends = np.array([start + way * length for start, way, _, length in tips])
        fits = allowed(ends) | (generation < 2)
        grown = []
        for (start, way, radius, length), end, fit in zip(tips, ends, fits, strict=True):
            if not fit or radius < thinnest or _touches(start, end, radius, clear):
                continue
            pieces.append(([*start, radius], [*end, radius * 0.86]))
            for share in rng.uniform(0.62, 0.9, 2 if rng.random() < 0.85 else 3):
                turn = way + rng.normal(0, 0.42, 3)
                grown.append((end, turn / np.linalg.norm(turn), radius * share, length * rng.uniform(0.62, 0.95)))
        if not grown:
            break
        tips = grown
    firsts, lasts = zip(*pieces, strict=True)
    return Tree(np.array(firsts), np.array(lasts))


def _touches(start: Matrix, end: Matrix, radius: float, clear: Matrix) -> bool:
    span = end - start
    t = np.clip((clear[:, :3] - start) @ span / (span @ span), 0, 1)
    nearest = start + t[:, None] * span
    return bool(np.any(np.linalg.norm(nearest - clear[:, :3], axis=1) < clear[:, 3] + radius))


def paint_tree(canvas: Canvas, tree: Tree, value: float) -> None:
    """Paint the pieces that the slice cuts."""
    centres = (tree.starts + tree.ends)[:, :3] / 2
    halves = np.abs(tree.ends - tree.starts)[:, :3] / 2 + tree.starts[:, 3:]
    for n, window in canvas.windows(centres, halves):
        window.blend(piece_distance(window.soft, tree.starts[n], tree.ends[n]), value)


def paint_abdominal_vessels(canvas: Canvas, vessels: Vasculature, palette: Palette) -> None:
    """Paint liver vessels, the portal system and the branches of the aorta."""
    paint_tree(canvas, vessels.hepatic, palette.hepatic_vein)
    paint_tree(canvas, vessels.portal, palette.portal)
    for vein in (PORTAL_TRUNK, SPLENIC_VEIN):
        paint(canvas, vein, palette.portal)
    for artery in (*ARTERIES, *RENAL_ARTERIES):
        paint(canvas, artery, palette.aorta)
    for vein in RENAL_VEINS:
        paint(canvas, vein, palette.vena_cava)


def paint_great_vessels(canvas: Canvas, palette: Palette) -> None:
    """Paint aorta and inferior vena cava."""
    paint(canvas, VENA_CAVA, palette.vena_cava)
    paint(canvas, AORTA, palette.aorta)
