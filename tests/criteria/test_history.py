"""The lengths of a lesion as the read panel shows them."""

from dataclasses import replace
from decimal import Decimal

from criteria.reads import read_of, recorded, sheet

from seedcryo_reader.criteria.growth import Point
from seedcryo_reader.criteria.history import Change, history
from seedcryo_reader.domain.lesion import Absent, NonTargetState, NonTargetStatus
from seedcryo_reader.domain.measurement import Extent


def point(timepoint: str, mm: str) -> Point:
    return Point(timepoint, Decimal(mm))


def test_a_row_has_baseline_nadir_previous_and_current_with_their_timepoints(protocol):
    lengths = ["40.0", "25.0", "23.4", "NE", "30.1"]
    read = read_of("T01", *(sheet(f"T01={mm}") for mm in lengths))
    (row,) = history(read, protocol, "TP4")
    assert (row.lesion, row.extent, row.merged) == ("T01", Extent.WHOLE, ())
    assert (row.baseline, row.nadir, row.previous) == (point("TP0", "40.0"), point("TP2", "23.4"), point("TP2", "23.4"))
    assert row.current == point("TP4", "30.1")
    assert row.change_from(row.nadir) == Change(Decimal("6.7"), Decimal("28.6325"))
    assert row.change_from(row.baseline) == Change(Decimal("-9.9"), Decimal("-24.7500"))


def test_the_nadir_is_the_one_local_progression_is_judged_by(protocol, protocol_with):
    read = read_of("T01", *(sheet(f"T01={mm}") for mm in ("20", "45", "40", "50")))
    assert [history(read, protocol, f"TP{k}")[0].nadir for k in (0, 1, 2, 3)] == [
        None,
        point("TP0", "20"),
        point("TP1", "45"),
        point("TP2", "40"),
    ]
    gap = read_of("T01", *(sheet(f"T01={mm}") for mm in ("20", "NE", "40", "50")))
    assert [history(gap, protocol, f"TP{k}")[0].nadir for k in (2, 3)] == [point("TP0", "20"), point("TP0", "20")]
    other = protocol_with({"local_progression.size": None})
    assert history(read, other, "TP3")[0].nadir == point("TP0", "20")


def test_what_is_not_there_has_no_change(protocol):
    read = read_of("T01", sheet("T01=NE"), sheet("T01=0"), sheet("T01=5"), sheet())
    (row,) = history(read, protocol, "TP2")
    assert (row.baseline, row.change_from(row.baseline)) == (None, None)
    assert row.change_from(row.previous) == Change(Decimal("5.0"), None)
    (empty,) = history(read, protocol, "TP3")
    assert (empty.current, empty.change_from(empty.previous)) == (None, None)


def test_merged_targets_show_their_lengths_together(protocol):
    read = read_of("T01 T02", sheet("T01=20;T02=18"), sheet("T01=30;T02=into T01"))
    first, second = history(read, protocol, "TP1")
    assert (first.merged, first.baseline, first.current) == (("T01", "T02"), point("TP0", "38"), point("TP1", "30.0"))
    assert second.baseline == first.baseline


def test_a_target_outside_the_sum_shows_what_it_counts_as(protocol):
    def shown(timepoint: str):
        return [row.non_target for row in history(read, protocol, timepoint)]

    worse = {"T02": NonTargetState(NonTargetStatus.PROGRESSION)}
    start, last = sheet("T01=20;T02=18", recist_set=("T01",)), sheet("T01=20;T02=18", non_targets=worse)
    read = read_of("T01 T02", start, *(sheet(f"T01=20;T02={mm}") for mm in ("15", "0", "NE")), last)
    assert shown("TP0") == [None, None]
    assert shown("TP1") == [None, NonTargetStatus.PRESENT]
    assert shown("TP2") == [None, NonTargetStatus.ABSENT]
    assert shown("TP3") == [None, None]
    assert shown("TP4") == [None, NonTargetStatus.PROGRESSION]


def test_every_extent_that_is_measured_has_a_row(protocol_with):
    viable = protocol_with({"measuring.viable": ("non-nodal",)})
    read = read_of("T01 T02n", sheet("T01=20;T02n=18;R01=10", recorded=recorded("R01")))
    assert [(row.lesion, row.extent) for row in history(read, viable, "TP0")] == [
        ("T01", Extent.WHOLE),
        ("T01", Extent.VIABLE),
        ("T02", Extent.WHOLE),
        ("R01", Extent.WHOLE),
    ]


def test_a_target_outside_a_sum_of_viable_parts_is_gone_where_nothing_of_it_enhances(protocol_with):
    viable = protocol_with({"measuring.viable": ("non-nodal",), "target_response.extent": "viable"})
    start = sheet("T01=40;T02=30", recist_set=("T01",))
    now = sheet("T01=40;T02=30")
    gone = replace(now, assessments={**now.assessments, ("T02", Extent.VIABLE): Absent()})
    found = {(one.lesion, one.extent): one for one in history(read_of("T01 T02", start, gone), viable, "TP1")}
    assert found["T02", Extent.WHOLE].non_target is NonTargetStatus.ABSENT
