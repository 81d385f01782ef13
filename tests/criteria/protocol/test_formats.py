"""Files of format 1: read as the program behaved when it was the newest, and spoken of in their own words."""

from decimal import Decimal

import pytest
from criteria.protocol.files import OLDEST, SOURCE_1, changed, dropped, findings, named, put, read, spelled, steps

from seedcryo_reader.criteria.protocol.reader import load_protocol

FREE = {"paragraphs", "picklists"}
LEFT_OUT = {("format",), *(("local_progression", name) for name in ("size", "tissue", "contiguous"))}
LEFT_OUT |= {path for path in steps(SOURCE_1) if path[0] == "questions" and path[-1] in {"asked_if", "reasons"}}
KEYS = [path for path in steps(SOURCE_1) if isinstance(path[-1], str) and (path[0] not in FREE or len(path) == 1)]


@pytest.fixture(scope="module")
def oldest():
    return load_protocol(OLDEST)


def test_a_file_of_format_1_is_a_protocol_like_any_other(oldest):
    assert oldest.format == 2
    assert oldest.protocol_id == "seed-cryo/0.1"


def test_its_least_lengths_become_its_measurability(oldest):
    assert oldest.measurability.non_nodal_mm == Decimal(10)
    assert oldest.measurability.node_target_mm == Decimal(15)
    assert oldest.measurability.node_pathological_mm == oldest.target_response.node_normal_mm
    assert oldest.measurability.thick_slice_nodes == "no matter"
    assert oldest.measurability.never == oldest.measurability.no_disease == ()
    other = read(changed({"sets.recist.min_non_nodal_mm": "12", "sets.recist.min_node_mm": "16"}, SOURCE_1))
    assert (other.measurability.non_nodal_mm, other.measurability.node_target_mm) == (Decimal(12), Decimal(16))


def test_its_sum_knows_no_treated_lesions(oldest):
    assert oldest.target_response.treated.before_reference
    assert oldest.target_response.treated.nadir_from == "baseline"
    assert oldest.target_response.extent == "whole"
    assert oldest.target_response.attenuation_percent is None


def test_its_new_lesions_count_whatever_their_size_and_place(oldest):
    assert (oldest.new_lesions.node_min_mm, oldest.new_lesions.node_review_mm) == (0, 0)
    assert oldest.new_lesions.outside_baseline_images == "new"


def test_its_local_progression_does_not_stay_and_has_no_grace_period(oldest):
    assert not oldest.local_progression.stays
    assert oldest.reference.grace_until == oldest.reference.timepoint == 1
    assert oldest.local_progression.tissue.within_mm == Decimal(10)
    assert not oldest.local_progression.tissue.only_after_absence
    assert read(changed({"reference.timepoint": 2}, SOURCE_1)).reference.grace_until == 2


def test_its_overall_rule_is_a_table_now(oldest):
    assert oldest.overall.table == "recist-1.1"


def test_it_has_nothing_for_the_coordinator(oldest):
    assert oldest.schedule == oldest.identity.approvals == ()
    later = (oldest.derived, oldest.best_response, oldest.endpoints, oldest.design, oldest.adjudication, oldest.sdtm)
    assert later == (None,) * 6


def test_a_rule_of_format_1_that_is_not_used_may_be_missing():
    tables = changed({"local_progression.tissue": None, "local_progression.rules": ["size", "contiguous"]}, SOURCE_1)
    assert read(tables).local_progression.tissue is None


@pytest.mark.parametrize("section", [section for section in SOURCE_1 if section != "format"])
def test_a_missing_key_is_named_as_the_person_knows_it(section):
    paths = [path for path in KEYS if path not in LEFT_OUT and path[0] == section]
    assert paths
    for path in paths:
        assert ("missing-key", spelled(path)) in named(dropped(path, SOURCE_1))


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("overall.rule", "recist-2", "is 'recist-2'; it must be \"recist-1.1\""),
        ("target_response.rule", "mrecist", "is 'mrecist'; it must be \"recist-1.1\""),
        ("sets.recist.min_node_mm", 15, "is a whole number; it must be millimetres"),
        ("overall.table", "recist-1.1", "is not known; known here are rule, paragraph, new_lesions_not_assessable"),
        ("reference.grace_until", 1, "is not known; known here are paragraph, timepoint, if_missing"),
        ("identity.approvals", [], "is not known; known here are id, title, version, status"),
        ("measurability", {"paragraph": "1.2"}, "is not known; known here are format, identity, paragraphs"),
        ("schedule", [], "is not known; known here are format"),
    ],
)
def test_its_findings_know_only_the_keys_of_its_own_format(path, value, said):
    found = [text for _, text in findings(put(path.split("."), value, SOURCE_1))]
    assert [text for text in found if text.startswith(f"{path}: {said}")]
    assert len(found) == 1
    assert "measurability," not in found[0]


@pytest.mark.parametrize(
    ("changes", "code", "path"),
    [
        ({"sets.recist.min_node_mm": "9.9"}, "impossible", "sets.recist.min_node_mm"),
        ({"sets.recist.paragraph": "9.9"}, "dangling", "sets.recist.paragraph"),
        ({"target_response.paragraph": "9.9"}, "dangling", "target_response.paragraph"),
        ({"overall.paragraph": "9.9"}, "dangling", "overall.paragraph"),
        ({"identity.version": "0.2"}, "impossible", "identity.id"),
        ({"calls.overall": False}, "impossible", "calls.counts"),
        ({"lengths.too_small_mm": "2.55"}, "impossible", "lengths.too_small_mm"),
    ],
)
def test_what_cannot_be_meant_is_said_once_and_where_the_key_stood(changes, code, path):
    assert named(changed(changes, SOURCE_1)) == {(code, path)}
    assert len(findings(changed(changes, SOURCE_1))) == 1


def test_a_section_that_is_wrong_leaves_out_what_would_be_made_of_it():
    for section in ("sets", "target_response", "overall", "reference", "local_progression", "new_lesions"):
        assert {path for _, path in named(put((section,), 7, SOURCE_1))} == {section}
