from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QPlainTextEdit, QPushButton, QRadioButton, QWidget

from seedcryo_reader.ui.shared.dialogs import Choice, Chosen, ask_choice, ask_text, confirm

REASONS = (Choice("artefact", "Artefact"), Choice("other", "Another reason", needs_text=True))


@pytest.fixture
def window(qtbot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def meanwhile(act: Callable[[QDialog], None]) -> None:
    """Do something to the question that comes up; it is put away if that fails."""

    def do() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, QDialog) or not dialog.isActiveWindow():
            QTimer.singleShot(1, do)
            return
        try:
            act(dialog)
        except BaseException:
            dialog.reject()
            raise

    QTimer.singleShot(1, do)


def ok(dialog: QDialog, text: str) -> QPushButton:
    return next(one for one in dialog.findChildren(QPushButton) if one.text() == text)


def test_a_text_is_asked_for_until_there_is_one(window) -> None:
    def answer(dialog: QDialog) -> None:
        text = dialog.findChild(QPlainTextEdit)
        assert text.hasFocus()
        QTest.keyClicks(text, "   ")
        assert not ok(dialog, "Keep").isEnabled()
        QTest.keyClicks(text, "wrong slice ")
        QTest.mouseClick(ok(dialog, "Keep"), Qt.MouseButton.LeftButton)

    meanwhile(answer)
    assert ask_text(window, "Why?", "Why do you change it?", "Keep") == "wrong slice"


def test_thinking_better_of_it_is_no_answer(window) -> None:
    meanwhile(lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Escape))
    assert ask_text(window, "Why?", "Why do you change it?", "Keep") is None


def test_a_choice_may_need_a_text(window) -> None:
    def answer(dialog: QDialog) -> None:
        artefact, other = dialog.findChildren(QRadioButton)
        assert not ok(dialog, "Keep").isEnabled()
        artefact.click()
        assert ok(dialog, "Keep").isEnabled()
        other.click()
        assert not ok(dialog, "Keep").isEnabled()
        QTest.keyClicks(dialog.findChild(QPlainTextEdit), "bowel moved")
        ok(dialog, "Keep").click()

    meanwhile(answer)
    assert ask_choice(window, "Not evaluable", "Why?", REASONS, ok="Keep") == Chosen("other", "bowel moved")


def test_a_choice_alone_is_enough_where_no_text_is_needed(window) -> None:
    def answer(dialog: QDialog) -> None:
        QTest.keyClick(dialog.findChildren(QRadioButton)[0], Qt.Key.Key_Space)
        ok(dialog, "Keep").click()

    meanwhile(answer)
    assert ask_choice(window, "Not evaluable", "Why?", REASONS, ok="Keep") == Chosen("artefact", "")


@pytest.mark.parametrize("said", [True, False])
def test_a_yes_is_not_given_by_accident(window, said: bool) -> None:
    def answer(dialog: QDialog) -> None:
        assert ok(dialog, "Cancel").hasFocus()
        if said:
            ok(dialog, "Delete").click()
        else:
            QTest.keyClick(dialog, Qt.Key.Key_Return)

    meanwhile(answer)
    assert confirm(window, "Delete?", "It cannot be undone.", "Delete", is_danger=True) is said
