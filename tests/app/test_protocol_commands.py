"""The protocol commands as a person and a program use them."""

import hashlib
import io
import json
import sys
from pathlib import Path

import pytest

from seedcryo_reader.app.commands import run
from seedcryo_reader.criteria.explaining.document import Audience, explanation
from seedcryo_reader.criteria.protocol.reader import load_protocol

PROTOCOLS = Path(__file__).resolve().parents[2] / "resources" / "protocols"
SHIPPED = PROTOCOLS / "seed-cryo" / "1.0.toml"
FIRST = SHIPPED.with_name("0.1.toml")
HASH = hashlib.sha256(SHIPPED.read_bytes()).hexdigest()


@pytest.fixture
def protocol_command(capsysbinary):
    """Runs a command: exit code, what it printed, what it complained about."""

    def run_it(*arguments: object) -> tuple[int, str, str]:
        code = run(["protocol", *map(str, arguments)])
        printed = capsysbinary.readouterr()
        return code, printed.out.decode("utf-8"), printed.err.decode("utf-8")

    return run_it


@pytest.fixture
def written(tmp_path):
    """A copy of the shipped file with texts replaced."""

    def write(name: str, *changes: tuple[str, str]) -> Path:
        text = SHIPPED.read_text("utf-8")
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return path

    return write


# --- check -----------------------------------------------------------------------------------------------------------


def test_a_file_without_problems_is_one_line(protocol_command):
    line = f"seed-cryo/1.0, unconfirmed: no problems; SHA-256 {HASH}\n"
    assert protocol_command("check", SHIPPED) == (0, line, "")


def test_every_problem_is_a_line_with_its_place(protocol_command, written):
    file = written("bad.toml", ('slice_factor = "2"', 'slice_factor = "0.5"'), ("pd_stays = true", "pd_stay = true"))
    code, out, err = protocol_command("check", file)
    assert (code, out) == (1, "")
    lines = err.splitlines()
    assert all(line.startswith(f"{file}: ") for line in lines)
    assert {line.split(": ")[1] for line in lines} == {
        "measurability.slice_factor",
        "overall.pd_stays",
        "overall.pd_stay",
    }


def test_a_file_that_is_not_there_is_2(protocol_command, tmp_path):
    code, out, err = protocol_command("check", tmp_path / "none.toml")
    assert (code, out) == (2, "")
    assert "none.toml cannot be read" in err


def test_all_files_are_checked_and_the_worst_counts(protocol_command, written, tmp_path):
    bad = written("bad.toml", ("format = 2", "format = 3"))
    code, out, err = protocol_command("check", bad, SHIPPED, FIRST)
    assert code == 1
    assert [line.partition(",")[0] for line in out.splitlines()] == ["seed-cryo/1.0", "seed-cryo/0.1"]
    assert "bad.toml: format: " in err
    assert protocol_command("check", tmp_path / "none.toml", bad, SHIPPED)[0] == 2


def test_a_program_gets_all_of_it_as_json(protocol_command, written, tmp_path):
    bad = written("bad.toml", ("max_total = 5", "max_total = 0"))
    code, out, _ = protocol_command("check", SHIPPED, bad, tmp_path / "none.toml", "--json")
    report = json.loads(out)
    assert (code, report["format"]) == (2, 1)
    good, wrong, missing = report["files"]
    assert good == {
        "file": str(SHIPPED), "id": "seed-cryo/1.0", "status": "unconfirmed", "sha256": HASH, "findings": []
    }  # fmt: skip
    assert (wrong["file"], wrong["id"], wrong["sha256"]) == (str(bad), None, None)
    assert any(one["text"].startswith("sets.recist.max_total: ") for one in wrong["findings"])
    assert [one["code"] for one in missing["findings"]] == ["unreadable"]


# --- schema, explain -------------------------------------------------------------------------------------------------


def test_the_schema_is_json(protocol_command):
    code, out, err = protocol_command("schema")
    assert (code, err) == (0, "")
    assert json.loads(out)["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("file", [SHIPPED, FIRST], ids=["format 2", "format 1"])
def test_the_explanation_is_printed(protocol_command, file):
    assert protocol_command("explain", file) == (0, explanation(load_protocol(file)), "")


def test_the_explanation_is_utf_8_whatever_the_terminal_is_set_to(monkeypatch):
    terminal = io.TextIOWrapper(io.BytesIO(), encoding="ascii", errors="replace")
    monkeypatch.setattr(sys, "stdout", terminal)
    assert run(["protocol", "explain", str(SHIPPED)]) == 0
    terminal.flush()
    assert "sum ≥ 1.2 × nadir" in terminal.buffer.getvalue().decode("utf-8")


def test_a_file_with_problems_is_not_explained(protocol_command, written, tmp_path):
    code, out, err = protocol_command("explain", written("bad.toml", ('status = "unconfirmed"', 'status = "final"')))
    assert (code, out) == (1, "")
    assert "identity.status" in err
    assert protocol_command("explain", tmp_path / "none.toml")[:2] == (2, "")


# --- diff ------------------------------------------------------------------------------------------------------------


def test_the_same_file_is_the_same(protocol_command):
    line = f"seed-cryo/1.0, unconfirmed: the same file twice; SHA-256 {HASH}\n"
    assert protocol_command("diff", SHIPPED, SHIPPED) == (0, line, "")


def test_files_that_differ_in_comments_only_mean_the_same(protocol_command, written):
    other = written("commented.toml", ("format = 2", "# Two.\nformat = 2"))
    code, out, _ = protocol_command("diff", SHIPPED, other)
    assert code == 0
    assert "both files mean the same. Only comments, order or spelling differ." in out
    assert f"SHA-256 {HASH} and {hashlib.sha256(other.read_bytes()).hexdigest()}" in out
    report = json.loads(protocol_command("diff", SHIPPED, other, "--json")[1])
    assert (report["same_file"], report["same_meaning"], report["differences"]) == (False, True, [])


def test_a_difference_is_told_by_its_place_its_values_and_the_sentences(protocol_command, written):
    other = written("other.toml", ("only_after_absence = false", "only_after_absence = true"), ("seed = 2", "seed = 3"))
    code, out, _ = protocol_command("diff", SHIPPED, other)
    assert code == 1
    lines = out.splitlines()
    assert lines[0] == "seed-cryo/1.0, unconfirmed → seed-cryo/1.0, unconfirmed: 2 options differ."
    assert "| `local_progression.tissue.only_after_absence` | `false` | `true` |" in lines
    assert "| `endpoints.local_control.seed` | `20260222` | `30260222` |" in lines
    assert any(line.startswith("- - It does not matter whether") for line in lines)
    assert any(line.startswith("+ - It is progression only if") and "favours an arm" in line for line in lines)


def test_a_program_gets_the_differences_as_json(protocol_command):
    code, out, _ = protocol_command("diff", FIRST, SHIPPED, "--json")
    report = json.loads(out)
    assert (code, report["same_file"], report["same_meaning"]) == (1, False, False)
    assert (report["old"]["id"], report["new"]["id"], report["new"]["sha256"]) == (
        "seed-cryo/0.1",
        "seed-cryo/1.0",
        HASH,
    )
    by_option = {one["option"]: one for one in report["differences"]}
    assert (by_option["new_lesions.node_min_mm"]["old"], by_option["new_lesions.node_min_mm"]["new"]) == ("0", "10")
    assert by_option["best_response"]["old"] is None
    assert by_option["best_response"]["new"]["sd_min_days"] == 42
    assert by_option["local_progression.stays"]["added"] == [
        "- A target that progressed has progressed from then on, whatever later timepoints show.",
        "| progressed | progressed | progressed | progressed | progressed | progressed |",
    ]


def test_what_cannot_be_compared_is_2(protocol_command, written, tmp_path):
    bad = written("bad.toml", ("max_total = 5", "max_total = 0"))
    code, out, err = protocol_command("diff", SHIPPED, bad)
    assert (code, out) == (2, "")
    assert "sets.recist.max_total" in err
    assert protocol_command("diff", tmp_path / "none.toml", SHIPPED)[0] == 2


def test_options_that_change_the_same_lines_are_told_once_and_as_the_new_file_says_them(protocol_command, written):
    other = written(
        "window.toml", ("earliest = 337\nlatest = 393\nbracketing", "earliest = 340\nlatest = 390\nbracketing")
    )
    out = protocol_command("diff", SHIPPED, other)[1]
    assert "### `endpoints.local_control.earliest`, `endpoints.local_control.latest`" in out
    assert "on day 340 to day 390" in out
    assert "on day 340 to day 393" not in out
    assert "on day 337 to day 390" not in out
    new = explanation(load_protocol(other)).splitlines()
    assert all(line[2:] in new for line in out.splitlines() if line.startswith("+ "))


def test_every_line_that_a_comparison_adds_is_one_of_the_new_explanation(protocol_command):
    new = explanation(load_protocol(SHIPPED)).splitlines()
    for file in (FIRST, *PROTOCOLS.glob("*/1.0.toml")):
        report = json.loads(protocol_command("diff", file, SHIPPED, "--json")[1])
        assert all(line in new for one in report["differences"] for line in one["added"])


def test_a_sentence_that_a_change_left_behind_is_told(protocol_command, written):
    other = written(
        "confirmed.toml", ("confirmation = false", "confirmation = true"), ("pd_stays = true", "pd_stays = false")
    )
    out = protocol_command("diff", SHIPPED, other)[1]
    assert "Its paragraph 3.6 did not change: “Best overall response, RECIST 1.1, without confirmation." in out
    assert "Its paragraph 3.4 did not change: " in out
    assert "Its note “overall” did not change: “The response of the timepoint from the targets" in out
    both = written(
        "both.toml", ("confirmation = false", "confirmation = true"), ("without confirmation", "with confirmation")
    )
    assert "paragraph 3.6 did not change" not in protocol_command("diff", SHIPPED, both)[1]
    noted = written(
        "noted.toml",
        ("pd_stays = true", "pd_stays = false"),
        ("new lesions. After progression it stays", "lesions. After it stays"),
    )
    assert "Its note" not in protocol_command("diff", SHIPPED, noted)[1]
    said = json.loads(protocol_command("diff", SHIPPED, both, "--json")[1])
    assert {one["option"]: one["unchanged"] for one in said["differences"]}["best_response.confirmation"] == []


def test_another_file_under_a_released_id_is_refused_and_told_when_compared(protocol_command, written):
    other = written("same-id.toml", ("pd_stays = true", "pd_stays = false"))
    code, out, err = protocol_command("check", other)
    assert (code, out) == (1, "")
    assert "identity.id: seed-cryo/1.0 is released with other content" in err
    assert "give this file a new id and version. [released]" in err
    line = "Both are called seed-cryo/1.0 and do not mean the same"
    assert line in protocol_command("diff", SHIPPED, other)[1]
    new = written("new.toml", ('id = "seed-cryo/1.0"', 'id = "seed-cryo/1.1"'), ('version = "1.0"', 'version = "1.1"'))
    assert protocol_command("check", new)[0] == 0
    assert line not in protocol_command("diff", SHIPPED, new)[1]


def test_of_a_folder_the_files_in_it_are_checked(protocol_command, tmp_path):
    code, out, _ = protocol_command("check", SHIPPED.parent)
    assert code == 0
    assert [one.partition(",")[0] for one in out.splitlines()] == ["seed-cryo/0.1", "seed-cryo/1.0"]
    assert protocol_command("check", tmp_path)[0] == 2


def test_an_id_given_for_a_path_is_answered_with_the_path(protocol_command, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    code, _, err = protocol_command("explain", "seed-cryo/1.0")
    assert code == 2
    assert f"The protocol seed-cryo/1.0 that comes with the program is the file {SHIPPED}." in err
    assert "comes with the program" not in protocol_command("explain", "seed-cryo/9.0")[2]


def test_an_explanation_for_one_side_may_be_printed_without_the_appendix(protocol_command):
    code, out, _ = protocol_command("explain", SHIPPED, "--only", "readers", "--no-appendix")
    assert (code, out) == (0, explanation(load_protocol(SHIPPED), Audience.READERS, appendix=False))
    assert protocol_command("explain", SHIPPED, "--only", "everybody")[0] == 2
