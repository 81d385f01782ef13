"""One version of a read that was signed twice: before a comparison it holds the case, after it nothing changes."""

import pytest
from coordination.office.desk import DAY, Desk, answer, read_arrived
from hypothesis import given, settings
from hypothesis import strategies as st

from seedcryo_reader.coordination.office.fold import folded
from seedcryo_reader.coordination.office.remarks import remarks
from seedcryo_reader.coordination.office.replacing import ReplacementWanted
from seedcryo_reader.coordination.office.standing import Outcome, pair, signed_by, standing
from seedcryo_reader.coordination.office.unlocking import UnlockWanted
from seedcryo_reader.domain.dispute import Choice
from seedcryo_reader.domain.office.received import EnvelopeReceived

CASE = "C-0001"


def twice(desk: Desk, reader: str = "ada") -> tuple[str, str]:
    """The hashes of two contents of version 1."""
    return (
        desk.sign(CASE, reader, "TP2", signed_on="2026-03-09"),
        desk.sign(CASE, reader, "TP1", signed_on="2026-03-08"),
    )


def told(desk: Desk) -> list[tuple[str, str]]:
    return [(finding.code, finding.text) for finding in remarks(desk.state, DAY)]


def outcome(desk: Desk) -> Outcome:
    return standing(desk.state, desk.case(CASE)).outcome


def held() -> Desk:
    desk = Desk().ready(CASE)
    twice(desk)
    desk.sign(CASE, "ben", "TP1")
    return desk


def test_two_contents_hold_the_comparison_and_both_are_named():
    desk = Desk().ready(CASE)
    hashes = twice(desk)
    desk.sign(CASE, "ben", "TP1")
    assert (desk.office.compare_due().cases, outcome(desk)) == (0, Outcome.WAITING)
    assert desk.office.comparison(CASE) is None
    [(code, text)] = told(desk)
    assert code == "two-contents"
    assert text.startswith(f"{CASE}: version 1 by ada was signed twice with other contents (")
    assert "not compared until that is resolved" in text
    assert all(one[:16] in text for one in hashes)


def test_another_version_resolves_it():
    desk = held()
    desk.office.allow_again(UnlockWanted(CASE, "ada", "TP1", False, "technical-fault", "restored twice", "carl"))
    assert outcome(desk) is Outcome.WAITING
    desk.sign(CASE, "ada", "TP1", version=2)
    assert (desk.office.compare_due().cases, outcome(desk)) == (1, Outcome.CONCORDANT)
    [(code, text)] = told(desk)
    assert (code, text.endswith("Neither is used now.")) == ("two-contents", True)


def test_a_reader_who_comes_in_place_resolves_it():
    desk = held()
    desk.office.replace_reader(ReplacementWanted(CASE, "ada", "cem", "station restored"))
    desk.office.release_due()
    desk.sign(CASE, "cem", "TP1")
    assert (desk.office.compare_due().cases, outcome(desk)) == (1, Outcome.CONCORDANT)


@pytest.mark.parametrize("signed_on", ["2026-03-01", DAY, "2026-03-30"])
def test_what_was_compared_and_decided_stays_whatever_comes_and_is_told(signed_on):
    desk = Desk().ready(CASE)
    desk.dispute(CASE)
    desk.decide(CASE, answer(Choice.A))
    reader = desk.case(CASE).plan.first
    before, counted = standing(desk.state, desk.case(CASE)), signed_by(desk.state, desk.case(CASE), reader)
    desk.sign(CASE, reader, "TP2", signed_on=signed_on)
    assert standing(desk.state, desk.case(CASE)) == before
    assert signed_by(desk.state, desk.case(CASE), reader) == counted
    assert desk.office.compare_due().cases == 0
    [(code, text)] = told(desk)
    assert code == "two-contents"
    assert text.endswith(f"Only {counted.arrived.result.read_sha256[:16]} counts.")


def test_two_contents_of_a_reader_who_was_replaced_hold_nothing():
    desk = Desk().ready(CASE)
    desk.office.replace_reader(ReplacementWanted(CASE, "ada", "cem", "on leave"))
    twice(desk)
    assert [code for code, _ in told(desk)] == ["replaced-read", "replaced-read", "two-contents"]
    assert told(desk)[-1][1].endswith("Neither is used now.")


def test_two_contents_of_an_own_read_are_told():
    desk = Desk().ready(CASE)
    desk.dispute(CASE)
    for at in ("TP1", "TP2"):
        desk.sign(CASE, "dora", at)
    [(code, text)] = told(desk)
    assert (code, text.endswith("The one that the decision names is the own read.")) == ("two-contents", True)


def test_a_newer_version_with_two_contents_holds_the_case_that_was_compared_before():
    desk = Desk().ready(CASE)
    desk.dispute(CASE)
    desk.office.allow_again(UnlockWanted(CASE, "ada", "TP1", False, "data-entry", "typed wrong", "carl"))
    for at in ("TP1", "TP2"):
        desk.sign(CASE, "ada", at, version=2)
    assert (desk.office.compare_due().cases, outcome(desk)) == (0, Outcome.WAITING)


def came(desk: Desk) -> list[int]:
    """Places of the envelopes in the log."""
    return [place for place, one in enumerate(desk.log.stored) if isinstance(one.act, EnvelopeReceived)]


def both_kinds() -> Desk:
    """A case that is held, and one whose second content came after the decision."""
    desk = Desk().ready(CASE, "C-0002")
    desk.both_sign("C-0002", "TP1", "TP2")
    desk.office.compare_due()
    desk.decide("C-0002", answer(Choice.A))
    desk.receive(read_arrived("C-0002", "ada", "TP3", signed_on="2026-01-01"), "ada")
    desk.receive(read_arrived("C-0002", "ben", "TP3", signed_on="2026-01-01"), "ben")
    twice(desk)
    desk.sign(CASE, "ben", "TP1")
    return desk


DESK = both_kinds()


@settings(max_examples=40, deadline=None)
@given(st.permutations(came(DESK)))
def test_the_state_is_the_same_in_whatever_order_the_envelopes_came(order):
    log = list(DESK.log.stored)
    for place, other in zip(came(DESK), order, strict=True):
        log[place] = DESK.log.stored[other]
    state = folded(log, DESK.log.arrived)
    assert state == DESK.state
    for number in (CASE, "C-0002"):
        assert standing(state, state.cases[number]) == standing(DESK.state, DESK.case(number))
        assert pair(state, state.cases[number]) == pair(DESK.state, DESK.case(number))
    assert remarks(state, DAY) == remarks(DESK.state, DAY)
