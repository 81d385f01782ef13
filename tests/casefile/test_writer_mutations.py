"""The masking writer broken in many ways, each a mistake somebody could make there: the checker notices every one."""

import struct
from collections.abc import Callable
from functools import cache, partial
from typing import Any, NamedTuple

import pytest
from casefile.masking.ways import as_bytes
from pydicom.dataset import FileDataset
from support.identified import (
    COMMENT,
    J2K,
    JPEG,
    LOSSLESS,
    LS,
    compressed_ct,
    identified_ct,
    identified_enhanced_mr,
    identified_mr,
    segment,
)

from seedcryo_reader.app.paths import deidentification
from seedcryo_reader.casefile.leaks.check import check_image
from seedcryo_reader.casefile.leaks.rules import Rules, read_rules
from seedcryo_reader.casefile.masking import attributes, encode, groups, image, pixels, refusals
from seedcryo_reader.casefile.masking.place import Place
from seedcryo_reader.casefile.masking.rules import Number, Words
from seedcryo_reader.casefile.masking.uids import Uids
from seedcryo_reader.imaging.files import syntaxes
from seedcryo_reader.imaging.files.elements import Elements
from seedcryo_reader.imaging.files.limits import Limits
from seedcryo_reader.imaging.files.trouble import FileTrouble
from seedcryo_reader.imaging.pixels import codestream

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

CT_CLASS = "1.2.840.10008.5.1.4.1.1.2"
Break = Callable[[pytest.MonkeyPatch], None]


class Mutation(NamedTuple):
    """A mistake in the writer, an image on which it matters, and the finding that must come of it."""

    source: str
    code: str
    make: Break


@cache
def _source(name: str) -> bytes:
    return as_bytes(SOURCES[name]())


def _masked(source: bytes) -> bytes:
    uids = Uids(b"a secret of a study for tests 32", "C-0001")
    return b"".join(image.mask_image(source, Place("C-0001", "TP2", 3, 5, 1), uids, Limits()).pieces)


class _Copied:
    """A rule that passes the source's bytes on."""

    def __init__(self, vr: str) -> None:
        self._vr = vr

    def element(self, data: Elements, tag: int) -> bytes | None:
        raw = data.raw(tag)
        return encode.element(tag, self._vr, raw) if raw else None


def _read_too(patch: pytest.MonkeyPatch, *tags: int) -> None:
    patch.setattr(image, "_TAGS", sorted({*image._TAGS, *tags}))


def _wrap(patch: pytest.MonkeyPatch, where: Any, name: str, change: Callable[..., Any]) -> None:
    """Replace a function by one that gets the original's result and then its arguments."""
    original = getattr(where, name)
    patch.setattr(where, name, lambda *args, **named: change(original(*args, **named), *args, **named))


def copied(tag: int, vr: str, source: str, code: str) -> Mutation:
    """The attribute is kept."""

    def make(patch: pytest.MonkeyPatch) -> None:
        _read_too(patch, tag)

        def also(made: dict[int, bytes], header: Elements, *_: Any) -> dict[int, bytes]:
            kept = _Copied(vr).element(header, tag)
            return made if kept is None else {**made, tag: kept}

        _wrap(patch, image, "_fields", also)

    return Mutation(source, code, make)


def in_group(macro: int, tag: int, vr: str, code: str) -> Mutation:
    """The attribute is on the list of a functional group."""

    def make(patch: pytest.MonkeyPatch) -> None:
        rules = {**groups._MACROS.get(macro, {}), tag: _Copied(vr)}
        patch.setitem(groups._MACROS, macro, rules)
        if tag == 0x00209056:  # written after the rules, by the numbering
            fields = groups._Numbering.fields
            patch.setattr(
                groups._Numbering,
                "fields",
                lambda self, data: {**fields(self, data), tag: _Copied(vr).element(data, tag)},
            )

    return Mutation("enhanced MR", code, make)


def left_out(tag: int, code: str = "not-marked") -> Mutation:
    """An element of ours is forgotten."""

    def make(patch: pytest.MonkeyPatch) -> None:
        kept = {one: made for one, made in image._DEIDENTIFICATION.items() if one != tag}
        patch.setattr(image, "_DEIDENTIFICATION", kept)

    return Mutation("CT", code, make)


def any_word(source: str, code: str) -> Mutation:
    """Words out of no list pass."""

    def make(patch: pytest.MonkeyPatch) -> None:
        patch.setattr(Words, "element", lambda self, data, tag: _Copied(self.vr).element(data, tag))

    return Mutation(source, code, make)


def passing(where: Any, name: str, tag: int, vr: str, source: str, code: str) -> Mutation:
    """A function that should choose a word passes the source's text on."""

    def make(patch: pytest.MonkeyPatch) -> None:
        def whole(_made: Any, data: Elements, *_: Any) -> dict[int, bytes]:
            return {tag: encode.element(tag, vr, data.raw(tag))}

        _wrap(patch, where, name, whole)

    return Mutation(source, code, make)


def in_stream(source: str, code: str, kept: Callable[[bytes], bytes]) -> Mutation:
    """A segment of the source's stream, or one made up, stands behind the start of the clean one."""

    def make(patch: pytest.MonkeyPatch) -> None:
        def with_it(clean: bytes | None, stream: bytes, *_: Any) -> bytes:
            assert clean is not None
            at = clean.index(b"\xff\x90") if clean.startswith(b"\xff\x4f") else 2
            return clean[:at] + kept(stream) + clean[at:]

        _wrap(patch, pixels, "_rebuilt", with_it)

    return Mutation(source, code, make)


def _own(marker: int) -> Callable[[bytes], bytes]:
    """The source's own segment of this marker."""

    def found(stream: bytes) -> bytes:
        at = stream.index(bytes([0xFF, marker]))
        return stream[at : at + 2 + int.from_bytes(stream[at + 2 : at + 4], "big")]

    return found


def _other(marker: int, start: bytes = b"") -> Callable[[bytes], bytes]:
    """A text in a segment of this marker."""
    return lambda _: segment(marker, start + COMMENT)


def behind_the_end(source: str) -> Mutation:
    """What lies behind the end of a stream is kept."""

    def make(patch: pytest.MonkeyPatch) -> None:
        _wrap(patch, pixels, "_rebuilt", lambda clean, stream, *_: clean + stream[stream.rindex(b"\xff\xd9") + 2 :])

    return Mutation(source, "stream-comment", make)


def identity_of_the_source(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Uids, "masked", lambda self, uid: uid)


def uids_under_our_own_root(patch: pytest.MonkeyPatch) -> None:
    _wrap(patch, Uids, "masked", lambda made, *_: "1.3.6.1.4.1.99999." + made[5:30])


def short_uids(patch: pytest.MonkeyPatch) -> None:
    _wrap(patch, Uids, "masked", lambda made, *_: made[:30])


def frame_of_reference_kept(patch: pytest.MonkeyPatch) -> None:
    _wrap(
        patch, image, "_identity", lambda made, found, *_: {**made, image._FRAME_OF_REFERENCE: found.frame_of_reference}
    )


def dimension_organization_kept(patch: pytest.MonkeyPatch) -> None:
    class Same:
        def masked(self, uid: str) -> str:
            return uid

    original = groups._dimensions
    patch.setattr(groups, "_dimensions", lambda data, kept, _uids: original(data, kept, Same()))


def type_two_kept(tag: int, code: str) -> Mutation:
    """A type 2 attribute is not emptied but passed on."""
    return copied(tag, attributes.EMPTY[tag], "CT", code)


def dimension_label_kept(patch: pytest.MonkeyPatch) -> None:
    def with_label(made: dict[int, bytes], data: Elements, *_: Any) -> dict[int, bytes]:
        [one] = data.items(groups._INDICES)
        item = {0x00209421: encode.element(0x00209421, "LO", one.raw(0x00209421))}
        return {**made, groups._INDICES: encode.sequence(groups._INDICES, [item])}

    _wrap(patch, groups, "_dimensions", with_label)


def window_explained(patch: pytest.MonkeyPatch) -> None:
    _read_too(patch, 0x00281055)
    _wrap(
        patch,
        attributes,
        "window",
        lambda made, data: {**made, 0x00281055: encode.element(0x00281055, "LO", data.raw(0x00281055))},
    )


def table_explained(patch: pytest.MonkeyPatch) -> None:
    def with_text(_made: Any, data: Elements) -> dict[int, bytes]:
        item = data.first_item(0x00283000)
        fields = {
            tag: encode.element(tag, vr, item.raw(tag))
            for tag, vr in ((0x00283002, "US"), (0x00283003, "LO"), (0x00283004, "LO"), (0x00283006, "US"))
        }
        return {0x00283000: encode.sequence(0x00283000, [fields])}

    original = image._pixel_description
    patch.setattr(
        image, "_pixel_description", lambda header, found: {**original(header, found), **with_text(None, header)}
    )


def unknown_units_kept(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(attributes, "_unit", lambda kind: kind)


def image_type_as_it_is(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(attributes, "image_type", lambda data, tag: encode.element(tag, "CS", data.raw(tag)))


def numbers_of_the_source(patch: pytest.MonkeyPatch) -> None:
    _read_too(patch, 0x00200011, 0x00200013)

    def numbered(made: dict[int, bytes], header: Elements, *_: Any) -> dict[int, bytes]:
        return made | {tag: encode.element(tag, "IS", header.raw(tag)) for tag in (0x00200011, 0x00200012, 0x00200013)}

    _wrap(patch, image, "_fields", numbered)


def numbers_as_they_are(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Number, "element", lambda self, data, tag: _Copied(self.vr).element(data, tag))


def bits_not_cleared(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(pixels, "clear_unused_bits", lambda samples, _: samples)


def bytes_behind_the_samples(patch: pytest.MonkeyPatch) -> None:
    def longer(found: pixels.Pixels, samples: Any, layout: Any) -> pixels.Pixels:
        head = encode.native_pixels("OW", samples.nbytes + 16)
        return pixels.Pixels(found.syntax, (head, found.pieces[1], b"DOE JANE 2024013"))

    _wrap(patch, pixels, "_uncompressed", longer)


def bits_in_a_stream_not_cleared(patch: pytest.MonkeyPatch) -> None:
    _wrap(patch, codestream, "check_stream", lambda found, *_: found._replace(precision=1))


def stream_as_it_is(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(pixels, "_rebuilt", lambda stream, *_: stream)


def lengths_of_packets_in_a_tile(patch: pytest.MonkeyPatch) -> None:
    def with_lengths(clean: bytes, *_: Any) -> bytes:
        at, more = clean.index(b"\xff\x90"), segment(0x58, b"\0DOE JANE 2024013")
        size = struct.unpack(">I", clean[at + 6 : at + 10])[0] + len(more)
        return clean[: at + 6] + struct.pack(">I", size) + clean[at + 10 : at + 12] + more + clean[at + 12 :]

    _wrap(patch, pixels, "_rebuilt", with_lengths)


def boxes_kept(patch: pytest.MonkeyPatch) -> None:
    _wrap(patch, pixels, "_rebuilt", lambda clean, *_: b"\0\0\0\x0cjP  \r\n\x87\n" + clean)


def offsets_of_another_file(patch: pytest.MonkeyPatch) -> None:
    _wrap(patch, encode, "encapsulated_pixels", lambda made, *_: made[:20] + b"JANE" + made[24:])


def _head(patch: pytest.MonkeyPatch, change: Callable[[bytes], bytes]) -> None:
    _wrap(patch, encode, "preamble_and_meta", lambda made, *_: change(made))


def preamble_kept(patch: pytest.MonkeyPatch) -> None:
    _head(patch, lambda made: b"DOE JANE 2024013".ljust(128, b"\0") + made[128:])


def title_of_the_source_kept(patch: pytest.MonkeyPatch) -> None:
    def longer(made: bytes) -> bytes:
        group = made[144:] + encode.text(0x00020016, "AE", "CT01")
        return made[:132] + encode.number(0x00020000, "UL", len(group)) + group

    _head(patch, longer)


def version_of_the_source_kept(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(encode, "_IMPLEMENTATION_NAME", "JANES_PACS")


def implementation_of_the_source_kept(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(encode, "_IMPLEMENTATION_UID", "1.2.826.0.1.4711")


def meta_of_the_source_kept(patch: pytest.MonkeyPatch) -> None:
    original = encode.preamble_and_meta
    patch.setattr(encode, "preamble_and_meta", lambda sop, _uid, syntax: original(sop, "1.2.3.4.5.1", syntax))


def rest_of_the_file_kept(patch: pytest.MonkeyPatch) -> None:
    def longer(found: pixels.Pixels, body: memoryview, *_: Any) -> pixels.Pixels:
        rest = bytes(body[bytes(body).rindex(b"\xfc\xff\xfc\xff") :])
        return pixels.Pixels(found.syntax, (*found.pieces, rest))

    original = image.masked_pixels
    patch.setattr(image, "masked_pixels", lambda body, *more: longer(original(body, *more), body))


def all_private_kept(patch: pytest.MonkeyPatch) -> None:
    _read_too(patch, 0x00290010, 0x00291010)

    def also(made: dict[int, bytes], header: Elements, *_: Any) -> dict[int, bytes]:
        return made | {tag: encode.element(tag, "LO", header.raw(tag)) for tag in (0x00290010, 0x00291010)}

    _wrap(patch, image, "_fields", also)


MUTATIONS: dict[str, Mutation] = {
    "UIDs are the source's": Mutation("CT", "uid", identity_of_the_source),
    "UIDs under a root": Mutation("CT", "uid", uids_under_our_own_root),
    "UIDs of another length": Mutation("MR", "uid", short_uids),
    "the frame of reference is kept": Mutation("CT", "uid", frame_of_reference_kept),
    "a dimension organization is kept": Mutation("enhanced MR", "uid", dimension_organization_kept),
    "UIDs in a sequence are kept": copied(0x00081140, "SQ", "CT", "uid"),
    "study date": type_two_kept(0x00080020, "date"),
    "study time": type_two_kept(0x00080030, "date"),
    "birth date": type_two_kept(0x00100030, "date"),
    "accession number": type_two_kept(0x00080050, "arm-attribute"),
    "maker": type_two_kept(0x00080070, "free-text"),
    "physician": type_two_kept(0x00080090, "arm-attribute"),
    "sex": type_two_kept(0x00100040, "profile-attribute"),
    "reference indicator": type_two_kept(0x00201040, "free-text"),
    "patient ID": copied(0x00100020, "LO", "CT", "arm-attribute"),
    "patient name": copied(0x00100010, "PN", "MR", "profile-attribute"),
    "trial subject": copied(0x00120040, "LO", "CT", "arm-attribute"),
    "study ID": copied(0x00200010, "SH", "CT", "arm-attribute"),
    "weight": copied(0x00101030, "DS", "CT", "profile-attribute"),
    "series description": copied(0x0008103E, "LO", "CT", "arm-term"),
    "study description": copied(0x00081030, "LO", "MR", "arm-attribute"),
    "protocol": copied(0x00181030, "LO", "enhanced MR", "arm-attribute"),
    "comments": copied(0x00204000, "LT", "CT", "arm-attribute"),
    "station": copied(0x00081010, "SH", "CT", "arm-attribute"),
    "institution": copied(0x00080080, "LO", "CT", "arm-attribute"),
    "serial number": copied(0x00181000, "LO", "CT", "arm-attribute"),
    "software": copied(0x00181020, "LO", "MR", "free-text"),
    "sequence name": copied(0x00180024, "SH", "MR", "free-text"),
    "body part": copied(0x00180015, "CS", "CT", "arm-attribute"),
    "instance creation date": copied(0x00080012, "DA", "CT", "date"),
    "acquisition date and time": copied(0x0008002A, "DT", "enhanced MR", "date"),
    "content time": copied(0x00080033, "TM", "CT", "date"),
    "contrast agent": passing(attributes, "contrast", 0x00180010, "LO", "CT", "arm-attribute"),
    "kernel": passing(attributes, "kernel", 0x00181210, "SH", "CT", "free-text"),
    "image type": Mutation("CT", "arm-attribute", image_type_as_it_is),
    "frame type": Mutation("enhanced MR", "unlisted-code", image_type_as_it_is),
    "scan options": any_word("CT", "arm-attribute"),
    "units": Mutation("CT", "free-text", unknown_units_kept),
    "lossy method": any_word("JPEG", "unlisted-code"),
    "explanation of a window": Mutation("CT", "free-text", window_explained),
    "explanation of a table": Mutation("CT", "free-text", table_explained),
    "numbers of series and image": Mutation("MR", "number", numbers_of_the_source),
    "numbers in no range": Mutation("CT", "number", numbers_as_they_are),
    "private elements": Mutation("CT", "private", all_private_kept),
    "overlay": copied(0x60003000, "OW", "CT", "overlay"),
    "overlay comments": copied(0x60004000, "LT", "CT", "overlay"),
    "curve": copied(0x50000022, "LO", "CT", "curve"),
    "request attributes": copied(0x00400275, "SQ", "CT", "arm-attribute"),
    "procedure codes": copied(0x00081032, "SQ", "MR", "arm-attribute"),
    "frame comments": in_group(0x00209111, 0x00209158, "LT", "arm-attribute"),
    "frame label": in_group(0x00209111, 0x00209453, "LO", "arm-term"),
    "frame time": in_group(0x00209111, 0x00189074, "DT", "date"),
    "frame reference time": in_group(0x00209111, 0x00189151, "DT", "date"),
    "stack name": in_group(0x00209111, 0x00209056, "SH", "free-text"),
    "coil": in_group(0x00189042, 0x00181250, "SH", "free-text"),
    "anatomy": in_group(0x00209071, 0x00082218, "SQ", "free-text"),
    "label of a dimension": Mutation("enhanced MR", "free-text", dimension_label_kept),
    "times not said to be removed": left_out(0x00280303),
    "times said to be kept": copied(0x00280303, "CS", "CT", "not-marked"),
    "identity not said to be removed": left_out(0x00120062),
    "method not named": left_out(0x00120064),
    "bits outside the stored ones": Mutation("CT", "hidden-bits", bits_not_cleared),
    "bytes behind the samples": Mutation("CT", "pixel-length", bytes_behind_the_samples),
    "bits in a JPEG-LS stream": Mutation("LS of 12 bits", "hidden-bits", bits_in_a_stream_not_cleared),
    "bits in a JPEG stream": Mutation("JPEG lossless of 12 bits", "hidden-bits", bits_in_a_stream_not_cleared),
    "bits in a JPEG 2000 stream": Mutation("J2K of 12 bits", "hidden-bits", bits_in_a_stream_not_cleared),
    "a stream as it is": Mutation("J2K", "stream-comment", stream_as_it_is),
    "boxes of JPEG 2000": Mutation("J2K", "stream-comment", boxes_kept),
    **{f"comment in {name}": in_stream(name, "stream-comment", _own(0xFE)) for name in ("JPEG", "lossless JPEG", "LS")},
    **{f"APP1 in {name}": in_stream(name, "stream-comment", _own(0xE1)) for name in ("JPEG", "lossless JPEG", "LS")},
    **{f"bytes behind the end of {name}": behind_the_end(name) for name in ("JPEG", "lossless JPEG", "LS", "J2K")},
    "comment in JPEG 2000": in_stream("J2K", "stream-comment", _own(0x64)),
    "packed headers": in_stream("J2K", "stream-comment", _other(0x60)),
    "lengths of tile parts": in_stream("J2K", "stream-comment", _own(0x57)),
    "pointers to tile parts": in_stream("J2K", "stream-comment", _other(0x55)),
    "lengths of packets": Mutation("J2K", "stream-comment", lengths_of_packets_in_a_tile),
    "a table that no scan uses": in_stream("JPEG", "stream", _own(0xDB)),
    "a mapping table": in_stream("LS", "stream", _other(0xF8, b"\2\1\1")),
    "preset parameters": in_stream("LS", "stream", _other(0xF8, b"\1")),
    "an arithmetic conditioning": in_stream("lossless JPEG", "stream", _other(0xCC)),
    "offset table": Mutation("LS", "stream", offsets_of_another_file),
    "preamble": Mutation("CT", "preamble", preamble_kept),
    "title of the sender": Mutation("CT", "file-meta", title_of_the_source_kept),
    "version of the sender": Mutation("CT", "free-text", version_of_the_source_kept),
    "implementation of the sender": Mutation("CT", "uid", implementation_of_the_source_kept),
    "UID of the meta information": Mutation("CT", "uid", meta_of_the_source_kept),
    "trailing padding": Mutation("CT", "profile-attribute", rest_of_the_file_kept),
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


def _unchecked(tag: int) -> Break:
    keep = copied(tag, "CS", "CT", "")

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

REFUSALS: dict[str, tuple[Callable[[], FileDataset], str, Break]] = {
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
