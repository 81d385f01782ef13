"""The ``series`` command as a person and a program use it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import SimpleITK as sitk
from PIL import Image
from support.ct_files import ct_slice, save, write_stack

from seedcryo_reader.app.commands import run
from seedcryo_reader.domain.errors import EnvironmentFailure

KEYS = {
    "modality", "sop_class", "transfer_syntax", "frames", "rows", "columns", "spacing_mm", "slice_thickness_mm",
    "affine", "orientation", "dtype", "unit", "minimum", "maximum", "mean", "measurable", "findings", "series_uid",
    "slices",
}  # fmt: skip


@pytest.fixture
def report(capsys):
    def run_series(*arguments: object) -> tuple[int, dict]:
        code = run(["series", *map(str, arguments), "--json"])
        return code, json.loads(capsys.readouterr().out)

    return run_series


def test_a_good_stack(tmp_path, report):
    write_stack(tmp_path, 4)
    code, found = report(tmp_path)
    assert code == 0
    assert found["format"] == 1
    assert found["unreadable"] == []
    [one] = found["series"]
    assert set(one) == KEYS
    assert (one["modality"], one["frames"], one["rows"], one["columns"]) == ("CT", 4, 12, 16)
    assert one["sop_class"] == "1.2.840.10008.5.1.4.1.1.2"
    assert one["transfer_syntax"] == "1.2.840.10008.1.2.1"
    assert one["spacing_mm"] == [0.8, 0.6, 2.5]
    assert one["affine"] == [[0.6, 0, 0, -10], [0, 0.8, 0, -20], [0, 0, 2.5, 100], [0, 0, 0, 1]]
    assert (one["orientation"], one["dtype"], one["unit"], one["measurable"]) == ("axial", "int16", "HU", "3d")
    assert (one["minimum"], one["maximum"], one["mean"]) == (-1024, -1024 + 191 + 30, -1024 + 95.5 + 15)
    assert [entry["sop_instance"][-1] for entry in one["slices"]] == list("1234")


def test_something_unsafe_gives_exit_code_1_and_is_still_reported(tmp_path, report):
    write_stack(tmp_path, 4, lambda data, k: setattr(data, "ImagePositionPatient", [0, 0, [0, 1, 2, 4][k]]))
    code, found = report(tmp_path)
    assert code == 1
    assert found["series"][0]["findings"][0]["code"] == "missing-slice"


def test_a_bad_file_beside_a_good_stack(tmp_path, report):
    write_stack(tmp_path, 3)
    (tmp_path / "bad").write_bytes(b"\0" * 128 + b"DICM" + os.urandom(64))
    code, found = report(tmp_path)
    assert code == 1
    assert found["series"][0]["measurable"] == "3d"
    assert [one["files"] for one in found["unreadable"]] == [["bad"]]


def test_an_object_that_is_no_image_has_the_same_keys(tmp_path, report):
    data = ct_slice(0)
    data.SOPClassUID, data.Modality = "1.2.840.10008.5.1.4.1.1.481.3", "RTSTRUCT"
    del data.PixelData
    save(data, tmp_path / "plan")
    code, found = report(tmp_path)
    assert code == 1
    [one] = found["series"]
    assert set(one) == KEYS
    assert (one["measurable"], one["findings"][0]["code"]) == ("no", "unsupported-object")
    assert "radiotherapy" in one["findings"][0]["text"]


def test_volumes_are_saved_as_an_independent_reader_finds_them(tmp_path, report):
    write_stack(tmp_path / "in", 4)
    code, found = report(tmp_path / "in", "--save", tmp_path / "out")
    assert code == 0
    image = sitk.ReadImage(found["series"][0]["saved"])
    assert image.GetSpacing() == pytest.approx((0.6, 0.8, 2.5))
    assert image.GetOrigin() == pytest.approx((-10, -20, 100))
    assert np.array_equal(sitk.GetArrayFromImage(image)[0], np.arange(192).reshape(12, 16) - 1024)
    assert [path.suffix for path in (tmp_path / "out").iterdir()] == [".mha"]


def test_what_is_not_safe_is_not_saved(tmp_path, report):
    write_stack(tmp_path / "in", 1)
    _, found = report(tmp_path / "in", "--save", tmp_path / "out")
    assert "saved" not in found["series"][0]
    assert list((tmp_path / "out").iterdir()) == []


def test_one_contact_sheet_or_one_for_each_stack(tmp_path, report):
    write_stack(tmp_path / "in", 4)
    write_stack(tmp_path / "in" / "b", 3, lambda data, k: setattr(data, "SeriesInstanceUID", "1.2.9"))
    report(tmp_path / "in", "--sheet", tmp_path / "sheet.png")
    report(tmp_path / "in", "--sheet", tmp_path / "sheets")
    one = np.asarray(Image.open(tmp_path / "sheet.png"))
    many = [np.asarray(Image.open(path)) for path in sorted((tmp_path / "sheets").iterdir())]
    assert len(many) == 2
    assert np.array_equal(one, np.concatenate(many))
    assert one.max() > 200


def test_the_text_report_says_the_same(tmp_path, capsys):
    write_stack(tmp_path, 4)
    (tmp_path / "notes.txt").write_text("notes")
    assert run(["series", str(tmp_path)]) == 0
    out = capsys.readouterr().out
    assert "1. CT axial 4 × 12 × 16 · measurable: 3d" in out
    assert "spacing 0.8 × 0.6 × 2.5 mm" in out
    assert "Passed over: 1 × not DICOM." in out


def test_an_empty_folder(tmp_path, capsys):
    assert run(["series", str(tmp_path)]) == 0
    assert "No DICOM files were found." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["series", "/no/such/folder"], "does not exist"),
        (["series"], "PATH"),
        (["series", ".", "--wrong"], "--wrong"),
        (["nothing"], "nothing"),
    ],
)
def test_wrong_usage_gives_exit_code_2_and_a_sentence(arguments, words, capsys):
    assert run(arguments) == 2
    assert words in capsys.readouterr().err


def test_a_folder_that_cannot_be_made(tmp_path, capsys):
    write_stack(tmp_path / "in", 1)
    (tmp_path / "file").touch()
    assert run(["series", str(tmp_path / "in"), "--save", str(tmp_path / "file" / "out")]) == 2
    assert "cannot be made" in capsys.readouterr().err


def test_names_that_are_no_text(tmp_path, report):
    if sys.platform != "linux":
        pytest.skip("only Linux has such names")
    write_stack(tmp_path, 2)
    os.rename(os.fsencode(tmp_path / "f00"), os.fsencode(tmp_path) + b"/caf\xe9")  # noqa: PTH104
    code, found = report(tmp_path)
    assert code == 0
    assert {one["file"] for one in found["series"][0]["slices"]} == {"caf\ufffd", "f07"}


def test_a_stray_folder_in_the_working_directory_shadows_nothing(tmp_path):
    write_stack(tmp_path / "in", 2)
    for name in ("dl", "numpy", "pydicom"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("raise RuntimeError('shadowed')")
    command = [sys.executable, "-P", "-m", "seedcryo_reader", "series", "in"]
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode == 0


def test_nothing_is_left_behind(tmp_path, report, monkeypatch):
    scratch = tmp_path / "tmp"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    write_stack(tmp_path / "in", 3)
    report(tmp_path / "in")
    assert list(scratch.iterdir()) == []


def test_a_full_disk_is_a_plain_sentence(tmp_path):
    """A volume that does not fit: the program says so, ends with 2 and leaves nothing (needs a small file system)."""
    write_stack(tmp_path / "in", 3)
    program = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (600, 600));"
        "from seedcryo_reader.app.commands import run; sys.exit(run(sys.argv[1:]))"
    )
    command = [sys.executable, "-P", "-c", program, "series", str(tmp_path / "in")]
    done = subprocess.run(command, cwd=Path("/"), capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 2
    assert "Free some space" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_volume_that_cannot_be_saved_does_not_take_the_report_with_it(tmp_path, report, monkeypatch):
    def refuse(*_arguments):
        raise EnvironmentFailure("The stick is full.")

    write_stack(tmp_path / "in", 3)
    monkeypatch.setattr("seedcryo_reader.app.series.save_volume", refuse)
    code, found = report(tmp_path / "in", "--save", tmp_path / "out")
    assert code == 1
    assert found["series"][0]["findings"] == [{"code": "not-saved", "text": "The stick is full.", "files": []}]


def test_a_bug_is_named_without_the_values_that_led_to_it(tmp_path, capsys, monkeypatch):
    def stumble(*_arguments, **_options):
        raise KeyError("DOE^JOHN")

    monkeypatch.setattr("seedcryo_reader.app.series.survey", stumble)
    assert run(["series", str(tmp_path)]) == 2
    said = capsys.readouterr().err
    assert "a mistake of the program: KeyError at" in said
    assert "DOE" not in said


def test_a_sheet_of_another_kind_is_refused(tmp_path, capsys):
    write_stack(tmp_path / "in", 1)
    assert run(["series", str(tmp_path / "in"), "--sheet", str(tmp_path / "out.jpg")]) == 2
    assert "neither a .png file nor a folder" in capsys.readouterr().err
    assert not (tmp_path / "out.jpg").exists()
