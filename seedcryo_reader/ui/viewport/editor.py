"""Choosing a finished drawing and changing it: by its ends, as a whole, by the arrow keys."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from seedcryo_reader.ui.viewport.drawing import is_on_plane
from seedcryo_reader.viewing import editing
from seedcryo_reader.viewing.drawing import Drawn, Item
from seedcryo_reader.viewing.frame import Frame
from seedcryo_reader.viewing.tools.outline import corners_mm
from seedcryo_reader.viewing.tools.tool import Pointer
from seedcryo_reader.viewing.view import PointMm

Labeller = Callable[[Drawn], tuple[str, ...]]
"""The lines beside a drawing while it is drawn or changed; whoever knows the protocol computes the numbers."""


class Editor(QObject):
    """Holds the finished drawings of one viewport, and the one in hand; `touched` when it is to be painted again."""

    item_chosen = Signal(object)
    item_changed = Signal(str, object)
    item_deleted = Signal(str)
    touched = Signal()

    def __init__(self, label: Labeller, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._label = label
        self._items: tuple[Item, ...] = ()
        self._chosen: str | None = None
        self._is_by_hand = False
        self._end: int | None = None
        self._hovered: str | None = None
        self._is_on_end = False
        self._grip: editing.Grip | None = None
        self._changed: Drawn | None = None

    @property
    def items(self) -> tuple[Item, ...]:
        """The drawings; the one that is being changed as it is now."""
        if self._changed is None:
            return self._items
        now = self._changed
        return tuple(
            replace(one, drawn=now, label=self._label(now)) if one.item_id == self._chosen else one
            for one in self._items
        )

    @property
    def chosen(self) -> str | None:
        """Which one was chosen."""
        return self._chosen

    @property
    def hovered(self) -> str | None:
        """Which one the pointer is on."""
        return self._hovered

    @property
    def is_on_end(self) -> bool:
        """Whether the pointer is on an end that a press would take."""
        return self._is_on_end

    @property
    def held_mm(self) -> PointMm | None:
        """The end that is being moved."""
        if self._grip is None or self._changed is None or self._end is None:
            return None
        return self._corner(self._changed, self._end)

    @property
    def is_moving(self) -> bool:
        """Whether a drawing is in the hand."""
        return self._grip is not None

    def set_items(self, items: Sequence[Item]) -> None:
        """Hold other drawings; the chosen one stays chosen where it is still there, in the hand where it is the same.

        What the arrow keys moved and nobody was told of is lost where it is another: `commit` tells it before.
        """
        before = self._item(self._chosen)
        self._items = tuple(items)
        now = self._item(self._chosen)
        if now is None or before is None or now.drawn != before.drawn or not now.editable:
            self._grip, self._changed = None, None
        if self._chosen not in {one.item_id for one in self._items}:
            self._chosen, self._end = None, None
        if self._hovered not in {one.item_id for one in self._items}:
            self._hover(None, is_on_end=False)
        self.touched.emit()

    def choose(self, item_id: str | None, end_mm: PointMm | None = None) -> None:
        """Choose one by the end that is nearest to a point, or as a whole, or none; told to nobody.

        Escape puts it down together with the tool, as if it had not been chosen.
        """
        item = self._item(item_id)
        self._chosen, self._is_by_hand = (None if item is None else item_id), False
        self._end = None if item is None or end_mm is None else editing.end_at(item.drawn, end_mm)
        self.touched.emit()

    def can_nudge(self, frame: Frame, depth_mm: float) -> bool:
        """Whether the arrow keys have something to move: a chosen drawing that can be changed and is seen."""
        item = self._item(self._chosen)
        return item is not None and item.editable and is_on_plane(item.drawn, frame, depth_mm)

    def press(self, at: Pointer, depth_mm: float, *, ends_only: bool) -> bool:
        """Take what lies under the pointer; whether there was something.

        A line moves its drawing only where that was chosen before: who means another lesion would shift this one.
        While a tool is in use only ends can be taken, so that a new drawing can begin on the lines of an old one.
        """
        found = self._under(at, depth_mm, ends_only=ends_only)
        if found is not None:
            item, taken = found
            is_meant = taken.end is not None or item.item_id == self._chosen
            self._end = taken.end
            self._grip = taken if item.editable and is_meant else None
            self._tell_chosen(item.item_id)
        elif not ends_only and self._chosen is not None:
            self._tell_chosen(None)
        return found is not None

    def move(self, at: Pointer, depth_mm: float, *, ends_only: bool) -> None:
        """What is in the hand follows; else what a press would take shows itself."""
        if self._grip is not None:
            if not is_on_plane(self._grip.drawn, at.frame, depth_mm):
                return  # it was taken on another slice
            self._changed = self._grip.moved(at)
            if self._end is not None:
                self._end = editing.end_at(self._changed, at.point_mm)
            self.touched.emit()
            return
        found = self._under(at, depth_mm, ends_only=ends_only)
        if found is None:
            self.leave()
        else:
            item, taken = found
            self._hover(item.item_id, is_on_end=item.editable and taken.end is not None)

    def leave(self) -> None:
        """The pointer takes nothing where it is."""
        self._hover(None, is_on_end=False)

    def release(self) -> None:
        """Let go; what was changed is told."""
        self._grip = None
        self.commit()

    def nudge(self, step: tuple[int, int], frame: Frame, *, far: bool) -> None:
        """Move the chosen end, or the whole, a little; told by `commit`, when the key goes up."""
        item = self._item(self._chosen)
        if item is not None and item.editable:
            self._changed, self._end = editing.nudge(self._changed or item.drawn, self._end, step, frame, far=far)
            self.touched.emit()

    def commit(self) -> None:
        """Tell what was changed."""
        item, changed = self._item(self._chosen), self._changed
        self._changed = None
        if item is not None and changed is not None and changed != item.drawn:
            self.item_changed.emit(item.item_id, changed)
        self.touched.emit()

    def delete(self) -> None:
        """Delete the chosen part, or all of the drawing."""
        item = self._item(self._chosen)
        if item is None or not item.editable:
            return
        left = editing.without(item.drawn, self._end)
        self._end = None
        if left is None:
            self.item_deleted.emit(item.item_id)
        else:
            self.item_changed.emit(item.item_id, left)

    def cancel(self) -> bool:
        """Put back what is in the hand, else choose nothing; False where there was nothing that the hand had chosen."""
        if self._changed is not None or self._grip is not None:
            self._grip, self._changed = None, None
            self.touched.emit()
            return True
        was_by_hand = self._chosen is not None and self._is_by_hand
        self._tell_chosen(None)
        return was_by_hand

    def _tell_chosen(self, item_id: str | None) -> None:
        is_new = item_id != self._chosen
        self._chosen, self._is_by_hand = item_id, item_id is not None
        if is_new:
            self.item_chosen.emit(item_id)
        self.touched.emit()

    def _hover(self, item_id: str | None, *, is_on_end: bool) -> None:
        if (item_id, is_on_end) != (self._hovered, self._is_on_end):
            self._hovered, self._is_on_end = item_id, is_on_end
            self.touched.emit()

    def _under(self, at: Pointer, depth_mm: float, *, ends_only: bool) -> tuple[Item, editing.Grip] | None:
        """The drawing under the pointer, and what of it; or only one of which an end is there that can be moved."""
        for item in self._near(at.frame, depth_mm):
            taken = editing.grip(item.drawn, at)
            if taken is not None and (not ends_only or (item.editable and taken.end is not None)):
                return item, taken
        return None

    def _near(self, frame: Frame, depth_mm: float) -> list[Item]:
        """What lies on the plane: the chosen one first, then the newest."""
        near = [one for one in reversed(self._items) if is_on_plane(one.drawn, frame, depth_mm)]
        return sorted(near, key=lambda one: one.item_id != self._chosen)

    def _item(self, item_id: str | None) -> Item | None:
        return next((one for one in self._items if one.item_id == item_id), None)

    @staticmethod
    def _corner(drawn: Drawn, end: int) -> PointMm:
        x, y, z = corners_mm(drawn)[end].tolist()
        return x, y, z
