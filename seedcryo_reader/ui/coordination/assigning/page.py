"""Assigning cases: what is drawn from at the left, what the draw comes to at the right."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from seedcryo_reader.ui.coordination.assigning.preview import Preview
from seedcryo_reader.ui.coordination.assigning.setting import Setting
from seedcryo_reader.ui.coordination.page import Office, Page
from seedcryo_reader.ui.coordination.shown.assigning import Draw, DrawWish, Pool
from seedcryo_reader.ui.coordination.shown.snapshot import Snapshot
from seedcryo_reader.ui.coordination.words import filled
from seedcryo_reader.ui.shared.dialogs import confirm
from seedcryo_reader.ui.shared.pieces import Kind, Tone, label
from seedcryo_reader.ui.shared.theme import SPACING


class AssignPage(Page):
    """Only what was previewed can be assigned; whatever is changed after that has to be previewed again."""

    def __init__(self, office: Office) -> None:
        super().__init__(self.tr("Assign"), office)
        self._setting = Setting()
        self._preview = Preview()
        self._missing = label("", Tone.MUTED)
        self._previewed: DrawWish | None = None
        self._draw = self.deed("preview-draw", self._ask_draw)
        self._assign = self.deed("assign-batch", self._ask_assign, Kind.PRIMARY)
        foot = QHBoxLayout()
        foot.setSpacing(SPACING.medium)
        foot.addWidget(self._missing, 1)
        foot.addWidget(self._draw.button)
        foot.addWidget(self._assign.button)
        right = QVBoxLayout()
        right.setSpacing(SPACING.medium)
        right.addWidget(self._preview, 1)
        right.addLayout(foot)
        across = QHBoxLayout()
        across.setSpacing(SPACING.large + SPACING.medium)
        across.addWidget(self._setting)
        across.addLayout(right, 1)
        self.inside.addLayout(across, 1)
        self._setting.changed.connect(self._weigh)
        self._setting.protocol_chosen.connect(self._ask_pool)
        self._setting.seed_wanted.connect(self._ask_seed)
        self.setFocusProxy(self._draw.button)
        self._weigh()

    def fill(self, snapshot: Snapshot) -> None:
        """Look again what can be drawn from."""
        self._setting.show_protocols(snapshot.protocols)
        self._ask_pool()

    def _ask_pool(self) -> None:
        protocol = self._setting.protocol
        if protocol is not None:
            self.ask(lambda: self.office.desk.pool(protocol), self._setting.show_pool)

    def _ask_seed(self) -> None:
        protocol = self._setting.protocol
        if protocol is not None:
            self.ask(lambda: self.office.desk.pool(protocol), self._take_seed)

    def _take_seed(self, pool: Pool) -> None:
        self._setting.set_seed(pool.seed)

    def _weigh(self) -> None:
        wish = self._setting.wish
        if wish != self._previewed and self._previewed is not None:
            self._previewed = None
            self._preview.show_draw(None)
        self._missing.setText(self._setting.missing())
        self._draw.set_possible(wish is not None)
        self._assign.set_possible(wish is not None and wish == self._previewed)

    def _ask_draw(self) -> None:
        wish = self._setting.wish
        if wish is not None:
            self.work(self.tr("Drawing"), lambda _watch: (wish, self.office.desk.draw(wish)), self._show_draw)

    def _show_draw(self, drawn: tuple[DrawWish, Draw]) -> None:
        wish, draw = drawn
        if wish == self._setting.wish:
            self._previewed = wish
            self._preview.show_draw(draw)
            self._weigh()

    def _ask_assign(self) -> None:
        wish = self._previewed
        if wish is None:
            return
        question = self.tr(
            "%n cases are assigned as previewed. An assignment stays: readers can only be replaced.",
            "",
            len(wish.cases),
        )
        if confirm(self, self.tr("Assign as a batch"), question, self.tr("Assign")):
            self.work(self.tr("Assigning"), lambda _watch: self.office.desk.assign(wish), self._tell_batch)

    def _tell_batch(self, batch: int) -> None:
        self._previewed = None
        self._preview.show_draw(None)
        self._setting.set_seed("")
        self.told.emit(filled(self.tr("Batch %1 is assigned. Release it on the board."), str(batch)))
