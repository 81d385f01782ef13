"""What the window knows of its pages: the home that an account sees first, and the room in which a case is read."""

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget


class Page(QWidget):
    """A page of a signed-in account.

    It tells by `saved` the UTC time (ISO 8601) of what was saved last, by `told` a sentence for the status line, by
    `acts_changed` that the menus have to be made anew. The window says by `woken` that the screen was locked and is
    open again: what the vault refused meanwhile can go on.
    """

    saved = Signal(str)
    told = Signal(str)
    acts_changed = Signal()
    woken = Signal()
    contexts: ClassVar[Sequence[str]] = ()
    """The contexts of acts that the sheet of keys shows, besides those of everywhere."""


class Home(Page):
    """The first page of a role; `opened` carries the number of a case that is to be read, if the role reads."""

    opened = Signal(str)
    guide_wanted = Signal()
    guide: ClassVar[str] = "readers-guide.md"
    """The page of the manual for this role."""

    def refresh(self) -> None:
        """Look again what there is."""


class Room(Page):
    """A case on the screen. The window shows it, and drops it when it was `left` for the first page."""

    left = Signal()
    contexts = ("reading", "image", "caliper", "worklist")
