"""What the section of calls may show, decided without a screen."""

import pytest
from reading.ways import WHY, assessed, baseline, begun, called, calls, follow_up, revised, said, unlock
from ui.reading.verdict.rooms import at_follow_up

from seedcryo_reader.criteria.evaluate import evaluate
from seedcryo_reader.domain import events
from seedcryo_reader.domain.conclusion import OVERALL
from seedcryo_reader.domain.measurement import Extent
from seedcryo_reader.reading.worked_out import WorkedOut
from seedcryo_reader.ui.reading.verdict.standing import Phase, standing


def _now(reading, protocol=None):
    return standing(WorkedOut(reading.read, protocol or reading.protocol))


def _about(now, about):
    return next(one for one in now.calls if one.about == about)


def test_nothing_computed_is_there_before_the_reveal():
    reading = at_follow_up(called=False)
    for act in (None, *calls("TP2", reason=None)):
        if act is not None:
            reading.do(act)
        now = _now(reading)
        assert now.phase is Phase.CALLING
        assert (now.parts, [one.computed for one in now.calls], [one.differs for one in now.calls]) == (
            (),
            [None] * 3,
            [None] * 3,
        )
    assert now.can_reveal


def test_the_reveal_waits_for_what_is_not_assessed_and_for_every_call():
    reading, _ = begun()
    baseline(reading)
    reading.open_next()
    acts = [*assessed("TP1"), *calls("TP1", reason=None)]
    for act in acts:
        assert not _now(reading).can_reveal
        reading.do(act)
    assert _now(reading).can_reveal


def test_a_call_that_differs_needs_a_reason_and_one_that_agrees_does_not():
    reading = at_follow_up("30.1")
    reading.reveal()
    now = _now(reading)
    assert now.phase is Phase.SHOWN
    assert not now.can_reveal
    said_of = {one.about: (one.computed.value, one.differs, one.needs_reason) for one in now.calls}
    assert said_of == {"T01": ("LP", True, True), "T02": ("no LP", False, False), OVERALL: ("SD", False, False)}
    assert [one.about for one in now.parts] == ["target", "non-target", "new lesions"]
    said(reading, called("TP2", "T01", "no LP", "the rim is smooth"))
    now = _now(reading)
    assert (_about(now, "T01").differs, _about(now, "T01").needs_reason) == (True, False)


def test_what_was_shown_before_a_change_neither_agrees_nor_differs():
    reading = at_follow_up("30.1")
    reading.reveal()
    said(reading, revised("TP2", "T01", "22"))
    now = _now(reading)
    assert (now.phase, now.can_reveal) == (Phase.STALE, True)
    assert _about(now, "T01").changed == (("T01", Extent.WHOLE),)
    assert [one.differs for one in now.calls] == [None] * 3
    assert _about(now, "T01").computed.value == "LP"
    reading.reveal()
    assert _about(_now(reading), "T01").computed.value == "no LP"


def test_shown_live_the_conclusions_follow_what_is_said():
    reading = at_follow_up("30.1", called=False)
    live = reading.protocol.model_copy(update={"calls": reading.protocol.calls.model_copy(update={"reveal": "live"})})
    assert _now(reading, live).phase is Phase.LIVE
    assert _about(_now(reading, live), "T01").computed.value == "LP"
    said(reading, revised("TP2", "T01", "22"))
    assert _about(_now(reading, live), "T01").computed.value == "no LP"


@pytest.mark.parametrize("phase", [Phase.NOTHING, Phase.BASELINE, Phase.NOT_EVALUABLE])
def test_where_no_call_is_asked_none_is_offered(phase):
    reading, _ = begun()
    if phase is not Phase.BASELINE:
        baseline(reading)
    if phase is Phase.NOT_EVALUABLE:
        reading.open_next()
        said(reading, events.TimepointMarkedNotEvaluable("TP1", "artefact"))
    now = _now(reading)
    assert (now.phase, now.calls, now.can_reveal, now.can_call) == (phase, (), False, False)


def test_a_locked_timepoint_that_is_looked_at_again_shows_what_is_concluded_now():
    reading, _ = begun()
    baseline(reading)
    follow_up(reading, "22")
    follow_up(reading, "22")
    unlock(reading, "TP1")
    said(reading, revised("TP1", "T01", "16"), why=WHY)
    reading.reveal()
    reading.lock()
    now = _now(reading)
    assert (now.phase, now.timepoint, now.can_call, now.can_reveal) == (Phase.RECONFIRMING, "TP2", False, False)
    fresh = {one.about: one.value for one in evaluate(reading.read, reading.protocol, "TP2")}
    assert fresh["T01"] == "LP"
    assert (_about(now, "T01").computed.value, _about(now, "T01").differs) == ("LP", True)
