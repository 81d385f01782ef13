from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QTableWidget
from ui.station.fakes import CASES, FakeSeat

from seedcryo_reader.domain.errors import EnvironmentFailure
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.lifecycle import State
from seedcryo_reader.ui.shared.actions import Acts
from seedcryo_reader.ui.shared.ports import CaseShown, ReceivedShown
from seedcryo_reader.ui.station.drop_hint import DropHint
from seedcryo_reader.ui.station.receiving import Received
from seedcryo_reader.ui.station.worklist import WorklistPage


@pytest.fixture
def shown(qtbot, background):
    def show(seat: FakeSeat) -> WorklistPage:
        page = WorklistPage(seat, background, Acts())
        page.resize(1280, 760)
        qtbot.addWidget(page)
        with qtbot.waitActive(page):
            page.show()
            page.activateWindow()
        page.refresh()
        qtbot.waitUntil(lambda: not background.is_busy)
        return page

    return show


def texts(page) -> str:
    return "\n".join(one.text() for one in page.findChildren(QLabel) if one.isVisible())


def rows(page) -> list[list[str]]:
    table = page.findChild(QTableWidget)
    return [[table.item(row, column).text() for column in range(3)] for row in range(table.rowCount())]


def visible_button(page, text: str) -> QPushButton:
    return next(one for one in page.findChildren(QPushButton) if one.text() == text and one.isVisible())


def test_cases_are_told_by_number_state_and_what_was_read(shown) -> None:
    page = shown(FakeSeat())
    assert rows(page) == [
        ["C-0007", "signed", "5"],
        ["C-0013", "waits", "2"],
        ["C-0042", "in progress, TP1 open", "1"],
        ["C-0058", "not begun", ""],
        ["C-0061", "all read: to be signed", "4"],
    ]
    assert "1 of 5 signed" in texts(page)


def test_the_next_case_is_the_first_that_is_ready(qtbot, shown) -> None:
    page = shown(FakeSeat())
    assert "C-0042 · in progress, TP1 open" in texts(page)
    with qtbot.waitSignal(page.opened) as signal:
        qtbot.mouseClick(visible_button(page, "Next case"), Qt.MouseButton.LeftButton)
    assert signal.args == ["C-0042"]
    with qtbot.waitSignal(page.opened):
        qtbot.keyClick(page.windowHandle(), Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)


def test_enter_opens_the_chosen_case_and_a_signed_one_stays_closed(qtbot, shown) -> None:
    page = shown(FakeSeat())
    window = page.windowHandle()
    qtbot.keyClick(window, Qt.Key.Key_Down)  # from the next case, which is chosen first
    with qtbot.waitSignal(page.opened) as signal:
        qtbot.keyClick(window, Qt.Key.Key_Return)
    assert signal.args == ["C-0058"]
    qtbot.keyClick(window, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    with qtbot.assertNotEmitted(page.opened):
        qtbot.keyClick(window, Qt.Key.Key_Return)
    assert "C-0007 is signed" in page.banner.text


def test_a_double_click_opens_a_case(qtbot, shown) -> None:
    page = shown(FakeSeat())
    table = page.findChild(QTableWidget)
    at = table.visualItemRect(table.item(4, 1)).center()
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    with qtbot.waitSignal(page.opened) as signal:
        qtbot.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert signal.args == ["C-0061"]


def test_an_empty_list_says_how_to_receive(shown) -> None:
    page = shown(FakeSeat(shown=()))
    assert "No case yet" in texts(page)
    assert "Drop the files" in texts(page)
    assert not visible_button(page, "Next case").isEnabled()


def test_before_the_list_is_known_nothing_is_said_of_it(qtbot, background) -> None:
    page = WorklistPage(FakeSeat(shown=()), background, Acts())
    qtbot.addWidget(page)
    with qtbot.waitExposed(page):
        page.show()
    assert texts(page).split() == ["Worklist"]
    assert not visible_button(page, "Next case").isEnabled()
    page.refresh()
    qtbot.waitUntil(lambda: "No case yet" in texts(page))


@pytest.mark.parametrize(
    ("case", "said"),
    [
        (CASES[0], "Every case here is signed."),
        (CASES[1], "Nothing can be read now."),
    ],
)
def test_waiting_and_finished_are_said(shown, case: CaseShown, said: str) -> None:
    page = shown(FakeSeat(shown=(case,)))
    assert said in texts(page)
    assert not visible_button(page, "Next case").isEnabled()


def test_a_waiting_case_looks_alike_whether_more_will_come_or_not(shown) -> None:
    page = shown(FakeSeat())
    waiting = CaseShown("C-0001", State.WAITING, 1, 3, None, ready=False)
    assert page.state_words(waiting) == "waits"


def test_a_list_that_cannot_be_read_can_be_tried_again(qtbot, shown, background) -> None:
    page = shown(FakeSeat(fails=[EnvironmentFailure("The disk is full.")]))
    assert page.banner.text == "The disk is full."
    qtbot.mouseClick(visible_button(page, "Try again"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not background.is_busy)
    assert not page.banner.isVisible()
    assert len(rows(page)) == len(CASES)


def test_a_clock_that_was_set_back_is_told(shown) -> None:
    page = shown(FakeSeat(notices=(Finding("clock-set-back", "The clock was set back by 2 hours."),)))
    assert "set back by 2 hours" in page.banner.text


def dragged(*files: Path) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    return mime


def drag_over(page, *files: Path) -> None:
    mime = dragged(*files)
    for_all = (Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    entering = QDragEnterEvent(QPoint(50, 50), *for_all)
    QApplication.sendEvent(page, entering)
    assert entering.isAccepted()


def drop(page, *files: Path) -> None:
    drag_over(page, *files)
    mime = dragged(*files)
    for_all = (Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(page, QDropEvent(QPointF(50, 50), *for_all))


def test_dropped_files_are_received_and_each_outcome_is_told(qtbot, shown, background, tmp_path) -> None:
    wrong = Finding("changed", "b.seedcase was changed on its way.")
    seat = FakeSeat(
        outcomes=(
            ReceivedShown("a.seedcase", "received", "C-0042", ()),
            ReceivedShown("c.seedcase", "already here", "C-0042", ()),
            ReceivedShown("b.seedcase", "refused", None, (wrong,)),
        )
    )
    page = shown(seat)
    with qtbot.waitSignal(page.receiving.received):
        drop(page, tmp_path / "a.seedcase", tmp_path / "b.seedcase")
    qtbot.waitUntil(lambda: not background.is_busy)
    assert [file.name for file in seat.got] == ["a.seedcase", "b.seedcase"]
    told = page.findChild(Received)
    assert "One file was refused." in texts(told)
    assert "C-0042 · received" in texts(told)
    assert "b.seedcase · refused" in texts(told)
    assert "b.seedcase was changed on its way." in texts(told)
    qtbot.keyClick(told, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: page.findChild(Received) is None)


def test_how_many_parts_a_case_has_is_not_told(qtbot) -> None:
    outcomes = [ReceivedShown(f"C-0042.p{n}.seedcase", "received", "C-0042", ()) for n in range(6)]
    told = Received([*outcomes, ReceivedShown("C-0001.p0.seedcase", "already here", "C-0001", ())])
    qtbot.addWidget(told)
    told.show()
    assert texts(told).splitlines() == ["Everything is here.", "C-0001 · was here already", "C-0042 · received"]


def test_a_page_says_that_files_can_be_dropped_while_they_are_over_it(qtbot, shown, tmp_path) -> None:
    page = shown(FakeSeat())
    (hint,) = page.findChildren(DropHint)
    drag_over(page, tmp_path)
    assert hint.isVisible()
    assert hint.geometry() == page.rect()
    QApplication.sendEvent(page, QDragLeaveEvent())
    assert not hint.isVisible()
    drop(page, tmp_path)
    assert not hint.isVisible()


def test_receiving_says_how_far_it_is_and_is_cancelled(qtbot, shown, background, tmp_path) -> None:
    def slow(watch) -> None:
        while not watch.cancelled():
            Event().wait(0.001)

    page = shown(FakeSeat(during=slow))
    drop(page, tmp_path)
    qtbot.waitUntil(lambda: "1 of 2, 5 of 20 MB" in texts(page))
    qtbot.mouseClick(visible_button(page, "Cancel"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not background.is_busy)
    assert not page.banner.isVisible()
    assert page.findChild(Received) is None


ELSEWHERE = CaseShown("C-0058", State.IN_PROGRESS, 1, 1, "TP1", ready=False, taken_away=True)
ALLOWED = CaseShown(
    "C-0007", State.SIGNED, 1, 5, None, ready=False, allowed="The centre allows TP2 to be read again: wrong series."
)


def test_a_case_that_somebody_else_reads_stays_listed_and_cannot_be_opened(qtbot, shown) -> None:
    page = shown(FakeSeat(shown=(ELSEWHERE,)))
    assert rows(page) == [["C-0058", "read by somebody else now", ""]]
    with qtbot.assertNotEmitted(page.opened):
        qtbot.keyClick(page.findChild(QTableWidget), Qt.Key.Key_Return)
    assert "is not sent" in page.banner.text


class LeaveSeat(FakeSeat):
    went_back: tuple[str, ...] = ()
    trouble: Exception | None = None

    def go_back(self, case_number: str) -> None:
        if self.trouble is not None:
            raise self.trouble
        self.went_back = (*self.went_back, case_number)


@pytest.fixture
def answered(monkeypatch):
    """Answers the question whether to read again."""
    asked: list[str] = []

    def answer(said: bool) -> list[str]:
        def confirm(_parent, _title, question, _ok) -> bool:
            asked.append(question)
            return said

        monkeypatch.setattr("seedcryo_reader.ui.station.worklist.confirm", confirm)
        return asked

    return answer


def test_a_leave_of_the_centre_opens_even_a_signed_case_again(qtbot, shown, answered) -> None:
    asked, seat = answered(True), LeaveSeat(shown=(ALLOWED,))
    page = shown(seat)
    assert rows(page)[0][1] == "may be read again"
    with qtbot.waitSignal(page.opened) as signal:
        qtbot.mouseClick(visible_button(page, "Next case"), Qt.MouseButton.LeftButton)
    assert signal.args == ["C-0007"]
    assert seat.went_back == ("C-0007",)
    assert asked == [ALLOWED.allowed]


def test_whoever_does_not_want_to_keeps_the_leave(qtbot, shown, answered) -> None:
    answered(False)
    seat = LeaveSeat(shown=(ALLOWED,))
    page = shown(seat)
    with qtbot.assertNotEmitted(page.opened):
        qtbot.mouseClick(visible_button(page, "Next case"), Qt.MouseButton.LeftButton)
    assert seat.went_back == ()


def test_a_read_that_is_not_signed_goes_on_without_the_leave(qtbot, shown, answered) -> None:
    answered(False)
    begun = CaseShown("C-0042", State.IN_PROGRESS, 1, 2, "TP1", ready=True, allowed=ALLOWED.allowed)
    page = shown(LeaveSeat(shown=(begun,)))
    with qtbot.waitSignal(page.opened):
        qtbot.mouseClick(visible_button(page, "Next case"), Qt.MouseButton.LeftButton)


def test_a_leave_that_does_not_count_is_told(qtbot, shown, answered) -> None:
    answered(True)
    seat = LeaveSeat(shown=(ALLOWED,))
    seat.trouble = EnvironmentFailure("No room for the images.")
    page = shown(seat)
    qtbot.mouseClick(visible_button(page, "Next case"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "No room" in page.banner.text)
