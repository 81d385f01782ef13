"""The trainings of one account."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from seedcryo_reader.ui.coordination.accounts.columns import training_columns
from seedcryo_reader.ui.coordination.lines import LinesView
from seedcryo_reader.ui.coordination.shown.people import AccountLine, TrainingLine
from seedcryo_reader.ui.coordination.words import filled
from seedcryo_reader.ui.shared.pieces import Tone, label
from seedcryo_reader.ui.shared.theme import SPACING

_HEIGHT = 136


class Trainings(QWidget):
    """Says for which protocol versions an account is trained, and how long; or why it has not to be."""

    def __init__(self) -> None:
        super().__init__()
        self._day = ""
        self._title = label("", Tone.TITLE)
        self._table: LinesView[TrainingLine] = LinesView(
            training_columns(self.day), self.tr("Trainings"), lambda one: one.protocol_sha256, ""
        )
        self._table.setMinimumHeight(_HEIGHT)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(SPACING.medium)
        inside.addWidget(self._title)
        inside.addWidget(self._table, 1)

    def day(self) -> str:
        """The UTC day that trainings are held against."""
        return self._day

    def show_of(self, account: AccountLine | None, day: str) -> None:
        """Show those of an account on a UTC day."""
        self._day = day
        name = "" if account is None else account.printed_name
        self._title.setText(filled(self.tr("Training of %1"), name) if name else self.tr("Training"))
        self._table.fill(() if account is None else account.trainings)
        is_asked = account is None or account.is_trained_role
        asked = self.tr("No training is recorded: the account cannot be drawn.")
        not_asked = self.tr("Only readers and adjudicators are trained.")
        self._table.say_nothing(asked if is_asked else not_asked)
