"""The report as lines of text."""

from coordination.agreement.made import OPTIONS, SIZE, compared, measured, pair

from seedcryo_reader.coordination.agreement.pairs import AgreementInput, Compared
from seedcryo_reader.coordination.agreement.report import agreement_report
from seedcryo_reader.coordination.agreement.texts import lines


def told(cases=(), repeats=()):
    return list(lines(agreement_report(AgreementInput(tuple(cases), tuple(repeats)), OPTIONS)))


def line(text, found):
    return next(one for one in found if one.strip().startswith(text))


def of(pairs):
    return [Compared(one.readers, "2026-01-05", one) for one in pairs]


def test_it_begins_with_how_many_and_from_which_seed():
    assert told()[:2] == [
        "Cases read by two readers: 0. Hidden repeats: 0.",
        "Intervals of 95 %; bootstraps of 400 samples from seed 20260301.",
    ]


def test_one_pair_of_readers_is_told_once():
    found = told(of([pair({}, {})]))
    assert [one for one in found[2:] if one.startswith(("Between", "Hidden"))] == [
        "Between readers: anna and ben (pairs of reads: 1)",
        "Hidden repeats: all (pairs of reads: 0)",
    ]


def test_several_pairs_are_told_together_first():
    found = told([compared(1), compared(2, readers=("anna", "cleo"))])
    assert [one.split(" (")[0] for one in found if one.startswith("Between")] == [
        "Between readers: all",
        "Between readers: anna and ben",
        "Between readers: anna and cleo",
    ]


def test_too_few_is_said_in_place_of_a_figure():
    assert line("kappa, local progression", told(of([pair({}, {})]))).endswith(" too few: 1 case, 5 are needed (n = 1)")


def test_limits_stand_with_zou_s_and_their_intervals():
    found = told(of(measured(*[[(f"{20 + k}", f"{19 + k % 3 + k}")] for k in range(12)])))
    bias = line("lengths, bias (mm)", found)
    assert " 0.00 (Zou: 0.00, -0.48 to 0.48), n = 12" in bias
    assert " to " in line("ICC(2,1)", found)


def test_without_an_interval_the_reason_stands_there():
    found = told(of(measured(*[[(f"{20 + k}", f"{19 + k % 3 + k}")] for k in range(6)])))
    for label in ("lengths, bias (mm)", "ICC(2,1)"):
        assert "(too few for an interval: 6 cases, 10 are needed), n = 6" in line(label, found)


def test_an_interval_without_width_is_no_certainty():
    progressed = {"statuses": {"T01": ("no LP", "LP")}}
    found = told(of([pair(*([progressed] * 2 if k % 2 else [{}, {}]), case=k) for k in range(12)]))
    text = "1.00 (1.00 to 1.00; the interval has no width: nearly all samples come to the same), n = 12"
    assert line("kappa, local progression", found).endswith(text)


def test_rates_acceptance_signals_and_causes_are_told():
    quiet = [compared(k, "2026-01-05") for k in range(1, 31)]
    loud = [compared(k, "2026-02-05", causes=SIZE, accepted=["ben"]) for k in range(31, 41)]
    found = told([*quiet, *loud])
    assert line("all, 10 of 40 cases", found).endswith("0.25 (0.14 to 0.40), n = 40")
    assert line("accepted: ben, 10 of 10", found).endswith("1.00 (0.72 to 1.00), n = 10")
    assert "  signal: adjudication rate, all, 2026-02, 10 of 10: beyond the limits" in found
    assert found[-2:] == ["Why reads differ (cases)", "  target measurement: 10"]
    assert "  not decided yet: 0" in found
