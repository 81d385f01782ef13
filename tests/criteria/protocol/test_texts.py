"""Numbers that sentences of the file say too: a value that was changed without its sentence is named."""

import pytest
from criteria.protocol.files import SOURCE, SOURCE_1, changed, findings, named, read


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        ("lengths.too_small_mm", "4", "is 4 mm, but paragraph 2.2 says 5 mm; make both say the same"),
        ("target_response.pr_percent", "25", "is 25 %, but paragraph 3.1 says 30 % and 20 %"),
        ("target_response.pd_percent", "25", "is 25 %, but paragraph 3.1 says 30 % and 20 %"),
        ("target_response.pd_floor_mm", "0", "is 0 mm, but paragraph 3.1 says 5 mm"),
        ("local_progression.size.percent", "25", "is 25 %, but paragraph 4.2 says 20 %"),
        ("local_progression.size.floor_mm", "3", "is 3 mm, but paragraph 4.2 says 5 mm"),
    ],
)
def test_a_value_is_one_of_the_numbers_of_its_paragraph(path, value, said):
    ((code, text),) = findings(changed({path: value}))
    assert code == "contradiction"
    assert text.startswith(f"{path}: {said}")


def test_a_paragraph_that_says_no_number_is_not_compared():
    changes = {"target_response.pr_percent": "25", "paragraphs.3.1": "Response of the sum of diameters."}
    assert read(changed(changes)).target_response.pr_percent == 25


def test_the_distance_is_the_one_that_the_question_says():
    found = [said for _, said in findings(changed({"local_progression.tissue.within_mm": "15"}))]
    assert any('but the question "tissue" says 10 mm' in said for said in found)
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
