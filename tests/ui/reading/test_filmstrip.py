"""The filmstrip on the screen: tiles that show the lesion, words under them, a click and a key that wish for more."""

import numpy as np
import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtTest import QTest
from viewing.strips import IMAGES, READ, Images, Series, caliper, timepoint

from seedcryo_reader.domain.changing import replace
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.domain.measurement import Extent
from seedcryo_reader.ui.reading.case_images import CaseImages
from seedcryo_reader.ui.reading.filmstrip import SIDE, Filmstrip
from seedcryo_reader.ui.shared.theme import COLOURS


class Acting(QObject):
    """The read on the desk."""

    changed = Signal()
    read = READ

    def write(self, read) -> None:
        self.read = read
        self.changed.emit()


class Store:
    """The images, which can be exchanged."""

    def __init__(self) -> None:
        self.images = dict(IMAGES)

    def load(self, case_number: str, timepoint: str) -> Images:
        return self.images[timepoint]


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
def acting(qapp) -> Acting:
    return Acting()


@pytest.fixture
def strip(qtbot, acting, store) -> Filmstrip:
    made = Filmstrip(acting, CaseImages(store, "C-0001"))
    qtbot.addWidget(made)
    made.resize(700, 400)
    return made


@pytest.fixture
def shown(strip, qtbot) -> Filmstrip:
    strip.show()
    qtbot.waitUntil(lambda: strip.tiles and all(one.is_made for one in strip.tiles.values()))
    return strip


def picture(tile) -> np.ndarray:
    image = tile.grab().toImage().convertToFormat(tile.grab().toImage().Format.Format_RGB32)
    data = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine() // 4, 4)
    side = round(SIDE * image.devicePixelRatio())
    return data[:side, :side, 2::-1].astype(int)


def test_nothing_is_made_before_it_is_seen(strip):
    assert strip.tiles == {}


def test_the_lesion_lies_in_the_middle_of_every_tile_of_its_row_at_one_scale(shown):
    """The disc of 20 mm in tiles of 50 mm: as large as it is, where it is, whatever its timepoint."""
    for name in ("TP0", "TP1", "TP2"):
        bright = picture(shown.tiles["T01", name]).min(axis=-1) > 150
        down, across = np.nonzero(bright[6:-6, 6:-6])
        assert np.mean(down) + 6 == pytest.approx(SIDE / 2, abs=3), name
        assert np.mean(across) + 6 == pytest.approx(SIDE / 2, abs=3), name
        assert np.ptp(down) * 50 / SIDE == pytest.approx(20, abs=2), name


def test_the_caliper_is_drawn_on_its_own_timepoint_only(shown):
    own = np.array([int(COLOURS.own[at : at + 2], 16) for at in (1, 3, 5)])
    found = {
        name: int((np.abs(picture(shown.tiles["T01", name]) - own).sum(axis=-1) < 90).sum())
        for name in ("TP0", "TP1", "TP2")
    }
    assert min(found["TP0"], found["TP1"]) > 20
    assert found["TP2"] == 0


def test_words_tell_what_was_said(shown):
    assert {slot: tile.caption for slot, tile in shown.tiles.items()} == {
        ("T01", "TP0"): "20.0 × 16.0 mm",
        ("T01", "TP1"): "26.3 × 16.0 mm",
        ("T01", "TP2"): "absent",
        ("T02", "TP0"): "not read yet",
        ("T02", "TP1"): "not read yet",
        ("T02", "TP2"): "not read yet",
    }
    assert shown.tiles["T01", "TP2"].accessibleName() == "T01 TP2: absent"


def test_a_click_and_the_space_bar_wish_for_the_image(shown, qtbot):
    with qtbot.waitSignal(shown.cell_chosen) as clicked:
        QTest.mouseClick(shown.tiles["T01", "TP1"], Qt.MouseButton.LeftButton)
    assert clicked.args == ["T01", Extent.WHOLE, "TP1"]
    shown.tiles["T02", "TP0"].setFocus()
    with qtbot.waitSignal(shown.cell_chosen) as pressed:
        QTest.keyClick(shown.tiles["T02", "TP0"], Qt.Key.Key_Space)
    assert pressed.args == ["T02", Extent.WHOLE, "TP0"]


def test_a_new_measurement_is_seen_at_once(shown, acting, qtbot):
    acting.write(replace(READ, timepoints=(timepoint("TP0", caliper("TP0", 30.0)),)))
    assert set(shown.tiles) == {("T01", "TP0"), ("T02", "TP0")}
    assert shown.tiles["T01", "TP0"].caption == "30.0 × 16.0 mm"
    qtbot.waitUntil(lambda: shown.tiles["T01", "TP0"].is_made)


def test_a_slice_that_was_changed_is_not_shown(strip, store, qtbot):
    class Damaged(Images):
        def check_slice(self, series: int, stack: int, k: int) -> None:
            raise Refused([Finding("damaged-images", "Slice 5 is not what was decoded.")])

    store.images["TP0"] = Damaged((Series(IMAGES["TP0"].series[0].volumes),))
    strip.show()
    qtbot.waitUntil(lambda: strip.tiles and all(one.is_made for one in strip.tiles.values()))
    assert picture(strip.tiles["T01", "TP0"]).max() < 200
    assert picture(strip.tiles["T01", "TP1"]).max() > 200
