"""The keys of a dispute: every act of its table and what it does."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QApplication

from seedcryo_reader.domain.dispute import Choice
from seedcryo_reader.ui.adjudication.page import DisputePage
from seedcryo_reader.ui.adjudication.question_box import ACT_OF
from seedcryo_reader.ui.shared.actions import Acts
from seedcryo_reader.viewing.hanging import Layout

_LAYOUTS = {"dispute-one": Layout.ONE, "dispute-two": Layout.TWO, "dispute-four": Layout.FOUR}


def bind(page: DisputePage, acts: Acts) -> None:
    """Let the keys act on a page."""
    decision, compared = page.decision, page.compared
    on_page: dict[str, Callable[[], object]] = {
        **{act: partial(page.hanging.set_layout, layout) for act, layout in _LAYOUTS.items()},
        **{act: partial(decision.choose, choice) for choice, act in ACT_OF.items()},
        "parting": page.show_parting,
        "next-difference": partial(compared.step_difference, 1),
        "previous-difference": partial(compared.step_difference, -1),
        "everything": compared.toggle_everything,
        "next-question": partial(decision.step_question, 1),
        "previous-question": partial(decision.step_question, -1),
        "reasons": decision.go_to_reasons,
        "comment": decision.go_to_comment,
        "sign-decision": decision.sign_wanted.emit,
        "dispute-earlier": partial(page.hanging.step, -1),
        "dispute-later": partial(page.hanging.step, 1),
        "dispute-link": page.toggle_link,
        "dispute-crosshair": _Switch(page.comparing.set_crosshair).turn,
        "calipers": page.toggle_calipers,
        "dispute-length": page.looking.toggle,
        "dispute-next-area": partial(_step_area, page, 1),
        "dispute-previous-area": partial(_step_area, page, -1),
    }
    on_images: dict[str, Callable[[], object]] = {
        "next-lesion": partial(page.step_lesion, 1),
        "previous-lesion": partial(page.step_lesion, -1),
        "next-view": partial(_next_view, page),
        "next-series": partial(page.hanging.next_series, 1),
        "previous-series": partial(page.hanging.next_series, -1),
    }
    for act, slot in on_page.items():
        if act != ACT_OF[Choice.OWN] or Choice.OWN in page.choices:
            acts.bind(page, act, slot)
    for act, slot in on_images.items():
        acts.bind(page.grid, act, slot)


class _Switch:
    """Something that is on at first, and turned by a key."""

    def __init__(self, put: Callable[[bool], object]) -> None:
        self._put = put
        self._is_on = True

    def turn(self) -> None:
        """Turn it."""
        self._is_on = not self._is_on
        self._put(self._is_on)


def _next_view(page: DisputePage) -> None:
    viewports = page.grid.viewports
    viewports[(viewports.index(page.grid.at_hand) + 1) % len(viewports)].setFocus()


def _step_area(page: DisputePage, by: int) -> None:
    focus = QApplication.focusWidget()
    areas = page.areas
    at = next(
        (k for k, area in enumerate(areas) if focus is not None and (area is focus or area.isAncestorOf(focus))), 0
    )
    wanted = areas[(at + by) % len(areas)]
    if wanted is page.grid:
        page.grid.at_hand.setFocus()
    elif wanted is page.decision:
        page.decision.first_focus()
    else:
        wanted.setFocus()
