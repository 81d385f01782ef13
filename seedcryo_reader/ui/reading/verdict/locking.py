"""Locking a timepoint: the questions before it, the images held against what was opened, and reconfirming."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QDialog, QWidget
from shiboken6 import isValid

from seedcryo_reader.domain.errors import EnvironmentFailure, Refused
from seedcryo_reader.domain.lifecycle import IllegalAct
from seedcryo_reader.domain.record import Record
from seedcryo_reader.ui.reading.acting import Acting
from seedcryo_reader.ui.reading.verdict.asking import ReasonDialog
from seedcryo_reader.ui.shared.background import Background, Running
from seedcryo_reader.ui.shared.busy import Busy


class LockFlow(QObject):
    """Asks what has to be asked, then locks in the background; the reading room is disabled meanwhile.

    `locked` and `reconfirmed` come when it is done; `wanted` carries the lesion that the reader goes back to.
    """

    locked = Signal()
    reconfirmed = Signal()
    wanted = Signal(str)

    def __init__(self, acting: Acting, background: Background, parent: QWidget) -> None:
        super().__init__(parent)
        self._acting = acting
        self._background = background
        self._window = parent
        self._busy = Busy(parent)
        self._focus: QWidget | None = None
        self._is_asking = False
        self._running: Running | None = None

    def start(self) -> None:
        """Lock the open timepoint, or reconfirm the one that waits for it."""
        active = self._acting.active
        if active is None or self._is_asking or self._running is not None:
            return
        left = self._acting.reading.missing()
        if left and not active.reconfirm:
            self._acting.refused.emit(left[0].text)
        elif active.reconfirm:
            self._reconfirm(None)
        else:
            self._ask_next()

    # --- the questions ---

    def _ask_next(self) -> None:
        guard = next(iter(self._acting.reading.guards()), None)
        if guard is None:
            self._lock()
            return
        dialog = ReasonDialog(self.tr("Before the lock"), guard.question, self.tr("Go back to it"), self._window)

        def answered(result: int) -> None:
            self._is_asking = False
            dialog.deleteLater()
            if result != QDialog.DialogCode.Accepted:
                self.wanted.emit(guard.about)
            elif self._acting.attempt(lambda: self._acting.reading.answer_guard(guard, dialog.reason)):
                self._ask_next()

        self._open(dialog, answered)

    def _open(self, dialog: ReasonDialog, answered: Callable[[int], None]) -> None:
        self._is_asking = True
        dialog.finished.connect(answered)
        dialog.open()

    # --- the lock ---

    def _lock(self) -> None:
        running = self._background.run(lambda _watch: self._acting.reading.lock(), self._done, self._failed)
        running.ended.connect(self._ended)
        self._running = running
        self._focus = self._window.focusWidget()
        self._window.setEnabled(False)
        self._busy.show_for(running, self.tr("Checking the images before the lock"), can_cancel=False)

    @Slot()
    def _ended(self) -> None:
        """The lock may have ended without a word, when the window was closed; whoever left the room is not called."""
        if self._running is not None and self.sender() is self._running:
            self._end()

    def _end(self) -> None:
        """Give the room back, whatever became of the lock."""
        self._running = None
        self._window.setEnabled(True)
        if self._focus is not None and isValid(self._focus):
            self._focus.setFocus()

    def _done(self, _record: Record) -> None:
        self._end()
        self._acting.tell_changed()
        self.locked.emit()

    def _failed(self, trouble: Exception) -> None:
        self._end()
        self._acting.tell_trouble(trouble)

    # --- a locked timepoint after an earlier one was changed ---

    def _reconfirm(self, reason: str | None) -> None:
        """Reconfirm; where a call stands against what is concluded now, ask why it does."""
        reading = self._acting.reading
        try:
            reading.reconfirm(reason)
        except IllegalAct as illegal:
            if reason is None and not reading.missing():
                self._ask_why(str(illegal))
            else:
                self._acting.refused.emit(str(illegal))
            return
        except (Refused, EnvironmentFailure) as trouble:
            self._acting.tell_trouble(trouble)
            return
        self._acting.tell_changed()
        self.reconfirmed.emit()

    def _ask_why(self, question: str) -> None:
        dialog = ReasonDialog(self.tr("Before it is reconfirmed"), question, self.tr("Not now"), self._window)

        def answered(result: int) -> None:
            self._is_asking = False
            dialog.deleteLater()
            if result == QDialog.DialogCode.Accepted:
                self._reconfirm(dialog.reason)

        self._open(dialog, answered)
