"""Tokens planted everywhere in a source are nowhere in the part that is sealed of it, searched byte by byte."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from casefile.masking.ways import as_bytes, parsed
from casefile.part.ways import Station, members_of
from pydicom.dataset import Dataset, FileDataset
from pydicom.uid import ExplicitVRBigEndian, ExplicitVRLittleEndian, ImplicitVRLittleEndian
from support.ct_files import ENHANCED_CT, compress, ct_slice, enhanced_mr, mr_slice
from support.identified import ENCODE, J2K, JPEG, LOSSLESS, LS, commented, picture
from support.planted import Planter, no_validation, plant_everywhere

from seedcryo_reader.casefile.leaks.check import check_image, check_text
from seedcryo_reader.casefile.part import bag
from seedcryo_reader.casefile.part.opening import open_part
from seedcryo_reader.casefile.part.plain import plain_archive
from seedcryo_reader.casefile.part.sealing import Timepoint
from seedcryo_reader.domain.case import Target

Make = Callable[[Planter], FileDataset]


def _native(make: Callable[[int], FileDataset], syntax: str, planter: Planter) -> FileDataset:
    """A slice whose words of twelve stored bits hide a token in the other four, and bytes behind the last one."""
    data = make(0)
    token = planter.bytes_() * 6
    nibbles = np.frombuffer(token, np.uint8).repeat(2)
    nibbles[::2] >>= 4
    data.BitsStored, data.HighBit, data.PixelRepresentation = 12, 11, 0
    hidden = np.arange(192, dtype="<u2")
    hidden[: nibbles.size] |= (nibbles[:192] & 15).astype("<u2") << 12
    big = syntax == ExplicitVRBigEndian
    data.PixelData = hidden.astype(">u2" if big else "<u2").tobytes() + planter.bytes_()
    data.file_meta.TransferSyntaxUID = syntax
    other = FileDataset("", data, file_meta=data.file_meta, preamble=b"\0" * 128)
    other["PixelData"].VR = "OW"
    return other


def _enhanced(sop_class: str | None, planter: Planter) -> FileDataset:
    """Four frames whose groups have comments, names, times, private blocks and sequences nobody knows."""
    data = enhanced_mr(4)
    if sop_class is not None:
        data.SOPClassUID, data.Modality = sop_class, "CT"
    for n, own in enumerate((*data.PerFrameFunctionalGroupsSequence, data.SharedFunctionalGroupsSequence[0])):
        content = Dataset()
        content.FrameComments, content.FrameLabel = planter.chinese(), planter.text()
        content.FrameAcquisitionDateTime, content.StackID = planter.value("DT"), planter.text()
        content.FrameAcquisitionNumber, content.InStackPositionNumber = 30_000 + n, planter.value("UL")
        content.DimensionIndexValues = [planter.value("UL"), planter.value("UL")]
        content.private_block(0x0021, planter.text(), create=True).add_new(1, "UN", planter.bytes_())
        if own is not data.SharedFunctionalGroupsSequence[0]:
            own.FrameContentSequence = [content, planter.item()]
        kind = Dataset()
        kind.FrameType = ["ORIGINAL", "PRIMARY", planter.text(), planter.text()]
        own.MRImageFrameTypeSequence, own.CTImageFrameTypeSequence = [kind], [kind]
        own.ReferencedImageSequence, own.FrameAnatomySequence = [planter.item()], [planter.item()]
        own.PlanePositionVolumeSequence = [planter.item()]
        for sequence in ("PixelMeasuresSequence", "PlanePositionSequence", "PixelValueTransformationSequence"):
            for one in own.get(sequence, ()):
                one.update(planter.item(2))
        own.private_block(0x2005, planter.text(), create=True).add_new(0x0E, "SQ", [planter.item()])
    return data


def _compressed(syntax: str, planter: Planter) -> FileDataset:
    """A slice whose stream has tokens in comments, application segments and tables, and behind its end."""
    bits, encode = ENCODE[syntax]
    data = ct_slice(0, rows=32, columns=48)
    data.BitsAllocated, data.BitsStored, data.HighBit = (8, 8, 7) if bits == 8 else (16, 16, 15)
    data.PixelRepresentation, data.LossyImageCompression = 0, "01" if syntax == JPEG else "00"
    stream = commented(syntax, encode(picture(bits)), *(planter.bytes_() for _ in range(4)))
    return compress(data, syntax, [stream + b"\0" * (len(stream) % 2)])


SOURCES: dict[str, tuple[Make, str]] = {
    "CT": (partial(_native, ct_slice, ExplicitVRLittleEndian), "GB18030"),
    "implicit CT": (partial(_native, ct_slice, ImplicitVRLittleEndian), "ISO_IR 192"),
    "big-endian MR": (partial(_native, mr_slice, ExplicitVRBigEndian), "GB18030"),
    "MR": (partial(_native, mr_slice, ExplicitVRLittleEndian), "ISO_IR 192"),
    "enhanced MR": (partial(_enhanced, None), "GB18030"),
    "enhanced CT": (partial(_enhanced, ENHANCED_CT), "ISO_IR 192"),
    **{f"CT in {syntax}": (partial(_compressed, syntax), "GB18030") for syntax in (JPEG, LOSSLESS, LS, J2K)},
}


def _planted(make: Make, charset: str, planter: Planter) -> bytes:
    with no_validation():
        data = make(planter)
        plant_everywhere(data, planter, charset)
        planter.scatter(data)
        for keyword in ("StudyInstanceUID", "SeriesInstanceUID", "SOPInstanceUID", "FrameOfReferenceUID"):
            setattr(data, keyword, planter.value("UI"))
        data.private_block(0x7FE1, planter.text(), create=True).add_new(1, "OB", planter.bytes_())
        return as_bytes(data)


@pytest.fixture
def sealing(station: Station, tmp_path: Path) -> Callable[[int], tuple[Path, Planter, list[bytes]]]:
    """Plant a source by a seed and seal it: the part, what was planted, and the source's files."""

    def seal(seed: int) -> tuple[Path, Planter, list[bytes]]:
        planter = Planter(seed)
        files = [_planted(make, charset, planter) for make, charset in SOURCES.values()]
        folder = tmp_path / planter.text() / planter.chinese()
        for number, data in enumerate(files):
            below = folder / planter.text() / planter.digits(12)
            below.mkdir(parents=True)
            (below / f"{planter.text()}.{planter.digits(8)}{number}.dcm").write_bytes(data)
        (folder / f"{planter.text()}.txt").write_text(planter.person(), encoding="utf-8")
        first = parsed(files[0]).SeriesInstanceUID
        timepoint = Timepoint("TP0", folder, {}, {"T01": first}, (Target("T01", "liver", "segment VI", node=False),))
        (tmp_path / "scratch").mkdir()
        return station.seal(tmp_path / "out", timepoint, tmp_path / "scratch").file, planter, files

    return seal


@pytest.mark.parametrize("seed", [20_240, 7, 99_173])
def test_no_token_is_anywhere_in_a_part(sealing, station: Station, seed: int) -> None:
    part, planter, files = sealing(seed)
    assert planter.begun_in(b"".join(files)) > 10_000
    with plain_archive(part, [station.reader]) as view:
        archive = bytes(view)
    members = members_of(archive)
    padding = members[bag.PADDING]
    assert archive.count(padding) == 1
    assert planter.found_in(archive.replace(padding, b"")) == []
    # Numbers of four bytes turn up in a stream of random bytes by chance, eight do not.
    assert [one for one in planter.found_in(padding) if len(one) >= 8] == []
    images = [data for name, data in members.items() if name.endswith(".dcm")]
    assert len(images) == len(SOURCES)
    assert planter.found_in(b"".join(bits for image in images for bits in _plain_bits(image))) == []
    for image in images:
        assert check_image(image, station.rules, "masked") == ()
    assert check_text(members[bag.CASE].decode(), station.rules, "case.json") == ()
    with open_part(part, station.trust, [station.reader], {}) as opened:
        assert sum(one.images for one in opened.contents.series) == len(SOURCES)


def _plain_bits(image: bytes) -> Iterator[bytes]:
    """What words of samples hide above their twelve stored bits, put together again."""
    data = parsed(image)
    if data.BitsStored == 12 and data.file_meta.TransferSyntaxUID == ExplicitVRLittleEndian:
        high = (np.frombuffer(data.PixelData, "<u2", count=data.Rows * data.Columns) >> 12).astype(np.uint8)
        yield (high[::2] << 4 | high[1::2]).tobytes()


def test_tokens_between_the_bits_would_be_found() -> None:
    planter = Planter(1)
    image = as_bytes(_native(ct_slice, ExplicitVRLittleEndian, planter))
    assert planter.found_in(b"".join(_plain_bits(image))) != []


@pytest.mark.parametrize("what", SOURCES)
def test_every_planted_source_has_findings(station: Station, what: str) -> None:
    found = check_image(_planted(*SOURCES[what], Planter(3)), station.rules, "source")
    assert {"profile-attribute", "arm-attribute", "date", "uid", "private", "preamble"} <= {one.code for one in found}
