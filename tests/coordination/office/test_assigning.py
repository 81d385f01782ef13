from dataclasses import replace

import pytest
from coordination.office.desk import SEED, SHA, SHIPPED, Desk, codes

from seedcryo_reader.coordination.office.assigning import BatchWanted
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.messages.reader import CaseAssigned
from seedcryo_reader.domain.office.coordinator import SeedShown
from seedcryo_reader.domain.role import Role

CASES = ("C-0001", "C-0002", "C-0003", "C-0004")


def desk_with(*cases):
    desk = Desk().staff()
    for number in cases:
        desk.seal(number, "TP0")
    return desk


def refusal(desk, **changes):
    wanted = {"cases": CASES, "readers": ("ada", "ben"), "adjudicators": ("dora",), "seed": SEED} | changes
    before = len(desk.acts)
    with pytest.raises(Refused) as refused:
        desk.office.assign(BatchWanted(wanted.pop("protocol", SHA), **wanted))
    assert len(desk.acts) == before
    return codes(refused)


def test_each_reader_is_told_the_own_cases_in_the_own_order():
    desk = desk_with(*CASES)
    batch = desk.assign(*CASES)
    for order in batch.orders:
        told = [message for message in desk.sent_to(order.reader) if isinstance(message, CaseAssigned)]
        places = enumerate(order.cases, 1)
        assert told == [CaseAssigned(case, 1, place, "seed-cryo/1.0", SHA) for place, case in places]
    assert desk.case("C-0003").readers in {("ada", "ben"), ("ben", "ada")}
    assert not [message for message in desk.sent_to("dora") if isinstance(message, CaseAssigned)]


def test_a_draw_that_is_looked_at_is_what_is_assigned_and_leaves_that_it_was_looked_at():
    desk = desk_with(*CASES)
    wanted = BatchWanted(SHA, CASES, ("ben", "ada", "cem"), ("emil", "dora"), desk.office.new_seed())
    before = len(desk.acts)
    drawn = desk.office.draw(wanted)
    assert desk.acts[before:] == [SeedShown(1, "7" * 32, SHA, CASES, ("ada", "ben", "cem"), ("dora", "emil"))]
    assert (desk.state.batches, desk.sent_to("ada")[1:]) == ({}, [])
    assert desk.office.assign(wanted) == drawn == desk.acts[-1] == desk.state.batches[1]
    assert drawn.shown == 1


def test_a_batch_says_how_many_draws_were_looked_at_for_it():
    desk = desk_with(*CASES)
    wanted = BatchWanted(SHA, CASES[:2], ("ada", "ben"), ("dora",), SEED)
    for one in (wanted, replace(wanted, seed="ab" * 16), replace(wanted, readers=("ada", "cem")), wanted):
        desk.office.draw(one)
    assert desk.office.assign(wanted).shown == 3, "the same one counts once"
    assert len(desk.state.seeds_shown) == 3
    assert desk.office.assign(replace(wanted, cases=CASES[2:])).shown == 1


def test_what_is_assigned_without_a_look_is_among_the_draws_that_were_looked_at():
    desk = desk_with(*CASES)
    wanted = BatchWanted(SHA, CASES, ("ada", "ben"), ("dora",), SEED)
    for digit in "123":
        desk.office.draw(replace(wanted, seed=digit * 32))
    batch = desk.office.assign(wanted)
    assert batch.shown == 4
    assert [one.seed for one in desk.state.seeds_shown] == ["1" * 32, "2" * 32, "3" * 32, SEED]
    assert desk.acts[-2:] == [desk.state.seeds_shown[-1], batch]


def test_a_draw_that_is_refused_was_not_looked_at():
    desk = desk_with(*CASES)
    with pytest.raises(Refused):
        desk.office.draw(BatchWanted(SHA, CASES, ("ada",), ("dora",), SEED))
    assert desk.state.seeds_shown == ()


def test_a_later_batch_has_the_next_number():
    desk = desk_with("C-0001", "C-0002")
    assert desk.assign("C-0001").batch == 1
    assert desk.assign("C-0002").batch == 2


def test_who_is_not_fit_is_refused_and_why():
    desk = desk_with(*CASES)
    desk.accept("eve", Role.READER)
    desk.train("ben", until="2026-03-09")
    desk.train("cem", passed=False)
    desk.office.revoke("ada", "2026-03-10", "left the study")
    with pytest.raises(Refused) as refused:
        desk.office.assign(BatchWanted(SHA, CASES, ("eve", "ben", "cem", "ada", "dora", "nobody"), ("emil",), SEED))
    assert [finding.text for finding in refused.value.findings] == [
        "ada was revoked. Choose another account.",
        "ben has a training for this version of the protocol that ended on 2026-03-09. Record a training first.",
        "cem did not pass the training of 2026-01-06. Record a training first.",
        "dora is an account of role adjudicator; it needs role reader.",
        "eve has no training for this version of the protocol. Record a training first.",
        "There is no accepted account nobody. Accept its enrolment file first.",
    ]


def test_a_reader_cannot_adjudicate_in_the_same_batch():
    assert refusal(desk_with(*CASES), adjudicators=("ada",)) == ["wrong-role"]


def test_a_batch_that_cannot_be_is_refused():
    desk = desk_with(*CASES)
    assert refusal(desk, readers=("ada",)) == ["too-few-readers"]
    assert refusal(desk, readers=("ada", "ada")) == ["too-few-readers", "twice"]
    assert refusal(desk, adjudicators=()) == ["no-adjudicator"]
    assert refusal(desk, adjudicators=("dora", "dora")) == ["twice"]
    assert refusal(desk, seed="XYZ") == ["bad-seed"]
    assert refusal(desk, cases=()) == ["nothing-to-assign"]
    assert refusal(desk, cases=("C-0001", "C-0001")) == ["twice"]
    assert refusal(desk, protocol="0" * 64) == ["unknown-protocol"]


def test_a_case_without_its_baseline_or_assigned_before_is_refused():
    desk = desk_with("C-0001", "C-0002")
    desk.assign("C-0001")
    desk.seal("C-0009", None)
    assert refusal(desk, cases=("C-0001", "C-0002", "C-0009")) == ["assigned-already", "no-baseline"]


def test_a_protocol_that_says_nothing_of_two_readers_is_refused():
    desk = desk_with(*CASES)
    desk.protocols.known[SHA] = replace_sections(design=None, adjudication=None)
    assert refusal(desk) == ["no-section", "no-section"]
    desk.protocols.known[SHA] = replace_sections(design=SHIPPED.design.model_copy(update={"readers": 3}))
    assert refusal(desk) == ["other-design"]


def replace_sections(**sections):
    return SHIPPED.model_copy(update=sections)


def test_what_arrived_about_a_case_before_it_was_assigned_does_not_keep_it_from_that():
    desk = desk_with(*CASES)
    desk.lock("C-0001", "ada", 1)
    assert desk.assign(*CASES).cases == CASES
