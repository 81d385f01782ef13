"""What was seen of a case does not stay in the program when the case is left, or came to its end."""

import gc
import shutil
from contextlib import contextmanager

import pytest
from casefile.part.ways import PASSWORD
from faults.world import CASES, READER, make_world
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton
from support.window_hands import window

from seedcryo_reader.app.signing_in import open_station, seated
from seedcryo_reader.domain import events
from seedcryo_reader.imaging.volume import Volume
from seedcryo_reader.imaging.workers.pool import WorkerPool
from seedcryo_reader.reading.reading import Reading

CASE = CASES[0]


@contextmanager
def at_work(folder):
    with open_station(folder) as one, WorkerPool(slots=1) as pool, seated(one, READER, PASSWORD, pool) as work:
        yield work


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    return make_world(tmp_path_factory.mktemp("world"))


@pytest.fixture
def received(world, tmp_path):
    """A station that received a whole case."""
    folder = shutil.copytree(world.empty, tmp_path / "st")
    with at_work(folder) as work:
        list(work.reception.receive(world.parts(CASE)))
    return folder


@pytest.fixture
def at_the_last_lock(received, world):
    """A station whose case lacks nothing but the lock of its last timepoint."""
    with at_work(received) as work:
        reading = Reading(CASE, work.desk)
        for timepoint in range(len(world.parts(CASE)) - 1):
            if timepoint:
                reading.lock()
            reading.open_next()
            reading.do(events.TimepointMarkedNotEvaluable(f"TP{timepoint}", "artefact"))
    return received


def held(folder):
    """Stacks whose voxels of this station are in use."""
    gc.collect()
    volumes = (one for one in gc.get_objects() if type(one) is Volume and one.file is not None)
    return [one.file for one in volumes if folder in one.file.parents]


def opened(hands):
    hands.sign_in(PASSWORD)
    hands.click("Next case")
    hands.wait(lambda: hands.image.shown is not None)
    hands.image.setFocus()


def test_a_case_that_was_opened_and_left_holds_no_image(qtbot, received):
    with window(received, qtbot) as hands:
        opened(hands)
        assert held(received)
        hands.key(Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
        # To look at all objects breaks a tuple that another thread is making: the worklist must be known first.
        hands.wait(hands.the(QAbstractButton, "Next case").isEnabled)
        hands.wait(lambda: not held(received))


def test_a_case_at_its_end_holds_no_image(qtbot, at_the_last_lock):
    with window(at_the_last_lock, qtbot) as hands:
        opened(hands)
        hands.key("k")
        hands.the(QAbstractButton, "Continue")
        hands.wait(lambda: not held(at_the_last_lock))
