"""Choi and modified Choi: the rows of the table, what decides where size and attenuation differ, what is not known."""

from decimal import Decimal

import pytest
from criteria.reads import SHIPPED, UNTREATED, changed, rows, visit
from hypothesis import given, settings
from hypothesis import strategies as st

from seedcryo_reader.criteria.families import FAMILIES
from seedcryo_reader.criteria.families.choi import Attenuation, attenuation
from seedcryo_reader.criteria.lengths import Length
from seedcryo_reader.criteria.overall import timepoint_response
from seedcryo_reader.criteria.protocol.reader import load_protocol
from seedcryo_reader.criteria.rules import decide
from seedcryo_reader.criteria.target import ABOUT, TargetFacts
from seedcryo_reader.domain.conclusion import Step

RULES = {row["category"]: row["rule"] for row in rows("choi")}
PROTOCOL = changed(
    load_protocol(SHIPPED.with_name("1.0.toml")),
    {
        "target_response.pr_percent": Decimal(10),
        "target_response.pd_percent": Decimal(10),
        "target_response.pd_floor_mm": Decimal(0),
        "target_response.attenuation_percent": Decimal(15),
    },
)
OPTIONS = PROTOCOL.target_response


def length(lesion: str, text: str) -> Length:
    """``30@80`` is 30 mm with 80 HU; ``-`` is not known."""
    mm, _, hu = text.partition("@")
    return Length(lesion, False, None if mm == "-" else Decimal(mm), Decimal(hu) if hu else None)


def facts_of(*course: str, options=OPTIONS) -> TargetFacts:
    """Visits such as ``30@80 20@60``, one lesion after the other."""
    visits = [
        visit(f"TP{place}", *(length(f"T{number:02}", text) for number, text in enumerate(one.split(), 1)))
        for place, one in enumerate(course)
    ]
    return TargetFacts(visits, options, UNTREATED)


def concluded(*course: str, family: str = "choi", options=OPTIONS):
    return decide(ABOUT, FAMILIES[family].target, facts_of(*course, options=options))


@pytest.mark.parametrize(
    ("category", "value", "course"),
    [
        ("CR", "CR", ("30@80 20@70", "0 0")),
        ("PR", "PR", ("100@80", "90@80")),
        ("PR", "PR", ("100@80", "100@68")),
        ("PR", "PR", ("100@80", "90@68")),
        ("PD", "PD", ("100@80", "110@80")),
        ("PD", "PD", ("100@80", "50@80", "55@69")),
        ("SD", "SD", ("100@80", "90.1@68.1")),
        ("SD", "SD", ("100@80", "109.9@80")),
    ],
)
def test_each_category_of_the_table_is_reached_at_its_limits(category, value, course):
    assert category in RULES
    assert concluded(*course).value == value


@pytest.mark.parametrize(
    ("course", "value"),
    [
        (("100@80", "90@68"), "PR"),
        (("100@80", "90@68.1"), "SD"),
        (("100@80", "90.1@68"), "SD"),
        (("100@80", "110@80"), "PD"),
        (("30@80", "0"), "CR"),
    ],
)
def test_modified_choi_wants_both_for_a_response(course, value):
    assert "both size >=10 % AND attenuation >=15 %" in RULES["mChoi PR"]
    assert concluded(*course, family="mchoi").value == value


def test_a_sum_that_grows_while_its_attenuation_responds_is_no_progression():
    """Necrosis and bleeding make tumours larger and darker; the modified criteria call that neither."""
    assert "not PR by attenuation" in RULES["PD"]
    assert concluded("100@80", "130@60").value == "PR"
    assert concluded("100@80", "130@60", family="mchoi").value == "SD"


def test_new_lesions_are_progression_whatever_the_targets_do():
    assert "new lesion" in RULES["PD"]
    assert timepoint_response("PR", "NA", "UNEQUIVOCAL", PROTOCOL.overall).value == "PD"


@pytest.mark.parametrize("family", ["choi", "mchoi"])
@pytest.mark.parametrize("course", [("100", "110@80"), ("100@80", "110"), ("100@-20", "110@-40"), ("100@0", "110@10")])
def test_growth_whose_attenuation_is_not_known_is_not_evaluable(course, family):
    assert concluded(*course, family=family).value == "NE"


@pytest.mark.parametrize(
    ("course", "choi", "mchoi"),
    [(("100@80", "90"), "PR", "NE"), (("100@80", "95"), "NE", "SD"), (("100@80", "-@60"), "NE", "NE")],
)
def test_an_unknown_attenuation_matters_only_where_it_would_decide(course, choi, mchoi):
    assert (concluded(*course).value, concluded(*course, family="mchoi").value) == (choi, mchoi)


def test_without_a_percentage_in_the_protocol_the_attenuation_says_nothing():
    options = OPTIONS.model_copy(update={"attenuation_percent": None})
    found = concluded("100@80", "100@20", options=options).conclusion()
    assert found.value == "NE"
    assert found.text == (
        "Not evaluable: the attenuation says nothing: it is 0 HU or less at the baseline, or the protocol gives no "
        "percentage; rule 3.1"
    )


def test_a_lesion_that_is_gone_has_no_attenuation_and_one_without_is_named():
    assert attenuation(facts_of("30@80 20@60 9@50", "20@40 0 5")) == Attenuation(Decimal(80), Decimal(40), 1, ("T03",))
    found = concluded("30@80 20@60", "30@70 20").conclusion()
    assert found.text == "Not evaluable: the attenuation of T02 is not known now or at the baseline; rule 3.1"


def test_the_mean_of_all_targets_counts():
    assert concluded("50@100 50@20", "50@80 50@22").value == "PR"
    assert concluded("50@100 50@20", "50@80.1 50@22").value == "SD"


def test_the_reason_has_both_comparisons():
    assert concluded("100@80 20@60", "100@60 20@50").conclusion().trace[-1] == Step(
        "choi-partial-response",
        "3.1",
        "Partial response: the sum 120 mm is +0 mm and +0.0 % against the baseline 120 mm; the mean attenuation 55.0 "
        "HU is -21.4 % against the baseline 70.0 HU",
        (
            ("current_mm", "120"),
            ("baseline_mm", "120"),
            ("factor", "0.90"),
            ("current_hu", "110"),
            ("baseline_hu", "140"),
            ("factor_hu", "0.85"),
        ),
        "120 <= 0.90 * 120 or 110 <= 0.85 * 140",
        True,
    )


def test_the_reason_of_a_progression_names_the_attenuation_that_does_not_respond():
    found = concluded("100@80", "120@79").conclusion()
    assert found.text == (
        "Progression of the targets: the sum 120 mm is +20 mm and +20.0 % over the nadir 100 mm at TP0; the mean "
        "attenuation 79.0 HU is -1.3 % against the baseline 80.0 HU; rule 3.1"
    )
    assert found.trace[-1].comparison == "120 >= 1.10 * 100 and 120 - 100 >= 0 and not 79 <= 0.85 * 80"
    assert concluded("100@80", "120@60").conclusion().trace[1].comparison.endswith("and not 60 <= 0.85 * 80")


def test_thresholds_that_do_not_include_themselves_are_passed_by_more_only():
    strict = OPTIONS.model_copy(update={"inclusive": False})
    assert concluded("100@80", "100@68", options=strict).value == "SD"
    found = concluded("100@80", "100@67.9", options=strict)
    assert (found.value, found.conclusion().trace[-1].comparison) == ("PR", "100 < 0.90 * 100 or 67.9 < 0.85 * 80")


def test_what_no_family_changes_is_as_in_recist():
    assert concluded("", "").value == "NA"
    assert concluded("30@80 20@60", "- -").value == "NE"
    assert concluded("30@80 20@60", "30@80 -").value == "NE"


tenths = st.integers(1, 2000).map(lambda number: Decimal(number).scaleb(-1))


@settings(deadline=None, max_examples=60)
@given(st.tuples(tenths, tenths), st.tuples(tenths, tenths))
def test_against_a_second_implementation_of_two_visits(sizes, densities):
    """In whole numbers; modified Choi never responds where Choi does not."""
    (size, later), (density, lighter) = sizes, densities
    smaller, larger, darker = 10 * later <= 9 * size, 10 * later >= 11 * size, 100 * lighter <= 85 * density
    course = (f"{size}@{density}", f"{later}@{lighter}")
    progressed = larger and not darker
    assert concluded(*course).value == ("PD" if progressed else "PR" if smaller or darker else "SD")
    assert concluded(*course, family="mchoi").value == ("PD" if progressed else "PR" if smaller and darker else "SD")
