"""One person is one person, however the name is written and under whatever account."""

from dataclasses import replace

import pytest
from coordination.office.desk import Desk, applicant, codes
from hypothesis import given
from hypothesis import strategies as st

from seedcryo_reader.coordination.office.persons import is_same, written_plainly
from seedcryo_reader.coordination.office.replacing import ReplacementWanted
from seedcryo_reader.coordination.office.unlocking import UnlockWanted
from seedcryo_reader.domain.errors import Refused
from seedcryo_reader.domain.office.coordinator import AccountAccepted
from seedcryo_reader.domain.role import Role

CASE = "C-0001"


@pytest.mark.parametrize(
    "other",
    [
        "ada  LOVELACE",
        "Dr. Ada Lovelace",
        "Prof. Dr. med. Ada Lovelace",
        "Lovelace, Ada",
        "Ａｄａ Ｌｏｖｅｌａｃｅ",
        "Ada-Lovelace, PhD",
        "Ada\u00a0Lovelace",
    ],
)
def test_a_name_that_is_written_otherwise_is_the_same_persons(other):
    assert is_same("Ada Lovelace", other)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Jos\u00e9 M\u00fcller", "JOSE\u0301 MU\u0308LLER", True),
        ("Stra\u00dfer", "STRASSER", True),
        ("Dr. Prof", "Prof. Dr", True),
        ("Ada Lovelace", "Ben Lovelace", False),
        ("Jos\u00e9", "Jose", False),
        ("Dr", "Prof", False),
        ("\u674e\u6bc5", "\u674e\u8273", False),
    ],
)
def test_names_that_differ_in_a_letter_are_of_two(one, other, same):
    assert is_same(one, other) is same


@given(st.text(max_size=30))
def test_writing_a_name_plainly_twice_changes_nothing(name):
    once = written_plainly(name)
    assert written_plainly(" ".join(once)) == once


def test_an_approver_who_is_the_coordinator_under_another_account_is_refused():
    desk = Desk().ready(CASE)
    own = desk.state.accounts["carl"].accepted
    desk.log.append(replace(own, account="carla2", person="Carla Coordinator", public="ab" * 32, exchange="cd" * 32))
    wanted = UnlockWanted(CASE, "ada", "TP1", False, "data-entry", "typed wrong", "carla2")
    with pytest.raises(Refused) as refused:
        desk.office.allow_again(wanted)
    assert codes(refused) == ["same-approver"]
    with pytest.raises(Refused) as refused:
        desk.office.allow_again(replace(wanted, approver="nobody"))
    assert codes(refused) == ["unknown-account"]


def again_as(desk: Desk, name: str, role: Role, person: str) -> None:
    """An account that a log holds whatever is asked of a new one today, trained."""
    keys = f"{len(desk.log.stored):064x}"
    desk.log.append(AccountAccepted(name, person, name, role, "57" * 8, f"age1{name}", keys, keys[::-1]))
    desk.train(name)


@pytest.mark.parametrize("person", ["Dr. Ada", "Ben", "dr cem"])
def test_who_reads_or_read_a_case_cannot_decide_about_it_under_another_account(person):
    desk = Desk().ready(CASE)
    desk.office.replace_reader(ReplacementWanted(CASE, "ada", "cem", "on leave"))
    again_as(desk, "judge", Role.ADJUDICATOR, person)
    with pytest.raises(Refused) as refused:
        desk.office.replace_adjudicator(ReplacementWanted(CASE, "dora", "judge", "on leave"))
    assert codes(refused) == ["took-part"]


def test_who_gave_a_case_up_cannot_decide_about_it_again_under_another_account():
    desk = Desk().ready(CASE)
    desk.office.replace_adjudicator(ReplacementWanted(CASE, "dora", "emil", "on leave"))
    again_as(desk, "dora2", Role.ADJUDICATOR, "Dora")
    with pytest.raises(Refused) as refused:
        desk.office.replace_adjudicator(ReplacementWanted(CASE, "emil", "dora2", "on leave"))
    assert codes(refused) == ["took-part"]


def test_who_is_replaced_can_go_on_under_a_new_account_and_the_other_reader_cannot():
    desk = Desk().ready(CASE)
    again_as(desk, "ben2", Role.READER, "Ben")
    with pytest.raises(Refused) as refused:
        desk.office.replace_reader(ReplacementWanted(CASE, "ada", "ben2", "on leave"))
    assert codes(refused) == ["took-part"]
    desk.office.replace_reader(ReplacementWanted(CASE, "ben", "ben2", "lost the password"))
    assert "ben2" in desk.case(CASE).readers
    again_as(desk, "emil2", Role.ADJUDICATOR, "Emil")
    desk.office.replace_adjudicator(ReplacementWanted(CASE, "dora", "emil2", "on leave"))
    assert desk.case(CASE).plan.adjudicator == "emil2"


def test_everything_that_is_against_a_replacement_is_told_at_once():
    desk = Desk().ready(CASE)
    keys = "57" * 32
    desk.log.append(AccountAccepted("judge", "Ben", "Ben", Role.ADJUDICATOR, keys[:16], "age1j", keys, keys[::-1]))
    with pytest.raises(Refused) as refused:
        desk.office.replace_adjudicator(ReplacementWanted(CASE, "dora", "judge", ""))
    assert codes(refused) == ["not-trained", "took-part", "bad-text"]
    with pytest.raises(Refused) as refused:
        desk.office.replace_reader(ReplacementWanted(CASE, "ada", "judge", ""))
    assert codes(refused) == ["wrong-role", "not-trained", "took-part", "bad-text"]


def test_everything_that_is_against_an_account_is_told_at_once():
    desk = Desk()
    with pytest.raises(Refused) as refused:
        desk.office.accept(applicant("carla", Role.READER), "Carla  Coordinator\n")
    assert codes(refused) == ["bad-text", "own-person", "account-exists"]


def test_a_case_or_account_that_is_not_known_is_named_as_ever():
    desk = Desk().ready(CASE)
    desk.lock(CASE, "nobody", 1)
    for wanted, code in (
        (ReplacementWanted("C-0009", "dora", "emil", "on leave"), "not-assigned"),
        (ReplacementWanted(CASE, "dora", "zoe", "on leave"), "unknown-account"),
    ):
        with pytest.raises(Refused) as refused:
            desk.office.replace_adjudicator(wanted)
        assert codes(refused) == [code]
