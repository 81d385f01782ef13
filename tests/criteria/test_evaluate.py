"""What is concluded about whole timepoints of a read."""

from dataclasses import replace

import pytest
from criteria.reads import assessment, read_of, recorded, sheet, values

from seedcryo_reader.criteria.evaluate import evaluate, progressed_before
from seedcryo_reader.domain.lesion import (
    Certainty,
    NewLesions,
    NewLesionsAnswer,
    NewLesionState,
    NonTargetState,
    NonTargetStatus,
)
from seedcryo_reader.domain.measurement import Extent

CLEAR = "T01:none/-/none"
NO_NEW = {"any_new_lesion": NewLesionsAnswer(NewLesions.NONE)}


def follow_up(lengths: str, answers: str = CLEAR, **more):
    return sheet(lengths, answers, **(NO_NEW | more))


def overall(read, protocol) -> list[str]:
    """The overall response at each follow-up."""
    return [evaluate(read, protocol, one.name)[-1].value for one in read.timepoints[1:]]


def states(**said: NonTargetStatus):
    return {name: NonTargetState(status) for name, status in said.items()}


def test_at_the_baseline_the_sum_is_said(protocol):
    (found,) = evaluate(read_of("T01 T02n", sheet("T01=40.5;T02n=20.0")), protocol, "TP0")
    assert (found.about, found.value) == ("target", "baseline")
    assert found.text == "Baseline: the sum of diameters is 60.5 mm; rule 2.2"
    assert found.trace[-1].numbers == (("sum_mm", "60.5"),)


def test_a_baseline_that_lacks_a_length_says_which(protocol):
    (found,) = evaluate(read_of("T01 T02", sheet("T01=40.5")), protocol, "TP0")
    assert found.text == (
        "Baseline: the sum of diameters is 40.5 mm without T02, which no length was given for; rule 2.2"
    )


def test_the_sum_of_viable_parts_is_said_where_they_are_measured(protocol_with):
    both = protocol_with({"measuring.viable": ("non-nodal",)})
    one = sheet("T01=40.5;T02n=20")
    said = {**one.assessments, ("T01", Extent.VIABLE): assessment("33.3")}
    (found,) = evaluate(read_of("T01 T02n", replace(one, assessments=said)), both, "TP0")
    assert [(step.rule, step.numbers[0][1]) for step in found.trace] == [
        ("baseline-viable-sum", "33.3"),
        ("baseline-sum", "60.5"),
    ]


def test_a_follow_up_is_answered_target_by_target_and_as_a_whole(protocol):
    read = read_of(
        "T01 T02n",
        sheet("T01=40;T02n=20"),
        follow_up("T01=20;T02n=9", f"{CLEAR};T02:present/-/none"),
    )
    assert values(evaluate(read, protocol, "TP1")) == {
        "T01": "no LP",
        "T02": "residual",
        "target": "PR",
        "non-target": "NA",
        "new lesions": "NO",
        "overall": "PR",
    }


def test_an_empty_sheet_is_not_evaluable(protocol):
    read = read_of("T01", sheet("T01=40"), sheet())
    assert values(evaluate(read, protocol, "TP1")) == {
        "T01": "NE",
        "target": "NE",
        "non-target": "NA",
        "new lesions": "NE",
        "overall": "NE",
    }


def test_a_timepoint_not_evaluable_as_a_whole_says_so_everywhere_and_counts_nowhere(protocol):
    lost = follow_up("T01=10", not_evaluable="artefact")
    read = read_of("T01", sheet("T01=40"), follow_up("T01=30"), lost, follow_up("T01=33"))
    found = evaluate(read, protocol, "TP2")
    assert {one.value for one in found} == {"NE"}
    assert found[0].text == "Not evaluable: TP2 is not evaluable as a whole (artefact); rule 4.1"
    after = {one.about: one for one in evaluate(read, protocol, "TP3")}
    assert "over the nadir 30 mm at TP1" in after["target"].trace[1].text
    assert (after["T01"].value, after["overall"].value) == ("no LP", "SD")


def test_what_was_recorded_and_chosen_stays_where_the_timepoint_is_not_evaluable_as_a_whole(protocol):
    start = sheet("T01=40;T02=30", recist_set=("T01",), not_evaluable="artefact")
    assert "sum of diameters is 0 mm without T01, which" in evaluate(read_of("T01 T02", start), protocol, "TP0")[0].text
    lost = follow_up("T01=40", not_evaluable="artefact", recorded=recorded("NL01"), any_new_lesion=None)
    read = read_of("T01", sheet("T01=40"), lost, follow_up("T01=40"))
    found = {one.about: one for one in evaluate(read, protocol, "TP2")}
    assert found["new lesions"].text == "Not evaluable: NL01 not assessed; rule 3.3"


def test_progression_stays_and_dates_from_its_first_timepoint(protocol):
    lost = follow_up("T01=20", not_evaluable="artefact")
    read = read_of("T01", sheet("T01=40"), follow_up("T01=20"), follow_up("T01=40"), follow_up("T01=20"), lost)
    assert overall(read, protocol) == ["PR", "PD", "PD", "PD"]
    assert evaluate(read, protocol, "TP3")[-1].dates_from == "TP2"
    assert values(evaluate(read, protocol, "TP3"))["target"] == "PR"
    assert [progressed_before(read, protocol, f"TP{k}") for k in range(5)] == [False, False, False, True, True]


def test_only_what_was_known_at_a_timepoint_counts_for_it(protocol):
    read = read_of("T01", sheet("T01=40"), follow_up("T01=35"), follow_up("T01=10"), follow_up("T01=36"))
    early = replace(read, timepoints=read.timepoints[:2])
    assert evaluate(read, protocol, "TP1") == evaluate(early, protocol, "TP1")


def test_a_timepoint_that_was_not_opened_has_no_conclusions(protocol):
    read = read_of("T01", sheet("T01=40"))
    with pytest.raises(ValueError, match="TP1 was not opened"):
        evaluate(read, protocol, "TP1")
    with pytest.raises(ValueError, match="TP0 was not opened"):
        evaluate(read_of("T01"), protocol, "TP0")


def test_non_target_disease_holds_back_a_complete_response(protocol):
    with_disease = sheet("T01=40", recorded=recorded("NT01", "NT02"))
    gone, there = NonTargetStatus.ABSENT, NonTargetStatus.PRESENT
    read = read_of(
        "T01",
        with_disease,
        follow_up("T01=0", non_targets=states(NT01=gone, NT02=there)),
        follow_up("T01=0", non_targets=states(NT01=gone)),
        follow_up("T01=0", non_targets=states(NT01=gone, NT02=gone)),
        follow_up("T01=0", non_targets=states(NT01=there, NT02=gone)),
    )
    assert overall(read, protocol) == ["PR", "PR", "CR", "PD"]
    assert values(evaluate(read, protocol, "TP2"))["non-target"] == "NE"
    assert values(evaluate(read, protocol, "TP4"))["non-target"] == "PD"


def test_a_target_that_is_back_after_a_complete_response_is_progression(protocol):
    read = read_of("T01", sheet("T01=40"), follow_up("T01=0"), follow_up("T01=NE"), follow_up("T01=3"))
    assert overall(read, protocol) == ["CR", "NE", "PD"]


def test_an_equivocal_new_lesion_dates_the_progression_back(protocol):
    equivocal, sure = NewLesionState(Certainty.EQUIVOCAL), NewLesionState(Certainty.UNEQUIVOCAL)
    read = read_of(
        "T01",
        sheet("T01=40"),
        sheet("T01=40", CLEAR, recorded=recorded("NL01"), new_lesions={"NL01": equivocal}),
        follow_up("T01=40", new_lesions={"NL01": sure}),
        follow_up("T01=40"),
    )
    assert overall(read, protocol) == ["SD", "PD", "PD"]
    assert [evaluate(read, protocol, f"TP{k}")[-1].dates_from for k in (1, 2, 3)] == [None, "TP1", "TP1"]


def test_a_chosen_lesion_counts_in_the_sum_and_a_target_outside_it_as_other_disease(protocol):
    start = sheet("T01=40;T02=30;R01=20", recorded=recorded("R01"), recist_set=("T01", "R01"))
    answers = f"{CLEAR};T02:none/-/none"
    read = read_of(
        "T01 T02",
        start,
        follow_up("T01=20;T02=30;R01=10", answers),
        follow_up("T01=0;T02=3;R01=0", answers),
        follow_up("T01=0;T02=NE;R01=0", answers),
        follow_up("T01=0;T02=0;R01=0", answers),
    )
    (baseline,) = evaluate(read, protocol, "TP0")
    assert baseline.trace[-1].numbers == (("sum_mm", "60"),)
    assert overall(read, protocol) == ["PR", "PR", "PR", "CR"]
    found = [values(evaluate(read, protocol, f"TP{k}")) for k in (1, 2, 3, 4)]
    assert [one["non-target"] for one in found] == ["NON-CR/NON-PD", "NON-CR/NON-PD", "NE", "CR"]
    assert "R01" not in found[0]


def test_a_target_outside_the_sum_progresses_if_the_reader_says_so(protocol):
    def found(**said):
        start = sheet("T01=40;T02=30;T03=20", recist_set=("T01", "T02"))
        now = follow_up("T01=40;T02=30;T03=90", f"{CLEAR};T02:none/-/none;T03:none/-/none", **said)
        read = read_of("T01 T02 T03", start, now)
        others = values(evaluate(read, protocol, "TP1"))
        return others["non-target"], others["overall"]

    assert found() == ("NON-CR/NON-PD", "SD")
    assert found(non_targets=states(T03=NonTargetStatus.PROGRESSION)) == ("PD", "PD")
    assert found(non_targets=states(T02=NonTargetStatus.PROGRESSION)) == ("NON-CR/NON-PD", "SD")


def test_what_else_is_said_of_a_target_outside_the_sum_leaves_its_own_assessment_standing(protocol):
    start = sheet("T01=40;T02=30", recist_set=("T01",))
    for said in (NonTargetStatus.ABSENT, NonTargetStatus.NOT_EVALUABLE):
        read = read_of("T01 T02", start, follow_up("T01=0;T02=3", non_targets=states(T02=said)))
        assert values(evaluate(read, protocol, "TP1"))["non-target"] == "NON-CR/NON-PD"


def test_a_normal_node_outside_the_sum_is_no_disease(protocol):
    start = sheet("T01=40;T02n=20", recist_set=("T01",))
    read = read_of("T01 T02n", start, follow_up("T01=0;T02n=10"), follow_up("T01=0;T02n=9.9"))
    assert overall(read, protocol) == ["PR", "CR"]


def test_lesions_merged_with_one_outside_the_sum_add_its_diameter_once(protocol):
    start = sheet("T01=40;T02=30;T03=20", recist_set=("T01", "T02"))
    after = "T01=into T03;T02=into T03;T03=60"
    answers = ";".join(f"T0{k}:none/-/none" for k in (1, 2, 3))
    read = read_of("T01 T02 T03", start, follow_up(after, answers))
    found = {one.about: one for one in evaluate(read, protocol, "TP1")}
    assert found["target"].value == "SD"
    assert "the sum 60.0 mm is" in found["target"].text


def test_a_target_merged_with_a_chosen_lesion_is_asked_about_itself(protocol):
    start = sheet("T01=40;R01=30", recorded=recorded("R01"), recist_set=("T01", "R01"))
    read = read_of("T01", start, follow_up("T01=into R01;R01=60", "T01:none/-/present"))
    assert values(evaluate(read, protocol, "TP1"))["T01"] == "LP"


def test_without_a_short_axis_a_node_has_no_length(protocol):
    read = read_of("T01n", sheet("T01=20"), follow_up("T01n=20"))
    (found,) = evaluate(read, protocol, "TP0")
    assert "without T01" in found.text


def test_without_lesions_in_the_sum_the_other_disease_decides(protocol):
    read = read_of("T01", sheet("T01=8", recist_set=()), follow_up("T01=8"), follow_up("T01=0"))
    assert values(evaluate(read, protocol, "TP1"))["target"] == "NA"
    assert overall(read, protocol) == ["NON-CR/NON-PD", "CR"]


def test_no_text_names_a_treatment(protocol):
    read = read_of("T01", sheet("T01=40"), follow_up("T01=20"), follow_up("T01=40", "T01:present/new/present"))
    told = " ".join(
        text
        for one in read.timepoints
        for found in evaluate(read, protocol, one.name)
        for text in (found.text, *(step.text for step in found.trace))
    ).casefold()
    assert not [word for word in ("seed", "cryo", "ablat", "iodine", "needle", "treat") if word in told]
