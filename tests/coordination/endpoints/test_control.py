"""Local control at the landmark: status and what decided, and the worked cases of local endpoints."""

import pytest
from coordination.endpoints.tables import M3, M6, M9, M12, M15, ended, one, truth, with_values

MONTHS = {"TP1": M3, "TP2": M6, "TP3": M9, "TP4": M12, "TP5": M15}
BASE, SAME, GROWN, TISSUE, LEFT, MAYBE = (
    "T01=40",
    "T01=38",
    "T01=60",
    "T01=38/present/new/none",
    "T01=38/present/same/none",
    "T01=38/uncertain/same/none",
)


def followed_up(*said):
    """Reads at the scheduled timepoints, and their days; None where there was no visit."""
    visits = {f"TP{place}": one for place, one in enumerate((BASE, *said)) if one is not None}
    return visits, {name: MONTHS[name] for name in visits if name in MONTHS}


def controlled(tmp_path, protocol, said, *others, view="primary", **values):
    visits, scans = followed_up(*said)
    result = one(tmp_path, visits, scans, *others, protocol=with_values(protocol, **values))
    (lesion,) = result.lesions
    found = lesion.control[view]
    assert result.control[view].status is found.status
    return found.status.value, found.rule


# --- one target ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "values", "expected"),
    [
        ((SAME, SAME, SAME, SAME), {}, ("controlled", "landmark")),
        ((SAME, SAME, GROWN), {}, ("failed", "local-progression")),
        ((SAME, SAME, SAME, GROWN), {}, ("failed", "local-progression")),
        ((SAME, SAME, SAME, SAME, GROWN), {}, ("controlled", "landmark")),
        ((SAME, SAME, SAME, MAYBE, TISSUE), {}, ("controlled", "equivocal")),
        ((SAME, SAME, SAME, "T01=38/uncertain/new/none", TISSUE), {}, ("failed", "local-progression")),
        ((SAME, SAME, SAME, LEFT), {}, ("controlled", "residual")),
        ((SAME, SAME, SAME, LEFT), {"residual": "failure"}, ("failed", "residual")),
        ((SAME, SAME, SAME, MAYBE), {"equivocal": "failure"}, ("failed", "equivocal")),
        ((SAME, SAME, SAME, "NE", SAME), {}, ("controlled", "bracketing")),
        ((SAME, SAME, SAME, None, SAME), {}, ("controlled", "bracketing")),
        ((SAME, SAME, SAME, "NE", SAME), {"bracketing": False}, ("excluded", "not_evaluable")),
        ((SAME, SAME, SAME, "NE"), {"not_evaluable": "failure"}, ("failed", "not_evaluable")),
        ((SAME, SAME, SAME, "NE", GROWN), {}, ("excluded", "not_evaluable")),
        ((None, None, None, None, SAME), {}, ("excluded", "not_evaluable")),
        ((SAME, SAME, LEFT, "NE", LEFT), {}, ("controlled", "residual")),
        ((SAME, SAME, LEFT, "NE", LEFT), {"residual": "failure"}, ("failed", "residual")),
        ((SAME, SAME, LEFT, "NE", SAME), {"residual": "failure"}, ("excluded", "not_evaluable")),
        ((), {}, ("excluded", "not_evaluable")),
    ],
)
def test_the_status_of_a_target_is_that_at_the_landmark(said, values, expected, protocol, tmp_path):
    assert controlled(tmp_path, protocol, said, **values) == expected


@pytest.mark.parametrize("option", ["excluded", "failure", "competing"])
def test_a_death_before_the_landmark_counts_by_option(option, protocol, tmp_path):
    status = {"failure": "failed"}.get(option, option)
    assert controlled(tmp_path, protocol, (SAME,), ("death", 120), death=option) == (status, "death")
    assert controlled(tmp_path, protocol, (SAME, SAME, GROWN), ("death", 300), death=option)[0] == "failed"
    known = (SAME, SAME, SAME, SAME)
    assert controlled(tmp_path, protocol, known, ("death", 380), death=option) == ("controlled", "landmark")
    later = controlled(tmp_path, protocol, (SAME,), ("death", 394), death=option)
    assert later == ("excluded", "not_evaluable")


@pytest.mark.parametrize(("option", "expected"), [("failure", "failed"), ("excluded", "excluded")])
def test_a_further_treatment_before_the_landmark_counts_by_option_and_is_ignored_where_assisted(
    option, expected, protocol, tmp_path
):
    said, again = (SAME, SAME, SAME, SAME), ("reintervention", 150, "T01")
    assert controlled(tmp_path, protocol, said, again, reintervention=option) == (expected, "reintervention")
    assisted = controlled(tmp_path, protocol, said, again, reintervention=option, view="assisted")
    assert assisted == ("controlled", "landmark")
    ignored = with_values(protocol, endpoints__local_control__reintervention="ignore")
    assert controlled(tmp_path, ignored, said, again) == ("controlled", "landmark")


def test_a_further_treatment_after_the_landmark_or_after_local_progression_does_not_decide(protocol, tmp_path):
    said = (SAME, SAME, SAME, SAME)
    excluded = {"reintervention": "excluded"}
    assert controlled(tmp_path, protocol, said, ("reintervention", M12), **excluded) == ("controlled", "landmark")
    grown = (SAME, GROWN, GROWN, GROWN)
    assert controlled(tmp_path, protocol, grown, ("reintervention", M6), **excluded) == ("failed", "local-progression")
    unseen = (SAME, SAME, SAME, None)
    assert controlled(tmp_path, protocol, unseen, ("reintervention", 393))[1] == "reintervention"
    assert controlled(tmp_path, protocol, unseen, ("reintervention", 394))[1] == "not_evaluable"


def test_local_progression_after_a_further_treatment_is_no_primary_failure_where_that_excludes(protocol, tmp_path):
    said = (SAME, SAME, GROWN, GROWN)
    again = ("reintervention", 150)
    assert controlled(tmp_path, protocol, said, again, reintervention="excluded") == ("excluded", "reintervention")
    assisted = controlled(tmp_path, protocol, said, again, reintervention="excluded", view="assisted")
    assert assisted == ("failed", "local-progression")


@pytest.mark.parametrize(
    ("day", "expected"), [(336, "excluded"), (337, "controlled"), (393, "controlled"), (394, "excluded")]
)
def test_the_window_of_the_landmark_includes_its_first_and_last_day(day, expected, protocol, tmp_path):
    visits = {"TP0": BASE, "TP1": SAME, "TP4": SAME}
    values = with_values(protocol, bracketing=False)
    result = one(tmp_path, visits, {"TP1": M3, "TP4": day}, protocol=values)
    assert result.lesions[0].control["primary"].status.value == expected


@pytest.mark.parametrize(
    ("day", "expected"), [(420, ("excluded", "not_evaluable")), (M15, ("controlled", "bracketing"))]
)
def test_an_assessment_after_a_further_treatment_brackets_nothing(day, expected, protocol, tmp_path):
    visits = {"TP0": BASE, "TP3": SAME, "TP4": "NE", "TP5": SAME}
    scans = {"TP3": M9, "TP4": M12, "TP5": M15}
    (lesion,) = one(tmp_path, visits, scans, ("reintervention", day, "T01"), protocol=protocol).lesions
    assert (lesion.control["primary"].status.value, lesion.control["primary"].rule) == expected
    assert (lesion.control["assisted"].status.value, lesion.control["assisted"].rule) == ("controlled", "bracketing")


def test_a_subject_whose_target_was_bracketed_says_so(protocol, tmp_path):
    visits = {"TP0": "T01=40; T02=30", "TP3": "T01=40; T02=30", "TP4": "T01=40; T02=NE", "TP5": "T01=40; T02=30"}
    found = one(tmp_path, visits, {"TP3": M9, "TP4": M12, "TP5": M15}, protocol=protocol).control["primary"]
    assert (found.status.value, found.rule) == ("controlled", "bracketing")
    assert found.reason == "Every target is controlled; assessed only before and after the landmark: T02."


def test_of_two_assessments_in_the_window_the_one_nearest_to_the_landmark_counts(protocol, tmp_path):
    visits = {"TP0": BASE, "TP1": SAME, "TP4": LEFT, "TP4.1": SAME}
    failing = with_values(protocol, residual="failure")
    near = one(tmp_path, visits, {"TP1": M3, "TP4": 360, "TP4.1": 390}, protocol=failing)
    assert near.lesions[0].control["primary"].status.value == "failed"
    later = one(tmp_path, visits, {"TP1": M3, "TP4": 360, "TP4.1": 370}, protocol=failing)
    assert later.lesions[0].control["primary"].status.value == "controlled"


def test_progression_on_scans_on_both_sides_of_the_window_s_end_fails(protocol, tmp_path):
    visits = {"TP0": BASE, "TP1": SAME, "TP4": GROWN}
    found = one(tmp_path, visits, {"TP1": M3, "TP4": [390, 398]}, protocol=protocol).lesions[0]
    assert (found.progressed, found.control["primary"].status.value) == (398, "failed")


def test_a_landmark_after_the_cutoff_is_not_missing(protocol, tmp_path):
    early = controlled(tmp_path, protocol, (SAME,), ("cutoff", 200), not_evaluable="failure")
    assert early == ("excluded", "cutoff")
    over = controlled(tmp_path, protocol, (SAME,), ("cutoff", 393), not_evaluable="failure")
    assert over == ("failed", "not_evaluable")
    known = controlled(tmp_path, protocol, (SAME, SAME, SAME, SAME), ("cutoff", 370))
    assert known == ("controlled", "landmark")


# --- a subject -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("last", "death", "expected"),
    [
        ("T01=38; T02=38", None, ("controlled", "landmark", "")),
        ("T01=38; T02=60", None, ("failed", "local-progression", "T02")),
        ("T01=38; T02=NE", None, ("excluded", "not_evaluable", "T02")),
        ("T01=NE; T02=60", None, ("failed", "local-progression", "T02")),
        ("T01=38; T02=NE", 380, ("competing", "death", "T02")),
    ],
)
def test_a_subject_is_controlled_only_where_every_target_is(last, death, expected, protocol, tmp_path):
    visits = {"TP0": "T01=40; T02=40", "TP1": "T01=38; T02=38", "TP4": last}
    others = () if death is None else (("death", death),)
    competing = with_values(protocol, death="competing")
    found = one(tmp_path, visits, {"TP1": M3, "TP4": M12}, *others, protocol=competing).control["primary"]
    assert (found.status.value, found.rule, found.lesion) == expected


def test_without_a_prespecified_target_there_is_no_local_endpoint(protocol, tmp_path):
    found = one(tmp_path, {"TP0": "N01=present", "TP1": "N01=absent"}, {"TP1": M3}, protocol=protocol)
    assert (found.lpfs, found.control, found.lesions) == ({}, {}, ())
    assert found.pfs["strict"].status == "CENSORED"


# --- the worked cases of local endpoints -----------------------------------------------------------------------------

TWO = {"TP0": "T01=40; T02=30", "TP1": "T01=38; T02=28"}
FIVE = "T01=20; T02=50; T03=50; T04=50; T05=50"
FOUR = "; T02=50; T03=50; T04=50; T05=50"

CASES = {
    "L01": ({"TP0": "T01=40; T02=80", "TP1": "T01=20; T02=80", "TP2": "T01=26; T02=70"}, {"TP1": M3, "TP2": M6}, ()),
    "L02": ({"TP0": FIVE, "TP1": FIVE, "TP2": f"T01=33{FOUR}"}, {"TP1": M3, "TP2": M6}, ()),
    "L03": (
        {
            "TP0": "T01=40",
            "TP1": "T01=38; L01=unequivocal",
            "TP2": "T01=38; L01=unequivocal",
            "TP3": "T01=38; L01=unequivocal",
            "TP4": "T01=38; L01=unequivocal",
        },
        {"TP1": M3, "TP2": M6, "TP3": M9, "TP4": M12},
        (),
    ),
    "L04": ({"TP0": "T01=40", "TP1": SAME}, {"TP1": M3}, (("death", 121),)),
    "L05": (
        {"TP0": "T01=40", "TP1": SAME, "TP2": SAME, "TP4": SAME},
        {"TP1": M3, "TP2": M6, "TP4": M12},
        (("reintervention", 152, "T01"),),
    ),
    "L06": ({"TP0": "T01=40", "TP1": SAME, "TP4": TISSUE}, {"TP1": M3, "TP4": M12}, ()),
    "L07": (
        {"TP0": "T01=40", "TP1": SAME, "TP2": SAME, "TP3": SAME, "TP4": "NE", "TP5": SAME},
        {"TP1": M3, "TP2": M6, "TP3": M9, "TP4": M12, "TP5": M15},
        (),
    ),
    "L08": (
        {"TP0": "T01=40", "TP1": SAME, "TP2": "T01=38/uncertain/new/none", "TP3": TISSUE},
        {"TP1": M3, "TP2": M6, "TP3": M9},
        (),
    ),
    "L09": (
        {"TP0": "T01=40", "TP1": "T01=58", "TP2": "T01=55", "TP4": "T01=50"},
        {"TP1": 28, "TP2": M6, "TP4": M12},
        (),
    ),
    "L10": (
        {"TP0": "T01=40", "TP1": LEFT.replace("same", ""), "TP2": LEFT, "TP4": LEFT},
        {"TP1": M3, "TP2": M6, "TP4": M12},
        (),
    ),
    "L11": ({"TP0": "T01=40", "TP1": "T01=40", "TP4": "T01=41"}, {"TP1": M3, "TP4": M12}, ()),
    "L12": (
        {"TP0": "T01=20; T02=20", "TP1": "T01=20; T02=20", "TP2": "T01=70; T02=>T01"},
        {"TP1": M3, "TP2": M6},
        (),
    ),
}

# LPFS strict, LPFS treatment policy, PFS strict, local control of each target at twelve months (primary).
EXPECTED = {
    "L01": (("EVENT", M6, "P03"), ("EVENT", M6, "P03"), ("CENSORED", M6, "P02"), "failed excluded"),
    "L02": (("EVENT", M6, "P03"), ("EVENT", M6, "P03"), ("CENSORED", M6, "P02"), "failed" + 4 * " excluded"),
    "L03": (("CENSORED", M12, "P02"), ("CENSORED", M12, "P02"), ("EVENT", M3, "P03"), "controlled"),
    "L04": (("EVENT", 121, "P05"), ("EVENT", 121, "P05"), ("EVENT", 121, "P05"), "excluded"),
    "L05": (("CENSORED", M3, "R01"), ("CENSORED", M12, "P02"), ("CENSORED", M3, "P11"), "failed"),
    "L06": (("CENSORED", M3, "P06"), ("EVENT", M12, "P06"), ("CENSORED", M12, "P02"), "failed"),
    "L07": (("CENSORED", M15, "P02"), ("CENSORED", M15, "P02"), ("CENSORED", M15, "P02"), "controlled"),
    "L08": (("EVENT", M6, "P12"), ("EVENT", M6, "P12"), ("CENSORED", M9, "P02"), "failed"),
    "L09": (("CENSORED", M12, "P02"), ("CENSORED", M12, "P02"), ("CENSORED", M12, "P02"), "controlled"),
    "L10": (("CENSORED", M12, "P02"), ("CENSORED", M12, "P02"), ("CENSORED", M12, "P02"), "controlled"),
    "L11": (("CENSORED", M12, "P02"), ("CENSORED", M12, "P02"), ("CENSORED", M12, "P02"), "controlled"),
    "L12": (("EVENT", M6, "P03"), ("EVENT", M6, "P03"), ("EVENT", M6, "P03"), "failed failed"),
}


@pytest.mark.parametrize("row", truth("local_endpoint_cases"), ids=lambda row: row["case_id"])
def test_every_worked_case_of_local_endpoints_comes_out_as_told(row, protocol, tmp_path):
    said, scans, others = CASES[row["case_id"]]
    found = one(tmp_path, said, scans, *others, protocol=protocol)
    statuses = " ".join(lesion.control["primary"].status.value for lesion in found.lesions)
    assert (
        ended(found.lpfs["strict"]),
        ended(found.lpfs["treatment policy"]),
        ended(found.pfs["strict"]),
        statuses,
    ) == EXPECTED[row["case_id"]]


def test_local_progression_ends_pfs_too_where_the_protocol_says_so(protocol, tmp_path):
    both = with_values(protocol, overall__lp_counts_as_pd=True)
    for case, day in (("L01", M6), ("L02", M6), ("L08", M6)):
        said, scans, others = CASES[case]
        found = one(tmp_path, said, scans, *others, protocol=both)
        assert (found.pfs["strict"].status, found.pfs["strict"].day) == ("EVENT", day)


def test_the_other_options_of_the_worked_cases_come_out_as_told(protocol, tmp_path):
    def result(case, **values):
        said, scans, others = CASES[case]
        return one(tmp_path, said, scans, *others, protocol=with_values(protocol, **values))

    def status(case, view="primary", **values):
        return result(case, **values).lesions[0].control[view].status.value

    assert [status("L04", death=option) for option in ("excluded", "failure", "competing")] == [
        "excluded",
        "failed",
        "competing",
    ]
    assert status("L05", view="assisted") == "controlled"
    assert status("L07", bracketing=False) == "excluded"
    assert status("L10", residual="failure") == "failed"
    residual = result("L10", endpoints__survival__residual="event").lpfs["strict"]
    assert ended(residual) == ("EVENT", M3, "R03")
    untimed = result("L04", death_ends_lpfs=False).lpfs["strict"]
    assert ended(untimed) == ("CENSORED", M3, "R04")
