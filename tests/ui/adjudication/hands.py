"""What an adjudicator does at the pages, by the keyboard alone."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from support.fake_desk import PASSWORD

from seedcryo_reader.ui.adjudication.ending import DecidedPage, SigningPage
from seedcryo_reader.ui.adjudication.home import AdjudicatorHome
from seedcryo_reader.ui.adjudication.page import DisputePage
from seedcryo_reader.ui.shared.background import Background

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier
Key = Qt.Key


class Hands:
    """Presses keys on whatever has the focus."""

    def __init__(self, qtbot, home: AdjudicatorHome, background: Background) -> None:
        self.qtbot = qtbot
        self.home = home
        self._background = background

    def press(self, *keys: Qt.Key, with_: Qt.KeyboardModifier = NONE) -> None:
        for key in keys:
            self.qtbot.keyClick(self.home.windowHandle(), key, with_)

    def write(self, text: str) -> None:
        self.qtbot.keyClicks(QApplication.focusWidget(), text)

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self._background.is_busy)

    def until(self, kind: type) -> QWidget:
        self.qtbot.waitUntil(lambda: self.home.room is not None and isinstance(self.home.room.page, kind))
        return self.home.room.page

    def open_next(self) -> DisputePage:
        self.press(Key.Key_N, with_=CTRL)
        return self.looked_at()

    def looked_at(self) -> DisputePage:
        """The dispute's page, once it has begun."""

        def has_begun() -> bool:
            room = self.home.room
            page = None if room is None else room.page
            return not self._background.is_busy and isinstance(page, DisputePage) and page.grid.at_hand.hasFocus()

        self.qtbot.waitUntil(has_begun)
        return self.home.room.page

    def decide(self, key: Qt.Key = Key.Key_A, reason: Qt.Key = Key.Key_2, comment: str = "As the image shows.") -> None:
        """From the dispute's page to the page that says it is decided."""
        self.press(key, reason)
        self.write(comment)
        self.press(Key.Key_Return, with_=CTRL)
        self.sign()

    def sign(self, password: str = PASSWORD) -> None:
        self.until(SigningPage)
        self.write(password)
        self.press(Key.Key_Return)
        self.until(DecidedPage)
        self.settle()


def texts(page: QWidget) -> str:
    return "\n".join(one.text() for one in page.findChildren(QLabel) if one.isVisible())


def button_of(page: QWidget, text: str) -> QPushButton:
    return next(one for one in page.findChildren(QPushButton) if one.text() == text and one.isVisible())
