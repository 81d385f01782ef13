from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLineEdit, QSpinBox
from ui.coordination.conftest import Hands, click
from ui.coordination.fake_desk import SEED, FakeDesk, new_study, study

from seedcryo_reader.ui.coordination.assigning.preview import drawn_lines
from seedcryo_reader.ui.coordination.assigning.ticks import Ticks
from seedcryo_reader.ui.coordination.lines import LinesView
from seedcryo_reader.ui.coordination.shown.assigning import Draw, DrawWish, PlanLine, RepeatLine


@pytest.fixture
def at(hands) -> Hands:
    made = hands(FakeDesk(study(36)))
    made.go(3)
    return made


def preview(at: Hands) -> list[list[str]]:
    table = at.named(LinesView, "Preview of the draw")
    model = table.model()
    shown = [k for k in range(model.columnCount()) if not table.isColumnHidden(k)]
    return [[model.data(model.index(row, column)) for column in shown] for row in range(model.rowCount())]


def test_who_cannot_be_drawn_says_why_and_is_not_ticked(at) -> None:
    readers = at.named(Ticks, "Readers")
    assert readers.keys == ("reader-a", "reader-b")
    assert [readers.item(k).text() for k in range(3)][2] == "Dr Chen Reader · reader-c · training expired on 2026-10-01"
    assert readers.item(2).flags() == Qt.ItemFlag.NoItemFlags


def test_a_draw_is_previewed_before_it_is_assigned(qtbot, at) -> None:
    assert not at.button("Assign as a batch…").isEnabled()
    at.ctrl(Qt.Key.Key_D)
    assert preview(at) == [
        ["C-0011", "reader-a, no. 1", "reader-b, no. 3", "adjudicator-x"],
        ["C-0023", "reader-a, no. 2", "reader-b, no. 2", "adjudicator-x"],
        ["C-0035", "reader-a, no. 3", "reader-b, no. 1", "adjudicator-x"],
        ["C-0815 ↻", "reader-a, no. 4", "–", "–"],
    ]
    at.answer(lambda dialog: click(qtbot, dialog, "Assign"), lambda: at.ctrl(Qt.Key.Key_Return))
    ((_, wish),) = at.desk.done
    assert (wish.cases, wish.seed) == (("C-0011", "C-0023", "C-0035"), SEED)
    assert at.told == ["Batch 3 is assigned. Release it on the board."]
    assert preview(at) == []
    assert "No case is ready." in at.texts()


def test_who_leaves_while_a_draw_is_written_down_is_asked(qtbot, at) -> None:
    seen: list[bool] = []
    draw = at.desk.draw

    def watched(wish: DrawWish) -> Draw:
        seen.append(at.background.has_work)
        return draw(wish)

    at.desk.draw = watched
    at.ctrl(Qt.Key.Key_D)
    assert seen == [True]
    assert len(preview(at)) == 4
    assert at.button("Assign as a batch…").isEnabled()


def test_whose_read_is_accepted_is_shown_only_when_asked(qtbot, at) -> None:
    at.ctrl(Qt.Key.Key_D)
    ask = next(one for one in at.home.page.findChildren(QCheckBox) if "accepted" in one.text())
    ask.setChecked(True)
    assert [one[-1] for one in preview(at)] == ["reader-a", "reader-b", "reader-a", ""]
    at.ctrl(Qt.Key.Key_D)
    assert not ask.isChecked()


def test_what_is_changed_after_the_preview_has_to_be_previewed_again(qtbot, at) -> None:
    at.ctrl(Qt.Key.Key_D)
    cases = at.named(Ticks, "Cases")
    cases.setFocus()
    cases.setCurrentRow(1)
    qtbot.keyClick(cases, Qt.Key.Key_Space)
    assert cases.keys == ("C-0011", "C-0035")
    assert preview(at) == []
    assert not at.button("Assign as a batch…").isEnabled()
    at.ctrl(Qt.Key.Key_D)
    assert [one[0] for one in preview(at)] == ["C-0011", "C-0035", "C-0815 ↻"]


def test_all_or_none_are_ticked_by_a_key(qtbot, at) -> None:
    cases = at.named(Ticks, "Cases")
    cases.setFocus()
    at.ctrl(Qt.Key.Key_A)
    assert cases.keys == ()
    assert "only hidden repeats" in at.texts()
    at.ctrl(Qt.Key.Key_A)
    assert len(cases.keys) == 3


def test_what_was_unticked_stays_so_when_everything_is_looked_at_again(qtbot, at) -> None:
    cases = at.named(Ticks, "Cases")
    cases.item(0).setCheckState(Qt.CheckState.Unchecked)
    at.desk.shown = study(48)
    at.key(Qt.Key.Key_F5)
    assert cases.keys == ("C-0023", "C-0035", "C-0047")


def test_too_few_readers_are_not_drawn(at) -> None:
    at.named(Ticks, "Readers").item(0).setCheckState(Qt.CheckState.Unchecked)
    assert "Tick two readers or more." in at.texts()
    assert not at.button("Preview the draw").isEnabled()


def test_without_an_adjudicator_nothing_is_drawn(at) -> None:
    at.named(Ticks, "Adjudicators").item(0).setCheckState(Qt.CheckState.Unchecked)
    assert "Tick an adjudicator or more." in at.texts()


def test_the_seed_is_copied_typed_and_drawn_anew(qtbot, at) -> None:
    seed = at.named(QLineEdit, "Seed")
    at.press("Copy")
    assert QApplication.clipboard().text() == SEED
    seed.setText("12 apples")
    assert "The seed is 32 digits" in at.texts()
    assert seed.property("wrong") == "true"
    seed.setText("AB" * 16)
    at.ctrl(Qt.Key.Key_D)
    assert len(preview(at)) == 4
    at.press("Another")
    assert seed.text() == SEED


def test_repeats_and_washout_go_with_the_wish(qtbot, at) -> None:
    at.named(QSpinBox, "Hidden repeats").setValue(10)
    at.named(QSpinBox, "Wash-out in days").setValue(42)
    at.ctrl(Qt.Key.Key_D)
    at.answer(lambda dialog: click(qtbot, dialog, "Assign"), lambda: at.ctrl(Qt.Key.Key_Return))
    ((_, wish),) = at.desk.done
    assert (wish.repeats_percent, wish.washout_days) == (10, 42)


def test_another_protocol_has_another_pool(at) -> None:
    protocol = at.named(QComboBox, "Protocol")
    asked = []
    real = at.desk.pool
    at.desk.pool = lambda one: (asked.append(one.protocol_id), real(one))[1]
    protocol.setCurrentIndex(1)
    at.settle()
    assert asked == ["seed-cryo/0.9"]
    at.key(Qt.Key.Key_F5)
    assert protocol.currentIndex() == 1


def test_a_study_without_parts_says_where_they_come_from(hands) -> None:
    made = hands(FakeDesk(replace(new_study(), accounts=study().accounts)))
    made.go(3)
    assert "Take in the sealed parts from intake on the Exchange page." in made.texts()


def test_a_reader_stands_at_the_place_of_the_own_order() -> None:
    plans = (PlanLine("C-0001", "b", "a", "x", "a"), PlanLine("C-0002", "a", "b", "x", "b"))
    draw = Draw(
        plans, (("a", ("C-0002", "C-0009", "C-0001")), ("b", ("C-0001", "C-0002"))), (RepeatLine("C-0009", "a"),)
    )
    lines = drawn_lines(draw)
    assert [one.readers for one in lines] == [(("b", 1), ("a", 3)), (("a", 1), ("b", 2)), (("a", 2),)]
