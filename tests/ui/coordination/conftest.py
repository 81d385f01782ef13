"""The home of a coordinator on the screen, and hands for it."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QPushButton, QWidget
from ui.coordination.fake_desk import FakeDesk

from seedcryo_reader.ui.coordination.home import CoordinatorHome
from seedcryo_reader.ui.shared.actions import Acts
from seedcryo_reader.ui.shared.background import Background


@pytest.fixture
def background() -> Iterator[Background]:
    made = Background()
    yield made
    made.close()


class Hands:
    """What a person does to the home, and sees of it."""

    def __init__(self, qtbot, home: CoordinatorHome, desk: FakeDesk, background: Background) -> None:
        self.qtbot = qtbot
        self.home = home
        self.desk = desk
        self.background = background
        self.told: list[str] = []
        self.status = ""
        home.told.connect(self._tell)

    def _tell(self, words: str) -> None:
        self.status = words
        if words:
            self.told.append(words)

    def settle(self) -> None:
        """Wait until nothing runs any more."""
        self.qtbot.waitUntil(lambda: not self.background.is_busy)
        QApplication.processEvents()  # what was added to the page is shown now

    def key(self, key: Qt.Key, how: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.qtbot.keyClick(self.home.windowHandle(), key, how)
        self.settle()

    def ctrl(self, key: Qt.Key) -> None:
        self.key(key, Qt.KeyboardModifier.ControlModifier)

    def go(self, number: int) -> QWidget:
        """Go to a page by its key."""
        self.key(Qt.Key(Qt.Key.Key_0 + number), Qt.KeyboardModifier.AltModifier)
        return self.home.page

    def button(self, text: str, where: QWidget | None = None) -> QPushButton:
        every = (where or self.home.page).findChildren(QPushButton)
        return next(one for one in every if one.isVisible() and (one.text() == text or one.accessibleName() == text))

    def press(self, text: str) -> None:
        self.qtbot.mouseClick(self.button(text), Qt.MouseButton.LeftButton)
        self.settle()

    def texts(self, where: QWidget | None = None) -> str:
        every = (where or self.home.page).findChildren(QLabel)
        return "\n".join(one.text() for one in every if one.isVisible())

    def named(self, kind: type[QWidget], name: str, where: QWidget | None = None) -> QWidget:
        """The widget that is called so for who cannot see it."""
        return next(one for one in (where or self.home).findChildren(kind) if one.accessibleName() == name)

    def answer(self, act: Callable[[QDialog], None], question: Callable[[], None]) -> None:
        """Ask a question that opens a dialog, and answer it there."""
        answered: list[bool] = []

        def opened(dialog: QDialog) -> None:
            try:
                act(dialog)
                answered.append(True)
            finally:
                dialog.close()

        watching = Watching(opened)
        QApplication.instance().installEventFilter(watching)
        try:
            question()
            self.qtbot.waitUntil(lambda: bool(answered))
        finally:
            QApplication.instance().removeEventFilter(watching)
        self.settle()


class Watching(QObject):
    """Calls somebody once when a dialog was shown, after it was."""

    def __init__(self, opened: Callable[[QDialog], None]) -> None:
        super().__init__()
        self._opened = opened
        self._seen: list[QDialog] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if isinstance(watched, QDialog) and event.type() == QEvent.Type.WindowActivate and watched not in self._seen:
            self._seen.append(watched)
            self._opened(watched)
        return False


@pytest.fixture
def hands(qtbot, background) -> Callable[..., Hands]:
    def show(desk: FakeDesk | None = None) -> Hands:
        used = desk or FakeDesk()
        home = CoordinatorHome(used, background, Acts())
        home.resize(1280, 744)
        qtbot.addWidget(home)
        with qtbot.waitActive(home):
            home.show()
            home.activateWindow()
        made = Hands(qtbot, home, used, background)
        home.refresh()
        made.settle()
        return made

    return show


def click(qtbot, dialog: QDialog, text: str) -> None:
    found = next(one for one in dialog.findChildren(QPushButton) if one.text() == text)
    qtbot.mouseClick(found, Qt.MouseButton.LeftButton)
