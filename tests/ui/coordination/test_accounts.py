from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QDateEdit, QLineEdit, QPlainTextEdit
from ui.coordination.conftest import Hands, click
from ui.coordination.fake_desk import DAY, FakeDesk, new_study, study

from seedcryo_reader.ui.coordination.fields import a_year_later
from seedcryo_reader.ui.coordination.lines import LinesView
from seedcryo_reader.ui.coordination.shown.people import EnrolmentShown


def rows(at: Hands, name: str) -> list[list[str]]:
    model = at.named(LinesView, name).model()
    every = range(model.rowCount())
    return [[model.data(model.index(k, column)) for column in range(model.columnCount())] for k in every]


def test_accounts_are_told_with_fingerprint_training_and_whether_they_count(hands) -> None:
    at = hands()
    at.go(2)
    lines = {one[0]: one for one in rows(at, "Accounts")}
    assert lines["reader-a"][1:4] == ["Dr Ada Reader", "reader", "station-a"]
    assert lines["reader-a"][5:] == ["✓ holds", "accepted"]
    assert lines["reader-c"][5] == "! expired"
    assert lines["intake-1"][5] == "–"
    assert lines["reader-z"][6] == "revoked 2026-09-01"


def test_an_account_is_accepted_only_after_it_was_compared_by_voice(qtbot, hands) -> None:
    at = hands()
    page = at.go(2)

    def compare(dialog) -> None:
        assert "9b21 07fe 41cc a0d3 77e1 5c06" in at.texts(dialog)
        assert not at.button("Accept", dialog).isEnabled()
        qtbot.keyClick(dialog.findChild(QCheckBox), Qt.Key.Key_Space)
        at.named(QLineEdit, "Person", dialog).clear()
        assert not at.button("Accept", dialog).isEnabled()
        qtbot.keyClicks(at.named(QLineEdit, "Person", dialog), "Dana Reader")
        click(qtbot, dialog, "Accept")

    at.answer(compare, lambda: page.accept_from(Path("dana.seedaccount")))
    assert at.desk.done == [("accept", "reader-d", "Dana Reader")]
    assert "reader-d" in [one[0] for one in rows(at, "Accounts")]


def test_thinking_better_of_it_accepts_nobody(qtbot, hands) -> None:
    at = hands()
    page = at.go(2)
    at.answer(lambda dialog: click(qtbot, dialog, "Cancel"), lambda: page.accept_from(Path("dana.seedaccount")))
    assert at.desk.done == []


def test_a_file_that_is_none_is_refused_by_name(hands) -> None:
    at = hands()
    page = at.go(2)
    page.accept_from(Path("holiday.jpg"))
    at.settle()
    assert page.banner.text == "holiday.jpg is no enrolment file."


def test_training_is_recorded_for_a_version_of_the_protocol(qtbot, hands) -> None:
    at = hands()
    at.go(2)
    at.named(LinesView, "Accounts").choose("reader-c")
    assert rows(at, "Trainings")[0][3] == "expired on 2026-10-01"

    def fill(dialog) -> None:
        at.named(QDateEdit, "Holds to, that day included", dialog).setDate(QDate(2026, 11, 22))
        assert not at.button("Record", dialog).isEnabled()
        at.named(QDateEdit, "Holds to, that day included", dialog).setDate(QDate(2027, 5, 31))
        click(qtbot, dialog, "Record")

    at.answer(fill, lambda: at.ctrl(Qt.Key.Key_T))
    ((_, wish),) = at.desk.done
    assert (wish.account, wish.protocol.protocol_id, wish.passed) == ("reader-c", "seed-cryo/1.0", True)
    assert (wish.taken_on, wish.valid_until) == (DAY, "2027-05-31")
    assert rows(at, "Trainings")[0][3] == "holds to 2027-05-31"


def test_a_training_can_have_failed(qtbot, hands) -> None:
    at = hands()
    at.go(2)

    def fill(dialog) -> None:
        at.named(QComboBox, "Result", dialog).setCurrentIndex(1)
        click(qtbot, dialog, "Record")

    at.answer(fill, lambda: at.ctrl(Qt.Key.Key_T))
    assert rows(at, "Trainings")[0][3] == "failed"


def test_intake_is_not_trained_and_a_revoked_account_nothing_at_all(hands) -> None:
    at = hands()
    at.go(2)
    accounts = at.named(LinesView, "Accounts")
    accounts.choose("intake-1")
    assert (at.button("Record training…").isEnabled(), at.button("Revoke…").isEnabled()) == (False, True)
    accounts.choose("reader-z")
    assert (at.button("Record training…").isEnabled(), at.button("Revoke…").isEnabled()) == (False, False)


def test_an_enrolment_that_was_accepted_is_not_asked_about_again(hands) -> None:
    at = hands()
    page = at.go(2)
    known = at.desk.shown.accounts[1]
    at.desk.enrolment = lambda file: EnrolmentShown(
        file, known.account, known.printed_name, known.role, known.station, known.fingerprint
    )
    page.accept_from(Path("reader-b.seedaccount"))
    at.settle()
    assert page.banner.text == (
        f"reader-b is accepted already, with the fingerprint {known.fingerprint}. Nothing is left to be done."
    )
    assert at.named(LinesView, "Accounts").line.account == "reader-b"


@pytest.mark.parametrize(
    ("account", "words"),
    [
        ("reader-b", "a backup reader"),
        ("adjudicator-x", "another adjudicator"),
        ("intake-1", "another intake"),
        ("approver-2", "has to approve"),
    ],
)
def test_revoking_says_who_is_needed_instead(hands, account, words) -> None:
    at = hands()
    at.go(2)
    at.named(LinesView, "Accounts").choose(account)
    said: list[str] = []
    at.answer(lambda dialog: said.append(at.texts(dialog)), lambda: at.press("Revoke…"))
    assert words in said[0]


def test_revoking_needs_a_day_and_a_reason(qtbot, hands) -> None:
    at = hands()
    at.go(2)
    at.named(LinesView, "Accounts").choose("reader-b")

    def fill(dialog) -> None:
        assert not at.button("Revoke", dialog).isEnabled()
        qtbot.keyClicks(dialog.findChild(QPlainTextEdit), "left the study")
        at.named(QDateEdit, "From (UTC day)", dialog).setDate(QDate(2026, 12, 1))
        click(qtbot, dialog, "Revoke")

    at.answer(fill, lambda: at.press("Revoke…"))
    assert at.desk.done == [("revoke", "reader-b", "2026-12-01", "left the study")]


def test_without_an_account_the_page_says_how_to_get_one(hands) -> None:
    at = hands(FakeDesk(new_study()))
    at.go(2)
    assert rows(at, "Accounts") == []
    assert not at.button("Revoke…").isEnabled()
    at.desk.shown = replace(study(0))
    at.key(Qt.Key.Key_F5)
    assert len(rows(at, "Accounts")) == 7


@pytest.mark.parametrize(("day", "later"), [("2026-11-23", "2027-11-23"), ("2028-02-29", "2029-02-28")])
def test_a_training_holds_a_year_unless_something_else_is_said(day: str, later: str) -> None:
    assert a_year_later(day) == later
