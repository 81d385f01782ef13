"""The columns of the exchange."""

from PySide6.QtCore import QCoreApplication

from seedcryo_reader.ui.coordination.lines import Column
from seedcryo_reader.ui.coordination.shown.post import Fate, FileLine, PostLine
from seedcryo_reader.ui.coordination.words import fate_word
from seedcryo_reader.ui.shared.theme import COLOURS


def post_columns() -> tuple[Column[PostLine], ...]:
    """Per account what waits, what was receipted, what came in last."""
    translate = QCoreApplication.translate
    return (
        Column(translate("Coordination", "Account"), lambda one: one.account, 0),
        Column(translate("Coordination", "Without a receipt"), _waiting, 150, _waiting_colour, lambda one: one.waiting),
        Column(translate("Coordination", "With a receipt"), _received, 140, None, lambda one: one.received),
        Column(translate("Coordination", "Last came in"), lambda one: one.last_in or "–", 130),
    )


def file_columns() -> tuple[Column[FileLine], ...]:
    """Per file what became of it, and why."""
    translate = QCoreApplication.translate
    return (
        Column(translate("Coordination", "Outcome"), lambda one: fate_word(one.fate), 130, _fate_colour),
        Column(translate("Coordination", "For or from"), lambda one: one.who or "–", 130),
        Column(translate("Coordination", "File"), lambda one: one.file, 240),
        Column(translate("Coordination", "Why"), lambda one: " ".join(each.text for each in one.findings), 0),
    )


def _waiting(post: PostLine) -> str:
    return str(post.waiting) if post.waiting else "–"


def _waiting_colour(post: PostLine) -> str | None:
    return COLOURS.accent if post.waiting else COLOURS.muted


def _received(post: PostLine) -> str:
    return str(post.received) if post.received else "–"


def _fate_colour(file: FileLine) -> str | None:
    colours = {Fate.REFUSED: COLOURS.danger, Fate.WAITING: COLOURS.warning, Fate.TAKEN: COLOURS.good}
    return colours.get(file.fate, COLOURS.muted if file.fate in (Fate.THERE, Fate.HERE) else None)
