"""Where a lesion lies on the images of a timepoint, by what was said of it there."""

from collections.abc import Callable

import numpy as np

from seedcryo_reader.domain.measurement import Caliper, Extent, ImagePlace
from seedcryo_reader.domain.read import BASELINE, Read
from seedcryo_reader.viewing.calipers import image_in, point_of_mark
from seedcryo_reader.viewing.hanging import usual_stack
from seedcryo_reader.viewing.images import TimepointImages
from seedcryo_reader.viewing.view import PointMm, Shown

Place = tuple[Shown, PointMm]
"""A stack, and a point in its millimetres."""


def place_of(read: Read, images: TimepointImages, timepoint: str, lesion: str, extent: Extent) -> Place | None:
    """The middle of its caliper there, else where it was marked; None where neither tells.

    Parameters
    ----------
    images : TimepointImages
        Of that timepoint.
    """
    one = read.timepoint(timepoint)
    if one is None:
        return None
    for said in (one.sheet.assessed(lesion, extent), one.sheet.assessed(lesion)):
        if isinstance(said, Caliper):
            ends = np.array([point_of_mark(said.long.start), point_of_mark(said.long.end)])
            x, y, z = ends.mean(axis=0).tolist()
            return _at(images, timepoint, said.image, (x, y, z))
    recorded = one.sheet.recorded.get(lesion)
    if recorded is not None:
        return _at(images, timepoint, recorded.mark.image, point_of_mark(recorded.mark.point_mm))
    target = next((each for each in read.targets if each.target_id == lesion), None)
    if timepoint != BASELINE or target is None or target.mark_mm is None:
        return None
    stack = usual_stack(images, timepoint, lesion)
    return None if stack is None else (stack, point_of_mark(target.mark_mm))


def latest_place(
    read: Read, load: Callable[[str], TimepointImages | None], timepoint: str, lesion: str, extent: Extent
) -> Place | None:
    """Where it lies at a timepoint, or at the latest one before that tells and whose images are there."""
    for one in (timepoint, *(before.name for before in reversed(read.before(timepoint)))):
        images = load(one)
        found = None if images is None else place_of(read, images, one, lesion, extent)
        if found is not None:
            return found
    return None


def _at(images: TimepointImages, timepoint: str, image: ImagePlace, point_mm: PointMm) -> Place | None:
    series = next((one for one in images.series if one.number == image.series), None)
    found = None if series is None else image_in(image, series.volumes)
    return None if found is None else (Shown(timepoint, image.series, found[0]), point_mm)
