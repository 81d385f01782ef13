"""Holds one element after the other against its rule."""

import re
import struct
from itertools import pairwise
from typing import Final

from seedcryo_reader.casefile.leaks.codes import PROCEDURE_CODES
from seedcryo_reader.casefile.leaks.dictionary import UNKNOWN, entry, is_registered_uid, shown
from seedcryo_reader.casefile.leaks.notes import Notes
from seedcryo_reader.casefile.leaks.parser import PIXEL_DATA, Element, trail
from seedcryo_reader.casefile.leaks.rules import PRESENT, TIMES, VALUED, Rule, Rules
from seedcryo_reader.casefile.leaks.texts import MOST_BYTES
from seedcryo_reader.casefile.leaks.values import LOOK_UP_DATA

OWN_UID: Final = re.compile(rb"2\.25\.[1-3][0-9]{38}")
"""Shape of every UID made for a case: of 128 random bits, always with 39 digits."""

_LONGEST_SEARCHED: Final = 4096
"""Bytes of a value that has no place in an image up to which it is still searched for words."""

_IMAGE_KINDS: Final = frozenset({0x00080008, 0x00089007, 0x00180022})
_PROCEDURE: Final = re.compile("|".join(PROCEDURE_CODES).encode("ascii"), re.IGNORECASE)
_NUMBER_BYTES: Final = frozenset({b"US", b"SS", b"UL", b"SL", b"FL", b"FD", b"AT", b"SV", b"UV"})
_LETTERS: Final = re.compile(rb"[A-Za-z^ ,.=-]{8,}")
_PRINTABLE: Final = re.compile(rb"[\x20-\x7e]{4,}")
_MODALITY_LUT: Final = 0x00283000
_TAG_BYTES: Final = 4
_MOST_LUT_BYTES: Final = 1 << 17
_MOST_UID_BYTES: Final = 65 * 32
_REAL: Final = {b"FD": "d", b"FL": "f"}
_WHOLE: Final = {b"UL": "I", b"SL": "i", b"US": "H", b"SS": "h"}
_LARGEST: Final = 1e7
"""Numbers of an image are smaller; a date or a telephone number is not."""
_SMALLEST: Final = 1e-25
"""Eight digits read as a double are smaller still."""


class Judge:
    """Judges the elements of one data set.

    Parameters
    ----------
    data : memoryview
        The bytes the elements lie in.
    little : bool
        Byte order of its numbers.
    """

    def __init__(self, data: memoryview, rules: Rules, notes: Notes, *, little: bool = True) -> None:
        self._data = data
        self._rules = rules
        self._notes = notes
        self._order = "<" if little else ">"

    def element(self, element: Element) -> None:
        """Note what is wrong with an element and its value."""
        tag, vr, start, length, place, _ = element
        rule = self._rules.rule(tag, place[-1][0] if place else 0)
        if rule.present:
            self._say(element, rule, rule.present, PRESENT[rule.present])
            self._look_for_terms(element, rule)
            return
        if vr not in rule.vrs:
            self._say(element, rule, "vr", "has another value representation than DICOM PS3.6 gives it")
            if vr in TIMES and length:
                self._say(element, rule, "date", VALUED["date"])
        if not length or (tag == PIXEL_DATA and not place):
            return
        if rule.pattern is not None:
            # A value longer than this matches no closed pattern; it is not copied to find that out.
            if length <= MOST_BYTES and rule.pattern.fullmatch(self._data[start : start + length]):
                return
        elif self._is_allowed(element, rule):
            return
        self._say(element, rule, rule.valued, VALUED[rule.valued])
        self._look_for_terms(element, rule)

    def _is_allowed(self, element: Element, rule: Rule) -> bool:
        """Whether a value is allowed for which there is no pattern."""
        tag, vr, start, length, place, _ = element
        if rule.kind in {"uid", "own-uid"}:
            return length <= _MOST_UID_BYTES and self._are_uids(bytes(self._data[start : start + length]), rule)
        if rule.kind == "sizes":
            whole = length % rule.size == 0 and length <= rule.size * rule.most
            return whole and self._are_numbers(bytes(self._data[start : start + length]), vr)
        if tag == LOOK_UP_DATA:
            own = bool(place) and place[-1][0] == _MODALITY_LUT and length <= _MOST_LUT_BYTES
            return own and self._is_ramp(bytes(self._data[start : start + length]))
        return rule.kind == "allowed" and (vr == b"SQ" or not place)

    def _are_uids(self, value: bytes, rule: Rule) -> bool:
        uids = (value[:-1] if value.endswith(b"\0") else value).split(b"\\")
        return len(uids) <= rule.most and all(
            OWN_UID.fullmatch(uid) or (rule.kind == "uid" and uid.isascii() and is_registered_uid(uid.decode("ascii")))
            for uid in uids
        )

    def _are_numbers(self, value: bytes, vr: bytes) -> bool:
        spelled = vr in {b"US", b"SS"} or (vr == b"FL" and len(value) > 4)
        if _LETTERS.fullmatch(value) or (spelled and _PRINTABLE.fullmatch(value)):
            return False
        kind = _REAL.get(vr) or _WHOLE.get(vr)
        size = _TAG_BYTES if vr == b"AT" else struct.calcsize(kind or "x")
        if len(value) % size:
            return False  # the element says it is of another kind than its attribute
        if vr == b"AT":
            parts = struct.unpack(f"{self._order}{len(value) // 2}H", value)
            tags = zip(parts[::2], parts[1::2], strict=True)
            return all(group % 2 == 0 and entry(group << 16 | number) is not UNKNOWN for group, number in tags)
        if kind is None:
            return False
        numbers = struct.unpack(f"{self._order}{len(value) // size}{kind}", value)
        return all(number == 0 or _SMALLEST < abs(number) < _LARGEST for number in numbers)

    def _is_ramp(self, value: bytes) -> bool:
        """Whether a look-up table only rises or only falls, read with or without sign; a text never does."""
        if len(value) % 2:
            return False
        readings = [struct.unpack(f"{self._order}{len(value) // 2}{kind}", value) for kind in "Hh"]
        return any(all(a <= b for a, b in pairwise(one)) or all(a >= b for a, b in pairwise(one)) for one in readings)

    def _look_for_terms(self, element: Element, rule: Rule) -> None:
        """Search a value that is not allowed for words and dates; allowed ones cannot hold any."""
        tag, vr, start, length, _, fragments = element
        if vr == b"SQ" or fragments or not length or (vr in _NUMBER_BYTES and vr in rule.vrs):
            return
        if rule.present and length > _LONGEST_SEARCHED:
            return  # what may not be there at all is found already, and vendors keep megabytes in such values
        value = bytes(self._data[start : start + min(length, MOST_BYTES)])
        if self._rules.terms.are_in_bytes(value):
            self._say(element, rule, "arm-term", "has a word that tells the treatment arm")
        if tag in _IMAGE_KINDS and _PROCEDURE.search(value):
            self._say(element, rule, "procedure-image", "says that this is no diagnostic image")
        if rule.present and vr in TIMES:
            self._say(element, rule, "date", VALUED["date"])

    def _say(self, element: Element, rule: Rule, code: str, text: str) -> None:
        where = f"{trail(element.place)} > " if element.place else ""
        self._notes.add(code, f"{where}{rule.shown or shown(element.tag)} {text}.")
