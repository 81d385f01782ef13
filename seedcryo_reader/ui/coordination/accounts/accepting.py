"""Accepting an account: its fingerprint is compared by voice, and who it is is said."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from seedcryo_reader.ui.coordination.dialog import FormDialog
from seedcryo_reader.ui.coordination.shown.people import EnrolmentShown
from seedcryo_reader.ui.coordination.words import filled
from seedcryo_reader.ui.shared.pieces import Tone, label
from seedcryo_reader.ui.shared.role_words import role_word


class AcceptDialog(FormDialog):
    """Shows name, role, station and the fingerprint, large; nothing goes on before it was compared by voice."""

    def __init__(self, enrolment: EnrolmentShown, parent: QWidget) -> None:
        text = self.tr(
            "Call the person on a number that you know from elsewhere. Both of you read the fingerprint out of your own"
            " screens, group by group. If one character differs, do not accept."
        )
        super().__init__(self.tr("Accept an account"), text, self.tr("Accept"), parent)
        shown = label(enrolment.fingerprint, Tone.LARGE, wraps=False)
        shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        shown.setAccessibleName(filled(self.tr("Fingerprint %1"), enrolment.fingerprint))
        self._person = QLineEdit(enrolment.printed_name)
        self._compared = QCheckBox(self.tr("Compared by voice: every group is the same"))
        self.add(self.tr("Account"), label(enrolment.account))
        self.add(self.tr("Printed name"), label(enrolment.printed_name))
        self.add(self.tr("Role"), label(role_word(enrolment.role)))
        self.add(self.tr("Station"), label(enrolment.station))
        self.form.addRow(shown)
        self.add(self.tr("Person"), self._person)
        self.form.addRow("", label(self.tr("One person holds one role in a study."), Tone.SMALL))
        self.add("", self._compared)
        self._compared.toggled.connect(self._weigh)
        self._person.textChanged.connect(self._weigh)
        self._person.setFocus()

    @property
    def person(self) -> str:
        """Who it is."""
        return self._person.text().strip()

    def _weigh(self) -> None:
        self.ok.setEnabled(self._compared.isChecked() and bool(self.person))
