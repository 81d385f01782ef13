"""Writes slices as DICOM files with pydicom: one CT or MR image per file, neutral descriptions, no dates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import imagecodecs
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.uid import CTImageStorage, ExplicitVRLittleEndian, JPEGLosslessSV1, MRImageStorage

from seedcryo_reader.demo.phantom import uids
from seedcryo_reader.demo.phantom.cases import ARTERIAL, PORTAL, T1, T2
from seedcryo_reader.demo.phantom.scene import HU_INTERCEPT

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from seedcryo_reader.demo.phantom.scene import Scene


@dataclass(frozen=True)
class Technique:
    """How a series says it was taken.

    ``number`` is the series number, ``extra`` its modality's own attributes; the slice thickness in mm follows the
    ``description``.
    """

    number: int
    description: str
    window: tuple[int, int]
    extra: dict[str, object]


_CT = {
    "KVP": 120,
    "ConvolutionKernel": "B30f",
    "ContrastBolusAgent": "IV CONTRAST",
    "ExposureTime": 500,
    "XRayTubeCurrent": 260,
    "GantryDetectorTilt": 0,
    "TableHeight": 150,
    "ReconstructionDiameter": 368.64,
    "RescaleIntercept": HU_INTERCEPT,
    "RescaleSlope": 1,
    "RescaleType": "HU",
}
_MR = {
    "MagneticFieldStrength": 1.5,
    "MRAcquisitionType": "2D",
    "EchoTrainLength": 1,
    "NumberOfAverages": 1,
    "ImagedNucleus": "1H",
}

TECHNIQUES = {
    PORTAL: Technique(2, "Abdomen portal venous", (40, 400), _CT),
    ARTERIAL: Technique(3, "Abdomen arterial", (60, 400), _CT),
    T1: Technique(
        2,
        "T1 axial post contrast",
        (450, 900),
        {
            **_MR,
            "ScanOptions": "FS",
            "ScanningSequence": "GR",
            "SequenceVariant": "SP",
            "RepetitionTime": 4.2,
            "EchoTime": 1.9,
            "FlipAngle": 12,
            "ContrastBolusAgent": "IV CONTRAST",
        },
    ),
    T2: Technique(
        3,
        "T2 axial",
        (500, 1000),
        {
            **_MR,
            "ScanOptions": "",
            "ScanningSequence": "SE",
            "SequenceVariant": "SK",
            "RepetitionTime": 2800,
            "EchoTime": 82,
            "FlipAngle": 90,
        },
    ),
}


class SeriesWriter:
    """Writes the slices of one series into a folder.

    Files are numbered from the head down, as scanners do, so that neither name nor instance number
    gives the order along the slice normal.
    """

    def __init__(self, folder: Path, scene: Scene, series: str) -> None:
        self._folder = folder
        self._scene = scene
        self._series = series
        self._header = _series_header(scene, series)

    def write(self, k: int, stored: NDArray[np.uint16]) -> None:
        """Write slice ``k`` (counted along the normal, from the feet) with stored values (rows, columns)."""
        scene, ds = self._scene, self._header
        number = scene.grid.slices - k
        position = scene.grid.point(0, 0, k)
        ds.SOPInstanceUID = uids.instance_uid(scene.seed, scene.case.name, scene.name, self._series, k)
        ds.InstanceNumber = number
        ds.ImagePositionPatient = [_decimal(c) for c in position]
        ds.SliceLocation = _decimal(float(scene.grid.directions[:, 2] @ position), 3)
        ds.file_meta = FileMetaDataset()
        ds.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
        if scene.case.modality == "CT":
            ds.file_meta.TransferSyntaxUID = JPEGLosslessSV1
            stream = bytes(imagecodecs.jpeg8_encode(stored, lossless=True, predictor=1, bitspersample=ds.BitsStored))
            ds.PixelData = encapsulate([stream])
            ds["PixelData"].VR = "OB"
        else:
            ds.PixelData = stored.astype("<u2").tobytes()
            ds["PixelData"].VR = "OW"
        ds.save_as(self._folder / f"{number:06d}.dcm", enforce_file_format=True)


def _series_header(scene: Scene, series: str) -> Dataset:
    """Return what all slices of a series have in common."""
    ds = Dataset()
    _identity(ds, scene, series)
    for keyword, value in TECHNIQUES[series].extra.items():
        setattr(ds, keyword, value)
    grid = scene.grid
    ds.SliceThickness = grid.spacing[2]
    if scene.case.modality == "MR":
        ds.SpacingBetweenSlices = grid.spacing[2]
    ds.ImageOrientationPatient = [_decimal(c) for c in grid.directions[:, :2].T.ravel()]
    ds.PixelSpacing = [grid.spacing[1], grid.spacing[0]]
    ds.SamplesPerPixel = 1
    ds.PhotometricInterpretation = "MONOCHROME2"
    ds.Rows, ds.Columns = grid.rows, grid.columns
    ds.BitsAllocated, ds.BitsStored, ds.HighBit, ds.PixelRepresentation = 16, 12, 11, 0
    ds.WindowCenter, ds.WindowWidth = TECHNIQUES[series].window
    return ds


def _identity(ds: Dataset, scene: Scene, series: str) -> None:
    place = (scene.seed, scene.case.name, scene.name)
    is_ct = scene.case.modality == "CT"
    ds.SpecificCharacterSet = "ISO_IR 100"
    ds.ImageType = ["ORIGINAL", "PRIMARY", "AXIAL" if is_ct else "M"]
    ds.SOPClassUID = CTImageStorage if is_ct else MRImageStorage
    for empty in (
        "StudyDate",
        "StudyTime",
        "AccessionNumber",
        "ReferringPhysicianName",
        "PatientBirthDate",
        "PatientSex",
        "PositionReferenceIndicator",
    ):
        setattr(ds, empty, "")
    ds.Modality = scene.case.modality
    ds.Manufacturer = "Generated phantom"
    ds.StudyDescription = "Abdomen"
    ds.SeriesDescription = f"{TECHNIQUES[series].description} {scene.grid.spacing[2]}"
    ds.PatientName = ds.PatientID = scene.case.name
    ds.PatientIdentityRemoved = "YES"
    ds.DeidentificationMethod = "Generated, no patient"
    ds.BodyPartExamined = "ABDOMEN"
    ds.PatientPosition = "HFS"
    ds.StudyInstanceUID = uids.study_uid(*place)
    ds.SeriesInstanceUID = uids.series_uid(*place, series)
    ds.FrameOfReferenceUID = uids.frame_uid(*place)
    ds.StudyID = scene.name
    ds.SeriesNumber = TECHNIQUES[series].number
    ds.AcquisitionNumber = 1
    ds.BurnedInAnnotation = "NO"


def _decimal(value: float, places: int = 9) -> str:
    """Return a number as a DICOM decimal string, which holds 16 characters."""
    return f"{value:.{places}f}"[:16].rstrip("0").rstrip(".") or "0"
