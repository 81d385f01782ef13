"""Words in events: bounded, and nothing in them that an audit trail could be bent with."""

from dataclasses import replace

import pytest
from domain.acts import at_follow_up, measured, signed
from domain.samples import SAMPLES

from seedcryo_reader.domain import events
from seedcryo_reader.domain.lifecycle import IllegalAct
from seedcryo_reader.domain.wording import LONGEST_NOTE, LONGEST_REASON, check_text, check_words

NOTE = events.IncidentalFindingReported("TP1", "A clot.")
CALL = events.CallMade("TP1", "T01", "LP", "It grew.")
WORDED = {
    (type(event).__name__, field)
    for event in SAMPLES
    for field in type(event).__slots__
    if field in {"text", "reason", "answer", "question", "value", "kind", "leave", "name", "meaning", "guard", "about"}
}


def test_notes_and_reasons_have_a_length():
    desk = at_follow_up()
    desk.do(replace(NOTE, text="a" * LONGEST_NOTE), replace(CALL, reason="a" * LONGEST_REASON))
    for act, said in (
        (replace(NOTE, text="a" * (LONGEST_NOTE + 1)), "The text has 4001 characters; it can have 4000"),
        (replace(CALL, reason="a" * (LONGEST_REASON + 1)), "The reason has 501 characters; it can have 500"),
    ):
        before = desk.read
        with pytest.raises(IllegalAct, match=said):
            desk.do(act)
        assert desk.read is before


@pytest.mark.parametrize("text", ["", " ", "\u3000", "\u00a0 "])
def test_a_text_says_something(text):
    with pytest.raises(IllegalAct, match="The text is empty"):
        check_words(replace(NOTE, text=text))


@pytest.mark.parametrize(
    "bad", ["\n", "\r", "\t", "\0", "\x1b", "\x7f", "\x85", "\u2028", "\u2029", "\u202e", "\u200b", "\ud800"]
)
def test_control_characters_and_breaks_are_refused_without_being_told(bad):
    with pytest.raises(IllegalAct, match="The text holds a control character") as caught:
        check_words(replace(NOTE, text=f"A clot.{bad}09:15 read signed"))
    assert "clot" not in str(caught.value)


@pytest.mark.parametrize("text", ["增大。\u3000没有强化", "Größer · 30 mm", "العقدة", "a\u200db", "🙂", "x\u00a0y"])
def test_any_script_is_taken(text):
    check_text(text, "reason")


@pytest.mark.parametrize(("kind", "field"), sorted(WORDED))
def test_every_event_with_words_is_held_against_it(kind, field):
    [event] = [event for event in SAMPLES if type(event).__name__ == kind]
    check_words(event)
    with pytest.raises(IllegalAct, match=f"The {field} "):
        check_words(replace(event, **{field: "two\nlines"}))


def test_what_may_be_left_out_may_be_left_out():
    check_words(replace(CALL, reason=None))
    check_words(measured("TP1", "T01"))
    check_words(replace(signed(), key_id="", signature=""))
    check_words(events.QuestionnaireAnswered(""))
