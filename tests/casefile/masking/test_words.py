"""Words that are written come out of closed lists; what is free text becomes one word or nothing."""

import pytest
from casefile.masking.ways import as_bytes, parsed
from hypothesis import given
from hypothesis import strategies as st
from support.ct_files import ct_slice, mr_slice

from seedcryo_reader.casefile.masking.contrast import agent_given, kernel_class


@pytest.mark.parametrize(
    "agent", ["IV", "ISOVUE300/100", "NON-IONIC 350", "Omnipaque 350 100ml", "APPLIED", "YES", "9 ml"]
)
def test_an_agent_was_given(agent):
    assert agent_given(agent) == "YES"


@pytest.mark.parametrize(
    "agent",
    ["NONE", "no", "W/O", "w/o contrast", "WITHOUT CONTRAST", "N/A", "Non-contrast", "no iv contrast", "-", "0",
     "平扫".encode("gb18030").decode("latin-1"), "无".encode().decode("latin-1")],
)  # fmt: skip
def test_no_agent_was_given(agent):
    assert agent_given(agent) == "NO"


@pytest.mark.parametrize("agent", ["", "  ", "unknown", "?", "xxx"])
def test_nothing_is_said_of_an_agent(agent):
    assert agent_given(agent) is None


@pytest.mark.parametrize(
    ("kernel", "kind"),
    [
        ("STANDARD", "SOFT_TISSUE"), ("BONEPLUS", "BONE"), ("LUNG", "LUNG"), ("B31f", "SOFT_TISSUE"), ("B70s", "BONE"),
        ("B60f", "LUNG"), ("H31s", "BRAIN"), ("I30f\\3", "SOFT_TISSUE"), ("Br40d\\3", "SOFT_TISSUE"), ("Bl57d", "LUNG"),
        ("Hr60f", "BONE"), ("Qr40", "SOFT_TISSUE"), ("B", "SOFT_TISSUE"), ("YC", "LUNG"), ("UB", "BRAIN"),
        ("FC08", "SOFT_TISSUE"), ("FC51", "LUNG"), ("FC30", "BONE"), ("FC21", "BRAIN"), ("FC43", None), ("", None),
        ("CRYO_SHARP", None), ("B31f TOKEN", None), ("SOFT_TISSUE JOHN", None),
    ],
)  # fmt: skip
def test_class_of_a_kernel(kernel, kind):
    assert kernel_class(kernel) == kind


@given(st.text(max_size=70))
def test_free_text_never_comes_through(text):
    assert agent_given(text) in {"YES", "NO", None}
    assert kernel_class(text) in {"SOFT_TISSUE", "LUNG", "BONE", "BRAIN", None}


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (["ORIGINAL", "PRIMARY", "AXIAL", "CT_SOM5 SPI"], ["ORIGINAL", "PRIMARY", "AXIAL"]),
        (["DERIVED", "SECONDARY", "JOHN DOE", "NORM"], ["DERIVED", "SECONDARY"]),
        (["ORIGINAL", "PRIMARY", "AXIAL", "POST CRYO", "NORM"], ["ORIGINAL", "PRIMARY", "AXIAL", "NORM"]),
        (["ORIGINAL", "SEEDS"], "ORIGINAL"),
        (["DOE", "PRIMARY", "AXIAL"], None),
    ],
)
def test_image_type(mask, said, kept):
    data = ct_slice(0)
    data.ImageType = said
    assert parsed(mask(as_bytes(data))).get("ImageType") == kept


def test_code_strings_out_of_their_lists(mask):
    data = mr_slice(0)
    data.ScanningSequence, data.SequenceVariant = ["SE", "JOHN"], "DOE"
    data.ScanOptions, data.MRAcquisitionType, data.PatientPosition = ["FS", "SEED"], "4D", "SITTING"
    masked = parsed(mask(as_bytes(data)))
    assert masked.ScanningSequence == "SE"
    assert "SequenceVariant" not in masked
    assert masked.ScanOptions == "FS"
    assert masked.MRAcquisitionType == masked.PatientPosition == ""


def test_an_unknown_unit_does_not_turn_into_hounsfield_units(mask):
    data = ct_slice(0)
    data.RescaleType = "JOHN"
    assert parsed(mask(as_bytes(data))).RescaleType == "US"


def test_case_number_timepoint_and_numbers_are_the_callers(mask):
    data = ct_slice(0)
    data.PatientName, data.PatientID, data.StudyID = "Doe^Jane", "4711", "99"
    data.SeriesNumber, data.InstanceNumber, data.AcquisitionNumber = 701, 88, 12
    masked = parsed(mask(as_bytes(data)))
    assert (masked.PatientName, masked.PatientID, masked.StudyID) == ("C-0001", "C-0001", "TP2")
    assert (masked.SeriesNumber, masked.InstanceNumber, masked.AcquisitionNumber) == (3, 5, 1)
    assert (masked.PatientIdentityRemoved, masked.LongitudinalTemporalInformationModified) == ("YES", "REMOVED")
    codes = [one.CodeValue for one in masked.DeidentificationMethodCodeSequence]
    assert codes == ["113100", "113103", "113104", "113105"]
    assert "BurnedInAnnotation" not in masked


@pytest.mark.parametrize(
    ("group", "creator", "element", "vr", "value", "b_value"),
    [
        (0x0019, "SIEMENS MR HEADER", 0x0C, "IS", "800", 800),
        (0x0043, "GEMS_PARM_01", 0x39, "IS", ["1000000600", "8", "0", "0"], 600),
        (0x2001, "Philips Imaging DD 001", 0x03, "FL", 1000.0, 1000),
        (0x2001, "JOHN DOE", 0x03, "FL", 1000.0, None),
    ],
)
def test_a_b_value_that_only_the_vendor_wrote(mask, group, creator, element, vr, value, b_value):
    data = mr_slice(0)
    data.private_block(group, creator, create=True).add_new(element, vr, value)
    raw = mask(as_bytes(data))
    assert parsed(raw).get("DiffusionBValue") == b_value
    assert creator.encode() not in raw


def test_inversion_time_belongs_to_inversion_recovery(mask):
    data = mr_slice(0)
    data.ScanningSequence, data.InversionTime = "GR", 0
    assert "InversionTime" not in parsed(mask(as_bytes(data)))
    data.ScanningSequence = ["SE", "IR"]
    data.InversionTime = 160.5
    assert parsed(mask(as_bytes(data))).InversionTime == 160.5
    del data.InversionTime
    assert parsed(mask(as_bytes(data)))["InversionTime"].is_empty
