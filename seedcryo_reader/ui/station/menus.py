"""The menu bar, made of the actions that are in force."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

MENUS: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = MappingProxyType(
    {
        "Station": (
            ("next-case", "open-case", "leave-case"),
            ("next-dispute", "open-dispute", "leave-dispute"),
            ("receive-files", "receive-folder", "refresh", "refresh-wishes", "refresh-disputes", "look-again"),
            ("exchange", "enrol"),
            ("lock-screen", "sign-out", "quit"),
        ),
        "Read": (
            ("undo", "redo"),
            ("absent", "too-small", "not-evaluable", "merged", "split", "remove"),
            ("new-lesion", "timepoint-not-evaluable"),
            ("next-missing", "calls", "reveal", "lock"),
            ("query", "incidental", "erratum"),
        ),
        "Pages": (
            ("page-board", "page-accounts", "page-assign", "page-exchange", "page-double-reads", "page-agreement"),
            ("page-keys",),
        ),
        "Centre": (
            ("accept-account", "record-training", "revoke-account"),
            ("preview-draw", "assign-batch", "release-due", "compare-due"),
            ("allow-again", "replace-reader", "settle-case"),
            ("write-folder", "take-folder", "exchange-here"),
            ("search-lines", "open-line", "copy-numbers"),
        ),
        "Decide": (
            ("parting", "next-difference", "previous-difference", "everything"),
            ("choose-a", "choose-b", "choose-own", "choose-neither", "next-question", "previous-question"),
            ("reasons", "comment", "sign-decision"),
        ),
        "Tools": (("tool-bidirectional", "tool-length", "tool-ellipse", "tool-contour", "tool-point", "tool-probe"),),
        "View": (
            ("layout-one", "layout-two", "layout-four", "filmstrip"),
            ("earlier-timepoint", "later-timepoint", "next-series", "previous-series"),
            ("link", "keep-offset", "drop-offset", "register-again", "stop-registering"),
            ("crosshair", "drawings"),
            ("dispute-one", "dispute-two", "dispute-four", "dispute-earlier", "dispute-later"),
            ("dispute-link", "dispute-crosshair", "calipers", "dispute-length"),
            ("dispute-next-area", "dispute-previous-area"),
            ("sidebar", "next-area", "previous-area", "full-screen"),
        ),
        "Help": (("guide", "coordinators-guide", "adjudicators-guide", "guide-sealing", "notes", "keys"),),
    }
)
"""Menus with their groups of acts; an act that no widget on the screen does is left out, and so is an empty menu."""


def fill(bar: QMenuBar, page: QWidget, window: Iterable[QAction]) -> None:
    """Make the menus anew of what a page and the widgets inside it can do, and of the window's own acts."""
    known: dict[str, QAction] = {}
    for action in (*page.actions(), *page.findChildren(QAction), *window):
        known.setdefault(action.objectName(), action)
    for menu in bar.findChildren(QMenu):
        menu.deleteLater()
    bar.clear()
    for title, groups in MENUS.items():
        there = [[known[act_id] for act_id in group if act_id in known] for group in groups]
        if not any(there):
            continue
        menu = bar.addMenu(QCoreApplication.translate("Menus", title))
        for group in there:
            if group and not menu.isEmpty():
                menu.addSeparator()
            menu.addActions(group)
