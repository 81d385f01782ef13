"""How things are called on the coordinator's pages."""

import re

from PySide6.QtCore import QCoreApplication

from seedcryo_reader.domain.discordance import Variable
from seedcryo_reader.ui.coordination.shown.cases import CaseLine, NoteLine, Outcome, ReadLine
from seedcryo_reader.ui.coordination.shown.double_reads import DisputeStanding
from seedcryo_reader.ui.coordination.shown.post import Fate
from seedcryo_reader.ui.shared.theme import COLOURS


def outcome_word(outcome: Outcome) -> str:
    """What became of two reads."""
    translate = QCoreApplication.translate
    words = {
        Outcome.OPEN: "",
        Outcome.TO_COMPARE: translate("Coordination", "to compare"),
        Outcome.CONCORDANT: translate("Coordination", "= concordant"),
        Outcome.DISPUTED: translate("Coordination", "≠ disputed"),
        Outcome.DECIDED: translate("Coordination", "✓ decided"),
        Outcome.NEITHER: translate("Coordination", "! neither taken"),
        Outcome.SETTLED: translate("Coordination", "✓ settled"),
    }
    return words[outcome]


def outcome_colour(case: CaseLine) -> str | None:
    """The colour of what became of two reads; the words say it too."""
    colours = {
        Outcome.TO_COMPARE: COLOURS.accent,
        Outcome.DISPUTED: COLOURS.warning,
        Outcome.NEITHER: COLOURS.danger,
        Outcome.CONCORDANT: COLOURS.good,
        Outcome.DECIDED: COLOURS.good,
        Outcome.SETTLED: COLOURS.good,
    }
    return colours.get(case.outcome)


def read_words(read: ReadLine) -> str:
    """How far a reader is."""
    translate = QCoreApplication.translate
    if read.is_again:
        said = filled(translate("Coordination", "v%1 again"), (read.signed or 0) + 1)
    elif read.signed is not None:
        said = filled(translate("Coordination", "signed v%1"), str(read.signed))
    elif read.locked:
        said = filled(translate("Coordination", "%1 locked"), str(read.locked))
    else:
        said = translate("Coordination", "not begun")
    return f"{said} · {read.account}"


def variable_words(variable: Variable, about: str) -> str:
    """What two reads differ in; `about` is a target, or the whole case."""
    translate = QCoreApplication.translate
    words = {
        Variable.LOCAL_PROGRESSION: translate("Coordination", "%1 local progression"),
        Variable.LOCAL_TIMEPOINT: translate("Coordination", "%1 timepoint of local progression"),
        Variable.LOCAL_EVALUABILITY: translate("Coordination", "%1 evaluable at the landmark or not"),
        Variable.OVERALL_PROGRESSION: translate("Coordination", "overall progression"),
        Variable.OVERALL_TIMEPOINT: translate("Coordination", "timepoint of overall progression"),
        Variable.BEST_RESPONSE: translate("Coordination", "best response"),
    }
    return filled(words[variable], about)


def standing_word(standing: DisputeStanding) -> str:
    """Where a dispute stands."""
    translate = QCoreApplication.translate
    words = {
        DisputeStanding.WAITS: translate("Coordination", "… waits"),
        DisputeStanding.DECIDED: translate("Coordination", "✓ decided"),
        DisputeStanding.NEITHER: translate("Coordination", "! neither taken"),
        DisputeStanding.SETTLED: translate("Coordination", "✓ settled"),
        DisputeStanding.SUPERSEDED: translate("Coordination", "superseded"),
        DisputeStanding.AGAIN: translate("Coordination", "↻ read again"),
        DisputeStanding.WITHDRAWN: translate("Coordination", "withdrawn"),
    }
    return words[standing]


def fate_word(fate: Fate) -> str:
    """What became of a file."""
    translate = QCoreApplication.translate
    words = {
        Fate.WRITTEN: translate("Coordination", "written"),
        Fate.THERE: translate("Coordination", "lay there already"),
        Fate.TAKEN: translate("Coordination", "taken in"),
        Fate.HERE: translate("Coordination", "was here already"),
        Fate.WAITING: translate("Coordination", "waits for a part"),
        Fate.REFUSED: translate("Coordination", "refused"),
    }
    return words[fate]


def days_words(days: int) -> str:
    """For how many days something has been so."""
    translate = QCoreApplication.translate
    if days == 1:
        return translate("Coordination", "1 day")
    return filled(translate("Coordination", "%1 days"), str(days)) if days else translate("Coordination", "today")


def ago_words(days: int) -> str:
    """How many days ago something was."""
    translate = QCoreApplication.translate
    return filled(translate("Coordination", "%1 ago"), days_words(days)) if days else days_words(days)


def intake_words(note: NoteLine) -> str:
    """Where a query is that was sent on to intake."""
    translate = QCoreApplication.translate
    if not note.intake:
        return translate("Coordination", "sent on to intake, no receipt yet")
    return filled(translate("Coordination", "with intake since %1"), note.intake)


def filled(text: str, *parts: object) -> str:
    """A translated text with its places %1, %2, … filled; what is filled in is not looked through again."""
    return re.sub("%([1-9])", lambda found: str(parts[int(found.group(1)) - 1]), text)
