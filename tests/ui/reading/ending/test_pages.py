"""From the summary to the signature, and the page of a case that waits."""

import base64

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from reading.ways import ANSWERS, baseline, begun, signed, with_protocol
from support.fake_desk import PASSWORD, fake_desk
from ui.reading.ending.cases import acting_on, closed_case, without_questionnaire

from seedcryo_reader.domain import canonical
from seedcryo_reader.domain.lifecycle import State
from seedcryo_reader.ui.reading.ending.pages import EndingPages
from seedcryo_reader.ui.reading.ending.questionnaire_page import CONFIDENCE, QuestionnairePage
from seedcryo_reader.ui.reading.ending.signature_page import SignaturePage
from seedcryo_reader.ui.reading.ending.waiting_page import WaitingPage
from seedcryo_reader.ui.reading.verdict.notes import ErratumDialog, QueryDialog

LEFT = Qt.MouseButton.LeftButton


def _click(button):
    """An answer reacts over its whole line, far right of its words too."""
    place = button.rect().center()
    place.setX(button.rect().right() - 2)
    QTest.mouseClick(button, LEFT, pos=place)


def _shown(qtbot, widget):
    qtbot.addWidget(widget)
    widget.resize(1100, 900)
    widget.show()
    return widget


def _texts(widget):
    return " ".join(one.text() for one in widget.findChildren(QLabel) if one.isVisible())


def _answer_all(page):
    for question, values in ANSWERS.items():
        for value in values:
            _click(page.answer(question, value))
    _click(page.answer(CONFIDENCE, "a guess"))


def test_from_the_summary_to_the_signature(qtbot, background):
    reading = closed_case()
    pages = _shown(qtbot, EndingPages(acting_on(reading), background))
    assert pages.page is pages.summary
    _click(pages.go_on)
    assert pages.page is pages.questionnaire
    assert pages.go_on.isHidden()
    _answer_all(pages.questionnaire)
    _click(pages.questionnaire.seal)
    assert pages.page is pages.signature
    assert "Dr A. Reader" in _texts(pages)
    assert reading.protocol.signature.meaning in _texts(pages)
    QTest.keyClicks(pages.signature.password, PASSWORD)
    with qtbot.waitSignal(pages.signed):
        QTest.keyPress(pages.signature.password, Qt.Key.Key_Return)
    assert reading.read.state is State.SIGNED
    assert pages.page is pages.done
    assert pages.done.words == "C-0001, version 1 · Dr A. Reader · 2026-05-04 10:00:00 UTC"
    assert (pages.summary.curves, pages.back.isHidden()) == ([], True)
    with qtbot.waitSignal(pages.left):
        _click(pages.done.leave)


def test_one_can_look_back_and_leave_before_the_signature(qtbot, background):
    pages = _shown(qtbot, EndingPages(acting_on(closed_case()), background))
    _click(pages.go_on)
    _click(pages.back)
    assert pages.page is pages.summary
    assert not pages.back.isEnabled()
    with qtbot.waitSignal(pages.left):
        _click(pages.leave)


def test_without_a_questionnaire_the_signature_follows_the_summary(qtbot, background):
    desk = fake_desk()
    reading = closed_case(desk)
    other = with_protocol(desk, without_questionnaire(reading.protocol))
    pages = _shown(qtbot, EndingPages(acting_on(other), background))
    assert "Questionnaire" not in _texts(pages)
    _click(pages.go_on)
    assert pages.page is pages.signature
    QTest.keyClicks(pages.signature.password, PASSWORD)
    with qtbot.waitSignal(pages.signed):
        _click(pages.signature.sign)
    assert other.read.state is State.SIGNED


@pytest.mark.parametrize("left_out", ["arm", "traces", CONFIDENCE])
def test_every_question_has_to_be_answered(qtbot, left_out):
    reading = closed_case()
    page = _shown(qtbot, QuestionnairePage(acting_on(reading)))
    for question, value in (("arm", "seeds alone"), ("traces", "a needle tract"), (CONFIDENCE, "certain")):
        if question != left_out:
            _click(page.answer(question, value))
    assert not page.seal.isEnabled()
    assert reading.read.questionnaire is None


def test_of_one_question_several_answers_are_kept_and_of_the_other_the_last(qtbot):
    reading = closed_case()
    page = _shown(qtbot, QuestionnairePage(acting_on(reading)))
    for question, value in (
        ("arm", "I do not know"),
        ("arm", "seeds alone"),
        ("traces", "a needle tract"),
        ("traces", "something else"),
        (CONFIDENCE, "certain"),
    ):
        _click(page.answer(question, value))
    chosen = [
        value
        for question, values in (
            ("arm", ("I do not know", "seeds alone")),
            ("traces", ("a needle tract", "something else")),
        )
        for value in values
        if page.answer(question, value).isChecked()
    ]
    assert chosen == ["seeds alone", "a needle tract", "something else"]
    _click(page.answer("traces", "something else"))
    with qtbot.waitSignal(page.answered):
        _click(page.seal)
    sealed = canonical.decode(base64.b64decode(reading.read.questionnaire))
    assert sealed["answers"] == {"arm": ["seeds alone"], "traces": ["a needle tract"]}
    assert sealed["confidence"] == "certain"


def test_what_seals_the_answers_is_in_sight_however_many_questions_there_are(qtbot):
    page = _shown(qtbot, QuestionnairePage(acting_on(closed_case())))
    page.resize(900, 300)
    below = page.seal.mapTo(page, page.seal.rect().bottomLeft())
    assert page.rect().contains(below)
    assert not page.seal.visibleRegion().isEmpty()
    assert page.answer(CONFIDENCE, "certain").visibleRegion().isEmpty()


def test_what_was_answered_is_frozen_and_not_shown(qtbot):
    reading = closed_case()
    page = _shown(qtbot, QuestionnairePage(acting_on(reading)))
    _answer_all(page)
    _click(page.seal)
    assert reading.read.state is State.QUESTIONNAIRE
    assert "sealed until the trial is unblinded" in _texts(page)
    assert "I do not know" not in _texts(page)
    assert page.is_answered


def test_answers_that_cannot_be_kept_stay_on_the_screen(qtbot):
    desk = fake_desk()
    reading = closed_case(desk)
    page = _shown(qtbot, QuestionnairePage(acting_on(reading)))
    _answer_all(page)
    desk.log.fails = True
    _click(page.seal)
    assert page.banner.text == "The disk is full."
    assert page.answer(CONFIDENCE, "a guess").isChecked()
    desk.log.fails = False
    _click(page.seal)
    assert page.is_answered


def _ready(qtbot, background):
    reading = closed_case()
    reading.answer_questionnaire(ANSWERS, "a guess")
    return _shown(qtbot, SignaturePage(acting_on(reading), background)), reading


def test_a_wrong_password_signs_nothing_says_so_and_leaves_no_password_behind(qtbot, background):
    page, reading = _ready(qtbot, background)
    assert not page.sign.isEnabled()
    before = reading.records
    QTest.keyClicks(page.password, "wrong horse")
    _click(page.sign)
    assert page.password.text() == ""
    qtbot.waitUntil(lambda: page.banner.text != "")
    assert page.banner.text == "The password is not the one of this account."
    assert reading.records == before
    QTest.keyClicks(page.password, PASSWORD)
    assert page.banner.isHidden()
    with qtbot.waitSignal(page.signed):
        _click(page.sign)
    assert reading.read.signatures[0].name == "Dr A. Reader"


def test_signing_twice_at_once_signs_once(qtbot, background):
    page, reading = _ready(qtbot, background)
    QTest.keyClicks(page.password, PASSWORD)
    with qtbot.waitSignal(page.signed):
        _click(page.sign)
        page.password.setText(PASSWORD)
        _click(page.sign)
    qtbot.waitUntil(lambda: not background.is_busy)
    assert len(reading.read.signatures) == 1


def test_a_signed_read_shows_nothing_but_that_it_is(qtbot, background):
    pages = _shown(qtbot, EndingPages(acting_on(signed()[0]), background))
    assert pages.page is pages.done
    assert (pages.summary.curves, pages.go_on.isVisible(), pages.back.isVisible()) == ([], False, False)


def test_a_case_waits_alike_whether_its_last_timepoint_came_or_not(qtbot):
    texts = []
    for timepoints in (["TP0"], ["TP0", "TP1", "TP2"]):
        reading, desk = begun()
        desk.images.timepoints, desk.images.closing = timepoints, len(timepoints) == 1
        baseline(reading)
        texts.append(_texts(_shown(qtbot, WaitingPage(acting_on(reading)))))
    assert texts[0] == texts[1]
    assert "C-0001 waits for the centre" in texts[0]


def test_the_centre_can_be_asked_about_images_while_the_case_waits(qtbot):
    reading, _ = begun()
    baseline(reading)
    page = _shown(qtbot, WaitingPage(acting_on(reading)))
    _click(page.query)
    dialog = page.findChild(QueryDialog)
    QTest.keyClicks(dialog.text, "the arterial phase is missing")
    _click(dialog.keep)
    assert [(one.timepoint, one.text) for one in reading.read.queries] == [("TP0", "the arterial phase is missing")]


def test_an_erratum_can_be_written_while_the_case_waits(qtbot):
    reading, _ = begun()
    baseline(reading)
    page = _shown(qtbot, WaitingPage(acting_on(reading)))
    assert page.focusWidget() is page.leave
    _click(page.erratum)
    dialog = page.findChild(ErratumDialog)
    QTest.keyClicks(dialog.text, "T02 is the other node")
    _click(dialog.keep)
    assert [one.text for one in reading.read.errata] == ["T02 is the other node"]
    assert "Errata written: 1" in _texts(page)
    with qtbot.waitSignal(page.left):
        _click(page.leave)
