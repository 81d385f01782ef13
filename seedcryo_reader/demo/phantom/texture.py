"""What makes an image look measured: plane waves for organ texture, and noise with the grain of a reconstruction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from seedcryo_reader.demo.phantom.shapes import Image
    from seedcryo_reader.demo.phantom.space import Matrix


@dataclass(frozen=True, eq=False)
class Waves:
    """A sum of plane waves in space: ``vectors`` (n, 3) in radians per mm, ``phases`` and ``weights`` (n,).

    A slice is an affine grid, so each wave is a product of a row part and a column part and a whole
    slice costs one small matrix product.
    """

    vectors: Matrix
    phases: Matrix
    weights: Matrix

    def on_slice(self, corner: Matrix, column_step: Matrix, row_step: Matrix, shape: tuple[int, int]) -> Image:
        """Return the wave sum on a slice, (rows, columns) of unit spread.

        ``corner`` is the position in mm of the first pixel, the steps lead to the next column and row.
        """
        rows, columns = shape
        start = self.vectors @ corner + self.phases
        across = start[:, None] + np.outer(self.vectors @ column_step, np.arange(columns))
        down = np.outer(self.vectors @ row_step, np.arange(rows))
        weights = self.weights[:, None]
        row_part = np.concatenate([weights * np.cos(down), -weights * np.sin(down)]).astype(np.float32)
        column_part = np.concatenate([np.cos(across), np.sin(across)]).astype(np.float32)
        result: Image = row_part.T @ column_part
        return result

    def shifted(self) -> Waves:
        """Return the same waves a quarter period on, which vary independently of these."""
        return Waves(self.vectors, self.phases + np.pi / 2, self.weights)


def random_waves(rng: np.random.Generator, count: int, periods_mm: tuple[float, float]) -> Waves:
    """Return ``count`` waves of random direction, with periods drawn evenly in logarithm from the range."""
    directions = rng.standard_normal((count, 3))
    directions /= np.linalg.norm(directions, axis=1)[:, None]
    periods = np.exp(rng.uniform(np.log(periods_mm[0]), np.log(periods_mm[1]), count))
    weights = np.full(count, np.sqrt(2.0 / count))
    return Waves(directions * (2 * np.pi / periods)[:, None], rng.uniform(0, 2 * np.pi, count), weights)


def grain_filter(rows: int, columns: int, pixel_mm: float, peak_per_mm: float) -> Image:
    """Return the frequency filter (rows, columns) of reconstruction noise, scaled to give unit spread.

    It rises from low frequencies and falls again, as filtered back projection with a soft kernel does.
    """
    f = np.hypot(*np.meshgrid(np.fft.fftfreq(columns, pixel_mm), np.fft.fftfreq(rows, pixel_mm)))
    shape = (0.12 * peak_per_mm + f) * np.exp(-((f / (1.35 * peak_per_mm)) ** 2))
    grain: Image = (shape / np.sqrt(np.mean(shape**2))).astype(np.float32)
    return grain


def noise_slices(rng: np.random.Generator, grain: Image) -> Iterator[Image]:
    """Yield endless independent noise images of unit spread with the given grain.

    White noise has a white spectrum, so it is drawn there; one inverse transform then holds two images.
    """
    rows, columns = grain.shape
    scale = np.float32(np.sqrt(rows * columns))
    while True:
        spectrum = rng.standard_normal((rows, columns, 2), dtype=np.float32).view(np.complex64)[..., 0]
        pair = np.fft.ifft2(spectrum * grain) * scale
        yield pair.real.astype(np.float32)
        yield pair.imag.astype(np.float32)
