"""Which parts may follow on which, as a table and as a law."""

from dataclasses import replace

import pytest
from casefile.part.ways import TARGETS
from hypothesis import given
from hypothesis import strategies as st

from seedcryo_reader.casefile.part.contents import MOST_PARTS, MOST_SERIES, Contents, Link, Series, file_identity
from seedcryo_reader.casefile.part.legal import problems_of
from seedcryo_reader.casefile.study.model import Protocol

SERIES = (
    Series(1, "2.25." + "1" * 39, "CT", "CT portal venous", 6),
    Series(2, "2.25." + "2" * 39, "MR", "MR T2", 3),
)


def part(steps: str, supersedes: int | None = None) -> Contents:
    """The last of some parts: ``"0 1 1 X"`` is TP0, TP1, TP1 again and the closing part."""
    *before, last = steps.split()
    chain = tuple(Link(n, *_kind(step), seal=f"{n:064x}") for n, step in enumerate(before))
    kind, timepoint = _kind(last)
    empty = kind == "closing"
    return Contents(
        study_id="SEED-CRYO",
        root_id="0" * 16,
        protocol=Protocol("seed-cryo/0.1", "ab" * 32),
        case_number="C-0001",
        kind=kind,
        timepoint=timepoint,
        chain=chain,
        supersedes=supersedes,
        series=() if empty else SERIES,
        pinned={} if empty else {"T01": 1, "T02": 2},
        targets=TARGETS if timepoint == "TP0" else (),
        target_ids=("T01", "T02"),
    )


def _kind(step: str):
    return ("closing", None) if step == "X" else ("timepoint", f"TP{step}")


@pytest.mark.parametrize(
    ("steps", "supersedes"),
    [
        ("0", None), ("0 1", None), ("0 1 2 3", None), ("0 X", None), ("0 1 X", None),
        # a wrong part is replaced: at once, later, twice, the baseline too
        ("0 0", 0), ("0 1 1", 1), ("0 1 2 1", 1), ("0 1 1 1", 2), ("0 1 1 2", None), ("0 1 0", 0), ("0 0 1", None),
        # and also when the case was closed; it stays closed
        ("0 1 X 1", 1), ("0 X 0", 0), ("0 1 X 1 1", 3), ("0 1 1 X", None),
    ],
)  # fmt: skip
def test_legal_parts(steps, supersedes):
    assert problems_of(part(steps, supersedes)) == []


@pytest.mark.parametrize(
    ("steps", "supersedes", "expected"),
    [
        ("1", None, "TP0 must come next"), ("X", None, "before its baseline"), ("0 2", None, "TP1 must come next"),
        ("0 1 3", None, "TP2 must come next"), ("0 X X", None, "closed twice"), ("0 X 1", None, "after its closing"),
        ("0 1 X 2", None, "after its closing"), ("0 0", None, "without saying which"), ("0 1 1", 0, "part 1, the last"),
        ("0 1 1 1", 1, "part 2, the last"), ("0 1", 0, "supersedes a part of a timepoint that has none"),
        ("0", 0, "has none"), ("0 1 X 1 X", None, "closed twice"), ("0 X", 0, "holds more than that"),
        ("0 1 X 1", 2, "part 1, the last"), ("0 2 1", None, "TP1 must come next"), ("X 0", None, "before its baseline"),
        ("0 1 1 2 2", None, "without saying which"),
    ],
)  # fmt: skip
def test_illegal_parts(steps, supersedes, expected):
    problems = problems_of(part(steps, supersedes))
    assert any(expected in one for one in problems), problems


@given(st.lists(st.sampled_from("0123X"), min_size=1, max_size=7), st.data())
def test_a_case_is_a_baseline_then_one_timepoint_after_the_other(steps, data):
    """The rules said in another way: the first mention of each timepoint is in order, and none is after the end."""
    supersedes = data.draw(st.none() | st.integers(0, len(steps)))
    *before, last = steps
    firsts = list(dict.fromkeys(one for one in steps if one != "X"))
    closings = [n for n, one in enumerate(steps) if one == "X"]
    in_order = firsts == [str(n) for n in range(len(firsts))] and len(closings) < 2
    if closings:
        in_order = in_order and closings[0] > 0 and set(steps[closings[0] + 1 :]) <= set(steps[: closings[0]])
    again = [n for n, one in enumerate(before) if one == last != "X"]
    allowed = {again[-1]} if again else {None}
    legal = in_order and supersedes in allowed
    assert (problems_of(part(" ".join(steps), supersedes)) == []) == legal


@pytest.mark.parametrize(
    ("steps", "changes", "expected"),
    [
        ("0", {"targets": ()}, "targets if it is the baseline"),
        ("0 1", {"targets": TARGETS}, "targets if it is the baseline"),
        ("0", {"targets": (*TARGETS, TARGETS[0])}, "names other targets than it describes"),
        ("0", {"pinned": {"T01": 1}}, "pin a series for each target"),
        ("0", {"pinned": {"T01": 1, "T02": 1, "T03": 1}}, "and for nothing else"),
        ("0 1", {"pinned": {}}, "pin a series for each target"),
        ("0 1", {"pinned": {"T01": 1}}, "pin a series for each target"),
        ("0 1", {"target_ids": ()}, "each target of its case once"),
        ("0 X", {"target_ids": ("T02", "T01")}, "each target of its case once"),
        ("0", {"target_ids": ("T01",)}, "names other targets than it describes"),
        ("0", {"series": (), "pinned": {}}, "has no series"),
        ("0 1", {"series": ()}, "pins a series that it does not have"),
        ("0 1", {"pinned": {"T01": 3}}, "pins a series that it does not have"),
        ("0", {"series": SERIES[::-1]}, "does not count its series"),
        ("0", {"series": (SERIES[0], replace(SERIES[1], number=3))}, "does not count its series"),
        ("0", {"series": (SERIES[0], replace(SERIES[1], uid=SERIES[0].uid))}, "two series of one UID"),
        ("0 X", {"series": SERIES}, "holds more than that"),
        ("0 X", {"pinned": {"T01": 1}}, "holds more than that"),
        ("0 X", {"targets": TARGETS}, "holds more than that"),
    ],
)
def test_what_a_part_must_hold(steps, changes, expected):
    problems = problems_of(replace(part(steps), **changes))
    assert any(expected in one for one in problems), problems


def test_a_chain_that_counts_wrong():
    whole = part("0 1 2")
    for chain in (whole.chain[::-1], tuple(replace(one, part=one.part + 1) for one in whole.chain)):
        assert any("counts its earlier parts wrong" in one for one in problems_of(replace(whole, chain=chain)))


def test_no_more_parts_and_series_than_can_be_read():
    """What is sealed must be readable: reading bounds both."""
    last = MOST_PARTS - 1
    assert problems_of(part("0" + " 0" * last, last - 1)) == []
    assert file_identity(part("0" + " 0" * last).file_name) == ("C-0001", last)
    assert any("more than" in one for one in problems_of(part("0" + " 0" * MOST_PARTS, last)))
    series = tuple(replace(SERIES[0], number=n, uid=f"2.25.{10**38 + n}") for n in range(1, MOST_SERIES + 2))
    pinned = {"T01": 1, "T02": 1}
    assert problems_of(replace(part("0"), series=series[:-1], pinned=pinned)) == []
    assert any("more than" in one for one in problems_of(replace(part("0"), series=series, pinned=pinned)))
