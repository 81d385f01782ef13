"""Every comparison sends one envelope of the same size; disputes are superseded, never silently gone."""

from coordination.office.desk import COVER, Desk, answer

from seedcryo_reader.coordination.discordance.disputes import ENVELOPE_ROOM
from seedcryo_reader.coordination.office.unlocking import UnlockWanted
from seedcryo_reader.domain.canonical import encode
from seedcryo_reader.domain.codec import plain
from seedcryo_reader.domain.dispute import Choice, sha256_of
from seedcryo_reader.domain.messages.adjudicator import DisputeSent, DisputeWithdrawn, NothingToDecide
from seedcryo_reader.domain.office.coordinator import AccountRevoked, ReadsCompared

CASE = "C-0001"


def to_decide(desk):
    """What the adjudicator got about disputes, or in the place of one."""
    return [one for one in desk.sent_to("dora") if isinstance(one, DisputeSent | DisputeWithdrawn | NothingToDecide)]


def read_again(desk, reader, progressed_at):
    """The reader signs the next version after an unlock."""
    version = 1 + max(
        one.arrived.result.version for one in desk.case(CASE).reads if one.arrived.result.reader == reader
    )
    desk.office.allow_again(UnlockWanted(CASE, reader, "TP1", False, "data-entry", "typed wrong", "carl"))
    desk.sign(CASE, reader, progressed_at, version)
    return desk.office.compare_due().cases


def test_reads_are_compared_once_both_are_signed_and_the_case_is_closed():
    desk = Desk().ready(CASE)
    desk.sign(CASE, "ada")
    assert desk.office.compare_due().cases == 0
    desk.sign(CASE, "ben")
    assert desk.office.compare_due().cases == 1
    assert desk.office.compare_due().cases == 0


def test_reads_of_a_case_that_is_not_closed_are_not_compared():
    desk = Desk().staff()
    desk.seal(CASE, "TP0")
    desk.assign(CASE)
    desk.both_sign(CASE)
    assert desk.office.compare_due().cases == 0


def test_a_dispute_and_its_cover_are_as_large_and_the_acts_as_long():
    desk = Desk().ready(CASE, "C-0002")
    desk.both_sign(CASE, "TP1", None)
    desk.both_sign("C-0002", "TP1", "TP1")
    assert desk.office.compare_due().cases == 2
    sends = [send for about, send in desk.log.sent.items() if about.startswith("compared")]
    assert [type(send.message) for send in sends] == [DisputeSent, NothingToDecide]
    assert {send.at_least for send in sends} == {COVER}
    assert len(sends[1].message.filling) == COVER - ENVELOPE_ROOM
    compared = [act for act in desk.acts if isinstance(act, ReadsCompared)]
    assert [act.dispute_sha256 for act in compared] == [sha256_of(sends[0].message.dispute), "0" * 64]
    acts = [encode(plain(act)) for act in compared]
    assert len({len(act.replace(b"second", b"first")) for act in acts}) == 1


def test_the_act_says_what_was_compared_and_the_side():
    desk = Desk().ready(CASE)
    desk.dispute(CASE)
    act, plan = desk.case(CASE).last_compared, desk.case(CASE).plan
    by_reader = {one.arrived.result.reader: one.arrived.result.read_sha256 for one in desk.case(CASE).reads}
    assert (act.first, act.second) == (by_reader[plan.first], by_reader[plan.second])
    [sent] = to_decide(desk)
    assert sent.dispute.dispute_id == act.dispute_id
    assert sent.dispute.reasons == (str(act.a_is == "first"),)
    assert (act.discordant, act.adjudicator, act.supersedes) == ("yes", "dora", None)


def test_the_difference_is_worked_out_again_when_somebody_looks():
    desk = Desk().ready(CASE)
    assert desk.office.comparison(CASE) is None
    assert desk.office.comparison("C-0009") is None
    desk.dispute(CASE)
    assert desk.office.comparison(CASE).is_discordant


def test_a_new_version_that_still_differs_supersedes_the_dispute():
    desk = Desk().ready(CASE)
    desk.dispute(CASE)
    old = desk.case(CASE).last_compared
    assert read_again(desk, "ada", "TP2") == 1
    assert to_decide(desk)[-1].supersedes == old.dispute_id == desk.case(CASE).last_compared.supersedes


def test_an_open_dispute_is_withdrawn_when_both_agree_and_said_so():
    desk = Desk().ready(CASE)
    desk.both_sign(CASE, "TP1", "TP2")
    desk.office.compare_due()
    old = desk.case(CASE).last_compared
    plan = desk.case(CASE).plan
    assert read_again(desk, plan.second, "TP1") == 1
    sent = to_decide(desk)[-1]
    assert isinstance(sent, DisputeWithdrawn)
    assert sent.dispute_id == old.dispute_id
    assert read_again(desk, plan.second, "TP3") == 1
    assert to_decide(desk)[-1].supersedes is None, "the one before was withdrawn"


def test_a_decided_dispute_is_superseded_and_never_withdrawn():
    desk = Desk().ready(CASE)
    desk.both_sign(CASE, "TP1", "TP2")
    desk.office.compare_due()
    decided = desk.case(CASE).last_compared
    desk.decide(CASE, answer(Choice.A))
    plan = desk.case(CASE).plan
    assert read_again(desk, plan.second, "TP1") == 1
    assert isinstance(to_decide(desk)[-1], NothingToDecide)
    assert read_again(desk, plan.second, "TP3") == 1
    assert to_decide(desk)[-1].supersedes == decided.dispute_id


def test_reads_that_are_compared_a_second_time_make_another_dispute():
    desk = Desk().ready(CASE)
    desk.dispute(CASE)
    before = desk.case(CASE).last_compared
    plan = desk.case(CASE).plan
    desk.accept("ada2", desk.state.accounts["ada"].accepted.role, "Somebody")  # another account changes nothing
    desk.log.day = "2026-03-20"
    assert read_again(desk, plan.first, "TP2") == 1
    key = desk.state.accounts[plan.first].accepted.exchange
    desk.log.append(AccountRevoked(plan.first, key, "2026-03-20", "as a log from elsewhere may say"))
    assert desk.office.compare_due().cases == 1
    again = desk.case(CASE).last_compared
    assert (again.first, again.second) == (before.first, before.second)
    assert again.dispute_id != before.dispute_id
    assert len(to_decide(desk)) == 3
