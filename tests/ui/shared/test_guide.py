import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTextBrowser

from seedcryo_reader.app.paths import resources
from seedcryo_reader.ui.shared.guide import Guide

PAGE = resources() / "manual" / "readers-guide.md"


@pytest.fixture
def guide(qtbot):
    shown = Guide(PAGE)
    qtbot.addWidget(shown)
    shown.show()
    return shown


@pytest.fixture
def browser(guide):
    return guide.findChild(QTextBrowser)


def click(browser, link):
    found = browser.document().find(link)
    browser.setTextCursor(found)
    browser.ensureCursorVisible()
    inside = browser.cursorRect(found).center() - QPoint(8, 0)
    QTest.mouseClick(browser.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, inside)


def line_at_the_top(browser):
    return browser.cursorForPosition(QPoint(browser.width() // 2, 4)).block().text()


def test_the_page_is_no_wider_than_its_window(browser):
    assert browser.document().size().width() <= browser.viewport().width()
    assert browser.horizontalScrollBar().maximum() == 0


def test_a_link_to_a_heading_goes_there(browser):
    click(browser, "moving about")
    assert line_at_the_top(browser) == "Moving about in the images"


def test_another_page_is_read_and_the_way_back_found(browser):
    click(browser, "station.md")
    assert browser.toPlainText().startswith("A station\n")
    browser.backward()
    assert browser.toPlainText().startswith("The reader's guide\n")


def test_a_guide_that_is_missing_says_so(qtbot, tmp_path):
    guide = Guide(tmp_path / "none.md")
    qtbot.addWidget(guide)
    guide.show()
    assert guide.text == "The guide is missing. Install the program again."
