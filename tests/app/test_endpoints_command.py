"""``endpoints`` at the command line."""

import csv
import io
import json
import re
from typing import get_args

import pytest
from coordination.endpoints.tables import (
    DAY_COLUMNS,
    M3,
    M6,
    M12,
    READ_COLUMNS,
    ROOT,
    SHIPPED,
    day_rows,
    read_rows,
    write,
)
from support.command_line import run_line

from seedcryo_reader.coordination.endpoints.best_response import Rule as BestRule
from seedcryo_reader.coordination.endpoints.control import Rule as ControlRule
from seedcryo_reader.coordination.endpoints.tables import COLUMNS, LESION_COLUMNS, RATE_COLUMNS, SUMMARY_COLUMNS
from seedcryo_reader.criteria.tables import table


@pytest.fixture
def asked(tmp_path, capfd):
    """Runs the command over two subjects, or over other rows."""
    visits = {"TP0": "T01=40; T02=30", "TP1": "T01=38; T02=28", "TP4": "T01=60; T02=28"}
    reads = [*read_rows(visits, "S1"), *read_rows({"TP0": "N01=present"}, "S2")]
    days = [
        *day_rows({"TP0": -7, "TP1": M3, "TP4": M12}, ("new_therapy", 120), ("reintervention", 130, "T02")),
        *day_rows({"TP0": -7}, subject="S2"),
    ]

    def ask(*options, protocol=SHIPPED, more=()):
        reads_file = write(tmp_path / "reads.csv", READ_COLUMNS, reads)
        days_file = write(tmp_path / "days.csv", DAY_COLUMNS, [*days, *more])
        return run_line(["endpoints", reads_file, days_file, "--protocol", protocol, *options], None, capfd)

    return ask


def test_json_holds_subjects_lesions_and_rates_without_any_number_that_is_not_whole(asked):
    code, out, err = asked("--json")
    assert (code, err) == (0, "")

    def no_float(text):
        raise AssertionError(text)

    found = json.loads(out, parse_float=no_float)
    assert list(found) == ["format", "protocol", "subjects", "lesions", "summary", "rates"]
    assert found["protocol"]["id"] == "seed-cryo/1.0"
    first, second = found["subjects"]
    assert first["pfs"]["strict"] == {
        "status": "CENSORED",
        "day": M3,
        "rule": "P08",
        "timepoint": "",
        "reason": (
            "A new anticancer therapy on day 120: censored at the last adequate assessment until then, on day 91. Not "
            "evaluable in the sum after a further treatment: T02 from TP4 on."
        ),
    }
    assert first["pfs"]["treatment_policy"]["rule"] == "P06"
    assert first["best_response"] == {
        "counts": "unconfirmed",
        "unconfirmed": {
            "response": "SD",
            "day": M3,
            "timepoint": "TP1",
            "rule": "unconfirmed",
            "reason": "TP1 on day 91, read as SD, gives SD, the best up to TP4.",
        },
        "confirmed": {
            "response": "SD",
            "day": M3,
            "timepoint": "TP1",
            "rule": "table",
            "reason": (
                "SD at TP1 on day 91, then NE at TP4 on day 365: SD by the table, with a timepoint late enough for "
                "stable disease."
            ),
        },
    }
    assert {view: one["lesion"] for view, one in first["local_control"].items()} == {
        "primary": "T02",
        "assisted": "T01",
    }
    assert [one["day"] for one in first["local_control"].values()] == [130, M12]
    assert (second["lpfs"], second["local_control"]) == ({}, {})
    assert found["summary"] == {
        "R1": {
            "pfs": {"strict": {"events": 0, "censored": 2}, "treatment_policy": {"events": 1, "censored": 1}},
            "lpfs": {"strict": {"events": 0, "censored": 1}, "treatment_policy": {"events": 1, "censored": 0}},
        }
    }
    assert [(one["lesion"], one["primary"]["rule"], one["assisted"]["rule"]) for one in found["lesions"]] == [
        ("T01", "local-progression", "local-progression"),
        ("T02", "reintervention", "landmark"),
    ]
    assert [(one["local_progression"], one["reintervention_day"]) for one in found["lesions"]] == [
        ({"day": M12, "timepoint": "TP4"}, None),
        (None, 130),
    ]
    assisted = found["rates"]["R1"]["local_control"]["assisted"]
    assert assisted["lesions"]["statuses"] == {"controlled": 1, "failed": 1, "excluded": 0, "competing": 0}
    assert (assisted["lesions"]["rate"], assisted["lesions"]["interval"]) == ("0.5000", "cluster bootstrap")
    assert (assisted["subjects"]["rate"], assisted["subjects"]["upper"]) == ("0.0000", "0.7935")
    assert found["rates"]["R1"]["reintervention"]["lesions_by_landmark"]["rate"] == "0.5000"


def test_the_confirmed_best_response_counts_where_the_protocol_says_so(asked, tmp_path):
    text = SHIPPED.read_text(encoding="utf-8").replace("confirmation = false", "confirmation = true")
    other = tmp_path / "other.toml"
    other.write_text(text, encoding="utf-8")
    _, out, _ = asked("--json", protocol=other)
    assert json.loads(out)["subjects"][0]["best_response"]["counts"] == "confirmed"


def test_csv_has_one_row_for_each_read_endpoint_and_variant(asked):
    code, out, err = asked("--csv")
    assert (code, err) == (0, "")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert list(rows[0]) == list(COLUMNS)
    assert [(one["endpoint"], one["variant"], one["status"], one["day"], one["rule"]) for one in rows[:8]] == [
        ("BOR", "unconfirmed", "SD", "91", "unconfirmed"),
        ("BOR", "confirmed", "SD", "91", "table"),
        ("PFS", "strict", "CENSORED", "91", "P08"),
        ("PFS", "treatment policy", "EVENT", "365", "P06"),
        ("LPFS", "strict", "CENSORED", "91", "P08"),
        ("LPFS", "treatment policy", "EVENT", "365", "P06"),
        ("LC", "primary", "failed", "130", "reintervention"),
        ("LC", "assisted", "failed", "365", "local-progression"),
    ]
    assert [one["counts"] for one in rows[:8]] == ["yes", "no", "", "", "", "", "", ""]
    assert all(one["reason"] for one in rows)
    assert [(one["subject"], one["endpoint"]) for one in rows[8:]] == [
        ("S2", "BOR"),
        ("S2", "BOR"),
        ("S2", "PFS"),
        ("S2", "PFS"),
    ]


def test_plain_tables_show_the_rows_and_the_rates(asked):
    code, out, err = asked()
    assert (code, err) == (0, "")
    assert out.startswith(
        "Protocol seed-cryo/1.0. Days count from randomisation.\n\nsubject  reader  endpoint  variant"
    )
    assert squeezed(out) >= {
        "reader endpoint variant subjects events censored",
        "R1 PFS treatment policy 2 1 1",
        "R1 LC lesions assisted 1 2 0 0 0.5000 0.5000 0.5000 95 cluster bootstrap",
        "R1 reintervention subjects by landmark 1 1 0 0 1.0000 0.2065 1.0000 95 wilson",
    }
    assert "local_progression_day" not in out


def squeezed(text):
    return {re.sub(" +", " ", line) for line in text.splitlines()}


LESIONS = {
    "S1 R1 T01 primary failed 365 local-progression 365 TP4 - Local progression on day 365.",
    "S1 R1 T02 primary failed 130 reintervention - - 130 Treated again on day 130, before the landmark.",
}


def test_local_control_of_lesions_is_a_table_more_or_the_one_of_the_csv(asked):
    code, out, _ = asked("--lesions")
    assert code == 0
    assert squeezed(out) >= LESIONS
    code, out, _ = asked("--lesions", "--csv")
    rows = list(csv.reader(io.StringIO(out)))
    assert (code, tuple(rows[0]), len(rows)) == (0, LESION_COLUMNS, 5)
    assert {" ".join(cell or "-" for cell in row) for row in rows} >= LESIONS


def test_rates_are_a_csv_of_their_own(asked):
    code, out, _ = asked("--rates", "--csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert (code, tuple(rows[0]), len(rows)) == (0, RATE_COLUMNS, 8)
    assert rows[0] == {
        "reader": "R1",
        "endpoint": "LC",
        "unit": "lesions",
        "variant": "primary",
        "numerator": "0",
        "denominator": "2",
        "excluded": "0",
        "competing": "0",
        "rate": "0.0000",
        "lower": "0.0000",
        "upper": "0.0000",
        "confidence": "95",
        "method": "cluster bootstrap",
    }


def test_what_is_wrong_is_all_said_and_no_result_is_printed(asked):
    code, out, err = asked("--json", more=[("S1", "death", "50", "", ""), ("S9", "scan", "1", "TP0", "")])
    assert (code, out) == (1, "")
    assert re.match(r"days\.csv, lines? 3(-4)?: The scan comes after the death, which is in line 8\.", err)
    assert err.splitlines()[-1].endswith("[unknown-subject]")


def test_a_column_of_days_that_is_not_known_is_refused(asked, tmp_path, capfd):
    asked("--csv")
    days = tmp_path / "days.csv"
    header, *rows = days.read_text(encoding="utf-8").splitlines()
    days.write_text("\n".join([f"{header},site", *(f"{row},x" for row in rows)]), encoding="utf-8")
    line = ["endpoints", tmp_path / "reads.csv", days, "--protocol", SHIPPED, "--csv"]
    code, out, err = run_line(line, None, capfd)
    assert (code, out) == (1, "")
    assert 'days.csv, line 1: The column "site" is not known, and could tell the treatment. Remove it.' in err


def test_a_protocol_that_says_nothing_of_days_is_refused(asked):
    code, out, err = asked(protocol=ROOT / "resources" / "protocols" / "seed-cryo" / "0.1.toml")
    assert (code, out) == (1, "")
    assert err.count("[missing-section]") == 3


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--json", "--csv"), "Choose one of --json and --csv."),
        (("--csv", "--lesions", "--rates"), "Choose one of --lesions and --rates"),
        (("--rates",), "--rates goes with --csv"),
        (("--json", "--lesions"), "--lesions does not go with --json"),
    ],
)
def test_one_form_is_asked_for_at_a_time(options, said, asked):
    code, out, err = asked(*options)
    assert (code, out) == (2, "")
    assert said in err


MANUAL = (ROOT / "resources" / "manual" / "endpoints.md").read_text(encoding="utf-8")


def test_the_example_of_the_manual_prints_what_the_manual_shows(capfd, monkeypatch):
    monkeypatch.chdir(ROOT)
    command, *printed = re.findall(r"^```\n(.*?)^```", MANUAL.partition("## An example to copy")[2], re.M | re.S)[:3]
    shown_rates = printed[1].splitlines()
    line = command.split()[1:]
    code, out, err = run_line(line, None, capfd)
    assert (code, err) == (0, "")
    assert out.splitlines() == printed[0].splitlines()
    _, rates, _ = run_line([*line, "--rates"], None, capfd)
    assert rates.splitlines() == shown_rates


def test_every_rule_and_column_of_results_is_in_the_manual():
    rules = {row["id"] for row in table("censoring-fda")} | {*get_args(BestRule), *get_args(ControlRule)}
    columns = {*COLUMNS, *LESION_COLUMNS, *RATE_COLUMNS, *SUMMARY_COLUMNS}
    named = set(re.findall(r"`([^`\n]+)`", MANUAL)) | set(re.findall(r"\b[PR][0-9]{2}\b", MANUAL))
    assert rules | columns <= named


def test_rates_of_nothing_are_shown_as_such(asked, tmp_path, capfd):
    reads = write(tmp_path / "none.csv", READ_COLUMNS, read_rows({"TP0": "N01=present", "TP2": "N01=present"}))
    days = write(tmp_path / "their_days.csv", DAY_COLUMNS, day_rows({"TP0": -7, "TP2": M6}))
    code, out, _ = run_line(["endpoints", reads, days, "--protocol", SHIPPED], None, capfd)
    assert code == 0
    assert squeezed(out) >= {"R1 LC lesions primary 0 0 0 0 - - - 95 cluster bootstrap", "R1 LPFS strict 0 0 0"}
    code, out, _ = run_line(["endpoints", reads, days, "--protocol", SHIPPED, "--json"], None, capfd)
    assert json.loads(out)["rates"]["R1"]["local_control"]["primary"]["lesions"]["rate"] is None
