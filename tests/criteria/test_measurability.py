"""Measurability at the baseline: every row of the table, and what the protocol may say otherwise."""

from decimal import Decimal

import pytest
from criteria.reads import rows
from hypothesis import given
from hypothesis import strategies as st

from seedcryo_reader.criteria.measurability import (
    BY_SIZE,
    CYSTIC,
    LYTIC_BONE,
    NODE,
    NON_NODAL,
    Classified,
    Measurable,
    Measured,
    Method,
    Prior,
    measurability,
)
from seedcryo_reader.criteria.protocol.model import Measurability

CASES = rows("recist11_measurability")

OPTIONS = Measurability(
    paragraph="1.3",
    non_nodal_mm="10",
    node_target_mm="15",
    node_pathological_mm="10",
    thick_slice_mm="5",
    slice_factor="2",
    thick_slice_nodes="ask",
    chest_xray_mm="20",
    caliper_mm="10",
    ultrasound=False,
    prior_treatment="not measurable unless progressed",
    never=("blastic bone lesion", "ascites"),
    no_disease=("simple cyst",),
)

KINDS = {
    "non-nodal": (NON_NODAL, Prior.NONE),
    "node": (NODE, Prior.NONE),
    "bone lytic with soft tissue": (LYTIC_BONE, Prior.NONE),
    "bone blastic": ("blastic bone lesion", Prior.NONE),
    "previously treated site, no progression since": (NON_NODAL, Prior.TREATED),
    "previously treated site, progressed since": (NON_NODAL, Prior.PROGRESSED),
    "simple cyst": ("simple cyst", Prior.NONE),
    "cystic metastasis": (CYSTIC, Prior.NONE),
}
"""The table's kinds of lesion as the rule takes them."""


def with_options(**changes) -> Measurability:
    return OPTIONS.model_copy(update=changes)


def lesion_of(row: dict[str, str]) -> Measured:
    kind, prior = KINDS[row["lesion_kind"]]

    def length(column: str) -> Decimal | None:
        return Decimal(row[column]) if row[column] else None

    return Measured(
        kind,
        Method(row["modality"]),
        length("longest_diameter_mm"),
        length("short_axis_mm"),
        length("slice_thickness_mm"),
        prior,
    )


def lesion(long: str | None = None, short: str | None = None, slice_mm: str | None = "5", **more) -> Measured:
    def length(text: str | None) -> Decimal | None:
        return None if text is None else Decimal(text)

    usual = {"kind": NODE if long is None else NON_NODAL, "method": Method.CT}
    return Measured(**usual | {"long": length(long), "short": length(short), "slice_mm": length(slice_mm)} | more)


@pytest.mark.parametrize("row", CASES, ids=[row["case_id"] for row in CASES])
def test_every_row_of_the_table_is_answered_as_it_says(row):
    """What the table adds in brackets (M20, M23) is a remark, and for M20 an option."""
    assert measurability(lesion_of(row), OPTIONS).value == row["expected_class"].partition(" (")[0]


def test_the_table_has_all_classes():
    assert len(CASES) == 23
    assert {measurability(lesion_of(row), OPTIONS).value for row in CASES} == set(Measurable)


def test_a_treated_site_is_measurable_if_the_protocol_says_so():
    row = next(row for row in CASES if row["case_id"] == "M20")
    assert measurability(lesion_of(row), with_options(prior_treatment="measurable")).value is Measurable.MEASURABLE


@pytest.mark.parametrize(
    ("option", "prior", "value"),
    [
        ("not measurable", Prior.NONE, Measurable.MEASURABLE),
        ("not measurable", Prior.TREATED, Measurable.NON_MEASURABLE),
        ("not measurable", Prior.PROGRESSED, Measurable.NON_MEASURABLE),
        ("not measurable unless progressed", Prior.PROGRESSED, Measurable.MEASURABLE),
        ("measurable", Prior.PROGRESSED, Measurable.MEASURABLE),
    ],
)
def test_what_earlier_treatment_means_is_an_option(option, prior, value):
    assert measurability(lesion("25", prior=prior), with_options(prior_treatment=option)).value is value


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("ask", Measurable.PROTOCOL_DECISION),
        ("as others", Measurable.PATHOLOGICAL_NODE),
        ("no matter", Measurable.TARGET_NODE),
    ],
)
def test_what_thick_slices_mean_for_nodes_is_an_option(option, value):
    options = with_options(thick_slice_nodes=option)
    assert measurability(lesion(short="15.9", slice_mm="8"), options).value is value
    assert measurability(lesion(short="16", slice_mm="8"), options).value is Measurable.TARGET_NODE
    assert measurability(lesion(short="14.9", slice_mm="8"), options).value is Measurable.PATHOLOGICAL_NODE


def test_ultrasound_measures_only_where_the_protocol_says_so():
    for one in (lesion("30", method=Method.ULTRASOUND), lesion(short="20", method=Method.ULTRASOUND)):
        assert measurability(one, OPTIONS).value is Measurable.NON_MEASURABLE
        found = measurability(one, with_options(ultrasound=True)).value
        assert found in {Measurable.MEASURABLE, Measurable.TARGET_NODE}


@pytest.mark.parametrize("method", [Method.CHEST_XRAY, Method.CALIPER])
def test_a_node_is_not_measured_without_sections(method):
    found = measurability(lesion(short="30", method=method), OPTIONS)
    assert found == Classified(Measurable.NON_MEASURABLE, "the short axis of a lymph node is measured on CT or MR")


@pytest.mark.parametrize(
    ("one", "reason"),
    [
        (lesion("10.0"), "the long axis 10.0 mm is at least 10 mm"),
        (lesion("9.9", slice_mm=None), "the long axis 9.9 mm is below 10 mm"),
        (lesion("13.9", slice_mm="7.0"), "the long axis 13.9 mm is below 14.0 mm, 2 times the slice distance 7.0 mm"),
        (lesion("19.9", method=Method.CHEST_XRAY), "the long axis 19.9 mm is below 20 mm on a chest X-ray"),
        (lesion("9", method=Method.CALIPER), "the long axis 9 mm is below 10 mm by calipers"),
        (lesion("9", method=Method.ULTRASOUND), "ultrasound is not used to measure"),
        (lesion(short="15"), "the short axis 15 mm is at least 15 mm"),
        (lesion(short="12"), "the short axis 12 mm is at least 10 mm and below 15 mm"),
        (lesion(short="9.9"), "the short axis 9.9 mm is below 10 mm"),
        (
            lesion(short="15", slice_mm="8"),
            "the short axis 15 mm is at least 15 mm, but below 16 mm, 2 times the slice distance 8 mm; whether that "
            "holds for lymph nodes is open (EORTC)",
        ),
        (lesion("30", kind="simple cyst"), "a simple cyst is no disease"),
        (lesion("30", kind="ascites"), "ascites is never measurable"),
        (lesion("30", prior=Prior.TREATED), "its site was treated before the trial, without progression since"),
        (lesion(kind=NON_NODAL), "its long axis is not known"),
        (lesion(kind=NODE), "its short axis is not known"),
    ],
)
def test_the_reason_has_the_numbers(one, reason):
    assert measurability(one, OPTIONS).reason == reason


def test_progression_since_an_earlier_treatment_is_told_where_it_does_not_help():
    found = measurability(lesion("30", prior=Prior.PROGRESSED), with_options(prior_treatment="not measurable"))
    assert found.reason == "its site was treated before the trial, and progressed since"


def test_a_kind_that_nobody_named_is_not_guessed_at():
    with pytest.raises(ValueError, match="'blastic' is no kind of lesion that this protocol knows"):
        measurability(lesion("30", kind="blastic"), OPTIONS)


def test_every_kind_that_is_measured_by_size_needs_its_length():
    for kind in BY_SIZE:
        assert measurability(lesion(kind=kind), OPTIONS).value is Measurable.NON_MEASURABLE


tenths = st.integers(1, 600).map(lambda number: Decimal(number).scaleb(-1))


@given(long=tenths, slice_mm=tenths)
def test_a_long_axis_counts_from_the_larger_of_both_limits(long, slice_mm):
    """A second implementation in whole tenths of a millimetre."""
    least = max(100, 20 * slice_mm) if slice_mm > 5 else 100
    found = measurability(Measured(NON_NODAL, Method.MR, long, None, slice_mm), OPTIONS).value
    assert (found is Measurable.MEASURABLE) == (10 * long >= least)


@given(short=tenths, slice_mm=st.none() | tenths, more=tenths)
def test_a_larger_node_is_never_less(short, slice_mm, more):
    order = [
        Measurable.NORMAL_NODE,
        Measurable.PATHOLOGICAL_NODE,
        Measurable.PROTOCOL_DECISION,
        Measurable.TARGET_NODE,
    ]
    sizes = (short, short + more)
    found = [measurability(Measured(NODE, Method.CT, None, size, slice_mm), OPTIONS).value for size in sizes]
    assert order.index(found[0]) <= order.index(found[1])
