"""What F1 shows: for every field and question something, with the rule's own words."""

import pytest
from support.fake_desk import PROTOCOL_FILE

from seedcryo_reader.criteria.protocol.model import Notes
from seedcryo_reader.criteria.protocol.reader import load_protocol
from seedcryo_reader.reading.notes import ALSO, note_for


@pytest.fixture(scope="module")
def protocol():
    return load_protocol(PROTOCOL_FILE)


def test_every_field_of_the_charter_and_every_question_has_a_note_that_begins_with_its_own_words(protocol):
    for field in Notes.model_fields:
        assert note_for(protocol, field).startswith(getattr(protocol.charter.notes, field))
    for question in protocol.questions:
        assert note_for(protocol, question.id).startswith(question.note)


def test_a_note_names_the_paragraphs_of_its_rules_in_their_words(protocol):
    said = note_for(protocol, "tissue-change").split("\n\n")
    assert said[2:] == [f"§ {number} {protocol.paragraphs[number]}" for number in ("4.3", "2.3")]
    assert [one[:5] for one in note_for(protocol, "T01").split("\n\n")[2:]] == [
        "§ 4.1",
        "§ 4.2",
        "§ 4.3",
        "§ 4.4",
        "§ 5.1",
    ]
    assert note_for(protocol, "contiguous").endswith(f"§ 4.4 {protocol.paragraphs['4.4']}")


@pytest.mark.parametrize(
    ("topic", "paragraphs"),
    [("recist-set", ["1.2", "1.3", "3.1", "3.5"]), ("overall", ["3.4", "3.5", "5.1"]), ("enhancement", [])],
)
def test_a_note_about_the_sum_and_the_response_names_what_holds_for_treated_lesions(protocol, topic, paragraphs):
    parts = note_for(protocol, topic).split("\n\n")
    assert [one.split()[1] for one in parts if one.startswith("§")] == paragraphs


@pytest.mark.parametrize(
    ("topic", "told"),
    [("new-lesion", True), ("non-target", True), ("tissue", True), ("T01", True), ("measure", False), ("split", False)],
)
def test_what_can_look_like_progression_is_told_where_it_can(protocol, topic, told):
    assert all((mimic in note_for(protocol, topic)) is told for mimic in protocol.charter.mimics)


@pytest.mark.parametrize(("word", "field"), [*ALSO.items(), ("not-evaluable", "not_evaluable"), ("T07", "lp")])
def test_other_words_for_a_topic_say_the_same(protocol, word, field):
    assert note_for(protocol, word) == note_for(protocol, field)


@pytest.mark.parametrize("topic", ["", "weather", "model_fields", "__class__"])
def test_of_what_the_charter_does_not_know_there_is_no_note(protocol, topic):
    assert note_for(protocol, topic) is None


def test_rules_that_are_not_used_are_not_named(protocol):
    local = protocol.local_progression.model_copy(update={"tissue": None, "contiguous": None})
    sized = protocol.model_copy(update={"local_progression": local})
    assert "§ 4.2" in note_for(sized, "T01")
    assert "§ 4.3" not in note_for(sized, "T01")
    assert "§" not in note_for(sized, "tissue")
