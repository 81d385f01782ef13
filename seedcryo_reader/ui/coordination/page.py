"""What every page of the coordinator has: a heading, a strip for trouble, acts, and work beside the screen."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from seedcryo_reader.domain.errors import Cancelled
from seedcryo_reader.imaging.watch import Watch
from seedcryo_reader.ui.coordination.ports import CoordinatorDesk
from seedcryo_reader.ui.coordination.shown.done import Done
from seedcryo_reader.ui.coordination.shown.snapshot import Snapshot
from seedcryo_reader.ui.coordination.words import filled
from seedcryo_reader.ui.shared.actions import Acts
from seedcryo_reader.ui.shared.background import Background
from seedcryo_reader.ui.shared.banner import Banner
from seedcryo_reader.ui.shared.busy import Busy
from seedcryo_reader.ui.shared.pieces import Kind, Tone, button, label
from seedcryo_reader.ui.shared.theme import SPACING

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Office:
    """What pages work with."""

    desk: CoordinatorDesk
    background: Background
    acts: Acts


class Page(QWidget):
    """One page.

    `went` asks for another page by its act id, with what is to be chosen there (empty: nothing); `changed` says that
    something was done, so that all is to be looked at again; `told` carries a sentence for the status line.
    """

    went = Signal(str, str)
    changed = Signal()
    told = Signal(str)

    def __init__(self, title: str, office: Office) -> None:
        super().__init__()
        self.office = office
        self.banner = Banner()
        self.head = QHBoxLayout()
        self.head.setSpacing(SPACING.medium)
        self.head.addWidget(label(title, Tone.LARGE, wraps=False))
        self.head.addStretch(1)
        self.inside = QVBoxLayout(self)
        self.inside.setContentsMargins(*(SPACING.large + SPACING.medium,) * 4)
        self.inside.setSpacing(SPACING.large)
        self.inside.addLayout(self.head)
        self.inside.addWidget(self.banner)
        self._busy = Busy(self)
        self._snapshot: Snapshot | None = None

    @property
    def snapshot(self) -> Snapshot:
        """What was shown last.

        Raises
        ------
        ValueError
            Nothing was shown yet.
        """
        if self._snapshot is None:
            msg = "nothing was looked at yet"
            raise ValueError(msg)
        return self._snapshot

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show how everything stands, if that was not shown already."""
        if snapshot is not self._snapshot:
            self._snapshot = snapshot
            self.fill(snapshot)

    def fill(self, snapshot: Snapshot) -> None:
        """Fill the page."""

    def choose(self, key: str) -> None:
        """Choose a line of the page."""

    def deed(self, act_id: str, slot: Callable[[], object], kind: Kind = Kind.SECONDARY) -> "Deed":
        """A button and the keys of an act of this page."""
        return Deed(self, act_id, slot, kind)

    def work(
        self,
        what: str,
        job: Callable[[Watch], T],
        done: Callable[[T], None],
        *,
        can_cancel: bool = False,
        failed: Callable[[Exception], bool] = lambda _trouble: False,
    ) -> None:
        """Do a job beside the screen, with the page covered; then everything is looked at again.

        Where it fails, what was whole by then is kept, so that is looked at again too; `failed` says whether it dealt
        with the trouble itself.
        """
        self._begin()

        def end(result: T) -> None:
            done(result)
            self.changed.emit()

        def fail(trouble: Exception) -> None:
            if not failed(trouble):
                self._tell_trouble(trouble)
                self.changed.emit()

        running = self.office.background.run(job, end, fail, self._busy.tell)
        self._busy.show_for(running, what, can_cancel=can_cancel)

    def look_into(self, what: str, job: Callable[[Watch], T], done: Callable[[T], None]) -> None:
        """Do a long job that changes nothing, with the page covered; it can be cancelled."""
        self._begin()
        running = self.office.background.run(job, done, self._tell_trouble, self._busy.tell)
        self._busy.show_for(running, what)

    def ask(self, job: Callable[[], T], done: Callable[[T], None]) -> None:
        """Have something worked out beside the screen, without the page being covered."""
        self.office.background.look(lambda _watch: job(), done, self.banner.tell)

    def tell_done(self, words: str, done: Done) -> None:
        """Say for how many something was done (`words` with %1), and why it was not for others."""
        self.told.emit(filled(words, done.cases))
        if done.findings:
            self.banner.say("\n".join(one.text for one in done.findings))

    def _begin(self) -> None:
        """Nothing is left to be read of what was done before."""
        self.banner.clear()
        self.told.emit("")

    def _tell_trouble(self, trouble: Exception) -> None:
        if isinstance(trouble, Cancelled):
            self.told.emit(self.tr("Stopped. What was done by then is kept."))
        else:
            self.banner.tell(trouble)


class Deed:
    """An act as a button and as keys; both can or cannot be done together."""

    def __init__(self, page: Page, act_id: str, slot: Callable[[], object], kind: Kind) -> None:
        acts = page.office.acts
        self.button: QPushButton = button(acts.name(act_id), kind)
        self.button.setToolTip(acts.tooltip(act_id))
        self.button.clicked.connect(lambda _checked: slot())
        self.action = acts.bind(page, act_id, slot)

    def set_possible(self, is_possible: bool) -> None:
        """Let it be done, or not."""
        self.button.setEnabled(is_possible)
        self.action.setEnabled(is_possible)

    def count(self, number: int) -> None:
        """Say beside its name how many it is about, and let it be done where there is one."""
        name = self.action.text()
        self.button.setText(f"{name} ({number})" if number else name)
        self.set_possible(number > 0)
