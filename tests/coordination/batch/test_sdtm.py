"""The SDTM tables TU and TR become the course that they mean, and what is wrong with them is named by file and line."""

import csv
import io
from decimal import Decimal

import pytest
from coordination.batch.tables import RECIST, unexpected
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seedcryo_reader.coordination.batch.cases import read_cases
from seedcryo_reader.criteria.course import Lesion, NewLesionSaid, Said, State
from seedcryo_reader.criteria.protocol.reader import load_protocol
from seedcryo_reader.domain.errors import EnvironmentFailure, Refused
from seedcryo_reader.domain.lesion import Certainty, NonTargetStatus

TU = "USUBJID,TULNKID,TUTESTCD,TUORRES,TULOC,TUEVAL,TUEVALID,TUGRPID,VISITNUM"
TR = "USUBJID,TRLNKID,TRTESTCD,TRORRES,TRORRESU,TRSTRESC,TRSTRESN,TRSTRESU,TRSTAT,TREVAL,TREVALID,VISITNUM,VISIT,TRDTC"
READER = ("INDEPENDENT ASSESSOR", "READER 1")


def identified(lesion, kind="TARGET", place="LIVER", *, test="TUMIDENT", visit="1", group="") -> str:
    return f"S1,{lesion},{test},{kind},{place},INDEPENDENT ASSESSOR,READER 1,{group},{visit}"


def result(lesion, test, value, visit=1, *, unit="mm", stat="", number="") -> str:
    given = value if unit else ""
    return (
        f"S1,{lesion},{test},{value},{unit},{given},{number},{unit},{stat},INDEPENDENT ASSESSOR,READER 1,{visit},"
        f"VISIT {visit},2026-0{str(visit)[0]}"
    )


def state(lesion, value, visit=1, test="TUMSTATE") -> str:
    return result(lesion, test, value, visit).replace(",mm", ",")


def folder(place, tu, tr, heads=(TU, TR)):
    place.mkdir(exist_ok=True)
    (place / "TU.csv").write_text("\n".join([heads[0], *tu]) + "\n", encoding="utf-8")
    (place / "tr.CSV").write_text("\n".join([heads[1], *tr]) + "\n", encoding="utf-8")
    return place


def course(place, tu, tr, notice=unexpected):
    [case] = read_cases(folder(place, tu, tr), load_protocol(RECIST), notice)
    return case.course


def problems(place, tu, tr, heads=(TU, TR)) -> list[str]:
    try:
        list(read_cases(folder(place, tu, tr, heads), load_protocol(RECIST), unexpected))
    except Refused as refused:
        return [f"{one.code} {''.join(one.files)}" for one in refused.findings]
    return []


def test_targets_count_the_long_axis_and_nodes_the_short_one_also_where_it_is_the_longer(tmp_path):
    told: list[str] = []
    found = course(
        tmp_path,
        [identified("T01"), identified("T02", place="LYMPH NODE"), identified("T03", "TARGET NODAL", ""),
         identified("T04", "TARGET EXTRA NODAL", "LYMPH NODE"), identified("T05", place=""),
         identified("T06", place="")],
        [row for lesion in ("T01", "T02", "T03", "T04") for row in
         (result(lesion, "LDIAM", "20.5"), result(lesion, "LPERP", "31.25"))]
        + [result("T05", "LPERP", "12"), result("T06", "DIAMETER", "13"), result("", "SUMDIAM", "99")],
        told.append,
    )  # fmt: skip
    assert [one.node for one in found.targets] == [False, True, True, False, True, False]
    lengths = [found.timepoints[0].said[one.lesion].mm for one in found.targets]
    assert lengths == [Decimal(text) for text in ("20.5", "31.25", "31.25", "20.5", "12", "13")]
    assert found.in_sum == found.targets
    assert told == [
        "S1, INDEPENDENT ASSESSOR READER 1: 6 lesions are in the sum of diameters, and the protocol has 5 at most. All"
        " of them were added."
    ]


@pytest.mark.parametrize("place", ["AXILLA", "MEDIASTINUM", "NODE, LYMPH", ""])
def test_a_place_that_does_not_say_lymph_node_leaves_it_to_what_was_measured(tmp_path, place):
    place = f'"{place}"'
    tr = [result("T01", "LPERP", "12"), result("T02", "LPERP", "12"), result("T02", "LDIAM", "20")]
    found = course(tmp_path, [identified("T01", place=place), identified("T02", place=place)], tr)
    assert [one.node for one in found.targets] == [True, False]
    assert [found.timepoints[0].said[one].mm for one in ("T01", "T02")] == [12, 20]


NODES = {
    "nothing and a node": (("TARGET", ""), ("TARGET", "LYMPH NODE"), True),
    "a class that says it": (("TARGET", "AXILLA"), ("TARGET NODAL", "AXILLA"), True),
    "a class that says it of no place": (("TARGET", "LUNG"), ("TARGET NODAL", ""), True),
    "two places": (("TARGET", "LUNG"), ("TARGET", "LYMPH NODE"), None),
    "two classes": (("TARGET NODAL", ""), ("TARGET NON-NODAL", ""), None),
}


@pytest.mark.parametrize(("one", "other", "node"), NODES.values(), ids=NODES)
@pytest.mark.parametrize("turned", [False, True])
def test_the_order_of_rows_does_not_decide_what_is_a_node(tmp_path, one, other, node, turned):
    tu = [identified("T01", *(other if turned else one)), identified("T01", *(one if turned else other))]
    tr = [result("T01", "LDIAM", "20"), result("T01", "LPERP", "12")]
    if node is None:
        [problem] = problems(tmp_path, tu, tr)
        assert problem.startswith("node-differs TU.csv, line ")
    else:
        assert course(tmp_path, tu, tr).targets == (Lesion("T01", node=node),)


def test_a_piece_of_a_node_is_a_node(tmp_path):
    tu = [identified("T04", place="LYMPH NODE"), identified("T04.1", place="", test="TUSPLIT", visit="2")]
    tr = [result("T04", "LPERP", "30"), result("T04.1", "LDIAM", "20", 2), result("T04.1", "LPERP", "15", 2)]
    assert course(tmp_path, tu, tr).timepoints[1].said["T04.1"].mm == 15


def test_a_text_is_exact_where_the_number_is_binary_and_centimetres_are_converted(tmp_path):
    tr = [
        result("T01", "LDIAM", "19.95", number="19.950000000000003"),
        result("T01", "LDIAM", "19.950000000000003", 2, number="19.95"),
        result("T01", "LDIAM", "2.7", 3, unit="cm", number="2.7"),
        result("T01", "LDIAM", "", 4, unit="", number="16.1"),
        result("T01", "LDIAM", "", 5, unit="", number="16.100000000000001"),
        result("T01", "LDIAM", "", 6, unit="", number="29.999999999999996"),
        result("T01", "LDIAM", "16.123456789", 7),
    ]
    found = course(tmp_path, [identified("T01")], tr)
    wanted = ["19.95", "19.95", "27.0", "16.1", "16.1", "30", "16.123456789"]
    assert [str(one.said["T01"].mm) for one in found.timepoints] == wanted


def test_what_was_not_measured(tmp_path):
    tr = [
        result("T01", "LDIAM", "20"),
        result("T01", "LDIAM", "TOO SMALL TO MEASURE", 2, number="5"),
        result("T01", "LDIAM", "0", 3),
        result("T01", "LDIAM", "", 4, stat="NOT DONE"),
        state("T01", "ABSENT", 5),
        state("T01", "NE", 6),
        result("T01", "LDIAM", "0", 7),
        state("T01", "ABSENT", 7),
    ]
    found = course(tmp_path, [identified("T01")], tr)
    assert [one.said["T01"].state for one in found.timepoints[1:]] == [
        State.TOO_SMALL,
        State.ABSENT,
        State.NOT_EVALUABLE,
        State.ABSENT,
        State.NOT_EVALUABLE,
        State.ABSENT,
    ]


def test_a_visit_at_which_nothing_was_done_is_not_evaluable_as_a_whole(tmp_path):
    tr = [result("T01", "LDIAM", "20"), result("NT1", "TUMSTATE", "PRESENT"), result("T01", "LDIAM", "20", 4)]
    tr += [result("", test, "", visit, stat="NOT DONE") for test, visit in (("TRALL", 0), ("TRALL", 2), ("LDIAM", 3))]
    tr += [result("T01", "LDIAM", "", 2, stat="NOT DONE"), result("", "TUMSTATE", "", 2, stat="NOT DONE")]
    tr += [result("", "TRALL", "", 6, stat="NOT DONE")]
    found = course(tmp_path, [identified("T01"), identified("NT1", "NON-TARGET")], tr)
    told = [(one.name, one.not_evaluable) for one in found.timepoints]
    assert told == [("VISIT 1", None), ("VISIT 2", "not evaluable"), ("VISIT 3", "not evaluable"), ("VISIT 4", None),
                    ("VISIT 6", "not evaluable")]  # fmt: skip


def test_of_a_group_that_was_not_done_the_others_may_be(tmp_path):
    tr = [result("T01", "LDIAM", "20"), state("NT1", "PRESENT"), state("NT1", "PRESENT", 2)]
    head, tr = f"{TR},TRGRPID,TRREASND", [f"{one},," for one in tr]
    tr += [result("", "TRALL", "", visit, stat="NOT DONE") + ",TARGET," for visit in (2, 3)]
    tr.append(result("", "TRALL", "", 4, stat="NOT DONE") + ",,RESECTION")
    tu = [identified("T01"), identified("NT1", "NON-TARGET")]
    [case] = read_cases(folder(tmp_path, tu, tr, (TU, head)), load_protocol(RECIST), unexpected)
    assert [one.not_evaluable for one in case.course.timepoints] == [None, None, None, "RESECTION"]
    assert [len(one.non_targets) for one in case.course.timepoints] == [1, 1, 0, 0]


def test_an_assessor_of_whom_nothing_was_done_is_told_and_left_out(tmp_path):
    told: list[str] = []
    tr = [result("T01", "LDIAM", "20")]
    tr.append(result("", "TRALL", "", 1, stat="NOT DONE").replace("READER 1", "READER 2"))
    assert len(course(tmp_path, [identified("T01")], tr, told.append).timepoints) == 1
    assert told == ["tr.CSV: S1, INDEPENDENT ASSESSOR READER 2: every visit is NOT DONE; left out."]


def test_tests_that_are_not_known_are_told_once_and_derived_ones_are_not(tmp_path):
    told: list[str] = []
    tr = [result("T01", test, "20") for test in ("LDIAM", "LDIAMX", "SUMDIAM", "PCHGNAD", "ldiamx", "FOO")]
    course(tmp_path, [identified("T01")], tr, told.append)
    assert told == ['tr.CSV: Rows of the tests "FOO", "LDIAMX" are not used.']


def test_the_states_of_non_target_disease(tmp_path):
    given = ("PRESENT", "EQUIVOCAL", "ABSENT", "UNEQUIVOCAL", "UNEQUIVOCAL PROGRESSION", "NOT EVALUABLE")
    tr = [state("NT1", text, visit) for visit, text in enumerate(given, 1)]
    tr += [state("NT1", "NON-PATHOLOGICAL", 7, "LNSTATE"), state("NT1", "ABSENT", 7)]
    tr.append(result("NT1", "TUMSTATE", "", 8, unit="", stat="NOT DONE"))
    found = course(tmp_path, [identified("NT1", "NON-TARGET")], tr)
    assert found.non_targets == (Lesion("NT1", node=False),)
    assert [one.non_targets["NT1"] for one in found.timepoints] == [
        NonTargetStatus.PRESENT,
        NonTargetStatus.PRESENT,
        NonTargetStatus.ABSENT,
        NonTargetStatus.PROGRESSION,
        NonTargetStatus.PROGRESSION,
        NonTargetStatus.NOT_EVALUABLE,
        NonTargetStatus.ABSENT,
        NonTargetStatus.NOT_EVALUABLE,
    ]


def test_non_target_disease_that_was_measured_is_there_as_its_length_says(tmp_path):
    tu = [identified("NT1", "NON-TARGET"), identified("NT2", "NON-TARGET", "LYMPH NODE")]
    tr = [result("NT1", "LDIAM", "9"), result("NT2", "LPERP", "10")]
    tr += [result("NT1", "LDIAM", "0", 2), result("NT2", "LPERP", "9.9", 2)]
    tr += [result("NT1", "LDIAM", "", 3, stat="NOT DONE"), result("NT2", "LPERP", "12", 3)]
    found = course(tmp_path, tu, tr)
    present, absent, unknown = NonTargetStatus.PRESENT, NonTargetStatus.ABSENT, NonTargetStatus.NOT_EVALUABLE
    assert [tuple(one.non_targets.values()) for one in found.timepoints] == [
        (present, present),
        (absent, absent),
        (unknown, present),
    ]


def test_new_lesions_are_as_sure_as_their_state_says_and_stay_so_while_they_are_there(tmp_path):
    tu = [
        identified("T01"),
        identified("N1", "NEW", visit="2"),
        identified("N2", "NEW NON-TARGET", "LYMPH NODE", visit="3"),
    ]
    tr = [result("T01", "LDIAM", "20", visit) for visit in (1, 2, 3, 4)]
    tr += [state("N1", "EQUIVOCAL", 2), result("N1", "LDIAM", "8", 3), state("N1", "PRESENT", 4)]
    tr += [state("N2", "UNEQUIVOCAL", 3), result("N2", "LPERP", "16", 3), result("N2", "LPERP", "0", 4)]
    tr += [state("N1", "ABSENT", 5), result("N2", "LPERP", "", 5, stat="NOT DONE"), state("N1", "ABSENT")]
    found = course(tmp_path, tu, tr)
    assert [dict(one.new_lesions) for one in found.timepoints[1:]] == [
        {"N1": NewLesionSaid(Certainty.EQUIVOCAL)},
        {
            "N1": NewLesionSaid(Certainty.EQUIVOCAL, mm=Decimal(8)),
            "N2": NewLesionSaid(Certainty.UNEQUIVOCAL, node=True, mm=Decimal(16)),
        },
        {"N1": NewLesionSaid(Certainty.EQUIVOCAL), "N2": NewLesionSaid(Certainty.RESOLVED, node=True)},
        {"N1": NewLesionSaid(Certainty.RESOLVED), "N2": NewLesionSaid(Certainty.NOT_EVALUABLE, node=True)},
    ]
    assert [one.found for one in found.timepoints] == [(), ("N1",), ("N2",), (), ()]


def test_split_lesions_have_pieces_whether_or_not_tu_names_them(tmp_path):
    tu = [identified("T04"), identified("T04.1", test="TUSPLIT", visit="2"), identified("T04", "Y", test="MEASIND")]
    tr = [result("T04", "LDIAM", "40"), result("T04.1", "LDIAM", "15", 2), result("T04.2", "LDIAM", "12", 2)]
    found = course(tmp_path, tu, tr)
    assert found.targets == (Lesion("T04", node=False),)
    assert found.timepoints[1].said["T04"] == Said(State.SPLIT, pieces=("T04.1", "T04.2"))


MERGERS = {
    "a group of rows": (
        [identified(one, test="TUMERGE", visit="2", group="M1") for one in ("T01", "T02")],
        [result("T01", "LDIAM", "33", 2)],
    ),
    "the other one said to be merged": (
        [identified(one, test="TUMERGE", visit="2", group="M1") for one in ("T01", "T02")],
        [result("T01", "LDIAM", "33", 2), result("T02", "LDIAM", "TUMOR MERGED", 2)],
    ),
    "an id of both": ([identified("T01/T02", test="TUMERGE", visit="2")], [result("T01/T02", "LDIAM", "33", 2)]),
    "an id of its own": (
        [
            identified("T01", test="TUMERGE", visit="", group="M1"),
            identified("T02", test="TUMERGE", visit="", group="M1"),
            identified("T12", test="TUMERGE", visit="", group="M1"),
        ],
        [result("T12", "LDIAM", "33", 2)],
    ),
    "an id of both, one of which has a state too": (
        [identified("T01+T02", test="TUMERGE", visit="2")],
        [result("T01", "LDIAM", "33", 2), state("T02", "TUMOR MERGED", 2)],
    ),
}  # fmt: skip


def merging(lesion, visit="2", group="M1"):
    return identified(lesion, test="TUMERGE", visit=visit, group=group)


MISTAKEN_MERGERS = {
    "an unknown one in an id of both": ([merging("T01/T09")], "not-identified TU.csv, line 4"),
    "two that are not known": (
        [merging("T01"), merging("T02"), merging("T08"), merging("T09")],
        "not-identified TU.csv, line 7",
    ),
    "one alone": ([merging("T01")], "merged-alone TU.csv, line 4"),
    "one and an id of its own": ([merging("T01"), merging("T12")], "merged-alone TU.csv, line 4"),
    "two without a group": ([merging("T01", group=""), merging("T02", group="")], "merged-alone TU.csv, lines 4-5"),
    "no visit": ([merging("T01"), merging("T02", visit="WEEK 2")], "no-visit TU.csv, line 5"),
}


@pytest.mark.parametrize(("tu", "wanted"), MISTAKEN_MERGERS.values(), ids=MISTAKEN_MERGERS)
def test_a_mistake_about_what_merged_is_named(tmp_path, tu, wanted):
    tr = [result("T01", "LDIAM", "20"), result("T02", "LDIAM", "18")]
    assert problems(tmp_path, [identified("T01"), identified("T02"), *tu], tr) == [wanted]


def test_a_target_that_is_said_to_be_too_small_needs_no_diameter(tmp_path):
    tr = [result("T01", "LDIAM", "20"), state("T01", "TOO SMALL TO MEASURE", 2)]
    assert course(tmp_path, [identified("T01")], tr).timepoints[1].said == {"T01": Said(State.TOO_SMALL)}


def test_a_visit_of_two_labels_and_a_subject_of_two_studies_are_named(tmp_path):
    tr = [result("T01", "LDIAM", "20"), result("T01", "LPERP", "12").replace("VISIT 1", "visit  1")]
    tr += [result("T01", "LDIAM", "20", 2), result("T01", "LPERP", "12", 2).replace("VISIT 2", "WEEK 2")]
    tr += [result("T01", "LPERP", "12", 3).replace("VISIT 3", ""), result("T01", "LDIAM", "20", 3)]
    assert problems(tmp_path, [identified("T01")], tr) == ["visits-differ tr.CSV, line 5"]
    rows = [f"{one},{study}" for one, study in zip(tr[:3], ("A", "", "B"), strict=True)]
    assert problems(tmp_path, [identified("T01")], rows, (TU, f"{TR},STUDYID")) == ["study-differs tr.CSV, line 4"]


@pytest.mark.parametrize(("tu", "tr"), MERGERS.values(), ids=MERGERS)
def test_merged_lesions_are_put_into_the_one_that_was_measured(tmp_path, tu, tr):
    before = [result("T01", "LDIAM", "20"), result("T02", "LDIAM", "18")]
    found = course(
        tmp_path,
        [identified("T01"), identified("T02", place="LYMPH NODE"), *tu],
        [*before, result("T02", "LPERP", "18"), *tr],
    )
    assert [one.lesion for one in found.targets] == ["T01", "T02"]
    assert [found.timepoints[0].said[one].mm for one in ("T01", "T02")] == [20, 18]
    assert found.timepoints[1].said == {"T01": Said(State.MEASURED, Decimal(33)), "T02": Said(State.MERGED, into="T01")}


def test_lesions_that_are_both_measured_are_not_merged_yet(tmp_path):
    tu = [identified("T01"), identified("T02"), identified("T01,T02".replace(",", "&"), test="TUMERGE", visit="2")]
    tr = [result(lesion, "LDIAM", "20", visit) for lesion in ("T01", "T02") for visit in (1, 2)]
    found = course(tmp_path, tu, tr)
    assert all(one.state is State.MEASURED for one in found.timepoints[1].said.values())


def test_visits_are_in_the_order_of_their_numbers_and_unscheduled_ones_have_decimals(tmp_path):
    tr = [result("T01", "LDIAM", "20", visit) for visit in ("10", "2.1", "3", "2.0")]
    tr += [row.replace("READER 1", "READER 2") for row in (tr[0], tr[2])]
    [first, second] = read_cases(
        folder(tmp_path, [identified("T01").replace("INDEPENDENT ASSESSOR,READER 1", ",")], tr),
        load_protocol(RECIST),
        unexpected,
    )
    assert [(one.name, one.number) for one in first.course.timepoints] == [
        ("VISIT 2.0", 0),
        ("VISIT 2.1", Decimal("0.5")),
        ("VISIT 3", 1),
        ("VISIT 10", 2),
    ]
    assert [(one.name, one.number) for one in second.course.timepoints] == [("VISIT 3", 0), ("VISIT 10", 2)]
    assert first.visits["VISIT 3"] == ("3", "VISIT 3", "2026-03")
    assert (first.reader, first.assessor.evaluator_id) == ("INDEPENDENT ASSESSOR READER 1", "READER 1")


def test_a_row_that_is_repeated_word_for_word_says_nothing_new(tmp_path):
    once = [result("T01", "LDIAM", "20", visit) for visit in (1, 2)]
    tu = [identified("T01")]
    [plain] = read_cases(folder(tmp_path / "once", tu, once), load_protocol(RECIST), unexpected)
    [again] = read_cases(folder(tmp_path / "twice", tu, [*once, *once]), load_protocol(RECIST), unexpected)
    assert again.course == plain.course


def test_visits_of_the_same_label_are_told_apart_and_one_that_others_had_is_not_evaluable(tmp_path):
    tr = [result("T01", "LDIAM", "20", visit).replace(f"VISIT {visit}", "UNSCHEDULED") for visit in (1, 2, 4)]
    tr.append(result("T01", "LDIAM", "20", 3).replace("INDEPENDENT ASSESSOR,READER 1", ",").replace("VISIT 3", ""))
    tu = [identified("T01"), identified("T01").replace("INDEPENDENT ASSESSOR,READER 1", ",")]
    nobody, reader = read_cases(folder(tmp_path, tu, tr), load_protocol(RECIST), unexpected)
    names = ["UNSCHEDULED (1)", "UNSCHEDULED (2)", "3", "UNSCHEDULED (4)"]
    assert [one.name for one in reader.course.timepoints] == names
    assert [len(one.said) for one in reader.course.timepoints] == [1, 1, 0, 1]
    assert (nobody.reader, len(nobody.course.timepoints)) == ("no evaluator", 1)


BOTH = [
    identified("T01"),
    identified("NT1", "NON-TARGET"),
    identified("N1", "NEW", visit="2"),
    identified("T02", place="LYMPH NODE"),
]
ROW = {
    "not identified": (result("T09", "LDIAM", "20"), "not-identified"),
    "no lesion": (result("", "LDIAM", "20"), "empty-cell"),
    "no visit": (result("T01", "LDIAM", "20", "x"), "no-visit"),
    "twice": (result("T01", "LDIAM", "21"), "double-row"),
    "no number": (result("T01", "LDIAM", "large", 2), "no-number"),
    "no number of non-target disease": (result("NT1", "LDIAM", "large", 2), "no-number"),
    "nothing": (result("T01", "LDIAM", "", 2), "no-number"),
    "done and not done": (result("T01", "LDIAM", "20", 2, stat="NOT DONE"), "done-and-not-done"),
    "done and not done of a state's length": (result("NT1", "LDIAM", "x", 2, stat="NOT DONE", number="9"),
                                              "done-and-not-done"),
    "a result of a visit that was not done": (result("", "TRALL", "", 1, stat="NOT DONE"), "done-and-not-done"),
    "nothing done at no visit": (result("", "TRALL", "", "x", stat="NOT DONE"), "no-visit"),
    "all with a result": (result("", "TRALL", "20", 2), "unknown-word"),
    "another unit": (result("T01", "LDIAM", "1", 2, unit="in"), "unknown-unit"),
    "negative": (result("T01", "LDIAM", "-1", 2), "wrong-length"),
    "absurd": (result("T01", "LDIAM", "1001", 2), "wrong-length"),
    "text and number differ": (result("T01", "LDIAM", "20", 2, number="20.0011"), "lengths-differ"),
    "a node without a short axis": (result("T02", "LDIAM", "20", 2), "wrong-diameter"),
    "no node with a short axis only": (result("T01", "LPERP", "20", 2), "wrong-diameter"),
    "a target that is only there": (state("T01", "PRESENT", 2), "no-length"),
    "a merged target without a partner": (state("T01", "TUMOR MERGED", 2), "merged-into-nothing"),
    "an unknown state": (state("NT1", "ENLARGEMENT FROM NADIR", 2), "unknown-word"),
    "a new lesion that is only there": (state("N1", "PRESENT", 3), "no-certainty"),
    "a new lesion of an unknown state": (state("N1", "LARGE", 3), "no-certainty"),
    "a new lesion at the first visit": (state("N1", "UNEQUIVOCAL", 1), "not-at-baseline"),
}  # fmt: skip


@pytest.mark.parametrize(("row", "code"), ROW.values(), ids=ROW)
def test_a_problem_of_a_row_is_named_with_its_line(tmp_path, row, code):
    tr = [result("T01", "LDIAM", "20"), state("N1", "EQUIVOCAL", 2).replace("S1,", "S1,", 1)]
    if row.startswith("S1,N1"):
        tr = [result("T01", "LDIAM", "20"), state("T01", "NE", 2), row]
        tu = [identified("T01"), identified("N1", "NEW", visit="")]
    else:
        tr, tu = [*tr, row], BOTH
    assert problems(tmp_path, tu, tr) == [f"{code} tr.CSV, line 4"]


def test_states_that_contradict_each_other_or_the_length_are_named(tmp_path):
    tr = [
        result("T01", "LDIAM", "20"),
        state("T01", "ABSENT"),
        state("NT1", "PRESENT"),
        state("NT1", "ABSENT", test="LNSTATE"),
    ]
    wanted = ["wrong-state tr.CSV, line 3", "states-differ tr.CSV, line 5"]
    assert problems(tmp_path, BOTH[:2], tr) == wanted


UNSHOWN = {
    "a lesion of TU": ("T01\x1b[31m", "T01", "READER 1", "VISIT 1", ["TU.csv, line 2"]),
    "a lesion of TR": ("T01", "T01\x1b[31m", "READER 1", "VISIT 1", ["tr.CSV, line 2"]),
    "an assessor": ("T01", "T01", "READER\u200b1", "VISIT 1", ["TU.csv, line 2", "tr.CSV, line 2"]),
    "a visit": ("T01", "T01", "READER 1", "\x07", ["tr.CSV, line 2"]),
}  # fmt: skip


@pytest.mark.parametrize(("tu", "tr", "reader", "visit", "wanted"), UNSHOWN.values(), ids=UNSHOWN)
def test_words_with_signs_that_cannot_be_shown_are_named(tmp_path, tu, tr, reader, visit, wanted):
    rows = [identified(tu).replace("READER 1", reader)], [result(tr, "LDIAM", "20").replace("VISIT 1", visit)]
    rows[1][0] = rows[1][0].replace("READER 1", reader)
    assert [one for one in problems(tmp_path, *rows) if one.startswith("no-name ")] == [
        f"no-name {one}" for one in wanted
    ]


def test_a_whole_lesion_measured_beside_its_pieces_is_named(tmp_path):
    tr = [result("T01", "LDIAM", "20"), result("T01", "LDIAM", "20", 2), result("T01.1", "LDIAM", "12", 2)]
    assert problems(tmp_path, [identified("T01")], tr) == ["pieces-of-a-whole tr.CSV, line 3"]


TUMOURS = {
    "unknown": (identified("T02", "BENIGN"), "unknown-word TU.csv, line 3"),
    "of two sets": (identified("T01", "NEW", visit="1"), "set-differs TU.csv, line 3"),
    "new without a result": (identified("N1", "NEW", visit="2"), "new-without-result TU.csv, line 3"),
    "new at no visit without a result": (identified("N1", "NEW", visit=""), "new-without-result TU.csv, line 3"),
}  # fmt: skip


@pytest.mark.parametrize(("row", "wanted"), TUMOURS.values(), ids=TUMOURS)
def test_a_problem_of_tu_is_named_with_its_line(tmp_path, row, wanted):
    assert problems(tmp_path, [identified("T01"), row], [result("T01", "LDIAM", "20")]) == [wanted]


def test_a_subject_with_sums_only_has_no_result(tmp_path):
    assert problems(tmp_path, [identified("T01")], [result("", "SUMDIAM", "20")]) == ["no-result tr.CSV"]


def test_a_subject_that_was_identified_and_never_measured_is_told_and_left_out(tmp_path):
    told = []
    tu = [identified("T01"), identified("T01").replace("S1", "S2")]
    made = folder(tmp_path, tu, [result("T01", "LDIAM", "20")])
    assert [one.subject for one in read_cases(made, load_protocol(RECIST), told.append)] == ["S1"]
    assert told == ["tr.CSV: There is no result of S2; left out."]


def test_tumours_without_the_assessors_id_serve_all_of_that_kind(tmp_path):
    found = course(tmp_path, [identified("T01").replace("READER 1", "")], [result("T01", "LDIAM", "20")])
    assert found.targets == (Lesion("T01", node=False),)


def test_rows_of_tu_without_a_lesion_are_nothing(tmp_path):
    assert problems(tmp_path, [identified("T01"), identified("")], [result("T01", "LDIAM", "20")]) == []


@pytest.mark.parametrize(
    ("heads", "wanted"),
    [
        ((TU, TR.replace("VISITNUM", "VISIT_N")), ["missing-column tr.CSV, line 1"]),
        ((TU.replace("TUORRES", "X"), TR), ["missing-column TU.csv, line 1"]),
    ],
)
def test_a_missing_column_is_named(tmp_path, heads, wanted):
    assert problems(tmp_path, [identified("T01")], [result("T01", "LDIAM", "20")], heads) == wanted


def test_a_folder_without_one_of_the_tables_or_with_two_of_one(tmp_path):
    made = folder(tmp_path / "both", [identified("T01")], [result("T01", "LDIAM", "20")])
    (made / "Tu.CSV").write_text((made / "TU.csv").read_text())
    (made / "tr.CSV").unlink()
    with pytest.raises(Refused, match=r"tr\.csv is not in the folder.*tu\.csv is there as TU\.csv and as Tu\.CSV"):
        list(read_cases(made, load_protocol(RECIST), unexpected))


def test_a_folder_that_cannot_be_read_is_the_surroundings_trouble(tmp_path, monkeypatch):
    def refused(self):
        raise PermissionError(13, "Permission denied")

    protocol = load_protocol(RECIST)
    monkeypatch.setattr("pathlib.Path.iterdir", refused)
    with pytest.raises(EnvironmentFailure, match="cannot be read: Permission denied"):
        list(read_cases(tmp_path, protocol, unexpected))


def some(*words):
    """Mostly one of these words, sometimes one that belongs elsewhere."""
    return st.sampled_from([*words * 12, "", "x", "NaN", "-1", "1e5", "TUMOR MERGED", "T01/T02", "2.1"])


LESIONS = some("T01", "T02", "T01.1", "NT1", "N1", "T12")
READERS = some("", "READER 1")
TU_ROWS = st.tuples(
    some("S1"), LESIONS, some("TUMIDENT", "TUMERGE", "TUSPLIT"), some("TARGET", "NON-TARGET", "NEW"),
    some("LIVER", "LYMPH NODE"), some(""), READERS, some("", "M1"), some("1", "2"),
)  # fmt: skip
TR_ROWS = st.tuples(
    some("S1"), LESIONS, some("LDIAM", "LPERP", "TUMSTATE", "LNSTATE", "DIAMETER"),
    some("20", "0", "PRESENT", "ABSENT"), some("mm", "cm"), some("20", "0", ""), some("", "20"), some("mm"),
    some("", "NOT DONE"), some(""), READERS, some("1", "2"), st.just(""), some("2014-01"),
)  # fmt: skip


@settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TU_ROWS, max_size=5), st.lists(TR_ROWS, max_size=6))
def test_any_rows_are_read_or_refused(tmp_path, tu, tr):
    def lines(rows):
        out = io.StringIO()
        csv.writer(out).writerows(rows)
        return out.getvalue().splitlines()

    found: list[str] = []
    try:
        list(read_cases(folder(tmp_path, lines(tu), lines(tr)), load_protocol(RECIST), lambda notice: None))
    except Refused as refused:
        found = [file for one in refused.findings for file in one.files]
    assert all(one.startswith(("TU.csv", "tr.CSV")) for one in found)


def test_what_a_lost_row_may_have_said_is_not_missed(tmp_path):
    tu, tr = [identified("T01"), "S1,T02,TUMIDENT"], [result("T01", "LDIAM", "20"), result("T02", "LDIAM", "20")]
    assert problems(tmp_path, tu, tr) == ["ragged TU.csv, line 3"]
    tu = [identified("T01"), identified("NL1", "NEW", visit="2")]
    tr = [result("T01", "LDIAM", "20"), result("T01", "LDIAM", "20", 2), "S1,NL1,TUMSTATE,UNEQUIVOCAL"]
    assert problems(tmp_path, tu, tr) == ["ragged tr.CSV, line 4"]
    tr = [result("T01", "SUMDIAM", "20"), "S1,T01,LDIAM"]
    assert problems(tmp_path, tu[:1], tr) == ["ragged tr.CSV, line 3"]
