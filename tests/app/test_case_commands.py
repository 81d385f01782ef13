"""The ``case`` commands as a coordinator, a reader and a program use them."""

import json
import shutil
import tempfile
import zipfile
from pathlib import Path

import pydicom
import pyrage
import pytest
from casefile.part.ways import (
    CHEAP,
    LABELS,
    PASSWORD,
    baseline,
    changed_case,
    follow_up,
    make_station,
    write_source,
)
from support.command_line import run_line

from seedcryo_reader.casefile.part import TASKS
from seedcryo_reader.casefile.study.acts import Access, make_account_key, revoke_key, rotate_key
from seedcryo_reader.casefile.study.model import Reason
from seedcryo_reader.imaging.workers.pool import WorkerPool

PART_KEYS = ["case", "part", "kind", "timepoint", "supersedes", "protocol", "series", "pinned", "seal"]
SEAL_KEYS = ["format", "file", *PART_KEYS, "recipients", "notes", "ignored", "findings"]
VERIFY_KEYS = ["format", "file", "sound", *PART_KEYS, "key", "chain", "findings"]
LEAKS_KEYS = ["format", "images", "clean", "findings", "not_dicom"]
FINDING_KEYS = ["code", "text", "files"]

TARGETS = {
    "targets": [
        {"id": "T01", "organ": "liver", "place": "segment VI", "mark_mm": [-8, -15.5, 105], "series": "ct"},
        {"id": "T02", "organ": "lymph node", "place": "paraaortic", "series": "MR T2"},
    ]
}


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A station with a reader's key file beside the age identity, a source, and a chain of three parts."""
    folder = tmp_path_factory.mktemp("station")
    with WorkerPool(slots=2, tasks=TASKS) as pool:
        station = make_station(folder, pool)
        make_account_key(folder / "r.seedkeys", "SEED-CRYO", lambda: PASSWORD, CHEAP)
        (folder / "id.txt").write_text(f"# created: today\n# public key: {station.recipient}\n{station.reader}\n")
        source = write_source(folder / "source")
        first = station.seal(folder / "parts", baseline(source), tmp_path_factory.mktemp("s"))
        second = station.seal(folder / "parts", follow_up(source), tmp_path_factory.mktemp("s"), previous=first.file)
        station.close(folder / "parts", second.file)
    return station


@pytest.fixture
def there(made, tmp_path, monkeypatch):
    """A folder of its own with all of it, and one for temporary files that must be empty in the end."""
    folder, scratch = tmp_path / "there", tmp_path / "temporary"
    shutil.copytree(made.study_file.parent, folder)
    scratch.mkdir()
    (folder / "targets.json").write_text(json.dumps(TARGETS))
    (folder / "series.json").write_text(json.dumps({"labels": LABELS}))
    monkeypatch.chdir(folder)
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    yield folder
    assert list(scratch.iterdir()) == []


@pytest.fixture
def case(capfd, there):
    """Run a command; returns exit code, output and errors."""

    def run_case(*arguments: object, password: str | None = None) -> tuple[int, str, str]:
        return run_line(["case", *arguments], password, capfd)

    return run_case


@pytest.fixture
def seal(case, made):
    """Seal a baseline, with options added or (None) left out."""

    def run_seal(*more: object, password: str = PASSWORD, **changed: object) -> tuple[int, str, str]:
        options = {
            "study": "s.seedstudy", "coordinator": "s.seedkeys", "number": "C-0042", "protocol": "seed-cryo/0.1",
            "timepoint": "TP0=source", "targets": "targets.json", "series": "series.json", "to": made.recipient,
            "out": "new", **changed,
        }  # fmt: skip
        line = [part for name, value in options.items() if value is not None for part in (f"--{name}", value)]
        return case("seal", *line, *more, password=password)

    return run_seal


@pytest.fixture
def verify(case):
    def run_verify(*arguments: object, password: str | None = None) -> tuple[int, str, str]:
        return case("verify", *arguments, "--study", "s.seedstudy", password=password)

    return run_verify


def report(done: tuple[int, str, str], code: int) -> dict:
    assert done[0] == code, done
    return json.loads(done[1])


def test_a_case_from_its_baseline_to_its_end(seal, verify, case, made, there):
    """Three seals, then everything a stranger does with the files."""
    code, out, err = seal()
    assert (code, err) == (0, "")
    assert out.splitlines()[0] == f"Sealed {Path('new/C-0042.p0.seedcase')}"
    assert "  series 1  CT portal venous, 6 images, targets T01" in out
    again = {"number": None, "protocol": None, "targets": None}
    code, out, err = seal(timepoint="TP1=source", after="new/C-0042.p0.seedcase", **again)
    assert (code, err) == (0, "")
    assert "C-0042, part 1: TP1" in out
    code, out, err = seal("--close", timepoint=None, series=None, after="new/C-0042.p1.seedcase", **again)
    assert (code, err) == (0, "")
    assert "C-0042, part 2: closing part" in out
    files = sorted((there / "new").iterdir())
    assert [one.name for one in files] == [f"C-0042.p{n}.seedcase" for n in range(3)]
    assert len({one.stat().st_size for one in files}) == 1
    for number, said in enumerate(("first", "checked", "checked")):
        found = report(verify(files[number], "--key", "id.txt", "--json"), 0)
        assert (found["sound"], found["chain"], found["part"]) == (True, said, number)
    archive = pyrage.decrypt(files[0].read_bytes(), [made.reader])
    (there / "plain.zip").write_bytes(archive)
    assert report(verify("plain.zip", "--json"), 0)["sound"]
    with zipfile.ZipFile("plain.zip") as other:
        other.extractall("unpacked")
    found = report(case("leaks", "unpacked/data", "--json"), 0)
    assert list(found) == LEAKS_KEYS
    assert (found["images"], found["clean"], len(found["not_dicom"])) == (9, 9, 2)


def test_reports_have_stable_keys(seal, verify, case):
    done = report(seal("--json"), 0)
    assert list(done) == SEAL_KEYS
    assert done["format"] == 1
    assert done["file"] == str(Path("new/C-0042.p0.seedcase"))
    assert done["protocol"] == {"id": "seed-cryo/0.1", "sha256": "ab" * 32}
    assert [list(one) for one in done["series"]] == [["number", "modality", "label", "images"]] * 2
    assert (done["pinned"], done["ignored"], done["findings"]) == ({"T01": 1, "T02": 2}, [], [])
    refused = report(seal("--json"), 1)
    assert list(refused) == SEAL_KEYS
    assert [key for key, value in refused.items() if value is not None] == ["format", "notes", "ignored", "findings"]
    assert [list(one) for one in refused["findings"]] == [FINDING_KEYS]
    assert refused["findings"][0]["code"] == "already-there"
    sound = report(verify("new/C-0042.p0.seedcase", "--key", "id.txt", "--json"), 0)
    assert list(sound) == VERIFY_KEYS
    assert (sound["format"], sound["sound"], sound["findings"], sound["seal"]) == (1, True, [], done["seal"])
    leaking = report(case("leaks", "source", "--json"), 1)
    assert list(leaking) == LEAKS_KEYS
    assert (leaking["images"], leaking["clean"]) == (9, 0)
    assert all(list(one) == FINDING_KEYS for one in leaking["findings"])


def test_recipients_in_both_ways(seal, there):
    """Several words after one --to, or --to again; keys, or files with keys."""
    people = [pyrage.x25519.Identity.generate() for _ in range(3)]
    keys = [str(one.to_public()) for one in people]
    Path("third.txt").write_text(f"# the third\n{keys[2]}\n")
    assert seal(keys[1], "third.txt", to=keys[0], out="one")[0] == 0
    assert seal("--to", keys[1], "--to", "third.txt", to=keys[0], out="two")[0] == 0
    inside = {pyrage.decrypt((there / name / "C-0042.p0.seedcase").read_bytes(), [who])
              for name in ("one", "two") for who in people}  # fmt: skip
    assert len(inside) == 1
    sizes = {(there / name / "C-0042.p0.seedcase").stat().st_size for name in ("one", "two")}
    assert len(sizes) == 1


def test_a_reader_verifies_with_a_password(seal, verify, case, there):
    recipient = json.loads(Path("r.seedkeys").read_text())["public"]["recipient"]
    assert seal(to=recipient)[0] == 0
    file = "new/C-0042.p0.seedcase"
    code, out, err = verify(file, "--key", "r.seedkeys", password=PASSWORD)
    assert (code, err) == (0, "")
    assert out.startswith("C-0042.p0.seedcase: sound\n")
    assert "It is the first part of its case." in out
    code, out, err = verify(file, "--key", "r.seedkeys", password="hardly the right one")  # noqa: S106
    assert (code, out) == (2, "")
    assert "r.seedkeys: The password is not the one" in err
    code, out, err = verify(file, "--key", "r.seedkeys")
    assert (code, out) == (2, "")
    assert "no terminal" in err
    code, out, err = verify(file, "--key", "id.txt")
    assert (code, out) == (1, "")
    assert err.startswith("C-0042.p0.seedcase: ")
    assert err.endswith("[not-decrypted]\n")


def test_a_wrong_password_seals_nothing(seal, there):
    code, out, err = seal(password="hardly the right one")  # noqa: S106
    assert (code, out) == (2, "")
    assert "The password is not the one" in err
    assert not (there / "new").exists()


def test_keys_are_needed_for_what_is_encrypted_only(made, verify, there):
    code, out, err = verify("parts/C-0001.p0.seedcase")
    assert (code, out) == (2, "")
    assert "is encrypted. Give the key file" in err
    (there / "plain.zip").write_bytes(made.plain(there / "parts/C-0001.p0.seedcase"))
    assert verify("plain.zip")[0] == 0
    for name in ("parts/C-0001.p0.seedcase", "plain.zip"):
        assert verify(name, "--key", "nothing.txt")[0] == 2
        assert verify(name, "--key", "targets.json")[0] == 2
    assert verify("parts/nothing.seedcase", "--key", "id.txt")[0] == 2
    assert verify("parts", "--key", "id.txt")[0] == 2


def test_what_is_no_part_is_refused(verify, there):
    for data in (b"", b"hello", b"age-encryption.org/v1\n", b"PK\x03\x04" + bytes(100)):
        (there / "x.seedcase").write_bytes(data)
        code, out, err = verify("x.seedcase", "--key", "id.txt")
        assert (code, out) == (1, "")
        assert err.startswith("x.seedcase: ")


def test_a_changed_part(verify, there):
    file = there / "parts/C-0001.p0.seedcase"
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    code, out, err = verify(file, "--key", "id.txt")
    assert (code, out) == (1, "")
    assert err == "C-0001.p0.seedcase: The part was changed or cut off after it was sealed. [not-decrypted]\n"
    found = report(verify(file, "--key", "id.txt", "--json"), 1)
    assert list(found) == VERIFY_KEYS
    assert (found["file"], found["sound"], found["case"], found["seal"]) == ("C-0001.p0.seedcase", False, None, None)
    assert [one["files"] for one in found["findings"]] == [["C-0001.p0.seedcase"]]


def test_the_part_before_is_found_beside(made, verify, there):
    """Or named; without it the part is sound, and it is said what was not checked."""
    second = there / "parts/C-0001.p1.seedcase"

    def chain(*options: object) -> str:
        return report(verify(second, "--key", "id.txt", "--json", *options), 0)["chain"]

    assert chain() == "checked"
    (there / "parts/C-0001.p0.seedcase").rename(there / "C-0001.p0.seedcase")
    assert chain() == "not-checked"
    assert "was not checked" in verify(second, "--key", "id.txt")[1]
    assert chain("--after", "C-0001.p0.seedcase") == "checked"
    code, out, _err = verify(second, "--key", "id.txt", "--after", "C-0001.p0.seedcase")
    assert (code, "It follows on the part before it." in out) == (0, True)
    for wrong in ("nothing.seedcase", "id.txt"):
        assert verify(second, "--key", "id.txt", "--after", wrong)[0] == 2


def test_another_part_before_is_not_followed_on(made, verify, there):
    forged = made.forged(
        made.plain(there / "parts/C-0001.p0.seedcase"), changed_case(lambda said: said["pinned"].update(T01=2))
    )
    other = there / "parts/C-0001.p0.seedcase"
    other.write_bytes(made.encrypted(forged))
    assert verify(other, "--key", "id.txt")[0] == 0
    found = report(verify("parts/C-0001.p1.seedcase", "--key", "id.txt", "--json"), 1)
    assert [one["code"] for one in found["findings"]] == ["broken-chain"]


def test_a_decrypted_part_is_held_against_the_part_before(made, verify, there):
    """A stranger's archive may have any name; the part that it is to follow on is then given."""
    (there / "plain.zip").write_bytes(made.plain(there / "parts/C-0001.p1.seedcase"))
    (there / "before.zip").write_bytes(made.plain(there / "parts/C-0001.p0.seedcase"))
    assert report(verify("plain.zip", "--json"), 0)["chain"] == "not-checked"
    found = report(verify("plain.zip", "--json", "--after", "before.zip"), 0)
    assert found["chain"] == "checked"
    forged = made.forged((there / "before.zip").read_bytes(), changed_case(lambda said: said["pinned"].update(T01=2)))
    (there / "before.zip").write_bytes(forged)
    found = report(verify("plain.zip", "--json", "--after", "before.zip"), 1)
    assert [one["code"] for one in found["findings"]] == ["broken-chain"]


def test_a_revoked_key_by_the_day_of_receipt(made, verify, there):
    access = Access(there / "s.seedstudy", there / "s.seedkeys", lambda: PASSWORD)
    rotate_key(access, made.trust.received, CHEAP)
    revoke_key(access, made.study.root_id, made.trust.received.replace(month=6), Reason.COMPROMISED)
    file = "parts/C-0001.p0.seedcase"
    assert verify(file, "--key", "id.txt", "--received", "2026-05-31")[0] == 0
    code, _out, err = verify(file, "--key", "id.txt", "--received", "2026-06-01")
    assert code == 1
    assert err.endswith("[revoked-key]\n")
    assert verify(file, "--key", "id.txt", "--received", "2999-01-01")[0] == 1
    assert verify(file, "--key", "id.txt", "--received", "31.05.2026")[0] == 2


def test_a_part_named_as_the_one_before_must_be_it(verify, there):
    code, _out, err = verify("parts/C-0001.p1.seedcase", "--key", "id.txt", "--after", "parts/C-0001.p2.seedcase")
    assert code == 1
    assert "C-0001.p2.seedcase is not the part before it, which is part 0. [broken-chain]" in err


def test_of_another_study(made, verify, there, tmp_path_factory):
    other = make_station(tmp_path_factory.mktemp("other"), made.pool)
    shutil.copy(other.study_file, there / "s.seedstudy")
    code, _out, err = verify("parts/C-0001.p0.seedcase", "--key", "id.txt")
    assert (code, "[unknown-key]" in err) == (1, True)
    (there / "s.seedstudy").write_bytes(b"{}")
    assert verify("parts/C-0001.p0.seedcase", "--key", "id.txt")[0] == 1


@pytest.mark.parametrize(
    ("changed", "more", "expected"),
    [
        ({"timepoint": None}, [], "either --timepoint"),
        ({}, ["--close"], "either --timepoint"),
        ({"timepoint": None}, ["--close"], "A closing part has no targets"),
        ({"number": None}, [], "--number"),
        ({"protocol": None}, [], "--protocol"),
        ({"timepoint": "source"}, [], "TP0=DIR"),
        ({"timepoint": "TP0="}, [], "TP0=DIR"),
        ({"timepoint": "baseline=source"}, [], "TP0 to TP99"),
        ({}, ["--timepoint", "TP0=source"], "one timepoint at a time"),
        ({"number": "C-42"}, [], "C- and four digits"),
        ({"timepoint": "=source"}, [], "TP0=DIR"),
        ({"to": None}, [], "--to"),
        ({"out": None}, [], "--out"),
        ({"study": None}, [], "--study"),
        ({"coordinator": None}, [], "--coordinator"),
        ({}, ["--password", "x"], "No such option"),
        ({}, ["--supersedes", "-1"], "--supersedes"),
        ({}, ["--supersedes", "one"], "--supersedes"),
        ({"study": "nothing.seedstudy"}, [], "nothing.seedstudy cannot be read"),
        ({"coordinator": "nothing.seedkeys"}, [], "nothing.seedkeys cannot be read"),
        ({"targets": "nothing.json"}, [], "nothing.json cannot be read"),
        ({"series": "nothing.json"}, [], "nothing.json cannot be read"),
        ({"timepoint": "TP0=nothing"}, [], "nothing does not exist"),
        ({"after": "nothing.seedcase", "timepoint": "TP1=source", "targets": None}, [], "nothing.seedcase cannot be"),
        ({"to": "nobody.txt"}, [], "nobody.txt"),
    ],
)
def test_wrong_usage_and_surroundings(seal, there, monkeypatch, changed, more, expected):
    monkeypatch.setattr(WorkerPool, "start", lambda _pool: None)  # nothing here needs a worker
    code, out, err = seal(*more, **changed)
    assert (code, out) == (2, "")
    assert expected in " ".join(err.split())
    assert not (there / "new").exists()


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"timepoint": "TP1=source"}, "bad-order"),
        ({"targets": None}, "bad-order"),
        ({"protocol": "seed-cryo/9"}, "unknown-protocol"),
        ({"protocol": "p/9=p.toml"}, "bad-order"),
        ({"to": "age1nobody"}, "bad-recipient"),
        ({"targets": "series.json"}, "unknown-field"),
        ({"series": "targets.json"}, "unknown-field"),
        ({"after": "s.seedstudy", "timepoint": "TP1=source", "targets": None}, "not-a-part"),
        ({"after": "parts/C-0001.p0.seedcase", "timepoint": "TP1=source", "targets": None}, "bad-order"),
        ({"coordinator": "r.seedkeys"}, "no-coordinator"),
    ],
)
def test_what_is_refused(seal, there, monkeypatch, changed, expected):
    monkeypatch.setattr(WorkerPool, "start", lambda _pool: None)
    Path("p.toml").write_text("a = 1\n")
    found = report(seal("--json", **changed), 1)
    assert expected in [one["code"] for one in found["findings"]], found["findings"]
    assert all(one["text"] for one in found["findings"])
    code, out, err = seal(**changed)
    assert (code, out) == (1, "")
    assert f"[{expected}]" in err
    assert not (there / "new").exists()


def test_a_refused_image_is_named_and_nothing_is_written(seal, there):
    path = sorted((there / "source/ct").iterdir())[2]
    data = pydicom.dcmread(path)
    data.BurnedInAnnotation = "YES"
    data.save_as(path)
    code, out, err = seal()
    assert (code, out) == (1, "")
    assert err.startswith(f"ct/{path.name}: ")
    assert err.endswith("[burned-in]\n")
    assert list((there / "new").iterdir()) == []


def test_verify_and_leaks_used_wrongly(case, verify, there):
    assert case("verify", "parts/C-0001.p0.seedcase")[0] == 2
    assert verify("parts/C-0001.p0.seedcase", "--arm", "x")[0] == 2
    assert verify()[0] == 2
    assert case("leaks", "nothing")[0] == 2
    assert (case("open")[0], case()[0]) == (2, 2)


def test_a_new_study_file_does_not_make_a_part_unsound(made, verify, there):
    """Protocols and keys are added while parts are under way."""
    access = Access(there / "s.seedstudy", there / "s.seedkeys", lambda: PASSWORD)
    rotate_key(access, made.trust.received, CHEAP)
    assert verify("parts/C-0001.p0.seedcase", "--key", "id.txt")[0] == 0
