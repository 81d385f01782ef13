"""Numbers that sentences of the file say too: a value that was changed without its sentence is named."""

import pytest
from criteria.protocol.files import SOURCE, SOURCE_1, changed, findings, named, read


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (
            "lengths.too_small_mm",
            "4",
            'is 4 mm, but paragraph 2.2 says 5 mm and the note "too_small" says 5 mm; make all say the same',
        ),
        ("target_response.pr_percent", "25", "is 25 %, but paragraph 3.1 says 30 %; make"),
        ("target_response.pr_percent", "20", "is 20 %, but paragraph 3.1 says 30 %; make"),
        ("target_response.pd_percent", "30", "is 30 %, but paragraph 3.1 says 20 %; make"),
        ("target_response.pd_floor_mm", "0", "is 0 mm, but paragraph 3.1 says 5 mm"),
        ("local_progression.size.percent", "25", "is 25 %, but paragraph 4.2 says 20 %"),
        ("local_progression.size.floor_mm", "3", "is 3 mm, but paragraph 4.2 says 5 mm"),
        ("measurability.non_nodal_mm", "12", "is 12 mm, but paragraph 1.3 says 10 mm; make"),
        ("measurability.node_target_mm", "16", "is 16 mm, but paragraph 1.3 says 15 mm; make"),
        ("measurability.node_pathological_mm", "12", "is 12 mm, but paragraph 1.3 says 10 mm; make"),
        ("measurability.thick_slice_mm", "3", "is 3 mm, but paragraph 1.3 says 5 mm; make"),
        ("measurability.slice_factor", "3", "is 3 times, but paragraph 1.3 says twice; make"),
        ("lengths.places", 2, "is 2 decimal places, but paragraph 2.2 says one decimal place; make"),
        ("best_response.sd_min_days", 56, "is 56 days, but paragraph 3.6 says six weeks; make"),
        ("design.readers", 3, "is 3 readers, but paragraph 5.2 says Two readers; make"),
    ],
)
def test_a_value_is_one_of_the_numbers_of_its_paragraph(path, value, said):
    ((code, text),) = findings(changed({path: value}))
    assert code == "contradiction"
    assert text.startswith(f"{path}: {said}")


def test_a_smaller_target_node_is_named_where_the_paragraph_says_another():
    ((code, text),) = findings(changed({"measurability.node_target_mm": "10"}))
    assert code == "contradiction"
    assert text == (
        "paragraphs.1.3: says 15 mm, but measurability.node_target_mm is 10 mm and "
        "measurability.node_pathological_mm is 10 mm; make both say the same."
    )


def test_percentages_that_were_changed_for_one_another_are_both_named():
    found = findings(changed({"target_response.pr_percent": "20", "target_response.pd_percent": "30"}))
    assert [text.partition(";")[0] for _, text in found] == [
        "target_response.pr_percent: is 20 %, but paragraph 3.1 says 30 %",
        "target_response.pd_percent: is 30 %, but paragraph 3.1 says 20 %",
    ]


@pytest.mark.parametrize(
    ("path", "value", "number"), [("max_total", 10, "at most five lesions"), ("max_per_organ", 3, "two per organ")]
)
def test_the_number_of_lesions_is_compared_with_the_paragraph_and_with_the_note_that_readers_see(path, value, number):
    said = [text.casefold() for _, text in findings(changed({f"sets.recist.{path}": value}))]
    for where in ("paragraph 1.2", 'the note "recist_set"'):
        assert any(f"sets.recist.{path}: is {value}" in one and f"{where} says {number}" in one for one in said)


@pytest.mark.parametrize(
    ("changes", "named_path"),
    [
        ({"paragraphs.3.1": "PR falls by 30 %, PD grows by 20 % and 5 mm, or by 25 %."}, "paragraphs.3.1"),
        ({"paragraphs.3.1": "A partial response is a decrease of at least 30 %."}, "target_response.pd_percent"),
        ({"paragraphs.3.6": "Stable disease counts from 7 weeks on."}, "best_response.sd_min_days"),
        ({"paragraphs.3.6": "CR is confirmed after two weeks."}, "best_response.confirm_after_days"),
        ({"paragraphs.1.2": "At most six targets."}, "sets.recist.max_total"),
        ({"paragraphs.3.1": "Response falls 30 %, growth is 20 % and 5 mm; normal nodes are below 9 mm."},
         "target_response.node_normal_mm"),
        ({"charter.notes.too_small": "It counts as 4 mm."}, "lengths.too_small_mm"),
    ],
)  # fmt: skip
def test_a_number_that_no_value_is_is_named(changes, named_path):
    assert ("contradiction", named_path) in named(changed(changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"paragraphs.3.1": "30 % decrease is PR, 20 percent increase and 5 millimetres is PD."},
        {"paragraphs.3.1": "Progression is 20 % and 5 mm, and response 30 %."},
        {"paragraphs.3.1": "The limits are 30 %, 20 % and 5 mm."},
        {"paragraphs.3.6": "Stable disease counts from 42 days on; confirmation, if any, after 4 weeks."},
        {"paragraphs.3.1": "Progression is, over the smallest sum, 20 % and 5 mm, a response is, at least, 30 %."},
        {"paragraphs.1.2": "At most 5 target lesions, one lesion after the other, 2 in each organ."},
        {"paragraphs.4.1": "Remaining tissue of 3 mm and 80 % does not matter."},
        {"target_response.pd_floor_mm": "0", "paragraphs.3.1": "PR 30 %, PD 20 %; a node below 10 mm is normal."},
        {"paragraphs.1.3": "A lesion from 10 mm, a node from 15 mm; on a chest X-ray from 20 mm."},
        {"target_response.rule": "choi", "target_response.attenuation_percent": "15",
         "paragraphs.3.1": "Response is 30 %, progression 20 % and 5 mm; attenuation 15 %."},
    ],
)  # fmt: skip
def test_however_a_paragraph_says_its_values_they_are_found(changes):
    assert read(changed(changes)).protocol_id == "seed-cryo/1.0"


def test_of_a_value_that_is_wrong_anyway_no_sentence_is_compared():
    assert named(changed({"design.readers": 1})) == {("impossible", "design.readers")}


def test_a_paragraph_that_says_no_number_is_not_compared():
    changes = {"target_response.pr_percent": "25", "paragraphs.3.1": "Response of the sum of diameters."}
    assert read(changed(changes)).target_response.pr_percent == 25


def test_the_distance_is_the_one_that_the_question_says():
    found = [said for _, said in findings(changed({"local_progression.tissue.within_mm": "15"}))]
    assert any('and the question "tissue" says 10 mm; make' in said for said in found)
    assert any("but paragraph 4.3 says 10 mm" in said for said in found)


def test_the_distance_has_to_be_said_to_the_reader_or_in_the_paragraph():
    unsaid = {"questions.0.text": "Is there nodular or masslike tissue near the target?"}
    assert read(changed(unsaid)).local_progression.tissue.within_mm == 10
    unsaid["paragraphs.4.3"] = "Local progression by tissue."
    assert named(changed(unsaid)) == {("contradiction", "local_progression.tissue.within_mm")}


@pytest.mark.parametrize("path", ["target_response.pd_percent", "local_progression.size.percent"])
def test_a_fraction_is_no_percentage(path):
    assert any("less than one percent" in said for _, said in findings(changed({path: "0.2"})))


def test_files_of_format_1_were_never_compared_with_their_texts():
    for changes in ({"local_progression.size.percent": "25"}, {"paragraphs.4.3": "Tissue within 30 mm."}):
        assert read(changed(changes, SOURCE_1)).protocol_id == "seed-cryo/0.1"
    assert read(SOURCE).protocol_id == "seed-cryo/1.0"


def test_a_percentage_that_is_written_as_a_fraction_is_named_once_as_what_it_is():
    ((code, text),) = findings(changed({"target_response.pr_percent": "0.3"}))
    assert code == "contradiction"
    assert text.startswith("target_response.pr_percent: is 0.3, less than one percent")


def test_a_distance_that_the_paragraph_and_the_question_say_otherwise_is_named_once_with_both():
    ((_, text),) = findings(changed({"local_progression.tissue.within_mm": "12"}))
    assert text == (
        'local_progression.tissue.within_mm: is 12 mm, but paragraph 4.3 says 10 mm and the question "tissue" says '
        "10 mm; make all say the same."
    )
