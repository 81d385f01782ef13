"""The way back at the command line: the centre allows it, the reader's log proves it, both versions verify."""

import json
import shutil

import pyrage
import pytest
from casefile.part.ways import PASSWORD
from support.command_line import run_line
from support.small_read import CASE, baseline_acts, closing_acts, follow_up_acts, make_small_read, measured

from seedcryo_reader.casefile.part import TASKS
from seedcryo_reader.imaging.workers.pool import WorkerPool

WHY = {"why": "measured on the wrong slice"}
FIRST = [*baseline_acts(), *follow_up_acts(25)]
AGAIN = [
    {"act": "go-back", "leave": "again.seedleave"},
    {**measured("T01", 22, 18), **WHY},
    {"act": "lock"},
    {"act": "reconfirm"},
]
SECOND = [
    {"act": "go-back", "leave": "second.seedleave"},
    {**measured("T01", 26, 18), **WHY},
    {"act": "reveal"},
    {"act": "lock"},
    {"act": "sign"},
]


@pytest.fixture(scope="module")
def material(tmp_path_factory):
    with WorkerPool(slots=2, tasks=TASKS) as pool:
        return make_small_read(tmp_path_factory.mktemp("material"), pool)


@pytest.fixture(scope="module")
def begun(material, tmp_path_factory):
    """A station whose reader has locked TP0 and TP1 and received the closing part too; to be copied."""
    folder = tmp_path_factory.mktemp("begun")
    at = Commands(material, folder, None)
    assert at.run("station", "init", "--study", material.centre.study_file, "--dir", folder / "st") == 0
    key = ("--key", material.identity_file, "--name", "Dr. A. Reader")
    assert at.run("station", "add-account", "reader-a", *at.station, *key, password=PASSWORD) == 0
    received = ("case", "receive", *material.parts, *at.station, *at.account)
    assert at.run(*received, password=PASSWORD) == 0
    assert at.play(FIRST) == 0
    return folder


@pytest.fixture
def at(material, begun, tmp_path, capfd):
    shutil.copytree(begun, tmp_path, dirs_exist_ok=True)
    return Commands(material, tmp_path, capfd)


class Silent:
    """Output that nobody looks at."""

    def readouterr(self):
        return "", ""


class Commands:
    """Commands in a folder with a station ``st``; each returns its exit code and keeps what it said."""

    def __init__(self, material, folder, capfd):
        self.material, self.folder, self.capfd = material, folder, capfd or Silent()
        self.station = ("--station", folder / "st")
        self.account = ("--account", "reader-a")
        self.out = self.err = ""

    def run(self, *words, password=None):
        self.capfd.readouterr()
        code, self.out, self.err = run_line(words, password, self.capfd)
        return code

    def allow(self, name, timepoint, *more, to=None):
        centre = self.material.centre
        keys = ("--study", centre.study_file, "--coordinator", centre.keys_file, "--to", to or centre.recipient)
        what = ("--number", CASE, "--timepoint", timepoint, "--reason", "The wrong slice was measured.")
        return self.run("case", "allow", *keys, *what, "--out", self.folder / name, *more, password=PASSWORD)

    def play(self, acts):
        (self.folder / "script.json").write_text(json.dumps({"format": 1, "case": CASE, "acts": acts}))
        shown = ("--shown", self.folder / "shown.log")
        line = ("read", "play", self.folder / "script.json", *shown, *self.station, *self.account)
        return self.run(*line, password=PASSWORD)

    def events(self):
        assert self.run("audit", "show", *self.station, *self.account, "--json", password=PASSWORD) == 0
        return json.loads(self.out)["events"]


def test_a_case_is_read_again_by_leave_signed_and_corrected_in_a_second_version(at):
    assert at.allow("again.seedleave", "TP0") == 0
    assert at.out.endswith(f"to read TP0 of {CASE} again.\n")
    assert at.play([*FIRST, *AGAIN]) == 0
    assert at.play([*FIRST, *AGAIN, *closing_acts()]) == 0
    assert not any(path.is_file() for path in (at.folder / "st" / "opened").rglob("*"))

    assert at.allow("second.seedleave", "TP1", "--version", "2") == 0
    whole = [*FIRST, *AGAIN, *closing_acts(), *SECOND]
    assert at.play(whole) == 0
    assert "the read is signed" in at.out
    assert not any(path.is_file() for path in (at.folder / "st" / "opened").rglob("*"))
    assert at.play(whole) == 0  # pressed again: nothing is left to do

    assert at.run("audit", "verify", *at.station, *at.account, "--json", password=PASSWORD) == 0
    report = json.loads(at.out)
    assert (report["sound"], report["findings"]) == (True, [])
    assert report["account"]["reads"] == [{"case": CASE, "state": "signed", "versions_signed": 2}]
    _verified(at, {1: len([*FIRST, *AGAIN, *closing_acts()]), 2: len(whole)})

    rows = at.events()
    assert len(rows) == len(whole)
    backs = [(row["event"], row["why"]) for row in rows if row["event"] in {"TimepointUnlocked", "VersionOpened"}]
    assert backs == [(name, "The wrong slice was measured.") for name in ("TimepointUnlocked", "VersionOpened")]


def _verified(at, lengths):
    """Every version verifies with the public key alone, over all that was there when it was signed."""
    assert at.run("station", "show", *at.station, "--json") == 0
    public = json.loads(at.out)["accounts"][0]["keys"][0]["public"]
    for version, length in lengths.items():
        file = at.folder / f"v{version}.json"
        export = ("read", "export", *at.station, *at.account, "--case", CASE, "--out", file)
        assert at.run(*export, "--version", version, password=PASSWORD) == 0
        assert at.run("read", "verify", file, "--public", public, "--json") == 0
        assert json.loads(at.out)["read"]["version"] == version
        document = json.loads(file.read_bytes())["read"]
        assert len(document["records"]) == length - 1
        assert document["study"] == {"id": "SEED-CRYO", "root": at.material.centre.study.root_id}
        bodies = [one["body"] for one in document["records"]]
        leaves = [one["data"]["leave"] for one in bodies if "leave" in one["data"]]
        assert leaves == [(at.folder / f"{name}.seedleave").read_text() for name in ("again", "second")[:version]]


def test_a_leave_counts_once(at):
    assert at.allow("again.seedleave", "TP0") == 0
    twice = [*FIRST, *AGAIN, {"act": "go-back", "leave": "again.seedleave"}]
    assert at.play(twice) == 1
    assert "The leave was used before; it counts once." in at.err
    assert len(at.events()) == len(twice) - 1


@pytest.mark.parametrize("kind", ["changed", "missing", "another account's", "another timepoint's"])
def test_a_leave_that_does_not_hold_opens_nothing(at, kind):
    to = str(pyrage.x25519.Identity.generate().to_public()) if kind == "another account's" else None
    assert at.allow("again.seedleave", "TP7" if kind == "another timepoint's" else "TP0", to=to) == 0
    file = at.folder / "again.seedleave"
    if kind == "changed":
        file.write_bytes(file.read_bytes().replace(b'"TP0"', b'"TP1"'))
    if kind == "missing":
        file.unlink()
    code = at.play([*FIRST, *AGAIN])
    said = {
        "changed": (1, "bad-signature"),
        "missing": (2, "again.seedleave"),
        "another account's": (1, "other-account"),
        "another timepoint's": (1, "TP7 is not locked"),
    }[kind]
    assert (code, said[1] in at.err) == (said[0], True)
    assert len(at.events()) == len(FIRST)


def test_a_leave_is_for_one_account_and_written_over_nothing(at):
    assert at.allow("again.seedleave", "TP0") == 0
    before = (at.folder / "again.seedleave").read_bytes()
    assert at.allow("again.seedleave", "TP1") == 1
    assert (at.folder / "again.seedleave").read_bytes() == before
    two = at.folder / "two.txt"
    two.write_text("".join(f"{pyrage.x25519.Identity.generate().to_public()}\n" for _ in range(2)))
    assert at.allow("other.seedleave", "TP0", to=two) == 1
    assert "a leave is for one" in at.err
    assert not (at.folder / "other.seedleave").exists()
