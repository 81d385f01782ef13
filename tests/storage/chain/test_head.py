"""The head of a log: what it promises is held, what was cut off in writing says nothing, what was changed is named."""

import re

import pytest
from storage.chain.ways import Store, body
from storage.vault.ways import refused

from seedcryo_reader.domain.errors import EnvironmentFailure
from seedcryo_reader.storage.chain.head import Head, Lines, create_head, read_lines


@pytest.fixture(params=[False, True], ids=["shared", "alone"])
def store(tmp_path, request):
    return Store(tmp_path, alone=request.param).make(3)


def test_a_new_head_names_no_entry(tmp_path):
    create_head(tmp_path / "a.head")
    assert read_lines(tmp_path / "a.head").last == 0
    with pytest.raises(EnvironmentFailure):
        create_head(tmp_path / "a.head")


@pytest.mark.parametrize("torn", [b"4", b"4 ab", b"4 " + b"a" * 64, b"garbage", b"\0" * 200, b"4 ab\0\0\0"])
def test_a_torn_last_line_says_nothing_and_is_gone_after_the_next_entry(store, torn):
    store.head.write_bytes(store.head.read_bytes() + torn)
    store.grow(1)
    assert store.seqs() == [1, 2, 3, 4]
    assert all(re.fullmatch(r"[0-9]+ [0-9a-f]{64}", line) for line in store.lines())
    assert [line.split()[0] for line in store.lines()] == ["0", "1", "2", "3", "4"]


@pytest.mark.parametrize(
    "change",
    [
        lambda data: b"",
        lambda data: b"3 ",
        lambda data: data.replace(b"2 ", b"x ", 1),
        lambda data: data.replace(b"\n2 ", b"\n5 ", 1),
        lambda data: data.replace(b"\n2 ", b"\n02 ", 1),
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: data.replace(b"\n", b"\n\n", 1),
        lambda data: b"\0" * len(data),
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data[:-1] + b"\nmore\n",
    ],
)
def test_a_damaged_head_is_named(store, change):
    store.head.write_bytes(change(store.head.read_bytes()))
    assert refused(store.seqs) == ["head-damaged"]


def test_every_flipped_bit_of_a_head_is_named_or_in_the_end_of_its_last_line(store):
    data = store.head.read_bytes()
    for place in range(len(data)):
        bent = bytearray(data)
        bent[place] ^= 1 << place % 8
        store.head.write_bytes(bent)
        if place == len(data) - 1:
            assert store.seqs() == [1, 2, 3]  # as if it had been torn: one line less, which is made good
        else:
            assert refused(store.seqs)[0] in {"head-damaged", "unlike-head"}


def test_a_missing_head_is_named(store):
    store.head.unlink()
    assert refused(store.seqs) == ["head-missing"]


def test_a_head_of_another_log_is_named(store, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    another = Store(other).make()
    with another.open() as chain:
        chain.append("s", lambda seq, previous: body(seq, previous).replace(b"patience", b"progress"))
    store.head.write_bytes(another.head.read_bytes())
    assert "unlike-head" in refused(store.seqs)


def test_a_head_cut_by_more_than_its_last_line_is_named(store):
    lines = store.head.read_bytes().splitlines(keepends=True)
    store.head.write_bytes(b"".join(lines[:-2]))
    assert refused(store.seqs) == ["head-behind"]


def test_a_long_head_is_written_anew_with_its_last_lines(tmp_path):
    path = tmp_path / "a.head"
    create_head(path)
    lines = Lines({number: f"{number:064x}" for number in range(6000)})
    path.write_text("".join(f"{number} {digest}\n" for number, digest in lines.hashes.items()), "ascii")
    head = Head.open(path, read_lines(path), alone=True)
    head.append(6000, "f" * 64)
    head.close()
    assert list(read_lines(path).hashes) == list(range(5900, 6001))
    assert [one.name for one in tmp_path.iterdir()] == ["a.head"]


def test_a_chain_with_a_shortened_head_opens(tmp_path):
    store = Store(tmp_path, alone=True).make(5)
    store.head.write_text("".join(f"{line}\n" for line in store.lines()[3:]), "ascii")
    store.grow(1)
    assert store.seqs() == [1, 2, 3, 4, 5, 6]


def test_a_head_may_be_read_by_its_owner_only(store):
    assert store.head.stat().st_mode & 0o077 == 0
