"""Closed lists of code strings that may be written. What is in none of them is left out.

Sources: DICOM PS3.3 C.7.6.1.1.2, C.8.2.1.1.1, C.8.3.1.1.1, C.8.16.1 (image and frame types), C.8.3.1 (MR Image),
C.8.13 (Enhanced MR), C.8.15 (Enhanced CT), C.7.3.1.1.2 (patient position), C.11.1.1.2 (rescale type). Vendors'
additions to Image Type are those that say what kind of values a pixel has (phase, fat, distortion correction, mosaic).
Words of an intervention (fluoroscopy, thermometry) are not here on purpose: `refusals` refuses their images.
"""

from typing import Final

YES_NO: Final = frozenset({"YES", "NO"})

TYPE_1: Final = frozenset({"ORIGINAL", "DERIVED", "MIXED"})
TYPE_2: Final = frozenset({"PRIMARY", "SECONDARY", "MIXED"})
TYPE_3: Final = frozenset({
    "AXIAL", "LOCALIZER", "OTHER", "MPR", "M", "P", "R", "I", "M_SE", "M_FFE", "M_IR", "P_SE", "P_FFE", "R_SE",
    "R_FFE", "I_SE", "I_FFE", "PHASE MAP", "DENSITY MAP", "DIFFUSION MAP", "T1 MAP", "T2 MAP", "IMAGE ADDITION",
    "MODULUS SUBTRACT", "PHASE SUBTRACT", "PROJECTION IMAGE", "DIFFUSION", "ADC", "PROCESSED", "SUBTRACTION",
    "REFORMATTED", "AVERAGE", "MIP", "MIN_IP", "SUB", "W", "F", "IP", "OP", "WATER", "FAT", "IN_PHASE", "OUT_PHASE",
    "OPP_PHASE", "ANGIO", "CARDIAC", "CARDIAC_GATED", "CARDRESP_GATED", "DYNAMIC", "FLOW_ENCODED", "FLUID_ATTENUATED",
    "MOTION", "PERFUSION", "PRE_CONTRAST", "POST_CONTRAST", "PROTON_DENSITY", "RESP_GATED", "REST", "STATIC", "STIR",
    "STRESS", "T1", "T2", "T2_STAR", "TAGGING", "TOF", "VELOCITY", "VOLUME", "NON_PARALLEL", "PARALLEL", "WHOLE_BODY",
    "ATTENUATION", "CASCORE", "MIXED", "NONE",
})  # fmt: skip
TYPE_4: Final = TYPE_3 | frozenset({
    "ND", "NORM", "DIS2D", "DIS3D", "FIL", "MFSPLIT", "ADD", "MOSAIC", "SE", "FFE", "IR", "GR", "EP", "TRACEW", "FA",
    "EXP", "MEAN", "ADDITION", "DIVISION", "MASKED", "MAXIMUM", "MINIMUM", "MULTIPLICATION", "RESAMPLED",
    "STD_DEVIATION", "FILTERED", "MEDIAN", "QUANTITY", "DIFFUSION_ANISO", "DIFFUSION_ATTNTD", "MTT", "NEI",
    "R_COEFFICIENT", "RCBF", "RCBV", "TTP",
})  # fmt: skip

IMAGE_TYPE: Final = (TYPE_1, TYPE_2, TYPE_3)

SCANNING_SEQUENCE: Final = frozenset({"SE", "IR", "GR", "EP", "RM"})
SEQUENCE_VARIANT: Final = frozenset({"SK", "MTC", "SS", "TRSS", "SP", "MP", "OSP", "TOF", "NONE", "OTHER"})
MR_SCAN_OPTIONS: Final = frozenset({"PER", "RG", "CG", "PPG", "FC", "PFF", "PFP", "SP", "FS"})
CT_SCAN_OPTIONS: Final = frozenset({"HELICAL MODE", "AXIAL MODE", "HELIX", "AXIAL", "SURVIEW", "SCOUT MODE"})
MR_ACQUISITION: Final = frozenset({"2D", "3D"})
PATIENT_POSITION: Final = frozenset(
    {"HFP", "HFS", "HFDR", "HFDL", "FFDR", "FFDL", "FFP", "FFS", "LFP", "LFS", "RFP", "RFS", "AFDR", "AFDL", "PFDR",
     "PFDL"}
)  # fmt: skip

RESCALE_TYPE: Final = frozenset({"HU", "US", "OD", "MGML", "Z_EFF", "ED", "EDW", "HU_MOD", "PCT", "NORMALIZED"})
UNSPECIFIED: Final = "US"
"""Rescale type of a unit that is not in the list: taken away altogether it would turn into Hounsfield units."""

LOSSY_METHOD: Final = frozenset({"ISO_10918_1", "ISO_14495_1", "ISO_15444_1", "ISO_15444_15"})

PIXEL_PRESENTATION: Final = frozenset({"MONOCHROME", "MIXED"})
VOLUMETRIC: Final = frozenset({"VOLUME", "SAMPLED", "DISTORTED", "MIXED"})
VOLUME_TECHNIQUE: Final = frozenset(
    {"MAX_IP", "MIN_IP", "VOLUME_RENDER", "SURFACE_RENDER", "MPR", "CURVED_MPR", "NONE", "MIXED"}
)
COMPLEX_COMPONENT: Final = frozenset({"MAGNITUDE", "PHASE", "REAL", "IMAGINARY", "MIXED"})
CONTRAST_OF_ACQUISITION: Final = frozenset(
    {"DIFFUSION", "FLOW_ENCODED", "FLUID_ATTENUATED", "PERFUSION", "PROTON_DENSITY", "STIR", "TAGGING", "T1", "T2",
     "T2_STAR", "TOF", "UNKNOWN", "MIXED"}
)  # fmt: skip
CONTENT_QUALIFICATION: Final = frozenset({"PRODUCT", "RESEARCH", "SERVICE"})
NUCLEUS: Final = frozenset({"1H", "3HE", "7LI", "13C", "19F", "23NA", "31P", "129XE"})
LUT_SHAPE: Final = frozenset({"IDENTITY", "INVERSE"})
DIRECTIONALITY: Final = frozenset({"DIRECTIONAL", "BMATRIX", "ISOTROPIC", "NONE"})
DIMENSIONS: Final = frozenset({"3D", "3D_TEMPORAL"})
