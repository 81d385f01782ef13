"""What is wrong with a table in the long format is named by line, all of it at once; nothing else ever happens."""

import csv
import io
import os
import threading

import pytest
from coordination.batch.tables import COLUMNS, cases, problems, shipped, table, unexpected, written
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seedcryo_reader.coordination.batch.cases import read_cases
from seedcryo_reader.coordination.batch.problems import Place, Problems
from seedcryo_reader.criteria.evaluate import evaluations
from seedcryo_reader.domain.errors import EnvironmentFailure, Refused

FOLDER_STAYS = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
PROTOCOL = shipped()
GOOD = "TP0 0 T01 target no measured 20\n"

ROW_PROBLEMS = {
    "no length": ("TP1 1 T01 target no measured -", "no-length 3"),
    "neither state nor length": ("TP1 1 T01 target no - -", "no-state 3"),
    "no state and no number": ("TP1 1 T01 target no - x", "no-number 3"),
    "absent with a length": ("TP1 1 T01 target no absent 12", "wrong-state 3"),
    "too small with a length": ("TP1 1 T01 target no too_small 4", "wrong-state 3"),
    "not evaluable with a length": ("TP1 1 T01 target no not_evaluable 12", "wrong-state 3"),
    "negative": ("TP1 1 T01 target no measured -3", "wrong-length 3"),
    "absurd": ("TP1 1 T01 target no measured 1000.1", "wrong-length 3"),
    "text": ("TP1 1 T01 target no measured 12mm", "no-number 3"),
    "NaN": ("TP1 1 T01 target no measured NaN", "no-number 3"),
    "infinite": ("TP1 1 T01 target no measured inf", "no-number 3"),
    "exponent": ("TP1 1 T01 target no measured 1e1", "no-number 3"),
    "NA": ("TP1 1 T01 target no measured NA", "no-number 3"),
    "unknown state": ("TP1 1 T01 target no shrunk 12", "unknown-word 3"),
    "state of another set": ("TP1 1 T01 target no present 12", "unknown-word 3"),
    "unknown set": ("TP1 1 T01 targets no measured 12", "unknown-word 3"),
    "unknown yes or no": ("TP1 1 T01 target maybe measured 12", "unknown-word 3"),
    "no set": ("TP1 1 T01 - no measured 12", "empty-cell 3"),
    "no lesion": ("TP1 1 - target no measured 12", "empty-cell 3"),
    "no timepoint": ("S1 R1 - 1 T01 target no measured 12", "empty-cell 3"),
    "no reader": ("S1 - TP1 1 T01 target no measured 12", "empty-cell 3"),
    "no day": ("TP1 soon T01 target no measured 12", "no-day 3"),
    "half a day": ("TP1 1.5 T01 target no measured 12", "no-day 3"),
    "a lesion of the timepoint": ("TP1 1 T01 timepoint no not_evaluable -", "lesion-not-expected 3"),
    "a diameter of the timepoint": ("TP1 1 - timepoint no not_evaluable 3", "wrong-state 3"),
    "nothing of the timepoint": ("TP1 1 - timepoint no - -", "no-state 3"),
    "unknown of the timepoint": ("TP1 1 - timepoint no fine -", "unknown-word 3"),
    "no state of a new lesion": ("TP1 1 NL01 new no - -", "no-state 3"),
    "neither new lesion nor answer": ("TP1 1 - new no - -", "no-state 3"),
    "a diameter of none": ("TP1 1 - new no none 3", "wrong-state 3"),
    "a resolved lesion with a length": ("TP1 1 NL01 new no resolved 3", "wrong-state 3"),
    "no state of non-target disease": ("TP1 1 T01 target no measured 5\nTP0 0 NT1 nontarget no - -", "no-state 4"),
    "absent non-target disease with a length": (
        "TP0 0 NT1 nontarget no present -\nTP1 1 NT1 nontarget no absent 12",
        "wrong-state 4",
    ),
    "a second row": ("TP0 0 T01 target no measured 21", "double-row 3"),
    "a node that changes": ("TP1 1 T01 target yes measured 21", "node-differs 3"),
    "never said if it is a node": ("TP0 0 T02 target - measured 21", "no-node 3"),
    "a set that changes": ("TP1 1 T01 nontarget no present -", "set-differs 3"),
    "a target that appears later": ("TP1 1 T02 target no measured 21", "not-at-baseline 3"),
    "non-target disease that appears later": ("TP1 1 NT1 nontarget no present -", "not-at-baseline 3"),
    "non-target disease absent at first": ("TP0 0 NT1 nontarget no absent -", "not-at-baseline 3"),
    "a new lesion at the baseline": ("TP0 0 NL01 new no unequivocal -", "not-at-baseline 3"),
    "days that contradict labels": ("TP1 -1 T01 target no measured 21", "order-contradicts 3"),
    "two days of a timepoint": ("TP0 1 T02 target no measured 21", "days-differ 2"),
    "a label without a place": ("Later - T01 target no measured 21", "no-order 3"),
    "two timepoints on a day": ("Later 0 T01 target no measured 21", "no-order 3"),
    "a reader without a baseline": ("S1 R2 TP1 1 T01 target no measured 21", "no-baseline 3"),
    "a subject without a baseline": ("S2 R1 TP1 1 T01 target no measured 21", "no-baseline 3"),
    "a lesion called as a conclusion is": ("TP0 0 Target target no measured 21", "no-name 3"),
    "split into nothing": ("TP1 1 T01 target no split -", "split-into-nothing 3"),
    "pieces of a whole": (
        "TP1 1 T01 target no measured 9\nTP1 1 T01.1 target no measured 9",
        "pieces-of-a-whole 3",
    ),
    "a piece that is split": ("TP1 1 T01.1 target no split -", "state-of-a-piece 3"),
    "merged into nothing": ("TP1 1 T01 target no merged -", "merged-into-nothing 3"),
    "no new lesion and a new lesion": (
        "TP1 1 NL01 new no equivocal -\nTP1 1 - new no none -",
        "new-lesions-contradict 4",
    ),
    "two answers about new lesions": ("TP1 1 - new no none -\nTP1 1 - new no none -", "double-row 4"),
}


@pytest.mark.parametrize(("rows", "wanted"), ROW_PROBLEMS.values(), ids=ROW_PROBLEMS)
def test_a_problem_is_named_with_its_line_and_nothing_else(tmp_path, rows, wanted):
    assert problems(tmp_path, table(GOOD + rows)) == [wanted]


EXTRA_PROBLEMS = {
    "merged_into": {
        "unknown": ("T02", "merged-into-nothing 4"),
        "itself": ("T01", "merged-in-a-circle 4"),
        "non-target disease": ("NT1", "merged-into-nothing 4"),
    },
    "viable_mm": {"text": ("x", "no-number 4"), "negative": ("-1", "wrong-length 4")},
    "viable_state": {"unknown": ("merged", "unknown-word 4"), "no length": ("measured", "no-length 4")},
    "attenuation_hu": {"text": ("x", "no-number 4"), "absurd": ("4001", "wrong-number 4")},
    "tissue": {"unknown": ("maybe", "unknown-word 4")},
    "call": {"overall of a lesion": ("PD", "unknown-word 4")},
    "first_seen": {"of a target": ("TP0", "not-of-a-new-lesion 4")},
}


@pytest.mark.parametrize(
    ("column", "cell", "wanted"),
    [(column, *case) for column, cases in EXTRA_PROBLEMS.items() for case in cases.values()],
    ids=[f"{column} {name}" for column, cases in EXTRA_PROBLEMS.items() for name in cases],
)
def test_a_problem_of_an_optional_column_is_named(tmp_path, column, cell, wanted):
    state = ("merged", "-") if column == "merged_into" else ("measured", "20")
    rows = ["TP0 0 T01 target no measured 20 -", "TP0 0 NT1 nontarget no present - -"]
    assert problems(tmp_path, table("\n".join([*rows, f"TP1 1 T01 target no {' '.join(state)} {cell}"]), column)) == [
        wanted
    ]


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        ("tissue", "none", "not-of-a-target"),
        ("call", "LP", "not-of-a-target"),
        ("prespecified", "yes", "not-of-a-target"),
        ("in_sum", "no", "not-of-a-target"),
    ],
)
def test_what_is_said_of_targets_only_is_a_problem_elsewhere(tmp_path, column, cell, code):
    rows = f"TP0 0 T01 target no measured 20 -\nTP0 0 NT1 nontarget no present - {cell}"
    assert problems(tmp_path, table(rows, column)) == [f"{code} 3"]


@pytest.mark.parametrize(
    ("row", "column", "wanted"),
    [
        ("TP1 1 T01 target no measured 20 T02", "merged_into", ["wrong-state 3"]),
        ("TP1 1 NL01 new no equivocal - TP0", "first_seen", ["first-seen 3"]),
        ("TP1 1 NL01 new no equivocal - TP1", "first_seen", ["first-seen 3"]),
        ("TP1 1 T01 target no measured 20 no", "scheduled", ["schedule-differs 3"]),
        ("TP1.1 1 T01 target no measured 20 yes", "scheduled", ["schedule-differs 3"]),
        ("TP1 1 T01.1 target no measured 20 none", "tissue", ["state-of-a-piece 3"]),
        ("TP0 0 T02 target no measured 20 yes\nTP1 1 T02 target no measured 20 no", "in_sum", ["in-sum-differs 4"]),
    ],
)
def test_what_contradicts_the_rest_of_the_row_or_the_table_is_named(tmp_path, row, column, wanted):
    assert problems(tmp_path, table(f"TP0 0 T01 target no measured 20 -\n{row}", column)) == wanted


def test_mergers_into_a_piece_into_a_lesion_without_a_row_and_in_a_circle(tmp_path):
    rows = """
        TP0 0 T01 target no measured 20 -
        TP0 0 T02 target no measured 20 -
        TP0 0 T03 target no measured 20 -
        TP1 1 T01.1 target no measured 20 -
        TP1 1 T02 target no merged - T01.1
        TP1 1 T03 target no merged - T01
        TP2 2 T02 target no merged - T03
        TP2 2 T03 target no merged - T02
        """
    wanted = ["merged-into-nothing 6", "merged-into-nothing 7", "merged-in-a-circle 8", "merged-in-a-circle 9"]
    assert problems(tmp_path, table(rows, "merged_into")) == wanted


def test_a_target_outside_the_sum_can_only_be_said_to_progress_and_one_of_no_use_is_named(tmp_path):
    rows = """
        TP0 0 T01 target no measured 20 no -
        TP1 1 T01 nontarget no absent - - -
        TP0 0 T02 target no measured 20 no no
        """
    assert problems(tmp_path, table(rows, "in_sum", "prespecified")) == ["set-differs 3", "of-no-use 4"]


@pytest.mark.parametrize(
    ("rows", "wanted"),
    [
        ("Week_1 7 T01 target no measured 20 no\nWeek_2 14 T01 target no measured 20 -", ["no-baseline 2"]),
        ("Week_1 7 T01 target no measured 20 no\nWeek_1 7 T02 target no measured 20 yes", ["schedule-differs 2"]),
    ],
)
def test_a_first_timepoint_that_is_not_scheduled_is_no_baseline(tmp_path, rows, wanted):
    assert problems(tmp_path, table(rows, "scheduled")) == wanted


def test_all_problems_are_told_at_once_sorted_by_line_in_sentences_with_the_file(tmp_path):
    text = table(
        """
        S2 R1 TP0 0 T01 target no measured 12,5
        S1 R1 TP0 0 T01 target no shrunk 12
        S2 R1 TP1 1 T01 target no absent 12
        """
    ).replace("12,5", '"12,5"')
    with pytest.raises(Refused) as refusal:
        cases(tmp_path, text + "S3,R1\n")
    assert [f"{''.join(one.files)}: {one.text}" for one in refusal.value.findings] == [
        'reads.csv, line 2: diameter_mm "12,5" has a comma. Write a decimal point; an empty cell says that there is'
        " none.",
        'reads.csv, line 3: state "shrunk" is not known. It is one of: measured, absent, too small, not evaluable,'
        " merged, split.",
        'reads.csv, line 4: The state is absent, and diameter_mm says "12". One of them is wrong.',
        "reads.csv, line 5: The row has 2 cells, and there are 9 columns. Give every cell, also empty ones.",
    ]


def sentences(folder, text) -> list[str]:
    with pytest.raises(Refused) as refusal:
        cases(folder, text)
    return [f"{''.join(one.files)}: {one.text}" for one in refusal.value.findings]


def test_what_is_wrong_with_several_rows_in_the_same_way_is_said_once_with_all_of_their_lines(tmp_path):
    good, short = "S1,R1,TP0,0,T01,target,no,measured,12", "S1,R1,TP1,1,T01,target"
    text = "\n".join([HEADER, good, short, short, short, good.replace("12", "x").replace("T01", "T02"), short, ""])
    assert sentences(tmp_path, text) == [
        "reads.csv, lines 3-5, 7: The row has 6 cells, and there are 9 columns. Give every cell, also empty ones.",
        'reads.csv, line 6: diameter_mm "x" is no plain decimal number; an empty cell says that there is none.',
    ]


@pytest.mark.parametrize(
    ("lost", "wanted"),
    [
        ("S2,R1,TP0,0", ["ragged 3"]),
        ("S1,R1,TP0,0", ["no-baseline 2", "ragged 3"]),
        ('S2,"R"1,TP0,0,T01,target,no,measured,12', ["no-record 3"]),
        (",R1,TP0,0,T01,target,no,measured,12", ["no-key 3"]),
    ],
    ids=["of the subject", "of another subject", "of nobody knows whom", "of nobody"],
)
def test_no_baseline_is_missed_where_the_lost_row_may_be_it(tmp_path, lost, wanted):
    assert problems(tmp_path, f"{HEADER}\nS2,R1,TP1,1,T01,target,no,measured,12\n{lost}\n") == wanted


def test_a_row_too_short_to_say_whose_it_is_may_be_anybodys(tmp_path):
    header = "reader,subject,timepoint,day,lesion,set,node,state,diameter_mm"
    assert problems(tmp_path, f"{header}\nR1,S2,TP1,1,T01,target,no,measured,12\nR1\n") == ["ragged 3"]


@pytest.mark.parametrize("header", ["USUBJID,TRLNKID,TRTESTCD,TRORRES,VISITNUM", "USUBJID,TRLNKID,VISITNUM"])
def test_a_table_of_sdtm_alone_is_known(tmp_path, header):
    assert sentences(tmp_path, f"{header}\nS1,T01,LDIAM,20,1\n") == [
        "reads.csv: This is SDTM's TR. Give the folder with tu.csv and tr.csv in it instead of the file."
    ]


def test_the_other_table_of_sdtm_alone_is_known_too(tmp_path):
    [told] = sentences(tmp_path, "USUBJID,TULNKID,TUORRES\nS1,T01,TARGET\n")
    assert told.startswith("reads.csv: This is SDTM's TU.")


@pytest.mark.parametrize("start", [b"PK\x03\x04", b"\xd0\xcf\x11\xe0"])
def test_a_workbook_is_known(tmp_path, start):
    [told] = sentences(tmp_path, start + b"\0\0")
    assert (
        told == 'reads.csv: The file is an Excel workbook or packed. Save the table as "CSV UTF-8" and give that file.'
    )


NOTHING = "Leave the cell empty where there is nothing to say."


@pytest.mark.parametrize("word", ["NA", "n/a", "NaN"])
@pytest.mark.parametrize("column", ["tissue", "call", "viable_state", "prespecified"])
def test_a_word_for_nothing_is_a_problem_and_what_to_do_is_said(tmp_path, column, word):
    rows = f"TP0 0 T01 target no measured 20 -\nTP1 1 T01 target no measured 20 {word}"
    [told] = sentences(tmp_path, table(rows, column))
    assert told.startswith(f'reads.csv, line 3: {column} "{word}" is not known.')
    assert told.endswith(NOTHING)


@pytest.mark.parametrize("row", ["TP1 1 T01 NA no measured 20", "TP1 1 T01 target no NA 20"])
def test_where_something_has_to_be_said_leaving_it_empty_is_no_advice(tmp_path, row):
    [told] = sentences(tmp_path, table(GOOD + row))
    assert NOTHING not in told


def test_a_new_lesion_that_is_present_has_to_be_said_to_be_sure_or_not(tmp_path):
    assert sentences(tmp_path, table(GOOD + "TP1 1 NL1 new no Present -")) == [
        'reads.csv, line 3: state "Present" does not say how sure the new lesion is. Say equivocal or unequivocal, at'
        " every timepoint that shows it."
    ]


def test_timepoints_that_are_mere_numbers_are_told_once(tmp_path):
    rows = [f"{subject} R1 {number} - T01 target no measured 20" for subject in ("S1", "S2") for number in range(3)]
    assert sentences(tmp_path, table("\n".join([*rows, "S3 R1 Week_1 - T01 target no measured 20"]))) == [
        "reads.csv, lines 2, 5: Timepoints that are mere numbers have no order: call them TP0, TP1, TP2 …, or give"
        " their days.",
        'reads.csv, line 8: The place of the timepoint "Week 1" is not known: give its day, or call it TP0, TP1, TP2 …',
    ]


def test_who_is_called_alike_in_another_letter_case_is_named_beside_a_missing_baseline(tmp_path):
    rows = """
        S1 R1 TP0 0 T01 target no measured 20
        S1 r1 TP1 1 T01 target no measured 20
        s1 R1 TP1 1 T01 target no measured 20
        S2 R1 TP1 1 T01 target no measured 20
        """
    text = table(rows.replace("s1 R1", "Ss1 R1")).replace("Ss1", "s1")
    assert sentences(tmp_path, text) == [
        'reads.csv, line 3: The reader "r1" has no row of the baseline TP0 of this subject (there is R1).',
        "reads.csv, line 4: The subject has no row of the baseline TP0 (there is S1).",
        "reads.csv, line 5: The subject has no row of the baseline TP0.",
    ]


def test_where_a_row_is_lost_nothing_is_said_to_be_missing(tmp_path):
    rows = "TP0 0 T01 targot no measured 20\nTP1 1 T01 target no measured 20\nTP1 1 NL1 new no equivocal -"
    assert problems(tmp_path, table(rows)) == ["unknown-word 2"]


def test_sound_subjects_come_before_the_refusal(tmp_path):
    text = table("S1 R1 TP0 0 T01 target no measured 20\nS2 R1 TP0 0 T01 target no measured -")
    found = read_cases(written(tmp_path, text), shipped(), unexpected)
    assert next(found).subject == "S1"
    with pytest.raises(Refused):
        next(found)


HEADER = ",".join(COLUMNS)
FILE_PROBLEMS = {
    "empty": ("", ["empty reads.csv"]),
    "blank": ("\n \n", ["empty reads.csv"]),
    "no rows": (HEADER, ["empty reads.csv"]),
    "missing column": (HEADER.replace(",node", "") + "\n", ["missing-column 1"]),
    "another table": ("a,b\n1,2\n", ["missing-column 1"]),
    "double column": (HEADER + ",state\n", ["double-column 1"]),
    "no subject": (f"{HEADER}\n,R1,TP0,0,T01,target,no,measured,12\n", ["no-key 2"]),
    "subject that cannot be shown": (f"{HEADER}\nS\0,R1,TP0,0,T01,target,no,measured,12\n", ["no-text reads.csv"]),
    "subject with a control": (f"{HEADER}\nS\x07,R1,TP0,0,T01,target,no,measured,12\n", ["no-key 2"]),
    "reader with a control": (f"{HEADER}\nS1,R\x07,TP0,0,T01,target,no,measured,12\n", ["no-name 2"]),
    "too many cells": (f"{HEADER}\nS1,R1,TP0,0,T01,target,no,measured,12,x\n", ["ragged 2"]),
    "open quote": (f'{HEADER}\nS1,R1,TP0,0,"T01,target,no,measured,12\nS2\n', ["no-record 2"]),
    "text after a quote": (f'{HEADER}\nS1,"R"1,TP0,0,T01,target,no,measured,12\n', ["no-record 2"]),
    "lone carriage return": (f"{HEADER}\nS1,R\r1,TP0,0,T01,target,no,measured,12\n", ["no-record 2"]),
    "target with a control": (f"{HEADER}\nS1,R1,TP0,0,T\x07,target,no,measured,12\n", ["no-name 2"]),
    "merged into a control": (f"{HEADER},merged_into\nS1,R1,TP0,0,T1,target,no,merged,,T\x07\n", ["no-name 2"]),
    "header with a lone carriage return": ("a\rb,c\n", ["missing-column 1"]),
    "header that is no record": ('"a"b,c\n', ["missing-column 1"]),
    "not UTF-8": (f"{HEADER}\nM\xfcller,R1,TP0,0,T01,target,no,measured,12\n".encode("latin-1"), ["no-text 2"]),
    "binary": (b"\x7fELF\0\0", ["no-text reads.csv"]),
    "half of UTF-16": (HEADER.encode("utf-16")[:-1], ["no-text reads.csv"]),
    "endless line": (f"{HEADER}\nS1,{'x' * (3 << 20)}\nS1,R1\n", ["no-text 2", "ragged 3"]),
}


@pytest.mark.parametrize(("text", "wanted"), FILE_PROBLEMS.values(), ids=FILE_PROBLEMS)
def test_a_file_that_is_no_such_table_is_named(tmp_path, text, wanted):
    assert problems(tmp_path, text) == wanted


def test_a_file_that_cannot_be_read_is_the_surroundings_trouble(tmp_path):
    with pytest.raises(EnvironmentFailure, match=r"nowhere\.csv cannot be read: No such file"):
        list(read_cases(tmp_path / "nowhere.csv", shipped(), unexpected))


def test_a_pipe_is_read_as_a_file_is(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_text, args=(table(GOOD),))
    writer.start()
    try:
        assert len(list(read_cases(pipe, shipped(), unexpected))) == 1
    finally:
        writer.join()


def read_or_refused(folder, data) -> None:
    """A table is read and evaluated, or refused with the places named; nothing else happens."""
    places: list[str] = []
    try:
        for case in read_cases(written(folder, data), PROTOCOL, lambda notice: None):
            assert [one.timepoint for one in evaluations(case.course, PROTOCOL)] == list(case.course.timepoints)
    except Refused as refused:
        places = [file for one in refused.findings for file in one.files]
    assert all(one.startswith("reads.csv") for one in places)


@FOLDER_STAYS
@given(st.one_of(st.binary(max_size=400), st.text(max_size=400).map(str.encode)))
def test_any_bytes_are_read_or_refused(tmp_path, data):
    read_or_refused(tmp_path, data)


WORDS = (
    "", "S1", "R1", "TP0", "TP1", "TP1.1", "0", "90", "-1", "T01", "T01.1", "t02", "target", "nontarget", "new",
    "timepoint", "yes", "no", "measured", "absent", "merged", "split", "none", "equivocal", "present", "LP", "1e9", '"',
    "\r", "\n", "\x00", "²", "٣", "1_0", "not evaluable", "progressed", "NaN",
)  # fmt: skip
CELLS = st.sampled_from(WORDS)
LIKELY = (
    st.sampled_from(["S1", "S2"]),
    st.sampled_from(["R1", "R2"]),
    st.sampled_from(["TP0", "TP1", "TP1.1", "Week 1"]),
    st.sampled_from(["0", "1", "2", ""]),
    st.sampled_from(["T01", "T02", "T01.1", "T01.2", "NL1", ""]),
    st.sampled_from(["target", "target", "nontarget", "new", "timepoint"]),
    st.sampled_from(["no", "no", "yes", ""]),
    st.sampled_from(["measured", "absent", "merged", "split", "none", "present", "equivocal", "not evaluable", ""]),
    st.sampled_from(["12", "0", "", "5"]),
    st.sampled_from(["T01", "T02", "T01.1", ""]),
    st.sampled_from(["TP0", "TP1", ""]),
    st.sampled_from(["yes", "no", ""]),
)
HEADER_MORE = (*COLUMNS, "merged_into", "first_seen", "in_sum")
ROWS = st.lists(st.tuples(*(st.one_of(likely, likely, likely, CELLS) for likely in LIKELY)), max_size=12)


@FOLDER_STAYS
@given(ROWS)
def test_any_rows_are_read_or_refused(tmp_path, rows):
    out = io.StringIO()
    csv.writer(out).writerows([HEADER_MORE, *rows])
    read_or_refused(tmp_path, out.getvalue().encode())


@FOLDER_STAYS
@given(st.lists(st.tuples(*LIKELY), min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_rows_in_another_order_are_read_or_refused_alike(tmp_path, rows, dice):
    def outcome(some):
        out = io.StringIO()
        csv.writer(out).writerows([HEADER_MORE, *some])
        try:
            return list(read_cases(written(tmp_path, out.getvalue()), PROTOCOL, unexpected))
        except Refused:
            return None

    other = list(rows)
    dice.shuffle(other)
    assert outcome(rows) == outcome(other)


def test_problems_can_be_had_one_by_one_or_grouped_and_are_in_the_order_of_the_lines():
    found = Problems()
    for line in (7, 3, 4, 5):
        found.add(Place("days.csv", line), "twice", "Keep one.")
    found.add(Place("days.csv", 4), "no-day", "Give it.")
    found.add(Place("days.csv"), "empty", "Empty.")
    assert [one.files[0] for one in found.findings()] == [
        "days.csv",
        *(f"days.csv, line {line}" for line in (3, 4, 4, 5, 7)),
    ]
    assert [(one.files[0], one.code) for one in found.grouped()] == [
        ("days.csv", "empty"),
        ("days.csv, lines 3-5, 7", "twice"),
        ("days.csv, line 4", "no-day"),
    ]


def test_columns_that_are_not_known_are_problems_where_they_could_tell_the_treatment(tmp_path):
    text = "\n" + table("TP0 0 T01 target no measured 20 - a b", "reason", "Arm 2", "zone")
    with pytest.raises(Refused) as refused:
        list(read_cases(written(tmp_path, text), PROTOCOL, unexpected, strict=True))
    assert [(one.text, one.files) for one in refused.value.findings] == [
        (f'The column "{name}" is not known, and could tell the treatment. Remove it.', ("reads.csv, line 2",))
        for name in ("arm_2", "zone")
    ]
    known = table(GOOD.strip() + " -", "reason")
    assert len(list(read_cases(written(tmp_path, known), PROTOCOL, unexpected, strict=True))) == 1


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (table("S\u200b1 R1 TP0 0 T01 target no measured 20"),
         'subject "S?1" holds a sign that cannot be shown (U+200B ZERO WIDTH SPACE). Write it without.'),
        (table("S1 R\x1b TP0 0 T01 target no measured 20"),
         'reader "R?" holds a sign that cannot be shown (U+001B). Write it without.'),
        (table("S0 R1 TP0 0 T01 target no measured 20").replace("S0", "=1+1"),
         'subject "=1+1" begins with a sign that spreadsheets calculate. Write it without.'),
        (table("S1 @R1 TP0 0 T01 target no measured 20"),
         'reader "@R1" begins with a sign that spreadsheets calculate. Write it without.'),
        (table('S1 R1 TP0 0 "T01"x target no measured 20'),
         "The row cannot be read: a cell in quotation marks does not end, or text follows its end. Write a quotation"
         " mark within a cell twice."),
    ],
)  # fmt: skip
def test_what_cannot_be_shown_or_read_is_said_plainly(tmp_path, text, wanted):
    with pytest.raises(Refused) as refused:
        list(read_cases(written(tmp_path, text), PROTOCOL, unexpected))
    assert [one.text for one in refused.value.findings] == [wanted]


def test_ids_that_differ_in_letter_case_only_are_told(tmp_path):
    rows = [f"{who} TP0 0 T01 target no measured 20 - - -" for who in ("S1 R1", "S1 r1", "S2 R1", "Sx R1", "SX R1")]
    text = table("\n".join(rows), "tissue", "tissue_change", "contiguous")
    told: list[str] = []
    assert len(list(read_cases(written(tmp_path, text), PROTOCOL, told.append))) == 5
    assert told == [
        'The subjects "SX" and "Sx" differ in letter case only. They were taken as 2.',
        'The readers "R1" and "r1" differ in letter case only. They were taken as 2.',
    ]
