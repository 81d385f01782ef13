"""Tokens planted in every attribute of the published lists, and wherever else bytes hide, are nowhere afterwards."""

import csv
import random
import struct
from pathlib import Path

import pytest
from casefile.masking.ways import as_bytes, parsed
from pydicom import config
from pydicom.datadict import dictionary_VR, tag_for_keyword
from pydicom.dataelem import DataElement
from pydicom.dataset import Dataset
from pydicom.sequence import Sequence
from support.ct_files import ct_slice, enhanced_mr, mr_slice

LISTS = Path(__file__).resolve().parents[3] / "resources" / "deidentification"
TEXT = {"AE", "CS", "LO", "LT", "PN", "SH", "ST", "UC", "UR", "UT"}
KEPT = {0x00080008, 0x00080016, 0x00280303, 0x00120062, 0x00120064}
"""Attributes that are not planted by the loop: an image type of another kind is planted below, the others are ours."""


def _listed_tags() -> list[int]:
    tags = set()
    for name in ("ps3_15_table_E1-1_2024b.csv", "arm_leak_attributes.csv"):
        with (LISTS / name).open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                digits = row["tag"].strip("()").replace(",", "")
                if all(one in "0123456789ABCDEFabcdef" for one in digits):
                    tags.add(int(digits, 16))
    return sorted(tag for tag in tags if tag >> 16 > 0x0002 and tag != 0x7FE00010 and tag not in KEPT)


class _Planter:
    """Plants distinct values and remembers every byte pattern by which they could be found again."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)  # noqa: S311 - repeatable on purpose
        self.patterns: set[bytes] = set()

    def text(self, most: int = 16) -> str:
        word = "".join(self._random.choices("BCDFGHJKLMNPQRSTVWXZ", k=min(most, 14)))
        self.patterns |= {word.encode(code) for code in ("ascii", "utf-16-le", "utf-16-be")}
        self.patterns |= {word.lower().encode(), word.title().encode()}
        return word

    def chinese(self) -> str:
        word = "粒子植入" + "".join(self._random.choices("甲乙丙丁戊己庚辛壬癸", k=4))
        self.patterns |= {word.encode(code) for code in ("gb18030", "utf-8", "utf-16-le", "utf-16-be")}
        return word

    def digits(self, count: int) -> str:
        word = str(self._random.randrange(10 ** (count - 1), 10**count))
        self.patterns.add(word.encode())
        self.patterns.add(word.encode("utf-16-le"))
        return word

    def value(self, vr: str):
        if vr in TEXT:
            return self.text()
        if vr in {"OB", "OW", "UN"}:
            return self.text().encode()
        if vr in {"FL", "FD", "OF", "OD"}:
            value = self._random.uniform(1e8, 1e9)
            self.patterns.add(struct.pack("<d" if vr in {"FD", "OD"} else "<f", value))
            return value
        make = {
            "UI": lambda: f"1.2.826.{self.digits(12)}.{self.digits(11)}",
            "DA": lambda: self._noted(f"19{self._random.randrange(10, 60)}0{self._random.randrange(1, 10)}17"),
            "TM": lambda: self._noted(f"2359{self._random.randrange(10, 60)}.{self.digits(6)}"),
            "DT": lambda: self._noted(f"19431117{self._random.randrange(10, 24)}59{self._random.randrange(10, 60)}"),
            "DS": lambda: f"{self.digits(7)}.{self.digits(6)}",
            "IS": lambda: self.digits(9),
            "UL": lambda: int(self.digits(9)),
            "US": lambda: self._random.randrange(30_000, 60_000),
            "SS": lambda: self._random.randrange(9_000, 30_000),
            "AS": lambda: self._noted("087Y"),
            "AT": lambda: 0x00101010,
        }
        return make[vr]()

    def _noted(self, value: str) -> str:
        self.patterns.add(value.encode())
        return value

    def item(self, depth: int = 0) -> Dataset:
        """Item with text, a person, a private block and a nested sequence."""
        data = Dataset()
        data.CodeMeaning, data.PersonName, data.TextValue = self.text(), self.text(), self.text()
        block = data.private_block(0x0099, self.text(), create=True)
        block.add_new(0x01, "LO", self.text())
        if depth < 3:
            data.ConceptNameCodeSequence = [self.item(depth + 1)]
        return data

    def plant(self, data: Dataset, tag: int) -> None:
        vr = dictionary_VR(tag).split(" or ")[0]
        value = Sequence([self.item()]) if vr == "SQ" else self.value(vr)
        data[tag] = DataElement(tag, vr, value)

    def found_in(self, masked: bytes) -> list[bytes]:
        return [one for one in sorted(self.patterns) if one in masked]


def _planted_everywhere(data, seed: int) -> tuple[bytes, _Planter]:
    """A file with tokens in all listed attributes, private ones, descriptions of what is kept, overlays and meta."""
    planter = _Planter(seed)
    with config.disable_value_validation():
        for tag in _listed_tags():
            planter.plant(data, tag)
        for group in (0x0009, 0x0019, 0x0029, 0x0043, 0x2005):
            block = data.private_block(group, planter.text(), create=True)
            for element, vr in enumerate(("LO", "OB", "UI", "UT", "DS", "UN")):
                block.add_new(element, vr, planter.value(vr))
            block.add_new(0x20, "SQ", [planter.item()])
        for group in (0x5000, 0x6000, 0x6002):
            for element, vr in ((0x0022, "LO"), (0x1500, "LO"), (0x3000, "OW"), (0x4000, "LT")):
                data[group << 16 | element] = DataElement(group << 16 | element, vr, planter.value(vr))
        for keyword, vr in (
            ("ContrastBolusAgent", "LO"), ("ConvolutionKernel", "SH"), ("ScanOptions", "CS"), ("SequenceVariant", "CS"),
            ("ScanningSequence", "CS"), ("MRAcquisitionType", "CS"), ("PatientPosition", "CS"), ("RescaleType", "LO"),
            ("WindowCenterWidthExplanation", "LO"), ("LossyImageCompressionMethod", "CS"), ("KVP", "DS"),
            ("EchoTime", "DS"), ("RepetitionTime", "DS"), ("SliceThickness", "DS"), ("EchoTrainLength", "IS"),
            ("TemporalPositionIdentifier", "IS"), ("FlipAngle", "DS"), ("SpacingBetweenSlices", "DS"),
            ("GantryDetectorTilt", "DS"), ("DiffusionBValue", "FD"), ("SmallestImagePixelValue", "US"),
            ("SequenceName", "SH"), ("ImageLaterality", "CS"), ("BodyPartExamined", "CS"), ("Manufacturer", "LO"),
            ("PositionReferenceIndicator", "LO"), ("SoftwareVersions", "LO"), ("PixelPaddingValue", "US"),
        ):  # fmt: skip
            data[keyword] = DataElement(tag_for_keyword(keyword), vr, planter.value(vr))
        data.ImageType = ["DERIVED", "SECONDARY", planter.text(), planter.text()]
        data.SpecificCharacterSet = "GB18030"
        data.PatientName = planter.chinese()
        data.SeriesDescription = planter.chinese()
        data.DataSetTrailingPadding = planter.text().encode()
        data.preamble = (planter.text().encode() * 10)[:128]
        meta = data.file_meta
        meta.SourceApplicationEntityTitle, meta.ImplementationVersionName = planter.text(), planter.text()
        meta.ImplementationClassUID = planter.value("UI")
        meta.PrivateInformationCreatorUID, meta.PrivateInformation = planter.value("UI"), planter.text().encode()
        return as_bytes(data), planter


@pytest.mark.parametrize("make", [ct_slice, mr_slice, lambda _: enhanced_mr(3)], ids=["CT", "MR", "enhanced MR"])
@pytest.mark.parametrize("seed", range(3))
def test_no_planted_value_is_anywhere(mask, make, seed):
    source, planter = _planted_everywhere(make(0), seed)
    assert len(planter.patterns) > 2000
    assert len(planter.found_in(source)) > 500
    assert planter.found_in(mask(source)) == []


def test_the_masked_image_is_still_the_image(mask):
    source, _ = _planted_everywhere(ct_slice(0), 7)
    masked = parsed(mask(source))
    assert masked.PixelData == ct_slice(0).PixelData
    assert masked.ImagePositionPatient == [-10, -20, 100]
    assert masked.PixelSpacing == [0.8, 0.6]
    assert (masked.RescaleSlope, masked.RescaleIntercept) == (1, -1024)
    assert masked.ContrastBolusAgent == "YES"


def test_every_element_is_on_a_short_list(mask):
    """What a planted image may be left with, written down a second time, so that a longer allow-list is seen."""
    expected = {
        "ImageType", "SOPClassUID", "SOPInstanceUID", "StudyDate", "StudyTime", "AccessionNumber", "Modality",
        "Manufacturer", "ReferringPhysicianName", "PatientName", "PatientID", "PatientBirthDate", "PatientSex",
        "PatientIdentityRemoved", "DeidentificationMethodCodeSequence", "ContrastBolusAgent", "SliceThickness", "KVP",
        "PatientPosition", "StudyInstanceUID", "SeriesInstanceUID", "StudyID", "SeriesNumber", "AcquisitionNumber",
        "InstanceNumber", "ImagePositionPatient", "ImageOrientationPatient", "FrameOfReferenceUID", "Laterality",
        "PositionReferenceIndicator", "SamplesPerPixel", "PhotometricInterpretation", "Rows", "Columns", "PixelSpacing",
        "BitsAllocated", "BitsStored", "HighBit", "PixelRepresentation", "PixelPaddingValue", "RescaleIntercept",
        "LongitudinalTemporalInformationModified", "RescaleSlope", "RescaleType", "PixelData",
    }  # fmt: skip
    source, _ = _planted_everywhere(ct_slice(0), 8)
    assert {element.keyword for element in parsed(mask(source))} == expected


def test_type_two_attributes_are_empty(mask):
    source, _ = _planted_everywhere(ct_slice(0), 9)
    masked = parsed(mask(source))
    for keyword in ("StudyDate", "StudyTime", "AccessionNumber", "Manufacturer", "ReferringPhysicianName",
                    "PatientBirthDate", "PatientSex", "Laterality", "PositionReferenceIndicator"):  # fmt: skip
        assert masked[keyword].is_empty


def test_the_same_input_gives_the_same_bytes(mask):
    source, _ = _planted_everywhere(ct_slice(0), 10)
    assert mask(source) == mask(source)
