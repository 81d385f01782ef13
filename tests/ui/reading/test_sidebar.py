"""The lists beside the images: a chosen series keeps its greys, a trouble has its sign, a click is a wish."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListWidget

from seedcryo_reader.app.paths import resources
from seedcryo_reader.ui.reading.sidebar import SeriesShown, Sidebar, TimepointShown
from seedcryo_reader.ui.shared.icons import Icons
from seedcryo_reader.ui.shared.theme import COLOURS

LEFT = Qt.MouseButton.LeftButton


def grey(level: int) -> QImage:
    picture = QImage(128, 128, QImage.Format.Format_Grayscale8)
    picture.fill(QColor(level, level, level))
    return picture


@pytest.fixture
def sidebar(qtbot) -> Sidebar:
    made = Sidebar(Icons(resources() / "icons"))
    qtbot.addWidget(made)
    made.resize(190, 600)
    made.show_timepoints((TimepointShown("TP0", "locked"), TimepointShown("TP1", "open")), "TP1")
    made.show_series(
        "TP1",
        (
            SeriesShown(1, "CT arterial", "40 × 3 mm", grey(140)),
            SeriesShown(2, "CT portal venous", "40 × 3 mm", grey(140), ("Two slices are missing.",)),
        ),
        2,
    )
    made.show()
    return made


def listed(sidebar: Sidebar, name: str) -> QListWidget:
    return next(one for one in sidebar.findChildren(QListWidget) if one.accessibleName() == name)


def colours(sidebar: Sidebar, row: int) -> set[str]:
    """Every colour in a row of the series."""
    series = listed(sidebar, "Series")
    picture = series.viewport().grab(series.visualItemRect(series.item(row))).toImage()
    return {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height())}


def test_a_chosen_series_is_marked_and_its_picture_is_as_grey_as_any(sidebar) -> None:
    series = listed(sidebar, "Series")
    middle = series.visualItemRect(series.item(1)).topLeft() + QPoint(35, 32)
    picture = series.viewport().grab().toImage()
    ratio = picture.devicePixelRatio()
    assert picture.pixelColor(round(middle.x() * ratio), round(middle.y() * ratio)).name() == "#8c8c8c"
    assert COLOURS.accent in colours(sidebar, 1)
    assert COLOURS.accent not in colours(sidebar, 0)


def test_a_trouble_has_a_sign_and_its_words(sidebar) -> None:
    assert COLOURS.warning in colours(sidebar, 1)
    assert COLOURS.warning not in colours(sidebar, 0)
    series = listed(sidebar, "Series")
    assert "Two slices are missing." in series.item(1).toolTip()
    assert "Two slices are missing." in series.item(1).data(Qt.ItemDataRole.AccessibleTextRole)


def test_a_click_says_what_the_reader_wants_to_see(qtbot, sidebar) -> None:
    series, timepoints = listed(sidebar, "Series"), listed(sidebar, "Timepoints")
    with qtbot.waitSignal(sidebar.series_chosen) as chosen:
        QTest.mouseClick(series.viewport(), LEFT, pos=series.visualItemRect(series.item(0)).center())
    assert chosen.args == ["TP1", 1]
    with qtbot.waitSignal(sidebar.timepoint_chosen) as chosen:
        QTest.mouseClick(timepoints.viewport(), LEFT, pos=timepoints.visualItemRect(timepoints.item(0)).center())
    assert chosen.args == ["TP0"]
    assert timepoints.item(0).data(Qt.ItemDataRole.AccessibleTextRole) == "TP0, locked"
