"""What agreement takes of a read."""

from decimal import Decimal

import pytest
from coordination.agreement.made import facts
from criteria.reads import SHIPPED, read_of, sheet

from seedcryo_reader.coordination.agreement.pairs import facts_of, pair_of_readers, repeat_of
from seedcryo_reader.coordination.discordance.results import result_of
from seedcryo_reader.criteria.protocol.reader import load_protocol

ANSWERS = "T01:none/-/none;T02:none/-/none"


@pytest.fixture(scope="module")
def protocol():
    return load_protocol(SHIPPED)


def read_facts(protocol, read, reader="anna"):
    return facts_of(read, result_of(read, protocol, reader, 1, "0" * 64), protocol)


def test_lengths_are_those_of_the_axis_that_counts_at_every_timepoint(protocol):
    read = read_of("T01 T02n", sheet("T01=30.4;T02n=17"), sheet("T01=28;T02n=16.5", ANSWERS))
    found = read_facts(protocol, read)
    assert found.lengths == {
        ("T01", "TP0"): Decimal("30.4"),
        ("T02", "TP0"): Decimal(17),
        ("T01", "TP1"): Decimal(28),
        ("T02", "TP1"): Decimal("16.5"),
    }
    assert (found.reader, found.result.timepoints) == ("anna", ("TP0", "TP1"))


@pytest.mark.parametrize("said", ["T01=0;T02=21", "T01=TSTM;T02=21", "T01=NE;T02=21", "T01=10+8;T02=21", "T02=21"])
def test_what_was_not_measured_has_no_length(protocol, said):
    read = read_of("T01 T02", sheet("T01=30;T02=20"), sheet(said, ANSWERS))
    assert {one for one in read_facts(protocol, read).lengths if one[1] == "TP1"} == {("T02", "TP1")}


def test_neither_of_two_that_grew_together_has_a_length_of_its_own(protocol):
    read = read_of("T01 T02 T03", sheet("T01=30;T02=20;T03=15"), sheet("T01=52;T02=into T01;T03=14", ANSWERS))
    assert {one for one in read_facts(protocol, read).lengths if one[1] == "TP1"} == {("T03", "TP1")}


def test_at_a_timepoint_that_is_not_evaluable_nothing_has_a_length(protocol):
    read = read_of(
        "T01", sheet("T01=30"), sheet("T01=28", not_evaluable="artefact"), sheet("T01=27", "T01:none/-/none")
    )
    assert set(read_facts(protocol, read).lengths) == {("T01", "TP0"), ("T01", "TP2")}


def test_the_read_and_its_result_are_of_one_case(protocol):
    with pytest.raises(ValueError, match="two cases"):
        facts_of(read_of("T01", sheet("T01=30")), facts("anna", 2).result, protocol)


def test_of_two_readers_the_first_by_name_is_first():
    found = pair_of_readers(facts("ben"), facts("anna"))
    assert (found.readers, found.case_number) == (("anna", "ben"), "C-0001")
    assert found == pair_of_readers(facts("anna"), facts("ben"))


def test_of_a_hidden_repeat_the_original_is_first():
    found = repeat_of(facts("anna", 7), facts("anna", 3))
    assert (found.readers, found.case_number) == (("anna",), "C-0007")
    assert found.second.result.case_number == "C-0003"


@pytest.mark.parametrize("other", [facts("anna", 2), facts("ben", 2), facts("anna", 1)])
def test_a_pair_is_two_readers_and_one_case(other):
    with pytest.raises(ValueError, match="two readers' reads of one case"):
        pair_of_readers(facts("anna", 1), other)


@pytest.mark.parametrize("other", [facts("ben", 2), facts("ben", 1), facts("anna", 1)])
def test_a_repeat_is_one_reader_and_two_numbers(other):
    with pytest.raises(ValueError, match="under another number"):
        repeat_of(facts("anna", 1), other)
