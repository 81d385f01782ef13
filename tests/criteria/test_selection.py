"""What is said of the lesions of the sum of diameters while the baseline is read."""

from dataclasses import replace

import pytest
from criteria.reads import SHIPPED, caliper, changed, recorded, sheet

from seedcryo_reader.criteria.protocol.reader import load_protocol
from seedcryo_reader.criteria.selection import SelectionFinding, selection_findings
from seedcryo_reader.domain.case import Target
from seedcryo_reader.domain.images import SeriesImages
from seedcryo_reader.domain.lesion import RecordedLesion
from seedcryo_reader.domain.measurement import Caliper, Extent, ImagePlace
from seedcryo_reader.domain.read import Read, Sheet, TimepointRead

PLACES = {"liver": "segment VI", "lung": "lingula", "kidney": "left upper pole", "lymph node": "paraaortic"}


@pytest.fixture(scope="module")
def protocol():
    return load_protocol(SHIPPED.with_name("1.0.toml"))


def target(name: str, organ: str = "liver", place: str = "") -> Target:
    return Target(name, organ, place or PLACES[organ], organ == "lymph node")


def series(number: int, slice_mm: str | None) -> SeriesImages:
    return SeriesImages(number, "CT", "CT portal venous", f"{number:064x}", slice_mm=slice_mm)


def baseline(targets: tuple[Target, ...], said: Sheet, *more: SeriesImages) -> Read:
    """A read at its baseline. The first series has slices 5 mm apart; nothing else lies in it."""
    one = TimepointRead("TP0", 1, "0" * 64, (series(1, "5"), *more), said)
    return Read("C-0001", targets=targets, timepoints=(one,))


def on_series(number: int, long: str, short: str | None = None) -> Caliper:
    return replace(caliper(long, short), image=ImagePlace(number, "1.2.3"))


def measured(**calipers: Caliper) -> Sheet:
    return Sheet(assessments={(lesion, Extent.WHOLE): one for lesion, one in calipers.items()})


def texts(found: tuple[SelectionFinding, ...]) -> list[str]:
    return [one.text for one in found]


def test_a_measurable_set_within_its_limits_gives_no_finding(protocol):
    targets = (target("T01"), target("T02"), target("T03", "lymph node"), target("T04", "lung"))
    assert selection_findings(baseline(targets, sheet("T01=10;T02=30;T03n=15;T04=12")), protocol) == ()


def test_what_was_not_assessed_yet_gives_no_finding(protocol):
    node_without_short_axis = measured(T02=caliper("12"))
    assert (
        selection_findings(baseline((target("T01"), target("T02", "lymph node")), node_without_short_axis), protocol)
        == ()
    )


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("T01=9.9", "the long axis 9.9 mm is below 10 mm"),
        ("T01=TSTM", "it is too small to measure"),
        ("T01=0", "it is not seen"),
        ("T01=NE", "it cannot be judged at the baseline"),
    ],
)
def test_a_target_of_the_sum_that_is_not_measurable_is_told_with_the_remedy(said, reason, protocol):
    assert selection_findings(baseline((target("T01"),), sheet(said)), protocol) == (
        SelectionFinding(
            "not-measurable",
            "T01",
            f"T01 is in the sum of diameters, but not measurable: {reason}. "
            "Take it out of the sum: it is then non-target disease.",
            "1.3",
        ),
    )


def test_a_target_outside_the_sum_is_told_and_stays_a_target(protocol):
    said = replace(sheet("T01=9.9;T02=30"), recist_set=("T02",))
    assert selection_findings(baseline((target("T01"), target("T02")), said), protocol) == (
        SelectionFinding(
            "target-not-measurable",
            "T01",
            "T01 is not measurable: the long axis 9.9 mm is below 10 mm. It stays a target and is followed all "
            "the same.",
            "1.3",
        ),
    )


def test_a_chosen_lesion_that_is_not_measurable_is_dropped(protocol):
    said = replace(sheet("R01=9;R02n=14;R03n=8"), recist_set=("R01", "R02", "R03"))
    found = recorded("R01") | recorded("R02", "R03", node=True)
    assert texts(selection_findings(baseline((), replace(said, recorded=found)), protocol)) == [
        "R01 is in the sum of diameters, but not measurable: the long axis 9 mm is below 10 mm. Drop it, and record it "
        "as non-target disease.",
        "R02 is in the sum of diameters, but not measurable: the short axis 14 mm is at least 10 mm and below 15 mm. "
        "Drop it, and record it as non-target disease.",
        "R03 is in the sum of diameters, but not measurable: the short axis 8 mm is below 10 mm. Drop it: a lymph node "
        "of that size is no disease.",
    ]


def test_a_chosen_lesion_that_is_not_in_the_sum_is_not_told_here(protocol):
    """What is left to do says so: choose it, or drop it."""
    said = replace(sheet("R01=9"), recorded=recorded("R01", "NT01"))
    assert selection_findings(baseline((), said), protocol) == ()
    assert selection_findings(baseline((), replace(said, recist_set=())), protocol) == ()


def test_the_slices_of_the_series_that_the_caliper_lies_on_count(protocol):
    said = measured(T01=on_series(2, "13.9"), T02=on_series(1, "13.9"), T03=on_series(3, "13.9"))
    targets = (target("T01"), target("T02"), target("T03", "lung"))
    found = selection_findings(baseline(targets, said, series(2, "7.0"), series(3, None)), protocol)
    assert texts(found) == [
        "T01 is in the sum of diameters, but not measurable: the long axis 13.9 mm is below 14.0 mm, 2 times the slice "
        "distance 7.0 mm. Take it out of the sum: it is then non-target disease."
    ]


def test_a_node_on_thick_slices_is_the_readers_decision_while_it_is_in_the_sum(protocol):
    said = measured(T01=on_series(2, "30.0", "15.0"))
    read = baseline((target("T01", "lymph node"),), said, series(2, "8"))
    assert selection_findings(read, protocol) == (
        SelectionFinding(
            "open-question",
            "T01",
            "T01: the short axis 15.0 mm is at least 15 mm, but below 16 mm, 2 times the slice distance 8 mm; whether "
            "that holds for lymph nodes is open (EORTC). Decide whether it stays in the sum of diameters.",
            "1.3",
        ),
    )
    outside = baseline(read.targets, replace(said, recist_set=()), series(2, "8"))
    assert selection_findings(outside, protocol) == ()


def test_lesions_in_pieces_or_merged_have_no_axes_of_their_own(protocol):
    said = sheet("T01=4+4;T02=30;T03=into T02")
    targets = (target("T01"), target("T02", "lung"), target("T03", "lung"))
    assert selection_findings(baseline(targets, said), protocol) == ()


def test_more_lesions_than_the_sum_may_have_are_named(protocol):
    organs = ("liver", "liver", "lung", "lung", "kidney", "lymph node")
    targets = tuple(target(f"T{place:02}", organ) for place, organ in enumerate(organs, 1))
    assert selection_findings(baseline(targets, Sheet()), protocol) == (
        SelectionFinding(
            "too-many",
            "",
            "6 lesions are in the sum of diameters (T01, T02, T03, T04, T05, T06), and at most 5 may be. Take out "
            "those that are smallest or hardest to measure again.",
            "1.2",
        ),
    )
    five = replace(Sheet(), recist_set=("T01", "T02", "T03", "T04", "T05"))
    assert selection_findings(baseline(targets, five), protocol) == ()


@pytest.mark.parametrize(
    ("organ", "places"),
    [
        ("lymph node", ("left cervical", "paraaortic", "right inguinal")),
        ("kidney", ("left upper pole", "right upper pole", "left lower pole")),
        ("lung", ("left upper lobe", "right upper lobe", "lingula")),
    ],
)
def test_all_nodes_are_one_organ_and_so_are_paired_organs(organ, places, protocol):
    targets = tuple(target(f"T{number:02}", organ, place) for number, place in enumerate(places, 1))
    assert selection_findings(baseline(targets, Sheet()), protocol) == (
        SelectionFinding(
            "too-many-in-organ",
            "",
            f"3 lesions of one organ ({organ}) are in the sum of diameters (T01, T02, T03), and at most 2 may be. Take "
            "out those that are smallest or hardest to measure again.",
            "1.2",
        ),
    )


def test_chosen_lesions_count_with_the_targets(protocol):
    liver = recorded("R01", "R02")
    lung = {"R03": RecordedLesion("R03", "lung", "lingula", liver["R01"].mark)}
    said = replace(Sheet(), recorded=liver | lung, recist_set=("T01", "R01", "R02", "R03"))
    found = selection_findings(baseline((target("T01"),), said), protocol)
    assert [(one.code, "(T01, R01, R02)" in one.text) for one in found] == [("too-many-in-organ", True)]


def test_the_limits_come_from_the_protocol(protocol):
    wide = changed(protocol, {"sets.recist.max_total": 9, "sets.recist.max_per_organ": 9})
    targets = tuple(target(f"T{number:02}") for number in range(1, 10))
    assert selection_findings(baseline(targets, Sheet()), wide) == ()


def test_nothing_is_said_at_a_follow_up_or_of_a_baseline_that_is_not_evaluable(protocol):
    read = baseline((target("T01"),), sheet("T01=9"))
    locked = replace(read.timepoints[0], locked=True)
    later = replace(read, timepoints=(locked, TimepointRead("TP1", 2, "1" * 64, (), sheet("T01=9"))))
    assert selection_findings(later, protocol) == ()
    assert selection_findings(replace(read, timepoints=(locked,)), protocol) == ()
    assert selection_findings(replace(read, timepoints=()), protocol) == ()
    assert selection_findings(baseline(read.targets, replace(sheet("T01=9"), not_evaluable="artefact")), protocol) == ()


def test_a_baseline_that_waits_to_be_confirmed_again_is_looked_at_again(protocol):
    read = baseline((target("T01"),), sheet("T01=9"))
    again = replace(read, timepoints=(replace(read.timepoints[0], locked=True, reconfirm=True),))
    assert selection_findings(again, protocol) == selection_findings(read, protocol) != ()
