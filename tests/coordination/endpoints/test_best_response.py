"""Best overall response: the paper's table, and longer cases held against what admiralonco gives."""

from datetime import date

import pytest
from coordination.endpoints.tables import M3, M6, M9, one, truth
from criteria.reads import changed
from hypothesis import given
from hypothesis import strategies as st

from seedcryo_reader.coordination.endpoints.best_response import ORDER, Visit, best_response
from seedcryo_reader.criteria.tables import table


@pytest.fixture(scope="session")
def options(protocol):
    """RECIST's usual ones: 28 days to confirm, 42 days of stable disease."""
    return protocol.best_response


def course(*visits):
    return [Visit(f"TP{place}", day, response) for place, (day, response) in enumerate(visits, 1)]


def found(options, *visits, confirmed=True):
    best = best_response(course(*visits), options, confirmed=confirmed)
    return best.response, best.timepoint


# --- the table -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", truth("recist11_bor_confirmed"), ids=lambda row: "-".join(list(row.values())[:3]))
def test_every_row_of_the_paper_s_table_is_given(row, options):
    days = (60, 100) if row["sd_min_duration_met"] == "Y" else (5, 35)
    seconds = ORDER if row["subsequent_timepoint"] == "ANY" else (row["subsequent_timepoint"],)
    for second in seconds:
        visits = course((days[0], row["first_timepoint"]), (days[1], second))
        assert best_response(visits, options, confirmed=True).response == row["bor"]


def test_the_shipped_table_holds_the_truth_and_nothing_else():
    given_rows = [tuple(row.values())[:4] for row in truth("recist11_bor_confirmed")]
    ours = [tuple(row.values())[:4] for row in table("best-recist-1.1")]
    assert [(a, b, {"yes": "Y", "no": "N"}[c], d) for a, b, c, d in ours] == given_rows


@pytest.mark.parametrize(
    ("only", "early", "late"),
    [("CR", "NE", "SD"), ("PR", "NE", "SD"), ("SD", "NE", "SD"), ("NE", "NE", "NE"), ("PD", "PD", "PD")],
)
def test_a_single_timepoint_is_like_one_that_nothing_evaluable_followed(only, early, late, options):
    assert found(options, (10, only)) == (early, "TP1")
    assert found(options, (60, only)) == (late, "TP1")


def test_two_responses_that_lie_too_close_do_not_confirm_each_other(options):
    assert found(options, (60, "PR"), (87, "PR")) == ("SD", "TP1")
    assert found(options, (60, "PR"), (88, "PR")) == ("PR", "TP1")
    assert found(options, (5, "CR"), (20, "CR")) == ("NE", "TP1")


def test_days_that_are_asked_for_are_enough(options):
    """42 days of stable disease, 28 to a confirmation: of one timepoint, of two, and of more."""
    assert found(options, (42, "SD"), confirmed=False) == ("SD", "TP1")
    assert found(options, (41, "SD"), confirmed=False) == ("NE", "TP1")
    assert (found(options, (42, "SD"))[0], found(options, (41, "SD"))[0]) == ("SD", "NE")
    assert found(options, (10, "NE"), (20, "NE"), (42, "SD")) == ("SD", "TP3")
    assert found(options, (10, "NE"), (20, "NE"), (41, "SD")) == ("NE", "TP1")
    assert found(options, (10, "SD"), (60, "PR"), (88, "PR")) == ("PR", "TP2")
    assert found(options, (10, "SD"), (60, "PR"), (87, "PR")) == ("SD", "TP2")


@pytest.mark.parametrize(
    ("visits", "expected"),
    [
        ([(20, "SD"), (370, "SD")], ("SD", "TP2")),
        ([(20, "PR"), (370, "SD")], ("SD", "TP2")),
        ([(60, "PR"), (100, "SD")], ("SD", "TP1")),
        ([(60, "SD"), (370, "SD")], ("SD", "TP1")),
        ([(20, "SD"), (370, "PD")], ("PD", "TP2")),
        ([(10, "SD"), (20, "SD"), (370, "SD")], ("SD", "TP3")),
    ],
)
def test_stable_disease_is_of_the_first_timepoint_that_is_late_enough_for_it(visits, expected, options):
    assert found(options, *visits) == expected
    if not any(response == "PR" for _, response in visits):
        assert found(options, *visits, confirmed=False) == expected


# --- longer ones: subjects 1 to 9 of admiralonco's own tests ---------------------------------------------------------

SUBJECTS = {
    "1": ("2020-01-01", "2020-01-01 PR, 2020-02-01 CR, 2020-02-16 NE, 2020-03-01 CR, 2020-04-01 SD"),
    "2": ("2019-12-12", "2020-01-01 SD, 2020-02-01 PR, 2020-03-01 SD, 2020-03-13 CR"),
    "3": ("2019-11-11", "2019-11-12 CR, 2019-12-02 CR, 2020-01-01 SD"),
    "4": ("2019-12-30", "2020-01-01 PR, 2020-03-01 SD, 2020-04-01 SD, 2020-05-01 PR, 2020-05-15 NON-CR/NON-PD"),
    "5": ("2020-01-01", "2020-01-01 PR, 2020-01-10 SD, 2020-01-20 PR, 2020-05-15 NON-CR/NON-PD"),
    "6": ("2020-02-02", "2020-02-06 PR, 2020-02-16 CR, 2020-03-30 PR"),
    "7": ("2020-02-02", "2020-02-06 PR, 2020-02-16 CR, 2020-04-01 NE"),
    "8": ("2020-04-01", ""),
    "9": ("2020-02-01", "2020-02-16 PD, 2020-03-06 SD"),
}
BY_DEFAULT = {"1": "CR TP2", "2": "SD TP2", "3": "SD TP3", "4": "SD TP2", "5": "NON-CR/NON-PD TP4", "6": "SD TP3",
              "7": "NE TP1", "8": "None ", "9": "PD TP1"}  # fmt: skip
ACCEPTING = {"1": "PR TP1", "2": "PR TP2", "3": "CR TP1", "4": "SD TP2", "5": "PR TP1", "6": "SD TP3", "7": "NE TP1",
             "8": "NE ", "9": "PD TP1"}  # fmt: skip
UNCONFIRMED = {"1": "CR TP2", "2": "CR TP4", "3": "CR TP1", "4": "PR TP1", "5": "PR TP1", "6": "CR TP2", "7": "CR TP2",
               "8": "None ", "9": "PD TP1"}  # fmt: skip


def subject(name):
    start, text = SUBJECTS[name]
    zero = date.fromisoformat(start)
    pairs = [entry.split(" ") for entry in text.split(", ") if entry]
    return course(*(((date.fromisoformat(day) - zero).days, response) for day, response in pairs))


@pytest.mark.parametrize("name", SUBJECTS)
@pytest.mark.parametrize(
    ("values", "confirmed", "expected"),
    [
        ({"sd_min_days": 28, "missing_as_ne": False}, True, BY_DEFAULT),
        ({"sd_min_days": 28, "confirm_after_days": 14, "max_ne": 0, "accept_sd": True}, True, ACCEPTING),
        ({"sd_min_days": 28, "missing_as_ne": False}, False, UNCONFIRMED),
    ],
    ids=["default", "accepting", "unconfirmed"],
)
def test_the_public_reference_gives_the_same(name, values, confirmed, expected, options):
    best = best_response(subject(name), changed(options, values), confirmed=confirmed)
    assert f"{best.response} {best.timepoint}" == expected[name]


@pytest.mark.parametrize(
    ("visits", "expected"),
    [
        ([(60, "CR"), (70, "NE"), (80, "NE"), (100, "CR")], ("SD", "TP1")),
        ([(60, "CR"), (70, "NE"), (100, "CR")], ("CR", "TP1")),
        ([(60, "PR"), (80, "CR"), (90, "PR"), (120, "PR")], ("SD", "TP1")),
        ([(30, "CR"), (40, "PR"), (70, "PR")], ("PD", "TP2")),
        ([(30, "CR"), (60, "PR"), (100, "PR")], ("SD", "TP2")),
        ([(30, "CR"), (35, "NE"), (40, "SD"), (70, "CR"), (110, "CR")], ("PD", "TP3")),
        ([(30, "CR"), (60, "CR"), (70, "PR"), (110, "PR")], ("CR", "TP1")),
        ([(20, "PR"), (50, "PR"), (60, "CR"), (70, "PR"), (110, "CR"), (150, "CR")], ("PR", "TP1")),
        ([(30, "CR"), (40, "PR")], ("PD", "TP2")),
        ([(60, "PR"), (80, "NON-CR/NON-PD"), (120, "PR")], ("SD", "TP1")),
        ([(60, "SD"), (90, "PR"), (130, "PR"), (170, "PD"), (200, "CR")], ("PR", "TP2")),
        ([(5, "CR"), (10, "SD"), (20, "PD")], ("PD", "TP2")),
        ([(5, "CR"), (8, "NE"), (20, "PR")], ("PD", "TP3")),
        ([(5, "PR"), (10, "SD"), (20, "NE")], ("NE", "TP1")),
        ([(60, "CR"), (100, "NON-CR/NON-PD"), (140, "NON-CR/NON-PD")], ("NON-CR/NON-PD", "TP1")),
        ([(60, "NED"), (100, "NED"), (140, "PD")], ("NED", "TP1")),
        ([(10, "NED"), (20, "PD")], ("PD", "TP2")),
        ([(10, "NON-CR/NON-PD")], ("NE", "TP1")),
        ([(60, "NON-CR/NON-PD")], ("NON-CR/NON-PD", "TP1")),
    ],
)
def test_longer_and_other_cases_follow_the_rules(visits, expected, options):
    assert found(options, *visits) == expected


def test_what_comes_after_disease_that_followed_a_complete_response_is_said_not_to_count(options):
    visits = course((10, "NE"), (50, "CR"), (60, "PR"), (100, "PR"))
    assert best_response(visits, options, confirmed=True).reason == (
        "TP2 on day 50, read as CR, gives SD, the best where a response has to be confirmed, up to TP3, disease after "
        "a complete response."
    )


def test_a_case_without_timepoints_is_not_evaluable_or_has_no_best_response(options):
    assert found(options) == ("NE", "")
    assert found(changed(options, {"missing_as_ne": False})) == (None, "")


# --- laws ------------------------------------------------------------------------------------------------------------

RESPONSES = st.lists(st.tuples(st.sampled_from(ORDER), st.integers(5, 90)), min_size=1, max_size=7)


def dated(said):
    day, visits = 0, []
    for place, (response, gap) in enumerate(said, 1):
        day += gap
        visits.append(Visit(f"TP{place}", day, response))
    return visits


@given(said=RESPONSES)
def test_what_comes_after_the_first_progression_never_counts(said, options):
    visits = dated(said)
    progressed = next((k for k, one in enumerate(visits) if one.response == "PD"), len(visits))
    for confirmed in (True, False):
        best = best_response(visits, options, confirmed=confirmed)
        assert best == best_response(visits[: progressed + 1], options, confirmed=confirmed)


@given(said=RESPONSES)
def test_a_confirmed_response_is_never_better_than_an_unconfirmed_one(said, options):
    visits = dated(said)
    response = best_response(visits, options, confirmed=True).response
    assert ORDER.index(response) >= ORDER.index(best_response(visits, options, confirmed=False).response)


@given(said=RESPONSES, day=st.integers(1, 400))
def test_a_timepoint_that_is_not_evaluable_never_makes_a_response(said, day, options):
    visits = dated(said)
    with_one = sorted([*visits, Visit("TP9", day, "NE")], key=lambda one: one.day)
    for confirmed in (True, False):
        better = best_response(with_one, options, confirmed=confirmed).response
        if better in {"CR", "PR"}:
            assert best_response(visits, options, confirmed=confirmed).response == better


# --- from reads ------------------------------------------------------------------------------------------------------


def test_the_timepoint_that_progression_dates_from_is_the_progression(protocol, tmp_path):
    said = {"TP0": "T01=40", "TP1": "T01=38", "TP2": "T01=20; L01=equivocal", "TP3": "T01=20; L01=unequivocal"}
    result = one(tmp_path, said, {"TP1": M3, "TP2": M6, "TP3": M9}, protocol=protocol)
    assert (result.unconfirmed.response, result.unconfirmed.timepoint) == ("SD", "TP1")
    plain = one(tmp_path, {**said, "TP3": "T01=20; L01=resolved"}, {"TP1": M3, "TP2": M6, "TP3": M9}, protocol=protocol)
    assert (plain.unconfirmed.response, plain.confirmed.response) == ("PR", "PR")
