"""The reader's guide on the screen."""

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QShowEvent, QTextDocument
from PySide6.QtWidgets import QDialog, QTextBrowser, QVBoxLayout, QWidget

from seedcryo_reader.ui.shared.page_setting import set_page
from seedcryo_reader.ui.shared.theme import SPACING


class Guide(QDialog):
    """A page of the manual, with its pictures; links to headings and to other pages of the folder are followed."""

    def __init__(self, page: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Reader's guide"))
        self.resize(900, 740)
        self._browser = QTextBrowser()
        self._browser.setAccessibleName(self.windowTitle())
        self._browser.setSearchPaths([str(page.parent)])
        self._browser.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._browser.setUndoRedoEnabled(False)
        self._browser.document().setDocumentMargin(SPACING.page)
        self._browser.sourceChanged.connect(self._set)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self._browser)
        if page.is_file():
            self._browser.setSource(QUrl.fromLocalFile(str(page)), QTextDocument.ResourceType.MarkdownResource)
        else:
            self._browser.setPlainText(self.tr("The guide is missing. Install the program again."))

    @property
    def text(self) -> str:
        """What is shown, without markup."""
        return self._browser.toPlainText()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """How wide the page is, is known only now."""
        super().showEvent(event)
        self._set(self._browser.source())

    def _set(self, source: QUrl) -> None:
        """Give what was read our type; only then can a heading in it be gone to."""
        if not self.isVisible():
            return
        room = self._browser.viewport().width() - 2 * SPACING.page
        set_page(self._browser.document(), room, self.devicePixelRatioF())
        if source.hasFragment():
            self._browser.scrollToAnchor(source.fragment())
