"""A revocation may lie in the past only where it voids nothing that takes two persons to change."""

import pytest
from coordination.office.desk import DAY, Desk, answer, codes

from seedcryo_reader.coordination.office.replacing import ReplacementWanted
from seedcryo_reader.coordination.office.standing import Outcome, standing
from seedcryo_reader.coordination.office.unlocking import UnlockWanted
from seedcryo_reader.domain.dispute import Choice
from seedcryo_reader.domain.errors import Refused

CASE = "C-0001"
LATER = "2026-05-01"


@pytest.fixture
def decided():
    desk = Desk().ready(CASE)
    desk.dispute(CASE)
    desk.decide(CASE, answer(Choice.A))
    desk.log.day = LATER
    return desk


def outcome(desk):
    return standing(desk.state, desk.case(CASE)).outcome


@pytest.mark.parametrize("name", ["ada", "dora"])
@pytest.mark.parametrize("day", ["2026-03-01", DAY])
def test_a_day_in_the_past_undoes_no_decision(decided, name, day):
    before = len(decided.acts)
    with pytest.raises(Refused) as refused:
        decided.office.revoke(name, day, "fraud is suspected")
    assert codes(refused) == ["counts-already"]
    assert f"Revoke {name} from 2026-03-11 on." in refused.value.findings[0].text
    assert (len(decided.acts), outcome(decided)) == (before, Outcome.DECIDED)


@pytest.mark.parametrize("name", ["ada", "dora"])
def test_from_the_next_day_on_anybody_is_revoked_and_what_counted_counts(decided, name):
    decided.office.revoke(name, "2026-03-11", "fraud is suspected")
    assert outcome(decided) is Outcome.DECIDED


def test_what_is_no_day_is_said_once(decided):
    with pytest.raises(Refused) as refused:
        decided.office.revoke("ada", "1 May", "fraud is suspected")
    assert codes(refused) == ["bad-day"]


def test_two_persons_have_it_read_again_by_somebody_else(decided):
    decided.office.allow_again(UnlockWanted(CASE, "ada", "TP0", True, "reader-asked", "fraud is suspected", "carl"))
    decided.office.revoke("ada", LATER, "fraud is suspected")
    decided.office.replace_reader(ReplacementWanted(CASE, "ada", "cem", "fraud is suspected"))
    decided.sign(CASE, "cem", "TP3")
    assert (decided.office.compare_due().cases, outcome(decided)) == (1, Outcome.DISPUTED)


def test_before_the_second_read_is_signed_a_day_in_the_past_voids_the_first():
    desk = Desk().ready(CASE)
    desk.sign(CASE, "ada", "TP1")
    desk.office.revoke("ada", "2026-03-01", "was not qualified")
    assert outcome(desk) is Outcome.RELEASED


def test_what_counts_for_nothing_holds_no_revocation_up(decided):
    decided.sign(CASE, "cem", "TP1")
    decided.decide(CASE, answer(Choice.A), by="emil")
    for name in ("cem", "emil"):
        decided.office.revoke(name, "2026-03-01", "was never qualified")
    assert outcome(decided) is Outcome.DECIDED


def test_an_account_under_new_keys_is_not_held_by_what_its_old_ones_signed(decided):
    role = decided.state.accounts["ada"].accepted.role
    decided.office.revoke("ada", "2026-03-11", "the key was changed")
    decided.accept("ada", role, keys="2")
    decided.office.revoke("ada", "2026-03-01", "left the study")
    assert outcome(decided) is Outcome.DECIDED
