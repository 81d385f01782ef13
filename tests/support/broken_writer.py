"""Mistakes somebody could make in the masking writer, each made by replacing a piece of it."""

import struct
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from seedcryo_reader.casefile.masking import attributes, encode, groups, image, pixels
from seedcryo_reader.casefile.masking.rules import Number, Words
from seedcryo_reader.casefile.masking.uids import Uids
from seedcryo_reader.imaging.files.elements import Elements
from seedcryo_reader.imaging.pixels import codestream
from support.identified import COMMENT, segment

Break = Callable[[pytest.MonkeyPatch], None]


class Mutation(NamedTuple):
    """A mistake in the writer, an image on which it matters, and the finding that must come of it."""

    source: str
    code: str
    make: Break


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


def own(marker: int) -> Callable[[bytes], bytes]:
    """The source's own segment of this marker."""

    def found(stream: bytes) -> bytes:
        at = stream.index(bytes([0xFF, marker]))
        return stream[at : at + 2 + int.from_bytes(stream[at + 2 : at + 4], "big")]

    return found


def other(marker: int, start: bytes = b"") -> Callable[[bytes], bytes]:
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
