"""The words that stand for the codes of the lesion table and of the sheet."""

from typing import Final

from PySide6.QtCore import QCoreApplication

from seedcryo_reader.domain.measurement import Caliper, Extent
from seedcryo_reader.domain.read import Slot, TimepointRead
from seedcryo_reader.reading.rows import Cell, Said, Since

NONE: Final = "\N{EN DASH}"


def _tr(text: str) -> str:
    return QCoreApplication.translate("Lesions", text)


def slot_name(slot: Slot) -> str:
    """A lesion and, where it is the viable part, that."""
    lesion, extent = slot
    return _tr("{0} viable").format(lesion) if extent is Extent.VIABLE else lesion


def number_or_word(cell: Cell) -> str:
    """The first line of a cell: what counts in mm, else a short word."""
    if cell.said is Said.MERGED:
        return f"\N{RIGHTWARDS ARROW} {cell.detail}"
    if cell.said is Said.NOT_EVALUABLE:
        return _tr("NE")
    return cell.mm or NONE


def under(cell: Cell) -> str:
    """The second line of a cell: what kind of number it is; empty for a plain length."""
    words = {
        Said.ABSENT: _tr("absent"),
        Said.TOO_SMALL: _tr("too small"),
        Said.MERGED: _tr("merged"),
        Said.SPLIT: _tr("in {0}").format(cell.detail),
        Said.UNFINISHED: _tr("no short axis"),
        Said.INCOMPLETE: _tr("partial"),
        Said.NOT_EVALUABLE: cell.detail,
    }
    return words.get(cell.said, "")


def in_words(cell: Cell) -> str:
    """A cell told in full: for tool tips, screen readers and the slot in hand."""
    length = _tr("{0} mm").format(cell.mm)
    words = {
        Said.NOTHING: _tr("not assessed"),
        Said.LENGTH: length,
        Said.UNFINISHED: _tr("measured, but the short axis that counts is missing"),
        Said.ABSENT: _tr("absent: counts as {0}").format(length),
        Said.TOO_SMALL: _tr("too small to measure: counts as {0}").format(length),
        Said.NOT_EVALUABLE: _tr("not evaluable: {0}").format(cell.detail),
        Said.MERGED: _tr("merged with {0}, which is measured for both").format(cell.detail),
        Said.SPLIT: _split(cell, length),
        Said.INCOMPLETE: _tr("{0} without {1}").format(length, cell.detail),
    }
    return "\n".join((words[cell.said], *marks(cell)))


def _split(cell: Cell, length: str) -> str:
    told = _tr("split into {0} pieces").format(cell.detail)
    return _tr("{0}: {1} in all").format(told, length) if cell.mm else told


def marks(cell: Cell) -> tuple[str, ...]:
    """What is to be known about how a cell came about."""
    facts = (
        (cell.after_reveal, _tr("Assessed after the computed conclusion had been shown.")),
        (cell.reconfirm, _tr("An earlier timepoint was changed; this one waits to be reconfirmed.")),
        (cell.hindsight, _tr("Read again when a later timepoint had been seen (hindsight).")),
    )
    return tuple(text for holds, text in facts if holds)


def drawn(caliper: Caliper) -> str:
    """Both axes of a caliper."""
    if caliper.short is None:
        return _tr("{0} mm").format(caliper.long.mm)
    return _tr("{0} × {1} mm").format(caliper.long.mm, caliper.short.mm)


def change(since: Since | None) -> tuple[str, str]:
    """A change in mm and in percent; empty where there is none."""
    if since is None:
        return "", ""
    return since.mm, _tr("{0} %").format(since.percent) if since.percent else ""


def change_in_line(since: Since) -> str:
    """A change in one line."""
    by_mm, by_percent = change(since)
    told = _tr("{0} mm").format(by_mm)
    return f"{told}, {by_percent}" if by_percent else told


def term(text: str) -> str:
    """A word of the trial's closed vocabularies, as the screen says it."""
    return QCoreApplication.translate("Terms", text)


def standing(one: TimepointRead, *, editable: bool) -> str:
    """How a timepoint stands, for the head of the panel."""
    if one.reconfirm:
        return _tr("locked · to be reconfirmed")
    words = [_tr("locked") if one.locked else _tr("open") if editable else _tr("not open yet")]
    if one.reopened and not one.locked:
        words = [_tr("reopened · changes need a reason")]
    if one.hindsight:
        words.append(_tr("hindsight"))
    return " · ".join(words)
