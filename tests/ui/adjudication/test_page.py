"""A dispute on the screen: what both reads drew, where they part, and every way through it by keys."""

import pytest
from adjudication.ways import dispute, log_with
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QRadioButton, QTreeWidgetItemIterator
from ui.adjudication.fakes import FakeAdjudicator
from ui.adjudication.hands import CTRL, NONE, SHIFT, Hands, Key, button_of, texts

from seedcryo_reader.domain.dispute import Choice
from seedcryo_reader.ui.adjudication.headline import Headline
from seedcryo_reader.ui.adjudication.page import DisputePage
from seedcryo_reader.viewing.drawing import Look

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def hands(qtbot, at_home, background, seat):
    made = Hands(qtbot, at_home(seat), background)
    made.open_next()
    return made


@pytest.fixture
def page(hands) -> DisputePage:
    return hands.looked_at()


def lines(page: DisputePage) -> list[tuple[str, ...]]:
    every, found = QTreeWidgetItemIterator(page.compared), []
    while (item := every.value()) is not None:
        found.append(tuple(item.text(column) for column in range(3)))
        every += 1
    return found


def slice_of(page: DisputePage) -> float:
    return page.grid.at_hand.view.centre_mm[2]


def shown(page: DisputePage) -> list[str]:
    return [one.shown.timepoint for one in page.grid.viewports]


def looks(page: DisputePage, at: int = -1) -> list[tuple[str, Look]]:
    return [(one.item_id, one.look) for one in page.grid.viewports[at].drawings().items]


def test_it_begins_where_the_reads_first_part(page) -> None:
    assert shown(page) == ["TP1", "TP2"]
    assert slice_of(page) == pytest.approx(30)
    headline = page.findChild(Headline)
    assert headline.accessibleName() == (
        "TP2, T01: Read A 25.1 mm (LP), Read B 24.2 mm (no LP); 1 slice apart; "
        "Read A: 0.2 mm less, 24.9 mm, would no longer be LP; Read B: 0.8 mm more, 25.0 mm, would be LP"
    )
    assert page.compared.chosen.about == "T01"


def test_both_reads_are_drawn_each_in_its_look_with_its_millimetres(page) -> None:
    assert looks(page) == [
        ("A/T01/whole", Look.SIDE_A),
        ("A/T02/whole", Look.SIDE_A),
        ("B/T01/whole", Look.SIDE_B),
        ("B/T02/whole", Look.SIDE_B),
    ]
    first = page.grid.viewports[-1].drawings().items[0]
    assert first.label == ("Read A · T01", "25.1 × 16.7 mm")


def test_one_key_goes_to_the_image_of_read_a_and_again_to_that_of_read_b(page, hands) -> None:
    hands.press(Key.Key_Home)
    assert slice_of(page) == pytest.approx(69)
    hands.press(Key.Key_P)
    assert slice_of(page) == pytest.approx(33)
    hands.press(Key.Key_P)
    assert slice_of(page) == pytest.approx(30)
    hands.press(Key.Key_Home)
    hands.qtbot.mouseClick(button_of(page, "Show it"), LEFT)
    assert slice_of(page) == pytest.approx(33)


def test_only_what_parts_is_listed_until_everything_is_asked_for(page, hands) -> None:
    assert lines(page) == [
        ("TP2", "3 differ", ""),
        ("T01", "25.1 × 16.7 mm", "24.2 × 16.1 mm"),
        ("T01 progression", "LP", "no LP"),
        ("Overall", "PD, by the reader's call", "SD"),
    ]
    hands.press(Key.Key_E)
    every = lines(page)
    assert ("TP1", "agree", "") in every
    assert ("T02 · tissue", "none", "none") in every
    assert ("Any new lesion", "none", "none") in every
    assert page.compared.chosen.about == "T01"
    hands.press(Key.Key_E)
    assert len(lines(page)) == 4


def test_differences_are_gone_through_and_a_line_shows_its_images(page, hands) -> None:
    hands.press(Key.Key_D)
    assert page.compared.chosen.what == "local progression"
    hands.press(Key.Key_D, Key.Key_D)
    assert page.compared.chosen.what == "length"
    hands.press(Key.Key_D, with_=SHIFT)
    assert page.compared.chosen.what == "overall response"
    hands.press(Key.Key_E)
    item = next(one for one in items(page) if one.text(0) == "TP0")
    below = page.compared.itemBelow(item)
    page.compared.scrollToItem(below)
    at = page.compared.visualItemRect(below).center()
    hands.qtbot.mouseClick(page.compared.viewport(), LEFT, pos=at)
    assert page.hanging.timepoint == "TP0"
    heading = page.compared.visualItemRect(item).center()
    hands.press(Key.Key_BracketRight)
    hands.qtbot.mouseClick(page.compared.viewport(), LEFT, pos=heading)
    assert page.hanging.timepoint == "TP1"
    page.compared.setCurrentItem(below)
    page.compared.setFocus()
    hands.press(Key.Key_Return)
    assert page.hanging.timepoint == "TP0"


def items(page: DisputePage) -> list:
    every, found = QTreeWidgetItemIterator(page.compared), []
    while (item := every.value()) is not None:
        found.append(item)
        every += 1
    return found


def test_timepoints_are_stepped_through_and_end_where_they_end(page, hands) -> None:
    hands.press(Key.Key_BracketLeft)
    assert shown(page) == ["TP0", "TP1"]
    hands.press(Key.Key_BracketLeft)
    assert page.hanging.timepoint == "TP0"
    hands.press(Key.Key_BracketLeft)
    assert page.hanging.timepoint == "TP0"
    hands.press(Key.Key_BracketRight, Key.Key_BracketRight, Key.Key_BracketRight)
    assert page.hanging.timepoint == "TP2"
    page.sidebar.timepoint_chosen.emit("TP1")
    assert page.hanging.timepoint == "TP1"


def test_one_two_or_four_images_hang_and_the_keys_stay_with_the_timepoint_in_hand(page, hands) -> None:
    hands.press(Key.Key_F2)
    assert shown(page) == ["TP2"]
    hands.press(Key.Key_F4)
    assert shown(page)[:2] == ["TP0", "TP1"]
    assert page.grid.viewports[-1].hasFocus()
    hands.press(Key.Key_F3)
    assert shown(page) == ["TP1", "TP2"]
    hands.press(Key.Key_Tab, with_=CTRL)
    assert page.grid.viewports[0].hasFocus()


def test_targets_are_gone_through_in_the_images(page, hands) -> None:
    hands.press(Key.Key_Tab)
    assert page.hanging.lesion == "T02"
    hands.press(Key.Key_Backtab, with_=SHIFT)
    assert page.hanging.lesion == "T01"


def test_calipers_are_hidden_and_shown(page, hands) -> None:
    hands.press(Key.Key_V)
    assert looks(page) == []
    hands.press(Key.Key_V)
    assert len(looks(page)) == 4


def test_images_follow_each_other_until_the_link_is_let_go(page, hands) -> None:
    prior, current = page.grid.viewports
    hands.press(Key.Key_Down)
    assert prior.view.centre_mm == current.view.centre_mm
    hands.press(Key.Key_X)
    hands.press(Key.Key_Down)
    assert prior.view.centre_mm != current.view.centre_mm
    hands.press(Key.Key_X)
    assert prior.view.centre_mm == current.view.centre_mm
    hands.press(Key.Key_H)
    hands.press(Key.Key_H)


def test_the_other_series_is_shown_at_the_same_place_without_calipers_of_another_one(page, hands) -> None:
    hands.press(Key.Key_G)
    assert page.grid.at_hand.shown.series == 2
    assert slice_of(page) == pytest.approx(30)
    assert looks(page) == []
    hands.press(Key.Key_G, with_=SHIFT)
    assert page.grid.at_hand.shown.series == 1
    page.sidebar.series_chosen.emit("TP2", 2)
    assert page.grid.at_hand.shown.series == 2
    page.sidebar.series_chosen.emit("TP2", 2)
    hands.press(Key.Key_P)
    assert page.grid.at_hand.shown.series == 1


def test_a_length_is_measured_to_look_at_and_taken_away(page, hands) -> None:
    hands.press(Key.Key_L)
    viewport = page.grid.at_hand
    for act, at in ((QTest.mousePress, (100, 100)), (QTest.mouseRelease, (160, 100))):
        QTest.mouseMove(viewport, QPoint(*at))
        act(viewport, LEFT, NONE, QPoint(*at))
    (made,) = (one for one in viewport.drawings().items if one.look is Look.TEMPORARY)
    assert made.label[0].endswith(" mm")
    hands.press(Key.Key_BracketLeft)
    assert all(one.look is not Look.TEMPORARY for one in page.grid.at_hand.drawings().items)
    hands.press(Key.Key_BracketRight)
    page.grid.at_hand.item_changed.emit(made.item_id, made.drawn)
    page.grid.at_hand.item_deleted.emit("A/T01/whole")
    page.grid.at_hand.item_deleted.emit(made.item_id)
    assert len(looks(page)) == 4
    hands.press(Key.Key_L)
    assert page.looking.tools.kind is None


def test_the_focus_goes_round_the_areas(page, hands) -> None:
    hands.press(Key.Key_F6)
    assert page.compared.hasFocus()
    hands.press(Key.Key_F6)
    assert page.decision.isAncestorOf(page.focusWidget())
    hands.press(Key.Key_F6)
    assert page.sidebar.isAncestorOf(page.focusWidget())
    hands.press(Key.Key_F6)
    assert page.grid.at_hand.hasFocus()
    hands.press(Key.Key_F6, with_=SHIFT)
    assert page.sidebar.isAncestorOf(page.focusWidget())


def test_reasons_and_comment_are_a_key_away_and_digits_are_windows_on_an_image(page, hands) -> None:
    before = page.grid.at_hand.view.window
    hands.press(Key.Key_2)
    assert page.decision.draft.reason is None
    assert page.grid.at_hand.view.window != before
    hands.press(Key.Key_K, Key.Key_3)
    assert page.decision.draft.reason == "slip of entry"
    hands.write("b1")
    assert page.decision.draft.comment == "b1"
    assert page.decision.draft.answers == {}
    page.grid.at_hand.setFocus()
    hands.press(Key.Key_K, Key.Key_9)
    assert page.decision.draft.reason == "slip of entry"
    hands.press(Key.Key_C)
    assert page.decision.comment.hasFocus()


def test_a_comment_of_several_lines_is_one_paragraph(page, hands) -> None:
    hands.press(Key.Key_C)
    hands.write("one")
    hands.press(Key.Key_Return)
    hands.write(" two")
    assert page.decision.draft.comment == "one two"


def test_several_questions_are_answered_one_after_the_other(qtbot, at_home, background) -> None:
    seat = FakeAdjudicator(log_with([dispute(endpoints=("T01", "T02", "overall"))]))
    hands = Hands(qtbot, at_home(seat), background)
    page = hands.open_next()
    hands.press(Key.Key_A)
    hands.press(Key.Key_Q)
    hands.press(Key.Key_N)
    assert page.decision.draft.answers == {"T01": Choice.A, "overall": Choice.NEITHER}
    hands.press(Key.Key_Q, with_=SHIFT)
    hands.press(Key.Key_Q)
    hands.press(Key.Key_B)
    assert page.decision.draft.answers == {"T01": Choice.A, "T02": Choice.B, "overall": Choice.NEITHER}
    hands.press(Key.Key_W)
    assert Choice.OWN not in page.decision.draft.answers.values()
    hands.press(Key.Key_1)
    comment = page.decision.comment
    assert comment.hasFocus()
    assert not comment.visibleRegion().isEmpty()
    assert "Local progression of T02" in texts(page)


def test_the_answers_can_be_clicked_and_say_what_each_read_says(page, qtbot) -> None:
    radio = next(one for one in page.findChildren(QRadioButton) if one.text() == "Read B")
    assert radio.accessibleDescription() == "None"
    qtbot.mouseClick(radio, LEFT, pos=QPoint(10, radio.height() // 2))
    assert page.decision.draft.answers == {"case": Choice.B}


def told_instead(page: DisputePage) -> list[str]:
    """What stands in each place that shows no image."""
    return [one.accessibleName() for one in page.grid.viewports if one.shown is None]


def test_what_is_missing_beside_an_image_is_said_once(page, hands, seat) -> None:
    seat.images.made.series = seat.images.made.series[:1]
    hands.press(Key.Key_F4)
    assert told_instead(page) == ["There is nothing else to compare TP2 with."]
    hands.press(Key.Key_BracketLeft, Key.Key_BracketLeft)
    assert told_instead(page) == ["", "", "TP0 is the baseline: nothing came before it."]


def test_images_that_cannot_be_had_are_told_where_they_would_be(page, seat, hands) -> None:
    seat.images.damaged = True
    page._given.images.forget()
    with hands.qtbot.waitSignal(page.told) as told:
        hands.press(Key.Key_BracketLeft)
    assert "not on this station" in told.args[0]
    assert told_instead(page) == ["", "There are no images of TP1 here."]
    assert page.hanging.timepoint == "TP1"
