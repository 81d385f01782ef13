"""A whole case is read in the window by keys alone: each one goes to whatever has the focus, and nothing else is done.

There is no mouse here, and no widget is given the focus or called; the record is looked at after it was signed.
"""

import json
import shutil

import pytest
from casefile.part.ways import PASSWORD
from faults.world import CASES, READER, make_world
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFileDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QScrollArea,
    QWidget,
)
from support.command_line import run_line
from support.window_hands import NONE, Hands, window

CASE = CASES[0]
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LEFT, RIGHT, UP, DOWN = Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down
RETURN, SPACE, TAB, ESC = Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Tab, Qt.Key.Key_Escape
NEXT_AREA, CALLS = Qt.Key.Key_F6, Qt.Key.Key_F9
MOST_TABS = 60
WHY_CALL, WHY_LENGTH = "Hardly more than the spacing of the slices.", "It grew; seen in three slices."


class Fingers(Hands):
    """Hands that leave the mouse alone."""

    def key(self, key: Qt.Key | str, modifier: Qt.KeyboardModifier = NONE) -> None:
        QApplication.processEvents()  # what is to be shown is there before a finger comes down
        QTest.keyClick(QApplication.activePopupWidget() or self.focus, key, modifier)

    def type(self, text: str) -> None:
        self.wait(lambda: isinstance(QApplication.focusWidget(), QLineEdit))
        super().type(text)

    @property
    def focus(self) -> QWidget:
        """What has the focus, or gets it."""
        if QApplication.activeWindow() is None:
            self.shell.activateWindow()  # as a desktop does when a dialog is gone
        self.wait(lambda: QApplication.focusWidget() is not None)
        return QApplication.focusWidget()


@pytest.fixture
def world(tmp_path):
    return make_world(tmp_path)


@pytest.fixture
def line(capfd):
    def run(*words, password=PASSWORD):
        code, out, err = run_line(words, password, capfd)
        assert code == 0, err
        return out

    return run


def test_a_case_is_received_read_and_signed_by_keys_alone(world, line, qtbot, tmp_path):
    first, *later = world.parts(CASE)
    stick = tmp_path / "stick"
    stick.mkdir()
    shutil.copy(first, stick)
    with window(world.empty, qtbot) as both:
        hands = Fingers(both.shell, qtbot)
        sign_in(hands)
        receive(hands, str(stick))
        hands.key("n", CTRL)
        drawn = read_baseline(hands)
        hands.the(QLabel, f"{CASE} waits for the centre")
        hands.key(SPACE)
        for part in later:
            shutil.copy(part, stick)
        receive(hands, str(stick))
        hands.key("n", CTRL)
        drawn += read_follow_up(hands)
        sign(hands)
    station = ("--station", world.empty, "--account", READER)
    line("read", "export", "--case", CASE, *station, "--out", tmp_path / "signed.json")
    accounts = json.loads(line("station", "show", "--station", world.empty, "--json", password=None))["accounts"]
    (public,) = (one["keys"][0]["public"] for one in accounts if one["name"] == READER)
    told = line("read", "verify", tmp_path / "signed.json", "--public", public, "--json", password=None)
    assert json.loads(told)["sound"]
    rows = json.loads(line("audit", "show", *station, "--json"))["events"]
    measured = [float(str(one["new"]).split()[0]) for one in rows if str(one["new"]).endswith(" mm")]
    assert measured == pytest.approx(drawn, abs=0.1)
    assert all(any(why in str(one["new"]) for one in rows) for why in (WHY_CALL, WHY_LENGTH))


def sign_in(hands: Fingers) -> None:
    hands.wait(hands.the(QListWidget, "Accounts").hasFocus)
    hands.key(RETURN)
    hands.type(PASSWORD)
    hands.key(RETURN)
    hands.the(QLabel, "Worklist")


def receive(hands: Fingers, folder: str) -> None:
    """In the dialog that asks for a folder its path is typed."""
    answering = QTimer(hands.shell)

    def answer() -> None:
        asked = QApplication.activeModalWidget()
        if isinstance(asked, QFileDialog) and asked.isActiveWindow():
            answering.stop()
            hands.type(folder)
            while asked.isVisible():  # the first one takes what is offered for completion, where something is
                hands.key(RETURN)

    answering.timeout.connect(answer)
    answering.start(20)
    hands.key("f", CTRL | SHIFT)
    hands.the(QLabel, "Everything is here.")
    hands.key(RETURN)
    hands.wait(hands.the(QAbstractButton, "Next case").isEnabled)


def read_baseline(hands: Fingers) -> list[float]:
    """Both targets; both count for the sum."""
    hands.at("TP0")
    lengths = [measure(hands, "T01", place=2, half=2)]
    hands.key(TAB)
    lengths.append(measure(hands, "T02", place=4, half=2))
    hands.key(NEXT_AREA)
    tab_to(hands, "Sum of diameters")
    hands.key(SPACE)
    for lesion in ("T01", "T02"):
        tab_to(hands, lesion)
        hands.key(SPACE)
    hands.key("k")
    return lengths


def read_follow_up(hands: Fingers) -> list[float]:
    """The second target is twice as long; the overall call disagrees with that, and a reason stands beside both."""
    hands.at("TP1")
    lengths = [measure(hands, "T01", place=2, half=2)]
    hands.key(TAB)
    lengths.append(measure(hands, "T02", place=4, half=4))
    hands.key(NEXT_AREA)
    for question in ("Is there nodular", "Is there new tumour"):
        tab_to(hands, question)
        hands.key(SPACE)
    for question in ("Is there nodular", "Is there new tumour", "New lesions"):  # the first target's, and all others
        hands.key("u")
        assert hands.focus.accessibleName().startswith(question)
        hands.key(SPACE)
    hands.key(CALLS)
    for value in ("no LP", "no LP", "SD"):
        choose(hands, value)
        hands.key(TAB)
    hands.key("v")
    hands.key("u")
    hands.key(TAB)
    hands.type(WHY_CALL)
    hands.key(RETURN)
    hands.key(NEXT_AREA, SHIFT)
    hands.key("k")
    hands.wait(hands.dialog().isActiveWindow)
    hands.type(WHY_LENGTH)
    hands.key(RETURN)
    return lengths


def sign(hands: Fingers) -> None:
    hands.the(QScrollArea, "Summary of the case")
    assert hands.focus.text() == "Continue"
    tab_to(hands, "Continue")  # once round the page
    hands.key(SPACE)
    for question, answer in (
        ("Which treatment", "I do not know"),
        ("Did you see traces", "none"),
        ("How sure are you?", "a guess"),
    ):
        tab_to(hands, question)
        choose(hands, answer)
    tab_to(hands, "Seal the answers")
    hands.key(SPACE)
    hands.type(PASSWORD)
    hands.key(RETURN)
    hands.the(QLabel, "The read is signed")
    hands.key(SPACE)
    hands.the(QLabel, "1 of 1 signed")


def tab_to(hands: Fingers, said: str) -> None:
    """Tab until something with these words has the focus."""
    passed = []
    while not (passed and passed[-1].startswith(said)):
        hands.key(TAB)
        passed.append(hands.focus.accessibleName() or getattr(hands.focus, "text", str)())
        assert len(passed) < MOST_TABS, passed


def choose(hands: Fingers, value: str) -> None:
    """One of the answers to a question: the arrow keys walk to it, the space bar chooses it."""
    walked = [hands.focus.text()]
    while walked[-1] != value:
        hands.key(DOWN)
        walked.append(hands.focus.text())
        assert walked[-1] != walked[0], walked
    hands.key(SPACE)
    assert hands.focus.isChecked()


def measure(hands: Fingers, lesion: str, place: int, half: int) -> float:
    """A caliper of the lesion in hand, as many large steps to either side; the length of its long axis, mm."""
    assert hands.page.panel.current_slot[0] == lesion
    hands.key(Qt.Key.Key_Home)
    for _ in range(place):
        hands.key(DOWN)
    hands.key("b")
    hands.key(RETURN)
    for ways in (((DOWN, place), (LEFT, half)), ((RIGHT, 2 * half),), ((LEFT, half), (UP, 1)), ((DOWN, 2),)):
        for way, steps in ways:
            for _ in range(steps):
                hands.key(way, SHIFT)
        hands.key(RETURN)
    hands.key(ESC)
    return 2 * half * 20 * hands.image.frame.mm_per_pixel
