"""A canvas that is drawn on: the tool, the drawings, and what becomes of them. The hands are in `viewport`."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from seedcryo_reader.ui.shared.actions import Acts
from seedcryo_reader.ui.viewport.canvas import Canvas
from seedcryo_reader.ui.viewport.cine import Cine
from seedcryo_reader.ui.viewport.editor import Editor, Labeller
from seedcryo_reader.ui.viewport.keys import Keys
from seedcryo_reader.ui.viewport.painting import Drawings, reach_mm
from seedcryo_reader.ui.viewport.pencil import Pencil, ToolMaker
from seedcryo_reader.viewing import moving
from seedcryo_reader.viewing.drawing import Drawn, Item
from seedcryo_reader.viewing.hands import Drag, Grip, Wheel
from seedcryo_reader.viewing.images import TimepointImages
from seedcryo_reader.viewing.tools.keyed import KeyedPointer, in_the_middle
from seedcryo_reader.viewing.view import Orientation, Shown, View


class SketchCanvas(Canvas):
    """Shows one stack; everything a hand does to it comes out as a signal.

    `view_changed` tells what the reader's own hand did, never what `set_view` did. What was drawn, changed or deleted
    is a wish: it is shown as done when `set_items` says so.
    """

    view_changed = Signal(object)
    drawn = Signal(object)
    draft_changed = Signal(object)
    item_chosen = Signal(object)
    item_changed = Signal(str, object)
    item_deleted = Signal(str)
    put_away = Signal()
    pointed = Signal(object)
    refused = Signal(str)
    activated = Signal()

    def __init__(
        self,
        acts: Acts | None = None,
        parent: QWidget | None = None,
        *,
        maximum_allowed: bool = False,
        label: Labeller = lambda _drawn: (),
    ) -> None:
        """Make an empty one.

        Parameters
        ----------
        maximum_allowed : bool
            What the protocol says of maximum projections.
        label : callable
            The lines beside a drawing while it is drawn or changed.
        """
        super().__init__(parent, maximum_allowed=maximum_allowed)
        self._label = label
        self._drag: Drag | None = None
        self._is_drawing = False
        self._space = False
        self._keyed: KeyedPointer | None = None
        self._wheel = Wheel()
        self.cine = Cine(self)
        self.cine.step.connect(self._play_on)
        self.cine.changed.connect(self.update)
        self._pencil = Pencil(self)
        self._editor = Editor(self._label_of, self)
        self._keys = Keys(self, acts or Acts())
        self._join()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.setMouseTracking(True)

    def _join(self) -> None:
        self.slider.moved.connect(self.go_to)
        self._pencil.drawn.connect(self.drawn)
        self._pencil.draft_changed.connect(self.draft_changed)
        self._pencil.put_away.connect(self.put_away)
        self._pencil.refused.connect(self.refused)
        self._pencil.touched.connect(self._show_hands)
        self._editor.item_chosen.connect(self.item_chosen)
        self._editor.item_changed.connect(self.item_changed)
        self._editor.item_deleted.connect(self.item_deleted)
        self._editor.touched.connect(self._show_hands)

    # what is shown

    def show_stack(self, images: TimepointImages, shown: Shown, view: View | None = None, title: str = "") -> None:
        """Show a stack, in a view or as it is shown first; what was begun on another one waits there."""
        self._let_all_go()
        super().show_stack(images, shown, view, title)

    def clear(self, message: str) -> None:
        """Show no image, and a sentence that says why."""
        self._let_all_go()
        super().clear(message)

    def _let_all_go(self) -> None:
        self._editor.release()
        self.cine.stop()
        self._drag, self._is_drawing = None, False
        self._point_by_keys(None)

    def set_items(self, items: Sequence[Item]) -> None:
        """Show finished drawings; they belong to the stack that is shown."""
        self._editor.set_items(items)

    def choose(self, item_id: str | None) -> None:
        """Choose a drawing, so that its ends can be moved and nudged; told to nobody."""
        self._editor.choose(item_id)

    def choose_drawn(self, item_id: str) -> None:
        """Choose what was drawn just now, by the end that was put last; told to nobody."""
        self._editor.choose(item_id, self._pencil.put_mm)

    def settle(self) -> None:
        """Tell what the arrow keys moved, though the key is still down."""
        if not self._editor.is_moving:
            self._editor.commit()

    def set_tool(self, maker: ToolMaker | None, *, takes_ends: bool = True) -> None:
        """Let the left button draw, or choose drawings; what was begun is dropped.

        With `takes_ends` it moves the ends of finished drawings too, while nothing is begun.
        """
        self._point_by_keys(None)
        self._editor.leave()
        self._pencil.set_tool(maker, takes_ends=takes_ends)

    def set_label(self, label: Labeller) -> None:
        """What stands beside a drawing while it is drawn or changed."""
        self._label = label
        self.update()

    def restore_draft(self, draft: Drawn) -> bool:
        """Go on with what was begun earlier with the tool in use; False where it does not belong to this image."""
        return self._pencil.restore(draft)

    @property
    def draft(self) -> Drawn | None:
        """What was begun and is not finished."""
        return self._pencil.draft

    @property
    def has_begun(self) -> bool:
        """Whether anything was begun, here or on images that were shown before."""
        return self._pencil.has_begun

    @property
    def chosen(self) -> str | None:
        """The drawing that is chosen."""
        return self._editor.chosen

    @property
    def is_moving(self) -> bool:
        """Whether a finished drawing is in the hand."""
        return self._editor.is_moving

    @property
    def is_coarse(self) -> bool:
        """A hand is dragging."""
        return self._drag is not None and self._drag.grip is not Grip.WINDOW

    def drawings(self) -> Drawings:
        """What is drawn on the image, with the draft."""
        draft = self._pencil.draft
        begun = () if draft is None else (self._pencil.as_item(draft, self._label(draft)),)
        is_elsewhere = self.frame is not None and self._pencil.is_elsewhere(self.frame)
        held = None if is_elsewhere else self._pencil.held_mm or self._editor.held_mm
        return Drawings((*self._editor.items, *begun), self._editor.chosen, self._editor.hovered, held)

    def title_lines(self) -> tuple[str, ...]:
        """The title, and how fast the slices play."""
        playing = (self.tr("Playing, {0} a second").format(self.cine.speed),) if self.cine.is_playing else ()
        return (*super().title_lines(), *playing)

    # what the hand does

    def go(self, view: View) -> None:
        """Show another view because the reader's hand asks for it, and tell so; or tell why it is refused.

        While the hand draws or moves a drawing the image stays: a wheel that was bumped would change what is drawn on.
        """
        if self._stack is None or self._view is None or view == self._view:
            return
        is_held = self._is_drawing or self._editor.is_moving
        if is_held and not moving.is_same_plane(self._stack.volume, self._view, view):
            return
        if why := self.refusal(view):
            self.refused.emit(why)
            return
        self._set(view)
        self.view_changed.emit(view)

    def go_to(self, place: int) -> None:
        """Go to a place of the way through the volume (`moving.travel`)."""
        if self._stack is not None and self._view is not None:
            self.go(moving.go_to(self._stack.volume, self._view, place))

    def step(self, steps: int) -> None:
        """Go on by places, or back."""
        if self._stack is not None and self._view is not None:
            self.go(moving.scroll(self._stack.volume, self._view, steps))

    def finish_drawing(self) -> None:
        """Finish what can be finished of the draft; or, where no hand began one, draw by the keys.

        The first time the keys get a pointer; then it is put where it is, as by a click, and twice at one place is a
        double click.
        """
        frame, keyed = self.frame, self._keyed
        is_begun = self._pencil.draft is not None
        if frame is None or self._message or not self._pencil.has_tool:
            return
        if keyed is None and not is_begun:
            self._point_by_keys(in_the_middle(frame))
        elif keyed is None or keyed.is_put or self._pencil.is_elsewhere(frame):
            self._pencil.close(frame)
        else:
            self._keyed = keyed.put()
            self._pencil.press(keyed.at(frame))
            self._pencil.release(keyed.at(frame))
        if is_begun and self._pencil.draft is None:
            self._point_by_keys(None)

    def cancel_drawing(self) -> None:
        """Drop what is in hand: a drag, the draft, the keys' pointer, the choice, the tool; one at a time."""
        if self._pencil.draft is None and self._keyed is not None:
            self._point_by_keys(None)
        elif self._editor.is_moving or self._pencil.draft is None:
            if not self._editor.cancel():
                self._pencil.cancel()
        else:
            self._pencil.cancel()

    def nudge(self, right: int, down: int, *, far: bool) -> None:
        """Move the keys' pointer a little, or the chosen end."""
        if self.frame is None:
            return
        if self._keyed is None:
            self._editor.nudge((right, down), self.frame, far=far)
        else:
            self._point_by_keys(self._keyed.moved((right, down), self.frame, far=far))

    def delete_chosen(self) -> None:
        """Delete the chosen drawing, or the chosen part of it."""
        self._editor.delete()

    def _point_by_keys(self, keyed: KeyedPointer | None) -> None:
        if keyed is None and self._keyed is None:
            return
        self._keyed = keyed
        if keyed is not None and self.frame is not None:
            self._pencil.move(keyed.at(self.frame))
        point = None if keyed is None else keyed.point_mm
        self.set_crosshair(point)
        self.pointed.emit(point)
        self._show_hands()

    def _set(self, view: View) -> None:
        super()._set(view)
        if self._stack is not None:
            is_cut = view.orientation is not Orientation.ACQUIRED
            slack_mm = reach_mm(self._stack.volume, replace(view, slab_mm=0.0)) if is_cut else 0.0
            self._pencil.set_place(self._stack.shown, view.orientation, slack_mm)
        self._show_hands()

    def _play_on(self) -> None:
        if self._stack is not None and self._view is not None:
            travel = moving.travel(self._stack.volume, self._view)
            self.go_to((travel.at + 1) % travel.count)

    def _label_of(self, drawn: Drawn) -> tuple[str, ...]:
        return self._label(drawn)

    def _show_hands(self) -> None:
        frame = self.frame
        can_nudge = frame is not None and self._editor.can_nudge(frame, self.reach_mm)
        self._keys.hold(is_held=can_nudge or self._keyed is not None)
        if self._space:
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        elif self._editor.is_on_end and not self._message:
            self.setCursor(Qt.CursorShape.SizeAllCursor)
        elif self._pencil.has_tool and not self._message:
            self.setCursor(Qt.CursorShape.CrossCursor)
        else:
            self.unsetCursor()
        self.update()
