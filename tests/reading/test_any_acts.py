"""Laws of a case on the desk, whatever a reader tries in whatever order, with a log that fails now and then."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reading.ways import (
    ANSWERS,
    CASE,
    WHY,
    answers,
    assessed,
    called,
    calls,
    found,
    measured,
    new_lesion,
    new_version,
    non_target,
    none_new,
    recorded,
    revised,
    unlock,
)
from support.fake_desk import PASSWORD, fake_desk

from seedcryo_reader.domain import events
from seedcryo_reader.domain.errors import EnvironmentFailure
from seedcryo_reader.domain.fold import folded
from seedcryo_reader.domain.lifecycle import IllegalAct, State
from seedcryo_reader.domain.measurement import Extent
from seedcryo_reader.domain.record import read_record
from seedcryo_reader.reading.reading import Reading

NAMES = ("TP0", "TP1", "TP2")
LESIONS = ("T01", "T02", "R01", "T01.1", "T09")


def _acts(at: str) -> st.SearchStrategy:
    lesion = st.sampled_from(LESIONS)
    size = st.sampled_from(("9", "16", "22", "30.1"))
    return st.one_of(
        st.builds(lambda one, mm: measured(at, one, mm), lesion, size),
        st.builds(lambda one, mm: revised(at, one, mm), lesion, size),
        st.builds(lambda one: events.LesionMarkedAbsent(at, one, Extent.WHOLE), lesion),
        st.builds(lambda one: events.AssessmentRemoved(at, one, Extent.WHOLE), lesion),
        st.builds(lambda one, into: events.LesionMarkedMerged(at, one, into), lesion, lesion),
        st.builds(lambda one: events.LesionMarkedSplit(at, one, (f"{one}.1", f"{one}.2")), lesion),
        st.builds(lambda one: recorded(at, one), st.sampled_from(("NT01", "R01", "NL01"))),
        st.builds(lambda one: events.LesionDropped(at, one), st.sampled_from(("NT01", "R01", "NL01"))),
        st.builds(lambda one: found(at, one, "tissue", "present"), lesion),
        st.builds(lambda value: called(at, "T01", value), st.sampled_from(("LP", "no LP", "PD"))),
        st.sampled_from(
            (
                non_target(at, "NT01"),
                new_lesion(at, "NL01"),
                none_new(at),
                events.RecistSetChosen(at, ("T01", "R01")),
                events.TimepointMarkedNotEvaluable(at, "artefact"),
                events.TimepointMarkedEvaluable(at),
                events.ErratumNoted(at, "a slip"),
            )
        ),
    )


def _helpful(reading: Reading) -> None:
    """Everything that the open timepoint may ask for, so that acts get further than the baseline."""
    at = reading.read.active.name
    more = [*answers(at), *assessed(at)[2:], *calls(at)] if at != "TP0" else []
    for act in (measured(at, "T01", "22"), measured(at, "T02", "18", "16"), *more):
        _tried(lambda act=act: reading.do(act, WHY))


def _tried(act) -> bool:
    try:
        act()
    except IllegalAct:
        return False
    return True


_COURSE = {
    "open": Reading.open_next,
    "undo": Reading.undo,
    "redo": Reading.redo,
    "reveal": Reading.reveal,
    "lock": Reading.lock,
    "settle": lambda reading: [reading.answer_guard(one, WHY) for one in reading.guards()],
    "reconfirm": Reading.reconfirm,
    "unlock": lambda reading: unlock(reading, "TP0"),
    "unlock all": lambda reading: unlock(reading, "TP1", and_later=True),
    "version": lambda reading: new_version(reading, "TP1"),
    "answer": lambda reading: reading.answer_questionnaire(ANSWERS, "a guess"),
    "sign": lambda reading: reading.sign(PASSWORD),
    "fill": lambda reading: reading.read.active and _helpful(reading),
}

_MANY = ("fill", "settle")
"""Steps that are more than one act."""

STEPS = st.lists(
    st.one_of(
        st.sampled_from(tuple(_COURSE)),
        st.sampled_from(("fill", "reveal", "settle", "lock", "open")),
        st.sampled_from(NAMES).flatmap(_acts),
    ),
    max_size=40,
)
LAWS = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _done(reading: Reading, step) -> bool:
    if isinstance(step, str):
        return _tried(lambda: _COURSE[step](reading))
    return _tried(lambda: reading.do(step, WHY))


@LAWS
@given(STEPS)
def test_a_read_is_what_its_log_says_and_nothing_of_the_log_is_ever_lost(steps):
    desk = fake_desk()
    reading = Reading(CASE, desk.desk)
    for step in ("open", *steps):
        before, read = reading.records, reading.read
        done = _done(reading, step)
        assert reading.records[: len(before)] == before
        if not done and step not in _MANY:
            assert (reading.records, reading.read) == (before, read)
    stored = [read_record(one.body) for one in desk.log.stored]
    assert list(reading.records) == stored
    assert reading.read == folded(CASE, ((one.seq, one.event) for one in stored)) == Reading(CASE, desk.desk).read


@LAWS
@given(STEPS)
def test_a_timepoint_locks_exactly_when_nothing_is_missing_and_nothing_is_asked(steps):
    reading = Reading(CASE, fake_desk().desk)
    for step in ("open", *steps):
        active = reading.read.active
        asked = step == "lock" and reading.guards()
        complete = active is not None and not reading.missing() and not asked
        done = _done(reading, step)
        if step in {"lock", "reconfirm"}:
            at_hand = active is not None and active.locked is (step == "reconfirm")
            assert done is (complete and at_hand)


@LAWS
@given(st.lists(_acts("TP0"), max_size=25), st.integers(0, 25))
def test_as_many_undos_give_the_earlier_read_and_as_many_redos_the_later(acts, first):
    reading = Reading(CASE, fake_desk().desk)
    reading.open_next()
    for act in acts[:first]:
        _tried(lambda act=act: reading.do(act))
    earlier = reading.read
    sheet_acts = [act for act in acts[first:] if not isinstance(act, events.ErratumNoted)]
    count = sum(_tried(lambda act=act: reading.do(act)) for act in sheet_acts)
    later, length = reading.read, len(reading.records)
    for _ in range(count):
        reading.undo()
    assert reading.read == earlier
    for _ in range(count):
        reading.redo()
    assert reading.read == later
    assert len(reading.records) == length + 2 * count


@LAWS
@given(STEPS, st.lists(st.booleans(), max_size=40))
def test_a_log_that_fails_now_and_then_loses_only_the_acts_that_said_so(steps, failing):
    desk = fake_desk()
    reading = Reading(CASE, desk.desk)
    saved = 0
    for step, fails in zip(("open", *(one for one in steps if one not in _MANY)), (False, *failing), strict=False):
        desk.log.fails = fails
        try:
            saved += _done(reading, step) and len(reading.records) > saved
        except EnvironmentFailure:
            assert fails
        assert len(reading.records) == len(desk.log.stored) == saved
    assert reading.read == Reading(CASE, desk.desk).read


@LAWS
@given(STEPS)
def test_any_case_can_be_brought_to_its_signature(steps):
    """Whatever was done before, a reader (and a coordinator who gives leave) can finish the read."""
    reading = Reading(CASE, fake_desk().desk)
    for step in ("open", *steps):
        _done(reading, step)
    for _ in range(12):
        if reading.read.active is None:
            if reading.open_next() is None:
                break
            continue
        _finished(reading)
    if reading.read.state is State.CLOSED:
        _done(reading, "answer")
    if reading.read.state is not State.SIGNED:
        reading.sign(PASSWORD)
    assert reading.read.state is State.SIGNED


def _finished(reading: Reading) -> None:
    """Lock the timepoint at hand as not evaluable, or reconfirm it; if it cannot be, read on from before it."""
    active = reading.read.active
    if active.locked:
        if not _tried(reading.reconfirm):
            before = reading.read.before(active.name)[-1].name
            unlock(reading, before, and_later=True)
        return
    if active.sheet.not_evaluable is None:
        reading.do(events.TimepointMarkedNotEvaluable(active.name, "artefact"), WHY)
    reading.lock()
