"""The page of the manual is held against the program."""

import csv
import json
import re

import pytest
from coordination.batch.tables import shipped, written

from seedcryo_reader.app.commands import run
from seedcryo_reader.app.paths import resources
from seedcryo_reader.coordination.batch.cases import read_cases
from seedcryo_reader.coordination.batch.columns import NEEDED, OPTIONAL
from seedcryo_reader.coordination.batch.results import LESION_COLUMNS, TIMEPOINT_COLUMNS
from seedcryo_reader.criteria.evaluate import evaluations

PAGE = (resources() / "manual" / "evaluate.md").read_text("utf-8")


def named(part: str) -> list[str]:
    """The words in the first cells of a part's table of columns."""
    cells = re.findall(r"^\| (`[^|]*`) \|", part, re.MULTILINE)
    return [word for cell in cells for word in re.findall(r"`([^`]+)`", cell)]


def test_every_column_of_the_long_format_is_explained():
    needed, _, rest = PAGE.partition("These may be left out:")
    assert list(named(needed.partition("## The long format")[2])) == list(NEEDED)
    assert set(named(rest.partition("| set | states |")[0])) == set(OPTIONAL)


def test_every_column_of_the_results_is_explained_in_order():
    results = PAGE.partition("## Results")[2]
    assert named(results) == list(TIMEPOINT_COLUMNS)
    lesions = results.partition("With `--lesions` a row")[2].partition("`--json`")[0]
    assert [one for one in re.findall(r"`([a-z_]+)`", lesions) if one in LESION_COLUMNS] == list(LESION_COLUMNS)


def test_the_table_that_is_shown_is_read_and_has_all_that_local_progression_needs(tmp_path):
    shown = re.search(r"```\n(.*?)```", PAGE.partition("## The long format")[2], re.DOTALL)
    told: list[str] = []
    [case] = read_cases(written(tmp_path, shown[1]), shipped(), told.append)
    assert told == []
    found = list(evaluations(case.course, shipped()))
    assert [one.overall for one in found] == [None, "SD", "PD"]
    assert [one.value("T01") for one in found] == [None, "residual", "LP"]


@pytest.fixture
def example(monkeypatch, capsys):
    """Runs the command of the example as it stands in the manual, or with another form; gives what it prints."""
    monkeypatch.chdir(resources().parent)
    command = re.search(r"^seedcryo-reader (evaluate .*)$", PAGE.partition("## An example")[2], re.MULTILINE)

    def printed(form="--csv"):
        assert run(command[1].replace("--csv", form).split()) == 0
        said = capsys.readouterr()
        assert said.err == ""
        return said.out

    return printed


def test_the_command_of_the_example_prints_what_the_manual_shows(example):
    shown = re.search(r"\nprints\n\n```\n(.*?)```", PAGE, re.DOTALL)
    assert example() == shown[1]


def test_what_the_manual_says_of_the_example_is_so(example):
    report = json.loads(example("--json --lesions"))
    rows = {(row["subject"], row["timepoint"]): row for row in report["rows"]}
    progressed = [one for one in report["lesions"] if one["local_progression"] == "LP"]
    assert [(one["subject"], one["lesion"], one["dates_from"]) for one in progressed] == [("S1", "T01", "TP2.1")]
    assert rows["S2", "TP2"]["dates_from"] == "TP1"
    for key, value in re.findall(r'"(overall_[a-z]+)": "([A-Z]+)"', PAGE):
        assert rows["S3", "TP1"][key] == value


def test_the_example_has_what_it_is_to_show():
    with (resources() / "examples" / "reads.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    states = {row["state"] for row in rows}
    assert states >= {"merged", "split", "too small", "equivocal", "unequivocal", "absent", "not evaluable"}
    assert "TP2.1" in {row["timepoint"] for row in rows}
    assert {"LP", "PD", "SD"} <= {row["call"] for row in rows}
