"""Transfer syntaxes and SOP classes as tables. Sources: DICOM PS3.6 Annex A, PS3.5 Annex A, PS3.4 B.5."""

from typing import Final

IMPLICIT_LITTLE: Final = "1.2.840.10008.1.2"
EXPLICIT_LITTLE: Final = "1.2.840.10008.1.2.1"
DEFLATED: Final = "1.2.840.10008.1.2.1.99"
EXPLICIT_BIG: Final = "1.2.840.10008.1.2.2"

NATIVE: Final = frozenset({IMPLICIT_LITTLE, EXPLICIT_LITTLE, DEFLATED, EXPLICIT_BIG})

RLE: Final = "1.2.840.10008.1.2.5"

CODEC: Final = {
    RLE: "rle",
    "1.2.840.10008.1.2.4.50": "jpeg",
    "1.2.840.10008.1.2.4.51": "jpeg",
    "1.2.840.10008.1.2.4.53": "jpeg",
    "1.2.840.10008.1.2.4.55": "jpeg",
    "1.2.840.10008.1.2.4.57": "jpeg",
    "1.2.840.10008.1.2.4.70": "jpeg",
    "1.2.840.10008.1.2.4.80": "jpeg-ls",
    "1.2.840.10008.1.2.4.81": "jpeg-ls",
    "1.2.840.10008.1.2.4.90": "jpeg2000",
    "1.2.840.10008.1.2.4.91": "jpeg2000",
    "1.2.840.10008.1.2.4.201": "jpeg2000",
    "1.2.840.10008.1.2.4.202": "jpeg2000",
    "1.2.840.10008.1.2.4.203": "jpeg2000",
}
"""Compressed syntax → the family that decodes it; .201 to .203 are High-Throughput JPEG 2000."""

LOSSY: Final = frozenset(f"1.2.840.10008.1.2.4.{n}" for n in (50, 51, 53, 55))
"""Always lossy."""

MAYBE_LOSSY: Final = frozenset(f"1.2.840.10008.1.2.4.{n}" for n in (81, 91, 203))
"""Lossy unless the header says LossyImageCompression (0028,2110) = 00."""

MEDIA_DIRECTORY: Final = "1.2.840.10008.1.3.10"

_STORAGE = "1.2.840.10008.5.1.4.1.1."

CT: Final = _STORAGE + "2"
ENHANCED: Final = frozenset(_STORAGE + suffix for suffix in ("2.1", "2.2", "4.1", "4.4"))
"""Enhanced CT, Legacy Converted Enhanced CT, Enhanced MR, Legacy Converted Enhanced MR."""

CT_CLASSES: Final = frozenset(_STORAGE + suffix for suffix in ("2", "2.1", "2.2"))
IMAGE_CLASSES: Final = frozenset({CT, _STORAGE + "4", _STORAGE + "4.3"}) | ENHANCED
"""What is read as an image; 4.3 (Enhanced MR Color) only to be named as colour."""

MODALITIES: Final = frozenset({
    "ANN", "AR", "ASMT", "AU", "BDUS", "BI", "BMD", "CFM", "CR", "CT", "CTPROTOCOL", "DG", "DMS", "DOC", "DX",
    "ECG", "EEG", "EMG", "EOG", "EPS", "ES", "FID", "GM", "HC", "HD", "IO", "IOL", "IVOCT", "IVUS", "KER", "KO",
    "LEN", "LS", "M3D", "MG", "MR", "NM", "OAM", "OCT", "OP", "OPM", "OPT", "OPTBSV", "OPTENF", "OPV", "OSS", "OT",
    "PA", "PLAN", "POS", "PR", "PT", "PX", "REG", "RESP", "RF", "RG", "RTDOSE", "RTIMAGE", "RTINTENT", "RTPLAN",
    "RTRAD", "RTRECORD", "RTSEGANN", "RTSTRUCT", "RWV", "SEG", "SM", "SMR", "SR", "SRF", "STAIN", "TEXTUREMAP",
    "TG", "US", "VA", "VF", "XA", "XAPROTOCOL", "XC",
})  # fmt: skip
"""Terms of Modality (0008,0060), PS3.3 C.7.3.1.1.1; free text in its place is not passed on."""

PHOTOMETRIC: Final = frozenset(
    ("MONOCHROME1", "MONOCHROME2", "PALETTE COLOR", "RGB", "HSV", "ARGB", "CMYK", "YBR_FULL", "YBR_FULL_422",
     "YBR_PARTIAL_422", "YBR_PARTIAL_420", "YBR_ICT", "YBR_RCT", "XYB")
)  # fmt: skip
"""Terms of Photometric Interpretation (0028,0004), PS3.3 C.7.6.3.1.2, retired ones too."""

_KINDS: Final = (
    (_STORAGE + "88.", "structured report"),
    (_STORAGE + "481.", "radiotherapy object"),
    (_STORAGE + "104.", "encapsulated document"),
    (_STORAGE + "7", "secondary capture"),
    (_STORAGE + "66.4", "segmentation"),
    (_STORAGE + "66.7", "segmentation"),
    (_STORAGE + "66", "registration, fiducials or raw data"),
    (_STORAGE + "67", "real world value mapping"),
    (_STORAGE + "11.", "presentation state"),
    (_STORAGE + "128", "PET image"),
    (_STORAGE + "6", "ultrasound image"),
    (_STORAGE + "3", "ultrasound image"),
    (_STORAGE + "12.", "angiography image"),
    (_STORAGE + "1", "X-ray image"),
    (_STORAGE + "20", "nuclear medicine image"),
)


def object_kind(sop_class: str) -> str:
    """Plain word for a SOP class that is not read as an image."""
    return next((word for prefix, word in _KINDS if sop_class.startswith(prefix)), "object")
