"""`case leaks`: which files are judged, what is printed, which exit code."""

import json
from pathlib import Path

import pytest
import typer
from casefile.leaks.masked_ct import data_set, elements, image, uid
from support.ct_files import write_stack

from seedcryo_reader.app.leaks import report_leaks
from seedcryo_reader.casefile.leaks import scan
from seedcryo_reader.casefile.leaks.scan import check_file, check_files, files_below
from seedcryo_reader.domain.errors import Cancelled
from seedcryo_reader.imaging.watch import Watch


def report(path: Path, capsys) -> tuple[int, dict]:
    code = report_leaks(path, as_json=True)
    return code, json.loads(capsys.readouterr().out)


def test_a_masked_folder_leaks_nothing(tmp_path, capsys):
    (tmp_path / "b.dcm").write_bytes(image())
    (tmp_path / "a").write_bytes(image({0x00200013: ("IS", b"2")}))
    (tmp_path / "notes.txt").write_text("JANE DOE", encoding="utf-8")
    code, told = report(tmp_path, capsys)
    assert (code, told["images"], told["clean"], told["findings"]) == (0, 2, 2, [])
    assert told["not_dicom"] == ["notes.txt"]
    assert report_leaks(tmp_path, as_json=False) == 0
    assert capsys.readouterr().out == "2 of 2 images leak nothing. Not DICOM and so not judged: 1 other files.\n"


def test_images_as_a_scanner_writes_them_leak(tmp_path, capsys):
    write_stack(tmp_path)
    code, told = report(tmp_path, capsys)
    assert (code, told["clean"]) == (1, 0)
    assert {"uid", "not-marked"} <= {one["code"] for one in told["findings"]}


def test_one_finding_of_many_files_is_one_line(tmp_path, capsys):
    for name in "abc":
        (tmp_path / name).write_bytes(image({0x00100010: ("PN", b"DOE^JANE")}))
    assert report_leaks(tmp_path, as_json=False) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line.endswith("[a and 2 more]") for line in lines] == [True, True, False]
    assert "DOE" not in "".join(lines)


@pytest.mark.parametrize(
    "data", [b"", b"x", elements(data_set()), b"\0" * 128 + b"DICM"], ids=["empty", "short", "bare", "head"]
)
def test_what_looks_like_dicom_and_is_none_is_a_finding(data, tmp_path, capsys):
    (tmp_path / "a.dcm").write_bytes(data)
    code, told = report(tmp_path / "a.dcm", capsys)
    assert (code, [one["code"] for one in told["findings"]]) == (1, ["unreadable"])


def test_a_data_set_without_a_head_is_seen_without_its_suffix(tmp_path, capsys):
    (tmp_path / "IM0001").write_bytes(elements(data_set()))
    assert report(tmp_path, capsys)[0] == 1


def test_a_file_name_can_leak_too(tmp_path, capsys):
    folder = tmp_path / "after cryo"
    folder.mkdir()
    (folder / "2024-01-31.dcm").write_bytes(image())
    code, told = report(tmp_path, capsys)
    assert (code, sorted(one["code"] for one in told["findings"])) == (1, ["arm-term", "date"])


def test_what_is_no_file_is_not_opened(tmp_path, rules):
    (tmp_path / "a.dcm").mkdir()
    assert check_file(tmp_path / "a.dcm", tmp_path, rules).is_dicom is False


def test_what_cannot_be_looked_into_is_said(tmp_path, tables, capsys):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.dcm").write_bytes(image())
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "link").symlink_to(tmp_path / "in", target_is_directory=True)
    (tmp_path / "out" / "b.dcm").write_bytes(image())
    (tmp_path / "out" / "more.zip").write_bytes(b"PK\x03\x04" + bytes(40))
    (tmp_path / "out" / "c.dcm.gz").write_bytes(b"\x1f\x8b" + bytes(40))
    code, told = report(tmp_path / "out", capsys)
    assert (code, told["images"], told["clean"]) == (1, 1, 1)
    assert {one["code"] for one in told["findings"]} == {"not-judged"}
    assert sorted(name for one in told["findings"] for name in one["files"]) == ["c.dcm.gz", "link", "more.zip"]


@pytest.mark.parametrize("group", [0x0010, 0x0018, 0x0028])
def test_a_data_set_that_starts_late_is_seen(tmp_path, capsys, group):
    (tmp_path / "x").write_bytes(group.to_bytes(2, "little") + b"\x10\0PN\x04\0DOE " + bytes(20))
    assert report(tmp_path, capsys)[1]["images"] == 1


def test_a_name_cannot_move_the_cursor(tmp_path, capsys):
    (tmp_path / "a\x1b[2Jb\n.dcm").write_bytes(b"x")
    report_leaks(tmp_path, as_json=False)
    assert "\x1b" not in capsys.readouterr().out


def test_a_person_is_told_a_hundred_different_findings_at_most(tmp_path, capsys):
    for number in range(120):
        (tmp_path / f"{number}.dcm").write_bytes(image({0x00290010 + number: ("LO", b"x")}))
    report_leaks(tmp_path, as_json=False)
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 102
    assert lines[100].startswith("… and ")


def test_no_dicom_at_all_is_no_clean_result(tmp_path, capsys):
    (tmp_path / "notes.txt").write_text("x", encoding="utf-8")
    code, told = report(tmp_path, capsys)
    assert (code, [one["code"] for one in told["findings"]]) == (1, ["no-dicom"])


@pytest.mark.parametrize("name", ["nowhere", "x" * 5000])
def test_a_path_that_is_not_there_is_wrong_usage(tmp_path, name):
    with pytest.raises(typer.BadParameter, match="does not exist"):
        report_leaks(tmp_path / name, as_json=False)


def test_work_stops_when_it_is_cancelled(tmp_path, tables):
    for number in range(3):
        (tmp_path / f"{number}.dcm").write_bytes(image({0x0020000E: ("UI", uid(number))}))
    asked = iter([False, True])
    done = []
    with pytest.raises(Cancelled):
        done.extend(one.name for one in check_files(tmp_path, tables, Watch(cancelled=lambda: next(asked))))
    assert done == ["0.dcm"]


def test_many_files_are_judged_by_several_processes_with_the_same_result(tmp_path, tables, monkeypatch):
    for number in range(70):
        body = image({0x00080050: ("SH", b"JANE")} if number % 3 else {})
        (tmp_path / f"{number:03}.dcm").write_bytes(body)
    (tmp_path / "notes.txt").write_text("nothing", encoding="utf-8")
    (tmp_path / "cut.dcm").write_bytes(image()[:300])
    alone = list(check_files(tmp_path, tables))
    monkeypatch.setattr(scan, "_MANY", 3)
    seen: list[int] = []
    assert list(check_files(tmp_path, tables, Watch(lambda progress: seen.append(progress.done)))) == alone
    assert seen == list(range(1, 73))
    assert {bool(one.findings) for one in alone} == {True, False}


def test_files_come_in_the_order_of_their_names(tmp_path):
    for name in ("b/2", "a/1", "a/10", "c"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"")
    assert [str(path.relative_to(tmp_path)) for path in files_below(tmp_path)] == ["a/1", "a/10", "b/2", "c"]
