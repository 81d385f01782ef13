"""Exchanging with a folder and handing over keys, by whoever is signed in."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget
from ui.station.fakes import PASSWORD, FakeSeat, refusal

from seedcryo_reader.domain.errors import EnvironmentFailure
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.imaging.watch import Watch
from seedcryo_reader.ui.shared.background import Background
from seedcryo_reader.ui.shared.ports import ExchangedShown
from seedcryo_reader.ui.station.exchanging import Enrolling, Exchanged, Exchanging

FINGERPRINT = "0a1b 2c3d 4e5f 6071 8293 a4b5"
REFUSED = ExchangedShown("ab12.seedmail", waits=False, findings=(Finding("changed", "It was changed."),))
WAITS = ExchangedShown("cd34.seedmail", waits=True, findings=(Finding("part-missing", "Its part is not here."),))


@dataclass
class PostSeat(FakeSeat):
    files: tuple[ExchangedShown, ...] = ()
    went: list[Path] = field(default_factory=list)
    fails_with: Exception | None = None

    def exchange(self, folder: Path, watch: Watch) -> Sequence[ExchangedShown]:
        self.went.append(folder)
        if self.fails_with is not None:
            raise self.fails_with
        return self.files

    def enrol(self, file: Path, password: str) -> str:
        if password != PASSWORD:
            raise refusal("wrong-password", "That is not the password.")
        file.write_text("keys", encoding="utf-8")
        return FINGERPRINT


@pytest.fixture
def background():
    running = Background()
    yield running
    running.close()


@pytest.fixture
def page(qtbot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    return widget


def said(widget: QWidget) -> str:
    return "\n".join(one.text() for one in widget.findChildren(QLabel))


def exchanged(qtbot, seat, background, page) -> Exchanged:
    exchanging = Exchanging(seat, background, page)
    with qtbot.waitSignal(exchanging.exchanged):
        exchanging.exchange(Path("stick"))
    dialog = page.findChild(Exchanged)
    assert isinstance(dialog, Exchanged)
    return dialog


def test_that_all_was_taken_is_said_without_a_number(qtbot, background, page) -> None:
    seat = PostSeat()
    dialog = exchanged(qtbot, seat, background, page)
    assert seat.went == [Path("stick")]
    assert "Everything that lay there for you was taken." in said(dialog)
    assert not any(sign.isdigit() for sign in said(dialog))


def test_what_was_refused_or_waits_is_named_with_its_reason(qtbot, background, page) -> None:
    dialog = exchanged(qtbot, PostSeat(files=(REFUSED, WAITS)), background, page)
    told = said(dialog)
    assert "ab12.seedmail · refused" in told
    assert "It was changed." in told
    assert "cd34.seedmail · waits" in told
    assert "One file was refused." in told


def test_several_refused_files_are_counted(qtbot, background, page) -> None:
    assert "2 files were refused." in said(exchanged(qtbot, PostSeat(files=(REFUSED, REFUSED)), background, page))


def test_what_only_waits_is_no_alarm(qtbot, background, page) -> None:
    assert "waits for a file that is not here yet" in said(exchanged(qtbot, PostSeat(files=(WAITS,)), background, page))


def test_what_fails_is_told_to_the_page(qtbot, background, page) -> None:
    exchanging = Exchanging(PostSeat(fails_with=EnvironmentFailure("Put the stick in.")), background, page)
    with qtbot.waitSignal(exchanging.failed) as failed:
        exchanging.exchange(Path("stick"))
    assert str(failed.args[0]) == "Put the stick in."
    assert page.findChild(Exchanged) is None


def enrolling(page, background) -> Enrolling:
    Exchanging(PostSeat(), background, page).enrol()
    dialog = page.findChild(Enrolling)
    assert isinstance(dialog, Enrolling)
    return dialog


def test_the_file_is_written_with_the_password_and_the_digits_are_shown(qtbot, background, page, tmp_path) -> None:
    dialog = enrolling(page, background)
    write = next(one for one in dialog.findChildren(QPushButton) if one.text().startswith("Write"))
    assert not write.isEnabled()
    qtbot.keyClicks(dialog.findChild(QLineEdit), PASSWORD)
    assert write.isEnabled()
    dialog.write(tmp_path / "reader-a.seedaccount")
    qtbot.waitUntil(lambda: FINGERPRINT in said(dialog))
    assert (tmp_path / "reader-a.seedaccount").exists()
    assert write.isHidden()


def test_a_wrong_password_is_told_and_forgotten(qtbot, background, page, tmp_path) -> None:
    dialog = enrolling(page, background)
    field = dialog.findChild(QLineEdit)
    qtbot.keyClicks(field, "wrong")
    dialog.write(tmp_path / "reader-a.seedaccount")
    qtbot.waitUntil(lambda: "That is not the password." in said(dialog))
    assert field.text() == ""
    assert not (tmp_path / "reader-a.seedaccount").exists()


def test_without_a_password_nothing_is_asked(qtbot, background, page) -> None:
    dialog = enrolling(page, background)
    qtbot.keyClick(dialog.findChild(QLineEdit), Qt.Key.Key_Return)
    assert dialog.isVisible()
