"""The one door from the reading room's widgets to the read: acts, what they refuse, the news of a change."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, Signal

from seedcryo_reader.domain.errors import EnvironmentFailure, Refused
from seedcryo_reader.domain.events import Note, SheetAct
from seedcryo_reader.domain.lifecycle import IllegalAct
from seedcryo_reader.domain.read import Read, TimepointRead
from seedcryo_reader.reading.reading import Reading

AskReason = Callable[[str], str | None]
"""Ask the reader for a reason; the text says what for. None where the reader thought better of it."""


OF_IMAGES: Final = frozenset({"damaged-images", "no-images", "other-images"})
"""Codes of findings that are mended by decoding the images again."""


class Acting(QObject):
    """Acts on the read that is on the desk; widgets ask it, and redraw themselves when `changed` tells them to.

    `refused` carries the sentences of whatever was not done, for the status line; `failed` besides the trouble itself
    where the reader has to do something about it: the disk is full, decoded images were damaged.
    """

    changed = Signal()
    refused = Signal(str)
    failed = Signal(object)
    saved = Signal(str)

    def __init__(self, reading: Reading, ask_reason: AskReason, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.reading = reading
        self._ask_reason = ask_reason

    @property
    def read(self) -> Read:
        """The read as it is now."""
        return self.reading.read

    @property
    def active(self) -> TimepointRead | None:
        """The timepoint that is open."""
        return self.reading.read.active

    def do(self, act: SheetAct | Note, reason: str | None = None) -> bool:
        """Do an act; after a lock a reason is asked for first. Whether it was done."""
        active = self.active
        if reason is None and active is not None and active.reopened and isinstance(act, SheetAct):
            reason = self._ask_reason(self.tr("This timepoint was locked before. Why do you change it?"))
            if reason is None:
                return False
        return self.attempt(lambda: self.reading.do(act, reason))

    def undo(self) -> bool:
        """Take the last act back."""
        return self.attempt(self.reading.undo)

    def redo(self) -> bool:
        """Do it again."""
        return self.attempt(self.reading.redo)

    def attempt(self, act: Callable[[], object]) -> bool:
        """Do something to the read that is quick; what it refuses is told, and False returned."""
        try:
            act()
        except (IllegalAct, Refused, EnvironmentFailure) as trouble:
            self.tell_trouble(trouble)
            return False
        self.tell_changed()
        return True

    def tell_trouble(self, trouble: Exception) -> None:
        """Say what was not done, and why."""
        findings = trouble.findings if isinstance(trouble, Refused) else ()
        self.refused.emit("\n".join(one.text for one in findings) or str(trouble))
        if isinstance(trouble, EnvironmentFailure) or any(one.code in OF_IMAGES for one in findings):
            self.failed.emit(trouble)

    def tell_changed(self) -> None:
        """Say that the read changed, also where a slow act did it in the background."""
        records = self.reading.records
        if records:
            self.saved.emit(records[-1].stamp.utc)
        self.changed.emit()
