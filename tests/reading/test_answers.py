"""Answers are the protocol's own: its picklists, its questions, its calls, its decimal places."""

import pytest
from reading.ways import begun, caliper, called, found, measured, new_lesion, non_target, recorded
from support.fake_desk import fake_desk

from seedcryo_reader.criteria.local import VALUES
from seedcryo_reader.criteria.overall import timepoint_response
from seedcryo_reader.domain import events
from seedcryo_reader.domain.lesion import NewLesions
from seedcryo_reader.domain.lifecycle import IllegalAct
from seedcryo_reader.domain.measurement import Extent, LesionSet
from seedcryo_reader.reading.answers import LOCAL_CALLS, OVERALL_CALLS, check_answer


@pytest.fixture(scope="module")
def protocol():
    return begun()[0].protocol


def _is_known(act, protocol) -> bool:
    try:
        check_answer(act, protocol)
    except IllegalAct:
        return False
    return True


PICKED = {
    "target-not-evaluable": lambda word: events.LesionMarkedNotEvaluable("TP1", "T01", Extent.WHOLE, word),
    "timepoint-not-evaluable": lambda word: events.TimepointMarkedNotEvaluable("TP1", word),
    "not-evaluable": lambda word: non_target("TP1", "NT01", "not evaluable", word),
    "not-assessable": lambda word: found("TP1", "T01", "tissue", "not assessable", word),
    "query-kinds": lambda word: events.ImageQueried("TP1", word, "text"),
}


@pytest.mark.parametrize("picklist", PICKED)
def test_a_reason_is_one_of_its_own_picklist(protocol, picklist):
    words = {word for one in protocol.picklists.values() for word in one} | {"", "other reason", "ARTEFACT"}
    known = {word for word in words if _is_known(PICKED[picklist](word), protocol)}
    assert known == set(protocol.picklists[picklist])


def test_new_lesions_take_their_reasons_from_the_same_list(protocol):
    for word, known in (("artefact", True), ("no contrast", False), (None, True)):
        assert _is_known(new_lesion("TP1", "NL01", "not evaluable", reason=word), protocol) is known
        stated = events.NewLesionsStated("TP1", NewLesions.NOT_ASSESSABLE, word)
        assert _is_known(stated, protocol) is known


def test_a_question_has_its_own_answers(protocol):
    for question in protocol.questions:
        needs_reason = set(question.reasons.answers) if question.reasons else set()
        for answer in {answer for one in protocol.questions for answer in one.answers} | {"yes"}:
            plain, reasoned = (found("TP1", "T01", question.id, answer, why) for why in (None, "artefact"))
            assert _is_known(plain, protocol) is (answer in question.answers and answer not in needs_reason)
            assert _is_known(reasoned, protocol) is (answer in needs_reason)
    with pytest.raises(IllegalAct, match=r"The question is one of: tissue, enhancement, tissue-change, contiguous\."):
        check_answer(found("TP1", "T01", "colour", "none"), protocol)


def test_calls_have_the_words_that_the_criteria_conclude_in():
    assert set(LOCAL_CALLS) == set(VALUES.values())
    options = fake_desk().desk.protocols.one.overall
    states = ("CR", "NON-CR/NON-PD", "PD", "NE", "NA")
    concluded = {
        timepoint_response(target, other, new, options).value
        for target in ("CR", "PR", "SD", "PD", "NE", "NA")
        for other in states
        for new in ("NO", "UNEQUIVOCAL", "EQUIVOCAL", "NE")
    }
    assert set(OVERALL_CALLS) == concluded


@pytest.mark.parametrize(
    ("about", "value", "known"),
    [("T01", "LP", True), ("T01", "PD", False), ("overall", "PD", True), ("overall", "LP", False), ("T01", "", False)],
)
def test_a_call_about_a_target_and_an_overall_call_have_other_words(protocol, about, value, known):
    assert _is_known(called("TP1", about, value), protocol) is known


@pytest.mark.parametrize(("places", "known"), [(0, False), (1, True), (2, False), (3, False)])
def test_a_length_has_the_places_of_the_protocol(protocol, places, known):
    drawn = caliper("23.4", "8.1", places)
    for kind in (events.MeasurementMade, events.MeasurementRevised):
        act = kind("TP1", "T01", LesionSet.ENDPOINT, Extent.WHOLE, drawn)
        assert _is_known(act, protocol) is known


def test_lesions_are_chosen_only_where_the_protocol_lets_readers_choose(protocol):
    sets = protocol.sets.model_copy(
        update={"recist": protocol.sets.recist.model_copy(update={"lesions": "prespecified"})}
    )
    closed = protocol.model_copy(update={"sets": sets})
    assert [_is_known(recorded("TP0", "R01"), one) for one in (protocol, closed)] == [True, False]
    assert _is_known(recorded("TP0", "NT01"), closed)


def test_what_carries_no_word_of_the_protocol_is_known(protocol):
    assert _is_known(measured("TP1", "T77", "12"), protocol)
    assert _is_known(events.ErratumNoted("TP1", "whatever"), protocol)
