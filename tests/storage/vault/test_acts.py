"""What is done to the keys of a vault: whole or not at all, and afterwards the vault opens with all its events."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from storage.vault.ways import CHEAP, NEW_WORDS, WORDS, body, grow, made, refused, seqs

from seedcryo_reader.casefile.study import age_keys, signing
from seedcryo_reader.domain.errors import EnvironmentFailure
from seedcryo_reader.storage.vault import acts
from seedcryo_reader.storage.vault.key_file import unsealed
from seedcryo_reader.storage.vault.vault import Vault

CHILD = Path(__file__).with_name("child.py")
TESTS = Path(__file__).parents[2]


def data_keys(place, password=WORDS):
    return unsealed(place.key_file(), password, "", seed=False).data


def test_a_signature_holds_for_its_data_and_purpose_under_the_public_key(vault_place):
    made(vault_place)
    key, signature = acts.sign(vault_place, WORDS, b"a read", b"purpose")
    file = vault_place.key_file()
    assert (key, len(signature)) == (file.key_id, 64)
    assert signing.verify(file.public, b"a read", b"purpose", signature)
    assert not signing.verify(file.public, b"a reed", b"purpose", signature)
    assert not signing.verify(file.public, b"a read", b"another", signature)


def test_a_changed_password_opens_the_same_vault(vault_place):
    made(vault_place, 2)
    before = vault_place.key_file()
    acts.change_password(vault_place, WORDS, NEW_WORDS, cost=CHEAP)
    after = vault_place.key_file()
    assert seqs(vault_place, NEW_WORDS) == [1, 2]
    assert refused(lambda: seqs(vault_place)) == ["wrong-password"]
    assert (after.public, after.recipient, after.retired) == (before.public, before.recipient, before.retired)
    assert after.salt != before.salt
    assert acts.sign(vault_place, NEW_WORDS, b"a read", b"purpose")[0] == before.key_id


def test_a_password_is_not_changed_by_who_does_not_know_it_or_to_a_short_one(vault_place):
    made(vault_place)
    before = vault_place.keys.read_bytes()
    assert refused(lambda: acts.change_password(vault_place, NEW_WORDS, WORDS, cost=CHEAP)) == ["wrong-password"]
    assert refused(lambda: acts.change_password(vault_place, WORDS, "short", cost=CHEAP)) == ["bad-password"]
    assert vault_place.keys.read_bytes() == before


def test_a_new_data_key_replaces_the_old_one(vault_place):
    made(vault_place, 30)
    [before] = data_keys(vault_place)
    acts.rotate_data_key(vault_place, WORDS)
    [after] = data_keys(vault_place)
    assert after != before
    assert seqs(vault_place) == list(range(1, 31))
    assert sorted(one.name for one in vault_place.folder.iterdir()) == [
        "reader-a.head",
        "reader-a.keys",
        "reader-a.sqlite",
    ]


def test_the_new_data_key_can_be_recovered_too(vault_place, recovery):
    made(vault_place, 2)
    acts.rotate_data_key(vault_place, WORDS)
    with Vault.open_for_recovery(vault_place, recovery) as vault:
        assert [one.seq for one in vault.chain.entries()] == [1, 2]


@pytest.fixture
def rotating(vault_place, study_file):
    """Start a program that changes the data key once it is told to."""

    @contextmanager
    def start(*step: str) -> Iterator[subprocess.Popen[bytes]]:
        command = [sys.executable, "-P", CHILD, vault_place.folder, study_file, *step]
        environment = {**os.environ, "PYTHONPATH": str(TESTS)}
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment) as child:
            assert child.stdin is not None
            assert child.stdout is not None
            assert child.stdout.readline() == b"ready\n"
            child.stdin.write(b"go\n")
            child.stdin.flush()
            yield child
            child.send_signal(signal.SIGKILL)

    return start


def test_a_rotation_killed_at_any_step_is_settled_when_the_vault_is_opened(vault_place, rotating):
    made(vault_place, 5)
    step, said = 0, b""
    while said != b"done\n":  # the last one comes through
        [before] = data_keys(vault_place)
        with rotating(str(step)) as child:
            said = child.stdout.readline()
        assert seqs(vault_place) == [1, 2, 3, 4, 5]
        assert len(data_keys(vault_place)) == 1
        step += 1
    assert step > 6
    assert data_keys(vault_place) != (before,)


def test_a_vault_opens_whenever_a_rotation_was_killed(vault_place, rotating, rounds):
    made(vault_place, 200)
    with rotating() as child:
        started = time.monotonic()
        assert child.stdout.readline() == b"done\n"
        took = time.monotonic() - started
    for seed in range(rounds):
        with rotating():
            time.sleep(random.Random(seed).uniform(0, 1.2 * took))  # noqa: S311
        assert seqs(vault_place) == list(range(1, 201))
        assert len(data_keys(vault_place)) == 1


def test_a_new_signing_key_signs_and_the_old_one_stays_listed(vault_place):
    made(vault_place, 1)
    before = vault_place.key_file()
    _, signature = acts.sign(vault_place, WORDS, b"a read", b"purpose")
    public = acts.rotate_signing_key(vault_place, WORDS)
    after = vault_place.key_file()
    assert (after.public, after.retired) == (public, (before.public,))
    assert acts.sign(vault_place, WORDS, b"a read", b"purpose")[0] == signing.key_id(public) != before.key_id
    assert signing.verify(after.retired[0], b"a read", b"purpose", signature)
    assert seqs(vault_place) == [1]


def test_a_recovered_vault_has_all_its_events_and_another_signing_key(vault_place, recovery):
    made(vault_place, 3)
    before = vault_place.key_file()
    public = acts.recover(vault_place, recovery, NEW_WORDS, cost=CHEAP)
    after = vault_place.key_file()
    assert seqs(vault_place, NEW_WORDS) == [1, 2, 3]
    assert refused(lambda: seqs(vault_place)) == ["wrong-password"]
    assert (after.public, after.retired) == (public, (before.public,))
    assert public != before.public
    assert acts.sign(vault_place, NEW_WORDS, b"a read", b"purpose")[0] == signing.key_id(public)


def test_recovery_takes_the_studys_own_key_and_a_real_password(vault_place, recovery):
    made(vault_place)
    before = vault_place.keys.read_bytes()
    stranger = [age_keys.new_identity()]
    assert refused(lambda: acts.recover(vault_place, stranger, NEW_WORDS, cost=CHEAP)) == ["not-recoverable"]
    assert refused(lambda: acts.recover(vault_place, recovery, "short", cost=CHEAP)) == ["bad-password"]
    assert refused(lambda: Vault.open_for_recovery(vault_place, stranger)) == ["not-recoverable"]
    assert vault_place.keys.read_bytes() == before


def test_a_vault_opened_for_recovery_shows_its_log_and_takes_nothing(vault_place, recovery):
    made(vault_place, 2)
    before = {path.name: path.read_bytes() for path in vault_place.folder.iterdir()}
    with Vault.open_for_recovery(vault_place, recovery) as vault:
        assert [one.seq for one in vault.chain.entries()] == [1, 2]
        assert refused(lambda: vault.chain.append("s", body)) == ["read-only"]
    assert {path.name: path.read_bytes() for path in vault_place.folder.iterdir()} == before


ACTS = {
    "password": lambda place, _: acts.change_password(place, WORDS, NEW_WORDS, cost=CHEAP),
    "data key": lambda place, _: acts.rotate_data_key(place, WORDS),
    "signing key": lambda place, _: acts.rotate_signing_key(place, WORDS),
    "recovery": lambda place, keys: acts.recover(place, keys, NEW_WORDS, cost=CHEAP),
}


@pytest.mark.parametrize("name", ACTS)
def test_an_act_whose_key_file_finds_no_room_changes_nothing(vault_place, recovery, monkeypatch, name):
    made(vault_place, 2)
    before = vault_place.keys.read_bytes()

    def full(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(EnvironmentFailure, match="No space left"):
        ACTS[name](vault_place, recovery)
    monkeypatch.undo()
    assert vault_place.keys.read_bytes() == before
    assert seqs(vault_place) == [1, 2]
    assert not list(vault_place.folder.glob(".*"))


def test_events_go_on_after_every_act(vault_place, recovery):
    made(vault_place, 1)
    acts.rotate_data_key(vault_place, WORDS)
    acts.rotate_signing_key(vault_place, WORDS)
    acts.change_password(vault_place, WORDS, NEW_WORDS, cost=CHEAP)
    acts.recover(vault_place, recovery, WORDS, cost=CHEAP)
    with Vault.open(vault_place, WORDS) as vault:
        grow(vault, 2)
    assert seqs(vault_place) == [1, 2, 3]
    assert len(vault_place.key_file().retired) == 2
