"""Draws are reproducible, and balanced over cases and over seeds."""

from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedcryo_reader.coordination.office import drawing
from seedcryo_reader.coordination.office.drawing import Pools
from seedcryo_reader.coordination.office.stream import SEED

NAMES = ("ada", "ben", "cem", "dag", "eva", "fay")
SEEDS = st.from_regex(SEED, fullmatch=True)
SIZES = st.tuples(st.integers(0, 60), st.integers(2, 6), st.integers(1, 4))


def pools(cases, readers, adjudicators=1):
    return Pools(
        tuple(f"C-{number:04}" for number in range(cases)), NAMES[:readers], tuple(f"j{n}" for n in range(adjudicators))
    )


def seed_of(number):
    return f"{number * 7919 + 1:032x}"


@given(SEEDS, SIZES)
def test_every_pair_is_drawn_as_often_as_any_other_or_once_more(seed, sizes):
    plans = drawing.plans(seed, pools(*sizes))
    often = Counter(frozenset((plan.first, plan.second)) for plan in plans)
    counts = [often[frozenset(pair)] for pair in combinations(NAMES[: sizes[1]], 2)]
    assert max(counts) - min(counts) <= 1
    assert [plan.case_number for plan in plans] == sorted(pools(*sizes).cases)


@given(SEEDS, SIZES)
def test_each_way_round_comes_as_often_as_the_other_or_once_more(seed, sizes):
    often = Counter((plan.first, plan.second) for plan in drawing.plans(seed, pools(*sizes)))
    assert all(abs(often[one, other] - often[other, one]) <= 1 for one, other in combinations(NAMES, 2))


@given(SEEDS, SIZES)
def test_readers_have_about_as_many_cases(seed, sizes):
    plans = drawing.plans(seed, pools(*sizes))
    load = Counter(name for plan in plans for name in (plan.first, plan.second))
    counts = [load[name] for name in NAMES[: sizes[1]]]
    assert max(counts) - min(counts) <= 2


@given(SEEDS, SIZES)
def test_of_the_cases_of_a_pair_each_reader_is_accepted_in_half(seed, sizes):
    plans = drawing.plans(seed, pools(*sizes))
    accepted = Counter((frozenset((plan.first, plan.second)), plan.accepted) for plan in plans)
    for one, other in combinations(NAMES, 2):
        assert abs(accepted[frozenset((one, other)), one] - accepted[frozenset((one, other)), other]) <= 1
    assert all(plan.accepted in {plan.first, plan.second} for plan in plans)


@given(SEEDS, SIZES)
def test_adjudicators_have_as_many_cases_or_one_more(seed, sizes):
    load = Counter(plan.adjudicator for plan in drawing.plans(seed, pools(*sizes)))
    counts = [load[f"j{number}"] for number in range(sizes[2])]
    assert max(counts) - min(counts) <= 1


@given(SEEDS, SIZES)
def test_it_does_not_matter_in_which_order_the_pools_are_listed(seed, sizes):
    one = pools(*sizes)
    other = Pools(one.cases[::-1], one.readers[::-1], one.adjudicators[::-1])
    plans = drawing.plans(seed, one)
    assert plans == drawing.plans(seed, other)
    assert drawing.orders(seed, one.readers, plans) == drawing.orders(seed, other.readers, plans[::-1])


@given(SEEDS, SIZES)
def test_every_reader_reads_each_own_case_once(seed, sizes):
    plans = drawing.plans(seed, pools(*sizes))
    orders = drawing.orders(seed, NAMES[: sizes[1]], plans, [("ada", "C-9001"), ("zoe", "C-9002")])
    for order in orders:
        own = [plan.case_number for plan in plans if order.reader in {plan.first, plan.second}]
        more = {"ada": ["C-9001"], "zoe": ["C-9002"]}.get(order.reader, [])
        assert sorted(order.cases) == sorted([*own, *more])


def test_over_many_seeds_each_reader_is_first_second_and_accepted_as_often():
    first, accepted, place = Counter(), Counter(), Counter()
    for number in range(2000):
        plans = drawing.plans(seed_of(number), pools(1, 3))
        first[plans[0].first, plans[0].second] += 1
        accepted[plans[0].accepted == plans[0].first] += 1
        order = drawing.orders(seed_of(number), NAMES[:2], drawing.plans(seed_of(number), pools(4, 2)))[0]
        place[order.cases.index("C-0002")] += 1
    assert _chi_square(first, 6) < 20.5  # 5 degrees, p = 0.001
    assert _chi_square(accepted, 2) < 10.8  # 1 degree
    assert _chi_square(place, 4) < 16.3  # 3 degrees


def test_over_many_seeds_sides_and_repeats_are_balanced():
    side, repeated = Counter(), Counter()
    plans = drawing.plans(seed_of(1), pools(5, 2))
    for number in range(2000):
        side[drawing.a_is_first(seed_of(number), "C-0001", ("a" * 64, "b" * 64))] += 1
        repeated.update(drawing.repeated(seed_of(number), 20, plans, ()))
    assert _chi_square(side, 2) < 10.8
    assert _chi_square(repeated, 10) < 27.9  # 9 degrees


def test_sides_of_the_cases_of_one_seed_are_balanced():
    side = Counter(drawing.a_is_first(seed_of(3), f"C-{n:04}", ("a" * 64, "b" * 64)) for n in range(2000))
    assert _chi_square(side, 2) < 10.8


def _chi_square(counts, kinds):
    wanted = sum(counts.values()) / kinds
    return sum((count - wanted) ** 2 / wanted for count in counts.values()) + wanted * (kinds - len(counts))


def test_a_comparison_has_an_id_of_its_own():
    ids = {
        drawing.dispute_id(seed_of(1), case, reads, judge, before)
        for case in ("C-0001", "C-0002")
        for reads in (("a" * 64, "b" * 64), ("b" * 64, "a" * 64))
        for judge in ("dora", "emil")
        for before in (0, 1)
    }
    assert len(ids) == 16
    assert all(len(one) == 16 for one in ids)


# --- repeats ---------------------------------------------------------------------------------------------------------


@given(SEEDS, st.integers(1, 60), st.integers(1, 100))
def test_repeats_are_of_own_cases_that_do_not_come_last(seed, cases, percent):
    plans = drawing.plans(seed, pools(cases, 3))
    orders = drawing.orders(seed, NAMES[:3], plans)
    last = {(order.cases[-1], order.reader) for order in orders if order.cases}
    chosen = drawing.repeated(seed, percent, plans, last)
    readers = {plan.case_number: {plan.first, plan.second} for plan in plans}
    assert len({case for case, _ in chosen}) == len(chosen) <= drawing.share(cases, percent)
    assert all(reader in readers[case] for case, reader in chosen)
    assert not last.intersection(chosen)
    assert chosen == drawing.repeated(seed, percent, plans[::-1], last)


@given(SEEDS)
def test_each_of_two_readers_repeats_half(seed):
    plans = drawing.plans(seed, pools(40, 2))
    load = Counter(reader for _, reader in drawing.repeated(seed, 25, plans, ()))
    assert load == {"ada": 5, "ben": 5}


def test_a_case_that_is_the_last_of_both_readers_is_not_repeated():
    plans = drawing.plans(seed_of(1), pools(1, 2))
    assert drawing.repeated(seed_of(1), 100, plans, [("C-0000", "ada"), ("C-0000", "ben")]) == ()


@pytest.mark.parametrize(("cases", "percent", "share"), [(12, 10, 1), (25, 10, 3), (24, 10, 2), (3, 1, 1), (9, 100, 9)])
def test_a_share_is_rounded_half_up_and_one_at_least(cases, percent, share):
    assert drawing.share(cases, percent) == share


@given(SEEDS, st.integers(0, 30), st.sets(st.integers(0, 9999), max_size=50))
def test_new_numbers_are_in_use_nowhere_and_what_was_passed_over_is_told(seed, count, used):
    in_use = frozenset(f"C-{number:04}" for number in used)
    found, passed_over = drawing.numbers(seed, count, in_use)
    assert len(set(found)) == count
    assert not in_use.intersection(found)
    assert in_use.issuperset(passed_over)
    assert drawing.numbers(seed, count, frozenset(passed_over)) == (found, passed_over)


def test_the_last_free_number_is_found_and_no_more():
    in_use = frozenset(f"C-{number:04}" for number in range(9999))
    found, _ = drawing.numbers(seed_of(1), 1, in_use)
    assert found == ("C-9999",)
    with pytest.raises(ValueError, match="2 numbers of 10000"):
        drawing.numbers(seed_of(1), 2, in_use)
