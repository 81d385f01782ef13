"""What a cell says: numbers, days, yes and no, and words of a closed list, liberal in letter case and blanks only."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, TypeVar

from seedcryo_reader.coordination.batch.files import Record
from seedcryo_reader.coordination.batch.problems import CALCULATED, Place, Problems, calculated, quoted, unshown

Meaning = TypeVar("Meaning")

_DECIMAL: Final = re.compile(r"[+-]?([0-9]{1,12}(\.[0-9]{0,40})?|\.[0-9]{1,40})")
_COMMA: Final = re.compile(r"[+-]?[0-9]+,[0-9]+")
_DAY: Final = re.compile(r"([+-]?[0-9]{1,6})(\.0*)?")
_LARGEST_MM: Final = 1000
_LARGEST_HU: Final = 4000
_UNSAID: Final = frozenset({"na", "n/a", "n.a.", "nan", "null", "."})
"""What programs write into cells where nothing is said."""

_YES_NO: Final[dict[str, bool]] = {"yes": True, "y": True, "no": False, "n": False}


def word(text: str) -> str:
    """A word of a closed list however it is written: small letters, single blanks for hyphens and underscores too."""
    return re.sub(r"[\s_-]+", " ", text.casefold()).strip()


def decimal(text: str) -> Decimal | None:
    """A plain decimal number; None for anything else, also for one with an exponent or a comma."""
    return Decimal(text) if _DECIMAL.fullmatch(text) else None


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of one record, and where its problems go; what is wrong reads as None, as an empty cell does."""

    record: Record
    file: str
    problems: Problems

    def text(self, column: str) -> str:
        """The cell as it is; empty where there is no such column."""
        return self.record.cells.get(column, "")

    def say(self, code: str, text: str) -> None:
        """Name a problem of this record."""
        self.problems.add(Place(self.file, self.record.line), code, text)

    def mm(self, column: str) -> Decimal | None:
        """A length from 0 to 1000 mm."""
        number = self._number(column)
        if number is None:
            return None
        if not 0 <= number <= _LARGEST_MM:
            what = "is negative" if number < 0 else f"is more than {_LARGEST_MM} mm"
            self.say("wrong-length", f"{column} {quoted(self.text(column))} {what}. Look the length up.")
            return None
        return number

    def hounsfield(self, column: str) -> Decimal | None:
        """An attenuation within ±4000 HU."""
        number = self._number(column)
        if number is not None and abs(number) > _LARGEST_HU:
            self.say("wrong-number", f"{column} {quoted(self.text(column))} is no attenuation in Hounsfield units.")
            return None
        return number

    def day(self, column: str) -> int | None:
        """A day, a whole number."""
        text = self.text(column)
        found = _DAY.fullmatch(text)
        if text and not found:
            self.say("no-day", f"{column} {quoted(text)} is no whole number of days.")
        return int(found[1]) if found else None

    def yes_no(self, column: str) -> bool | None:
        """``yes`` or ``no``."""
        return self.one_of(column, _YES_NO, "yes or no", may_be_empty=True)

    def one_of(
        self, column: str, meanings: Mapping[str, Meaning], known: str, *, may_be_empty: bool = False
    ) -> Meaning | None:
        """What a word means; `known` lists for a person what there is, and that nothing has to be said if it may be."""
        text = self.text(column)
        if not text:
            return None
        found = meanings.get(text)
        if found is None:
            found = meanings.get(word(text))
        if found is None:
            empty = (
                " Leave the cell empty where there is nothing to say." if may_be_empty and word(text) in _UNSAID else ""
            )
            self.say("unknown-word", f"{column} {quoted(text)} is not known. It is one of: {known}.{empty}")
        return found

    def name(self, column: str) -> str:
        """A name that is shown again, with single blanks."""
        text = self.text(column)
        if text.isprintable() and "  " not in text:
            return text
        text = " ".join(text.split())
        if text.isprintable():
            return text
        sign = unshown(text)
        self.say("no-name", f"{column} {quoted(text)} holds a sign that cannot be shown ({sign}). Write it without.")
        return ""

    def who(self, column: str) -> str:
        """The name of somebody: one that a spreadsheet would calculate is none."""
        name = self.name(column)
        if name.startswith(CALCULATED):
            self.say("no-name", calculated(column, name))
        return name

    def _number(self, column: str) -> Decimal | None:
        text = self.text(column)
        if not text:
            return None
        number = decimal(text)
        if number is None:
            what = "has a comma. Write a decimal point" if _COMMA.fullmatch(text) else "is no plain decimal number"
            self.say("no-number", f"{column} {quoted(text)} {what}; an empty cell says that there is none.")
        return number
