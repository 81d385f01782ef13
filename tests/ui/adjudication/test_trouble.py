"""Whatever goes wrong in a dispute is told, loses nothing, and leaves a way on."""

from dataclasses import replace
from threading import Event

import pytest
from adjudication.ways import dispute, log_with
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QTableWidget, QVBoxLayout, QWidget
from support.fake_desk import PASSWORD
from ui.adjudication.fakes import FakeAdjudicator
from ui.adjudication.hands import CTRL, Hands, Key, texts

from seedcryo_reader.domain.errors import Cancelled, EnvironmentFailure
from seedcryo_reader.domain.messages.adjudicator import DisputeWithdrawn
from seedcryo_reader.ui.adjudication.ending import ClosedPage, SigningPage
from seedcryo_reader.ui.adjudication.headline import Headline

FULL = EnvironmentFailure("The disk is full.")


@pytest.fixture
def hands(qtbot, at_home, background, seat):
    return Hands(qtbot, at_home(seat), background)


def raising(*_: object) -> None:
    raise FULL


def test_whoever_leaves_while_images_are_opened_waits_for_nothing(hands, seat, qtbot) -> None:
    began, stopped = Event(), []

    def slow(_case, _timepoints, watch) -> None:
        began.set()
        while not watch.cancelled():
            pass
        stopped.append(True)
        raise Cancelled

    seat.open_all = slow
    hands.press(Key.Key_N, with_=CTRL)
    qtbot.waitUntil(began.is_set)
    hands.home.room.leave()
    hands.settle()
    assert stopped == [True]
    assert hands.home.room is None


def test_whoever_cancels_the_opening_is_back_at_the_list(hands, seat) -> None:
    seat.fails.append(Cancelled())
    hands.press(Key.Key_N, with_=CTRL)
    hands.settle()
    assert hands.home.room is None
    assert hands.home.list.findChild(QTableWidget).hasFocus()


def test_a_dispute_that_turned_out_to_be_over_is_closed_when_it_is_to_be_signed_again(hands, seat) -> None:
    hands.open_next()
    hands.press(Key.Key_A, Key.Key_1)
    hands.write("Seen there.")
    hands.press(Key.Key_Return, with_=CTRL)
    hands.until(SigningPage)
    seat.log.receive(DisputeWithdrawn("1".zfill(16), "They agree."))
    hands.write(PASSWORD)
    hands.press(Key.Key_Return)
    hands.settle()
    hands.press(Key.Key_Escape)
    hands.press(Key.Key_Return, with_=CTRL)
    assert "withdrawn" in texts(hands.until(ClosedPage))
    assert seat.log.sent == []


def test_a_draft_that_cannot_be_read_is_told_and_the_dispute_opens(hands, seat, qtbot) -> None:
    seat.kept_draft = raising
    with qtbot.waitSignal(hands.home.told) as told:
        hands.open_next()
    assert told.args == ["The disk is full."]


def test_images_that_cannot_be_removed_are_told_and_the_decision_stands(hands, seat) -> None:
    seat.close_case = raising
    hands.open_next()
    told: list[str] = []
    hands.home.told.connect(told.append)
    hands.decide()
    assert told[-1] == "The disk is full."
    assert len(seat.log.sent) == 1


def test_a_dispute_whose_reads_part_nowhere_by_themselves_goes_through_the_differences(
    qtbot, at_home, background
) -> None:
    seat = FakeAdjudicator(log_with([replace(dispute(), parting=None)]))
    page = Hands(qtbot, at_home(seat), background).open_next()
    assert "part nowhere" in page.findChild(Headline).accessibleName()
    assert page.compared.chosen.parts


def test_a_double_click_opens_a_dispute_and_empty_room_opens_none(hands, seat, qtbot) -> None:
    table = hands.home.findChild(QTableWidget)
    left = Qt.MouseButton.LeftButton
    at = table.visualItemRect(table.item(1, 0)).center()
    qtbot.mouseClick(table.viewport(), left, pos=at)
    qtbot.mouseDClick(table.viewport(), left, pos=at)
    hands.looked_at()
    assert seat.opened[0][0] == "C-0002"
    hands.press(Key.Key_W, with_=CTRL)
    hands.settle()
    table.setCurrentCell(-1, -1)
    hands.press(Key.Key_Return)
    assert hands.home.room is None


def test_after_the_screen_was_locked_the_keys_go_where_they_went_before(hands, qtbot) -> None:
    page = hands.open_next()
    window, lock = QWidget(), QLineEdit()
    qtbot.addWidget(window)
    inside = QVBoxLayout(window)
    for one in (hands.home, lock):
        inside.addWidget(one)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    page.decision.go_to_comment()
    hands.home.hide()
    lock.setFocus()
    hands.home.show()
    hands.home.setFocus()
    assert page.decision.comment.hasFocus()
    hands.home.setParent(None)  # it is closed by itself
