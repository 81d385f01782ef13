import re

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import QApplication

from seedcryo_reader.app.paths import resources
from seedcryo_reader.ui.shared.actions import ACTS
from seedcryo_reader.ui.shared.icons import OF_ACTS, Icons
from seedcryo_reader.ui.shared.theme import COLOURS

FOLDER = resources() / "icons"


def test_icons_are_drawn_in_the_colour_that_is_asked_for(dressed: QApplication) -> None:
    icon = Icons(FOLDER).icon("square", COLOURS.accent)
    for pixels in (16, 40):
        picture = icon.pixmap(QSize(pixels, pixels), 1.0).toImage()
        middle = picture.pixelColor(pixels // 2, round(pixels * 3 / 24))  # on the upper stroke
        assert middle.name() == COLOURS.accent
        assert picture.pixelColor(pixels // 2, pixels // 2).alpha() == 0


def test_what_cannot_be_done_is_muted(dressed: QApplication) -> None:
    icon = Icons(FOLDER).icon("square")
    picture = icon.pixmap(QSize(16, 16), 1.0, QIcon.Mode.Disabled).toImage()
    assert abs(picture.pixelColor(8, 2).lightness() - QColor(COLOURS.line).lightness()) < 5


def test_every_icon_of_an_act_is_there() -> None:
    assert set(OF_ACTS) <= set(ACTS)
    for name in OF_ACTS.values():
        assert 'stroke="currentColor"' in (FOLDER / f"{name}.svg").read_text("utf-8")


def test_an_unknown_icon_is_told(dressed: QApplication) -> None:
    with pytest.raises(FileNotFoundError):
        Icons(FOLDER).icon("no such icon")


def test_marks_of_controls_have_the_colours_of_the_theme() -> None:
    files = sorted((FOLDER / "controls").glob("*.svg"))
    strokes = {match for file in files for match in re.findall(r'stroke="(#\w+)"', file.read_text("utf-8"))}
    assert {QColor(stroke).name() for stroke in strokes} == {COLOURS.background, COLOURS.muted}
