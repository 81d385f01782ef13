import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QListWidget, QPushButton
from ui.station.fakes import PASSWORD, READER, FakeDoor, refusal

from seedcryo_reader.domain.errors import EnvironmentFailure
from seedcryo_reader.domain.role import Role
from seedcryo_reader.ui.shared.ports import AccountShown
from seedcryo_reader.ui.station.password import PasswordField
from seedcryo_reader.ui.station.sign_in import SignInPage

OTHER = AccountShown("reader-b", "Dr B. Reader", Role.READER)


@pytest.fixture
def door() -> FakeDoor:
    return FakeDoor(people=[READER, OTHER])


@pytest.fixture
def page(qtbot, door, background) -> SignInPage:
    made = SignInPage(door, background)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.refresh()
    qtbot.waitUntil(lambda: not background.is_busy)
    return made


def field(page) -> QLineEdit:
    return page.findChild(QLineEdit)


def test_accounts_are_listed_with_their_role(page) -> None:
    accounts = page.findChild(QListWidget)
    assert [accounts.item(row).text() for row in range(accounts.count())] == [
        "Dr A. Reader\nreader-a · reader",
        "Dr B. Reader\nreader-b · reader",
    ]


def test_the_right_password_signs_in(qtbot, page, door) -> None:
    qtbot.keyClicks(field(page), PASSWORD)
    with qtbot.waitSignal(page.signed_in) as signal:
        qtbot.keyClick(field(page), Qt.Key.Key_Return)
    assert signal.args == [door.seat]
    assert field(page).text() == ""


@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        (None, "do not belong together"),
        (refusal("locked", "Account reader-a is locked until 12:00:30 UTC."), "locked until 12:00:30"),
        (EnvironmentFailure("The folder cannot be read."), "cannot be read"),
    ],
)
def test_what_keeps_somebody_out_is_said_and_the_password_forgotten(
    qtbot, page, door, background, trouble, said
) -> None:
    door.trouble = trouble
    qtbot.keyClicks(field(page), "wrong")
    sign_in = next(one for one in page.findChildren(QPushButton) if one.text() == "Sign in")
    qtbot.mouseClick(sign_in, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not background.is_busy)
    assert said in page.banner.text
    assert page.banner.isVisible()
    assert field(page).text() == ""
    assert not sign_in.isEnabled()


def test_a_station_without_an_account_offers_the_first(qtbot, background) -> None:
    page = SignInPage(FakeDoor(people=[]), background)
    qtbot.addWidget(page)
    page.show()
    page.refresh()
    qtbot.waitUntil(lambda: not background.is_busy)
    add = next(one for one in page.findChildren(QPushButton) if one.isVisible() and "first account" in one.text())
    assert not field(page).isVisible()
    with qtbot.waitSignal(page.account_wanted):
        qtbot.mouseClick(add, Qt.MouseButton.LeftButton)


@pytest.mark.parametrize(
    ("letter", "is_shifted", "is_on"),
    [("A", True, False), ("a", False, False), ("A", False, True), ("a", True, True), ("1", True, False)],
)
def test_caps_lock_is_noticed_by_a_letter_that_shift_does_not_explain(qtbot, letter, is_shifted, is_on) -> None:
    password = PasswordField("Password")
    qtbot.addWidget(password)
    shift = Qt.KeyboardModifier.ShiftModifier if is_shifted else Qt.KeyboardModifier.NoModifier
    pressed = QKeyEvent(QEvent.Type.KeyPress, ord(letter.upper()), shift, letter)
    QApplication.sendEvent(password.findChild(QLineEdit), pressed)
    assert password.text == letter
    assert password.says_caps_lock is is_on
