"""The adjudicator's list, and the way from it through a dispute to the next one."""

import pytest
from adjudication.ways import CASE, FakeOwnReads, dispute, log_with
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QTableWidget
from support.fake_desk import PASSWORD
from ui.adjudication.fakes import FakeAdjudicator
from ui.adjudication.hands import CTRL, Hands, Key, button_of, texts

from seedcryo_reader.adjudication.documents import parsed
from seedcryo_reader.domain.dispute import Choice, DisputeState, Mode
from seedcryo_reader.domain.errors import EnvironmentFailure, Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.messages.adjudicator import DisputeSent, DisputeWithdrawn
from seedcryo_reader.ui.adjudication.ending import ClosedPage, DecidedPage, SigningPage
from seedcryo_reader.ui.adjudication.page import DisputePage
from seedcryo_reader.ui.shared.sheet import KeySheet


@pytest.fixture
def hands(qtbot, at_home, background, seat):
    return Hands(qtbot, at_home(seat), background)


def rows(home) -> list[tuple[str, str]]:
    table = home.findChild(QTableWidget)
    return [(table.item(row, 0).text(), table.item(row, 1).text()) for row in range(table.rowCount())]


def test_the_list_tells_where_each_dispute_stands_and_the_next_one(hands, seat) -> None:
    assert rows(hands.home) == [("C-0001", "waits"), ("C-0002", "waits"), ("C-0003", "waits")]
    assert "0 of 3 decided" in texts(hands.home)
    assert button_of(hands.home, "Next dispute").isEnabled()
    seat.log.receive(DisputeWithdrawn("1".zfill(16), "They agree."), DisputeSent(dispute("4" * 16), "2".zfill(16)))
    hands.press(Key.Key_F5)
    hands.settle()
    assert rows(hands.home) == [
        ("C-0001", "withdrawn, nothing is left to decide"),
        ("C-0002", "replaced by another dispute"),
        ("C-0003", "waits"),
        (CASE, "waits"),
    ]
    assert "0 of 2 decided" in texts(hands.home)


def test_a_dispute_is_decided_by_the_keyboard_and_the_next_one_comes(hands, seat) -> None:
    hands.open_next()
    assert seat.opened == [("C-0001", ("TP0", "TP1", "TP2"))]
    hands.decide(Key.Key_B, comment="The caliper of A runs beside the lesion.")
    (sent,) = seat.log.sent
    decision = parsed(sent.document, "d").statement.decision
    assert (decision.case_number, decision.answers[0].choice) == ("C-0001", Choice.B)
    assert (decision.reason, decision.comment) == ("target measurement", "The caliper of A runs beside the lesion.")
    assert seat.closed == ["C-0001"]
    assert "1 of 3 decided" in texts(hands.home.room)
    hands.press(Key.Key_Return)
    hands.looked_at()
    assert seat.opened[-1][0] == "C-0002"


def test_every_dispute_is_decided_without_a_mouse(qtbot, at_home, background) -> None:
    count = 12
    seat = FakeAdjudicator(log_with(dispute(f"{n:016x}", case_number=f"C-{n:04}") for n in range(count)))
    hands = Hands(qtbot, at_home(seat), background)
    wanted = [(Key.Key_A, Choice.A), (Key.Key_B, Choice.B), (Key.Key_N, Choice.NEITHER)] * count
    hands.open_next()
    for at, (key, _) in enumerate(wanted[:count]):
        hands.decide(key)
        if at < count - 1:
            hands.press(Key.Key_N, with_=CTRL)
            hands.looked_at()
    decided = [parsed(one.document, "d").statement.decision for one in seat.log.sent]
    assert [one.answers[0].choice for one in decided] == [choice for _, choice in wanted[:count]]
    assert [one.case_number for one in decided] == [f"C-{n:04}" for n in range(count)]
    assert f"{count} of {count} decided" in texts(hands.home.room)
    assert all(one.isHidden() for one in hands.home.room.findChildren(QPushButton) if one.text() == "Next dispute")
    hands.press(Key.Key_Return)
    hands.settle()
    assert hands.home.room is None
    assert "Nothing waits to be decided." in texts(hands.home)


def test_what_is_missing_is_told_and_gets_the_focus(hands, seat) -> None:
    page = hands.open_next()
    hands.press(Key.Key_Return, with_=CTRL)
    assert "Nothing is chosen yet for the case" in texts(page)
    hands.press(Key.Key_Space)
    assert page.decision.draft.answers == {"case": Choice.A}
    hands.press(Key.Key_Return, with_=CTRL)
    assert texts(page.decision).endswith("Choose a reason. Say why in words: at least 3 characters.")
    hands.press(Key.Key_3)
    assert page.decision.comment.hasFocus()
    hands.write("no")
    hands.press(Key.Key_Return, with_=CTRL)
    assert page.decision.comment.hasFocus()
    hands.write("t in the lesion")
    hands.press(Key.Key_Return, with_=CTRL)
    assert "not in the lesion" in texts(hands.until(SigningPage))
    assert seat.log.sent == []


def test_the_signature_page_shows_the_decision_and_can_be_left(hands, seat) -> None:
    page = hands.open_next()
    hands.press(Key.Key_A, Key.Key_1)
    hands.write("Seen there.")
    hands.press(Key.Key_Return, with_=CTRL)
    told = texts(hands.until(SigningPage))
    for one in ("C-0001", "Read A", "new lesion", "Seen there.", "Dr A. Reader", "without knowledge of the readers"):
        assert one in told
    assert "Its whole series is accepted and marked so: TP0 to TP2, for T01, T02 and the overall response." in told
    hands.press(Key.Key_Escape)
    assert hands.home.room.page is page
    assert page.decision.draft.comment == "Seen there."


def test_a_wrong_password_signs_nothing_and_can_be_given_again(hands, seat) -> None:
    hands.open_next()
    hands.press(Key.Key_A, Key.Key_1)
    hands.write("Seen there.")
    hands.press(Key.Key_Return, with_=CTRL)
    page = hands.until(SigningPage)
    hands.write("wrong")
    hands.press(Key.Key_Return)
    hands.settle()
    assert "The password is not the one" in page.banner.text
    assert seat.log.sent == []
    hands.sign()
    assert len(seat.log.sent) == 1


def test_what_was_chosen_and_written_is_kept_when_it_is_left(hands, seat) -> None:
    hands.open_next()
    hands.press(Key.Key_N, Key.Key_2)
    hands.write("Neither is right.")
    hands.press(Key.Key_W, with_=CTRL)
    hands.settle()
    assert rows(hands.home)[0] == ("C-0001", "looked at, not decided")
    hands.press(Key.Key_Return)
    page = hands.looked_at()
    draft = page.decision.draft
    assert (draft.answers, draft.reason, draft.comment) == (
        {"case": Choice.NEITHER},
        "target measurement",
        "Neither is right.",
    )


def test_what_is_chosen_is_kept_a_moment_later_so_that_a_crash_loses_nothing(hands, seat, qtbot) -> None:
    hands.open_next()
    hands.press(Key.Key_B)
    qtbot.waitUntil(lambda: "B" in seat.drafts.get("1".zfill(16), ""))


def test_a_draft_that_cannot_be_kept_is_told_and_work_goes_on(hands, seat, qtbot) -> None:
    def full(_dispute_id: str, _text: str) -> None:
        msg = "The disk is full."
        raise EnvironmentFailure(msg)

    seat.keep_draft = full
    page = hands.open_next()
    with qtbot.waitSignal(hands.home.told) as told:
        hands.press(Key.Key_B)
    assert told.args == ["The disk is full."]
    assert page.decision.draft.answers == {"case": Choice.B}


def test_a_dispute_that_ended_meanwhile_cannot_be_signed(hands, seat) -> None:
    hands.open_next()
    hands.press(Key.Key_A, Key.Key_1)
    hands.write("Seen there.")
    hands.press(Key.Key_Return, with_=CTRL)
    page = hands.until(SigningPage)
    seat.log.receive(DisputeWithdrawn("1".zfill(16), "They agree."))
    hands.write(PASSWORD)
    hands.press(Key.Key_Return)
    hands.settle()
    assert "withdrawn" in page.banner.text
    assert seat.log.sent == []
    hands.press(Key.Key_W, with_=CTRL)
    hands.settle()
    assert rows(hands.home)[0] == ("C-0001", "withdrawn, nothing is left to decide")


def test_a_closed_dispute_is_not_opened_but_says_what_became_of_it(hands, seat) -> None:
    seat.log.receive(DisputeWithdrawn("1".zfill(16), "They agree."))
    hands.press(Key.Key_F5)
    hands.settle()
    hands.press(Key.Key_Home, with_=CTRL)
    hands.press(Key.Key_Return)
    assert hands.home.list.banner.text == "C-0001 is closed: withdrawn, nothing is left to decide."
    assert hands.home.room is None


def test_one_that_ended_since_the_list_was_made_says_so_when_it_is_opened(hands, seat) -> None:
    seat.log.receive(DisputeWithdrawn("1".zfill(16), "They agree."))
    hands.press(Key.Key_N, with_=CTRL)
    page = hands.until(ClosedPage)
    assert "The dispute was withdrawn" in texts(page)
    hands.press(Key.Key_Return)
    hands.settle()
    assert hands.home.room is None


def test_images_that_are_not_here_stop_it_and_can_be_tried_again(hands, seat) -> None:
    seat.fails.append(Refused([Finding("no-part", "The images of TP2 of C-0001 are not at this station yet.")]))
    hands.press(Key.Key_N, with_=CTRL)
    hands.until(ClosedPage)
    assert "not at this station yet" in hands.home.room.banner.text
    assert next(one.state for one in seat.disputes()) is DisputeState.RECEIVED
    hands.press(Key.Key_Return)
    hands.looked_at()


def test_after_the_screen_was_locked_what_failed_is_tried_anew(hands, seat) -> None:
    seat.fails.append(EnvironmentFailure("It locked itself."))
    hands.press(Key.Key_N, with_=CTRL)
    hands.until(ClosedPage)
    hands.home.woken.emit()
    hands.until(DisputePage)
    hands.press(Key.Key_W, with_=CTRL)
    hands.settle()
    seat.log.receive(DisputeSent(dispute("9" * 16)))
    hands.home.woken.emit()
    hands.settle()
    assert len(rows(hands.home)) == 4


def test_damaged_images_are_offered_to_be_brought_back(hands, seat, qtbot) -> None:
    seat.images.made.damaged = frozenset(range(24))
    hands.open_next()
    qtbot.waitUntil(lambda: "not what was decoded" in hands.home.room.banner.text)
    seat.images.made.damaged = frozenset()
    qtbot.mouseClick(button_of(hands.home.room, "Bring the images back"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(seat.opened) == 2)
    hands.looked_at()
    assert hands.home.room.banner.text == ""


def test_an_own_read_comes_first_where_the_protocol_asks_for_it(qtbot, at_home, background) -> None:
    own = FakeOwnReads()
    seat = FakeAdjudicator(log_with([dispute(mode=Mode.OWN_READ_FIRST)]), own)
    hands = Hands(qtbot, at_home(seat), background)
    assert rows(hands.home) == [(CASE, "read the case yourself first")]
    hands.press(Key.Key_N, with_=CTRL)
    page = hands.until(ClosedPage)
    assert "Read C-0001 yourself" in texts(page)
    assert seat.opened == []
    with qtbot.waitSignal(hands.home.opened) as wanted:
        hands.press(Key.Key_Return)
    assert wanted.args == [CASE]
    own.there[CASE] = "d" * 64
    hands.press(Key.Key_W, with_=CTRL)
    hands.settle()
    assert rows(hands.home) == [(CASE, "waits")]
    hands.open_next()
    hands.decide(Key.Key_W)
    assert parsed(seat.log.sent[0].document, "d").statement.decision.own_read_sha256 == "d" * 64


def test_an_empty_list_says_where_disputes_come_from(qtbot, at_home) -> None:
    home = at_home(FakeAdjudicator(log_with([])))
    assert "Take in the envelopes of the centre" in texts(home)
    assert not button_of(home, "Next dispute").isEnabled()


def test_a_list_that_cannot_be_read_is_told_and_notices_too(qtbot, at_home, background) -> None:
    seat = FakeAdjudicator(log_with([]), notices=(Finding("clock", "The clock was set back."),))
    home = at_home(seat)
    assert home.list.banner.text == "The clock was set back."

    def broken():
        raise Refused([Finding("damaged", "The log was cut off.")])

    seat.disputes = broken
    home.refresh()
    qtbot.waitUntil(lambda: home.list.banner.text == "The log was cut off.")


def test_the_guide_is_wished_for_and_the_keys_of_disputes_stand_first(hands, qtbot) -> None:
    with qtbot.waitSignal(hands.home.guide_wanted):
        hands.press(Key.Key_F1)
    sheet = KeySheet(hands.home.contexts)
    qtbot.addWidget(sheet)
    assert sheet.acts_shown()[0] == "next-dispute"


def test_after_the_last_decision_the_page_gives_the_focus_to_the_way_back(hands, seat) -> None:
    seat.log.receive(DisputeWithdrawn("2".zfill(16), "They agree."), DisputeWithdrawn("3".zfill(16), "They agree."))
    hands.press(Key.Key_F5)
    hands.settle()
    hands.open_next()
    hands.decide()
    page = hands.until(DecidedPage)
    assert page.leave.hasFocus()
