"""A lesion of the sum that was treated again leaves the strict PFS, unless the protocol says that it counts as read."""

import pytest
from coordination.endpoints.tables import M3, M6, M9, ended, one, truth, with_values

from seedcryo_reader.coordination.endpoints.retreated import retreated, without
from seedcryo_reader.coordination.endpoints.study_days import FurtherTreatment, Scan, StudyDays
from seedcryo_reader.criteria.course import Course, Lesion, Said, State, Timepoint
from seedcryo_reader.domain.conclusion import OVERALL

SCANS = {"TP1": M3, "TP2": M6}
AGAIN = ("reintervention", 150, "T01")
AS_READ = {"endpoints__survival__retreated_in_sum": "as read"}


def both(result):
    return [ended(one) for one in result.pfs.values()]


def test_the_case_of_the_truth_table_is_not_evaluable_after_the_further_treatment(protocol, tmp_path):
    row = next(row for row in truth("local_endpoint_cases") if row["case_id"] == "L05")
    assert "NE unless PD otherwise" in "; ".join(row.values())
    said = {"TP0": "T01=40", "TP1": "T01=38", "TP2": "T01=38"}
    found = one(tmp_path, said, SCANS, AGAIN, protocol=protocol)
    assert both(found) == [("CENSORED", M3, "P11"), ("CENSORED", M6, "P02")]
    assert found.pfs["strict"].reason.endswith("Not evaluable in the sum after a further treatment: T01 from TP2 on.")
    assert (
        both(one(tmp_path, said, SCANS, AGAIN, protocol=with_values(protocol, **AS_READ)))
        == [("CENSORED", M6, "P02")] * 2
    )


@pytest.mark.parametrize(
    ("last", "strict"),
    [
        ("T01=60; T02=30", ("CENSORED", M3, "P11")),
        ("T01=40; T02=90", ("EVENT", M6, "P03")),
        ("T01=40; T02=30; L01=unequivocal", ("EVENT", M6, "P03")),
    ],
)
def test_growth_of_what_was_treated_again_is_no_progression_and_that_of_others_is(last, strict, protocol, tmp_path):
    said = {"TP0": "T01=40; T02=30", "TP1": "T01=40; T02=30", "TP2": last}
    found = one(tmp_path, said, SCANS, AGAIN, protocol=protocol)
    assert both(found) == [strict, ("EVENT", M6, "P03")]


@pytest.mark.parametrize(("day", "status"), [(M6 - 1, "CENSORED"), (M6, "EVENT"), (M6 + 1, "EVENT")])
def test_images_of_before_the_further_treatment_or_of_its_day_count_as_read(day, status, protocol, tmp_path):
    said = {"TP0": "T01=40", "TP1": "T01=38", "TP2": "T01=60"}
    found = one(tmp_path, said, SCANS, ("reintervention", day), protocol=protocol)
    assert found.pfs["strict"].status == status


def test_lesions_that_are_treated_again_one_after_the_other_leave_one_after_the_other(protocol, tmp_path):
    said = {"TP0": "T01=40; T02=30", "TP1": "T01=40; T02=30", "TP2": "T01=40; T02=30", "TP3": "T01=40; T02=30"}
    more = ("reintervention", 200, "T02")
    found = one(tmp_path, said, SCANS | {"TP3": M9}, AGAIN, more, protocol=protocol)
    assert found.pfs["strict"].reason.endswith("further treatment: T01 from TP2 on, T02 from TP3 on.")


def test_best_response_leaves_it_out_too_and_local_endpoints_are_as_read(protocol, tmp_path):
    said = {"TP0": "T01=40", "TP1": "T01=38", "TP2": "T01=20"}
    found = one(tmp_path, said, SCANS, AGAIN, protocol=protocol)
    other = one(tmp_path, said, SCANS, AGAIN, protocol=with_values(protocol, **AS_READ))
    assert (found.lpfs, found.lesions) == (other.lpfs, other.lesions)
    assert [(one.unconfirmed.response, one.unconfirmed.timepoint) for one in (found, other)] == [
        ("SD", "TP1"),
        ("PR", "TP2"),
    ]


TARGETS = (Lesion("T01", False), Lesion("T02", False), Lesion("T03", False))


def course(**last):
    return Course(TARGETS, (), TARGETS[:2], (), (Timepoint("TP0", 0), Timepoint("TP1", 1, **last)))


def test_only_lesions_of_the_sum_leave_it():
    days = StudyDays({"TP0": (Scan(-7),), "TP1": (Scan(M3),)}, (FurtherTreatment(50),))
    assert retreated(course(), days) == {"TP1": frozenset({"T01", "T02"})}


def test_what_carries_a_merged_lesion_s_diameter_leaves_with_it():
    said = {"T01": Said(State.MEASURED), "T02": Said(State.MERGED, into="T01"), "T03": Said(State.MEASURED)}
    answers = {("T01", "tissue"): "present", ("T03", "tissue"): "none"}
    changed_course = without(course(said=said, findings=answers), {"TP1": frozenset({"T02"})})
    last = changed_course.timepoints[1]
    states = {lesion: one.state for lesion, one in last.said.items()}
    assert states == {"T01": State.NOT_EVALUABLE, "T02": State.NOT_EVALUABLE, "T03": State.MEASURED}
    assert last.findings == {("T03", "tissue"): "none"}
    assert changed_course.timepoints[0] == course().timepoints[0]


@pytest.mark.parametrize(("call", "left"), [("SD", {"T03": "LP"}), ("PD", {OVERALL: "PD", "T03": "LP"})])
def test_a_call_of_a_response_was_made_without_knowing_and_one_of_progression_stands(call, left):
    calls = {OVERALL: call, "T01": "LP", "T03": "LP"}
    last = without(course(calls=calls), {"TP1": frozenset({"T01"})}).timepoints[1]
    assert last.calls == left
