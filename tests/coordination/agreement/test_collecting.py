"""What a coordinator knows becomes pairs of reads."""

from dataclasses import replace
from decimal import Decimal

import pytest
from criteria.reads import SHIPPED, read_of, sheet

from seedcryo_reader.coordination.agreement.collecting import Sources, collected
from seedcryo_reader.coordination.agreement.pairs import Decided
from seedcryo_reader.coordination.arrived import DecisionArrived, ReadArrived
from seedcryo_reader.coordination.discordance.results import result_of
from seedcryo_reader.coordination.office.state import (
    CaseFile,
    Coming,
    Compared,
    GivenDecision,
    OfficeState,
    SignedRead,
)
from seedcryo_reader.criteria.protocol.reader import load_protocol
from seedcryo_reader.domain.discordance import Cause, Variable
from seedcryo_reader.domain.dispute import Answer, Choice, Decision
from seedcryo_reader.domain.office.coordinator import (
    CasePlan,
    PartsReleased,
    ReadingAllowedAgain,
    ReadsCompared,
    RepeatPlan,
)

CASE, AGAIN = "C-0001", "C-0777"
QUIET, GROWN = "T01=30", "T01=40"
ANSWERS = "T01:none/-/none"


class Office:
    """A case that ben (first) and anna read, and whatever else is said of it."""

    def __init__(self, protocol):
        self.protocol = protocol
        self.reads = {}
        plan = CasePlan(CASE, "ben", "anna", "ben", "adam")
        released = PartsReleased(CASE, ("ben", "anna", "adam"), (1, 2, 3), ("0" * 64,) * 3, closing=True)
        self.case = CaseFile(CASE, 1, protocol.sha256, plan, released=(released,))
        self.others = {}

    def signed(self, reader, last, day="2026-03-04", case=CASE, version=1, came=None):
        """A signed read with this length at the last of three timepoints."""
        read = read_of("T01", sheet("T01=30"), sheet("T01=30", ANSWERS), sheet(last, ANSWERS))
        read = replace(read, case_number=case)
        content = f"{len(self.reads):064x}"
        self.reads[content] = read
        result = result_of(read, self.protocol, reader, version, f"{reader} {last} {version}")
        return SignedRead(ReadArrived(result, day), Coming(came or day, content, "0" * 16))

    def read(self, *signed):
        self.case = replace(self.case, reads=(*self.case.reads, *signed))

    def allowed(self, reader, version):
        """The office gave a leave to read again."""
        leave = ReadingAllowedAgain(CASE, reader, "TP2", True, version, "error", "because", None, "leave")
        self.case = replace(self.case, allowed=(*self.case.allowed, leave))

    def compared(self, discordant, a_is="first", readers=("ben", "anna")):
        """The newest reads of both were compared, in a dispute d1, d2, …"""
        newest = {one.arrived.result.reader: one.arrived.result.read_sha256 for one in self.case.reads}
        number = len(self.case.compared) + 1
        hashes = [newest[one] for one in readers]
        act = ReadsCompared(CASE, *hashes, f"d{number}" * 8, a_is, discordant, "adam", supersedes=None)
        self.case = replace(self.case, compared=(*self.case.compared, Compared(act, "2026-03-09")))

    def decided(self, *choices):
        """The dispute of the last comparison was decided."""
        dispute_id = self.case.last_compared.dispute_id
        answers = tuple(Answer(f"T{k:02}", choice) for k, choice in enumerate(choices, start=1))
        decision = Decision(dispute_id, CASE, answers, "measurement", "because")
        given = GivenDecision(DecisionArrived("adam", decision, "2026-03-10"), Coming("2026-03-10", "ff", "0" * 16))
        self.case = replace(self.case, decisions=(*self.case.decisions, given))

    def repeated(self, *reads):
        self.others[AGAIN] = CaseFile(
            AGAIN, 2, self.protocol.sha256, repeat=RepeatPlan(CASE, AGAIN, "ben"), reads=reads
        )

    def collected(self):
        state = OfficeState({}, (), {}, {}, {CASE: self.case, **self.others}, {}, {}, {}, {})
        return collected(state, Sources(self.reads.__getitem__, {self.protocol.sha256: self.protocol}.__getitem__))


@pytest.fixture(scope="module")
def protocol():
    return load_protocol(SHIPPED)


@pytest.fixture
def office(protocol):
    return Office(protocol)


def test_a_case_counts_once_its_two_reads_were_compared(office):
    assert office.collected().compared == ()
    office.read(office.signed("ben", QUIET))
    assert office.collected().compared == ()
    office.read(office.signed("anna", QUIET, "2026-03-07"))
    assert office.collected().compared == ()
    office.compared("no ")
    (found,) = office.collected().compared
    assert (found.pair.case_number, found.pair.readers, found.day) == (CASE, ("anna", "ben"), "2026-03-07")
    assert (found.readers, found.is_open) == (("anna", "ben"), False)
    assert (found.is_discordant, found.variables, found.causes, found.decisions) == (False, (), (), ())
    assert found.pair.first.lengths["T01", "TP2"] == Decimal(30)


def test_a_discordant_case_says_in_what_and_why(office):
    office.read(office.signed("ben", QUIET), office.signed("anna", GROWN))
    office.compared("yes")
    (found,) = office.collected().compared
    assert (found.is_discordant, found.is_open) == (True, True)
    assert Variable.LOCAL_PROGRESSION in found.variables
    assert Cause.TARGET_MEASURE in found.causes
    assert len(set(found.causes)) == len(found.causes)
    assert len(set(found.variables)) == len(found.variables)


@pytest.mark.parametrize(
    ("a_is", "expected"), [("first", ("ben", "anna", None, None)), ("second", ("anna", "ben", None, None))]
)
def test_a_decision_says_whose_read_was_accepted(office, a_is, expected):
    office.read(office.signed("ben", QUIET), office.signed("anna", GROWN))
    office.compared("yes", a_is)
    office.decided(Choice.A, Choice.B, Choice.NEITHER, Choice.OWN)
    (found,) = office.collected().compared
    assert found.decisions == (Decided("adam", ("anna", "ben"), expected, "measurement"),)
    assert not found.is_open


def test_reads_that_were_signed_anew_are_no_pair_before_they_are_compared(office):
    office.read(office.signed("ben", QUIET), office.signed("anna", QUIET))
    office.compared("no ")
    office.allowed("anna", 2)
    office.read(office.signed("anna", GROWN, version=2))
    (found,) = office.collected().compared
    assert (found.pair, found.is_discordant, found.is_open) == (None, False, False)
    office.compared("yes")
    (found,) = office.collected().compared
    assert (found.pair.first.result.version, found.is_discordant, found.is_open) == (2, False, True)


def test_a_superseded_dispute_and_its_decision_are_not_forgotten(office):
    office.read(office.signed("ben", QUIET), office.signed("anna", GROWN, "2026-03-31"))
    office.compared("yes")
    office.decided(Choice.B)
    office.allowed("anna", 2)
    office.read(office.signed("anna", QUIET, "2026-04-02", version=2))
    office.compared("no ")
    (found,) = office.collected().compared
    assert (found.day, found.is_discordant, found.is_open) == ("2026-03-31", True, False)
    assert Variable.LOCAL_PROGRESSION in found.variables
    assert found.decisions == (Decided("adam", ("anna", "ben"), ("anna",), "measurement"),)
    assert found.pair.first.result.version == 2


def test_two_decisions_of_two_disputes_are_both_told(office):
    office.read(office.signed("ben", QUIET), office.signed("anna", GROWN))
    office.compared("yes")
    office.decided(Choice.A)
    office.allowed("anna", 2)
    office.read(office.signed("anna", "T01=41", version=2))
    office.compared("yes", "second")
    office.decided(Choice.A)
    (found,) = office.collected().compared
    assert [one.accepted for one in found.decisions] == [("ben",), ("anna",)]


def test_a_hidden_repeat_is_a_pair_of_its_reader_and_no_case(office):
    office.read(office.signed("ben", QUIET), office.signed("anna", QUIET))
    office.compared("no ")
    office.repeated()
    assert office.collected().repeats == ()
    office.repeated(office.signed("ben", GROWN, case=AGAIN))
    found = office.collected()
    (pair,) = found.repeats
    assert (pair.case_number, pair.readers) == (CASE, ("ben",))
    assert (pair.first.lengths["T01", "TP2"], pair.second.lengths["T01", "TP2"]) == (30, 40)
    assert [one.pair.case_number for one in found.compared] == [CASE]


@pytest.mark.parametrize(("signed", "version"), [("2026-03-05", 2), ("2026-03-06", 2), ("2026-03-07", 1)])
@pytest.mark.parametrize("came", ["2026-03-08", "2026-03-10"])
def test_a_repeat_is_held_against_the_version_that_was_signed_by_then(office, signed, version, came):
    office.allowed("ben", 2)
    office.read(office.signed("ben", QUIET, came=came), office.signed("ben", GROWN, signed, version=2, came=came))
    office.repeated(office.signed("ben", GROWN, "2026-03-06", case=AGAIN, came="2026-03-08"))
    (pair,) = office.collected().repeats
    assert pair.first.result.version == version


def test_a_repeat_of_which_the_original_was_signed_later_is_no_pair(office):
    office.read(office.signed("ben", QUIET, "2026-03-07"))
    office.repeated(office.signed("ben", GROWN, "2026-03-06", case=AGAIN))
    assert office.collected().repeats == ()


def test_a_repeat_that_was_signed_with_two_contents_is_no_pair(office):
    office.read(office.signed("ben", QUIET))
    office.repeated(office.signed("ben", GROWN, case=AGAIN), office.signed("ben", "T01=41", case=AGAIN))
    assert office.collected().repeats == ()


def test_a_repeat_of_a_case_that_is_not_known_is_none(office):
    office.others[AGAIN] = CaseFile(AGAIN, repeat=RepeatPlan("C-0500", AGAIN, "ben"))
    assert office.collected().repeats == ()
