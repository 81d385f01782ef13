"""Every state and every kind of event: in the table, or refused."""

from itertools import product

import pytest
from domain.acts import CASE, at_follow_up, closed, opened, signed
from domain.logs import LOGS, log_of
from domain.samples import SAMPLES

from seedcryo_reader.domain import events
from seedcryo_reader.domain.events import EVENTS
from seedcryo_reader.domain.fold import applied
from seedcryo_reader.domain.lifecycle import RESUME, TABLE, IllegalAct, State, next_state
from seedcryo_reader.domain.read import Read

READS = {
    State.ASSIGNED: Read(CASE),
    State.IN_PROGRESS: at_follow_up().read,
    State.WAITING: at_follow_up().lock().read,
    State.CLOSED: closed().read,
    State.QUESTIONNAIRE: closed().do(events.QuestionnaireAnswered("c2VhbGVk")).read,
    State.SIGNED: closed().do(signed()).read,
}
PAIRS = {(row.state, row.event) for row in TABLE}
EVERY = list(product(State, SAMPLES))


@pytest.mark.parametrize("state", State)
def test_a_read_can_stand_in_every_state(state):
    assert READS[state].state is state


@pytest.mark.parametrize(("state", "event"), [pair for pair in EVERY if (pair[0], type(pair[1])) not in PAIRS])
def test_what_is_not_in_the_table_is_refused_in_every_state(state, event):
    read = READS[state]
    with pytest.raises(IllegalAct) as caught:
        applied(read, event, 99)
    with pytest.raises(IllegalAct, match=str(caught.value)):
        next_state(read, event)
    assert read.state is state


@pytest.mark.parametrize(("state", "event"), [pair for pair in EVERY if (pair[0], type(pair[1])) in PAIRS])
def test_what_is_in_the_table_leads_where_it_says(state, event):
    rows = [row for row in TABLE if (row.state, row.event) == (state, type(event))]
    legal = {READS[state].resume if row.to == RESUME else row.to for row in rows}
    assert next_state(READS[state], event) in legal


def _rows_taken():
    for cases in map(log_of, LOGS):
        for case in {record.case_number for record in cases}:
            read = Read(case)
            for record in cases:
                if record.case_number == case:
                    fits = [row for row in TABLE if (row.state, row.event) == (read.state, type(record.event))]
                    yield next(row for row in fits if row.when(read, record.event))
                    read = applied(read, record.event, record.seq)


def test_every_row_of_the_table_is_taken_by_the_kept_logs():
    taken = set(map(id, _rows_taken()))
    assert [(row.state, row.event.__name__, row.meaning) for row in TABLE if id(row) not in taken] == []


def test_every_kind_of_event_is_legal_somewhere():
    assert {row.event for row in TABLE} == set(EVENTS.values())


def test_new_images_and_not_the_next_timepoint_may_come_out_of_turn():
    for state in (State.IN_PROGRESS, State.CLOSED, State.QUESTIONNAIRE):
        with pytest.raises(IllegalAct):
            applied(READS[state], opened("TP2", 9), 99)
        after = applied(READS[state], opened("TP1", 9, supersedes=1), 99)
        assert (after.state, after.timepoint("TP1").part) == (State.IN_PROGRESS, 9)


def test_a_signed_read_stays_and_says_so():
    for event in SAMPLES:
        if not isinstance(event, events.VersionOpened | events.Note):
            with pytest.raises(IllegalAct, match="signed and frozen"):
                applied(READS[State.SIGNED], event, 99)
