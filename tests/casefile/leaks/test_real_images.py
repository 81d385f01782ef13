"""Real images of many vendors: none of them is masked, and what they leak is named."""

from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest

from seedcryo_reader.casefile.leaks.check import check_image
from seedcryo_reader.casefile.leaks.scan import check_files

PLANTED = {
    "PatientName": "profile-attribute",
    "PatientID": "arm-attribute",
    "PatientBirthDate": "date",
    "PatientAddress": "profile-attribute",
    "PatientTelephoneNumbers": "profile-attribute",
    "ReferringPhysicianName": "arm-attribute",
    "PerformingPhysicianName": "arm-attribute",
    "AccessionNumber": "arm-attribute",
}


def dicom_files(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.rglob("*")) if path.is_file() and path.read_bytes()[128:132] == b"DICM"]


def test_no_real_image_is_masked(real_data, rules):
    paths = dicom_files(real_data)
    assert len(paths) > 400
    unread = []
    for path in paths:
        found = check_image(path.read_bytes(), rules, path.name)
        assert len(found) > 5, path
        if "unreadable" in {one.code for one in found}:
            unread.append(path.name)
    assert unread == []


def test_planted_names_are_named(real_data, rules):
    for path in dicom_files(real_data / "s10_pseudo_phi_mr" / "dicom"):
        texts = {(one.code, one.text.split()[1]) for one in check_image(path.read_bytes(), rules, "x")}
        assert {(code, keyword) for keyword, code in PLANTED.items()} <= texts, path


def test_the_work_of_another_tool_is_not_enough(real_data, rules):
    for path in dicom_files(real_data / "s10_pseudo_phi_mr" / "dicomDeidentified"):
        assert "private" in {one.code for one in check_image(path.read_bytes(), rules, "x")}


@pytest.mark.parametrize("name", ["s06_codecs_ct", "s07_syntax_mr"])
def test_comments_in_real_streams_are_named(real_data, rules, name):
    codes = defaultdict(set)
    for path in dicom_files(real_data / name):
        codes[path.name] = {one.code for one in check_image(path.read_bytes(), rules, "x")}
    assert any("stream-comment" in found for found in codes.values())
    assert any("stream-comment" not in found for found in codes.values())
    assert not any("stream" in found for found in codes.values())


def test_segmentations_reports_and_captures_are_refused(real_data, rules):
    for folder in ("s11_seg_sr/highdicom", "s01_ct_lidc0001/seg", "s12_burnedin_and_mixed/deid_data_humans"):
        for path in dicom_files(real_data / folder):
            found = {one.code for one in check_image(path.read_bytes(), rules, "x")}
            if path.name.startswith(("seg", "sr", "nodule")):
                assert "object-refused" in found, path


def test_a_bit_beside_the_stored_ones_of_a_real_image(real_data, rules):
    path = dicom_files(real_data / "s02_ct_lungdx_a0002")[0]
    data = bytearray(path.read_bytes())
    assert "hidden-bits" not in {one.code for one in check_image(bytes(data), rules, "x")}
    data[-1] |= 0x80
    assert "hidden-bits" in {one.code for one in check_image(bytes(data), rules, "x")}
    assert np.frombuffer(data[-2:], "<u2")[0] >= 0x8000


def test_a_folder_is_checked_in_the_order_of_its_names(real_data, tables):
    seen: list[int] = []
    from seedcryo_reader.imaging.watch import Watch

    folder = real_data / "s07_syntax_mr"
    done = list(check_files(folder, tables, Watch(lambda progress: seen.append(progress.done))))
    assert [one.name for one in done] == sorted(one.name for one in done)
    assert seen == list(range(1, len(done) + 1))
    assert {one.is_dicom for one in done} == {True, False}
