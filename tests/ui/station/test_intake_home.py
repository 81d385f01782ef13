"""What the centre asks of intake, on its page."""

from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTableWidget

from seedcryo_reader.domain.errors import EnvironmentFailure
from seedcryo_reader.domain.finding import Finding
from seedcryo_reader.ui.shared.actions import Acts
from seedcryo_reader.ui.shared.background import Background
from seedcryo_reader.ui.station.intake_home import IntakeHome, Wish

WISHES = (
    Wish("2026-03-02", "C-0042", timepoint="TP1", kind="wrong series", text="Is this the portal phase?"),
    Wish("2026-03-01", "C-0042", as_number="C-0777"),
)


@dataclass
class FakeIntake:
    came: tuple[Wish, ...] = WISHES
    notices: tuple[Finding, ...] = ()
    trouble: Exception | None = None

    def wishes(self) -> tuple[Wish, ...]:
        if self.trouble is not None:
            raise self.trouble
        return self.came


@pytest.fixture
def shown(qtbot):
    background = Background()

    def show(seat: FakeIntake) -> IntakeHome:
        home = IntakeHome(seat, background, Acts())
        qtbot.addWidget(home)
        home.show()
        home.refresh()
        qtbot.waitUntil(lambda: not background.is_busy)
        return home

    yield show
    background.close()


def cells(home: IntakeHome) -> list[list[str]]:
    model = home.findChild(QTableWidget).model()
    return [[model.index(row, column).data() for column in range(3)] for row in range(model.rowCount())]


def test_repeats_and_questions_are_listed(shown) -> None:
    assert cells(shown(FakeIntake())) == [
        ["2026-03-02", "C-0042", "TP1 · wrong series: Is this the portal phase?"],
        ["2026-03-01", "C-0042", "Seal every part again as C-0777, for a hidden repeat."],
    ]


def test_titles_stand_over_what_they_name(shown) -> None:
    header = shown(FakeIntake()).findChild(QTableWidget).horizontalHeader()
    assert header.defaultAlignment() & Qt.AlignmentFlag.AlignLeft


def test_an_empty_list_says_so(shown) -> None:
    home = shown(FakeIntake(came=()))
    assert home.findChild(QTableWidget).isHidden()


def test_what_was_noticed_and_what_fails_is_told(shown) -> None:
    assert "set back" in shown(FakeIntake(notices=(Finding("clock", "The clock was set back."),))).banner.text
    assert "full" in shown(FakeIntake(trouble=EnvironmentFailure("The disk is full."))).banner.text
