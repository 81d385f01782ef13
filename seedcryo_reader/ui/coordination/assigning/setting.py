"""What is to be drawn: protocol, cases, pools, seed, repeats."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from seedcryo_reader.ui.coordination.assigning.seed import SeedField
from seedcryo_reader.ui.coordination.assigning.ticks import Ticks
from seedcryo_reader.ui.coordination.fields import number_field
from seedcryo_reader.ui.coordination.shown.assigning import DrawWish, Pool
from seedcryo_reader.ui.coordination.shown.people import Candidate, ProtocolShown
from seedcryo_reader.ui.coordination.words import filled
from seedcryo_reader.ui.shared.pieces import Kind, Tone, button, label
from seedcryo_reader.ui.shared.theme import SPACING

WIDTH = 372
_READERS_PX = 126
_ADJUDICATORS_PX = 66
_FEWEST_READERS = 2


class Setting(QWidget):
    """The left half of the page. `changed` when something else is wished, `protocol_chosen` when another pool is."""

    changed = Signal()
    protocol_chosen = Signal()
    seed_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFixedWidth(WIDTH)
        self._protocols: tuple[ProtocolShown, ...] = ()
        self._protocol = QComboBox()
        self._protocol.setAccessibleName(self.tr("Protocol"))
        self._cases = Ticks(self.tr("Cases"))
        self._cases_title = label("", Tone.MUTED, wraps=False)
        self._all = button(self.tr("All or none"), Kind.QUIET)
        self._readers = Ticks(self.tr("Readers"))
        self._adjudicators = Ticks(self.tr("Adjudicators"))
        self._seed = SeedField()
        self._percent = number_field(0, 50, self.tr("Hidden repeats"))
        self._percent.setSuffix(" %")
        self._washout = number_field(1, 365, self.tr("Wash-out in days"))
        self._washout.setValue(28)
        self._lay_out()
        self._all.clicked.connect(self._cases.tick_all)
        self._protocol.currentIndexChanged.connect(lambda _index: self.protocol_chosen.emit())
        self._seed.another.connect(self.seed_wanted)
        for signal in (
            self._cases.ticked, self._readers.ticked, self._adjudicators.ticked, self._seed.edited,
            self._percent.valueChanged, self._washout.valueChanged,
        ):  # fmt: skip
            signal.connect(self._change)

    @property
    def protocol(self) -> ProtocolShown | None:
        """Under which protocol is drawn."""
        index = self._protocol.currentIndex()
        return self._protocols[index] if 0 <= index < len(self._protocols) else None

    @property
    def wish(self) -> DrawWish | None:
        """What is wished; None while something is missing."""
        protocol = self.protocol
        readers, cases, adjudicators = self._readers.keys, self._cases.keys, self._adjudicators.keys
        is_whole = len(readers) >= _FEWEST_READERS and adjudicators and self._seed.is_good
        if protocol is None or not is_whole:
            return None
        return DrawWish(
            protocol, cases, readers, adjudicators, self._seed.seed, self._percent.value(), self._washout.value()
        )

    def missing(self) -> str:
        """What is missing, as a sentence, or what should be known; empty where nothing is."""
        if len(self._readers.keys) < _FEWEST_READERS:
            return self.tr("Tick two readers or more. Who cannot be drawn says why.")
        if not self._adjudicators.keys:
            return self.tr("Tick an adjudicator or more.")
        if not self._seed.is_good:
            return self.tr("The seed is 32 digits of 0–9 and a–f.")
        if not self._cases.keys:
            if self._cases.count():
                return self.tr("No case is ticked: only hidden repeats that wait would be served.")
            return self.tr("No case is ready. Take in the sealed parts from intake on the Exchange page.")
        return ""

    def show_protocols(self, protocols: tuple[ProtocolShown, ...]) -> None:
        """List the protocols; the chosen one stays it."""
        if protocols == self._protocols:
            return
        before = self.protocol
        self._protocol.blockSignals(True)
        self._protocols = protocols
        self._protocol.clear()
        for one in protocols:
            self._protocol.addItem(f"{one.protocol_id} · {one.sha256[:12]}")
        if before in protocols:
            self._protocol.setCurrentIndex(protocols.index(before))
        self._protocol.blockSignals(False)

    def show_pool(self, pool: Pool) -> None:
        """List what can be drawn from; what was unticked stays so. A seed that stands there stays."""
        self._cases.fill(((one, one, "") for one in pool.cases), keep=True)
        self._readers.fill(map(_line, pool.readers), keep=True)
        self._adjudicators.fill(map(_line, pool.adjudicators), keep=True)
        if not self._seed.seed:
            self._seed.set_seed(pool.seed)

    def set_seed(self, seed: str) -> None:
        """Take another seed."""
        self._seed.set_seed(seed)

    def _change(self) -> None:
        self._cases_title.setText(filled(self.tr("Cases: %1 of %2"), len(self._cases.keys), self._cases.count()))
        self.changed.emit()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._cases_title)
        head.addStretch(1)
        head.addWidget(self._all)
        self._readers.setFixedHeight(_READERS_PX)
        self._adjudicators.setFixedHeight(_ADJUDICATORS_PX)
        numbers = QGridLayout()
        numbers.setHorizontalSpacing(SPACING.medium)
        numbers.setVerticalSpacing(SPACING.small)
        for k, (name, field) in enumerate(
            ((self.tr("Hidden repeats"), self._percent), (self.tr("Wash-out, days"), self._washout))
        ):
            numbers.addWidget(label(name, Tone.MUTED, wraps=False), 0, k)
            numbers.addWidget(field, 1, k)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(SPACING.small)
        inside.addWidget(label(self.tr("Protocol"), Tone.MUTED))
        inside.addWidget(self._protocol)
        inside.addLayout(head)
        inside.addWidget(self._cases, 1)
        inside.addWidget(label(self.tr("Readers"), Tone.MUTED))
        inside.addWidget(self._readers)
        inside.addWidget(label(self.tr("Adjudicators"), Tone.MUTED))
        inside.addWidget(self._adjudicators)
        inside.addWidget(self._seed)
        inside.addLayout(numbers)


def _line(one: Candidate) -> tuple[str, str, str]:
    return one.account, f"{one.printed_name} · {one.account}", "; ".join(one.why_not)
