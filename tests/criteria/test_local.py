"""Local progression of a target: growth, tissue, contiguous tumour, what is equivocal, what cannot be judged."""

from dataclasses import replace
from decimal import Decimal

import pytest
from criteria.reads import assessment, read_of, rows, sheet, values
from hypothesis import given, settings
from hypothesis import strategies as st

from seedcryo_reader.criteria.evaluate import evaluate
from seedcryo_reader.criteria.history import history
from seedcryo_reader.domain.measurement import Extent

CLEAR = "none/-/none"


def judged(protocol, *timepoints: tuple[str, str], targets: str = "T01", lesion: str = "T01"):
    """Status at the last timepoint of a course of lengths and answers."""
    read = read_of(targets, *(sheet(lengths, answers) for lengths, answers in timepoints))
    last = read.timepoints[-1].name
    return next(one for one in evaluate(read, protocol, last) if one.about == lesion)


def grown(protocol, *lengths: str, answers: str = CLEAR):
    """Status of one target that measured this, with the same answers at every follow-up."""
    return judged(protocol, *((f"T01={mm}", "" if k == 0 else f"T01:{answers}") for k, mm in enumerate(lengths)))


def test_growth_over_the_nadir_is_progression_and_the_reason_gives_the_numbers(protocol):
    found = grown(protocol, "40.0", "25.0", "23.4", "30.1")
    assert (found.about, found.value) == ("T01", "LP")
    assert found.text == "Local progression: 30.1 mm is +6.7 mm and +28.6 % over the nadir 23.4 mm at TP2; rule 4.2"
    size = found.trace[0]
    assert (size.rule, size.paragraph, size.holds) == ("progression-by-size", "4.2", True)
    assert size.comparison == "30.1 >= 1.20 * 23.4 and 30.1 - 23.4 >= 5"
    assert dict(size.numbers)["change_mm"] == "6.7"


@pytest.mark.parametrize(
    ("nadir", "now", "value"),
    [
        ("25", "30", "LP"),
        ("25", "29.9", "no LP"),
        ("20", "24.9", "no LP"),
        ("30", "35", "no LP"),
        ("27.0", "32.4", "LP"),
        ("11.4", "16.4", "LP"),
        ("0", "5", "LP"),
        ("0", "TSTM", "LP"),
        ("0", "4.9", "no LP"),
        ("TSTM", "10", "LP"),
    ],
)
def test_both_thresholds_have_to_be_reached(nadir, now, value, protocol):
    assert grown(protocol, "30", nadir, now).value == value


def test_a_treated_zone_larger_than_the_tumour_was_is_no_progression(protocol):
    found = grown(protocol, "30.0", "45.0")
    assert found.value == "no LP"
    assert found.text == (
        "No local progression: growth up to the reference timepoint TP1 is not judged; tissue in or next to T01 "
        "none; new tumour that touches T01 none; rule 4.1"
    )
    assert grown(protocol, "30.0", "45.0", "46.0").value == "no LP"


def test_the_nadir_may_begin_at_the_baseline_and_growth_count_at_once(protocol_with):
    early = protocol_with(
        {"local_progression.size.nadir_from": "baseline", "local_progression.size.before_reference": True}
    )
    found = grown(early, "30.0", "45.0")
    assert (found.value, "over the nadir 30.0 mm at TP0" in found.text) == ("LP", True)
    assert grown(early, "30.0", "35.0", "36.0").value == "LP"
    only_later = protocol_with({"local_progression.size.nadir_from": "baseline"})
    assert grown(only_later, "30.0", "45.0").value == "no LP"
    assert grown(only_later, "30.0", "45.0", "45.0").value == "LP"


def test_another_reference_timepoint_may_be_named(protocol_with):
    later = protocol_with({"reference.timepoint": 2, "reference.grace_until": 2})
    assert grown(later, "30", "20", "40").value == "no LP"
    assert grown(later, "30", "20", "40", "46").value == "no LP"
    assert grown(later, "30", "20", "40", "48").value == "LP"


def test_thresholds_that_do_not_include_themselves_are_passed_by_more_only(protocol_with):
    strict = protocol_with({"local_progression.size.inclusive": False})
    assert grown(strict, "30", "25", "30").value == "no LP"
    assert grown(strict, "30", "25", "30.1").value == "LP"


@pytest.mark.parametrize("missed", ["T01=NE", ""])
def test_without_a_length_at_the_reference_timepoint_growth_is_over_the_baseline(missed, protocol):
    course = [("T01=23.4", ""), (missed, f"T01:{CLEAR}"), ("T01=60.0", f"T01:{CLEAR}")]
    found = judged(protocol, *course)
    assert (found.value, found.text) == (
        "LP",
        "Local progression: 60.0 mm is +36.6 mm and +156.4 % over the nadir 23.4 mm at TP0, which counts because there "
        "is no length at the reference timepoint TP1; rule 4.2",
    )
    assert judged(protocol, *course, ("T01=61.0", f"T01:{CLEAR}")).value == "LP"


def test_a_reference_timepoint_that_was_missed_or_not_evaluable_as_a_whole_is_no_gap_in_what_is_seen(protocol):
    now = sheet("T01=60", f"T01:{CLEAR}")
    lost = read_of("T01", sheet("T01=23"), sheet("T01=20", not_evaluable="artefact"), now)
    missed = replace(lost, timepoints=(lost.timepoints[0], lost.timepoints[2]))
    for read in (lost, missed):
        found = evaluate(read, protocol, "TP2")[0]
        assert (found.value, "over the nadir 23 mm at TP0" in found.text) == ("LP", True)


def test_slow_growth_after_a_missing_reference_timepoint_is_seen(protocol):
    assert grown(protocol, "23.4", "NE", "28.3").value == "no LP"
    found = grown(protocol, "23.4", "NE", "28.3", "33.0")
    assert (found.value, "+9.6 mm" in found.text) == ("LP", True)
    smaller = grown(protocol, "23.4", "NE", "20.0", "25.0")
    assert smaller.text.endswith("over the nadir 20.0 mm at TP2; rule 4.2")


@settings(deadline=None, max_examples=60)
@given(lengths=st.lists(st.sampled_from(["NE", "0", "TSTM", "10", "20", "25", "31.5"]), min_size=4, max_size=6))
def test_after_the_reference_timepoint_the_nadir_never_rises(protocol, lengths):
    read = read_of("T01", *(sheet(f"T01={mm}") for mm in lengths))
    nadirs = [history(read, protocol, f"TP{k}")[0].nadir for k in range(2, len(lengths))]
    known = [point.mm for point in nadirs if point is not None]
    assert known == sorted(known, reverse=True)


def test_a_later_reference_timepoint_that_is_missing_leaves_all_lengths_before_it(protocol_with):
    later = protocol_with({"reference.timepoint": 2, "reference.grace_until": 2})
    assert "over the nadir 20 mm at TP1" in grown(later, "30", "20", "NE", "30").text


def test_growth_judged_up_to_the_reference_timepoint_misses_no_reference(protocol_with):
    early = protocol_with({"local_progression.size.before_reference": True})
    assert grown(early, "20", "30").text.endswith("over the nadir 20 mm at TP0; rule 4.2")


def test_growth_over_a_missing_reference_may_be_not_evaluable(protocol_with):
    strict = protocol_with({"reference.if_missing": "not evaluable"})
    found = grown(strict, "30", "NE", "45")
    assert (found.value, found.text) == ("NE", "Not evaluable: there is no earlier length to compare with; rule 4.1")
    assert grown(strict, "30", "NE", "45", "50").value == "no LP"


def test_without_an_earlier_length_growth_cannot_be_judged(protocol):
    found = grown(protocol, "NE", "NE", "45")
    assert (found.value, found.text) == (
        "NE",
        "Not evaluable: there is no earlier length to compare with; rule 4.1",
    )


def test_a_node_is_judged_by_its_short_axis(protocol):
    course = [("T01n=20", ""), ("T01n=15", f"T01:{CLEAR}"), ("T01n=19.9", f"T01:{CLEAR}")]
    assert judged(protocol, *course, targets="T01n").value == "no LP"
    assert judged(protocol, *course[:2], ("T01n=20", f"T01:{CLEAR}"), targets="T01n").value == "LP"


def test_pieces_are_added(protocol):
    course = [("T01=40", ""), ("T01=20", f"T01:{CLEAR}"), ("T01=15+12", f"T01:{CLEAR}")]
    found = judged(protocol, *course)
    assert (found.value, "27 mm is +7 mm" in found.text) == ("LP", True)
    lost = judged(protocol, *course[:2], ("T01=15+NE", f"T01:{CLEAR}"))
    assert lost.value == "NE"


# --- tissue and contiguous tumour ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "at_reference", "later"),
    [
        ("none/-/none", "no LP", "no LP"),
        ("present/same/none", "residual", "residual"),
        ("present/smaller/none", "residual", "residual"),
        ("present/larger/none", "residual", "LP"),
        ("present/new/none", "residual", "LP"),
        ("present/-/none", "residual", "NE"),
        ("present/not assessable/none", "residual", "NE"),
        ("present/not assessable/present", "LP", "LP"),
        ("uncertain/not assessable/none", "equivocal", "NE"),
        ("none/not assessable/none", "no LP", "no LP"),
        ("uncertain/same/none", "equivocal", "equivocal"),
        ("uncertain/new/none", "equivocal", "equivocal"),
        ("not assessable/-/none", "NE", "NE"),
        ("none/-/present", "LP", "LP"),
        ("none/-/uncertain", "equivocal", "equivocal"),
        ("present/same/uncertain", "equivocal", "equivocal"),
        ("none/-/not assessable", "NE", "NE"),
        ("none/-/-", "NE", "NE"),
        ("-/-/none", "NE", "NE"),
        ("not assessable/-/present", "LP", "LP"),
        ("uncertain/new/not assessable", "NE", "NE"),
        ("none/larger/none", "no LP", "no LP"),
    ],
)
def test_answers_make_a_status(answers, at_reference, later, protocol):
    assert grown(protocol, "30", "30", answers=answers).value == at_reference
    course = [("T01=30", ""), ("T01=30", f"T01:{CLEAR}"), ("T01=30", f"T01:{answers}")]
    assert judged(protocol, *course).value == later


def test_the_reason_of_tissue_names_the_reference_timepoint(protocol):
    course = [("T01=30", ""), ("T01=30", f"T01:{CLEAR}"), ("T01=30", "T01:present/larger/none")]
    assert judged(protocol, *course).text == (
        "Local progression: tissue in or next to T01 present, larger compared with the reference timepoint TP1; "
        "rule 4.3"
    )


def test_tissue_that_cannot_be_compared_is_not_evaluable_unless_another_rule_says_progression(protocol):
    course = [("T01=30", ""), ("", ""), ("T01=30", "T01:present/not assessable/none")]
    found = judged(protocol, *course)
    assert (found.value, found.text) == (
        "NE",
        "Not evaluable: tissue in or next to T01 present, its change since the reference timepoint TP1 not "
        "assessable; rule 4.1",
    )
    assert judged(protocol, *course[:2], ("T01=40", "T01:present/not assessable/none")).value == "LP"


def test_a_change_that_cannot_be_compared_does_not_interrupt_a_finding(protocol):
    assert followed(protocol, UNSURE, "T01:present/not assessable/none", SURE).dates_from == "TP2"


def test_what_is_not_evaluable_is_progression_all_the_same_if_a_rule_says_so(protocol):
    course = [("T01=30", ""), ("T01=30", f"T01:{CLEAR}")]
    assert judged(protocol, *course, ("T01=NE", "T01:none/-/present")).value == "LP"
    assert judged(protocol, *course, ("T01=NE", f"T01:{CLEAR}")).value == "NE"
    assert judged(protocol, *course, ("T01=40", "T01:not assessable/-/not assessable")).value == "LP"


def test_contiguous_tumour_may_be_left_out_before_the_reference(protocol_with):
    later = protocol_with({"local_progression.contiguous.before_reference": False})
    assert grown(later, "30", "30", answers="none/-/present").value == "residual"
    assert grown(later, "30", "30", answers="none/-/uncertain").value == "equivocal"
    assert grown(later, "30", "30", answers="none/-/none").value == "no LP"
    assert grown(later, "30", "30", "30", answers="none/-/present").value == "LP"


def test_rules_that_the_protocol_does_not_use_say_nothing(protocol_with):
    def only(rule: str):
        gone = {name: None for name in ("size", "tissue", "contiguous") if name != rule}
        return protocol_with(
            {"local_progression.rules": (rule,)} | {f"local_progression.{name}": value for name, value in gone.items()}
        )

    assert grown(only("size"), "30", "20", "30", answers="present/new/present").value == "LP"
    assert grown(only("size"), "30", "20", "20", answers="present/new/present").value == "no LP"
    assert grown(only("tissue"), "30", "20", "30", answers="present/same/present").value == "residual"
    assert grown(only("contiguous"), "30", "20", "NE", answers="present/new/none").value == "no LP"


def test_growth_of_the_viable_part_counts_where_the_protocol_says_so(protocol_with):
    viable = protocol_with(
        {
            "measuring.viable": ("non-nodal",),
            "local_progression.size.extent": "viable",
            "local_progression.rules": ("size",),
        }
    )

    def course(*lengths: tuple[str, str]):
        sheets = []
        for whole, part in lengths:
            one = sheet(f"T01={whole}")
            said = {**one.assessments, ("T01", Extent.VIABLE): assessment(part)} if part else one.assessments
            sheets.append(sheet(assessments=said))
        read = read_of("T01", *sheets)
        last = read.timepoints[-1].name
        return values(evaluate(read, viable, last))["T01"]

    assert course(("40", "40"), ("40", "10"), ("40", "16")) == "LP"
    assert course(("40", "40"), ("40", "10"), ("60", "12")) == "no LP"
    assert course(("40", "40"), ("40", "0"), ("40", "TSTM")) == "LP"
    assert course(("40", "40"), ("0", ""), ("10", "6")) == "LP"
    assert course(("40", "40"), ("40", "10"), ("40", "")) == "NE"


# --- dating back -----------------------------------------------------------------------------------------------------

UNSURE, SURE = "T01:uncertain/new/none", "T01:present/larger/none"


def followed(protocol, *answers: str):
    """Status after a reference timepoint without findings."""
    return judged(protocol, ("T01=30", ""), ("T01=30", f"T01:{CLEAR}"), *(("T01=30", one) for one in answers))


def test_an_equivocal_finding_that_is_confirmed_dates_back(protocol):
    found = followed(protocol, UNSURE, SURE)
    assert (found.value, found.dates_from) == ("LP", "TP2")
    assert found.text.endswith("; first seen at TP2, so it dates from there; rule 4.3")
    assert followed(protocol, UNSURE, UNSURE, SURE).dates_from == "TP2"
    assert followed(protocol, UNSURE, "T01:not assessable/-/none", SURE).dates_from == "TP2"
    assert followed(protocol, "T01:none/-/uncertain", "T01:present/new/present").dates_from == "TP2"
    assert followed(protocol, SURE, SURE).dates_from == "TP2"


def test_a_finding_that_was_gone_in_between_does_not_date_back(protocol):
    assert followed(protocol, UNSURE, f"T01:{CLEAR}", SURE).dates_from is None
    assert followed(protocol, UNSURE, f"T01:{CLEAR}", UNSURE, SURE).dates_from == "TP4"
    assert followed(protocol, "T01:uncertain/same/none", SURE).dates_from is None


def test_uncertain_tissue_at_the_reference_timepoint_is_no_early_progression(protocol):
    course = [("T01=30", ""), ("T01=30", "T01:uncertain/-/none"), ("T01=30", SURE)]
    assert judged(protocol, *course).dates_from is None


def test_contiguous_tumour_dates_back_to_the_first_follow_up(protocol):
    course = [("T01=30", ""), ("T01=30", "T01:none/-/uncertain"), ("T01=30", "T01:none/-/present")]
    assert judged(protocol, *course).dates_from == "TP1"


def test_growth_dates_from_its_own_timepoint(protocol):
    course = [("T01=30", ""), ("T01=20", f"T01:{CLEAR}"), ("T01=20", UNSURE), ("T01=30", UNSURE)]
    found = judged(protocol, *course)
    assert (found.value, found.dates_from) == ("LP", None)


def test_a_finding_dates_from_its_confirmation_where_the_protocol_says_so(protocol_with):
    late = protocol_with({"local_progression.equivocal": "dates from confirmation"})
    found = followed(late, UNSURE, SURE)
    assert (found.value, found.dates_from) == ("LP", None)


# --- merged targets --------------------------------------------------------------------------------------------------

BOTH = f"T01:{CLEAR};T02:{CLEAR}"


def merged(protocol, now: str, answers: str = f"T01:{CLEAR}") -> tuple[str, str]:
    course = [("T01=25;T02=20", ""), ("T01=20;T02=18", BOTH), (f"T01={now};T02=into T01", answers)]
    return tuple(judged(protocol, *course, targets="T01 T02", lesion=one).value for one in ("T01", "T02"))


def test_merged_targets_have_one_status_from_their_one_diameter(protocol):
    assert merged(protocol, "30") == ("no LP", "no LP")
    assert merged(protocol, "45.5") == ("no LP", "no LP")
    assert merged(protocol, "45.6") == ("LP", "LP")
    assert merged(protocol, "NE") == ("NE", "NE")


def test_each_merged_target_may_be_compared_with_its_own_nadir(protocol_with):
    each = protocol_with({"local_progression.size.merged_against": "each"})
    assert merged(each, "22") == ("no LP", "no LP")
    assert merged(each, "23") == ("LP", "LP")


def test_the_answers_about_a_merged_target_are_those_of_the_one_that_carries_it(protocol):
    assert merged(protocol, "30", "T01:present/new/none") == ("LP", "LP")


def test_what_was_said_of_a_target_that_merged_counts_too(protocol):
    """Whatever is the strongest of both, for both of them."""
    assert merged(protocol, "30", f"T01:{CLEAR};T02:present/new/none") == ("LP", "LP")
    assert merged(protocol, "30", f"T01:{CLEAR};T02:-/-/present") == ("LP", "LP")
    assert merged(protocol, "30", f"T01:{CLEAR};T02:-/-/uncertain") == ("equivocal", "equivocal")
    assert merged(protocol, "30", f"T01:{CLEAR};T02:{CLEAR}") == ("no LP", "no LP")
    assert merged(protocol, "30", f"T01:present/new/none;T02:{CLEAR}") == ("LP", "LP")
    course = [("T01=25;T02=20", ""), ("T01=20;T02=18", BOTH), ("T01=30;T02=into T01", f"T01:{CLEAR};T02:-/-/present")]
    found = judged(protocol, *course, targets="T01 T02")
    assert found.text == "Local progression: new tumour that touches T02 present; rule 4.4"


def test_the_change_of_tissue_in_a_merged_target_is_that_of_the_one_that_is_asked(protocol):
    before = "T02:present/-/-"
    assert merged(protocol, "30", f"T01:{CLEAR};{before}") == ("NE", "NE")
    assert merged(protocol, "30", f"T01:none/same/none;{before}") == ("residual", "residual")
    assert merged(protocol, "30", f"T01:none/larger/none;{before}") == ("LP", "LP")


def test_a_finding_while_merged_dates_back_also_for_the_one_that_was_not_asked(protocol):
    """It can be told apart again at the last timepoint."""
    course = [
        ("T01=25;T02=20", ""),
        ("T01=20;T02=18", BOTH),
        ("T01=30;T02=into T01", "T01:none/-/uncertain"),
        ("T01=20;T02=18", f"T01:{CLEAR};T02:none/-/present"),
    ]
    found = judged(protocol, *course, targets="T01 T02", lesion="T02")
    assert (found.value, found.dates_from) == ("LP", "TP2")


def test_a_merged_target_keeps_being_compared_after_the_merger(protocol):
    course = [
        ("T01=25;T02=20", ""),
        ("T01=20;T02=18", BOTH),
        ("T01=24;T02=into T01", f"T01:{CLEAR}"),
        ("T01=30;T02=into T01", f"T01:{CLEAR}"),
    ]
    found = judged(protocol, *course, targets="T01 T02", lesion="T02")
    assert found.text == ("Local progression: 30.0 mm is +6.0 mm and +25.0 % over the nadir 24.0 mm at TP2; rule 4.2")


# --- the worked cases ------------------------------------------------------------------------------------------------

FIVE = "T01=20;T02=50;T03=50;T04=50;T05=50"
ALL_CLEAR = ";".join(f"T0{k}:{CLEAR}" for k in range(1, 6))
WORKED = {
    "L01": [("T01=30", ""), ("T01=20", f"T01:{CLEAR}"), ("T01=30", f"T01:{CLEAR}")],
    "L02": [(FIVE, ""), (FIVE, ALL_CLEAR), (FIVE.replace("T01=20", "T01=26"), ALL_CLEAR)],
    "L08": [
        ("T01=30", ""),
        ("T01=20", f"T01:{CLEAR}"),
        ("T01=20", "T01:uncertain/new/none"),
        ("T01=20", "T01:present/larger/none"),
    ],
    "L09": [("T01=30", ""), ("T01=45", f"T01:{CLEAR}")],
    "L10": [("T01=30", ""), ("T01=28", "T01:present/-/none")],
    "L12": [("T01=20;T02=18", ""), ("T01=20;T02=18", BOTH), ("T01=50;T02=into T01", f"T01:{CLEAR}")],
}
STATUS = {
    "lesion LP": "LP",
    "LP": "LP",
    "no LP": "no LP",
    "RESIDUAL": "residual",
    "score the coalesced lesion once for each parent": "LP",
}


@pytest.mark.parametrize("row", [one for one in rows("local_endpoint_cases") if one["case_id"] in WORKED])
def test_a_worked_case_has_the_status_of_the_table(row, protocol):
    course = WORKED[row["case_id"]]
    names = " ".join(entry.split("=")[0] for entry in course[0][0].split(";"))
    read = read_of(names, *(sheet(lengths, answers) for lengths, answers in course))
    found = values(evaluate(read, protocol, read.timepoints[-1].name))
    word = next(status for words, status in STATUS.items() if row["lesion_status"].startswith(words))
    concerned = names.split() if row["case_id"] == "L12" else ["T01"]
    assert {found[one] for one in concerned} == {word}
    assert {found[one] for one in names.split() if one not in concerned} <= {"no LP"}


def test_one_lesion_may_progress_while_the_sum_does_not(protocol, protocol_with):
    read = read_of("T01 T02 T03 T04 T05", *(sheet(lengths, answers) for lengths, answers in WORKED["L02"]))
    found = values(evaluate(read, protocol, "TP2"))
    assert (found["T01"], found["target"]) == ("LP", "SD")
    counting = protocol_with({"overall.lp_counts_as_pd": True, "overall.new_lesions_not_assessable": "none"})
    assert values(evaluate(read, counting, "TP2"))["overall"] == "PD"
    not_counting = protocol_with({"overall.new_lesions_not_assessable": "none"})
    assert values(evaluate(read, not_counting, "TP2"))["overall"] == "SD"
    dated = read_of("T01", *(sheet(lengths, answers) for lengths, answers in WORKED["L08"]))
    assert evaluate(dated, counting, "TP3")[-1].dates_from == "TP2"


def test_a_size_rule_percentage_comes_from_the_protocol(protocol_with):
    half = protocol_with({"local_progression.size.percent": Decimal(50), "local_progression.size.floor_mm": Decimal(1)})
    assert [grown(half, "30", "20", now).value for now in ("29.9", "30")] == ["no LP", "LP"]


def test_a_longer_grace_period_is_named_in_the_reason(protocol_with):
    longer = protocol_with({"reference.grace_until": 2})
    found = grown(longer, "30", "20", "40")
    assert found.value == "no LP"
    assert found.trace[0].text == "growth up to the end of the grace period TP2 is not judged"
    assert grown(longer, "30", "20", "40", "40").value == "LP"


def test_a_viable_part_alone_has_a_length_where_the_whole_was_not_assessed(protocol_with):
    viable = protocol_with({"measuring.viable": ("non-nodal",), "local_progression.size.extent": "viable"})
    only = {("T01", Extent.VIABLE): assessment("30")}
    read = read_of("T01", sheet(assessments=only))
    rows_now = {one.extent: one for one in history(read, viable, "TP0")}
    assert rows_now[Extent.WHOLE].current is None
    assert rows_now[Extent.VIABLE].current.mm == Decimal(30)
