"""What a coordinator's desk knows, as the pages show it."""

from dataclasses import replace

import pytest
from coordination.office.desk import SHA, Desk, FakeJudging

from seedcryo_reader.app.paths import resources
from seedcryo_reader.coordination.arrived import IncidentalArrived, QueryArrived
from seedcryo_reader.coordination.office.board import board
from seedcryo_reader.coordination.office.deciding import SettlementWanted
from seedcryo_reader.coordination.office.replacing import ReplacementWanted
from seedcryo_reader.coordination.office.unlocking import REASONS, UnlockWanted
from seedcryo_reader.criteria.protocol.reader import read_protocol
from seedcryo_reader.domain.dispute import WHOLE_CASE, Answer, Choice
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.role import Role
from seedcryo_reader.storage.post.tally import Tally
from seedcryo_reader.ui.coordination.showing import cases, double_reads, people, post
from seedcryo_reader.ui.coordination.showing.drawing import draw_shown
from seedcryo_reader.ui.coordination.shown.cases import CaseLine, Outcome, ReadLine
from seedcryo_reader.ui.coordination.shown.double_reads import DisputeStanding

CASE = "C-0001"


@pytest.fixture
def desk() -> Desk:
    return Desk().ready(CASE)


def line(desk: Desk, releasable=()) -> CaseLine:
    [found] = cases.case_lines(board(desk.state, desk.parts.all()), releasable)
    return found


def compare(first, second):
    return FakeJudging().compare(first, second, None)


def disputes(desk: Desk):
    return double_reads.dispute_lines(desk.state, compare)


def on_side(desk: Desk, reader: str) -> Choice:
    """The side that a reader's read stands on."""
    case = desk.case(CASE)
    is_first = case.plan.first == reader
    return Choice.A if is_first == (case.last_compared.a_is == "first") else Choice.B


def test_a_case_is_shown_from_the_seal_to_the_accepted_read(desk) -> None:
    now = line(desk, {CASE})
    assert (now.parts, now.released, now.is_closed, now.batch, now.outcome) == (3, 3, True, 1, Outcome.OPEN)
    assert now.is_releasable
    assert not now.is_assignable
    desk.lock(CASE, "ada", 1)
    assert ReadLine("ada", 1) in line(desk).reads
    desk.both_sign(CASE)
    assert line(desk).outcome is Outcome.TO_COMPARE
    assert line(desk).are_both_signed
    desk.office.compare_due()
    now = line(desk)
    assert now.outcome is Outcome.CONCORDANT
    assert now.accepted == (desk.case(CASE).plan.accepted,)


def test_a_read_that_is_allowed_again_is_shown_so(desk) -> None:
    desk.sign(CASE, "ada")
    desk.office.allow_again(UnlockWanted(CASE, "ada", "TP0", and_later=False, code="reader-asked", text="as noted"))
    read = next(one for one in line(desk).reads if one.account == "ada")
    assert (read.signed, read.is_again, read.is_over) == (1, True, False)


def test_a_dispute_is_shown_with_what_became_of_it(desk) -> None:
    desk.dispute(CASE)
    [one] = disputes(desk)
    assert (one.standing, one.adjudicator, one.decision) == (DisputeStanding.WAITS, "dora", ())
    assert {*one.readers} == {"ada", "ben"}
    assert (one.differences[0].first, one.differences[0].second) == ("TP1", "None")
    desk.decide(CASE, Answer(WHOLE_CASE, on_side(desk, "ben")))
    [one] = disputes(desk)
    assert (one.standing, one.decision) == (DisputeStanding.DECIDED, ("ben",))
    assert (one.reason, one.comment) == ("measurement", "A is right.")
    assert line(desk).accepted == ("ben",)


def test_neither_read_is_settled_by_the_charters_person(desk) -> None:
    desk.dispute(CASE)
    desk.decide(CASE, Answer(WHOLE_CASE, Choice.NEITHER))
    [one] = disputes(desk)
    assert (one.standing, one.decision) == (DisputeStanding.NEITHER, ("neither read",))
    assert line(desk).outcome is Outcome.NEITHER
    desk.office.settle(SettlementWanted(CASE, one.dispute_id, None, "Prof Chair", "as the minutes say"))
    [one] = disputes(desk)
    assert (one.standing, one.decision[-1]) == (DisputeStanding.SETTLED, "Prof Chair: neither read")
    assert line(desk).accepted == ("–",)


def test_what_each_answer_of_a_decision_is_about_is_said_in_words(desk) -> None:
    desk.dispute(CASE)
    desk.decide(CASE, Answer("T01", on_side(desk, "ben")), Answer("overall", Choice.NEITHER))
    assert disputes(desk)[0].decision == ("T01 local progression: ben", "overall progression: neither read")


def test_an_own_read_of_the_adjudicator_is_said(desk) -> None:
    desk.dispute(CASE)
    desk.decide(CASE, Answer(WHOLE_CASE, Choice.OWN), own="ab" * 32)
    assert disputes(desk)[0].decision == ("the adjudicator's own read",)


@pytest.mark.parametrize(
    ("is_decided", "again", "standing"),
    [
        (True, None, DisputeStanding.SUPERSEDED),
        (True, "TP1", DisputeStanding.SUPERSEDED),
        (False, None, DisputeStanding.SUPERSEDED),
        (False, "TP1", DisputeStanding.WITHDRAWN),
    ],
)
def test_a_dispute_of_an_older_version_stays_on_record(desk, is_decided, again, standing) -> None:
    desk.dispute(CASE)
    if is_decided:
        desk.decide(CASE, Answer(WHOLE_CASE, Choice.A))
    plan = desk.case(CASE).plan
    wanted = UnlockWanted(CASE, plan.second, "TP0", and_later=False, code="reader-asked", text="as noted")
    desk.office.allow_again(replace(wanted, approver="carl"))
    [now] = disputes(desk)
    assert (now.standing, now.again) == (DisputeStanding.AGAIN, (ReadLine(plan.second, 0, 1, is_again=True),))
    desk.sign(CASE, plan.second, "TP0" if again is None else again, 2)
    assert desk.office.compare_due().cases == 1
    assert disputes(desk)[0].standing is standing


def test_a_version_of_a_reader_who_left_is_not_awaited_and_the_decision_stands(desk) -> None:
    desk.dispute(CASE)
    desk.decide(CASE, Answer(WHOLE_CASE, Choice.A))
    wanted = UnlockWanted(CASE, "ada", "TP0", and_later=False, code="reader-asked", text="as noted", approver="carl")
    desk.office.allow_again(wanted)
    assert not line(desk).accepted
    desk.log.day = "2026-05-01"
    desk.office.revoke("ada", "2026-05-01", "left the study")
    [now] = disputes(desk)
    assert (now.standing, now.again) == (DisputeStanding.DECIDED, ())
    shown = line(desk)
    assert (shown.outcome, len(shown.accepted), shown.are_both_signed) == (Outcome.DECIDED, 1, True)


def test_same_answers_for_different_reasons_are_listed(desk) -> None:
    desk.both_sign(CASE)
    desk.office.compare_due()

    def told(first, second):
        return replace(compare(first, second), different_reasons=("NL01 here, NL02 there.",))

    [one] = double_reads.other_reasons(desk.state, told)
    first, second = desk.state.cases[CASE].readers
    said = f"NL01 here, NL02 there. The first is {first}'s, the second {second}'s."
    assert (one.case_number, one.sentence) == (CASE, said)


def test_what_can_be_allowed_again_is_what_is_locked(desk) -> None:
    desk.lock(CASE, "ada", 2)
    desk.sign(CASE, "ben")
    shown = double_reads.double_read(desk.state, CASE, "")
    by = {one.account: one for one in shown.reads}
    assert (by["ada"].timepoints, by["ada"].signed) == (("TP0", "TP1"), None)
    assert (by["ben"].timepoints, by["ben"].signed) == (("TP0", "TP1"), 1)
    assert not shown.needs_approver
    assert double_reads.double_read(desk.state, "C-9999", "").reads == ()
    assert {one.code for one in double_reads.UNLOCK_REASONS} == set(REASONS)


def test_notes_come_with_incidental_findings_first_and_what_was_done(desk) -> None:
    query = QueryArrived(CASE, "ada", "TP0", "wrong series", "phase missing", "2026-03-01T08:00:00.000000Z")
    found = IncidentalArrived(CASE, "ben", "TP1", "embolism", "2026-03-02T08:00:00.000000Z")
    desk.receive(query, "ada", "2026-03-03")
    name = desk.receive(found, "ben", "2026-03-04")
    first, second = cases.note_lines(desk.state, lambda *_: None)
    assert (first.is_incidental, first.text, first.received_on, first.handled) == (True, "embolism", "2026-03-04", None)
    assert (second.is_incidental, second.text) == (False, "wrong series: phase missing")
    desk.office.handle_note(name, "The site was called.")
    lines = cases.note_lines(desk.state, lambda content, _note: "2026-03-05" if content == second.content else None)
    assert [(one.handled, one.intake) for one in lines] == [("The site was called.", None), (None, "2026-03-05")]


@pytest.mark.parametrize(("version", "lacking"), [("0.1", ("design", "adjudication")), ("1.0", ())])
def test_a_protocol_is_shown_with_what_double_reads_need_and_it_does_not_say(version, lacking) -> None:
    file = resources() / "protocols" / "seed-cryo" / f"{version}.toml"
    assert people.lacks(read_protocol(file.read_bytes(), f"seed-cryo/{version}")) == lacking


def test_accounts_stand_by_role_and_revoked_ones_last(desk) -> None:
    desk.office.revoke("ada", "2026-03-10", "left the study")
    lines = people.account_lines(desk.state, lambda one: f"print of {one.account}")
    assert [one.account for one in lines] == ["ben", "cem", "dora", "emil", "ina", "carl", "ada"]
    assert (lines[0].fingerprint, lines[0].trainings[0].protocol_sha256) == ("print of ben", SHA)
    assert (lines[-1].revoked_on, lines[-1].revoked_for) == ("2026-03-10", "left the study")


def test_who_can_be_drawn_is_active_and_says_what_is_missing(desk) -> None:
    desk.train("ben", passed=False)
    desk.office.revoke("ada", "2026-03-10", "left the study")
    ben, cem = people.candidates(desk.state, Role.READER, SHA, desk.day())
    assert (ben.account, cem.account, cem.why_not) == ("ben", "cem", ())
    assert "did not pass the training" in ben.why_not[0]


def test_who_signed_cannot_be_replaced_and_who_had_the_case_does_not_get_it_back(desk) -> None:
    desk.sign(CASE, "ben")
    reader, adjudicator = people.replaceable(desk.state, CASE, desk.day())
    assert (reader.account, [one.account for one in reader.candidates]) == ("ada", ["cem"])
    assert (adjudicator.account, [one.account for one in adjudicator.candidates]) == ("dora", ["emil"])
    desk.office.replace_reader(ReplacementWanted(CASE, "ada", "cem", "on leave"))
    reader, _adjudicator = people.replaceable(desk.state, CASE, desk.day())
    assert (reader.account, reader.candidates) == ("cem", ())
    with pytest.raises(Refused):
        people.replaceable(desk.state, "C-9999", desk.day())


def test_the_post_is_told_of_every_account(desk) -> None:
    desk.sign(CASE, "ada")
    lines = {one.account: one for one in post.post_lines(desk.state, {"ben": Tally(2, 5)})}
    assert lines.keys() == {"ada", "ben", "cem", "dora", "emil", "ina", "carl"}
    assert (lines["ben"].waiting, lines["ben"].received, lines["ben"].last_in) == (2, 5, None)
    assert (lines["ada"].waiting, lines["ada"].last_in) == (0, desk.day())


def test_a_batch_is_previewed_as_it_was_drawn(desk) -> None:
    batch = desk.state.batches[1]
    order = replace(batch.orders[0], cases=(*batch.orders[0].cases, "C-0815"))
    shown = draw_shown(replace(batch, orders=(order, *batch.orders[1:])))
    assert [one.case_number for one in shown.plans] == [CASE]
    assert [(one.case_number, one.reader) for one in shown.served] == [("C-0815", order.reader)]
    assert dict(shown.orders)[order.reader] == (CASE, "C-0815")
