"""The adjudicator's home: the list of disputes, and the room of the one that is looked at."""

from collections.abc import Sequence

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from seedcryo_reader.ui.adjudication.disputes_page import DisputesPage, next_of, progress_of
from seedcryo_reader.ui.adjudication.ports import AdjudicatorSeat, DisputeShown
from seedcryo_reader.ui.adjudication.room import DisputeRoom, House
from seedcryo_reader.ui.shared.actions import Acts
from seedcryo_reader.ui.shared.background import Background
from seedcryo_reader.ui.shared.icons import Icons
from seedcryo_reader.ui.shared.room import Home


class AdjudicatorHome(Home):
    """The first page of an adjudicator. `opened` carries a case that has to be read before its dispute is shown."""

    contexts = ("disputes", "dispute", "decision", "image")
    guide = "adjudicators-guide.md"

    def __init__(
        self, seat: AdjudicatorSeat, background: Background, acts: Acts, icons: Icons, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._house = House(seat, background, acts, icons)
        self._disputes: tuple[DisputeShown, ...] = ()
        self._room: DisputeRoom | None = None
        self._at = ""
        self._pages = QStackedWidget(self)
        self.list = DisputesPage(acts)
        self._pages.addWidget(self.list)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)
        self.list.opened.connect(self._open)
        acts.bind(self, "adjudicators-guide", self.guide_wanted.emit)
        acts.bind(self.list, "refresh-disputes", self.refresh)
        self.woken.connect(self._wake)
        self.setFocusProxy(self.list)
        self._tell_notices()

    @property
    def room(self) -> DisputeRoom | None:
        """The dispute that is looked at."""
        return self._room

    def refresh(self) -> None:
        """Look again where the disputes stand."""
        self._house.background.look(
            lambda _watch: tuple(self._house.seat.disputes()),
            self._show,
            lambda trouble: self.list.banner.tell(trouble, self.refresh),
        )

    def _tell_notices(self) -> None:
        notices = self._house.seat.notices
        if notices:
            self.list.banner.say("\n".join(one.text for one in notices))

    def _show(self, disputes: Sequence[DisputeShown]) -> None:
        self._disputes = tuple(disputes)
        self.list.show_disputes(self._disputes)
        self._tell_notices()
        if self._room is not None:
            self._room.tell_progress(*progress_of(self._disputes))
        else:
            self.list.choose(self._at)

    def _open(self, one: DisputeShown) -> None:
        self._drop_room()
        self._at = one.dispute_id
        room = DisputeRoom(one.dispute_id, one.case_number, self._house, self)
        room.left.connect(self._back)
        room.next_wanted.connect(self._open_next)
        room.read_wanted.connect(self.opened)
        room.decided.connect(self.refresh)
        room.told.connect(self.told)
        room.acts_changed.connect(self.acts_changed)
        self._room = room
        self._pages.addWidget(room)
        self._pages.setCurrentWidget(room)
        self.setFocusProxy(room)
        room.setFocus()
        self.acts_changed.emit()

    def _open_next(self) -> None:
        upcoming = next_of(self._disputes, self._at)
        if upcoming is None or upcoming.dispute_id == self._at:
            self._back()
        else:
            self._open(upcoming)

    def _back(self) -> None:
        self._drop_room()
        self._pages.setCurrentWidget(self.list)
        self.setFocusProxy(self.list)
        self.list.setFocus()
        self.acts_changed.emit()
        self.refresh()

    def _drop_room(self) -> None:
        if self._room is not None:
            room, self._room = self._room, None
            self._pages.removeWidget(room)
            room.deleteLater()

    def _wake(self) -> None:
        """The vault is open again: what failed because it was not is tried anew."""
        if self._room is None:
            self.refresh()
        elif self._room.is_stuck:
            self._room.start()
