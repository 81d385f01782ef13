"""Every state of a dispute and every step: in the table, or refused."""

from itertools import product

import pytest

from seedcryo_reader.domain.dispute import TABLE, DisputeState, IllegalStep, Step, next_state

LEGAL = {(row.state, row.step): row.to for row in TABLE}
EVERY = list(product(DisputeState, Step))


@pytest.mark.parametrize(("state", "step"), [pair for pair in EVERY if pair in LEGAL])
def test_what_is_in_the_table_leads_where_it_says(state, step):
    assert next_state(state, step) is LEGAL[state, step]


@pytest.mark.parametrize(("state", "step"), [pair for pair in EVERY if pair not in LEGAL])
def test_what_is_not_in_the_table_is_refused_with_a_sentence(state, step):
    with pytest.raises(IllegalStep, match=r"^[A-Z].*\.$"):
        next_state(state, step)


def test_no_state_and_step_lead_to_two_places():
    assert len(LEGAL) == len(TABLE)


def test_every_row_says_what_it_means():
    assert all(row.meaning.endswith(".") for row in TABLE)


def test_nothing_is_decided_before_both_reads_were_shown():
    assert [state for state, step in LEGAL if step is Step.DECIDE] == [DisputeState.SHOWN]


def test_a_decided_dispute_is_superseded_and_never_withdrawn():
    assert (DisputeState.DECIDED, Step.WITHDRAW) not in LEGAL
    assert next_state(DisputeState.DECIDED, Step.SUPERSEDE) is DisputeState.SUPERSEDED


def test_what_is_superseded_or_withdrawn_stays_so():
    ended = {DisputeState.SUPERSEDED, DisputeState.WITHDRAWN}
    assert not ended & {row.state for row in TABLE}


def test_every_state_can_be_reached():
    reached = {DisputeState.RECEIVED}
    for _ in DisputeState:
        reached |= {row.to for row in TABLE if row.state in reached}
    assert reached == set(DisputeState)
