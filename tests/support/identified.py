"""Images as a hospital stores them: names, dates and words wherever an image may carry them."""

import struct

import imagecodecs
import numpy as np
from pydicom.dataset import Dataset, FileDataset

from support.ct_files import compress, ct_slice, enhanced_mr, mr_slice

NAME, DATE, TIME = "DOE^JANE", "20240131", "101530"
JPEG, LOSSLESS, LS, J2K = (f"1.2.840.10008.1.2.4.{n}" for n in (50, 70, 80, 90))
COMMENT = b"DOE JANE 20240131"


def _item(**values: object) -> Dataset:
    data = Dataset()
    for keyword, value in values.items():
        setattr(data, keyword, value)
    return data


def _code(value: str, meaning: str) -> Dataset:
    return _item(CodeValue=value, CodingSchemeDesignator="99SITE", CodeMeaning=meaning)


def identify(data: FileDataset) -> FileDataset:
    """Give an image everything that must not travel."""
    values = {
        "InstanceCreationDate": DATE, "StudyDate": DATE, "SeriesDate": DATE, "AcquisitionDate": DATE,
        "AcquisitionDateTime": DATE + TIME, "ContentTime": TIME, "StudyTime": TIME, "AccessionNumber": "597B9256",
        "Manufacturer": "ACME", "InstitutionName": "ST ELSEWHERE", "ReferringPhysicianName": "WHO^A",
        "StationName": "CT-FLUORO1", "StudyDescription": "POST CRYO", "SeriesDescription": "Iodine-125 seeds",
        "OperatorsName": "WHO^B", "PatientName": NAME, "PatientID": "4711", "PatientBirthDate": "19310227",
        "PatientSex": "F", "PatientWeight": 70, "PatientComments": "wants a copy", "BodyPartExamined": "LIVER",
        "ContrastBolusAgent": "IOHEXOL 300", "KVP": 20240131,
        "SequenceName": "*fl2d1", "DeviceSerialNumber": "SN 90210",
        "SoftwareVersions": "syngo 5", "ProtocolName": "SeedImplantCheck", "ConvolutionKernel": "B30f",
        "PatientPosition": "HFS", "StudyID": "77", "SeriesNumber": 20240131, "AcquisitionNumber": 20240131,
        "InstanceNumber": 20240131, "PositionReferenceIndicator": "XY", "ImageComments": "Jane, 2nd try",
        "WindowCenter": 40, "WindowWidth": 400, "WindowCenterWidthExplanation": "DOE", "RescaleType": "HU JD",
        "ScanOptions": "JANE", "TriggerTime": 20240131, "DataSetTrailingPadding": b"JANE DOE",
        "BurnedInAnnotation": "NO",
        "LongitudinalTemporalInformationModified": "UNMODIFIED", "ClinicalTrialSubjectID": "SITE-4711",
    }  # fmt: skip
    for keyword, value in values.items():
        setattr(data, keyword, value)
    data.ImageType = [*data.ImageType, "DOE"]
    data.RequestAttributesSequence = [_item(ScheduledProcedureStepDescription="Cryoablation of the liver")]
    data.ReferencedImageSequence = [
        _item(ReferencedSOPClassUID=data.SOPClassUID, ReferencedSOPInstanceUID="1.2.826.0.1.4711")
    ]
    data.ProcedureCodeSequence = [_code("C1", "Cryoablation")]
    data.private_block(0x0029, "ACME CSA", create=True).add_new(0x10, "LO", NAME)
    data.add_new(0x60003000, "OW", b"\1\0")
    data.add_new(0x60004000, "LT", NAME)
    data.add_new(0x50000022, "LO", NAME)
    data.preamble = COMMENT.ljust(128, b"\0")
    data.file_meta.SourceApplicationEntityTitle = "CT01"
    return data


def identified_ct() -> FileDataset:
    """Axial CT of 12 stored bits, with an overlay in the others, bytes behind its pixels, and a modality table."""
    data = identify(ct_slice(0))
    data.BitsStored, data.HighBit, data.PixelRepresentation = 12, 11, 0
    data.PixelData = np.arange(0x7000, 0x7000 + 12 * 16, dtype="<u2").tobytes() + COMMENT + b"\0"
    table = _item(LUTDescriptor=[4, 0, 16], LUTExplanation="DOE JANE", ModalityLUTType="HU")
    table.add_new(0x00283006, "US", [1, 2, 3, 4])
    data.ModalityLUTSequence = [table]
    return data


def identified_mr() -> FileDataset:
    """Classic MR slice."""
    data = identify(mr_slice(0))
    data.ScanningSequence, data.SequenceVariant, data.MRAcquisitionType = "SE", "SK", "2D"
    data.EchoTime, data.RepetitionTime, data.EchoTrainLength = 90, 3000, 8
    return data


def identified_enhanced_mr(count: int = 3) -> FileDataset:
    """Enhanced MR with comments, times, names of coils and stacks in its functional groups."""
    data = identify(enhanced_mr(count))
    organization = _item(DimensionOrganizationUID="1.2.826.0.1.77")
    data.DimensionOrganizationSequence = [organization]
    data.DimensionIndexSequence = [
        _item(
            DimensionOrganizationUID="1.2.826.0.1.77",
            DimensionIndexPointer=0x00209056,
            FunctionalGroupPointer=0x00209111,
            DimensionDescriptionLabel="Jane's stack",
        )
    ]
    for n, own in enumerate(data.PerFrameFunctionalGroupsSequence):
        own.FrameContentSequence = [
            _item(
                FrameComments="Jane moved",
                FrameAcquisitionDateTime=DATE + TIME,
                FrameReferenceDateTime=DATE + TIME,
                FrameLabel="post cryo",
                StackID="JANE",
                InStackPositionNumber=n + 1,
                FrameAcquisitionNumber=4711,
                DimensionIndexValues=[1],
            )
        ]
        own.MRImageFrameTypeSequence = [_item(FrameType=["ORIGINAL", "PRIMARY", "T1", "DOE"])]
        own.MRReceiveCoilSequence = [_item(ReceiveCoilName="JANES COIL", ReceiveCoilType="BODY")]
        own.FrameAnatomySequence = [
            _item(FrameLaterality="R", AnatomicRegionSequence=[_code("T-62000", "Liver after cryo")])
        ]
        own.private_block(0x2005, "ACME MR", create=True).add_new(0x10, "LO", NAME)
    return data


def segment(marker: int, body: bytes = COMMENT) -> bytes:
    """A marker segment of JPEG, JPEG-LS or JPEG 2000."""
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def picture(bits: int, rows: int = 32, columns: int = 48) -> np.ndarray:
    """Stored values of up to `bits` bits with noise."""
    noise = np.random.default_rng(bits).integers(0, 2 ** (bits - 3), (rows, columns))
    ramp = np.add.outer(np.arange(rows), 3 * np.arange(columns))
    return (ramp + noise).clip(0, 2**bits - 1).astype(np.uint8 if bits == 8 else np.uint16)


ENCODE = {
    JPEG: (8, lambda a: imagecodecs.jpeg8_encode(a, level=90)),
    LOSSLESS: (16, lambda a: imagecodecs.jpeg8_encode(a, lossless=True, predictor=1, bitspersample=16)),
    LS: (16, imagecodecs.jpegls_encode),
    J2K: (16, lambda a: imagecodecs.jpeg2k_encode(a, codecformat="j2k", level=0, reversible=True)),
}


def commented(syntax: str, stream: bytes, *bodies: bytes) -> bytes:
    """A stream with comments, application segments, tables that nothing uses, and bytes behind its end.

    `bodies` are four texts: in a comment, in an application segment or pointer table, in a table, behind the end.
    """
    comment, application, table, behind = bodies
    if syntax == J2K:
        at = stream.index(b"\xff\x90")
        more = segment(0x64, b"\0\1" + comment) + segment(0x64, b"\0\0" + table) + segment(0x57, b"\0" + application)
        return stream[:at] + more + stream[at:] + behind
    more = segment(0xFE, comment) + segment(0xE1, application)
    if syntax == JPEG:
        more += segment(0xDB, b"\3" + table.ljust(64, b"\1")[:64])
    return stream[:2] + more + stream[2:] + behind


def compressed_ct(syntax: str, *, stored: int = 0) -> FileDataset:
    """CT with a commented stream; `stored` bits of the samples count, where others are to be hidden."""
    bits, encode = ENCODE[syntax]
    data = ct_slice(0, rows=32, columns=48)
    data.BitsAllocated = 8 if bits == 8 else 16
    data.BitsStored = stored or bits
    data.HighBit, data.PixelRepresentation = data.BitsStored - 1, 0
    data.LossyImageCompression = "01" if syntax == JPEG else "00"
    if syntax == JPEG:
        data.LossyImageCompressionMethod, data.LossyImageCompressionRatio = "ACME JANE", 9.5
    identify(data)
    return compress(data, syntax, [commented(syntax, encode(picture(bits)), *[COMMENT] * 4)])
