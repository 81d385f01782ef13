"""Files for the benchmarks: a CT of 400 slices with the headers that scanners write, and 10,000 small ones.

Generated, so that anybody can repeat the figures; the headers have the number and size of elements found in files of
the large vendors: about 110 public elements, three private groups with a large binary element, and sequences.
"""

from collections.abc import Callable
from pathlib import Path

import numpy as np
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.sequence import Sequence
from pydicom.uid import ExplicitVRLittleEndian

CT_IMAGE = "1.2.840.10008.5.1.4.1.1.2"
ROOT = "1.2.826.0.1.3680043.10.1."


def slices(count: int, size: int, seed: int = 1) -> np.ndarray:
    """Body-like int16 slices (count, size, size): soft shapes and correlated noise, so that codecs have work to do."""
    random = np.random.default_rng(seed)
    y, x = np.mgrid[-1 : 1 : size * 1j, -1 : 1 : size * 1j]
    body = (x / 0.9) ** 2 + (y / 0.7) ** 2 < 1
    noise = random.normal(0, 14, (8, size, size))
    noise = (noise + np.roll(noise, 1, 1) + np.roll(noise, 1, 2)) / 1.7
    out = np.empty((count, size, size), np.int16)
    for k in range(count):
        organ = 60 * np.exp(-(((x - 0.3 * np.sin(k / 60)) / 0.4) ** 2 + (y / 0.3) ** 2))
        bone = 700 * (((x / 0.12) ** 2 + ((y - 0.45) / 0.12) ** 2) < 1)
        out[k] = np.where(body, 20 + organ + bone + noise[k % 8], -1000 + noise[(k + 3) % 8] / 2).round()
    return out


def header(k: int, size: int, series: str) -> FileDataset:
    """One slice's data set without pixels, explicit VR little endian."""
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = CT_IMAGE
    meta.MediaStorageSOPInstanceUID = f"{series}.{k + 1}"
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    data = FileDataset("", {}, file_meta=meta, preamble=b"\0" * 128)
    data.SOPClassUID, data.SOPInstanceUID = CT_IMAGE, f"{series}.{k + 1}"
    data.Modality, data.ImageType = "CT", ["ORIGINAL", "PRIMARY", "AXIAL", "CT_SOM5 SPI"]
    data.StudyInstanceUID, data.SeriesInstanceUID = ROOT + "1", series
    data.FrameOfReferenceUID = ROOT + "2"
    data.Rows = data.Columns = size
    data.SamplesPerPixel, data.PhotometricInterpretation = 1, "MONOCHROME2"
    data.BitsAllocated, data.BitsStored, data.HighBit, data.PixelRepresentation = 16, 16, 15, 1
    data.PixelSpacing, data.SliceThickness = [0.7, 0.7], 1.0
    data.ImagePositionPatient = [-179.2, -179.2, -200.0 + k]
    data.ImageOrientationPatient = [1, 0, 0, 0, 1, 0]
    data.RescaleSlope, data.RescaleIntercept, data.RescaleType = 1, 0, "HU"
    data.InstanceNumber, data.AcquisitionNumber = (k * 7) % 400 + 1, 1
    _vendor(data, k)
    return data


def _vendor(data: Dataset, k: int) -> None:
    """What surrounds the useful elements: free text, dose, table, sequences, private groups."""
    texts = ("Manufacturer", "InstitutionName", "StationName", "StudyDescription", "SeriesDescription",
             "ManufacturerModelName", "BodyPartExamined", "ProtocolName", "SoftwareVersions", "ConvolutionKernel",
             "FilterType", "ScanOptions", "DeviceSerialNumber", "PatientPosition", "PositionReferenceIndicator",
             "InstitutionAddress", "PatientID", "AccessionNumber", "StudyID",
             "InstitutionalDepartmentName")  # fmt: skip
    for name in texts:
        setattr(data, name, "PHANTOM")
    for name in ("KVP", "DataCollectionDiameter", "ReconstructionDiameter", "DistanceSourceToDetector", "TableHeight",
                 "DistanceSourceToPatient", "GantryDetectorTilt", "FocalSpots", "SliceLocation",
                 "PatientWeight"):  # fmt: skip
        setattr(data, name, "1.5")
    for name in ("ExposureTime", "XRayTubeCurrent", "Exposure", "GeneratorPower", "SeriesNumber"):
        setattr(data, name, "120")
    for name in (
        "SingleCollimationWidth",
        "TotalCollimationWidth",
        "TableSpeed",
        "SpiralPitchFactor",
        "CTDIvol",
    ):
        setattr(data, name, 1.25)
    data.AcquisitionTime = f"1010{k // 60 % 60:02}.{k:06}"
    item = Dataset()
    item.ReferencedSOPClassUID, item.ReferencedSOPInstanceUID = CT_IMAGE, ROOT + "9"
    data.ReferencedImageSequence = Sequence([item])
    code = Dataset()
    code.CodeValue, code.CodingSchemeDesignator, code.CodeMeaning = "P5-08000", "SRT", "Computed Tomography"
    step = Dataset()
    step.RequestedProcedureID, step.ScheduledProtocolCodeSequence = "1", Sequence([code])
    data.RequestAttributesSequence = Sequence([step])
    data["RequestAttributesSequence"].is_undefined_length = True
    for group, creator in ((0x0019, "PHANTOM HEADER"), (0x0029, "PHANTOM CSA"), (0x0043, "PHANTOM PARM")):
        block = data.private_block(group, creator, create=True)
        for element in range(24):
            block.add_new(element, "LO", f"value {element}")
        block.add_new(0x60, "OB", bytes(8_000))


Codec = tuple[str, Callable[[np.ndarray], bytes]]


def write_series(folder: Path, voxels: np.ndarray, codec: Codec | None = None, series: str = ROOT + "5") -> list[Path]:
    """Write one file per slice; `codec` is a transfer syntax UID and a function from slice to stream."""
    folder.mkdir(parents=True)
    paths = []
    for k, one in enumerate(voxels):
        data = header(k, one.shape[0], series)
        if codec is None:
            data.PixelData = one.tobytes()
        else:
            data.file_meta.TransferSyntaxUID = codec[0]
            data.PixelData = encapsulate([codec[1](one)])
        data["PixelData"].VR = "OW" if codec is None else "OB"
        # Names in an order of their own, as discs have them.
        paths.append(folder / f"IM{(k * 131) % 9973:06}")
        data.save_as(paths[-1], enforce_file_format=True)
    return paths


def write_small(folder: Path, count: int) -> None:
    """Write `count` files with full headers and 16 × 16 pixels, in 20 series."""
    folder.mkdir(parents=True)
    pixels = bytes(16 * 16 * 2)
    for k in range(count):
        data = header(k // 20, 16, f"{ROOT}6.{k % 20}")
        data.PixelData = pixels
        data["PixelData"].VR = "OW"
        data.save_as(folder / f"{k:06}", enforce_file_format=True)
