"""The whole report."""

import json
from dataclasses import replace
from decimal import Decimal

from coordination.agreement.made import OPTIONS, SIZE, compared, facts
from hypothesis import given, settings
from hypothesis import strategies as st

from seedcryo_reader.coordination.agreement.figures import Options
from seedcryo_reader.coordination.agreement.pairs import AgreementInput, Compared, Pair, repeat_of
from seedcryo_reader.coordination.agreement.report import BETWEEN, WITHIN, agreement_report
from seedcryo_reader.coordination.agreement.texts import lines
from seedcryo_reader.domain import canonical

READERS = (("anna", "ben"), ("anna", "cleo"))


def study(count=24, repeats=11):
    """Cases in turn by two pairs; cleo measures 1 mm less than anna, and anna 0.5 mm more the second time."""
    return AgreementInput(
        tuple(_case(k) for k in range(1, count + 1)), tuple(_repeat(k) for k in range(1, repeats + 1))
    )


def _case(k):
    one, other = READERS[k % 2]
    said, otherwise = (("no LP", "LP") if k % by else ("no LP", "residual") for by in (3, 4))
    first = facts(one, k, lengths=[20 + k, 18 + k], statuses={"T01": said})
    second = facts(other, k, lengths=[20 + k - k % 2, 18 + k - k % 2], statuses={"T01": otherwise})
    causes = None if said == otherwise else SIZE
    case = compared(k, f"2026-0{1 + k % 5}-11", readers=(one, other), causes=causes)
    return replace(case, pair=Pair(f"C-{k:04}", first, second))


def _repeat(k):
    again = facts("anna", 100 + k, lengths=[Decimal(k) + 20, Decimal(k) + Decimal("18.5")])
    return repeat_of(facts("anna", k, lengths=[Decimal(k) + Decimal("19.5"), Decimal(k) + 18]), again)


def test_there_is_one_of_all_and_one_of_each_pair_and_of_each_reader_with_repeats():
    found = agreement_report(study(), OPTIONS)
    assert [(one.kind, one.readers, one.pairs) for one in (*found.between, *found.within)] == [
        (BETWEEN, (), 24),
        (BETWEEN, ("anna", "ben"), 12),
        (BETWEEN, ("anna", "cleo"), 12),
        (WITHIN, (), 11),
        (WITHIN, ("anna",), 11),
    ]
    assert (found.cases, found.repeats) == (24, 11)


def test_differences_are_the_first_by_name_less_the_second():
    found = agreement_report(study(), OPTIONS)
    cleo = next(one for one in found.between if one.readers == ("anna", "cleo"))
    assert str(cleo.mm.bias.value) == "1.0000"
    assert {one.lengths[0] - one.lengths[1] for one in cleo.measured} == {1}
    assert str(found.within[0].mm.bias.value) == "-0.5000"
    assert found.within[0].repeatability.coefficient_mm.value == Decimal("0.9800")


def test_hidden_repeats_are_in_nothing_but_what_is_said_of_one_reader():
    with_repeats, without = (agreement_report(study(repeats=k), OPTIONS) for k in (11, 0))
    assert (with_repeats.between, with_repeats.monitoring) == (without.between, without.monitoring)
    assert [one.pairs for one in without.within] == [0]
    assert {one["missing"] for one in without.within[0].repeatability.plain().values()} == {
        "too few: 0 cases, 5 are needed"
    }


def test_lengths_are_told_in_the_order_of_targets_and_timepoints():
    both = [facts(reader, lengths=[1] * 12, responses=("SD",) * 11) for reader in ("anna", "ben")]
    case = Compared(("anna", "ben"), "2026-01-01", Pair("C-0001", *both))
    found = agreement_report(AgreementInput((case,), ()), OPTIONS)
    assert [one.timepoint for one in found.between[0].measured] == [f"TP{k}" for k in range(12)]


def test_every_figure_has_its_number_method_and_of_a_bootstrap_the_seed():
    told = agreement_report(study(), OPTIONS).plain()
    figures = [one for one in walked(told) if "missing" in one and "method" in one and "interval" in one]
    assert len(figures) > 100
    for one in figures:
        assert isinstance(one["n"], int)
        assert one["method"]
        assert (one["value"] is None) <= bool(one["missing"])
        assert (one["lower"] is None) == (one["interval"] is None) == (one["confidence"] is None)
        if one["interval"] and "bootstrap" in one["interval"]:
            assert (one["seed"], one["samples"]) == (OPTIONS.seed, OPTIONS.samples)


def walked(value):
    """Every object within a JSON value."""
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from walked(inner)


def test_it_is_json_of_strings_and_whole_numbers_with_a_stable_format():
    told = agreement_report(study(), OPTIONS).plain()
    assert canonical.decode(canonical.encode(told)) == json.loads(json.dumps(told))
    assert (told["format"], told["seed"], told["samples"], told["confidence"]) == (1, 20260301, 400, 95)
    assert list(told)[5:] == ["cases", "repeats", "between_readers", "within_readers", "monitoring"]


def test_nothing_tells_a_treatment():
    told = agreement_report(study(), OPTIONS)
    text = json.dumps(told.plain()) + "\n".join(lines(told))
    assert not [word for word in ("arm", "seeds", "cryo", "treatment", "randomi") if word in text.lower()]


def test_the_same_seed_gives_the_same_report_and_another_one_other_intervals_alone():
    first, again, other = (agreement_report(study(), Options(seed, 300)) for seed in (1, 1, 2))
    assert first == again
    assert first != other
    values, others = ([one.get("value") for one in walked(report.plain())] for report in (first, other))
    assert values == others


@settings(max_examples=10, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_cases_does_not_matter(turned):
    given_cases = study(12, 6)
    cases, repeats = list(given_cases.compared), list(given_cases.repeats)
    turned.shuffle(cases)
    turned.shuffle(repeats)
    few = Options(1, 100)
    assert agreement_report(AgreementInput(tuple(cases), tuple(repeats)), few) == agreement_report(given_cases, few)


def test_of_a_study_that_has_just_begun_everything_says_how_few_there_are():
    for given_cases in (AgreementInput((), ()), AgreementInput((compared(1, causes=SIZE),), ())):
        report = agreement_report(given_cases, OPTIONS)
        kappas = [one.kappa for group in (*report.between, *report.within) for one in group.ratings]
        assert all(one.value is None and one.missing.startswith("too few: ") for one in kappas)
        assert any("too few" in one for one in lines(report))
