"""Laws of the times to event, for any course of a subject."""

import pytest
from coordination.endpoints.tables import with_values
from hypothesis import given, settings
from hypothesis import strategies as st

from seedcryo_reader.coordination.endpoints.assessments import Assessment, Evidence, Followed
from seedcryo_reader.coordination.endpoints.control import VIEWS, Status, of_subject, of_targets
from seedcryo_reader.coordination.endpoints.results import sections
from seedcryo_reader.coordination.endpoints.study_days import FurtherTreatment, Scan, StudyDays
from seedcryo_reader.coordination.endpoints.survival import EVENT, lpfs, pfs
from seedcryo_reader.criteria.tables import table

RULES = {row["id"]: row for row in table("censoring-fda")}
TARGETS = ("T01", "T02")
DAYS = st.none() | st.integers(1, 500)


@st.composite
def subjects(draw):
    """A read with up to six follow-ups, and its subject's days; progression may date back."""
    days, scans, assessments = 0, {"TP0": (Scan(-7),)}, []
    for place in range(1, draw(st.integers(0, 6)) + 1):
        name = f"TP{place}"
        days += draw(st.integers(5, 120))
        scans[name] = (Scan(days), Scan(days + draw(st.integers(0, 4))))
        overall = draw(st.sampled_from(["SD", "PR", "NE", "PD"]))
        statuses = {one: draw(st.sampled_from(["no LP", "residual", "NE", "LP"])) for one in TARGETS}
        local = {one: draw(evidence(place, one)) for one, status in statuses.items() if status == "LP"}
        found = (draw(evidence(place, "T01")),) if overall == "PD" else ()
        assessments.append(Assessment(name, place, overall, found, statuses, local))
    again = draw(st.none() | st.tuples(st.integers(1, 500), st.sampled_from(["", "T01"])))
    known = StudyDays(
        scans,
        () if again is None else (FurtherTreatment(*again),),
        death=draw(st.none() | st.integers(days + 5, days + 300)),
        new_therapy=draw(DAYS),
        stopped=draw(DAYS),
        cutoff=draw(DAYS),
    )
    return Followed(TARGETS, draw(st.booleans()), draw(st.booleans()), tuple(assessments)), known


def evidence(place, lesion):
    return st.builds(
        lambda since, by: Evidence(f"TP{since}", f"TP{place}", by, frozenset({lesion})),
        st.integers(1, place),
        st.sampled_from(["measurement", "finding"]),
    )


ENDPOINTS = pytest.mark.parametrize("endpoint", [pfs, lpfs])


@ENDPOINTS
@settings(deadline=None, max_examples=150)
@given(subject=subjects())
def test_a_strict_event_is_one_of_the_treatment_policy_on_the_same_day(endpoint, subject, protocol):
    strict, policy = (endpoint(*subject, protocol, variant) for variant in ("strict", "treatment policy"))
    if strict.status == EVENT:
        assert (policy.status, policy.day) == (EVENT, strict.day)
    assert 0 <= strict.day <= policy.day or policy.rule == "P01"


@ENDPOINTS
@settings(deadline=None, max_examples=150)
@given(subject=subjects())
def test_what_is_concluded_is_what_the_table_says_of_the_rule(endpoint, subject, protocol):
    strict, policy = (endpoint(*subject, protocol, variant) for variant in ("strict", "treatment policy"))
    assert RULES[strict.rule]["strict"] == strict.status
    assert RULES[policy.rule]["treatment_policy"] == policy.status
    assert not policy.timepoint or policy.status == EVENT


@ENDPOINTS
@settings(deadline=None, max_examples=150)
@given(subject=subjects(), place=st.integers(0, 6))
def test_one_more_timepoint_that_is_not_evaluable_changes_no_status_and_no_day(endpoint, subject, place, protocol):
    read, days = subject
    before = read.assessments[:place]
    last = max((day.day for one in before for day in days.scans[one.timepoint]), default=0)
    empty = Assessment("TP9", 9, "NE", (), dict.fromkeys(TARGETS, "NE"), {})
    more = Followed(*(read.targets, read.baseline_adequate, read.locally_adequate),
                    (*before, empty, *read.assessments[place:]))  # fmt: skip
    scans = StudyDays(
        {**days.scans, "TP9": (Scan(last + 1),)},
        days.further_treatments,
        days.death,
        days.new_therapy,
        days.clinical_progression,
        days.stopped,
        days.cutoff,
    )
    for variant in ("strict", "treatment policy"):
        one, other = endpoint(read, days, protocol, variant), endpoint(more, scans, protocol, variant)
        assert (one.status, one.day) == (other.status, other.day)


@ENDPOINTS
@settings(deadline=None, max_examples=100)
@given(subject=subjects())
def test_nothing_is_concluded_later_than_the_cutoff(endpoint, subject, protocol):
    read, days = subject
    for variant in ("strict", "treatment policy"):
        found = endpoint(read, days, protocol, variant)
        assert days.cutoff is None or found.day <= days.cutoff


@settings(deadline=None, max_examples=100)
@given(subject=subjects())
def test_allowing_more_missed_assessments_only_turns_censoring_into_events(subject, protocol):
    few, many = (pfs(*subject, with_values(protocol, max_missed=most), "strict") for most in (0, 5))
    assert few.status != EVENT or (few.status, few.day) == (many.status, many.day)


@settings(deadline=None, max_examples=150)
@given(subject=subjects())
def test_a_subject_is_controlled_exactly_where_all_its_targets_are(subject, protocol):
    for view in VIEWS:
        targets = of_targets(*subject, protocol, view)
        whole = of_subject(targets).status
        statuses = {one.status for one in targets.values()}
        assert (whole is Status.CONTROLLED) == (statuses == {Status.CONTROLLED})
        assert (whole is Status.FAILED) == (Status.FAILED in statuses)


@settings(deadline=None, max_examples=100)
@given(subject=subjects())
def test_where_a_further_treatment_is_a_failure_the_assisted_view_is_never_worse(subject, protocol):
    primary, assisted = (of_targets(*subject, protocol, view) for view in VIEWS)
    for lesion in TARGETS:
        if primary[lesion].status is not assisted[lesion].status:
            assert primary[lesion].rule == "reintervention"


def test_a_protocol_without_endpoints_is_a_mistake_of_whoever_asks(protocol):
    plain = protocol.model_copy(update={"endpoints": None})
    read, days = Followed(TARGETS, True, True, ()), StudyDays()
    for ask in (
        lambda: pfs(read, days, plain, "strict"),
        lambda: lpfs(read, days, plain, "strict"),
        lambda: of_targets(read, days, plain, "primary"),
        lambda: sections(plain),
    ):
        with pytest.raises(ValueError, match="no section for"):
            ask()
