"""A dialog with a title, rows of fields, and a button that can be pressed once everything is given."""

from PySide6.QtWidgets import QComboBox, QDialog, QFormLayout, QHBoxLayout, QVBoxLayout, QWidget

from seedcryo_reader.ui.shared.pieces import Kind, Tone, button, label
from seedcryo_reader.ui.shared.theme import SPACING

WIDTH = 520


class FormDialog(QDialog):
    """The frame of a question with several fields.

    Parameters
    ----------
    title, text, ok : str
    parent : QWidget
    is_danger : bool
        Whether what follows cannot be taken back.
    """

    def __init__(self, title: str, text: str, ok: str, parent: QWidget, *, is_danger: bool = False) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(WIDTH)
        self.inside = QVBoxLayout(self)
        self.inside.setContentsMargins(*(SPACING.large + SPACING.medium,) * 4)
        self.inside.setSpacing(SPACING.large)
        self.inside.addWidget(label(title, Tone.TITLE))
        self.inside.addWidget(label(text, Tone.MUTED))
        self.form = QFormLayout()
        self.form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.form.setHorizontalSpacing(SPACING.large)
        self.form.setVerticalSpacing(SPACING.medium)
        self.inside.addLayout(self.form)
        self.ok = button(ok, Kind.DANGER if is_danger else Kind.PRIMARY)
        self.ok.setEnabled(False)
        self.ok.clicked.connect(self.accept)
        self._cancel = button(self.tr("Cancel"))
        self._cancel.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.setSpacing(SPACING.medium)
        row.addStretch(1)
        row.addWidget(self._cancel)
        row.addWidget(self.ok)
        self.inside.addLayout(row)

    def add(self, name: str, field: QWidget) -> None:
        """A field with its name before it (empty where it says itself what it is); the first one gets the focus."""
        if name:
            field.setAccessibleName(name)
        if isinstance(field, QComboBox):  # a long choice does not widen the dialog
            field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.form.addRow(label(name, Tone.MUTED, wraps=False), field)
        QWidget.setTabOrder(field, self._cancel)
        QWidget.setTabOrder(self._cancel, self.ok)
        if self.form.rowCount() == 1:
            field.setFocus()
