"""Windows by number key: which there are for a modality, and what they are for a volume."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from seedcryo_reader.imaging.volume import Volume
from seedcryo_reader.imaging.window import CT_PRESETS, Window, window_of_range


class Preset(StrEnum):
    """A named window; the screen gives each its words."""

    SOFT_TISSUE = "soft tissue"
    LIVER = "liver"
    LUNG = "lung"
    BONE = "bone"
    BRAIN = "brain"
    FULL = "full range"
    USUAL = "usual range"
    NARROW = "narrow range"
    BRIGHT = "bright range"
    DARK = "dark range"


PRESETS: Final[dict[str, tuple[Preset, ...]]] = {
    "CT": (Preset.SOFT_TISSUE, Preset.LIVER, Preset.LUNG, Preset.BONE, Preset.BRAIN),
    "MR": (Preset.USUAL, Preset.NARROW, Preset.BRIGHT, Preset.DARK, Preset.FULL),
}
"""By modality, in the order of the number keys."""

PERCENTILES: Final = {
    Preset.USUAL: (1.0, 99.0),
    Preset.NARROW: (10.0, 90.0),
    Preset.BRIGHT: (50.0, 99.9),
    Preset.DARK: (1.0, 75.0),
}
"""Lowest and highest value shown in grey, as percentiles of the voxels that are not padding."""

_SAMPLES: Final = 200_000
"""So many voxels say where a percentile lies to far less than a grey."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What number key `number` does."""

    number: int
    preset: Preset


def choices(modality: str) -> tuple[Choice, ...]:
    """The presets of a modality by number key; of an unknown one those of ``"MR"``, which suit any values."""
    return tuple(Choice(n, preset) for n, preset in enumerate(PRESETS.get(modality, PRESETS["MR"]), start=1))


def preset_window(volume: Volume, preset: Preset) -> Window:
    """The window of a preset for a volume; not inverted. Tenths of a second at most: some voxels are read."""
    if preset.value in CT_PRESETS:
        center, width = CT_PRESETS[preset.value]
        return Window(center, width, exact=volume.array.dtype.kind == "f")
    if preset is Preset.FULL:
        return window_of_range(volume.statistics.minimum, volume.statistics.maximum)
    values = _sample(volume)
    if not len(values):
        return window_of_range(volume.statistics.minimum, volume.statistics.maximum)
    low, high = np.percentile(values, PERCENTILES[preset])
    return window_of_range(float(low), float(high))


def first_window(volume: Volume, modality: str) -> Window:
    """How a volume is shown first; a MONOCHROME1 one with its lowest values white."""
    window = preset_window(volume, choices(modality)[0].preset)
    return Window(window.center, window.width, volume.inverted, window.exact)


def _sample(volume: Volume) -> np.typing.NDArray[np.float64]:
    """Some of the voxels that hold a measurement, evenly over readable slices."""
    readable = [k for k, source in enumerate(volume.sources) if source.readable]
    some = readable[:: max(len(readable) // 16, 1)]
    if not some:
        return np.empty(0)
    stride = max(int(np.sqrt(len(some) * volume.array[0].size / _SAMPLES)), 1)
    parts = []
    for k in some:
        values = volume.array[k, ::stride, ::stride].astype(np.float64).ravel()
        padding = volume.sources[k].padding
        parts.append(values if padding is None else values[(values < padding[0]) | (values > padding[1])])
    return np.concatenate(parts)
