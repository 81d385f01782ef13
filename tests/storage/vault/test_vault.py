"""A vault: its password opens it, nothing else does, and when it is closed nothing of it can be used."""

import json
import os
import shutil

import pytest
from sqlcipher3 import dbapi2
from storage.vault.ways import CHEAP, NEW_WORDS, WORDS, body, flipped, grow, made, outcome, refused, seqs

from seedcryo_reader.casefile.study import age_keys, signing
from seedcryo_reader.casefile.study.kdf import USUAL_COST
from seedcryo_reader.database.opening import key_literal
from seedcryo_reader.domain.errors import EnvironmentFailure
from seedcryo_reader.storage.vault import acts
from seedcryo_reader.storage.vault.key_file import read_key_file, unsealed
from seedcryo_reader.storage.vault.vault import Vault


def test_a_vault_comes_back_with_its_events_and_its_keys(vault_place):
    with Vault.create(vault_place, WORDS, cost=CHEAP) as vault:
        grow(vault, 2)
        before = (str(vault.identity), vault.recipient, vault.public, vault.key_id)
    with Vault.open(vault_place, WORDS) as vault:
        assert [one.seq for one in vault.chain.entries()] == [1, 2]
        assert (str(vault.identity), vault.recipient, vault.public, vault.key_id) == before
        assert age_keys.recipient_of(vault.identity) == vault.recipient
        assert signing.key_id(vault.public) == vault.key_id


def test_a_vault_takes_the_identity_that_parts_were_encrypted_to(vault_place):
    own = age_keys.new_identity()
    with Vault.create(vault_place, WORDS, cost=CHEAP, identity=own) as vault:
        assert vault.recipient == age_keys.recipient_of(own)


def test_a_vault_is_made_once_and_under_a_password_that_is_one(vault_place):
    assert refused(lambda: Vault.create(vault_place, "short", cost=CHEAP)) == ["bad-password"]
    assert list(vault_place.folder.iterdir()) == []
    made(vault_place, 1)
    assert refused(lambda: Vault.create(vault_place, WORDS, cost=CHEAP)) == ["already-there"]
    assert seqs(vault_place) == [1]


def test_another_password_opens_nothing(vault_place):
    made(vault_place)
    for wrong in (NEW_WORDS, "", WORDS + " ", WORDS.upper()):
        assert refused(lambda wrong=wrong: Vault.open(vault_place, wrong)) == ["wrong-password"]
        assert refused(lambda wrong=wrong: acts.sign(vault_place, wrong, b"data", b"purpose")) == ["wrong-password"]


def test_a_closed_vault_is_of_no_use(vault_place):
    vault = Vault.create(vault_place, WORDS, cost=CHEAP)
    chain, database = vault.chain, vault.database
    vault.close()
    vault.close()
    uses = [
        lambda: vault.chain,
        lambda: vault.database,
        lambda: vault.identity,
        lambda: chain.last,
        lambda: list(chain.entries()),
        lambda: chain.append("s", body),
        lambda: database.pragma("integrity_check"),
    ]
    for use in uses:
        with pytest.raises(EnvironmentFailure):
            use()
    assert seqs(vault_place) == []


def test_one_program_at_a_time_opens_a_vault(vault_place):
    made(vault_place, 1)
    with Vault.open(vault_place, WORDS) as vault:
        with pytest.raises(EnvironmentFailure, match="open in another program"):
            Vault.open(vault_place, WORDS)
        grow(vault, 1)
    assert seqs(vault_place) == [1, 2]


def test_the_files_are_the_owners_only(vault_place):
    with Vault.create(vault_place, WORDS, cost=CHEAP) as vault:
        grow(vault, 1)
        modes = {one.name: one.stat().st_mode & 0o077 for one in vault_place.folder.iterdir()}
    assert set(modes) >= {"reader-a.sqlite", "reader-a.keys", "reader-a.head"}
    assert set(modes.values()) == {0}


def test_nothing_secret_lies_in_any_file(vault_place):
    with Vault.create(vault_place, WORDS, cost=CHEAP) as vault:
        grow(vault, 50)
        identity = str(vault.identity)
        inside = unsealed(vault_place.key_file(), WORDS, "", seed=True)
        while_open = b"".join(one.read_bytes() for one in sorted(vault_place.folder.iterdir()))
    after = b"".join(one.read_bytes() for one in sorted(vault_place.folder.iterdir()))
    assert inside.seed is not None
    for secret in (*inside.data, inside.seed):
        for form in (secret, secret.hex().encode(), secret.hex().upper().encode()):
            assert form not in while_open + after
    for words in (WORDS, identity, "patience", "previous", "SQLite format", "CREATE TABLE", "measurement"):
        assert words.encode() not in while_open + after


def test_nothing_secret_is_shown(vault_place):
    with Vault.create(vault_place, WORDS, cost=CHEAP) as vault:
        inside = unsealed(vault_place.key_file(), WORDS, "", seed=True)
        told = " ".join(map(repr, (vault, inside, vault_place.key_file(), vault.database, vault.chain, vault.place)))
    _, findings = outcome(lambda: Vault.open(vault_place, NEW_WORDS))
    assert findings is not None
    told += repr(findings)
    for secret in (*inside.data, inside.seed):
        assert secret.hex() not in told
        assert repr(secret)[2:-1] not in told
    assert WORDS not in told
    assert NEW_WORDS not in told


def test_the_database_opens_with_its_key_alone(vault_place):
    made(vault_place, 3)
    [key] = unsealed(vault_place.key_file(), WORDS, "", seed=False).data
    for tried, known in ((key, True), (bytes(32), False)):
        raw = dbapi2.connect(str(vault_place.database))
        raw.execute("PRAGMA cipher_log_level = NONE").fetchall()
        raw.execute(f"PRAGMA key = {key_literal(tried)}").fetchall()
        try:
            count = raw.execute("SELECT count(*) FROM event").fetchone()[0]
        except dbapi2.DatabaseError:
            count = None
        raw.close()
        assert count == (3 if known else None)


def test_a_guess_costs_what_the_file_says_and_as_a_rule_what_is_usual(vault_place):
    made(vault_place)
    assert json.loads(vault_place.keys.read_bytes())["kdf"]["memory_kib"] == CHEAP.memory_kib
    assert acts.change_password.__kwdefaults__["cost"] == USUAL_COST == Vault.create.__kwdefaults__["cost"]
    # RFC 9106 section 4 names 64 MiB with three passes and four lanes as its second choice.
    assert USUAL_COST.memory_kib >= 64 * 1024
    assert USUAL_COST.passes >= 3


def test_what_a_killed_making_left_is_in_nobodys_way(vault_place, monkeypatch):
    class Killed(BaseException):
        pass

    def killed(*_args):
        raise Killed

    for name in ("write_key_file", "_remove"):  # as a kill before the key file, with nobody to clean up
        monkeypatch.setattr(f"seedcryo_reader.storage.vault.vault.{name}", killed if name[0] == "w" else lambda _: None)
    with pytest.raises(Killed):
        Vault.create(vault_place, WORDS, cost=CHEAP)
    monkeypatch.undo()
    assert vault_place.database.exists()
    assert vault_place.head.exists()
    assert seqs(made(vault_place, 1)) == [1]


def test_a_vault_that_cannot_be_made_leaves_nothing(vault_place, monkeypatch):
    def full(*_args):
        msg = "The disk is full."
        raise EnvironmentFailure(msg)

    monkeypatch.setattr("seedcryo_reader.storage.vault.vault.write_key_file", full)
    with pytest.raises(EnvironmentFailure):
        Vault.create(vault_place, WORDS, cost=CHEAP)
    assert list(vault_place.folder.iterdir()) == []


def test_a_byte_of_any_file_is_named_or_harmless(vault_place, rounds):
    made(vault_place, 3)
    whole = {path: path.read_bytes() for path in (vault_place.database, vault_place.keys, vault_place.head)}
    for path in whole:
        for seed in range(rounds * 2):
            for other, data in whole.items():
                other.write_bytes(flipped(data, seed) if other == path else data)
            found, findings = outcome(lambda: seqs(vault_place))
            assert found == [1, 2, 3] or all(path.name in f"{one.text} {one.files}" for one in findings), (path, seed)
    for path, data in whole.items():
        path.write_bytes(data)
    assert seqs(vault_place) == [1, 2, 3]


def test_yesterdays_copy_of_a_file_is_named(vault_place, tmp_path):
    made(vault_place, 2)
    old = {path: path.read_bytes() for path in (vault_place.database, vault_place.head)}
    with Vault.open(vault_place, WORDS) as vault:
        grow(vault, 3)
    new = {path: path.read_bytes() for path in old}
    for path, code in ((vault_place.database, "shorter-than-head"), (vault_place.head, "head-behind")):
        path.write_bytes(old[path])
        assert refused(lambda: seqs(vault_place)) == [code]
        path.write_bytes(new[path])
    vault_place.database.write_bytes(new[vault_place.database][:-4096])
    assert refused(lambda: seqs(vault_place))


def test_another_accounts_files_are_refused(vault_place, study_and_recovery, tmp_path):
    made(vault_place, 1)
    folder = tmp_path / "other"
    folder.mkdir()
    other = type(vault_place)(folder, "reader-b", vault_place.study, vault_place.migrations)
    made(other, 1)
    for mine, theirs in ((vault_place.keys, other.keys), (vault_place.database, other.database)):
        data = mine.read_bytes()
        shutil.copy(theirs, mine)
        assert refused(lambda: seqs(vault_place))
        mine.write_bytes(data)
    assert seqs(vault_place) == [1]
    keys = read_key_file(other.keys)
    assert keys.account == "reader-b"


def test_a_missing_file_is_named_in_a_sentence(vault_place):
    made(vault_place, 1)
    for path in (vault_place.database, vault_place.keys, vault_place.head):
        away = path.with_name("away")
        path.rename(away)
        _, findings = outcome(lambda: seqs(vault_place))
        assert findings is not None
        assert any(path.name in one.text for one in findings)
        assert not path.exists()
        away.rename(path)
    assert seqs(vault_place) == [1]


def test_a_database_that_is_a_folder_is_no_mistake_of_the_program(vault_place):
    made(vault_place)
    vault_place.database.unlink()
    vault_place.database.mkdir()
    with pytest.raises(EnvironmentFailure):
        Vault.open(vault_place, WORDS)


def test_files_are_left_as_they_were_by_opening(vault_place):
    made(vault_place, 2)
    assert seqs(vault_place) == [1, 2]
    assert sorted(os.listdir(vault_place.folder)) == ["reader-a.head", "reader-a.keys", "reader-a.sqlite"]  # noqa: PTH208
