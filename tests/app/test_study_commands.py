"""The ``study`` commands as a coordinator and a program use them."""

import getpass
import hashlib
import json
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyrage
import pytest
import typer
from support.command_line import run_line

from seedcryo_reader.app import passwords
from seedcryo_reader.app.paths import resources
from seedcryo_reader.app.study import study_app
from seedcryo_reader.casefile import study as casefile_study
from seedcryo_reader.casefile.study.key_file import open_keys
from seedcryo_reader.casefile.study.model import Reason
from seedcryo_reader.casefile.study.study_file import read_study
from seedcryo_reader.domain.errors import EnvironmentFailure

WORDS, WRONG, SHORT = "correct horse battery", "hardly the right one", "much short"
KEYS = {"id", "revision", "previous", "sha256", "root", "keys", "recovery", "protocols"}


@pytest.fixture
def study(capfd, tmp_path, monkeypatch):
    """Run a command in the folder of the study; returns exit code, output and errors."""
    monkeypatch.chdir(tmp_path)

    def run_study(*arguments: str, password: str | None = None) -> tuple[int, str, str]:
        return run_line(["study", *arguments], password, capfd)

    return run_study


@pytest.fixture
def there(study, tmp_path):
    assert study("init", "--out", "s.seedstudy", password=WORDS)[0] == 0
    return tmp_path


def shown(study) -> dict:
    code, out, _err = study("show", "s.seedstudy", "--json")
    assert code == 0
    return json.loads(out)["study"]


def test_init_makes_three_files_and_says_what_to_do_with_each(study, tmp_path):
    code, out, err = study("init", "--out", "s.seedstudy", password=WORDS)
    assert (code, err) == (0, "")
    assert {path.name for path in tmp_path.iterdir()} == {"s.seedstudy", "s.seedkeys", "s.recovery.seedkeys"}
    assert read_study(tmp_path / "s.seedstudy").root.fingerprint in out
    assert (
        "s.recovery.seedkeys: will open a reader's vault whose password is lost, no sealed part. Move it to a safe"
        in out
    )
    assert "study add-protocol" in out
    recovery = open_keys(tmp_path / "s.recovery.seedkeys", WORDS)
    assert read_study(tmp_path / "s.seedstudy").recovery == (recovery.recipient,)
    assert open_keys(tmp_path / "s.seedkeys", WORDS).sealing_key(read_study(tmp_path / "s.seedstudy"))


def test_init_with_everything_given(study, tmp_path):
    (tmp_path / "seed-cryo").mkdir()
    (tmp_path / "seed-cryo" / "0.1.toml").write_text("a = 1\n")
    recipient = str(pyrage.x25519.Identity.generate().to_public())
    (tmp_path / "more.txt").write_text(f"# the board\n{pyrage.x25519.Identity.generate().to_public()}\n")
    code, out, _err = study(
        "init", "--out", "s.seedstudy", "--id", "TRIAL-2", "--keys", "centre.seedkeys", "--recovery", recipient,
        "--recovery", "more.txt", "--protocol", "seed-cryo/0.1.toml", "--protocol", "x/1=seed-cryo/0.1.toml",
        password=WORDS,
    )  # fmt: skip
    assert code == 0
    assert "recovery" not in out
    found = shown(study)
    digest = hashlib.sha256(b"a = 1\n").hexdigest()
    assert found["protocols"] == [{"id": "seed-cryo/0.1", "sha256": digest}, {"id": "x/1", "sha256": digest}]
    assert (found["id"], len(found["recovery"]), found["recovery"][0]) == ("TRIAL-2", 2, recipient)
    assert (tmp_path / "centre.seedkeys").exists()
    assert not (tmp_path / "s.seedkeys").exists()


def test_init_again_is_refused_and_names_every_file(study, there):
    before = {path.name: path.read_bytes() for path in there.iterdir()}
    code, out, err = study("init", "--out", "s.seedstudy", password=WORDS)
    assert (code, out) == (1, "")
    assert [line.split(":")[0] for line in err.splitlines()] == ["s.seedkeys", "s.recovery.seedkeys", "s.seedstudy"]
    assert {path.name: path.read_bytes() for path in there.iterdir()} == before


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["init", "--out", "s.study"], "must end in .seedstudy"),
        (["init", "--out", "s.seedstudy", "--keys", "s.txt"], "must end in .seedkeys"),
        (["make-key", "--out", "s.txt"], "must end in .seedkeys"),
        (["init"], "--out"),
        (["init", "--out", "s.seedstudy", "--password", "x"], "No such option"),
        (["init", "--out", "s.seedstudy", "--password-fd", "-1"], "--password-fd"),
        (["revoke-key", "s.seedstudy", "x", "--keys", "k", "--from", "01.02.2026"], "no day written YYYY-MM-DD"),
        (["revoke-key", "s.seedstudy", "x", "--keys", "k", "--reason", "stolen"], "stolen"),
        (["rotate-key", "s.seedstudy"], "--keys"),
        (["show", "nothing.seedstudy"], "nothing.seedstudy cannot be read: No such file"),
        (["init", "--out", "nowhere/s.seedstudy"], "nowhere/s.seedkeys cannot be written: No such file"),
        (["init", "--out", "s.seedstudy", "--recovery", "nothing.txt"], "nothing.txt cannot be read"),
    ],
)
def test_wrong_usage_and_surroundings_give_exit_code_2(study, tmp_path, arguments, expected):
    password = WORDS if "nowhere/s.seedstudy" in arguments else None
    code, out, err = study(*arguments, password=password)
    assert (code, out) == (2, "")
    assert expected in " ".join(err.split())
    assert list(tmp_path.iterdir()) == []


def test_show_for_a_person_and_for_a_program(study, there):
    code, out, err = study("show", "s.seedstudy")
    assert (code, err) == (0, "")
    found = shown(study)
    assert set(found) == KEYS
    assert found["root"]["fingerprint"] in out
    assert found["root"]["fingerprint"].replace(" ", "").startswith(found["root"]["id"])
    assert [set(one) for one in found["keys"]] == [{"id", "public", "added", "revoked", "state"}]
    for text in (found["keys"][0]["id"], *found["recovery"], "seals now; signs this file", "revision 1"):
        assert text in out


def test_a_refused_study_file_is_shown_with_all_findings(study, there):
    data = (there / "s.seedstudy").read_bytes()
    (there / "s.seedstudy").write_bytes(data.replace(b'"SEED-CRYO"', b'"SEED CRYO"'))
    code, out, err = study("show", "s.seedstudy")
    assert (code, out) == (1, "")
    assert len(err.splitlines()) == 2
    assert all(line.startswith("s.seedstudy: ") for line in err.splitlines())
    code, out, err = study("show", "s.seedstudy", "--json")
    report = json.loads(out)
    assert (code, err, report["study"], report["format"], report["file"]) == (1, "", None, 1, "s.seedstudy")
    assert [one["code"] for one in report["findings"]] == ["bad-field", "bad-signature"]
    assert all(set(one) == {"code", "text", "files"} for one in report["findings"])


def test_a_key_is_rotated_and_the_old_one_revoked(study, there):
    code, out, _err = study("rotate-key", "s.seedstudy", "--keys", "s.seedkeys", password=WORDS)
    first, second = (key["id"] for key in shown(study)["keys"])
    assert code == 0
    assert f"Key {second} seals from now on. s.seedstudy is revision 2." in out
    assert [key["state"] for key in shown(study)["keys"]] == ["valid", "seals"]
    soon = (datetime.now(UTC).date() + timedelta(9)).isoformat()
    code, out, _err = study(
        "revoke-key", "s.seedstudy", first, "--keys", "s.seedkeys", "--from", soon, "--reason", "lost", password=WORDS
    )
    assert code == 0
    assert "still signs the study file" in out
    assert [key["state"] for key in shown(study)["keys"]] == ["ending", "seals"]
    assert f"ending (lost): not taken on parts that arrive on {soon} or later" in study("show", "s.seedstudy")[1]
    code, out, _err = study(
        "revoke-key", "s.seedstudy", first, "--keys", "s.seedkeys", "--reason", "compromised", password=WORDS
    )
    assert code == 0
    assert "Make a new study" in out
    found = shown(study)
    assert [key["state"] for key in found["keys"]] == ["revoked", "seals"]
    assert found["keys"][0]["revoked"]["reason"] == "compromised"
    assert abs(datetime.now(UTC).date() - datetime.fromisoformat(found["keys"][0]["revoked"]["date"]).date()).days <= 1
    code, _out, err = study("revoke-key", "s.seedstudy", second, "--keys", "s.seedkeys", password=WORDS)
    assert code == 1
    assert "study rotate-key first" in err


def test_a_protocol_is_added_later(study, there):
    (there / "0.2.toml").write_text("a = 2\n")
    code, out, _err = study(
        "add-protocol", "s.seedstudy", "seed-cryo/0.2=0.2.toml", "--keys", "s.seedkeys", password=WORDS
    )
    assert code == 0
    assert "seed-cryo/0.2" in out
    assert [one["id"] for one in shown(study)["protocols"]] == ["seed-cryo/0.2"]
    (there / "0.2.toml").write_text("a = 3\n")
    code, _out, err = study(
        "add-protocol", "s.seedstudy", "seed-cryo/0.2=0.2.toml", "--keys", "s.seedkeys", password=WORDS
    )
    assert code == 1
    assert "A changed protocol needs a new id" in err


def test_an_accounts_key_prints_nothing_but_its_recipient(study, there):
    code, out, err = study("make-key", "--out", "r.seedkeys", "--study", "s.seedstudy", password=WORDS)
    keys = open_keys(there / "r.seedkeys", WORDS)
    assert (code, out) == (0, f"{keys.recipient}\n")
    assert keys.study_id == "SEED-CRYO"
    assert "stays with its owner" in err


def test_a_wrong_and_a_short_password(study, there):
    before = {path.name: path.read_bytes() for path in there.iterdir()}
    code, out, err = study("rotate-key", "s.seedstudy", "--keys", "s.seedkeys", password=WRONG)
    assert (code, out) == (2, "")
    assert err.startswith("s.seedkeys: The password is not the one")
    code, out, err = study("make-key", "--out", "r.seedkeys", password=SHORT)
    assert (code, out) == (1, "")
    assert "12 to 1000 characters" in err
    assert "hardly" not in err
    assert {path.name: path.read_bytes() for path in there.iterdir()} == before


def test_no_command_takes_a_password_as_argument_or_from_the_environment():
    commands = typer.main.get_command(study_app).commands
    assert set(commands) == {"init", "show", "rotate-key", "revoke-key", "add-protocol", "make-key"}
    for command in commands.values():
        for parameter in command.params:
            assert not parameter.envvar
            assert "password" not in parameter.name or parameter.opts == ["--password-fd"]


def test_the_reasons_are_those_of_the_file(study, there):
    root = shown(study)["root"]["id"]
    for reason in Reason:
        code, _out, err = study(
            "revoke-key", "s.seedstudy", root, "--keys", "s.seedkeys", "--reason", reason.value, password=WORDS
        )
        assert (code, "last-key" in err) == (1, True)


def test_without_terminal_and_descriptor_it_is_said_plainly(there):
    program = [sys.executable, "-m", "seedcryo_reader", "study", "make-key", "--out", str(there / "r.seedkeys")]
    done = subprocess.run(program, stdin=subprocess.DEVNULL, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert "no terminal to ask at" in done.stderr
    assert not (there / "r.seedkeys").exists()


def test_a_password_on_standard_input(there):
    program = [sys.executable, "-m", "seedcryo_reader", "study", "make-key", "--out", str(there / "r.seedkeys")]
    line = f"{WORDS}\r\nwhat follows is left alone\n"
    done = subprocess.run(
        [*program, "--password-fd", "0"], input=line.encode(), capture_output=True, check=False, cwd=there
    )
    assert done.returncode == 0
    assert done.stdout.decode().strip() == open_keys(there / "r.seedkeys", WORDS).recipient


@pytest.fixture
def terminal(monkeypatch):
    """A terminal at which these lines are typed; returns the prompts that were shown."""
    prompts = []

    def typing(*lines: str) -> list[str]:
        typed = iter(lines)

        def answer(prompt: str) -> str:
            prompts.append(prompt)
            try:
                return next(typed)
            except StopIteration:
                raise EOFError from None

        monkeypatch.setattr(getpass, "getpass", answer)
        monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
        return prompts

    return typing


def test_a_new_password_is_typed_twice_and_an_old_one_once(study, there, terminal):
    prompts = terminal(WORDS, WORDS)
    assert study("make-key", "--out", "r.seedkeys")[0] == 0
    assert prompts == ["New password for r.seedkeys: ", "The same again: "]
    prompts = terminal(WORDS)
    assert study("rotate-key", "s.seedstudy", "--keys", "s.seedkeys")[0] == 0
    assert prompts[2:] == ["Password of s.seedkeys: "]


def test_two_passwords_that_differ(study, there, terminal):
    terminal(WORDS, WORDS + "!")
    code, _out, err = study("make-key", "--out", "r.seedkeys")
    assert (code, "were not the same" in err) == (1, True)
    assert not (there / "r.seedkeys").exists()


def test_a_terminal_that_is_closed(study, there, terminal):
    terminal()
    assert study("make-key", "--out", "r.seedkeys")[0] == 2


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "no password"),
        (b"\n", "no password"),
        (b"\r\n", "no password"),
        (b"x" * 4097 + b"\n", "too long"),
        (b"x" * 10_000, "too long"),
        (b"caf\xe9 caf\xe9 caf\xe9\n", "not in UTF-8"),
    ],
)
def test_a_descriptor_without_a_usable_line(data, expected, tmp_path):
    (tmp_path / "line").write_bytes(data)
    with (tmp_path / "line").open("rb") as stream, pytest.raises(EnvironmentFailure, match=expected) as failure:
        passwords.existing_password(stream.fileno(), tmp_path)
    assert "caf" not in str(failure.value)
    assert failure.value.__cause__ is None


def test_a_descriptor_that_is_not_open_for_reading(tmp_path):
    with (tmp_path / "line").open("wb") as stream, pytest.raises(EnvironmentFailure, match="cannot be read"):
        passwords.existing_password(stream.fileno(), tmp_path)
    with pytest.raises(EnvironmentFailure, match="cannot be read"):
        passwords.existing_password(2**40, tmp_path)


def test_a_line_is_taken_as_it_stands(tmp_path):
    (tmp_path / "line").write_bytes(" spaces stay, Köln \r\nnext\n".encode())
    with (tmp_path / "line").open("rb", buffering=0) as stream:
        assert passwords.new_password(stream.fileno(), tmp_path) == " spaces stay, Köln "
        assert stream.read() == b"next\n"


def test_the_manual_explains_every_finding():
    sources = [*Path(casefile_study.__path__[0]).glob("*.py"), Path(passwords.__file__)]
    words = {word for source in sources for word in re.findall(r'"([a-z]+(?:-[a-z]+)+)"', source.read_text("utf-8"))}
    formats = {f"seedcryo-{kind}" for kind in ("account", "centre", "keys", "leave", "study")}
    codes = words - formats
    manual = (resources() / "manual" / "study.md").read_text("utf-8")
    assert len(codes) > 30
    assert [code for code in sorted(codes) if f"`{code}`" not in manual] == []
