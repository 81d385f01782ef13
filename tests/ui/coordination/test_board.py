from dataclasses import replace
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QPushButton
from ui.coordination.conftest import Hands, click
from ui.coordination.fake_desk import KEYS, PROTOCOL, FakeDesk, case, new_study, study

from seedcryo_reader.domain.errors import EnvironmentFailure
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.ui.coordination.board.tile import Tile
from seedcryo_reader.ui.coordination.lines import LinesView
from seedcryo_reader.ui.coordination.shown.cases import CaseLine, ReadLine
from seedcryo_reader.ui.coordination.today import MOST_REMARKS


def table(at: Hands) -> LinesView[CaseLine]:
    return at.named(LinesView, "Cases")


def numbers(at: Hands) -> list[str]:
    return [one.case_number for one in table(at).lines.lines]


def row(at: Hands, k: int) -> list[str]:
    model = table(at).model()
    return [model.data(model.index(k, column)) for column in range(model.columnCount())]


def test_a_case_is_told_from_its_parts_to_the_accepted_read(hands) -> None:
    at = hands()
    assert row(at, 0) == [
        "C-0001", "6 ✓", "1", "6 / 6", "signed v1 · reader-a", "signed v1 · reader-b", "= concordant", "reader-a",
    ]  # fmt: skip
    assert row(at, 7)[1:7] == ["3 …", "2", "3 / 3", "3 locked · reader-a", "3 locked · reader-b", ""]
    assert row(at, 10) == ["C-0011", "4 ✓", "–", "–", "–", "–", "", ""]


def test_a_hidden_repeat_and_a_read_done_again_are_marked(hands) -> None:
    again = ReadLine("reader-a", 1, 1, is_again=True)
    line = CaseLine("C-0815", 2, 2, is_closed=True, batch=2, reads=(again,), is_repeat=True)
    at = hands(FakeDesk(replace(study(0), cases=(line,))))
    assert row(at, 0)[0] == "C-0815 ↻"
    assert row(at, 0)[4:6] == ["v2 again · reader-a", "–"]


def test_a_tile_shows_its_cases_and_the_search_narrows_them(qtbot, hands) -> None:
    at = hands(FakeDesk(study(60)))
    disputed = next(one for one in at.home.findChildren(Tile) if one.accessibleName().endswith("disputed"))
    qtbot.mouseClick(disputed, Qt.MouseButton.LeftButton)
    assert len(numbers(at)) == disputed.number == 10
    assert f"{disputed.number} of 60 cases" in at.texts()
    at.ctrl(Qt.Key.Key_F)
    search = at.home.window().focusWidget()
    assert isinstance(search, QLineEdit)
    qtbot.keyClicks(search, "c-0014")
    assert numbers(at) == ["C-0014"]
    qtbot.keyClicks(search, "x")
    assert numbers(at) == []
    search.clear()
    assert len(numbers(at)) == 10


def test_ten_thousand_cases_are_listed_sorted_and_searched(qtbot, hands) -> None:
    at = hands(FakeDesk(study(10_000)))
    assert len(numbers(at)) == 10_000
    table(at).sortByColumn(2, Qt.SortOrder.DescendingOrder)
    assert [one.batch for one in table(at).lines.lines][:1] == [2]
    table(at).sortByColumn(-1, Qt.SortOrder.AscendingOrder)
    assert numbers(at)[:2] == ["C-0001", "C-0002"]
    search = at.named(QLineEdit, "Search")
    search.setText("C-10000")
    assert numbers(at) == ["C-10000"]


def test_the_chosen_case_stays_chosen_when_everything_is_looked_at_again(hands) -> None:
    at = hands()
    table(at).choose("C-0007")
    at.key(Qt.Key.Key_F5)
    assert table(at).line.case_number == "C-0007"
    at.desk.shown = study(3)
    at.key(Qt.Key.Key_F5)
    assert table(at).line.case_number == "C-0001"


def test_an_incidental_finding_is_loud_until_it_was_handled(qtbot, hands) -> None:
    at = hands()
    assert "Incidental finding in C-0012 at TP1" in at.texts()

    def handle(dialog) -> None:
        assert "Filling defect" in at.texts(dialog)
        assert not at.button("Mark as handled", dialog).isEnabled()
        qtbot.keyClicks(dialog.findChild(QPlainTextEdit), "Called the site, Dr Lee.")
        click(qtbot, dialog, "Mark as handled")

    at.answer(handle, lambda: qtbot.mouseClick(at.button("Open"), Qt.MouseButton.LeftButton))
    assert at.desk.done == [("handle", "bb" * 32, "Called the site, Dr Lee.")]
    assert "Incidental finding in" not in at.texts()


def test_a_query_is_sent_on_to_intake(qtbot, hands) -> None:
    at = hands()
    at.answer(
        lambda dialog: click(qtbot, dialog, "Send on to intake"),
        lambda: qtbot.mouseClick(at.button("Image query: C-0007 TP2, 3 days"), Qt.MouseButton.LeftButton),
    )
    assert at.desk.done == [("forward", "aa" * 32)]
    assert "goes on to intake" in at.told[-1]


@pytest.mark.parametrize(
    ("intake", "words"),
    [("", "sent on to intake, no receipt yet"), ("2026-11-21", "with intake since 2026-11-21")],
)
def test_a_query_that_was_sent_on_stays_until_it_is_handled(qtbot, hands, intake, words) -> None:
    shown = study()
    notes = tuple(replace(one, intake=intake) if one.case_number == "C-0007" else one for one in shown.notes)
    at = hands(FakeDesk(replace(shown, notes=notes)))

    def handle(dialog) -> None:
        assert f"{words[0].upper()}{words[1:]}." in at.texts(dialog)
        assert not [one for one in dialog.findChildren(QPushButton) if "intake" in one.text()]
        qtbot.keyClicks(dialog.findChild(QPlainTextEdit), "A new part came.")
        click(qtbot, dialog, "Mark as handled")

    line = f"Image query: C-0007 TP2, {words}"
    at.answer(handle, lambda: qtbot.mouseClick(at.button(line), Qt.MouseButton.LeftButton))
    assert at.desk.done == [("handle", "aa" * 32, "A new part came.")]


def test_a_protocol_that_does_not_say_how_double_reads_go_is_told_on_the_first_page(hands) -> None:
    lacking = replace(PROTOCOL, lacks=("design", "adjudication"))
    at = hands(FakeDesk(replace(new_study(), protocols=(lacking,))))
    assert "Protocol seed-cryo/1.0 does not say how double reads go ([design], [adjudication])." in at.texts()
    at.desk.shown = replace(at.desk.shown, protocols=(lacking, PROTOCOL))
    at.key(Qt.Key.Key_F5)
    assert "does not say" not in at.texts()


def test_a_second_coordinator_reads_what_the_account_is_for(hands) -> None:
    at = hands(FakeDesk(new_study()))
    assert "this account approves" in table(at).nothing
    at.desk.shown = replace(new_study(), keys=KEYS)
    at.key(Qt.Key.Key_F5)
    assert table(at).nothing == "No case yet. Follow the list here."


def test_what_is_due_is_released_and_what_stood_against_it_is_said(hands) -> None:
    at = hands(FakeDesk(findings=(Finding("part-missing", "C-0012: a part is not on the shelf."),)))
    at.ctrl(Qt.Key.Key_R)
    assert at.desk.done == [("release",)]
    assert at.told == ["Cases released: 2. Their parts go out with the next exchange."]
    assert at.home.banner.text == "C-0012: a part is not on the shelf."


def test_long_work_is_covered_and_can_be_cancelled(qtbot, hands) -> None:
    at = hands()
    page = at.home.page
    at.desk.during = until_stopped
    qtbot.mouseClick(at.button("Compare what is due (1)"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: any(one.text() == "Cancel" and one.isVisible() for one in page.findChildren(QPushButton)))
    qtbot.mouseClick(at.button("Cancel"), Qt.MouseButton.LeftButton)
    at.settle()
    assert at.desk.done == []
    assert at.told == ["Stopped. What was done by then is kept."]


def until_stopped(watch) -> None:
    pause = Event()
    while not watch.cancelled():
        pause.wait(0.005)


def test_what_was_said_of_one_thing_goes_when_the_next_one_begins(hands) -> None:
    at = hands()
    at.ctrl(Qt.Key.Key_R)
    assert at.status.startswith("Cases released: 2.")
    at.desk.fails = [EnvironmentFailure("The disk is full.")]
    at.press("Compare what is due (1)")
    assert at.status == ""


def test_trouble_is_said_on_the_page(hands) -> None:
    at = hands(FakeDesk(fails=[EnvironmentFailure("The disk is full.")]))
    at.press("Compare what is due (1)")
    assert at.home.banner.text == "The disk is full."


def test_nothing_is_released_where_nothing_is_due(hands) -> None:
    at = hands(FakeDesk(replace(study(), cases=(case(0),))))
    assert not at.button("Release what is due").isEnabled()
    at.ctrl(Qt.Key.Key_R)
    assert at.desk.done == []


def test_enter_leads_to_where_the_case_is_worked_at(hands) -> None:
    at = hands()
    table(at).choose("C-0003")
    at.key(Qt.Key.Key_Return)
    assert at.texts().startswith("Double reads")
    at.go(1)
    table(at).choose("C-0011")
    at.key(Qt.Key.Key_Return)
    assert at.texts().startswith("Assign")
    at.go(1)
    table(at).choose("C-0007")
    at.key(Qt.Key.Key_Return)
    assert at.told[-1].startswith("C-0007: 3 of 3 parts released.")


def test_each_line_of_what_needs_somebody_leads_there(hands) -> None:
    at = hands()
    for text, title in (
        ("Training expired: reader-c", "Accounts"),
        ("To assign: 1", "Assign"),
        ("With the adjudicators: 1; the oldest is C-0002, opened 21 days ago", "Double reads"),
        ("Nothing from reader-b for 13 days; unanswered: 12", "Exchange"),
    ):
        at.go(1)
        at.press(text)
        assert at.texts().startswith(title)
    at.go(1)
    at.press("To compare: 1")
    assert at.desk.done == [("compare",)]
    at.press("To release: 1")
    assert at.desk.done[-1] == ("release",)


def test_a_remark_leads_to_its_case_whatever_was_searched_for(qtbot, hands) -> None:
    held = "C-0004: version 1 by reader-a was signed twice with other contents (aa, bb). Ask the reader."
    stray = "C-9999: version 1 by reader-a came, but the case was never assigned to that reader. It is not used."
    remarks = (Finding("two-contents", held), Finding("stray-read", stray))
    at = hands(FakeDesk(replace(study(), remarks=remarks)))
    at.ctrl(Qt.Key.Key_F)
    qtbot.keyClicks(at.home.window().focusWidget(), "C-0001")
    at.press(held)
    assert (table(at).line.case_number, table(at).hasFocus(), at.told) == ("C-0004", True, [])
    assert at.button("Allow reading again…").isEnabled()
    at.press(stray)
    assert at.status.startswith("That case is not on the board")


def test_remarks_that_have_no_line_are_counted(hands) -> None:
    remarks = tuple(Finding("reader-gone", f"C-{number:04}: gone.") for number in range(MOST_REMARKS + 2))
    at = hands(FakeDesk(replace(study(), remarks=remarks)))
    assert "And 2 more to look into." in at.texts()


def test_an_empty_board_says_what_to_do(hands) -> None:
    at = hands(FakeDesk(new_study()))
    assert numbers(at) == []
    assert "First things first" in at.texts()
    at.press("4.  Take in the sealed parts from intake")
    assert at.texts().startswith("Exchange")
