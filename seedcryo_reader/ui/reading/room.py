"""One case on the desk, from its first image to its signature: which page is shown, and what runs in the background."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from seedcryo_reader.domain.errors import EnvironmentFailure, Refused
from seedcryo_reader.domain.lifecycle import State
from seedcryo_reader.domain.record import Record
from seedcryo_reader.imaging.watch import UNWATCHED, Watch
from seedcryo_reader.reading.notes import note_for
from seedcryo_reader.ui.reading.acting import Acting
from seedcryo_reader.ui.reading.case_images import CaseImages
from seedcryo_reader.ui.reading.deeds import Deeds
from seedcryo_reader.ui.reading.ending.card_page import CardPage
from seedcryo_reader.ui.reading.ending.pages import EndingPages
from seedcryo_reader.ui.reading.ending.waiting_page import WaitingPage
from seedcryo_reader.ui.reading.keeping import Keeping
from seedcryo_reader.ui.reading.note_titles import note_title
from seedcryo_reader.ui.reading.page import ReadingPage, Workshop
from seedcryo_reader.ui.reading.toolbar import Toolbar
from seedcryo_reader.ui.reading.verdict.asking import ReasonDialog
from seedcryo_reader.ui.reading.verdict.locking import LockFlow
from seedcryo_reader.ui.reading.verdict.popover import ChartPopover
from seedcryo_reader.ui.shared.actions import Acts
from seedcryo_reader.ui.shared.background import Background
from seedcryo_reader.ui.shared.banner import Banner
from seedcryo_reader.ui.shared.busy import Busy
from seedcryo_reader.ui.shared.icons import Icons
from seedcryo_reader.ui.shared.pieces import Tone, button, label
from seedcryo_reader.ui.shared.ports import Seat
from seedcryo_reader.ui.shared.room import Room
from seedcryo_reader.ui.viewport.window_menu import WindowMenu
from seedcryo_reader.viewing.kept import Kept

_OVER = (State.CLOSED, State.QUESTIONNAIRE)


class ReadingRoom(Room):
    """The room of one case; it begins when it is shown."""

    _damage_seen = Signal(object)
    """Connected by way of the event loop: slices are held against their hashes while widgets are drawn."""

    def __init__(
        self, seat: Seat, case_number: str, background: Background, icons: Icons, parent: QWidget | None = None
    ) -> None:
        """Put a case on the desk; raises Refused where its log was changed."""
        super().__init__(parent)
        self._seat = seat
        self._background = background
        self._acts = Acts()
        self._icons = icons
        self._acting = Acting(seat.reading(case_number), self._ask_reason, self)
        self._images = CaseImages(seat.images, case_number, self._damage_seen.emit)
        self._beside = Background(self)
        self._page: ReadingPage | None = None
        self._keeping = Keeping(seat.display, case_number, self._screen, self)
        self._pages = QStackedWidget(self)
        self._banner = Banner(self)
        self._busy = Busy(self)
        self._notes = ChartPopover(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._banner)
        column.addWidget(self._pages, 1)
        self._acts.bind(self, "leave-case", self.leave)
        self._acting.saved.connect(lambda _utc: self.told.emit(""))  # what was refused before is settled
        self._acting.refused.connect(self.told)
        self._acting.failed.connect(self._act_failed, Qt.ConnectionType.QueuedConnection)  # once what was drawn is kept
        self._damage_seen.connect(self._offer_to_bring, Qt.ConnectionType.QueuedConnection)
        self._acting.saved.connect(self.saved)
        self._acting.changed.connect(self._keeping.later)
        self._keeping.failed.connect(self.told)
        self.woken.connect(self._wake)
        self._is_begun = self._is_stuck = False

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Begin, once the room has its size."""
        super().showEvent(event)
        if not self._is_begun:
            self._is_begun = True
            QTimer.singleShot(0, self, self.start)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """Left, locked or signed out: what was on the screen is kept while the vault is still open."""
        if not event.spontaneous():
            self._keeping.now()
        super().hideEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """The keys go where they went before."""
        super().focusInEvent(event)
        page = self._pages.currentWidget()
        before = None if page is None else page.focusWidget()
        if before is not None:
            before.setFocus()

    def event(self, event: QEvent) -> bool:
        """Before the room goes, what runs is stopped."""
        if event.type() == QEvent.Type.DeferredDelete:
            self._beside.close()
        return super().event(event)

    # --- the course of the case ---

    def start(self) -> None:
        """Show where the case stands; what has to be decoded is decoded in the background."""
        self._is_stuck = False
        read = self._acting.read
        if read.state in _OVER and read.active is None:
            self._end()
        elif read.active is None:
            self._open_next()
        else:
            self._read_on()

    def _wake(self) -> None:
        """The vault is open again: what failed because it was not is tried anew."""
        if self._is_stuck:
            self._banner.clear()
            self.start()

    def leave(self) -> None:
        """Go back to the worklist."""
        self._keeping.now()
        self.left.emit()

    def _open_next(self) -> None:
        def job(watch: Watch) -> Record | None:
            with self._told_to(watch):
                return self._acting.reading.open_next()

        running = self._background.run(job, self._opened, self._trouble, self._busy.tell)
        self._busy.show_for(running, self.tr("Opening the images"))

    def _opened(self, record: Record | None) -> None:
        if record is None:
            self._wait()
            return
        self._images.forget()
        self._acting.tell_changed()
        self.start()

    def _read_on(self) -> None:
        try:
            for one in self._acting.read.timepoints:
                self._images.load(one.name)
        except Refused:
            self._bring()
            return
        except EnvironmentFailure as failure:
            self._trouble(failure)
            return
        page = self._page or self._make_page()
        self._show(page)
        page.open(self._keeping.kept())

    def _bring(self) -> None:
        """Decode again what is missing or was damaged; where the images lay on the screen is kept."""
        self._keeping.now()

        def job(watch: Watch) -> None:
            with self._told_to(watch):
                self._acting.reading.bring_images()

        def done(_: None) -> None:
            self._images.forget()
            self._drop_page()  # it shows the damaged ones
            self._read_on()

        running = self._background.run(job, done, self._trouble, self._busy.tell)
        self._busy.show_for(running, self.tr("Bringing the images back"))

    @contextmanager
    def _told_to(self, watch: Watch) -> Iterator[None]:
        """Tell of progress meanwhile; the seat outlives the room, and would hold it and its images by the watch."""
        self._seat.watch(watch)
        try:
            yield
        finally:
            self._seat.watch(UNWATCHED)

    def _wait(self) -> None:
        self._drop_page()
        page = WaitingPage(self._acting, self)
        page.left.connect(self.leave)
        self._show(page)

    def _end(self) -> None:
        """No image is needed any more: none may be in use when the signature removes them."""
        self._drop_page()
        self._images.forget()
        pages = EndingPages(self._acting, self._background, self)
        pages.left.connect(self.leave)
        self._show(pages)

    def _trouble(self, trouble: Exception) -> None:
        """The case cannot go on: say why, what can be done, and show the way back."""
        self._is_stuck = True
        if self._pages.currentWidget() is None:
            page = CardPage(self)
            back = button(self.tr("Back to the worklist"))
            back.clicked.connect(self.leave)
            title = self.tr("{0} could not be opened").format(self._acting.read.case_number)
            page.inside.addWidget(label(title, Tone.TITLE))
            page.inside.addWidget(label(self.tr("Nothing of the read is lost."), Tone.MUTED))
            page.inside.addWidget(back, 0, Qt.AlignmentFlag.AlignRight)
            self._show(page)
        self._banner.tell(trouble, self.start)

    def _act_failed(self, trouble: Exception) -> None:
        """An act was not done, for a reason that the reader can do something about."""
        if isinstance(trouble, Refused):
            self._offer_to_bring(trouble)
        elif self._page is not None and self._page.measuring.has_unwritten:
            self._banner.tell(trouble, self._page.measuring.write_again)
        else:
            self._banner.tell(trouble)

    def _offer_to_bring(self, damaged: Refused) -> None:
        if not self._background.is_busy:
            self._banner.tell(damaged, self._bring, self.tr("Bring the images back"))

    def _show(self, page: QWidget) -> None:
        before, wanted = self._pages.currentWidget(), page.focusWidget()  # it loses that where it is taken in
        if self._pages.indexOf(page) < 0:
            self._pages.addWidget(page)
        self._pages.setCurrentWidget(page)
        if before is not None and before is not page and before is not self._page:
            self._pages.removeWidget(before)
            before.deleteLater()
        if page is not self._page:
            page.setFocus()
            if wanted is not None:
                wanted.setFocus()
        self.acts_changed.emit()

    # --- the reading page ---

    def _make_page(self) -> ReadingPage:
        workshop = Workshop(self._acts, self._icons, self._beside, self._seat.register)
        page = ReadingPage(self._acting, self._images, workshop, self)
        deeds = Deeds(page, self._acting, self._acts)

        def put_tools() -> None:
            toolbar = Toolbar(deeds.actions, self._icons, page)
            toolbar.add_menu(WindowMenu(lambda: page.grid.at_hand, page), "sun-medium")
            page.frame.put_above_images(toolbar)

        page.completed.connect(put_tools)
        page.told.connect(self.told)
        page.changed_display.connect(self._keeping.later)
        page.note_wanted.connect(self._show_note)
        locking = LockFlow(self._acting, self._background, page)
        page.lock_wanted.connect(lambda: self._lock(page, locking))
        locking.wanted.connect(page.go_to_lesion)
        locking.locked.connect(self.start)
        locking.reconfirmed.connect(self.start)
        self._page = page
        return page

    def _lock(self, page: ReadingPage, locking: LockFlow) -> None:
        """Lock, unless something that was drawn could not be written yet."""
        page.measuring.write_again()
        if page.measuring.has_unwritten:
            text = self.tr("A caliper is not saved: it stands dotted on its image. Click it to save it, or delete it.")
            self.told.emit(text)
        else:
            locking.start()

    def _drop_page(self) -> None:
        if self._page is not None:
            page, self._page = self._page, None
            self._pages.removeWidget(page)
            page.deleteLater()

    def _show_note(self, topic: str) -> None:
        note = note_for(self._acting.reading.protocol, topic)
        if note is None:
            self.told.emit(self.tr("The charter has no note for this."))
        else:
            title = note_title(self._acting.reading.protocol, topic)
            focus, panel = self.focusWidget(), None if self._page is None else self._page.panel
            is_within = panel is not None and panel.isAncestorOf(focus)
            self._notes.toggle(title, note, focus, clear_of=panel if is_within else None)

    def _screen(self) -> Kept | None:
        return None if self._page is None else self._page.kept()

    def _ask_reason(self, question: str) -> str | None:
        dialog = ReasonDialog(self.tr("A reason"), question, self.tr("Leave it as it is"), self)
        accepted = dialog.exec()
        dialog.deleteLater()
        return dialog.reason if accepted else None
