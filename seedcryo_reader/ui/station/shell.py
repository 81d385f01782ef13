"""The window: set-up, sign-in, the role's home, reading room; the status line, and the lock screen over all of it."""

from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeAlias

from PySide6.QtCore import QDateTime, QSize, Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from seedcryo_reader.domain.errors import EnvironmentFailure, Refused
from seedcryo_reader.ui.shared.actions import Acts
from seedcryo_reader.ui.shared.background import Background
from seedcryo_reader.ui.shared.banner import Banner
from seedcryo_reader.ui.shared.dialogs import confirm
from seedcryo_reader.ui.shared.guide import Guide
from seedcryo_reader.ui.shared.pieces import Tone, label
from seedcryo_reader.ui.shared.ports import Door, Seat
from seedcryo_reader.ui.shared.room import Home, Page, Room
from seedcryo_reader.ui.shared.sheet import KeySheet
from seedcryo_reader.ui.station import menus
from seedcryo_reader.ui.station.exchanging import Exchanging
from seedcryo_reader.ui.station.lock import LockScreen
from seedcryo_reader.ui.station.presence import Presence
from seedcryo_reader.ui.station.set_up import SetUpWizard
from seedcryo_reader.ui.station.sign_in import SignInPage

_USUAL: Final = (1280, 800)
_SHARE: Final = 0.9
_TITLE_BAR: Final = 32
"""The window's size at first: logical pixels, the share of a large screen, and what a title bar takes."""

_OF_AN_ACCOUNT: Final = frozenset({"lock-screen", "sign-out"})
_AT_HOME: Final = frozenset({"exchange", "enrol"})
"""Acts that need somebody to be signed in, and those that are done from the first page."""

MakeRoom: TypeAlias = Callable[[Seat, str, Background], Room]
"""Opens the reading room for a case; raises Refused or EnvironmentFailure where that cannot be."""

MakeHome: TypeAlias = Callable[[Seat, Background, Acts], Home]
"""Makes the first page of an account, by its role."""


def first_size(room: QSize) -> QSize:
    """The window's size at first, for the room that a screen has beside its bars.

    Most of a large screen. On one that is just wide enough its title bar fits too, so that nothing below is cut off.
    """
    usual = QSize(*_USUAL)
    if room.width() < usual.width():
        return usual
    return usual.expandedTo(room * _SHARE).boundedTo(room - QSize(0, _TITLE_BAR))


class Shell(QMainWindow):
    """One page at a time; nothing about a case stays in the window when its page goes.

    Parameters
    ----------
    door : Door
    background : Background
        Closed with the window.
    acts : Acts
    make_home, make_room : callable
    manual : Path
        Folder of the manual.
    """

    def __init__(
        self,
        door: Door,
        background: Background,
        acts: Acts,
        *,
        make_home: MakeHome,
        make_room: MakeRoom,
        manual: Path,
    ) -> None:
        super().__init__()
        self._door = door
        self._background = background
        self._acts = acts
        self._make_home = make_home
        self._make_room = make_room
        self._manual = manual
        self._seat: Seat | None = None
        self._presence: Presence | None = None
        self._lock: LockScreen | None = None
        self.banner = Banner()
        self._pages = QStackedWidget()
        self._inside = QWidget()
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addWidget(self._pages, 1)
        self.setCentralWidget(self._inside)
        self._saved = label("", Tone.SMALL, wraps=False)
        self._who = label("", Tone.SMALL, wraps=False)
        self.statusBar().addPermanentWidget(self._saved)
        self.statusBar().addPermanentWidget(self._who)
        self.statusBar().setSizeGripEnabled(False)
        self.setWindowTitle(self.tr("Read station"))
        self.resize(first_size(self.screen().availableSize()))
        for act_id, slot in (
            ("keys", self._show_keys),
            ("lock-screen", self.lock),
            ("sign-out", self.sign_out),
            ("exchange", self._exchange),
            ("enrol", self._enrol),
            ("quit", self.close),
            ("full-screen", self._toggle_full_screen),
        ):
            acts.bind(self, act_id, slot)
        self.start()

    @property
    def page(self) -> QWidget | None:
        """The page that is shown."""
        return self._pages.currentWidget()

    @property
    def lock_screen(self) -> LockScreen | None:
        """What covers the window; None while it is open."""
        return self._lock

    def start(self) -> None:
        """Show the page before anybody is signed in."""
        if self._door.exists:
            page = SignInPage(self._door, self._background)
            page.signed_in.connect(self._enter)
            page.account_wanted.connect(self._set_up)
            self._show(page)
            page.refresh()
        else:
            self._set_up()

    def lock(self) -> None:
        """Hide everything until the password is given; what was being asked is put away."""
        if self._seat is None or self._lock is not None:
            return
        for window in QApplication.topLevelWidgets():
            if isinstance(window, QDialog) and window.isVisible():
                window.reject()
        self._inside.hide()
        self.menuBar().setEnabled(False)
        self._lock = LockScreen(self._seat, self._background, self)
        self._lock.unlocked.connect(self._unlock)
        self._lock.left.connect(self.sign_out)

    def sign_out(self) -> None:
        """Leave the station to somebody else."""
        if self._seat is not None and self._may_stop_work(self.tr("Sign out")):
            self._leave_seat()
            self.start()

    def tell_crash(self, report: Path | None) -> None:
        """Say that a bug happened, and where its report lies."""
        text = self.tr("Something went wrong in the program. Everything you did is saved.")
        if report is not None:
            more = self.tr("A report without patient data lies in %1; send it to the centre.")
            text = f"{text} {more.replace('%1', str(report))}"
        self.banner.say(text, Tone.DANGER)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """End, unless something still runs and is to go on."""
        if not self._may_stop_work(self.tr("Quit")):
            event.ignore()
            return
        self._leave_seat()
        self._background.close()
        super().closeEvent(event)

    def _set_up(self) -> None:
        page = SetUpWizard(self._door, self._background)
        page.finished.connect(self.start)
        self._show(page)

    def _enter(self, seat: Seat) -> None:
        self._seat = seat
        self._presence = Presence(lambda: seat.is_awake, self)
        self._presence.touched.connect(self._touch)
        self._presence.slept.connect(self.lock)
        self._who.setText(f"{seat.account.printed_name} · {seat.study_id}")
        self._show_home()

    def _show_home(self) -> None:
        if self._seat is None:
            return
        page = self._make_home(self._seat, self._background, self._acts)
        page.opened.connect(self._open)
        page.guide_wanted.connect(self._show_guide)
        self._follow(page)
        self._saved.clear()
        self._show(page)
        page.refresh()

    def _open(self, case_number: str) -> None:
        if self._seat is None:
            return
        try:
            room = self._make_room(self._seat, case_number, self._background)
        except (Refused, EnvironmentFailure) as trouble:
            self.banner.tell(trouble, lambda: self._open(case_number))
            return
        room.left.connect(self._show_home)
        self._follow(room)
        self._show(room)

    def _follow(self, page: Page) -> None:
        page.saved.connect(self._tell_saved)
        page.told.connect(self.statusBar().showMessage)
        page.acts_changed.connect(self._fill_menus, Qt.ConnectionType.QueuedConnection)  # after the page before is gone

    def _show(self, page: QWidget) -> None:
        """Show a page instead of the one before, which goes."""
        before = self._pages.currentWidget()
        self.banner.clear()
        self.statusBar().clearMessage()
        self._pages.addWidget(page)
        self._pages.setCurrentWidget(page)
        if before is not None:
            self._pages.removeWidget(before)
            before.deleteLater()
        is_in = self._seat is not None
        for action in self.actions():
            if action.objectName() in _OF_AN_ACCOUNT:
                action.setEnabled(is_in)
            if action.objectName() in _AT_HOME:
                action.setEnabled(is_in and isinstance(page, Home))
        self._fill_menus()
        page.setFocus()

    def _fill_menus(self) -> None:
        if self.page is not None:
            menus.fill(self.menuBar(), self.page, self.actions())

    def _tell_saved(self, utc: str) -> None:
        at = QDateTime.fromString(utc, Qt.DateFormat.ISODateWithMs).toLocalTime()
        self._saved.setText(self.tr("saved %1").replace("%1", at.toString("HH:mm:ss")))

    def _touch(self) -> None:
        if self._seat is None or self._lock is not None:
            return
        try:
            self._seat.touch()
        except EnvironmentFailure:
            self.lock()

    def _unlock(self) -> None:
        if self._lock is not None:
            self._lock.deleteLater()
            self._lock = None
        self._inside.show()
        self.menuBar().setEnabled(True)
        if self.page is not None:
            self.page.setFocus()
        if isinstance(self.page, Page) and self._seat is not None:
            self.page.woken.emit()

    def _may_stop_work(self, what: str) -> bool:
        if not self._background.has_work:
            return True
        question = self.tr("Something is still running. What is unfinished is removed; nothing else is lost.")
        return confirm(self, what, question, what, is_danger=True)

    def _leave_seat(self) -> None:
        self._background.drop()
        seat, self._seat = self._seat, None
        if self._presence is not None:
            self._presence.deleteLater()
            self._presence = None
        if seat is None:
            return
        self._unlock()
        self._show(QWidget())
        self._who.clear()
        self._saved.clear()
        try:
            seat.close()
        except EnvironmentFailure as failure:
            self.banner.tell(failure)

    def _exchange(self) -> None:
        if (exchanging := self._exchanging()) is not None:
            exchanging.choose()

    def _enrol(self) -> None:
        if (exchanging := self._exchanging()) is not None:
            exchanging.enrol()

    def _exchanging(self) -> Exchanging | None:
        """What exchanges for the home that is shown."""
        page = self.page
        if self._seat is None or not isinstance(page, Home):
            return None
        exchanging = page.findChild(Exchanging)
        if exchanging is None:
            exchanging = Exchanging(self._seat, self._background, page)
            exchanging.exchanged.connect(page.refresh)
            exchanging.failed.connect(self.banner.tell)
        return exchanging

    def _show_keys(self) -> None:
        if self._lock is not None or self.findChild(KeySheet) is not None:
            return
        contexts = self.page.contexts if isinstance(self.page, Page) else ()
        self._open_dialog(KeySheet(contexts, self))

    def _show_guide(self) -> None:
        if isinstance(self.page, Home):
            self._open_dialog(Guide(self._manual / self.page.guide, self))

    def _open_dialog(self, dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show()

    def _toggle_full_screen(self) -> None:
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)
