"""The canonical archive: one form for each list of members, and nothing else is read."""

import io
import struct
import time
import tracemalloc
import zipfile
import zlib

import pytest
from casefile.part.ways import packed
from hypothesis import given
from hypothesis import strategies as st

from seedcryo_reader.casefile.part.archive import (
    MOST_BYTES,
    MOST_MEMBERS,
    Entry,
    archive_size,
    directory,
    local_header,
    read_archive,
)
from seedcryo_reader.domain.errors import Refused

FILES = {
    "bag-info.txt": b"who\n",
    "bagit.txt": b"declared\n",
    "data/case.json": b"{}",
    "data/series-01/ab.dcm": b"x" * 99,
}
WHOLE = packed(FILES)
LOCAL, CENTRAL, END = 30, 46, 22
NAMES = st.lists(st.from_regex(r"[a-z0-9][a-z0-9.-]{0,8}(/[a-z0-9][a-z0-9.-]{0,8}){0,2}", fullmatch=True),
                 min_size=1, max_size=8, unique=True)  # fmt: skip


def refused(data: bytes) -> str:
    """Code of the refusal of an archive, which comes at once and without much memory."""
    began = time.perf_counter()
    with pytest.raises(Refused) as refusal:
        read_archive(memoryview(data))
    assert time.perf_counter() - began < 0.5
    [finding] = refusal.value.findings
    return finding.code


def read(data: bytes) -> list[tuple[str, bytes]]:
    return [(one.entry.name, data[one.offset : one.offset + one.entry.size]) for one in read_archive(memoryview(data))]


@given(st.data())
def test_what_is_written_is_read(data):
    names = data.draw(NAMES)
    files = {name: data.draw(st.binary(max_size=40)) for name in names}
    whole = packed(files)
    assert read(whole) == sorted(files.items())
    entries = [Entry(name, len(files[name]), zlib.crc32(files[name])) for name in sorted(files)]
    assert archive_size(entries) == len(whole)


def test_other_programs_read_it():
    with zipfile.ZipFile(io.BytesIO(WHOLE)) as other:
        assert other.testzip() is None
        assert {one.filename: other.read(one) for one in other.infolist()} == FILES
        assert other.namelist() == sorted(FILES)
        assert other.comment == b""
        for one in other.infolist():
            assert (one.compress_type, one.date_time) == (zipfile.ZIP_STORED, (1980, 1, 1, 0, 0, 0))
            assert (one.create_system, one.extract_version, one.flag_bits) == (3, 20, 0)
            assert (one.extra, one.comment, one.external_attr >> 16) == (b"", b"", 0o600)


def regions() -> list[int]:
    """Places that are no file content."""
    inside = set()
    for member in read_archive(memoryview(WHOLE)):
        inside.update(range(member.offset, member.offset + member.entry.size))
    return [at for at in range(len(WHOLE)) if at not in inside]


# A changed CRC in both headers at once is a legal archive of other files; one byte changes only one of the two.
@pytest.mark.parametrize("how", [lambda byte: byte ^ 1, lambda byte: byte ^ 0x80, lambda byte: 0, lambda byte: 255])
def test_every_byte_of_the_structure_counts(how):
    places = regions()
    assert len(places) == sum(LOCAL + CENTRAL + 2 * len(name) for name in FILES) + END
    for at in places:
        changed = WHOLE[:at] + bytes([how(WHOLE[at])]) + WHOLE[at + 1 :]
        if changed != WHOLE:
            assert refused(changed) == "not-canonical"


def test_cut_anywhere():
    for length in range(len(WHOLE)):
        assert refused(WHOLE[:length]) == "not-canonical"


@given(st.integers(0, len(WHOLE)), st.binary(min_size=1, max_size=50))
def test_nothing_can_be_put_in_anywhere(at, more):
    changed = WHOLE[:at] + more + WHOLE[at:]
    assert refused(changed) == "not-canonical"


def parts() -> tuple[list[bytes], bytes]:
    files = FILES.items()
    entries = [Entry(name, len(data), zlib.crc32(data)) for name, data in files]
    return [local_header(one) + data for one, (_, data) in zip(entries, files, strict=True)], directory(entries)


def test_members_moved_doubled_renamed_or_hidden():
    pairs = list(FILES.items())
    heads, tail = parts()
    hidden = local_header(Entry("data/z", 1, zlib.crc32(b"z"))) + b"z"
    for changed in (
        packed(pairs[::-1], in_order=False),
        packed([*pairs, pairs[-1]], in_order=False),
        packed([pairs[0], pairs[0], *pairs[1:]], in_order=False),
        heads[1] + heads[0] + b"".join(heads[2:]) + tail,
        b"".join([*heads, hidden]) + tail,
        hidden + b"".join(heads) + tail,
        b"".join(heads) + tail + tail,
        b"".join(heads) + directory([Entry("data/z", 1, 0)]) + tail,
        heads[0] + b"\0" * 7 + b"".join(heads[1:]) + tail,
        WHOLE.replace(b"case.json", b"cast.json", 1),
        WHOLE + b"\0",
        b"\0" + WHOLE,
        WHOLE + WHOLE,
        tail,
        b"",
        b"PK\x05\x06" + bytes(18),
    ):
        assert changed != WHOLE
        assert refused(changed) == "not-canonical"


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "..", "data/../x", "/etc/passwd", "data//x", "data/", "", "C:\\x", "data\\case.json", "a\0b",
     "DATA/case.json", "data/Case.json", "data/räum.dcm", "data/\u202ecase.json", "data/case .json", ".hidden",
     "data/.hidden", "-rf", "a/b/c/d", "a" * 101, "con:", "data/case.json\n", "~/x", "$HOME", "粒子"],
)  # fmt: skip
@pytest.mark.parametrize("encoding", ["utf-8", "cp437", "gb18030", "utf-16"])
def test_names_that_no_part_has(name, encoding):
    try:
        raw = name.encode(encoding)
    except UnicodeEncodeError:
        raw = name.encode("utf-8")
    data = b"inside"
    fields = (20, 0, 0, 0, 33, zlib.crc32(data), len(data), len(data))
    for flags in (0, 0x0800):
        head = struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, flags, *fields[2:], len(raw), 0) + raw
        central = struct.pack(
            "<4s6H3I5H2I", b"PK\x01\x02", 3 << 8 | 20, 20, flags, 0, 0, 33, *fields[5:], len(raw), 0, 0, 0, 0,
            0o600 << 16, 0,
        ) + raw  # fmt: skip
        end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 1, 1, len(central), len(head) + len(data), 0)
        assert refused(head + data + central + end) == "not-canonical"


def as_zip(change=lambda one: None, *, compression=zipfile.ZIP_STORED, data=b"inside", comment=b"", force64=False):
    """An archive as Python's zipfile writes it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        one = zipfile.ZipInfo("data/case.json", (1980, 1, 1, 0, 0, 0))
        one.compress_type, one.create_system, one.external_attr = compression, 3, 0o600 << 16
        change(one)
        with archive.open(one, "w", force_zip64=force64) as stream:
            stream.write(data)
        archive.comment = comment
    return out.getvalue()


class _Unseekable(io.BytesIO):
    def seekable(self) -> bool:
        return False

    def seek(self, *_arguments) -> int:
        raise io.UnsupportedOperation

    def tell(self) -> int:
        raise io.UnsupportedOperation


def with_descriptor() -> bytes:
    """A member whose length stands behind it, as programs write that cannot go back."""
    out = _Unseekable()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(zipfile.ZipInfo("data/case.json"), b"inside")
    return out.getvalue()


def test_what_makes_hostile_archives_makes_a_canonical_one_when_nothing_is_wrong():
    assert read(as_zip()) == [("data/case.json", b"inside")]


@pytest.mark.parametrize(
    "made",
    [
        lambda: as_zip(compression=zipfile.ZIP_DEFLATED, data=bytes(10**7)),
        lambda: as_zip(compression=zipfile.ZIP_BZIP2, data=bytes(10**6)),
        lambda: as_zip(compression=zipfile.ZIP_LZMA, data=bytes(10**6)),
        lambda: as_zip(lambda one: setattr(one, "external_attr", 0o120777 << 16), data=b"/etc/passwd"),
        lambda: as_zip(lambda one: setattr(one, "external_attr", 0o040700 << 16 | 16)),
        lambda: as_zip(lambda one: setattr(one, "external_attr", 0o104755 << 16)),
        lambda: as_zip(lambda one: setattr(one, "create_system", 0)),
        lambda: as_zip(lambda one: setattr(one, "date_time", (2026, 3, 1, 10, 0, 0))),
        lambda: as_zip(lambda one: setattr(one, "extra", b"\x75\x70\x05\x00abcde")),
        lambda: as_zip(lambda one: setattr(one, "comment", b"note")),
        lambda: as_zip(lambda one: setattr(one, "internal_attr", 1)),
        lambda: as_zip(comment=b"note"),
        lambda: as_zip(force64=True),
        with_descriptor,
    ],
)
def test_what_other_programs_may_write(made):
    whole = made()
    assert zipfile.is_zipfile(io.BytesIO(whole))
    assert refused(whole) == "not-canonical"


def test_a_64_bit_directory():
    heads, _ = parts()
    body = b"".join(heads)
    record = struct.pack("<4sQHHIIQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, 4, 4, 10, len(body))
    locator = struct.pack("<4sIQI", b"PK\x06\x07", 0, len(body), 1)
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    assert refused(body + record + locator + end) == "not-canonical"


def test_a_million_members_are_refused_at_once():
    """As many as its fields can say, with a directory that is really there, and the small lie without one."""
    for count in (MOST_MEMBERS + 1, 65_535):
        files = [(f"data/{n:07}", b"") for n in range(count)]
        whole = packed(files)
        tracemalloc.start()
        assert refused(whole) == "not-canonical"
        assert tracemalloc.get_traced_memory()[1] < 10**6
        tracemalloc.stop()
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, MOST_MEMBERS, MOST_MEMBERS, 0, len(WHOLE), 0)
    assert refused(WHOLE + end) == "not-canonical"
    million = b"".join(local_header(Entry(f"data/{n:07}", 0, 0)) for n in range(10**6))
    entries = [Entry(f"data/{n:07}", 0, 0) for n in range(16_960)]  # what 10**6 is in sixteen bits
    assert len(entries) == 10**6 % 2**16
    assert refused(million + directory(entries)) == "not-canonical"


def test_members_that_claim_more_than_there_is():
    for size in (2, 10**6, 2**32 - 100, 2**32 - 1):
        name = b"data/case.json"
        head = local_header(Entry(name.decode(), size, 0))
        central = struct.pack(
            "<4s6H3I5H2I", b"PK\x01\x02", 3 << 8 | 20, 20, 0, 0, 0, 33, 0, size, size, len(name), 0, 0, 0, 0,
            0o600 << 16, 0,
        ) + name  # fmt: skip
        for start in (len(head) + 1, len(head) + size):
            end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 1, 1, len(central), start & 0xFFFFFFFF, 0)
            assert refused(head + b"x" + central + end) == "not-canonical"


def test_overlapping_members():
    """A bomb of the kind that lets many members share the same bytes."""
    one = Entry("data/a", 10**4, 0)
    body = local_header(one) + bytes(10**4)
    others = [Entry(f"data/a{n:04}", 10**4, 0) for n in range(2000)]
    tail = directory([one, *others])
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 2001, 2001, len(tail) - END, len(body), 0)
    assert refused(body + tail[:-END] + end) == "not-canonical"


def test_an_archive_beyond_four_gigabytes(monkeypatch):
    monkeypatch.setattr("seedcryo_reader.casefile.part.archive.MOST_BYTES", len(WHOLE) - 1)
    assert MOST_BYTES < 2**32
    assert refused(WHOLE) == "not-canonical"


@given(st.lists(st.tuples(st.sampled_from(regions()), st.integers(0, 255)), min_size=2, max_size=6))
def test_several_bytes_changed(changes):
    """What is read has one archive, so whatever is not refused is the archive of exactly what was read."""
    data = bytearray(WHOLE)
    for at, byte in changes:
        data[at] = byte
    try:
        found = read_archive(memoryview(data))
    except Refused:
        return
    rebuilt = b"".join(local_header(one.entry) + data[one.offset : one.offset + one.entry.size] for one in found)
    assert rebuilt + directory([one.entry for one in found]) == data
