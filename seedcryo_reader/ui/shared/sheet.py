"""The sheet of keys: the table of acts on the screen (`?`), searchable, and as a page of the manual."""

from collections.abc import Iterable
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QDialog, QLineEdit, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from seedcryo_reader.ui.shared.actions import ACTS, Act, shown
from seedcryo_reader.ui.shared.fonts import font
from seedcryo_reader.ui.shared.pieces import Tone, label
from seedcryo_reader.ui.shared.theme import SPACING, TYPE

HEADINGS: Final = MappingProxyType(
    {
        "everywhere": "Everywhere",
        "worklist": "Worklist",
        "reading": "Reading room",
        "image": "In an image",
        "caliper": "With a drawing chosen",
        "intake": "Intake",
        "coordination": "Coordinator's pages",
        "disputes": "Disputes",
        "dispute": "A dispute",
        "decision": "In the decision",
    }
)
"""What each context is called."""


class KeySheet(QDialog):
    """Acts with their keys, those of some contexts and of everywhere; typing searches names, keys and help.

    Acts of other roles are not listed: nobody needs them, and a reader's sheet is not to speak of disputes.
    """

    def __init__(self, contexts: Iterable[str] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keys"))
        self.resize(800, 640)
        self._search = QLineEdit()
        self._search.setPlaceholderText(self.tr("Search an act or a key"))
        self._search.setAccessibleName(self.tr("Search"))
        self._search.setClearButtonEnabled(True)
        self._tree = _empty_tree()
        self._tree.setHeaderLabels([self.tr("Act"), self.tr("Keys"), self.tr("What it does")])
        self._tree.setAccessibleName(self.tr("Acts"))
        self._nothing = label(self.tr("No act is called so."), Tone.MUTED)
        self._nothing.hide()
        inside = QVBoxLayout(self)
        inside.setContentsMargins(SPACING.large, SPACING.large, SPACING.large, SPACING.large)
        inside.setSpacing(SPACING.medium)
        for one in (self._search, self._nothing, self._tree):
            inside.addWidget(one)
        self._fill(list(dict.fromkeys([*contexts, "everywhere"])))
        self._search.textChanged.connect(self._narrow)
        self._search.setFocus()

    def acts_shown(self) -> list[str]:
        """The ids of the acts that the search left."""
        return [
            row.data(0, Qt.ItemDataRole.UserRole)
            for group in self._groups()
            for row in _children(group)
            if not row.isHidden()
        ]

    def _fill(self, contexts: list[str]) -> None:
        for context in contexts:
            group = QTreeWidgetItem(self._tree, [QCoreApplication.translate("Acts", HEADINGS[context])])
            group.setFlags(Qt.ItemFlag.ItemIsEnabled)
            group.setFirstColumnSpanned(True)
            group.setFont(0, font(TYPE.body, QFont.Weight.DemiBold))
            for act in _of(ACTS.values(), context):
                name, text = (QCoreApplication.translate("Acts", one) for one in (act.name, act.help))
                row = QTreeWidgetItem(group, [name, ", ".join(map(shown, act.keys)), text])
                row.setData(0, Qt.ItemDataRole.UserRole, act.id)
            group.setExpanded(True)

    def _narrow(self, text: str) -> None:
        words = text.casefold().split()
        for group in self._groups():
            rows = _children(group)
            for row in rows:
                said = " ".join(row.text(column) for column in range(3)).casefold()
                row.setHidden(not all(word in said for word in words))
            group.setHidden(all(row.isHidden() for row in rows))
        self._nothing.setVisible(not self.acts_shown())

    def _groups(self) -> list[QTreeWidgetItem]:
        return _children(self._tree.invisibleRootItem())


def manual_table(acts: Iterable[Act]) -> str:
    """The acts as a page of the manual, in Markdown."""
    said = "Every act of the station, as the sheet (`?`) shows it. In a text field, letters and digits are text."
    page = ["# Keys", "", said, ""]
    known = list(acts)
    for context, heading in HEADINGS.items():
        page += [f"## {heading}", "", "| Act | Keys | |", "|---|---|---|"]
        for act in _of(known, context):
            keys = ", ".join(f"`{key}`" for key in act.keys)
            page.append(f"| {act.name} | {keys} | {act.help} |")
        page.append("")
    return "\n".join(page)


def _of(acts: Iterable[Act], context: str) -> list[Act]:
    return [act for act in acts if act.context == context]


def _children(item: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    return [child for row in range(item.childCount()) if (child := item.child(row)) is not None]


def _empty_tree() -> QTreeWidget:
    tree = QTreeWidget()
    tree.setColumnWidth(0, 200)
    tree.setColumnWidth(1, 130)
    tree.setRootIsDecorated(False)
    tree.setItemsExpandable(False)
    tree.setIndentation(SPACING.medium)
    return tree
