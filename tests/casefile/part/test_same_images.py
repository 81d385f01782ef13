"""A law: what a reader loads from a part is what lies in the source, stack by stack and voxel by voxel."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from casefile.part.ways import TARGETS, described
from support.ct_files import ct_slice, enhanced_mr, mr_slice, save, write_stack

from seedcryo_reader.casefile.masking.uids import Uids
from seedcryo_reader.casefile.part.opening import open_part
from seedcryo_reader.casefile.part.sealing import Timepoint
from seedcryo_reader.imaging.loading import load
from seedcryo_reader.imaging.survey import survey


@pytest.fixture
def loaded(station, tmp_path_factory):
    """Every stack behind a path with its volume, by the images in it."""

    def load_all(path: Path, masked=lambda uid: uid):
        scratch = tmp_path_factory.mktemp("scratch")
        found = survey(path, station.pool, scratch)
        assert not found.unreadable
        stacks = {}
        for number, stack in enumerate(found.stacks):
            key = frozenset((masked(one.file.sop_instance), one.frame.number) for one in stack.slices)
            stacks[key] = load(stack, station.pool, scratch / f"voxels{number}")
        return stacks

    return load_all


@pytest.fixture
def assert_same(station, loaded, tmp_path, tmp_path_factory):
    """Seal a source, open the part, write its images into a folder, and load both; the number of stacks."""

    def check(source: Path) -> int:
        timepoint = Timepoint("TP0", source, {}, {}, TARGETS)
        series = survey(source, station.pool, tmp_path_factory.mktemp("scratch")).stacks
        pin = series[0].first.file.series
        timepoint = replace(timepoint, pinned={one.target_id: pin for one in TARGETS})
        sealed = station.seal(tmp_path / "out", timepoint, tmp_path_factory.mktemp("scratch"))
        folder = tmp_path / "opened"
        with open_part(sealed.file, station.trust, [station.reader], {}) as part:
            for image in part.images:
                path = folder / image.name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(image.data)
            assert sum(described(part).values()) <= len(part.images)
        before = loaded(source, Uids(station.keys.uid_secret, "C-0001").masked)
        after = loaded(folder)
        assert before.keys() == after.keys()
        for key, one in before.items():
            _assert_same_volume(one, after[key])
        return len(before)

    return check


def _assert_same_volume(one, other) -> None:
    assert (one.volume is None) == (other.volume is None)
    assert one.measurable == other.measurable
    assert [each.code for each in one.findings] == [each.code for each in other.findings]
    if one.volume is None:
        return
    a, b = one.volume, other.volume
    assert (a.array.dtype, a.array.shape, a.unit, a.inverted) == (b.array.dtype, b.array.shape, b.unit, b.inverted)
    assert np.array_equal(np.sort(a.array, axis=0), np.sort(b.array, axis=0))
    places = [each.position_mm for each in a.sources]
    assert places == [each.position_mm for each in b.sources]
    if len(set(places)) == len(places):  # slices at one place come in the order of their UIDs
        assert np.array_equal(a.array, b.array)
    assert (a.geometry is None) == (b.geometry is None)
    if a.geometry is not None:
        assert np.array_equal(a.geometry.affine, b.geometry.affine)
        assert a.geometry.spacing_mm == b.geometry.spacing_mm


def test_two_acquisitions_that_overlap_in_one_series(tmp_path, assert_same):
    """Two ranges of the body, their slices between one another: only the acquisition number tells them apart."""

    def ranges(data, k: int) -> None:
        first = k < 6
        data.AcquisitionNumber = 1 if first else 2
        data.ImagePositionPatient = [-10, -20, 100 + (2.5 * k if first else 8.7 + 2.5 * (k - 6))]
        data.PixelData = (np.arange(192, dtype=np.int16) + 100 * k).tobytes()

    write_stack(tmp_path / "ct", 11, ranges)
    assert assert_same(tmp_path / "ct") == 2


def test_echoes_of_one_series(tmp_path, assert_same):
    def echoes(data, k: int) -> None:
        data.ImagePositionPatient = [-10, -20, 100 + 2.5 * (k // 3)]
        data.EchoTime, data.EchoNumbers = [2.3, 4.6, 6.9][k % 3], k % 3 + 1

    write_stack(tmp_path / "mr", 9, echoes, mr_slice)
    assert assert_same(tmp_path / "mr") == 3


def test_an_enhanced_image(tmp_path, assert_same):
    save(enhanced_mr(6, order=[3, 0, 5, 1, 4, 2]), tmp_path / "mr" / "one")
    assert assert_same(tmp_path / "mr") == 1


def test_a_gap_stays_a_gap(tmp_path, assert_same):
    write_stack(tmp_path / "ct", 8, make=ct_slice)
    (tmp_path / "ct" / "f10").unlink()
    assert assert_same(tmp_path / "ct") == 1


@pytest.mark.parametrize(
    "name", ["s02_ct_lungdx_a0002", "s03_mr_prostate_qin0001/ADC", "s05_ct_tilt_ge", "s09_acr_siemens"]
)
def test_real_images(real_data, assert_same, name):
    assert assert_same(real_data / name) >= 1
