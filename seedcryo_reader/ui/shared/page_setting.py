"""How a page of the manual is set: Qt reads Markdown, but leaves no room between paragraphs and names no heading."""

import re
from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import (
    QBrush,
    QColor,
    QImage,
    QPixmap,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFragment,
    QTextFrame,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
)

from seedcryo_reader.ui.shared.theme import COLOURS, SPACING, TYPE

_LINE: Final = 140
"""Height of a line, percent of its type."""


def set_page(document: QTextDocument, width: int, ratio: float) -> None:
    """Give a page that was read from Markdown its type, distances, tables, and anchors at its headings.

    Parameters
    ----------
    document : QTextDocument
    width : int
        How wide a picture may be, logical pixels; a wider one is made smaller.
    ratio : float
        Pixels of the screen to a logical one.
    """
    block = document.begin()
    while block.isValid():
        _set_block(block)
        for fragment in _fragments(block):
            _set_fragment(block, fragment)
            if fragment.charFormat().isImageFormat():
                _fit(document, fragment.charFormat().toImageFormat().name(), width, ratio)
        block = block.next()
    for table in _tables(document.rootFrame()):
        _set_table(table)


def slug(heading: str) -> str:
    """The name that links call a heading by, as code hosts make it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def _set_block(block: QTextBlock) -> None:
    cursor = QTextCursor(block)
    form, level = QTextBlockFormat(block.blockFormat()), block.blockFormat().headingLevel()
    in_table = cursor.currentTable() is not None
    if not any(one.charFormat().isImageFormat() for one in _fragments(block)):
        form.setLineHeight(_LINE, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    close = in_table or block.textList() is not None
    form.setTopMargin(SPACING.page if level > 1 else 0 if in_table else SPACING.small)
    form.setBottomMargin(0 if in_table else SPACING.small if close else SPACING.medium)
    cursor.setBlockFormat(form)
    if level:
        cursor.select(QTextCursor.SelectionType.BlockUnderCursor)
        named = QTextCharFormat()
        named.setAnchor(True)
        named.setAnchorNames([slug(block.text())])
        named.setProperty(QTextFormat.Property.FontPixelSize, TYPE.large if level == 1 else TYPE.title)
        named.clearProperty(QTextFormat.Property.FontSizeAdjustment)
        cursor.mergeCharFormat(named)


def _set_fragment(block: QTextBlock, fragment: QTextFragment) -> None:
    form = fragment.charFormat()
    cursor = QTextCursor(block)
    cursor.setPosition(fragment.position())
    cursor.setPosition(fragment.position() + fragment.length(), QTextCursor.MoveMode.KeepAnchor)
    if form.isImageFormat():
        picture = form.toImageFormat()
        picture.setMaximumWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        cursor.setCharFormat(picture)
    elif form.fontFixedPitch():
        key = QTextCharFormat(form)
        for one in (QTextFormat.Property.FontFamilies, QTextFormat.Property.FontFixedPitch):
            key.clearProperty(one)
        key.setBackground(QBrush(QColor(COLOURS.line)))
        cursor.setCharFormat(key)


def _fit(document: QTextDocument, name: str, width: int, ratio: float) -> None:
    """Qt makes pictures smaller without smoothing: letters in them would break."""
    kind, url = QTextDocument.ResourceType.ImageResource.value, document.baseUrl().resolved(QUrl(name))
    image = document.resource(kind, url)
    if isinstance(image, QPixmap):
        image = image.toImage()
    if not isinstance(image, QImage) or image.isNull():
        return
    pixels = min(image.width(), round(width * ratio))
    fitting = image.scaledToWidth(pixels, Qt.TransformationMode.SmoothTransformation)
    fitting.setDevicePixelRatio(max(1.0, pixels / width))
    document.addResource(kind, url, fitting)


def _set_table(table: QTextTable) -> None:
    form = table.format()
    form.setBorder(1)
    form.setBorderCollapse(True)
    form.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    form.setBorderBrush(QBrush(QColor(COLOURS.line)))
    form.setCellPadding(SPACING.small + 1)
    form.setCellSpacing(0)
    form.setTopMargin(SPACING.medium)
    form.setBottomMargin(SPACING.large)
    form.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    table.setFormat(form)


def _tables(frame: QTextFrame) -> Iterator[QTextTable]:
    for child in frame.childFrames():
        if isinstance(child, QTextTable):
            yield child
        yield from _tables(child)


def _fragments(block: QTextBlock) -> list[QTextFragment]:
    """All of them before any is changed: a change makes others."""
    found, walker = [], block.begin()
    while not walker.atEnd():
        found.append(walker.fragment())
        walker += 1
    return found
