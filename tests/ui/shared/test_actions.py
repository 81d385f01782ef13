from itertools import chain

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from seedcryo_reader.app.paths import resources
from seedcryo_reader.ui.shared.actions import ACTS, CONTEXTS, Acts
from seedcryo_reader.ui.shared.icons import Icons
from seedcryo_reader.ui.shared.sheet import HEADINGS, KeySheet, manual_table


@pytest.mark.parametrize("context", CONTEXTS)
def test_no_two_acts_in_force_at_once_share_a_key(context: str) -> None:
    in_force = [act for act in ACTS.values() if act.context in (context, *CONTEXTS[context])]
    keys = list(chain.from_iterable(act.keys for act in in_force))
    assert len({QKeySequence(key).toString() for key in keys}) == len(keys)


def test_what_a_chosen_drawing_does_goes_before_the_image_by_arrows_alone() -> None:
    image, caliper = ({key for act in ACTS.values() if act.context == one for key in act.keys} for one in CARETS)
    assert image & caliper == {"Up", "Down"}


CARETS = ("image", "caliper")


@pytest.mark.parametrize("act", ACTS.values(), ids=lambda act: act.id)
def test_every_act_has_keys_that_qt_knows_a_context_and_a_sentence(act) -> None:
    assert all(QKeySequence(key).count() == 1 and QKeySequence(key)[0].key() != Qt.Key.Key_unknown for key in act.keys)
    assert act.context in CONTEXTS
    assert act.name
    assert act.help.endswith(".")


def test_every_context_has_a_heading() -> None:
    assert set(HEADINGS) == set(CONTEXTS)


@pytest.fixture
def room(qtbot):
    """A room with an image, a line of text and a note, and what was done in it."""
    made = QWidget()
    qtbot.addWidget(made)
    inside = QVBoxLayout(made)
    image = QWidget(focusPolicy=Qt.FocusPolicy.StrongFocus, objectName="image")
    for one in (image, QLineEdit(), QPlainTextEdit()):
        inside.addWidget(one)
    done: list[str] = []
    acts = Acts(Icons(resources() / "icons"))
    for act_id in ("absent", "undo", "keys"):
        acts.bind(made, act_id, lambda act_id=act_id: done.append(act_id))
    for act_id in ("next-lesion", "window-3"):
        acts.bind(image, act_id, lambda act_id=act_id: done.append(act_id))
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made, image, done


def test_letters_act_while_an_image_has_the_focus(qtbot, room) -> None:
    made, image, done = room
    image.setFocus()
    for key in (Qt.Key.Key_A, Qt.Key.Key_Z, Qt.Key.Key_Tab, Qt.Key.Key_3, Qt.Key.Key_Question):
        qtbot.keyClick(made.window().windowHandle(), key)
    assert done == ["absent", "undo", "next-lesion", "window-3", "keys"]


@pytest.mark.parametrize("field", [QLineEdit, QPlainTextEdit])
def test_letters_are_text_while_a_field_has_the_focus(qtbot, room, field) -> None:
    made, _image, done = room
    text = made.findChild(field)
    text.setFocus()
    for key in (Qt.Key.Key_A, Qt.Key.Key_Z, Qt.Key.Key_3, Qt.Key.Key_Question):
        qtbot.keyClick(made.window().windowHandle(), key)
    assert done == []
    said = text.text() if isinstance(text, QLineEdit) else text.toPlainText()
    assert said == "az3?"


def test_tab_travels_as_ever_outside_an_image(qtbot, room) -> None:
    made, _image, done = room
    line = made.findChild(QLineEdit)
    line.setFocus()
    qtbot.keyClick(made.window().windowHandle(), Qt.Key.Key_Tab)
    assert made.focusWidget() is made.findChild(QPlainTextEdit)
    assert done == []


def test_an_action_says_its_key(room) -> None:
    made, _image, _done = room
    action = next(one for one in made.actions() if one.text() == "Undo")
    assert action.toolTip() == "Undo (Z)"
    assert not action.icon().isNull()


def test_the_page_of_the_manual_is_made_of_the_table() -> None:
    page = resources() / "manual" / "keys.md"
    assert page.read_text("utf-8") == manual_table(ACTS.values()), "write manual_table(ACTS.values()) to keys.md"


def test_the_sheet_is_searched_by_name_key_and_help(qtbot) -> None:
    sheet = KeySheet(["reading", "image"])
    qtbot.addWidget(sheet)
    sheet.show()
    shown = {one.id for one in ACTS.values() if one.context in {"reading", "image", "everywhere"}}
    assert set(sheet.acts_shown()) == shown
    assert sheet.acts_shown()[0] == "leave-case"
    qtbot.keyClicks(sheet.focusWidget(), "put an end")
    assert sheet.acts_shown() == ["finish"]
    sheet.focusWidget().clear()
    qtbot.keyClicks(sheet.focusWidget(), "f11")
    assert sheet.acts_shown() == ["full-screen"]
    sheet.focusWidget().clear()
    qtbot.keyClicks(sheet.focusWidget(), "no such act")
    assert sheet.acts_shown() == []
