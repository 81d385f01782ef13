"""What is rated, and how it is counted."""

import pytest
from coordination.agreement.made import OPTIONS, facts, pair
from hypothesis import given, settings
from hypothesis import strategies as st

from seedcryo_reader.coordination.agreement.kappa import Weights, kappa
from seedcryo_reader.coordination.agreement.pairs import Pair
from seedcryo_reader.coordination.agreement.ratings import SCALES, best_of, rating

SCALE = {one.about: one for one in SCALES}


def rated(about, *pairs):
    return rating(pairs, SCALE[about], OPTIONS)


def test_local_progression_is_yes_or_no_for_each_target():
    first = {"statuses": {"T01": ("no LP", "LP"), "T02": ("no LP", "no LP")}}
    second = {"statuses": {"T01": ("LP", "LP"), "T02": ("residual", "LP")}}
    found = rated("local progression", pair(first, second))
    assert (found.categories, found.table) == (("no", "yes"), ((0, 1), (0, 1)))
    assert (found.unit, found.agreement.n, str(found.agreement.value)) == ("target", 2, "0.5000")
    assert (found.linear, found.quadratic) == (None, None)


def test_local_status_is_told_at_each_timepoint_and_weighted_where_it_has_an_order():
    first = {"statuses": {"T01": ("no LP", "residual", "NE")}}
    second = {"statuses": {"T01": ("equivocal", "residual", "LP")}}
    found = rated("local status", pair(first, second, responses=("SD", "SD", "SD")))
    assert found.categories == ("no LP", "residual", "equivocal", "LP", "NE")
    assert (found.table[0][2], found.table[1][1], found.table[4][3]) == (1, 1, 1)
    assert (sum(map(sum, found.table)), found.left_out, found.linear.n) == (3, 1, 2)


def test_overall_progression_response_and_best_response():
    both = pair({"responses": ("PR", "SD", "PD")}, {"responses": ("SD", "PR", "SD")})
    assert rated("overall progression", both).table == ((0, 0), (1, 0))
    response = rated("overall response", both)
    assert (response.agreement.n, response.linear.n, response.left_out) == (3, 3, 0)
    best = rated("best response", both)
    assert best.table[1][1] == 1
    assert best.agreement.n == 1


def test_evaluability_is_rated_by_itself():
    found = rated("local evaluability", pair({"evaluable": False}, {}))
    assert found.table == ((0, 1), (0, 0))


def test_the_best_response_that_the_protocol_compares_goes_first():
    both = pair({"best": "CR"}, {"responses": ("PD", "PR")})
    found = rated("best response", both)
    cr, pd = found.categories.index("CR"), found.categories.index("PD")
    assert found.table[cr][pd] == 1


@pytest.mark.parametrize(
    ("responses", "best"),
    [
        ((), None),
        (("NE", "SD"), "SD"),
        (("SD", "PD", "CR"), "SD"),
        (("PD", "CR"), "PD"),
        (("NON-CR/NON-PD", "iSD"), "NON-CR/NON-PD"),
    ],
)
def test_the_best_response_counts_up_to_the_first_progression(responses, best):
    assert best_of(responses) == best


def test_a_word_that_no_table_here_knows_has_a_place_of_its_own_and_no_weight():
    found = rated("overall response", pair({"responses": ("iSD", "SD")}, {"responses": ("PR", "SD")}))
    assert found.categories[-1] == "iSD"
    assert (found.left_out, found.linear.n) == (1, 1)


def test_what_only_one_of_them_read_is_no_pair():
    one = Pair("C-0001", facts("anna", responses=("SD", "SD", "PD")), facts("ben", responses=("SD",)))
    assert rated("overall response", one).agreement.n == 1
    without = Pair("C-0001", facts("anna", responses=()), facts("ben", responses=()))
    assert rated("best response", without).agreement.n == 0
    found = rated("overall response", without)
    assert (found.agreement.missing, found.kappa.cases) == ("none to count", 0)
    assert found.standard_error.missing == "too few: 0 cases, 5 are needed"


responses = st.lists(st.sampled_from(["CR", "PR", "SD", "PD", "NE"]), min_size=2, max_size=2).map(tuple)


@settings(max_examples=40)
@given(said=st.lists(st.tuples(responses, responses), min_size=5, max_size=12))
def test_everything_can_be_worked_out_again_from_the_table(said):
    pairs = [pair({"responses": a}, {"responses": b}, case) for case, (a, b) in enumerate(said, start=1)]
    found = rated("overall response", *pairs)
    exact = kappa(found.table)
    assert (found.kappa.value is None) == (exact is None) == (found.standard_error.value is None)
    if exact is not None:
        assert float(found.kappa.value) == pytest.approx(float(exact), abs=5.1e-5)
    places = [found.categories.index(word) for word in found.ordered]
    ordered = [[found.table[row][column] for column in places] for row in places]
    assert sum(map(sum, ordered)) == found.linear.n == found.quadratic.n
    linear = kappa(ordered, Weights.LINEAR)
    if found.linear.value is not None:
        assert float(found.linear.value) == pytest.approx(float(linear), abs=5.1e-5)
    told = found.plain()
    assert (told["table"], told["left_out"]) == ([list(row) for row in found.table], found.left_out)


def test_few_cases_are_told_as_too_few_with_their_number():
    told = rated("local progression", *(pair({}, {}, case) for case in range(1, 4))).plain()
    assert told["kappa"]["missing"] == "too few: 3 cases, 5 are needed"
    assert (told["kappa"]["value"], told["kappa"]["n"], told["linear"]) == (None, 3, None)
