"""Oblique planes, MPR and slabs by `vtkImageReslice`, straight from the mapped array.

VTK is given the voxels in index space (spacing 1, origin 0) and a matrix made of our own affine, so `geometry` stays
the only place that knows millimetres, and sheared (tilted) stacks are as good as straight ones.
"""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from vtkmodules.util.numpy_support import numpy_to_vtk, vtk_to_numpy
from vtkmodules.vtkCommonDataModel import vtkImageData
from vtkmodules.vtkCommonMath import vtkMatrix4x4
from vtkmodules.vtkImagingCore import vtkImageReslice

from seedcryo_reader.imaging.geometry import Vector
from seedcryo_reader.imaging.volume import Volume

Slab = Literal["mean", "maximum"]


@dataclass(frozen=True)
class Plane:
    """A picture plane in patient space.

    Attributes
    ----------
    origin_mm : 3 floats
        Centre of the picture's first pixel (top left), LPS mm.
    across, down : 3 floats each
        Unit directions of increasing column and row, LPS, perpendicular.
    pixel_mm : float
        Edge of a picture pixel, mm.
    size : (height, width)
        In pixels.
    """

    origin_mm: tuple[float, float, float]
    across: tuple[float, float, float]
    down: tuple[float, float, float]
    pixel_mm: float
    size: tuple[int, int]

    def __post_init__(self) -> None:
        a, d = np.asarray(self.across), np.asarray(self.down)
        if abs(float(a @ a) - 1) > 1e-6 or abs(float(d @ d) - 1) > 1e-6 or abs(float(a @ d)) > 1e-6:
            msg = "a plane needs two perpendicular unit directions"
            raise ValueError(msg)
        if not self.pixel_mm > 0 or min(self.size) < 1:
            msg = "a plane needs a positive pixel size and at least one pixel"
            raise ValueError(msg)

    @property
    def affine(self) -> Vector:
        """4×4, picture ``(column, row, depth)`` in pixels → LPS mm; depth along across × down."""
        matrix = np.eye(4)
        matrix[:3, 0] = np.asarray(self.across) * self.pixel_mm
        matrix[:3, 1] = np.asarray(self.down) * self.pixel_mm
        matrix[:3, 2] = np.cross(self.across, self.down) * self.pixel_mm
        matrix[:3, 3] = self.origin_mm
        return matrix


class Reslicer:
    """Cuts planes out of one volume. Not for several threads at once."""

    def __init__(self, volume: Volume) -> None:
        """Take a volume.

        Raises
        ------
        ValueError
            Its geometry is not safe across slices, so a reformatted picture would lie.
        """
        if volume.geometry is None or volume.measurable != "3d":
            msg = "only a volume that is measurable in 3d can be cut across its slices"
            raise ValueError(msg)
        self._volume = volume
        self._to_index = np.linalg.inv(volume.geometry.affine)
        slices, rows, columns = volume.array.shape
        self._voxels = numpy_to_vtk(volume.array.reshape(-1), deep=False)
        self._image = vtkImageData()
        self._image.SetDimensions(columns, rows, slices)
        self._image.GetPointData().SetScalars(self._voxels)

    def cut(self, plane: Plane, *, slab_mm: float = 0.0, mode: Slab = "mean", smooth: bool = True) -> npt.NDArray[Any]:
        """Values on a plane.

        Parameters
        ----------
        slab_mm : float
            Thickness of a slab centred on the plane; 0 for the plane alone.
        mode : "mean" or "maximum"
            How a slab is joined.
        smooth : bool
            Linearly interpolated between voxel centres; otherwise the nearest voxel's value.

        Returns
        -------
        array (row, column) of the volume's type
            Outside the volume its lowest value.
        """
        height, width = plane.size
        reslice = vtkImageReslice()
        reslice.SetInputData(self._image)
        (reslice.SetInterpolationModeToLinear if smooth else reslice.SetInterpolationModeToNearestNeighbor)()
        reslice.SetOutputDimensionality(2)
        reslice.SetBackgroundLevel(self._volume.statistics.minimum)
        reslice.SetResliceAxes(_matrix(self._to_index @ plane.affine))
        reslice.SetOutputSpacing(1, 1, 1)
        reslice.SetOutputOrigin(0, 0, 0)
        reslice.SetOutputExtent(0, width - 1, 0, height - 1, 0, 0)
        # Half a voxel beyond the outermost centres still belongs to the volume.
        reslice.SetBorder(True)
        if slab_mm > 0:
            samples = max(2, round(slab_mm / plane.pixel_mm) + 1)
            reslice.SetSlabNumberOfSlices(samples)
            reslice.SetSlabSliceSpacingFraction(slab_mm / plane.pixel_mm / (samples - 1))
            (reslice.SetSlabModeToMean if mode == "mean" else reslice.SetSlabModeToMax)()
        reslice.Update()
        return np.asarray(vtk_to_numpy(reslice.GetOutput().GetPointData().GetScalars()).reshape(height, width)).copy()


def _matrix(values: Vector) -> vtkMatrix4x4:
    matrix = vtkMatrix4x4()
    matrix.DeepCopy(values.ravel().tolist())
    return matrix
