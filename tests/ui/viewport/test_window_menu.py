"""The windows by their names: the menu says what the number keys do to the image in hand, and does it."""

import pytest
from PySide6.QtCore import Qt
from support.shown_images import made_images

from seedcryo_reader.ui.viewport.viewport import Viewport
from seedcryo_reader.ui.viewport.window_menu import WindowMenu
from seedcryo_reader.viewing.view import Shown


@pytest.fixture
def viewport(qtbot) -> Viewport:
    made = Viewport()
    qtbot.addWidget(made)
    made.resize(516, 400)
    made.show()
    return made


def open_menu(menu: WindowMenu) -> None:
    menu.aboutToShow.emit()


def test_names_stand_beside_their_number_keys(viewport) -> None:
    viewport.show_stack(made_images(), Shown("TP1", 1), None, "")
    menu = WindowMenu(lambda: viewport, viewport)
    open_menu(menu)
    lines = [one.text().split("\t") for one in menu.actions() if one.text()]
    assert lines[0] == ["Soft tissue", "1"]
    assert lines[-1] == ["As the images came", "0"]
    assert [key for _, key in lines] == ["1", "2", "3", "4", "5", "0"]


def test_a_name_does_as_its_key(qtbot, viewport) -> None:
    viewport.show_stack(made_images(), Shown("TP1", 1), None, "")
    viewport.setFocus()
    qtbot.keyClick(viewport, Qt.Key.Key_3)
    by_key = viewport.view.window
    qtbot.keyClick(viewport, Qt.Key.Key_0)
    assert viewport.view.window != by_key
    menu = WindowMenu(lambda: viewport, viewport)
    open_menu(menu)
    next(one for one in menu.actions() if one.text() == "Lung\t3").trigger()
    assert viewport.view.window == by_key


def test_without_an_image_there_is_nothing_to_choose(viewport) -> None:
    menu = WindowMenu(lambda: viewport, viewport)
    open_menu(menu)
    assert [(one.text(), one.isEnabled()) for one in menu.actions()] == [("There is no image.", False)]
