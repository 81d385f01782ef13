"""The blinding questionnaire: every problem at once, sealed, and never in the clear."""

import base64
from dataclasses import replace
from itertools import product

import pyrage
import pytest
from reading.ways import ANSWERS, CASE, closed, state

from seedcryo_reader.domain import canonical
from seedcryo_reader.domain.lifecycle import IllegalAct
from seedcryo_reader.reading.canonical_read import Signing, canonical_read
from seedcryo_reader.reading.questionnaire import questionnaire_bytes
from seedcryo_reader.reading.reading import Reading
from seedcryo_reader.reading.telling import told

GOOD = {"arm": ("seeds alone",), "traces": ("a needle tract", "something else")}


@pytest.fixture(scope="module")
def protocol():
    return closed()[0].protocol


def test_the_answers_are_kept_by_question_with_the_protocol_they_were_asked_by(protocol):
    kept = canonical.decode(questionnaire_bytes(CASE, protocol, GOOD, "certain"))
    assert set(kept.pop("padding")) == {" "}
    assert kept == {
        "format": "seedcryo-questionnaire/1",
        "case": CASE,
        "protocol": {"id": protocol.protocol_id, "sha256": protocol.sha256},
        "answers": {"arm": ["seeds alone"], "traces": ["a needle tract", "something else"]},
        "confidence": "certain",
    }


def test_the_sealed_bytes_have_one_length_whatever_was_answered(protocol):
    asked = protocol.questionnaire
    arms, traces = (one.answers for one in asked.questions)
    lengths = {
        len(questionnaire_bytes(CASE, protocol, {"arm": (arm,), "traces": said}, confidence))
        for arm, confidence in product(arms, asked.confidence)
        for said in (*((one,) for one in traces), tuple(traces), tuple(traces[:2]))
    }
    assert lengths == {1024}


def test_longer_questions_have_a_longer_length_of_their_own(protocol):
    first, *others = protocol.questionnaire.questions
    long = first.model_copy(update={"answers": (*first.answers, "an answer of many words " * 40)})
    asked = protocol.questionnaire.model_copy(update={"questions": (long, *others)})
    more = protocol.model_copy(update={"questionnaire": asked})
    lengths = {len(questionnaire_bytes(CASE, more, ANSWERS | {"arm": (arm,)}, "certain")) for arm in long.answers}
    assert lengths == {2048}


@pytest.mark.parametrize(
    "answers",
    [
        {"arm": (), "traces": ("none",)},
        {"traces": ("none",)},
        {"arm": ("seeds",), "traces": ("none",)},
        {"arm": ("seeds alone", "I do not know"), "traces": ("none",)},
        {"arm": ("seeds alone",), "traces": ("none", "none")},
        {"arm": ("seeds alone",), "traces": ("none",), "why": ("none",)},
    ],
)
def test_an_answer_that_the_protocol_does_not_have_is_refused(protocol, answers):
    with pytest.raises(IllegalAct):
        questionnaire_bytes(CASE, protocol, answers, "certain")


def test_all_problems_are_said_at_once(protocol):
    with pytest.raises(IllegalAct) as wrong:
        questionnaire_bytes(CASE, protocol, {"colour": ("red",), "arm": ("control",)}, "maybe")
    for part in ("no question 'colour'", "'arm'", "'traces'", "how sure you are: a guess"):
        assert part in str(wrong.value)


def test_it_is_answered_once():
    reading, desk = closed()
    reading.answer_questionnaire(ANSWERS, "a guess")
    before = state(reading, desk)
    with pytest.raises(IllegalAct, match="The questionnaire was answered"):
        reading.answer_questionnaire(ANSWERS, "certain")
    assert state(reading, desk) == before


def test_what_was_answered_is_in_no_record_no_read_and_no_trail_until_it_is_unsealed():
    key = pyrage.x25519.Identity.generate()

    class Sealing:
        def seal(self, data: bytes) -> str:
            return base64.b64encode(pyrage.encrypt(data, [key.to_public()])).decode("ascii")

    _, desk = closed()
    reading = Reading(CASE, replace(desk.desk, sealing=Sealing()))
    record = reading.answer_questionnaire(GOOD, "certain")
    signing = Signing("Dr A. Reader", reading.protocol.signature.meaning, "2026-05-04T10:00:00.000000Z", 1)
    said = [
        canonical_read(reading.records, signing).decode(),
        repr(reading.read),
        repr(list(told(CASE, reading.records))),
    ]
    given = ("seeds alone", "a needle tract", "something else", "certain")
    assert [answer for answer in given for text in said if answer in text.replace("uncertain", "")] == []
    opened = canonical.decode(pyrage.decrypt(base64.b64decode(record.event.sealed), [key]))
    assert opened["answers"] == {name: list(answers) for name, answers in GOOD.items()}
    assert opened["case"] == CASE
