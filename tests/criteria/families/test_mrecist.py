"""mRECIST: the rows of its two tables, its own words, and a whole course over viable diameters."""

from decimal import Decimal
from itertools import product

import pytest
from criteria.reads import SHIPPED, UNTREATED, changed, rows, visit

from seedcryo_reader.criteria.course import Course, Lesion, Said, State, Timepoint
from seedcryo_reader.criteria.evaluate import evaluations
from seedcryo_reader.criteria.evaluation import NON_TARGET, TARGET
from seedcryo_reader.criteria.families import FAMILIES
from seedcryo_reader.criteria.lengths import Length
from seedcryo_reader.criteria.non_target import NonTarget, NonTargetFacts
from seedcryo_reader.criteria.overall import timepoint_response
from seedcryo_reader.criteria.protocol.reader import load_protocol
from seedcryo_reader.criteria.rules import decide
from seedcryo_reader.criteria.target import TargetFacts
from seedcryo_reader.domain.lesion import NewLesions, NonTargetStatus

MRECIST = FAMILIES["mrecist"]
RULES = {row["category"]: row["rule"] for row in rows("mrecist")}
OVERALL_ROWS = rows("mrecist_overall")


@pytest.fixture(scope="module")
def protocol():
    return changed(
        load_protocol(SHIPPED.with_name("1.0.toml")),
        {
            "target_response.rule": "mrecist",
            "target_response.extent": "viable",
            "target_response.pd_floor_mm": Decimal(0),
            "target_response.treated.before_reference": True,
            "target_response.treated.nadir_from": "baseline",
            "non_target_response.rule": "mrecist",
            "overall.table": "mrecist",
            "measuring.viable": ("non-nodal",),
        },
    )


def concluded(protocol, *sums, gone=()):
    """What is concluded at the last of visits, each with the viable diameter of every lesion."""
    visits = [
        visit(f"TP{place}", *(Length(lesion, False, Decimal(mm)) for lesion, mm in one.items()))
        for place, one in enumerate(sums)
    ]
    return decide(TARGET, MRECIST.target, TargetFacts(visits, protocol.target_response, UNTREATED, was_gone=gone))


def non_target(protocol, *states, gone=()):
    lesions = tuple(NonTarget(f"NT{number:02}", False, state) for number, state in enumerate(states, 1))
    return decide(NON_TARGET, MRECIST.non_target, NonTargetFacts(lesions, protocol.non_target_response, gone))


@pytest.mark.parametrize(
    ("category", "course", "text"),
    [
        ("CR", ("30", "0"), "Complete response: no target enhances any more; lymph nodes are below 10 mm; rule 3.1"),
        (
            "PR",
            ("23.0", "16.1"),
            "Partial response: the sum 16.1 mm is -6.9 mm and -30.0 % against the baseline 23.0 mm (viable diameters); "
            "rule 3.1",
        ),
        (
            "PD",
            ("10", "5.0", "6.0"),
            "Progression of the targets: the sum 6.0 mm is +1.0 mm and +20.0 % over the nadir 5.0 mm at TP1 (viable "
            "diameters); rule 3.1",
        ),
        (
            "SD",
            ("10", "7.1"),
            "Stable disease: the sum 7.1 mm is -2.9 mm and -29.0 % over the nadir 10 mm at TP0 (viable diameters); "
            "rule 3.1",
        ),
    ],
)
def test_each_category_of_the_table_is_reached_at_its_limit_with_its_own_words(category, course, text, protocol):
    assert category in RULES
    found = concluded(protocol, *({"T01": mm} for mm in course))
    assert (found.value, found.conclusion().text) == (category, text)


def test_without_the_floor_a_millimetre_may_be_progression(protocol):
    assert "no 5 mm floor" in RULES["PD"]
    with_floor = changed(protocol, {"target_response.pd_floor_mm": Decimal(5)})
    course = ({"T01": "10"}, {"T01": "5"}, {"T01": "6"})
    assert (concluded(protocol, *course).value, concluded(with_floor, *course).value) == ("PD", "PR")


def test_what_still_enhances_is_named(protocol):
    found = concluded(protocol, {"T01": "30", "T02": "10"}, {"T01": "0", "T02": "9"}).conclusion()
    assert found.trace[0].text == "No complete response: T02 not known to be without enhancement"


def test_what_enhances_again_after_a_complete_response_is_progression(protocol):
    course = ({"T01": "30"}, {"T01": "0"}, {"T01": "2"})
    found = concluded(protocol, *course, gone={"T01"}).conclusion()
    assert found.text == "Progression of the targets: T01 enhances again after a complete response; rule 3.1"
    found = concluded(protocol, {"T01": "30", "T02": "9"}, {"T01": "0", "T02": "9"}, gone={"T01"}).conclusion()
    assert "No target enhances again" in [step.text for step in found.trace]


@pytest.mark.parametrize(
    ("category", "value", "states", "text"),
    [
        (
            "NT-CR",
            "CR",
            (NonTargetStatus.ABSENT, NonTargetStatus.ABSENT),
            "Complete response: no non-target disease enhances any more; rule 3.2",
        ),
        (
            "NT-IR/SD",
            "IR/SD",
            (NonTargetStatus.ABSENT, NonTargetStatus.PRESENT),
            "Incomplete response or stable disease: enhancement persists in NT02; rule 3.2",
        ),
        (
            "NT-PD",
            "PD",
            (NonTargetStatus.PROGRESSION, NonTargetStatus.PRESENT),
            "Progression: unequivocal in NT01; rule 3.2",
        ),
    ],
)
def test_each_category_of_the_non_target_disease_is_reached(category, value, states, text, protocol):
    assert category in RULES
    found = non_target(protocol, *states)
    assert (found.value, found.conclusion().text) == (value, text)


def test_non_target_disease_that_was_not_assessed_is_not_evaluable_and_there_may_be_none(protocol):
    found = non_target(protocol, NonTargetStatus.ABSENT, None)
    assert found.value == "NE"
    assert "Enhancement persists nowhere for certain" in [step.text for step in found.conclusion().trace]
    assert non_target(protocol).value == "NA"


MEANT = {
    "ANY": ("CR", "PR", "SD", "NE", "NA", "IR/SD", "PD"),
    "NON-PD": ("CR", "IR/SD", "NE", "NA"),
    "YES or NO": ("UNEQUIVOCAL", "NO"),
    "YES": ("UNEQUIVOCAL",),
    "NO": ("NO", "EQUIVOCAL"),
}
"""Words of the table that stand for several. Of new lesions an equivocal one is none yet."""

TARGET_VALUES = {"CR", "PR", "SD", "PD", "NE", "NA"}
NON_TARGET_VALUES = {"CR", "IR/SD", "PD", "NE", "NA"}


@pytest.mark.parametrize("row", OVERALL_ROWS, ids=["/".join(row.values()) for row in OVERALL_ROWS])
def test_every_row_of_the_overall_table_is_answered_as_it_says(row, protocol):
    targets = TARGET_VALUES.intersection(MEANT.get(row["target"], (row["target"],)))
    others = NON_TARGET_VALUES.intersection(MEANT.get(row["nontarget"], (row["nontarget"],)))
    for of_targets, of_others, new in product(targets, others, MEANT[row["new_lesion"]]):
        assert timepoint_response(of_targets, of_others, new, protocol.overall).value == row["overall"]


def test_every_combination_has_an_overall_response_as_in_recist(protocol):
    """What mRECIST leaves open is answered as RECIST 1.1 does, whose word for persisting disease differs."""
    recist = protocol.overall.model_copy(update={"table": "recist-1.1"})
    for of_targets, of_others, new in product(
        TARGET_VALUES, NON_TARGET_VALUES, ("NO", "EQUIVOCAL", "UNEQUIVOCAL", "NE")
    ):
        theirs = "NON-CR/NON-PD" if of_others == "IR/SD" else of_others
        found = timepoint_response(of_targets, of_others, new, protocol.overall).value
        assert found == timepoint_response(of_targets, theirs, new, recist).value


@pytest.mark.parametrize("shipped", [True, False])
def test_a_course_is_judged_by_viable_diameters(protocol, shipped):
    """The lesion keeps its size while what enhances of it shrinks, goes and comes back."""

    def said(viable: str) -> Said:
        inside = Said(State.ABSENT) if viable == "0" else Said(State.MEASURED, Decimal(viable))
        return Said(State.MEASURED, Decimal(40), viable=inside)

    timepoints = tuple(
        Timepoint(
            f"TP{place}",
            place,
            said={"T01": said(viable)},
            non_targets={"NT01": status},
            any_new_lesion=NewLesions.NONE,
        )
        for place, (viable, status) in enumerate(
            [
                ("40", NonTargetStatus.PRESENT),
                ("28", NonTargetStatus.PRESENT),
                ("0", NonTargetStatus.PRESENT),
                ("0", NonTargetStatus.ABSENT),
                ("1", NonTargetStatus.ABSENT),
            ]
        )
    )
    lesion = Lesion("T01", False)
    course = Course((lesion,), (), (lesion,), (Lesion("NT01", False),), timepoints)
    rules = load_protocol(SHIPPED.parents[1] / "mrecist" / "1.0.toml") if shipped else protocol
    found = [(one.value(TARGET), one.value(NON_TARGET), one.overall) for one in list(evaluations(course, rules))[1:]]
    assert found == [
        ("PR", "IR/SD", "PR"),
        ("CR", "IR/SD", "PR"),
        ("CR", "CR", "CR"),
        ("PD", "CR", "PD"),
    ]
