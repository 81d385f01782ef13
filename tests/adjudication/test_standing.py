"""Where disputes stand is the same in whatever order the envelopes came, and however often."""

import random

from adjudication.ways import FakeDecisionLog, dispute, log_with
from hypothesis import given
from hypothesis import strategies as st

from seedcryo_reader.adjudication.standing import Count, Standing, counted, standings
from seedcryo_reader.domain.dispute import DisputeState, Mode
from seedcryo_reader.domain.messages.adjudicator import DisputeSent, DisputeWithdrawn, NothingToDecide
from seedcryo_reader.domain.office.adjudicator import DisputeShown

ONE, TWO, THREE = "1" * 16, "2" * 16, "3" * 16


def found(log: FakeDecisionLog) -> dict[str, Standing]:
    return {one.dispute.dispute_id: one for one in standings(log.records(), log.message)}


def states(log: FakeDecisionLog) -> list[tuple[str, DisputeState]]:
    return [(name, one.state) for name, one in found(log).items()]


def test_disputes_are_listed_by_their_random_ids_and_covers_are_none() -> None:
    log = log_with([dispute(TWO), dispute(ONE)])
    log.receive(NothingToDecide("0" * 100))
    assert states(log) == [(ONE, DisputeState.RECEIVED), (TWO, DisputeState.RECEIVED)]


def test_one_that_takes_anothers_place_ends_it_also_where_it_comes_first() -> None:
    log = FakeDecisionLog()
    log.receive(DisputeSent(dispute(TWO), ONE), DisputeWithdrawn(THREE, "They agree now."))
    assert states(log) == [(TWO, DisputeState.RECEIVED)]
    log.receive(DisputeSent(dispute(ONE)), DisputeSent(dispute(THREE)))
    assert states(log) == [
        (ONE, DisputeState.SUPERSEDED),
        (TWO, DisputeState.RECEIVED),
        (THREE, DisputeState.WITHDRAWN),
    ]


@given(seed=st.integers(0, 2**32), times=st.integers(1, 5))
def test_any_order_and_repetition_gives_the_same(seed: int, times: int) -> None:
    messages = [
        DisputeSent(dispute(ONE)),
        DisputeSent(dispute(TWO), ONE),
        DisputeSent(dispute(THREE)),
        DisputeWithdrawn(THREE, "They agree now."),
        DisputeWithdrawn(ONE, "They agree now."),
        NothingToDecide("0"),
    ] * times
    straight, shuffled = FakeDecisionLog(), FakeDecisionLog()
    straight.receive(*messages)
    random.Random(seed).shuffle(messages)  # noqa: S311 - no secret
    shuffled.receive(*messages)
    assert states(straight) == states(shuffled)


def test_what_was_shown_waits_and_what_is_over_does_not() -> None:
    log = log_with([dispute(ONE, mode=Mode.OWN_READ_FIRST), dispute(TWO)])
    log.append(DisputeShown(TWO, None))
    log.receive(DisputeWithdrawn(TWO, "They agree now."), DisputeSent(dispute(THREE)))
    log.append(DisputeShown(THREE, None))
    assert [(one.is_open, one.wants_own_read) for one in found(log).values()] == [
        (True, True),
        (False, False),
        (True, False),
    ]
    assert counted(found(log).values()) == Count(0, 2)


def test_an_act_about_something_else_changes_nothing() -> None:
    log = log_with([dispute(ONE)])
    log.append("of a kind that disputes do not know")
    assert states(log) == [(ONE, DisputeState.RECEIVED)]
