"""The tour: a case read and a dispute decided in the real window; it fails as soon as the truth says otherwise."""

import json
import os
import re
import shutil
import subprocess
import sys

import pytest
from support.toured import toured_case

CASE = "C-0006"


def tour(folder, out):
    """Run the command in a process of its own, as a person would."""
    command = [sys.executable, "-P", "-m", "seedcryo_reader", "demo", "--dir", str(folder), "--tour", str(out)]
    known = {name: value for name, value in os.environ.items() if name not in {"DISPLAY", "WAYLAND_DISPLAY"}}
    env = {**known, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, capture_output=True, encoding="utf-8", env=env, timeout=300, check=False)
    return done, json.loads((out / "tour.json").read_text("utf-8"))


@pytest.fixture(scope="session")
def toured(tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    done = tour(folder, folder / "tour")
    toured_case(tmp_path_factory).symlink_to(folder / "tour-case" / CASE)
    return folder, *done


@pytest.fixture
def bent(toured, tmp_path):
    """The demo once more, with another truth: a function that takes the change to a timepoint's entry."""

    def bend(at, change):
        folder = tmp_path / "demo"
        case = folder / "tour-case" / CASE
        shutil.copytree(toured[0] / "tour-case" / CASE, case, ignore=shutil.ignore_patterns(CASE))
        truth = json.loads((case / "truth.json").read_text("utf-8"))
        change(truth["cases"][0]["timepoints"][at])
        (case / "truth.json").write_text(json.dumps(truth), "utf-8")
        return tour(folder, folder / "tour")

    return bend


def test_a_whole_case_is_read_to_its_signature(toured):
    folder, done, told = toured
    assert (done.returncode, told["failure"], told["holds"]) == (0, None, True), done.stderr
    checks = [one for step in told["steps"] for one in step["checks"]]
    assert all(one["holds"] for one in checks)
    assert sum(one["what"].endswith(", mm") for one in checks) == 8
    assert sum(one["what"].startswith("conclusion about") for one in checks) == 9
    assert told["total"] == {"steps": len(told["steps"]), "checks": len(checks)}
    names = [step["name"] for step in told["steps"]]
    assert names.index("Worklist, signed") < names.index("Sign-in of coordinator")
    pictures = sorted(path.name for path in (folder / "tour").glob("*.png"))
    assert pictures == [step["picture"] for step in told["steps"]]
    assert done.stderr == ""


def test_a_dispute_goes_from_the_coordinators_pages_to_the_decision_and_back(toured):
    _, _, told = toured
    names = [step["name"] for step in told["steps"]]
    pages = ["Board", "Accounts", "Assign", "Exchange", "Double reads", "Agreement", "Centre keys"]
    first = names.index("Sign-in of coordinator")
    assert names[first + 1 : first + 8] == pages
    assert names[-4:] == [
        "Sign-in of coordinator",
        "Exchange, decision received",
        "Double reads, decided",
        "Board, decided",
    ]
    checks = [one for step in told["steps"][first:] for one in step["checks"]]
    parting = [one["seen"] for one in checks if one["what"] == "what was measured where the reads part"]
    assert parting == ["['28.5', '29.4']"] * 3
    assert told["case"] == "C-0006, C-0009"


def test_a_diameter_that_the_truth_has_otherwise_stops_it(bent):
    def longer(one):
        one["targets"][0]["whole"]["long_axis_mm"] += 3

    done, told = bent(0, longer)
    assert done.returncode == 1
    said = r"After “TP0 T01 found”: T01 at TP0, mm: the screen shows (29|30)\.\d, expected was 33\.0 ± 0\.72\."
    assert re.search(said, done.stderr)
    assert not told["holds"]
    assert told["steps"][-1]["checks"][-1]["holds"] is False


def test_a_conclusion_that_the_truth_has_otherwise_stops_it(bent):
    done, told = bent(1, lambda one: one["expected"].update(target_response_by_whole_sum="PR"))
    assert done.returncode == 1
    failed = told["steps"][-1]["checks"][-1]
    assert failed["what"] == "conclusion about Overall at TP1"
    assert failed["seen"] == "Computed: stable disease – differs from your call"
    assert failed["what"] in done.stderr
