"""How a conclusion was worked out: every rule with its paragraph, numbers and comparison, to be read and copied."""

import re
from html import unescape

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from reading.ways import (
    assessed,
    baseline,
    begun,
    called,
    calls,
    found,
    locked,
    new_lesion,
    none_new,
    recorded,
    said,
)
from ui.reading.verdict.rooms import acting_on, at_follow_up

from seedcryo_reader.domain.conclusion import OVERALL
from seedcryo_reader.ui.reading.verdict.calls import CallsSection
from seedcryo_reader.ui.reading.verdict.pieces import Expander
from seedcryo_reader.ui.reading.verdict.trace import Trace


@pytest.fixture
def revealed(qtbot):
    """The calls of a case whose conclusions are shown, and what opens how each was worked out."""

    def show(reading):
        reading.reveal()
        section = CallsSection(acting_on(reading))
        qtbot.addWidget(section)
        section.resize(360, 900)
        section.show()
        section.activateWindow()
        qtbot.waitUntil(section.isActiveWindow)
        return section

    return show


def copied(trace: Trace) -> str:
    trace.copy.click()
    return QGuiApplication.clipboard().text()


def test_the_keys_open_it_and_copy_the_whole_of_it(revealed):
    section = revealed(at_follow_up("30.1"))
    toggle = section.block("T01").trace.toggle
    toggle.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(toggle, Qt.Key.Key_Space)
    QTest.keyClick(toggle, Qt.Key.Key_Tab)
    button = QApplication.focusWidget()
    assert button.accessibleName() == "Copy how the conclusion about T01 was worked out"
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert button.text() == "Copied"
    assert QGuiApplication.clipboard().text() == (
        "T01: local progression\n"
        "\n"
        "§ 4.2 Local progression by size: the diameter is at least 20 % and at least 5 mm over the target's own "
        "smallest one since the reference timepoint.\n"
        "- progression-by-size, decides: Local progression: 30.1 mm is +6.7 mm and +28.6 % over the nadir 23.4 mm at "
        "TP1\n"
        "  30.1 ≥ 1.20 × 23.4 and 30.1 − 23.4 ≥ 5\n"
        "  current 30.1 mm · nadir 23.4 mm · change 6.7 mm · factor 1.20 · floor 5 mm\n"
        "\n"
        "§ 4.3 Local progression by tissue: new or larger nodular or masslike tissue in the target or within 10 mm of "
        "it, compared with the reference timepoint, whether or not there was a timepoint without any.\n"
        "- progression-by-tissue, does not hold: tissue in or next to T01 none\n"
        "\n"
        "§ 4.4 Local progression by contiguity: new tumour that touches the target.\n"
        "- progression-by-contiguity, does not hold: new tumour that touches T01 none"
    )


def test_every_rule_of_every_conclusion_is_told_and_one_of_them_decides(revealed):
    reading = at_follow_up("30.1", called=False)
    said(reading, recorded("TP2", "NL01"), new_lesion("TP2", "NL01", "unequivocal"), *calls("TP2", "PD", reason=None))
    section = revealed(reading)
    traces = [copied(one) for one in section.findChildren(Trace)]
    conclusions = reading.read.active.revealed.conclusions
    assert len(traces) == len(conclusions) == 6
    order = {text.partition(":")[0]: text for text in traces}
    titles = {"target": "Sum of diameters", "non-target": "Non-target disease", "new lesions": "New lesions"}
    for one in conclusions:
        text = order[titles.get(one.about, "Overall" if one.about == OVERALL else one.about)]
        assert text.count(", decides: ") == 1
        for step in one.trace:
            assert f"- {step.rule}, " in text
            assert f"§ {step.paragraph} {reading.protocol.paragraphs[step.paragraph]}" in text
            assert all(value in text for _, value in step.numbers)
    assert "table recist-1.1, row 1: ANY | ANY | UNEQUIVOCAL → PD" in order["Overall"]
    assert order["Sum of diameters"].count("§ 3.1") == 1


def test_the_screen_says_what_is_copied(revealed):
    section = revealed(at_follow_up("30.1"))
    for one in section.findChildren(Expander):
        one.toggle.click()
    for trace in section.findChildren(Trace):
        (label,) = trace.findChildren(QLabel)
        assert label.isVisible()
        shown = re.split(r"\W+", unescape(re.sub("<[^>]*>", " ", label.text())))
        assert set(re.split(r"\W+", copied(trace).partition("\n")[2])) == set(shown)
        assert label.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse


def test_progression_of_a_target_stays_and_says_since_when(revealed):
    reading, _ = begun()
    baseline(reading)
    reading.open_next()
    said(reading, *assessed("TP1"), found("TP1", "T01", "contiguous", "present"))
    said(reading, *calls("TP1"), called("TP1", "T01", "LP"))
    reading.reveal()
    locked(reading)
    reading.open_next()
    said(reading, *assessed("TP2")[:-1], none_new("TP2"), *calls("TP2", reason=None))
    section = revealed(reading)
    texts = [one.text() for one in section.block("T01").findChildren(QLabel)]
    assert "Computed: local progression – differs from your call" in texts
    assert "Local progression: it was reached at TP1, and stays so; rule 4.1" in texts
    assert "- local-progression-stays, decides: " in copied(section.block("T01").findChild(Trace))
