"""What goes out and what came in; a folder is enough."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout

from seedcryo_reader.imaging.watch import Watch
from seedcryo_reader.ui.coordination.exchange.columns import file_columns, post_columns
from seedcryo_reader.ui.coordination.lines import LinesView
from seedcryo_reader.ui.coordination.page import Office, Page
from seedcryo_reader.ui.coordination.shown.post import Fate, FileLine
from seedcryo_reader.ui.coordination.shown.snapshot import Snapshot
from seedcryo_reader.ui.coordination.words import filled
from seedcryo_reader.ui.shared.pieces import Kind, Tone, label
from seedcryo_reader.ui.shared.theme import SPACING


class ExchangePage(Page):
    """The post per account, two buttons, and under them what became of each file of the last exchange."""

    def __init__(self, office: Office) -> None:
        super().__init__(self.tr("Exchange"), office)
        self._posts = LinesView(
            post_columns(), self.tr("Post per account"), lambda one: one.account,
            self.tr("Nobody to exchange with yet. Accept accounts first."),
        )  # fmt: skip
        self._last = label("", Tone.TITLE)
        self._files = LinesView(
            file_columns(), self.tr("Files of the last exchange"), lambda one: one.file,
            self.tr("After an exchange every file is listed here with what became of it."),
        )  # fmt: skip
        self._why = label("", Tone.MUTED)
        out = self.deed("write-folder", self._choose_out, Kind.PRIMARY)
        back = self.deed("take-folder", self._choose_in, Kind.PRIMARY)
        here = self.deed("exchange-here", self.exchange_here)
        says = label(
            self.tr("All may go and come twice: it changes nothing. Nothing is removed."),
            Tone.MUTED,
        )
        row = QHBoxLayout()
        row.setSpacing(SPACING.medium)
        row.addWidget(out.button)
        row.addWidget(back.button)
        row.addWidget(here.button)
        row.addWidget(says, 1)
        self.inside.addWidget(self._posts, 2)
        self.inside.addLayout(row)
        self.inside.addWidget(self._last)
        self.inside.addWidget(self._files, 3)
        self.inside.addWidget(self._why)
        self._files.chosen.connect(self._show_why)
        self._show_files(self.tr("Last exchange"), ())
        self.setFocusProxy(self._posts)

    def fill(self, snapshot: Snapshot) -> None:
        """Show the post anew."""
        self._posts.fill(snapshot.post)

    def choose(self, key: str) -> None:
        """Choose an account."""
        self._posts.choose(key)

    def write_to(self, folder: Path) -> None:
        """Put what waits into a folder."""
        said = filled(self.tr("Written to %1"), folder.name)
        self._exchange(self.tr("Writing"), self.office.desk.put_out, folder, said)

    def take_from(self, folder: Path) -> None:
        """Take in what lies in a folder."""
        self._exchange(
            self.tr("Taking in"), self.office.desk.take_in, folder, filled(self.tr("Taken from %1"), folder.name)
        )

    def exchange_here(self) -> None:
        """Exchange with the other accounts of this station."""
        said = self.tr("Exchanged at this station")
        self.work(
            self.tr("Exchanging"), self.office.desk.exchange_here, partial(self._show_files, said), can_cancel=True
        )

    def _exchange(self, what: str, job: Callable[[Path, Watch], tuple[FileLine, ...]], folder: Path, said: str) -> None:
        self.work(what, lambda watch: job(folder, watch), partial(self._show_files, said), can_cancel=True)

    def _show_files(self, title: str, files: tuple[FileLine, ...]) -> None:
        order = (Fate.REFUSED, Fate.WAITING, *Fate)
        self._files.fill(sorted(files, key=lambda one: order.index(one.fate)))
        refused = sum(one.fate is Fate.REFUSED for one in files)
        said = [title, *([filled(self.tr("files: %1"), len(files))] if files else [])]
        said += [filled(self.tr("refused: %1"), refused)] if refused else []
        self._last.setText(" · ".join(said))

    def _show_why(self, file: FileLine | None) -> None:
        """A reason is longer than a column."""
        self._why.setText("" if file is None else "\n".join(one.text for one in file.findings))
        self._why.setVisible(bool(self._why.text()))

    def _choose_out(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self.tr("Write to folder"))
        if name:
            self.write_to(Path(name))

    def _choose_in(self) -> None:
        name = QFileDialog.getExistingDirectory(self, self.tr("Take from folder"))
        if name:
            self.take_from(Path(name))
