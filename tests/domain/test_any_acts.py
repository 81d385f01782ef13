"""Laws that hold whatever is tried: any acts, legal and illegal, in any order."""

from itertools import pairwise

from domain.acts import CASE, Desk
from domain.chance import THROWS, Stride, act_of, walks
from domain.stamps import logged
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from seedcryo_reader.domain import events
from seedcryo_reader.domain.events import CourseEvent, Note, SheetAct, Undoing
from seedcryo_reader.domain.fold import applied, folded
from seedcryo_reader.domain.lesion import NEW_LESION_ID, Absent, Merged, NotEvaluable, Split, whole_of
from seedcryo_reader.domain.lifecycle import TABLE, IllegalAct, State
from seedcryo_reader.domain.measurement import Extent
from seedcryo_reader.domain.read import BASELINE, Read, Sheet, Step, TimepointRead
from seedcryo_reader.domain.record import read_record

LAW = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])


def _legal(strides: list[Stride]) -> list[Stride]:
    return [one for one in strides if one.after is not None]


def _chain(step: Step | None) -> list[tuple[int, str]]:
    found = []
    while step is not None:
        found.append((step.seq, repr(step.sheet)))
        step = step.before
    return found


def _all_of(read: Read) -> str:
    """Everything that a read holds, what is not compared too."""
    hidden = [
        (_chain(one.undoable), _chain(one.redoable), None if one.revealed is None else repr(one.revealed.sheet))
        for one in read.timepoints
    ]
    return f"{read!r} {hidden!r}"


@LAW
@given(walks())
def test_the_fold_of_a_log_is_the_state_after_its_last_act_also_from_its_bytes(walked):
    desk, strides = walked
    legal = _legal(strides)
    read = legal[-1].after if legal else desk.read
    log = [*desk.log, *((one.seq, one.event) for one in legal)]
    assert _all_of(folded(CASE, log)) == _all_of(read)
    records = [read_record(data) for data in logged(event for _, event in log)]
    assert [one.event for one in records] == [event for _, event in log]
    # The numbers have no gaps now; undo names numbers, so they are told as they were.
    assert folded(CASE, ((seq, one.event) for (seq, _), one in zip(log, records, strict=True))) == read


@LAW
@given(walks())
def test_an_act_legal_or_not_never_changes_the_read_it_is_done_on(walked):
    _, strides = walked
    seen: list[tuple[Read, str]] = []
    for one in strides:
        if not seen or seen[-1][0] is not one.before:
            seen.append((one.before, _all_of(one.before)))
    assert all(_all_of(read) == told for read, told in seen)


@LAW
@given(walks(), st.lists(THROWS, min_size=1, max_size=25))
def test_any_acts_on_a_sheet_and_as_many_undos_give_the_earlier_read_and_redos_the_later_one(walked, throws):
    desk, strides = walked
    legal = _legal(strides)
    read = legal[-1].after if legal else desk.read
    worked = Desk(read, [*desk.log, *((one.seq, one.event) for one in legal)])
    # Numbers go on from the last one; those of illegal acts are not in the log.
    first = (strides[-1].seq if strides else len(desk.log)) + 1
    done = []
    for seq, throw in enumerate(throws, first):
        event = act_of(worked.read, throw)
        if isinstance(event, SheetAct):
            try:
                worked.read = applied(worked.read, event, seq)
            except IllegalAct:
                continue
            done.append(seq)
    after, seq = worked.read, first + len(throws)
    for number in reversed(done):
        worked.read = applied(worked.read, events.ActUndone(worked.active.name, number), seq := seq + 1)
    assert worked.read == read
    for number in done:
        worked.read = applied(worked.read, events.ActRedone(worked.active.name, number), seq := seq + 1)
    assert worked.read == after
    assert _all_of(worked.read).partition("[")[0] == _all_of(after).partition("[")[0]


_NO_BARRIERS = events.TimepointReconfirmed | events.GuardAnswered


@LAW
@given(walks())
def test_nothing_before_a_barrier_can_be_undone_and_a_new_act_ends_redoing(walked):
    for one in _legal(walked[1]):
        if isinstance(one.event, CourseEvent) and not isinstance(one.event, _NO_BARRIERS):
            name = getattr(one.event, "timepoint", BASELINE)
            touched = (one.after.timepoint(name), *_after(one.after, name))
            assert all(each.undoable is None and each.redoable is None for each in touched)
        if isinstance(one.event, SheetAct):
            assert one.after.timepoint(one.event.timepoint).redoable is None


def _after(read: Read, name: str) -> list[TimepointRead]:
    return list(read.timepoints[len(read.before(name)) + 1 :])


@LAW
@given(walks())
def test_an_act_changes_the_sheet_of_the_one_timepoint_that_can_be_worked_at_and_no_other(walked):
    for one in _legal(walked[1]):
        images = isinstance(one.event, events.TimepointOpened)
        for old, new in zip(one.before.timepoints, one.after.timepoints, strict=False):
            if old.sheet != new.sheet and not images:
                assert isinstance(one.event, SheetAct | Undoing)
                assert old.name == one.event.timepoint == one.before.active.name
                assert not old.locked


@LAW
@given(walks())
def test_what_is_locked_stays_as_it_is_until_the_centre_opens_it(walked):
    opening = events.TimepointUnlocked | events.VersionOpened | events.TimepointOpened
    for one in _legal(walked[1]):
        for old, new in zip(one.before.timepoints, one.after.timepoints, strict=False):
            if old.locked and not isinstance(one.event, opening):
                assert (new.locked, new.sheet, new.seal) == (True, old.sheet, old.seal)
                assert new.revealed == old.revealed or isinstance(one.event, events.TimepointReconfirmed)


@LAW
@given(walks())
def test_work_goes_forward_the_earliest_timepoint_with_something_to_do_comes_first(walked):
    work = SheetAct | Undoing | events.TimepointLocked | events.ConclusionRevealed | events.TimepointReconfirmed
    for one in _legal(walked[1]):
        if isinstance(one.event, work):
            assert not any(each.to_do for each in one.before.before(one.event.timepoint))
            assert one.before.timepoint(one.event.timepoint).to_do
        if len(one.after.timepoints) > len(one.before.timepoints):
            assert not any(each.to_do for each in one.before.timepoints)


@LAW
@given(walks())
def test_signed_is_frozen(walked):
    _, strides = walked
    for one in strides:
        if one.before.state is State.SIGNED:
            assert one.after is None or isinstance(one.event, events.VersionOpened | Note)
            if one.after is not None and isinstance(one.event, Note):
                assert (one.after.timepoints, one.after.signatures) == (one.before.timepoints, one.before.signatures)
    read = strides[-1].after or strides[-1].before
    if read.state is State.SIGNED:
        assert all(each.locked and not each.reconfirm for each in read.timepoints)
        assert read.signatures[-1].version == read.version


@LAW
@given(walks())
def test_the_state_says_what_is_open(walked):
    for one in _legal(walked[1]):
        open_one = any(each.to_do for each in one.after.timepoints)
        assert open_one == (one.after.state is State.IN_PROGRESS)
        assert (one.after.closing_part is not None) == (
            not {one.after.state, one.after.resume}.isdisjoint({State.CLOSED, State.QUESTIONNAIRE, State.SIGNED})
        )
        assert any((row.state, row.event) == (one.before.state, type(one.event)) for row in TABLE)


@LAW
@given(walks())
def test_a_sheet_never_says_what_makes_no_sense(walked):
    for one in _legal(walked[1]):
        for each in one.after.timepoints:
            _check_assessments(each.sheet)
            _check_lesions(one.after, each)


def _check_assessments(sheet: Sheet) -> None:
    gone = Absent | Merged | Split
    for (lesion, extent), said in sheet.assessments.items():
        whole = whole_of(lesion)
        if whole is not None:
            assert lesion in sheet.pieces(whole)
            assert not isinstance(said, Merged | Split)
        if extent is Extent.VIABLE:
            assert not isinstance(sheet.assessed(lesion), gone)
            assert not isinstance(said, Merged | Split)
        if isinstance(said, Merged):
            assert said.into != lesion
            assert not isinstance(sheet.assessed(said.into), gone)
        if isinstance(said, Split):
            assert len(said.pieces) >= 2
        if isinstance(said, NotEvaluable):
            assert said.reason


def _check_lesions(read: Read, one: TimepointRead) -> None:
    """Whatever a sheet names is a target, or is recorded at this timepoint or an earlier one."""
    targets = {target.target_id for target in read.targets}
    known = {*read.recorded(one.name), *targets}
    sheet = one.sheet
    merged = {said.into for said in sheet.assessments.values() if isinstance(said, Merged)}
    named = {whole_of(lesion) or lesion for lesion, _ in sheet.assessments} | merged | {*(sheet.recist_set or ())}
    assert named | {*sheet.non_targets} | {*sheet.new_lesions} <= known
    assert {lesion for lesion, _ in sheet.findings} <= targets
    assert {NEW_LESION_ID.fullmatch(lesion) is not None for lesion in sheet.recorded} <= {one.name != BASELINE}
    assert sheet.any_new_lesion is None or not sheet.recorded
    follow_up = (sheet.findings, sheet.calls, sheet.non_targets, sheet.new_lesions, sheet.any_new_lesion)
    assert one.name != BASELINE or not any(follow_up)
    assert one.name == BASELINE or sheet.recist_set is None


@LAW
@given(walks())
def test_no_lesion_is_recorded_twice(walked):
    for one in _legal(walked[1]):
        found = [lesion for each in one.after.timepoints for lesion in each.sheet.recorded]
        assert len(set(found)) == len(found)


@LAW
@given(walks())
def test_an_id_that_was_dropped_or_went_with_its_images_is_given_to_no_other_lesion(walked):
    gone: set[str] = set()
    for one in _legal(walked[1]):
        before, after = ({lesion for each in read.timepoints for lesion in each.sheet.recorded}
                         for read in (one.before, one.after))  # fmt: skip
        if isinstance(one.event, events.LesionDropped | events.TimepointOpened):
            gone |= before - after
        elif isinstance(one.event, Undoing):
            gone -= after
        assert not gone & after


@LAW
@given(walks())
def test_no_call_is_about_a_timepoint_that_is_not_evaluable(walked):
    for one in _legal(walked[1]):
        assert not any(each.sheet.calls for each in one.after.timepoints if each.sheet.not_evaluable is not None)
        if isinstance(one.event, events.CallMade):
            call = one.after.timepoint(one.event.timepoint).sheet.calls[one.event.about]
            assert call.after_reveal == (one.before.timepoint(one.event.timepoint).revealed is not None)


@LAW
@given(walks())
def test_hindsight_is_marked_where_later_images_had_been_seen(walked):
    for one in _legal(walked[1]):
        reopened = [each for each in one.after.timepoints if not each.locked]
        assert all(each.hindsight for each in reopened if each is not one.after.timepoints[-1])
        for old, new in zip(one.before.timepoints, one.after.timepoints, strict=False):
            assert new.hindsight or not old.hindsight
            assert new.reopened or not (old.locked and not new.locked) or old.seal != new.seal


@LAW
@given(walks())
def test_conclusions_from_before_a_change_are_stale(walked):
    for one in _legal(walked[1]):
        for earlier, later in pairwise(one.after.timepoints):
            if not earlier.locked and not later.locked:
                assert later.revealed is None or later.revealed.is_stale(later.sheet)
            if later.reconfirm:
                assert later.revealed is None or later.revealed.is_stale(later.sheet)
