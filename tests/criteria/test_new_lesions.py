"""New lesions over the timepoints, against the worked sequences."""

from decimal import Decimal

import pytest
from criteria.reads import rows

from seedcryo_reader.criteria.course import NewLesionSaid, Timepoint
from seedcryo_reader.criteria.families import FAMILIES
from seedcryo_reader.criteria.new_lesions import ABOUT, NewLesionFacts, followed
from seedcryo_reader.criteria.rules import decide
from seedcryo_reader.domain.lesion import Certainty, NewLesions

E, U, R, N = Certainty.EQUIVOCAL, Certainty.UNEQUIVOCAL, Certainty.RESOLVED, Certainty.NOT_EVALUABLE
NONE, OPEN = NewLesions.NONE, NewLesions.NOT_ASSESSABLE

SEQUENCES = {
    "N01": [{}, {"NL01": U}],
    "N02": [{"NL01": E}, {"NL01": U}],
    "N03": [{"NL01": E}, {"NL01": E}, {"NL01": U}],
    "N04": [{"NL01": E}, {"NL01": R}],
    "N05": [{"NL01": E}, {"NL02": U, "NL01": R}],
    "N06": [{"NL01": U}],
    "N07": [{"NL01": E}],
    "N08": [{"NL01": U}],
}
"""The rows of the table in the program's words. N07 is recorded as equivocal, as its rule says; N09 and N10 are about
the dates of images, which no reader sees."""

CASES = [row for row in rows("recist11_newlesion_sequences") if row["case_id"] in SEQUENCES]


@pytest.fixture(scope="session")
def options(protocol):
    return protocol.new_lesions


def course(*states: dict[str, Certainty], answers=()) -> list[Timepoint]:
    """Visits where every lesion is recorded when it is first assessed."""
    seen: set[str] = set()
    visits = []
    for number, said in enumerate(states, 1):
        new = tuple(sorted(said.keys() - seen))
        seen |= said.keys()
        answer = answers[number - 1] if answers else None if new else NONE
        visits.append(
            Timepoint(
                f"TP{number}",
                number,
                new_lesions={one: NewLesionSaid(how) for one, how in said.items()},
                found=new,
                any_new_lesion=answer,
            )
        )
    return visits


def new_lesion_status(visits, options):
    return decide(ABOUT, FAMILIES[options.rule].new_lesions, NewLesionFacts(visits, options)).conclusion()


@pytest.mark.parametrize("row", CASES, ids=[row["case_id"] for row in CASES])
def test_a_sequence_has_the_effect_and_the_date_of_the_table(row, options):
    visits = course(*SEQUENCES[row["case_id"]])
    found = [new_lesion_status(visits[:last], options) for last in range(1, len(visits) + 1)]
    progression = ["PD" if one.value == "UNEQUIVOCAL" else "N" for one in found]
    if row["overall_effect_by_visit"] == "REVIEW":
        assert [one.value for one in found] == ["EQUIVOCAL"]
    else:
        assert progression == row["overall_effect_by_visit"].split(";")
    if row["pd_date"]:
        days = row["scan_dates"].split(";")
        first = found[-1].dates_from or visits[-1].name
        assert days[int(first.removeprefix("TP")) - 1] == row["pd_date"]


def test_the_reason_says_since_when(options):
    found = new_lesion_status(course({"NL01": E}, {"NL01": U}), options)
    assert found.text == (
        "New lesion: NL01 is unequivocal and was first seen at TP1, so progression dates from there; rule 3.3"
    )


def test_a_lesion_that_was_resolved_in_between_dates_from_its_return(options):
    visits = course({"NL01": E}, {"NL01": R}, {"NL01": E}, {"NL01": N}, {"NL01": U})
    assert new_lesion_status(visits, options).dates_from == "TP3"


def test_a_timepoint_that_did_not_mention_the_lesion_does_not_end_the_chain(options):
    assert new_lesion_status(course({"NL01": E}, {}, {"NL01": U}), options).dates_from == "TP1"


def test_hindsight_dates_back_and_nothing_beyond_the_known_timepoints_does(options):
    state = NewLesionSaid(U, first_seen="TP1")
    visits = [*course({}, {}), Timepoint("TP3", 3, new_lesions={"NL01": state}, found=("NL01",))]
    assert new_lesion_status(visits, options).dates_from == "TP1"
    unknown = Timepoint("TP3", 3, new_lesions={"NL01": NewLesionSaid(U, first_seen="TP9")}, found=("NL01",))
    assert new_lesion_status([*course({}, {}), unknown], options).dates_from is None


def test_the_earliest_of_two_lesions_counts(options):
    assert new_lesion_status(course({"NL02": E}, {"NL01": E}, {"NL01": U, "NL02": U}), options).dates_from == "TP1"


def test_without_dating_back_a_lesion_counts_from_when_it_is_sure(protocol_with):
    plain = protocol_with({"new_lesions.dates_back": False}).new_lesions
    found = new_lesion_status(course({"NL01": E}, {"NL01": U}), plain)
    assert (found.value, found.dates_from) == ("UNEQUIVOCAL", None)


@pytest.mark.parametrize(
    ("visits", "value", "text"),
    [
        (course({}), "NO", "There is no new lesion"),
        (course({"NL01": E}), "EQUIVOCAL", "NL01 may be a new lesion; followed on"),
        (course({}, answers=[OPEN]), "NE", "Not evaluable: it cannot be said if there is a new lesion"),
        (course({}, answers=[None]), "NE", "Not evaluable: nothing was said about new lesions"),
        (course({"NL01": E}, {}), "NE", "Not evaluable: NL01 not assessed"),
        (course({"NL01": E}, {"NL01": N}), "NE", "Not evaluable: NL01 not assessed"),
        ([Timepoint("TP1", 1, found=("NL01",))], "NE", "Not evaluable: NL01 not assessed"),
        (course({"NL01": E}, {"NL01": R}, {}), "NO", "There is no new lesion"),
    ],
)
def test_what_is_not_sure_is_said(visits, value, text, options):
    found = new_lesion_status(visits, options)
    assert (found.about, found.value, found.text) == ("new lesions", value, f"{text}; rule 3.3")


def test_a_node_that_is_too_small_to_count_neither_dates_back_nor_has_to_be_followed(options):
    """Row N08: 8 mm, then 16 mm, is progression at the second scan."""
    small, large = NewLesionSaid(E, node=True, mm=Decimal(8)), NewLesionSaid(U, node=True, mm=Decimal(16))
    first = Timepoint("TP1", 1, new_lesions={"NL01": small}, found=("NL01",))
    empty = Timepoint("TP2", 2, any_new_lesion=NONE)
    last = Timepoint("TP3", 3, new_lesions={"NL01": large})
    found = [new_lesion_status([first, empty, last][:k], options) for k in (1, 2, 3)]
    assert [(one.value, one.dates_from) for one in found] == [("NO", None), ("NO", None), ("UNEQUIVOCAL", None)]


def test_a_lesion_is_followed_until_it_is_resolved(options):
    visits = course({"NL01": E, "NL02": E}, {"NL01": R}, {"NL01": E})
    assert [followed(visits[:last], options) for last in range(4)] == [
        (),
        ("NL01", "NL02"),
        ("NL02",),
        ("NL02", "NL01"),
    ]


@pytest.mark.parametrize(
    ("said", "value"),
    [
        (NewLesionSaid(U, node=True, mm=Decimal("9.9")), "NO"),
        (NewLesionSaid(E, node=True, mm=Decimal(9)), "NO"),
        (NewLesionSaid(U, node=True, mm=Decimal(10)), "EQUIVOCAL"),
        (NewLesionSaid(U, node=True, mm=Decimal("14.9")), "EQUIVOCAL"),
        (NewLesionSaid(U, node=True, mm=Decimal(15)), "UNEQUIVOCAL"),
        (NewLesionSaid(U, node=True), "UNEQUIVOCAL"),
        (NewLesionSaid(U, mm=Decimal(3)), "UNEQUIVOCAL"),
        (NewLesionSaid(U, outside_baseline_images=True), "UNEQUIVOCAL"),
    ],
)
def test_a_new_node_has_to_be_large_enough(said, value, options):
    """Rows N07 and N08 of the table: 11 mm is for review, 16 mm is progression; N06: outside the baseline's images."""
    visits = [Timepoint("TP1", 1, new_lesions={"NL01": said}, found=("NL01",))]
    assert new_lesion_status(visits, options).value == value


def test_a_lesion_outside_the_images_of_the_baseline_may_be_equivocal(protocol_with):
    careful = protocol_with({"new_lesions.outside_baseline_images": "equivocal"}).new_lesions
    said = {"NL01": NewLesionSaid(U, outside_baseline_images=True), "NL02": NewLesionSaid(E)}
    visits = [Timepoint("TP1", 1, new_lesions=said, found=("NL01", "NL02"))]
    found = new_lesion_status(visits, careful)
    assert (found.value, found.text) == ("EQUIVOCAL", "NL01, NL02 may be a new lesion; followed on; rule 3.3")
