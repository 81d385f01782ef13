"""Rigid registration: the best shift of all, then two searches from different starts. Runs in a worker.

The images are averaged to some 3 mm first (`reducing`); a shift is then found by masked correlation over every whole
shift of a coarse grid at once (Padfield, IEEE TIP 2012), so nothing depends on how the tables were zeroed; rotation and
the rest are found by Mattes' mutual information. Samples are drawn with fixed seeds: the same files, the same answer.
"""

from typing import Final

import numpy as np
import numpy.typing as npt
import SimpleITK as sitk

from seedcryo_reader.imaging.registration.job import Found, Mapped, Rows
from seedcryo_reader.imaging.registration.reducing import Body, body_of

Points = npt.NDArray[np.float64]

SHIFT_MM: Final = 8.0
"""Grid of the first search."""

LEAST_COMMON: Final = 0.25
"""Shifts that leave less than this share of the smaller body in common are not tried."""

STARTS: Final = (
    ((0.0, 0.0, 0.0), (0.0, 0.0, 0.0)),
    ((6.0, -6.0, 6.0), (0.04, -0.04, 0.04)),
)
"""Shift (mm) and turn (radians) that the two searches begin with, on top of the first shift."""

SAMPLES: Final = (0.20, 0.05)
"""Share of the voxels looked at on the coarse and on the fine level."""

SEEDS: Final = (20_251, 74_503)

BINS: Final = 32


DETAIL_MM: Final = 15.0
"""Likeness is judged by what is finer than this: any two trunks are alike as a whole."""

_NOTHING: Final = Found(matrix=tuple(map(tuple, np.eye(4).tolist())), likeness=0.0, overlap=0.0, spread_mm=0.0)


def register_files(fixed: Mapped, moving: Mapped) -> Found:
    """Register two mapped volumes; where there is too little of a body in one of them nothing is alike."""
    # Several threads add up in any order, and a search magnifies that; the screen can use the other processor.
    sitk.ProcessObject.SetGlobalDefaultNumberOfThreads(1)
    still, moved = body_of(fixed), body_of(moving)
    if still is None or moved is None:
        return _NOTHING
    shift = best_shift(still, moved)
    first, second = (_refined(still, moved, shift, start) for start in range(len(STARTS)))
    best = min((first, second), key=lambda one: one[1])[0]
    common = _common(still, moved, best)
    return Found(
        matrix=_rows(best),
        likeness=likeness(still, moved, best, common),
        overlap=_overlap(still, moved, common),
        spread_mm=spread_mm(first[0], second[0], still.coarse_mask),
    )


# --- the first shift -------------------------------------------------------------------------------------------------


def best_shift(fixed: Body, moving: Body) -> Points:
    """Shift (3,) in mm from fixed to moving points that makes the two most alike, to some half of `SHIFT_MM`."""
    one, one_mask, one_origin = _on_grid(fixed)
    other, other_mask, other_origin = _on_grid(moving)
    score = _correlations(one, one_mask, other, other_mask)
    at = np.array(np.unravel_index(int(np.argmax(score)), score.shape))
    steps = at - (np.array(one.shape) - 1)
    # Voxel n of the fixed grid is compared with voxel n + steps of the moving one; axes are z, y, x.
    return np.asarray(other_origin - one_origin + SHIFT_MM * steps[::-1])


def _on_grid(body: Body) -> tuple[Points, Points, Points]:
    """Image and mask (z, y, x) on the axes of the patient, and the place of the first voxel, mm."""
    image, mask = body.coarse, body.coarse_mask
    columns, rows, slices = image.GetSize()
    corners = np.array(
        [image.TransformIndexToPhysicalPoint((i, j, k)) for i in (0, columns) for j in (0, rows) for k in (0, slices)]
    )
    origin, end = corners.min(axis=0), corners.max(axis=0)
    size = [int(n) for n in np.ceil((end - origin) / SHIFT_MM) + 1]
    grid = sitk.Image(size, sitk.sitkFloat32)
    grid.SetSpacing([SHIFT_MM] * 3)
    grid.SetOrigin(origin.tolist())
    smooth = sitk.SmoothingRecursiveGaussian(image, SHIFT_MM / 2)
    there = sitk.Resample(smooth, grid, sitk.Transform(), sitk.sitkLinear, 0.0)
    inside = sitk.Resample(mask, grid, sitk.Transform(), sitk.sitkNearestNeighbor, 0)
    return sitk.GetArrayFromImage(there).astype(np.float64), sitk.GetArrayFromImage(inside).astype(np.float64), origin


def _correlations(one: Points, one_mask: Points, other: Points, other_mask: Points) -> Points:
    """Correlation inside both masks for every whole shift; −1 where too little is in common."""
    shape = tuple(np.add(one.shape, other.shape) - 1)
    turned = (slice(None, None, -1),) * 3

    def there(array: Points) -> npt.NDArray[np.complex128]:
        return np.fft.rfftn(array, shape)

    def back(spectrum: npt.NDArray[np.complex128]) -> Points:
        return np.asarray(np.fft.irfftn(spectrum, shape))

    middle = one[one_mask > 0].mean(), other[other_mask > 0].mean()
    one, other = (one - middle[0]) * one_mask, (other - middle[1]) * other_mask
    a, m, b, n = there(one[turned]), there(one_mask[turned]), there(other), there(other_mask)
    count = np.maximum(back(m * n), 1e-3)
    sum_a, sum_b = back(a * n), back(m * b)
    spread_a = back(there((one**2)[turned]) * n) - sum_a**2 / count
    spread_b = back(m * there(other**2)) - sum_b**2 / count
    scale = np.sqrt(np.maximum(spread_a, 1e-3) * np.maximum(spread_b, 1e-3))
    score = (back(a * b) - sum_a * sum_b / count) / scale
    least = LEAST_COMMON * min(one_mask.sum(), other_mask.sum())
    return np.asarray(np.where(count >= max(least, 1.0), score, -1.0))


# --- turning and shifting --------------------------------------------------------------------------------------------


def _refined(fixed: Body, moving: Body, shift: Points, start: int) -> tuple[sitk.Euler3DTransform, float]:
    """Search from one of the starts, coarse and then fine; the transform and the metric (less is better)."""
    transform = sitk.Euler3DTransform()
    transform.SetCenter(_middle(fixed.coarse_mask).tolist())
    more, turn = STARTS[start]
    transform.SetRotation(*turn)
    transform.SetTranslation((shift + more).tolist())
    value = 0.0
    levels = ((fixed.coarse, fixed.coarse_mask, moving.coarse), (fixed.fine, fixed.fine_mask, moving.fine))
    for level, (still, mask, moved) in enumerate(levels):
        search = sitk.ImageRegistrationMethod()
        search.SetMetricAsMattesMutualInformation(BINS)
        search.SetMetricSamplingStrategy(search.RANDOM)
        search.SetMetricSamplingPercentage(SAMPLES[level], SEEDS[start])
        search.SetMetricFixedMask(mask)
        search.SetInterpolator(sitk.sitkLinear)
        search.SetOptimizerAsRegularStepGradientDescent(
            learningRate=(2.0, 0.5)[level],
            minStep=(0.02, 0.005)[level],
            numberOfIterations=(100, 60)[level],
            relaxationFactor=0.6,
            gradientMagnitudeTolerance=1e-8,
        )
        search.SetOptimizerScalesFromPhysicalShift()
        search.SetInitialTransform(transform, inPlace=True)
        search.Execute(still, moved)
        value = search.GetMetricValue()
    return transform, value


def _middle(mask: sitk.Image) -> Points:
    """Middle (3,) of a mask, LPS mm."""
    k, j, i = (float(one.mean()) for one in np.nonzero(sitk.GetArrayViewFromImage(mask)))
    return np.asarray(mask.TransformContinuousIndexToPhysicalPoint((i, j, k)))


# --- how good it is --------------------------------------------------------------------------------------------------


def _common(fixed: Body, moving: Body, transform: sitk.Transform) -> npt.NDArray[np.bool_]:
    """The part of the fixed coarse grid that lies in both volumes and in at least one body."""
    inside = sitk.Image(moving.coarse.GetSize(), sitk.sitkUInt8) + 1
    inside.CopyInformation(moving.coarse)
    seen = sitk.GetArrayFromImage(sitk.Resample(inside, fixed.coarse, transform, sitk.sitkNearestNeighbor, 0)) > 0
    theirs = sitk.Resample(moving.coarse_mask, fixed.coarse, transform, sitk.sitkNearestNeighbor, 0)
    either = (sitk.GetArrayFromImage(theirs) > 0) | (sitk.GetArrayFromImage(fixed.coarse_mask) > 0)
    return np.asarray(seen & either)


def likeness(fixed: Body, moving: Body, transform: sitk.Transform, common: npt.NDArray[np.bool_]) -> float:
    """Correlation of the details (finer than `DETAIL_MM`) in the common part, −1 to 1; 0 where there is none."""
    outside = float(sitk.GetArrayViewFromImage(moving.coarse).min())
    moved = _details(sitk.Resample(moving.coarse, fixed.coarse, transform, sitk.sitkLinear, outside))[common]
    still = _details(fixed.coarse)[common]
    if still.size < 2 or still.std() == 0 or moved.std() == 0:
        return 0.0
    return float(np.corrcoef(still, moved)[0, 1])


def _details(image: sitk.Image) -> npt.NDArray[np.float32]:
    return np.asarray(sitk.GetArrayFromImage(image - sitk.SmoothingRecursiveGaussian(image, DETAIL_MM)))


def _overlap(fixed: Body, moving: Body, common: npt.NDArray[np.bool_]) -> float:
    """Share of the smaller body that is in common."""
    voxel = float(np.prod(fixed.coarse.GetSpacing()))
    volumes = [
        float(sitk.GetArrayViewFromImage(one.coarse_mask).sum()) * float(np.prod(one.coarse.GetSpacing()))
        for one in (fixed, moving)
    ]
    return min(1.0, float(common.sum()) * voxel / max(min(volumes), voxel))


def spread_mm(one: sitk.Transform, other: sitk.Transform, mask: sitk.Image) -> float:
    """How far apart two transforms bring any corner of the box around a mask, mm."""
    places = np.nonzero(sitk.GetArrayViewFromImage(mask))
    if not places[0].size:
        return float("inf")
    ends = [(int(axis.min()), int(axis.max())) for axis in places[::-1]]
    corners = [mask.TransformIndexToPhysicalPoint((i, j, k)) for i in ends[0] for j in ends[1] for k in ends[2]]
    return max(float(np.linalg.norm(np.subtract(one.TransformPoint(at), other.TransformPoint(at)))) for at in corners)


def _rows(transform: sitk.Euler3DTransform) -> Rows:
    matrix = np.eye(4)
    matrix[:3, :3] = np.asarray(transform.GetMatrix()).reshape(3, 3)
    matrix[:3, 3] = transform.TransformPoint((0.0, 0.0, 0.0))
    return tuple(tuple(row) for row in matrix.tolist())
