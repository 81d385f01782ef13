"""What the list of series shows: label, size, findings, and the middle slice small."""

import numpy as np
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QImage

from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.imaging.slices import native_slice
from seedcryo_reader.imaging.window import Lookup
from seedcryo_reader.ui.reading.sidebar import SeriesShown
from seedcryo_reader.viewing.hanging import main_stack
from seedcryo_reader.viewing.images import ShownSeries, TimepointImages
from seedcryo_reader.viewing.presets import first_window

_EDGE = 128


def series_shown(timepoint: str, images: TimepointImages) -> tuple[SeriesShown, ...]:
    """The series of a timepoint as the list shows them; each picture's slice was held against what was decoded."""
    return tuple(_shown(timepoint, images, one) for one in images.series if one.volumes)


def _shown(timepoint: str, images: TimepointImages, one: ShownSeries) -> SeriesShown:
    translate = QCoreApplication.translate
    volume = one.volumes[main_stack(one, timepoint).stack]
    slices = len(volume.array)
    gap = None if volume.geometry is None else volume.geometry.spacing_mm[2]
    if gap is not None:
        detail = translate("Series", "{0} × {1} mm").format(slices, f"{gap:.3g}")
    else:
        detail = translate("Series", "{0} images").format(slices) if slices != 1 else translate("Series", "1 image")
    return SeriesShown(one.number, one.label, detail, _picture(timepoint, images, one), _trouble(one))


def _trouble(one: ShownSeries) -> tuple[str, ...]:
    return tuple(finding.text for finding in one.findings)


def _picture(timepoint: str, images: TimepointImages, one: ShownSeries) -> QImage | None:
    stack = main_stack(one, timepoint).stack
    volume = one.volumes[stack]
    middle = len(volume.array) // 2
    try:
        images.check_slice(one.number, stack, middle)
    except Refused:
        return None
    step = max(1, max(volume.array.shape[1:]) // _EDGE)
    values = native_slice(volume, middle)[::step, ::step]
    grey = np.ascontiguousarray(Lookup(first_window(volume, one.modality))(np.ascontiguousarray(values)))
    height, width = grey.shape
    image = QImage(grey.tobytes(), width, height, width, QImage.Format.Format_Grayscale8).copy()
    return image.scaled(_EDGE, _EDGE, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
