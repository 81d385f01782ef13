"""The numbers that a seed gives are those that the manual defines."""

import hashlib
import hmac
from collections import Counter
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from seedcryo_reader.coordination.office.stream import SEED, Stream, named

PAGE = Path(__file__).resolve().parents[3] / "resources" / "manual" / "decisions" / "0015-draws-and-covers.md"
ONE = "00112233445566778899aabbccddeeff"
SEEDS = st.from_regex(SEED, fullmatch=True)


def words(seed, purpose, blocks):
    """The words as the manual says, written out."""
    data = b""
    for block in range(blocks):
        text = b"seedcryo-draw/1\x00" + purpose.encode() + b"\x00" + block.to_bytes(8, "big")
        data += hmac.new(bytes.fromhex(seed), text, hashlib.sha256).digest()
    return [int.from_bytes(data[start : start + 8], "big") for start in range(0, len(data), 8)]


def test_numbers_are_the_remainders_of_the_words():
    stream = Stream(ONE, "pairs")
    assert [stream.below(10) for _ in range(12)] == [word % 10 for word in words(ONE, "pairs", 3)]


def test_a_word_beyond_the_largest_multiple_is_thrown_away():
    bound = 2**63 + 1  # every other word or so lies beyond it
    kept = [word for word in words(ONE, "pairs", 8) if word < bound]
    assert 0 < len(kept) < 32
    stream = Stream(ONE, "pairs")
    assert [stream.below(bound) for _ in kept] == kept


def test_values_are_swapped_from_the_last_place_down():
    drawn = words(ONE, "order ada", 1)
    wanted = list("abcd")
    for place, word in zip((3, 2, 1), drawn, strict=False):
        other = word % (place + 1)
        wanted[place], wanted[other] = wanted[other], wanted[place]
    assert Stream(ONE, "order ada").shuffled("abcd") == wanted


def test_an_id_is_the_first_word():
    assert named(ONE, "dispute C-0001") == f"{words(ONE, 'dispute C-0001', 1)[0]:016x}"


def test_the_worked_example_of_the_manual():
    page = " ".join(PAGE.read_text("utf-8").split())
    assert f"`{ONE}`" in page
    assert " ".join(Stream(ONE, "example").shuffled(["C-0001", "C-0002", "C-0003", "C-0004"])) in page
    assert f"`{named(ONE, 'example')}`" in page


@given(SEEDS, st.text(max_size=20), st.integers(1, 200))
def test_the_same_seed_and_purpose_give_the_same_and_nothing_is_lost(seed, purpose, count):
    one = Stream(seed, purpose).shuffled(range(count))
    assert one == Stream(seed, purpose).shuffled(range(count))
    assert sorted(one) == list(range(count))


def test_every_order_of_three_comes_as_often():
    orders = Counter(tuple(Stream(f"{seed:032x}", "order").shuffled("abc")) for seed in range(3000))
    assert len(orders) == 6
    assert sum((count - 500) ** 2 / 500 for count in orders.values()) < 20.5  # chi square, 5 degrees, p = 0.001
