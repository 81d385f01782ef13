"""What is said about a timepoint that was sealed all the same."""

from dataclasses import replace
from pathlib import Path

import pytest
from casefile.part.ways import TARGETS, Station, baseline, big_ct, follow_up, write_source
from support.ct_files import write_stack

from seedcryo_reader.casefile.part.marks import misplaced_marks
from seedcryo_reader.casefile.part.notes import notes_on
from seedcryo_reader.casefile.part.sealing import Timepoint
from seedcryo_reader.casefile.part.source import SourceSeries, chosen_series
from seedcryo_reader.domain.case import Target
from seedcryo_reader.imaging.survey import survey


@pytest.fixture
def series_of(station: Station, tmp_path: Path):
    def read(folder: Path) -> tuple[SourceSeries, ...]:
        scratch = tmp_path / "survey"
        scratch.mkdir()
        return chosen_series(survey(folder, station.pool, scratch), {})

    return read


def mark(x: float, y: float, z: float) -> Target:
    return Target("T01", "liver", "segment VI", node=False, mark_mm=(f"{x:.3f}", f"{y:.3f}", f"{z:.3f}"))


def test_a_mark_lies_on_the_images_or_is_named(series_of, tmp_path):
    write_stack(tmp_path / "ct", 6, make=big_ct)
    [one] = series_of(tmp_path / "ct")
    first, last = one.stacks[0].slices[0].frame, one.stacks[0].slices[-1].frame
    x, y, z = first.position
    row, column = first.spacing
    inside = [(x, y, z), (x + 63 * column, y + 63 * row, last.position[2]), (x + column, y, (z + last.position[2]) / 2)]
    outside = [
        (x - 2 * column, y, z),
        (x, y + 65.5 * row, z),
        (x, y, last.position[2] + 50),
        (x, y, z - 50),
        (9999, -9999, 9999),
    ]
    for where in inside:
        assert misplaced_marks([mark(*where)], {"T01": one.stacks}) == []
    for where in outside:
        [finding] = misplaced_marks([mark(*where)], {"T01": one.stacks})
        assert finding.code == "mark-outside"
        assert "T01" in finding.text
    assert misplaced_marks([replace(mark(0, 0, 0), mark_mm=None)], {"T01": ()}) == []


def test_a_missing_slice_and_a_second_study_are_said(series_of, tmp_path):
    write_stack(tmp_path / "ct", 6, make=big_ct)
    sorted((tmp_path / "ct").iterdir())[2].unlink()

    def another(data, k):
        data.StudyInstanceUID, data.SeriesInstanceUID, data.SOPInstanceUID = "1.2.3.9", "1.2.3.9.1", f"1.2.3.9.1.{k}"

    write_stack(tmp_path / "ct" / "other", 4, another)
    notes = notes_on(series_of(tmp_path / "ct"))
    assert [note.code for note in notes] == ["several-studies", "missing-slice"]
    assert notes[1].text.startswith("CT: ")


def test_sealing_says_when_images_come_a_second_time(station, source, sealed_chain, tmp_path):
    out = tmp_path / "out"
    (tmp_path / "s1").mkdir()
    again = station.seal(out, follow_up(source), tmp_path / "s1", previous=sealed_chain[0].file)
    [note] = again.notes
    assert note.code == "same-images"
    assert note.text.startswith("9 of the images were sealed for TP0 already (C-0001.p0).")
    (tmp_path / "s2").mkdir()
    replaced = Timepoint(**{**vars(baseline(source)), "supersedes": 0})
    elsewhere = tmp_path / "elsewhere"
    assert station.seal(elsewhere, replaced, tmp_path / "s2", previous=sealed_chain[0].file).notes == ()


def test_a_sealed_part_names_whom_it_is_for_and_what_is_odd(station, tmp_path):
    folder = write_source(tmp_path / "source")
    (tmp_path / "s").mkdir()
    far = replace(TARGETS[0], mark_mm=("0.000", "0.000", "-900.000"))
    order = Timepoint(**{**vars(baseline(folder)), "targets": (far, TARGETS[1])})
    sealed = station.seal(tmp_path / "out", order, tmp_path / "s")
    assert sealed.recipients == (station.recipient,)
    assert [note.code for note in sealed.notes] == ["mark-outside"]
