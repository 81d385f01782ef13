"""The ``evaluate`` command as a person and a program use it."""

import csv
import io
import json
from decimal import Decimal

import pytest
from coordination.batch.sdtm_set import data_set
from coordination.batch.tables import RECIST, SHIPPED, table, written

from seedcryo_reader.app.commands import run
from seedcryo_reader.coordination.batch.results import LESION_COLUMNS, TIMEPOINT_COLUMNS
from seedcryo_reader.coordination.batch.rs import COLUMNS as RS_COLUMNS

MORE = ("overall_call", "overall_counted", "traces")
FIRST = SHIPPED.with_name("0.1.toml")

COURSE = table(
    """
    TP0 0   T01 target no measured 27.0 - - - - -
    TP0 0   NT1 nontarget no present - - - - - -
    TP1 90  T01 target no measured 23.0 present no - none -
    TP1 90  NT1 nontarget no present - - - - - -
    TP2 180 T01 target no measured 32.4 present yes larger none -
    TP2 180 NT1 nontarget no absent - - - - - -
    TP2 180 NL1 new no equivocal - - - - - -
    TP3 270 T01 target no not_evaluable - - - - - artefact
    TP3 270 NL1 new no unequivocal - - - - - -
    """,
    "tissue",
    "enhancement",
    "tissue_change",
    "contiguous",
    "reason",
)


@pytest.fixture
def evaluate(tmp_path, capsys):
    """Evaluate a table; gives the exit code, stdout and stderr."""

    def evaluated(text, *options, protocol=SHIPPED):
        path = written(tmp_path, text) if isinstance(text, str | bytes) else text
        code = run(["evaluate", str(path), "--protocol", str(protocol), *options])
        said = capsys.readouterr()
        return code, said.out, said.err

    return evaluated


def rows_of(out: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(out)))


def test_one_row_for_each_subject_reader_and_timepoint(evaluate):
    code, out, err = evaluate(COURSE, "--csv")
    assert (code, err) == (0, "")
    assert out.splitlines() == [
        ",".join(TIMEPOINT_COLUMNS),
        "S1,R1,TP0,27,,,,,,,,",
        "S1,R1,TP1,23,27,-14.8148,-14.8148,SD,NON-CR/NON-PD,NO,SD,residual",
        "S1,R1,TP2,32.4,23,40.8696,20.0000,PD,CR,EQUIVOCAL,PD,LP",
        "S1,R1,TP3,,23,,,NE,NE,UNEQUIVOCAL,PD,LP",
    ]


def test_a_table_for_a_person_has_the_same_rows_in_columns(evaluate):
    _, out, _ = evaluate(COURSE, "--csv")
    code, text, err = evaluate(COURSE)
    assert (code, err) == (0, "")
    cells = [[cell for cell in line.split(",") if cell] for line in out.splitlines()]
    assert [line.split() for line in text.splitlines()] == cells
    assert len({line.index("  R1") for line in text.splitlines()[1:]}) == 1


def test_json_says_the_protocol_and_why(evaluate):
    code, out, _ = evaluate(COURSE, "--json")
    report = json.loads(out)
    assert code == 0
    assert set(report) == {"protocol", "rows"}
    assert report["protocol"]["id"] == "seed-cryo/1.0"
    assert len(report["protocol"]["sha256"]) == 64
    assert [set(row) for row in report["rows"]] == [
        {*TIMEPOINT_COLUMNS, *MORE, "complete", "baseline_mm", "dates_from", "reasons"}
    ] * 4
    last = report["rows"][3]
    assert (last["complete"], last["baseline_mm"], last["dates_from"]) == (False, "27", "TP2")
    assert last["reasons"]["new lesions"].startswith("New lesion: NL1 is unequivocal")
    assert set(last["reasons"]) == {"overall", "target", "non-target", "new lesions"}
    assert set(report["rows"][0]["reasons"]) == {"target"}


def test_a_row_for_each_lesion_with_its_rule_reason_and_treatment_response(evaluate):
    code, out, _ = evaluate(COURSE, "--csv", "--lesions")
    rows = rows_of(out)
    assert code == 0
    assert list(rows[0]) == list(LESION_COLUMNS)
    assert [row["timepoint"] for row in rows] == ["TP0", "TP1", "TP2", "TP3"]
    progressed = rows[2]
    wanted = {"lesion": "T01", "node": "no", "length_mm": "32.4", "baseline_mm": "27", "nadir_mm": "23"}
    wanted |= {"change_from_nadir_mm": "9.4", "change_from_nadir_pct": "40.8696", "local_progression": "LP"}
    wanted |= {"state": "progressed", "dates_from": "", "treatment_response_nonradiation": "LR-TR Viable"}
    assert progressed.items() >= wanted.items()
    assert progressed["rule"].startswith("progression-by-")
    assert progressed["reason"].startswith("Local progression")
    assert set(rows[0].values()) == {"S1", "R1", "TP0", "T01", "no", "27", ""}
    assert rows[3]["treatment_response_radiation"] == rows[3]["length_mm"] == ""


STEP = {"rule", "paragraph", "text", "numbers", "comparison", "holds"}


def test_the_trace_of_every_part_of_the_response_is_given_as_data(evaluate):
    _, out, _ = evaluate(COURSE, "--json", "--immune")
    rows = json.loads(out)["rows"]
    assert [set(row["traces"]) == set(row["reasons"]) for row in rows] == [True] * 4
    assert set(rows[2]["traces"]) == {"overall", "target", "non-target", "new lesions", "immune"}
    assert all(set(step) == STEP for row in rows for trace in row["traces"].values() for step in trace)
    target = rows[2]["traces"]["target"]
    last = [step for step in target if step["holds"]][-1]
    assert rows[2]["reasons"]["target"].startswith(last["text"])
    assert any("32.4" in step["numbers"].values() for step in target)


CALLED = """
    TP0 0 T01 target no measured 27.0 - - -
    TP1 1 T01 target no measured 27.0 none none residual
    TP1 1 - timepoint - - - - - PD
    TP2 2 T01 target no measured 27.0 none none -
    """


@pytest.mark.parametrize(
    ("protocol", "overall", "local"),
    [(SHIPPED, ["", "PD", "PD"], ["", "residual", "no LP"]), (RECIST, ["", "SD", "SD"], ["", "no LP", "no LP"])],
)
def test_a_call_stands_beside_what_was_computed_and_what_counts_follows_the_protocol(
    evaluate, protocol, overall, local
):
    text = table(CALLED.replace("none none ", "none none " if protocol is SHIPPED else "- - "),
                 "tissue", "contiguous", "call")  # fmt: skip
    _, out, _ = evaluate(text, "--json", "--lesions", protocol=protocol)
    report = json.loads(out)
    assert [row["overall_response"] for row in report["rows"]][1] == "SD"
    assert [row["overall_call"] for row in report["rows"]] == ["", "PD", ""]
    assert [row["overall_counted"] for row in report["rows"]] == overall
    assert [row["local_progression"] for row in report["lesions"]] == ["", "no LP", "no LP"]
    assert [row["call"] for row in report["lesions"]] == ["", "residual", ""]
    assert [row["counted"] for row in report["lesions"]] == local
    _, out, _ = evaluate(text, "--csv", "--sdtm", protocol=protocol)
    assert [row["RSSTRESC"] for row in rows_of(out) if row["RSTESTCD"] == "OVRLRESP"] == overall[1:]


def test_the_trace_of_a_lesion_has_every_rule_with_its_numbers(evaluate):
    _, out, _ = evaluate(COURSE, "--json", "--lesions")
    report = json.loads(out)
    assert [one["timepoint"] for one in report["lesions"]] == ["TP0", "TP1", "TP2", "TP3"]
    assert report["lesions"][0]["trace"] == []
    trace = report["lesions"][2]["trace"]
    assert all(set(step) == STEP for step in trace)
    assert any(step["holds"] for step in trace)
    numbers = next(step["numbers"] for step in trace if step["comparison"])
    assert Decimal(numbers["current_mm"]) == Decimal("32.4")


def test_the_columns_of_sdtm(evaluate):
    code, out, _ = evaluate(COURSE, "--csv", "--sdtm")
    rows = rows_of(out)
    assert code == 0
    assert list(rows[0]) == list(RS_COLUMNS)
    told = [(row["VISITNUM"], row["RSTESTCD"], row["RSORRES"]) for row in rows]
    assert told == [
        ("1", "TRGRESP", "SD"),
        ("1", "NTRGRESP", "NON-CR/NON-PD"),
        ("1", "OVRLRESP", "SD"),
        ("2", "TRGRESP", "PD"),
        ("2", "NTRGRESP", "CR"),
        ("2", "NEWLPROG", "EQUIVOCAL"),
        ("2", "OVRLRESP", "PD"),
        ("3", "TRGRESP", "NE"),
        ("3", "NTRGRESP", "NE"),
        ("3", "NEWLPROG", "UNEQUIVOCAL"),
        ("3", "OVRLRESP", "PD"),
    ]
    assert [row["RSSEQ"] for row in rows] == [str(number) for number in range(1, 12)]
    assert {(row["STUDYID"], row["RSCAT"], row["RSEVAL"], row["RSEVALID"]) for row in rows} == {
        ("SEED-CRYO", "PROTOCOL DEFINED RESPONSE CRITERIA", "INDEPENDENT ASSESSOR", "R1")
    }


def test_sdtm_comes_out_as_it_went_in(evaluate, tmp_path):
    made = data_set(3)
    code, out, _ = evaluate(made.write(tmp_path), "--csv", "--sdtm", protocol=RECIST)
    rows = rows_of(out)
    assert code == 0
    overall = {
        (row["USUBJID"], row["RSEVAL"], row["RSEVALID"], row["VISIT"]): row["RSSTRESC"]
        for row in rows
        if row["RSTESTCD"] == "OVRLRESP"
    }
    assert overall == {key: made.expected[key] for key in overall}
    assert len(overall) == len(made.expected)
    assert {row["STUDYID"] for row in rows} == {"PUBLIC01"}
    assert {row["RSDTC"] for row in rows if row["VISIT"] == "WEEK 6"} == {"2014-01"}
    for subject in {row["USUBJID"] for row in rows}:
        numbers = [int(row["RSSEQ"]) for row in rows if row["USUBJID"] == subject]
        assert numbers == list(range(1, len(numbers) + 1))


def test_the_first_protocol_evaluates_but_has_no_words_for_sdtm(evaluate):
    text = table("TP0 0 T01 target no measured 27.0\nTP1 90 T01 target no measured 32.4")
    code, out, _ = evaluate(text, "--csv", "--lesions", protocol=FIRST)
    assert code == 0
    assert rows_of(out)[1]["treatment_response_radiation"] == ""
    code, out, err = evaluate(text, "--csv", "--sdtm", protocol=FIRST)
    assert (code, out) == (1, "")
    assert "no section [sdtm]" in err


def test_nothing_is_printed_of_a_table_with_problems_and_all_of_them_are_named(evaluate):
    text = COURSE + "S2,R1,TP0,0,T01,target,no,measured,,,,,,\nS3,R1,TP0,0,T01,target,no,absent,12,,,,,\n"
    for options in ((), ("--csv",), ("--json", "--lesions"), ("--csv", "--sdtm")):
        code, out, err = evaluate(text, *options)
        assert (code, out) == (1, "")
        *problems, last = err.splitlines()
        assert [line.partition(": ")[0] for line in problems] == ["reads.csv, line 11", "reads.csv, line 12"]
        assert last == "reads.csv: 2 problems, all named above. Nothing was evaluated."
    _, _, err = evaluate(COURSE + "S2,R1\n")
    assert err.splitlines()[-1] == "reads.csv: 1 problem, named above. Nothing was evaluated."


def test_columns_that_are_not_known_are_told_beside_the_result(evaluate):
    code, out, err = evaluate(table("TP0 0 T01 target no measured 27.0 x", "colour"), "--csv", protocol=RECIST)
    assert (code, err) == (0, "reads.csv: The column colour is not used.\n")
    assert len(out.splitlines()) == 2


def test_columns_that_local_progression_needs_and_lacks_are_told_once(evaluate, tmp_path):
    rows = "S1 R1 TP0 0 T01 target no measured 27.0\nS2 R1 TP0 0 T01 target no measured 27.0"
    why = "local progression is then LP by size, or NE.\n"
    code, _, err = evaluate(table(rows))
    assert (code, err) == (0, f"reads.csv: There are no columns tissue, tissue_change, contiguous: {why}")
    more = rows.replace("27.0", "27.0 - -")
    _, _, err = evaluate(table(more, "contiguous", "Tissue-Change"))
    partly = "local progression is then NE where a rule needs it and no other gives LP.\n"
    assert err == f"reads.csv: There is no column tissue: {partly}"
    every = rows.replace("27.0", "27.0 - - -")
    for complete, protocol in ((table(every, "tissue", "contiguous", "tissue change"), SHIPPED), (table(rows), RECIST)):
        _, _, err = evaluate(complete, protocol=protocol)
        assert err == ""
    made = data_set(3).write(tmp_path)
    _, _, err = evaluate(made)
    assert err == f"SDTM has no answers to tissue, tissue_change, contiguous: {why}"


def test_more_lesions_in_the_sum_than_the_protocol_has_are_told(evaluate):
    rows = [f"S1 {reader} TP0 0 T0{number} target no measured 20" for reader in ("R1", "R2") for number in range(6)]
    code, out, err = evaluate(table("\n".join(rows[:-1])), "--csv", protocol=RECIST)
    assert (code, [row["sum_mm"] for row in rows_of(out)]) == (0, ["120", "100"])
    assert err == (
        "S1, R1: 6 lesions are in the sum of diameters, and the protocol has 5 at most. All of them were added.\n"
    )


def test_subjects_without_disease_and_targets_that_cannot_be_measured_have_empty_cells(evaluate):
    text = table(
        """
        S1 R1 TP0 0 - new - none -
        S1 R1 TP1 1 - new - none -
        S2 R1 TP0 0 T01 target no not_evaluable -
        S2 R1 TP1 1 T01 target no measured 12
        """
    )
    _, out, _ = evaluate(text, "--csv")
    rows = rows_of(out)
    assert [row["sum_mm"] for row in rows] == ["", "", "", "12"]
    assert [row["local_progression"] for row in rows[1::2]] == ["", "NE"]
    assert (rows[1]["overall_response"], rows[3]["change_from_baseline_pct"]) == ("NED", "")
    _, out, _ = evaluate(text, "--csv", "--lesions")
    assert rows_of(out)[1]["baseline_mm"] == ""


def test_irecist_stands_beside_the_response_where_it_is_asked_for(evaluate):
    _, out, _ = evaluate(COURSE, "--csv", "--immune")
    assert [(row["overall_response"], row["immune_response"]) for row in rows_of(out)] == [
        ("", ""),
        ("SD", "iSD"),
        ("PD", "iUPD"),
        ("PD", "iCPD"),
    ]
    _, out, _ = evaluate(COURSE, "--json", "--immune", "--lesions")
    rows = json.loads(out)["rows"]
    assert [row.get("immune_response") for row in rows] == [None, "iSD", "iUPD", "iCPD"]
    assert rows[2]["reasons"]["immune"].startswith("iUPD: ")
    _, plain, _ = evaluate(COURSE, "--csv")
    assert "immune" not in plain


@pytest.mark.parametrize(
    "options",
    [
        ("--csv", "--json"),
        ("--sdtm",),
        ("--csv", "--sdtm", "--lesions"),
        ("--csv", "--sdtm", "--immune"),
        ("--lesions", "--immune"),
    ],
)
def test_options_that_do_not_go_together_are_refused(evaluate, options):
    code, out, _ = evaluate(COURSE, *options)
    assert (code, out) == (2, "")


def test_a_protocol_is_needed_and_an_input_that_is_not_there_is_named(evaluate, tmp_path, capsys):
    assert run(["evaluate", str(written(tmp_path, COURSE))]) == 2
    assert "--protocol" in capsys.readouterr().err
    code, _, err = evaluate(tmp_path / "nowhere.csv")
    assert code == 2
    assert "nowhere.csv cannot be read" in err


def test_much_more_than_memory_keeps_is_printed_whole(evaluate, monkeypatch):
    monkeypatch.setattr("seedcryo_reader.app.evaluate._IN_MEMORY", 1 << 10)
    rows = [
        f"S{subject:03} R1 TP{visit} {visit} T01 target no measured 20" for subject in range(60) for visit in range(3)
    ]
    code, out, _ = evaluate(table("\n".join(rows)))
    assert (code, len(out.splitlines())) == (0, 181)


class Pipe(io.StringIO):
    """A stdout that remembers what came, or breaks."""

    def __init__(self, broken: bool = False) -> None:
        super().__init__()
        self.broken = broken

    def flush(self) -> None:
        if self.broken:
            raise BrokenPipeError(32, "Broken pipe")


def test_what_is_printed_is_not_edited_on_its_way(evaluate, monkeypatch):
    pipe = Pipe()
    monkeypatch.setattr("sys.stdout", pipe)
    monkeypatch.setattr(
        "seedcryo_reader.app.evaluate.timepoint_row", lambda *_: dict.fromkeys(TIMEPOINT_COLUMNS, "\x1b[1m")
    )
    evaluate(COURSE, "--csv")
    assert pipe.getvalue().splitlines()[1] == ",".join(["\x1b[1m"] * len(TIMEPOINT_COLUMNS))


def test_a_pipe_that_was_closed_is_no_noise(evaluate, monkeypatch):
    monkeypatch.setattr("sys.stdout", Pipe(broken=True))
    code, _, err = evaluate(COURSE, "--csv")
    assert (code, err) == (2, "")


def test_a_closed_stdout_is_told(evaluate, monkeypatch):
    monkeypatch.setattr("sys.stdout", None)
    code, _, err = evaluate(COURSE, "--csv")
    assert (code, "standard output is closed" in err) == (2, True)
