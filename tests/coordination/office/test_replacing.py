import pytest
from coordination.office.desk import Desk, answer, codes

from seedcryo_reader.coordination.office.replacing import ReplacementWanted
from seedcryo_reader.coordination.office.standing import Outcome, standing
from seedcryo_reader.coordination.office.unlocking import UnlockWanted
from seedcryo_reader.domain.dispute import Choice
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.messages.adjudicator import DisputeSent, DisputeWithdrawn, NothingToDecide
from seedcryo_reader.domain.messages.reader import CaseAssigned, CaseReassigned, PartReleased

CASE = "C-0001"


def wanted(before="ada", after="cem", reason="on leave", case=CASE):
    return ReplacementWanted(case, before, after, reason)


def refusal(desk, one, what="reader"):
    with pytest.raises(Refused) as refused:
        getattr(desk.office, f"replace_{what}")(one)
    return codes(refused)


def test_a_backup_reader_starts_anew_behind_the_own_cases():
    desk = Desk().ready(CASE, "C-0002")
    desk.office.replace_reader(wanted())
    desk.office.replace_reader(wanted(case="C-0002"))
    assert set(desk.case(CASE).readers) == {"ben", "cem"}
    told = [message for message in desk.sent_to("cem") if isinstance(message, CaseAssigned)]
    assert [(message.case_number, message.place) for message in told] == [(CASE, 1), ("C-0002", 2)]
    assert desk.sent_to("ada")[-2:] == [
        CaseReassigned(CASE, "The centre gave this case to somebody else."),
        CaseReassigned("C-0002", "The centre gave this case to somebody else."),
    ]
    assert {due.accounts for due in desk.office.due()} == {("cem",)}
    assert desk.office.release_due().cases == 2
    assert sum(isinstance(message, PartReleased) for message in desk.sent_to("cem")) == 4


@pytest.mark.parametrize("before", ["ada", "ben"])
def test_the_place_of_the_reader_and_of_the_accepted_read_is_taken_over(before):
    desk = Desk().ready(CASE)
    old = desk.case(CASE).plan
    desk.office.replace_reader(wanted(before))
    plan = desk.case(CASE).plan
    assert (plan.first, plan.second) == tuple("cem" if one == before else one for one in (old.first, old.second))
    assert plan.accepted == ("cem" if old.accepted == before else old.accepted)


def test_a_reader_who_signed_is_not_replaced_unless_the_signature_does_not_count():
    desk = Desk().ready(CASE)
    desk.sign(CASE, "ada")
    assert refusal(desk, wanted()) == ["signed-already"]
    desk.office.revoke("ada", desk.log.day, "was not qualified")
    before = len(desk.sent_to("ada"))
    desk.office.replace_reader(wanted())
    assert len(desk.sent_to("ada")) == before, "nothing goes to a revoked account"


def test_a_reader_who_signed_by_another_protocol_is_replaced():
    desk = Desk().ready(CASE)
    desk.sign(CASE, "ada", protocol_sha256="e" * 64)
    desk.office.replace_reader(wanted())
    assert "cem" in desk.case(CASE).readers


@pytest.mark.parametrize("leaves", [False, True])
def test_a_backup_takes_over_what_a_reader_was_allowed_to_read_again_and_did_not_sign(leaves):
    desk = Desk().ready(CASE)
    desk.dispute(CASE)
    desk.decide(CASE, answer(Choice.A))
    desk.office.allow_again(UnlockWanted(CASE, "ada", "TP1", False, "wrong-images", "mixed up", "carl"))
    desk.log.day = "2026-03-20"
    if leaves:
        desk.office.revoke("ada", "2026-03-20", "left the study")
    desk.office.replace_reader(wanted())
    assert standing(desk.state, desk.case(CASE)).outcome is Outcome.WAITING
    desk.sign(CASE, "cem", "TP2")
    assert desk.office.compare_due().cases == 1
    assert desk.case(CASE).last_compared.supersedes == desk.case(CASE).compared[0].act.dispute_id


def test_a_read_by_another_protocol_can_be_taken_over():
    desk = Desk().ready(CASE)
    desk.sign(CASE, "ada", "TP1", protocol_sha256="e" * 64)
    desk.sign(CASE, "ben", "TP1")
    desk.office.replace_reader(wanted())
    desk.sign(CASE, "cem", "TP1")
    assert desk.office.compare_due().cases == 1


def test_a_replacement_that_cannot_be_is_refused():
    desk = Desk().ready(CASE)
    assert refusal(desk, wanted(case="C-0009")) == ["not-assigned"]
    assert refusal(desk, wanted("cem", "ben", "")) == ["other-reader", "reads-already", "bad-text"]
    assert refusal(desk, wanted(after="dora")) == [
        "wrong-role",
    ]
    desk.train("cem", until="2026-03-01")
    assert refusal(desk, wanted()) == ["not-trained"]
    desk.train("cem")
    desk.office.replace_reader(wanted())
    assert refusal(desk, wanted("cem", "ada")) == ["read-before"]


def test_what_a_replaced_reader_signs_later_is_not_compared():
    desk = Desk().ready(CASE)
    desk.office.replace_reader(wanted())
    desk.sign(CASE, "ada")
    desk.sign(CASE, "ben")
    assert desk.office.compare_due().cases == 0
    desk.sign(CASE, "cem")
    assert desk.office.compare_due().cases == 1


# --- adjudicators ----------------------------------------------------------------------------------------------------


def other(before="dora", after="emil", reason="on leave", case=CASE):
    return ReplacementWanted(case, before, after, reason)


def test_an_open_dispute_goes_to_the_other_adjudicator():
    desk = Desk().ready(CASE)
    desk.dispute(CASE)
    old = desk.case(CASE).last_compared
    desk.office.replace_adjudicator(other())
    assert isinstance(desk.sent_to("dora")[-1], DisputeWithdrawn)
    assert desk.office.compare_due().cases == 1
    sent = desk.sent_to("emil")[-1]
    assert isinstance(sent, DisputeSent)
    assert sent.supersedes is None, "it never had the one before"
    assert desk.case(CASE).last_compared.supersedes == old.dispute_id
    assert sent.dispute.dispute_id != old.dispute_id
    assert {due.accounts for due in desk.office.due()} == {("emil",)}


def test_without_a_dispute_as_much_is_sent():
    desk = Desk().ready(CASE, "C-0002")
    desk.office.replace_adjudicator(other())
    assert desk.sent_to("dora")[-1] == NothingToDecide("")
    desk.both_sign("C-0002")
    desk.office.compare_due()
    desk.office.replace_adjudicator(other(case="C-0002"))
    assert desk.sent_to("dora")[-1] == NothingToDecide("")


def test_a_revoked_adjudicator_is_sent_nothing():
    desk = Desk().ready(CASE)
    desk.office.revoke("dora", "2026-03-01", "left the study")
    desk.both_sign(CASE)
    done = desk.office.compare_due()
    assert (done.cases, [finding.code for finding in done.findings]) == (0, ["revoked-account"])
    before = len(desk.sent_to("dora"))
    desk.office.replace_adjudicator(other())
    assert len(desk.sent_to("dora")) == before
    assert desk.office.compare_due().cases == 1


def test_another_adjudicator_that_cannot_be_is_refused():
    desk = Desk().ready(CASE)
    assert refusal(desk, other("emil", "dora"), "adjudicator") == ["other-adjudicator", "decides-already"]
    assert refusal(desk, other(after="cem"), "adjudicator") == ["wrong-role"]
    desk.office.replace_adjudicator(other())
    assert refusal(desk, other("emil", "dora"), "adjudicator") == ["decided-before"]
    desk.dispute(CASE)
    desk.decide(CASE, answer(Choice.A), by="emil")
    assert refusal(desk, other("emil", "dora"), "adjudicator") == ["decided-before", "decided-already"]
