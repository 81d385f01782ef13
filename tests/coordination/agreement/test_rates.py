"""How often an adjudicator had to decide, and for whom."""

from dataclasses import replace

from coordination.agreement.made import SIZE, compared
from hypothesis import given, settings
from hypothesis import strategies as st

from seedcryo_reader.coordination.agreement.pairs import Decided
from seedcryo_reader.coordination.agreement.rates import monitored
from seedcryo_reader.domain.discordance import Cause, Variable


def test_a_rate_counts_the_discordant_of_the_cases_that_were_compared():
    cases = [
        compared(1, causes=SIZE),
        compared(2),
        compared(3, readers=("anna", "cleo")),
        compared(4, readers=("ben", "cleo"), causes=SIZE),
        compared(5, readers=("ben", "cleo"), causes=SIZE),
    ]
    found = {one.whose: (one.count, one.share.n) for one in monitored(cases).adjudicated}
    assert found == {
        "all": (3, 5),
        "anna": (1, 3),
        "ben": (3, 4),
        "cleo": (2, 3),
        "anna, ben": (1, 2),
        "anna, cleo": (0, 1),
        "ben, cleo": (2, 2),
    }


def test_its_interval_is_wilson_s():
    cases = [compared(k, causes=SIZE if k <= 49 else None) for k in range(1, 53)]
    overall = monitored(cases).adjudicated[0].share
    assert tuple(map(str, (overall.value, overall.lower, overall.upper))) == ("0.9423", "0.8436", "0.9802")
    assert (overall.interval, overall.n, overall.cases) == ("Wilson", 52, 52)


def test_acceptance_counts_questions_that_were_decided():
    cases = [
        compared(1, causes=SIZE, accepted=["anna"]),
        compared(2, causes=SIZE, accepted=["ben", "anna", None]),
        compared(3, causes=SIZE),
        compared(4),
    ]
    found = monitored(cases)
    assert found.undecided == 1
    anna, ben = found.acceptance
    assert (anna.reader, anna.accepted, anna.other, anna.neither) == ("anna", 2, 1, 1)
    assert (ben.reader, ben.accepted, ben.other, ben.neither) == ("ben", 1, 2, 1)
    assert (str(anna.share.value), anna.share.n, anna.share.cases) == ("0.5000", 4, 2)
    assert (found.reasons, found.adjudicators) == ((("measurement", 2),), (("adam", 2),))


def test_every_decision_counts_one_that_was_superseded_too():
    first, second = (Decided("adam", ("anna", "ben"), (reader,), "measurement") for reader in ("anna", "ben"))
    third = Decided("eve", ("anna", "cleo"), ("cleo", None), "other")
    found = monitored([replace(compared(1), decisions=(first, second, third)), compared(2)])
    accepted = {one.reader: (one.accepted, one.other, one.neither, one.share.cases) for one in found.acceptance}
    assert accepted == {"anna": (1, 2, 1, 1), "ben": (1, 1, 0, 1), "cleo": (1, 0, 1, 1)}
    assert (found.undecided, found.reasons) == (0, (("measurement", 2), ("other", 1)))
    assert found.adjudicators == (("adam", 2), ("eve", 1))
    assert [(one.whose, one.count, one.share.n) for one in found.adjudicated] == [
        ("all", 0, 2),
        ("anna", 0, 2),
        ("ben", 0, 2),
        ("anna, ben", 0, 2),
    ]


def test_a_reader_of_no_disputed_case_has_nothing_to_count():
    found = monitored([compared(1)])
    assert [(one.reader, one.share.n, one.share.missing) for one in found.acceptance] == [
        ("anna", 0, "none to count"),
        ("ben", 0, "none to count"),
    ]


def test_a_cause_counts_once_in_a_case_and_every_cause_is_listed():
    both = (Cause.NEW_LESION, Cause.EVALUABILITY)
    found = monitored([compared(1, causes=both), compared(2, causes=(Cause.NEW_LESION,) * 2), compared(3)])
    counts = dict(found.causes)
    assert list(counts) == list(Cause)
    assert (counts[Cause.NEW_LESION], counts[Cause.EVALUABILITY], sum(counts.values())) == (2, 1, 3)
    assert dict(found.variables)[Variable.LOCAL_PROGRESSION] == 2


def test_months_follow_one_another_by_the_day_on_which_both_reads_were_in():
    days = ["2026-03-31", "2026-04-01", "2026-03-01", "2025-12-31"]
    found = monitored([compared(k, day, causes=SIZE if k == 2 else None) for k, day in enumerate(days)])
    chart = found.charts[0]
    assert (chart.whose, chart.by) == ("all", "month")
    assert [(one.label, one.count, one.of) for one in chart.points] == [
        ("2025-12", 0, 1),
        ("2026-03", 1, 2),
        ("2026-04", 0, 1),
    ]


def test_there_is_a_chart_of_everybody_and_each_pair_by_month_and_two_by_reader():
    found = monitored([compared(1), compared(2, readers=("anna", "cleo"))])
    assert [(one.about, one.whose, one.by) for one in found.charts] == [
        *(("adjudication rate", whose, "month") for whose in ("all", "anna", "ben", "cleo", "anna, ben", "anna, cleo")),
        ("adjudication rate", "all", "reader"),
        ("acceptance by the adjudicator", "all", "reader"),
    ]


def test_without_any_case_there_is_nothing_to_count():
    found = monitored([])
    assert [(one.whose, one.share.missing) for one in found.adjudicated] == [("all", "none to count")]
    assert found.plain()["acceptance"] == []


@settings(max_examples=40)
@given(
    cases=st.lists(
        st.tuples(st.sampled_from(["ab", "ac", "bc"]), st.booleans(), st.sampled_from([None, 0, 1])), max_size=12
    ),
    turned=st.randoms(use_true_random=False),
)
def test_the_order_of_cases_does_not_matter_and_each_case_counts_for_both_its_readers(cases, turned):
    made = [
        compared(
            number,
            f"2026-0{1 + number % 4}-02",
            readers=tuple(readers),
            causes=SIZE if discordant else None,
            accepted=None if side is None else [readers[side]],
        )
        for number, (readers, discordant, side) in enumerate(cases)
    ]
    found = monitored(made)
    turned.shuffle(made)
    assert monitored(made) == found
    rates = {one.whose: (one.count, one.share.n) for one in found.adjudicated}
    of_readers = [rates[one] for one in "abc" if one in rates]
    assert (sum(a for a, _ in of_readers), sum(n for _, n in of_readers)) == tuple(2 * one for one in rates["all"])
    decided = sum(one.accepted + one.other for one in found.acceptance)
    assert decided == 2 * sum(side is not None for _, _, side in cases)


def test_it_is_told_with_every_number():
    told = monitored([compared(1, causes=SIZE, accepted=["ben"]), compared(2)]).plain()
    assert told["adjudication_rate"][0]["count"] == 1
    assert told["acceptance"][1]["accepted"] == 1
    assert {"name": "target measurement", "count": 1} in told["causes"]
    assert {"name": "local progression", "count": 1} in told["variables"]
    assert told["decision_reasons"] == [{"name": "measurement", "count": 1}]
    assert told["adjudicators"] == [{"name": "adam", "count": 1}]
    assert told["undecided"] == 0
