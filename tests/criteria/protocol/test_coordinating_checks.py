"""The schedule, endpoints, adjudication and SDTM words of a file: what does not fit together is named."""

import pytest
from criteria.protocol.files import SOURCE, changed, findings, named, read

CONTROL = "endpoints.local_control"
VARIABLES = "adjudication.variables"


@pytest.mark.parametrize(
    ("changes", "code", "path"),
    [
        ({"schedule.3.timepoint": 4}, "impossible", "schedule[3].timepoint"),
        ({"schedule.0.timepoint": 1}, "impossible", "schedule[0].timepoint"),
        ({"schedule.2.latest": 150}, "impossible", "schedule[2].latest"),
        ({"schedule.2.day": 150}, "impossible", "schedule[2].day"),
        ({"schedule.2.earliest": 112}, "impossible", "schedule[2].earliest"),
        ({"schedule.2.day": 80, "schedule.2.earliest": 75}, "impossible", "schedule[2].earliest"),
        ({"schedule.2.label": "Month 3"}, "impossible", "schedule[2].label"),
        ({"reference.grace_until": 6}, "dangling", "reference.grace_until"),
        ({"best_response.confirmation": True, "best_response.confirm_after_days": 0}, "impossible",
         "best_response.confirm_after_days"),
        ({"best_response.sd_min_days": 485}, "impossible", "best_response.sd_min_days"),
        ({"schedule": []}, "dangling", "endpoints"),
        ({f"{CONTROL}.landmark": 6}, "dangling", f"{CONTROL}.landmark"),
        ({f"{CONTROL}.landmark": 3}, "impossible", f"{CONTROL}.landmark"),
        ({f"{CONTROL}.earliest": 270}, "impossible", f"{CONTROL}.landmark"),
        ({f"{CONTROL}.earliest": 370}, "impossible", f"{CONTROL}.landmark"),
        ({f"{CONTROL}.latest": 428}, "impossible", f"{CONTROL}.latest"),
        ({f"{CONTROL}.earliest": 294}, "impossible", f"{CONTROL}.earliest"),
        ({f"{CONTROL}.earliest": 394}, "impossible", f"{CONTROL}.latest"),
        ({f"{CONTROL}.landmark": 5, f"{CONTROL}.earliest": 428, f"{CONTROL}.latest": 484}, "impossible",
         f"{CONTROL}.bracketing"),
        ({"reference.timepoint": 4, "reference.grace_until": 4}, "impossible", f"{CONTROL}.landmark"),
        ({"design.readers": 1}, "impossible", "design.readers"),
        ({"design": None}, "dangling", "adjudication"),
        ({VARIABLES: ["local progression", "overall progression timepoint"]}, "impossible", VARIABLES),
        ({VARIABLES: ["best response"], "best_response": None}, "dangling", VARIABLES),
        ({VARIABLES: ["best response"], "adjudication.tolerance_timepoints": 1}, "impossible",
         "adjudication.tolerance_timepoints"),
        ({"adjudication.tolerance_timepoints": 5}, "impossible", "adjudication.tolerance_timepoints"),
        ({"derived.treatment_response.enhancement": "colour"}, "dangling", "derived.treatment_response.enhancement"),
        ({"derived.treatment_response.enhancement": "contiguous"}, "dangling",
         "derived.treatment_response.enhancement"),
        ({"derived.treatment_response.tissue": "contiguous"}, "impossible", "derived.treatment_response.tissue"),
        ({"sdtm.not_evaluable.bad weather": "OTHER"}, "dangling", "sdtm.not_evaluable.bad weather"),
    ],
)  # fmt: skip
def test_what_does_not_fit_together_is_named_once(changes, code, path):
    assert [(found, said.partition(": ")[0]) for found, said in findings(changed(changes))].count((code, path)) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"adjudication": None, "design": None},
        {"adjudication": None, "design.readers": 1, "paragraphs.5.2": "One reader reads each case."},
        {"endpoints": None, "schedule": None},
        {
            "endpoints": None,
            "schedule": None,
            "best_response.sd_min_days": 3000,
            "reference.grace_until": 9,
            "paragraphs.3.6": "Best response.",
        },
        {VARIABLES: ["best response"]},
        {"adjudication.tolerance_timepoints": 1},
        {
            f"{CONTROL}.landmark": 5,
            f"{CONTROL}.earliest": 428,
            f"{CONTROL}.latest": 484,
            f"{CONTROL}.bracketing": False,
        },
        {"best_response.confirmation": True},
        {f"{CONTROL}.earliest": 295, f"{CONTROL}.latest": 427},
        {"sdtm.not_evaluable": {"series missing": "OTHER"}},
        {"schedule.5.latest": 3650},
        {"derived": None},
    ],
)
def test_what_can_be_meant_is_read(changes):
    assert read(changed(changes)).protocol_id == "seed-cryo/1.0"


def test_a_section_that_is_not_readable_hides_only_the_checks_that_need_it():
    for section in ("schedule", "reference", "design", "questions", "picklists", "reasons", "best_response"):
        assert {path.partition(".")[0].partition("[")[0] for _, path in named(changed({section: 7}))} == {section}


def test_a_landmark_says_which_scheduled_days_its_window_holds():
    ((_, said),) = findings(changed({f"{CONTROL}.latest": 460}))
    assert "it holds 4 on day 365, 5 on day 456" in said
    ((_, said),) = findings(changed({f"{CONTROL}.earliest": 370}))
    assert "it holds none" in said


def test_the_endpoints_of_the_trial_are_all_there():
    read_back = read(SOURCE)
    assert read_back.endpoints.local_control.landmark == 4
    assert read_back.schedule[read_back.endpoints.local_control.landmark].day == 365
