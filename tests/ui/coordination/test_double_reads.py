from dataclasses import replace

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPlainTextEdit, QRadioButton
from ui.coordination.conftest import Hands, click
from ui.coordination.fake_desk import PARTING, PASSWORD, FakeDesk, study

from seedcryo_reader.ui.coordination.double_reads.unlocking import UnlockDialog
from seedcryo_reader.ui.coordination.lines import LinesView
from seedcryo_reader.ui.coordination.shown.cases import ReadLine
from seedcryo_reader.ui.coordination.shown.double_reads import (
    DisputeStanding,
    DoubleRead,
    LockedRead,
    Settlement,
    UnlockWish,
)
from seedcryo_reader.ui.shared.theme import COLOURS


def rows(at: Hands, name: str) -> list[list[str]]:
    model = at.named(LinesView, name).model()
    every = range(model.rowCount())
    return [[model.data(model.index(k, column)) for column in range(model.columnCount())] for k in every]


def shown(qtbot, at: Hands, case: str) -> None:
    """Choose a case on the page, and wait until it is told where its reads part."""
    at.go(5).choose(case)
    qtbot.waitUntil(lambda: PARTING in at.texts())


def test_disputes_say_what_differs_since_when_and_how_they_stand(hands) -> None:
    at = hands()
    at.go(5)
    assert rows(at, "Disputes") == [
        ["C-0002", "overall progression, T01 evaluable at the landmark or not", "2026-11-02", "… waits"],
        ["C-0003", "T02 local progression", "2026-11-03", "✓ decided"],
        ["C-0009", "T02 local progression", "2026-11-09", "! neither taken"],
        ["C-0010", "overall progression, T01 evaluable at the landmark or not", "2026-11-10", "✓ settled"],
    ]
    assert rows(at, "Same answer, different reason")[0][0] == "C-0006"


def test_the_chosen_one_is_told_with_causes_and_where_its_reads_part(qtbot, hands) -> None:
    at = hands()
    shown(qtbot, at, "C-0002")
    said = at.texts()
    for text in ("because of: new lesion", "not evaluable", "reader-a", "With adjudicator-x since 2026-11-02."):
        assert text in said
    at.home.page.choose("C-0003")
    assert "Decision: reader-b (target measurement)" in at.texts()
    assert "across the vessel" in at.texts()


def test_only_open_ones_are_shown_on_wish(qtbot, hands) -> None:
    at = hands()
    at.go(5)
    only = next(one for one in at.home.page.findChildren(QRadioButton) if one.text() == "Open")
    qtbot.mouseClick(only, Qt.MouseButton.LeftButton)
    assert [one[0] for one in rows(at, "Disputes")] == ["C-0002", "C-0009"]
    at.home.page.choose("C-0003")
    assert at.named(LinesView, "Disputes").line.case_number == "C-0003"


def unlock(at: Hands, qtbot, dialog, password: str | None) -> None:
    """Fill the questions one after the other; nothing can be allowed before the last one."""
    assert not at.button("Allow", dialog).isEnabled()
    at.named(QComboBox, "From", dialog).setCurrentText("TP2")
    at.named(QComboBox, "Reason", dialog).setCurrentIndex(1)
    assert not at.button("Allow", dialog).isEnabled()
    qtbot.keyClicks(dialog.findChild(QPlainTextEdit), "Measured the wrong nodule.")
    if password is not None:
        assert not at.button("Allow", dialog).isEnabled()
        qtbot.keyClicks(at.named(QLineEdit, "Their password", dialog), password)
    click(qtbot, dialog, "Allow")


WISH = UnlockWish("C-0002", "reader-a", "TP2", and_later=False, code="wrong-lesion", text="Measured the wrong nodule.")


def test_after_a_dispute_a_second_person_approves_reading_again(qtbot, hands) -> None:
    at = hands()
    shown(qtbot, at, "C-0002")
    at.answer(lambda dialog: unlock(at, qtbot, dialog, PASSWORD), lambda: at.ctrl(Qt.Key.Key_U))
    assert at.desk.done == [("allow", WISH, "approver-2")]
    assert at.told == ["reader-a may read C-0002 from TP2 on again."]


def test_after_a_wrong_password_of_the_second_person_only_that_is_asked_for_again(qtbot, hands) -> None:
    at = hands()
    shown(qtbot, at, "C-0002")
    again: list[str] = []

    def look_again(dialog, tries: int) -> None:
        """Once it is shown for a second time: all but the password is as it was given."""
        if "The password of approver-2 is wrong." in at.texts(dialog):
            again.append(at.named(QPlainTextEdit, "In words", dialog).toPlainText())
            assert not at.button("Allow", dialog).isEnabled()
            qtbot.keyClicks(at.named(QLineEdit, "Their password", dialog), PASSWORD)
            click(qtbot, dialog, "Allow")
        elif tries:
            QTimer.singleShot(20, lambda: look_again(dialog, tries - 1))
        else:
            dialog.reject()

    def guess(dialog) -> None:
        QTimer.singleShot(20, lambda: look_again(dialog, 200))
        unlock(at, qtbot, dialog, "guess")

    at.answer(guess, lambda: at.ctrl(Qt.Key.Key_U))
    qtbot.waitUntil(lambda: bool(at.desk.done))
    at.settle()
    assert again == ["Measured the wrong nodule."]
    assert at.desk.done == [("allow", WISH, "approver-2")]
    assert at.home.banner.text == ""


def test_the_landmark_is_explained_where_it_is_named(qtbot, hands) -> None:
    at = hands()
    shown(qtbot, at, "C-0002")
    assert "The landmark is the visit at which" in at.texts()
    shown(qtbot, at, "C-0003")
    assert "The landmark is the visit at which" not in at.texts()


def test_the_reason_for_asking_again_covers_nothing(qtbot, hands) -> None:
    at = hands()
    dialog = UnlockDialog(at.desk.double_read("C-0002"), at.desk.shown, at.home)
    dialog.show()
    dialog.ask_again("The password of approver-2 is wrong.")
    text, below = at.named(QPlainTextEdit, "In words", dialog), at.named(QComboBox, "Approved by", dialog)
    qtbot.waitUntil(lambda: "is wrong" in at.texts(dialog))
    qtbot.waitUntil(lambda: text.geometry().bottom() < below.geometry().top())
    dialog.close()


def test_the_standing_of_the_chosen_dispute_keeps_its_colour(hands) -> None:
    at = hands()
    at.go(5)
    table = at.named(LinesView, "Disputes")
    cell = table.visualRect(table.lines.index(0, 3))
    picture = table.viewport().grab(cell).toImage()
    ground = QColor(picture.pixel(picture.width() - 2, 2)).name()
    seen = {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(picture.height())}
    assert ground == COLOURS.line
    assert COLOURS.warning in seen


def test_while_a_new_version_is_awaited_the_page_says_so(hands) -> None:
    shown = study()
    again = (ReadLine("reader-b", 2, 1, is_again=True),)
    first = replace(shown.disputes[0], standing=DisputeStanding.AGAIN, again=again)
    at = hands(FakeDesk(replace(shown, disputes=(first, *shown.disputes[1:]))))
    at.go(5)
    assert rows(at, "Disputes")[0][-1] == "↻ read again"
    assert "reader-b reads the case again; version 2 is awaited." in at.texts()
    assert "With adjudicator-x since" not in at.texts()


def test_before_a_dispute_one_person_is_enough(qtbot, hands) -> None:
    at = hands(FakeDesk(needs_approver=False))
    at.named(LinesView, "Cases").choose("C-0002")
    at.answer(lambda dialog: unlock(at, qtbot, dialog, None), lambda: at.press("Allow reading again…"))
    assert at.desk.done == [("allow", WISH, None)]


def test_of_an_unsigned_read_the_locked_timepoints_are_offered(qtbot, hands) -> None:
    at = hands()
    shown(qtbot, at, "C-0002")

    def look(dialog) -> None:
        at.named(QComboBox, "Read", dialog).setCurrentIndex(1)
        timepoint = at.named(QComboBox, "From", dialog)
        assert [timepoint.itemText(k) for k in range(timepoint.count())] == ["TP0", "TP1"]

    at.answer(look, lambda: at.ctrl(Qt.Key.Key_U))


def test_what_is_not_locked_cannot_be_allowed_again(qtbot, hands) -> None:
    at = hands()
    at.desk.double_read = lambda case: DoubleRead(case, "", (LockedRead("reader-a", (), None),), needs_approver=False)
    at.go(5)
    at.ctrl(Qt.Key.Key_U)
    assert at.home.banner.text == "Nothing of C-0002 is locked yet: there is nothing to allow again."


def test_the_charters_person_settles_where_neither_read_was_taken(qtbot, hands) -> None:
    at = hands()
    page = at.go(5)
    assert not at.button("Settle the case…").isEnabled()
    page.choose("C-0009")

    def settle(dialog) -> None:
        qtbot.keyClicks(at.named(QLineEdit, "Decided by", dialog), "Prof Chair")
        qtbot.keyClicks(at.named(QPlainTextEdit, "In words", dialog), "Minutes of 20 November.")
        assert not at.button("Record", dialog).isEnabled()
        at.named(QComboBox, "Decision", dialog).setCurrentIndex(2)
        click(qtbot, dialog, "Record")

    at.answer(settle, lambda: at.key(Qt.Key.Key_Return))
    dispute = next(one for one in at.desk.shown.disputes if one.case_number == "C-0009")
    wanted = Settlement("C-0009", dispute.dispute_id, "reader-b", "Prof Chair", "Minutes of 20 November.")
    assert at.desk.done == [("settle", wanted)]


def test_a_case_can_be_settled_without_an_accepted_read(qtbot, hands) -> None:
    at = hands()
    at.go(5).choose("C-0009")

    def settle(dialog) -> None:
        qtbot.keyClicks(at.named(QLineEdit, "Decided by", dialog), "Prof Chair")
        qtbot.keyClicks(at.named(QPlainTextEdit, "In words", dialog), "Not evaluable.")
        at.named(QComboBox, "Decision", dialog).setCurrentIndex(3)
        click(qtbot, dialog, "Record")

    at.answer(settle, lambda: at.press("Settle the case…"))
    assert at.desk.done[0][1].accepted is None


def test_a_settlement_that_was_wrong_is_replaced(qtbot, hands) -> None:
    at = hands()
    at.go(5).choose("C-0010")

    def settle(dialog) -> None:
        assert any("settled before" in one.text() for one in dialog.findChildren(QLabel))
        qtbot.keyClicks(at.named(QLineEdit, "Decided by", dialog), "Prof Chair")
        qtbot.keyClicks(at.named(QPlainTextEdit, "In words", dialog), "The first was a slip.")
        at.named(QComboBox, "Decision", dialog).setCurrentIndex(1)
        click(qtbot, dialog, "Record")

    at.answer(settle, lambda: at.press("Settle the case…"))
    assert at.desk.done[0][1].text == "The first was a slip."


def test_somebody_at_a_case_is_replaced_by_who_may(qtbot, hands) -> None:
    at = hands()
    at.named(LinesView, "Cases").choose("C-0007")

    def replace_somebody(dialog) -> None:
        after = at.named(QComboBox, "By", dialog)
        assert after.currentText() == "Dr Dana Reader · reader-d"
        assert "training that ended" in after.itemText(0)
        at.named(QComboBox, "Instead of", dialog).setCurrentIndex(1)
        assert after.currentText() == "Prof Yu Adjudicator · adjudicator-y"
        assert not at.button("Replace", dialog).isEnabled()
        qtbot.keyClicks(at.named(QPlainTextEdit, "Reason", dialog), "on leave")
        click(qtbot, dialog, "Replace")

    at.answer(replace_somebody, lambda: at.press("Replace…"))
    assert at.desk.done == [("replace", "C-0007", "adjudicator-x", "adjudicator-y", "on leave")]


def test_where_nobody_can_be_replaced_that_is_said(hands) -> None:
    at = hands()
    at.desk.replaceable = lambda _case: ()
    at.named(LinesView, "Cases").choose("C-0007")
    at.press("Replace…")
    assert "Nobody at C-0007 can be replaced" in at.home.banner.text


def test_reads_are_compared_from_here_too(hands) -> None:
    at = hands()
    at.go(5)
    at.ctrl(Qt.Key.Key_K)
    assert at.desk.done == [("compare",)]
    assert at.told == ["Compared: 2."]


def test_enter_leads_to_the_case_on_the_board(hands) -> None:
    at = hands(FakeDesk(study(24)))
    at.go(5).choose("C-0015")
    at.key(Qt.Key.Key_Return)
    assert at.texts().startswith("Board")
    assert at.named(LinesView, "Cases").line.case_number == "C-0015"
