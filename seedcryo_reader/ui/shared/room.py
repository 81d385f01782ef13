"""What the window knows of the room in which a case is read."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget


class Room(QWidget):
    """A case on the screen. The window shows it, and drops it when it was left.

    `left` when the reader goes back to the worklist, `saved` with the UTC time (ISO 8601) of what was saved last,
    `told` with a sentence for the status line, `acts_changed` when the menus have to be made anew. The window says
    by `woken` that the screen was locked and is open again: what the vault refused meanwhile can go on.
    """

    left = Signal()
    saved = Signal(str)
    told = Signal(str)
    acts_changed = Signal()
    woken = Signal()
