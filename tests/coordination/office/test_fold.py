"""Whatever order envelopes come in, and however often, a coordinator knows the same."""

import pytest
from coordination.office.desk import DAY, Desk, FakeLog, answer, read_arrived, sha
from hypothesis import given, settings
from hypothesis import strategies as st

from seedcryo_reader.coordination.arrived import (
    DecisionArrived,
    IncidentalArrived,
    ProgressArrived,
    QueryArrived,
    ReceiptArrived,
)
from seedcryo_reader.coordination.office.board import board
from seedcryo_reader.coordination.office.fold import Fold, folded
from seedcryo_reader.coordination.office.remarks import remarks
from seedcryo_reader.coordination.office.standing import accepted_reads
from seedcryo_reader.domain.dispute import Choice, Decision
from seedcryo_reader.domain.office.adjudicator import DisputeShown
from seedcryo_reader.domain.office.received import EnvelopeReceived
from seedcryo_reader.domain.office.record import ActRecord

CASES = ("C-0001", "C-0002", "C-0003")


def busy_desk():
    """A desk at which everything happened."""
    desk = Desk().ready(*CASES)
    desk.both_sign("C-0001", "TP1", None)
    desk.both_sign("C-0002", "TP1", "TP1")
    desk.office.compare_due()
    dispute = desk.case("C-0001").last_compared.dispute_id
    for at in ("T11", "T12"):
        decision = Decision(dispute, "C-0001", (answer(Choice.A),), "measurement", at)
        desk.receive(DecisionArrived("dora", decision, f"{DAY}{at}:00:00.000000Z"), "dora")
    for locked, version in ((1, 1), (2, 1), (1, 2)):
        desk.receive(ProgressArrived("C-0003", "ada", version, locked), "ada")
    for version, day in ((1, DAY), (2, DAY), (2, "2026-03-09")):
        desk.receive(read_arrived("C-0003", "ben", "TP1", version, signed_on=day, grounds=(day,)), "ben", day)
    query = desk.receive(QueryArrived("C-0003", "ada", "TP1", "quality", "Blurred?", f"{DAY}T09:00:00.0Z"), "ada")
    desk.receive(IncidentalArrived("C-0003", "ada", "TP1", "Clot.", f"{DAY}T09:00:00.0Z"), "ada")
    desk.receive(read_arrived("C-0777", "cem"), "cem")
    desk.receive(ReceiptArrived("ada", ("a", "b")), "ada")
    desk.receive(ReceiptArrived("ada", ("b", "c")), "ada")
    desk.office.handle_note(query, "Asked the site.")
    desk.office.revoke("cem", DAY, "left the study")
    return desk


DESK = busy_desk()
OWN = [record for record in DESK.log.stored if not isinstance(record.act, EnvelopeReceived)]
CAME = [record for record in DESK.log.stored if isinstance(record.act, EnvelopeReceived)]


@st.composite
def delivered(draw):
    """The own acts in their order, and every envelope once to five times anywhere between them."""
    came = draw(st.permutations([one for one in CAME for _ in range(draw(st.integers(1, 5)))]))
    places = sorted(draw(st.lists(st.integers(0, len(OWN)), min_size=len(came), max_size=len(came))))
    log, done = [], 0
    for place, one in zip(places, came, strict=True):
        log += OWN[done:place]
        done = place
        log.append(one)
    return [*log, *OWN[done:]]


@settings(max_examples=60, deadline=None)
@given(delivered())
def test_any_order_and_repetition_gives_the_same_state(log):
    state = folded(log, DESK.log.arrived)
    assert state == DESK.state
    assert board(state) == board(DESK.state)
    assert accepted_reads(state) == accepted_reads(DESK.state)
    assert remarks(state, DAY) == remarks(DESK.state, DAY)


@settings(max_examples=20, deadline=None)
@given(st.permutations([(DAY, "a"), (DAY, "b"), ("2026-03-09", "c"), ("2026-03-09", "c")]))
def test_a_read_in_several_envelopes_came_with_the_first(came):
    log = FakeLog()
    for day, content in came:
        log.arrivals[content] = read_arrived("C-0001", "ada")
        log.append(EnvelopeReceived(content, "SignedReadSent", "ada", "k", day))
    [read] = folded(log.stored, log.arrived).cases["C-0001"].reads
    assert read.coming == ("2026-03-09", "c", "k")


@settings(max_examples=20, deadline=None)
@given(st.permutations(["2026-03-09", DAY, "2026-03-11"]))
def test_an_envelope_that_was_taken_in_on_several_days_came_on_the_first(days):
    log = FakeLog()
    log.arrivals["a"] = IncidentalArrived("C-0001", "ada", "TP1", "Clot.", "")
    for day in days:
        log.append(EnvelopeReceived("a", "IncidentalFindingSent", "ada", "k", day))
    state = folded(log.stored, log.arrived)
    assert state.notes["a"].coming.day == "2026-03-09"
    assert state.last_received == {"ada": "2026-03-11"}


def test_a_state_does_not_change_when_more_is_added():
    fold = Fold(DESK.log.arrived)
    states = []
    for record in DESK.log.stored:
        fold.add(record)
        states.append((fold.state(), len(fold.state().cases), board(fold.state())))
    for state, cases, rows in states:
        assert (len(state.cases), board(state)) == (cases, rows)
    assert states[-1][0] == DESK.state


def test_an_act_of_somebody_else_is_a_bug():
    record = ActRecord(1, "0" * 64, DisputeShown("0" * 16, None), DESK.log.stored[0].stamp)
    with pytest.raises(TypeError, match="DisputeShown is no act of a coordinator"):
        Fold(DESK.log.arrived).add(record)


def test_receipts_are_known_per_account():
    assert DESK.state.receipts == {"ada": frozenset("abc")}


def test_a_desk_that_meets_a_damaged_envelope_goes_on_where_it_stopped():
    desk = Desk().ready("C-0001")
    _ = desk.state
    desk.log.append(EnvelopeReceived(sha("missing"), "SignedReadSent", "ada", "k", DAY))
    with pytest.raises(KeyError):
        _ = desk.state
    desk.log.arrivals[sha("missing")] = read_arrived("C-0001", "ada")
    assert len(desk.case("C-0001").reads) == 1
    assert len(desk.case("C-0001").released) == 1
