"""iRECIST: every row of the table, with its prose put into facts by hand, and whole courses through the engine."""

from decimal import Decimal
from itertools import product

import pytest
from criteria.reads import SHIPPED, changed, rows
from hypothesis import given, settings
from hypothesis import strategies as st

from seedcryo_reader.criteria.course import Course, Lesion, NewLesionSaid, Said, State, Timepoint
from seedcryo_reader.criteria.evaluate import evaluations
from seedcryo_reader.criteria.families.irecist import Further, ImmuneFacts, Parts, immune_response, immune_responses
from seedcryo_reader.criteria.overall import timepoint_response
from seedcryo_reader.criteria.protocol.reader import load_protocol
from seedcryo_reader.criteria.tables import table
from seedcryo_reader.domain.lesion import Certainty, NewLesions, NonTargetStatus

ROWS = rows("irecist")
PROTOCOL = changed(
    load_protocol(SHIPPED.with_name("1.0.toml")),
    {"target_response.treated.before_reference": True, "target_response.treated.nadir_from": "baseline"},
)

SAME = Further()
SMALLER = Further(target_mm=Decimal(-3))
LARGER = Further(target_mm=Decimal(5))
NEARLY = Further(target_mm=Decimal("4.9"))
OTHERS_LARGER = Further(non_targets=("NT02",))
NEW_LARGER = Further(new_mm=Decimal(5))
NEW_NEARLY = Further(new_mm=Decimal("4.9"))
MORE_NEW = Further(new=("NL02",))

MEANT = {
    ("iCR", "iCR", "NO"): [("iCR", SAME)],
    ("iCR", "NON-iCR/NON-iUPD", "NO"): [("iPR", SAME)],
    ("iPR", "NON-iCR/NON-iUPD", "NO"): [("iPR", SAME)],
    ("iSD", "NON-iCR/NON-iUPD", "NO"): [("iSD", SAME)],
    ("iUPD unchanged or smaller than last", "iUPD unchanged or smaller", "YES"): [
        ("iUPD", SAME),
        ("iUPD", SMALLER),
        ("iUPD", NEW_NEARLY),
        ("iCPD", NEW_LARGER),
        ("iCPD", MORE_NEW),
    ],
    ("iSD/iPR/iCR", "iUPD", "NO"): [("iUPD", SAME), ("iUPD", LARGER), ("iCPD", OTHERS_LARGER)],
    ("iUPD", "NON-iCR/NON-iUPD or iCR", "NO"): [("iUPD", SAME), ("iUPD", NEARLY), ("iCPD", LARGER)],
    ("iUPD", "iUPD", "NO"): [("iUPD", SAME), ("iUPD", NEARLY), ("iCPD", LARGER), ("iCPD", OTHERS_LARGER)],
    ("iUPD", "iUPD", "YES"): [
        ("iUPD", SAME),
        ("iUPD", NEARLY),
        ("iCPD", LARGER),
        ("iCPD", OTHERS_LARGER),
        ("iCPD", NEW_LARGER),
        ("iCPD", MORE_NEW),
    ],
    ("not PD", "not PD", "YES"): [
        ("iUPD", SAME),
        ("iUPD", LARGER),
        ("iCPD", NEW_LARGER),
        ("iCPD", MORE_NEW),
    ],
}
"""What the column ``previous_iUPD`` says in prose, as what became worse since, and what then is concluded."""

CELLS = {
    "iUPD unchanged or smaller than last": ("iUPD",),
    "iUPD unchanged or smaller": ("iUPD",),
    "iSD/iPR/iCR": ("iSD", "iPR", "iCR"),
    "NON-iCR/NON-iUPD or iCR": ("NON-iCR/NON-iUPD", "iCR"),
    "not PD": ("iCR", "iPR", "iSD", "NON-iCR/NON-iUPD"),
}
"""Cells that stand for several values, or say more than the value."""

OF_TARGETS = ("iCR", "iPR", "iSD", "iUPD", "NE", "NA")
OF_OTHERS = ("iCR", "NON-iCR/NON-iUPD", "iUPD", "NE", "NA")


def key(row):
    return row["target"], row["nontarget"], row["new_lesion"]


def parts_of(row):
    """Every combination of values that the row stands for."""
    targets = [one for one in CELLS.get(row["target"], (row["target"],)) if one in OF_TARGETS]
    others = [one for one in CELLS.get(row["nontarget"], (row["nontarget"],)) if one in OF_OTHERS]
    return [Parts(*one, row["new_lesion"]) for one in product(targets, others)]


def concluded(parts: Parts, since: str | None = None, further: Further = SAME, **more):
    return immune_response(ImmuneFacts(parts, "3.4", since, further, **more))


def test_every_row_has_its_facts():
    assert {key(row) for row in ROWS} == set(MEANT)


@pytest.mark.parametrize("row", ROWS, ids=["/".join(key(row)) for row in ROWS])
def test_every_row_is_answered_as_it_says_without_an_earlier_progression(row):
    """The fifth row has no answer for that: it speaks of what changed since an earlier one."""
    wanted = "iUPD" if row["no_previous_iUPD"] == "n/a" else row["no_previous_iUPD"]
    assert {concluded(parts).value for parts in parts_of(row)} == {wanted}


@pytest.mark.parametrize("row", ROWS, ids=["/".join(key(row)) for row in ROWS])
def test_every_row_is_answered_as_it_says_after_an_earlier_progression(row):
    for parts in parts_of(row):
        for wanted, further in MEANT[key(row)]:
            assert concluded(parts, "TP1", further).value == wanted
    prose = row["previous_iUPD"]
    assert ("iCPD" in prose) == any(wanted == "iCPD" for wanted, _ in MEANT[key(row)])


@pytest.mark.parametrize(
    ("parts", "other"),
    [
        (Parts("iUPD", "iCR", "NO"), "target"),
        (Parts("iUPD", "NA", "YES"), "target"),
        (Parts("iSD", "iUPD", "NO"), "non-target"),
        (Parts("iSD", "iUPD", "YES"), "non-target"),
        (Parts("iSD", "iCR", "YES"), "new lesions"),
        (Parts("iUPD", "iUPD", "NE"), "non-target"),
    ],
)
def test_progression_of_another_part_of_the_disease_confirms(parts, other):
    assert other in parts.progressing()
    assert concluded(parts, "TP1", Further(categories=(other,))).value == "iCPD"
    assert concluded(parts, "TP1").value == "iUPD"


def test_every_combination_is_answered_and_without_progression_as_in_recist():
    back = {"iCR": "CR", "iPR": "PR", "iSD": "SD", "iUPD": "PD", "NON-iCR/NON-iUPD": "NON-CR/NON-PD"}
    new = {"YES": "UNEQUIVOCAL", "NO": "NO", "NE": "NE"}
    for parts in (Parts(*one) for one in product(OF_TARGETS, OF_OTHERS, new)):
        found = concluded(parts).value
        theirs = timepoint_response(
            back.get(parts.target, parts.target),
            back.get(parts.non_target, parts.non_target),
            new[parts.new_lesion],
            PROTOCOL.overall,
        ).value
        assert back.get(found, found) == theirs


def test_the_table_is_numbered():
    assert [row["row"] for row in table("irecist")] == [str(number) for number in range(1, 18)]


# --- reasons ---------------------------------------------------------------------------------------------------------


def test_the_reason_of_an_unconfirmed_progression_says_what_would_have_confirmed_it():
    found = concluded(Parts("iUPD", "iUPD", "YES"), "TP1", NEARLY).conclusion()
    assert found.value == "iUPD"
    assert found.dates_from == "TP1"
    assert found.text == "iUPD: targets iUPD, non-target disease iUPD, new lesions YES; it dates from TP1; rule 3.4"
    assert [(step.text, step.comparison, step.holds) for step in found.trace] == [
        (
            "iUPD: targets iUPD, non-target disease iUPD, new lesions YES; it dates from TP1",
            "table irecist, row 1: iUPD | iUPD | YES -> iUPD",
            True,
        ),
        ("Not confirmed: since TP1 the targets changed by +4.9 mm, and 5 mm confirm", "4.9 >= 5", False),
        ("Not confirmed: no other non-target disease progressed after TP1", "", False),
        (
            "Not confirmed: no more new lesions after TP1, those measured changed by +0 mm, and 5 mm confirm",
            "0 >= 5",
            False,
        ),
        ("Not confirmed: no other part of the disease progressed after TP1", "", False),
    ]


@pytest.mark.parametrize(
    ("further", "rule", "text"),
    [
        (
            LARGER,
            "irecist-target-growth",
            "Confirmed progression: since TP1 the targets changed by +5 mm, and 5 mm confirm; rule 3.4",
        ),
        (OTHERS_LARGER, "irecist-non-target-growth", "Confirmed progression: NT02 progressed after TP1; rule 3.4"),
        (MORE_NEW, "irecist-new-lesions", "Confirmed progression: NL02 is new after TP1; rule 3.4"),
        (
            NEW_LARGER,
            "irecist-new-lesions",
            "Confirmed progression: no more new lesions after TP1, those measured changed by +5 mm, and 5 mm confirm; "
            "rule 3.4",
        ),
        (
            Further(categories=("non-target",)),
            "irecist-other-category",
            "Confirmed progression: non-target progressed too after TP1; rule 3.4",
        ),
    ],
)
def test_the_reason_of_a_confirmed_progression_is_what_confirmed_it(further, rule, text):
    found = concluded(Parts("iUPD", "iUPD", "YES"), "TP1", further)
    assert (found.value, found.rule, found.dates_from) == ("iCPD", rule, "TP1")
    assert (found.conclusion().text, found.conclusion().dates_from) == (text, "TP1")


def test_a_confirmed_progression_stays():
    found = concluded(Parts("iPR", "iCR", "NO"), "TP1", confirmed=True)
    assert (found.value, found.conclusion().text) == (
        "iCPD",
        "Confirmed progression: it was confirmed before, and stays so; rule 3.4",
    )


def test_how_much_growth_confirms_can_be_said():
    parts = Parts("iUPD", "iCR", "NO")
    assert concluded(parts, "TP1", NEARLY, growth_mm=Decimal(4)).value == "iCPD"


# --- courses ---------------------------------------------------------------------------------------------------------


def course(*timepoints: str) -> Course:
    """A target in the sum, two non-target lesions and new ones: ``30 pa NL01=8``.

    Lengths in mm or ``-``; of non-target disease p present, a absent, u unequivocal progression, ``-`` not evaluable;
    of new lesions a length, ``?`` for equivocal, ``!`` for one without a length, ``none``, or ``open``.
    """
    return Course(
        (Lesion("T01", False),),
        (),
        (Lesion("T01", False),),
        (Lesion("NT01", False), Lesion("NT02", False)),
        tuple(timepoint(place, text) for place, text in enumerate(timepoints)),
    )


def timepoint(place: int, text: str) -> Timepoint:
    length, others, *new = text.split()
    statuses = {
        "p": NonTargetStatus.PRESENT,
        "a": NonTargetStatus.ABSENT,
        "u": NonTargetStatus.PROGRESSION,
        "-": NonTargetStatus.NOT_EVALUABLE,
    }
    answers = {"none": NewLesions.NONE, "open": NewLesions.NOT_ASSESSABLE}
    found = {name: new_lesion(mm) for name, _, mm in (one.partition("=") for one in new if "=" in one)}
    return Timepoint(
        f"TP{place}",
        place,
        said={} if length == "-" else {"T01": Said(State.MEASURED, Decimal(length))},
        non_targets={f"NT{number:02}": statuses[sign] for number, sign in enumerate(others, 1)},
        new_lesions=found,
        found=tuple(found),
        any_new_lesion=next((answers[one] for one in new if one in answers), None),
    )


def new_lesion(text: str) -> NewLesionSaid:
    if text == "?":
        return NewLesionSaid(Certainty.EQUIVOCAL)
    return NewLesionSaid(Certainty.UNEQUIVOCAL, mm=None if text == "!" else Decimal(text))


def responses(*timepoints: str, protocol=PROTOCOL):
    return immune_responses(evaluations(course(*timepoints), protocol), protocol)


def values(*timepoints: str, protocol=PROTOCOL) -> list[str]:
    return [one.value for one in responses(*timepoints, protocol=protocol)]


@pytest.mark.parametrize(
    ("timepoints", "wanted"),
    [
        (("30 pp none", "20 pp none", "36 pp none", "42 pp none"), ["iPR", "iUPD", "iCPD"]),
        (("30 pp none", "36 pp none", "40 pp none", "42 pp none"), ["iUPD", "iUPD", "iCPD"]),
        (("30 pp none", "36 pp none", "35 pp none", "20 pp none"), ["iUPD", "iSD", "iPR"]),
        (("30 pp none", "36 pp none", "20 pp none", "36 pp none"), ["iUPD", "iPR", "iUPD"]),
        (("30 pp none", "36 pp none", "- -- none", "42 pp none"), ["iUPD", "NE", "iCPD"]),
        (("30 pp none", "36 pp none", "36 pp open", "41 pp none"), ["iUPD", "iUPD", "iCPD"]),
        (("30 pp none", "36 pp none", "42 pp none", "10 aa none"), ["iUPD", "iCPD", "iCPD"]),
        (("30 pp none", "36 pp none", "36 up none"), ["iUPD", "iCPD"]),
        (("30 pp none", "30 up none", "30 up none", "30 uu none"), ["iUPD", "iUPD", "iCPD"]),
        (("30 pp none", "30 up none", "37 pp none"), ["iUPD", "iCPD"]),
        (("30 pp none", "30 pp NL01=8", "30 pp NL01=12", "30 pp NL01=13"), ["iUPD", "iUPD", "iCPD"]),
        (("30 pp none", "30 pp NL01=!", "30 pp NL01=!", "30 pp NL01=! NL02=!"), ["iUPD", "iUPD", "iCPD"]),
        (("30 pp none", "30 pp NL01=4 NL02=4", "30 pp NL01=6 NL02=7"), ["iUPD", "iCPD"]),
        (("30 pp none", "30 pp NL01=?", "30 pp NL01=?"), ["iSD", "iSD"]),
        (("30 pp none", "0 aa none", "0 pa none"), ["iCR", "iUPD"]),
        (("30 pp none", "30 pp open"), ["NE"]),
    ],
)
def test_a_course_is_followed_from_timepoint_to_timepoint(timepoints, wanted):
    assert values(*timepoints) == wanted


def test_the_persisting_disease_of_mrecist_is_neither_response_nor_progression():
    mrecist = changed(PROTOCOL, {"non_target_response.rule": "mrecist", "overall.table": "mrecist"})
    assert values("30 pp none", "20 pp none", protocol=mrecist) == ["iPR"]


def test_new_lesions_that_cannot_be_assessed_may_count_as_none():
    lenient = changed(PROTOCOL, {"overall.new_lesions_not_assessable": "none"})
    assert values("30 pp none", "30 pp open", protocol=lenient) == ["iSD"]


def test_a_progression_dates_from_the_timepoint_that_showed_it_first():
    found = responses("30 pp none", "30 pp NL01=?", "30 pp NL01=8", "30 pp NL01=13", "30 pp NL01=13")
    assert [(one.value, one.dates_from) for one in found] == [
        ("iSD", None),
        ("iUPD", "TP1"),
        ("iCPD", "TP1"),
        ("iCPD", "TP1"),
    ]


def test_lesions_without_a_length_at_one_of_both_timepoints_do_not_grow():
    two = Course(
        (Lesion("T01", False), Lesion("T02", False)),
        (),
        (Lesion("T01", False), Lesion("T02", False)),
        (),
        tuple(
            Timepoint(f"TP{place}", place, said=said, any_new_lesion=NewLesions.NONE)
            for place, said in enumerate(
                [
                    {"T01": Said(State.MEASURED, Decimal(20)), "T02": Said(State.MEASURED, Decimal(20))},
                    {"T01": Said(State.MEASURED, Decimal(60))},
                    {"T01": Said(State.MEASURED, Decimal(60)), "T02": Said(State.MEASURED, Decimal(20))},
                ]
            )
        ),
    )
    assert [one.value for one in immune_responses(evaluations(two, PROTOCOL), PROTOCOL)] == ["iUPD", "iUPD"]


def test_a_case_without_follow_up_has_no_response():
    assert responses("30 pp none") == ()


lengths = st.integers(0, 80).map(str)
states = st.sampled_from(["pp", "ap", "aa", "up", "uu", "-p"])
reported = st.sampled_from(["none", "open", "NL01=8", "NL01=14", "NL01=! NL02=9", "NL01=?"])
timepoints_of_any_kind = st.lists(st.builds("{} {} {}".format, lengths, states, reported), min_size=1, max_size=5).map(
    lambda later: ("30 pp none", *later)
)


@settings(deadline=None, max_examples=80)
@given(timepoints_of_any_kind)
def test_a_confirmed_progression_follows_an_unconfirmed_one_and_never_ends(timepoints):
    found = values(*timepoints)
    if "iCPD" in found:
        first = found.index("iCPD")
        assert "iUPD" in found[:first]
        assert set(found[first:]) == {"iCPD"}


@settings(deadline=None, max_examples=80)
@given(timepoints_of_any_kind)
def test_the_first_progression_is_that_of_recist_and_every_reason_can_be_told(timepoints):
    by_recist = [one.overall for one in list(evaluations(course(*timepoints), PROTOCOL))[1:]]
    found = responses(*timepoints)
    assert [one.conclusion().value for one in found] == [one.value for one in found]
    immune = [one.value for one in found]
    assert ("PD" in by_recist) == ("iUPD" in immune)
    if "PD" in by_recist:
        assert by_recist.index("PD") == immune.index("iUPD")
