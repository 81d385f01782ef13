"""The audit of a whole vault: pages, tables, keys, reads and what is derived from them, each named when it is wrong."""

from types import SimpleNamespace

import pytest
from reading.ways import CASE, signed
from sqlcipher3 import dbapi2
from storage.reads.desks import SIGNER, desk_of
from storage.vault.ways import CHEAP, WORDS, made
from support.fake_desk import PROTOCOL_FILE

from seedcryo_reader.database.opening import key_literal
from seedcryo_reader.domain.role import Role
from seedcryo_reader.storage.audit import check_vault
from seedcryo_reader.storage.protocols import ProtocolFolder
from seedcryo_reader.storage.vault.key_file import unsealed
from seedcryo_reader.storage.vault.vault import Vault


def account(vault, keys=None):
    """As the station's log tells the account, with the vault's own key."""
    known = {**SIGNER.keys, vault.key_id: vault.public} if keys is None else keys
    return SimpleNamespace(
        printed_name=SIGNER.name, role=Role.READER, recipient=vault.recipient, keys=(), public_keys=lambda: known
    )


@pytest.fixture
def protocols(tmp_path):
    """The folder of a station's protocol files, with the one of the reads."""
    from hashlib import sha256

    data = PROTOCOL_FILE.read_bytes()
    folder = tmp_path / "protocols"
    folder.mkdir()
    (folder / f"{sha256(data).hexdigest()}.toml").write_bytes(data)
    return folder


@pytest.fixture
def read_place(vault_place):
    """A closed vault with a signed read."""
    with Vault.create(vault_place, WORDS, cost=CHEAP) as vault:
        signed(desk_of(vault))
    return vault_place


def codes(place, protocols, keys=None):
    with Vault.open(place, WORDS) as vault:
        report = check_vault(vault, account(vault, keys), ProtocolFolder(protocols))
    return [one.code for one in report.findings]


def test_a_vault_that_nobody_changed_is_sound(read_place, protocols):
    with Vault.open(read_place, WORDS) as vault:
        report = check_vault(vault, account(vault), ProtocolFolder(protocols))
        assert report.events == vault.chain.last.seq > 20
    assert report.findings == ()
    assert report.account == "reader-a"
    assert report.reads[CASE].is_signed


def test_an_empty_vault_is_sound(vault_place, protocols):
    assert codes(made(vault_place), protocols) == []


def test_keys_that_the_station_does_not_know_are_named(read_place, protocols):
    assert codes(read_place, protocols, SIGNER.keys) == ["unknown-key"]
    assert codes(read_place, protocols, {}) == ["unknown-key", "unknown-key"]


def test_a_protocol_that_is_gone_or_changed_is_named(read_place, protocols):
    [path] = protocols.iterdir()
    data = path.read_bytes()
    path.write_bytes(data + b"\n# changed\n")
    assert codes(read_place, protocols)
    path.unlink()
    assert codes(read_place, protocols)
    path.write_bytes(data)
    assert codes(read_place, protocols) == []


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("DELETE FROM measurement", "derived-differs"),
        ("UPDATE read_state SET version = 2", "derived-differs"),
        ("INSERT INTO training VALUES ('ab', 'p', 1, '2026-01-01', '2999-01-01')", "told-differs"),
        ("INSERT INTO training VALUES ('ab', 'p', 'yes', '2026-01-01', '2999-01-01')", "row-changed"),
    ],
)
def test_a_derived_table_that_was_edited_by_who_knows_the_key_is_named(read_place, protocols, statement, expected):
    [key] = unsealed(read_place.key_file(), WORDS, "", seed=False).data
    raw = dbapi2.connect(str(read_place.database), isolation_level=None)
    raw.execute(f"PRAGMA key = {key_literal(key)}").fetchall()
    raw.execute(statement)
    raw.close()
    assert codes(read_place, protocols) == [expected]
