from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import QPoint, QSize, Qt, QThread, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPushButton, QVBoxLayout
from ui.station.fakes import PASSWORD, FakeDoor, refusal

from seedcryo_reader.app.paths import resources
from seedcryo_reader.ui.shared.actions import Acts
from seedcryo_reader.ui.shared.background import Background
from seedcryo_reader.ui.shared.guide import Guide
from seedcryo_reader.ui.shared.room import Room
from seedcryo_reader.ui.shared.sheet import KeySheet
from seedcryo_reader.ui.station.set_up import SetUpWizard
from seedcryo_reader.ui.station.shell import Shell, first_size
from seedcryo_reader.ui.station.sign_in import SignInPage
from seedcryo_reader.ui.station.worklist import WorklistPage

CTRL = Qt.KeyboardModifier.ControlModifier


class FakeRoom(Room):
    def __init__(self, case_number: str) -> None:
        super().__init__()
        self.case_number = case_number
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        QVBoxLayout(self).addWidget(QLineEdit())
        Acts().bind(self, "undo", lambda: self.told.emit("Taken back."))

    def begin(self) -> None:
        for act_id in ("tool-length", "lock"):
            Acts().bind(self, act_id, self.update)
        self.acts_changed.emit()


def room(_seat, case_number: str, _background) -> FakeRoom:
    if case_number == "C-0061":
        raise refusal("log-changed", "The log of C-0061 was changed. Call the centre.")
    return FakeRoom(case_number)


@pytest.fixture
def background() -> Background:
    return Background()  # the window closes it


@pytest.fixture
def open_shell(qtbot, background):
    def opened(door: FakeDoor) -> Shell:
        shell = Shell(door, background, Acts(), make_home=WorklistPage, make_room=room, manual=resources() / "manual")
        # Nobody is there to answer whether what still runs may be stopped.
        qtbot.addWidget(shell, before_close_func=lambda _shell: background.drop())
        with qtbot.waitActive(shell):
            shell.show()
            shell.activateWindow()
        qtbot.waitUntil(lambda: not background.is_busy)
        return shell

    return opened


@pytest.fixture
def door() -> FakeDoor:
    return FakeDoor()


@pytest.fixture
def signed_in(qtbot, open_shell, background, door) -> Shell:
    shell = open_shell(door)
    qtbot.keyClicks(shell.page.findChild(QLineEdit), PASSWORD)
    qtbot.keyClick(shell.page.findChild(QLineEdit), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(shell.page, WorklistPage) and not background.is_busy)
    return shell


def key(qtbot, shell: Shell, *args) -> None:
    qtbot.keyClick(shell.windowHandle(), *args)


def menus(shell: Shell) -> dict[str, list[str]]:
    return {one.text(): [act.text() for act in one.menu().actions() if act.text()] for one in shell.menuBar().actions()}


def test_without_a_station_it_is_set_up(open_shell) -> None:
    assert isinstance(open_shell(FakeDoor(exists=False)).page, SetUpWizard)


def test_from_sign_in_to_a_case_and_back(qtbot, signed_in, background) -> None:
    assert "C-" not in signed_in.windowTitle()
    key(qtbot, signed_in, Qt.Key.Key_N, CTRL)
    assert signed_in.page.case_number == "C-0042"
    assert "Undo" in menus(signed_in)["Read"]
    key(qtbot, signed_in, Qt.Key.Key_Z)
    assert signed_in.statusBar().currentMessage() == "Taken back."
    signed_in.page.saved.emit("2026-03-01T12:00:05.250Z")
    assert any(one.text().startswith("saved ") for one in signed_in.statusBar().children() if hasattr(one, "text"))
    signed_in.page.left.emit()
    qtbot.waitUntil(lambda: isinstance(signed_in.page, WorklistPage) and not background.is_busy)
    assert "Read" not in menus(signed_in)


def test_what_a_room_can_do_once_its_images_are_there_is_in_the_menus(qtbot, signed_in) -> None:
    key(qtbot, signed_in, Qt.Key.Key_N, CTRL)
    signed_in.page.begin()
    qtbot.waitUntil(lambda: menus(signed_in)["Read"] == ["Undo", "Lock the timepoint"])
    assert menus(signed_in)["Tools"] == ["Length"]


def test_a_case_that_cannot_be_opened_is_told_on_the_worklist(signed_in) -> None:
    signed_in.page.opened.emit("C-0061")
    assert isinstance(signed_in.page, WorklistPage)
    assert "was changed" in signed_in.banner.text


def test_menus_are_made_of_the_acts_on_the_screen(signed_in) -> None:
    assert menus(signed_in) == {
        "Station": [
            "Next case",
            "Open the case",
            "Receive files…",
            "Receive a folder…",
            "Refresh",
            "Exchange with a folder…",
            "Keys for the coordinator…",
            "Lock the screen",
            "Sign out",
            "Quit",
        ],
        "View": ["Full screen"],
        "Help": ["Reader's guide", "Keys"],
    }


@pytest.mark.parametrize(("pressed", "kind"), [(Qt.Key.Key_F1, Guide), (Qt.Key.Key_Question, KeySheet)])
def test_the_guide_and_the_keys_are_one_key_away(qtbot, signed_in, pressed, kind) -> None:
    key(qtbot, signed_in, pressed)
    dialog = signed_in.findChild(kind)
    assert dialog.isVisible()
    if kind is Guide:
        assert "locked" in dialog.text
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: signed_in.findChild(kind) is None)


def test_there_is_one_sheet_of_keys_and_none_over_the_lock_screen(qtbot, signed_in) -> None:
    for _ in range(2):
        with qtbot.waitActive(signed_in):
            signed_in.activateWindow()
        key(qtbot, signed_in, Qt.Key.Key_Question)
    assert len(signed_in.findChildren(KeySheet)) == 1
    signed_in.lock()
    qtbot.waitUntil(lambda: signed_in.findChild(KeySheet) is None)
    with qtbot.waitActive(signed_in):
        signed_in.activateWindow()
    next(one for one in signed_in.lock_screen.findChildren(QPushButton) if one.text() == "Sign out").setFocus()
    key(qtbot, signed_in, Qt.Key.Key_Question)
    assert signed_in.findChild(KeySheet) is None


def test_hands_keep_the_seat_awake_at_most_once_a_second(qtbot, signed_in, door) -> None:
    def move() -> bool:
        for x in range(40):
            qtbot.mouseMove(signed_in, QPoint(100 + x, 100))
        return door.seat.touches > 0

    qtbot.waitUntil(move)  # the window may get its focus only now
    before = door.seat.touches
    move()
    assert door.seat.touches - before <= 1


def test_a_seat_that_fell_asleep_is_covered_until_the_password_is_given(qtbot, signed_in, door, background) -> None:
    signed_in.page.opened.emit("C-0042")
    case = signed_in.page
    question = QDialog(signed_in)
    question.open()
    door.seat.is_awake = False
    qtbot.waitUntil(lambda: signed_in.lock_screen is not None)
    assert not question.isVisible()
    assert not case.isVisible()
    assert not signed_in.menuBar().isEnabled()
    password = signed_in.lock_screen.findChild(QLineEdit)
    qtbot.keyClicks(password, "wrong")
    qtbot.keyClick(password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not background.is_busy)
    assert "do not belong together" in signed_in.lock_screen.banner.text
    qtbot.keyClicks(password, PASSWORD)
    with qtbot.waitSignal(case.woken):
        qtbot.keyClick(password, Qt.Key.Key_Return)
    assert signed_in.lock_screen is None
    assert case.isVisible()
    assert signed_in.page is case


def test_a_locked_screen_can_be_left(qtbot, signed_in, door) -> None:
    key(qtbot, signed_in, Qt.Key.Key_L, CTRL)
    leave = next(one for one in signed_in.lock_screen.findChildren(QPushButton) if one.text() == "Sign out")
    qtbot.mouseClick(leave, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: isinstance(signed_in.page, SignInPage))
    assert door.seat.is_closed
    assert signed_in.lock_screen is None
    assert signed_in.menuBar().isEnabled()


def answer(text: str) -> None:
    """Press a button of the question that comes up, once it waits for its answer.

    A question that is answered while it still comes up never ends: its loop begins after that.
    """
    level = QThread.currentThread().loopLevel()

    def press() -> None:
        dialog = QApplication.activeModalWidget()
        waits = dialog is not None and dialog.isVisible() and QThread.currentThread().loopLevel() > level
        buttons = dialog.findChildren(QPushButton) if waits else []
        asked = next((one for one in buttons if one.text() == text), None)
        if asked is None:
            QTimer.singleShot(1, press)
            return
        asked.click()

    QTimer.singleShot(0, press)


@pytest.mark.parametrize("goes", [False, True])
def test_work_that_runs_is_asked_about_before_the_window_closes(qtbot, signed_in, background, door, goes) -> None:
    begun, ended = Event(), Event()

    def work(watch) -> None:
        begun.set()
        while not watch.cancelled():
            Event().wait(0.001)
        ended.set()

    running = background.run(work, lambda _nothing: None)
    assert begun.wait(5)
    answer("Quit" if goes else "Cancel")
    assert signed_in.close() is goes
    assert ended.is_set() is goes
    assert door.seat.is_closed is goes
    if not goes:
        running.cancel()
        qtbot.waitUntil(lambda: not background.is_busy)


def test_nobody_is_asked_about_a_page_that_is_being_looked_up(signed_in, background, door) -> None:
    signed_in.page.refresh()
    assert background.is_busy
    assert signed_in.close()
    assert door.seat.is_closed


def test_a_bug_is_told_and_the_program_goes_on(signed_in) -> None:
    signed_in.tell_crash(Path("reports/crash-1.txt"))
    assert "Everything you did is saved." in signed_in.banner.text
    assert "crash-1.txt" in signed_in.banner.text
    assert isinstance(signed_in.page, WorklistPage)


def test_nothing_is_cut_at_1280_by_800(signed_in) -> None:
    signed_in.resize(1280, 800)
    hint = signed_in.minimumSizeHint()
    assert hint.width() <= 1280
    assert hint.height() <= 800


@pytest.mark.parametrize(
    ("room", "size"),
    [((1280, 800), (1280, 768)), ((1920, 1080), (1728, 972)), ((3840, 2160), (3456, 1944)), ((800, 800), (1280, 800))],
)
def test_the_window_begins_within_its_screen_and_fills_a_large_one(room, size):
    assert first_size(QSize(*room)).toTuple() == size
