"""The response of a timepoint, against every row of the tables."""

import pytest
from criteria.reads import rows

from seedcryo_reader.criteria.overall import Before
from seedcryo_reader.criteria.overall import timepoint_response as outcome_of

TABLE = rows("recist11_timepoint")
WITHOUT_TARGETS = rows("recist11_nontarget_only")


def timepoint_response(*parts):
    return outcome_of(*parts).conclusion()


@pytest.fixture(scope="session")
def options(protocol):
    return protocol.overall


def test_the_tables_are_whole():
    assert (len(TABLE), len(WITHOUT_TARGETS)) == (100, 20)
    assert {row["nontarget"] for row in TABLE} == {"CR", "NON-CR/NON-PD", "PD", "NE", "NA"}


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row['target']}+{row['nontarget']}+{row['new_lesion']}")
def test_a_row_with_targets_is_answered_as_in_the_table(row, options):
    found = timepoint_response(row["target"], row["nontarget"], row["new_lesion"], options)
    assert found.value == row["overall"]
    assert found.trace[-1].holds
    assert found.text.endswith("; rule 3.4")


@pytest.mark.parametrize("row", WITHOUT_TARGETS, ids=lambda row: f"{row['nontarget']}+{row['new_lesion']}")
def test_a_row_without_targets_is_answered_as_in_the_table(row, options):
    assert timepoint_response("NA", row["nontarget"], row["new_lesion"], options).value == row["overall"]


@pytest.mark.parametrize("row", [row for row in TABLE if row["new_lesion"] == "NO"])
def test_new_lesions_not_assessable_count_as_none_where_the_protocol_says_so(row, protocol_with):
    lenient = protocol_with({"overall.new_lesions_not_assessable": "none"}).overall
    assert timepoint_response(row["target"], row["nontarget"], "NE", lenient).value == row["overall"]


def test_progression_stays_and_says_since_when(options, protocol_with):
    course = Before(progressed_at="TP2")
    found = timepoint_response("CR", "CR", "NO", options, course)
    assert (found.value, found.dates_from) == ("PD", "TP2")
    assert found.text == "Progression was reached at TP2, and the overall response stays so; rule 3.4"
    each = protocol_with({"overall.pd_stays": False}).overall
    assert timepoint_response("CR", "CR", "NO", each, course).value == "CR"


def test_local_progression_counts_only_where_the_protocol_says_so(options, protocol_with):
    course = Before(local_progression=("T01", "T03"))
    assert timepoint_response("SD", "NA", "NO", options, course).value == "SD"
    counting = protocol_with({"overall.lp_counts_as_pd": True}).overall
    found = timepoint_response("SD", "NA", "NO", counting, course)
    assert (found.value, found.text) == ("PD", "Progression: local progression of T01, T03; rule 3.4")
    assert timepoint_response("SD", "NA", "NO", counting).value == "SD"


def test_progression_found_now_may_date_from_an_earlier_timepoint(options):
    found = timepoint_response("SD", "NA", "UNEQUIVOCAL", options, Before(dates_from="TP1"))
    assert (found.value, found.dates_from) == ("PD", "TP1")
    assert found.text == "Progression: a new lesion; it dates from TP1; rule 3.4"
    assert timepoint_response("SD", "NA", "NO", options, Before(dates_from="TP1")).dates_from is None
