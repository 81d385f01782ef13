from collections.abc import Iterator

import pytest
from adjudication.ways import dispute, log_with
from ui.adjudication.fakes import FakeAdjudicator
from ui.adjudication.hands import Hands

from seedcryo_reader.app.paths import resources
from seedcryo_reader.domain.dispute import Dispute
from seedcryo_reader.ui.adjudication.home import AdjudicatorHome
from seedcryo_reader.ui.adjudication.page import DisputePage
from seedcryo_reader.ui.shared.actions import Acts
from seedcryo_reader.ui.shared.background import Background
from seedcryo_reader.ui.shared.icons import Icons


@pytest.fixture
def background() -> Iterator[Background]:
    made = Background()
    yield made
    made.close()


@pytest.fixture
def at_home(qtbot, background):
    """An adjudicator's home over a seat, with its list on the screen."""

    def shown(seat: FakeAdjudicator) -> AdjudicatorHome:
        home = AdjudicatorHome(seat, background, Acts(), Icons(resources() / "icons"))
        home.resize(1280, 740)
        qtbot.addWidget(home)
        with qtbot.waitActive(home):
            home.show()
            home.activateWindow()
        home.refresh()
        qtbot.waitUntil(lambda: not background.is_busy)
        return home

    return shown


@pytest.fixture
def seat() -> FakeAdjudicator:
    """Three disputes."""
    return FakeAdjudicator(log_with(dispute(f"{n:016x}", case_number=f"C-{n:04}") for n in (1, 2, 3)))


@pytest.fixture
def look_at(qtbot, at_home, background):
    """The page of one dispute, and the hands at it."""

    def looked(dispute: Dispute) -> tuple[DisputePage, Hands]:
        hands = Hands(qtbot, at_home(FakeAdjudicator(log_with([dispute]))), background)
        return hands.open_next(), hands

    return looked
