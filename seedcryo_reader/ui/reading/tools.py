"""The tool in hand: the same in every viewport, and kept until it is put away."""

from collections.abc import Callable, Sequence
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction

from seedcryo_reader.ui.viewport.pencil import ToolMaker
from seedcryo_reader.ui.viewport.viewport import Viewport
from seedcryo_reader.viewing.drawing import Drawn, Kind
from seedcryo_reader.viewing.tools.bidirectional import Bidirectional
from seedcryo_reader.viewing.tools.contour import Contour
from seedcryo_reader.viewing.tools.ellipse import Ellipse
from seedcryo_reader.viewing.tools.length import Length
from seedcryo_reader.viewing.tools.point import Point
from seedcryo_reader.viewing.tools.probe import Probe
from seedcryo_reader.viewing.tools.tool import Tool
from seedcryo_reader.viewing.view import Orientation, Shown


def _from_scratch(make: Callable[[Shown, Orientation], Tool]) -> ToolMaker:
    """A maker for a tool that has nothing to go on with: one press makes all of its drawing."""

    def maker(shown: Shown, orientation: Orientation, begun: Drawn | None = None, /) -> Tool:  # noqa: ARG001
        return make(shown, orientation)

    return maker


MAKERS: Final = MappingProxyType(
    {
        Kind.BIDIRECTIONAL: Bidirectional,
        Kind.LENGTH: _from_scratch(Length),
        Kind.ELLIPSE: _from_scratch(Ellipse),
        Kind.CONTOUR: Contour,
        Kind.POINT: _from_scratch(Point),
        Kind.PROBE: _from_scratch(Probe),
    }
)

_PLACES: Final = (Kind.POINT, Kind.PROBE)
"""What is put at a place by one press, on the end of a caliper too."""


class Tools(QObject):
    """Hands one tool to all viewports, and shows on the actions which one it is."""

    changed = Signal()

    def __init__(self, viewports: Sequence[Viewport], parent: QObject) -> None:
        super().__init__(parent)
        self._viewports = viewports
        self._actions: dict[Kind, QAction] = {}
        self.kind: Kind | None = None
        for one in viewports:
            one.put_away.connect(lambda: self.take(None))

    def show_on(self, actions: dict[Kind, QAction]) -> None:
        """Show the tool in hand on these actions, which take it; Esc puts it away."""
        self._actions = actions
        for kind, action in actions.items():
            action.setCheckable(True)
            action.setChecked(kind is self.kind)

    def begin_again(self) -> bool:
        """Drop what was begun in any viewport, with the tool still in hand; whether anything was."""
        begun = [one for one in self._viewports if one.has_begun]
        for one in begun:
            self._hand_to(one)
        return bool(begun)

    def take(self, kind: Kind | None) -> None:
        """Take a tool, or none."""
        if kind is not self.kind:
            self.kind = kind
            for one in self._viewports:
                self._hand_to(one)
            self.changed.emit()
        for each, action in self._actions.items():
            action.setChecked(each is self.kind)

    def _hand_to(self, viewport: Viewport) -> None:
        kind = self.kind
        viewport.set_tool(None if kind is None else MAKERS[kind], takes_ends=kind not in _PLACES)
