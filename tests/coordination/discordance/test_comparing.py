"""Two results compared."""

from dataclasses import replace

import pytest
from criteria.reads import changed
from hypothesis import given, settings
from hypothesis import strategies as st
from support.reads_apart import shipped

from seedcryo_reader.coordination.discordance.comparing import compare
from seedcryo_reader.domain.discordance import OVERALL, Cause, LocalResult, ReadResult, Variable

SHIPPED = shipped()
EVERYTHING = changed(
    SHIPPED, {"adjudication.variables": tuple(one.value for one in Variable), "adjudication.tolerance_timepoints": 1}
)
NAMES = ("TP0", "TP1", "TP2", "TP3", "TP4", "TP5")
STATUSES = st.lists(st.sampled_from(("no LP", "residual", "equivocal", "LP", "NE")), min_size=5, max_size=5)
RESPONSES = st.lists(st.sampled_from(("CR", "PR", "SD", "PD", "NE")), min_size=5, max_size=5)
REAL_CAUSES = [one for one in Cause if one not in (Cause.TIMEPOINT_ONLY, Cause.EVALUABILITY)]


def first_of(values: list[str], progressed: str) -> str | None:
    return f"TP{values.index(progressed) + 1}" if progressed in values else None


@st.composite
def local(draw, target: str) -> LocalResult:
    statuses = draw(STATUSES)
    found = first_of(statuses, "LP")
    cause = None if found is None else draw(st.sampled_from((Cause.TARGET_MEASURE, Cause.LOCAL_FINDING, Cause.CALL)))
    evaluable = statuses[3] != "NE" or "LP" in statuses[:4]
    return LocalResult(target, found, found, cause, evaluable, tuple(statuses), tuple(draw(STATUSES)))


@st.composite
def read_results(draw) -> ReadResult:
    responses = draw(RESPONSES)
    found = first_of(responses, "PD")
    chosen = [] if found is None else draw(st.lists(st.sampled_from(REAL_CAUSES), min_size=1, unique=True))
    causes = tuple(one for one in Cause if one in chosen)
    news = tuple(draw(st.lists(st.sampled_from(("liver, segment II", "lung, lingula")), max_size=2)))
    return ReadResult(
        case_number="C-0001",
        reader=draw(st.sampled_from(("reader1", "reader2"))),
        version=1,
        read_sha256="0" * 64,
        protocol_id=SHIPPED.protocol_id,
        protocol_sha256=SHIPPED.sha256,
        timepoints=NAMES,
        local=(draw(local("T01")), draw(local("T02"))),
        progressed_at=found,
        found_at=found,
        causes=causes,
        grounds=(),
        best_response=draw(st.sampled_from(("CR", "PR", "SD", "PD", "NE", None))),
        responses=tuple(responses),
        computed=tuple(draw(RESPONSES)),
        new_lesions=tuple(sorted(news)) if Cause.NEW_LESION in causes else (),
    )


@settings(max_examples=80, deadline=None)
@given(read_results(), read_results(), st.sampled_from((SHIPPED, EVERYTHING)))
def test_comparing_is_the_same_from_both_sides_and_nothing_differs_from_itself(one, other, by):
    there, back = compare(one, other, by), compare(other, one, by)
    assert back.differences == tuple(replace(diff, first=diff.second, second=diff.first) for diff in there.differences)
    assert (back.first, back.second) == (there.second, there.first)
    assert len(back.different_reasons) == len(there.different_reasons)
    for read in (one, other):
        assert compare(read, read, by).differences == ()
        assert compare(read, read, by).different_reasons == ()


@settings(max_examples=80, deadline=None)
@given(read_results(), read_results())
def test_a_difference_is_named_once_says_two_things_and_has_a_cause(one, other):
    found = compare(one, other, EVERYTHING).differences
    assert len({(diff.variable, diff.about) for diff in found}) == len(found)
    assert all(diff.first != diff.second and diff.causes for diff in found)
    assert [diff.about for diff in found] == sorted((diff.about for diff in found), key=["T01", "T02", OVERALL].index)
    for diff in found:
        if diff.variable in (Variable.LOCAL_TIMEPOINT, Variable.OVERALL_TIMEPOINT):
            assert Cause.TIMEPOINT_ONLY in diff.causes
            across = diff.about != OVERALL and {diff.first, diff.second} == {"TP4", "TP5"}
            assert across or abs(int(diff.first[2:]) - int(diff.second[2:])) > 1


@settings(max_examples=40, deadline=None)
@given(read_results(), read_results())
def test_only_what_the_protocol_names_is_compared(one, other):
    every = compare(one, other, EVERYTHING).differences
    for variable in Variable:
        by = changed(EVERYTHING, {"adjudication.variables": (variable.value,)})
        assert compare(one, other, by).differences == tuple(diff for diff in every if diff.variable is variable)


@settings(max_examples=40, deadline=None)
@given(read_results(), read_results())
def test_who_read_changes_nothing(one, other):
    found = compare(replace(one, reader="x", version=7), replace(other, reader="y", grounds=("z",)), SHIPPED)
    assert found == compare(one, other, SHIPPED)


@settings(max_examples=80, deadline=None)
@given(read_results(), read_results(), st.integers(0, 5))
def test_whether_a_target_progressed_by_the_landmark_is_never_tolerated(one, other, tolerance):
    by = changed(SHIPPED, {"adjudication.tolerance_timepoints": tolerance})
    found = compare(one, other, by)
    differ = {diff.about for diff in found.differences}
    for here, there in zip(one.local, other.local, strict=True):
        if (here.progressed_at in NAMES[:5]) != (there.progressed_at in NAMES[:5]):
            assert here.target in differ
            assert not [said for said in found.different_reasons if said.startswith(here.target)]


CALM = ReadResult(
    "C-0001", "reader1", 1, "0" * 64, SHIPPED.protocol_id, SHIPPED.sha256, NAMES[:2], (), None, None, (), ()
)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"case_number": "C-0002"}, "different cases"),
        ({"protocol_sha256": "1" * 64}, "different protocols"),
        ({"timepoints": NAMES[:3]}, "different timepoints"),
        ({"local": (LocalResult("T01", None, None, None, True),)}, "different targets"),
        ({"case_number": "C-0002", "timepoints": NAMES[:3]}, "different cases and timepoints"),
    ],
)
def test_reads_that_are_not_of_one_case_and_protocol_are_not_compared(change, words):
    for pair in ((CALM, replace(CALM, **change)), (replace(CALM, **change), CALM)):
        with pytest.raises(ValueError, match=f"two reads of {words} cannot be compared"):
            compare(*pair, SHIPPED)


def test_reads_of_another_protocol_than_the_one_given_are_not_compared():
    with pytest.raises(ValueError, match="different protocols"):
        compare(CALM, CALM, changed(SHIPPED, {"sha256": "1" * 64}))


def test_a_protocol_that_adjudicates_nothing_compares_nothing():
    with pytest.raises(ValueError, match=r"has no section \[adjudication\]"):
        compare(CALM, CALM, changed(SHIPPED, {"adjudication": None}))


@pytest.mark.parametrize(("count", "at"), [(5, "TP4"), (4, "TP3"), (7, "TP4")])
def test_a_case_that_has_not_the_timepoints_of_the_schedule_says_where_evaluability_was_compared(count, at):
    short = replace(CALM, timepoints=tuple(f"TP{number}" for number in range(count)))
    (found,) = compare(short, short, SHIPPED).remarks
    assert found == (
        f"The case has {count} timepoints and the protocol schedules 6, the baseline included. "
        f"Evaluability was compared at {at}, by its number, for the landmark TP4: "
        "a missed visit or an unscheduled scan before it makes it another visit."
    )


@pytest.mark.parametrize(
    ("count", "changes"),
    [
        (6, {}),
        (4, {"adjudication.variables": ("overall progression",)}),
        (4, {"schedule": ()}),
        (4, {"endpoints": None}),
    ],
)
def test_a_case_as_it_is_scheduled_or_without_a_landmark_has_no_remark(count, changes):
    read = replace(CALM, timepoints=tuple(f"TP{number}" for number in range(count)))
    assert compare(read, read, changed(SHIPPED, changes)).remarks == ()
