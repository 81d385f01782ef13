"""Hidden repeats are drawn from a batch, sealed by intake, served with a later batch after the wash-out."""

import pytest
from coordination.office.desk import DAY, READERS, SEED, SHA, SHIPPED, Desk, codes

from seedcryo_reader.coordination.office.assigning import BatchWanted
from seedcryo_reader.coordination.office.remarks import remarks
from seedcryo_reader.coordination.office.replacing import ReplacementWanted
from seedcryo_reader.coordination.office.standing import Outcome, accepted_reads, standing
from seedcryo_reader.coordination.ports import PartKnown
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.messages.intake import RepeatWanted
from seedcryo_reader.domain.messages.reader import CaseAssigned, CaseClosing, PartReleased

CASES = tuple(f"C-{number:04}" for number in range(1, 9))


def drawn(percent=25, washout=30):
    desk = Desk().ready(*CASES)
    return desk, desk.office.draw_repeats(1, percent, washout)


def test_intake_is_asked_to_seal_them_again_and_the_reader_hears_nothing():
    desk = Desk().ready(*CASES)
    before = {reader: len(desk.sent_to(reader)) for reader in READERS}
    repeats = desk.office.draw_repeats(1, 25, 30)
    assert len(repeats.plans) == 2
    wanted = [RepeatWanted(plan.case_number, plan.as_number) for plan in repeats.plans]
    assert desk.sent_to("ina") == wanted
    assert {reader: len(desk.sent_to(reader)) for reader in READERS} == before
    assert all(plan.reader in desk.case(plan.case_number).readers for plan in repeats.plans)
    assert repeats == desk.acts[-1]


def refusal(desk, *wanted):
    with pytest.raises(Refused) as refused:
        desk.office.draw_repeats(*wanted)
    return codes(refused)


def test_repeats_that_cannot_be_are_refused():
    desk, _ = drawn()
    assert refusal(desk, 1, 25, 30) == ["drawn-already"]
    assert refusal(desk, 2, 25, 30) == ["no-batch"]
    desk = Desk().ready(*CASES)
    assert refusal(desk, 1, 0, -1) == ["bad-percent", "bad-washout"]
    assert refusal(desk, 1, 101, 3651) == ["bad-percent", "bad-washout"]
    desk.office.revoke("ina", "2026-03-01", "left the study")
    assert refusal(desk, 1, 25, 30) == ["no-intake"]


def test_without_free_numbers_nothing_is_drawn():
    desk = Desk().ready(*CASES)
    desk.parts.known += [PartKnown(f"C-{number:04}", 0, "", "", "TP0", None) for number in range(10_000)]
    assert refusal(desk, 1, 25, 30) == ["no-numbers"]


def test_a_case_that_was_taken_over_is_not_repeated_by_whoever_did():
    desk = Desk().staff()
    for number in CASES[:2]:
        desk.seal(number, "TP0", None)
    desk.assign(*CASES[:2])
    for number in CASES[:2]:
        desk.office.replace_reader(replacement(number, "ada", "cem"))
    repeats = desk.office.draw_repeats(1, 100, 0)
    assert {plan.reader for plan in repeats.plans} == {"ben"}


def replacement(number, before, after):
    return ReplacementWanted(number, before, after, "on leave")


def serve(desk, *cases):
    return desk.office.assign(BatchWanted(SHA, cases, READERS, ("dora",), SEED))


def test_they_are_served_in_a_later_batch_once_they_are_sealed():
    desk, repeats = drawn()
    one, other = repeats.plans
    desk.seal(one.as_number, "TP0", "TP1", None)
    desk.seal("C-0100", "TP0", "TP1", None)
    batch = serve(desk, "C-0100")
    orders = {order.reader: order.cases for order in batch.orders}
    assert one.as_number in orders[one.reader]
    assert not any(other.as_number in cases for cases in orders.values())
    assert batch.cases == ("C-0100",)
    told = [message for message in desk.sent_to(one.reader) if isinstance(message, CaseAssigned)]
    assert [(message.batch, message.case_number) for message in told if message.batch == 2] == [
        (2, case) for case in orders[one.reader]
    ]
    desk.seal(other.as_number, "TP0")
    assert [order.cases for order in serve(desk).orders if order.cases] == [(other.as_number,)]


def test_a_batch_of_repeats_alone_is_not_repeated():
    desk, repeats = drawn()
    desk.seal(repeats.plans[0].as_number, "TP0")
    serve(desk)
    assert refusal(desk, 2, 25, 30) == ["nothing-to-repeat"]


def test_they_wait_while_their_reader_is_not_fit_or_the_protocol_is_another():
    desk, repeats = drawn()
    desk.seal(repeats.plans[0].as_number, "TP0")
    desk.train(repeats.plans[0].reader, passed=False)
    fit = [reader for reader in READERS if reader != repeats.plans[0].reader]
    with pytest.raises(Refused) as refused:
        desk.office.assign(BatchWanted(SHA, (), tuple(fit), ("dora",), SEED))
    assert codes(refused) == ["nothing-to-assign"]
    other = "e" * 64
    desk.protocols.known[other] = SHIPPED
    for name in (*READERS, "dora"):
        desk.train(name, protocol=other)
    with pytest.raises(Refused) as refused:
        desk.office.assign(BatchWanted(other, (), READERS, ("dora",), SEED))
    assert codes(refused) == ["nothing-to-assign"]


def test_the_number_of_a_repeat_is_assigned_to_nobody_else():
    desk, repeats = drawn()
    desk.seal(repeats.plans[0].as_number, "TP0")
    with pytest.raises(Refused) as refused:
        serve(desk, repeats.plans[0].as_number)
    assert codes(refused) == ["hidden-repeat"]


def test_they_are_released_when_the_wash_out_is_over_to_their_reader_alone():
    desk, repeats = drawn(washout=30)
    plan = repeats.plans[0]
    desk.seal(plan.as_number, "TP0", "TP1")
    serve(desk)
    desk.log.day = "2027-01-01"
    assert desk.office.due() == (), "the case itself is not signed"
    desk.sign(plan.case_number, plan.reader, signed_on="2026-12-02")
    assert desk.office.due() == (), "its closing part is not here"
    desk.seal(plan.as_number, None)
    desk.log.day = "2026-12-31"
    assert desk.office.due() == (), "the wash-out is not over"
    desk.log.day = "2027-01-01"
    [due] = desk.office.due()
    assert due.accounts == (plan.reader,)
    assert len(due.recipients) == 3, "the file looks like that of any other case"
    assert desk.office.release_due().cases == 1
    sent = [message for message in desk.sent_to(plan.reader) if getattr(message, "case_number", "") == plan.as_number]
    assert [type(message) for message in sent] == [CaseAssigned, PartReleased, PartReleased, CaseClosing]
    assert desk.office.due() == ()


def test_a_repeat_of_a_reader_who_no_longer_reads_the_case_is_not_released():
    desk, repeats = drawn(washout=0)
    plan = repeats.plans[0]
    desk.seal(plan.as_number, "TP0", None)
    serve(desk)
    backup = next(reader for reader in READERS if reader not in desk.case(plan.case_number).readers)
    desk.office.replace_reader(replacement(plan.case_number, plan.reader, backup))
    desk.sign(plan.case_number, plan.reader)
    assert plan.as_number not in {due.case_number for due in desk.office.due()}


def test_a_repeat_is_never_compared_disputed_or_accepted():
    desk, repeats = drawn(washout=0)
    plan = repeats.plans[0]
    desk.seal(plan.as_number, "TP0", "TP1", None)
    assert standing(desk.state, desk.case(plan.as_number)).outcome is Outcome.SEALED
    serve(desk)
    assert standing(desk.state, desk.case(plan.as_number)).outcome is Outcome.ASSIGNED
    desk.sign(plan.case_number, plan.reader)
    desk.office.release_due()
    assert standing(desk.state, desk.case(plan.as_number)).outcome is Outcome.RELEASED
    for reader in READERS:
        desk.sign(plan.as_number, reader, "TP1")
    assert standing(desk.state, desk.case(plan.as_number)).outcome is Outcome.REPEATED
    assert desk.office.compare_due().cases == 0
    assert desk.office.comparison(plan.as_number) is None
    assert accepted_reads(desk.state) == {}


def test_two_contents_of_a_repeat_are_told_as_what_is_no_pair():
    desk, repeats = drawn(washout=0)
    plan = repeats.plans[0]
    desk.seal(plan.as_number, "TP0", "TP1", None)
    serve(desk)
    for at in ("TP1", "TP2"):
        desk.sign(plan.as_number, plan.reader, at)
    [one] = [one for one in remarks(desk.state, DAY) if one.code == "two-contents"]
    asked = f"ask the reader, allow {plan.reader} to read a timepoint again, which begins another version."
    assert one.text.endswith(f"The hidden repeat is no pair with the first read until that is resolved: {asked}")


def standing_out(desk):
    return [(one.code, one.text) for one in remarks(desk.state, desk.log.day)]


def test_a_repeat_that_waits_for_its_release_among_few_others_is_told():
    desk = Desk().ready(*CASES)
    [plan] = desk.office.draw_repeats(1, 1, 0).plans
    others = [number for number in CASES if number != plan.case_number]
    for number in (plan.case_number, *others[:3]):
        desk.sign(number, plan.reader)
    desk.seal(plan.as_number, "TP0", None)
    assert standing_out(desk) == [], "it is not served yet"
    desk.assign()
    assert standing_out(desk) == [], "four stand around it"
    desk.sign(others[3], plan.reader)
    [(code, text)] = standing_out(desk)
    assert code == "repeat-stands-out"
    assert f"{plan.as_number} is a hidden repeat, and {plan.reader} has 3 other cases to read" in text
    desk.seal("C-0777", "TP0")
    desk.assign("C-0777")
    assert standing_out(desk) == []
    desk.office.release_due()
    desk.sign("C-0777", plan.reader)
    assert standing_out(desk) == [], "it was released, and nothing can be done about it"
