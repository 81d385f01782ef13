"""Every problem of the two tables is named at once, with file and line; nothing is guessed."""

import random
from contextlib import suppress

import pytest
from coordination.endpoints.tables import (
    DAY_COLUMNS,
    M3,
    M6,
    READ_COLUMNS,
    ROOT,
    day_rows,
    read_rows,
    with_values,
    worked,
    write,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from seedcryo_reader.coordination.endpoints.blinding import tells_treatment
from seedcryo_reader.coordination.endpoints.working_out import work_out
from seedcryo_reader.criteria.protocol.reader import load_protocol
from seedcryo_reader.domain.errors import EnvironmentFailure, Refused

READS = read_rows({"TP0": "T01=40", "TP1": "T01=38; L01=equivocal"})
SCANS = day_rows({"TP0": -7, "TP1": M3})


def refused(folder, reads, days, protocol):
    with pytest.raises(Refused) as found:
        worked(folder, reads, days, protocol)
    return [(one.files[0] if one.files else "", one.code) for one in found.value.findings]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("S1", "death", "x", "", "")], [("line 4", "no-day")]),
        ([("S1", "death", "1.5", "", "")], [("line 4", "no-day")]),
        ([("S1", "death", "", "", "")], [("line 4", "no-day")]),
        ([("S1", "death", "2026-02-01", "", "")], [("line 4", "no-day")]),
        ([("S1", "moved", "12", "", "")], [("line 4", "unknown-word")]),
        ([("S1", "", "12", "", "")], [("line 4", "no-kind")]),
        ([("", "death", "12", "", "")], [("line 4", "no-key")]),
        ([("S1", "scan", "12", "", "")], [("line 4", "no-timepoint")]),
        ([("S1", "scan", "200", "TP9", "")], ["timepoints", ("line 4", "unknown-timepoint")]),
        ([("S1", "scan", "91", "TP1", "")], [("line 4", "twice")]),
        ([("S1", "scan", "92", "TP1", "T07")], [("line 4", "unknown-lesion")]),
        ([("S1", "reintervention", "92", "", "L01")], [("line 4", "unknown-lesion")]),
        ([("S1", "death", "200", "TP1", "")], [("line 4", "needless-cell")]),
        ([("S1", "death", "200", "", "T01")], [("line 4", "needless-cell")]),
        ([("S1", "death", "200", "", ""), ("S1", "death", "201", "", "")], [("line 5", "twice")]),
        ([("S1", "cutoff", "200", "", ""), ("S1", "cutoff", "200", "", "")], [("line 5", "twice")]),
        ([("S1", "randomisation", "0", "", ""), ("S1", "randomization", "1", "", "")], [("line 5", "twice")]),
        ([("S1", "death", "50", "", "")], [("line 3", "after-death")]),
        ([("S1", "death", "100", "", ""), ("S1", "last_alive", "101", "", "")], [("line 5", "after-death")]),
        ([("S1", "last_alive", "90", "", "")], [("line 3", "after-last-alive")]),
        ([("S1", "last_alive", "91", "", ""), ("S1", "new_therapy", "92", "", "")], [("line 5", "after-last-alive")]),
        ([("S1", "new_therapy", "-3", "", "")], [("line 4", "before-randomisation")]),
        ([("S1", "randomisation", "100", "", "")], [("line 3", "before-randomisation")]),
        ([("S1", "scan", "95", "TP0", "")], [("line 3", "wrong-order")]),
        ([("S1", "scan", "91", "TP0", "")], [("line 3", "wrong-order")]),
        ([("S2", "death", "12", "", "")], [("line 4", "unknown-subject")]),
        ([("S1", "scan", "7")], [("line 4", "ragged")]),
    ],
)
def test_each_problem_of_the_days_is_named_with_its_line(rows, expected, protocol, tmp_path):
    found = refused(tmp_path, READS, [*SCANS, *rows], protocol)
    assert found == [("days.csv", one) if isinstance(one, str) else (f"days.csv, {one[0]}", one[1]) for one in expected]


def test_what_is_in_one_table_only_is_named(protocol, tmp_path):
    assert refused(tmp_path, READS, SCANS[:1], protocol) == [("days.csv", "no-scan")]
    more = [*READS, *read_rows({"TP0": "T01=20"}, "S2")]
    assert refused(tmp_path, more, SCANS, protocol) == [("days.csv", "no-days")]


def test_a_subject_that_was_never_imaged_has_a_baseline_without_a_scan(protocol, tmp_path):
    (found,) = worked(tmp_path, read_rows({"TP0": "NE"}), day_rows({}, ("death", 300)), protocol)
    assert (found.pfs["strict"].rule, found.pfs["treatment policy"].day, found.lpfs) == ("P01", 300, {})
    assert refused(tmp_path, READS, SCANS[1:], protocol) == [("days.csv", "no-scan")]


def test_problems_of_both_tables_are_told_at_once(protocol, tmp_path):
    reads = [*READS, *read_rows({"TP0": "T01=-4"}, "S2"), *read_rows({"TP0": "T01=20"}, "S3")]
    days = [*SCANS, ("S1", "death", "never", "", ""), ("S3", "scan", "5", "TP4", "")]
    found = refused(tmp_path, reads, days, protocol)
    assert {file for file, _ in found} == {"reads.csv, line 5", "days.csv", "days.csv, line 4", "days.csv, line 5"}
    assert {code for _, code in found} >= {"wrong-length", "no-day", "no-scan", "unknown-timepoint"}


def test_a_scan_that_another_reader_read_is_none_of_an_unknown_timepoint(protocol, tmp_path):
    reads = [*READS, *read_rows({"TP0": "T01=41"}, reader="R2")]
    first, second = worked(tmp_path, reads, SCANS, protocol)
    assert (first.pfs["strict"].day, second.pfs["strict"].rule) == (M3, "P13")


TELLING = ["arm", "ARM", "ARMCD", "ACTARM", "Actual Arm", "actarmcd", "treatment", "Treatment group", "TRT01P",
           "trt01an", "TRTA", "planned_treatment", "allocation", "randomised to", "EXTRT", "group", "ARM_NAME", "Grp 2",
           "cohort", "regimen", "device", "drug_name", "seeds", "\N{FULLWIDTH LATIN SMALL LETTER A}rm", "\u00e0rm",
           "CRYO", "ar\u200bm", "arm?", "study.arm", "Site/Arm"]  # fmt: skip


@pytest.mark.parametrize("column", [*TELLING, "site", "event"])
def test_a_column_that_is_not_known_is_refused_by_name_in_reads_and_in_days(column, protocol, tmp_path):
    reads = write(tmp_path / "reads.csv", (*READ_COLUMNS, column), [(*row, "x") for row in READS])
    days = write(tmp_path / "days.csv", (*DAY_COLUMNS, column), [(*row, "x") for row in SCANS])
    with pytest.raises(Refused) as found:
        work_out(reads, days, protocol, lambda _text: None)
    told = [(one.code, *one.files) for one in found.value.findings]
    assert sorted(told) == [("unknown-column", "days.csv, line 1"), ("unknown-column", "reads.csv, line 1")]


def test_the_note_of_the_days_is_known(protocol, tmp_path):
    reads = write(tmp_path / "reads.csv", READ_COLUMNS, READS)
    days = write(tmp_path / "days.csv", (*DAY_COLUMNS, "Note"), [(*row, "x") for row in SCANS])
    assert len(work_out(reads, days, protocol, lambda _text: None)) == 1


SDTM = [
    "USUBJID",
    "TRTESTCD",
    "TRTEST",
    "TRTPTNUM",
    "TRGRPID",
    "TRLNKGRP",
    "TULOC",
    "VISIT",
    "EPOCH",
    "SITEID",
    "CHARM",
]


@pytest.mark.parametrize("column", TELLING)
def test_a_column_of_sdtm_that_may_tell_the_treatment_is_known_by_its_words(column):
    assert tells_treatment(column)


@pytest.mark.parametrize("column", SDTM)
def test_other_columns_of_sdtm_do_not_tell_it(column):
    assert not tells_treatment(column)


def test_a_column_that_tells_it_is_seen_in_tables_of_sdtm_as_they_are_read(protocol, tmp_path):
    """In other codings, between other separators, in quotation marks, and far to the right."""
    folder = tmp_path / "sdtm"
    folder.mkdir()
    (folder / "TU.csv").write_text("USUBJID,TULNKID,ARMCD\n", encoding="utf-16")
    far = ";".join(f"X{place}" for place in range(20000))
    (folder / "tr.csv").write_text(f'sep=;\nUSUBJID;TRLNKID;TRTESTCD;{far};"TRT01P"\n', encoding="utf-8")
    (folder / "dm.csv").write_text("USUBJID,ARM\n", encoding="utf-8")
    days = write(tmp_path / "days.csv", DAY_COLUMNS, SCANS)
    with pytest.raises(Refused) as found:
        work_out(folder, days, protocol, lambda _text: None)
    told = [one for one in found.value.findings if one.code == "tells-treatment"]
    assert [one.files for one in told] == [("TU.csv, line 1",), ("tr.csv, line 2",)]
    assert ['"armcd"' in told[0].text, '"trt01p"' in told[1].text] == [True, True]


@pytest.mark.parametrize(
    "content", [b"", b"\n\n", b"\x00\xff\xfe\x01" * 9, b"PK\x03\x04 and more", b"subject,kind,day,timepoint"]
)
def test_days_that_are_empty_or_no_text_are_told_without_what_follows_from_it(content, protocol, tmp_path):
    reads = write(tmp_path / "reads.csv", READ_COLUMNS, READS)
    (tmp_path / "days.csv").write_bytes(content)
    with pytest.raises(Refused) as found:
        work_out(reads, tmp_path / "days.csv", protocol, lambda _text: None)
    assert {one.code for one in found.value.findings} <= {"empty", "no-text", "missing-column"}


def test_of_a_subject_whose_rows_could_not_be_read_nothing_is_said_to_be_missing(protocol, tmp_path):
    more = [*READS, *read_rows({"TP0": "T01=20"}, "S2")]
    assert refused(tmp_path, more, [*SCANS, ("S2", "scan", "7")], protocol) == [("days.csv, line 4", "ragged")]
    assert refused(tmp_path, READS, [SCANS[0], SCANS[1][:3]], protocol) == [("days.csv, line 3", "ragged")]


def test_names_of_timepoints_that_do_not_meet_are_listed_once(protocol, tmp_path):
    reads = [(subject, *row[1:2], f"V{int(row[2][2:]) + 1}", *row[3:]) for subject in ("S1", "S2") for row in READS]
    dated = [(*row, "0" if row[2] == "V1" else "91") for row in reads]
    write(tmp_path / "reads.csv", (*READ_COLUMNS, "day"), dated)
    scans = [*SCANS, *day_rows({"TP0": -7, "TP1": M3}, subject="S2")]
    days = write(tmp_path / "days.csv", DAY_COLUMNS, scans)
    with pytest.raises(Refused) as found:
        work_out(tmp_path / "reads.csv", days, protocol, lambda _text: None)
    assert [one.text for one in found.value.findings if one.code == "timepoints"] == [
        'The timepoints of the reads are called "V1", "V2", those of the scans here "TP0", "TP1". Use the names of the '
        "reads: of SDTM those of VISIT, or VISITNUM without it."
    ]
    assert {one.code for one in found.value.findings} == {"timepoints", "no-scan", "unknown-timepoint"}


def test_of_many_names_the_first_twelve_are_listed(protocol, tmp_path):
    scans = day_rows({f"visit {place}": place for place in range(1, 16)})
    with pytest.raises(Refused) as found:
        worked(tmp_path, READS, [*SCANS, *scans], protocol)
    (told,) = [one.text for one in found.value.findings if one.code == "timepoints"]
    assert told.count('"visit') == 11
    assert '"visit 11", 5 more. Use' in told


def test_a_table_of_days_that_is_none_is_told_once_and_not_for_each_subject(protocol, tmp_path):
    reads = write(tmp_path / "reads.csv", READ_COLUMNS, [*READS, *read_rows({"TP0": "T01=20"}, "S2")])
    days = write(tmp_path / "days.csv", ("subject", "event", "day", "timepoint", "lesion"), SCANS)
    with pytest.raises(Refused) as found:
        work_out(reads, days, protocol, lambda _text: None)
    assert [one.code for one in found.value.findings] == ["missing-column"]


@pytest.mark.parametrize(
    ("kind", "hint"),
    [("reinterventions", "the nearest is reintervention."), ("randomised", "the nearest is randomisation."),
     ("xyz", "last_alive, cutoff.")],
)  # fmt: skip
def test_a_kind_that_is_not_known_is_answered_with_all_and_the_nearest(kind, hint, protocol, tmp_path):
    with pytest.raises(Refused) as found:
        worked(tmp_path, READS, [*SCANS, ("S1", kind, "12", "", "")], protocol)
    assert found.value.findings[0].text.endswith(hint)


def test_kinds_are_known_in_their_other_spellings(protocol, tmp_path):
    rows = [*SCANS, ("S1", "Re-intervention", "50", "", "T01"), ("S1", "randomization", "0", "", "")]
    (found,) = worked(tmp_path, READS, rows, protocol)
    assert found.lesions[0].treated_again == 50


def test_a_scan_outside_its_scheduled_window_is_told_once_and_used(protocol, tmp_path):
    rows = [*READS, *read_rows({"TP0": "T01=40", "TP1": "T01=38"}, reader="R2")]
    reads = write(tmp_path / "reads.csv", READ_COLUMNS, rows)
    told = []
    for first, last, expected in [(70, 112, 0), (69, 70, 1), (112, 113, 1), (60, 120, 2)]:
        told.clear()
        days = write(tmp_path / "days.csv", DAY_COLUMNS, day_rows({"TP0": -28, "TP1": [first, last]}))
        assert len(work_out(reads, days, protocol, told.append)) == 2
        assert len(told) == expected
    assert told[0] == (
        'days.csv, line 3: The scan of "TP1" of the subject "S1" is on day 60, outside the scheduled window, day 70 to '
        "112. It is used."
    )


def test_an_unscheduled_scan_and_one_after_the_schedule_have_no_window(protocol, tmp_path):
    reads = write(tmp_path / "reads.csv", READ_COLUMNS, read_rows({"TP0": "T01=4", "TP0.1": "T01=4", "TP9": "T01=4"}))
    days = write(tmp_path / "days.csv", DAY_COLUMNS, day_rows({"TP0": -7, "TP0.1": 30, "TP9": 900}))
    told = []
    work_out(reads, days, protocol, told.append)
    assert told == []


def test_a_file_that_is_not_there_is_no_bug(protocol, tmp_path):
    with pytest.raises(EnvironmentFailure, match="cannot be read"):
        work_out(tmp_path / "none.csv", tmp_path / "none.csv", protocol, lambda _text: None)
    with pytest.raises(EnvironmentFailure, match="cannot be read: File name too long"):
        work_out(tmp_path / ("x" * 300), write(tmp_path / "days.csv", DAY_COLUMNS, SCANS), protocol, lambda _text: None)
    reads = write(tmp_path / "reads.csv", READ_COLUMNS, READS)
    with pytest.raises(EnvironmentFailure, match=r"none\.csv cannot be read"):
        work_out(reads, tmp_path / "none.csv", protocol, lambda _text: None)


def test_reads_without_any_case_are_refused_with_what_is_wrong(protocol, tmp_path):
    reads = [(*row[:7], "", *row[8:]) for row in READS]
    assert refused(tmp_path, reads, SCANS, protocol)[0][0].startswith("reads.csv, line")


def test_a_protocol_without_the_sections_is_refused(tmp_path):
    plain = load_protocol(ROOT / "resources" / "protocols" / "seed-cryo" / "0.1.toml")
    reads, days = write(tmp_path / "reads.csv", READ_COLUMNS, READS), write(tmp_path / "days.csv", DAY_COLUMNS, SCANS)
    with pytest.raises(Refused) as found:
        work_out(reads, days, plain, lambda _text: None)
    assert [one.text.split(":")[0] for one in found.value.findings] == ["schedule", "best_response", "endpoints"]


def test_the_order_of_rows_never_matters(protocol, tmp_path):
    visits = {"TP0": "T01=40; T02=30", "TP1": "T01=38; T02=28; L01=equivocal", "TP2": "T01=60; T02=NE; L01=unequivocal"}
    reads = [row for subject in ("S1", "S2", "S3") for row in read_rows(visits, subject)]
    days = [
        row
        for subject in ("S1", "S2", "S3")
        for row in day_rows(
            {"TP0": -7, "TP1": [M3, (M3 + 4, "L01")], "TP2": [M6, M6 + 3]},
            ("new_therapy", 150),
            ("reintervention", 120, "T02"),
            ("randomisation", 3),
            subject=subject,
        )
    ]
    few = with_values(protocol, bootstrap=100)
    expected = worked(tmp_path, reads, days, few)
    for seed in range(5):
        mixed = random.Random(seed)  # noqa: S311
        found = worked(tmp_path, mixed.sample(reads, len(reads)), mixed.sample(days, len(days)), few)
        assert found == expected


CELLS = st.sampled_from(
    ["S1", "S2", "", "scan", "death", "cutoff", "91", "-7", "2e3", "TP0", "TP1", "T01", "L01", "\x00", "é"]
)


@settings(deadline=None, max_examples=60)
@given(rows=st.lists(st.lists(CELLS, min_size=4, max_size=6), max_size=5))
def test_whatever_the_days_hold_is_read_or_refused(rows, protocol, tmp_path_factory):
    folder = tmp_path_factory.mktemp("any")
    with suppress(Refused):
        assert len(worked(folder, READS, [*SCANS, *rows], protocol)) == 1


@settings(deadline=None, max_examples=60)
@given(text=st.text(max_size=120))
def test_whatever_text_the_days_are_it_is_read_or_refused(text, protocol, tmp_path_factory):
    folder = tmp_path_factory.mktemp("text")
    reads = write(folder / "reads.csv", READ_COLUMNS, READS)
    (folder / "days.csv").write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(Refused):
        work_out(reads, folder / "days.csv", protocol, lambda _text: None)


def test_the_columns_of_the_tables_here_are_those_that_are_documented():
    manual = (ROOT / "resources" / "manual" / "endpoints.md").read_text(encoding="utf-8")
    assert all(f"`{column}`" in manual for column in DAY_COLUMNS)
