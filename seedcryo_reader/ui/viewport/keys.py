"""The keys of a viewport: each act of the table bound to what it does."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from seedcryo_reader.imaging.volume import Volume
from seedcryo_reader.ui.shared.actions import Acts
from seedcryo_reader.ui.viewport import wording
from seedcryo_reader.viewing import moving, presets, stacks
from seedcryo_reader.viewing.hands import ZOOM_PER_NOTCH
from seedcryo_reader.viewing.view import View

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from seedcryo_reader.ui.viewport.sketch_canvas import SketchCanvas

Change = Callable[[Volume, View], View]

_FAR: Final = 10
_SCROLLS: Final = {"slice-up": -1, "slice-down": 1, "slices-up": -_FAR, "slices-down": _FAR}
_NUDGES: Final = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}
_PRESETS: Final = 9


class Keys:
    """Actions of one viewport; the arrow keys scroll, or nudge while a drawing is held."""

    def __init__(self, viewport: "SketchCanvas", acts: Acts) -> None:
        self._viewport = viewport
        self._acts = acts
        self._while_free: list[QAction] = []
        self._while_held: list[QAction] = []
        self._bind_places()
        self._bind_looks()
        self._bind_presets()
        self._bind_drawing()
        self.hold(is_held=False)

    def hold(self, *, is_held: bool) -> None:
        """Give the arrow keys to the chosen drawing, or back to the slices."""
        for action in self._while_free:
            action.setEnabled(not is_held)
        for action in self._while_held:
            action.setEnabled(is_held)

    def _bind_places(self) -> None:
        viewport = self._viewport
        for act, steps in _SCROLLS.items():
            action = self._acts.bind(viewport, act, partial(viewport.step, steps))
            if act in {"slice-up", "slice-down"}:
                self._while_free.append(action)
        self._acts.bind(viewport, "first-slice", lambda: viewport.go_to(0))
        self._acts.bind(viewport, "last-slice", lambda: self._change(_last))
        self._acts.bind(viewport, "cine", viewport.cine.toggle)
        self._acts.bind(viewport, "cine-faster", viewport.cine.faster)
        self._acts.bind(viewport, "cine-slower", viewport.cine.slower)

    def _bind_looks(self) -> None:
        viewport = self._viewport
        changes: dict[str, Change] = {
            "fit": lambda volume, view: moving.fit(volume, view, viewport.canvas),
            "one-to-one": lambda volume, view: moving.one_to_one(volume, view, viewport.devicePixelRatioF()),
            "zoom-in": lambda volume, view: self._zoomed(volume, view, ZOOM_PER_NOTCH),
            "zoom-out": lambda volume, view: self._zoomed(volume, view, 1 / ZOOM_PER_NOTCH),
            "invert": lambda _volume, view: moving.invert(view),
            "smooth": lambda _volume, view: moving.with_smooth(view, not view.smooth),
            "reformat": lambda volume, view: moving.turn_to(volume, view, moving.next_orientation(view.orientation)),
            "slab-thicker": lambda volume, view: _slab(volume, view, 1),
            "slab-thinner": lambda volume, view: _slab(volume, view, -1),
        }
        for act, change in changes.items():
            self._acts.bind(viewport, act, partial(self._change, change))

    def _bind_presets(self) -> None:
        self._acts.bind(self._viewport, "window-default", self._first_window)
        for number in range(1, _PRESETS + 1):
            self._acts.bind(self._viewport, f"window-{number}", partial(self._preset, number))

    def _bind_drawing(self) -> None:
        viewport = self._viewport
        self._acts.bind(viewport, "finish", viewport.finish_drawing)
        self._acts.bind(viewport, "put-away", viewport.cancel_drawing)
        self._while_held.append(self._acts.bind(viewport, "delete", viewport.delete_chosen))
        for where, (right, down) in _NUDGES.items():
            for act, far in ((f"nudge-{where}", False), (f"far-{where}", True)):
                slot = partial(viewport.nudge, right, down, far=far)
                self._while_held.append(self._acts.bind(viewport, act, slot))

    def _change(self, change: Change) -> None:
        volume, view = self._viewport.volume, self._viewport.view
        if volume is not None and view is not None:
            self._viewport.go(change(volume, view))

    def _zoomed(self, volume: Volume, view: View, factor: float) -> View:
        size = self._viewport.canvas
        return moving.zoom(volume, view, factor, (size[0] / 2, size[1] / 2), size)

    def _first_window(self) -> None:
        modality = self._viewport.modality
        self._change(lambda volume, view: moving.with_window(view, presets.first_window(volume, modality)))

    def _preset(self, number: int) -> None:
        chosen = next((one for one in presets.choices(self._viewport.modality) if one.number == number), None)
        if chosen is None:
            if self._viewport.volume is not None:
                self._viewport.refused.emit(wording.tr("These images have no window {0}.").format(number))
            return
        self._change(lambda volume, view: moving.with_window(view, presets.preset_window(volume, chosen.preset)))


def _last(volume: Volume, view: View) -> View:
    return moving.go_to(volume, view, moving.travel(volume, view).count - 1)


def _slab(volume: Volume, view: View, steps: int) -> View:
    """One slice more or less, from the plane alone upwards."""
    step = stacks.slice_gap_mm(volume)
    return moving.with_slab(view, step * max(round(view.slab_mm / step) + steps, 0))
