"""Which response of an earlier timepoint counts: the reader's call, or what was computed."""

import pytest
from criteria.reads import read_of, recorded, sheet, values

from seedcryo_reader.criteria.demands import demands
from seedcryo_reader.criteria.evaluate import evaluate, progressed_before
from seedcryo_reader.domain.conclusion import OVERALL
from seedcryo_reader.domain.lesion import (
    Certainty,
    NewLesions,
    NewLesionsAnswer,
    NewLesionState,
    NonTargetState,
    NonTargetStatus,
)
from seedcryo_reader.domain.read import Call

CLEAR = "T01:none/-/none"


@pytest.fixture(scope="session")
def computing(protocol_with):
    """The shipped protocol, but the computed response counts, and the sum at once."""
    return protocol_with({"calls.counts": "computed", "target_response.treated.before_reference": True})


@pytest.fixture(scope="session")
def at_once(protocol_with):
    """The shipped protocol, but growth of the sum counts at once."""
    return protocol_with({"target_response.treated.before_reference": True})


def follow_up(lengths: str, call: str | None = None, **more):
    calls = {} if call is None else {OVERALL: Call(call, "said so")}
    none = NewLesionsAnswer(NewLesions.NONE)
    return sheet(lengths, CLEAR, **({"any_new_lesion": none, "calls": calls} | more))


def overall(read, at_once) -> list[str]:
    return [evaluate(read, at_once, one.name)[-1].value for one in read.timepoints[1:]]


def test_the_call_counts_where_one_was_made_and_else_what_was_computed(at_once, computing):
    called = read_of("T01", sheet("T01=40"), follow_up("T01=60", "SD"), follow_up("T01=41"))
    silent = read_of("T01", sheet("T01=40"), follow_up("T01=60"), follow_up("T01=41"))
    assert overall(called, at_once) == ["PD", "SD"]
    assert overall(called, computing) == overall(silent, at_once) == ["PD", "PD"]


def test_a_call_at_a_timepoint_that_is_not_evaluable_as_a_whole_counts_for_nothing(at_once):
    read = read_of("T01", sheet("T01=40"), follow_up("T01=60", "PD", not_evaluable="artefact"), follow_up("T01=41"))
    assert overall(read, at_once) == ["NE", "SD"]


def test_a_call_about_a_target_is_no_overall_call(at_once):
    none = NewLesionsAnswer(NewLesions.NONE)
    first = sheet("T01=41", CLEAR, any_new_lesion=none, calls={"T01": Call("LP")})
    assert overall(read_of("T01", sheet("T01=40"), first, follow_up("T01=41")), at_once) == ["SD", "SD"]


def test_a_computed_progression_that_the_reader_overruled_ends_nothing(at_once, computing):
    start = sheet("T01=40", recorded=recorded("NT01"))
    there = {"non_targets": {"NT01": NonTargetState(NonTargetStatus.PRESENT)}}
    read = read_of("T01", start, follow_up("T01=60", "SD", **there), follow_up("T01=41", **there))
    assert overall(read, at_once) == ["PD", "SD"]
    assert overall(read, computing) == ["PD", "PD"]
    assert demands(read, at_once, "TP2").non_targets == ("NT01",)
    assert demands(read, at_once, "TP2").any_new_lesion
    assert not progressed_before(read, at_once, "TP2")
    assert demands(read, computing, "TP2").non_targets == ()
    assert progressed_before(read, computing, "TP2")


def test_a_progression_that_the_reader_called_stays_and_asks_for_targets_only(at_once, computing):
    start = sheet("T01=40", recorded=recorded("NT01"))
    read = read_of("T01", start, follow_up("T01=41", "PD"), follow_up("T01=41"))
    found = evaluate(read, at_once, "TP2")[-1]
    assert (found.value, found.dates_from) == ("PD", "TP1")
    asked = demands(read, at_once, "TP2")
    assert (asked.non_targets, asked.any_new_lesion, asked.calls) == ((), False, ("T01", OVERALL))
    assert not progressed_before(read, computing, "TP2")
    assert demands(read, computing, "TP2").non_targets == ("NT01",)


def test_a_later_call_does_not_take_back_an_earlier_progression(at_once):
    read = read_of("T01", sheet("T01=40"), *(follow_up("T01=41", call) for call in ("PD", "SD", None)))
    assert overall(read, at_once) == ["SD", "PD", "PD"]


def test_a_called_progression_dates_from_where_the_computed_one_does(at_once):
    def new(certainty: Certainty, call: str, **more):
        return follow_up("T01=40", call, new_lesions={"NL01": NewLesionState(certainty)}, **more)

    first = new(Certainty.EQUIVOCAL, "SD", recorded=recorded("NL01"), any_new_lesion=None)
    read = read_of("T01", sheet("T01=40"), first, new(Certainty.UNEQUIVOCAL, "PD"), follow_up("T01=40"))
    assert evaluate(read, at_once, "TP3")[-1].dates_from == "TP1"


def test_local_progression_that_counts_as_progression_can_be_overruled_too(protocol_with):
    counting = protocol_with({"overall.lp_counts_as_pd": True})
    contiguous = {"T01": "T01:none/-/present"}

    def course(call: str | None):
        found = sheet("T01=40", contiguous["T01"], calls={} if call is None else {OVERALL: Call(call, "why")})
        return read_of("T01", sheet("T01=40"), found, follow_up("T01=40"))

    assert [progressed_before(course(call), counting, "TP2") for call in (None, "PD", "SD")] == [True, True, False]


def test_what_is_back_after_a_called_complete_response_is_progression(at_once, computing):
    """Without the call the other disease, not assessed, leaves it a partial response."""
    start = sheet("T01=40", recorded=recorded("NT01"))
    read = read_of("T01", start, follow_up("T01=0", "CR"), follow_up("T01=3"))
    assert values(evaluate(read, at_once, "TP2"))["target"] == "PD"
    assert values(evaluate(read, computing, "TP2"))["target"] == "PR"


def test_what_the_reader_left_in_view_when_calling_complete_response_is_not_back(at_once):
    start = sheet("T01=40;T02=20;T03=20", recorded=recorded("NT01"), recist_set=("T01", "T02"))
    there = {"non_targets": {"NT01": NonTargetState(NonTargetStatus.PRESENT)}}
    scar = "T01=0;T02=3;T03=4"
    read = read_of(
        "T01 T02 T03",
        start,
        follow_up(scar, "CR", **there),
        follow_up(scar, "CR", **there),
        follow_up(scar.replace("T01=0", "T01=2"), **there),
    )
    unchanged = values(evaluate(read, at_once, "TP2"))
    assert (unchanged["target"], unchanged["non-target"]) == ("PR", "NON-CR/NON-PD")
    last = {one.about: one for one in evaluate(read, at_once, "TP3")}
    assert last["target"].text == ("Progression of the targets: T01 is there again after a complete response; rule 3.1")
    assert last["non-target"].value == "NON-CR/NON-PD"


def test_a_computed_complete_response_that_the_reader_overruled_makes_nothing_reappear(at_once, computing):
    read = read_of("T01", sheet("T01=40"), follow_up("T01=0", "PR"), follow_up("T01=3"))
    assert values(evaluate(read, at_once, "TP2"))["target"] == "PR"
    assert values(evaluate(read, computing, "TP2"))["target"] == "PD"
