"""What the protocol asks at a timepoint."""

from dataclasses import replace

import pytest
from criteria.reads import read_of, recorded, sheet

from seedcryo_reader.criteria.demands import Demands, demands
from seedcryo_reader.domain.lesion import Certainty, NewLesions, NewLesionsAnswer, NewLesionState
from seedcryo_reader.domain.measurement import Extent

W, V = Extent.WHOLE, Extent.VIABLE


def both(*lesions: str):
    return tuple((one, W) for one in lesions)


def test_at_the_baseline_lengths_are_asked_and_nothing_else(protocol):
    read = read_of("T01 T02n", sheet(recorded=recorded("R01", "NT01")))
    slots = both("T01", "T02", "R01")
    assert demands(read, protocol, "TP0") == Demands(slots=slots, short_axis_slots=slots)


def test_at_a_follow_up_lengths_questions_calls_and_the_rest_are_asked(protocol):
    read = read_of("T01 T02n", sheet("T01=40;T02n=20", recorded=recorded("R01", "NT02", "NT01")), sheet())
    slots = both("T01", "T02")
    assert demands(read, protocol, "TP1") == Demands(
        slots=slots,
        short_axis_slots=slots,
        questions=(("T01", "tissue"), ("T01", "contiguous"), ("T02", "tissue"), ("T02", "contiguous")),
        calls=("T01", "T02", "overall"),
        non_targets=("NT01", "NT02"),
        any_new_lesion=True,
    )


def test_a_chosen_lesion_is_asked_for_if_it_is_in_the_set(protocol):
    read = read_of("T01", sheet("T01=40;R01=20", recorded=recorded("R01"), recist_set=("T01", "R01")), sheet())
    assert demands(read, protocol, "TP1").slots == both("T01", "R01")


def test_the_change_of_tissue_is_asked_after_the_reference_where_there_is_tissue(protocol):
    def questions(*answers: str):
        read = read_of("T01", sheet("T01=40"), *(sheet("T01=40", one) for one in answers))
        return [question for _, question in demands(read, protocol, read.timepoints[-1].name).questions]

    some = "T01:present/-/none"
    assert questions(some) == ["tissue", "enhancement", "contiguous"]
    assert questions(some, some) == ["tissue", "enhancement", "tissue-change", "contiguous"]
    assert questions(some, "T01:none/-/none") == ["tissue", "contiguous"]
    assert questions(some, "T01:not assessable/-/-") == ["tissue", "contiguous"]
    assert questions(some, "") == ["tissue", "contiguous"]


def test_the_status_of_a_target_outside_the_sum_is_not_asked_for(protocol):
    start = sheet("T01=40;T02=20", recist_set=("T01",), recorded=recorded("NT01"))
    assert demands(read_of("T01 T02", start, sheet()), protocol, "TP1").non_targets == ("NT01",)


def test_pieces_are_asked_for_and_a_merged_target_is_asked_no_questions(protocol):
    read = read_of("T01 T02 T03", sheet("T01=40;T02=20;T03=30"), sheet("T01=50;T02=into T01;T03=10+NE"))
    asked = demands(read, protocol, "TP1")
    assert asked.slots == both("T01", "T02", "T03", "T03.1", "T03.2")
    assert {lesion for lesion, _ in asked.questions} == {"T01", "T03"}
    assert asked.calls == ("T01", "T02", "T03", "overall")


def test_the_one_that_carries_a_merger_is_asked_what_the_answers_about_the_other_call_for(protocol):
    def questions(answers: str):
        read = read_of("T01 T02", sheet("T01=40;T02=20"), sheet("T01=40;T02=20"), sheet("T01=50;T02=into T01", answers))
        return demands(read, protocol, "TP2").questions

    two = (("T01", "tissue"), ("T01", "contiguous"))
    assert questions("T01:none/-/none") == two
    assert questions("T01:none/-/none;T02:none/-/-") == two
    both_more = (two[0], ("T01", "enhancement"), ("T01", "tissue-change"), two[1])
    assert questions("T01:none/-/none;T02:present/-/-") == both_more
    assert questions("T01:none/-/none;T02:present/same/-") == (two[0], ("T01", "enhancement"), two[1])


def test_viable_parts_are_asked_where_the_protocol_says_so_and_they_can_be(protocol_with):
    viable = protocol_with({"measuring.viable": ("non-nodal",)})
    start = sheet(recorded=recorded("R01"), recist_set=("T01", "R01"))
    now = sheet("T01=30;T02=0;T03=into T01;T04=10+12;T06=NE")
    read = read_of("T01 T02 T03 T04 T05n T06", start, now)
    assert demands(read, viable, "TP1").slots == (
        *(("T01", W), ("T01", V), ("T02", W), ("T03", W)),
        *(("T04", W), ("T04.1", W), ("T04.1", V), ("T04.2", W), ("T04.2", V)),
        *(("T05", W), ("T06", W), ("T06", V), ("R01", W)),
    )


def test_the_short_axis_is_asked_where_it_counts(protocol_with):
    counting = protocol_with({"measuring.short_axis": "where it counts"})
    nodes = recorded("R02", node=True)
    start = sheet("T02n=10+12", recorded=nodes)
    read = read_of("T01 T02n", start)
    assert demands(read, counting, "TP0").short_axis_slots == both("T02", "T02.1", "T02.2", "R02")
    neither = protocol_with({"measuring.short_axis": "where it counts", "measuring.node": "long"})
    assert demands(read, neither, "TP0").short_axis_slots == ()


@pytest.mark.parametrize(("local", "overall", "calls"), [(False, True, ("overall",)), (True, False, ("T01",))])
def test_calls_are_asked_as_the_protocol_says(local, overall, calls, protocol_with):
    other = protocol_with({"calls.local_progression": local, "calls.overall": overall})
    assert demands(read_of("T01", sheet("T01=40"), sheet()), other, "TP1").calls == calls


def test_new_lesions_are_followed_until_they_are_resolved(protocol):
    def new(certainty=None, *ids):
        states = {} if certainty is None else {"NL01": NewLesionState(certainty)}
        return sheet("T01=40", "T01:none/-/none", recorded=recorded(*ids), new_lesions=states)

    read = read_of(
        "T01", sheet("T01=40"), new(Certainty.EQUIVOCAL, "NL01"), new(None, "NL02"), new(Certainty.RESOLVED), new()
    )
    asked = [demands(read, protocol, f"TP{k}") for k in (1, 2, 3, 4)]
    assert [one.new_lesions for one in asked] == [("NL01",), ("NL01", "NL02"), ("NL01", "NL02"), ("NL02",)]
    assert [one.any_new_lesion for one in asked] == [False, False, True, True]


def test_after_progression_only_the_targets_stay_asked(protocol_with):
    protocol = protocol_with({"target_response.treated.before_reference": True})
    none = {"any_new_lesion": NewLesionsAnswer(NewLesions.NONE)}
    start = sheet("T01=40;R01=20", recorded=recorded("R01", "NT01"), recist_set=("T01", "R01"))
    grown = sheet("T01=80;R01=30", "T01:none/-/none", **none)
    read = read_of("T01", start, grown, sheet())
    assert demands(read, protocol, "TP1").non_targets == ("NT01",)
    assert demands(read, protocol, "TP2") == Demands(
        slots=both("T01"),
        short_axis_slots=both("T01"),
        questions=(("T01", "tissue"), ("T01", "contiguous")),
        calls=("T01", "overall"),
    )


def test_nothing_is_asked_where_the_whole_timepoint_is_not_evaluable(protocol):
    read = read_of("T01", sheet("T01=40"), sheet(not_evaluable="artefact"))
    assert demands(read, protocol, "TP1") == Demands()
    lost = replace(read.timepoints[0], sheet=sheet(not_evaluable="artefact"))
    assert demands(replace(read, timepoints=(lost,)), protocol, "TP0") == Demands()


def test_a_timepoint_that_was_not_opened_asks_nothing_because_it_is_refused(protocol):
    with pytest.raises(ValueError, match="TP3 was not opened"):
        demands(read_of("T01", sheet("T01=40")), protocol, "TP3")
