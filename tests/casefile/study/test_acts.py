"""Making a study, changing its keys: whole or not at all."""

import dataclasses
import os
import stat
from datetime import date, timedelta
from hashlib import sha256

import pytest

from seedcryo_reader.casefile.study import acts, writing
from seedcryo_reader.casefile.study.acts import add_protocols, make_account_key, make_study, revoke_key, rotate_key
from seedcryo_reader.casefile.study.key_file import open_keys
from seedcryo_reader.casefile.study.keys import Role
from seedcryo_reader.casefile.study.model import Protocol, Reason
from seedcryo_reader.casefile.study.protocols import protocols_of
from seedcryo_reader.casefile.study.revisions import follows
from seedcryo_reader.casefile.study.study_file import digest, read_study
from seedcryo_reader.domain.errors import EnvironmentFailure, Refused

LATER = date(2026, 6, 1)


class Killed(BaseException):
    """The process ended here."""


def codes(refused) -> list[str]:
    return [finding.code for finding in refused.value.findings]


def contents(folder) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def never() -> str:
    pytest.fail("a password was asked for")


def no_links(*_) -> None:
    raise OSError(95, "Operation not supported")


def fail_at(monkeypatch, path, failure):
    """Make the write of one file fail, and no other."""
    write = writing._write

    def failing(target, data, mode, *, new):
        if target == path:
            raise failure
        write(target, data, mode, new=new)

    monkeypatch.setattr(writing, "_write", failing)


def make_again(made, access, **changes):
    wanted = {"recovery": (), "protocols": (), "recovery_file": made.recovery, "today": made.today, "cost": made.cheap}
    return make_study(access, "SEED-CRYO", **{**wanted, **changes})


def test_secrets_are_their_owners_only(made):
    old = os.umask(0)
    os.umask(old)
    assert stat.S_IMODE(made.access.keys.stat().st_mode) == 0o600
    assert stat.S_IMODE(made.recovery.stat().st_mode) == 0o600
    assert stat.S_IMODE(made.access.study.stat().st_mode) == 0o666 & ~old
    rotate_key(made.access, LATER, made.cheap)
    assert stat.S_IMODE(made.access.keys.stat().st_mode) == 0o600


def test_nothing_is_ever_overwritten_and_all_that_is_there_is_named(made, tmp_path):
    before = contents(tmp_path)
    with pytest.raises(Refused) as refused:
        make_again(made, dataclasses.replace(made.access, password=never))
    assert codes(refused) == ["already-there"] * 3
    named = {finding.files[0] for finding in refused.value.findings}
    assert named == {str(made.access.study), str(made.access.keys), str(made.recovery)}
    assert contents(tmp_path) == before


def test_a_link_to_nowhere_is_not_written_through(made, tmp_path):
    (tmp_path / "link.seedkeys").symlink_to(tmp_path / "nowhere")
    with pytest.raises(Refused):
        make_account_key(tmp_path / "link.seedkeys", None, never, made.cheap)


def test_behind_a_link_the_file_changes_and_the_link_stays(made, tmp_path):
    link = tmp_path / "link.seedstudy"
    link.symlink_to(made.access.study)
    study = rotate_key(dataclasses.replace(made.access, study=link), LATER, made.cheap)
    assert link.is_symlink()
    assert read_study(made.access.study) == study


@pytest.mark.parametrize("password", ["", "eleven char", "x" * 1001])
def test_a_password_that_is_none(tmp_path, made, password):
    before = contents(tmp_path)
    access = dataclasses.replace(
        made.access, study=tmp_path / "t.seedstudy", keys=tmp_path / "t.seedkeys", password=lambda: password
    )
    with pytest.raises(Refused) as refused:
        make_study(access, "T", recovery=made.study.recovery, protocols=(), recovery_file=None, today=made.today)
    assert codes(refused) == ["bad-password"]
    with pytest.raises(Refused) as refused:
        make_account_key(tmp_path / "u.seedkeys", None, lambda: password, made.cheap)
    assert codes(refused) == ["bad-password"]
    assert contents(tmp_path) == before


def test_what_would_not_be_read_again_is_not_written(made, tmp_path):
    access = dataclasses.replace(
        made.access, study=tmp_path / "t.seedstudy", keys=tmp_path / "t.seedkeys", password=never
    )
    before = contents(tmp_path)
    twice = (Protocol("a/1", "00" * 32), Protocol("a/1", "11" * 32))
    with pytest.raises(Refused) as refused:
        make_study(access, "a b", recovery=("age1x",), protocols=twice, recovery_file=None, today=made.today)
    assert codes(refused) == ["bad-field", "duplicate", "bad-field"]
    with pytest.raises(Refused) as refused:
        make_study(access, "T", recovery=(), protocols=(), recovery_file=access.keys, today=made.today)
    assert codes(refused) == ["same-name"]
    assert contents(tmp_path) == before


@pytest.mark.parametrize("which", ["keys", "recovery", "study"])
def test_a_study_is_made_whole_or_not_at_all(made, tmp_path, monkeypatch, which):
    folder = tmp_path / "new"
    folder.mkdir()
    access = dataclasses.replace(made.access, study=folder / "t.seedstudy", keys=folder / "t.seedkeys")
    recovery = folder / "t.recovery.seedkeys"
    failing = {"keys": access.keys, "recovery": recovery, "study": access.study}[which]
    fail_at(monkeypatch, failing, EnvironmentFailure("The disk is full."))
    with pytest.raises(EnvironmentFailure):
        make_again(made, access, recovery_file=recovery)
    assert contents(folder) == {}


def test_two_rotations(made):
    first = made.study
    uid_secret, recipient = made.keys.uid_secret, made.keys.recipient
    second = rotate_key(made.access, LATER, made.cheap)
    assert second == made.study
    third = rotate_key(made.access, LATER + timedelta(1), made.cheap)
    assert third == made.study
    assert follows(first, second) == follows(second, third) == follows(first, third) == ()
    assert (third.revision, third.previous) == (3, digest(second))
    assert [key.added for key in third.keys] == [made.today, LATER, LATER + timedelta(1)]
    assert third.root_id == first.root_id
    keys = made.keys
    assert keys.key_ids == tuple(key.key_id for key in third.keys)
    assert keys.sealing_key(third) == third.keys[2].key_id
    assert (keys.uid_secret, keys.recipient) == (uid_secret, recipient)


def test_rotations_and_revocation_by_date(made):
    rotate_key(made.access, LATER, made.cheap)
    study = rotate_key(made.access, LATER, made.cheap)
    one, two, three = (key.key_id for key in study.keys)
    study = revoke_key(made.access, three, LATER, Reason.COMPROMISED)
    assert [study.trusts(three, LATER + timedelta(days)) for days in (-1, 0, 1)] == [True, False, False]
    assert made.keys.sealing_key(study) == two
    study = revoke_key(made.access, one, LATER + timedelta(30), Reason.RETIRED)
    assert study.trusts(one, LATER + timedelta(29))
    assert not study.trusts(one, LATER + timedelta(30))
    assert study == made.study
    assert study.root_id == one
    study = rotate_key(made.access, LATER, made.cheap)
    assert made.keys.sealing_key(study) not in {one, two, three}


def test_the_last_key_is_not_revoked(made):
    before = made.access.study.read_bytes()
    with pytest.raises(Refused) as refused:
        revoke_key(dataclasses.replace(made.access, password=never), made.study.root_id, LATER, Reason.LOST)
    assert codes(refused) == ["last-key"]
    assert made.access.study.read_bytes() == before
    rotate_key(made.access, LATER, made.cheap)
    assert revoke_key(made.access, made.study.root_id, LATER, Reason.LOST).sealing_key is not None


def test_a_revocation_moves_to_an_earlier_day_only(made):
    rotate_key(made.access, LATER, made.cheap)
    root = made.study.root_id
    once = revoke_key(made.access, root, LATER, Reason.RETIRED)
    asked_again = revoke_key(dataclasses.replace(made.access, password=never), root, LATER, Reason.RETIRED)
    assert asked_again == once == made.study
    with pytest.raises(Refused) as refused:
        revoke_key(dataclasses.replace(made.access, password=never), root, LATER + timedelta(1), Reason.RETIRED)
    assert codes(refused) == ["revocation-moved"]
    assert made.study == once
    earlier = revoke_key(made.access, root, LATER - timedelta(9), Reason.COMPROMISED)
    assert earlier.root.revoked.day == LATER - timedelta(9)


def test_an_unknown_key_is_not_revoked(made):
    with pytest.raises(Refused) as refused:
        revoke_key(dataclasses.replace(made.access, password=never), "0" * 16, LATER, Reason.LOST)
    assert codes(refused) == ["unknown-key"]


@pytest.mark.parametrize("failure", [Killed(), EnvironmentFailure("The disk is full.")])
def test_cut_off_between_the_two_writes_of_a_rotation(made, monkeypatch, failure):
    before = made.study
    with monkeypatch.context() as patch:
        fail_at(patch, made.access.study, failure)
        with pytest.raises(type(failure)):
            rotate_key(made.access, LATER, made.cheap)
    assert made.study == before
    waiting = made.keys
    assert len(waiting.key_ids) == 2
    assert waiting.sealing_key(before) == before.root_id
    key_file = made.access.keys.read_bytes()
    study = rotate_key(made.access, LATER, made.cheap)
    assert [key.key_id for key in study.keys] == list(waiting.key_ids)
    assert made.access.keys.read_bytes() == key_file
    assert made.keys.sealing_key(study) == waiting.key_ids[1]


def test_cut_off_before_the_first_write_of_a_rotation(made, tmp_path, monkeypatch):
    before = contents(tmp_path)
    fail_at(monkeypatch, made.access.keys, Killed())
    with pytest.raises(Killed):
        rotate_key(made.access, LATER, made.cheap)
    assert contents(tmp_path) == before


def test_cut_off_while_revoking(made, tmp_path, monkeypatch):
    rotate_key(made.access, LATER, made.cheap)
    before = contents(tmp_path)
    with monkeypatch.context() as patch:
        fail_at(patch, made.access.study, Killed())
        with pytest.raises(Killed):
            revoke_key(made.access, made.study.root_id, LATER, Reason.LOST)
    assert contents(tmp_path) == before
    assert revoke_key(made.access, made.study.root_id, LATER, Reason.LOST) == made.study


@pytest.mark.parametrize("step", ["fsync", "naming"])
def test_a_write_that_fails_leaves_nothing_behind(made, tmp_path, monkeypatch, step):
    before = contents(tmp_path)

    def refuse(*_):
        raise OSError(28, "No space left on device")

    if step == "fsync":
        monkeypatch.setattr(writing.os, "fsync", refuse)
    else:
        for way in ("replace", "hardlink_to", "rename"):
            monkeypatch.setattr(type(tmp_path), way, refuse)
    with pytest.raises(EnvironmentFailure, match="No space left on device"):
        rotate_key(made.access, LATER, made.cheap)
    with pytest.raises(EnvironmentFailure, match="No space left on device"):
        make_account_key(tmp_path / "a.seedkeys", None, lambda: made.password, made.cheap)
    assert contents(tmp_path) == before


@pytest.mark.parametrize("links", [True, False])
def test_a_file_that_appears_meanwhile_is_not_overwritten(tmp_path, monkeypatch, links):
    target = tmp_path / "a.seedkeys"
    if not links:
        monkeypatch.setattr(type(tmp_path), "hardlink_to", no_links)
    sync = writing.os.fsync

    def somebody_else(handle):
        target.write_bytes(b"theirs")
        sync(handle)

    monkeypatch.setattr(writing.os, "fsync", somebody_else)
    with pytest.raises(Refused) as refused:
        writing.write_new(target, b"ours", writing.SECRET)
    assert [one.code for one in refused.value.findings] == ["already-there"]
    assert contents(tmp_path) == {"a.seedkeys": b"theirs"}


def test_a_file_system_without_links_gets_its_file(tmp_path, monkeypatch):
    monkeypatch.setattr(type(tmp_path), "hardlink_to", no_links)
    writing.write_new(tmp_path / "a", b"ours", writing.PUBLIC)
    assert contents(tmp_path) == {"a": b"ours"}


def test_a_study_file_changed_meanwhile_stays_as_it_is(made):
    def password():
        add_protocols(made.access, [Protocol("b/1", "22" * 32)])
        return made.password

    access = dataclasses.replace(made.access, password=password)
    with pytest.raises(Refused) as refused:
        add_protocols(access, [Protocol("c/1", "33" * 32)])
    assert codes(refused) == ["changed-meanwhile"]
    assert [one.protocol_id for one in made.study.protocols] == ["seed-cryo/0.1", "b/1"]


def test_keys_of_another_study(made, tmp_path):
    other = dataclasses.replace(made.access, study=tmp_path / "t.seedstudy", keys=tmp_path / "t.seedkeys")
    wanted = {"recovery": made.study.recovery, "protocols": (), "recovery_file": None, "today": made.today}
    make_study(other, "SEED-CRYO", **wanted, cost=made.cheap)
    third = dataclasses.replace(made.access, study=tmp_path / "u.seedstudy", keys=tmp_path / "u.seedkeys")
    make_study(third, "OTHER", **wanted, cost=made.cheap)
    before = contents(tmp_path)
    for keys in (other.keys, third.keys):
        with pytest.raises(Refused) as refused:
            rotate_key(dataclasses.replace(made.access, keys=keys), LATER, made.cheap)
        assert codes(refused) == ["other-study"]
    with pytest.raises(Refused) as refused:
        rotate_key(dataclasses.replace(made.access, keys=made.recovery), LATER, made.cheap)
    assert codes(refused) == ["no-coordinator"]
    assert contents(tmp_path) == before


def test_an_old_copy_of_the_key_file_cannot_seal_with_the_new_key(made):
    old = made.access.keys.read_bytes()
    study = rotate_key(made.access, LATER, made.cheap)
    made.access.keys.write_bytes(old)
    with pytest.raises(Refused) as refused:
        made.keys.sealing_key(study)
    assert codes(refused) == ["key-not-here"]


def test_a_study_with_all_keys_revoked_has_nothing_to_seal_with(made):
    root = made.study.root
    revoked = dataclasses.replace(root, revoked=acts.Revocation(LATER, Reason.LOST))
    with pytest.raises(Refused) as refused:
        made.keys.sealing_key(dataclasses.replace(made.study, keys=(revoked,)))
    assert codes(refused) == ["no-sealing-key"]


def test_protocols_are_added_once_and_never_changed(made):
    more = Protocol("seed-cryo/0.2", "cd" * 32)
    study = add_protocols(made.access, [more, more])
    assert study == made.study
    assert (study.revision, study.protocols[1:]) == (2, (more,))
    quiet = dataclasses.replace(made.access, password=never)
    assert add_protocols(quiet, [more]) == study
    changed = [dataclasses.replace(one, sha256="00" * 32) for one in study.protocols]
    with pytest.raises(Refused) as refused:
        add_protocols(quiet, changed)
    assert codes(refused) == ["changed-protocol"] * 2
    assert made.study == study


def test_an_accounts_key_file(made, tmp_path):
    out = tmp_path / "reader.seedkeys"
    recipient = make_account_key(out, "SEED-CRYO", lambda: made.password, made.cheap)
    keys = open_keys(out, made.password)
    assert (keys.recipient, keys.role, keys.study_id, keys.centre) == (recipient, Role.ACCOUNT, "SEED-CRYO", None)
    assert stat.S_IMODE(out.stat().st_mode) == 0o600


def test_protocols_by_file_name(tmp_path, monkeypatch):
    folder = tmp_path / "seed-cryo"
    folder.mkdir()
    (folder / "0.1.toml").write_text("a = 1\n")
    monkeypatch.chdir(folder)
    expected = sha256(b"a = 1\n").hexdigest()
    assert protocols_of(["0.1.toml", str(folder / "0.1.toml")]) == (Protocol("seed-cryo/0.1", expected),)
    assert protocols_of(["x/2=0.1.toml"]) == (Protocol("x/2", expected),)
    (folder / "a=b.toml").write_text("a = 1\n")
    assert protocols_of(["x=a=b.toml"]) == (Protocol("x", expected),)


def test_all_that_is_wrong_with_protocol_files(tmp_path):
    (tmp_path / "bad.toml").write_text("a =")
    (tmp_path / "latin.toml").write_bytes(b'a = "\xe4"')
    (tmp_path / "good.toml").write_text("a = 1")
    texts = [str(tmp_path / "bad.toml"), f"x={tmp_path / 'latin.toml'}", f"a b={tmp_path / 'good.toml'}"]
    with pytest.raises(Refused) as refused:
        protocols_of(texts)
    assert codes(refused) == ["bad-protocol", "bad-protocol", "bad-protocol-id"]
    with pytest.raises(EnvironmentFailure):
        protocols_of([str(tmp_path / "absent.toml")])


def test_no_password_is_asked_for_a_study_file_that_is_refused(made):
    made.access.study.write_bytes(made.access.study.read_bytes()[:-1])
    quiet = dataclasses.replace(made.access, password=never)
    for act in (
        lambda: rotate_key(quiet, LATER, made.cheap),
        lambda: revoke_key(quiet, "0" * 16, LATER, Reason.LOST),
        lambda: add_protocols(quiet, []),
    ):
        with pytest.raises(Refused):
            act()
    with pytest.raises(Refused):
        read_study(made.access.study)
