"""Small synthetic CT and MR files for tests, written with pydicom and changed one attribute at a time."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from pydicom import config, dcmwrite
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.uid import ExplicitVRLittleEndian

CT_IMAGE = "1.2.840.10008.5.1.4.1.1.2"
MR_IMAGE = "1.2.840.10008.5.1.4.1.1.4"
ENHANCED_MR = "1.2.840.10008.5.1.4.1.1.4.1"
ENHANCED_CT = "1.2.840.10008.5.1.4.1.1.2.1"
SERIES = "1.2.3.4.5"

Change = Callable[[Dataset, int], None]


def slice_values(k: int, rows: int = 12, columns: int = 16) -> np.ndarray:
    """Stored int16 values (row, column) that are different in every slice and every pixel."""
    return (np.arange(rows * columns, dtype=np.int16).reshape(rows, columns) + 10 * k).astype(np.int16)


def ct_slice(k: int, *, spacing: float = 2.5, rows: int = 12, columns: int = 16) -> FileDataset:
    """Slice k of an axial CT: signed 16 bit, intercept −1024, position (−10, −20, 100 + k × spacing) mm."""
    meta = FileMetaDataset()
    meta.TransferSyntaxUID = ExplicitVRLittleEndian
    data = FileDataset("", {}, file_meta=meta, preamble=b"\0" * 128)
    data.SOPClassUID, data.SOPInstanceUID = CT_IMAGE, f"{SERIES}.{k + 1}"
    data.StudyInstanceUID, data.SeriesInstanceUID, data.FrameOfReferenceUID = "1.2.3", SERIES, "1.2.3.9"
    data.Modality, data.ImageType = "CT", ["ORIGINAL", "PRIMARY", "AXIAL"]
    data.Rows, data.Columns = rows, columns
    data.SamplesPerPixel, data.PhotometricInterpretation = 1, "MONOCHROME2"
    data.BitsAllocated, data.BitsStored, data.HighBit, data.PixelRepresentation = 16, 16, 15, 1
    data.PixelSpacing, data.SliceThickness = [0.8, 0.6], spacing
    data.ImagePositionPatient = [-10, -20, 100 + k * spacing]
    data.ImageOrientationPatient = [1, 0, 0, 0, 1, 0]
    data.RescaleSlope, data.RescaleIntercept = 1, -1024
    data.PixelData = slice_values(k, rows, columns).tobytes()
    data["PixelData"].VR = "OW"
    return data


def mr_slice(k: int) -> FileDataset:
    """Slice k of an MR without rescaling, otherwise as `ct_slice`."""
    data = ct_slice(k)
    data.SOPClassUID, data.Modality, data.ImageType = MR_IMAGE, "MR", ["ORIGINAL", "PRIMARY", "M"]
    del data.RescaleSlope, data.RescaleIntercept
    return data


def save(data: FileDataset, path: Path) -> Path:
    """Write a file with its preamble and meta header."""
    data.file_meta.MediaStorageSOPClassUID = data.SOPClassUID
    data.file_meta.MediaStorageSOPInstanceUID = data.SOPInstanceUID
    path.parent.mkdir(parents=True, exist_ok=True)
    dcmwrite(path, data, enforce_file_format=True)
    return path


def write_stack(folder: Path, count: int = 5, change: Change | None = None, make: Any = ct_slice) -> list[Path]:
    """Write `count` slices under names in an order of their own; `change` edits each data set before."""
    paths = []
    for k in range(count):
        data = make(k)
        if change is not None:
            change(data, k)
        paths.append(save(data, folder / f"f{(k * 7) % 11:02}"))
    return paths


def compress(
    data: FileDataset, syntax: str, streams: Sequence[bytes], *, fragments: int = 1, table: bool = True
) -> FileDataset:
    """Put compressed streams, one per frame, in place of the pixels; `table`: with a Basic Offset Table."""
    data.file_meta.TransferSyntaxUID = syntax
    data.PixelData = encapsulate(list(streams), fragments_per_frame=fragments, has_bot=table)
    data["PixelData"].VR = "OB"
    data["PixelData"].is_undefined_length = True
    return data


def enhanced_mr(count: int = 6, order: Sequence[int] | None = None) -> FileDataset:
    """Enhanced multi-frame MR whose frames are stored in `order` of their position, each with its own rescaling."""
    order = list(order or range(count))
    data = ct_slice(0)
    data.SOPClassUID, data.Modality = ENHANCED_MR, "MR"
    for name in ("PixelSpacing", "SliceThickness", "ImagePositionPatient", "ImageOrientationPatient",
                 "RescaleSlope", "RescaleIntercept"):  # fmt: skip
        delattr(data, name)
    data.NumberOfFrames = count
    shared, measures, orientation = Dataset(), Dataset(), Dataset()
    measures.PixelSpacing, measures.SliceThickness = [0.8, 0.6], 2.5
    orientation.ImageOrientationPatient = [1, 0, 0, 0, 1, 0]
    shared.PixelMeasuresSequence, shared.PlaneOrientationSequence = [measures], [orientation]
    data.SharedFunctionalGroupsSequence = [shared]
    frames = []
    for k in order:
        own, position, rescale = Dataset(), Dataset(), Dataset()
        position.ImagePositionPatient = [-10, -20, 100 + 2.5 * k]
        rescale.RescaleSlope, rescale.RescaleIntercept, rescale.RescaleType = 2, k, "US"
        own.PlanePositionSequence, own.PixelValueTransformationSequence = [position], [rescale]
        frames.append(own)
    data.PerFrameFunctionalGroupsSequence = frames
    data.PixelData = b"".join(slice_values(k).tobytes() for k in order)
    data["PixelData"].VR = "OW"
    return data


def write_dicomdir(folder: Path, names: Sequence[Sequence[str]]) -> Path:
    """Write a DICOMDIR of the simplest kind: one record for each file, known by its path parts."""
    data = ct_slice(0)
    directory = FileDataset("", {}, file_meta=data.file_meta, preamble=b"\0" * 128)
    directory.SOPClassUID, directory.SOPInstanceUID = "1.2.840.10008.1.3.10", "1.2.3.77"
    directory.DirectoryRecordSequence = []
    for parts in names:
        record = Dataset()
        record.DirectoryRecordType = "IMAGE"
        with config.disable_value_validation():  # discs hold names that the standard does not allow
            record.ReferencedFileID = list(parts)
        directory.DirectoryRecordSequence.append(record)
    return save(directory, folder / "DICOMDIR")
