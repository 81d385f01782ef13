"""Whatever bytes come, the checker ends, in bounded time, with findings or a clean result."""

import struct
import time

import pytest
from casefile.leaks.masked_ct import compressed, data_set, element, elements, image, meta, part_10
from casefile.leaks.test_streams import STREAMS
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seedcryo_reader.casefile.leaks.check import check_image, check_text

CLEAN = image()
UNDEFINED = image(undefined=True)
BASES = [CLEAN, UNDEFINED, *(compressed(syntax, make()) for syntax, make in STREAMS.items())]
VRS = ["LO", "SH", "PN", "UI", "DS", "IS", "CS", "DA", "UN", "OB", "US", "FD", "SQ", "LT", "UT", "AT", "AE", "AS"]
TEXT_VRS = ["LO", "SH", "PN", "ST", "LT", "UT", "UC", "UR", "AE", "CS", "UN", "OB"]
slow = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=200)


@slow
@given(st.binary(max_size=400))
def test_any_bytes_are_refused(rules, data):
    assert check_image(data, rules, "x")


@slow
@given(st.binary(max_size=300))
def test_any_data_set_ends(rules, data):
    assert check_image(part_10(data), rules, "x")


@slow
@given(st.sampled_from(BASES), st.lists(st.tuples(st.integers(0), st.binary(min_size=1, max_size=4)), max_size=5))
def test_changed_bytes_never_crash(rules, base, changes):
    data = bytearray(base)
    for at, new in changes:
        start = at % (len(data) - 4)
        data[start : start + len(new)] = new
    for one in check_image(bytes(data), rules, "x"):
        assert one.code
        assert one.text.endswith(".")


@pytest.mark.parametrize("vr", ["FD", "FL", "UL", "SL", "AT", "UV", "OD"])
def test_a_number_that_says_it_is_of_a_longer_kind_is_noticed(rules, vr):
    """Rows, two bytes, under another value representation: no whole number of values."""
    assert check_image(image({0x00280010: (vr, b"\x06\x00")}), rules, "x")


@slow
@given(st.sampled_from(BASES), st.integers(0))
def test_a_file_cut_anywhere_is_refused(rules, base, length):
    assert check_image(base[: length % len(base)], rules, "x")


@slow
@given(st.integers(0x00080001, 0x7FDFFFFF), st.sampled_from(TEXT_VRS), st.text("QXZWVJKY ^-", min_size=8, max_size=40))
def test_a_word_under_any_tag_is_noticed(rules, tag, vr, word):
    assert check_image(image({tag: (vr, word.encode())}), rules, "x")


@slow
@given(
    st.lists(st.integers(0x00080001, 0x52FFFFFF), min_size=1, max_size=5),
    st.integers(0x00080001, 0x52FFFFFF),
    st.text("QXZWVJKY", min_size=8, max_size=20),
    st.booleans(),
)
def test_a_word_in_nested_sequences_is_noticed(rules, trail, tag, word, undefined):
    inner = {tag: ("LO", word.encode())}
    for one in trail:
        inner = {one: ("SQ", [inner])}
    found = check_image(image(inner, undefined=undefined), rules, "x")
    assert found
    assert not any(word in one.text for one in found)


@slow
@given(st.lists(st.tuples(st.integers(0, 0xFFFFFFFF), st.sampled_from(VRS), st.binary(max_size=20)), max_size=8))
def test_any_elements_end(rules, added):
    body = elements(data_set()) + b"".join(element(tag, vr, value) for tag, vr, value in added)
    found = check_image(part_10(body), rules, "x")
    assert bool(found) == bool(added)


@slow
@given(st.text())
def test_any_text_ends(rules, text):
    check_text(text, rules, "x")


def seconds(data: bytes, rules) -> float:
    start = time.perf_counter()
    assert check_image(data, rules, "x")
    return time.perf_counter() - start


@pytest.mark.parametrize("hostile", [
    pytest.param(b"\x28\0\x10\x91SQ\0\0\xff\xff\xff\xff\xfe\xff\0\xe0\xff\xff\xff\xff" * 50_000, id="deep"),
    pytest.param(b"\x28\0\x10\x91SQ\0\0\xff\xff\xff\xff" + b"\xfe\xff\0\xe0\0\0\0\0" * 200_000, id="items"),
    pytest.param(b"".join(struct.pack("<HH2sH", 0x11, n & 0xFFFF, b"LO", 0) for n in range(200_000)), id="elements"),
    pytest.param(element(0x00091001, "UT", b"s e e d" * 200_000), id="long"),
    pytest.param(element(0x00091001, "UT", b"\xc1\xa3" * 500_000), id="wide"),
    pytest.param(element(0x00091001, "OB", b"seedi" * 200_000), id="words"),
    pytest.param(element(0x00091001, "UT", b"i" + b"-" * 60_000), id="gaps"),
    pytest.param(element(0x00180050, "UN", b"1" * 60_000), id="digits"),
    pytest.param(element(0x00180022, "CS", b"FS\\" * 21_000), id="codes"),
])  # fmt: skip
def test_hostile_sizes_take_bounded_time(hostile, rules):
    assert seconds(part_10(hostile), rules) < 10


def test_a_deflate_bomb_is_bounded(rules, monkeypatch):
    import zlib

    from seedcryo_reader.casefile.leaks import head

    monkeypatch.setattr(head, "MOST_INFLATED", 1 << 20)
    packer = zlib.compressobj(wbits=-15)
    bomb = packer.compress(b"\0" * (1 << 24)) + packer.flush()
    found = check_image(part_10(bomb, meta(syntax=b"1.2.840.10008.1.2.1.99")), rules, "x")
    assert [one.code for one in found] == ["limit"]
