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
            return True
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
    """What became of each file, with everything that is wrong with those that were refused."""

    def __init__(self, outcomes: Sequence[ReceivedShown], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Received"))
        self.resize(640, 400)
        rows = QWidget()
        under = QVBoxLayout(rows)
        under.setSpacing(SPACING.small)
        for one in outcomes:
            under.addWidget(label(self._words(one), Tone.DANGER if one.outcome == "refused" else Tone.PLAIN))
            for finding in one.findings:
                under.addWidget(label(finding.text, Tone.MUTED))
            under.addSpacing(SPACING.medium)
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
        kept = sum(one.outcome != "refused" for one in outcomes)
        text = self.tr("%1 of %2 files were received.") if kept < len(outcomes) else self.tr("All %2 files are here.")
        return text.replace("%1", str(kept)).replace("%2", str(len(outcomes)))

    def _words(self, one: ReceivedShown) -> str:
        words = {
            "received": self.tr("received"),
            "already here": self.tr("already here"),
            "refused": self.tr("refused"),
        }
        said = words.get(one.outcome, one.outcome)
        return " · ".join(part for part in (one.file, said, one.case_number) if part)


def _dropped(event: QDropEvent) -> list[Path]:
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
