"""Where two reads first part, and what would turn it."""

from decimal import Decimal

import pytest
from coordination.discordance.pairs import played, protocol
from criteria.reads import changed, read_of, sheet
from hypothesis import given, settings
from hypothesis import strategies as st
from support.fake_desk import UID
from support.reads_apart import shipped

from seedcryo_reader.coordination.discordance.parting import parting
from seedcryo_reader.coordination.discordance.turning import Varied, turning_mm
from seedcryo_reader.criteria.sheets import course_of
from seedcryo_reader.domain.discordance import Cause, Side
from seedcryo_reader.domain.lesion import NewLesions, NewLesionsAnswer
from seedcryo_reader.domain.measurement import Extent, ImagePlace
from seedcryo_reader.domain.read import Call, Read

SHIPPED = shipped()
NO_NEWS = {"any_new_lesion": NewLesionsAnswer(NewLesions.NONE)}
CLEAR = "T01:none/-/none;T02:none/-/none"


def test_both_numbers_both_images_and_the_millimetres_that_would_turn_each():
    where = parting(*played("TP1: T01 18.2; TP3: T01 24.1", "TP1: T01 18.9; TP3: T01 22.9 on slice 2").reads, SHIPPED)
    assert (where.timepoint, where.about, where.lesion, where.cause) == ("TP3", "T01", "T01", Cause.TARGET_MEASURE)
    assert where.first == Side("LP", Decimal("24.1"), ImagePlace(1, UID, 1), Decimal("-1.0"))
    assert where.second == Side("no LP", Decimal("22.9"), ImagePlace(1, UID, 3), Decimal("1.0"))


def test_where_a_finding_parts_the_reads_no_length_turns_anything():
    where = parting(*played("TP2: new tissue at T01; TP3: larger tissue at T01", "").reads, SHIPPED)
    assert (where.cause, where.first.mm, where.second.mm) == (Cause.LOCAL_FINDING, Decimal(22), Decimal(22))
    assert (where.first.turning_mm, where.second.turning_mm) == (None, None)


def test_a_new_lesion_shows_the_image_it_was_marked_on():
    where = parting(*played("TP2: new lesion in lung (lingula)", "").reads, SHIPPED)
    assert (where.first.image, where.second.image) == (ImagePlace(1, UID), None)
    assert (where.first.mm, where.lesion) == (None, None)


def test_of_a_lesion_in_pieces_the_longest_is_shown_and_of_a_merged_one_that_of_both():
    split = parting(*played("TP2: T01 split 14 + 14", "TP2: T01 split 12 + 12").reads, SHIPPED)
    assert (split.first.mm, split.first.image) == (Decimal("28.0"), ImagePlace(1, UID))
    first, second = (f"TP2: T01 {mm} on slice 5, T02 merged into T01" for mm in ("50", "40"))
    by = changed(SHIPPED, {"adjudication.variables": ("overall progression",)})
    merged = parting(*played(first, second, 2).reads, by)
    assert (merged.about, merged.lesion, merged.first.image) == ("target", "T01", ImagePlace(1, UID, 6))
    assert (merged.first.mm, merged.first.turning_mm) == (Decimal("50.0"), Decimal("-4.5"))


def read_with(*lengths: str, targets: str = "T01", **more) -> Read:
    """A read of T01 whose follow-ups are clear but for these lengths."""
    first, *later = lengths
    return read_of(targets, sheet(first), *(sheet(one, CLEAR, **NO_NEWS, **more) for one in later))


def test_a_merged_target_shows_the_image_of_the_one_that_carries_it():
    texts = [f"T01=into T02;T02={mm}" for mm in (50, 40)]
    one, other = (read_with("T01=22;T02=16", "T01=22;T02=16", text, targets="T01 T02") for text in texts)
    where = parting(one, other, SHIPPED)
    assert (where.about, where.first.mm, where.first.image) == ("T01", Decimal(50), ImagePlace(1, "1.2.3"))
    assert (where.first.turning_mm, where.second.turning_mm) == (Decimal("-4.5"), Decimal("5.6"))


def test_the_sum_is_compared_in_the_extent_that_the_protocol_adds_up():
    changes = {"measuring.viable": ("non-nodal",), "target_response.extent": "viable"}
    changes["local_progression.size.extent"] = "viable"
    by = changed(SHIPPED, changes)
    reads = []
    for last in ("24.1", "28"):
        made = read_with("T01=30", "T01=30", "T01=30")
        for one, mm in zip(made.timepoints, ("20", "20", last), strict=True):
            one.sheet.assessments["T01", Extent.VIABLE] = sheet(f"T01={mm}").assessments["T01", Extent.WHOLE]
        reads.append(made)
    where = parting(*reads, by)
    assert (where.about, where.first.mm, where.second.mm) == ("T01", Decimal("24.1"), Decimal(28))
    assert (where.first.turning_mm, where.second.turning_mm) == (Decimal("0.9"), Decimal("-3.1"))


def test_without_a_rule_of_size_lengths_are_shown_and_turn_nothing():
    changes = {"local_progression.rules": ("tissue", "contiguous"), "local_progression.size": None}
    by = changed(SHIPPED, changes)
    seen = read_of("T01", sheet("T01=20"), sheet("T01=20", CLEAR), sheet("T01=20", "T01:present/new/none"))
    where = parting(seen, read_with("T01=20", "T01=20", "T01=20"), by)
    assert (where.about, where.first.mm, where.first.turning_mm) == ("T01", Decimal(20), None)


def test_a_sum_without_a_length_has_none_to_turn():
    calm = read_with("T01=20;T02=30", "T01=20;T02=30", "T01=20;T02=30", targets="T01 T02")
    grown = read_with("T01=20;T02=30", "T01=20;T02=30", "T01=90;T02=NE", targets="T01 T02")
    by = changed(SHIPPED, {"adjudication.variables": ("overall progression",)})
    where = parting(calm, grown, by)
    assert (where.about, where.second.value, where.second.mm, where.second.turning_mm) == ("target", "PD", None, None)


def test_reads_that_agree_part_nowhere():
    assert parting(*played("", "").reads, SHIPPED) is None


def test_what_differs_without_making_a_difference_is_no_parting():
    first = "TP1: T01 16, T02 12; TP3: new lesion in lung (lingula)"
    where = parting(*played(first, "TP2: uncertain new tissue at T01").reads, SHIPPED)
    assert (where.timepoint, where.about) == ("TP3", "new lesions")


def test_an_overall_call_against_what_was_computed_parts_the_reads_overall():
    first = "TP2: new lesion in lung (lingula), call overall SD; TP3: call overall SD"
    where = parting(
        *played(first, "TP2: T01 30.1").reads, changed(SHIPPED, {"adjudication.variables": ("overall progression",)})
    )
    assert (where.about, where.cause, where.first.value, where.second.value) == ("overall", Cause.CALL, "SD", "PD")


def test_local_progression_that_counts_parts_them_where_only_overall_is_compared():
    words = "local progression counts as progression"
    by = changed(protocol(words), {"adjudication.variables": ("overall progression",)})
    where = parting(*played("TP2: T01 28", "", 3, words).reads, by)
    assert (where.about, where.cause, where.first.turning_mm) == ("T01", Cause.TARGET_MEASURE, Decimal("-1.1"))


# --- the millimetres -------------------------------------------------------------------------------------------------

tenths = st.integers(30, 600).map(lambda one: str(Decimal(one) / 10))


def _progresses(reference: str, last: str) -> bool:
    course = course_of(read_with(f"T01={reference}", f"T01={reference}", f"T01={last}"), SHIPPED, "TP2")
    return Varied(course, SHIPPED, "T01", Extent.WHOLE, Decimal(last)).evaluated(Decimal(last)).value("T01") == "LP"


@settings(max_examples=60, deadline=None)
@given(tenths, tenths)
def test_the_millimetres_turn_it_and_a_tenth_less_does_not(reference, last):
    course = course_of(read_with(f"T01={reference}", f"T01={reference}", f"T01={last}"), SHIPPED, "TP2")
    progresses = _progresses(reference, last)
    varied = Varied(course, SHIPPED, "T01", Extent.WHOLE, Decimal(last))
    found = turning_mm(varied, lambda one: (one.value("T01") == "LP") != progresses, longer=not progresses)
    tenth = Decimal("0.1").copy_sign(found)
    assert (found > 0) == (not progresses)
    assert _progresses(reference, str(Decimal(last) + found)) != progresses
    assert _progresses(reference, str(Decimal(last) + found - tenth)) == progresses


@pytest.mark.parametrize("longer", [True, False])
def test_where_no_length_turns_it_there_are_no_millimetres(longer):
    course = course_of(read_with("T01=20", "T01=20", "T01=21"), SHIPPED, "TP2")
    varied = Varied(course, SHIPPED, "T01", Extent.WHOLE, Decimal(21))
    assert turning_mm(varied, lambda _: False, longer=longer) is None


def test_a_lesion_that_is_gone_cannot_shrink():
    varied = Varied(
        course_of(read_with("T01=20", "T01=20", "T01=0"), SHIPPED, "TP2"), SHIPPED, "T01", Extent.WHOLE, Decimal(0)
    )
    assert turning_mm(varied, lambda _: True, longer=False) is None


def test_a_call_is_no_length():
    called = read_with("T01=20", "T01=20", "T01=20", calls={"T01": Call("LP")})
    where = parting(called, read_with("T01=20", "T01=20", "T01=24"), SHIPPED)
    assert (where.timepoint, where.cause, where.second.turning_mm) == ("TP1", Cause.CALL, None)
