"""The reader's guide on the screen."""

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QDialog, QTextBrowser, QVBoxLayout, QWidget

from seedcryo_reader.ui.shared.theme import SPACING, TYPE


class Guide(QDialog):
    """A page of the manual, with its pictures; links to other pages of the folder are followed."""

    def __init__(self, page: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Reader's guide"))
        self.resize(860, 700)
        self._browser = QTextBrowser()
        self._browser.setSearchPaths([str(page.parent)])
        self._browser.document().setDefaultStyleSheet(f"h1, h2, h3 {{ margin-top: {TYPE.large}px; }}")
        self._browser.document().setDocumentMargin(SPACING.page)
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
