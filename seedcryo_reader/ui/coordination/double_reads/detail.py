"""One dispute: where the reads part, in what they differ and why, what was decided."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from seedcryo_reader.domain.discordance import Variable
from seedcryo_reader.ui.coordination.shown.cases import ReadLine
from seedcryo_reader.ui.coordination.shown.double_reads import DisputeLine
from seedcryo_reader.ui.coordination.words import filled, standing_word, variable_words
from seedcryo_reader.ui.shared.pieces import Tone, label
from seedcryo_reader.ui.shared.theme import COLOURS, SPACING


class DisputeDetail(QFrame):
    """A card beside the list."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._case = label("", Tone.TITLE)
        self._parting = label("", Tone.PLAIN)
        self._parting.setStyleSheet(f"border-left: 3px solid {COLOURS.accent}; padding-left: 8px;")
        self._rows = QWidget()
        self._grid = QGridLayout(self._rows)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(SPACING.large)
        self._grid.setVerticalSpacing(SPACING.small)
        self._grid.setColumnStretch(0, 1)
        self._again = label("")
        self._decision = label("")
        self._comment = label("", Tone.MUTED)
        body = QWidget()
        under = QVBoxLayout(body)
        under.setContentsMargins(0, 0, SPACING.small, 0)
        under.setSpacing(SPACING.large)
        for one in (self._case, self._parting, self._rows, self._again, self._decision, self._comment):
            under.addWidget(one)
        under.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(body)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(*(SPACING.large,) * 4)
        inside.addWidget(scroll)

    def show_dispute(self, dispute: DisputeLine | None) -> None:
        """Show one; where its reads part is told later."""
        self.setVisible(dispute is not None)
        if dispute is None:
            return
        self._case.setText(f"{dispute.case_number} · {standing_word(dispute.standing)}")
        self._parting.setText(self.tr("Looking where they first part…"))
        self._parting.show()
        self._fill(dispute)
        self._again.setText("\n".join(self._again_words(one) for one in dispute.again))
        self._again.setVisible(bool(dispute.again))
        decided = " · ".join(dispute.decision)
        words = filled(self.tr("Decision: %1 (%2)"), decided, dispute.reason)
        waits = filled(self.tr("With %1 since %2."), dispute.adjudicator, dispute.since)
        self._decision.setText(words if decided else waits)
        self._decision.setVisible(bool(decided) or not dispute.again)
        self._comment.setText(f"“{dispute.comment}”" if dispute.comment else "")
        self._comment.setVisible(bool(dispute.comment))

    def show_parting(self, sentence: str) -> None:
        """Say where the reads first part."""
        self._parting.setText(sentence)
        self._parting.setVisible(bool(sentence))

    def _again_words(self, read: ReadLine) -> str:
        words = self.tr(
            "%1 reads the case again; version %2 is awaited. Until it is signed and compared no read of this case is"
            " accepted. Then this dispute is superseded, and stays on record."
        )
        return filled(words, read.account, (read.signed or 0) + 1)

    def _fill(self, dispute: DisputeLine) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for place, name in enumerate(("", *dispute.readers)):
            self._grid.addWidget(label(name, Tone.SMALL, wraps=False), 0, place)
        for k, one in enumerate(dispute.differences):
            row = 2 * k + 1
            self._grid.addWidget(label(variable_words(one.variable, one.about)), row, 0)
            self._grid.addWidget(label(one.first, wraps=False), row, 1)
            self._grid.addWidget(label(one.second, wraps=False), row, 2)
            causes = filled(self.tr("because of: %1"), ", ".join(one.causes))
            if one.variable is Variable.LOCAL_EVALUABILITY:
                what = self.tr("The landmark is the visit at which the protocol asks whether local control holds.")
                causes = f"{causes}. {what}"
            self._grid.addWidget(label(causes, Tone.SMALL), row + 1, 0, 1, 3)
