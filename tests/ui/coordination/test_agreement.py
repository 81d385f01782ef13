import csv
import io
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from ui.coordination.fake_desk import FakeDesk

from seedcryo_reader.ui.coordination.agreement.figure_card import FigureCard, as_csv
from seedcryo_reader.ui.coordination.lines import LinesView
from seedcryo_reader.ui.coordination.shown.agreement import Numbers
from seedcryo_reader.ui.shared.chart import Chart


def test_figures_are_pictures_with_their_n_and_too_few_is_said(hands) -> None:
    at = hands()
    at.go(6)
    said = at.texts()
    for text in ("120 cases that both readers signed", "n = 412 pairs in 120 cases.", "Too few: 3 pairs"):
        assert text in said
    charts = [one.accessibleName() for one in at.home.page.findChildren(Chart)]
    assert charts == [
        "Cohen's kappa",
        "Why reads differ",
        "Bland–Altman, between readers",
        "Adjudication rate over time",
    ]


def test_numbers_come_by_a_click_and_go_to_the_clipboard_as_csv(qtbot, hands) -> None:
    at = hands()
    at.go(6)
    card = at.home.page.findChildren(FigureCard)[1]
    numbers = at.button("Numbers, Why reads differ", card)
    qtbot.mouseClick(numbers, Qt.MouseButton.LeftButton)
    table = card.findChild(LinesView)
    assert table.isVisible()
    assert table.lines.lines[0] == ("new lesion", "24")
    numbers.setFocus()
    at.key(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    rows = list(csv.reader(io.StringIO(QApplication.clipboard().text())))
    assert rows[:2] == [["Cause", "n"], ["new lesion", "24"]]
    assert at.told == ["3 rows are on the clipboard."]
    qtbot.mouseClick(numbers, Qt.MouseButton.LeftButton)
    assert not table.isVisible()


def test_every_figure_can_be_reached_and_copied_without_a_mouse(qtbot, hands) -> None:
    at = hands()
    at.go(6)
    for card in at.home.page.findChildren(FigureCard):
        every = [one for one in card.findChildren(QPushButton) if one.text() in {"Numbers", "Copy as CSV"}]
        assert all(one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.accessibleName() for one in every)
        assert len(every) == 2


def test_without_reads_the_page_says_when_it_begins(hands) -> None:
    at = hands(FakeDesk(is_small=True))
    at.go(6)
    assert "it begins with the first case that two readers signed" in at.texts()


def test_it_is_worked_out_again_after_something_changed_and_when_asked(hands) -> None:
    at = hands()
    at.go(6)
    at.go(1)
    at.go(6)
    assert at.desk.done == [("agreement",)]
    at.press("Work out again")
    assert at.desk.done == [("agreement",)] * 2
    at.go(1)
    at.desk.shown = replace(at.desk.shown)
    at.key(Qt.Key.Key_F5)
    at.go(6)
    assert at.desk.done == [("agreement",)] * 3


def test_a_comma_or_a_quote_in_a_cell_stays_in_its_cell() -> None:
    table = Numbers(("a", "b"), (('say "x", twice', "1"),))
    assert list(csv.reader(io.StringIO(as_csv(table)))) == [["a", "b"], ['say "x", twice', "1"]]
