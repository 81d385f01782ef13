"""Is one image really masked? The checker's entry points: `check_image`, `check_text`.

Fails closed: what cannot be followed strictly is a finding, and an image without any finding is masked. A finding
names the place and never the value.
"""

import re
from typing import Final

from seedcryo_reader.casefile.leaks import samples
from seedcryo_reader.casefile.leaks.dates import has_date
from seedcryo_reader.casefile.leaks.head import NATIVE, Head, data_set, read_head
from seedcryo_reader.casefile.leaks.judge import Judge
from seedcryo_reader.casefile.leaks.notes import Broken, Notes
from seedcryo_reader.casefile.leaks.parser import PIXEL_DATA, Element, Reader
from seedcryo_reader.casefile.leaks.rules import Rules
from seedcryo_reader.casefile.leaks.streams import Encapsulated, check_encapsulated
from seedcryo_reader.casefile.leaks.values import CODE_SCHEME, CODE_VALUE, PERSON
from seedcryo_reader.domain.finding import Finding

_STORAGE: Final = b"1.2.840.10008.5.1.4.1.1."
IMAGE_CLASSES: Final = frozenset(_STORAGE + part for part in (b"2", b"2.1", b"2.2", b"4", b"4.1", b"4.4"))
"""CT and MR images, classic, enhanced, legacy converted enhanced."""

_SOP_CLASS: Final = 0x00080016
_SOP_INSTANCE: Final = 0x00080018
_MODALITY: Final = 0x00080060
_FRAMES: Final = 0x00280008
_IDENTITY_REMOVED: Final = 0x00120062
_TIMES_REMOVED: Final = 0x00280303
_METHODS: Final = 0x00120064
_EXTENDED: Final = (0x7FE00001, 0x7FE00002)
_KEPT: Final = PERSON | samples.NUMBERS | {
    _SOP_CLASS, _SOP_INSTANCE, _MODALITY, _FRAMES, _IDENTITY_REMOVED, _TIMES_REMOVED, *_EXTENDED, PIXEL_DATA,
}  # fmt: skip
_ESCAPE: Final = re.compile(r"\\(?:u([0-9a-fA-F]{4})|.)", re.DOTALL)
_PLAUSIBLE_BYTES: Final = 64 * 1024


def check_image(data: bytes | memoryview, rules: Rules, name: str) -> tuple[Finding, ...]:
    """Judge one file from its bytes.

    Parameters
    ----------
    data : bytes or memoryview
        The whole file; pixels are looked at in place.
    rules : Rules
        Of `read_rules`.
    name : str
        The file as it is shown to the user.

    Returns
    -------
    tuple of Finding
        Empty when the image is masked; findings never hold a value of the file.
    """
    notes = Notes(name)
    whole = memoryview(data).cast("B")
    try:
        head = read_head(whole, rules, notes)
        _check_data_set(whole, head, rules, notes)
    except Broken as broken:
        notes.add(broken.code, f"The file {broken.text}.")
    return notes.findings()


def check_text(text: str, rules: Rules, name: str) -> tuple[Finding, ...]:
    r"""Look for words that tell the arm and for dates in a text of any kind, JSON's ``\u`` escapes undone."""
    notes = Notes(name)
    for code, found, words in (
        ("arm-term", rules.terms.are_in, "a word that tells the treatment arm"),
        ("date", has_date, "a date"),
    ):
        if any(found(reading) for reading in _spellings(text)):
            notes.add(code, f"The text has {words}.")
    return notes.findings()


def _spellings(text: str) -> tuple[str, ...]:
    if "\\" not in text:
        return (text,)
    return (text, _ESCAPE.sub(lambda escape: chr(int(escape[1], 16)) if escape[1] else " ", text))


class _Facts:
    """What the top of a data set says of itself, gathered while its elements are judged."""

    def __init__(self, data: memoryview) -> None:
        self._data = data
        self.top: dict[int, Element] = {}
        self.methods: set[tuple[bytes, bytes]] = set()
        self._code = b""

    def take(self, element: Element) -> None:
        """Remember an element if it is one of those needed."""
        if not element.place:
            if element.tag in _KEPT:
                self.top[element.tag] = element
        elif element.place[-1][0] == _METHODS and len(element.place) == 1:
            if element.tag == CODE_VALUE:
                self._code = self.value(element)
            elif element.tag == CODE_SCHEME:
                self.methods.add((self._code, self.value(element)))

    def value(self, element: Element | None) -> bytes:
        """Bytes of a short value without its padding; empty when absent or too long to be one."""
        if element is None or element.length > _PLAUSIBLE_BYTES:
            return b""
        return bytes(self._data[element.start : element.start + element.length]).rstrip(b" \0")

    def text(self, tag: int) -> bytes:
        """Value of a top element without its padding."""
        return self.value(self.top.get(tag))

    def number(self, tag: int, *, little: bool) -> int | None:
        """Value of a US element, or None."""
        element = self.top.get(tag)
        if element is None or element.length != 2:
            return None
        return int.from_bytes(self._data[element.start : element.start + 2], "little" if little else "big")


def _check_data_set(whole: memoryview, head: Head, rules: Rules, notes: Notes) -> None:
    data, start = data_set(whole, head, notes)
    facts = _Facts(data)
    judge = Judge(data, rules, notes, little=head.little)
    reader = Reader(data, notes, little=head.little)
    for element in reader.elements(start, len(data), explicit=head.explicit):
        judge.element(element)
        facts.take(element)
        if element.tag >> 16 == 2:
            notes.add("file-meta", "An attribute of the file meta information lies in the data set.")
        if notes.full:
            return
    _check_object(facts, head, rules, notes)
    _check_marks(facts, notes)
    _check_pixels(data, facts, head, notes)


def _check_object(facts: _Facts, head: Head, rules: Rules, notes: Notes) -> None:
    sop_class = facts.text(_SOP_CLASS)
    if sop_class not in IMAGE_CLASSES:
        named = rules.refused_classes.get(sop_class.decode("ascii", errors="replace"))
        kind = f"an object of the class {named}" if named else "neither a CT nor an MR image"
        notes.add("object-refused", f"The file is {kind}; a reader gets CT and MR images only.")
    elif facts.text(_MODALITY) != (b"CT" if sop_class.startswith(_STORAGE + b"2") else b"MR"):
        notes.add("object-refused", "(0008,0060) Modality does not agree with the class of the object.")
    if (sop_class, facts.text(_SOP_INSTANCE)) != (head.sop_class, head.instance):
        notes.add("file-meta", "(0002,0002) or (0002,0003) is not that of the data set.")
    numbers = {facts.text(tag) for tag in PERSON if tag in facts.top} - {b""}
    if len(numbers) > 1:
        notes.add("identity", "The attributes that carry the case number do not agree.")


def _check_marks(facts: _Facts, notes: Notes) -> None:
    if facts.text(_IDENTITY_REMOVED) != b"YES":
        notes.add("not-marked", "(0012,0062) PatientIdentityRemoved is not YES.")
    if facts.text(_TIMES_REMOVED) != b"REMOVED":
        notes.add("not-marked", "(0028,0303) LongitudinalTemporalInformationModified is not REMOVED.")
    if (b"113100", b"DCM") not in facts.methods:
        notes.add("not-marked", "(0012,0064) DeidentificationMethodCodeSequence does not name the Basic Profile.")


def _check_pixels(data: memoryview, facts: _Facts, head: Head, notes: Notes) -> None:
    pixels = facts.top.get(PIXEL_DATA)
    if pixels is None:
        notes.add("pixel-length", "The file has no pixel data.")
        return
    said = facts.text(_FRAMES).strip()
    frames = int(said) if said.isdigit() and len(said) < 8 else 0 if said else 1
    numbers = {tag: number for tag in samples.NUMBERS if (number := facts.number(tag, little=head.little)) is not None}
    layout = samples.layout(numbers, frames, notes)
    encapsulated = head.syntax not in NATIVE
    if encapsulated != bool(pixels.fragments):
        notes.add("stream", "The pixel data is compressed where the transfer syntax says it is not, or the reverse.")
    elif layout is None:
        return
    elif encapsulated:
        extended = (facts.value(facts.top.get(_EXTENDED[0])), facts.value(facts.top.get(_EXTENDED[1])))
        stored = Encapsulated(pixels.fragments, extended, head.syntax, layout)
        check_encapsulated(data, stored, notes)
    else:
        value = data[pixels.start : pixels.start + pixels.length]
        samples.check_samples(value, layout, notes, little=head.little)
        if any(tag in facts.top for tag in _EXTENDED):
            notes.add("binary", "(7FE0,0001) ExtendedOffsetTable belongs to compressed pixel data only.")
