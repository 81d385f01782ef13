"""PFS and local PFS: event or censored, the day, and the rule of the table that decided."""

import pytest
from coordination.endpoints.tables import M3, M6, M9, M12, M15, ended, one, truth, with_values

from seedcryo_reader.criteria.tables import table

BASE = "T01=40"
SD, PR, PD, NEW = "T01=38", "T01=20", "T01=60", "T01=38; L01=unequivocal"


def strict_and_policy(found):
    return ended(found["strict"]), ended(found["treatment policy"])


def months(*days):
    return {f"TP{place}": day for place, day in days}


# --- the rows of the truth table -------------------------------------------------------------------------------------

SITUATIONS = {
    "P01": (({"TP0": "T01=NE", "TP1": PD}, {"TP1": M3}, ()), ("CENSORED", 0), None),
    "P02": (({"TP0": BASE, "TP1": SD, "TP2": PR}, {"TP1": M3, "TP2": M6}, ()), ("CENSORED", M6), ("CENSORED", M6)),
    "P03": (({"TP0": BASE, "TP1": SD, "TP2": NEW}, {"TP1": M3, "TP2": M6}, ()), ("EVENT", M6), ("EVENT", M6)),
    "P04": (({"TP0": BASE}, {}, (("death", 50),)), ("EVENT", 50), ("EVENT", 50)),
    "P05": (({"TP0": BASE, "TP1": SD}, {"TP1": M3}, (("death", 150),)), ("EVENT", 150), ("EVENT", 150)),
    "P06": (
        ({"TP0": BASE, "TP1": SD, "TP4": NEW}, {"TP1": M3, "TP4": M12}, ()),
        ("CENSORED", M3),
        ("EVENT", M12),
    ),
    "P07": (({"TP0": BASE, "TP1": SD, "TP3": NEW}, {"TP1": M3, "TP3": M9}, ()), ("EVENT", M9), ("EVENT", M9)),
    "P08": (
        ({"TP0": BASE, "TP1": SD, "TP2": NEW}, {"TP1": M3, "TP2": M6}, (("new_therapy", 120),)),
        ("CENSORED", M3),
        ("EVENT", M6),
    ),
    "P09": (
        ({"TP0": BASE, "TP1": SD}, {"TP1": M3}, (("clinical_progression", 130),)),
        ("CENSORED", M3),
        ("CENSORED", M3),
    ),
    "P10": (({"TP0": BASE, "TP1": SD}, {"TP1": M3}, (("stopped", 130),)), ("CENSORED", M3), ("CENSORED", M3)),
    "P11": (
        ({"TP0": BASE, "TP1": SD, "TP2": "NE"}, {"TP1": M3, "TP2": M6}, ()),
        ("CENSORED", M3),
        ("CENSORED", M3),
    ),
    "P12": (
        (
            {"TP0": BASE, "TP1": "T01=38; L01=equivocal", "TP2": NEW},
            {"TP1": M3, "TP2": M6},
            (),
        ),
        ("EVENT", M3),
        ("EVENT", M3),
    ),
    "P13": (({"TP0": BASE}, {}, ()), ("CENSORED", 0), ("CENSORED", 0)),
}


@pytest.mark.parametrize("row", truth("pfs_censoring_rules"), ids=lambda row: row["rule_id"])
def test_every_row_of_the_truth_table_is_decided_by_its_rule(row, protocol, tmp_path):
    (said, scans, others), expected, ignoring = SITUATIONS[row["rule_id"]]
    found = one(tmp_path, said, scans, *others, protocol=protocol).pfs
    assert ended(found["strict"]) == (*expected, row["rule_id"])
    if ignoring is not None:
        assert ended(found["treatment policy"])[:2] == ignoring


def test_the_table_of_rules_holds_every_id_of_the_truth_and_the_options():
    rules = {row["id"]: row for row in table("censoring-fda")}
    assert {row["rule_id"] for row in truth("pfs_censoring_rules")} <= set(rules)
    assert set(rules) - {row["rule_id"] for row in truth("pfs_censoring_rules")} == {"R01", "R02", "R03", "R04"}
    assert {(row["strict"], row["treatment_policy"]) for row in rules.values()} <= {
        ("CENSORED", "CENSORED"),
        ("CENSORED", "EVENT"),
        ("CENSORED", "ignored"),
        ("EVENT", "EVENT"),
        ("EVENT", "ignored"),
    }


@pytest.mark.parametrize("rule", table("censoring-fda"), ids=lambda row: row["id"])
def test_what_the_table_says_of_a_rule_is_what_results_under_it_say(rule, protocol, tmp_path):
    """Each rule is made to decide, and both variants are held against the table's two columns."""
    found = OF_RULE.get(rule["id"], lambda folder, plain: pfs_of(rule["id"], folder, plain))(tmp_path, protocol)
    strict, policy = found["strict"], found["treatment policy"]
    assert (strict.rule, strict.status) == (rule["id"], rule["strict"])
    if rule["treatment_policy"] != "ignored":
        assert policy.status == rule["treatment_policy"] or rule["id"] == "P01"
    else:
        assert policy.rule != rule["id"]


def pfs_of(rule, folder, protocol):
    said, scans, others = SITUATIONS[rule][0]
    return one(folder, said, scans, *others, protocol=protocol).pfs


def lpfs_with(said, scans, *others, **changes):
    return lambda folder, protocol: one(folder, said, scans, *others, protocol=with_values(protocol, **changes)).lpfs


AGAIN = {"TP0": BASE, "TP1": SD, "TP2": SD}, months((1, M3), (2, M6)), ("reintervention", 120, "T01")
RESIDUAL = "T01=38/present//none"
OF_RULE = {
    "R01": lpfs_with(*AGAIN),
    "R02": lpfs_with(*AGAIN, endpoints__survival__reintervention="event"),
    "R03": lpfs_with({"TP0": BASE, "TP1": RESIDUAL}, months((1, M3)), endpoints__survival__residual="event"),
    "R04": lpfs_with({"TP0": BASE, "TP1": SD}, months((1, M3)), ("death", 120), death_ends_lpfs=False),
}


# --- progression and its day -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("option", "day"), [("last", M6 + 7), ("first", M6)])
def test_progression_by_measurement_is_on_the_last_or_the_first_scan_of_its_timepoint(option, day, protocol, tmp_path):
    said, scans = {"TP0": BASE, "TP1": SD, "TP2": PD}, {"TP1": M3, "TP2": [M6, M6 + 7]}
    found = one(tmp_path, said, scans, protocol=with_values(protocol, sum_progression_day=option))
    assert strict_and_policy(found.pfs) == (("EVENT", day, "P03"),) * 2
    assert ended(found.lpfs["strict"]) == ("EVENT", day, "P03")


def test_a_scan_of_another_lesion_is_no_measurement_of_the_targets(protocol, tmp_path):
    said = {"TP0": "T01=40; N01=present", "TP1": "T01=38; N01=present", "TP2": "T01=60; N01=present"}
    found = one(tmp_path, said, {"TP1": M3, "TP2": [(M6, "T01"), (M6 + 9, "N01")]}, protocol=protocol)
    assert ended(found.lpfs["strict"]) == ("EVENT", M6, "P03")
    assert ended(found.pfs["strict"]) == ("EVENT", M6, "P03")
    worse = said | {"TP2": "T01=38; N01=progressed"}
    found = one(tmp_path, worse, {"TP1": M3, "TP2": [(M6, "N01"), (M6 + 9, "T01")]}, protocol=protocol)
    assert ended(found.pfs["strict"]) == ("EVENT", M6, "P03")


def test_growth_that_a_finding_bears_out_is_no_later_than_the_finding_alone(protocol, tmp_path):
    scans = {"TP1": M3, "TP2": [M6, M6 + 15]}
    for length in ("38", "60"):
        said = {"TP0": "T01=40", "TP1": "T01=38", "TP2": f"T01={length}/present/new/none"}
        found = one(tmp_path, said, scans, protocol=protocol)
        assert ended(found.lpfs["strict"]) == ("EVENT", M6, "P03")


SEQUENCES = {
    "N01": ({"TP1": SD, "TP2": NEW}, {"TP1": 10, "TP2": 69}),
    "N02": ({"TP1": "T01=38; L01=equivocal", "TP2": NEW}, {"TP1": 10, "TP2": 69}),
    "N03": (
        {"TP1": "T01=38; L01=equivocal", "TP2": "T01=38; L01=equivocal", "TP3": NEW},
        {"TP1": 10, "TP2": 69, "TP3": 130},
    ),
    "N04": ({"TP1": "T01=38; L01=equivocal", "TP2": "T01=38; L01=resolved"}, {"TP1": 10, "TP2": 69}),
    "N05": (
        {"TP1": "T01=38; L01=equivocal", "TP2": "T01=38; L01=resolved; L02=unequivocal"},
        {"TP1": 10, "TP2": 69},
    ),
    "N06": ({"TP2": NEW}, {"TP2": 69}),
    "N07": ({"TP2": "T01=38; L01n=11 equivocal"}, {"TP2": 69}),
    "N08": ({"TP2": "T01=38; L01n=16 unequivocal"}, {"TP2": 69}),
    "N09": ({"TP2": NEW}, {"TP2": [(69, "L01"), (76, "T01")]}),
    "N10": ({"TP1": SD, "TP2": PD}, {"TP1": 10, "TP2": [69, 76]}),
}
DATES = {"2026-01-10": 10, "2026-03-10": 69, "2026-03-17": 76, "": None}


@pytest.mark.parametrize("row", truth("recist11_newlesion_sequences"), ids=lambda row: row["case_id"])
def test_progression_by_a_new_lesion_is_on_the_scan_that_showed_it_first(row, protocol, tmp_path):
    said, scans = SEQUENCES[row["case_id"]]
    found = one(tmp_path, {"TP0": BASE} | said, scans, protocol=protocol).pfs["strict"]
    expected = DATES[row["pd_date"]]
    assert (found.day if found.status == "EVENT" else None) == expected


def test_a_new_lesion_that_only_the_second_scan_showed_is_dated_there(protocol, tmp_path):
    said = {"TP0": BASE, "TP1": NEW}
    found = one(tmp_path, said, {"TP1": [(M3, "T01"), (M3 + 8, "L01")]}, protocol=protocol).pfs["strict"]
    assert ended(found) == ("EVENT", M3 + 8, "P03")


def test_where_no_scan_says_what_it_shows_a_new_lesion_is_on_the_first(protocol, tmp_path):
    found = one(tmp_path, {"TP0": BASE, "TP1": NEW}, {"TP1": [M3, M3 + 8]}, protocol=protocol).pfs["strict"]
    assert found.day == M3
    other = one(tmp_path, {"TP0": BASE, "TP1": NEW}, {"TP1": [(M3, "T01")]}, protocol=protocol).pfs["strict"]
    assert other.day == M3


def test_growth_beside_a_finding_that_dates_back_is_on_the_first_scan_of_the_finding(protocol, tmp_path):
    said = {"TP0": BASE, "TP1": SD, "TP2": "T01=38/uncertain/new/none", "TP3": "T01=60/present/new/none"}
    found = one(tmp_path, said, {"TP1": M3, "TP2": [M6, M6 + 9], "TP3": M9}, protocol=protocol).lpfs["strict"]
    assert ended(found) == ("EVENT", M6, "P12")


def test_of_a_new_lesion_and_growth_at_one_timepoint_the_earlier_scan_counts(protocol, tmp_path):
    said, scans = (
        {"TP0": BASE, "TP1": SD, "TP2": "T01=60; L01=unequivocal"},
        {"TP1": M3, "TP2": [(M6, "T01"), (M6 + 9, "L01")]},
    )
    found = one(tmp_path, said, scans, protocol=protocol).pfs["strict"]
    assert ended(found) == ("EVENT", M6, "P03")


def test_on_one_day_progression_comes_before_death(protocol, tmp_path):
    found = one(tmp_path, {"TP0": BASE, "TP1": NEW}, {"TP1": M3}, ("death", M3), protocol=protocol).pfs["strict"]
    assert (found.rule, found.timepoint) == ("P03", "TP1")


def test_a_later_progression_that_dates_back_further_moves_the_day(protocol, tmp_path):
    said = {
        "TP0": BASE,
        "TP1": "T01=38; L01=equivocal",
        "TP2": "T01=60; L01=equivocal",
        "TP3": "T01=61; L01=unequivocal",
    }
    found = one(tmp_path, said, {"TP1": M3, "TP2": M6, "TP3": M9}, protocol=protocol)
    assert (found.pfs["strict"].day, found.pfs["strict"].rule) == (M3, "P12")


# --- what censors ----------------------------------------------------------------------------------------------------


def test_missed_assessments_that_an_adequate_one_followed_do_not_censor(protocol, tmp_path):
    said = {"TP0": BASE, "TP1": SD, "TP4": SD, "TP5": NEW}
    found = one(tmp_path, said, {"TP1": M3, "TP4": M12, "TP5": M15}, protocol=protocol).pfs
    assert strict_and_policy(found) == (("EVENT", M15, "P03"),) * 2


def test_not_evaluable_assessments_are_missed_ones(protocol, tmp_path):
    said = {"TP0": BASE, "TP1": SD, "TP2": "NE", "TP3": "NE", "TP4": NEW}
    scans = {"TP1": M3, "TP2": M6, "TP3": M9, "TP4": M12}
    found = one(tmp_path, said, scans, protocol=protocol).pfs
    assert strict_and_policy(found) == (("CENSORED", M3, "P06"), ("EVENT", M12, "P06"))
    assert found["strict"].reason == (
        "Progression on day 365 comes right after 2 not evaluable assessments (TP2, TP3), and at most 1 may be: "
        "censored at the last adequate assessment before them, on day 91."
    )
    allowed = one(tmp_path, said, scans, protocol=with_values(protocol, max_missed=2)).pfs
    assert ended(allowed["strict"]) == ("EVENT", M12, "P07")


@pytest.mark.parametrize(
    ("between", "scans", "words"),
    [
        ({}, {}, "2 missed assessments (TP2, TP3)"),
        ({"TP3": "NE"}, {"TP3": M9}, "2 missed or not evaluable assessments (TP2 missed, TP3 not evaluable)"),
        ({"TP2": "NE"}, {"TP2": 230}, "2 missed or not evaluable assessments (TP3 missed, TP2 not evaluable)"),
        ({"TP1.1": "NE"}, {"TP1.1": M6}, "2 missed or not evaluable assessments (TP3 missed, TP1.1 not evaluable)"),
        ({"TP1.1": "NE"}, {"TP1.1": 130}, "2 missed assessments (TP2, TP3)"),
    ],
)
def test_a_gap_says_what_did_not_take_place_and_what_was_not_evaluable(between, scans, words, protocol, tmp_path):
    said = {"TP0": BASE, "TP1": SD, **between, "TP4": NEW}
    found = one(tmp_path, said, {"TP1": M3, **scans, "TP4": M12}, protocol=protocol).pfs
    assert f"right after {words}, and" in found["strict"].reason
    assert f"right after {words}." in found["treatment policy"].reason


def test_one_assessment_that_may_be_missed_is_told_as_one(protocol, tmp_path):
    said = {"TP0": BASE, "TP1": SD, "TP2": "NE", "TP3": NEW}
    found = one(tmp_path, said, {"TP1": M3, "TP2": M6, "TP3": M9}, protocol=protocol).pfs["strict"]
    assert found.reason == (
        "Progression on day 273 at TP3, right after 1 not evaluable assessment (TP2), which is allowed."
    )


@pytest.mark.parametrize(
    ("seen", "death", "rule"),
    [(161, 294, "P05"), (161, 295, "P06"), (160, 294, "P05"), (160, 295, "P06"), (203, 252, "P05")],
)
def test_an_assessment_is_missed_once_its_whole_window_has_passed_without_one(seen, death, rule, protocol, tmp_path):
    none_allowed = with_values(protocol, max_missed=0)
    found = one(tmp_path, {"TP0": BASE, "TP2": SD}, {"TP2": seen}, ("death", death), protocol=none_allowed).pfs
    assert found["strict"].rule == rule


@pytest.mark.parametrize("number", ["TP2", "TP1.1"])
def test_an_assessment_that_was_done_a_day_outside_its_window_is_not_missed(number, protocol, tmp_path):
    """An unscheduled one has no window of its own, and serves those that it lies in."""
    said, scans = {"TP0": BASE, "TP1": SD, number: SD}, {"TP1": M3, number: 160}
    found = one(tmp_path, said, scans, ("death", 300), protocol=protocol)
    expected = {"TP2": ("EVENT", 300, "P07"), "TP1.1": ("CENSORED", 160, "P06")}[number]
    assert ended(found.pfs["strict"]) == ended(found.lpfs["strict"]) == expected


def test_assessments_that_were_all_done_leave_no_gap_though_they_lie_outside_their_windows(protocol, tmp_path):
    said = {"TP0": BASE, "TP1": SD, "TP2": SD, "TP3": SD, "TP4": PD}
    none_allowed = with_values(protocol, max_missed=0)
    found = one(tmp_path, said, {"TP1": M3, "TP2": M6, "TP3": 250, "TP4": 396}, protocol=none_allowed)
    for kind in (found.pfs, found.lpfs):
        assert strict_and_policy(kind) == (("EVENT", 396, "P03"),) * 2


def test_a_death_after_too_many_missed_assessments_is_censored(protocol, tmp_path):
    found = one(tmp_path, {"TP0": BASE, "TP1": SD}, {"TP1": M3}, ("death", 300), protocol=protocol)
    assert strict_and_policy(found.pfs) == (("CENSORED", M3, "P06"), ("EVENT", 300, "P06"))
    assert strict_and_policy(found.lpfs) == (("CENSORED", M3, "P06"), ("EVENT", 300, "P06"))


def test_a_death_counts_without_an_adequate_baseline_if_it_comes_early(protocol, tmp_path):
    early = one(tmp_path, {"TP0": "T01=NE"}, {}, ("death", 60), protocol=protocol).pfs
    assert strict_and_policy(early) == (("EVENT", 60, "P04"),) * 2
    late = one(tmp_path, {"TP0": "T01=NE"}, {}, ("death", 300), protocol=protocol).pfs
    assert strict_and_policy(late) == (("CENSORED", 0, "P01"), ("EVENT", 300, "P06"))
    alive = one(tmp_path, {"TP0": "T01=NE", "TP1": "NE"}, {"TP1": M3}, protocol=protocol).pfs
    assert strict_and_policy(alive) == (("CENSORED", 0, "P01"),) * 2


def test_an_early_death_without_an_adequate_baseline_has_one_rule_in_both_endpoints(protocol, tmp_path):
    found = one(tmp_path, {"TP0": "T01=NE", "TP1": SD}, {"TP1": M3}, ("death", 150), protocol=protocol)
    for kind in (found.pfs, found.lpfs):
        assert strict_and_policy(kind) == (("EVENT", 150, "P04"),) * 2
        assert kind["strict"].reason == (
            "Death on day 150, without an adequate baseline, and before too many assessments could be missed."
        )
    late = one(tmp_path, {"TP0": "T01=NE", "TP1": SD}, {"TP1": M3}, ("death", 300), protocol=protocol)
    assert ended(late.pfs["strict"]) == ended(late.lpfs["strict"]) == ("CENSORED", 0, "P01")


def test_a_baseline_that_lacks_a_length_of_the_sum_is_not_adequate(protocol, tmp_path):
    found = one(tmp_path, {"TP0": "T01=40; T02=NE", "TP1": "T01=38; T02=20"}, {"TP1": M3}, protocol=protocol)
    assert ended(found.pfs["strict"]) == ("CENSORED", 0, "P01")
    assert ended(found.lpfs["strict"]) == ("CENSORED", M3, "P02")


def test_a_new_therapy_without_an_event_censors_at_the_assessment_before_it(protocol, tmp_path):
    said, scans = {"TP0": BASE, "TP1": SD, "TP2": SD}, {"TP1": M3, "TP2": M6}
    found = one(tmp_path, said, scans, ("new_therapy", 120), protocol=protocol)
    for kind in (found.pfs, found.lpfs):
        assert strict_and_policy(kind) == (("CENSORED", M3, "P08"), ("CENSORED", M6, "P02"))
    at_once = one(tmp_path, said, scans, ("new_therapy", 20), ("new_therapy", 200), protocol=protocol).pfs["strict"]
    assert ended(at_once) == ("CENSORED", 0, "P08")
    assert at_once.reason == (
        "A new anticancer therapy on day 20: censored at randomisation, because there is no adequate assessment until "
        "then."
    )


def test_a_therapy_that_starts_on_the_day_of_progression_does_not_censor_it(protocol, tmp_path):
    said = {"TP0": BASE, "TP1": NEW}
    found = one(tmp_path, said, {"TP1": M3}, ("new_therapy", M3), protocol=protocol).pfs
    assert ended(found["strict"]) == ("EVENT", M3, "P03")


def test_a_stop_is_never_an_event_and_does_not_hide_a_later_one(protocol, tmp_path):
    said, scans = {"TP0": BASE, "TP1": SD, "TP2": NEW}, {"TP1": M3, "TP2": M6}
    found = one(tmp_path, said, scans, ("clinical_progression", 120), ("stopped", 121), protocol=protocol).pfs
    assert strict_and_policy(found) == (("EVENT", M6, "P03"),) * 2


def test_nothing_after_the_cutoff_counts(protocol, tmp_path):
    said, scans = {"TP0": BASE, "TP1": SD, "TP2": NEW}, {"TP1": M3, "TP2": M6}
    found = one(tmp_path, said, scans, ("death", 300), ("cutoff", 150), protocol=protocol)
    assert strict_and_policy(found.pfs) == (("CENSORED", M3, "P02"),) * 2
    assert found.unconfirmed.response == "SD"


@pytest.mark.parametrize(("cutoff", "status"), [(M6 - 1, "CENSORED"), (M6 + 4, "CENSORED"), (M6 + 5, "EVENT")])
def test_a_timepoint_counts_once_all_its_scans_lie_before_the_cutoff(cutoff, status, protocol, tmp_path):
    said, scans = {"TP0": BASE, "TP1": SD, "TP2": NEW}, {"TP1": M3, "TP2": [M6, M6 + 5]}
    assert one(tmp_path, said, scans, ("cutoff", cutoff), protocol=protocol).pfs["strict"].status == status


def test_days_count_from_the_randomisation(protocol, tmp_path):
    said, scans = {"TP0": BASE, "TP1": NEW}, {"TP1": M3 + 10}
    found = one(tmp_path, said, scans, ("randomisation", 10), protocol=protocol).pfs["strict"]
    assert ended(found) == ("EVENT", M3, "P03")


# --- local PFS -------------------------------------------------------------------------------------------------------


def test_further_treatment_of_a_target_is_censored_an_event_or_ignored_by_option(protocol, tmp_path):
    said, scans = {"TP0": BASE, "TP1": SD, "TP2": PD}, {"TP1": M3, "TP2": M6}
    again = ("reintervention", 120)
    found = {
        option: one(
            tmp_path, said, scans, again, protocol=with_values(protocol, endpoints__survival__reintervention=option)
        )
        for option in ("censor", "event", "ignore")
    }
    assert {option: ended(result.lpfs["strict"]) for option, result in found.items()} == {
        "censor": ("CENSORED", M3, "R01"),
        "event": ("EVENT", 120, "R02"),
        "ignore": ("EVENT", M6, "P03"),
    }
    assert {ended(result.lpfs["treatment policy"]) for result in found.values()} == {("EVENT", M6, "P03")}
    assert {ended(result.pfs["strict"]) for result in found.values()} == {("CENSORED", M3, "P11")}


def test_a_further_treatment_after_local_progression_changes_nothing(protocol, tmp_path):
    said = {"TP0": BASE, "TP1": SD, "TP2": PD}
    found = one(tmp_path, said, {"TP1": M3, "TP2": M6}, ("reintervention", 200, "T01"), protocol=protocol)
    assert ended(found.lpfs["strict"]) == ("EVENT", M6, "P03")


def test_a_timepoint_at_which_one_of_the_targets_could_be_judged_is_adequate_for_local_pfs(protocol, tmp_path):
    said = {"TP0": "T01=40; T02=30", "TP1": "T01=38; T02=NE", "TP2": "T01=NE; T02=NE"}
    found = one(tmp_path, said, {"TP1": M3, "TP2": M6}, protocol=protocol)
    assert ended(found.lpfs["strict"]) == ("CENSORED", M3, "P11")
    assert ended(found.pfs["strict"]) == ("CENSORED", 0, "P11")


def test_local_progression_in_a_finding_is_on_the_first_scan_that_shows_it(protocol, tmp_path):
    said = {"TP0": BASE, "TP1": SD, "TP2": "T01=38/present/new/none"}
    found = one(tmp_path, said, {"TP1": M3, "TP2": [M6, M6 + 9]}, protocol=protocol)
    assert ended(found.lpfs["strict"]) == ("EVENT", M6, "P03")
    assert ended(found.pfs["strict"])[0] == "CENSORED"


def test_residual_tissue_is_an_event_only_where_the_protocol_says_so(protocol, tmp_path):
    said, scans = {"TP0": BASE, "TP1": RESIDUAL, "TP2": SD}, {"TP1": M3, "TP2": M6}
    plain = one(tmp_path, said, scans, protocol=protocol).lpfs
    assert strict_and_policy(plain) == (("CENSORED", M6, "P02"),) * 2
    event = one(tmp_path, said, scans, protocol=with_values(protocol, endpoints__survival__residual="event")).lpfs
    assert strict_and_policy(event) == (("EVENT", M3, "R03"),) * 2
    clean = one(
        tmp_path,
        {"TP0": BASE, "TP1": SD},
        {"TP1": M3},
        protocol=with_values(protocol, endpoints__survival__residual="event"),
    ).lpfs
    assert strict_and_policy(clean) == (("CENSORED", M3, "P02"),) * 2


def test_reasons_say_the_days_and_what_was_ignored(protocol, tmp_path):
    said, scans = {"TP0": BASE, "TP1": SD, "TP2": NEW}, {"TP1": M3, "TP2": M6}
    found = one(tmp_path, said, scans, ("new_therapy", 120), protocol=protocol).pfs
    assert found["strict"].reason == (
        "A new anticancer therapy on day 120, before progression on day 182: censored at the last adequate assessment "
        "until then, on day 91."
    )
    assert found["treatment policy"].reason == (
        "Progression on day 182 at TP2; a new anticancer therapy before it is ignored."
    )
    assert (found["strict"].timepoint, found["treatment policy"].timepoint) == ("", "TP2")


def test_the_table_of_rules_is_written_for_people_who_do_not_know_the_keys_of_the_file():
    told = [cell for row in table("censoring-fda") for name, cell in row.items() if name != "id"]
    assert not [cell for cell in told if "endpoints." in cell or "_" in cell]
