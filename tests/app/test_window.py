"""The real window in a reader's hands: a case goes on where it was left, and no trouble takes anything away."""

import shutil
from contextlib import contextmanager

import numpy as np
import pytest
from casefile.part.ways import PASSWORD
from faults.world import CASES, READER, make_world
from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit
from support.window_hands import Hands, window

from seedcryo_reader.app.signing_in import open_station, seated
from seedcryo_reader.database.opening import Database
from seedcryo_reader.domain.errors import EnvironmentFailure
from seedcryo_reader.imaging.workers.pool import WorkerPool
from seedcryo_reader.reading.reading import Reading
from seedcryo_reader.ui.reading.page import ReadingPage
from seedcryo_reader.ui.reading.panel import ReadPanel
from seedcryo_reader.ui.shared.banner import Banner
from seedcryo_reader.ui.station.worklist import WorklistPage
from seedcryo_reader.ui.viewport.viewport import Viewport
from seedcryo_reader.viewing.drawing import Kind

CASE = CASES[0]
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    return make_world(tmp_path_factory.mktemp("world"))


@pytest.fixture(scope="module")
def received(world, tmp_path_factory):
    """A station that received one whole case."""
    folder = shutil.copytree(world.empty, tmp_path_factory.mktemp("received") / "st")
    with at_work(folder) as work:
        list(work.reception.receive(world.parts(CASE)))
    return folder


@pytest.fixture
def station(received, tmp_path):
    return shutil.copytree(received, tmp_path / "st")


@contextmanager
def at_work(folder):
    with open_station(folder) as one, WorkerPool(slots=1) as pool, seated(one, READER, PASSWORD, pool) as work:
        yield work


def read_of(folder):
    with at_work(folder) as work:
        return Reading(CASE, work.desk).read


def lengths(folder, timepoint="TP0"):
    """Long axes of what was measured, whole mm, by lesion."""
    assessed = read_of(folder).timepoint(timepoint).sheet.assessments
    return {lesion: round(said.long.mm) for (lesion, _), said in assessed.items()}


def draw(hands: Hands, long: float, short: float, down: float = 0) -> None:
    """A caliper of two axes about the middle of the image of the timepoint in hand, or below it."""
    hands.key("b")
    x, y, z = np.add(hands.image.frame.centre_mm, (0, down, 0)).tolist()
    hands.caliper((x - long / 2, y, z), (x + long / 2, y, z), (x, y - short / 2, z), (x, y + short / 2, z))
    hands.key(Qt.Key.Key_Escape)


def screen(hands: Hands):
    """Everything that has to come back; of the half caliper what was drawn of it: its long axis."""
    page = hands.page
    images = [(one.shown, one.view) for one in page.grid.viewports]
    drafts = [None if one.draft is None else one.draft.points_mm[:2] for one in page.grid.viewports]
    return images, drafts, page.panel.current_slot, page.tools.kind, page.comparing.is_linked


def make_a_state(hands: Hands) -> None:
    """A slice, window, zoom, lesion and layout of one's own, and half a caliper."""
    hands.key(Qt.Key.Key_F3)
    hands.wait(lambda: len(hands.page.grid.viewports) == 2)
    hands.key(Qt.Key.Key_Tab)
    hands.go_to_slice(4)
    for key in ("3", "+", "+", "x", "b"):
        hands.key(key)
    x, y, z = hands.image.frame.centre_mm
    hands.drag(hands.pixel((x - 4, y, z)), hands.pixel((x + 3, y + 1, z)))
    assert hands.image.draft is not None


@pytest.mark.parametrize("how", ["left", "signed out", "killed"])
def test_a_case_goes_on_exactly_where_it_was(station, tmp_path, qtbot, how):
    with window(station, qtbot) as hands:
        hands.sign_in(PASSWORD)
        hands.open_case()
        make_a_state(hands)
        before = screen(hands)
        if how == "left":
            hands.key("w", CTRL)
            hands.open_case()
            hands.wait(lambda: screen(hands) == before)
            return
        if how == "signed out":
            hands.key("o", CTRL | SHIFT)
            hands.the(QAbstractButton, "Sign in")
        else:
            QTest.qWait(500)
            station = shutil.copytree(station, tmp_path / "as it was when it was killed")
    with window(station, qtbot) as hands:
        hands.sign_in(PASSWORD)
        hands.open_case()
        hands.wait(lambda: screen(hands) == before)


def test_the_next_timepoint_hangs_beside_the_one_before(station, qtbot):
    with window(station, qtbot) as hands:
        hands.sign_in(PASSWORD)
        hands.open_case()
        hands.go_to_slice(2)
        draw(hands, 12, 8)
        hands.key(Qt.Key.Key_Tab)
        hands.go_to_slice(4)
        draw(hands, 10, 6, down=12)
        hands.key("k")
        QTest.keyClick(hands.shell, "k")
        page = hands.at("TP1")
        assert [one.shown.timepoint for one in page.grid.viewports] == ["TP0", "TP1"]
        assert page.grid.at_hand is page.grid.viewports[1]
    assert lengths(station) == {"T01": 12, "T02": 10}


def test_damaged_images_are_told_and_brought_back_where_they_lay(station, qtbot):
    with window(station, qtbot) as hands:
        hands.sign_in(PASSWORD)
        hands.open_case()
        hands.go_to_slice(2)
        draw(hands, 12, 8)
        hands.key("w", CTRL)
        hands.the(WorklistPage)
        (voxels,) = (one for one in (station / "opened").rglob("*") if one.is_file() and one.stat().st_size > 40_000)
        with voxels.open("r+b") as file:
            file.seek(30_000)
            file.write(b"\xff" * 64)
        hands.open_case()
        for key in [Qt.Key.Key_Home, *[Qt.Key.Key_Down] * 5]:
            hands.key(key)
            if "not what was decoded" in hands.image.message:
                break
        view = hands.image.view
        hands.click("Bring the images back")
        hands.wait(lambda: not hands.seen(QAbstractButton, "Bring the images back"))
        hands.wait(lambda: hands.image.message == "")
        assert (hands.image.view.centre_mm, hands.image.view.window) == (view.centre_mm, view.window)
    assert lengths(station) == {"T01": 12}


def test_a_full_disk_is_told_and_nothing_is_lost(station, qtbot, monkeypatch):
    with window(station, qtbot) as hands:
        hands.sign_in(PASSWORD)
        hands.open_case()
        hands.go_to_slice(2)
        draw(hands, 12, 8)
        with monkeypatch.context() as patch:
            patch.setattr(Database, "writing", full_disk)
            draw(hands, 20, 8)
            hands.wait(lambda: "no room" in hands.the(Banner).text)
        hands.click("Try again")
        hands.wait(lambda: not hands.seen(QAbstractButton, "Try again"))
    assert lengths(station) == {"T01": 20}
    with window(station, qtbot) as hands:
        hands.sign_in(PASSWORD)
        hands.open_case()
        with monkeypatch.context() as patch:
            patch.setattr(Database, "writing", full_disk)
            draw(hands, 16, 8)
            hands.wait(lambda: "no room" in hands.the(Banner).text)
        hands.click("Close")
        draw(hands, 14, 8)
    assert lengths(station) == {"T01": 14}


@contextmanager
def full_disk(_self):
    raise EnvironmentFailure("There is no room on the disk.")
    yield


def test_what_is_averaged_over_a_slab_is_not_measured(station, qtbot):
    with window(station, qtbot) as hands:
        hands.sign_in(PASSWORD)
        hands.open_case()
        hands.go_to_slice(2)
        hands.key(Qt.Key.Key_Up, CTRL)
        draw(hands, 12, 8)
        assert "one slice" in hands.shell.statusBar().currentMessage()
        hands.key(Qt.Key.Key_Down, CTRL)
        draw(hands, 10, 8)
    assert lengths(station) == {"T01": 10}


def test_a_mark_that_is_given_up_leaves_no_tool_and_no_lesion(station, qtbot):
    with window(station, qtbot) as hands:
        hands.sign_in(PASSWORD)
        page = hands.open_case()
        hands.key("b")
        page.panel.non_targets.fold.open()
        page.panel.non_targets.form.mark_button.setFocus()
        page.want_mark("non-target")
        assert page.tools.kind is Kind.POINT
        hands.key(Qt.Key.Key_Escape)
        assert page.tools.kind is None
        assert page.panel.mark_purpose == ""
    assert read_of(station).timepoints[0].sheet.recorded == {}


def test_the_keys_are_where_they_were_after_the_screen_was_locked(station, qtbot):
    with window(station, qtbot) as hands:
        hands.sign_in(PASSWORD)
        hands.open_case()
        make_a_state(hands)
        before = screen(hands)
        hands.key("l", CTRL)
        lock = hands.shell.lock_screen
        assert not hands.seen(ReadingPage)
        QTest.keyClicks(lock.findChild(QLineEdit), PASSWORD)
        QTest.keyClick(lock.findChild(QLineEdit), Qt.Key.Key_Return)
        hands.wait(lambda: hands.shell.lock_screen is None)
        assert screen(hands) == before
        hands.wait(hands.image.hasFocus)
        hands.key(Qt.Key.Key_Escape)
        assert hands.image.draft is None


def test_the_lists_beside_the_images_fold_away_and_the_menus_are_those_of_the_room(station, qtbot):
    with window(station, qtbot) as hands:
        hands.sign_in(PASSWORD)
        page = hands.open_case()
        hands.wait(lambda: "Read" in [one.text() for one in hands.shell.menuBar().actions()])
        before = hands.image.width()
        hands.key(Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
        hands.wait(lambda: hands.image.width() > before)
        assert not page.sidebar.isVisible()
        hands.key(Qt.Key.Key_F6)
        assert page.panel.isAncestorOf(page.window().focusWidget())
        hands.key(Qt.Key.Key_F6)
        assert hands.image.hasFocus()
        hands.key(Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
        assert page.sidebar.isVisible()


class AtTheFirstImage(QObject):
    """Notes where images are painted as long as there is no read panel, and then does something once."""

    def __init__(self, hands: Hands, do=lambda: None) -> None:
        super().__init__(hands.shell)
        self._hands = hands
        self._do = do
        self.places = []
        self.is_done = False
        QApplication.instance().installEventFilter(self)

    def eventFilter(self, watched, event):  # noqa: N802 - Qt's name
        is_image = isinstance(watched, Viewport) and watched.view is not None
        if event.type() == QEvent.Type.Paint and is_image and not self.is_done and self._is_before_the_panel():
            self.places.append(place_of(watched))
            QTimer.singleShot(0, self, self._now)
        return False

    def _now(self) -> None:
        if not self.is_done and self._is_before_the_panel():
            self.is_done = True
            self._do()

    def _is_before_the_panel(self) -> bool:
        return not self._hands.shell.findChildren(ReadPanel)


def place_of(image: Viewport):
    return image.mapTo(image.window(), QPoint(0, 0)).toTuple(), image.size().toTuple()


def test_the_images_come_before_the_panel_and_stay_where_they_are(station, qtbot):
    with window(station, qtbot) as hands:
        hands.sign_in(PASSWORD)
        hands.open_case()
        make_a_state(hands)
        hands.key("w", CTRL)
        hands.the(WorklistPage)
        hands.wait(lambda: not hands.shell.findChildren(ReadPanel))
        first = AtTheFirstImage(hands)
        hands.click("Next case")
        hands.wait(lambda: bool(hands.seen(ReadPanel)))
        QTest.qWait(0)
        assert first.places
        assert {*first.places} == {place_of(one) for one in hands.page.grid.viewports if one.view is not None}


def test_a_key_that_is_pressed_before_the_panel_is_there_is_not_lost(station, qtbot):
    with window(station, qtbot) as hands:
        hands.sign_in(PASSWORD)
        first = AtTheFirstImage(hands, lambda: hands.key(Qt.Key.Key_Tab))
        hands.click("Next case")
        hands.wait(lambda: first.is_done)
        assert hands.at("TP0").panel.current_slot[0] == "T02"
        assert hands.image.hasFocus()


def test_a_case_left_before_the_panel_is_there_goes_on_where_it_was(station, qtbot):
    with window(station, qtbot) as hands:
        hands.sign_in(PASSWORD)
        hands.open_case()
        make_a_state(hands)
        before = screen(hands)
        hands.key("w", CTRL)
        hands.the(WorklistPage)
        hands.wait(lambda: not hands.shell.findChildren(ReadPanel))
        first = AtTheFirstImage(hands, lambda: hands.key("w", CTRL))
        hands.click("Next case")
        hands.wait(lambda: first.is_done)
        hands.the(WorklistPage)
        hands.open_case()
        hands.wait(lambda: screen(hands) == before)
