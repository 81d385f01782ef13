import sys
from datetime import UTC, datetime

import pytest

from seedcryo_reader import __version__
from seedcryo_reader.ui.shared.crash import MOST_REPORTS, CrashReports, report

NOW = datetime(2026, 3, 1, 12, 0, 5, tzinfo=UTC)


def broken(patient: str) -> None:
    arm = "-".join(["seeds", "alone"])
    try:
        {}[patient]
    except KeyError as error:
        raise ValueError(f"{patient} {arm}") from error


@pytest.fixture
def bug():
    try:
        broken("^".join(["Doe", "Jane"]))
    except ValueError as error:
        return type(error), error, error.__traceback__


def test_a_report_says_where_and_nothing_of_whom(bug) -> None:
    _kind, error, trace = bug
    text = report(error, trace, NOW)
    assert __version__ in text
    assert "builtins.ValueError" in text
    assert "because of\nbuiltins.KeyError" in text
    assert "{}[patient]" in text
    assert "2026-03-01T12:00:05Z" in text
    for secret in ("Doe^Jane", "seeds-alone", "/work", "/home"):
        assert secret not in text


def test_the_hook_writes_a_report_and_tells(tmp_path, bug) -> None:
    told = []
    CrashReports(tmp_path / "reports", lambda: NOW, told.append).hook(*bug)
    (file,) = told
    assert file.name == "crash-20260301T120005Z-1.txt"
    assert "broken" in file.read_text("utf-8")


def test_a_bug_that_comes_with_every_frame_does_not_fill_the_disk(tmp_path, bug) -> None:
    told = []
    reports = CrashReports(tmp_path, lambda: NOW, told.append)
    for _ in range(MOST_REPORTS + 2):
        reports.hook(*bug)
    assert len(list(tmp_path.iterdir())) == MOST_REPORTS
    assert told[-2:] == [None, None]


def test_a_report_that_cannot_be_written_is_told(tmp_path, bug) -> None:
    (tmp_path / "file").write_text("in the way")
    told = []
    CrashReports(tmp_path / "file", lambda: NOW, told.append).hook(*bug)
    assert told == [None]


def test_control_c_is_no_bug(tmp_path, monkeypatch) -> None:
    seen = []
    monkeypatch.setattr(sys, "__excepthook__", lambda kind, *_rest: seen.append(kind))
    CrashReports(tmp_path, lambda: NOW, seen.append).hook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert seen == [KeyboardInterrupt]
