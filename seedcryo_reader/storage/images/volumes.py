"""A decoded volume → what is kept of it, and back, without a number being changed on the way."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.imaging.volume import Geometry, SliceSource, Statistics, Volume
from seedcryo_reader.storage.images.index import (
    FoundTrouble,
    SliceImages,
    StackGeometry,
    StackImages,
    StackStatistics,
)


def stack_images(file: str, volume: Volume, hashes: Sequence[str], findings: Iterable[Finding]) -> StackImages:
    """What is kept of a volume whose voxels lie in `file`; `hashes` are those of its slices."""
    slices, rows, columns = volume.array.shape
    return StackImages(
        file=file,
        dtype=str(volume.array.dtype),  # type: ignore[arg-type]
        shape=(slices, rows, columns),
        geometry=None if volume.geometry is None else _geometry(volume.geometry),
        frame_of_reference=volume.frame_of_reference,
        unit=volume.unit,
        measurable=volume.measurable,
        inverted=volume.inverted,
        statistics=StackStatistics(
            _number(volume.statistics.minimum), _number(volume.statistics.maximum), _number(volume.statistics.mean)
        ),
        slices=tuple(_slice(one, sha256) for one, sha256 in zip(volume.sources, hashes, strict=True)),
        findings=tuple(map(FoundTrouble.of, findings)),
    )


def _geometry(geometry: Geometry) -> StackGeometry:
    rows = [tuple(map(_number, row)) for row in geometry.affine.tolist()]
    between_rows, between_columns, between_slices = geometry.spacing_mm
    across = None if between_slices is None else _number(between_slices)
    return StackGeometry(tuple(rows), (_number(between_rows), _number(between_columns), across))  # type: ignore[arg-type]


def _slice(one: SliceSource, sha256: str) -> SliceImages:
    return SliceImages(
        sha256=sha256,
        file=one.file,
        sop_instance=one.sop_instance,
        frame=one.frame,
        position_mm=None if one.position_mm is None else tuple(map(_number, one.position_mm)),
        padding=None if one.padding is None else (_number(one.padding[0]), _number(one.padding[1])),
        readable=one.readable,
    )


def _number(value: float) -> str:
    return repr(float(value))


def volume_of(stack: StackImages, array: npt.NDArray[Any], file: Path | None = None) -> Volume:
    """The volume again, over its voxels, mapped from `file`.

    Raises
    ------
    ValueError
        A number of the index is none.
    """
    return Volume(
        array=array,
        geometry=None if stack.geometry is None else _geometry_of(stack.geometry),
        frame_of_reference=stack.frame_of_reference,
        unit=stack.unit,
        sources=tuple(map(_source_of, stack.slices)),
        statistics=Statistics(
            float(stack.statistics.minimum), float(stack.statistics.maximum), float(stack.statistics.mean)
        ),
        measurable=stack.measurable,
        inverted=stack.inverted,
        file=file,
    )


def _geometry_of(geometry: StackGeometry) -> Geometry:
    between_rows, between_columns, between_slices = geometry.spacing_mm
    across = None if between_slices is None else float(between_slices)
    affine = np.array([[float(one) for one in row] for row in geometry.affine])
    return Geometry(affine, (float(between_rows), float(between_columns), across))


def _source_of(one: SliceImages) -> SliceSource:
    return SliceSource(
        file=one.file,
        sop_instance=one.sop_instance,
        frame=one.frame,
        position_mm=None if one.position_mm is None else tuple(map(float, one.position_mm)),
        padding=None if one.padding is None else (float(one.padding[0]), float(one.padding[1])),
        readable=one.readable,
    )
