"""The coordinator's home: the list of pages, and the page that is shown."""

from functools import partial
from types import MappingProxyType
from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from seedcryo_reader.ui.coordination.accounts.page import AccountsPage
from seedcryo_reader.ui.coordination.agreement.page import AgreementPage
from seedcryo_reader.ui.coordination.assigning.page import AssignPage
from seedcryo_reader.ui.coordination.board.page import BoardPage
from seedcryo_reader.ui.coordination.double_reads.page import DoubleReadsPage
from seedcryo_reader.ui.coordination.exchange.page import ExchangePage
from seedcryo_reader.ui.coordination.keys_page import KeysPage
from seedcryo_reader.ui.coordination.navigation import Navigation
from seedcryo_reader.ui.coordination.page import Office, Page
from seedcryo_reader.ui.coordination.ports import CoordinatorDesk
from seedcryo_reader.ui.coordination.shown.double_reads import DisputeStanding
from seedcryo_reader.ui.coordination.shown.snapshot import Snapshot
from seedcryo_reader.ui.coordination.today import Need, needs
from seedcryo_reader.ui.shared.actions import Acts
from seedcryo_reader.ui.shared.background import Background
from seedcryo_reader.ui.shared.banner import Banner
from seedcryo_reader.ui.shared.room import Home

_PAGES: Final = MappingProxyType(
    {
        "page-board": BoardPage,
        "page-accounts": AccountsPage,
        "page-assign": AssignPage,
        "page-exchange": ExchangePage,
        "page-double-reads": DoubleReadsPage,
        "page-agreement": AgreementPage,
        "page-keys": KeysPage,
    }
)
"""Every page by the act that shows it, in the order of the list."""

_OPEN: Final = (DisputeStanding.WAITS, DisputeStanding.NEITHER)


class CoordinatorHome(Home):
    """Everything a coordinator does, one page at a time.

    Whatever is done on a page, everything is looked at again; a page keeps what was chosen on it.
    """

    guide = "coordinators-guide.md"
    contexts = ("coordination",)

    def __init__(
        self, seat: CoordinatorDesk, background: Background, acts: Acts, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._seat = seat
        self._background = background
        self._is_looking = False
        self._snapshot: Snapshot | None = None
        office = Office(seat, background, acts)
        self._pages: dict[str, Page] = {act_id: kind(office) for act_id, kind in _PAGES.items()}
        self._stack = QStackedWidget()
        self._list = Navigation(list(_PAGES), acts)
        self._list.went.connect(self.show_page)
        inside = QHBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(0)
        inside.addWidget(self._list)
        inside.addWidget(self._stack, 1)
        for act_id, page in self._pages.items():
            self._stack.addWidget(page)
            page.went.connect(self.show_page)
            page.changed.connect(self.refresh)
            page.told.connect(self.told)
            acts.bind(self, act_id, partial(self.show_page, act_id))
        acts.bind(self, "look-again", self.refresh)
        acts.bind(self, "coordinators-guide", self.guide_wanted.emit)
        self.woken.connect(self.refresh)
        self.show_page("page-board")
        if seat.notices:
            self.page.banner.say("\n".join(one.text for one in seat.notices))

    @property
    def page(self) -> Page:
        """The page that is shown."""
        return next(one for one in self._pages.values() if one is self._stack.currentWidget())

    @property
    def banner(self) -> Banner:
        """Where the page that is shown says what went wrong."""
        return self.page.banner

    def show_page(self, act_id: str, choose: str = "") -> None:
        """Show a page, and choose a line of it."""
        page = self._pages[act_id]
        if self._snapshot is not None:
            page.show_snapshot(self._snapshot)
        self._stack.setCurrentWidget(page)
        self._list.show_page(act_id)
        self.setFocusProxy(page)
        if choose:
            page.choose(choose)
        page.setFocus()

    def refresh(self) -> None:
        """Look again how everything stands."""
        if self._is_looking:
            return
        self._is_looking = True
        self._background.look(self._seat.look, self._show, self._fail)

    def _show(self, snapshot: Snapshot) -> None:
        self._is_looking = False
        self._snapshot = snapshot
        self.page.show_snapshot(snapshot)
        if snapshot.trouble:
            self.banner.say("\n".join(one.text for one in snapshot.trouble))
        open_needs = [one.need for one in needs(snapshot)]
        self._list.show_waiting("page-board", len(open_needs), is_loud=Need.INCIDENTAL in open_needs)
        waiting = sum(one.standing in _OPEN for one in snapshot.disputes)
        self._list.show_waiting("page-double-reads", waiting)
        self._list.show_waiting("page-assign", sum(one.is_assignable for one in snapshot.cases))
        self._list.show_waiting("page-exchange", sum(one.waiting for one in snapshot.post))
        self._list.show_waiting("page-keys", int(snapshot.keys is None), is_loud=True)

    def _fail(self, trouble: Exception) -> None:
        self._is_looking = False
        self.banner.tell(trouble, self.refresh)
