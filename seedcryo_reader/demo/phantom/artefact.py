"""What spoils an image: breathing while it was taken, and too few photons."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from seedcryo_reader.demo.phantom.shapes import Image

NOISE_FACTOR = 3.2


def smear(rng: np.random.Generator, image: Image, pixel_mm: float) -> Image:
    """Return the image (rows, columns) with doubled contours and streaks of a patient who moved."""
    shift = max(1, round(7.5 / pixel_mm))
    mixed = (
        0.44 * np.roll(image, (shift, shift // 2), (0, 1)) + 0.36 * np.roll(image, (-shift, 0), (0, 1)) + 0.2 * image
    )
    rows, columns = image.shape
    u = np.linspace(-1, 1, columns, dtype=np.float32)[None, :]
    v = np.linspace(-1, 1, rows, dtype=np.float32)[:, None]
    bands = np.zeros_like(image)
    for _ in range(10):
        angle, at, width = rng.uniform(-0.5, 0.5), rng.uniform(-0.5, 0.5), rng.uniform(0.008, 0.03)
        beside = v * np.float32(np.cos(angle)) + u * np.float32(np.sin(angle)) - np.float32(at)
        bands += np.float32(rng.choice([-55.0, 55.0])) * np.exp(-((beside / np.float32(width)) ** 2))
    result: Image = (mixed + bands * (image > -600)).astype(np.float32)
    return result
