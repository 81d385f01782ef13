from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFileDialog, QLabel, QLineEdit, QPlainTextEdit, QPushButton
from ui.station.fakes import STUDY, FakeDoor

from seedcryo_reader.ui.station.set_up import SetUpWizard


@pytest.fixture
def door() -> FakeDoor:
    return FakeDoor(exists=False, people=[])


@pytest.fixture
def wizard(qtbot, door, background) -> SetUpWizard:
    made = SetUpWizard(door, background)
    qtbot.addWidget(made)
    made.resize(1280, 760)
    made.show()
    return made


def texts(page) -> str:
    return "\n".join(one.text() for one in page.findChildren(QLabel) if one.isVisible())


def press(qtbot, page, text: str) -> QPushButton:
    found = next(one for one in page.findChildren(QPushButton) if one.text() == text and one.isVisible())
    qtbot.mouseClick(found, Qt.MouseButton.LeftButton)
    return found


def fields(page) -> list[QLineEdit]:
    return [one for one in page.findChildren(QLineEdit) if one.isVisible()]


def fill_in(qtbot, page, *values: str) -> None:
    for line, value in zip(fields(page), values, strict=True):
        line.clear()
        qtbot.keyClicks(line, value)


def to_the_account(qtbot, wizard, background, monkeypatch, file: str = "s.seedstudy") -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (file, ""))
    press(qtbot, wizard, "Choose the study file…")
    qtbot.waitUntil(lambda: not background.is_busy)


def test_a_station_is_made_in_four_steps(qtbot, wizard, door, background, monkeypatch, tmp_path) -> None:
    to_the_account(qtbot, wizard, background, monkeypatch)
    assert STUDY.fingerprint in texts(wizard)
    assert not door.exists
    assert not press(qtbot, wizard, "Next").isEnabled()  # nothing happens before it was compared
    same = wizard.findChild(QCheckBox)
    qtbot.keyClick(same, Qt.Key.Key_Space)
    press(qtbot, wizard, "Next")
    fill_in(qtbot, wizard, "reader-a", "Dr A. Reader", "correct horse", "correct horse")
    press(qtbot, wizard, "Make the station")
    qtbot.waitUntil(lambda: not background.is_busy)
    assert door.exists
    assert [one.name for one in door.people] == ["reader-a"]
    assert wizard.findChild(QPlainTextEdit).toPlainText() == "age1reader-a\n00ff\n"
    kept = tmp_path / "keys.txt"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(kept), ""))
    press(qtbot, wizard, "Save to a file…")
    assert kept.read_text("utf-8") == "age1reader-a\n00ff\n"
    with qtbot.waitSignal(wizard.finished):
        press(qtbot, wizard, "Go to sign-in")


def test_a_file_that_is_no_study_is_refused_where_it_was_chosen(qtbot, wizard, background, monkeypatch) -> None:
    to_the_account(qtbot, wizard, background, monkeypatch, "holiday.jpg")
    assert "holiday.jpg is not a study file." in texts(wizard)
    assert "Step 1 of 4" in texts(wizard)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        (("", "Dr A.", "correct horse", "correct horse"), "needs a name"),
        (("reader-a", "Dr A.", "short", "short"), "at least 10 characters"),
        (("reader-aaaa", "Dr A.", "reader-aaaa", "reader-aaaa"), "must not be the name"),
        (("reader-a", "Dr A.", "correct horse", "correct house"), "differ"),
    ],
)
def test_what_is_missing_in_an_account_is_said_while_it_is_typed(qtbot, background, values, said) -> None:
    wizard = SetUpWizard(FakeDoor(people=[]), background)  # a station without an account: begun at the third step
    qtbot.addWidget(wizard)
    wizard.show()
    fill_in(qtbot, wizard, *values)
    assert said in texts(wizard)
    assert not next(one for one in wizard.findChildren(QPushButton) if one.text() == "Make the station").isEnabled()


def test_a_refused_name_can_be_corrected(qtbot, background) -> None:
    door = FakeDoor(people=[])
    wizard = SetUpWizard(door, background)
    qtbot.addWidget(wizard)
    wizard.show()
    fill_in(qtbot, wizard, "Reader", "Dr A.", "correct horse", "correct horse")
    press(qtbot, wizard, "Make the station")
    qtbot.waitUntil(lambda: not background.is_busy)
    assert "must be small letters" in wizard.banner.text
    fill_in(qtbot, wizard, "reader", "Dr A.", "correct horse", "correct horse")
    press(qtbot, wizard, "Make the station")
    qtbot.waitUntil(lambda: not background.is_busy)
    assert [one.name for one in door.people] == ["reader"]


def test_keys_that_cannot_be_saved_are_told(qtbot, background, monkeypatch, tmp_path) -> None:
    wizard = SetUpWizard(FakeDoor(people=[]), background)
    qtbot.addWidget(wizard)
    wizard.show()
    fill_in(qtbot, wizard, "reader", "Dr A.", "correct horse", "correct horse")
    press(qtbot, wizard, "Make the station")
    qtbot.waitUntil(lambda: not background.is_busy)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(Path(tmp_path) / "no" / "k.txt"), ""))
    press(qtbot, wizard, "Save to a file…")
    assert "cannot be written" in wizard.banner.text
