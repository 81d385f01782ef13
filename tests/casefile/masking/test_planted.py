"""Tokens planted in every attribute of the published lists, and wherever else bytes hide, are nowhere afterwards."""

import pytest
from casefile.masking.ways import as_bytes, parsed
from support.ct_files import ct_slice, enhanced_mr, mr_slice
from support.planted import Planter, no_validation, plant_everywhere


def _planted_everywhere(data, seed: int) -> tuple[bytes, Planter]:
    planter = Planter(seed)
    with no_validation():
        plant_everywhere(data, planter)
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
