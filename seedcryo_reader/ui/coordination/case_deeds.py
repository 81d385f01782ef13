"""What can be done about one case wherever it is listed: allow reading again, replace a reader, settle."""

from functools import partial
from typing import Final

from PySide6.QtCore import QObject

from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.ui.coordination.double_reads.replacing import ReplaceDialog
from seedcryo_reader.ui.coordination.double_reads.settling import SettleDialog
from seedcryo_reader.ui.coordination.double_reads.unlocking import UnlockDialog
from seedcryo_reader.ui.coordination.page import Page
from seedcryo_reader.ui.coordination.shown.double_reads import DisputeLine, DoubleRead
from seedcryo_reader.ui.coordination.shown.people import Replaceable
from seedcryo_reader.ui.coordination.words import filled
from seedcryo_reader.ui.shared.banner import sentences

_TYPED: Final = {"wrong-password", "locked"}
"""Refusals after which only the password is asked for again."""


class CaseDeeds(QObject):
    """Dialogs over a page, and what is done when they are accepted."""

    def __init__(self, page: Page) -> None:
        super().__init__(page)
        self._page = page
        self._desk = page.office.desk

    def allow_again(self, case_number: str) -> None:
        """Ask which timepoint of whose read, and why; a second person where both reads were signed."""
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
        self._ask_allowing(UnlockDialog(double_read, self._page.snapshot, self._page))

    def _ask_allowing(self, dialog: UnlockDialog) -> None:
        """Until it is allowed, refused for more than a password, or given up."""
        wish = dialog.wish if dialog.exec() else None
        if wish is None:
            dialog.deleteLater()
            return
        approver, password = dialog.approver, dialog.password
        words = filled(self.tr("%1 may read %2 from %3 on again."), wish.account, wish.case_number, wish.timepoint)

        def tell(_nothing: None) -> None:
            dialog.deleteLater()
            self._page.told.emit(words)

        def fail(trouble: Exception) -> bool:
            is_typed = isinstance(trouble, Refused) and any(one.code in _TYPED for one in trouble.findings)
            if not is_typed:
                dialog.deleteLater()
                return False
            dialog.ask_again(sentences(trouble))
            self._ask_allowing(dialog)
            return True

        self._page.work(
            self.tr("Allowing"), lambda _watch: self._desk.allow_again(wish, approver, password), tell, failed=fail
        )

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
