"""The lesion table as a radiologist reads it: what stands in its cells, and by how much a lesion changed."""

from dataclasses import replace
from decimal import Decimal

import pytest
from criteria.reads import SHIPPED, changed, read_of, recorded, sheet
from reading.ways import begun, measured, revised, said

from seedcryo_reader.criteria.evaluate import evaluate
from seedcryo_reader.criteria.protocol.reader import load_protocol
from seedcryo_reader.domain.events import TimepointOpened
from seedcryo_reader.domain.images import Pin, SeriesImages
from seedcryo_reader.domain.measurement import Extent
from seedcryo_reader.reading.rows import NO_CELL, Said, Since, lesion_rows, pinned_series, sum_row
from seedcryo_reader.reading.worked_out import WorkedOut


@pytest.fixture(scope="module")
def protocol():
    return load_protocol(SHIPPED)


def _course(*lengths: str):
    return read_of("T01", *(sheet(f"T01={one}") for one in lengths))


def test_a_row_shows_four_timepoints_and_the_change_from_each_with_its_sign(protocol):
    (row,) = lesion_rows(WorkedOut(_course("40.0", "25.0", "23.4", "30.1"), protocol), "TP3")
    assert (row.lesion, row.organ, row.place, row.asked, row.in_sum) == ("T01", "liver", "segment VI", True, True)
    assert [(one.timepoint, one.mm) for one in (row.baseline, row.nadir, row.previous, row.current)] == [
        ("TP0", "40.0"),
        ("TP2", "23.4"),
        ("TP2", "23.4"),
        ("TP3", "30.1"),
    ]
    assert row.since_nadir == Since("TP2", "23.4", "+6.7", "+28.6")
    assert row.since_baseline == Since("TP0", "40.0", "\N{MINUS SIGN}9.9", "\N{MINUS SIGN}24.8")


def test_nothing_of_a_later_timepoint_is_in_a_row(protocol):
    whole = _course("40.0", "25.0", "NE", "30.1")
    for k in range(4):
        cut = replace(whole, timepoints=whole.timepoints[: k + 1])
        assert lesion_rows(WorkedOut(whole, protocol), f"TP{k}") == lesion_rows(WorkedOut(cut, protocol), f"TP{k}")
        assert sum_row(WorkedOut(whole, protocol), f"TP{k}") == sum_row(WorkedOut(cut, protocol), f"TP{k}")


def test_a_timepoint_without_a_length_keeps_its_word_and_the_change_goes_by_the_length_before(protocol):
    (row,) = lesion_rows(WorkedOut(_course("40.0", "25.0", "NE", "20.0"), protocol), "TP3")
    assert (row.previous.timepoint, row.previous.said, row.previous.mm, row.previous.detail) == (
        "TP2",
        Said.NOT_EVALUABLE,
        "",
        "artefact",
    )
    assert row.since_previous == Since("TP1", "25.0", "\N{MINUS SIGN}5.0", "\N{MINUS SIGN}20.0")


def test_words_stand_for_what_was_not_measured(protocol):
    read = read_of("T01 T02 T03", sheet("T01=20;T02=18;T03=30"), sheet("T01=TSTM;T02=into T01;T03=12+0"))
    rows = {row.lesion: row for row in lesion_rows(WorkedOut(read, protocol), "TP1")}
    cells = {name: (row.current.said, row.current.mm, row.current.detail) for name, row in rows.items()}
    assert cells == {
        "T01": (Said.TOO_SMALL, "5.0", ""),
        "T02": (Said.MERGED, "5.0", "T01"),
        "T03": (Said.SPLIT, "12.0", "2"),
        "T03.1": (Said.LENGTH, "12.0", ""),
        "T03.2": (Said.ABSENT, "0.0", ""),
    }
    assert list(rows) == ["T01", "T02", "T03", "T03.1", "T03.2"]
    assert rows["T01"].together == ("T01", "T02")
    assert rows["T01"].since_baseline == Since("TP0", "38.0", "\N{MINUS SIGN}33.0", "\N{MINUS SIGN}86.8")
    assert rows["T03.2"].place == "segment VI"
    assert rows["T03.2"].asked
    assert not rows["T03.2"].in_sum


def test_from_nothing_there_is_a_change_in_mm_and_none_in_percent(protocol):
    (row,) = lesion_rows(WorkedOut(_course("20", "0", "0"), protocol), "TP2")
    assert row.current.said is Said.ABSENT
    assert row.since_nadir == Since("TP1", "0.0", "0.0", "")


def test_every_extent_and_every_chosen_lesion_has_a_row_of_its_own(protocol):
    viable = changed(protocol, {"measuring.viable": ("non-nodal",)})
    read = read_of("T01 T02n", sheet("T01=20;T02n=8;R01=10", recorded=recorded("R01"), recist_set=("T01", "R01")))
    rows = lesion_rows(WorkedOut(read, viable), "TP0")
    assert [(*row.slot, row.in_sum) for row in rows] == [
        ("T01", Extent.WHOLE, True),
        ("T01", Extent.VIABLE, False),
        ("T02", Extent.WHOLE, False),
        ("R01", Extent.WHOLE, True),
    ]
    assert (rows[0].nadir.timepoint, rows[0].since_baseline) == (None, None)


def test_a_node_without_its_short_axis_is_unfinished(protocol):
    reading, _ = begun()
    said(reading, measured("TP0", "T02", "18", None))
    cell = lesion_rows(WorkedOut(reading.read, protocol), "TP0")[1].current
    assert (cell.said, cell.mm) == (Said.UNFINISHED, "")
    said(reading, revised("TP0", "T02", "18", "16"))
    assert lesion_rows(WorkedOut(reading.read, protocol), "TP0")[1].current.mm == "16.0"


def test_a_cell_is_marked_as_its_slot_and_timepoint_are(protocol):
    read = read_of("T01", sheet("T01=20"), sheet("T01=30", measured_after_reveal=frozenset({("T01", Extent.WHOLE)})))
    first, last = read.timepoints
    read = replace(read, timepoints=(replace(first, hindsight=True), replace(last, reconfirm=True)))
    (row,) = lesion_rows(WorkedOut(read, protocol), "TP1")
    assert (row.baseline.hindsight, row.baseline.reconfirm, row.baseline.after_reveal) == (True, False, False)
    assert (row.current.hindsight, row.current.reconfirm, row.current.after_reveal) == (False, True, True)


def test_a_timepoint_that_is_not_evaluable_as_a_whole_says_so_in_each_cell(protocol):
    read = read_of("T01", sheet("T01=20"), sheet("T01=30", not_evaluable="series missing"))
    (row,) = lesion_rows(WorkedOut(read, protocol), "TP1")
    assert (row.current.said, row.current.detail, row.asked) == (Said.NOT_EVALUABLE, "series missing", False)


@pytest.mark.parametrize("nadir_visits", ["complete", "any"])
def test_the_sum_is_compared_with_the_nadir_that_the_criteria_compare_it_with(protocol, nadir_visits):
    rule = changed(protocol, {"target_response.nadir_visits": nadir_visits})
    lengths = [("30", "20"), ("25", "NE"), ("24", "21"), ("23", "20"), ("40", "22")]
    read = read_of("T01 T02", *(sheet(f"T01={one};T02={two}") for one, two in lengths))
    row = sum_row(WorkedOut(read, rule), "TP4")
    compared = next(one for one in evaluate(read, rule, "TP4") if one.about == "target")
    numbers = dict(next(step for step in compared.trace if step.rule == "sum-progression").numbers)
    assert Decimal(row.since_nadir.before_mm) == Decimal(numbers["nadir_mm"])
    assert Decimal(row.current.mm) == Decimal(numbers["current_mm"]) == 62
    assert (row.nadir.timepoint, row.nadir.said) == {
        "complete": ("TP3", Said.LENGTH),
        "any": ("TP1", Said.INCOMPLETE),
    }[nadir_visits]


@pytest.mark.parametrize(
    ("nadir_from", "at_reference", "after"), [("reference", "TP0", "TP2"), ("baseline", "TP0", "TP0")]
)
def test_the_nadir_of_a_sum_with_a_treated_lesion_begins_where_the_protocol_says(
    protocol, nadir_from, at_reference, after
):
    rule = changed(protocol, {"target_response.treated.nadir_from": nadir_from})
    read = read_of("T01", *(sheet(f"T01={one}") for one in ("20", "25", "24", "26")))
    assert sum_row(WorkedOut(read, rule), "TP0").nadir == NO_CELL
    assert sum_row(WorkedOut(read, rule), "TP1").nadir.timepoint == at_reference
    assert sum_row(WorkedOut(read, rule), "TP3").nadir.timepoint == after


def test_a_sum_that_lacks_a_lesion_says_which(protocol):
    row = sum_row(WorkedOut(read_of("T01 T02", sheet("T01=20;T02=18"), sheet("T01=30")), protocol), "TP1")
    assert (row.current.said, row.current.mm, row.current.detail) == (Said.INCOMPLETE, "30", "T02")
    assert (row.since_baseline, row.since_nadir, row.since_previous) == (None, None, None)
    assert sum_row(WorkedOut(read_of("T01", sheet("T01=20", recist_set=())), protocol), "TP0") is None


def test_the_pinned_series_is_the_one_of_the_images_opened_last():
    reading, _ = begun()
    (record,) = reading.records
    series = (SeriesImages(1, "CT", "CT arterial", "e" * 64), SeriesImages(2, "CT", "CT delayed", "e" * 64))
    first = TimepointOpened("TP0", 0, "0" * 64, series, pinned=(Pin("T01", 1),))
    later = replace(first, part=1, supersedes=0, pinned=(Pin("T01", 2),))
    log = [replace(record, event=first), replace(record, event=later)]
    assert {target: one.label for target, one in pinned_series(log, "TP0").items()} == {"T01": "CT delayed"}
    assert pinned_series(log, "TP1") == {}
