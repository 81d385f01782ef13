"""What is drawn on an image and becomes a measurement: nothing is lost, and no image moves by it."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from reading.ways import CASE, begun
from support.fake_desk import UID
from support.shown_images import made_images, made_volume

from seedcryo_reader.domain.measurement import Extent
from seedcryo_reader.ui.reading.acting import Acting
from seedcryo_reader.ui.reading.case_images import CaseImages
from seedcryo_reader.ui.reading.measuring import Measuring
from seedcryo_reader.ui.reading.panel import ReadPanel
from seedcryo_reader.ui.viewport.viewport import Viewport
from seedcryo_reader.viewing import moving
from seedcryo_reader.viewing.tools.bidirectional import Bidirectional
from seedcryo_reader.viewing.view import Shown

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
T01, T02 = ("T01", Extent.WHOLE), ("T02", Extent.WHOLE)


class Store:
    """The same two series at every timepoint."""

    def __init__(self):
        volume = made_volume()
        places = (one.position_mm[2] for one in volume.sources)
        frames = (int(z) + 1 for z in places)  # as the fake desk calls its images
        named = (replace(one, sop_instance=UID, frame=n) for one, n in zip(volume.sources, frames, strict=True))
        self.images = made_images(replace(volume, sources=tuple(named)), volume)

    def load(self, _case_number, _timepoint):
        return self.images


class Bench:
    """A viewport, the panel and what draws between them."""

    def __init__(self, qtbot):
        self.owner = QObject()
        self.reading, self.desk = begun()
        self.acting = Acting(self.reading, lambda _question: None, self.owner)
        self.panel = ReadPanel(self.acting, QLabel(), QLabel())
        self.viewport = Viewport()
        self.images = CaseImages(Store(), CASE)
        self.measuring = Measuring(self.acting, self.images, lambda: self.panel, self.owner)
        self.measuring.attend((self.viewport,))
        self.told = []
        self.measuring.told.connect(self.told.append)
        self.acting.changed.connect(self.show)
        self.panel.slot_changed.connect(lambda *_slot: self.show())
        for one in (self.panel, self.viewport):
            qtbot.addWidget(one)
        self.viewport.resize(516, 400)
        self.viewport.show_stack(self.images.load("TP0"), Shown("TP0", 1))
        with qtbot.waitActive(self.viewport):
            self.viewport.show()
            self.viewport.activateWindow()
        self.viewport.setFocus()
        self.viewport.set_tool(Bidirectional)

    def show(self):
        self.measuring.show_on(self.viewport)

    def drag(self, start, end):
        QTest.mousePress(self.viewport, LEFT, NONE, QPoint(*start))
        QTest.mouseMove(self.viewport, QPoint((start[0] + end[0]) // 2, (start[1] + end[1]) // 2))
        QTest.mouseMove(self.viewport, QPoint(*end))
        QTest.mouseRelease(self.viewport, LEFT, NONE, QPoint(*end))

    def caliper(self, x=200, y=200, length=100):
        """One of two axes, its long one from here to the right; its last end is the lower one."""
        middle = x + length // 2
        self.drag((x, y), (x + length, y))
        self.drag((middle, y - 20), (middle, y + 30))

    @property
    def items(self):
        return {one.item_id: one for one in self.viewport.drawings().items}

    def assessed(self, slot=T01):
        return self.reading.read.active.sheet.assessments.get(slot)

    def long_mm(self, slot=T01):
        return float(self.assessed(slot).long.mm)


@pytest.fixture
def bench(qtbot):
    return Bench(qtbot)


def test_a_caliper_that_cannot_be_written_stays_on_the_image_until_it_can(bench, qtbot):
    bench.desk.log.fails = True
    bench.caliper()
    assert bench.assessed() is None
    (item,) = bench.items.values()
    assert (item.label[0], item.label[-1]) == ("T01", "not saved")
    assert "The disk is full." in bench.told[-1]
    assert "stays on the image" in bench.told[-1]
    bench.measuring.write_again()
    assert list(bench.items.values()) == [item]
    bench.desk.log.fails = False
    QTest.keyClick(bench.viewport, Qt.Key.Key_Escape)
    bench.viewport.set_tool(None)
    with qtbot.waitSignal(bench.measuring.measured):
        QTest.mouseClick(bench.viewport, LEFT, NONE, QPoint(200, 200))
    assert list(bench.items) == ["T01/whole"]
    assert bench.long_mm() == pytest.approx(100 * bench.viewport.frame.mm_per_pixel, abs=0.1)


def test_a_change_that_cannot_be_written_is_kept_beside_what_is_recorded(bench):
    bench.caliper()
    before = bench.assessed()
    bench.desk.log.fails = True
    bench.drag((300, 200), (330, 200))
    assert bench.assessed() == before
    assert len(bench.items) == 2
    bench.desk.log.fails = False
    bench.measuring.write_again()
    assert list(bench.items) == ["T01/whole"]
    assert bench.long_mm() == pytest.approx(130 * bench.viewport.frame.mm_per_pixel, abs=0.1)


def test_another_caliper_of_the_lesion_or_the_delete_key_takes_what_could_not_be_written_away(bench):
    for act in (lambda: QTest.keyClick(bench.viewport, Qt.Key.Key_Delete), lambda: bench.caliper(220, 330)):
        bench.viewport.set_tool(Bidirectional)
        bench.desk.log.fails = True
        bench.caliper()
        QTest.keyClick(bench.viewport, Qt.Key.Key_Up)
        assert [one.label[-1] for one in bench.items.values()] == ["not saved"]
        bench.desk.log.fails = False
        bench.viewport.choose(next(iter(bench.items)))
        act()
        assert all(one.label[-1] != "not saved" for one in bench.items.values())


def test_changing_the_caliper_of_another_lesion_takes_it_in_hand_and_moves_no_image(bench, qtbot):
    bench.caliper()
    bench.panel.choose(*T02)
    before = bench.viewport.view
    bench.viewport.set_tool(None)
    with qtbot.assertNotEmitted(bench.panel.slot_changed):
        bench.drag((300, 200), (340, 200))
    assert (bench.panel.current_slot, bench.viewport.view) == (T01, before)
    assert bench.long_mm() == pytest.approx(140 * bench.viewport.frame.mm_per_pixel, abs=0.1)
    assert bench.assessed(T02) is None


def test_an_end_is_put_right_just_after_measuring_with_the_tool_still_in_hand(bench):
    bench.caliper()
    short = bench.assessed().short
    bench.drag((300, 200), (340, 200))
    assert bench.viewport.draft is None
    assert bench.long_mm() == pytest.approx(140 * bench.viewport.frame.mm_per_pixel, abs=0.1)
    assert bench.assessed().short == short


def test_nothing_of_the_lesion_before_is_moved_once_another_is_in_hand(bench):
    bench.caliper()
    before = bench.assessed()
    bench.panel.choose(*T02)
    assert bench.viewport.chosen is None
    bench.viewport.set_tool(None)
    bench.drag((220, 200), (250, 230))
    assert (bench.assessed(), bench.panel.current_slot) == (before, T02)


def test_the_marks_make_room_for_the_length_while_a_caliper_is_drawn(bench):
    def ticks():
        return [label for _place, label in bench.viewport.slider.ticks]

    bench.show()
    assert "T01" in ticks()
    bench.drag((200, 200), (300, 200))
    assert "T01" not in ticks()
    assert "" in ticks()
    QTest.keyClick(bench.viewport, Qt.Key.Key_Escape)
    assert "T01" in ticks()


def test_a_nudge_whose_key_is_still_down_is_written_before_the_next_lesion_is_taken_in_hand(bench):
    bench.caliper()
    bench.viewport.set_tool(None)
    QTest.mouseClick(bench.viewport, LEFT, NONE, QPoint(300, 200))
    before = bench.long_mm()
    for _ in range(3):
        QTest.keyPress(bench.viewport, Qt.Key.Key_Right)
    bench.panel.choose(*T02)
    assert bench.long_mm() == pytest.approx(before + 3 * bench.viewport.frame.mm_per_pixel, abs=0.11)
    assert bench.panel.current_slot == T02
    assert bench.viewport.chosen is None
    QTest.keyRelease(bench.viewport, Qt.Key.Key_Right)
    assert bench.assessed(T02) is None


def test_a_nudge_whose_key_is_still_down_is_written_before_another_series_is_shown(bench):
    bench.caliper()
    before = bench.assessed()
    QTest.keyPress(bench.viewport, Qt.Key.Key_Down)
    bench.viewport.show_stack(bench.images.load("TP0"), Shown("TP0", 2))
    bench.show()
    assert bench.assessed().short.mm > before.short.mm
    assert bench.items == {}


def test_a_nudge_goes_on_while_something_else_of_the_read_changes(bench):
    bench.caliper()
    before = bench.assessed()
    QTest.keyPress(bench.viewport, Qt.Key.Key_Down)
    bench.acting.changed.emit()
    QTest.keyRelease(bench.viewport, Qt.Key.Key_Down)
    assert bench.assessed().short.mm > before.short.mm


def test_the_arrow_keys_nudge_the_end_of_a_new_caliper_that_was_put_last(bench):
    bench.caliper()
    before, place = bench.assessed(), bench.viewport.view
    assert bench.viewport.chosen == "T01/whole"
    QTest.keyClick(bench.viewport, Qt.Key.Key_Down)
    assert bench.assessed().long == before.long
    moved = 10 * (bench.assessed().short.mm - before.short.mm)
    assert float(moved) == pytest.approx(10 * bench.viewport.frame.mm_per_pixel, abs=1.01)
    assert bench.viewport.view == place


def test_after_a_new_caliper_escape_puts_the_tool_away_and_the_arrow_keys_scroll(bench, qtbot):
    bench.caliper()
    with qtbot.waitSignal(bench.viewport.put_away):
        QTest.keyClick(bench.viewport, Qt.Key.Key_Escape)
    assert bench.viewport.chosen is None
    place = moving.slice_of(bench.viewport.volume, bench.viewport.view)
    QTest.keyClick(bench.viewport, Qt.Key.Key_Down)
    assert moving.slice_of(bench.viewport.volume, bench.viewport.view) == place - 1


def test_a_caliper_drawn_by_keys_is_nudged_by_its_last_end_too(bench):
    def far(key, times=1):
        for _ in range(times):
            QTest.keyClick(bench.viewport, key, Qt.KeyboardModifier.ShiftModifier)

    put = Qt.Key.Key_Return
    QTest.keyClick(bench.viewport, put)
    far(Qt.Key.Key_Left)
    QTest.keyClick(bench.viewport, put)
    far(Qt.Key.Key_Right, 3)
    QTest.keyClick(bench.viewport, put)
    far(Qt.Key.Key_Left)
    far(Qt.Key.Key_Down)
    QTest.keyClick(bench.viewport, put)
    far(Qt.Key.Key_Up, 2)
    QTest.keyClick(bench.viewport, put)
    before = bench.assessed()
    far(Qt.Key.Key_Up)
    assert bench.assessed().long == before.long
    assert bench.assessed().short.mm > before.short.mm
