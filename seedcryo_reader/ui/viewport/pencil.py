"""What the left button draws: the tool in use, and its draft."""

from typing import Protocol

from PySide6.QtCore import QObject, Signal

from seedcryo_reader.ui.viewport.drawing import is_on_plane
from seedcryo_reader.viewing.drawing import Drawn, Item, Look
from seedcryo_reader.viewing.frame import Frame
from seedcryo_reader.viewing.tools.tool import Pointer, Tool
from seedcryo_reader.viewing.view import Orientation, PointMm, Shown

DRAFT_ID = "draft"


class ToolMaker(Protocol):
    """Makes a tool for an image, going on with what was begun there; the tools' classes are such makers."""

    def __call__(self, shown: Shown, orientation: Orientation, begun: Drawn | None = None, /) -> Tool:
        """Make one."""


class Pencil(QObject):
    """Holds the tool of one viewport; `touched` when something has to be painted again.

    What was begun on one slice is not drawn on with while another is shown: it would be recorded on an image that
    nobody looks at. `refused` says so.
    """

    drawn = Signal(object)
    draft_changed = Signal(object)
    put_away = Signal()
    refused = Signal(str)
    touched = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._maker: ToolMaker | None = None
        self._takes_ends = True
        self._tool: Tool | None = None
        self._place: tuple[Shown, Orientation] | None = None
        self._slack_mm = 0.0
        self._put_by: dict[tuple[Shown, Orientation], Tool] = {}
        self._draft: Drawn | None = None
        self._held: PointMm | None = None
        self._put: PointMm | None = None

    @property
    def has_tool(self) -> bool:
        """Whether the left button draws."""
        return self._tool is not None

    @property
    def gives_way(self) -> bool:
        """Whether the left button may take a finished drawing: nothing is begun, and the tool lets it."""
        return self._draft is None and (self._tool is None or self._takes_ends)

    @property
    def draft(self) -> Drawn | None:
        """What was begun and is not finished."""
        return self._draft

    @property
    def has_begun(self) -> bool:
        """Whether anything was begun, here or on images that were shown before."""
        return self._draft is not None or bool(self._put_by)

    @property
    def held_mm(self) -> PointMm | None:
        """The end that is being moved."""
        return self._held

    @property
    def put_mm(self) -> PointMm | None:
        """Where the end was put that finished the last drawing."""
        return self._put

    @staticmethod
    def as_item(draft: Drawn, label: tuple[str, ...]) -> Item:
        """A draft as it is painted."""
        return Item(DRAFT_ID, draft, label, Look.OWN)

    def set_place(self, shown: Shown, orientation: Orientation, slack_mm: float = 0.0) -> None:
        """Draw on another image; what was begun on the one before waits there, so that phases can be compared.

        `slack_mm` is how far from its plane a draft may be gone on with: a reformat is not met again exactly.
        """
        self._slack_mm = slack_mm
        before, self._place = self._place, (shown, orientation)
        if before == self._place:
            return
        if before is not None and self._tool is not None and self._draft is not None:
            self._put_by[before] = self._tool
        self._tool = self._put_by.pop(self._place, None)
        if self._tool is None:
            self._make(None)
        else:
            self._follow()
            self.touched.emit()

    def set_tool(self, maker: ToolMaker | None, *, takes_ends: bool = True) -> None:
        """Take another tool, or none; what was begun is dropped, also on images that were shown before.

        `takes_ends` is whether a press on an end of a finished drawing moves that end while nothing is begun.
        """
        self._maker, self._takes_ends = maker, takes_ends
        self._put_by.clear()
        self._make(None)

    def restore(self, draft: Drawn) -> bool:
        """Go on with what was begun earlier; False where it is of another image or there is no tool."""
        if (draft.shown, draft.orientation) != self._place or self._maker is None:
            return False
        self._make(draft)
        return self._draft is not None

    def is_elsewhere(self, frame: Frame) -> bool:
        """Whether what was begun lies on another plane than the one that is shown."""
        return self._draft is not None and not is_on_plane(self._draft, frame, self._slack_mm)

    def press(self, at: Pointer) -> None:
        """The left button went down."""
        if self._tool is not None and not self._refuses(at.frame):
            self._tool.press(at)
            self._follow()

    def move(self, at: Pointer) -> None:
        """The pointer moved."""
        if self._tool is not None and not self.is_elsewhere(at.frame):
            self._tool.move(at)
            self._follow()

    def release(self, at: Pointer) -> None:
        """The left button went up."""
        if self._tool is not None and not self.is_elsewhere(at.frame):
            self._finish(self._tool.release(at))

    def close(self, frame: Frame) -> None:
        """Finish what can be finished."""
        if self._tool is not None and not self._refuses(frame):
            self._finish(self._tool.close())

    def cancel(self) -> None:
        """Drop what was begun, else the tool."""
        if self._tool is None:
            return
        if self._tool.cancel():
            self._follow()
        else:
            self.set_tool(None)
            self.put_away.emit()

    def _refuses(self, frame: Frame) -> bool:
        is_elsewhere = self.is_elsewhere(frame)
        if is_elsewhere:
            self.refused.emit(self.tr("The drawing was begun on another slice: go back to it, or Esc drops it."))
        return is_elsewhere

    def _make(self, begun: Drawn | None) -> None:
        self._tool = None if self._maker is None or self._place is None else self._maker(*self._place, begun)
        self._follow()
        self.touched.emit()

    def _finish(self, drawn: Drawn | None) -> None:
        if drawn is not None:
            self._put = self._held or drawn.points_mm[-1]
        self._follow()
        if drawn is not None:
            self.drawn.emit(drawn)

    def _follow(self) -> None:
        draft, held = (None, None) if self._tool is None else (self._tool.draft, self._tool.held_mm)
        if (draft, held) == (self._draft, self._held):
            return
        is_new = draft != self._draft
        self._draft, self._held = draft, held
        if is_new:
            self.draft_changed.emit(draft)
        self.touched.emit()
