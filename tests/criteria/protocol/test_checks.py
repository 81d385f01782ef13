"""What single keys cannot show, of what is read: references to what is not there, choices that cannot both be meant."""

import pytest
from criteria.protocol.files import SOURCE, changed, dropped, findings, named, only_used_picklists, read

SIZE = "local_progression.size"
TISSUE = "local_progression.tissue"


@pytest.mark.parametrize(
    ("changes", "code", "path"),
    [
        ({"overall.paragraph": "9.9"}, "dangling", "overall.paragraph"),
        ({"target_response.treated.paragraph": "9.9"}, "dangling", "target_response.treated.paragraph"),
        ({"endpoints.survival.paragraph": "9.9"}, "dangling", "endpoints.survival.paragraph"),
        ({f"{TISSUE}.paragraph": "9.9"}, "dangling", f"{TISSUE}.paragraph"),
        ({"sets.recist.paragraph": "9.9"}, "dangling", "sets.recist.paragraph"),
        ({"reasons.target": "nothing"}, "dangling", "reasons.target"),
        ({"queries.kinds": "nothing"}, "dangling", "queries.kinds"),
        ({"questions.0.reasons.picklist": "nothing"}, "dangling", "questions[0].reasons.picklist"),
        ({"questions.0.reasons.answers": ["unknown"]}, "dangling", "questions[0].reasons.answers"),
        ({"questions.2.asked_if.question": "nothing"}, "dangling", "questions[2].asked_if.question"),
        ({"questions.2.asked_if.question": "contiguous"}, "dangling", "questions[2].asked_if.question"),
        ({"questions.2.asked_if.answers": ["unknown"]}, "dangling", "questions[2].asked_if.answers"),
        ({"questions.3.id": "tissue"}, "impossible", "questions[3].id"),
        ({"questionnaire.questions.1.id": "arm"}, "impossible", "questionnaire.questions[1].id"),
        ({"questionnaire.questions": []}, "impossible", "questionnaire.questions"),
        ({"picklists.more": ["a"]}, "unused", "picklists.more"),
        ({"identity.version": "1.1"}, "impossible", "identity.id"),
        ({"identity.status": "confirmed"}, "impossible", "identity.status"),
        ({"lengths.places": 0, "lengths.too_small_mm": "0.5"}, "impossible", "lengths.too_small_mm"),
        ({"sets.recist.max_per_organ": 6}, "impossible", "sets.recist.max_per_organ"),
        ({"measurability.node_target_mm": "9.9"}, "impossible", "measurability.node_target_mm"),
        ({"measurability.node_pathological_mm": "9.9"}, "impossible", "measurability.node_pathological_mm"),
        ({"measurability.node_pathological_mm": "15.1"}, "impossible", "measurability.node_pathological_mm"),
        ({"measurability.no_disease": ["ascites"]}, "impossible", "measurability.no_disease"),
        ({"target_response.rule": "recist-2"}, "dangling", "target_response.rule"),
        ({"non_target_response.rule": "recist"}, "dangling", "non_target_response.rule"),
        ({"new_lesions.rule": "recist"}, "dangling", "new_lesions.rule"),
        ({"overall.table": "best-recist-1.1"}, "dangling", "overall.table"),
        ({"best_response.table": "best-recist-1.1"}, "dangling", "best_response.table"),
        ({"endpoints.survival.table": "ema"}, "dangling", "endpoints.survival.table"),
        ({"target_response.extent": "viable"}, "impossible", "target_response.extent"),
        ({"target_response.attenuation_percent": "15"}, "unused", "target_response.attenuation_percent"),
        ({"target_response.rule": "mrecist"}, "impossible", "target_response.extent"),
        ({"target_response.rule": "choi", "target_response.pr_persistence": "eortc"}, "impossible",
         "target_response.pr_persistence"),
        ({"target_response.rule": "mchoi", "target_response.pr_persistence": "eortc"}, "impossible",
         "target_response.pr_persistence"),
        ({"new_lesions.node_review_mm": "9"}, "impossible", "new_lesions.node_review_mm"),
        ({"reference.grace_until": 0}, "impossible", "reference.grace_until"),
        ({"calls.local_progression": False, "calls.overall": False}, "impossible", "calls.reveal"),
        ({"calls.overall": False}, "impossible", "calls.counts"),
        ({"local_progression.rules": ["size", "tissue"]}, "unused", "local_progression.contiguous"),
        ({f"{SIZE}.extent": "viable"}, "impossible", f"{SIZE}.extent"),
        ({f"{TISSUE}.question": "nothing"}, "dangling", f"{TISSUE}.question"),
        ({"local_progression.contiguous.question": "nothing"}, "dangling", "local_progression.contiguous.question"),
        ({f"{TISSUE}.change_question": "no"}, "dangling", f"{TISSUE}.change_question"),
        ({f"{TISSUE}.answers.absent": []}, "impossible", f"{TISSUE}.answers"),
        ({f"{TISSUE}.answers.uncertain": ["uncertain", "present"]}, "impossible", f"{TISSUE}.answers"),
        ({"local_progression.contiguous.answers.absent": ["nothing"]}, "dangling",
         "local_progression.contiguous.answers.absent"),
        ({f"{TISSUE}.stable": ["same"]}, "impossible", TISSUE),
        ({f"{TISSUE}.not_assessable": []}, "impossible", TISSUE),
        ({f"{TISSUE}.not_assessable": ["same"]}, "impossible", TISSUE),
        ({f"{TISSUE}.not_assessable": ["no"]}, "dangling", f"{TISSUE}.not_assessable"),
        ({"questions.0.asked": "after reference"}, "impossible", f"{TISSUE}.question"),
        ({"questions.2.asked": "follow-ups"}, "impossible", f"{TISSUE}.change_question"),
        ({"questions.2.asked": "follow-ups", "questions.2.asked_if": None}, "impossible", f"{TISSUE}.change_question"),
        ({"questions.2.asked_if.answers": ["present"]}, "impossible", f"{TISSUE}.change_question"),
    ],
)  # fmt: skip
def test_what_cannot_be_meant_is_named(changes, code, path):
    assert (code, path) in named(changed(changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"questions.2.asked_if": None},
        {"measuring.viable": ["non-nodal", "node"], "target_response.extent": "viable"},
        {
            "measuring.viable": ["non-nodal"],
            "target_response.extent": "viable",
            "target_response.rule": "mrecist",
            "target_response.pr_persistence": "eortc",
        },
        {"lengths.too_small_mm": "5.00"},
        {"calls.local_progression": False},
        {"calls.counts": "computed"},
        {"paragraphs.7": "A paragraph that nothing refers to."},
        {"reference.grace_until": 3},
        {"measurability.node_pathological_mm": "12", "paragraphs.1.3": "What can be measured."},
        {"new_lesions.node_review_mm": "10"},
        {"identity.status": "confirmed", "identity.approvals": [{"role": "Chair", "document": "Charter 1.0"}]},
        {"identity.approvals": [{"role": "Chair", "document": "Charter 1.0"}]},
        {"target_response.rule": "choi", "target_response.attenuation_percent": "15"},
    ],
)
def test_choices_that_can_be_meant_are_read(changes):
    assert read(changed(changes)).protocol_id == "seed-cryo/1.0"


def test_a_rule_that_looks_at_attenuation_needs_its_percentage():
    assert named(changed({"target_response.rule": "choi"})) == {("dangling", "target_response.attenuation_percent")}


def test_a_name_that_is_unknown_is_answered_with_those_that_are_known():
    ((_, said),) = findings(changed({"overall.table": "recist-2"}))
    assert said.startswith('overall.table: there is no table "recist-2"; there are ')
    assert "recist-1.1" in said
    assert "best-" not in said


def test_an_overall_table_has_to_know_what_the_named_rules_conclude():
    ((code, said),) = findings(changed({"non_target_response.rule": "mrecist"}))
    assert code == "impossible"
    assert said.startswith(
        'overall.table: the table "recist-1.1" does not go with the rules named above: it has no row'
    )
    assert "non-target disease IR/SD" in said
    assert read(changed({"non_target_response.rule": "mrecist", "overall.table": "mrecist"})).overall.table == "mrecist"


def test_a_protocol_of_one_rule_needs_no_questions():
    tables = changed(
        {
            "local_progression.tissue": None,
            "local_progression.contiguous": None,
            "local_progression.rules": ["size"],
            "questions": [],
            "questionnaire.asked": False,
            "questionnaire.questions": [],
            "derived": None,
        }
    )
    assert read(only_used_picklists(tables)).local_progression.tissue is None


def test_only_one_finding_is_made_of_one_mistake():
    for changes in ({"sets.recist.max_per_organ": 6}, {"questions.0.id": "tumour"}):
        found = [said.partition(":")[0] for _, said in findings(changed(changes))]
        assert len(found) == len(set(found))


def test_the_files_that_these_tests_change_are_right_before():
    assert read(SOURCE).protocol_id == "seed-cryo/1.0"


def test_a_misspelt_picklist_is_named_once_with_the_one_that_is_meant():
    assert findings(changed({"queries.kinds": "query-kindz"})) == [
        ("dangling", 'queries.kinds: there is no picklist "query-kindz"; perhaps "query-kinds" is meant.')
    ]


@pytest.mark.parametrize("name", SOURCE["picklists"])
def test_a_picklist_that_got_another_name_is_named_once_with_all_that_name_it(name):
    tables = dropped(("picklists", name))
    tables["picklists"] = {**tables["picklists"], f"{name}s": SOURCE["picklists"][name]}
    ((code, said),) = findings(tables)
    assert code == "dangling"
    assert f'there is no picklist "{name}"' in said
    assert f'perhaps "{name}s" is meant' in said


def test_keys_that_name_the_same_missing_picklist_are_told_together():
    tables = dropped(("picklists", "not-assessable"))
    ((_, said),) = findings(tables)
    assert said.startswith('questions[0].reasons.picklist: there is no picklist "not-assessable" (named by questions[')
