import pytest
from coordination.office.desk import DAY, Desk, answer, codes

from seedcryo_reader.coordination.arrived import DecisionArrived, IncidentalArrived, QueryArrived
from seedcryo_reader.coordination.office.deciding import SettlementWanted
from seedcryo_reader.coordination.office.remarks import remarks
from seedcryo_reader.coordination.office.replacing import ReplacementWanted
from seedcryo_reader.coordination.office.standing import AcceptedRead, Outcome, accepted_reads, standing
from seedcryo_reader.domain.dispute import WHOLE_CASE, Choice, Decision
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.messages.intake import QueryForwarded
from seedcryo_reader.domain.role import Role

CASE = "C-0001"


def disputed():
    desk = Desk().ready(CASE)
    desk.dispute(CASE)
    return desk


def outcome(desk):
    return standing(desk.state, desk.case(CASE)).outcome


def sides(desk):
    """The readers of A and B."""
    plan = desk.case(CASE).plan
    both = plan.first, plan.second
    return both if desk.case(CASE).last_compared.a_is == "first" else both[::-1]


@pytest.mark.parametrize("choice", [Choice.A, Choice.B])
def test_the_chosen_read_is_accepted_for_its_whole_series(choice):
    desk = disputed()
    assert (outcome(desk), accepted_reads(desk.state)) == (Outcome.DISPUTED, {})
    desk.decide(CASE, answer(choice))
    [accepted] = accepted_reads(desk.state)[CASE]
    assert (accepted.endpoint, accepted.basis, accepted.version) == (WHOLE_CASE, Outcome.DECIDED, 1)
    assert accepted.reader == sides(desk)[choice is Choice.B]


def test_an_agreed_case_accepts_the_reader_who_was_drawn():
    desk = Desk().ready(CASE)
    desk.both_sign(CASE)
    desk.office.compare_due()
    [accepted] = accepted_reads(desk.state)[CASE]
    assert (accepted.basis, accepted.reader) == (Outcome.CONCORDANT, desk.case(CASE).plan.accepted)


def test_the_adjudicators_own_read_can_be_accepted():
    desk = disputed()
    desk.decide(CASE, answer(Choice.OWN), own="c" * 64)
    assert accepted_reads(desk.state) == {CASE: (AcceptedRead(WHOLE_CASE, Outcome.DECIDED, "dora", 0, "c" * 64),)}


def test_per_endpoint_each_can_have_another_reader_and_the_rest_is_agreed():
    desk = disputed()
    desk.decide(CASE, answer(Choice.A, "T01"), answer(Choice.B, "overall"))
    a, b = sides(desk)
    found = [(one.endpoint, one.basis, one.reader) for one in accepted_reads(desk.state)[CASE]]
    drawn = desk.case(CASE).plan.accepted
    assert found == [
        (WHOLE_CASE, Outcome.CONCORDANT, drawn),
        ("T01", Outcome.DECIDED, a),
        ("overall", Outcome.DECIDED, b),
    ]


def settlement(desk, accepted=None, **changes):
    values = {"dispute_id": desk.case(CASE).last_compared.dispute_id, "person": "Prof. Charter", "text": "as discussed"}
    return SettlementWanted(CASE, accepted=accepted, **(values | changes))


def refusal(desk, one):
    with pytest.raises(Refused) as refused:
        desk.office.settle(one)
    return codes(refused)


@pytest.mark.parametrize("accepted", ["ada", "ben"])
def test_neither_goes_to_the_charters_person(accepted):
    desk = disputed()
    desk.decide(CASE, answer(Choice.NEITHER))
    assert (outcome(desk), accepted_reads(desk.state)) == (Outcome.NEITHER, {})
    desk.office.settle(settlement(desk, accepted))
    assert outcome(desk) is Outcome.SETTLED
    [found] = accepted_reads(desk.state)[CASE]
    assert (found.reader, found.basis, found.version) == (accepted, Outcome.SETTLED, 1)


def test_a_case_is_settled_otherwise_for_a_reason_and_both_stay():
    desk = disputed()
    desk.decide(CASE, answer(Choice.NEITHER))
    desk.office.settle(settlement(desk, "ada"))
    desk.office.settle(settlement(desk, "ben", text="the images were looked at again"))
    assert [one.accepted for one in desk.case(CASE).settled] == ["ada", "ben"]
    assert [one.reader for one in accepted_reads(desk.state)[CASE]] == ["ben"]
    assert refusal(desk, settlement(desk, "ada", text="")) == ["bad-text"]


@pytest.mark.parametrize("name", ["ada", "ben", "dora"])
def test_who_reads_a_case_or_decides_about_it_does_not_settle_it(name):
    desk = disputed()
    desk.decide(CASE, answer(Choice.NEITHER))
    assert refusal(desk, settlement(desk, "ada", person=f"Prof. {name.upper()}")) == ["took-part"]


def test_who_read_a_case_before_does_not_settle_it():
    desk = Desk().ready(CASE)
    desk.office.replace_reader(ReplacementWanted(CASE, "ada", "cem", "on leave"))
    desk.office.release_due()
    desk.dispute(CASE)
    desk.decide(CASE, answer(Choice.NEITHER))
    assert refusal(desk, settlement(desk, "cem", person="Ada")) == ["took-part"]


def test_the_charters_person_can_accept_none():
    desk = disputed()
    desk.decide(CASE, answer(Choice.A, "T01"), answer(Choice.NEITHER, "overall"))
    desk.office.settle(settlement(desk))
    assert accepted_reads(desk.state)[CASE][1:] == (
        AcceptedRead("T01", Outcome.DECIDED, sides(desk)[0], 1, accepted_reads(desk.state)[CASE][1].read_sha256),
        AcceptedRead("overall", Outcome.SETTLED),
    )


def test_what_cannot_be_settled_is_refused():
    desk = disputed()
    assert refusal(desk, settlement(desk)) == ["nothing-to-settle"]
    assert refusal(desk, SettlementWanted("C-0009", "0" * 16, "ada", "P. Rof", "why")) == [
        "nothing-to-settle",
        "other-reader",
    ]
    desk.decide(CASE, answer(Choice.NEITHER))
    assert refusal(desk, settlement(desk, "cem", person="", text="")) == ["other-reader", "bad-text", "bad-text"]
    assert refusal(desk, settlement(desk, dispute_id="0" * 16)) == ["nothing-to-settle"]


def test_a_decision_by_somebody_else_or_of_a_concordant_case_counts_for_nothing():
    desk = disputed()
    desk.decide(CASE, answer(Choice.A), by="emil")
    assert outcome(desk) is Outcome.DISPUTED
    desk = Desk().ready(CASE)
    desk.both_sign(CASE)
    desk.office.compare_due()
    desk.decide(CASE, answer(Choice.B))
    assert outcome(desk) is Outcome.CONCORDANT


def test_a_decision_that_came_after_the_account_was_revoked_does_not_count():
    desk = disputed()
    desk.office.revoke("dora", desk.log.day, "left the study")
    desk.decide(CASE, answer(Choice.A))
    assert outcome(desk) is Outcome.DISPUTED


# --- two decisions ---------------------------------------------------------------------------------------------------


def second(desk, choice, day, content):
    """One more decision upon the last dispute, that was signed before any other."""
    decision = Decision(desk.case(CASE).last_compared.dispute_id, CASE, (answer(choice),), "measurement", "No.")
    desk.receive(DecisionArrived("dora", decision, f"{DAY}T01:00:00.000000Z"), "dora", day, content)


def told(desk):
    return [(one.code, one.text) for one in remarks(desk.state, DAY)]


@pytest.mark.parametrize(("day", "content"), [("2026-03-11", "0" * 64), (DAY, "f" * 64)])
def test_the_decision_that_came_first_counts_whenever_it_was_signed(day, content):
    desk = disputed()
    desk.decide(CASE, answer(Choice.A))
    before = accepted_reads(desk.state)
    second(desk, Choice.B, day, content)
    assert accepted_reads(desk.state) == before
    [(code, text)] = told(desk)
    assert code == "two-decisions"
    assert text.endswith("upon which another decision counts already. It is kept, not used.")


def test_a_decision_that_was_settled_upon_stays_whatever_comes_the_same_day():
    desk = disputed()
    desk.decide(CASE, answer(Choice.NEITHER))
    desk.office.settle(settlement(desk, "ada"))
    before = accepted_reads(desk.state)
    second(desk, Choice.B, DAY, "0" * 64)
    assert (outcome(desk), accepted_reads(desk.state)) == (Outcome.SETTLED, before)
    assert [code for code, _ in told(desk)] == ["two-decisions"]


@pytest.mark.parametrize("content", ["0" * 64, "f" * 64])
def test_a_decision_that_came_again_under_a_new_key_is_one_and_the_same(content):
    desk = disputed()
    desk.decide(CASE, answer(Choice.NEITHER))
    decision = desk.acts[-1].content
    desk.office.settle(settlement(desk, "ada"))
    before = accepted_reads(desk.state)
    desk.receive(desk.log.arrivals[decision], "dora", content=content)
    assert (outcome(desk), accepted_reads(desk.state), told(desk)) == (Outcome.SETTLED, before, [])


def test_a_decision_that_came_too_late_counts_under_the_new_key_and_only_that_is_told():
    desk = disputed()
    desk.office.revoke("dora", DAY, "new keys")
    desk.decide(CASE, answer(Choice.A))
    desk.accept("dora", Role.ADJUDICATOR, keys=" new")
    assert (outcome(desk), [code for code, _ in told(desk)]) == (Outcome.DISPUTED, ["revoked-decision"])
    desk.receive(desk.log.arrivals[desk.acts[-2].content], "dora", content="f" * 64)
    assert (outcome(desk), told(desk)) == (Outcome.DECIDED, [])


def test_a_decision_without_an_answer_counts_for_nothing_and_is_told():
    desk = disputed()
    desk.decide(CASE)
    assert outcome(desk) is Outcome.DISPUTED
    assert [code for code, _ in told(desk)] == ["no-answer"]


# --- notes -----------------------------------------------------------------------------------------------------------

QUERY = QueryArrived(CASE, "ada", "TP1", "wrong series", "Is this the right phase?", "2026-03-10T09:00:00.000000Z")
FOUND = IncidentalArrived(CASE, "ada", "TP1", "Aneurysm.", "2026-03-10T09:00:00.000000Z")


def test_a_note_is_handled_and_stays():
    desk = Desk().ready(CASE)
    content = desk.receive(FOUND, "ada")
    assert desk.state.notes[content].handled == ()
    desk.office.handle_note(content, "The site was called.")
    note = desk.state.notes[content]
    assert (note.arrived, [one.text for one in note.handled]) == (FOUND, ["The site was called."])


def test_a_query_goes_to_intake_without_the_readers_name():
    desk = Desk().ready(CASE)
    content = desk.receive(QUERY, "ada")
    desk.office.forward_query(content)
    assert desk.sent_to("ina") == [QueryForwarded(CASE, "TP1", "wrong series", "Is this the right phase?")]
    assert desk.state.notes[content].handled[0].text == "Sent on to ina."


def test_what_cannot_be_handled_is_refused():
    desk = Desk().ready(CASE)
    content, query = desk.receive(FOUND, "ada"), desk.receive(QUERY, "ada")
    for act, wanted in (
        (lambda: desk.office.handle_note("0" * 64, "Done."), ["no-note"]),
        (lambda: desk.office.handle_note(content, ""), ["bad-text"]),
        (lambda: desk.office.forward_query(content), ["no-query"]),
        (lambda: desk.office.forward_query("0" * 64), ["no-note"]),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert codes(refused) == wanted
    desk.office.revoke("ina", "2026-03-01", "left the study")
    with pytest.raises(Refused) as refused:
        desk.office.forward_query(query)
    assert codes(refused) == ["no-intake"]
