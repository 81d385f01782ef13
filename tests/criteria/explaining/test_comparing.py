"""What differs between two protocols: by meaning, by option, with the sentences that go with it."""

import tomllib

import pytest
from criteria.reads import SHIPPED

from seedcryo_reader.criteria.explaining.comparing import differences
from seedcryo_reader.criteria.protocol.reader import read_protocol

SOURCE = SHIPPED.read_text("utf-8")


def told(old, new):
    return {".".join(map(str, one.path)): (one.old, one.new) for one in differences(old, new)}


def test_a_protocol_does_not_differ_from_itself(protocol):
    assert list(differences(protocol, protocol)) == []


def test_comments_order_and_spelling_of_numbers_do_not_count(protocol):
    without_comments = "\n".join(line for line in SOURCE.splitlines() if not line.startswith("#"))
    spelled_otherwise = without_comments.replace('pd_floor_mm = "5"', 'pd_floor_mm = "5.0"')
    top, first, rest = spelled_otherwise.partition("[identity]")
    section, lengths, others = rest.partition("[lengths]")
    values, separator, more = others.partition("[measuring]")
    moved = "".join((top, lengths, values, first, section, separator, more))
    assert tomllib.loads(moved)["identity"] == tomllib.loads(SOURCE)["identity"]
    other = read_protocol(moved.encode(), "moved.toml")
    assert other.sha256 != protocol.sha256
    assert list(differences(protocol, other)) == []


def test_a_difference_has_the_sentences_that_change_with_it_alone(protocol, with_option):
    other = with_option("overall.pd_stays", False)
    other = other.model_copy(update={"signature": protocol.signature.model_copy(update={"meaning": "Mine."})})
    first, second = differences(protocol, other)
    assert (first.path, first.old, first.new) == (("overall", "pd_stays"), True, False)
    assert first.removed == (
        "- After overall progression the overall response stays progression at every later timepoint.",
    )
    assert first.added == (
        "- Every timepoint is judged by itself: after progression the overall response can be something else.",
    )
    assert second.path == ("signature", "meaning")
    assert second.added == ("- The signature says: “Mine.”",)


def test_a_question_more_does_not_make_others_of_those_after_it(protocol, with_option):
    first, *rest = protocol.questions
    more = first.model_copy(update={"id": "rim", "text": "Is there a rim?"})
    found = told(protocol, with_option("questions", (more, first, *rest)))
    assert found == {"questions.rim": (None, more)}
    assert told(with_option("questions", (more, first, *rest)), protocol) == {"questions.rim": (more, None)}


def test_the_order_of_questions_counts(protocol, with_option):
    turned = protocol.questions[::-1]
    assert told(protocol, with_option("questions", turned)) == {"questions": (protocol.questions, turned)}


def test_an_option_of_a_question_is_named_by_its_id(protocol):
    other = read_protocol(SOURCE.replace("A smooth, even rim", "An even rim").encode(), "other.toml")
    [(path, _)] = told(protocol, other).items()
    assert path == "questions.tissue.note"


@pytest.mark.parametrize(
    "name", ["best_response", "endpoints", "schedule", "design", "adjudication", "sdtm", "derived"]
)
def test_a_section_that_only_one_has_is_one_difference(protocol, with_option, name):
    value = getattr(protocol, name)
    none = () if name == "schedule" else None
    assert told(protocol, with_option(name, none)) == {name: (value, none)}
    assert told(with_option(name, none), protocol) == {name: (none, value)}


def test_a_visit_less_is_told_as_that_visit(protocol, with_option):
    [found] = differences(protocol, with_option("schedule", protocol.schedule[:-1]))
    assert (found.path, found.new) == (("schedule", 5), None)
    assert found.removed == ("| TP5 | Month 15 | 456 | 428 | 484 |",)
    assert found.added == ()


def test_a_file_of_format_1_is_compared_by_what_it_means(protocol, first_protocol):
    found = told(first_protocol, protocol)
    assert found["target_response.treated.before_reference"] == (True, False)
    assert found["local_progression.stays"] == (False, True)
    assert not any(path.startswith("overall") for path in found)
