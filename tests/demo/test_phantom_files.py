"""The files: readable, complete, the same every time, and silent about treatment."""

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import SimpleITK as sitk
from demo.built import Built, OneTimepoint
from pydicom import dcmread
from pydicom.uid import ExplicitVRLittleEndian, JPEGLosslessSV1

from seedcryo_reader.demo.phantom import DEFAULT_SEED
from seedcryo_reader.demo.phantom.build import build_timepoint
from seedcryo_reader.demo.phantom.cases import PROGRESS, STUDY
from seedcryo_reader.demo.phantom.scene import HU_INTERCEPT, render_series, set_scene
from seedcryo_reader.demo.phantom.write import SeriesWriter

# Words that would tell a reader how a patient was treated.
TELLTALE = ("seed", "125i", "i-125", "iodine", "brachy", "radioact", "cryo", "argon", "iceball", "ablat", "thermal")
TELLTALE += ("needle", "implant", "probe", "粒子", "冷冻", "消融")


def files(root: Path) -> list[Path]:
    return sorted(root.rglob("*.dcm"))


def test_progress_counts_every_timepoint(a_case: Built) -> None:
    assert a_case.steps == [(n, 4) for n in range(1, 5)]


def test_each_timepoint_lies_where_truth_says(a_case: Built) -> None:
    (case,) = a_case.truth["cases"]
    assert (a_case.truth["format"], a_case.truth["seed"], case["case"]) == (1, DEFAULT_SEED, "C-0004")
    listed = 0
    for timepoint in case["timepoints"]:
        for series in timepoint["series"]:
            names = [path.name for path in sorted((a_case.root / series["folder"]).iterdir())]
            assert names == [f"{n:06d}.dcm" for n in range(1, series["frames"] + 1)]
            assert series["frames"] <= 60
            listed += len(names)
    assert listed == len(files(a_case.root)) == 4 * 40


def test_centre_slices_are_the_instances_named(a_case: Built) -> None:
    (case,) = a_case.truth["cases"]
    named = 0
    for timepoint in case["timepoints"]:
        (series,) = timepoint["series"]
        datasets = [dcmread(path, stop_before_pixels=True) for path in files(a_case.root / series["folder"])]
        place = {ds.SOPInstanceUID: float(ds.ImagePositionPatient[2]) for ds in datasets}
        for lesion in timepoint["targets"] + timepoint["non_targets"]:
            assert place[lesion["sop_instance_uid"]] == pytest.approx(lesion["centre_lps_mm"][2], abs=0.001)
            named += 1
        assert {ds.FrameOfReferenceUID for ds in datasets} == {timepoint["frame_of_reference_uid"]}
        assert {ds.SeriesInstanceUID for ds in datasets} == {series["series_instance_uid"]}
        assert {ds.StudyInstanceUID for ds in datasets} == {timepoint["study_instance_uid"]}
    assert named == 12
    assert len({timepoint["frame_of_reference_uid"] for timepoint in case["timepoints"]}) == 4


def stored_values(path: Path, intercept: int) -> np.ndarray:
    """Stored values (row, column) as SimpleITK decodes them."""
    return sitk.GetArrayFromImage(sitk.ReadImage(path))[0].astype(int) - intercept


def test_every_attribute_can_be_read_and_stays_inside_its_rules(
    a_ct_timepoint_with_metal: OneTimepoint, an_mr_timepoint: OneTimepoint
) -> None:
    for timepoint, syntax in (
        (a_ct_timepoint_with_metal, JPEGLosslessSV1),
        (an_mr_timepoint, ExplicitVRLittleEndian),
    ):
        for path in files(timepoint.root)[::20]:
            ds = dcmread(path)
            for element in ds.iterall():
                assert element.value is not None or element.VM == 0
            assert ds.file_meta.TransferSyntaxUID == syntax
            assert ds.file_meta.MediaStorageSOPInstanceUID == ds.SOPInstanceUID
            assert (ds.BitsAllocated, ds.BitsStored, ds.HighBit, ds.PixelRepresentation) == (16, 12, 11, 0)
            stored = stored_values(path, int(ds.get("RescaleIntercept", 0)))
            assert stored.shape == (ds.Rows, ds.Columns)
            assert 0 <= stored.min() <= stored.max() <= 4095
            uids = (ds.SOPInstanceUID, ds.SeriesInstanceUID, ds.StudyInstanceUID, ds.FrameOfReferenceUID)
            assert all(uid.is_valid and uid.startswith("2.25.") for uid in uids)


def test_no_date_or_time_of_the_real_world(a_case: Built) -> None:
    ds = dcmread(files(a_case.root)[0])
    moments = [element for element in ds.iterall() if element.VR in {"DA", "TM", "DT"}]
    assert moments
    assert all(element.is_empty for element in moments)


def test_no_word_tells_how_the_patient_was_treated(
    a_case: Built, a_ct_timepoint_with_metal: OneTimepoint, an_mr_timepoint: OneTimepoint
) -> None:
    looked = 0
    for root in (a_case.root, a_ct_timepoint_with_metal.root, an_mr_timepoint.root):
        for path in files(root):
            written = path.read_bytes()
            header = written[: written.index(b"\xe0\x7f\x10\x00")]
            text = (header.decode("utf-8", "replace") + str(path.relative_to(root))).lower()
            assert not [word for word in TELLTALE if word in text], path
            looked += 1
    assert looked == 160 + 80 + 72


@pytest.mark.parametrize("case", STUDY, ids=lambda case: case.name)
def test_no_story_or_place_tells_it_either(case: Any) -> None:
    text = " ".join([case.name, case.story, *case.covers, *case.series, *(le.place for le in case.lesions)]).lower()
    assert not [word for word in TELLTALE if word in text]


def test_the_same_seed_gives_the_same_bytes(a_case: Built, tmp_path: Path) -> None:
    scene = set_scene(PROGRESS, 2, DEFAULT_SEED)
    (series,) = PROGRESS.series
    writer = SeriesWriter(tmp_path, scene, series)
    for k, stored in render_series(scene, series):
        writer.write(k, stored)
        if k == 2:
            break
    again = files(tmp_path)
    assert len(again) == 3
    for path in again:
        assert path.read_bytes() == (a_case.root / "C-0004" / "TP2" / series / path.name).read_bytes()


def test_another_seed_gives_another_patient(a_case: Built) -> None:
    (series,) = PROGRESS.series
    _, other = next(render_series(set_scene(PROGRESS, 2, DEFAULT_SEED + 1), series))
    ours = stored_values(a_case.root / "C-0004" / "TP2" / series / "000040.dcm", HU_INTERCEPT)
    assert np.mean(np.abs(other.astype(int) - ours)) > 20


def test_building_twice_into_one_folder_leaves_one_study(an_mr_timepoint: OneTimepoint, tmp_path: Path) -> None:
    root = tmp_path / "again"
    shutil.copytree(an_mr_timepoint.root, root)
    before = {path: path.read_bytes() for path in files(root)}
    assert build_timepoint(root, "C-0008", 1, DEFAULT_SEED) == an_mr_timepoint.truth
    assert {path: path.read_bytes() for path in files(root)} == before


def test_the_manual_lists_every_case_with_its_timepoints() -> None:
    manual = Path(__file__).resolve().parents[2] / "resources" / "manual" / "phantom.md"
    rows = [line.split("|")[1:3] for line in manual.read_text(encoding="utf-8").splitlines() if line.startswith("| C-")]
    assert [(name.strip(), int(count)) for name, count in rows] == [(case.name, case.timepoints) for case in STUDY]
