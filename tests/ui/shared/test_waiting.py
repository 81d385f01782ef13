from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from seedcryo_reader.domain.errors import EnvironmentFailure, Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.imaging.watch import Progress
from seedcryo_reader.ui.shared.actions import Acts
from seedcryo_reader.ui.shared.background import Background
from seedcryo_reader.ui.shared.banner import Banner
from seedcryo_reader.ui.shared.busy import Busy


@pytest.fixture
def page(qtbot):
    made = QWidget()
    made.resize(800, 600)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def background():
    made = Background()
    yield made
    made.close()


def test_a_page_is_covered_while_a_job_runs_and_not_after(qtbot, page, background) -> None:
    busy, go = Busy(page), Event()
    running = background.run(lambda _watch: go.wait(5), lambda _done: None)
    busy.show_for(running, "Opening TP1")
    assert not busy.isVisible()  # what is over at once is not announced
    qtbot.waitUntil(busy.isVisible)
    page.resize(1000, 700)
    assert busy.size() == page.size()
    with qtbot.waitSignal(running.ended):
        go.set()
    assert not busy.isVisible()


def test_no_key_reaches_what_is_covered(qtbot, page, background) -> None:
    go, done = Event(), []
    under = QPushButton("Under", page)
    under.clicked.connect(lambda: done.append("pressed"))
    under.show()
    Acts().bind(page, "lock", lambda: done.append("locked"))
    with qtbot.waitActive(page):
        page.activateWindow()
    under.setFocus()
    busy = Busy(page)
    running = background.run(lambda _watch: go.wait(5), lambda _done: None)
    busy.show_for(running, "Locking", can_cancel=False)
    qtbot.waitUntil(busy.isVisible)
    for key in (Qt.Key.Key_K, Qt.Key.Key_Tab, Qt.Key.Key_Space):
        qtbot.keyClick(page.windowHandle(), key)
    assert done == []
    with qtbot.waitSignal(running.ended):
        go.set()
    assert under.hasFocus()
    qtbot.keyClick(page.windowHandle(), Qt.Key.Key_K)
    assert done == ["locked"]


def test_a_job_that_is_over_soon_covers_nothing(qtbot, page, background) -> None:
    busy = Busy(page)
    running = background.run(lambda _watch: None, lambda _done: None)
    busy.show_for(running, "Saving")
    with qtbot.waitSignal(running.ended):
        pass
    qtbot.wait(200)
    assert not busy.isVisible()


@pytest.mark.parametrize(
    ("progress", "words"),
    [(Progress(3, 12), "3 of 12"), (Progress(3, 12, 1_400_000, 20_000_000), "3 of 12, 1 of 20 MB")],
)
def test_progress_is_told_in_items_and_bytes(page, progress, words) -> None:
    busy = Busy(page)
    busy.tell(progress)
    assert busy.how_far == words


def test_trouble_is_told_in_its_sentences_and_can_be_tried_again(qtbot, page) -> None:
    banner = Banner(page)
    tries: list[int] = []
    banner.tell(Refused([Finding("a", "One thing."), Finding("b", "Another.")]))
    assert banner.text == "One thing.\nAnother."
    again = next(one for one in banner.findChildren(QPushButton) if one.text() == "Try again")
    assert not again.isVisible()
    banner.tell(EnvironmentFailure("The disk is full."), lambda: tries.append(1))
    qtbot.mouseClick(again, Qt.MouseButton.LeftButton)
    assert tries == [1]
    assert not banner.isVisible()


def test_a_banner_that_was_read_goes(qtbot, page) -> None:
    banner = Banner(page)
    banner.say("The clock was set back.")
    close = next(one for one in banner.findChildren(QPushButton) if one.text() == "Close")
    with qtbot.waitSignal(banner.closed):
        qtbot.mouseClick(close, Qt.MouseButton.LeftButton)
    assert not banner.isVisible()


def test_a_dropped_job_delivers_nothing_and_others_can_follow(qtbot, background) -> None:
    seen: list[str] = []
    background.run(lambda _watch: "old", seen.append)
    background.drop()
    assert not background.is_busy
    with qtbot.waitSignal(background.run(lambda _watch: "new", seen.append).ended):
        pass
    assert seen == ["new"]
