"""Taking in sealed parts: by menu, or by dropping files and folders anywhere on the page."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from seedcryo_reader.domain.errors import Cancelled
from seedcryo_reader.ui.shared.background import Background
from seedcryo_reader.ui.shared.busy import Busy
from seedcryo_reader.ui.shared.pieces import Kind, Tone, button, label
from seedcryo_reader.ui.shared.ports import ReceivedShown, Seat
from seedcryo_reader.ui.shared.theme import SPACING
from seedcryo_reader.ui.station.drop_hint import DropHint


class Receiving(QObject):
    """Receives for one page: `received` when something was taken in or refused, `failed` with what went wrong."""

    received = Signal()
    failed = Signal(Exception)

    def __init__(self, seat: Seat, background: Background, page: QWidget) -> None:
        super().__init__(page)
        self._seat = seat
        self._background = background
        self._page = page
        self._busy = Busy(page)
        self._hint = DropHint(page)
        page.setAcceptDrops(True)
        page.installEventFilter(self)

    def choose_files(self) -> None:
        """Ask for files, and receive them."""
        names, _kind = QFileDialog.getOpenFileNames(
            self._page, self.tr("Receive files"), "", self.tr("Sealed parts (*.seedcase);;All files (*)")
        )
        self.receive([Path(name) for name in names])

    def choose_folder(self) -> None:
        """Ask for a folder, and receive every part in it."""
        name = QFileDialog.getExistingDirectory(self._page, self.tr("Receive a folder"))
        self.receive([Path(name)] if name else [])

    def receive(self, files: Sequence[Path]) -> None:
        """Receive files, or folders of them, in the background."""
        if not files:
            return
        running = self._background.run(
            lambda watch: tuple(self._seat.receive(files, watch)), self._tell, self._fail, self._busy.tell
        )
        self._busy.show_for(running, self.tr("Receiving"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Take files that are dropped on the page."""
        if isinstance(event, QDragEnterEvent) and _dropped(event):
            event.acceptProposedAction()
            self._hint.appear()
            return True
        if event.type() in {QEvent.Type.DragLeave, QEvent.Type.Drop}:
            self._hint.hide()
        if isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop and _dropped(event):
            event.acceptProposedAction()
            self.receive(_dropped(event))
            return True
        return super().eventFilter(watched, event)

    def _tell(self, outcomes: Sequence[ReceivedShown]) -> None:
        self.received.emit()
        Received(outcomes, self._page).open()

    def _fail(self, trouble: Exception) -> None:
        self.received.emit()  # what was whole before it failed is kept
        if not isinstance(trouble, Cancelled):
            self.failed.emit(trouble)


class Received(QDialog):
    """The cases that something came for, and each refused file with everything that is wrong with it.

    How many parts came for a case is not said: their number tells how many timepoints follow.
    """

    def __init__(self, outcomes: Sequence[ReceivedShown], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Received"))
        self.resize(640, 400)
        rows = QWidget()
        under = QVBoxLayout(rows)
        under.setSpacing(SPACING.small)
        for one in outcomes:
            if one.outcome == "refused":
                under.addWidget(label(self.tr("%1 · refused").replace("%1", one.file), Tone.DANGER))
                for finding in one.findings:
                    under.addWidget(label(finding.text, Tone.MUTED))
                under.addSpacing(SPACING.medium)
        for case_number, said in self._cases(outcomes):
            under.addWidget(label(f"{case_number} · {said}"))
        under.addStretch(1)
        files = QScrollArea()
        files.setWidgetResizable(True)
        files.setAccessibleName(self.tr("Files"))
        files.setWidget(rows)
        close = button(self.tr("Close"), Kind.PRIMARY)
        close.setDefault(True)
        close.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(close)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(*(SPACING.large,) * 4)
        inside.setSpacing(SPACING.large)
        inside.addWidget(label(self._summary(outcomes), Tone.TITLE))
        inside.addWidget(files, 1)
        inside.addLayout(foot)

    def _summary(self, outcomes: Sequence[ReceivedShown]) -> str:
        if not outcomes:
            return self.tr("No sealed part was found there.")
        refused = sum(one.outcome == "refused" for one in outcomes)
        if not refused:
            return self.tr("Everything is here.")
        if refused == 1:
            return self.tr("One file was refused.")
        return self.tr("%1 files were refused.").replace("%1", str(refused))

    def _cases(self, outcomes: Sequence[ReceivedShown]) -> list[tuple[str, str]]:
        """Case numbers in their order, each with what became of its files together."""
        kept = [one for one in outcomes if one.outcome != "refused"]
        new = {one.case_number for one in kept if one.outcome == "received"}
        numbers = sorted({one.case_number for one in kept if one.case_number is not None})
        return [(one, self.tr("received") if one in new else self.tr("was here already")) for one in numbers]


def _dropped(event: QDropEvent) -> list[Path]:
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
