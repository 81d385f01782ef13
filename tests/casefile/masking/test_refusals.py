"""Images whose pixels would tell are refused by name, and so is everything that is no CT or MR image."""

import pytest
from casefile.masking.ways import as_bytes
from support.ct_files import compress, ct_slice, enhanced_mr, mr_slice

from seedcryo_reader.imaging.files.trouble import FileTrouble

OTHERS = {
    "1.2.840.10008.5.1.4.1.1.7": "secondary capture",
    "1.2.840.10008.5.1.4.1.1.88.33": "structured report",
    "1.2.840.10008.5.1.4.1.1.481.3": "radiotherapy object",
    "1.2.840.10008.5.1.4.1.1.104.1": "encapsulated document",
    "1.2.840.10008.5.1.4.1.1.66.4": "segmentation",
    "1.2.840.10008.5.1.4.1.1.11.1": "presentation state",
    "1.2.840.10008.5.1.4.1.1.12.1": "angiography image",
    "1.2.840.10008.5.1.4.1.1.128": "PET image",
    "1.2.840.10008.5.1.4.1.1.4.3": "colour image",
    "1.2.840.10008.5.1.4.1.1.4.2": "object",
}


def _refusal(mask, data) -> FileTrouble:
    with pytest.raises(FileTrouble) as caught:
        mask(as_bytes(data))
    return caught.value


@pytest.mark.parametrize("sop_class", OTHERS)
def test_other_objects(mask, sop_class):
    data = ct_slice(0)
    data.SOPClassUID = sop_class
    refused = _refusal(mask, data)
    assert refused.code == "object-refused"
    assert OTHERS[sop_class] in refused.text


@pytest.mark.parametrize("modality", ["SC", "OT", "RTIMAGE", "PT", "MR"])
def test_a_modality_that_is_not_that_of_the_class(mask, modality):
    data = ct_slice(0)
    data.Modality = modality
    assert _refusal(mask, data).code == "object-refused"


def test_colours(mask):
    data = ct_slice(0)
    data.SamplesPerPixel, data.PhotometricInterpretation, data.PlanarConfiguration = 3, "RGB", 0
    data.BitsAllocated, data.BitsStored, data.HighBit, data.PixelRepresentation = 8, 8, 7, 0
    data.PixelData = b"\0" * (12 * 16 * 3)
    assert _refusal(mask, data).code == "object-refused"


def test_a_palette(mask):
    data = ct_slice(0)
    data.PhotometricInterpretation = "PALETTE COLOR"
    assert _refusal(mask, data).code == "object-refused"


def test_burned_in_text(mask):
    data = ct_slice(0)
    data.BurnedInAnnotation = "YES"
    assert _refusal(mask, data).code == "burned-in"


def test_burned_in_no_is_passed_on(mask):
    data = ct_slice(0)
    data.BurnedInAnnotation = "NO"
    assert b"NO" in mask(as_bytes(data))


@pytest.mark.parametrize(
    ("keyword", "value", "code"),
    [
        ("ImageType", ["ORIGINAL", "PRIMARY", "AXIAL", "FLUOROSCOPY"], "interventional-image"),
        ("ImageType", ["ORIGINAL", "PRIMARY", "CT_FLUORO"], "interventional-image"),
        ("ImageType", ["ORIGINAL", "PRIMARY", "AXIAL", "CT_SOM7 FLUORO"], "interventional-image"),
        ("ScanOptions", "BIOPSY MODE", "interventional-image"),
        ("ScanOptions", "FLUORO", "interventional-image"),
        ("ScanOptions", "CCT", "interventional-image"),
        ("ImageType", ["DERIVED", "SECONDARY", "SCREEN SAVE"], "screen-save"),
        ("ImageType", ["DERIVED", "SECONDARY", "DOSE_INFO"], "screen-save"),
        ("ImageType", ["DERIVED", "SECONDARY", "PATIENT_INFO"], "screen-save"),
        ("ConversionType", "SD", "screen-save"),
    ],
)
def test_what_an_image_says_of_itself(mask, keyword, value, code):
    data = ct_slice(0)
    setattr(data, keyword, value)
    assert _refusal(mask, data).code == code


@pytest.mark.parametrize("words", [["ORIGINAL", "PRIMARY", "AXIAL", "CT_SOM5 MON"], ["DERIVED", "SECONDARY", "MPR"]])
def test_diagnostic_images_are_not(mask, words):
    data = ct_slice(0)
    data.ImageType = words
    data.SeriesDescription = "after cryo biopsy fluoroscopy"
    assert b"biopsy" not in mask(as_bytes(data))


def test_thermometry(mask):
    data = enhanced_mr(2)
    data.AcquisitionContrast = "TEMPERATURE"
    assert _refusal(mask, data).code == "interventional-image"


def test_pixels_that_are_cut_off(mask):
    source = as_bytes(ct_slice(0))
    with pytest.raises(FileTrouble) as caught:
        mask(source[:-10])
    assert caught.value.code == "truncated-pixel-data"


def test_fewer_pixels_than_the_header_promises(mask):
    data = ct_slice(0)
    data.Rows = 13
    assert _refusal(mask, data).code == "truncated-pixel-data"


def test_a_syntax_that_cannot_be_decoded(mask):
    refused = _refusal(mask, compress(ct_slice(0), "1.2.840.10008.1.2.4.105", [b"no image"]))
    assert refused.code == "unsupported-syntax"
    assert "1.2.840.10008.1.2.4.105" in refused.text


@pytest.mark.parametrize("keyword", ["SOPInstanceUID", "SeriesInstanceUID", "StudyInstanceUID"])
def test_an_image_that_cannot_be_known_again(mask, keyword):
    data = mr_slice(0)
    source = as_bytes(data)
    assert mask(source)
    uid = getattr(data, keyword)
    setattr(data, keyword, "")
    data.file_meta.MediaStorageSOPInstanceUID = uid
    from io import BytesIO

    from pydicom import dcmwrite

    out = BytesIO()
    dcmwrite(out, data)
    with pytest.raises(FileTrouble) as caught:
        mask(out.getvalue())
    assert caught.value.code == "no-uid"


@pytest.mark.parametrize("source", [b"", b"\0" * 500, b"\0" * 128 + b"DICM", b"\0" * 128 + b"DICM" + b"\xff" * 400])
def test_no_dicom_at_all(mask, source):
    with pytest.raises(FileTrouble):
        mask(source)
