"""The columns of the double reads."""

from PySide6.QtCore import QCoreApplication

from seedcryo_reader.ui.coordination.lines import Column
from seedcryo_reader.ui.coordination.shown.double_reads import DisputeLine, DisputeStanding, OtherReason
from seedcryo_reader.ui.coordination.words import standing_word, variable_words
from seedcryo_reader.ui.shared.theme import COLOURS


def dispute_columns() -> tuple[Column[DisputeLine], ...]:
    """Case, what differs, since when, how it stands."""
    translate = QCoreApplication.translate
    return (
        Column(translate("Coordination", "Case"), lambda one: one.case_number, 96, _faded),
        Column(translate("Coordination", "Differs in"), differs, 0, _faded),
        Column(translate("Coordination", "Opened"), lambda one: one.since, 104, _faded),
        Column(translate("Coordination", "Standing"), lambda one: standing_word(one.standing), 130, _colour),
    )


def reason_columns() -> tuple[Column[OtherReason], ...]:
    """Case, and why both come to the same for different reasons."""
    translate = QCoreApplication.translate
    return (
        Column(translate("Coordination", "Case"), lambda one: one.case_number, 96),
        Column(translate("Coordination", "What each rests on"), lambda one: one.sentence, 0),
    )


def differs(dispute: DisputeLine) -> str:
    """What two reads differ in."""
    return ", ".join(variable_words(one.variable, one.about) for one in dispute.differences)


def _is_over(dispute: DisputeLine) -> bool:
    return dispute.standing in (DisputeStanding.SUPERSEDED, DisputeStanding.WITHDRAWN)


def _faded(dispute: DisputeLine) -> str | None:
    return COLOURS.muted if _is_over(dispute) else None


def _colour(dispute: DisputeLine) -> str | None:
    colours = {
        DisputeStanding.WAITS: COLOURS.warning,
        DisputeStanding.NEITHER: COLOURS.danger,
        DisputeStanding.AGAIN: COLOURS.accent,
    }
    return colours.get(dispute.standing, COLOURS.muted if _is_over(dispute) else COLOURS.good)
