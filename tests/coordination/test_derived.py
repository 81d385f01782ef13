"""Treatment response categories: every row of the fact table, every combination of findings, every reason to refuse."""

from itertools import product

import pytest
from criteria.reads import SHIPPED, changed, rows

from seedcryo_reader.coordination.derived import (
    _WORDS,
    NONRADIATION,
    NOT_ASKED,
    RADIATION,
    V2018,
    Raw,
    TreatmentCategories,
    treatment_categories,
    treatment_response,
)
from seedcryo_reader.criteria.course import Timepoint
from seedcryo_reader.criteria.protocol.reader import load_protocol
from seedcryo_reader.criteria.tables import table
from seedcryo_reader.criteria.tables.matching import fits
from seedcryo_reader.domain.errors import Refused

FACTS = rows("lirads_tra")

MEANT = {
    ("NONRAD", "cannot be evaluated (technique, omission)"): [Raw("not assessable")],
    ("NONRAD", "no masslike enhancement (none, smooth thin rim, parenchymal perfusion change)"): [
        Raw("none"),
        Raw("present", "no", "same"),
    ],
    ("NONRAD", "uncertain whether masslike"): [Raw("uncertain", "yes", "new"), Raw("uncertain", "uncertain", "same")],
    ("NONRAD", "masslike enhancement, any degree, any phase"): [
        Raw("present", "yes", change) for change in ("new", "larger", "same", "smaller", "not assessable", NOT_ASKED)
    ],
    (
        "NONRAD",
        "Equivocal + MRI ancillary feature favouring viability (restricted diffusion or mild-moderate T2 "
        "hyperintensity), optional",
    ): [Raw("uncertain", "yes", "same", ancillary=True), Raw("uncertain", "uncertain", "new", ancillary=True)],
    ("RAD", "cannot be evaluated"): [Raw("not assessable")],
    ("RAD", "no masslike enhancement"): [Raw("none"), Raw("present", "no", "larger")],
    ("RAD", "masslike enhancement, stable or smaller over time since treatment"): [
        Raw("present", "yes", "same"),
        Raw("present", "yes", "smaller"),
    ],
    ("RAD", "masslike enhancement, new or larger over time since treatment"): [
        Raw("present", "yes", "new"),
        Raw("present", "yes", "larger"),
    ],
    ("V2018", "no lesional enhancement or expected treatment-specific pattern"): [
        Raw("none"),
        Raw("present", "no", "same"),
    ],
    ("V2018", "atypical enhancement for the treatment, not meeting nonviable or viable"): [
        Raw("uncertain", "yes", "same"),
    ],
    (
        "V2018",
        "nodular, masslike or thick irregular tissue in/along the treated lesion with APHE OR washout OR enhancement "
        "like pretreatment",
    ): [Raw("present", "yes", "same"), Raw("present", "yes", NOT_ASKED)],
}
"""What the fact table says in prose, as the findings that it means."""


def by_algorithm(found: TreatmentCategories) -> dict[str, str]:
    return {"NONRAD": found.nonradiation, "RAD": found.radiation, "V2018": found.v2018}


@pytest.fixture(scope="module")
def protocol():
    return load_protocol(SHIPPED.with_name("1.0.toml"))


@pytest.mark.parametrize("row", FACTS, ids=[f"{row['algorithm']} {row['category']}" for row in FACTS])
def test_every_row_of_the_fact_table_is_answered_as_it_says(row):
    wanted = row["category"].removeprefix("may upgrade to ")
    for raw in MEANT[row["algorithm"], row["finding"]]:
        assert by_algorithm(treatment_categories(raw))[row["algorithm"]] == wanted


def test_every_row_of_the_fact_table_has_its_findings():
    assert len(FACTS) == 12
    assert {(row["algorithm"], row["finding"]) for row in FACTS} == set(MEANT)


def possible() -> list[dict[str, str]]:
    """Every combination that a reader can give: enhancement and change are asked of tissue only."""
    nothing = [
        {"tissue": tissue, "enhancement": NOT_ASKED, "change": NOT_ASKED} for tissue in ("none", "not assessable")
    ]
    tissue = product(
        ("uncertain", "present"),
        ("no", "uncertain", "yes", "not assessable"),
        ("new", "larger", "same", "smaller", "not assessable", NOT_ASKED),
    )
    return nothing + [dict(zip(("tissue", "enhancement", "change"), one, strict=True)) for one in tissue]


@pytest.mark.parametrize("name", [NONRADIATION, RADIATION, V2018])
def test_exactly_one_row_of_a_table_answers_each_combination(name):
    for said in possible():
        for ancillary in ("no", "yes"):
            whole = {**said, "ancillary": ancillary}
            fitting = [
                row
                for row in table(name)
                if all(fits(row[part], value) for part, value in whole.items() if part in row)
            ]
            assert len(fitting) == 1, whole


def test_no_row_of_a_table_is_idle_and_each_says_where_it_comes_from():
    for name in (NONRADIATION, RADIATION, V2018):
        for row in table(name):
            assert row["basis"] in {"LI-RADS", "EXT"}
            assert any(
                all(fits(row[part], value) for part, value in {**said, "ancillary": ancillary}.items() if part in row)
                for said in possible()
                for ancillary in ("no", "yes")
            )


def test_the_algorithms_differ_where_enhancing_tissue_stays():
    """The reason why both are derived: which one is right depends on the treatment."""
    assert treatment_categories(Raw("present", "yes", "same")) == TreatmentCategories(
        "LR-TR Viable", "LR-TR Nonprogressing", "LR-TR Viable"
    )


def test_what_the_tables_do_not_know_is_not_guessed():
    with pytest.raises(KeyError, match="lirads_nonradiation"):
        treatment_categories(Raw("present"))


def answered(**answers: str) -> Timepoint:
    questions = {question.replace("_", "-"): answer for question, answer in answers.items()}
    return Timepoint("TP2", 2, findings={("T01", question): answer for question, answer in questions.items()})


def test_the_categories_of_a_target_come_from_the_answers_to_the_protocols_questions(protocol):
    found = treatment_response(answered(tissue="present", enhancement="yes", tissue_change="larger"), "T01", protocol)
    assert found == TreatmentCategories("LR-TR Viable", "LR-TR Viable", "LR-TR Viable")
    found = treatment_response(answered(tissue="none"), "T01", protocol)
    assert found == TreatmentCategories("LR-TR Nonviable", "LR-TR Nonviable", "LR-TR Nonviable")


def test_at_the_reference_timepoint_there_is_no_trend_yet(protocol):
    found = treatment_response(answered(tissue="present", enhancement="yes"), "T01", protocol)
    assert found.radiation == "LR-TR Nonevaluable"
    assert found.nonradiation == "LR-TR Viable"


@pytest.mark.parametrize("timepoint", [Timepoint("TP1", 1), answered(tissue="present"), answered(enhancement="yes")])
def test_without_the_answers_there_is_no_category(timepoint, protocol):
    assert treatment_response(timepoint, "T01", protocol) is None


def test_another_targets_answers_do_not_count(protocol):
    assert treatment_response(answered(tissue="none"), "T02", protocol) is None


def test_at_a_timepoint_that_is_not_evaluable_no_target_is(protocol):
    found = treatment_response(Timepoint("TP1", 1, not_evaluable="artefact"), "T01", protocol)
    assert found == TreatmentCategories("LR-TR Nonevaluable", "LR-TR Nonevaluable", "LR-TR Nonevaluable")


def test_a_protocol_that_derives_none_is_refused(protocol):
    with pytest.raises(Refused, match=r"has no section \[derived\.treatment_response\]"):
        treatment_response(answered(tissue="none"), "T01", changed(protocol, {"derived": None}))


def test_questions_that_are_not_there_and_strange_answers_are_all_named(protocol):
    tissue, *others = protocol.questions
    strange = tissue.model_copy(update={"answers": ("none", "some", "much")})
    questions = (strange, *(one for one in others if one.id != "enhancement"))
    with pytest.raises(Refused) as refusal:
        treatment_response(answered(tissue="none"), "T01", changed(protocol, {"questions": questions}))
    assert [(one.code, one.text) for one in refusal.value.findings] == [
        (
            "unknown-answer",
            "Question 'tissue' has answers that no table of treatment response knows (some, much); "
            "the tables know none, uncertain, present, not assessable.",
        ),
        ("no-question", "The protocol has no question 'enhancement', which treatment response needs."),
    ]


def test_the_answers_that_are_known_are_those_of_the_tables():
    for part, words in _WORDS.items():
        cells = {row[part] for name in (NONRADIATION, RADIATION, V2018) for row in table(name) if part in row}
        assert cells - {"ANY", NOT_ASKED} == set(words)
