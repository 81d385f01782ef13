"""`Viewport`: one stack of images under a reader's hands. It shows a view, and announces what the hands wish."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QMouseEvent, QWheelEvent

from seedcryo_reader.ui.viewport.sketch_canvas import SketchCanvas
from seedcryo_reader.viewing import moving
from seedcryo_reader.viewing.hands import Drag, Grip, zoom_of
from seedcryo_reader.viewing.tools.tool import Pointer

_ARROWS: Final = (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down)


class Viewport(SketchCanvas):
    """The mouse, the wheel and the keys on a canvas that is drawn on."""

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Left draws or takes a drawing, right windows, the middle one pans; Shift and right turns an oblique plane."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.activated.emit()
        if event.buttons() == event.button():  # a release that went elsewhere is not waited for
            self._drag, self._is_drawing = None, False
        if self._view is None or self._drag is not None or self._is_drawing:
            return
        grip = self._grip(event)
        if grip is not None:
            x, y = event.position().toTuple()
            self._drag = Drag(grip, x, y, self._view)
        elif event.button() is Qt.MouseButton.LeftButton and not self._message:
            self.cine.stop()
            self._with_pointer(event, self._take)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """The view follows, or what is drawn."""
        if self._stack is None or self._view is None:
            return
        if self._drag is not None:
            x, y = event.position().toTuple()
            self.go(self._drag.to(self._stack.volume, self._view, x, y))
        elif not self._message:
            self._with_pointer(event, self._move)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Let go."""
        if self._drag is not None:
            self._drag = None
            self.update()
        elif event.button() is Qt.MouseButton.LeftButton:
            self._let_go(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Finish a drawing."""
        frame = self.frame
        if event.button() is Qt.MouseButton.LeftButton and self._pencil.draft is not None and frame is not None:
            self._pencil.close(frame)
        else:
            self.mousePressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        """Scroll; with Ctrl enlarge about the pointer."""
        angle = event.angleDelta().y() or event.angleDelta().x()
        event.accept()
        if self._stack is None or self._view is None:
            return
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            x, y = event.position().toTuple()
            self.go(moving.zoom(self._stack.volume, self._view, zoom_of(angle), (x, y), self.canvas))
        elif steps := self._wheel.steps(angle):
            self.step(steps)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """The space bar lets the left button pan."""
        if event.key() == Qt.Key.Key_Space:
            self._space = True
            self._show_hands()
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """The left button draws again; what the arrow keys moved is told."""
        if event.isAutoRepeat():
            return
        if event.key() == Qt.Key.Key_Space:
            self._space = False
            self._show_hands()
        elif event.key() in _ARROWS:
            self._editor.commit()
        else:
            super().keyReleaseEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """The keys go here."""
        super().focusInEvent(event)
        self.activated.emit()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """They do no more; what the arrow keys moved is told."""
        self._space = False
        if event.reason() is Qt.FocusReason.ActiveWindowFocusReason:  # the release may go to the other window
            self._is_drawing = False
            self._editor.release()
        self.settle()
        super().focusOutEvent(event)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802
        """The pointer is elsewhere."""
        self._editor.leave()
        self.pointed.emit(None)
        super().leaveEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """Nothing plays where nobody looks."""
        self.cine.stop()
        super().hideEvent(event)

    def _grip(self, event: QMouseEvent) -> Grip | None:
        if event.button() is Qt.MouseButton.RightButton:
            return Grip.TURN if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else Grip.WINDOW
        pans = event.button() is Qt.MouseButton.LeftButton and self._space
        return Grip.PAN if pans or event.button() is Qt.MouseButton.MiddleButton else None

    def _with_pointer(self, event: QMouseEvent, act: Callable[[Pointer], None]) -> None:
        frame = self.frame
        if frame is not None:
            x, y = event.position().toTuple()
            act(Pointer(frame.to_mm(x, y), frame, bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)))

    def _take(self, at: Pointer) -> None:
        has_tool = self._pencil.has_tool
        if not self._pencil.gives_way or not self._editor.press(at, self.reach_mm, ends_only=has_tool):
            self._is_drawing = True
            self._pencil.press(at)

    def _move(self, at: Pointer) -> None:
        self._point_by_keys(None)
        if not self._pencil.gives_way:
            self._editor.leave()
        elif not self._is_drawing:
            self._editor.move(at, self.reach_mm, ends_only=self._pencil.has_tool)
        if not self._editor.is_moving:
            self._pencil.move(at)
        self.pointed.emit(at.point_mm)

    def _let_go(self, event: QMouseEvent) -> None:
        if self._editor.is_moving:
            self._editor.release()
        elif self._is_drawing:
            self._is_drawing = False
            self._with_pointer(event, self._pencil.release)
