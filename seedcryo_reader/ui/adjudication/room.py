"""One dispute, from its images to its signature: which page is shown, and what runs in the background."""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from seedcryo_reader.adjudication.desk import Deciding
from seedcryo_reader.adjudication.documents import Statement
from seedcryo_reader.adjudication.drafting import draft_from, draft_text
from seedcryo_reader.adjudication.sides import sides_of
from seedcryo_reader.domain.errors import Cancelled, EnvironmentFailure, Refused
from seedcryo_reader.imaging.watch import Watch
from seedcryo_reader.ui.adjudication import keys
from seedcryo_reader.ui.adjudication.ending import ClosedPage, DecidedPage, SigningPage
from seedcryo_reader.ui.adjudication.page import DisputePage, Given, Tooling
from seedcryo_reader.ui.adjudication.ports import AdjudicatorSeat
from seedcryo_reader.ui.reading.case_images import CaseImages
from seedcryo_reader.ui.shared.actions import Acts
from seedcryo_reader.ui.shared.background import Background, Running
from seedcryo_reader.ui.shared.banner import Banner, sentences
from seedcryo_reader.ui.shared.busy import Busy
from seedcryo_reader.ui.shared.icons import Icons

_KEEP_AFTER_MS = 400


@dataclass(frozen=True, eq=False)
class House:
    """What the room is made with: the seat, a thread for slow work, acts, icons."""

    seat: AdjudicatorSeat
    background: Background
    acts: Acts
    icons: Icons


class DisputeRoom(QWidget):
    """The room of one dispute; it begins when it is shown.

    `left` is the wish to go back to the list, `next_wanted` for the next dispute, `read_wanted` carries the case that
    has to be read before; `decided` comes with the signature; `told` carries sentences for the status line.
    """

    left = Signal()
    next_wanted = Signal()
    read_wanted = Signal(str)
    decided = Signal()
    told = Signal(str)
    acts_changed = Signal()
    _damage_seen = Signal(object)
    """Connected by way of the event loop: slices are held against their hashes while widgets are drawn."""

    def __init__(self, dispute_id: str, case_number: str, house: House, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dispute_id = dispute_id
        self._case_number = case_number
        self._house = house
        self._beside = Background(self)
        self._deciding: Deciding | None = None
        self._opening: Running | None = None
        self._page: DisputePage | None = None
        self._images = CaseImages(house.seat.images, case_number, self._damage_seen.emit)
        self._pages = QStackedWidget(self)
        self.banner = Banner(self)
        self._busy = Busy(self)
        self._kept: str | None = None
        self._keeping = QTimer(self, singleShot=True, interval=_KEEP_AFTER_MS)
        self._keeping.timeout.connect(self._keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addWidget(self._pages, 1)
        house.acts.bind(self, "leave-dispute", self.leave)
        self._damage_seen.connect(self._offer_to_bring, Qt.ConnectionType.QueuedConnection)
        self._is_begun = False

    # --- events ---

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Begin, once the room has its size."""
        super().showEvent(event)
        if not self._is_begun:
            self._is_begun = True
            QTimer.singleShot(0, self, self.start)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """Left, locked or signed out: the draft is kept while the vault is still open."""
        if not event.spontaneous():
            self._keep()
        super().hideEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """The keys go where they went before."""
        super().focusInEvent(event)
        page = self._pages.currentWidget()
        if page is not None:
            before: QWidget | None = page.focusWidget()
            (page if before is None else before).setFocus()

    def event(self, event: QEvent) -> bool:
        """Before the room goes, what runs is stopped."""
        if event.type() == QEvent.Type.DeferredDelete:
            self._beside.close()
        return super().event(event)

    # --- the course of a dispute ---

    @property
    def page(self) -> QWidget | None:
        """The page that is shown."""
        return self._pages.currentWidget()

    @property
    def is_stuck(self) -> bool:
        """Whether the dispute could not be looked at."""
        return isinstance(self.page, ClosedPage)

    def start(self) -> None:
        """Open the images of all timepoints, then show A and B."""
        self.banner.clear()
        seat, dispute_id = self._house.seat, self._dispute_id

        def job(watch: Watch) -> tuple[Deciding, Given]:
            deciding = seat.deciding(dispute_id)
            deciding.check_showable()
            protocol = deciding.protocol
            seat.open_all(deciding.case_number, deciding.timepoints, watch)
            dispute = deciding.show()
            return deciding, Given(dispute, sides_of(dispute, protocol), protocol, deciding.choices, self._images)

        self._opening = self._house.background.run(job, self._opened, self._trouble, self._busy.tell)
        self._busy.show_for(self._opening, self.tr("Opening the images of {0}").format(self._case_number))

    def leave(self) -> None:
        """Go back to the list; images that are still being opened are let be."""
        self.told.emit("")  # what was told of the images
        self._keep()
        if self._opening is not None:
            self._opening.cancel()
        self.left.emit()

    def tell_progress(self, decided: int, total: int) -> None:
        """Say on the last page how far the work is."""
        if isinstance(self.page, DecidedPage):
            self.page.tell_progress(decided, total)

    def _opened(self, opened: tuple[Deciding, Given]) -> None:
        self._opening = None
        self._deciding, given = opened
        self._images.forget()
        self._drop_page()
        tooling = Tooling(self._house.acts, self._house.icons, self._beside, self._house.seat.register)
        page = DisputePage(given, tooling, self)
        keys.bind(page, self._house.acts)
        page.told.connect(self.told)
        page.decision.show_draft(draft_from(self._kept_draft()))
        page.decision.changed.connect(self._changed)
        page.decision.sign_wanted.connect(self._sign)
        self._page = page
        self._show(page)
        QTimer.singleShot(0, page, page.begin)  # once everything has its size

    def _trouble(self, trouble: Exception) -> None:
        """The dispute cannot be looked at: say why, and show the way on."""
        self._opening = None
        if isinstance(trouble, Cancelled):
            self.leave()
            return
        code = trouble.findings[0].code if isinstance(trouble, Refused) else ""
        title = self.tr("{0} cannot be looked at now").format(self._case_number)
        if code == "own-read-first":
            page = ClosedPage(self.tr("Your own read comes first"), sentences(trouble), self.tr("Read the case"))
            page.wanted.connect(lambda: self.read_wanted.emit(self._case_number))
        elif code in {"not-now", "no-such-dispute"}:
            page = ClosedPage(title, sentences(trouble))
        else:
            page = ClosedPage(title, self.tr("Nothing is lost."), self.tr("Try again"))
            page.wanted.connect(self.start)
            self.banner.tell(trouble)
        page.left.connect(self.leave)
        self._drop_page()
        self._show(page)

    def _sign(self) -> None:
        if self._page is None or self._deciding is None:
            return
        panel = self._page.decision
        draft = panel.draft
        try:
            found = self._deciding.problems(draft)
        except Refused as refused:
            self._trouble(refused)
            return
        panel.tell_missing(found)
        if found:
            panel.go_to(found[0])
            return
        self.told.emit("")  # what was told of the images
        self._keep()
        page = SigningPage(self._deciding, draft, self._house.background)
        page.left.connect(self._back)
        page.signed.connect(self._signed)
        self._show(page)

    def _back(self) -> None:
        if self._page is not None:
            self._show(self._page)
            self._page.decision.sign.setFocus()

    def _signed(self, statement: Statement) -> None:
        """The images and numbers close with the signature."""
        self._drop_page()
        self._images.forget()
        try:
            self._house.seat.close_case(self._case_number)
        except EnvironmentFailure as failure:
            self.told.emit(str(failure))
        page = DecidedPage(statement)
        page.next_wanted.connect(self.next_wanted)
        page.left.connect(self.leave)
        self._house.acts.bind(page, "next-dispute", page.go_on.click)
        self._show(page)
        self.decided.emit()

    def _offer_to_bring(self, damaged: Refused) -> None:
        if not self._house.background.is_busy:
            self.banner.tell(damaged, self.start, self.tr("Bring the images back"))

    # --- the draft ---

    def _changed(self) -> None:
        if self._page is not None:
            self._page.decision.tell_missing(())
        self._keeping.start()

    def _kept_draft(self) -> str | None:
        try:
            self._kept = self._house.seat.kept_draft(self._dispute_id)
        except EnvironmentFailure as failure:
            self.told.emit(str(failure))
        return self._kept

    def _keep(self) -> None:
        """Keep what is chosen and written, unless that is what was kept last."""
        self._keeping.stop()
        if self._page is None:
            return
        text = draft_text(self._page.decision.draft)
        if text == self._kept:
            return
        try:
            self._house.seat.keep_draft(self._dispute_id, text)
        except EnvironmentFailure as failure:
            self.told.emit(str(failure))
            return
        self._kept = text

    # --- pages ---

    def _show(self, page: QWidget) -> None:
        before = self._pages.currentWidget()
        if self._pages.indexOf(page) < 0:
            self._pages.addWidget(page)
        self._pages.setCurrentWidget(page)
        if before is not None and before is not page and before is not self._page:
            self._pages.removeWidget(before)
            before.deleteLater()
        page.setFocus()
        self.acts_changed.emit()

    def _drop_page(self) -> None:
        if self._page is not None:
            page, self._page = self._page, None
            self._pages.removeWidget(page)
            page.deleteLater()
