"""The read panel in the hands of a reader: by mouse and by keys, from the first look to nothing left to say."""

from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QScrollArea, QWidget
from reading.ways import (
    IMAGE,
    WHY,
    assessed,
    baseline,
    begun,
    caliper,
    calls,
    codes,
    follow_up,
    found,
    measured,
    new_lesion,
    none_new,
    recorded,
    said,
    signed,
    unlock,
)

from seedcryo_reader.domain import events
from seedcryo_reader.domain.lesion import (
    Absent,
    Certainty,
    LocalFinding,
    Mark,
    Merged,
    NewLesions,
    NewLesionState,
    NonTargetState,
    NonTargetStatus,
    NotEvaluable,
    Split,
    TooSmall,
)
from seedcryo_reader.domain.measurement import Caliper, Extent
from seedcryo_reader.reading.rows import NadirFrom
from seedcryo_reader.ui.reading.acting import Acting
from seedcryo_reader.ui.reading.lesions.table import CHANGE, LESION, NADIR, NOW, PREVIOUS, LesionModel
from seedcryo_reader.ui.reading.panel import ReadPanel, bind
from seedcryo_reader.ui.reading.verdict.calls import CallsSection
from seedcryo_reader.ui.shared.actions import Acts

MARK = Mark(IMAGE, ("1.000", "2.000", "0.000"))
T01, T02 = ("T01", Extent.WHOLE), ("T02", Extent.WHOLE)


@pytest.fixture
def shown(qtbot):
    """Put the panel of a reading on the screen, as wide as it may at least be."""

    def show(reading, acting=None, height=800, calls="calls") -> ReadPanel:
        panel = ReadPanel(acting or acting_on(reading), QLabel(calls), QLabel("to do"))
        qtbot.addWidget(panel)
        panel.resize(360, height)
        with qtbot.waitExposed(panel):
            panel.show()
        panel.activateWindow()
        qtbot.waitUntil(panel.isActiveWindow)
        return panel

    return show


def acting_on(reading, *reasons):
    """Acts, and the answers of the reader when asked for reasons; None at the end of them."""
    given = iter(reasons)
    return Acting(reading, lambda _question: next(given, None))


def at_follow_up(*more):
    reading, _ = begun()
    baseline(reading, *more)
    reading.open_next()
    return reading


def sheet(reading):
    return reading.read.timepoints[-1].sheet


def press(widget: QWidget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def pick(button, text: str) -> None:
    """Open a button's list and choose by the arrow keys."""
    press(button)
    names = [action.text() for action in button.menu_shown.actions()]
    for _ in range(names.index(text)):
        QTest.keyClick(button.menu_shown, Qt.Key.Key_Down)
    QTest.keyPress(button.menu_shown, Qt.Key.Key_Return)  # the list is gone when the key comes up


def choose(box: QComboBox, text: str) -> None:
    """Choose in a list by its keys."""
    box.setFocus()
    for _ in range(box.findText(text) - box.currentIndex()):
        QTest.keyClick(box, Qt.Key.Key_Down)
    assert box.currentText() == text


def click_cell(panel: ReadPanel, slot, column: int) -> None:
    place = panel.table.place_of(slot, column)
    QTest.mouseClick(panel.table.viewport(), Qt.MouseButton.LeftButton, pos=place.center())


def test_what_is_drawn_is_the_measurement_of_the_lesion_in_hand_and_nothing_moves_on_by_itself(shown):
    reading, _ = begun()
    panel = shown(reading)
    assert panel.current_slot == T01
    assert panel.measured(caliper("23.4"))
    assert panel.measured(caliper("25"))
    assert [type(one.event) for one in reading.records[1:]] == [events.MeasurementMade, events.MeasurementRevised]
    assert (panel.current_slot, str(sheet(reading).assessed("T01").long.mm)) == (T01, "25.0")
    model = panel.table.model()
    assert model.index(0, NOW).data() == "25.0"
    panel.choose(*T02)
    assert panel.measured(caliper("18", "16"))
    assert model.index(1, NOW).data() == "16.0"
    assert model.index(2, NOW).data() == "41.0"


def test_a_click_on_a_cell_wishes_for_its_image_and_takes_its_lesion_in_hand(shown, qtbot):
    reading = at_follow_up()
    panel = shown(reading)
    told = []
    panel.slot_changed.connect(lambda *slot: told.append(slot))
    panel.cell_chosen.connect(lambda *cell: told.append(cell))
    click_cell(panel, T02, PREVIOUS)
    assert told == [T02, (*T02, "TP0")]
    assert panel.current_slot == T02
    with qtbot.assertNotEmitted(panel.cell_chosen):
        click_cell(panel, T01, LESION)
    assert panel.current_slot == T01


@pytest.mark.parametrize(
    ("lesions", "whole_sum", "said"),
    [
        (True, True, "timepoint, since the reference timepoint; of a sum without"),
        (True, False, "of a lesion since the reference timepoint, of the sum since the baseline."),
        (False, True, "of a lesion since the baseline, of the sum since the reference timepoint"),
        (False, False, "timepoint, since the baseline."),
    ],
)
def test_the_head_of_the_table_says_what_the_nadir_is_by_the_protocol(lesions, whole_sum, said):
    model = LesionModel(nadir_from=NadirFrom(lesions, whole_sum))
    tips = [
        model.headerData(column, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
        for column in range(model.columnCount())
    ]
    assert said in tips[NADIR]
    assert tips[CHANGE] == tips[NADIR]
    assert [tips[column] for column in (LESION, PREVIOUS, NOW)] == [None] * 3


def test_the_table_is_walked_by_keys_and_the_panel_by_steps_that_go_round(shown, qtbot):
    reading = at_follow_up()
    panel = shown(reading)
    panel.table.setFocus()
    with qtbot.waitSignal(panel.slot_changed) as changed:
        QTest.keyClick(panel.table, Qt.Key.Key_Down)
    assert changed.args == ["T02", Extent.WHOLE]
    for _ in range(NADIR):
        QTest.keyClick(panel.table, Qt.Key.Key_Right)
    with qtbot.waitSignal(panel.cell_chosen) as chosen:
        QTest.keyClick(panel.table, Qt.Key.Key_Return)
    assert chosen.args == ["T02", Extent.WHOLE, "TP0"]
    panel.choose_next()
    assert panel.current_slot == T01
    panel.choose_previous()
    assert panel.current_slot == T02


def test_each_button_says_what_it_is_called_and_shows_that_it_is_so(shown):
    reading = at_follow_up()
    panel = shown(reading)
    slot = panel.slot
    for act, button, meant in (
        (lambda: press(slot.absent), slot.absent, Absent()),
        (lambda: press(slot.too_small), slot.too_small, TooSmall()),
        (lambda: pick(slot.not_evaluable, "artefact"), slot.not_evaluable, NotEvaluable("artefact")),
        (lambda: pick(slot.merged, "T02"), slot.merged, Merged("T02")),
        (lambda: pick(slot.split, "3 pieces"), slot.split, Split(("T01.1", "T01.2", "T01.3"))),
    ):
        act()
        assert sheet(reading).assessed("T01") == meant
        checked = [one for one in slot.findChildren(type(slot.absent)) if one.isChecked()]
        assert checked == [button]
    press(slot.remove)
    assert sheet(reading).assessed("T01") is None
    assert not slot.remove.isEnabled()


def test_a_list_that_is_closed_without_a_choice_says_nothing(shown):
    reading = at_follow_up()
    panel = shown(reading)
    press(panel.slot.not_evaluable)
    QTest.keyClick(panel.slot.not_evaluable.menu_shown, Qt.Key.Key_Escape)
    assert not panel.slot.not_evaluable.isChecked()
    assert len(reading.records) == len(at_follow_up().records)


def test_pieces_are_slots_and_once_they_are_gone_their_lesion_is_in_hand(shown, qtbot):
    reading = at_follow_up()
    acting = acting_on(reading)
    panel = shown(reading, acting)
    pick(panel.slot.split, "2 pieces")
    assert panel.table.model().rowCount() == 5
    panel.choose_next()
    assert panel.current_slot == ("T01.1", Extent.WHOLE)
    assert not panel.slot.split.isVisible()
    assert panel.measured(caliper("12"))
    with qtbot.waitSignal(panel.slot_changed) as changed:
        assert acting.undo()
        assert acting.undo()
    assert changed.args == ["T01", Extent.WHOLE]


def test_what_may_not_be_done_is_off_and_says_why(shown):
    reading = at_follow_up()
    said(reading, events.LesionMarkedMerged("TP1", "T02", "T01"))
    panel = shown(reading)
    assert not panel.slot.absent.isEnabled()
    assert panel.slot.absent.toolTip() == "T02 is merged into T01; take that back first."
    panel.choose(*T02)
    texts = [label.text() for label in panel.slot.findChildren(QLabel) if label.isVisible()]
    assert "The questions about T02 are asked of T01." in texts


def test_a_question_comes_with_the_answer_that_asks_it_and_goes_with_it(shown):
    reading, _ = begun()
    baseline(reading)
    follow_up(reading)
    reading.open_next()
    panel = shown(reading)
    tissue, change = (panel.slot.questions.block(name) for name in ("tissue", "tissue-change"))
    assert (tissue.isVisible(), change.isVisible()) == (True, False)
    press(tissue.answers.button("present"))
    assert change.isVisible()
    press(change.answers.button("larger"))
    assert sheet(reading).findings["T01", "tissue-change"] == LocalFinding("larger")
    pick(tissue.answers.button("not assessable"), "artefact")
    assert not change.isVisible()
    assert sheet(reading).findings == {("T01", "tissue"): LocalFinding("not assessable", "artefact")}
    assert "artefact" in [label.text() for label in tissue.findChildren(QLabel)]


def test_an_answer_that_waits_for_its_reason_is_none_yet(shown):
    reading = at_follow_up()
    said(reading, found("TP1", "T01", "tissue", "none"))
    panel = shown(reading)
    answers = panel.slot.questions.block("tissue").answers
    press(answers.button("not assessable"))
    QTest.keyClick(answers.button("not assessable").menu_shown, Qt.Key.Key_Escape)
    assert (answers.button("none").isChecked(), answers.button("not assessable").isChecked()) == (True, False)
    assert sheet(reading).findings["T01", "tissue"] == LocalFinding("none")


def test_arrow_keys_walk_through_answers_and_only_space_or_enter_answers(shown):
    reading = at_follow_up()
    panel = shown(reading)
    answers = panel.slot.questions.block("tissue").answers
    answers.button("none").setFocus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
    assert sheet(reading).findings == {}
    assert QApplication.focusWidget() is answers.button("uncertain")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert sheet(reading).findings["T01", "tissue"] == LocalFinding("uncertain")
    assert QApplication.focusWidget() is answers.button("uncertain")


def test_non_target_disease_is_recorded_where_it_lies_and_followed(shown, qtbot):
    reading, _ = begun()
    panel = shown(reading)
    section = panel.non_targets
    press(section.fold.head)
    assert not section.form.mark_button.isEnabled()
    choose(section.form.organ_box, "lung")
    choose(section.form.place_box, "lingula")
    with qtbot.waitSignal(panel.mark_wanted) as wanted:
        press(section.form.mark_button)
    assert wanted.args == ["non-target"]
    assert panel.marked(MARK)
    (one,) = sheet(reading).recorded.values()
    assert (one.lesion, one.organ, one.place, one.mark) == ("NT01", "lung", "lingula", MARK)
    assert not panel.marked(MARK)
    said(reading, measured("TP0", "T01", "23.4"), measured("TP0", "T02", "18", "16"))
    reading.lock()
    reading.open_next()
    panel.refresh()
    press(section.line("NT01").answers.button("unequivocal progression"))
    assert sheet(reading).non_targets["NT01"] == NonTargetState(NonTargetStatus.PROGRESSION)
    pick(section.line("NT01").answers.button("not evaluable"), "artefact")
    assert sheet(reading).non_targets["NT01"] == NonTargetState(NonTargetStatus.NOT_EVALUABLE, "artefact")
    assert not section.form.isVisible()


def test_a_lesion_that_was_recorded_by_mistake_is_dropped(shown):
    reading, _ = begun()
    said(reading, recorded("TP0", "NT01"), recorded("TP0", "NT02"))
    panel = shown(reading)
    press(panel.non_targets.fold.head)
    press(panel.non_targets.line("NT01").drop)
    assert list(sheet(reading).recorded) == ["NT02"]
    assert panel.non_targets.line("NT01") is None


def test_new_lesions_are_said_to_be_none_or_recorded_with_how_sure_and_since_when(shown, qtbot):
    reading, _ = begun()
    baseline(reading)
    follow_up(reading)
    reading.open_next()
    panel = shown(reading)
    section = panel.new_lesions
    press(section.fold.head)
    press(section.answers.button("none"))
    assert sheet(reading).any_new_lesion.answer is NewLesions.NONE
    choose(section.form.organ_box, "spleen")
    with qtbot.waitSignal(panel.mark_wanted) as wanted:
        press(section.form.mark_button)
    assert wanted.args == ["new-lesion"]
    assert panel.marked(MARK)
    assert sheet(reading).any_new_lesion is None
    line = section.line("NL01")
    assert not line.answers.button("resolved").isEnabled()
    press(line.answers.button("equivocal"))
    choose(line.first_seen.box, "already at TP1")
    line.first_seen.box.activated.emit(line.first_seen.box.currentIndex())
    assert sheet(reading).new_lesions["NL01"] == NewLesionState(Certainty.EQUIVOCAL, "TP1")
    press(line.answers.button("unequivocal"))
    assert sheet(reading).new_lesions["NL01"] == NewLesionState(Certainty.UNEQUIVOCAL, "TP1")
    press(line.drop)
    assert section.line("NL01") is None


def test_a_new_lesion_is_followed_until_it_is_resolved(shown):
    reading = at_follow_up()
    said(reading, recorded("TP1", "NL01"), new_lesion("TP1", "NL01"))
    panel = shown(reading)
    assert panel.new_lesions.line("NL01").drop.isVisibleTo(panel.new_lesions.line("NL01"))
    for act in (measured("TP1", "T01", "22"), measured("TP1", "T02", "18", "16")):
        reading.do(act)
    for name in ("tissue", "contiguous"):
        said(reading, found("TP1", "T01", name), found("TP1", "T02", name))
    for about, value in (("T01", "no LP"), ("T02", "no LP"), ("overall", "SD")):
        reading.do(events.CallMade("TP1", about, value, "x"))
    reading.reveal()
    reading.lock()
    reading.open_next()
    panel.refresh()
    press(panel.new_lesions.fold.head)
    press(panel.new_lesions.line("NL01").answers.button("resolved"))
    assert sheet(reading).new_lesions["NL01"].certainty is Certainty.RESOLVED
    assert panel.new_lesions.line("NL01") is not None


def test_the_sum_of_diameters_is_chosen_within_its_limits(shown, qtbot):
    reading, _ = begun()
    panel = shown(reading)
    section = panel.recist_set
    press(section.fold.head)
    press(section.check("T02"))
    assert sheet(reading).recist_set == ("T01",)
    for _ in range(2):
        choose(section.form.organ_box, "liver")
        choose(section.form.place_box, "segment II")
        with qtbot.waitSignal(panel.mark_wanted):
            press(section.form.mark_button)
        assert panel.marked(MARK)
    assert sheet(reading).recist_set == ("T01", "R01", "R02")
    assert any("3 lesions of one organ (liver)" in label.text() for label in section.findChildren(QLabel))
    assert not section.drop_button("R02").isEnabled()
    press(section.check("R02"))
    press(section.drop_button("R02"))
    assert sheet(reading).recist_set == ("T01", "R01")
    assert section.check("R02") is None
    panel.choose("R01", Extent.WHOLE)
    assert panel.measured(caliper("15"))


def test_a_mark_that_is_given_up_records_nothing(shown, qtbot):
    reading, _ = begun()
    panel = shown(reading)
    press(panel.non_targets.fold.head)
    choose(panel.non_targets.form.organ_box, "spleen")
    with qtbot.waitSignal(panel.mark_wanted):
        press(panel.non_targets.form.mark_button)
    assert panel.mark_purpose == "non-target"
    panel.mark_given_up()
    assert panel.mark_purpose == ""
    assert not panel.marked(MARK)
    assert not sheet(reading).recorded


def test_a_whole_timepoint_is_not_evaluable_by_one_act_and_is_again_by_another(shown):
    reading = at_follow_up()
    panel = shown(reading)
    press(panel.timepoint.fold.head)
    pick(panel.timepoint.not_evaluable, "series missing")
    assert sheet(reading).not_evaluable == "series missing"
    off = [
        panel.slot.measure,
        panel.slot.absent,
        panel.new_lesions.answers.button("none"),
        panel.timepoint.not_evaluable,
    ]
    assert not any(one.isEnabled() for one in (*off, panel.new_lesions.form))
    assert panel.table.model().index(0, NOW).data() == "NE"
    press(panel.timepoint.take_back)
    assert sheet(reading).not_evaluable is None
    assert all(one.isEnabled() for one in off)


def test_a_locked_timepoint_is_shown_as_it_was_read(shown):
    reading = at_follow_up()
    panel = shown(reading)
    panel.show_timepoint("TP0")
    assert panel.shown_timepoint == "TP0"
    assert not panel.slot.measure.isEnabled()
    assert not panel.measured(caliper("30"))
    panel.show_timepoint(None)
    assert panel.shown_timepoint == "TP1"
    assert panel.slot.measure.isEnabled()


def test_the_numbers_of_a_signed_read_are_closed(shown):
    reading, _ = signed()
    panel = shown(reading)
    assert not panel.table.isVisible()
    assert not panel.slot.isVisible()
    assert panel.shown_timepoint is None


def test_a_reopened_timepoint_asks_why_and_without_an_answer_stays_as_it_is(shown):
    reading = at_follow_up()
    unlock(reading, "TP0")
    panel = shown(reading, acting_on(reading, WHY))
    assert panel.shown_timepoint == "TP0"
    press(panel.slot.absent)
    assert (reading.records[-1].event, reading.records[-1].reason) == (
        events.LesionMarkedAbsent("TP0", "T01", Extent.WHOLE),
        WHY,
    )
    press(panel.slot.too_small)
    assert isinstance(reading.read.timepoints[0].sheet.assessed("T01"), Absent)
    assert (panel.slot.absent.isChecked(), panel.slot.too_small.isChecked()) == (True, False)


def test_a_follow_up_is_read_to_its_calls_by_going_to_what_is_missing_and_by_keys(shown):
    reading = at_follow_up(recorded("TP0", "NT01"))
    panel = shown(reading)
    for _ in range(20):
        left = next((one for one in reading.missing() if one.code != "no-call"), None)
        if left is None or left.code == "not-revealed":
            break
        panel.go_to(left)
        focus = QApplication.focusWidget()
        assert panel.isAncestorOf(focus)
        assert focus.isVisible()
        if left.code == "not-assessed":
            assert panel.current_slot == (left.about, Extent.WHOLE)
            assert panel.measured(caliper("18", "16"))
        else:
            QTest.keyClick(focus, Qt.Key.Key_Space)
    assert {code for code, *_ in codes(reading)} == {"no-call", "not-revealed"}
    assert isinstance(sheet(reading).assessed("T01"), Caliper)
    assert sheet(reading).non_targets["NT01"].status is NonTargetStatus.PRESENT


def test_what_is_missing_of_a_baseline_is_gone_to_as_well(shown):
    reading, _ = begun()
    said(reading, recorded("TP0", "R01"), events.RecistSetChosen("TP0", ("T01", "T02")))
    panel = shown(reading)
    missing = {one.code: one for one in reading.missing()}
    panel.go_to(missing["not-in-recist-set"])
    assert QApplication.focusWidget() is panel.recist_set.check("R01")
    said(reading, events.LesionMarkedTooSmall("TP0", "R01", Extent.WHOLE))
    said(reading, events.RecistSetChosen("TP0", ("T01", "T02", "R01")))
    panel.refresh()
    QApplication.focusWidget().clearFocus()
    panel.go_to(next(one for one in reading.missing() if one.code == "not-measurable"))
    assert panel.current_slot == ("R01", Extent.WHOLE)
    assert QApplication.focusWidget() is panel.recist_set.check("R01")


def shown_texts(widget):
    return [one.text().replace("\u00a0", " ") for one in widget.findChildren(QLabel) if one.isVisible()]


def test_what_is_not_measurable_is_told_at_the_lesion_and_at_the_sum_until_it_is_taken_out_of_it(shown):
    reading, _ = begun()
    panel = shown(reading)
    press(panel.recist_set.fold.head)
    panel.choose(*T01)
    assert panel.measured(caliper("9.9"))
    why = "T01 is in the sum of diameters, but not measurable: the long axis 9.9 mm is below 10 mm."
    remedy = "Take it out of the sum: it is then non-target disease."
    for section in (panel.slot, panel.recist_set):
        assert f"{why} {remedy}" in shown_texts(section)
    QTest.keyClick(panel.recist_set.check("T01"), Qt.Key.Key_Space)
    assert sheet(reading).recist_set == ("T02",)
    why = "T01 is not measurable: the long axis 9.9 mm is below 10 mm."
    assert f"{why} It stays a target and is followed all the same." in shown_texts(panel.slot)
    assert not any("measurable" in text for text in shown_texts(panel.recist_set))
    panel.choose(*T02)
    assert not any("measurable" in text for text in shown_texts(panel.slot))


def test_tab_goes_down_the_panel_as_the_eye_does_and_reaches_all_that_can_be_done(shown):
    reading = at_follow_up(recorded("TP0", "NT01"))
    acting = acting_on(reading)
    panel = shown(reading, acting, height=1600)
    for section in (panel.non_targets, panel.new_lesions, panel.timepoint):
        press(section.fold.head)
    assert acting.do(recorded("TP1", "NL01"))
    QApplication.processEvents()
    panel.table.setFocus()
    seen = []
    while (focus := QApplication.focusWidget()) not in seen:
        seen.append(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    tops = [one.mapTo(panel, QPoint(0, one.height())).y() for one in seen]
    assert all(before <= after + 12 for before, after in pairwise(tops))
    for one in (
        panel.slot.split,
        panel.slot.questions.block("contiguous").answers.button("none"),
        panel.non_targets.line("NT01").answers.button("present"),
        panel.new_lesions.line("NL01").answers.button("equivocal"),
        panel.new_lesions.form.organ_box,
        panel.timepoint.not_evaluable,
    ):
        assert one in seen


def test_shift_and_tab_goes_the_same_way_back(shown):
    panel = shown(at_follow_up(recorded("TP0", "NT01")))
    panel.table.setFocus()
    there, back = [panel.table], [panel.table]
    for walked, key in ((there, Qt.Key.Key_Tab), (back, Qt.Key.Key_Backtab)):
        QTest.keyClick(panel.table, key)
        while (focus := QApplication.focusWidget()) is not panel.table:
            walked.append(focus)
            QTest.keyClick(focus, key)
    assert len(there) > 10
    assert there[1:] == back[:0:-1]


def test_what_was_assessed_after_the_reveal_is_marked_wherever_it_is_shown(shown):
    reading = at_follow_up()
    said(reading, *assessed("TP1"), *calls("TP1"))
    reading.reveal()
    panel = shown(reading)
    told = "Assessed after the computed conclusion had been shown."
    cell = panel.table.model().index(0, NOW)
    assert told not in cell.data(Qt.ItemDataRole.ToolTipRole)
    assert panel.measured(caliper("30"))
    assert told in cell.data(Qt.ItemDataRole.ToolTipRole)
    assert any(told in label.text() for label in panel.slot.findChildren(QLabel))


def test_the_wheel_over_a_list_changes_nothing_that_is_said(shown):
    reading, _ = begun()
    panel = shown(reading)
    press(panel.non_targets.fold.head)
    box = panel.non_targets.form.organ_box
    box.setFocus()
    middle = QPointF(box.rect().center())
    turn = QWheelEvent(
        middle,
        box.mapToGlobal(middle),
        QPoint(),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(box, turn)
    assert box.currentIndex() == 0


def test_nothing_is_cut_at_the_least_width(shown):
    reading = at_follow_up(recorded("TP0", "NT01"))
    said(reading, recorded("TP1", "NL01"))
    panel = shown(reading, calls="a section that would like to be much wider than there is room " * 3)
    for section in (panel.non_targets, panel.new_lesions, panel.timepoint):
        press(section.fold.head)
    QApplication.processEvents()
    for one in panel.findChildren(QWidget):
        if one.isVisible() and one.parentWidget().layout() is not None:
            right = one.mapTo(panel, QPoint(one.width(), 0)).x()
            assert right <= panel.width(), one
    assert panel.minimumSizeHint().width() <= 360


def test_the_charter_note_is_about_what_has_the_focus(shown, qtbot):
    reading = at_follow_up()
    panel = shown(reading)
    assert panel.topic == "measuring"
    panel.slot.absent.setFocus()
    assert panel.topic == "absent"
    panel.slot.questions.block("contiguous").answers.button("none").setFocus()
    assert panel.topic == "contiguous"
    bind(Acts(), panel, lambda: panel)
    with qtbot.waitSignal(panel.note_wanted) as wanted:
        QTest.keyClick(panel, Qt.Key.Key_F1)
    assert wanted.args == ["contiguous"]


def test_the_keys_of_the_room_act_on_the_lesion_in_hand(shown):
    reading = at_follow_up()
    panel = shown(reading)
    bind(Acts(), panel, lambda: panel)
    QTest.keyClick(panel, Qt.Key.Key_A)
    assert sheet(reading).assessed("T01") == Absent()
    panel.choose(*T02)
    QTest.keyClick(panel, Qt.Key.Key_M)
    assert sheet(reading).assessed("T02") == TooSmall()
    QTest.keyClick(panel, Qt.Key.Key_N)
    QTest.keyClick(panel.slot.not_evaluable.menu_shown, Qt.Key.Key_Return)
    assert isinstance(sheet(reading).assessed("T02"), NotEvaluable)
    QTest.keyClick(panel, Qt.Key.Key_L, Qt.KeyboardModifier.ShiftModifier)
    assert QApplication.focusWidget() is panel.new_lesions.form.organ_box


def test_a_refused_act_leaves_the_panel_as_the_read_is(shown, qtbot):
    reading, desk = begun()
    baseline(reading)
    reading.open_next()
    said(reading, none_new("TP1"))
    acting = acting_on(reading)
    panel = shown(reading, acting)
    desk.log.fails = True
    with qtbot.waitSignal(acting.refused) as refused:
        press(panel.slot.absent)
    assert refused.args == ["The disk is full."]
    assert not panel.slot.absent.isChecked()


def test_what_becomes_of_a_lesion_is_said_by_keys_as_by_buttons(shown):
    reading = at_follow_up()
    panel = shown(reading)
    bind(Acts(), panel, lambda: panel)
    panel.table.setFocus()
    by_shift = Qt.KeyboardModifier.ShiftModifier
    for key, choice, said_of in ((Qt.Key.Key_S, panel.slot.split, Split), (Qt.Key.Key_M, panel.slot.merged, Merged)):
        QTest.keyClick(QApplication.focusWidget(), key, by_shift)
        QTest.keyPress(choice.menu_shown, Qt.Key.Key_Return)
        assert isinstance(sheet(reading).assessed("T01"), said_of)
        QTest.keyClick(panel.table, Qt.Key.Key_R, by_shift)
        assert sheet(reading).assessed("T01") is None


def test_the_head_says_how_much_is_left_to_do_and_a_new_timepoint_begins_at_the_top(shown):
    reading, _ = begun()
    panel = shown(reading, acting := acting_on(reading), height=300)
    assert _head(panel) == "open · 2 to do"
    acting.do(measured("TP0", "T01", "23.4"))
    assert _head(panel) == "open · 1 to do"
    bar = panel.findChild(QScrollArea).verticalScrollBar()
    bar.setValue(bar.maximum())
    acting.do(measured("TP0", "T02", "18", "16"))
    assert _head(panel) == "open"
    assert bar.value() > 0
    reading.lock()
    reading.open_next()
    acting.tell_changed()
    assert panel.shown_timepoint == "TP1"
    assert bar.value() == 0


def _head(panel):
    """What stands in the upper right corner."""
    return next(one.text() for one in panel.findChildren(QLabel) if one.isVisible() and one.text().startswith("open"))


def test_a_timepoint_that_opens_begins_with_the_first_lesion(shown):
    reading, _ = begun()
    acting = acting_on(reading)
    panel = shown(reading, acting)
    panel.choose(*T02)
    baseline(reading)
    acting.tell_changed()
    assert panel.current_slot == T02
    reading.open_next()
    acting.tell_changed()
    assert panel.current_slot == T01


def test_the_reveal_leaves_the_first_call_in_view_and_the_focus_in_it(qtbot):
    reading = at_follow_up()
    said(reading, *assessed("TP1"), *calls("TP1", reason=None))
    acting = acting_on(reading)
    section = CallsSection(acting)
    panel = ReadPanel(acting, section, QLabel("to do"))
    qtbot.addWidget(panel)
    panel.resize(360, 500)
    with qtbot.waitExposed(panel):
        panel.show()
    panel.focus_on(section.button)
    press(section.button)
    first = section.block("T01")
    qtbot.waitUntil(lambda: _is_in_view(first.choices))
    assert panel.focusWidget() is first.choices.button("no LP")


def _is_in_view(widget: QWidget) -> bool:
    return widget.visibleRegion().boundingRect() == widget.rect()
