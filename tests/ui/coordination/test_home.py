from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from ui.coordination.fake_desk import PASSWORD, FakeDesk, new_study, study

from seedcryo_reader.domain.errors import EnvironmentFailure
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.ui.coordination.board.tile import Tile
from seedcryo_reader.ui.coordination.navigation import Entry


def test_every_page_has_its_key(hands) -> None:
    at = hands()
    titles = [at.texts(at.go(number)).splitlines()[0] for number in range(1, 8)]
    assert titles == ["Board", "Accounts", "Assign", "Exchange", "Double reads", "Agreement", "Centre keys"]


def test_the_list_of_pages_says_what_waits_there(hands) -> None:
    at = hands()
    said = {one.text(): one.accessibleDescription() for one in at.home.findChildren(Entry)}
    assert said["Double reads"] == "2 waiting"
    assert said["Exchange"] == "15 waiting"
    assert said["Agreement"] == ""


def test_a_click_in_the_list_shows_a_page(qtbot, hands) -> None:
    at = hands()
    accounts = next(one for one in at.home.findChildren(Entry) if one.text() == "Accounts")
    qtbot.mouseClick(accounts, Qt.MouseButton.LeftButton)
    assert at.texts().startswith("Accounts")
    assert accounts.isChecked()


def test_a_look_that_fails_says_so_and_is_tried_again(hands) -> None:
    at = hands()
    real = at.desk.look

    def fail(watch):
        raise EnvironmentFailure("The account locked itself.")

    at.desk.look = fail
    at.key(Qt.Key.Key_F5)
    assert at.home.banner.text == "The account locked itself."
    at.desk.look = real
    at.desk.shown = replace(study(3))
    at.press("Try again")
    assert at.home.findChildren(Tile)[0].number == 3


def test_what_the_person_should_know_at_once_is_said(hands) -> None:
    at = hands(FakeDesk(notices=(Finding("clock", "The clock was set back."),)))
    assert at.home.banner.text == "The clock was set back."


def test_a_new_study_begins_with_a_list_of_steps_that_leads_to_the_pages(hands) -> None:
    at = hands(FakeDesk(new_study()))
    assert "First things first" in at.texts()
    at.press("1.  Adopt the centre's keys")
    assert at.texts().startswith("Centre keys")


def test_keys_are_adopted_by_keyboard_alone_and_a_wrong_password_is_asked_for_again(qtbot, hands) -> None:
    at = hands(FakeDesk(new_study()))
    page = at.go(7)
    field, password = (at.named(QLineEdit, name) for name in ("Key file", "Password of the key file"))
    assert at.home.window().focusWidget() is field
    qtbot.keyClicks(field, "/media/STICK/centre.seedkeys")
    qtbot.keyClicks(password, "wrong")
    qtbot.keyClick(password, Qt.Key.Key_Return)
    at.settle()
    assert "does not open" in page.banner.text
    assert password.text() == ""
    qtbot.keyClicks(password, PASSWORD)
    qtbot.keyClick(password, Qt.Key.Key_Return)
    at.settle()
    assert at.desk.done == [("adopt", "centre.seedkeys")] * 2
    assert "7G4K-22QX-9D1M-PF0A-C3HV" in at.texts()
    assert not field.isVisible()


def test_the_window_gives_the_focus_to_what_the_page_is_worked_with(hands) -> None:
    at = hands()
    for number, name in ((1, "Cases"), (2, "Accounts"), (5, "Disputes")):
        at.go(number)
        at.home.findChild(Entry).setFocus()
        at.home.setFocus()
        assert at.home.window().focusWidget().accessibleName() == name


def test_trouble_with_the_post_of_the_station_is_said_on_the_page(hands) -> None:
    at = hands(FakeDesk(replace(study(), trouble=(Finding("no-exchange", "The disk is full."),))))
    at.go(2)
    at.key(Qt.Key.Key_F5)
    assert at.home.banner.text == "The disk is full."


def test_the_guide_is_asked_for(qtbot, hands) -> None:
    at = hands()
    with qtbot.waitSignal(at.home.guide_wanted):
        at.key(Qt.Key.Key_F1)
