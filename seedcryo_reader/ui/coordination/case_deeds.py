"""What can be done about one case wherever it is listed: allow reading again, replace a reader, settle."""

from functools import partial

from PySide6.QtCore import QObject

from seedcryo_reader.ui.coordination.double_reads.replacing import ReplaceDialog
from seedcryo_reader.ui.coordination.double_reads.settling import SettleDialog
from seedcryo_reader.ui.coordination.double_reads.unlocking import UnlockDialog
from seedcryo_reader.ui.coordination.page import Page
from seedcryo_reader.ui.coordination.shown.double_reads import DisputeLine, DoubleRead
from seedcryo_reader.ui.coordination.shown.people import Replaceable
from seedcryo_reader.ui.coordination.words import filled


class CaseDeeds(QObject):
    """Dialogs over a page, and what is done when they are accepted."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self._desk = page.office.desk

    def allow_again(self, case_number: str) -> None:
        """Ask which timepoint of whose read, and why; a second person where a dispute was opened."""
        self._page.ask(lambda: self._desk.double_read(case_number), self._ask_what)

    def replace(self, case_number: str) -> None:
        """Ask whom by whom, and why."""
        self._page.ask(lambda: self._desk.replaceable(case_number), partial(self._ask_whom, case_number))

    def settle(self, dispute: DisputeLine) -> None:
        """Ask what the charter's person decided."""
        dialog = SettleDialog(dispute, self._page)
        if dialog.exec() and (settlement := dialog.settlement) is not None:
            self._page.work(
                self.tr("Recording"),
                lambda _watch: self._desk.settle(settlement),
                lambda _nothing: self._page.told.emit(
                    filled(self.tr("%1 is settled."), dispute.case_number),
                ),
            )
        dialog.deleteLater()

    def _ask_what(self, double_read: DoubleRead) -> None:
        if not any(one.timepoints for one in double_read.reads):
            words = self.tr("Nothing of %1 is locked yet: there is nothing to allow again.")
            self._page.banner.say(filled(words, double_read.case_number))
            return
        dialog = UnlockDialog(double_read, self._page.snapshot, self._page)
        if dialog.exec() and (wish := dialog.wish) is not None:
            approver, password = dialog.approver, dialog.password
            words = filled(self.tr("%1 may read %2 from %3 on again."), wish.account, wish.case_number, wish.timepoint)
            self._page.work(
                self.tr("Allowing"),
                lambda _watch: self._desk.allow_again(wish, approver, password),
                lambda _nothing: self._page.told.emit(words),
            )
        dialog.deleteLater()

    def _ask_whom(self, case_number: str, people: tuple[Replaceable, ...]) -> None:
        if not people:
            self._page.banner.say(filled(self.tr("Nobody at %1 can be replaced: both reads are signed."), case_number))
            return
        dialog = ReplaceDialog(case_number, people, self._page)
        if dialog.exec():
            before, after, reason = dialog.before, dialog.after, dialog.reason
            words = filled(self.tr("%1 has %2 from now on."), after, case_number)
            self._page.work(
                self.tr("Replacing"),
                lambda _watch: self._desk.replace(case_number, before, after, reason),
                lambda _nothing: self._page.told.emit(words),
            )
        dialog.deleteLater()
