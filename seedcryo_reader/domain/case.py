"""The words a case is described in: number, timepoints, prespecified targets. All closed, none free text."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from seedcryo_reader.domain.anatomy import LYMPH_NODE, is_place, why_no_place

CASE_NUMBER: Final = re.compile(r"C-[0-9]{4}")
TIMEPOINT: Final = re.compile(r"TP(0|[1-9][0-9]?)")
TARGET_ID: Final = re.compile(r"T(0[1-9]|[1-9][0-9])")
"""Forms of a case number, a timepoint and a target's id, for readers of files that want the pattern."""

_MILLIMETRES: Final = re.compile(r"(?!-0\.000)-?(0|[1-9][0-9]{0,3})\.[0-9]{3}")

MarkMm = tuple[str, str, str]


def is_case_number(text: str) -> bool:
    """Whether the text is a case number such as ``C-0042``: random, without meaning, of constant length."""
    return CASE_NUMBER.fullmatch(text) is not None


def is_timepoint(text: str) -> bool:
    """Whether the text is a neutral timepoint label, ``TP0`` to ``TP99``."""
    return TIMEPOINT.fullmatch(text) is not None


def is_target_id(text: str) -> bool:
    """Whether the text is the id of a target, ``T01`` to ``T99``."""
    return TARGET_ID.fullmatch(text) is not None


def millimetres(text: str) -> str:
    """Spelling of a coordinate as it is stored: millimetres with three decimals.

    Raises
    ------
    ValueError
        No decimal number, or beyond ±9999.999 mm.
    """
    spelled = f"{Decimal(text):.3f}" if re.fullmatch(r"-?[0-9]{1,4}(\.[0-9]{1,12})?", text) else ""
    if spelled == "-0.000":
        return "0.000"
    if not _MILLIMETRES.fullmatch(spelled):
        msg = "is no decimal number of millimetres within ±9999.999"
        raise ValueError(msg)
    return spelled


def is_mark(mark: MarkMm) -> bool:
    """Whether a point is three coordinates as `millimetres` spells them."""
    x, y, z = mark
    fits = _MILLIMETRES.fullmatch
    return bool(fits(x) and fits(y) and fits(z))


@dataclass(frozen=True, slots=True)
class Target:
    """A prespecified target lesion.

    Attributes
    ----------
    target_id : str
        ``T01`` to ``T99``.
    organ, place : str
        Out of the closed anatomical vocabulary.
    node : bool
        Whether it is a lymph node, whose short axis counts.
    mark_mm : three str, or None
        Marked point on the baseline image: x, y, z in LPS, mm with three decimals.
    """

    target_id: str
    organ: str
    place: str
    node: bool
    mark_mm: MarkMm | None = None

    def __post_init__(self) -> None:
        problems = [
            (not is_target_id(self.target_id), "the id is not T01 to T99"),
            (not is_place(self.organ, self.place), why_no_place(self.organ)),
            (self.node != (self.organ == LYMPH_NODE), f"a node lies in the organ {LYMPH_NODE!r}, and only there"),
            (
                self.mark_mm is not None and not is_mark(self.mark_mm),
                "the mark is not three coordinates in mm with three decimals",
            ),
        ]
        if wrong := [text for is_wrong, text in problems if is_wrong]:
            raise ValueError("; ".join(wrong))
