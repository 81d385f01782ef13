"""A station that somebody or something changed: refused and named, or provably harmless."""

import random
import shutil
from collections.abc import Callable
from datetime import date

import pytest
from sqlcipher3 import dbapi2
from storage.station.conftest import CHEAP, NAME, WORDS, codes, events, grow, signed_in, vault_of

from seedcryo_reader.casefile.study.acts import rotate_key
from seedcryo_reader.domain.canonical import encode
from seedcryo_reader.domain.errors import EnvironmentFailure, Refused
from seedcryo_reader.domain.role import Role
from seedcryo_reader.storage.chain.chain import Entry
from seedcryo_reader.storage.station import acts
from seedcryo_reader.storage.station.entries import BadEntry, StationEntry, read_entry
from seedcryo_reader.storage.vault.vault import Vault


@pytest.fixture
def closed(place):
    """A closed station with an account that signed in and received something."""
    with place.make() as station:
        acts.enrol(station, vault_of(station), Role.READER, "Dr A. Reader", password=WORDS, cost=CHEAP)
        with signed_in(station) as session:
            grow(session.vault, 2)
        station.note("part-received", {"sha256": "ab" * 32, "size": 7}, NAME)
    return place


def changed(place, *statements: str) -> None:
    """Do what somebody with a database tool would do."""
    raw = dbapi2.connect(str(place.folder / "station.sqlite"), isolation_level=None)
    for statement in statements:
        raw.execute(statement)
    raw.close()


def refusal(act: Callable[[], object]) -> list[str]:
    with pytest.raises(Refused) as refused:
        act()
    return codes(refused)


DROP = [f"DROP TRIGGER entry_{name}" for name in ("no_update", "no_delete", "in_order")]


@pytest.mark.parametrize(
    ("statement", "code", "named"),
    [
        (DROP[0], "trigger-missing", "entry_no_update"),
        ("ALTER TABLE account ADD COLUMN x", "table-changed", "account"),
        ("CREATE TABLE more (x)", "table-foreign", "more"),
        ("UPDATE account SET role = 'coordinator'", "derived-differs", NAME),
        ("UPDATE account SET printed_name = 'Dr B. Reader'", "derived-differs", NAME),
        ("INSERT INTO account VALUES ('evil', 'reader', 'E', 'age1')", "derived-differs", "evil"),
        ("DELETE FROM account", "derived-differs", NAME),
        ("UPDATE account_key SET public = hex(zeroblob(32))", "derived-differs", NAME),
        ("INSERT INTO account_key VALUES ('reader-a', 1, 'zz', '', NULL, NULL)", "derived-differs", NAME),
        ("UPDATE part SET size = 8", "derived-differs", "parts"),
        ("UPDATE alembic_version SET version_num = 'station_0099'", "newer-database", "station_0099"),
    ],
)
def test_what_somebody_changed_in_the_tables_is_named(closed, statement, code, named):
    changed(closed, statement)
    with pytest.raises(Refused) as refused:
        closed.open()
    assert refused.value.findings[0].code == code
    assert named in refused.value.findings[0].text
    assert refused.value.findings[0].files == (str(closed.folder / "station.sqlite"),)
    assert next(one.code for one in closed.check()) == ("other-version" if code == "newer-database" else code)


def test_a_changed_entry_is_named_by_its_number(closed):
    raw = dbapi2.connect(str(closed.folder / "station.sqlite"), isolation_level=None)
    made = dict(raw.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'").fetchall())
    raw.close()
    changed(
        closed,
        *DROP,
        "UPDATE entry SET body = replace(body, 'Dr A.', 'Dr B.') WHERE seq = 2",
        *made.values(),
    )
    with pytest.raises(Refused) as refused:
        closed.open()
    assert "Record 2:" in refused.value.findings[0].text
    assert "Record 2:" in closed.check()[0].text


@pytest.mark.parametrize("name", ["station.sqlite", "station.head", "study.seedstudy"])
def test_a_missing_file_is_named(closed, name):
    (closed.folder / name).unlink()
    with pytest.raises((Refused, EnvironmentFailure), match=name):
        closed.open()
    assert name in " ".join(one.text for one in closed.check())


def test_one_byte_changed_anywhere_is_refused_or_harmless(closed, rounds, tmp_path):
    chance = random.Random(11)  # noqa: S311
    with closed.open() as station:
        whole = [one.plain() for one in station.entries()], station.accounts(), station.study
    kept = tmp_path / "kept"
    shutil.copytree(closed.folder, kept)
    files = ["station.sqlite", "station.head", "study.seedstudy", next((kept / "protocols").iterdir()).name]
    for number in range(4 * rounds):
        shutil.rmtree(closed.folder)
        shutil.copytree(kept, closed.folder)
        name = files[number % len(files)]
        path = closed.folder / ("protocols" if name.endswith("toml") else ".") / name
        data = bytearray(path.read_bytes())
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        path.write_bytes(data)
        found = closed.check()
        try:
            with closed.open() as station:
                assert ([one.plain() for one in station.entries()], station.accounts(), station.study) == whole
                assert found or name in {"station.sqlite", "station.head"}  # unused bytes; the end of the last line
                if name.endswith("toml"):
                    assert refusal(station.protocol_files) == ["damaged"]
        except (Refused, EnvironmentFailure):
            assert found, path


def test_a_station_of_yesterday_under_the_head_of_today_is_named(closed, tmp_path):
    shutil.copy(closed.folder / "station.sqlite", tmp_path / "yesterday")
    with closed.open() as station:
        station.note("images-purged", {})
    shutil.copy(tmp_path / "yesterday", closed.folder / "station.sqlite")
    assert refusal(closed.open) == ["shorter-than-head"]
    assert [one.code for one in closed.check()] == ["shorter-than-head"]


def test_a_study_file_of_yesterday_is_named(closed, tmp_path):
    before = closed.study_file.read_bytes()
    rotate_key(closed.access, date(2026, 3, 2), CHEAP)
    with closed.open() as station:
        station.update_study(closed.study_file)
    (closed.folder / "study.seedstudy").write_bytes(before)
    assert refusal(closed.open) == ["older-study"]
    assert [one.code for one in closed.check()] == ["older-study"]


def test_a_vault_and_head_of_yesterday_are_named_when_signing_in(closed, tmp_path):
    vaults = closed.folder / "vaults"
    shutil.copytree(vaults, tmp_path / "yesterday")
    with closed.open() as station, signed_in(station) as session:
        grow(session.vault, 1)
    shutil.rmtree(vaults)
    shutil.copytree(tmp_path / "yesterday", vaults)
    with closed.open() as station:
        assert refusal(lambda: signed_in(station)) == ["older-than-signed-out"]
        assert events(station, NAME)[-1] == "sign-in-refused"


def test_another_vault_with_another_history_is_named_when_signing_in(closed, tmp_path):
    vaults = closed.folder / "vaults"
    shutil.copytree(vaults, tmp_path / "yesterday")
    with closed.open() as station, signed_in(station) as session:
        grow(session.vault, 1)
    shutil.rmtree(vaults)
    shutil.copytree(tmp_path / "yesterday", vaults)
    with closed.open() as station:
        with Vault.open(vault_of(station), WORDS) as vault:
            vault.chain.append("C-1", lambda seq, hashed: encode({"seq": seq, "previous": hashed, "other": True}))
        assert refusal(lambda: signed_in(station)) == ["older-than-signed-out"]


def test_the_vault_of_another_station_is_not_taken_for_an_accounts_own(closed, tmp_path):
    with closed.open() as station:
        acts.enrol(station, vault_of(station, "other"), Role.READER, "Dr B. Reader", password=WORDS, cost=CHEAP)
    vaults = closed.folder / "vaults"
    for path in vaults.glob("other.*"):
        path.unlink()
    elsewhere = type(closed)(
        tmp_path / "elsewhere", closed.study_file, closed.access, closed.protocols, closed.recovery, closed.clock
    )
    with elsewhere.make() as station:
        acts.enrol(station, vault_of(station, "other"), Role.READER, "Dr E. Vil", password=WORDS, cost=CHEAP)
    for path in (tmp_path / "elsewhere" / "vaults").iterdir():
        shutil.copy(path, vaults)
    with closed.open() as station:
        assert refusal(lambda: signed_in(station, name="other")) == ["other-keys"]


def test_an_entry_of_the_first_format_is_still_read():
    body = (
        b'{"account":"reader-a","data":{"code":"x"},"event":"part-refused","format":"seedcryo-entry/1",'
        b'"monotonic_us":5,"offset_minutes":60,"previous":"' + b"0" * 64 + b'","seq":1,"software":"0.3.0",'
        b'"utc":"2026-03-01T12:00:00.000001Z"}'
    )
    entry = read_entry(Entry(1, "reader-a", "ab" * 32, "0" * 64, body))
    assert entry.encoded() == body
    assert entry == StationEntry(
        1, "0" * 64, "2026-03-01T12:00:00.000001Z", 60, 5, "0.3.0", "reader-a", "part-refused", {"code": "x"}, "ab" * 32
    )


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (b"entry/1", b"entry/2", "not of the format"),
        (b'"seq":1', b'"seq":2', "another's place"),
        (b"2026-03-01T", b"2026-13-01T", "time is none"),
        (b'{"code":"x"}', b'{"code":1}', "no part-refused"),
        (b'"seq":1', b'"seq":true', "not of the format"),
        (b'"account":"reader-a"', b'"account":"reader-b"', "another's place"),
        (b"{", b"[", "not JSON"),
    ],
)
def test_a_body_that_is_no_entry_is_refused_with_the_reason(old, new, reason):
    body = StationEntry(
        1, "0" * 64, "2026-03-01T12:00:00.000001Z", 60, 5, "0.3.0", "reader-a", "part-refused", {"code": "x"}
    ).encoded()
    with pytest.raises(BadEntry, match=reason):
        read_entry(Entry(1, "reader-a", "ab" * 32, "0" * 64, body.replace(old, new)))
