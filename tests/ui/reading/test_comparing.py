"""Images that follow each other: what moves, what does not, what is said about it, and how a registration comes in."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from threading import Event

import numpy as np
import pytest
from PySide6.QtCore import QObject, Signal

from seedcryo_reader.domain.errors import Cancelled, EnvironmentFailure
from seedcryo_reader.imaging.registration.judging import Doubt, Registered
from seedcryo_reader.imaging.volume import Geometry, SliceSource, Statistics, Volume
from seedcryo_reader.imaging.watch import Watch
from seedcryo_reader.imaging.window import Window
from seedcryo_reader.ui.reading.case_images import CaseImages
from seedcryo_reader.ui.reading.comparing import Comparing
from seedcryo_reader.ui.shared.background import Background
from seedcryo_reader.viewing.linking import shifted
from seedcryo_reader.viewing.view import PointMm, Shown, View


class Viewport(QObject):
    """A viewport without a picture."""

    view_changed = Signal(object)
    pointed = Signal(object)

    def __init__(self, shown: Shown | None, view: View | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.shown, self.view = shown, view
        self.crosshair: PointMm | None = None

    def set_view(self, view: View) -> None:
        self.view = view

    def set_crosshair(self, point_mm: PointMm | None) -> None:
        self.crosshair = point_mm

    def move(self, **changes: object) -> None:
        """What the reader's hand does."""
        self.view = replace(self.view, **changes)
        self.view_changed.emit(self.view)


def volume(space: str, spacing: float = 1.0) -> Volume:
    affine = np.diag([1.0, 1.0, spacing, 1.0])
    sources = tuple(SliceSource("", "1.2", 1, (0.0, 0.0, k * spacing), None, True) for k in range(20))
    return Volume(
        np.zeros((20, 8, 8), np.int16),
        Geometry(affine, (1.0, 1.0, spacing)),
        space,
        "HU",
        sources,
        Statistics(0, 0, 0),
        "3d",
        False,
    )


@dataclass(frozen=True)
class Series:
    number: int
    volumes: tuple[Volume, ...]
    modality: str = "CT"
    label: str = "CT portal venous"
    findings: tuple = ()


@dataclass(frozen=True)
class Images:
    series: tuple[Series, ...]
    pinned: tuple = ()


class Store:
    """TP0 and TP1 have frames of reference of their own; TP2 has the one of TP1; every fifth millimetre in TP0."""

    def load(self, case_number: str, timepoint: str) -> Images:
        spaces = {"TP0": "1.0", "TP1": "1.1", "TP2": "1.1"}
        return Images((Series(1, (volume(spaces[timepoint], 5.0 if timepoint == "TP0" else 1.0),)),))


TRUSTED = Registered(shifted((10.0, 0.0, 30.0)), 0.934)
MIDDLE = View((4.0, 4.0, 10.0), 0.5, Window(40, 400))


class Registering:
    """A registration that waits until it is let go."""

    def __init__(self) -> None:
        self.result: Registered | Exception = TRUSTED
        self.let_go = Event()
        self.asked: list[tuple[str, str]] = []

    def __call__(self, fixed: Volume, moving: Volume, watch: Watch) -> Registered:
        self.asked.append((fixed.frame_of_reference, moving.frame_of_reference))
        while not self.let_go.wait(0.01):
            if watch.cancelled():
                raise Cancelled
        if isinstance(self.result, Exception):
            raise self.result
        return self.result


@dataclass
class Room:
    comparing: Comparing
    registering: Registering
    said: list[str]

    def hold(self, *timepoints: str) -> list[Viewport]:
        held = [Viewport(Shown(one, 1), replace(MIDDLE, centre_mm=(0, 0, 0)), self.comparing) for one in timepoints]
        self.comparing.hold(held)
        return held


@pytest.fixture
def room(qtbot) -> Iterator[Room]:
    background = Background()
    registering = Registering()
    comparing = Comparing(CaseImages(Store(), "C-0001"), background, registering)
    said: list[str] = []
    comparing.state_changed.connect(said.append)
    yield Room(comparing, registering, said)
    background.close()


@pytest.fixture
def until(qtbot, room) -> Callable[[str], None]:
    """Wait for a state."""

    def wait(text: str) -> None:
        qtbot.waitUntil(lambda: room.said[-1] == text)

    return wait


def test_one_frame_of_reference_is_followed_at_once_and_exactly(room):
    left, right = room.hold("TP1", "TP2")
    assert room.said == ["same frame of reference"]
    right.move(centre_mm=(4.0, 4.0, 10.0))
    assert left.view == right.view
    left.move(mm_per_pixel=0.25)
    assert right.view.mm_per_pixel == 0.25
    assert room.registering.asked == []


def test_a_registration_moves_nothing_by_itself_but_the_next_movement_is_followed(room, until):
    left, right = room.hold("TP0", "TP1")
    assert room.said == ["registering…"]
    right.move(centre_mm=(1.0, 1.0, 5.0))
    room.registering.let_go.set()
    until("registered, quality 0.93")
    assert left.view.centre_mm == (0, 0, 0)
    right.move(centre_mm=(1.0, 1.0, 6.0))
    assert left.view.centre_mm == (11.0, 1.0, 36.0)
    left.move(centre_mm=(11.0, 1.0, 40.0))
    assert right.view.centre_mm == pytest.approx((1.0, 1.0, 10.0))


@pytest.mark.parametrize(
    ("result", "words"),
    [
        (Registered(shifted((1, 2, 3)), 0.31, (Doubt.UNLIKE,)), "not trusted: the images are not alike enough"),
        (EnvironmentFailure("The worker was late."), "not linked: The worker was late."),
    ],
)
def test_what_is_not_trusted_links_nothing(room, until, result, words):
    left, right = room.hold("TP0", "TP1")
    room.registering.result = result
    room.registering.let_go.set()
    until(words)
    right.move(centre_mm=(1.0, 1.0, 6.0), mm_per_pixel=2.0, window=Window(-600, 1500))
    assert left.view == replace(MIDDLE, centre_mm=(0, 0, 0), window=Window(-600, 1500)), "but for the window"


def test_a_registration_is_stopped_and_begun_again(room, until):
    room.hold("TP0", "TP1")
    room.comparing.cancel()
    until("not linked: registration stopped")
    room.registering.let_go.set()
    room.comparing.register_again()
    until("registered, quality 0.93")


def test_what_is_not_shown_any_more_is_not_registered_to_the_end(room, until, qtbot):
    room.hold("TP0", "TP1")
    qtbot.waitUntil(lambda: room.registering.asked == [("1.1", "1.0")])
    room.hold("TP1", "TP2")
    assert room.said[-1] == "same frame of reference"
    room.registering.let_go.set()
    room.hold("TP0", "TP1")
    until("registered, quality 0.93")
    assert room.registering.asked == [("1.1", "1.0")] * 2


def test_a_registration_is_remembered_and_good_from_either_side(room, until):
    room.hold("TP0", "TP1")
    room.registering.let_go.set()
    until("registered, quality 0.93")
    right, left = room.hold("TP1", "TP0")
    assert room.said[-1] == "registered, quality 0.93"
    left.move(centre_mm=(10.0, 0.0, 35.0))
    assert right.view.centre_mm == pytest.approx((0, 0, 5))
    assert len(room.registering.asked) == 1


def test_let_go_moved_and_kept_as_it_stands(room, until):
    """The offset is taken between the slices that are really shown, and is there again in the next session."""
    left, right = room.hold("TP0", "TP1")
    room.comparing.set_linked(False)
    assert room.said[-1] == "link off"
    right.move(centre_mm=(1.0, 1.0, 6.4))
    left.move(centre_mm=(3.0, 1.0, 41.0))
    assert right.view.centre_mm == (1.0, 1.0, 6.4)
    assert room.comparing.keep_offset()
    assert room.said[-1] == "offset by hand"
    right.move(centre_mm=(1.0, 1.0, 7.4))
    assert left.view.centre_mm == pytest.approx((3.0, 1.0, 7.4 + 34.0))
    kept = room.comparing.offsets
    room.comparing.drop_offsets()
    assert room.said[-1] == "registering…"
    room.comparing.set_offsets(kept)
    assert (room.said[-1], kept) == ("offset by hand", {"1.0 1.1": "-2.000 0.000 -34.000"})


def test_there_is_no_offset_between_nothing(room):
    empty = Viewport(None, None, room.comparing)
    room.comparing.hold([empty, *room.hold("TP1")])
    assert not room.comparing.keep_offset()
    room.comparing.hold([])
    assert not room.comparing.keep_offset()


def test_switched_on_again_the_others_come_to_the_leader(room):
    left, right = room.hold("TP1", "TP2")
    room.comparing.set_linked(False)
    left.move(centre_mm=(7.0, 7.0, 7.0), mm_per_pixel=2.0)
    room.comparing.set_linked(True, left)
    assert right.view == left.view


def test_four_images_are_linked_by_way_of_the_last(room, until):
    left, middle, right = room.hold("TP0", "TP1", "TP2")
    room.registering.let_go.set()
    until("TP0: registered, quality 0.93 · TP1: same frame of reference")
    middle.move(centre_mm=(2.0, 0.0, 1.0))
    assert (right.view.centre_mm, left.view.centre_mm) == ((2.0, 0.0, 1.0), (12.0, 0.0, 31.0))


def test_the_crosshair_is_in_the_same_place_of_the_body(room, until):
    left, right = room.hold("TP0", "TP1")
    room.registering.let_go.set()
    until("registered, quality 0.93")
    right.pointed.emit((1.0, 2.0, 3.0))
    assert (left.crosshair, right.crosshair) == ((11.0, 2.0, 33.0), None)
    right.pointed.emit(None)
    assert left.crosshair is None
    room.comparing.set_crosshair(False)
    right.pointed.emit((1.0, 2.0, 3.0))
    assert left.crosshair is None


def test_a_viewport_that_was_let_go_leads_nobody(room):
    left, right = room.hold("TP1", "TP2")
    room.comparing.hold([right])
    left.move(centre_mm=(7.0, 7.0, 7.0))
    assert right.view.centre_mm == (0, 0, 0)
