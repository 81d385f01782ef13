"""Every pair of the truth table: what differs and why, what is alike for another reason, where they first part."""

from dataclasses import replace

import pytest
from coordination.discordance.pairs import of_row, results, rows

from seedcryo_reader.coordination.discordance.comparing import compare
from seedcryo_reader.coordination.discordance.disputes import dispute_of
from seedcryo_reader.coordination.discordance.parting import parting
from seedcryo_reader.coordination.discordance.telling import sentence
from seedcryo_reader.domain.discordance import OVERALL, Cause, Difference, Variable

ROWS = rows()


def said(one: Difference) -> str:
    """A difference as the table writes it."""
    about = "" if one.about == OVERALL else f"{one.about} "
    return f"{about}{one.variable}: {one.first} | {one.second} [{', '.join(one.causes)}]"


@pytest.mark.parametrize("row", ROWS, ids=[row["pair"] for row in ROWS])
def test_two_reads_differ_in_what_the_table_says_and_part_where_it_says(row):
    two, by = of_row(row)
    first, second = results(two, by)
    found = compare(first, second, by)
    assert "; ".join(map(said, found.differences)) == row["differences"]
    assert " ".join(found.different_reasons) == row["other reasons"]
    assert (found.first, found.second) == (two.first.sha256, two.second.sha256)
    where = parting(*two.reads, by)
    assert ("" if where is None else sentence(where, ("first", "second"))) == row["first parting"]


@pytest.mark.parametrize("row", ROWS, ids=[row["pair"] for row in ROWS])
def test_it_is_the_same_the_other_way_round(row):
    two, by = of_row(row)
    first, second = results(two, by)
    there, back = compare(first, second, by), compare(second, first, by)
    assert back.differences == tuple(replace(one, first=one.second, second=one.first) for one in there.differences)
    assert len(back.different_reasons) == len(there.different_reasons)
    for one in (first, second):
        assert not compare(one, one, by).is_discordant
        assert not compare(one, one, by).different_reasons
    where, other = parting(*two.reads, by), parting(*reversed(two.reads), by)
    assert other == (where and replace(where, first=where.second, second=where.first))
    assert (where is not None) == there.is_discordant


def test_the_table_has_every_variable_and_every_cause():
    differences = " ".join(row["differences"] for row in ROWS)
    assert [one for one in Variable if f"{one}:" not in differences] == []
    assert [one for one in Cause if one.value not in differences] == []
    assert len(ROWS) >= 40


@pytest.mark.parametrize("row", [row for row in ROWS if row["differences"]], ids=lambda row: row["pair"])
def test_a_dispute_asks_what_the_reads_differ_in_and_nothing_else(row):
    two, by = of_row(row)
    found = compare(*results(two, by), by)
    dispute = dispute_of(found, *two.reads, by, "0" * 16, a_is_first=True)
    (question,) = dispute.questions
    assert len(question.a) == len(question.b) == len(found.differences)
    assert all(one != other for one, other in zip(question.a, question.b, strict=True))
    assert dispute.parting == parting(*two.reads, by)
