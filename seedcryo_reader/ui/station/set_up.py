"""Making a station: a study file, its fingerprint compared by voice, the reader's account, the keys for the centre."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from seedcryo_reader.ui.shared.background import Background
from seedcryo_reader.ui.shared.banner import Banner
from seedcryo_reader.ui.shared.busy import Busy
from seedcryo_reader.ui.shared.pieces import Tone, card, centred, label
from seedcryo_reader.ui.shared.ports import Door, StudyShown
from seedcryo_reader.ui.station.set_up_steps import AccountStep, CompareStep, FileStep, KeysStep, NewReader


class SetUpWizard(QWidget):
    """Four steps, forward only once each is done. `finished` when somebody can sign in.

    The station is made with the account: before that nothing is written. Where a station without an account is there
    already, the wizard begins at the account.
    """

    finished = Signal()

    def __init__(self, door: Door, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._door = door
        self._background = background
        self._study_file: Path | None = None
        self.banner = Banner()
        self._where = label("", Tone.MUTED)
        self._file = FileStep()
        self._compare = CompareStep()
        self._account = AccountStep()
        self._keys = KeysStep()
        self._steps: tuple[QWidget, ...] = (self._file, self._compare, self._account, self._keys)
        frame, inside = card(560)
        inside.addWidget(label(self.tr("Set up this station"), Tone.LARGE))
        for one in (self._where, *self._steps, self.banner):
            inside.addWidget(one)
        centred(self, frame)
        self._busy = Busy(self)
        self._file.chosen.connect(self.read_study)
        self._compare.agreed.connect(lambda: self._go(self._account))
        self._compare.back.connect(lambda: self._go(self._file))
        self._account.wanted.connect(self._make)
        self._keys.failed.connect(self.banner.tell)
        self._keys.done.connect(self.finished)
        self._go(self._account if door.exists else self._file)

    def read_study(self, file: Path) -> None:
        """Show what a study file says, to be compared."""
        self.banner.clear()

        def known(study: StudyShown) -> None:
            self._study_file = file
            self._compare.show_study(study)
            self._go(self._compare)

        self._background.run(lambda _watch: self._door.study(file), known, self.banner.tell)

    def _make(self, reader: NewReader) -> None:
        self.banner.clear()
        running = self._background.run(
            lambda _watch: _made(self._door, self._study_file, reader),
            lambda keys: self._show_keys(reader.name, keys),
            self.banner.tell,
        )
        self._busy.show_for(running, self.tr("Making the station"), can_cancel=False)

    def _show_keys(self, name: str, keys: str) -> None:
        self._keys.show_keys(name, keys)
        self._go(self._keys)

    def _go(self, step: QWidget) -> None:
        for one in self._steps:
            one.setVisible(one is step)
        number = self._steps.index(step) + 1
        text = self.tr("Step %1 of %2").replace("%1", str(number)).replace("%2", str(len(self._steps)))
        self._where.setText(f"{text} · {self._door.folder}")
        step.setFocus()


def _made(door: Door, study_file: Path | None, reader: NewReader) -> str:
    """Make what is not there yet, and return the account's public keys: after a refused name the station is there."""
    if study_file is not None and not door.exists:
        door.set_up(study_file)
    door.add_account(reader.name, reader.printed_name, reader.role, reader.password)
    return door.public_keys(reader.name)
