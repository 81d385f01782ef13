"""What covers a page while it waits: what is going on, how far, and a way out."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QProgressBar, QWidget
from shiboken6 import isValid

from seedcryo_reader.imaging.watch import Progress
from seedcryo_reader.ui.shared.background import Running
from seedcryo_reader.ui.shared.pieces import Tone, button, card, centred, label

PATIENCE_MS = 150
"""What is over sooner is not announced: a flash says nothing."""


class Busy(QWidget):
    """Covers its parent from `show_for` until the job ended; meanwhile no key reaches what is under it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._covered = parent
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setObjectName("busy")
        self.setStyleSheet("#busy { background: rgba(16, 18, 20, 200); }")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._had_focus: QWidget | None = None
        self._running: Running | None = None
        self._what = label("", Tone.TITLE)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._how_far = label("", Tone.MUTED)
        self._cancel = button(self.tr("Cancel"))
        self._cancel.clicked.connect(self.cancel)
        frame, inside = card(420)
        for one in (self._what, self._bar, self._how_far):
            inside.addWidget(one)
        inside.addWidget(self._cancel, 0, Qt.AlignmentFlag.AlignRight)
        centred(self, frame)
        self._later = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._later.timeout.connect(self._appear)
        parent.installEventFilter(self)
        self.hide()

    @property
    def how_far(self) -> str:
        """How far it is, in words."""
        return self._how_far.text()

    def show_for(self, running: Running, what: str, *, can_cancel: bool = True) -> None:
        """Cover the parent until the job ends; what is going on is a short title."""
        self._running = running
        self._what.setText(what)
        self._how_far.clear()
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName(what)
        self._cancel.setVisible(can_cancel)
        self._cancel.setEnabled(True)
        running.ended.connect(self._over)
        self._later.start()

    def tell(self, progress: Progress) -> None:
        """Show how far it is; give it to `Background.run` as `progress`."""
        self._bar.setRange(0, 1000)
        self._bar.setValue(round(1000 * _share(progress)))
        self._how_far.setText(self.words(progress))

    def words(self, progress: Progress) -> str:
        """Items, and megabytes where they are known."""
        items = self.tr("%1 of %2").replace("%1", str(progress.done)).replace("%2", str(progress.total))
        if not progress.total_bytes:
            return items
        done, total = (f"{size / 1e6:.0f}" for size in (progress.done_bytes, progress.total_bytes))
        return self.tr("%1, %2 of %3 MB").replace("%1", items).replace("%2", done).replace("%3", total)

    def cancel(self) -> None:
        """Ask the job to stop; it says itself when it did."""
        if self._running is not None:
            self._running.cancel()
            self._cancel.setEnabled(False)
            self._how_far.setText(self.tr("Stopping…"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Stay as large as the parent."""
        if watched is self._covered and event.type() == QEvent.Type.Resize:
            self.resize(self._covered.size())
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        """Let no shortcut of the page fire."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def focusNextPrevChild(self, _forward: bool) -> bool:  # noqa: N802
        """Keep the focus here."""
        return True

    def _appear(self) -> None:
        self.resize(self._covered.size())
        self.raise_()
        self.show()
        self._had_focus = self._covered.window().focusWidget()
        (self if self._cancel.isHidden() else self._cancel).setFocus()

    def _over(self) -> None:
        if self.sender() is self._running:
            self._running = None
            self._later.stop()
            has_focus = self._covered.window().focusWidget() in (self, self._cancel)
            self.hide()
            if has_focus and self._had_focus is not None and isValid(self._had_focus):
                self._had_focus.setFocus()
            self._had_focus = None


def _share(progress: Progress) -> float:
    if progress.total_bytes:
        return progress.done_bytes / progress.total_bytes
    return progress.done / progress.total if progress.total else 0.0
