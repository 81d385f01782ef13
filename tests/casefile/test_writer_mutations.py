"""The masking writer broken in many ways, each a mistake somebody could make there: the checker notices every one."""

from collections.abc import Callable
from functools import cache, partial

import pytest
from casefile.masking.ways import as_bytes
from pydicom.dataset import FileDataset
from support import broken_writer as by
from support.identified import (
    J2K,
    JPEG,
    LOSSLESS,
    LS,
    compressed_ct,
    identified_ct,
    identified_enhanced_mr,
    identified_mr,
)

from seedcryo_reader.app.paths import deidentification
from seedcryo_reader.casefile.leaks.check import check_image
from seedcryo_reader.casefile.leaks.rules import Rules, read_rules
from seedcryo_reader.casefile.masking import attributes, image, refusals
from seedcryo_reader.casefile.masking.place import Place
from seedcryo_reader.casefile.masking.uids import Uids
from seedcryo_reader.imaging.files import syntaxes
from seedcryo_reader.imaging.files.limits import Limits
from seedcryo_reader.imaging.files.trouble import FileTrouble

SOURCES: dict[str, Callable[[], FileDataset]] = {
    "CT": identified_ct,
    "MR": identified_mr,
    "enhanced MR": identified_enhanced_mr,
    **{name: partial(compressed_ct, syntax) for name, syntax in (("JPEG", JPEG), ("LS", LS), ("J2K", J2K))},
    "lossless JPEG": partial(compressed_ct, LOSSLESS),
    "LS of 12 bits": partial(compressed_ct, LS, stored=12),
    "JPEG lossless of 12 bits": partial(compressed_ct, LOSSLESS, stored=12),
    "J2K of 12 bits": partial(compressed_ct, J2K, stored=12),
}

JPEGS = ("JPEG", "lossless JPEG", "LS")
CT_CLASS = "1.2.840.10008.5.1.4.1.1.2"


@cache
def _source(name: str) -> bytes:
    return as_bytes(SOURCES[name]())


def _masked(source: bytes) -> bytes:
    uids = Uids(b"a secret of a study for tests 32", "C-0001")
    return b"".join(image.mask_image(source, Place("C-0001", "TP2", 3, 5, 1), uids, Limits()).pieces)


MUTATIONS: dict[str, by.Mutation] = {
    "UIDs are the source's": by.Mutation("CT", "uid", by.identity_of_the_source),
    "UIDs under a root": by.Mutation("CT", "uid", by.uids_under_our_own_root),
    "UIDs of another length": by.Mutation("MR", "uid", by.short_uids),
    "the frame of reference is kept": by.Mutation("CT", "uid", by.frame_of_reference_kept),
    "a dimension organization is kept": by.Mutation("enhanced MR", "uid", by.dimension_organization_kept),
    "UIDs in a sequence are kept": by.copied(0x00081140, "SQ", "CT", "uid"),
    "study date": by.type_two_kept(0x00080020, "date"),
    "study time": by.type_two_kept(0x00080030, "date"),
    "birth date": by.type_two_kept(0x00100030, "date"),
    "accession number": by.type_two_kept(0x00080050, "arm-attribute"),
    "maker": by.type_two_kept(0x00080070, "free-text"),
    "physician": by.type_two_kept(0x00080090, "arm-attribute"),
    "sex": by.type_two_kept(0x00100040, "profile-attribute"),
    "reference indicator": by.type_two_kept(0x00201040, "free-text"),
    "patient ID": by.copied(0x00100020, "LO", "CT", "arm-attribute"),
    "patient name": by.copied(0x00100010, "PN", "MR", "profile-attribute"),
    "trial subject": by.copied(0x00120040, "LO", "CT", "arm-attribute"),
    "study ID": by.copied(0x00200010, "SH", "CT", "arm-attribute"),
    "weight": by.copied(0x00101030, "DS", "CT", "profile-attribute"),
    "series description": by.copied(0x0008103E, "LO", "CT", "arm-term"),
    "study description": by.copied(0x00081030, "LO", "MR", "arm-attribute"),
    "protocol": by.copied(0x00181030, "LO", "enhanced MR", "arm-attribute"),
    "comments": by.copied(0x00204000, "LT", "CT", "arm-attribute"),
    "station": by.copied(0x00081010, "SH", "CT", "arm-attribute"),
    "institution": by.copied(0x00080080, "LO", "CT", "arm-attribute"),
    "serial number": by.copied(0x00181000, "LO", "CT", "arm-attribute"),
    "software": by.copied(0x00181020, "LO", "MR", "free-text"),
    "sequence name": by.copied(0x00180024, "SH", "MR", "free-text"),
    "body part": by.copied(0x00180015, "CS", "CT", "arm-attribute"),
    "instance creation date": by.copied(0x00080012, "DA", "CT", "date"),
    "acquisition date and time": by.copied(0x0008002A, "DT", "enhanced MR", "date"),
    "content time": by.copied(0x00080033, "TM", "CT", "date"),
    "contrast agent": by.passing(attributes, "contrast", 0x00180010, "LO", "CT", "arm-attribute"),
    "kernel": by.passing(attributes, "kernel", 0x00181210, "SH", "CT", "free-text"),
    "image type": by.Mutation("CT", "arm-attribute", by.image_type_as_it_is),
    "frame type": by.Mutation("enhanced MR", "unlisted-code", by.image_type_as_it_is),
    "scan options": by.any_word("CT", "arm-attribute"),
    "units": by.Mutation("CT", "free-text", by.unknown_units_kept),
    "lossy method": by.any_word("JPEG", "unlisted-code"),
    "explanation of a window": by.Mutation("CT", "free-text", by.window_explained),
    "explanation of a table": by.Mutation("CT", "free-text", by.table_explained),
    "numbers of series and image": by.Mutation("MR", "number", by.numbers_of_the_source),
    "numbers in no range": by.Mutation("CT", "number", by.numbers_as_they_are),
    "private elements": by.Mutation("CT", "private", by.all_private_kept),
    "overlay": by.copied(0x60003000, "OW", "CT", "overlay"),
    "overlay comments": by.copied(0x60004000, "LT", "CT", "overlay"),
    "curve": by.copied(0x50000022, "LO", "CT", "curve"),
    "request attributes": by.copied(0x00400275, "SQ", "CT", "arm-attribute"),
    "procedure codes": by.copied(0x00081032, "SQ", "MR", "arm-attribute"),
    "frame comments": by.in_group(0x00209111, 0x00209158, "LT", "arm-attribute"),
    "frame label": by.in_group(0x00209111, 0x00209453, "LO", "arm-term"),
    "frame time": by.in_group(0x00209111, 0x00189074, "DT", "date"),
    "frame reference time": by.in_group(0x00209111, 0x00189151, "DT", "date"),
    "stack name": by.in_group(0x00209111, 0x00209056, "SH", "free-text"),
    "coil": by.in_group(0x00189042, 0x00181250, "SH", "free-text"),
    "anatomy": by.in_group(0x00209071, 0x00082218, "SQ", "free-text"),
    "label of a dimension": by.Mutation("enhanced MR", "free-text", by.dimension_label_kept),
    "times not said to be removed": by.left_out(0x00280303),
    "times said to be kept": by.copied(0x00280303, "CS", "CT", "not-marked"),
    "identity not said to be removed": by.left_out(0x00120062),
    "method not named": by.left_out(0x00120064),
    "bits outside the stored ones": by.Mutation("CT", "hidden-bits", by.bits_not_cleared),
    "bytes behind the samples": by.Mutation("CT", "pixel-length", by.bytes_behind_the_samples),
    "bits in a JPEG-LS stream": by.Mutation("LS of 12 bits", "hidden-bits", by.bits_in_a_stream_not_cleared),
    "bits in a JPEG stream": by.Mutation("JPEG lossless of 12 bits", "hidden-bits", by.bits_in_a_stream_not_cleared),
    "bits in a JPEG 2000 stream": by.Mutation("J2K of 12 bits", "hidden-bits", by.bits_in_a_stream_not_cleared),
    "a stream as it is": by.Mutation("J2K", "stream-comment", by.stream_as_it_is),
    "boxes of JPEG 2000": by.Mutation("J2K", "stream-comment", by.boxes_kept),
    **{
        f"comment in {name}": by.in_stream(name, "stream-comment", by.own(0xFE))
        for name in ("JPEG", "lossless JPEG", "LS")
    },
    **{
        f"APP1 in {name}": by.in_stream(name, "stream-comment", by.own(0xE1))
        for name in ("JPEG", "lossless JPEG", "LS")
    },
    **{f"bytes behind the end of {name}": by.behind_the_end(name) for name in (*JPEGS, "J2K")},
    "comment in JPEG 2000": by.in_stream("J2K", "stream-comment", by.own(0x64)),
    "packed headers": by.in_stream("J2K", "stream-comment", by.other(0x60)),
    "lengths of tile parts": by.in_stream("J2K", "stream-comment", by.own(0x57)),
    "pointers to tile parts": by.in_stream("J2K", "stream-comment", by.other(0x55)),
    "lengths of packets": by.Mutation("J2K", "stream-comment", by.lengths_of_packets_in_a_tile),
    "a table that no scan uses": by.in_stream("JPEG", "stream", by.own(0xDB)),
    "a mapping table": by.in_stream("LS", "stream", by.other(0xF8, b"\2\1\1")),
    "preset parameters": by.in_stream("LS", "stream", by.other(0xF8, b"\1")),
    "an arithmetic conditioning": by.in_stream("lossless JPEG", "stream", by.other(0xCC)),
    "offset table": by.Mutation("LS", "stream", by.offsets_of_another_file),
    "preamble": by.Mutation("CT", "preamble", by.preamble_kept),
    "title of the sender": by.Mutation("CT", "file-meta", by.title_of_the_source_kept),
    "version of the sender": by.Mutation("CT", "free-text", by.version_of_the_source_kept),
    "implementation of the sender": by.Mutation("CT", "uid", by.implementation_of_the_source_kept),
    "UID of the meta information": by.Mutation("CT", "uid", by.meta_of_the_source_kept),
    "trailing padding": by.Mutation("CT", "profile-attribute", by.rest_of_the_file_kept),
}


@pytest.fixture(scope="session")
def checker() -> Rules:
    return read_rules(deidentification())


@pytest.mark.parametrize("source", SOURCES)
def test_the_writer_as_it_is_leaks_nothing(source: str, checker: Rules) -> None:
    assert len({one.code for one in check_image(_source(source), checker, "source")}) > 10
    assert check_image(_masked(_source(source)), checker, "masked") == ()


@pytest.mark.parametrize("what", MUTATIONS)
def test_a_mistake_in_the_writer_is_noticed(what: str, checker: Rules, monkeypatch: pytest.MonkeyPatch) -> None:
    source, code, make = MUTATIONS[what]
    clean = _masked(_source(source))
    make(monkeypatch)
    broken = _masked(_source(source))
    assert broken != clean
    assert code in {one.code for one in check_image(broken, checker, "masked")}


def _of_class(sop_class: str, modality: str = "CT") -> FileDataset:
    data = identified_ct()
    data.SOPClassUID, data.Modality = sop_class, modality
    return data


def _saying(**values: object) -> FileDataset:
    data = identified_ct()
    for keyword, value in values.items():
        setattr(data, keyword, value)
    return data


def _all_classes(patch: pytest.MonkeyPatch) -> None:
    known = dict.fromkeys(OTHERS, "CT")
    patch.setattr(syntaxes, "IMAGE_CLASSES", syntaxes.IMAGE_CLASSES | known.keys())
    patch.setattr(refusals, "MODALITY", refusals.MODALITY | known)
    patch.setattr(refusals, "check_content", lambda *_: None)


def _unchecked(tag: int) -> by.Break:
    keep = by.copied(tag, "CS", "CT", "")

    def make(patch: pytest.MonkeyPatch) -> None:
        patch.setattr(refusals, "check_content", lambda *_: None)
        keep.make(patch)

    return make


OTHERS = {
    "1.2.840.10008.5.1.4.1.1.7": "OT",
    "1.2.840.10008.5.1.4.1.1.481.3": "RTSTRUCT",
    "1.2.840.10008.5.1.4.1.1.481.1": "RTIMAGE",
    "1.2.840.10008.5.1.4.1.1.128": "PT",
}

REFUSALS: dict[str, tuple[Callable[[], FileDataset], str, by.Break]] = {
    **{
        f"class {name}": (partial(_of_class, sop_class, name), "object-refused", _all_classes)
        for sop_class, name in OTHERS.items()
    },
    "modality": (partial(_of_class, CT_CLASS, "OT"), "object-refused", _unchecked(0x00080060)),
    "burned in": (partial(_saying, BurnedInAnnotation="YES"), "unlisted-code", _unchecked(0x00280301)),
    "fluoroscopy": (partial(_saying, ScanOptions="FLUORO"), "procedure-image", _unchecked(0x00180022)),
    "biopsy": (
        partial(_saying, ImageType=["ORIGINAL", "PRIMARY", "BIOPSY"]), "procedure-image", _unchecked(0x00080008),
    ),
    "dose page": (
        partial(_saying, ImageType=["DERIVED", "SECONDARY", "SCREEN SAVE"]), "procedure-image", _unchecked(0x00080008),
    ),
    "captured": (partial(_saying, ConversionType="SD"), "unlisted-code", _unchecked(0x00080064)),
}  # fmt: skip


@pytest.mark.parametrize("what", REFUSALS)
def test_an_image_that_should_have_been_refused_is_noticed(
    what: str, checker: Rules, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_source, code, make = REFUSALS[what]
    source = as_bytes(make_source())
    with pytest.raises(FileTrouble):
        _masked(source)
    make(monkeypatch)
    assert code in {one.code for one in check_image(_masked(source), checker, "masked")}
