"""A whole read at the command line: from an empty folder to a signed read that a stranger verifies."""

import csv
import io
import json
import os
import shutil
from contextlib import contextmanager

import pytest
from casefile.part.ways import PASSWORD
from support.command_line import run_line
from support.small_read import CASE, baseline_acts, follow_up_acts, make_small_read, whole_script

from seedcryo_reader.app.commands import run
from seedcryo_reader.casefile.part import TASKS
from seedcryo_reader.imaging.workers.pool import WorkerPool

OTHER = "another good password"
ROW = ["seq", "utc", "local_offset_minutes", "actor", "station", "case", "timepoint", "event", "about", "what", "old",
       "new", "why", "software", "protocol", "hash"]  # fmt: skip
AUDIT = ["format", "station", "sound", "account", "not_looked_into", "findings"]


@pytest.fixture(scope="module")
def material(tmp_path_factory):
    with WorkerPool(slots=2, tasks=TASKS) as pool:
        return make_small_read(tmp_path_factory.mktemp("material"), pool)


@pytest.fixture(scope="module")
def fresh(material, tmp_path_factory):
    """A station with an account that has received nothing; to be copied."""
    folder = tmp_path_factory.mktemp("fresh")
    with on_a_pipe(PASSWORD) as descriptor:
        made = run(["station", "init", "--study", str(material.centre.study_file), "--dir", str(folder / "st")])
        added = run([
            "station", "add-account", "reader-a", "--station", str(folder / "st"), "--name", "Dr. A. Reader",
            "--key", str(material.identity_file), "--password-fd", str(descriptor),
        ])  # fmt: skip
    assert (made, added) == (0, 0)
    return folder / "st"


@contextmanager
def on_a_pipe(*passwords):
    """A descriptor that gives passwords, one per line."""
    reading, writing = os.pipe()
    os.write(writing, "".join(f"{one}\n" for one in passwords).encode())
    os.close(writing)
    try:
        yield reading
    finally:
        os.close(reading)


@pytest.fixture
def at(fresh, tmp_path, monkeypatch, capfd):
    """Runs commands in a folder with a copy of the station ``st``."""
    shutil.copytree(fresh, tmp_path / "st")
    monkeypatch.chdir(tmp_path)

    def run(line, *passwords, station=True):
        words = [*line.split(), *(["--station", "st"] if station else [])]
        if not passwords:
            return run_line(words, None, capfd)
        with on_a_pipe(*passwords) as descriptor:
            return run_line([*words, "--password-fd", descriptor], None, capfd)

    capfd.readouterr()
    return run


def receive(at, material, *numbers):
    files = " ".join(str(material.parts[number]) for number in numbers)
    return at(f"case receive {files} --account reader-a --json", PASSWORD)


def write(tmp_path, script):
    (tmp_path / "script.json").write_text(json.dumps(script))
    return "read play script.json --account reader-a"


def test_a_whole_read_from_receiving_to_a_signature_that_a_stranger_verifies(at, material, tmp_path):
    code, out, _ = receive(at, material, 0, 1, 2)
    assert code == 0
    assert [one["outcome"] for one in json.loads(out)["files"]] == ["received"] * 3
    script = whole_script()
    code, out, _ = at(write(tmp_path, script), PASSWORD)
    assert code == 0
    assert out == f"{CASE}: {len(script['acts'])} of {len(script['acts'])} acts are done; the read is signed.\n"
    assert (tmp_path / "shown.log").read_text().split() == [str(n + 1) for n in range(len(script["acts"]))]
    assert not any(path.is_file() for path in (tmp_path / "st" / "opened").rglob("*"))  # purged at the signature

    code, out, _ = at("audit verify --account reader-a --json", PASSWORD)
    report = json.loads(out)
    assert (code, list(report), report["sound"], report["findings"]) == (0, AUDIT, True, [])
    assert report["account"]["reads"] == [{"case": CASE, "state": "signed", "versions_signed": 1}]

    assert at(f"read export --account reader-a --case {CASE} --out signed.json", PASSWORD)[0] == 0
    public = json.loads(at("station show --json")[1])["accounts"][0]["keys"][0]["public"]
    code, out, _ = at(f"read verify signed.json --public {public} --json", station=False)
    assert (code, json.loads(out)["read"]["name"]) == (0, "Dr. A. Reader")
    data = (tmp_path / "signed.json").read_bytes()
    (tmp_path / "changed.json").write_bytes(data.replace(b'"23.0"', b'"22.0"'))
    code, _, err = at(f"read verify changed.json --public {public}", station=False)
    assert code == 1
    assert "bad-signature" in err


def test_a_read_waits_for_its_part_and_goes_on_where_it_ended(at, material, tmp_path):
    receive(at, material, 0)
    line = write(tmp_path, whole_script())
    code, out, _ = at(f"{line} --json", PASSWORD)
    report = json.loads(out)
    assert (code, report["state"], report["done"]) == (3, "waiting", len(baseline_acts()))
    assert "waits for its next part" in report["ended"]
    assert at(line, PASSWORD)[0] == 3
    listed = json.loads(at("read list --account reader-a --json", PASSWORD)[1])
    expected = {"case": CASE, "state": "waiting", "version": 1, "timepoints_read": 1, "taken_away": False, "leaves": []}
    assert listed["cases"] == [expected]
    receive(at, material, 1, 2)
    assert at(line, PASSWORD)[0] == 0
    assert at(line, PASSWORD)[0] == 0  # pressed again: nothing is left to do
    shown = [int(one) for one in (tmp_path / "shown.log").read_text().split()]
    assert shown == list(range(1, len(whole_script()["acts"]) + 1))


def test_the_worklist_says_nothing_of_parts_that_were_not_opened(at, material):
    before = at("read list --account reader-a", PASSWORD)[1]
    assert before == "No case was received for this account yet.\n"
    receive(at, material, 0)
    one = at("read list --account reader-a", PASSWORD)[1]
    receive(at, material, 1, 2)
    assert at("read list --account reader-a", PASSWORD)[1] == one
    assert "TP" not in one


def test_the_trail_tells_when_who_what_old_new_and_why(at, material, tmp_path):
    receive(at, material, 0, 1)
    acts = [*baseline_acts(), *follow_up_acts(25)]
    at(write(tmp_path, {"format": 1, "case": CASE, "acts": acts}), PASSWORD)
    _, out, _ = at("audit show --account reader-a --json", PASSWORD)
    rows = json.loads(out)["events"]
    assert [list(row) for row in rows] == [ROW] * len(acts)
    revised = rows[5]
    assert (revised["about"], revised["old"], revised["new"]) == ("T01", "23.4 × 18.0 mm", "23.0 × 18.0 mm")
    assert (revised["actor"], revised["case"], revised["timepoint"]) == ("reader-a", CASE, "TP0")
    call = next(row for row in rows if row["event"] == "CallMade")
    assert call["new"] == "no LP (as it looks)"
    table = list(csv.DictReader(io.StringIO(at("audit show --account reader-a --csv", PASSWORD)[1])))
    assert [row["hash"] for row in table] == [row["hash"] for row in rows]
    lines = at("audit show --account reader-a", PASSWORD)[1].splitlines()
    assert len(lines) == len(acts)
    assert "measured again: 23.4 × 18.0 mm → 23.0 × 18.0 mm" in lines[5]
    assert at("audit show --account reader-a --csv --json", PASSWORD)[0] == 2


def test_the_stations_own_log_is_shown_without_a_password(at, material):
    receive(at, material, 0)
    rows = json.loads(at("audit show --json")[1])["events"]
    assert [row["event"] for row in rows[:3]] == ["station-made", "account-added", "signed-in"]
    assert CASE not in json.dumps(rows)


def test_a_script_with_mistakes_is_refused_as_a_whole(at, material, tmp_path):
    receive(at, material, 0)
    script = {"format": 1, "case": CASE, "acts": [{"act": "open"}, {"act": "measure", "lesion": 5}, {"act": "jump"}]}
    code, _, err = at(write(tmp_path, script), PASSWORD)
    assert code == 1
    assert all(name in err for name in ("acts[1].lesion", "acts[1].long_mm", "acts[2].act"))
    assert at("audit verify --account reader-a", PASSWORD)[1].count("0 events") == 1


def test_an_act_that_is_not_legal_ends_the_play_and_keeps_what_was_done(at, material, tmp_path):
    receive(at, material, 0)
    acts = [{"act": "open"}, {"act": "lock"}]
    code, out, err = at(write(tmp_path, {"format": 1, "case": CASE, "acts": acts}), PASSWORD)
    assert (code, out) == (1, f"{CASE}: 1 of 2 acts are done; the read is in progress.\n")
    assert err.startswith("acts[1]: T01 is not assessed at TP0.")


def test_points_beside_every_image_are_refused_with_the_distance(at, material, tmp_path):
    receive(at, material, 0)
    beside = {"act": "measure", "lesion": "T01", "series": 1, "long_mm": [[0, 0, 300], [10, 0, 300]]}
    script = {"format": 1, "case": CASE, "acts": [{"act": "open"}, beside]}
    code, _, err = at(write(tmp_path, script), PASSWORD)
    assert code == 1
    assert "[off-image]" in err


def test_files_that_are_no_parts_are_refused_and_the_others_received(at, material, tmp_path):
    (tmp_path / "C-0002.p0.seedcase").write_bytes(b"nothing")
    files = f"{tmp_path}/C-0002.p0.seedcase {material.parts[0]} {tmp_path}/missing.seedcase"
    code, out, err = at(f"case receive {files} --account reader-a", PASSWORD)
    assert code == 1
    assert out.splitlines() == ["C-0002.p0.seedcase: refused.", "C-0001.p0.seedcase: received.",
                                "missing.seedcase: refused."]  # fmt: skip
    assert "[not-a-part]" in err
    assert "[not-readable]" in err


def test_wrong_passwords_lock_the_account_and_the_right_one_waits(at):
    for _ in range(5):
        code, _, err = at("read list --account reader-a", OTHER)
        assert (code, "[wrong-password]" in err) == (2, True)
    code, _, err = at("read list --account reader-a", PASSWORD)
    assert code != 0
    assert "[locked]" in err
    assert "sign-in-locked" in at("audit show")[1]


def test_another_password_other_keys_and_recovery_keep_every_event(at, material, tmp_path):
    receive(at, material, 0)
    at(write(tmp_path, {"format": 1, "case": CASE, "acts": baseline_acts()}), PASSWORD)
    assert at("station change-password reader-a", PASSWORD, OTHER)[0] == 0
    assert at("read list --account reader-a", PASSWORD)[0] == 2
    assert at("station rotate-keys reader-a", OTHER)[0] == 0
    assert at(f"station recover reader-a --recovery {material.recovery_file}", "third good password")[0] == 0
    code, out, _ = at("audit verify --account reader-a --json", "third good password")
    assert (code, json.loads(out)["account"]["events"]) == (0, len(baseline_acts()))
    keys = json.loads(at("station show --json")[1])["accounts"][0]["keys"]
    assert [key["why"] for key in keys] == ["rotated", "lost", None]


def test_recovery_reads_the_log_without_the_password(at, material, tmp_path):
    receive(at, material, 0)
    at(write(tmp_path, {"format": 1, "case": CASE, "acts": baseline_acts()}), PASSWORD)
    code, out, _ = at(f"audit show --account reader-a --recovery {material.recovery_file} --json")
    assert (code, len(json.loads(out)["events"])) == (0, len(baseline_acts()))
    assert at(f"audit verify --account reader-a --recovery {material.recovery_file}")[0] == 0
    assert at(f"audit verify --recovery {material.recovery_file}")[0] == 2


def test_yesterdays_vault_is_named_and_can_be_accepted_where_nothing_newer_is_left(at, material, tmp_path):
    receive(at, material, 0)
    shutil.copytree(tmp_path / "st" / "vaults", tmp_path / "yesterday")
    at(write(tmp_path, {"format": 1, "case": CASE, "acts": baseline_acts()}), PASSWORD)
    shutil.rmtree(tmp_path / "st" / "vaults")
    shutil.copytree(tmp_path / "yesterday", tmp_path / "st" / "vaults")
    code, _, err = at("read list --account reader-a", PASSWORD)
    assert (code, "[older-than-signed-out]" in err) == (1, True)
    assert at("station accept-backup reader-a --reason stolen", PASSWORD)[0] == 0
    code, out, _ = at("audit verify --account reader-a --json", PASSWORD)
    account = json.loads(out)["account"]
    assert (code, account["events"], [one["code"] for one in account["notices"]]) == (0, 0, ["backup-accepted"])
    code, _, err = at("station accept-backup reader-a --reason again", PASSWORD)
    assert (code, "[no-backup]" in err) == (1, True)


def test_a_backup_of_before_the_keys_were_changed_can_be_accepted_too(at, material, tmp_path):
    receive(at, material, 0)
    shutil.copytree(tmp_path / "st" / "vaults", tmp_path / "yesterday")
    assert at("station rotate-keys reader-a", PASSWORD)[0] == 0
    shutil.rmtree(tmp_path / "st" / "vaults")
    shutil.copytree(tmp_path / "yesterday", tmp_path / "st" / "vaults")
    assert at("station accept-backup reader-a --reason stolen", PASSWORD)[0] == 0
    assert at("audit verify --account reader-a", PASSWORD)[0] == 0
    assert at(write(tmp_path, {"format": 1, "case": CASE, "acts": baseline_acts()}), PASSWORD)[0] == 0


def test_only_a_reader_reads(at, material, tmp_path):
    assert at("station add-account anna --role coordinator", PASSWORD)[0] == 0
    code, _, err = at("read list --account anna", PASSWORD)
    assert (code, "[not-a-reader]" in err) == (1, True)
    code, _, err = at("station add-account anna", PASSWORD)
    assert (code, "[account-exists]" in err) == (1, True)
    code, _, err = at("read list --account nobody", PASSWORD)
    assert code == 1
    assert "[no-account]" in err


def test_a_folder_that_is_no_station_is_told_so(at, tmp_path):
    (tmp_path / "empty").mkdir()
    code, _, err = at("audit verify --station empty", station=False)
    assert code != 0
    assert "no station" in err


def test_a_second_station_is_never_made_over_the_first(at, material):
    code, _, err = at(f"station init --study {material.centre.study_file}")
    assert (code, "[not-empty]" in err) == (1, True)
