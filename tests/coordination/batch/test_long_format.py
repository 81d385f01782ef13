"""A table in the long format becomes the course that it means."""

import random
from decimal import Decimal

import pytest
from coordination.batch.tables import RECIST, cases, problems, shipped, table, unexpected, written

from seedcryo_reader.coordination.batch.cases import read_cases
from seedcryo_reader.criteria.course import Lesion, NewLesionSaid, Said, State
from seedcryo_reader.criteria.protocol.reader import load_protocol
from seedcryo_reader.domain.conclusion import OVERALL
from seedcryo_reader.domain.lesion import Certainty, NewLesions, NonTargetStatus

MEASURED = State.MEASURED


def course(folder, rows, *more):
    [case] = cases(folder, table(rows, *more))
    return case.course


def test_a_course_of_every_set(tmp_path):
    found = course(
        tmp_path,
        """
        TP0 0  T01 target yes measured 23.0
        TP0 0  T02 target no measured 10
        TP0 0  NT01 nontarget no present -
        TP1 90 T01 target yes too_small -
        TP1 90 T02 target no absent 0
        TP1 90 NT01 nontarget no progressed -
        TP1 90 NL01 new yes unequivocal 12.5
        """,
    )
    assert found.targets == found.in_sum == (Lesion("T01", node=True), Lesion("T02", node=False))
    assert found.chosen == ()
    assert found.non_targets == (Lesion("NT01", node=False),)
    baseline, followup = found.timepoints
    assert (baseline.name, baseline.number, baseline.any_new_lesion) == ("TP0", 0, None)
    assert baseline.said == {"T01": Said(MEASURED, Decimal("23.0")), "T02": Said(MEASURED, Decimal(10))}
    assert baseline.non_targets == {"NT01": NonTargetStatus.PRESENT}
    assert followup.said == {"T01": Said(State.TOO_SMALL), "T02": Said(State.ABSENT)}
    assert followup.non_targets == {"NT01": NonTargetStatus.PROGRESSION}
    assert followup.new_lesions == {"NL01": NewLesionSaid(Certainty.UNEQUIVOCAL, node=True, mm=Decimal("12.5"))}
    assert (followup.found, followup.number) == (("NL01",), 1)


def test_a_length_is_taken_exactly_as_it_is_written(tmp_path):
    found = course(tmp_path, "TP0 0 T01 target no measured 12.3456789012345678901234567890")
    assert found.timepoints[0].said["T01"].mm == Decimal("12.3456789012345678901234567890")


def test_a_diameter_without_a_state_is_measured_and_zero_is_absent(tmp_path):
    found = course(tmp_path, "TP0 0 T01 target no - 12\nTP1 9 T01 target no - 0.0\nTP2 10 T01 target no measured 0")
    assert [one.said["T01"].state for one in found.timepoints] == [MEASURED, State.ABSENT, State.ABSENT]


def test_letter_case_blanks_and_hyphens_do_not_matter(tmp_path):
    header = " Subject,READER,Timepoint,Day,lesion,SET,Node,State,Diameter-MM, Scheduled"
    text = f"{header}\nS1,R1,tp 00,0,t01,TARGET,No, MEASURED ,23,\nS1,R1,TP1,90,T01,Target,NO,Too-Small,5,YES\n"
    text += "S1,R1,TP0,0,N1,Non-Target,n,Present,,\nS1,R1,TP1,90,n1,non target,N,Not  Evaluable,,Y\n"
    [case] = cases(tmp_path, text)
    assert [one.name for one in case.course.timepoints] == ["TP0", "TP1"]
    assert case.course.timepoints[1].said == {"T01": Said(State.TOO_SMALL)}
    assert case.course.timepoints[1].non_targets == {"N1": NonTargetStatus.NOT_EVALUABLE}


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16"])
def test_every_separator_line_end_and_coding_of_spreadsheets_is_read(tmp_path, separator, ends, coding):
    text = table("TP0 0 T01 target no measured 23.0\nTP1 90 T01 target no measured 16.1").replace("S1", "Müller 1")
    data = text.replace(",", separator).replace("\n", ends).encode(coding)
    [case] = read_cases(written(tmp_path, data), shipped(), unexpected)
    assert (case.subject, case.reader, len(case.course.timepoints)) == ("Müller 1", "R1", 2)


def test_the_line_that_spreadsheets_put_first_to_say_the_separator_is_no_header(tmp_path):
    text = "sep=;\n" + table("TP0 0 T01 target no measured 23.0").replace(",", ";")
    assert len(cases(tmp_path, text)) == 1


def test_blank_lines_empty_rows_and_empty_cells_at_the_end_are_nothing(tmp_path):
    text = "\n\n" + table("TP0 0 T01 target no measured 23.0").replace("\n", ",\n", 2) + "\n,,,,,,,,\n\n"
    assert len(list(read_cases(written(tmp_path, text), shipped(), unexpected))) == 1


def test_a_line_break_within_a_quoted_cell_is_a_blank(tmp_path):
    rows = table("TP0 0 T01 target no measured 23.0 -\nTP1 90 - timepoint - not_evaluable - X", "reason")
    found = cases(tmp_path, rows.replace("X", '"poor\nscan, quality"'))
    assert found[0].course.timepoints[1].not_evaluable == "poor scan, quality"


def test_pieces_of_a_split_lesion_are_said_of_by_themselves(tmp_path):
    found = course(
        tmp_path,
        """
        TP0 0 T04 target no measured 40
        TP1 1 T04.1 target - measured 15
        TP1 1 T04.2 target - measured 12
        TP2 2 T04 target no split -
        TP2 2 T04.1 target no measured 15
        """,
    )
    assert found.targets == (Lesion("T04", node=False),)
    assert found.timepoints[1].said["T04"] == Said(State.SPLIT, pieces=("T04.1", "T04.2"))
    assert found.timepoints[1].said["T04.1"] == Said(MEASURED, Decimal(15))
    assert found.timepoints[2].said["T04"].pieces == ("T04.1", "T04.2")
    assert "T04.2" not in found.timepoints[2].said


def test_a_lesion_whose_name_has_a_dot_is_no_piece_where_there_is_no_whole(tmp_path):
    found = course(tmp_path, "TP0 0 L1.1 target no measured 40\nTP0 0 L1.2 target no measured 20")
    assert [one.lesion for one in found.targets] == ["L1.1", "L1.2"]


def test_merged_lesions_are_put_into_the_one_that_carries_the_diameter(tmp_path):
    found = course(
        tmp_path,
        """
        TP0 0 T01 target no measured 20 -
        TP0 0 T02 target no measured 18 -
        TP0 0 T03 target no measured 17 -
        TP1 1 T01 target no measured 50 -
        TP1 1 T02 target no merged - t01
        TP1 1 T03 target no merged 0 T02
        """,
        "merged_into",
    )
    assert found.timepoints[1].said["T02"] == Said(State.MERGED, into="T01")
    assert found.timepoints[1].said["T03"] == Said(State.MERGED, into="T01")


def test_prespecified_chosen_and_what_is_not_in_the_sum(tmp_path):
    found = course(
        tmp_path,
        """
        TP0 0 T01 target no measured 20 - -
        TP0 0 T02 target no measured 18 yes no
        TP0 0 R01 target no measured 17 no yes
        TP1 1 T01 target no measured 20 - -
        TP1 1 T02 target no measured 18 - -
        TP1 1 T02 nontarget no progressed - - -
        """,
        "prespecified",
        "in_sum",
    )
    assert [one.lesion for one in found.targets] == ["T01", "T02"]
    assert [one.lesion for one in found.chosen] == ["R01"]
    assert [one.lesion for one in found.in_sum] == ["R01", "T01"]
    assert found.non_targets == ()
    assert found.timepoints[1].non_targets == {"T02": NonTargetStatus.PROGRESSION}


def test_the_viable_part_attenuation_and_new_lesions_outside_the_images(tmp_path):
    found = course(
        tmp_path,
        """
        TP0 0 T01 target no measured 20 15 - 40.5 -
        TP1 1 T01 target no measured 20 - absent -5 -
        TP1 1 NL01 new no equivocal - - - - yes
        """,
        "viable_mm",
        "viable_state",
        "attenuation_hu",
        "outside_baseline",
    )
    assert found.timepoints[0].said["T01"].viable == Said(MEASURED, Decimal(15))
    assert found.timepoints[0].said["T01"].attenuation_hu == Decimal("40.5")
    assert found.timepoints[1].said["T01"].viable == Said(State.ABSENT)
    assert found.timepoints[1].new_lesions["NL01"].outside_baseline_images


def test_answers_and_calls_of_follow_ups(tmp_path):
    found = course(
        tmp_path,
        """
        TP0 0 T01 target no measured 20 none - LP
        TP1 1 T01 target no measured 20 Present Not_Assessable no_lp
        TP1 1 - timepoint - - - - - non-cr/non-pd
        """,
        "tissue",
        "tissue_change",
        "call",
    )
    assert (found.timepoints[0].findings, found.timepoints[0].calls) == ({}, {})
    followup = found.timepoints[1]
    assert followup.findings == {("T01", "tissue"): "present", ("T01", "tissue-change"): "not assessable"}
    assert followup.calls == {"T01": "no LP", OVERALL: "NON-CR/NON-PD"}
    assert followup.not_evaluable is None


def test_a_timepoint_that_is_not_evaluable_as_a_whole(tmp_path):
    found = course(tmp_path, "TP0 0 T01 target no measured 20\nTP1 1 - timepoint - not_evaluable -")
    assert found.timepoints[1].not_evaluable == "not evaluable"


def test_where_a_table_says_nothing_of_new_lesions_there_is_none(tmp_path):
    found = course(
        tmp_path,
        """
        TP0 0 T01 target no measured 20
        TP0 0 - new - none -
        TP1 1 T01 target no measured 20
        TP2 2 - new - not_evaluable -
        TP3 3 - new - none -
        """,
    )
    assert [one.any_new_lesion for one in found.timepoints] == [
        None,
        NewLesions.NONE,
        NewLesions.NOT_ASSESSABLE,
        NewLesions.NONE,
    ]


def test_a_new_lesion_is_found_where_it_is_first_there_and_not_where_it_is_still_absent(tmp_path):
    found = course(
        tmp_path,
        """
        TP0 0 NL01 new no absent - -
        TP1 1 NL01 new no absent 0 -
        TP2 2 NL01 new no equivocal - -
        TP3 3 NL01 new no unequivocal - tp2
        TP4 4 NL01 new no resolved - -
        """,
        "first_seen",
    )
    assert [one.found for one in found.timepoints] == [(), (), ("NL01",), (), ()]
    assert [dict(one.new_lesions) for one in found.timepoints] == [
        {},
        {},
        {"NL01": NewLesionSaid(Certainty.EQUIVOCAL)},
        {"NL01": NewLesionSaid(Certainty.UNEQUIVOCAL, first_seen="TP2")},
        {"NL01": NewLesionSaid(Certainty.RESOLVED)},
    ]


def test_a_timepoint_that_a_reader_said_nothing_of_is_not_in_that_readers_course(tmp_path):
    text = table(
        """
        S1 R1 TP0 0 T01 target no measured 20
        S1 R2 TP0 0 T01 target no measured 21
        S1 R2 TP1 1 T01 target no measured 22
        """
    )
    assert [(one.reader, len(one.course.timepoints)) for one in cases(tmp_path, text)] == [("R1", 1), ("R2", 2)]


def test_labels_of_timepoints_give_their_order_and_numbers(tmp_path):
    rows = "\n".join(f"{name} - T01 target no measured 20" for name in ("TP10", "TP2.10", "TP0", "TP2", "TP2.9"))
    found = course(tmp_path, rows)
    assert [(one.name, one.number) for one in found.timepoints] == [
        ("TP0", 0),
        ("TP2", 2),
        ("TP2.9", Decimal("2.5")),
        ("TP2.10", Decimal("2.5")),
        ("TP10", 10),
    ]


def test_without_such_labels_days_give_order_and_numbers_of_the_whole_subject(tmp_path):
    text = table(
        """
        S1 R1 Week_12 84 T01 target no measured 20 -
        S1 R1 Screening -7 T01 target no measured 20 -
        S1 R2 Screening -7 T01 target no measured 20 -
        S1 R2 Extra 50.0 T01 target no measured 20 no
        S1 R2 Week_6 42 T01 target no measured 20 yes
        S1 R2 week_12 - T01 target no measured 20 -
        """,
        "scheduled",
    )
    first, second = cases(tmp_path, text)
    assert [(one.name, one.number) for one in first.course.timepoints] == [("Screening", 0), ("Week 12", 2)]
    assert [(one.name, one.number) for one in second.course.timepoints] == [
        ("Screening", 0),
        ("Week 6", 1),
        ("Extra", Decimal("1.5")),
        ("Week 12", 2),
    ]
    assert [one.visitnum for one in second.visits.values()] == ["0", "1", "1.1", "2"]


def test_unknown_columns_are_told_and_not_used(tmp_path):
    told = []
    text = table("TP0 0 T01 target no measured 20 red 5", "colour", "Weight kg")
    assert len(list(read_cases(written(tmp_path, text), load_protocol(RECIST), told.append))) == 1
    assert told == ["reads.csv: The columns colour, weight_kg are not used."]


def test_the_order_of_rows_never_matters(tmp_path):
    rows = [
        f"S{subject} R{reader} {label} {day} {lesion} target no measured {10 + subject + day}.{reader}"
        for subject in range(3)
        for reader in range(2)
        for label, day in (("Screening", 0), ("Visit_2", 30), ("Visit_3", 60))
        for lesion in ("T01", "T01.1", "T02")
        if not (lesion == "T01.1" and label == "Screening") and not (lesion == "T01" and label != "Screening")
    ]
    wanted = cases(tmp_path, table("\n".join(rows)))
    assert len(wanted) == 6
    dice = random.Random(6)  # noqa: S311 - an order for a test
    for _ in range(5):
        dice.shuffle(rows)
        assert cases(tmp_path, table("\n".join(rows))) == wanted


def test_a_sound_table_has_no_problem(tmp_path):
    assert problems(tmp_path, table("TP0 0 T01 target no measured 20")) == []
