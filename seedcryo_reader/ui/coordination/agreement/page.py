"""Agreement: pictures with their numbers behind a click. Never by arm: the station does not know it."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QApplication, QScrollArea, QVBoxLayout, QWidget

from seedcryo_reader.ui.coordination.agreement.figure_card import FigureCard
from seedcryo_reader.ui.coordination.page import Office, Page
from seedcryo_reader.ui.coordination.shown.agreement import AgreementShown
from seedcryo_reader.ui.coordination.shown.snapshot import Snapshot
from seedcryo_reader.ui.shared.pieces import Tone, button, label
from seedcryo_reader.ui.shared.theme import SPACING


class AgreementPage(Page):
    """Works everything out when it is shown the first time, and again when asked."""

    def __init__(self, office: Office) -> None:
        super().__init__(self.tr("Agreement"), office)
        self._is_known = False
        self._cards: list[FigureCard] = []
        self._says = label("", Tone.MUTED)
        self._again = button(self.tr("Work out again"))
        self._again.clicked.connect(self.work_out)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setAccessibleName(self.tr("Figures"))
        self.head.addWidget(self._again)
        self.inside.addWidget(self._says)
        self.inside.addWidget(self._scroll, 1)
        office.acts.bind(self, "copy-numbers", self._copy)
        self.setFocusProxy(self._scroll)

    def fill(self, _snapshot: Snapshot) -> None:
        """What was worked out may be old now; it is worked out again when the page is shown."""
        self._is_known = False
        if self.isVisible() and not self._cards:
            self.work_out()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Work it out, if that was not done since something changed."""
        super().showEvent(event)
        if not self._is_known and self._snapshot is not None:
            self.work_out()

    def work_out(self) -> None:
        """Work everything out anew."""
        self._is_known = True
        self.look_into(self.tr("Working out agreement"), self.office.desk.agreement, self._show)

    def _show(self, shown: AgreementShown) -> None:
        self._says.setText(shown.says)
        self._cards = []
        body = QWidget()
        under = QVBoxLayout(body)
        under.setContentsMargins(0, 0, SPACING.medium, 0)
        under.setSpacing(SPACING.large)
        if not shown.groups:
            under.addWidget(
                label(self.tr("Nothing to be seen yet: it begins with the first case that two readers signed."))
            )
        for heading, figures in shown.groups:
            under.addWidget(label(heading, Tone.TITLE))
            for figure in figures:
                card = FigureCard(figure)
                card.copied.connect(self._tell_copied)
                self._cards.append(card)
                under.addWidget(card)
        under.addStretch(1)
        self._scroll.setWidget(body)

    def _copy(self) -> None:
        """Copy the numbers of the figure that has the focus, or of the first one."""
        focus = QApplication.focusWidget()
        inside = [one for one in self._cards if focus and one.isAncestorOf(focus)]
        for card in (inside or self._cards)[:1]:
            card.copy()

    def _tell_copied(self, rows: int) -> None:
        self.told.emit(self.tr("%n rows are on the clipboard.", "", rows))
