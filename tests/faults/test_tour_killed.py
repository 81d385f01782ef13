"""The tour killed at random moments: what was seen is saved, everything verifies, the window goes on where it was."""

import random
import re
import shutil
from contextlib import contextmanager

import pytest
from faults.tour_going_on import SUMMARY, RestOfTimepoint, can_be_read, place_after, receive, sign_in
from faults.tour_station import TourChild, found_on_disk, make_case, told_by, truth_of, verify
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QTableView
from support.toured import toured_case

from seedcryo_reader.app.demo_station import PASSWORD
from seedcryo_reader.app.window import make_shell
from seedcryo_reader.demo.tour.diary import Diary
from seedcryo_reader.demo.tour.hands import Hands, words_of
from seedcryo_reader.demo.tour.looking import Looking
from seedcryo_reader.domain.lifecycle import State
from seedcryo_reader.domain.measurement import Caliper
from seedcryo_reader.ui.viewport.viewport import Viewport
from seedcryo_reader.viewing.drawing import Look

ACROSS = Qt.Orientation.Horizontal
STEPS = 28
"""That the tour tells."""

MOST_S = 1.5
"""A step takes from a few hundredths of that to all of it."""

FEW, FINISHED_EVERY = 3, 5
TARGETS = ("T01", "T02")
LAST_QUESTION = "contiguous"


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    return make_case(tmp_path_factory.mktemp("tour") / "case", toured_case(tmp_path_factory))


@pytest.fixture
def moments(request, rounds):
    """After which step and how much later it is killed: one moment out of each of the equal stretches of the tour."""
    number = rounds if request.config.getoption("--soak") else FEW
    chance = random.Random(45)  # noqa: S311 - a moment, no secret
    return [(int((k + chance.random()) * STEPS / number), MOST_S * chance.random() ** 3) for k in range(number)]


def test_a_tour_that_is_killed_loses_nothing_and_goes_on_where_it_was(demo, moments, tmp_path, qtbot, capfd):
    for number, (step, later) in enumerate(moments):
        work = tmp_path / str(number)
        station = shutil.copytree(demo.station, work / "station")
        child = TourChild(station, demo, work / "killed")
        child.wait_for_steps(step)
        child.kill(later)
        found = found_on_disk(station, child.scratch)
        verify(station, capfd)
        read, records, kept = told_by(station)
        for name in child.steps:
            assert is_saved(name, read), (name, child.steps, read)
        check_disk(found, read)
        assert is_kept(kept, read, child.steps)
        if (len(moments) - number) % FINISHED_EVERY == 1:
            finish(shutil.copytree(station, work / "copy"), demo, work / "finished", capfd)
        go_on(station, demo, (read, records, kept), qtbot)
        verify(station, capfd)
        shutil.rmtree(work)


# --- what has to be so after the kill ---


def is_saved(step, read):
    """Whether the log has what the tour had seen when it told a step."""
    about = re.fullmatch(r"(TP\d) (?:(T\d\d) )?(.*)", step)
    if about is None:
        return is_reached(step, read)
    name, target, what = about.groups()
    one = read.timepoint(name)
    if one is None:
        return False
    sheet = one.sheet
    return {
        "measured": isinstance(sheet.assessed(target or ""), Caliper),
        "questions": (target, LAST_QUESTION) in sheet.findings,
        "non-target disease": "NT01" in (sheet.non_targets if read.before(name) else sheet.recorded),
        "new lesions": sheet.any_new_lesion is not None or bool(sheet.new_lesions),
        "called": set(sheet.calls) == {*TARGETS, "overall"},
        "revealed": one.revealed is not None,
    }.get(what, True)


def is_reached(step, read):
    """As `is_saved`, of the steps that are about no timepoint."""
    ended = (State.CLOSED, State.QUESTIONNAIRE, State.SIGNED)
    return {
        "Summary": read.state in ended,
        "Questionnaire": read.state in ended,
        "Signature": read.questionnaire is not None,
        "Signed": read.is_signed,
        "Worklist, signed": read.is_signed,
    }.get(step, True)


def is_kept(kept, read, steps):
    """Whether the screen of the timepoint that is open was kept: after its second target it had the time for that."""
    if read.active is None or f"{read.active.name} {TARGETS[1]} found" not in steps:
        return True
    return kept is not None and kept.timepoint == read.active.name


def check_disk(found, read):
    """Decoded images belong to timepoints that were opened, or whose turn it is; half of them to what is opened now."""
    opened = {one.name for one in read.timepoints}
    its_turn = {f"TP{len(opened)}"} if read.active is None else set()
    assert found.opened <= opened | its_turn
    just_opened = read.active is None or not read.active.sheet.assessments
    assert not found.is_half_decoded or just_opened
    assert found.scratch == ()


# --- the window ---


def go_on(station, demo, before, qtbot):
    """The window is where it was, and a whole further act can be done in it."""
    read, records, kept = before
    with window(station, qtbot) as hands:
        sign_in(hands, PASSWORD)
        receive(hands, sorted(demo.parts.iterdir()))
        if read.is_signed:
            hands.find(QLabel, "1 of 1 signed")
            assert not can_be_read(hands)
            return
        hands.wait(lambda: can_be_read(hands), "the case")
        hands.key(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
        truth = truth_of(demo)
        place = place_after(hands, truth)
        assert place == next_place(read, truth)
        if place != SUMMARY:
            check_screen(hands, place, read, kept)
            RestOfTimepoint(hands, Diary(station.parent, hands.window), truth, place).draw()
            assert any(words_of(one).startswith("saved ") for one in hands.all(QLabel))
    after, more, _ = told_by(station)
    drawn = 0 if place == SUMMARY else 1
    opened = read.state in {State.ASSIGNED, State.WAITING}
    assert more == records + opened + drawn
    assert drawn == 0 or isinstance(after.active.sheet.assessed(TARGETS[0]), Caliper)


@contextmanager
def window(station, qtbot):
    shell = make_shell(station)
    qtbot.addWidget(shell)
    shell.resize(1280, 800)
    shell.show()
    shell.activateWindow()
    yield Hands(shell)
    shell.close()


def next_place(read, truth):
    """Where a case goes on."""
    if read.active is not None:
        return read.active.name
    left = truth.timepoints[len(read.timepoints) :]
    return left[0] if left else SUMMARY


def check_screen(hands, timepoint, read, kept):
    """The images lie as they were kept, also once they are linked, with the calipers of the log on them."""
    Looking(hands, timepoint).wait_for_links()
    if kept is not None and kept.timepoint == timepoint:
        lies = [(one.shown, one.view) for one in kept.viewports]
        hands.wait(lambda: [(one.shown, one.view) for one in hands.all(Viewport)] == lies, "the images as they were")
        begun = [one.draft.points_mm[:2] for one in hands.all(Viewport) if one.draft is not None]
        assert begun == ([] if kept.draft is None else [kept.draft.points_mm[:2]])
    for image in hands.all(Viewport):
        finished = (one for one in image.drawings().items if "/" in one.item_id and one.look is Look.OWN)
        assert {one.item_id: one.drawn.points_mm for one in finished} == calipers(read.timepoint(image.shown.timepoint))
    cells = hands.find(QTableView, "Lesions").model()
    column = next(k for k in range(cells.columnCount()) if cells.headerData(k, ACROSS) == timepoint)
    lengths = {cells.index(k, 0).data(): str(cells.index(k, column).data()) for k in range(cells.rowCount())}
    for lesion, said in assessed(read.timepoint(timepoint)).items():
        assert lengths[lesion.partition("/")[0]] == str(said.long.mm)


def assessed(one):
    """What was measured at a timepoint, by lesion and extent as the screen names them."""
    said = {} if one is None else one.sheet.assessments
    return {f"{lesion}/{extent}": caliper for (lesion, extent), caliper in said.items()}


def calipers(one):
    """Ends of what was measured at a timepoint, as the log has them."""
    return {
        name: tuple(tuple(map(float, end)) for axis in (drawn.long, drawn.short) for end in (axis.start, axis.end))
        for name, drawn in assessed(one).items()
    }


def finish(station, demo, work, capfd):
    """The tour goes on to its signature, and nothing of the images is left then."""
    code, said = TourChild(station, demo, work, "going-on").finish()
    assert code == 0, said
    read, _, _ = told_by(station)
    assert read.is_signed
    found = found_on_disk(station, work / "tmp")
    assert (found.opened, found.is_half_decoded, found.scratch) == (frozenset(), False, ())
    assert list((station / "incoming").iterdir()) == []
    verify(station, capfd)
