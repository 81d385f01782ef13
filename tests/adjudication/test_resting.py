"""Which lesion shows what a read says: of those that speak for progression the clearest, each in its own read."""

import pytest
from adjudication.ways import dispute, protocol
from support.reads_apart import pair

from seedcryo_reader.adjudication.resting import lesion_of, part_of, shown_by
from seedcryo_reader.adjudication.sides import SideRead, sides_of
from seedcryo_reader.domain.projection import projected

LUNG, LIVER = "new lesion in lung (lingula)", "new lesion in liver (segment II)"


def sides(a: str, b: str = "") -> tuple[SideRead, SideRead]:
    one, other = pair(a, b).reads
    return sides_of(dispute(sides=(projected(one), projected(other))), protocol())


@pytest.mark.parametrize(
    ("a", "at", "about", "lesion"),
    [
        (f"TP1: equivocal {LUNG}; TP2: {LIVER}", "TP2", "new lesions", "NL02"),
        (f"TP1: equivocal {LUNG}; TP2: NL01 unequivocal, equivocal {LIVER}", "TP2", "new lesions", "NL01"),
        (f"TP2: {LUNG} since TP1", "TP1", "new lesions", "NL01"),
        ("", "TP2", "new lesions", ""),
        (
            "TP0: NT01 in liver (segment V), NT02 in lung (lingula); TP2: NT02 progression",
            "TP2",
            "non-target",
            "NT02",
        ),
        ("TP0: NT01 in liver (segment V)", "TP0", "non-target", "NT01"),
        (LUNG.join(("TP2: ", "")), "TP1", "non-target", ""),
    ],
)
def test_the_lesion_of_a_read_is_what_speaks_most_for_progression(a: str, at: str, about: str, lesion: str) -> None:
    assert lesion_of(sides(a)[0], at, about) == lesion


def test_a_timepoint_that_a_read_does_not_have_shows_nothing() -> None:
    assert lesion_of(sides("")[0], "TP9", "new lesions") == ""


def test_the_side_that_shows_it_is_the_one_that_is_surer() -> None:
    assert shown_by(sides(f"TP2: {LUNG}"), "TP2", "new lesions") == ("A", "NL01")
    assert shown_by(sides("", f"TP2: {LUNG}"), "TP2", "new lesions") == ("B", "NL01")
    surer = sides(f"TP2: equivocal {LUNG}", f"TP1: equivocal {LUNG}; TP2: {LIVER}")
    assert shown_by(surer, "TP2", "new lesions") == ("B", "NL02")
    assert shown_by(sides("TP2: T01 30"), "TP2", "T01") == ("A", "T01")


def test_a_sum_is_shown_by_the_target_in_which_both_differ_most() -> None:
    assert shown_by(sides("TP2: T01 20, T02 30"), "TP2", "target") == ("A", "T02")
    assert shown_by(sides("TP2: T01 not evaluable"), "TP2", "target") == ("A", "T02")


def test_overall_is_about_the_first_part_in_which_both_differ() -> None:
    assert part_of(sides(f"TP2: {LUNG}, T01 30"), "TP2", "overall") == "new lesions"
    assert part_of(sides("TP2: T01 30"), "TP2", "overall") == "T01"
    assert part_of(sides(""), "TP2", "overall") == "overall"
    assert shown_by(sides(""), "TP2", "overall") == ("A", "")
    assert part_of(sides(f"TP2: {LUNG}"), "TP2", "T01") == "T01"
