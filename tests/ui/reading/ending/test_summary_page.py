"""The summary: what stands in its cells, and where the curve is painted."""

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel
from reading.ways import signed
from ui.reading.ending.cases import closed_case

from seedcryo_reader.ui.reading.ending.summary_page import SummaryPage
from seedcryo_reader.ui.shared.theme import COLOURS


@pytest.fixture
def page(qtbot):
    made = SummaryPage(closed_case())
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    return made


def _cells(page):
    table = page.table
    return {
        table.verticalHeaderItem(row).text(): [table.item(row, k).text() for k in range(table.columnCount())]
        for row in range(table.rowCount())
    }


def test_the_table_has_every_length_and_call(page):
    assert _cells(page) == {
        "T01   liver, segment VI": ["23.4", "20.0", "not evaluable (artefact)", "30.1"],
        "T02   lymph node, paraaortic": ["16.0"] * 4,
        "Sum of diameters": ["39.4", "36.0", "16.0 · without T01", "46.1"],
        "Call T01": ["–", "no LP", "no LP, computed NE", "no LP, computed LP"],
        "Call T02": ["–", "no LP", "no LP", "no LP"],
        "Overall call": ["–", "SD", "NE", "SD, computed PD"],
    }
    assert page.table.item(3, 3).toolTip() == "the rim is smooth"


def test_only_what_stands_in_the_table_is_explained(page):
    said = [one.text() for one in page.findChildren(QLabel)]
    assert "The pointer over a call that differs shows its reason." in said
    assert not any(text.startswith("*") for text in said)


def test_no_date_stands_anywhere(page):
    names = [page.table.horizontalHeaderItem(k).text() for k in range(page.table.columnCount())]
    assert names == ["TP0", "TP1", "TP2", "TP3"]


def test_every_row_of_the_table_can_be_seen_without_scrolling_it(page):
    table = page.table
    last = table.visualItemRect(table.item(table.rowCount() - 1, 0))
    assert table.viewport().rect().contains(last)


def test_a_curve_says_its_values_nadir_and_calls_in_words_too(page):
    assert page.curves[0].accessibleName() == "T01"
    assert page.curves[0].accessibleDescription() == (
        "TP0: 23.4 mm; TP1: 20.0 mm, nadir, no LP; TP2: not evaluable (artefact), no LP; TP3: 30.1 mm, no LP"
    )


def test_steps_are_equal_and_lengths_are_to_scale_from_nought(page):
    curve = page.curves[0]
    places = [curve.point(step) for step in range(4)]
    assert places[2] is None
    assert places[1].x() - places[0].x() == pytest.approx((places[3].x() - places[0].x()) / 3)
    assert places[3].y() < places[0].y() < places[1].y()
    per_mm = (places[1].y() - places[0].y()) / 3.4
    assert (places[1].y() - places[3].y()) / 10.1 == pytest.approx(per_mm)


def test_points_are_painted_where_they_are_said_to_be_and_no_line_crosses_a_gap(page):
    curve = page.curves[0]
    picture = curve.grab().toImage()
    scale = picture.devicePixelRatio()

    def colour(x, y):
        return picture.pixelColor(round(x * scale), round(y * scale))

    first, second, last = (curve.point(step) for step in (0, 1, 3))
    assert [colour(one.x(), one.y()) for one in (first, second, last)] == [QColor(COLOURS.side_a)] * 3
    assert _near(colour((first.x() + second.x()) / 2, (first.y() + second.y()) / 2), QColor(COLOURS.side_a))
    assert not _near(colour((second.x() + last.x()) / 2, (second.y() + last.y()) / 2), QColor(COLOURS.side_a))


def _near(one, other):
    return sum(abs(a - b) for a, b in zip(one.getRgb(), other.getRgb(), strict=True)) < 60


def test_the_numbers_of_a_signed_read_are_closed(qtbot):
    page = SummaryPage(signed()[0])
    qtbot.addWidget(page)
    assert (page.table.rowCount(), page.curves) == (0, [])
