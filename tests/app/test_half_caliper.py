"""Half a caliper belongs to the lesion that it was begun for, and becomes no length of another."""

import shutil

import pytest
from casefile.part.ways import PASSWORD
from faults.world import CASES, make_world
from PySide6.QtCore import Qt
from support.window_hands import window

from seedcryo_reader.viewing.drawing import Kind


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    return make_world(tmp_path_factory.mktemp("world"))


@pytest.fixture
def hands(qtbot, world, tmp_path):
    with window(shutil.copytree(world.empty, tmp_path / "st"), qtbot) as one:
        one.sign_in(PASSWORD)
        one.receive(*world.parts(CASES[0])[:1])
        one.open_case()
        one.shell.activateWindow()
        qtbot.waitUntil(one.shell.isActiveWindow)
        one.image.setFocus()
        yield one


def across(image, down, half=6.0):
    x, y, z = image.frame.centre_mm
    return (x - half, y + down, z), (x + half, y + down, z)


def upright(image, half=4.0):
    x, y, z = image.frame.centre_mm
    return (x, y - half, z), (x, y + half, z)


def items(image):
    return [one.item_id for one in image.drawings().items if one.item_id != "draft"]


def test_what_was_begun_for_one_lesion_measures_no_other(hands):
    hands.key("b")
    hands.caliper(*across(hands.image, 0))
    assert hands.image.draft is not None
    before = hands.page.panel.current_slot
    hands.key(Qt.Key.Key_Tab)
    assert hands.page.panel.current_slot != before
    assert hands.image.draft is None
    assert hands.page.tools.kind is Kind.BIDIRECTIONAL
    hands.caliper(*upright(hands.image))
    assert items(hands.image) == []
