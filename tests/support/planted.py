"""Distinct tokens planted wherever a DICOM file can hold bytes, and the search for them."""

import csv
import random
import re
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from pydicom import config
from pydicom.datadict import DicomDictionary, dictionary_VR, tag_for_keyword
from pydicom.dataelem import DataElement
from pydicom.dataset import Dataset, FileDataset
from pydicom.sequence import Sequence

LISTS = Path(__file__).resolve().parents[2] / "resources" / "deidentification"
TEXT = {"AE", "CS", "LO", "LT", "SH", "ST", "UC", "UR", "UT"}
BINARY = {"OB", "OW", "UN", "OL", "OV"}
PACKED = {"FL": "f", "OF": "f", "FD": "d", "OD": "d", "UL": "I", "SL": "i", "UV": "Q", "SV": "q"}
KEPT = {0x00080005, 0x00080008, 0x00080016, 0x00280303, 0x00120062, 0x00120064}
"""Attributes that the loops do not plant: an image type of another kind is planted, the others are ours."""

_DIGITS = re.compile(rb"[0-9.]+")
_HEX = re.compile(rb"[0-9a-f]")


def listed_tags() -> list[int]:
    """Tags of Table E.1-1 and of the arm-leak list, without repeating groups and pixels."""
    tags = set()
    for name in ("ps3_15_table_E1-1_2024b.csv", "arm_leak_attributes.csv"):
        with (LISTS / name).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                digits = row["tag"].strip("()").replace(",", "")
                if all(one in "0123456789ABCDEFabcdef" for one in digits):
                    tags.add(int(digits, 16))
    return sorted(tag for tag in tags if tag >> 16 > 0x0002 and tag != 0x7FE00010 and tag not in KEPT)


class Planter:
    """Plants distinct values and remembers every byte pattern by which they could be found again."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 - repeatable on purpose
        self.patterns: set[bytes] = set()

    def text(self) -> str:
        """Fourteen letters."""
        word = "".join(self._random.choices("BCDFGHJKLMNPQRSTVWXZ", k=14))
        for one in (word, word.lower(), word.title()):
            self.patterns |= {one.encode(code) for code in ("ascii", "utf-16-le", "utf-16-be", "utf-32-le")}
        return word

    def chinese(self) -> str:
        """Text that tells the arm, and eight more signs."""
        word = "粒子植入" + "".join(self._random.choices("甲乙丙丁戊己庚辛壬癸", k=8))
        self.patterns |= {word[4:].encode(code) for code in ("gb18030", "utf-8", "utf-16-le", "utf-16-be", "euc_kr")}
        return word

    def person(self) -> str:
        """Name in three groups, the second in Chinese."""
        return f"{self.text()}^{self.text()}={self.chinese()}^{self.chinese()}={self.text()}"

    def bytes_(self) -> bytes:
        """Fourteen letters, which may turn up with the bytes of each word exchanged."""
        word = self.text().encode()
        self.patterns.add(_exchanged(word))
        return word

    def digits(self, count: int) -> str:
        """A number of `count` digits."""
        return self._noted(str(self._random.randrange(10 ** (count - 1), 10**count)))

    def value(self, vr: str) -> Any:
        """A value of a VR."""
        if vr in TEXT:
            return self.text()
        if vr in BINARY:
            return self.bytes_() + self._random.randbytes(2)
        if vr in {"FL", "FD"}:
            return self._packed(vr, self._random.uniform(1e8, 1e9))
        if vr in {"OF", "OD"}:
            return struct.pack(f"<{PACKED[vr]}", self._packed(vr, self._random.uniform(1e8, 1e9)))
        make = {
            "PN": self.person,
            "UI": lambda: f"1.2.826.{self.digits(12)}.{self.digits(11)}",
            "DA": lambda: self._noted(f"19{self._random.randrange(10, 60)}0{self._random.randrange(1, 10)}17"),
            "TM": lambda: self._noted(f"2359{self._random.randrange(10, 60)}.{self.digits(6)}"),
            "DT": lambda: self._noted(f"19431117{self._random.randrange(10, 24)}59{self._random.randrange(10, 60)}"),
            "DS": lambda: self._noted(f"{self._random.randrange(10**6, 10**7)}.{self.digits(8)}"),
            "IS": lambda: self.digits(9),
            "UL": lambda: self._packed(vr, int(self.digits(9))),
            "SL": lambda: self._packed(vr, -int(self.digits(9))),
            "UV": lambda: self._packed(vr, int(self.digits(18))),
            "SV": lambda: self._packed(vr, -int(self.digits(18))),
            "US": lambda: self._random.randrange(30_000, 60_000),
            "SS": lambda: self._random.randrange(9_000, 30_000),
            "AS": lambda: self._noted("087Y"),
            "AT": lambda: 0x00101010,
        }
        return make[vr]()

    def _packed(self, vr: str, value: float) -> Any:
        self.patterns |= {struct.pack(f"{order}{PACKED[vr]}", value) for order in "<>"}
        return value

    def _noted(self, value: str) -> str:
        self.patterns |= {value.encode(code) for code in ("ascii", "utf-16-le", "utf-16-be")}
        return value

    def item(self, depth: int = 0) -> Dataset:
        """Item with text, a person, a private block and a nested sequence."""
        data = Dataset()
        data.CodeMeaning, data.PersonName, data.TextValue = self.text(), self.person(), self.chinese()
        block = data.private_block(0x0099, self.text(), create=True)
        block.add_new(0x01, "LO", self.text())
        if depth < 3:
            data.ConceptNameCodeSequence = [self.item(depth + 1)]
        return data

    def plant(self, data: Dataset, tag: int) -> None:
        """One attribute of DICOM."""
        vr = dictionary_VR(tag).split(" or ")[0]
        value = Sequence([self.item(2)]) if vr == "SQ" else self.value(vr)
        data[tag] = DataElement(tag, vr, value)

    def scatter(self, data: Dataset, count: int = 40) -> None:
        """Attributes of DICOM drawn by lot, and private blocks in groups drawn by lot, in sequences too."""
        free = [
            tag
            for tag, (vr, *_) in DicomDictionary.items()
            if 8 <= tag >> 16 < 0x5000 and tag >> 16 not in {0x0020, 0x0028} and tag not in KEPT
            if tag not in data and vr != "NONE" and tag & 0xFFFF
        ]
        for tag in self._random.sample(free, count):
            self.plant(data, tag)
        for group in self._random.sample(range(0x0009, 0x7FDF, 2), 6):
            block = data.private_block(group, self.text(), create=True)
            for vr in self._random.sample(["LO", "OB", "UI", "UT", "DS", "UN", "DA", "PN", "FD"], 4):
                block.add_new(self._random.randrange(0x60), vr, self.value(vr))
            block.add_new(0x70, "SQ", [self.item(), self.item(2)])

    def found_in(self, masked: bytes) -> list[bytes]:
        """Patterns that are in some bytes.

        Digits count where they stand alone: in a random number of 39 digits or in a hash, any eight are found some day.
        """
        return sorted(one for one in _likely(masked, self.patterns) if _is_in(one, masked))

    def begun_in(self, source: bytes) -> int:
        """Of how many patterns the first eight bytes are in a source: quicker than looking for each."""
        return sum(1 for _ in _likely(source, self.patterns))


def _exchanged(word: bytes) -> bytes:
    return b"".join(word[at : at + 2][::-1] for at in range(0, len(word), 2))


def _is_in(pattern: bytes, data: bytes) -> bool:
    at = data.find(pattern)
    if not _DIGITS.fullmatch(pattern) or len(pattern) >= 14:
        return at >= 0
    while at >= 0:
        around = data[max(at - 1, 0) : at] + data[at + len(pattern) : at + len(pattern) + 1]
        if not _HEX.search(around):
            return True
        at = data.find(pattern, at + 1)
    return False


def _likely(data: bytes, patterns: set[bytes]) -> Iterator[bytes]:
    """Patterns of which the first bytes are there: very many are sought at once."""
    whole = np.frombuffer(data + bytes(8), np.uint8)
    for width, some in (
        (8, [one for one in patterns if len(one) >= 8]),
        (4, [one for one in patterns if len(one) < 8]),
    ):
        windows = np.lib.stride_tricks.sliding_window_view(whole, width).copy().view(f"<u{width}").ravel()
        starts = np.frombuffer(b"".join(one[:width] for one in some), f"<u{width}")
        yield from (some[index] for index in np.flatnonzero(np.isin(starts, windows)))


DESCRIPTIONS = (
    ("ContrastBolusAgent", "LO"), ("ConvolutionKernel", "SH"), ("ScanOptions", "CS"), ("SequenceVariant", "CS"),
    ("ScanningSequence", "CS"), ("MRAcquisitionType", "CS"), ("PatientPosition", "CS"), ("RescaleType", "LO"),
    ("WindowCenterWidthExplanation", "LO"), ("LossyImageCompressionMethod", "CS"), ("KVP", "DS"),
    ("EchoTime", "DS"), ("RepetitionTime", "DS"), ("SliceThickness", "DS"), ("EchoTrainLength", "IS"),
    ("TemporalPositionIdentifier", "IS"), ("FlipAngle", "DS"), ("SpacingBetweenSlices", "DS"),
    ("GantryDetectorTilt", "DS"), ("DiffusionBValue", "FD"), ("SmallestImagePixelValue", "US"),
    ("SequenceName", "SH"), ("ImageLaterality", "CS"), ("BodyPartExamined", "CS"), ("Manufacturer", "LO"),
    ("PositionReferenceIndicator", "LO"), ("SoftwareVersions", "LO"), ("PixelPaddingValue", "US"),
    ("SeriesNumber", "IS"), ("AcquisitionNumber", "IS"), ("InstanceNumber", "IS"), ("TriggerTime", "DS"),
    ("WindowCenter", "DS"), ("WindowWidth", "DS"), ("LossyImageCompressionRatio", "DS"), ("StudyID", "SH"),
    ("PixelAspectRatio", "IS"), ("MagneticFieldStrength", "DS"), ("InversionTime", "DS"), ("EchoNumbers", "IS"),
)  # fmt: skip
"""Attributes that are written in one form or another, and neighbours of theirs."""


def plant_everywhere(data: FileDataset, planter: Planter, charset: str = "GB18030") -> None:
    """Plant tokens in all listed attributes, private ones, descriptions of what is kept, overlays and meta.

    Call it, and write the file, under ``config.disable_value_validation()``.
    """
    for tag in listed_tags():
        planter.plant(data, tag)
    for group in (0x0009, 0x0019, 0x0029, 0x0043, 0x2005):
        block = data.private_block(group, planter.text(), create=True)
        for element, vr in enumerate(("LO", "OB", "UI", "UT", "DS", "UN")):
            block.add_new(element, vr, planter.value(vr))
        block.add_new(0x20, "SQ", [planter.item()])
    for group in (0x5000, 0x6000, 0x6002):
        for element, vr in ((0x0022, "LO"), (0x1500, "LO"), (0x3000, "OW"), (0x4000, "LT")):
            data[group << 16 | element] = DataElement(group << 16 | element, vr, planter.value(vr))
    for keyword, vr in DESCRIPTIONS:
        data[keyword] = DataElement(tag_for_keyword(keyword), vr, planter.value(vr))
    data.ImageType = ["DERIVED", "SECONDARY", planter.text(), planter.text()]
    data.SpecificCharacterSet = charset
    data.PatientName, data.SeriesDescription = planter.person(), planter.chinese()
    data.DataSetTrailingPadding = planter.bytes_()
    data.preamble = (planter.text().encode() * 10)[:128]
    meta = data.file_meta
    meta.SourceApplicationEntityTitle, meta.ImplementationVersionName = planter.text(), planter.text()
    meta.ImplementationClassUID = planter.value("UI")
    meta.PrivateInformationCreatorUID, meta.PrivateInformation = planter.value("UI"), planter.bytes_()


def no_validation() -> Any:
    """Context in which pydicom writes what is planted."""
    return config.disable_value_validation()
