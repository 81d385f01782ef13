"""The law of which part comes next, over invented chains."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedcryo_reader.domain.lifecycle import State
from seedcryo_reader.domain.read import Read, TimepointRead
from seedcryo_reader.reading.ports import NextPart
from seedcryo_reader.storage.images.order import ReceivedPart, next_part

CASE = "C-0001"
DAY = date(2026, 3, 1)


def chain(words: str) -> list[ReceivedPart]:
    """Parts of a legal chain: a timepoint's number each, ``x`` for the closing part."""
    parts: list[ReceivedPart] = []
    for number, word in enumerate(words.split()):
        timepoint = None if word == "x" else f"TP{word}"
        before = [one.part for one in parts if timepoint is not None and one.timepoint == timepoint]
        kind = "closing" if timepoint is None else "timepoint"
        supersedes = before[-1] if before else None
        parts.append(ReceivedPart(f"{number:064}", CASE, number, f"{number:064x}", kind, timepoint, supersedes, DAY))
    return parts


def opened(read: Read, part: NextPart) -> Read:
    """The read after this part, everything in it locked."""
    if part.timepoint is None:
        return replace(read, state=State.CLOSED, closing_part=part.part)
    one = TimepointRead(part.timepoint, part.part, f"{part.part:064x}", (), locked=True)
    kept = {each.name: each for each in read.timepoints} | {one.name: one}
    state = State.WAITING if read.state is State.ASSIGNED else read.state
    return replace(read, timepoints=tuple(kept.values()), state=state)


def course(parts: list[ReceivedPart], read: Read | None = None) -> tuple[list[NextPart], Read]:
    """Everything that can be opened, one after the other."""
    read, turns = read or Read(CASE), []
    while (part := next_part(read, parts)) is not None:
        turns.append(part)
        read = opened(read, part)
    return turns, read


def numbers(words: str, *missing: int) -> list[int]:
    return [turn.part for turn in course([one for one in chain(words) if one.part not in missing])[0]]


def test_parts_come_in_the_order_of_their_numbers():
    turns, _ = course(chain("0 1 2 x"))
    assert turns == [NextPart(0, "TP0"), NextPart(1, "TP1"), NextPart(2, "TP2"), NextPart(3, None)]


@pytest.mark.parametrize(
    ("words", "missing", "expected"),
    [
        ("", (), []),
        ("0 1 2", (0,), []),
        ("0 1 2", (1,), [0]),
        ("0 0 1 1 x", (), [1, 3, 4]),
        ("0 0 1", (0,), [1, 2]),
        ("0 1 0 0 x", (), [3, 1, 4]),
        ("0 x 0", (), [2, 1]),
    ],
)
def test_a_gap_stops_and_a_replaced_part_is_passed_over(words, missing, expected):
    assert numbers(words, *missing) == expected


def test_new_images_for_a_timepoint_that_was_read_come_in_their_own_turn():
    parts = chain("0 1 0 2 0")
    _, read = course(parts[:1])
    assert course(parts, read)[0] == [NextPart(1, "TP1"), NextPart(4, "TP0", 0), NextPart(3, "TP2")]
    assert course(parts[:3], read)[0] == [NextPart(1, "TP1"), NextPart(2, "TP0", 0)]


def test_a_closed_case_stays_closed_while_it_is_corrected():
    parts = chain("0 x")
    _, read = course(parts)
    assert next_part(replace(read, state=State.IN_PROGRESS, resume=State.SIGNED), parts) is None


@st.composite
def arriving(draw):
    """A legal chain, and its parts in the order in which they arrive."""
    words, timepoints, closed = ["0"], 1, False
    for _ in range(draw(st.integers(0, 7))):
        choice = draw(st.integers(0, 3))
        if choice == 0 and not closed:
            words.append("x")
            closed = True
        elif choice == 1:
            words.append(str(draw(st.integers(0, timepoints - 1))))
        elif not closed:
            words.append(str(timepoints))
            timepoints += 1
    parts = chain(" ".join(words))
    return parts, draw(st.permutations(parts))


@given(arriving())
def test_however_parts_arrive_timepoints_are_read_forward_and_end_with_their_newest_images(chain_and_order):
    parts, order = chain_and_order
    read, first_seen, newest = Read(CASE), [], {}
    for count in range(1, len(order) + 1):
        there = order[:count]
        turns, read = course(there, read)
        for turn in turns:
            mine = [one.part for one in there if one.timepoint == turn.timepoint]
            assert turn.part == max(mine)  # the newest that is there
            assert turn.supersedes == newest.get(turn.timepoint)
            if turn.timepoint is not None:
                newest[turn.timepoint] = turn.part
                first_seen += [] if turn.timepoint in first_seen else [turn.timepoint]
    assert first_seen == [f"TP{number}" for number in range(len(first_seen))]
    assert newest == {one.timepoint: one.part for one in parts if one.timepoint is not None}
    assert (read.state is State.CLOSED) == any(one.kind == "closing" for one in parts)
    assert course(parts, read)[0] == []


@given(arriving(), st.data())
def test_nothing_is_opened_beyond_a_part_that_is_missing_and_not_replaced(chain_and_order, data):
    parts, _ = chain_and_order
    missing = data.draw(st.sampled_from(parts))
    there = [one for one in parts if one is not missing]
    replaced = any(one.supersedes == missing.part for one in there)
    before = {one.timepoint for one in there if one.part < missing.part}
    turns, _ = course(there)
    assert replaced or all(turn.timepoint in before for turn in turns)
