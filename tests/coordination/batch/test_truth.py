"""The worked cases of RECIST 1.1, written as a table in the long format: the same path as the reading room's."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest
from coordination.batch.tables import RECIST, cases, table
from criteria.reads import changed

from seedcryo_reader.coordination.batch.results import timepoint_row
from seedcryo_reader.criteria.evaluate import evaluations
from seedcryo_reader.criteria.protocol.reader import load_protocol

TRUTH = Path(__file__).resolve().parents[2] / "criteria" / "truth" / "target_response_cases.csv"
CASES = list(csv.DictReader(TRUTH.read_text("utf-8").splitlines()))
STATES = {"TSTM": "too_small - -", "NE": "not_evaluable - -", "MERGED": "merged - T01", "0": "absent 0 -"}


def rows_of(timepoint: int, entries: str):
    """The rows of a column such as ``T01=15+12;T02n=20``: pieces added, a node marked by ``n``."""
    for entry in entries.split(";"):
        name, said = entry.split("=")
        lesion, node = name.removesuffix("n"), "yes" if name.endswith("n") else "no"
        pieces = said.split("+")
        for number, piece in enumerate(pieces, 1):
            place = f"TP{timepoint} {timepoint} {lesion}{f'.{number}' if pieces[1:] else ''} target {node}"
            yield f"{place} {STATES.get(piece, f'measured {piece} -')}"


@pytest.mark.parametrize("case", CASES, ids=[case["case_id"] for case in CASES])
def test_a_worked_case_comes_out_as_in_the_table(tmp_path, case):
    convention = "eortc" if case["sticky_pr_option"] == "Y" else "strict"
    protocol = changed(load_protocol(RECIST), {"target_response.pr_persistence": convention})
    texts = [case["baseline"], *filter(None, case["prior_timepoints"].split("|")), case["current"]]
    rows = [row for place, entries in enumerate(texts) for row in rows_of(place, entries)]
    if case["prior_overall_cr"] == "N":
        rows += [f"TP{place} {place} NT1 nontarget no present - -" for place in range(len(texts))]
    [read] = cases(tmp_path, table("\n".join(rows), "merged_into"), protocol)
    last = list(evaluations(read.course, protocol))[-1]
    found = timepoint_row(read, last)
    assert found["target_response"] == case["expected_target_response"]
    assert found["change_from_nadir_pct"] == case["pct_change_from_nadir"]
    assert found["change_from_baseline_pct"] == case["pct_change_from_baseline"]
    assert Decimal(found["sum_mm"]) == Decimal(case["current_sum_mm"])
    assert Decimal(found["nadir_mm"]) == Decimal(case["nadir_sum_mm"])
    assert (not last.sum.missing) == (case["complete"] == "Y")
