"""The reading side and the phantom know nothing of each other: what one says is held against the truth of the other."""

import numpy as np
import pytest
from demo.built import OneTimepoint

from seedcryo_reader.imaging import geometry
from seedcryo_reader.imaging.loading import load
from seedcryo_reader.imaging.survey import survey
from seedcryo_reader.imaging.workers.pool import WorkerPool


@pytest.fixture(params=["a_ct_timepoint_with_metal", "an_mr_timepoint"])
def timepoint(request: pytest.FixtureRequest) -> OneTimepoint:
    return request.getfixturevalue(request.param)


def test_every_series_is_read_as_the_truth_tells(timepoint: OneTimepoint, tmp_path) -> None:
    with WorkerPool(slots=2) as pool:
        for told in timepoint.truth["series"]:
            folder = timepoint.root / told["folder"]
            [stack] = survey(folder, pool, tmp_path).stacks
            loaded = load(stack, pool, tmp_path / told["name"])
            assert loaded.findings == ()
            volume = loaded.volume
            assert volume is not None
            assert volume.measurable == "3d"
            assert volume.array.shape[0] == told["frames"]
            assert np.allclose(volume.geometry.affine, told["lps_mm_from_ijk"], atol=1e-3)
            assert volume.unit == ("HU" if told["modality"] == "CT" else "arbitrary")


def test_a_target_lies_on_the_slice_and_at_the_voxel_the_truth_names(timepoint: OneTimepoint, tmp_path) -> None:
    read = timepoint.series(timepoint.truth["read_series"])
    with WorkerPool(slots=2) as pool:
        [stack] = survey(timepoint.root / read["folder"], pool, tmp_path).stacks
        volume = load(stack, pool, tmp_path / "voxels").volume
    measured = [target for target in timepoint.truth["targets"] if target["state"] == "measured"]
    assert measured
    for target in measured:
        index = geometry.to_index(volume.geometry.affine, target["centre_lps_mm"])
        k = round(float(index[2]))
        assert abs(index[2] - k) < 0.01
        assert k == target["centre_slice_k"]
        assert volume.sources[k].sop_instance == target["sop_instance_uid"]
